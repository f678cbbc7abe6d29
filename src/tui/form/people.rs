//! Proposes the people that the desk knows while a customer's name is typed. Who is not chosen from them stays a plain name.

use crate::domain::ledger::{Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::text::clean;

/// The most people that are proposed.
const MOST: usize = 5;

/// A person that the desk knows, with the organisation as it is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPerson {
    /// The number of the record.
    pub id: LedgerRecordId,
    /// The name that is shown.
    pub name: String,
    /// How they are reached, as it stands behind the name: the usual address, else a phone.
    reached: String,
    /// Whether somebody else who is proposed reads the same without the number.
    is_numbered: bool,
    /// The organisation with its number.
    pub organisation: Option<(LedgerRecordId, Organisation)>,
}

impl KnownPerson {
    /// Returns what is shown of a person.
    pub fn of(ledger: &Ledger, (id, person): (LedgerRecordId, &Person)) -> Self {
        let organisation = person.organisation.and_then(|id| ledger.organisation(id));
        Self {
            id,
            name: person.name().to_owned(),
            reached: match (person.addresses.first(), person.phones.first()) {
                (Some(address), _) => format!(" <{address}>"),
                (None, Some(phone)) => format!(", {phone}"),
                (None, None) => String::new(),
            },
            is_numbered: false,
            organisation: organisation.map(|(id, found)| (id, found.clone())),
        }
    }

    /// Returns name, address and organisation: `Kari Nord <kari@acme.example>, Acme AS`.
    pub fn in_words(&self) -> String {
        let organisation = self.organisation.as_ref().map_or_else(String::new, |(_, it)| format!(", {}", it.name()));
        let number = if self.is_numbered { format!(", person {}", self.id) } else { String::new() };
        clean(&format!("{}{}{organisation}{number}", self.name, self.reached)).into_owned()
    }
}

/// Has those say their numbers who would read the same without them.
fn tell_apart(people: &mut [KnownPerson]) {
    let words: Vec<String> = people.iter().map(KnownPerson::in_words).collect();
    for (person, own) in people.iter_mut().zip(&words) {
        person.is_numbered = words.iter().filter(|other| *other == own).count() > 1;
    }
}

/// The people who are proposed for a line, and the one who was chosen for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProposedPeople {
    /// The text that they are proposed for; none until it is looked at, and after the ledger has changed.
    typed: Option<String>,
    found: Vec<KnownPerson>,
    /// The place of the selected one among them.
    selected: usize,
    chosen: Option<KnownPerson>,
}

impl ProposedPeople {
    /// Returns who is proposed, the likeliest first; nobody once one of them is chosen.
    pub fn found(&self) -> &[KnownPerson] {
        &self.found
    }

    /// Returns the place of the selected one of those who are proposed.
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// Selects the next of those who are proposed, or the one before. Returns whether there is one.
    pub fn step(&mut self, forward: bool) -> bool {
        let next = if forward { Some(self.selected + 1) } else { self.selected.checked_sub(1) };
        let there = next.filter(|next| *next < self.found.len());
        self.selected = there.unwrap_or(self.selected);
        there.is_some()
    }

    /// Selects the first of those who are proposed.
    pub const fn select_first(&mut self) {
        self.selected = 0;
    }

    /// Returns the person who was chosen.
    pub const fn chosen(&self) -> Option<&KnownPerson> {
        self.chosen.as_ref()
    }

    /// Follows what is typed. Another text than the name of the person who was chosen chooses nobody; returns whether it just
    /// did.
    pub fn follow(&mut self, typed: &str, ledger: &Ledger) -> bool {
        if self.typed.as_deref() == Some(typed) {
            return false;
        }
        let was_chosen = self.chosen.take_if(|person| person.name != typed.trim()).is_some();
        self.typed = Some(typed.to_owned());
        (self.found, self.selected) = (Vec::new(), 0);
        if let Some(chosen) = &mut self.chosen {
            if let Some(person) = ledger.person(chosen.id) {
                *chosen = KnownPerson::of(ledger, person);
            }
        } else {
            let found = ledger.people_proposed(typed, MOST).into_iter();
            self.found = found.map(|person| KnownPerson::of(ledger, person)).collect();
            tell_apart(&mut self.found);
        }
        was_chosen
    }

    /// Has everything looked up again, as the ledger has changed.
    pub fn look_again(&mut self) {
        self.typed = None;
    }

    /// Chooses the person at that place of those who are proposed; returns them, if there is one.
    pub fn choose(&mut self, place: usize) -> Option<&KnownPerson> {
        let person = self.found.get(place)?.clone();
        self.put(person);
        self.chosen.as_ref()
    }

    /// Takes that person for chosen, whose name is in the line.
    pub fn put(&mut self, person: KnownPerson) {
        self.typed = Some(person.name.clone());
        self.found.clear();
        self.chosen = Some(person);
    }
}

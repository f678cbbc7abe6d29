//! Finds people and organisations: by number, name, address and domain, also those that were merged into others.
//!
//! A record that was merged keeps what it says, so that the merging can be undone. Whoever asks for it by number gets the one
//! that stays; by name, address or domain only those that stand are found.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Scene, line};
use super::kind::{LedgerFact, Organisation, Person};
use super::{Ledger, LedgerRecordId};
use crate::problem::{Field, Problem, ProblemKind};
use crate::text::clean;
use crate::ticket::Ticket;

/// The most names, addresses, phones or domains of one person: what is shown and compared whole has an end.
const MOST: usize = 50;

/// The most names that a hint has.
const NAMED: usize = 4;
/// The most steps from a merged record to the one that stays; in what came from outside they might go round.
const STEPS: usize = 32;

/// What people and organisations have in common.
pub trait Party: Clone + 'static {
    /// The word for one.
    const WORDS: &'static str;
    /// The field of what tells one from all others, besides the name.
    const KEY_FIELD: Field;

    /// Returns it, if the fact is one.
    fn of(fact: &LedgerFact) -> Option<&Self>;

    /// Returns the names, the one that is shown first.
    fn names(&self) -> &[String];

    /// Returns what tells it from all others: addresses or domains.
    fn keys(&self) -> &[String];

    /// Returns the record that it was merged into, if it was.
    fn merged_into(&self) -> Option<LedgerRecordId>;

    /// Returns it as a fact of the ledger.
    fn fact(self) -> LedgerFact;

    /// Returns what went over to the record that it was merged into.
    fn moved(&self) -> &[String];

    /// Notes which record it was merged into, and what went over to that.
    fn set_merged(&mut self, into: Option<LedgerRecordId>, moved: Vec<String>);

    /// Returns the names and all that it is reached by, a list each.
    fn lists(&self) -> Vec<&[String]>;

    /// Returns the same lists to be changed.
    fn lists_mut(&mut self) -> Vec<&mut Vec<String>>;

    /// Takes over what there is one of and the other one has alone, which notes that.
    fn take_single(&mut self, _merged: &mut Self) {}

    /// Takes out what was taken over from that one. Returns whether there was anything.
    fn give_single(&mut self, _merged: &Self) -> bool {
        false
    }

    /// Returns what there is one of, by what it is called, where it is known: of a person the organisation, of an organisation
    /// the agreement.
    fn single(&self, ledger: &Ledger) -> Vec<(&'static str, Option<String>)>;

    /// Returns the name that is shown.
    fn name(&self) -> &str {
        self.names().first().map_or("", String::as_str)
    }
}

/// Returns a text in which names are compared: in small letters, with one blank for several.
pub fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The people and organisations of a ledger by what they are found by; those that were merged too.
#[derive(Clone, Debug, Default)]
pub(super) struct PartyIndex {
    people: KeyIndex,
    organisations: KeyIndex,
}

/// The records of one kind, and those that have an address or a domain, in small letters.
#[derive(Clone, Debug, Default)]
struct KeyIndex {
    all: BTreeSet<LedgerRecordId>,
    by_key: BTreeMap<String, BTreeSet<LedgerRecordId>>,
}

impl PartyIndex {
    /// Takes in what a record says.
    pub(super) fn add(&mut self, id: LedgerRecordId, fact: &LedgerFact) {
        let Some((index, keys)) = self.of(fact) else { return };
        index.all.insert(id);
        for key in keys {
            index.by_key.entry(key.to_lowercase()).or_default().insert(id);
        }
    }

    /// Takes out what a record said.
    pub(super) fn remove(&mut self, id: LedgerRecordId, fact: &LedgerFact) {
        let Some((index, keys)) = self.of(fact) else { return };
        index.all.remove(&id);
        for key in keys {
            let key = key.to_lowercase();
            if let Some(ids) = index.by_key.get_mut(&key) {
                ids.remove(&id);
                if ids.is_empty() {
                    index.by_key.remove(&key);
                }
            }
        }
    }

    /// Returns the index that a fact is in, and what it is found by there.
    fn of<'f>(&mut self, fact: &'f LedgerFact) -> Option<(&mut KeyIndex, &'f [String])> {
        match fact {
            LedgerFact::Person(person) => Some((&mut self.people, person.keys())),
            LedgerFact::Organisation(organisation) => Some((&mut self.organisations, organisation.keys())),
            _ => None,
        }
    }
}

/// A kind of party, with the place in the index that it is found in.
pub trait IndexedParty: Party {
    /// Returns the numbers of all of them, merged ones too.
    fn all(ledger: &Ledger) -> &BTreeSet<LedgerRecordId>;

    /// Returns the numbers of those that have that address or domain, merged ones too.
    fn with_key<'a>(ledger: &'a Ledger, key: &str) -> Option<&'a BTreeSet<LedgerRecordId>>;
}

impl IndexedParty for Person {
    fn all(ledger: &Ledger) -> &BTreeSet<LedgerRecordId> {
        &ledger.parties.people.all
    }

    fn with_key<'a>(ledger: &'a Ledger, key: &str) -> Option<&'a BTreeSet<LedgerRecordId>> {
        ledger.parties.people.by_key.get(&key.to_lowercase())
    }
}

impl IndexedParty for Organisation {
    fn all(ledger: &Ledger) -> &BTreeSet<LedgerRecordId> {
        &ledger.parties.organisations.all
    }

    fn with_key<'a>(ledger: &'a Ledger, key: &str) -> Option<&'a BTreeSet<LedgerRecordId>> {
        ledger.parties.organisations.by_key.get(&key.to_lowercase())
    }
}

impl Ledger {
    /// Returns what the record of that number says, if it is one of these; a merged one as it is.
    pub fn own_party<P: Party>(&self, id: LedgerRecordId) -> Option<&P> {
        P::of(self.get(id)?.fact.as_ref()?)
    }

    /// Returns the one of that number, or where it was merged the one that stays.
    pub fn party<P: Party>(&self, id: LedgerRecordId) -> Option<(LedgerRecordId, &P)> {
        let mut found = (id, self.own_party::<P>(id)?);
        for _ in 0..STEPS {
            let next = found.1.merged_into().and_then(|into| Some((into, self.own_party::<P>(into)?)));
            match next {
                Some(next) => found = next,
                None => break,
            }
        }
        Some(found)
    }

    /// Returns those that stand and were not merged into another, by number.
    pub fn parties<P: IndexedParty>(&self) -> impl Iterator<Item = (LedgerRecordId, &P)> {
        let all = P::all(self).iter().filter_map(|id| Some((*id, self.own_party::<P>(*id)?)));
        all.filter(|(_, party)| party.merged_into().is_none())
    }

    /// Returns the one that has that address or domain, if any stands; capital letters make no difference.
    pub fn party_with<P: IndexedParty>(&self, key: &str) -> Option<(LedgerRecordId, &P)> {
        let ids = P::with_key(self, key)?.iter();
        let mut standing = ids.filter_map(|id| Some((*id, self.own_party::<P>(*id)?)));
        standing.find(|(_, party)| party.merged_into().is_none())
    }

    /// Returns the numbers of those that were merged into that one, also by way of another.
    pub fn merged_into<P: IndexedParty>(&self, id: LedgerRecordId) -> impl Iterator<Item = LedgerRecordId> {
        let all = P::all(self).iter().copied();
        all.filter(move |other| *other != id && self.party::<P>(*other).is_some_and(|(into, _)| into == id))
    }

    /// Returns the person of that number, or where the record was merged the one that stays.
    pub fn person(&self, id: LedgerRecordId) -> Option<(LedgerRecordId, &Person)> {
        self.party(id)
    }

    /// Returns the people, by number; not those that were merged into others.
    pub fn people(&self) -> impl Iterator<Item = (LedgerRecordId, &Person)> {
        self.parties()
    }

    /// Returns the organisation of that number, or where the record was merged the one that stays.
    pub fn organisation(&self, id: LedgerRecordId) -> Option<(LedgerRecordId, &Organisation)> {
        self.party(id)
    }

    /// Returns the organisations, by number; not those that were merged into others.
    pub fn organisations(&self) -> impl Iterator<Item = (LedgerRecordId, &Organisation)> {
        self.parties()
    }

    /// Returns the organisation that the domain of an address belongs to, or the nearest domain above it.
    pub fn organisation_of_address(&self, address: &str) -> Option<(LedgerRecordId, &Organisation)> {
        let mut domain = address.rsplit_once('@')?.1;
        loop {
            if let Some(found) = self.party_with(domain) {
                return Some(found);
            }
            domain = domain.split_once('.')?.1;
        }
    }

    /// Returns the person who reported a ticket, where one was entered.
    pub fn person_of(&self, ticket: &Ticket) -> Option<(LedgerRecordId, &Person)> {
        self.person(ticket.person?)
    }

    /// Returns the organisation of a ticket: the one it was entered for, else the present one of the person.
    pub fn organisation_of(&self, ticket: &Ticket) -> Option<(LedgerRecordId, &Organisation)> {
        let own = ticket.organisation.and_then(|id| self.organisation(id));
        own.or_else(|| self.organisation(self.person_of(ticket)?.1.organisation?))
    }

    /// Returns the customer's name as it is shown: the person's present one, else as it was typed.
    pub fn customer_of<'a>(&'a self, ticket: &'a Ticket) -> Option<&'a str> {
        self.person_of(ticket).map(|(_, person)| person.name()).or(ticket.customer.as_deref())
    }

    /// Returns those who could be meant by what is being typed: a number, or how a name, a word of one, an address or a domain
    /// begins. Capital letters make no difference.
    pub fn parties_like<P: IndexedParty>(&self, typed: &str) -> Vec<(LedgerRecordId, &P)> {
        let wanted = folded(typed);
        self.parties::<P>().filter(|(id, party)| begins_like(*id, *party, &wanted)).collect()
    }

    /// Returns the people to be proposed for what is being typed, at most so many: those that it fits themselves before those
    /// of an organisation that it fits, each by name. Nobody for an empty text.
    pub fn people_proposed(&self, typed: &str, most: usize) -> Vec<(LedgerRecordId, &Person)> {
        let wanted = folded(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let fits_organisation = |person: &Person| {
            let organisation = person.organisation.and_then(|id| self.organisation(id));
            number(&wanted).is_none() && organisation.is_some_and(|(id, party)| begins_like(id, party, &wanted))
        };
        let rank = |id: LedgerRecordId, person: &Person| {
            let fits = begins_like(id, person, &wanted);
            (fits || fits_organisation(person)).then_some(!fits)
        };
        let mut found: Vec<_> =
            self.people().filter_map(|(id, it)| Some((rank(id, it)?, folded(it.name()), id, it))).collect();
        found.sort_by(|one, other| (one.0, &one.1, one.2).cmp(&(other.0, &other.1, other.2)));
        found.into_iter().take(most).map(|(.., id, person)| (id, person)).collect()
    }

    /// Finds the one that is meant: by number, by address or domain, by a whole name, else by how one begins where only one
    /// does.
    ///
    /// # Errors
    ///
    /// If nobody is like that, or several are; the hint names them.
    pub fn party_meant<P: IndexedParty>(&self, text: &str) -> Result<(LedgerRecordId, &P), Problem> {
        let text = text.trim();
        if let Some(id) = number(text) {
            return self.party(id).ok_or_else(|| nobody::<P>(text));
        }
        if let Some(found) = self.party_with(text) {
            return Ok(found);
        }
        let wanted = folded(text);
        let called: Vec<_> =
            self.parties::<P>().filter(|(_, party)| party.names().iter().any(|name| folded(name) == wanted)).collect();
        let found = if called.is_empty() { self.parties_like(text) } else { called };
        match found.as_slice() {
            [] => Err(nobody::<P>(text)),
            [only] => Ok(*only),
            many => Err(several(text, many)),
        }
    }
}

/// Returns whether it is of that number, or a name, a word of one, an address or a domain begins so; `wanted` is folded.
pub(crate) fn begins_like<P: Party>(id: LedgerRecordId, party: &P, wanted: &str) -> bool {
    if let Some(number) = number(wanted) {
        return number == id;
    }
    let name = |name: &String| {
        let name = folded(name);
        name.starts_with(wanted) || name.split(' ').any(|word| word.starts_with(wanted))
    };
    party.names().iter().any(name) || party.keys().iter().any(|key| key.to_lowercase().starts_with(wanted))
}

/// Reads the number of a record, with or without `#`.
fn number(text: &str) -> Option<LedgerRecordId> {
    text.strip_prefix('#').unwrap_or(text).parse().ok().map(LedgerRecordId)
}

fn nobody<P: Party>(text: &str) -> Problem {
    let message = format!("there is no {} `{}`", P::WORDS, clean(text));
    Problem::new(ProblemKind::NotFound, message, format!("frist {} list shows the ones there are", P::WORDS))
}

fn several<P: Party>(text: &str, found: &[(LedgerRecordId, &P)]) -> Problem {
    let named = found.iter().take(NAMED).map(|(id, party)| {
        let key = party.keys().first().map_or_else(String::new, |key| format!(" <{}>", clean(key)));
        format!("{id} {}{key}", clean(party.name()))
    });
    let more = if found.len() > NAMED { format!(" and {} more", found.len() - NAMED) } else { String::new() };
    let message = format!("`{}` can be more than one {}", clean(text), P::WORDS);
    let hint = format!("give the number: {}{more}", named.collect::<Vec<_>>().join(", "));
    Problem::refused(message, hint)
}

/// Checks that a list is not longer than one of a record may be.
pub(super) fn check_number(field: Field, list: &[String]) -> Result<(), Problem> {
    if list.len() <= MOST {
        return Ok(());
    }
    Err(Problem::of_field(
        field,
        format!("{} are more than the {MOST} that one can have", list.len()),
        "leave some out",
    ))
}

/// Checks that there is a name, and that each is one.
pub(super) fn check_names(names: &[String]) -> Result<(), Problem> {
    if names.is_empty() {
        return Err(Problem::of_field(Field::Name, "there is no name", "give at least one"));
    }
    check_number(Field::Name, names)?;
    names.iter().try_for_each(|name| line(Field::Name, Some(name)))
}

/// Checks that no other one that stands has the same address or domain, and that what it is merged into is another one that
/// is not merged into it.
pub(super) fn check_merge<P: IndexedParty>(party: &P, on: &Scene<'_>) -> Result<(), Problem> {
    let Some(into) = party.merged_into() else {
        return party.keys().iter().try_for_each(|key| check_free::<P>(key, on));
    };
    let stays = on.ledger.party::<P>(into).filter(|(stays, _)| on.is_another(*stays) && on.is_another(into));
    if stays.is_some() {
        return Ok(());
    }
    let message = format!("it cannot be merged into {} {into}", P::WORDS);
    Err(Problem::of_field(Field::Into, message, format!("frist {} list shows what it can be merged into", P::WORDS)))
}

fn check_free<P: IndexedParty>(key: &str, on: &Scene<'_>) -> Result<(), Problem> {
    let ids = P::with_key(on.ledger, key).into_iter().flatten();
    let mut others = ids.filter(|id| on.is_another(**id)).filter_map(|id| Some((id, on.ledger.own_party::<P>(*id)?)));
    match others.find(|(_, other)| other.merged_into().is_none()) {
        Some((id, other)) => {
            let message = format!("{} {id}, {}, has {} already", P::WORDS, clean(other.name()), clean(key));
            let hint = format!("use that one; frist {} merge makes one of two that are the same", P::WORDS);
            Err(Problem::of_field(P::KEY_FIELD, message, hint))
        }
        None => Ok(()),
    }
}

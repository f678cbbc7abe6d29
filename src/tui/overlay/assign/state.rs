//! Holds the choice of an assignee for tickets.

use tui_input::Input;

use crate::domain::reader::nearest;
use crate::domain::ticket::TicketId;
use crate::tui::widget::Rows;

/// The choice of an assignee for tickets.
pub struct AssignChoice {
    /// The tickets, at least one, each with its revision when this was opened.
    pub tickets: Vec<(TicketId, Option<u32>)>,
    /// The line that is typed: a part of a name in the list, or a new name.
    pub line: Input,
    /// The known people who do not have all of these tickets already, oneself first.
    pub people: Vec<AssigneeLoad>,
    /// The assignee of each ticket, in order, if each goes to the person with the fewest; empty where there is nobody.
    pub shares: Vec<String>,
    /// Whether anybody has one of the tickets now.
    pub taken: bool,
    /// The name that nobody has and that was entered once: the next Enter assigns to it all the same.
    pub unknown: Option<String>,
    /// The selected row among those that match.
    pub rows: Rows,
}

/// A person whom tickets can be assigned to.
pub struct AssigneeLoad {
    /// The name that stands on tickets.
    pub name: String,
    /// The name that is shown.
    pub display: String,
    /// The level at which they are on call now.
    pub on_call: Option<String>,
    /// Until when they are away, in words; none where they are not.
    pub away: Option<String>,
    /// The number of open tickets that they have.
    pub open: usize,
}

/// The assignee that is chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AssignTo {
    /// A person, by name.
    Person(String),
    /// For each ticket, the person who has the fewest by then.
    Least,
    /// No assignee.
    Nobody,
}

impl AssignChoice {
    /// The words for [`AssignTo::Least`] in the list.
    pub const LEAST: &str = "fewest tickets";

    /// Returns the people whose names contain what is typed, then the person with the fewest tickets, and last nobody, if
    /// one of the tickets is assigned.
    pub fn matching(&self) -> Vec<AssignTo> {
        let typed = self.line.value().trim().to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&typed);
        let people = self.people.iter().filter(|known| fits(&known.name) || fits(&known.display));
        let people = people.map(|known| AssignTo::Person(known.name.clone()));
        let least = (!self.shares.is_empty() && fits(Self::LEAST)).then_some(AssignTo::Least);
        let nobody = (self.taken && typed.is_empty()).then_some(AssignTo::Nobody);
        people.chain(least).chain(nobody).collect()
    }

    /// Returns whether a name that is meant has to be entered a second time, as nobody that is known has it, and notes that it was
    /// entered once. Where only oneself is known, every name is as good as another.
    pub fn asks_again(&mut self, to: &AssignTo) -> bool {
        let AssignTo::Person(name) = to else { return false };
        let known = self.people.iter().any(|known| known.name == *name);
        if known || self.people.len() < 2 || self.unknown.as_ref() == Some(name) {
            return false;
        }
        self.unknown = Some(name.clone());
        true
    }

    /// Says that nobody has the name that was entered once, and who may be meant; none where that is not so.
    pub fn doubt(&self) -> Option<String> {
        let name = self.unknown.as_ref()?;
        let near = nearest(name, self.people.iter().map(|known| known.name.as_str()));
        let near = near.map_or_else(String::new, |near| format!(" Do you mean {near}?"));
        Some(format!("The desk knows nobody called “{name}”.{near}"))
    }

    /// Returns the assignee that is meant: the selected one, else the name that is typed.
    pub fn meant(&self) -> Option<AssignTo> {
        let matching = self.matching();
        let typed = self.line.value().trim();
        let selected = matching.get(self.rows.selected()).cloned();
        selected.or_else(|| (!typed.is_empty()).then(|| AssignTo::Person(typed.to_owned())))
    }
}

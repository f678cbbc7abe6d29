//! Somebody to assign tickets to.

use tui_input::Input;

use crate::domain::ticket::TicketId;
use crate::tui::widget::Rows;

/// Somebody to assign tickets to.
pub struct Assign {
    /// Which tickets, at least one, each with its revision when this was opened.
    pub tickets: Vec<(TicketId, Option<u32>)>,
    /// What is typed: a part of a name in the list, or a new name.
    pub line: Input,
    /// Everybody known who has not all of them already, oneself first.
    pub people: Vec<Known>,
    /// Whose they become, in order, if whoever has the fewest gets each; nobody's where there is nobody.
    pub shares: Vec<String>,
    /// Whether somebody has any of them now.
    pub taken: bool,
    /// The selected one among those that match.
    pub rows: Rows,
}

/// Somebody whom tickets can be assigned to.
pub struct Known {
    /// The name that stands on tickets.
    pub name: String,
    /// The name to show.
    pub display: String,
    /// The level at which they are on call just now.
    pub on_call: Option<String>,
    /// How many open tickets they have.
    pub open: usize,
}

/// Whom tickets are assigned to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum To {
    /// That person.
    Person(String),
    /// Each to whoever has the fewest by then.
    Least,
    /// Nobody.
    Nobody,
}

impl Assign {
    /// What stands for [`To::Least`] in the list.
    pub const LEAST: &str = "whoever has fewest";

    /// The people whose name has what is typed in it, then whoever has fewest, and nobody at the end, if somebody has a
    /// ticket of these.
    pub fn matching(&self) -> Vec<To> {
        let typed = self.line.value().trim().to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&typed);
        let people = self.people.iter().filter(|known| fits(&known.name) || fits(&known.display));
        let people = people.map(|known| To::Person(known.name.clone()));
        let least = (!self.shares.is_empty() && fits(Self::LEAST)).then_some(To::Least);
        let nobody = (self.taken && typed.is_empty()).then_some(To::Nobody);
        people.chain(least).chain(nobody).collect()
    }

    /// Who is meant: the selected one, else the name that is typed.
    pub fn meant(&self) -> Option<To> {
        let matching = self.matching();
        let typed = self.line.value().trim();
        let selected = matching.get(self.rows.selected()).cloned();
        selected.or_else(|| (!typed.is_empty()).then(|| To::Person(typed.to_owned())))
    }
}

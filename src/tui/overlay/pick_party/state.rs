//! Holds the choice of a person or an organisation, narrowed by what is typed.

use tui_input::Input;

use crate::domain::ledger::{IndexedParty, Ledger, LedgerRecordId, Organisation, Person, folded};
use crate::tui::shared::PartyId;
use crate::tui::widget::Rows;

/// The most that are listed: whoever wants another one types more of the name.
const MOST: usize = 50;

/// What the choice is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PickedFor {
    /// Into which record that one is merged.
    Merge(PartyId),
    /// Who that typed name is.
    Join(String),
}

/// The choice while something is typed.
pub struct PartyPick {
    /// What it is for.
    pub of: PickedFor,
    /// The line that is typed: how a name, an address or a domain begins.
    pub line: Input,
    /// Those that match.
    pub found: Vec<PartyId>,
    /// The selected one; nobody until somebody moves or types, but where one is called as the typed name is.
    pub rows: Rows,
}

impl PartyPick {
    /// Creates the choice with everybody who can be chosen.
    pub fn new(of: PickedFor, ledger: &Ledger) -> Self {
        let mut pick = Self { of, line: Input::default(), found: Vec::new(), rows: Rows::unchosen() };
        pick.follow(ledger);
        let is_sure = matches!(&pick.of, PickedFor::Join(name) if !ledger.people_called(name).is_empty());
        pick.rows = if is_sure { Rows::default() } else { Rows::unchosen() };
        pick
    }

    /// Lists those that match what is typed; of a typed name those first who are called so.
    pub fn follow(&mut self, ledger: &Ledger) {
        let typed = self.line.value();
        self.found = match &self.of {
            PickedFor::Merge(PartyId::Organisation(own)) => {
                matching::<Organisation>(ledger, typed, Some(*own)).into_iter().map(PartyId::Organisation).collect()
            }
            PickedFor::Merge(PartyId::Person(own)) => {
                matching::<Person>(ledger, typed, Some(*own)).into_iter().map(PartyId::Person).collect()
            }
            PickedFor::Join(name) => {
                let called: Vec<LedgerRecordId> = ledger.people_called(name).into_iter().map(|(id, _)| id).collect();
                let mut ids = matching::<Person>(ledger, typed, None);
                ids.sort_by_key(|id| !called.contains(id));
                ids.into_iter().map(PartyId::Person).collect()
            }
        };
        self.found.truncate(MOST);
        self.rows = Rows::default();
    }

    /// Returns the selected one.
    pub fn selected(&self) -> Option<PartyId> {
        self.found.get(self.rows.chosen()?).copied()
    }
}

/// Returns the numbers of those that match, by name, without that one.
fn matching<P: IndexedParty>(ledger: &Ledger, typed: &str, without: Option<LedgerRecordId>) -> Vec<LedgerRecordId> {
    let mut found: Vec<_> =
        if typed.trim().is_empty() { ledger.parties::<P>().collect() } else { ledger.parties_like::<P>(typed) };
    found.retain(|(id, _)| Some(*id) != without);
    found.sort_by_cached_key(|(id, party)| (folded(party.name()), *id));
    found.into_iter().map(|(id, _)| id).collect()
}

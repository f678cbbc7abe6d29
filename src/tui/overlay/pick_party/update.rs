//! Gives keys their meaning while a person or an organisation is chosen.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::ledger::{Organisation, Person, said_of_merging};
use crate::domain::time::Instant;
use crate::tui::host::ScanWork;
use crate::tui::input::Mode;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{PartyId, Shared};
use crate::tui::text::capital;
use crate::tui::widget::{Rows, VisibleRows};

use super::{PartyPick, PickedFor, view};

impl Overlay for PartyPick {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) {
        self.follow(&shared.ledger);
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let Some(chosen) = self.selected() else { return OverlayFlow::open() };
        match (&self.of, chosen) {
            (PickedFor::Merge(from), into) => {
                let question = merge_question(*from, into, shared);
                shared.over(Confirm { question, then: ConfirmedEffect::Merge(*from, into) });
                OverlayFlow::closed()
            }
            (PickedFor::Join(name), PartyId::Person(id)) => {
                OverlayFlow::Closed(vec![ScanWork::Typed(name.clone(), id).into()])
            }
            (PickedFor::Join(_), PartyId::Organisation(_)) => OverlayFlow::open(),
        }
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let total = self.found.len();
        Some((&mut self.rows, total))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }
}

/// Returns the question before two records are made one, with both names.
fn merge_question(from: PartyId, into: PartyId, shared: &Shared) -> String {
    let named = |party: PartyId| format!("{} ({})", party.name(&shared.ledger), party.number());
    let whose = if matches!(from, PartyId::Person(_)) { "person" } else { "organisation" };
    let said = match (from, into) {
        (PartyId::Person(from), PartyId::Person(into)) => said_of_merging::<Person>(&shared.ledger, from, into),
        (PartyId::Organisation(from), PartyId::Organisation(into)) => {
            said_of_merging::<Organisation>(&shared.ledger, from, into)
        }
        _ => Vec::new(),
    };
    let said: Vec<String> = said.iter().map(|said| format!(" {}.", capital(said))).collect();
    format!(
        "Merge {} into {}? They are the same {whose} from then on; undo parts them again.{}",
        named(from),
        named(into),
        said.concat()
    )
}

//! Does what an answer asks for.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::{EventData, event};
use crate::domain::time::Instant;
use crate::tui::feature::ledger_form;
use crate::tui::host::ScanWork;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{Confirm, ConfirmedEffect, view};

impl Overlay for Confirm {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        OverlayFlow::Closed(match &self.then {
            ConfirmedEffect::Drop => under.drop_typing(shared),
            ConfirmedEffect::Withdraw(id) => shared.retract(*id, 0, "retracted"),
            ConfirmedEffect::Retract(id, event) => shared.retract(*id, *event, "retracted"),
            ConfirmedEffect::Close(id, revision) => {
                let closing = EventData::Closed(event::Closed { reason: None, words: None });
                shared.add(*id, *revision, closing, "closed", now)
            }
            ConfirmedEffect::CloseParent(id) => {
                shared.current = Some(*id);
                shared.close_whatever_is_below(now)
            }
            ConfirmedEffect::Merge(from, into) => shared.merge(*from, *into, now),
            ConfirmedEffect::Remove(id) => match shared.ledger.get(*id).cloned() {
                Some(record) => ledger_form::remove(&record, shared, now),
                None => Effects::new(),
            },
            ConfirmedEffect::Join(name, person) => vec![ScanWork::Typed(name.clone(), *person).into()],
            ConfirmedEffect::DropLetters(letters) => shared.drop_letters_now(letters, now),
            ConfirmedEffect::AlwaysTake { letter, is_sure } => shared.always_take_asking(*letter, *is_sure, now),
            ConfirmedEffect::BlockSender(id) => shared.block_sender(*id, now),
            ConfirmedEffect::SendLetter(id) => shared.send_letter_now(*id, now),
            ConfirmedEffect::Record(bulk) => shared.record_bulk(Clone::clone(bulk.as_ref()), now),
        })
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}

//! Does what an answer asks for.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::contract::cause_in_words;
use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::one_line::{LineSubject, OneLine};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared, same_cause};
use crate::tui::widget::VisibleRows;

use super::{HasItToo, SameCause, view};

impl Overlay for SameCause {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        OverlayFlow::Closed(self.has_it(shared).unwrap_or_default())
    }

    fn is_unread(&self, now: Instant) -> bool {
        !self.can_be_answered(now)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}

impl SameCause {
    /// Writes the cause into the outage, or asks for the sentence that excludes the tickets; none where nothing is sent
    /// yet.
    fn has_it(&self, shared: &mut Shared) -> Option<Effects> {
        let cause = &self.cause;
        match &self.then {
            HasItToo::Outage(id, revision) => {
                let (_, outage) = shared.outage(*id)?;
                let change = same_cause(*id, *revision, &outage, cause);
                let label = format!("outage {id}: {}", cause_in_words(cause));
                Some(vec![shared.commit(label, vec![change], true).1])
            }
            HasItToo::Tickets(id, tickets) => {
                let symptom = shared.outage(*id).and_then(|(_, outage)| outage.symptom);
                let mut seen = tickets.iter().map(|id| (*id, shared.ticket(*id).map(|ticket| ticket.revision)));
                let (first, revision) = seen.next()?;
                let others = seen.collect();
                let line = symptom.map_or_else(|| format!("outage {id}"), |symptom| format!("outage {id}: {symptom}"));
                let mut one = OneLine::new(first, revision, LineSubject::Exclusion(cause.clone()));
                (one.others, one.line) = (others, line.into());
                shared.over(one);
                None
            }
        }
    }
}

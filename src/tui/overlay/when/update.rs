//! Gives keys their meaning while a moment is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::{Instant, parse_moment, say_moment};
use crate::tui::action::Action;
use crate::tui::input::Mode;
use crate::tui::overlay::{NOTHING_LATE, Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{MomentLine, view};

impl Overlay for MomentLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    /// Keeps the moment for the next entry, or for the note below, and shows it until then.
    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let zone = shared.zone;
        if self.line.value().trim().is_empty() {
            tell_no_moment(under, shared, now);
            return OverlayFlow::closed();
        }
        let at = match parse_moment(self.line.value(), zone, now) {
            Ok(at) if at > now => {
                self.wrong = Some("That is in the future; give a time that has passed".to_owned());
                return OverlayFlow::open();
            }
            Ok(at) => at,
            Err(error) => {
                self.wrong = Some(error.to_string());
                return OverlayFlow::open();
            }
        };
        if let Some(moment) = under.moment() {
            *moment = Some(at);
        } else {
            shared.at = Some(at);
            shared.info(format!("The next entry counts for {}; Esc: for now", say_moment(zone, at, now)), now);
        }
        OverlayFlow::closed()
    }

    fn unused(&self) -> &'static [Action] {
        NOTHING_LATE
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}

/// Says that no moment was typed, and which moment the next entry counts for.
fn tell_no_moment(under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
    let (what, at) = match under.moment() {
        Some(at) => ("the note", *at),
        None => ("the next entry", shared.at),
    };
    let when = at.map_or_else(|| "now".to_owned(), |at| say_moment(shared.zone, at, now));
    let still = if at.is_some() { "still counts" } else { "counts" };
    shared.info(format!("Nothing was typed, so {what} {still} for {when}"), now);
}

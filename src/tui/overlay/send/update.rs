//! Gives keys their meaning where it is asked how a letter is sent.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::composer::{Composer, SendHow};
use crate::tui::input::Mode;
use crate::tui::overlay::reason::ReasonLine;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::state::ChosenWay;
use super::{SendMenu, view};

impl Overlay for SendMenu {
    fn mode(&self) -> Mode {
        Mode::Command(Context::Send)
    }

    fn act(
        &mut self,
        action: Action,
        under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        if !matches!(action, Action::SendLetter | Action::SendAndWait | Action::SendAndClose) {
            return None;
        }
        if self.select(action) { Some(self.accept(under, shared, now)) } else { Some(OverlayFlow::open()) }
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        match self.chosen() {
            Some(ChosenWay::Send(how)) => {
                shared.with_pages(move |pages, shared, now| send(pages.top_as(), &how, shared, now));
                return OverlayFlow::closed();
            }
            Some(ChosenWay::Ask) => self.ask_whose_breach(),
            Some(ChosenWay::AskWhy(reason)) => shared.over(ReasonLine::of_letter(self.ticket, reason)),
            Some(ChosenWay::Refused(why)) => shared.bad(why, now),
            None => {
                let keys = shared.keys.up_and_down();
                shared.info(format!("Choose one with {keys} first; nothing is chosen yet"), now);
            }
        }
        OverlayFlow::open()
    }

    fn unused(&self) -> &'static [Action] {
        if self.asks_whose { &[Action::SendLetter, Action::SendAndWait, Action::SendAndClose] } else { &[] }
    }

    fn led_to(&self, ticket: TicketId) -> bool {
        self.ticket == ticket
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.ways.len()))
    }
}

fn send(composer: Option<&mut Composer>, how: &SendHow, shared: &mut Shared, now: Instant) -> Effects {
    composer.map_or_else(Effects::new, |composer| composer.send(how, shared, now))
}

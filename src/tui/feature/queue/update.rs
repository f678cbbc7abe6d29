//! Gives keys their meaning in the queue.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::FilterLanguage;
use crate::domain::query::{Filter, Viewer, unknown_names};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{Page, PageFlow, Pages, Tab, step_of, ticket};
use crate::tui::input::Msg;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::overlay::save_view::SaveViewLine;
use crate::tui::overlay::sort::SortMenu;
use crate::tui::shared::{Effects, ListSort, Shared};
use crate::tui::widget::VisibleRows;

use super::view;

/// The queue as a page. Its list is shared: other pages take open tickets from it, and use its order.
pub(crate) struct QueuePage;

/// Goes back to the queue.
pub(crate) fn open(pages: &mut Pages, _shared: &mut Shared, _now: Instant) -> Effects {
    pages.clear();
    Effects::new()
}

/// Goes back to the queue and opens its filter.
pub(crate) fn open_filter(pages: &mut Pages, shared: &mut Shared) {
    pages.clear();
    let selected = shared.queue.selected().map(|row| row.ticket.id);
    shared.over(FilterLine::new(FilteredList::Queue, shared.queue.filter_text.clone(), selected));
}

/// Goes back to the queue, and lists what that filter matches, which has a name.
pub(crate) fn open_view(pages: &mut Pages, name: &str, filter: &str, shared: &mut Shared, now: Instant) -> Effects {
    pages.clear();
    match set_known_filter(filter, shared, now) {
        Ok(()) => shared.info(name.to_owned(), now),
        Err(why) => shared.bad(format!("{name}: {why}"), now),
    }
    shared.filters.enter(FilterLanguage::Tickets, filter)
}

/// Sets a filter of open tickets, unless it names something that no contract has. One of closed tickets may name what only they
/// have.
fn set_known_filter(text: &str, shared: &mut Shared, now: Instant) -> Result<(), String> {
    let closed_too = Filter::parse(text).is_ok_and(|filter| filter.wants_closed());
    let unknown = unknown_names(text, &shared.book).unwrap_or_default();
    match unknown.into_iter().next().filter(|_| !closed_too) {
        Some(name) => Err(name.error.to_string()),
        None => QueuePage.set_filter(text, shared, now),
    }
}

impl Page for QueuePage {
    fn context(&self) -> Context {
        Context::Queue
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Queue".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewQueue)
    }

    fn filter_text<'a>(&'a self, shared: &'a Shared) -> &'a str {
        &shared.queue.filter_text
    }

    fn current(&self, shared: &Shared) -> Option<TicketId> {
        shared.queue.selected().map(|row| row.ticket.id)
    }

    fn can_mark(&self) -> bool {
        true
    }

    fn listed(&self, shared: &Shared) -> Vec<TicketId> {
        shared.queue.listed().collect()
    }

    fn select(&mut self, id: TicketId, shared: &mut Shared) {
        shared.queue.select(id);
        shared.move_on(shared.last_key);
    }

    fn has_jumped(&self, shared: &Shared, now: Instant) -> bool {
        shared.queue.has_jumped(now)
    }

    fn told_of_jump(&mut self, shared: &mut Shared) {
        shared.queue.forget_jump();
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match action {
            Action::Open => {
                let selected = self.current(shared);
                return PageFlow::Done(selected.map_or_else(Effects::new, |id| ticket::open(id, shared)));
            }
            Action::ClearFilter => clear_filter(shared, now),
            Action::Back if !shared.queue.filter_text.is_empty() => clear_filter(shared, now),
            Action::Back => {
                let leave = shared.keys.sign(Action::Leave);
                shared.info(format!("This is the queue; {leave} leaves the program"), now);
            }
            Action::ToggleClosed => toggle_closed(shared, now),
            Action::SaveView if shared.queue.filter_text.is_empty() => {
                shared.info(shared.keys.say("There is no filter to save; {filter} sets one"), now);
            }
            Action::SaveView if shared.view_refusal(now) => {}
            Action::SaveView => shared.over(SaveViewLine::new(shared.queue.filter_text.clone())),
            Action::Sort => shared.over(SortMenu::new(shared.queue.sort())),
            Action::Undo if !shared.tell_still_writing(now) => {
                let words = "There is nothing to undo at this screen; {open} opens the ticket, {undo} there undoes your last \
                             entry on it";
                let words = shared.keys.say(words);
                return PageFlow::Done(shared.undo(&words, now));
            }
            Action::Undo => {}
            _ => match step_of(action) {
                Some(by) => {
                    shared.queue.step(by);
                    shared.move_on(now);
                }
                None => return PageFlow::Pass,
            },
        }
        PageFlow::Done(Effects::new())
    }

    fn click(&mut self, row: u16, shared: &mut Shared) -> bool {
        let (before, clicked) = (self.current(shared), shared.queue.click(row));
        if self.current(shared) != before {
            shared.move_on(shared.last_key);
        }
        clicked
    }

    fn set_filter(&mut self, text: &str, shared: &mut Shared, now: Instant) -> Result<(), String> {
        let filter = Filter::parse(text).map_err(|error| error.to_string())?;
        shared.queue.set_filter(
            text.trim().to_owned(),
            filter,
            Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger },
        );
        Ok(())
    }

    fn sort(&self, shared: &Shared) -> Option<ListSort> {
        Some(shared.queue.sort())
    }

    fn set_sort(&mut self, sort: ListSort, shared: &mut Shared, now: Instant) {
        shared
            .queue
            .set_sort(sort, Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger });
    }

    fn refused(&self, shared: &Shared, now: Instant) -> Vec<(Action, String)> {
        shared.refused_on_current(self.context(), self.current(shared), now)
    }

    fn waits_for_rest(&self, shared: &Shared) -> bool {
        shared.queue.preview_waits()
    }

    fn rested(&mut self, shared: &mut Shared) {
        shared.queue.follow_preview();
    }

    fn ticks_seconds(&self, shared: &Shared, now: Instant) -> bool {
        shared.queue.ticks_seconds(now)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, shared: &mut Shared) {
        shared.queue.laid_out(shown);
    }
}

fn clear_filter(shared: &mut Shared, now: Instant) {
    shared.queue.set_filter(
        String::new(),
        Filter::default(),
        Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger },
    );
}

fn toggle_closed(shared: &mut Shared, now: Instant) {
    shared.move_on(now);
    shared.queue.with_closed = !shared.queue.with_closed;
    let words = if shared.queue.with_closed { "Closed tickets are listed too" } else { "Only open tickets are listed" };
    shared.info(words, now);
    shared.queue.refresh(Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger });
}

//! Gives keys their meaning while a filter is typed: the list follows it, and once it is entered its names must be known.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::desk::{FilterOf, Problem};
use crate::domain::query::{Filter, FilterError, OLD_AUDIT_TERMS, OLD_TERMS, Renamed, old_spellings, unknown_names};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::step_of;
use crate::tui::host::ScanWork;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, OpeningState, PendingOpening, Shared};
use crate::tui::widget::VisibleRows;

use super::{FilterLine, FilteredList, view};

impl Overlay for FilterLine {
    fn mode(&self) -> Mode {
        if self.of == FilteredList::Reports { Mode::Line } else { Mode::Pick }
    }

    fn act(
        &mut self,
        action: Action,
        under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        match (self.of, action) {
            (FilteredList::People | FilteredList::Inbox, _) => {
                step_of(action)?;
                under.page.update(&Msg::Do(action), shared, now);
            }
            (_, Action::Up | Action::PrevField) => self.go_back(true, under, shared, now),
            (_, Action::Down | Action::NextField) => self.go_back(false, under, shared, now),
            (FilteredList::Queue | FilteredList::Activity | FilteredList::Owed, _) if step_of(action).is_some() => {
                under.page.update(&Msg::Do(action), shared, now);
            }
            _ => return None,
        }
        Some(OverlayFlow::open())
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
        self.back = None;
        self.follow(under, shared, now);
    }

    /// Finishes the filter. One that names something that no contract has is looked up first, as only
    /// older tickets may have it.
    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if self.wrong.is_some() {
            return OverlayFlow::open();
        }
        let text = self.line.value().trim().to_owned();
        let is_name = self.language().is_none();
        if is_name || unknown_names(&text, &shared.book).is_ok_and(|names| names.is_empty()) {
            return self.finish(under, shared, now);
        }
        let of = if self.of == FilteredList::Activity { FilterOf::AuditLog } else { FilterOf::Tickets };
        shared.waits = OpeningState::For(PendingOpening::Filter);
        OverlayFlow::Open(vec![ScanWork::Names(text, of).into()])
    }

    /// Puts the list back as it was before.
    fn leave(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> Effects {
        if self.of != FilteredList::Reports {
            self.as_before(under, shared, now);
        }
        if let Some(id) = self.selected {
            shared.queue.select(id);
        }
        Effects::new()
    }

    fn typed_filter(&self) -> Option<&str> {
        Some(self.line.value().trim())
    }

    fn take_names(
        &mut self,
        wrong: Result<Option<FilterError>, Problem>,
        under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> OverlayFlow {
        let words = match wrong {
            // Only older tickets have a name of it, so the list has not followed it yet.
            Ok(None) if self.of == FilteredList::Reports => return self.finish(under, shared, now),
            Ok(None) => match under.page.set_filter(self.line.value(), shared, now) {
                Ok(()) => return self.finish(under, shared, now),
                Err(wrong) => wrong,
            },
            Ok(Some(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        if self.of != FilteredList::Reports {
            self.as_before(under, shared, now);
        }
        self.wrong = Some(words);
        OverlayFlow::open()
    }

    fn unused(&self) -> &'static [Action] {
        // Reports are of a period; there is nothing to enter late. The keys of fields go through earlier filters.
        if self.of == FilteredList::Reports { &[Action::Earlier] } else { &[] }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared);
        None
    }
}

impl FilterLine {
    /// Sets the list to the filter while it is typed; while it cannot be read, the list is as it was before.
    ///
    /// A name that no contract has may not be whole yet: until it is entered nothing is said of it, and the list stays too.
    fn follow(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
        let text = self.line.value();
        if self.of == FilteredList::Reports {
            self.wrong = Filter::parse(text).err().map(|error| error.to_string());
            return;
        }
        let is_filter = self.language().is_some();
        if is_filter && unknown_names(text, &shared.book).is_ok_and(|names| !names.is_empty()) {
            self.wrong = None;
            return self.as_before(under, shared, now);
        }
        self.wrong = under.page.set_filter(text, shared, now).err();
        if self.wrong.is_some() {
            self.as_before(under, shared, now);
        }
    }

    /// Puts a filter there that was entered before, or goes on towards what was typed.
    fn go_back(&mut self, further: bool, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
        let Some(language) = self.language() else { return };
        if self.step_back(shared.filters.of(language), further) {
            self.follow(under, shared, now);
        }
    }

    fn finish(&self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let text = self.line.value().trim();
        let old: &[Renamed] = if self.of == FilteredList::Activity { &OLD_AUDIT_TERMS } else { &OLD_TERMS };
        let mut effects = under.page.filter_entered(text, shared, now);
        let Some(language) = self.language() else { return OverlayFlow::Closed(effects) };
        effects.extend(shared.filters.enter(language, text));
        let notices = old_spellings(text, old);
        if !notices.is_empty() {
            shared.info(notices.join("; "), now);
        }
        OverlayFlow::Closed(effects)
    }

    /// Sets the filter that held before. It could be read then, so it can again.
    fn as_before(&self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
        under.page.set_filter(&self.before, shared, now).unwrap_or_default();
    }
}

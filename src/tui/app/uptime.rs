//! Actions in the uptime view.

use std::sync::Arc;

use crate::domain::ledger::EntryId;
use crate::domain::time::{Instant, Month, Zone};
use crate::domain::uptime::{MonthRound, markdown, month_round, round_markdown};
use crate::tui::action::Action;
use crate::tui::run::ShellEffect;
use crate::tui::screen::dialog::{Overlay, Pager};
use crate::tui::screen::entry_form::Sort;
use crate::tui::screen::uptime::{Figure, PageLine, Pane, UptimeView};
use crate::tui::view::uptime::account;

use super::act::step_of;
use super::{App, Effects, Screen};

impl App {
    fn uptime(&self) -> Option<&UptimeView> {
        match self.screens.last() {
            Some(Screen::Uptime(view)) => Some(view),
            _ => None,
        }
    }

    fn uptime_mut(&mut self) -> Option<&mut UptimeView> {
        match self.screens.last_mut() {
            Some(Screen::Uptime(view)) => Some(view),
            _ => None,
        }
    }

    /// The month that it is now, on this screen's clock: months begin in each vendor's own zone.
    fn present_month(&self, now: Instant) -> Month {
        Month::at(self.zone, now)
    }

    /// The contract that an outage would be of: the one that is looked at in this view.
    pub(super) fn uptime_vendor(&self) -> Option<String> {
        self.uptime()?.chosen().map(|vendor| vendor.contract.id.clone())
    }

    /// Opens the view of the present month, with the current vendor selected.
    pub(super) fn open_uptime(&mut self, now: Instant) {
        if self.uptime().is_some() {
            return;
        }
        let of_ticket = self.current().and_then(|id| self.ticket(id)).map(|ticket| ticket.contract.clone());
        let contract = of_ticket.or_else(|| self.chosen_vendor());
        let view = UptimeView::new(contract.as_deref(), self.present_month(now), &self.book, &self.ledger, now);
        self.screens.push(Screen::Uptime(Box::new(view)));
    }

    /// Opens the view of that month, with an entry of it selected.
    pub(super) fn open_uptime_at(&mut self, month: Month, entry: EntryId, now: Instant) {
        self.open_uptime(now);
        self.go_to_month(month, now);
        if let Some(view) = self.uptime_mut() {
            view.want(entry);
        }
    }

    /// Opens the view on a figure of that vendor's month.
    pub(super) fn open_uptime_figure(&mut self, contract: &str, month: Month, figure: Figure, now: Instant) {
        self.open_uptime(now);
        self.go_to_month(month, now);
        if let Some(view) = self.uptime_mut() {
            view.show_figure(contract, figure);
        }
    }

    /// Works the figures out again, wherever the view is open.
    pub(super) fn refresh_uptime(&mut self, now: Instant) {
        let (book, ledger, present) = (Arc::clone(&self.book), Arc::clone(&self.ledger), self.present_month(now));
        for screen in &mut self.screens {
            if let Screen::Uptime(view) = screen {
                view.refresh(&book, &ledger, present, now);
            }
        }
    }

    /// Works the figures out again where time has changed them: while an outage runs, and with a new day.
    pub(super) fn tick_uptime(&mut self, now: Instant) {
        if self.uptime().is_some_and(|view| view.has_aged(now)) {
            self.refresh_uptime(now);
        }
    }

    /// What means something of its own in the uptime view; none where that is not on top, or for all else.
    pub(super) fn act_uptime(&mut self, action: Action, now: Instant) -> Option<Effects> {
        let pane = self.uptime()?.pane;
        match action {
            Action::Outage => return Some(self.open_entry_form(Sort::Outage, now)),
            Action::Maintenance => return Some(self.open_entry_form(Sort::Maintenance, now)),
            Action::AnnouncedChange => return Some(self.open_entry_form(Sort::Change, now)),
            Action::RemoveEntry => return Some(self.remove_entry(now)),
            Action::EndOutage => self.end_outage(now),
            Action::Account => self.open_account(now),
            Action::MonthReport => self.open_month_report(now),
            Action::Copy => return Some(self.copy_month(now)),
            Action::Open => self.open_selected(now),
            Action::Back | Action::Leave if pane == Pane::Calendar => self.uptime_mut()?.pane = Pane::Page,
            Action::Back | Action::Leave if pane == Pane::Page => self.uptime_mut()?.pane = Pane::Vendors,
            Action::Pane => self.next_pane(now),
            Action::PrevMonth if pane == Pane::Calendar => self.step_days(-1, now),
            Action::NextMonth if pane == Pane::Calendar => self.step_days(1, now),
            Action::PrevMonth => self.go_by_months(-1, now),
            Action::NextMonth => self.go_by_months(1, now),
            Action::ThisMonth => self.go_to_month(self.present_month(now), now),
            _ => self.uptime_mut()?.step(step_of(action)?),
        }
        Some(Effects::new())
    }

    fn next_pane(&mut self, now: Instant) {
        let today = self.zone.wall(now).date;
        if let Some(view) = self.uptime_mut().filter(|view| view.chosen().is_some()) {
            match view.pane {
                Pane::Vendors => view.pane = Pane::Page,
                Pane::Page => view.open_calendar(today),
                Pane::Calendar => view.pane = Pane::Vendors,
            }
        }
    }

    fn step_days(&mut self, by: i64, now: Instant) {
        let present = self.present_month(now);
        if self.uptime_mut().is_some_and(|view| view.step_days(by, present)) {
            self.refresh_uptime(now);
        }
    }

    fn go_by_months(&mut self, by: i32, now: Instant) {
        if let Some(month) = self.uptime().map(|view| view.month.plus(by)) {
            self.go_to_month(month, now);
        }
    }

    fn go_to_month(&mut self, month: Month, now: Instant) {
        if month.bounds(Zone::utc()).is_err() {
            return self.info("The clock works from 1980 to 2100", now);
        }
        let present = self.present_month(now);
        if let Some(view) = self.uptime_mut() {
            view.go_to(month, present);
        }
        self.refresh_uptime(now);
    }

    /// From the list the page, from a figure what is behind it, from an entry its form, from a day its pieces.
    fn open_selected(&mut self, now: Instant) {
        let Some(view) = self.uptime() else { return };
        match (view.pane, view.line(), view.date()) {
            (Pane::Vendors, _, _) if view.chosen().is_some() => {
                if let Some(view) = self.uptime_mut() {
                    view.pane = Pane::Page;
                }
            }
            (_, Some(PageLine::Entry(id)), _) => self.open_entry(id, now),
            (_, Some(PageLine::Figure(figure)), _) => self.read_account(now, |round| account::of_figure(round, figure)),
            (_, _, Some(date)) => self.read_account(now, |round| account::of_day(round, date)),
            _ => {}
        }
    }

    fn open_account(&mut self, now: Instant) {
        self.read_account(now, account::of_month);
    }

    /// Opens a text about the selected vendor's month; its title and lines are made from the account.
    fn read_account(&mut self, now: Instant, text: impl FnOnce(&MonthRound<'_>) -> (String, Vec<String>)) {
        let Some((title, lines)) = self.round(now).map(|round| text(&round)) else { return };
        let name = format!("{}-why.txt", self.report_name());
        self.layers.push(Overlay::Pager(Pager::new(title, lines).for_file(name)));
    }

    fn round(&self, now: Instant) -> Option<MonthRound<'_>> {
        let view = self.uptime()?;
        let contract = &view.chosen()?.contract.id;
        month_round(&self.book, &self.ledger, contract, view.month, now)?.ok()
    }

    fn report_name(&self) -> String {
        let Some(view) = self.uptime() else { return String::new() };
        let vendor = view.chosen().map_or("all", |vendor| vendor.contract.id.as_str());
        format!("frist-uptime-{vendor}-{}", view.month)
    }

    /// The selected vendor's report from its page, everybody's from the list.
    fn open_month_report(&mut self, now: Instant) {
        let Some(view) = self.uptime() else { return };
        if view.vendors.is_empty() {
            return self.info("There is no month to write down", now);
        }
        let (title, text, name) = if view.pane == Pane::Vendors {
            let of = |id: &str| month_round(&self.book, &self.ledger, id, view.month, now)?.ok();
            let rounds: Vec<MonthRound<'_>> = view.vendors.iter().filter_map(|v| of(&v.contract.id)).collect();
            let title = format!("Uptime of all vendors, {}", view.month.long());
            (title, round_markdown(&rounds), format!("frist-uptime-{}.md", view.month))
        } else {
            let Some(round) = self.round(now) else { return };
            let title = format!("Uptime of {}, {}", round.contract.vendor, view.month.long());
            (title, markdown(&round), format!("{}.md", self.report_name()))
        };
        let lines = text.lines().map(str::to_owned).collect();
        self.layers.push(Overlay::Pager(Pager::new(title, lines).for_file(name)));
    }

    fn copy_month(&mut self, now: Instant) -> Effects {
        let Some(text) = self.round(now).map(|round| account::in_a_line(&round)) else { return Vec::new() };
        self.good(format!("Copied: {text}"), now);
        vec![ShellEffect::Copy(text).into()]
    }
}

//! Actions in the reports view, and in the list of tickets behind a figure.

use std::sync::Arc;

use crate::domain::query::Filter;
use crate::domain::ticket::Ticket;
use crate::domain::time::{Instant, Month, Zone};
use crate::tui::action::Action;
use crate::tui::run::{Effect, ShellEffect};
use crate::tui::screen::behind::Behind;
use crate::tui::screen::dialog::{FilterLine, Overlay, Pager};
use crate::tui::screen::reports::{Leads, Made, ReportsView, Shown};

use super::act::step_of;
use super::counting::{Count, Counted};
use super::opening::{Opening, Wait};
use super::{App, Effects, Screen, Work};

impl App {
    fn reports(&self) -> Option<&ReportsView> {
        match self.screens.last() {
            Some(Screen::Reports(view)) => Some(view),
            _ => None,
        }
    }

    /// The view, also where something stands above it.
    fn reports_mut(&mut self) -> Option<&mut ReportsView> {
        self.screens.iter_mut().find_map(|screen| match screen {
            Screen::Reports(view) => Some(view.as_mut()),
            _ => None,
        })
    }

    /// Opens the view, on the present month.
    pub(super) fn open_reports(&mut self, now: Instant) -> Effects {
        if self.reports().is_some() {
            return Effects::new();
        }
        self.screens.retain(|screen| !matches!(screen, Screen::Reports(_) | Screen::Behind(_)));
        self.screens.push(Screen::Reports(Box::new(ReportsView::new(Month::at(self.zone, now)))));
        let asked = self.ask_report(now);
        if !asked.is_empty() {
            self.waits = Wait::For(Opening::Reports);
        }
        asked
    }

    /// Has what is to be shown worked out.
    fn ask_report(&mut self, now: Instant) -> Effects {
        self.next_tag += 1;
        let number = self.next_tag;
        let (me, zone) = (self.me.name.clone(), self.zone.name().to_owned());
        let contracts = self.contract_ids();
        let Some(view) = self.reports_mut() else { return Effects::new() };
        let what = match (view.asks(), view.card_of(&contracts)) {
            (Some(asked), _) => Counted::Report(asked),
            (None, Some(contract)) => Counted::Scorecard { contract, month: view.month },
            (None, None) => {
                view.wrong = Some("No agreement could be read; ! shows what could not be used, and why".to_owned());
                return Effects::new();
            }
        };
        view.asked = Some((number, now));
        let filter = view.filter_shown().unwrap_or_default().to_owned();
        let count = Count { number, what, turn: view.turn, filter, me, zone, now };
        vec![Effect::Host(Work::Count(Box::new(count)))]
    }

    /// All contracts, as the book has them.
    pub fn contract_ids(&self) -> Vec<String> {
        self.book.contracts().map(|contract| contract.id.clone()).collect()
    }

    /// Takes in what was worked out.
    pub(super) fn counted(&mut self, number: u64, made: Result<Made, crate::desk::Problem>, now: Instant) {
        if let Some(view) = self.reports_mut() {
            view.take(number, made.map_err(|error| error.to_string()), now);
        }
    }

    /// A ticket has changed: the figures may be others, and will be worked out anew.
    pub(super) fn reports_aged(&mut self, ticket: Option<&Arc<Ticket>>) {
        if let Some(view) = self.reports_mut() {
            view.turn += 1;
        }
        for screen in &mut self.screens {
            if let (Screen::Behind(behind), Some(ticket)) = (screen, ticket) {
                behind.put(ticket);
            }
        }
    }

    /// Has the figures worked out anew where they have aged, while they are looked at.
    pub(super) fn tick_reports(&mut self, now: Instant) -> Effects {
        if self.reports().is_some_and(|view| view.has_aged(now)) {
            // Targets break as time passes, so what was read a minute ago is not what there is now.
            self.reports_aged(None);
            return self.ask_report(now);
        }
        Effects::new()
    }

    /// What means something of its own in the reports view or in the list behind a figure; none where neither is on top, or for
    /// all else.
    pub(super) fn act_reports(&mut self, action: Action, now: Instant) -> Option<Effects> {
        if let Some(Screen::Behind(_)) = self.screens.last() {
            return self.act_behind(action, now);
        }
        let in_table = self.reports()?.in_table;
        match action {
            Action::Filter => self.open_report_filter(now),
            Action::WriteDown => self.open_document(now),
            Action::Copy => return Some(self.copy_report(now)),
            Action::Open if in_table => return Some(self.open_behind(now)),
            Action::Open | Action::Down if !in_table => self.enter_table(),
            Action::Up if !in_table => {}
            Action::Back | Action::Leave if in_table => self.reports_mut()?.in_table = false,
            Action::Up if in_table && self.reports()?.row == 0 => self.reports_mut()?.in_table = false,
            Action::Before if in_table => self.reports_mut()?.select(0, -1),
            Action::After if in_table => self.reports_mut()?.select(0, 1),
            Action::NextReport
            | Action::PrevReport
            | Action::GroupBy
            | Action::PeriodLength
            | Action::NextVendor
            | Action::Before
            | Action::After
            | Action::ThisMonth
            | Action::ClearFilter => return Some(self.turn_report(action, now)),
            _ => {
                let by = step_of(action)?;
                self.enter_table();
                self.reports_mut()?.select(by, 0);
            }
        }
        Some(Effects::new())
    }

    fn enter_table(&mut self) {
        if let Some(view) = self.reports_mut().filter(|view| !view.rows().is_empty()) {
            view.in_table = true;
        }
    }

    /// Shows another report, or the same one of something else.
    fn turn_report(&mut self, action: Action, now: Instant) -> Effects {
        let contracts = self.contract_ids();
        let present = Month::at(self.zone, now);
        let Some(view) = self.reports_mut() else { return Effects::new() };
        let before = view.month;
        let refused = match action {
            Action::NextReport | Action::PrevReport => {
                view.turn_report(action == Action::NextReport);
                None
            }
            Action::GroupBy => (!view.turn_groups()).then_some("This report has a form of its own and no groups"),
            Action::PeriodLength if view.shown == Shown::Scorecard => Some("A scorecard is of one month"),
            Action::PeriodLength => {
                view.length = view.length.next();
                None
            }
            Action::NextVendor => {
                view.turn_vendor(&contracts);
                None
            }
            Action::ThisMonth => {
                view.month = present;
                None
            }
            Action::ClearFilter => {
                view.filter.clear();
                None
            }
            _ => {
                let by = if action == Action::Before { -1 } else { 1 };
                (!view.go_by(by)).then_some("All time has nothing before or after it; p shortens the period")
            }
        };
        if view.month.bounds(Zone::utc()).is_err() {
            view.month = before;
            self.info("The clock works from 1980 to 2100", now);
            return Effects::new();
        }
        if view.is_to_come(present) && view.month > before {
            view.month = before;
            self.info("What comes after is still to be reported", now);
            return Effects::new();
        }
        if let Some(words) = refused {
            self.info(words, now);
            return Effects::new();
        }
        self.ask_report(now)
    }

    fn open_report_filter(&mut self, now: Instant) {
        let Some(before) = self.reports().map(|view| view.filter.clone()) else { return };
        if self.reports().is_some_and(|view| view.shown == Shown::Scorecard) {
            return self.info("A scorecard is of all of the vendor's tickets of its month", now);
        }
        let line = before.clone().into();
        self.layers.push(Overlay::ReportFilter(FilterLine { line, before, selected: None, wrong: None }));
    }

    /// Says what is wrong with the filter while it is typed.
    pub(super) fn try_report_filter(&mut self) {
        if let Some(Overlay::ReportFilter(filter)) = self.layers.top_mut() {
            filter.wrong = Filter::parse(filter.line.value()).err().map(|error| error.to_string());
        }
    }

    /// Counts only what the filter that was typed matches.
    pub(super) fn accept_report_filter(&mut self, now: Instant) -> Effects {
        let Some(Overlay::ReportFilter(filter)) = self.layers.top() else { return Effects::new() };
        if filter.wrong.is_some() {
            return Effects::new();
        }
        let text = filter.line.value().trim().to_owned();
        self.layers.pop();
        if let Some(view) = self.reports_mut() {
            view.filter = text;
        }
        self.ask_report(now)
    }

    fn open_document(&mut self, now: Instant) {
        let Some(made) = self.reports().and_then(|view| view.made.as_ref()) else {
            return self.info("There is nothing to write down yet", now);
        };
        let lines = made.document.lines().map(str::to_owned).collect();
        let pager = Pager::new(made.table.title.clone(), lines).for_file(made.file.clone());
        self.layers.push(Overlay::Pager(pager));
    }

    fn copy_report(&mut self, now: Instant) -> Effects {
        let Some(made) = self.reports().and_then(|view| view.made.as_ref()) else { return Effects::new() };
        let (title, text) = (made.table.title.clone(), made.document.clone());
        self.good(format!("Copied: {title}"), now);
        vec![ShellEffect::Copy(text).into()]
    }

    /// Lists the tickets behind the selected figure; one of uptime leads to the vendor's month.
    fn open_behind(&mut self, now: Instant) -> Effects {
        let (title, tickets) = match self.reports().and_then(ReportsView::leads) {
            None => return Effects::new(),
            Some(Leads::Tickets(title, tickets)) => (title, tickets),
            Some(Leads::Uptime { contract, month, figure }) => {
                self.open_uptime_figure(&contract, month, figure, now);
                return Effects::new();
            }
        };
        if tickets.is_empty() {
            self.info("No ticket stands behind that", now);
            return Effects::new();
        }
        self.screens.push(Screen::Behind(Box::new(Behind::new(title, tickets))));
        self.read_behind()
    }

    /// Has the tickets read that are near the selected one.
    fn read_behind(&mut self) -> Effects {
        let Some(Screen::Behind(behind)) = self.screens.last_mut() else { return Effects::new() };
        let ids = behind.to_read();
        if ids.is_empty() { Effects::new() } else { vec![Effect::Host(Work::Behind(ids))] }
    }

    /// Takes in tickets that were read.
    pub(super) fn read_for_behind(&mut self, read: Result<Vec<Arc<Ticket>>, crate::desk::Problem>, now: Instant) {
        match read {
            Ok(tickets) => {
                for screen in &mut self.screens {
                    if let Screen::Behind(behind) = screen {
                        behind.take(tickets.clone());
                    }
                }
            }
            Err(error) => self.bad(error.to_string(), now),
        }
    }

    fn act_behind(&mut self, action: Action, now: Instant) -> Option<Effects> {
        if let (Some(Screen::Behind(behind)), Action::Copy) = (self.screens.last(), action) {
            let numbers: Vec<String> = behind.tickets.iter().map(|id| format!("#{id}")).collect();
            self.good("Copied the numbers", now);
            return Some(vec![ShellEffect::Copy(numbers.join(", ")).into()]);
        }
        let by = step_of(action)?;
        if let Some(Screen::Behind(behind)) = self.screens.last_mut() {
            let total = behind.tickets.len();
            behind.rows.step(by, total);
        }
        Some(self.read_behind())
    }
}

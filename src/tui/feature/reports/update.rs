//! Gives keys their meaning on the reports page.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::{Instant, Zone};
use crate::tui::action::{Action, Context};
use crate::tui::feature::drill_down::DrillDown;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of, uptime};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::overlay::pager::Pager;
use crate::tui::report_work::{ReportWork, WantedReport};
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, OpeningState, PendingOpening, Shared};
use crate::tui::widget::VisibleRows;

use super::{FigureLink, ReportsView, ShownReport, view};

/// Opens the page, on the present month.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    if pages.top_as::<ReportsView>().is_some() {
        return Effects::new();
    }
    pages.leave_all::<ReportsView>();
    pages.leave_all::<DrillDown>();
    let mut view = ReportsView::new(shared.present_month(now));
    let asked = view.ask(shared, now);
    pages.push(view);
    if !asked.is_empty() {
        shared.waits = OpeningState::For(PendingOpening::Reports);
    }
    asked
}

impl Page for ReportsView {
    fn context(&self) -> Context {
        Context::Reports
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Reports".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewReports)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        let in_table = self.in_table;
        match action {
            Action::Filter => self.open_filter(shared, now),
            Action::WriteDown => self.open_document(shared, now),
            Action::Copy => return PageFlow::Done(self.copy(shared, now)),
            Action::Open if in_table => return PageFlow::Done(self.open_drill_down(shared, now)),
            Action::Open | Action::Down if !in_table => self.enter_table(),
            Action::Up if !in_table => {}
            Action::Back | Action::Leave if in_table => self.in_table = false,
            Action::Up if in_table && self.row == 0 => self.in_table = false,
            Action::Before if in_table => self.select(0, -1),
            Action::After if in_table => self.select(0, 1),
            Action::NextReport
            | Action::PrevReport
            | Action::GroupBy
            | Action::PeriodLength
            | Action::NextVendor
            | Action::Before
            | Action::After
            | Action::ThisMonth
            | Action::ClearFilter => return PageFlow::Done(self.turn_to(action, shared, now)),
            _ => {
                let Some(by) = step_of(action) else { return PageFlow::Pass };
                self.enter_table();
                self.select(by, 0);
            }
        }
        PageFlow::Done(Effects::new())
    }

    fn filter_entered(&mut self, text: &str, shared: &mut Shared, now: Instant) -> Effects {
        text.clone_into(&mut self.filter);
        self.ask(shared, now)
    }

    /// Has the figures worked out again where they have aged, while the page is on top.
    fn tick(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        if self.has_aged(now) {
            // Targets break as time passes, so what was read a minute ago is not what there is now.
            self.turn += 1;
            return self.ask(shared, now);
        }
        Effects::new()
    }

    /// Notes that the figures may have changed, so that they are worked out again.
    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        match news {
            DeskNews::Ticket { .. } | DeskNews::Ledger | DeskNews::Anew => self.turn += 1,
            DeskNews::Entered | DeskNews::Resync => {}
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, now: Instant) -> Option<PageAnswer> {
        let PageAnswer::Counted(number, made) = answer else { return Some(answer) };
        self.take(number, made.map(|made| *made).map_err(|error| error.to_string()), now);
        None
    }

    fn signs(&self) -> &'static [&'static str] {
        &[
            "{open} on a figure lists the tickets behind it. Arrows move in the table; Esc, and {before} {after} go by periods again.",
            "Kept is cut after one decimal and never rounded up. Open tickets count as they stand now.",
            "A ticket belongs to the date on which it was first reported, in its vendor's zone.",
        ]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self);
        None
    }
}

impl ReportsView {
    /// Asks for the report or scorecard that is to be shown.
    fn ask(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        let number = shared.next_tag();
        let (me, zone) = (shared.me.name.clone(), shared.zone.name().to_owned());
        let what = match (self.asks(now), self.card_of(&shared.contract_ids())) {
            (Some(asked), _) => WantedReport::Report(asked),
            (None, Some(contract)) => WantedReport::Scorecard { contract, month: self.month },
            (None, None) => {
                self.wrong = Some(
                    shared.keys.say("No agreement could be read; {problems} shows what could not be used, and why"),
                );
                return Effects::new();
            }
        };
        self.asked = Some((number, now));
        let filter = self.filter_shown().unwrap_or_default().to_owned();
        let count = ReportWork { number, what, turn: self.turn, filter, me, zone, now };
        vec![ScanWork::Count(Box::new(count)).into()]
    }

    fn enter_table(&mut self) {
        if !self.rows().is_empty() {
            self.in_table = true;
        }
    }

    /// Shows another report, or the same one of something else.
    fn turn_to(&mut self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        let contracts = shared.contract_ids();
        let present = shared.present_month(now);
        let before = self.month;
        let refused = match action {
            Action::NextReport | Action::PrevReport => {
                self.turn_report(action == Action::NextReport);
                None
            }
            Action::GroupBy => (!self.turn_groups()).then_some("This report has a form of its own and no groups"),
            Action::PeriodLength if self.shown == ShownReport::Scorecard => Some("A scorecard is of one month"),
            Action::PeriodLength => {
                self.length = self.length.next();
                None
            }
            Action::NextVendor => {
                self.turn_vendor(&contracts);
                None
            }
            Action::ThisMonth => {
                self.month = present;
                None
            }
            Action::ClearFilter => {
                self.filter.clear();
                None
            }
            _ => {
                let by = if action == Action::Before { -1 } else { 1 };
                (!self.go_by(by))
                    .then_some("All time has nothing before or after it; {period-length} shortens the period")
            }
        };
        if self.month.bounds(Zone::utc()).is_err() {
            self.month = before;
            shared.info("The clock works from 1980 to 2100", now);
            return Effects::new();
        }
        if self.is_to_come(present) && self.month > before {
            self.month = before;
            shared.info("What comes after is still to be reported", now);
            return Effects::new();
        }
        if let Some(words) = refused {
            shared.info(shared.keys.say(words), now);
            return Effects::new();
        }
        self.ask(shared, now)
    }

    fn open_filter(&self, shared: &mut Shared, now: Instant) {
        if self.shown == ShownReport::Scorecard {
            return shared.info("A scorecard is of all of the vendor's tickets of its month", now);
        }
        shared.over(FilterLine::new(FilteredList::Reports, self.filter.clone(), None));
    }

    fn open_document(&self, shared: &mut Shared, now: Instant) {
        let Some(made) = &self.made else { return shared.info("There is nothing to write down yet", now) };
        let lines = made.document.lines().map(str::to_owned).collect();
        let pager = Pager::new(made.table.title.clone(), lines).for_file(made.file.clone());
        shared.over(pager);
    }

    fn copy(&self, shared: &mut Shared, now: Instant) -> Effects {
        let Some(made) = &self.made else { return Effects::new() };
        shared.copied(&made.table.title, now);
        vec![ShellEffect::Copy(made.document.clone()).into()]
    }

    /// Lists the tickets behind the selected figure; a figure of uptime leads to the vendor's month.
    fn open_drill_down(&self, shared: &mut Shared, now: Instant) -> Effects {
        let (title, tickets) = match self.leads() {
            None => return Effects::new(),
            Some(FigureLink::Tickets(title, tickets)) => (title, tickets),
            Some(FigureLink::Uptime { contract, plan, month, figure }) => {
                shared.with_pages(move |pages, shared, now| {
                    uptime::open_figure((&contract, plan.as_deref()), month, figure, pages, shared, now);
                    Effects::new()
                });
                return Effects::new();
            }
        };
        if tickets.is_empty() {
            shared.info("No ticket stands behind that", now);
            return Effects::new();
        }
        let mut behind = DrillDown::new(title, tickets);
        let asked = behind.wants();
        shared.open(behind);
        asked
    }
}

//! Gives keys their meaning on the uptime page.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ledger::LedgerRecordId;
use crate::domain::time::{Instant, Month, Zone};
use crate::domain::uptime::{
    MonthRound, UptimeQuery, claim_markdown, claims_of, markdown, promised_round, round_markdown, whose_promise,
};
use crate::tui::action::{Action, Context};
use crate::tui::feature::ledger_form::{self, FormKind};
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of};
use crate::tui::input::Msg;
use crate::tui::overlay::pager::Pager;
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::view::{
    self,
    account::{self, VendorClock},
};
use super::{PageLine, UptimeFigure, UptimePane, UptimeView};

/// Opens the page of the present month, with the current vendor selected.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    if pages.top_as::<UptimeView>().is_none() {
        let contract = shared.current_vendor().or_else(|| pages.top().vendor(shared));
        let present = shared.present_month(now);
        pages.push(UptimeView::new(contract.as_deref(), present, &shared.book, &shared.ledger, now));
    }
    Effects::new()
}

/// Opens the page of that month, with an entry of it selected.
pub(crate) fn open_at(month: Month, entry: LedgerRecordId, pages: &mut Pages, shared: &mut Shared, now: Instant) {
    open(pages, shared, now);
    if let Some(view) = pages.top_as::<UptimeView>() {
        view.go_to_month(month, shared, now);
        view.want(entry);
    }
}

/// Opens the page on a figure of that vendor's month; a promise is a contract's, or a plan's own.
pub(crate) fn open_figure(
    promise: (&str, Option<&str>),
    month: Month,
    figure: UptimeFigure,
    pages: &mut Pages,
    shared: &mut Shared,
    now: Instant,
) {
    open(pages, shared, now);
    if let Some(view) = pages.top_as::<UptimeView>() {
        view.go_to_month(month, shared, now);
        view.show_figure(promise, figure);
    }
}

impl Page for UptimeView {
    fn context(&self) -> Context {
        Context::Uptime
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Uptime".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewUptime)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        let pane = self.pane;
        match action {
            Action::Outage => return PageFlow::Done(self.open_form(FormKind::Outage, shared, now)),
            Action::Maintenance => return PageFlow::Done(self.open_form(FormKind::Maintenance, shared, now)),
            Action::AnnouncedChange => return PageFlow::Done(self.open_form(FormKind::Change, shared, now)),
            Action::RemoveEntry => return PageFlow::Done(self.remove_entry(shared, now)),
            Action::EndOutage => self.end_outage(shared, now),
            Action::Account => self.read_account(shared, now, account::of_month),
            Action::MonthReport => self.open_month_report(shared, now),
            Action::ClaimDraft => self.open_claim(shared, now),
            Action::Copy => return PageFlow::Done(self.copy_month(shared, now)),
            Action::Open => self.open_selected(shared, now),
            Action::Back | Action::Leave if pane == UptimePane::Calendar => self.pane = UptimePane::Page,
            Action::Back | Action::Leave if pane == UptimePane::Page => self.pane = UptimePane::Vendors,
            Action::Pane => self.next_pane(shared, now),
            Action::PrevMonth if pane == UptimePane::Calendar => self.go_by_days(-1, shared, now),
            Action::NextMonth if pane == UptimePane::Calendar => self.go_by_days(1, shared, now),
            Action::PrevMonth => self.go_to_month(self.month.plus(-1), shared, now),
            Action::NextMonth => self.go_to_month(self.month.plus(1), shared, now),
            Action::ThisMonth => self.go_to_month(shared.present_month(now), shared, now),
            _ => match step_of(action) {
                Some(by) => self.step(by),
                None => return PageFlow::Pass,
            },
        }
        PageFlow::Done(Effects::new())
    }

    fn refused(&self, shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        let sorts = [
            (Action::Outage, FormKind::Outage),
            (Action::EndOutage, FormKind::Outage),
            (Action::Maintenance, FormKind::Maintenance),
            (Action::AnnouncedChange, FormKind::Change),
            (Action::RemoveEntry, FormKind::Outage),
        ];
        let refused = |(action, sort): (Action, FormKind)| Some((action, shared.entry_refusal(sort)?));
        sorts.into_iter().filter_map(refused).collect()
    }

    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        self.refused(shared, now).into_iter().map(|(action, _)| action).collect()
    }

    /// Works the figures out again: every second while an outage runs, else every minute.
    fn age(&mut self, shared: &Shared, now: Instant) {
        if self.is_another_minute(now) {
            self.work_out(shared, now);
        } else if self.has_aged(now) {
            self.refresh_months(&shared.book, &shared.ledger, shared.present_month(now), now);
        }
    }

    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, now: Instant) {
        match news {
            DeskNews::Ledger | DeskNews::Anew => self.work_out(shared, now),
            DeskNews::Ticket { .. } | DeskNews::Entered | DeskNews::Resync => {}
        }
    }

    fn entered(&mut self, id: LedgerRecordId, _shared: &mut Shared) {
        self.want(id);
    }

    fn ticks_seconds(&self, _shared: &Shared, now: Instant) -> bool {
        self.breaks_soon(now)
    }

    fn signs(&self) -> &'static [&'static str] {
        &[
            "▼ outage   ◇ maintenance   △ announced change   ★ today",
            "✓ kept, in time   ! less than a quarter left, or late   ‼ broken, counts   ⊘ exempt   ‹ too short to count   ✗ too late",
            "A bar is how much of the downtime that is allowed is used up. Days are the vendor's, moments your own.",
        ]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now);
        None
    }
}

impl UptimeView {
    /// Works the figures out again.
    fn work_out(&mut self, shared: &Shared, now: Instant) {
        self.refresh(&shared.book, &shared.ledger, shared.present_month(now), now);
    }

    /// Returns the contract that a new outage would be of: the selected one.
    fn chosen_contract(&self) -> Option<String> {
        self.chosen().map(|vendor| vendor.contract.id.clone())
    }

    fn selected_entry(&self) -> Option<LedgerRecordId> {
        match self.line() {
            Some(PageLine::Entry(id)) => Some(id),
            _ => None,
        }
    }

    fn open_form(&self, sort: FormKind, shared: &mut Shared, now: Instant) -> Effects {
        ledger_form::open(sort, self.chosen_contract().as_deref(), shared, now)
    }

    /// Opens the selected outage to end it, else the only one that runs at this vendor, else the only one at all.
    fn end_outage(&self, shared: &mut Shared, now: Instant) {
        let running: Vec<(LedgerRecordId, String)> =
            shared.ledger.running().map(|(id, outage)| (id, outage.contract.clone())).collect();
        let selected = self.selected_entry().filter(|id| running.iter().any(|(running, _)| running == id));
        let vendor = self.chosen_contract();
        let of_vendor: Vec<LedgerRecordId> =
            running.iter().filter(|(_, c)| Some(c) == vendor.as_ref()).map(|(id, _)| *id).collect();
        let found = match (selected, of_vendor.as_slice(), running.as_slice()) {
            (Some(id), _, _) => id,
            (None, [only], _) | (None, [], [(only, _)]) => *only,
            (None, [], []) => return shared.info("No outage is running", now),
            _ => return shared.info("Several outages are running: select the one that has ended", now),
        };
        ledger_form::open_to_end(found, shared, now);
    }

    /// Removes the selected entry; `u` brings it back.
    fn remove_entry(&self, shared: &mut Shared, now: Instant) -> Effects {
        let Some(entry) = self.selected_entry().and_then(|id| shared.ledger.get(id)).cloned() else {
            shared.info("Select an outage, a maintenance or a change on a vendor's page", now);
            return Effects::new();
        };
        ledger_form::remove(&entry, shared, now)
    }

    fn next_pane(&mut self, shared: &Shared, now: Instant) {
        let today = shared.zone.wall(now).date;
        if self.chosen().is_some() {
            match self.pane {
                UptimePane::Vendors => self.pane = UptimePane::Page,
                UptimePane::Page => self.open_calendar(today),
                UptimePane::Calendar => self.pane = UptimePane::Vendors,
            }
        }
    }

    fn go_by_days(&mut self, by: i64, shared: &Shared, now: Instant) {
        if self.step_days(by, shared.present_month(now)) {
            self.work_out(shared, now);
        }
    }

    fn go_to_month(&mut self, month: Month, shared: &mut Shared, now: Instant) {
        if month.bounds(Zone::utc()).is_err() {
            return shared.info("The clock works from 1980 to 2100", now);
        }
        self.go_to(month, shared.present_month(now));
        self.work_out(shared, now);
    }

    /// Opens the page from the list, the account from a figure, the form from an entry, the pieces from a day.
    fn open_selected(&mut self, shared: &mut Shared, now: Instant) {
        match (self.pane, self.line(), self.date()) {
            (UptimePane::Vendors, _, _) if self.chosen().is_some() => self.pane = UptimePane::Page,
            (_, Some(PageLine::Entry(id)), _) => ledger_form::open_to_change(id, shared, now),
            (_, Some(PageLine::Figure(figure)), _) => {
                self.read_account(shared, now, |round, clock| account::of_figure(round, figure, clock));
            }
            (_, _, Some(date)) => self.read_account(shared, now, |round, clock| account::of_day(round, date, clock)),
            _ => {}
        }
    }

    /// Opens a text about the selected vendor's month; its title and lines are made from the account.
    fn read_account(
        &self,
        shared: &mut Shared,
        now: Instant,
        text: impl FnOnce(&MonthRound<'_>, VendorClock) -> (String, Vec<String>),
    ) {
        let told = self.round(shared, now).map(|round| {
            let clock = VendorClock::of(&round, shared.zone);
            (text(&round, clock), shared.vendors_time(round.uptime.zone, now))
        });
        let Some(((title, mut lines), zone)) = told else { return };
        // Where it begins, so that nobody reads the first moment wrongly.
        lines.splice(0..0, zone);
        let lines = lines.iter().map(|line| shared.keys.say(line)).collect();
        let name = format!("{}-why.txt", self.file_name("uptime"));
        shared.over(Pager::new(title, lines).for_file(name));
    }

    /// Returns the round of the selected promise in the month that is shown.
    pub(super) fn round<'a>(&self, shared: &'a Shared, now: Instant) -> Option<MonthRound<'a>> {
        let query = self.chosen()?.query();
        promised_round(&shared.book, &shared.ledger, &query, self.month, now)?.ok()
    }

    /// Returns the name of a file about the selected promise's period, without its ending.
    fn file_name(&self, what: &str) -> String {
        let Some(vendor) = self.chosen() else { return format!("frist-{what}-all-{}", self.month) };
        let period = vendor.shown().map_or_else(|| self.month.to_string(), |shown| shown.period.to_string());
        let plan = vendor.plan.as_ref().map_or_else(String::new, |plan| format!("-{plan}"));
        format!("frist-{what}-{}{plan}-{period}", vendor.contract.id)
    }

    /// Opens the draft of the claim for the selected promise's period, of each customer where it is theirs; also where there is
    /// nothing to claim, which it says.
    fn open_claim(&self, shared: &mut Shared, now: Instant) {
        let Some(round) = self.round(shared, now) else { return shared.info("There is no promise to claim on", now) };
        let period = round.uptime.period;
        let claims = claims_of(&shared.book, &shared.ledger, &round.query(), period, now);
        let mut claims = claims.and_then(Result::ok).unwrap_or_default();
        if claims.iter().any(|claim| claim.uptime.claim().is_owed()) {
            claims.retain(|claim| claim.uptime.claim().is_owed());
        }
        let title = format!("Claim to {}, {}", whose_promise(&round), period.long());
        let write =
            |language| claims.iter().map(|claim| claim_markdown(claim, language)).collect::<Vec<_>>().join("\n");
        let pager = Pager::in_languages(title, round.contract.vendor_side.documents(), write);
        shared.over(pager.for_file(format!("{}.md", self.file_name("claim"))));
    }

    /// Opens the selected vendor's report from its page, that of all vendors from the list.
    fn open_month_report(&self, shared: &mut Shared, now: Instant) {
        if self.vendors.is_empty() {
            return shared.info("There is no month to write down", now);
        }
        let (title, text, name) = if self.pane == UptimePane::Vendors {
            let of = |query: &UptimeQuery| promised_round(&shared.book, &shared.ledger, query, self.month, now)?.ok();
            let rounds: Vec<MonthRound<'_>> = self.vendors.iter().filter_map(|vendor| of(&vendor.query())).collect();
            let title = format!("Uptime of all vendors, {}", self.month.long());
            (title, round_markdown(&rounds), format!("frist-uptime-{}.md", self.month))
        } else {
            let Some(round) = self.round(shared, now) else { return };
            let title = format!("Uptime of {}, {}", whose_promise(&round), round.uptime.period.long());
            (title, markdown(&round), format!("{}.md", self.file_name("uptime")))
        };
        let lines = text.lines().map(str::to_owned).collect();
        shared.over(Pager::new(title, lines).for_file(name));
    }

    fn copy_month(&self, shared: &mut Shared, now: Instant) -> Effects {
        let Some(text) = self.round(shared, now).map(|round| account::in_a_line(&round)) else { return Vec::new() };
        shared.copied(&text, now);
        vec![ShellEffect::Copy(text).into()]
    }
}

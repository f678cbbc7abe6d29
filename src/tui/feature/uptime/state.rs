//! Holds the uptime page: which vendor and which month it shows, where the keys go, and the figures that it shows.
//!
//! The figures are worked out here when something they rest on changes, not for every frame.

use std::sync::Arc;

use crate::domain::contract::{Book, Contract, LogItem, uptime_plan_in_words};
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecordId};
use crate::domain::time::{Date, Instant, Month, Zone, rough_duration};
use crate::domain::uptime::{
    ClaimStanding, MonthRound, MonthUptime, UptimeQuery, for_whom, incomplete_outages, last_moment_in_words,
    months_before, open_claims, owed_in_words, promised_round, promises_in, whose_promise,
};
use crate::tui::widget::Rows;

/// The part that has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UptimePane {
    /// The list of vendors.
    #[default]
    Vendors,
    /// The lines of a vendor's page.
    Page,
    /// The days of the page's calendar.
    Calendar,
}

/// A line of a vendor's page that can be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageLine {
    /// A figure of the month.
    Figure(UptimeFigure),
    /// An outage, a maintenance or a change.
    Entry(LedgerRecordId),
}

/// A figure of the month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UptimeFigure {
    /// The uptime in percent, and whether the promise is kept.
    Uptime,
    /// The downtime.
    Downtime,
    /// The exempt time.
    Exempt,
    /// The time left before the promise breaks.
    Left,
    /// The credit.
    Credit,
}

impl UptimeFigure {
    /// The figures, in the order of the page.
    pub const ALL: [UptimeFigure; 5] = [Self::Uptime, Self::Downtime, Self::Exempt, Self::Left, Self::Credit];
}

/// The periods of one promise of a vendor's: months, or quarters or years where it is for these.
pub struct VendorMonths {
    /// The contract in the version that holds on the first day of the period that is shown.
    pub contract: Arc<Contract>,
    /// The plan whose own promise it is, or none for the contract's.
    pub plan: Option<String>,
    /// The names of the plans whose promise it is; none where all share one.
    pub plans: Option<String>,
    /// Whether it is the first of its vendor's.
    pub is_first: bool,
    /// The periods up to the one that is shown, which is the last.
    pub months: Vec<MonthUptime>,
    /// The moment when the promise breaks if what runs goes on.
    pub breaks_at: Option<Instant>,
    /// How the claim of the period that is shown stands: where the promise is each customer's, the one that lapses first.
    pub claim: ClaimStanding,
    /// The entries that touch the period, by when they begin: outages, maintenance, then changes.
    pub entries: Vec<LedgerRecordId>,
    /// The period's long outages that went on in a standing window without the consent or notice that the agreement asks
    /// for.
    pub unagreed: Vec<LedgerRecordId>,
    /// The vendor's outages of any period whose log lacks something, the earliest first, each with what it lacks.
    pub incomplete: Vec<(LedgerRecordId, Vec<LogItem>)>,
}

/// A claim that can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimLine {
    /// Of whom and for which period: `Tiers, Premium for North, March 2024`.
    pub whose: String,
    /// What is owed: `25% of monthly fee`.
    pub owed: String,
    /// The last moment for it; none where the agreement does not say.
    pub by: Option<Instant>,
    /// The zone of the agreement.
    pub zone: Zone,
}

impl VendorMonths {
    /// Returns the period that is shown; none outside the years in which the clock works.
    pub fn shown(&self) -> Option<&MonthUptime> {
        self.months.last()
    }

    /// Returns the question about this promise.
    pub fn query(&self) -> UptimeQuery {
        UptimeQuery::of(&self.contract.id).in_plan(self.plan.as_deref())
    }

    /// Returns what the log of that outage lacks.
    pub fn lacks(&self, id: LedgerRecordId) -> &[LogItem] {
        self.incomplete.iter().find(|(other, _)| *other == id).map_or(&[], |(_, lacks)| lacks)
    }
}

/// The seconds before its last moment from which on a claim presses: a week.
const PRESSING: i64 = 7 * 86_400;
/// The seconds after the end of its period for which a claim without a last day is shown: a quarter of a year. `frist claim` lists
/// it for longer.
const NEWS: i64 = 92 * 86_400;

impl ClaimLine {
    /// Returns the line of a claim.
    pub fn of(round: &MonthRound<'_>) -> Self {
        let uptime = &round.uptime;
        let (whose, whom) = (whose_promise(round), for_whom(&round.party));
        Self {
            whose: format!("{whose}{whom}, {}", uptime.period.long()),
            owed: owed_in_words(uptime),
            by: uptime.claim_by,
            zone: uptime.zone,
        }
    }

    /// Returns whether it can be claimed no longer.
    pub fn is_over(&self, now: Instant) -> bool {
        self.by.is_some_and(|by| by <= now)
    }

    /// Returns whether little time is left for it.
    pub fn is_pressing(&self, now: Instant) -> bool {
        self.by.is_some_and(|by| by.since(now) < PRESSING)
    }

    /// Returns the claim with the time that is left for it: `Tiers, Premium, March 2024: 25% of monthly fee, by the end of Tue
    /// 30 Apr 2024, 12 d 4h00 left`.
    pub fn in_words(&self, own: Zone, now: Instant) -> String {
        let by = self.by_in_words(own, now).map_or_else(String::new, |by| format!(", {by}"));
        format!("{}{by}", self.what())
    }

    /// Returns what is owed, and for what: `Tiers, Premium, March 2024: 25% of monthly fee`.
    pub fn what(&self) -> String {
        format!("{}: {}", self.whose, self.owed)
    }

    /// Returns until when it can be claimed and the time that is left: `by the end of Tue 30 Apr 2024, 12 d 4h00 left`; none where
    /// the agreement names no last day. It is the vendor's day or moment, and says its place where the clocks of `own` differ.
    pub fn by_in_words(&self, own: Zone, now: Instant) -> Option<String> {
        let by = self.by?;
        Some(format!("by {}{}, {}", last_moment_in_words(self.zone, by), self.place(own, by), left(by, now)))
    }

    fn place(&self, own: Zone, at: Instant) -> String {
        if own.offset(at) == self.zone.offset(at) { String::new() } else { format!(" {}", self.zone.city()) }
    }

    /// Returns the same for a narrow place: `until Tue 30 Apr 2024, 12 d 4h00 left`.
    pub fn by_in_short(&self, own: Zone, now: Instant) -> Option<String> {
        let by = self.by?;
        let date = self.zone.wall(by).date;
        if self.zone.midnight(date) != by {
            return self.by_in_words(own, now);
        }
        Some(format!("until {}{}, {}", date.plus_days(-1).long(), self.place(own, by), left(by, now)))
    }
}

fn left(by: Instant, now: Instant) -> String {
    format!("{} left", rough_duration(by.since(now)))
}

/// The state of the page.
pub struct UptimeView {
    /// The promises of all vendors, in the order of the book; of a vendor without any its months.
    pub vendors: Vec<VendorMonths>,
    /// What can be claimed of any vendor, the claim that lapses first at the top.
    pub claims: Vec<ClaimLine>,
    /// The month that is shown.
    pub month: Month,
    /// The part that has the keys.
    pub pane: UptimePane,
    /// The selected vendor.
    pub vendor_rows: Rows,
    /// The selected line of the page.
    pub page_rows: Rows,
    /// The selected day of the month, from 0.
    pub day: usize,
    /// Whether it shows the present month, and goes on to the next with it.
    follows: bool,
    /// The entry to select as soon as it is there.
    wanted: Option<LedgerRecordId>,
    /// The moment when the figures were worked out.
    made: Instant,
}

impl UptimeView {
    /// Creates the page of the present month, with that contract selected.
    pub fn new(contract: Option<&str>, month: Month, book: &Book, ledger: &Ledger, now: Instant) -> Self {
        let mut view = Self {
            vendors: Vec::new(),
            claims: Vec::new(),
            month,
            pane: UptimePane::default(),
            vendor_rows: Rows::default(),
            page_rows: Rows::default(),
            day: 0,
            follows: true,
            wanted: None,
            made: now,
        };
        view.refresh(book, ledger, month, now);
        let place = view.vendors.iter().position(|vendor| Some(vendor.contract.id.as_str()) == contract);
        view.vendor_rows.select(place.unwrap_or(0), view.vendors.len());
        view
    }

    /// Works everything out again. `present` is the month of `now`.
    pub fn refresh(&mut self, book: &Book, ledger: &Ledger, present: Month, now: Instant) {
        let is_news = |round: &&MonthRound<'_>| round.uptime.claim_by.is_some() || now.since(round.uptime.to) < NEWS;
        self.claims = open_claims(book, ledger, now).iter().filter(is_news).map(ClaimLine::of).collect();
        self.refresh_months(book, ledger, present, now);
    }

    /// Works the months out again, and not what can be claimed for those that are over.
    pub fn refresh_months(&mut self, book: &Book, ledger: &Ledger, present: Month, now: Instant) {
        self.made = now;
        if self.follows {
            self.month = present;
        }
        let key = |vendor: &VendorMonths| (vendor.contract.id.clone(), vendor.plan.clone());
        let chosen = self.chosen().map(key);
        let of = |contract: &Arc<Contract>| vendor_months(book, ledger, &contract.id, self.month, now);
        self.vendors = book.known().into_iter().flat_map(of).collect();
        let place = self.vendors.iter().position(|vendor| Some(key(vendor)) == chosen);
        self.vendor_rows.select(place.unwrap_or(0), self.vendors.len());
        self.select_wanted();
        self.page_rows.step(0, self.lines().len());
    }

    /// Returns the selected vendor; none where there are no contracts.
    pub fn chosen(&self) -> Option<&VendorMonths> {
        self.vendors.get(self.vendor_rows.selected())
    }

    /// Returns the lines of the selected vendor's page.
    pub fn lines(&self) -> Vec<PageLine> {
        let figures = UptimeFigure::ALL.into_iter().map(PageLine::Figure);
        let entries = self.chosen().into_iter().flat_map(|vendor| &vendor.entries).copied().map(PageLine::Entry);
        figures.chain(entries).collect()
    }

    /// Returns the selected line of the page, while the page has the keys.
    pub fn line(&self) -> Option<PageLine> {
        let lines = self.lines();
        lines.get(self.page_rows.selected()).copied().filter(|_| self.pane == UptimePane::Page)
    }

    /// Returns the selected day, while the calendar has the keys.
    pub fn date(&self) -> Option<Date> {
        self.month.dates().nth(self.day).filter(|_| self.pane == UptimePane::Calendar)
    }

    /// Selects a figure on the page of that contract, and of the plan whose own promise it is of.
    pub fn show_figure(&mut self, (contract, plan): (&str, Option<&str>), figure: UptimeFigure) {
        let of = |vendor: &VendorMonths| vendor.contract.id == contract && vendor.plan.as_deref() == plan;
        let Some(vendor) = self.vendors.iter().position(of) else { return };
        self.vendor_rows.select(vendor, self.vendors.len());
        let lines = self.lines();
        let place = lines.iter().position(|line| *line == PageLine::Figure(figure));
        self.page_rows.select(place.unwrap_or(0), lines.len());
        self.pane = UptimePane::Page;
    }

    /// Selects an entry, now or as soon as it is there; its page has the keys then.
    pub fn want(&mut self, entry: LedgerRecordId) {
        self.wanted = Some(entry);
        self.select_wanted();
    }

    fn select_wanted(&mut self) {
        let Some(wanted) = self.wanted else { return };
        let vendor = self.vendors.iter().position(|vendor| vendor.entries.contains(&wanted));
        if let Some(vendor) = vendor {
            self.wanted = None;
            self.vendor_rows.select(vendor, self.vendors.len());
            let lines = self.lines();
            let place = lines.iter().position(|line| *line == PageLine::Entry(wanted));
            self.page_rows.select(place.unwrap_or(0), lines.len());
            self.pane = UptimePane::Page;
        }
    }

    /// Goes to that month; `present` is the month of now.
    pub fn go_to(&mut self, month: Month, present: Month) {
        self.month = month;
        self.follows = month == present;
        self.page_rows = Rows::default();
    }

    /// Goes down the list that has the keys, up if negative; in the calendar by weeks.
    pub fn step(&mut self, by: isize) {
        match self.pane {
            UptimePane::Vendors => {
                let before = self.vendor_rows.selected();
                self.vendor_rows.step(by, self.vendors.len());
                if self.vendor_rows.selected() != before {
                    self.page_rows = Rows::default();
                }
            }
            UptimePane::Page => {
                let total = self.lines().len();
                self.page_rows.step(by, total);
            }
            UptimePane::Calendar => {
                let last = self.month.dates().count().saturating_sub(1);
                self.day = self.day.saturating_add_signed(by.clamp(-31, 31) * 7).min(last);
            }
        }
    }

    /// Gives the calendar the keys: on `today` where it is in this month, else on the first.
    pub fn open_calendar(&mut self, today: Date) {
        self.pane = UptimePane::Calendar;
        self.day = if Month::of(today) == self.month { today.day() as usize - 1 } else { 0 };
    }

    /// Goes `by` days on in the calendar, into another month where this one ends. Returns whether the month changed.
    pub fn step_days(&mut self, by: i64, present: Month) -> bool {
        let Some(date) = self.month.dates().nth(self.day) else { return false };
        let date = date.plus_days(by);
        let month = Month::of(date);
        self.day = date.day() as usize - 1;
        let other = month != self.month;
        if other {
            self.go_to(month, present);
        }
        other
    }

    /// Returns whether time has changed the figures since they were worked out.
    pub fn has_aged(&self, now: Instant) -> bool {
        (self.is_running() && now != self.made) || self.is_another_minute(now)
    }

    /// Returns whether a minute has begun since the figures were worked out.
    pub fn is_another_minute(&self, now: Instant) -> bool {
        now.secs().div_euclid(60) != self.made.secs().div_euclid(60)
    }

    /// Returns whether an outage is running at any vendor, so that figures move with time.
    pub fn is_running(&self) -> bool {
        self.vendors.iter().filter_map(VendorMonths::shown).any(|month| month.running)
    }

    /// Returns whether a promise breaks within the hour if what runs goes on: then seconds count.
    pub fn breaks_soon(&self, now: Instant) -> bool {
        self.vendors.iter().filter_map(|vendor| vendor.breaks_at).any(|at| at.since(now) < 3600)
    }
}

/// Returns the periods of each promise of that contract.
fn vendor_months(book: &Book, ledger: &Ledger, id: &str, month: Month, now: Instant) -> Vec<VendorMonths> {
    let queries = promises_in(book, id, month);
    let each = queries.iter().enumerate();
    each.filter_map(|(place, query)| promise_months(book, ledger, (query, place == 0), month, now)).collect()
}

fn promise_months(
    book: &Book,
    ledger: &Ledger,
    (query, is_first): (&UptimeQuery, bool),
    month: Month,
    now: Instant,
) -> Option<VendorMonths> {
    let round = promised_round(book, ledger, query, month, now)?.ok()?;
    let unagreed = round.unagreed().into_iter().flat_map(|stretch| stretch.outages).collect();
    let claim = round.uptime.claim();
    let mut months = months_before(book, ledger, query, month, now);
    months.push(round.uptime);
    let outages = round.entries.outages.iter().map(|(id, _)| *id);
    let maintenance = round.entries.maintenance.iter().map(|(id, _)| *id);
    let changes = round.entries.changes.iter().map(|(id, _)| *id);
    let entries = outages.chain(maintenance).chain(changes).collect();
    let incomplete =
        incomplete_outages(book, ledger, &query.contract).into_iter().map(|(id, _, lacks)| (id, lacks)).collect();
    Some(VendorMonths {
        plans: uptime_plan_in_words(&round.contract, query.plan.as_deref()),
        contract: round.contract,
        plan: query.plan.clone(),
        is_first,
        months,
        breaks_at: round.breaks_at,
        claim,
        entries,
        unagreed,
        incomplete,
    })
}

/// Returns the entry's present fact.
pub fn fact_of(ledger: &Ledger, id: LedgerRecordId) -> Option<&LedgerFact> {
    ledger.get(id)?.fact.as_ref()
}

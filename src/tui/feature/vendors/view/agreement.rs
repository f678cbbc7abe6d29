//! Draws an agreement as a page: a person with its paper in hand finds every clause here.

mod hours;
mod targets;
mod uptime;

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::domain::contract::{
    ChangedPromise, Contract, approval_in_words, calendars_in_words, cause_in_words, clock_in_words,
    exclusions_in_words, kinds_in_words, opening_shown_in, pauses_in_words, receipt_in_words, releases_in_words,
    review_in_words, review_is_past, vendor_side_in_words,
};
use crate::domain::ledger::{LedgerRecordId, VendorReport};
use crate::domain::sla::{StateCounts, list_in_words};
use crate::domain::time::{Date, Instant, Opening, Zone, clock_text};
use crate::domain::uptime::{MonthlyReports, monthly_reports, open_claims_on};
use crate::tui::feature::uptime::ClaimLine;
use crate::tui::overlay::release::release_in_words;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;
use crate::tui::view::sheet::TextSheet;

pub(super) use hours::differs;

/// The number of the vendor's received reports that are named.
const REPORTS: usize = 12;

/// The parts of a page.
pub struct AgreementPage<'a> {
    /// The agreement.
    pub contract: &'a Contract,
    /// The other versions of it: the name, and from when each holds.
    pub others: Vec<String>,
    /// The changes of its promise without a new date: when, and how many open tickets keep the promise from before.
    pub changed: Vec<String>,
    /// The holiday calendars that its hours count with: the id, the name and the source of each.
    pub calendars: Vec<(String, String)>,
    /// The words for its releases that have a name, by date.
    pub named: BTreeMap<Date, String>,
    /// The months whose report by the vendor has come, each with when, the latest first.
    pub reports: Vec<String>,
    /// The months whose report is missing, in words.
    pub missing: Option<String>,
    /// What can be claimed of the vendor, where its agreement says until when.
    pub claims: Vec<ClaimLine>,
    /// The counts of its open tickets by state.
    pub count: StateCounts,
    /// The zone of the screen, for what is not about the vendor's hours.
    pub zone: Zone,
    /// The moment for which it is drawn.
    pub now: Instant,
    /// The colours and styles.
    pub theme: &'a Theme,
}

impl<'a> AgreementPage<'a> {
    /// Returns the page of that contract on this screen.
    pub fn of(shared: &'a Shared, contract: &'a Contract, now: Instant) -> Self {
        let count = shared.queue.counts_by_contract().get(contract.id.as_str()).copied().unwrap_or_default();
        let versions = shared.book.versions(&contract.id).iter();
        let others = versions.filter(|v| (&v.version, v.effective) != (&contract.version, contract.effective));
        let releases = shared.ledger.releases(Some(&contract.id)).into_iter();
        let named = releases.filter(|(_, r)| r.name.is_some()).map(|(_, r)| (r.date, release_in_words(r))).collect();
        let others = others.map(|v| version(v)).collect();
        let changed =
            shared.book.changes(&contract.id).iter().map(|change| changed(shared, contract, change)).collect();
        let monthly = monthly_reports(contract, &shared.ledger, now);
        let come = |(_, report): &(LedgerRecordId, &VendorReport)| {
            let date = contract.zone.wall(report.came).date;
            format!("{} ({})", report.month.long(), date.long())
        };
        let reports = monthly.iter().flat_map(|monthly| monthly.come.iter().take(REPORTS).map(come)).collect();
        let missing = monthly.as_ref().and_then(MonthlyReports::missing_in_words);
        let has_last_day = contract.uptimes().any(|uptime| uptime.claim_within.is_some());
        let open = if has_last_day { open_claims_on(&shared.book, &shared.ledger, contract, now) } else { Vec::new() };
        let claims = open.iter().map(ClaimLine::of).collect();
        let calendars = calendars_in_words(contract, shared.book.calendars());
        Self {
            contract,
            others,
            changed,
            calendars,
            named,
            reports,
            missing,
            claims,
            count,
            zone: shared.zone,
            now,
            theme: &shared.theme,
        }
    }
}

/// Returns the page in that many columns as plain text.
pub fn text(page: &AgreementPage<'_>, columns: usize) -> String {
    let lines = lines(page, columns);
    lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Returns the page in that many columns.
pub fn lines(page: &AgreementPage<'_>, columns: usize) -> Vec<Line<'static>> {
    let mut sheet = TextSheet::new(columns, page.theme);
    top(&mut sheet, page);
    vendor_side(&mut sheet, page.contract);
    hours::write(&mut sheet, page);
    page.contract.plans.iter().for_each(|plan| targets::write(&mut sheet, page.contract, plan));
    targets::write_attainment(&mut sheet, page.contract);
    targets::write_severities(&mut sheet, page.contract);
    targets::write_priority(&mut sheet, page.contract);
    clocks(&mut sheet, page);
    uptime::write(&mut sheet, page);
    uptime::write_maintenance(&mut sheet, page.contract);
    scope(&mut sheet, page.contract);
    notes(&mut sheet, page.contract);
    text_of(&mut sheet, page);
    sheet.lines
}

/// Returns the sign for open or closed support, so that colour never stands alone.
pub const fn opening_sign(opening: Opening) -> &'static str {
    match opening {
        Opening::Open(_) => "●",
        Opening::Closed(_) => "○",
    }
}

/// Returns how many tickets are open, and how many need attention: `4 open`, `‼ 1 breached`.
pub fn counted(count: StateCounts, theme: &Theme) -> Vec<Span<'static>> {
    let mut spans = vec![Span::styled(format!("{} open", count.total()), theme.dim)];
    for (sign, number, word, style) in
        [("‼", count.breached, "breached", theme.breached), ("!", count.at_risk, "at risk", theme.at_risk)]
    {
        if number > 0 {
            spans.push(Span::styled(format!("  {sign} {number} {word}"), style));
        }
    }
    spans
}

fn top(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let (contract, now, theme) = (page.contract, page.now, page.theme);
    sheet.text(&contract.vendor, theme.title);
    if let Some(service) = &contract.service {
        sheet.remark(service);
    }
    let opening = contract.support.clock.opening(now);
    let style = if matches!(opening, Opening::Open(_)) { theme.ok } else { theme.stopped };
    sheet.text(
        &format!("{} {}", opening_sign(opening), opening_shown_in(&contract.support.clock, page.zone, now)),
        style,
    );
    let mut tickets = vec![Span::raw(" ")];
    tickets.extend(counted(page.count, theme));
    sheet.line(Line::from(tickets));
    sheet.remark("at risk: a quarter of a target's time is left, or less");
    if let Some(review) = review_in_words(contract, now).filter(|_| review_is_past(contract, now)) {
        sheet.text(&format!("! review was due {review}"), theme.at_risk);
    }
    for claim in &page.claims {
        let style = if claim.is_pressing(now) { theme.at_risk } else { theme.text };
        sheet.text(&format!("can be claimed: {}", claim.in_words(page.zone, now)), style);
    }
}

/// Writes how the vendor is reached, where its file says so.
fn vendor_side(sheet: &mut TextSheet<'_>, contract: &Contract) {
    let facts = vendor_side_in_words(contract);
    if facts.is_empty() {
        return;
    }
    sheet.head("HOW TO REACH THE VENDOR");
    for (name, value) in &facts {
        sheet.fact(name, value);
    }
}

fn clocks(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let contract = page.contract;
    sheet.head("REPORTS AND CLOCKS");
    if let Some(kinds) = kinds_in_words(contract) {
        sheet.fact("tickets", &kinds);
    }
    let channels = &contract.support.channels;
    sheet.fact("channels", &if channels.is_empty() { "any".to_owned() } else { list_in_words(channels) });
    sheet.fact("counted in", clock_in_words(contract.support.default_clock));
    if let Some(receipt) = receipt_in_words(contract) {
        sheet.fact("acknowledge", receipt);
    }
    sheet.fact("pauses", &pauses_in_words(contract));
    let say = |date: Date| page.named.get(&date).cloned().unwrap_or_else(|| date.long());
    sheet.fact("next releases", &releases_in_words(contract, page.now, say));
}

fn scope(sheet: &mut TextSheet<'_>, contract: &Contract) {
    sheet.head("CAUSES OUTSIDE THE PROMISE");
    let scope = &contract.scope;
    if scope.ticket_causes().chain(scope.uptime_causes()).next().is_none() {
        sheet.text("None: the promise holds whatever the cause.", sheet.theme.text);
        return;
    }
    for (cause, words) in exclusions_in_words(scope) {
        sheet.fact(&cause_in_words(cause), &words);
    }
    if !scope.billable.is_empty() {
        let none = || "the agreement asks for none before paid work".to_owned();
        sheet.fact("approval", &approval_in_words(contract).unwrap_or_else(none));
    }
}

fn notes(sheet: &mut TextSheet<'_>, contract: &Contract) {
    if contract.notes.is_empty() {
        return;
    }
    sheet.head("HOW THE TEXT WAS READ");
    contract.notes.iter().for_each(|note| sheet.item(note));
}

fn text_of(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let (contract, now) = (page.contract, page.now);
    sheet.head("THE TEXT");
    sheet.fact("version", &version(contract));
    for other in &page.others {
        sheet.fact("also", other);
    }
    for changed in &page.changed {
        sheet.fact_in("changed", changed, page.theme.at_risk);
    }
    let style = if review_is_past(contract, now) { page.theme.at_risk } else { page.theme.text };
    let review = review_in_words(contract, now).unwrap_or_else(|| "no date is named".to_owned());
    sheet.fact_in("next review", &review, style);
    sheet.fact("file", &contract.file);
}

/// Returns a change of the promise in words: `on Mon 5 Jan 2026 09:00; 3 open tickets keep what was promised before`.
fn changed(shared: &Shared, contract: &Contract, change: &ChangedPromise) -> String {
    let of_it = shared.queue.tickets().filter(|ticket| ticket.is_open() && ticket.contract == contract.id);
    let keep = match of_it.filter(|ticket| shared.book.is_before(change, ticket)).count() {
        0 => "no open ticket keeps what was promised before".to_owned(),
        1 => "1 open ticket keeps what was promised before".to_owned(),
        n => format!("{n} open tickets keep what was promised before"),
    };
    format!("on {}; {keep}; frist contract list counts the closed ones too", clock_text(contract.zone, change.at))
}

/// Returns a version's name and from when it holds.
fn version(contract: &Contract) -> String {
    let name = if contract.version.is_empty() { "the text names none" } else { &contract.version };
    let from = contract.effective.map_or_else(String::new, |date| format!(", for tickets reported from {date} on"));
    format!("{name}{from}")
}

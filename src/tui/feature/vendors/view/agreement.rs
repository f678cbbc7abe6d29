//! Draws an agreement as a page: a person with its paper in hand finds every clause here.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::domain::contract::{
    ChangedPromise, Contract, Plan, PriorityStep, Promises, TargetKind, Uptime, approval_in_words, cause_in_words,
    change_notice_in_words, clock_in_words, closed_in_words, counts_from_in_words, credit_in_words,
    exclusions_in_words, kinds_in_words, log_in_words, monthly_report_in_words, notice_in_words, odd_days,
    opening_in_words, outages_in_words, pauses_in_words, per_in_words, promise_in_brief, receipt_in_words,
    releases_in_words, review_in_words, review_is_past, severity_in_words, standing_windows_in_words, stated_in_words,
    uptime_in_words, windows_in_words, workaround_cap_in_words,
};
use crate::domain::ledger::{LedgerRecordId, VendorReport};
use crate::domain::sla::{StateCounts, list_in_words};
use crate::domain::time::{Date, DayKind, Instant, Opening, clock_text};
use crate::domain::uptime::{MonthlyReports, monthly_reports, open_claims_on};
use crate::tui::feature::uptime::ClaimLine;
use crate::tui::overlay::release::release_in_words;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;

use super::sheet::TextSheet;
use super::week;

/// Days ahead that holidays and closures are listed.
const AHEAD: i64 = 60;
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
        Self { contract, others, changed, named, reports, missing, claims, count, now, theme: &shared.theme }
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
    hours(&mut sheet, page);
    page.contract.plans.iter().for_each(|plan| targets(&mut sheet, page.contract, plan));
    severities(&mut sheet, page.contract);
    priority(&mut sheet, page.contract);
    clocks(&mut sheet, page);
    uptime(&mut sheet, page);
    maintenance(&mut sheet, page.contract);
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
    sheet.text(&format!("{} {}", opening_sign(opening), opening_in_words(contract, now)), style);
    let mut tickets = vec![Span::raw(" ")];
    tickets.extend(counted(page.count, theme));
    sheet.line(Line::from(tickets));
    if let Some(review) = review_in_words(contract, now).filter(|_| review_is_past(contract, now)) {
        sheet.text(&format!("! review was due {review}"), theme.at_risk);
    }
    for claim in &page.claims {
        let style = if claim.is_pressing(now) { theme.at_risk } else { theme.text };
        sheet.text(&format!("can be claimed: {}", claim.in_words(now)), style);
    }
}

fn hours(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let (contract, now) = (page.contract, page.now);
    sheet.head("SUPPORT HOURS, THIS WEEK");
    sheet.lines.extend(week::lines(contract, now, sheet.columns, page.theme));
    let (wall, zone) = (contract.zone.wall(now), contract.zone.name());
    sheet.remark(&format!("┃ now: {} {}{} in {zone}", wall.date.short(), wall.hm(), contract.zone.doubled(now)));
    sheet.head(&format!("HOLIDAYS AND CLOSURES, NEXT {AHEAD} DAYS"));
    let days = odd_days(contract, now, AHEAD);
    for day in &days {
        let what = match &day.kind {
            DayKind::Short if !day.windows.is_empty() => {
                format!("{}, other hours this day", windows_in_words(&day.windows))
            }
            kind => closed_in_words(kind),
        };
        sheet.fact(&day.date.short(), &what);
    }
    if days.is_empty() {
        sheet.text("None.", sheet.theme.text);
    }
    if !contract.support.holidays.is_empty() {
        sheet.remark(&format!("Holidays by the calendar {}.", contract.support.holidays.join(", ")));
    }
}

fn targets(sheet: &mut TextSheet<'_>, contract: &Contract, plan: &Plan) {
    sheet.head(&format!("TARGETS, PLAN {}", plan.name.to_uppercase()));
    let rows: Vec<(String, &Promises)> = contract
        .severities
        .iter()
        .filter_map(|severity| Some((severity.name.clone(), plan.targets.get(&severity.id)?)))
        .collect();
    if !promised(sheet, &rows) {
        sheet.text("No times are promised.", sheet.theme.text);
    }
    let asked = contract.house.plans.get(&plan.id);
    let house = contract.severities.iter().filter_map(|severity| {
        let promises = asked?.get(&severity.id)?;
        Some((format!("internal: {}", severity.name), promises))
    });
    let house: Vec<(String, &Promises)> = house.collect();
    if !house.is_empty() {
        sheet.line(Line::default());
        sheet.remark("internal: what this desk asks of itself, not the vendor's word");
        promised(sheet, &house);
    }
}

/// Adds a table of promises with a column for each target that has any; returns false where nothing is promised.
fn promised(sheet: &mut TextSheet<'_>, rows: &[(String, &Promises)]) -> bool {
    let any = |kind: &TargetKind| rows.iter().any(|(_, promises)| promises.get(*kind).is_some());
    let kinds: Vec<TargetKind> = TargetKind::ALL.into_iter().filter(any).collect();
    if kinds.is_empty() {
        return false;
    }
    let heads: Vec<String> = kinds.iter().map(|kind| kind.words().to_uppercase()).collect();
    let heads: Vec<&str> = std::iter::once("SEVERITY").chain(heads.iter().map(String::as_str)).collect();
    let row = |(name, promises): &(String, &Promises)| {
        let cell = |kind: &TargetKind| promises.get(*kind).map_or_else(|| "–".to_owned(), promise_in_brief);
        std::iter::once(name.clone()).chain(kinds.iter().map(cell)).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    sheet.table(&heads, &rows);
    true
}

fn severities(sheet: &mut TextSheet<'_>, contract: &Contract) {
    sheet.head("SEVERITIES");
    let row = |severity: &crate::domain::contract::Severity| {
        let channels = contract.channels(&severity.id);
        let counts = if channels.is_empty() { "any channel".to_owned() } else { list_in_words(channels) };
        vec![severity_in_words(severity), counts, severity.means.clone()]
    };
    let rows: Vec<Vec<String>> = contract.severities.iter().map(row).collect();
    sheet.table(&["SEVERITY", "COUNTS BY", "MEANS"], &rows);
}

fn priority(sheet: &mut TextSheet<'_>, contract: &Contract) {
    let Some(priority) = &contract.priority else { return };
    sheet.head("SEVERITY FROM IMPACT AND URGENCY");
    let urgencies: Vec<String> = priority.urgency.iter().map(|urgency| format!("urgency {}", urgency.id)).collect();
    let heads: Vec<&str> = std::iter::once("").chain(urgencies.iter().map(String::as_str)).collect();
    let name = |id: &String| contract.severity(id).map_or(id, |severity| &severity.name).clone();
    let row = |(impact, cells): (&PriorityStep, &Vec<String>)| {
        std::iter::once(format!("impact {}", impact.id)).chain(cells.iter().map(name)).collect()
    };
    let rows: Vec<Vec<String>> = priority.impact.iter().zip(&priority.matrix).map(row).collect();
    sheet.table(&heads, &rows);
    for (what, steps) in [("impact", &priority.impact), ("urgency", &priority.urgency)] {
        for step in steps.iter().filter(|step| !step.means.is_empty()) {
            sheet.fact(&format!("{what} {}", step.id), &step.means);
        }
    }
    if let Some(cap) = workaround_cap_in_words(contract) {
        sheet.fact("workaround", &cap);
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

fn uptime(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    sheet.head("UPTIME");
    let Some(uptime) = &page.contract.uptime else {
        sheet.text("No uptime is promised.", sheet.theme.text);
        return;
    };
    sheet.fact("promised", &uptime_in_words(uptime));
    if let Some(outages) = outages_in_words(uptime) {
        sheet.fact("outages", &outages);
    }
    if let Some(begins) = counts_from_in_words(uptime) {
        sheet.fact("counted", begins);
    }
    if let Some(whose) = per_in_words(uptime) {
        sheet.fact("whose", whose);
    }
    if let Some(stated) = stated_in_words(uptime) {
        sheet.fact("also stated", &stated);
    }
    if let Some(log) = log_in_words(uptime) {
        sheet.fact("outage log", &log);
    }
    reports(sheet, page, uptime);
    sheet.fact("credit", &credit_in_words(uptime).unwrap_or_else(|| "none is promised".to_owned()));
}

/// Adds which of the vendor's monthly reports have come, where the agreement has it send them.
fn reports(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>, uptime: &Uptime) {
    let Some(words) = monthly_report_in_words(uptime) else { return };
    sheet.fact("report", words);
    if !page.reports.is_empty() {
        sheet.fact("come", &page.reports.join(", "));
    }
    if let Some(missing) = &page.missing {
        sheet.fact_in("", &format!("✉ {missing}"), page.theme.at_risk);
    }
}

fn maintenance(sheet: &mut TextSheet<'_>, contract: &Contract) {
    sheet.head("MAINTENANCE");
    let Some(maintenance) = &contract.maintenance else {
        sheet.text("The agreement names no maintenance.", sheet.theme.text);
        return;
    };
    let windows = standing_windows_in_words(maintenance).unwrap_or_else(|| "none".to_owned());
    sheet.fact("windows", &windows);
    sheet.fact("notice", &notice_in_words(maintenance));
    if let Some(changes) = change_notice_in_words(maintenance) {
        sheet.fact("larger changes", &changes);
    }
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

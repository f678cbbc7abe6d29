//! Draws one vendor's month: its figures beside its calendar, the last twelve months, and what was entered.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::contract::{LogItem, credit_in_words};
use crate::domain::ledger::{LedgerFact, LedgerRecordId, Outage};
use crate::domain::time::{Instant, Zone, duration_text, say_moment, short_duration};
use crate::domain::uptime::{
    ClaimStanding, MonthRound, MonthUptime, PieceCounts, notice_of, notice_of_change, party_in_words, percent_text,
    promise_in_words,
};
use crate::tui::action::Keymap;
use crate::tui::feature::uptime::{PageLine, UptimeFigure, UptimePane, UptimeView, VendorMonths, fact_of};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left, width, wrap};
use crate::tui::widget::{put_line, put_lines, scrollbar};

use super::{account, age_text, calendar, left_text, list, strip, used, verdict};

/// The columns of the figures beside the calendar.
const FIGURES: u16 = 24;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// Seconds of an hour.
const HOUR: i64 = 3600;
/// The number of rows left above which parts stand apart.
const ROOMY: u16 = 16;
/// The least rows of the list of entries before the strip takes any.
const ENTRIES: u16 = 4;
/// The number of rows left above which the strip is tall.
const TALL_FROM: u16 = 22;
/// The least rows in which an account of the month says something.
const ACCOUNT: u16 = 5;

/// Draws the page.
///
/// ```text
///  Markant, November 2026: more than 99.1% of a month       ← → another month
/// ▌Uptime    99.583 % ✓ kept          Mon    Tue    Wed    Thu    Fri    Sat    Sun
///  Downtime  3h00                                                            1  ·
///  …
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) {
    let Some((vendor, month)) = view.chosen().and_then(|vendor| Some((vendor, vendor.shown()?))) else { return };
    let mut rest = area;
    put(frame, &mut rest, &[title(vendor, month, shared, area.width)]);
    let figures = figures(vendor, month, view, shared, now);
    let calendar = calendar::lines(month, view, shared.zone, now, &shared.theme);
    if rest.width >= FIGURES + calendar::COLUMNS {
        let beside = Rect { x: rest.x + FIGURES, width: rest.width - FIGURES, ..rest };
        let height = figures.len().max(calendar.len()) as u16;
        put(frame, &mut Rect { width: FIGURES, ..rest }, &figures);
        put(frame, &mut { beside }, &calendar);
        rest = below(rest, height.min(rest.height));
    } else {
        put(frame, &mut rest, &figures);
        if view.pane == UptimePane::Calendar || rest.height > calendar.len() as u16 + ENTRIES {
            put(frame, &mut rest, &calendar);
        }
    }
    if rest.height > strip::ROWS as u16 + ENTRIES {
        space(&mut rest);
        let rows = if rest.height > TALL_FROM { strip::TALL } else { strip::ROWS };
        put(frame, &mut rest, &strip::picture(&vendor.months, (area.width, rows), &shared.theme));
    }
    space(&mut rest);
    let entries = (vendor.entries.len().max(1) as u16).saturating_add(1);
    let account = rest.height.checked_sub(entries + 1).filter(|rows| *rows >= ACCOUNT);
    let listed = Rect { height: account.map_or(rest.height, |_| entries), ..rest };
    draw_entries(frame, listed, shared, view, vendor, now);
    if account.is_some() {
        draw_account(frame, below(rest, entries + 1), shared, view, now);
    }
}

/// Draws the last periods of the selected vendor and what was entered for it, below the list: a part where it has room.
pub(super) fn draw_in_brief(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) {
    let Some(vendor) = view.chosen().filter(|vendor| vendor.shown().is_some()) else { return };
    let picture = strip::picture(&vendor.months, (area.width, strip::ROWS), &shared.theme);
    // A blank row and the head stand before it.
    if usize::from(area.height) < picture.len() + 2 {
        return;
    }
    let mut rest = below(area, 1);
    let head = format!(" {}", clean(&vendor.contract.vendor).to_uppercase());
    put(frame, &mut rest, &[Line::styled(head, shared.theme.dim)]);
    put(frame, &mut rest, &picture);
    if rest.height >= ENTRIES {
        draw_entries(frame, below(rest, 1), shared, view, vendor, now);
    }
}

/// Draws how the month was counted below its entries, on a screen that is tall enough; `v` has the whole of it.
fn draw_account(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) {
    let account = |round: MonthRound<'_>| account::of_month(&round, account::VendorClock::of(&round, shared.zone));
    let Some((_, lines)) = view.round(shared, now).map(account) else { return };
    let mut rest = area;
    put(frame, &mut rest, &[Line::styled(" HOW IT WAS COUNTED", shared.theme.dim)]);
    let zone = view.chosen().and_then(|vendor| shared.vendors_time(vendor.contract.zone, now));
    let columns = usize::from(rest.width.saturating_sub(2));
    let lines = zone.into_iter().chain(lines).flat_map(|line| wrap(&clean(&shared.keys.say(&line)), columns));
    put_lines(frame, rest, lines.map(|line| Line::raw(format!(" {line}"))).collect());
}

/// Leaves an empty row between two parts, where there is room to spare.
const fn space(rest: &mut Rect) {
    if rest.height > ROOMY {
        *rest = below(*rest, 1);
    }
}

/// Draws lines one below the other, and takes their rows from `area`.
fn put(frame: &mut Frame<'_>, area: &mut Rect, lines: &[Line<'_>]) {
    for line in lines {
        let row = Rect { height: 1.min(area.height), ..*area };
        put_line(frame, row, line.clone());
        *area = below(*area, row.height);
    }
}

const fn below(area: Rect, rows: u16) -> Rect {
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

fn title(vendor: &VendorMonths, month: &MonthUptime, shared: &Shared, columns: u16) -> Line<'static> {
    let plans = vendor.plans.as_ref().map_or_else(String::new, |plans| format!(", {plans}"));
    let words = format!(" {}{}, {}  ", clean(&vendor.contract.vendor), clean(&plans), month.period.long());
    let (kept, style) = verdict(month, &shared.theme);
    let kept = if month.promise.is_some() { format!("{kept}  ") } else { String::new() };
    let room = usize::from(columns).saturating_sub(width(&words) + width(&kept) + 1);
    Line::from(vec![
        Span::styled(words, shared.theme.title),
        Span::styled(kept, style),
        Span::styled(fit(&promise_in_words(month), room), shared.theme.dim),
    ])
}

/// Returns the figures, then the budget as a gauge.
fn figures(
    vendor: &VendorMonths,
    month: &MonthUptime,
    view: &UptimeView,
    shared: &Shared,
    now: Instant,
) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let mut lines = Vec::new();
    for figure in UptimeFigure::ALL {
        let (name, value, style) = figure_text(figure, month, shared, now);
        let selected = view.line() == Some(PageLine::Figure(figure));
        let (mark, row) = if selected { ("▌", theme.selected) } else { (" ", theme.text) };
        let name = Span::styled(pad(name, 9), if selected { theme.text } else { theme.dim });
        let value = Span::styled(pad(&value, usize::from(FIGURES) - 11), style);
        lines.push(Line::from(vec![Span::styled(mark, theme.accent), name, value]).style(row));
    }
    if let Some(share) = used(month) {
        let mut gauge = list::gauge(month, 10, theme);
        let percent = match (share * 100.0).floor() {
            percent if !share.is_finite() || percent.is_nan() => String::new(),
            percent if percent > 999.0 => " >999 % used".to_owned(),
            percent => format!(" {percent:.0} % used"),
        };
        gauge.spans.insert(0, Span::raw(" "));
        gauge.spans.push(Span::styled(fit(&percent, 12), theme.dim));
        lines.push(gauge);
    }
    if let Some(worst) = &month.worst {
        let words = format!(" worst: {}", clean(party_in_words(worst)));
        lines.push(Line::styled(fit(&words, usize::from(FIGURES) - 1), theme.dim));
    }
    if let Some(at) = vendor.breaks_at {
        let words = fit(&format!(" breaks {}", say_moment(shared.zone, at, now)), usize::from(FIGURES) - 1);
        lines.push(Line::styled(words, theme.at_risk));
    }
    let (claim, open) = claim_text(vendor.claim, &shared.keys, (vendor.contract.zone, shared.zone), now);
    let style = if open { theme.at_risk } else { theme.dim };
    let fitted = |words: String| Line::styled(fit(&format!(" {words}"), usize::from(FIGURES) - 1), style);
    lines.extend(claim.into_iter().map(fitted));
    lines
}

/// Says until when what is owed can be claimed, a line each, and whether it can be now; nothing where nothing is owed or the period
/// is not over. The zones are the vendor's, whose days count, and the person's.
fn claim_text(claim: ClaimStanding, keys: &Keymap, zones: (Zone, Zone), now: Instant) -> (Vec<String>, bool) {
    let zone = zones.0;
    match claim {
        ClaimStanding::Open { by: Some(by) } => {
            // Rounded down, so that nobody counts on what there is not.
            let left = match by.since(now) {
                left if left < HOUR => format!("{} min left", left / 60),
                left if left < 2 * DAY => format!("{} h left", left / HOUR),
                left => format!("{} d left", left / DAY),
            };
            (vec!["claim by".to_owned() + the_end(zone, by), format!("  {}, {left}", last_day(zones, by))], true)
        }
        ClaimStanding::Open { by: None } => (vec![keys.say("{claim} writes the claim")], true),
        ClaimStanding::Lapsed { by } => (vec![format!("claim lapsed {}", last_day(zones, by))], false),
        _ => (Vec::new(), false),
    }
}

/// Returns ` the end of` for a moment that is a day's end.
fn the_end(zone: Zone, by: Instant) -> &'static str {
    if zone.midnight(zone.wall(by).date) == by { " the end of" } else { "" }
}

/// Returns the day before a midnight of the vendor's, which is how people name it; else the moment on the person's clocks.
fn last_day((zone, own): (Zone, Zone), by: Instant) -> String {
    let wall = zone.wall(by);
    if zone.midnight(wall.date) == by {
        return wall.date.plus_days(-1).short().split_off(4);
    }
    let wall = own.wall(by);
    format!("{} {}", wall.date.short().split_off(4), wall.hm())
}

fn figure_text(
    figure: UptimeFigure,
    month: &MonthUptime,
    shared: &Shared,
    now: Instant,
) -> (&'static str, String, Style) {
    let theme = &shared.theme;
    let lively = shared.is_lively(now) && month.running;
    // From an hour on seconds would leave no room for the word that it runs.
    let whole = lively && month.downtime < HOUR;
    let time = |seconds: i64| if whole || !month.running { duration_text(seconds) } else { short_duration(seconds) };
    match figure {
        UptimeFigure::Uptime => {
            let (words, style) = verdict(month, theme);
            ("Uptime", format!("{} % {}", percent_text(month.judged()), sign_of(words)), style)
        }
        UptimeFigure::Downtime if month.running => {
            ("Downtime", format!("{} ▼ runs", time(month.downtime)), theme.breached)
        }
        UptimeFigure::Downtime => ("Downtime", time(month.downtime), theme.text),
        UptimeFigure::Exempt => ("Exempt", time(month.exempt), theme.text),
        UptimeFigure::Left => {
            let text = left_text(month);
            ("Left", if text.is_empty() { "–".to_owned() } else { text }, theme.text)
        }
        UptimeFigure::Credit => {
            ("Credit", credit_text(month), if month.credit().is_some() { theme.breached } else { theme.text })
        }
    }
}

/// Returns the sign that a verdict begins with; the title has its word.
fn sign_of(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

fn credit_text(month: &MonthUptime) -> String {
    match (month.credit(), month.promise.as_ref().and_then(credit_in_words)) {
        (Some(_), _) => format!("{}% is due", month.credit_percent()),
        (None, Some(_)) => "none is due".to_owned(),
        (None, None) => "not promised".to_owned(),
    }
}

/// Draws what was entered for the month, a row each.
fn draw_entries(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &UptimeView,
    vendor: &VendorMonths,
    now: Instant,
) {
    let theme = &shared.theme;
    let mut rest = area;
    let needing_action = vendor.entries.iter().filter(|id| !vendor.lacks(**id).is_empty()).count();
    let asks = match needing_action {
        0 => String::new(),
        1 => "   ✉ 1 needs action".to_owned(),
        many => format!("   ✉ {many} need action"),
    };
    let head = vec![Span::styled(" OUTAGES AND MAINTENANCE", theme.dim), Span::styled(asks, theme.at_risk)];
    put(frame, &mut rest, &[Line::from(head)]);
    if vendor.entries.is_empty() {
        let period = vendor.shown().map_or("month", |shown| shown.period.length().key());
        let words = format!(" None entered for this {period}. {{outage}}: an outage, {{maintenance}}: maintenance.");
        let words = shared.keys.say(&words);
        put(frame, &mut rest, &[Line::styled(fit(&words, usize::from(area.width)), theme.dim)]);
        return;
    }
    let chosen =
        view.page_rows.selected().checked_sub(UptimeFigure::ALL.len()).filter(|_| view.pane == UptimePane::Page);
    let total = vendor.entries.len();
    let range = crate::tui::widget::window(total, chosen.unwrap_or(0), 0, usize::from(rest.height));
    let whole = rest;
    for place in range.clone() {
        let Some(id) = vendor.entries.get(place) else { continue };
        let line = entry_line(*id, shared, vendor, rest.width, now);
        let (mark, style) = if chosen == Some(place) { ("▌", theme.selected) } else { (" ", theme.text) };
        let spans = std::iter::once(Span::styled(mark, theme.accent)).chain(line.spans);
        put(frame, &mut rest, &[spans.collect::<Line<'_>>().style(style)]);
    }
    scrollbar(frame, whole, &range, total, theme);
}

/// Returns the row of an entry: ` 12 ▼ Wed 4 Nov 2026 03:10     1h12  counts   disk full`.
fn entry_line(id: LedgerRecordId, shared: &Shared, vendor: &VendorMonths, columns: u16, now: Instant) -> Line<'static> {
    let Some(fact) = fact_of(&shared.ledger, id) else { return Line::default() };
    let zone = shared.zone;
    // The moment is given to the minute, which is enough to find the entry; its form has the seconds.
    let from = |at: Instant| {
        let (wall, offset) = (zone.wall(at), zone.doubled(at));
        // The offset of an hour that comes twice says more than the year.
        let date = if offset.is_empty() { wall.date.long() } else { wall.date.short() };
        pad(&format!("{date} {}{offset}", wall.hm()), 22)
    };
    let theme = &shared.theme;
    let (sign, when, length, counts, words, style) = match fact {
        LedgerFact::Outage(outage) => {
            let length = age_text(outage.lasts(now));
            let (sign, length) = if outage.to.is_none() { ("▼", format!("{length}…")) } else { ("▼", length) };
            let cause = outage.cause.as_ref().filter(|cause| vendor.contract.scope.excludes_uptime(cause));
            let counts = if cause.is_some() { "⊘ exempt" } else { shares(vendor, id) };
            let style = if outage.to.is_none() { theme.breached } else { theme.text };
            (sign, from(outage.from), length, counts, outage_words(outage, vendor.lacks(id)), style)
        }
        LedgerFact::Maintenance(maintenance) => {
            let notice = notice_of(&vendor.contract, maintenance);
            let counts = match (notice.exempts(), notice.is_late()) {
                (true, false) => "✓ in time",
                (true, true) => "! late, ex.",
                (false, _) => "✗ too late",
            };
            let words = [maintenance.kind.as_deref(), maintenance.note.as_deref()];
            let words = words.into_iter().flatten().collect::<Vec<_>>().join(": ");
            let length = age_text(maintenance.to.since(maintenance.from));
            ("◇", from(maintenance.from), length, counts, words, theme.text)
        }
        LedgerFact::AnnouncedChange(change) => {
            let late = notice_of_change(&vendor.contract, change).is_late();
            let counts = if late { "✗ too late" } else { "✓ in time" };
            ("△", from(change.from), String::new(), counts, change.note.clone(), theme.text)
        }
        // Nothing else stands on this page.
        _ => return Line::default(),
    };
    // It stands beside the number, where it shows on a narrow screen too.
    let asks = if vendor.lacks(id).is_empty() { " " } else { "✉" };
    let number = pad_left(&id.to_string(), 3);
    let front = format!("{number}{asks}{sign} {when} {} {} ", pad_left(&length, 9), pad(counts, 11));
    let room = usize::from(columns).saturating_sub(width(&front) + 2);
    Line::from(vec![Span::styled(front, style), Span::styled(fit(&words, room), theme.text)])
}

/// Returns the words for an outage; what its log lacks comes first.
fn outage_words(outage: &Outage, lacks: &[LogItem]) -> String {
    let symptom = outage.symptom.as_deref().unwrap_or_default();
    let no = lacks.iter().map(|item| item.in_brief()).collect::<Vec<_>>().join(", ");
    match (lacks.is_empty(), symptom.is_empty()) {
        (true, _) => symptom.to_owned(),
        (false, true) => format!("no {no}"),
        (false, false) => format!("no {no}: {symptom}"),
    }
}

/// Returns what an outage came to in the month: all of it counted, some of it, or none.
fn shares(vendor: &VendorMonths, id: LedgerRecordId) -> &'static str {
    let pieces = vendor.shown().into_iter().flat_map(|month| &month.pieces).filter(|piece| piece.outages.contains(&id));
    let counted: Vec<Option<bool>> = pieces.map(|piece| piece.counts.is_downtime()).collect();
    match (counted.contains(&Some(true)), counted.contains(&Some(false)), counted.contains(&None)) {
        (true, true, _) => "‼ in part",
        (true, false, _) => "‼ counts",
        (false, true, _) if vendor.unagreed.contains(&id) => "! exempt",
        (false, true, _) => "⊘ exempt",
        (false, false, true) if is_unreported(vendor, id) => "– unreported",
        (false, false, true) => "‹ too short",
        (false, false, false) => "–",
    }
}

/// Returns whether nothing of an outage lies behind its report, from which on it would count.
fn is_unreported(vendor: &VendorMonths, id: LedgerRecordId) -> bool {
    let pieces = vendor.shown().into_iter().flat_map(|month| &month.pieces).filter(|piece| piece.outages.contains(&id));
    pieces.map(|piece| &piece.counts).all(|counts| *counts == PieceCounts::BeforeReport)
}

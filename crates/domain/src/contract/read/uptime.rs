//! Reads `[uptime]` and `[maintenance]`.

use super::hours::{day_range, days, uptime_hours, window};
use super::scope::cause_names;
use super::target::{notice, seconds};
use crate::contract::model::{
    BandLimit, CountsFrom, Credit, CreditBand, LogItem, MaintenanceRule, MaintenanceWindow, Scope, Uptime, UptimeFloor,
    UptimePer,
};
use crate::reader::{Node, Table};
use crate::time::{PeriodLength, Span, Window};

/// The seconds of a day.
const DAY: i64 = 86_400;

const UPTIME_KEYS: [&str; 13] = [
    "min_percent",
    "inclusive",
    "max_downtime",
    "min_outage",
    "counts_from",
    "period",
    "hours",
    "per",
    "stated",
    "credit",
    "claim_within",
    "log",
    "monthly_report",
];
const MAINTENANCE_KEYS: [&str; 8] =
    ["windows", "notice", "notice_over", "strict", "without_notice", "changes", "windows_not_for", "window_consent"];
const STARTS: [(&str, CountsFrom); 2] = [("start", CountsFrom::Start), ("report", CountsFrom::Report)];
const PARTIES: [(&str, UptimePer); 2] = [("service", UptimePer::Service), ("customer", UptimePer::Customer)];

/// Reads `[uptime]`, or a plan's own; `sets` are the names of the further sets of hours.
pub(super) fn uptime(node: &Node<'_>, sets: &[String]) -> Option<Uptime> {
    let table = node.table(&UPTIME_KEYS)?;
    let inclusive = table.get("inclusive").and_then(|node| node.flag()).unwrap_or_default();
    let min_outage = table.get("min_outage").and_then(|node| seconds(&node)).unwrap_or_default();
    let period = table.get("period").and_then(|node| period(&node)).unwrap_or_default();
    let hours = table.get("hours").and_then(|node| uptime_hours(&node, sets));
    let claim_within = table.get("claim_within").and_then(|node| claim_within(&node));
    let counts_from = table.get("counts_from").and_then(|node| node.choice(&STARTS)).unwrap_or_default();
    let per = table.get("per").and_then(|node| node.choice(&PARTIES)).unwrap_or_default();
    let decides = floor(&table, inclusive);
    // Beside hours that may just be reached, a percentage may be as well.
    let at_least = inclusive || matches!(decides, Some(UptimeFloor::Downtime(_)));
    let stated = table.get("stated").and_then(|node| stated(&node, decides, at_least));
    let credit = table.get("credit").and_then(|node| credit(&node, decides));
    if let Some(node) = table.get("claim_within").filter(|_| table.get("credit").is_none()) {
        node.wrong(
            "there is no credit that could be claimed",
            "write credit = { percent = 50, of = \"monthly cost\" }",
        );
    }
    let floor = decides?;
    if let (UptimeFloor::Downtime(most), Some(node)) = (floor, table.get("max_downtime")) {
        check_breakable(&node, most, period);
    }
    if floor == (UptimeFloor::Percent { min: 100.0, inclusive: false }) {
        let node = table.get("inclusive").or_else(|| table.get("min_percent"))?;
        let hint = "write inclusive = true, or a lower min_percent";
        node.wrong_from_now_on("uptime is never above 100 %, so this promise can never be kept", hint);
    }
    let log = table.get("log").map(|node| log(&node)).unwrap_or_default();
    let monthly_report = table.get("monthly_report").and_then(|node| node.flag()).unwrap_or_default();
    Some(Uptime {
        floor,
        min_outage,
        counts_from,
        per,
        stated,
        credit,
        log,
        monthly_report,
        period,
        hours,
        claim_within,
    })
}

/// Reads how long after the end of the period a credit can be claimed.
fn claim_within(node: &Node<'_>) -> Option<Span> {
    let span = notice(node)?;
    if span.is_zero() {
        let hint = "write claim_within = \"30d\", or leave it out where the agreement names no last day";
        node.wrong_from_now_on(&format!("`{span}` is no time at all, so nothing could ever be claimed"), hint);
    }
    Some(span)
}

/// Tells where so many seconds of downtime are as long as the period.
fn check_breakable(node: &Node<'_>, most: i64, period: PeriodLength) {
    let days = match period {
        PeriodLength::Month => 31,
        PeriodLength::Quarter => 92,
        PeriodLength::Year => 366,
    };
    if most >= days * DAY {
        let message = format!("a {} has at most {days} days, so this promise can never be broken", period.key());
        node.doubt(&message, "write a shorter time, or the period that it is for");
    }
}

/// Reads the limit in other words: the key that the promise itself does not use, or the same one with another value.
fn stated(node: &Node<'_>, decides: Option<UptimeFloor>, inclusive: bool) -> Option<UptimeFloor> {
    let stated = floor(&node.table(&["min_percent", "max_downtime"])?, inclusive)?;
    if decides == Some(stated) {
        node.wrong("this is what decides already", "write what else the agreement says, or take it out");
    }
    Some(stated)
}

/// Reads the facts that have to be logged of every outage.
fn log(node: &Node<'_>) -> Vec<LogItem> {
    let known = |name: &str| LogItem::ALL.into_iter().find(|item| item.key() == name);
    let item = |(name, node): (&str, Node<'_>)| {
        let item = known(name);
        if item.is_none() {
            let keys = LogItem::ALL.map(LogItem::key).join(", ");
            node.wrong(&format!("`{name}` is nothing that is logged of an outage"), &format!("write any of {keys}"));
        }
        item
    };
    node.name_nodes().into_iter().filter_map(item).collect()
}

/// Reads exactly one of `min_percent` and `max_downtime`.
fn floor(table: &Table<'_>, inclusive: bool) -> Option<UptimeFloor> {
    match (table.get("min_percent"), table.get("max_downtime")) {
        (Some(node), None) => {
            let min = node.number(0.0, 100.0)?;
            if min > 0.0 && min <= 1.0 {
                let hint = format!("write min_percent = {}", percent_of(min));
                node.wrong_from_now_on(&format!("this is {min} %, hardly any uptime"), &hint);
            }
            Some(UptimeFloor::Percent { min, inclusive })
        }
        (None, Some(node)) => seconds(&node).map(UptimeFloor::Downtime),
        (None, None) => {
            table.missing("min_percent", "write min_percent = 99.5 or max_downtime = \"3h30m\"");
            None
        }
        (Some(_), Some(node)) => {
            node.wrong("both `min_percent` and `max_downtime` are given", "keep the one that the agreement names");
            None
        }
    }
}

/// Returns a share of one in percent: `0.995` is `99.5`.
pub(super) fn percent_of(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// Reads the length of a period.
pub(super) fn period(node: &Node<'_>) -> Option<PeriodLength> {
    node.choice(&PeriodLength::ALL.map(|length| (length.key(), length)))
}

/// Reads the credit, of one percentage or in bands; `floor` is what the promise holds by.
fn credit(node: &Node<'_>, floor: Option<UptimeFloor>) -> Option<Credit> {
    let table = node.table(&["percent", "of", "bands"])?;
    let of = table.need("of", "write of = \"monthly cost\"").and_then(|node| node.filled());
    let bands = match (table.get("bands"), table.get("percent")) {
        (Some(bands), None) => {
            let bands = bands_of(&bands, floor);
            return Some(Credit { percent: None, of: of?.to_owned(), bands });
        }
        (bands, _) => bands,
    };
    if let Some(node) = bands {
        node.wrong("both `percent` and `bands` are given", "keep the one that the agreement names");
    }
    let percent = table.need("percent", "write percent = 50, or bands = [{ below = 99.5, percent = 10 }]");
    let percent = percent.and_then(|node| node.number(0.0, 100.0));
    Some(Credit { percent: Some(percent?), of: of?.to_owned(), bands: Vec::new() })
}

fn bands_of(node: &Node<'_>, floor: Option<UptimeFloor>) -> Vec<CreditBand> {
    if node.is_empty_list() {
        node.wrong("there is no band", "write bands = [{ below = 99.5, percent = 10 }]");
    }
    let mut bands: Vec<CreditBand> = Vec::new();
    for table in node.tables(&["below", "over", "percent"]) {
        let Some(band) = band(&table, floor) else { continue };
        let hidden = bands.iter().find(|other| hides(other, &band) || hides(&band, other));
        if let Some((other, node)) = hidden.zip(table.get("percent")) {
            let message = format!("where more is missed, as much or more is owed already: {} %", other.percent);
            node.wrong_from_now_on(&message, "let the percentage grow with what is missed");
        }
        bands.push(band);
    }
    // In whatever order they are written, they promise the same.
    bands.sort_by(|a, b| a.percent.total_cmp(&b.percent));
    bands
}

/// Returns whether `less`, which applies wherever `more` does, owes as much, so that `more` never counts.
fn hides(less: &CreditBand, more: &CreditBand) -> bool {
    let wider = match (less.from, more.from) {
        (BandLimit::Below(less), BandLimit::Below(more)) => more <= less,
        (BandLimit::Over(less), BandLimit::Over(more)) => less <= more,
        _ => false,
    };
    wider && more.percent <= less.percent
}

/// Reads one band: less uptime than a percentage, or more downtime than a time. It lies where the promise is broken.
fn band(table: &Table<'_>, floor: Option<UptimeFloor>) -> Option<CreditBand> {
    let percent = table.need("percent", "write percent = 10").and_then(|node| node.number(0.0, 100.0));
    let (from, node) = match (table.get("below"), table.get("over")) {
        (Some(node), None) => (node.number(0.0, 100.0).map(BandLimit::Below), node),
        (None, Some(node)) => (seconds(&node).map(BandLimit::Over), node),
        (None, None) => {
            table.missing("below", "write below = 99.5 or over = \"7h\"");
            return None;
        }
        (Some(_), Some(node)) => {
            node.wrong("both `below` and `over` are given", "write a band for each");
            return None;
        }
    };
    let kept = match (from?, floor) {
        (BandLimit::Below(below), Some(UptimeFloor::Percent { min, .. })) => below > min,
        (BandLimit::Over(over), Some(UptimeFloor::Downtime(most))) => over < most,
        _ => false,
    };
    if kept {
        node.wrong_from_now_on(
            "this band begins where the promise still holds, and nothing is owed there",
            "begin it at the limit of the promise, or correct that",
        );
    }
    Some(CreditBand { from: from?, percent: percent? })
}

/// Reads `[maintenance]`.
pub(super) fn maintenance(node: &Node<'_>) -> Option<MaintenanceRule> {
    let table = node.table(&MAINTENANCE_KEYS)?;
    Some(MaintenanceRule {
        windows: table.get("windows").map(|node| windows(&node)).unwrap_or_default(),
        notice: table.get("notice").and_then(|node| notice(&node)),
        notice_over: table.get("notice_over").and_then(|node| seconds(&node)),
        strict: table.get("strict").map_or(Some(true), |node| node.flag()).unwrap_or_default(),
        without_notice: table.get("without_notice").map(|node| node.names()).unwrap_or_default(),
        changes: table.get("changes").and_then(|node| notice(&node)),
        window_consent: table.get("window_consent").and_then(|node| seconds(&node)),
        windows_not_for: table.get("windows_not_for").map(|node| cause_names(&node)).unwrap_or_default(),
    })
}

/// Notes where a key of `[maintenance]`, at `node`, that is about its windows has no effect: there is no window, or the cause in
/// `windows_not_for` is exempt everywhere.
pub(super) fn check_about_windows(node: &Node<'_>, scope: &Scope) {
    let Some(table) = node.open_table() else { return };
    if table.get("windows").is_none_or(|windows| windows.is_empty_list()) {
        for about in ["windows_not_for", "window_consent"].iter().filter_map(|key| table.get(key)) {
            about.wrong("there is no window that this could be about", "name the windows, or take it out");
        }
    }
    let Some(causes) = table.get("windows_not_for") else { return };
    if !causes.is_list() {
        return;
    }
    for cause in causes.list("[\"vendor\"]") {
        if let Some(name) = cause.text().filter(|name| scope.excludes_uptime(name)) {
            let message = format!("`{name}` is excluded from uptime, so it is exempt in a window as everywhere");
            cause.wrong(&message, "take it out here, or out of the excluded causes");
        }
    }
}

fn windows(node: &Node<'_>) -> Vec<MaintenanceWindow> {
    let like = "[{ days = \"tue\", hours = \"00:00-04:00\" }]";
    let items = if node.is_list() { node.list(like) } else { Vec::new() };
    let texts: Vec<_> = items.iter().enumerate().filter_map(|(n, item)| Some((n, item, item.as_text()?))).collect();
    if !texts.is_empty() {
        for (n, item, text) in texts {
            let hint = in_one_text(text).unwrap_or_else(|| like.to_owned());
            let item = item.clone().with_path(format!("maintenance.windows[{}]", n + 1));
            item.wrong("this is a text", &format!("write windows = {hint}"));
        }
        return Vec::new();
    }
    let tables = node.tables(&["days", "hours"]);
    let windows = tables.iter().filter_map(|table| Some((standing_window(table)?, table))).collect::<Vec<_>>();
    check_apart(&windows);
    windows.into_iter().map(|(window, _)| window).collect()
}

/// Notes each window that overlaps one above it, on whatever day.
fn check_apart(windows: &[(MaintenanceWindow, &Table<'_>)]) {
    for (place, (window, table)) in windows.iter().enumerate() {
        let Some((other, above)) = windows[..place].iter().find(|(other, _)| overlap(other, window)) else { continue };
        let Some(node) = table.get("hours") else { continue };
        let message = format!(
            "the windows {} {} and {} {} overlap",
            days_text(above),
            other.hours,
            days_text(table),
            window.hours
        );
        node.wrong_from_now_on(&message, "let one end before or when the next begins, or name each time once");
    }
}

fn days_text<'a>(table: &Table<'a>) -> &'a str {
    table.get("days").and_then(|node| node.as_text()).unwrap_or_default()
}

/// Returns whether the two have a moment of the week in common; small hours belong to the day on which a window began.
fn overlap(one: &MaintenanceWindow, other: &MaintenanceWindow) -> bool {
    let begins = |window: &MaintenanceWindow| {
        let from = i64::from(window.hours.from);
        window.days.iter().map(move |day| day.index() as i64 * 1440 + from).collect::<Vec<_>>()
    };
    let length = |window: &MaintenanceWindow| i64::from(window.hours.to - window.hours.from);
    let meets = |a: i64, b: i64| {
        let behind = (b - a).rem_euclid(7 * 1440);
        behind < length(one) || 7 * 1440 - behind < length(other)
    };
    begins(one).iter().any(|a| begins(other).iter().any(|b| meets(*a, *b)))
}

/// Returns the windows that `tue 00:00-04:00` means.
fn in_one_text(text: &str) -> Option<String> {
    let (days, hours) = text.trim().split_once(' ')?;
    let (days, window) = (days.to_lowercase(), Window::parse(hours.trim()).ok()?);
    day_range(&days)?;
    Some(format!("[{{ days = \"{days}\", hours = \"{window}\" }}]"))
}

fn standing_window(table: &Table<'_>) -> Option<MaintenanceWindow> {
    let days_node = table.need("days", "write days = \"tue\", or days = \"mon-sun\" for every day");
    let hours_node = table.need("hours", "write hours = \"00:00-06:30\"");
    let (days, hours) = (days_node.and_then(|node| days(&node)), hours_node.and_then(|node| window(&node)));
    Some(MaintenanceWindow { days: days?, hours: hours? })
}

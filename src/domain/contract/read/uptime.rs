//! `[uptime]` and `[maintenance]`.

use super::hours::{days, window};
use super::target::length;
use crate::domain::contract::model::{Credit, LogItem, MaintenanceRule, MaintenanceWindow, Uptime, UptimeFloor};
use crate::domain::contract::node::{Node, Table};
use crate::domain::time::Span;

/// Reads `[uptime]`.
pub(super) fn uptime(node: &Node<'_>) -> Option<Uptime> {
    let table = node.table(&["min_percent", "inclusive", "max_downtime", "min_outage", "credit", "log"])?;
    let inclusive = table.get("inclusive").and_then(|node| node.flag()).unwrap_or_default();
    let min_outage = table.get("min_outage").and_then(|node| seconds(&node)).unwrap_or_default();
    let credit = table.get("credit").and_then(|node| credit(&node));
    let log = table.get("log").map(|node| log(&node)).unwrap_or_default();
    let floor = floor(&table, inclusive)?;
    Some(Uptime { floor, min_outage, credit, log })
}

/// What has to be logged of every outage.
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

/// Exactly one of `min_percent` and `max_downtime`.
fn floor(table: &Table<'_>, inclusive: bool) -> Option<UptimeFloor> {
    match (table.get("min_percent"), table.get("max_downtime")) {
        (Some(node), None) => node.number(0.0, 100.0).map(|min| UptimeFloor::Percent { min, inclusive }),
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

fn credit(node: &Node<'_>) -> Option<Credit> {
    let table = node.table(&["percent", "of"])?;
    let percent = table.need("percent", "write percent = 50").and_then(|node| node.number(0.0, 100.0));
    let of = table.need("of", "write of = \"monthly cost\"").and_then(|node| node.filled());
    Some(Credit { percent: percent?, of: of?.to_owned() })
}

/// Hours and minutes of real time, in seconds.
fn seconds(node: &Node<'_>) -> Option<i64> {
    match length(node, node.filled()?)? {
        Span::Time(seconds) => Some(seconds),
        days => {
            node.wrong(&format!("`{days}` is counted in days"), "write hours and minutes, such as 10m or 3h30m");
            None
        }
    }
}

/// Reads `[maintenance]`.
pub(super) fn maintenance(node: &Node<'_>) -> Option<MaintenanceRule> {
    let table = node.table(&["windows", "notice", "notice_over", "strict", "without_notice", "changes"])?;
    Some(MaintenanceRule {
        windows: table.get("windows").map(|node| windows(&node)).unwrap_or_default(),
        notice: table.get("notice").and_then(|node| length(&node, node.filled()?)),
        notice_over: table.get("notice_over").and_then(|node| seconds(&node)),
        strict: table.get("strict").map_or(Some(true), |node| node.flag()).unwrap_or_default(),
        without_notice: table.get("without_notice").map(|node| node.names()).unwrap_or_default(),
        changes: table.get("changes").and_then(|node| length(&node, node.filled()?)),
    })
}

fn windows(node: &Node<'_>) -> Vec<MaintenanceWindow> {
    node.tables(&["days", "hours"]).iter().filter_map(standing_window).collect()
}

fn standing_window(table: &Table<'_>) -> Option<MaintenanceWindow> {
    let days_node = table.need("days", "write days = \"tue\", or days = \"mon-sun\" for every day");
    let hours_node = table.need("hours", "write hours = \"00:00-06:30\"");
    let (days, hours) = (days_node.and_then(|node| days(&node)), hours_node.and_then(|node| window(&node)));
    Some(MaintenanceWindow { days: days?, hours: hours? })
}

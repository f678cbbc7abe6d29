//! Reads `[plan.…]` and the targets in it.

use std::collections::BTreeMap;

use super::hours::CLOCKS;
use super::severity::check_known;
use crate::contract::model::{DeadlineRule, Plan, Promise, Promises, Severity, TargetKind};
use crate::reader::{Node, Table};
use crate::time::{ClockKind, Span};

const TIME_HINT: &str = "write 30m, 2h, 1h30m, 14d (calendar days), 3bd (support days) or, for a range, the first and the last as in 6h..8h";

/// Reads the plans in the order of the file; a contract has at least one.
pub(super) fn plans(root: &Table<'_>, severities: &[Severity], clock: ClockKind) -> Vec<Plan> {
    let hint = "write [plan.standard] with a name";
    let Some(node) = root.need("plan", hint) else { return Vec::new() };
    let Some(table) = node.open_table() else { return Vec::new() };
    let entries = table.entries();
    if entries.is_empty() {
        node.wrong("there is no plan", hint);
    }
    entries.iter().filter_map(|(id, node)| plan(id, node, severities, clock)).collect()
}

fn plan(id: &str, node: &Node<'_>, severities: &[Severity], clock: ClockKind) -> Option<Plan> {
    node.check_id(id);
    let table = node.table(&["name", "target"])?;
    let name = table.need("name", "write name = \"Standard\"").and_then(|node| node.filled());
    let targets = table.get("target").and_then(|node| node.open_table());
    let targets = targets.iter().flat_map(Table::entries);
    let targets: BTreeMap<String, Promises> = targets
        .filter(|(severity, node)| check_known(node, severity, severities))
        .filter_map(|(severity, node)| Some((severity.to_owned(), promises(&node, clock)?)))
        .collect();
    Some(Plan { id: id.to_owned(), name: name?.to_owned(), targets })
}

/// Reads the promises of one severity; a target that names no clock counts by `clock`.
pub(in crate::contract) fn promises(node: &Node<'_>, clock: ClockKind) -> Option<Promises> {
    let table = node.table(&TargetKind::ALL.map(TargetKind::key))?;
    let [response, work_start, correction] =
        TargetKind::ALL.map(|kind| table.get(kind.key()).and_then(|node| promise(&node, kind, clock)));
    Some(Promises { response, work_start, correction })
}

/// Reads one target: a time alone, or a table that says more.
fn promise(node: &Node<'_>, kind: TargetKind, default: ClockKind) -> Option<Promise> {
    if !node.is_table() {
        let (expected, within) = range(node, kind)?;
        return Some(Promise { expected, within, otherwise: None, clock: default, goal: false });
    }
    let table = node.table(&["within", "otherwise", "clock", "goal"])?;
    let clock = table.get("clock").map_or(Some(default), |node| node.choice(&CLOCKS));
    let otherwise = table.get("otherwise").and_then(|node| otherwise(&node, kind));
    let (expected, within) = table.need("within", "write within = \"4h\"").and_then(|node| range(&node, kind))?;
    let goal = table.get("goal").filter(|node| node.flag() == Some(true));
    if let Some(node) = goal.as_ref().filter(|_| expected.is_some() || otherwise.is_some()) {
        node.wrong("a goal is never breached, so it has one time", "write within alone, without a range or otherwise");
    }
    Some(Promise { expected, within, otherwise, clock: clock?, goal: goal.is_some() })
}

fn otherwise(node: &Node<'_>, kind: TargetKind) -> Option<DeadlineRule> {
    if kind != TargetKind::Correction {
        node.wrong(&format!("a {} has no `otherwise`", kind.words()), "only a correction has one: take it out here");
        return None;
    }
    let text = node.filled()?;
    if text.contains("..") {
        node.wrong(&format!("`{text}` is a range"), "write one time: a range may stand only under within");
        return None;
    }
    within(node, text, kind)
}

/// Reads a time, or the two of a range: when it is expected, and the deadline.
fn range(node: &Node<'_>, kind: TargetKind) -> Option<(Option<Span>, DeadlineRule)> {
    let text = node.filled()?;
    let Some((first, last)) = text.split_once("..") else { return Some((None, within(node, text, kind)?)) };
    let (first, last) = (span(node, first), span(node, last));
    let (first, last) = (first?, last?);
    if longer(first, last) {
        node.wrong(&format!("`{first}` is later than `{last}`"), "write the earlier time first");
    }
    Some((Some(first), DeadlineRule::Span(last)))
}

fn within(node: &Node<'_>, text: &str, kind: TargetKind) -> Option<DeadlineRule> {
    if text != "next release" {
        return span(node, text).map(DeadlineRule::Span);
    }
    if kind != TargetKind::Correction {
        let message = format!("a {} cannot wait for the next release", kind.words());
        node.wrong(&message, "write a time such as 4h or 2bd");
        return None;
    }
    Some(DeadlineRule::NextRelease)
}

fn span(node: &Node<'_>, text: &str) -> Option<Span> {
    let span = length(node, text)?;
    if span.is_zero() {
        node.wrong(&format!("`{text}` is no time at all"), "write a longer time, or leave the target out");
    }
    Some(span)
}

/// Reads any length of time, also none.
pub(super) fn length(node: &Node<'_>, text: &str) -> Option<Span> {
    let span = Span::parse(text).ok();
    if span.is_none() {
        node.wrong(&format!("`{text}` is not a length of time of at most ten years"), TIME_HINT);
    }
    span
}

/// Returns whether `a` is longer than `b`, where the two are counted in the same unit.
const fn longer(a: Span, b: Span) -> bool {
    match (a, b) {
        (Span::Time(a), Span::Time(b)) => a > b,
        (Span::Days(a), Span::Days(b)) | (Span::SupportDays(a), Span::SupportDays(b)) => a > b,
        _ => false,
    }
}

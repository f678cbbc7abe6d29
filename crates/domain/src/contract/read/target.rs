//! Reads `[plan.…]` and the targets in it.

use std::collections::BTreeMap;

use super::hours::clock;
use super::meant;
use super::severity::{check_known, doubt_name};
use super::uptime::uptime;
use crate::contract::model::{Plan, Promise, Promises, Severity, TargetClock, TargetKind, Within};
use crate::reader::{Node, Table};
use crate::reader::{any_of, or_else};
use crate::time::{ClockKind, Span};

const TIME_HINT: &str = "write 30m, 2h, 1h30m, 14d (calendar days), 3bd (support days), end of 1bd (the closing of the next support day) or, for a range, \
                         the first and the last as in 6h..8h";

const NOTICE_HINT: &str = "write 30m, 2h, 14d (calendar days) or 3bd (support days)";
const REAL_HINT: &str = "write hours and minutes, such as 10m or 3h30m";

/// The clocks that a target may count by.
pub(in crate::contract) struct Clocks<'a> {
    /// The clock where neither target nor severity nor plan names one.
    pub(in crate::contract) default: ClockKind,
    /// The names of the further sets of hours.
    pub(in crate::contract) sets: &'a [String],
}

impl Clocks<'_> {
    /// Returns the clock of the targets of that severity in that plan: the nearest that is named.
    pub(in crate::contract) fn of(&self, severity: Option<&TargetClock>, plan: Option<&TargetClock>) -> TargetClock {
        severity.or(plan).cloned().unwrap_or(TargetClock { kind: self.default, hours: None })
    }
}

/// Reads the plans in the order of the file; a contract has at least one.
pub(super) fn plans(root: &Table<'_>, severities: &[Severity], clocks: &Clocks<'_>) -> Vec<Plan> {
    let hint = "write [plan.standard] with a name";
    let Some(node) = root.need("plan", hint) else { return Vec::new() };
    let Some(table) = node.open_table() else { return Vec::new() };
    let entries = table.entries();
    if entries.is_empty() {
        node.wrong("there is no plan", hint);
    }
    let mut plans: Vec<Plan> = Vec::new();
    for (id, node) in &entries {
        if is_stray_uptime(id, node, &entries) {
            continue;
        }
        let Some(plan) = plan(id, node, severities, clocks) else { continue };
        let name = node.open_table().and_then(|table| table.get("name"));
        doubt_name(name, "plans", &plan.name, plans.iter().map(|known| known.name.as_str()));
        plans.push(plan);
    }
    plans
}

/// Returns whether that is the uptime of a plan which the file does not have, and notes it.
fn is_stray_uptime(id: &str, node: &Node<'_>, all: &[(&str, Node<'_>)]) -> bool {
    let Some(uptime) = only_uptime(node) else { return false };
    let known = any_of(all.iter().filter(|(_, node)| only_uptime(node).is_none()).map(|(id, _)| *id));
    uptime.wrong(&format!("there is no plan `{id}`"), &or_else(&known, &format!("add [plan.{id}] with a name")));
    true
}

/// Returns the uptime of a plan of which nothing else is said.
fn only_uptime<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let table = node.as_table()?;
    table.get("uptime").filter(|_| table.entries().len() == 1)
}

fn plan(id: &str, node: &Node<'_>, severities: &[Severity], clocks: &Clocks<'_>) -> Option<Plan> {
    node.check_id(id);
    let table = node.table(&["name", "clock", "target", "uptime"])?;
    let name = table.need("name", "write name = \"Standard\"").and_then(|node| node.filled());
    let own = table.get("clock").and_then(|node| clock(&node, clocks.sets));
    let targets = table.get("target").and_then(|node| node.open_table());
    let targets = targets.iter().flat_map(Table::entries);
    let of = |id: &str| severities.iter().find(|severity| severity.id == id)?.clock.as_ref();
    let targets: BTreeMap<String, Promises> = targets
        .filter(|(severity, node)| check_known(node, severity, severities))
        .filter_map(|(severity, node)| {
            let counted = clocks.of(of(severity), own.as_ref());
            Some((severity.to_owned(), promises(&node, &TargetKind::ALL, &counted, clocks.sets)?))
        })
        .collect();
    let uptime = table.get("uptime").and_then(|node| uptime(&node, clocks.sets));
    Some(Plan { id: id.to_owned(), name: name?.to_owned(), targets, clock: own, uptime })
}

/// Reads the promises of one severity, of those `kinds`; a target that names no clock counts by `counted`.
pub(in crate::contract) fn promises(
    node: &Node<'_>,
    kinds: &[TargetKind],
    counted: &TargetClock,
    sets: &[String],
) -> Option<Promises> {
    let keys: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    let table = node.table(&keys)?;
    let read = |kind: TargetKind| {
        let node = table.get(kind.key()).filter(|_| kinds.contains(&kind))?;
        promise(&node, kind, counted, sets)
    };
    let promises = Promises {
        acknowledge: read(TargetKind::Acknowledge),
        response: read(TargetKind::Response),
        work_start: read(TargetKind::WorkStart),
        update: read(TargetKind::Update),
        workaround: read(TargetKind::Workaround),
        correction: read(TargetKind::Correction),
        fix: read(TargetKind::Fix),
        root_cause: read(TargetKind::RootCause),
    };
    check_circle(&table, &promises);
    Some(promises)
}

/// Notes a target that counts from one that counts from it, over however many: none of them could ever begin.
fn check_circle(table: &Table<'_>, promises: &Promises) {
    let next = |kind: TargetKind| promises.get(kind).and_then(|promise| promise.from);
    let circle = promises.all().map(|(kind, _)| kind).find(|kind| {
        std::iter::successors(next(*kind), |kind| next(*kind)).take(TargetKind::ALL.len()).any(|from| from == *kind)
    });
    if let Some((kind, node)) = circle.and_then(|kind| Some((kind, table.get(kind.key())?))) {
        let message = format!("the {} counts from a target that waits for it in its turn", kind.words());
        node.wrong(&message, "let one of them count from the report: take its `from` out");
    }
}

/// Reads one target: a time alone, or a table that says more.
fn promise(node: &Node<'_>, kind: TargetKind, default: &TargetClock, sets: &[String]) -> Option<Promise> {
    if !node.is_table() {
        let (expected, within) = range(node, kind)?;
        return Some(Promise { expected, hours: default.hours.clone(), ..Promise::plain(within, default.kind) });
    }
    let table = node.table(&["within", "otherwise", "outside", "from", "clock", "goal"])?;
    let counted = table.get("clock").map_or_else(|| Some(default.clone()), |node| clock(&node, sets));
    let otherwise = table.get("otherwise").and_then(|node| otherwise(&node, kind));
    let from = table.get("from").and_then(|node| from(&node, kind));
    let (expected, within) = table.need("within", "write within = \"4h\"").and_then(|node| range(&node, kind))?;
    if let (Within::Span(first), Some(Within::Span(then)), Some(node)) = (within, otherwise, table.get("otherwise")) {
        doubt_otherwise(&node, first, then);
    }
    let outside = table.get("outside").and_then(|node| outside(&node, within, counted.as_ref()));
    let goal = table.get("goal").filter(|node| node.flag() == Some(true));
    let further = expected.is_some() || otherwise.is_some() || outside.is_some();
    if let Some(node) = goal.as_ref().filter(|_| further) {
        node.wrong(
            "a goal is never breached, so it has one time",
            "write within alone, without a range or another time",
        );
    }
    if let Some(node) = table.get("from").filter(|_| within == Within::NextRelease) {
        node.wrong("the next release is the first after the report", "take `from` out, or write a time under within");
    }
    let TargetClock { kind: clock, hours } = counted?;
    Some(Promise { expected, within, otherwise, clock, hours, outside, from, goal: goal.is_some() })
}

/// Returns `a response`, `an update`.
pub(super) fn with_article(kind: TargetKind) -> String {
    let words = kind.words();
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// Reads the target from whose being met this one counts.
fn from(node: &Node<'_>, kind: TargetKind) -> Option<TargetKind> {
    if kind == TargetKind::Update {
        let hint = "an update counts from the last word to the customer: take it out";
        node.wrong("an update has no `from`", hint);
        return None;
    }
    let others = TargetKind::ALL.into_iter().filter(|other| ![kind, TargetKind::Update].contains(other));
    let known: Vec<(&str, TargetKind)> = others.map(|other| (other.key(), other)).collect();
    let text = node.text()?;
    let found = known.iter().find(|(key, _)| *key == text).map(|(_, other)| *other);
    if found.is_none() {
        let hint = format!("write {}", any_of(known.iter().map(|(key, _)| *key)));
        node.wrong(&format!("{} cannot count from `{text}`", with_article(kind)), &hint);
    }
    found
}

/// Reads the time that holds for a report outside the target's hours: real time.
fn outside(node: &Node<'_>, within: Within, counted: Option<&TargetClock>) -> Option<Span> {
    if counted.is_some_and(|counted| counted.kind == ClockKind::Calendar) {
        node.wrong("the calendar clock is always open, so nothing is outside it", "take it out");
        return None;
    }
    if within == Within::NextRelease {
        node.wrong("the next release is the same for every report", "take it out, or write a time under within");
        return None;
    }
    match span(node, node.filled()?)? {
        real @ (Span::Time(_) | Span::Days(_)) => Some(real),
        days => {
            node.wrong(&format!("`{days}` is counted in support days"), "write real time, such as 12h or 1d");
            None
        }
    }
}

fn otherwise(node: &Node<'_>, kind: TargetKind) -> Option<Within> {
    if kind != TargetKind::Correction {
        node.wrong(
            &format!("{} has no `otherwise`", with_article(kind)),
            "only a correction has one: take it out here",
        );
        return None;
    }
    let text = node.filled()?;
    if text.contains("..") {
        node.wrong(&format!("`{text}` is a range"), "write one time: a range may stand only under within");
        return None;
    }
    within(node, text, kind)
}

/// Tells where less time is promised once no workaround is possible than before.
fn doubt_otherwise(node: &Node<'_>, within: Span, otherwise: Span) {
    if longer(within, otherwise) {
        let message = format!("`{otherwise}` is less time than `{within}`, though no workaround is possible any more");
        node.doubt(&message, "write the longer of the two here");
    }
}

/// Reads a time, or the two of a range: when it is expected, and the deadline.
fn range(node: &Node<'_>, kind: TargetKind) -> Option<(Option<Span>, Within)> {
    if node.is_number() {
        node.wrong(
            "this is a number without a unit",
            "write the unit behind it, in quotes: \"30m\", \"4h\" or \"3bd\"",
        );
        return None;
    }
    let text = node.filled()?;
    let Some((first, last)) = text.split_once("..") else { return Some((None, within(node, text, kind)?)) };
    let (first, last) = (span(node, first), span(node, last));
    let (first, last) = (first?, last?);
    if longer(first, last) {
        node.wrong(&format!("`{first}` is later than `{last}`"), "write the earlier time first");
    } else if matches!((first, last), (Span::SupportDays(_) | Span::EndOf(_), Span::Time(_))) {
        let message = format!("whether `{first}` is earlier than `{last}` depends on the day");
        node.wrong_from_now_on(&message, "write both in the same unit, the earlier time first");
    }
    Some((Some(first), Within::Span(last)))
}

fn within(node: &Node<'_>, text: &str, kind: TargetKind) -> Option<Within> {
    if text != "next release" {
        return span(node, text).map(Within::Span);
    }
    if !kind.may_wait_for_release() {
        let message = format!("{} cannot wait for the next release", with_article(kind));
        node.wrong(&message, "write a time such as 4h or 2bd");
        return None;
    }
    Some(Within::NextRelease)
}

fn span(node: &Node<'_>, text: &str) -> Option<Span> {
    let span = length(node, text)?;
    if span.is_zero() {
        node.wrong(&format!("`{text}` is no time at all"), "write a longer time, or leave the target out");
    }
    Some(span)
}

/// Reads any length of time, also none.
fn length(node: &Node<'_>, text: &str) -> Option<Span> {
    length_or(node, text, meant::span(text), TIME_HINT)
}

/// Reads any length of time. For what is none, the hint offers the guess, or says what may be written.
fn length_or(node: &Node<'_>, text: &str, guess: Option<String>, hint: &str) -> Option<Span> {
    let span = Span::parse(text).ok();
    if span.is_none() {
        let hint = meant::hint_of(guess, hint);
        node.wrong(&format!("`{text}` is not a length of time of at most ten years"), &hint);
    }
    span
}

/// Reads hours and minutes of real time, in seconds.
pub(super) fn seconds(node: &Node<'_>) -> Option<i64> {
    let text = node.filled()?;
    let span = length_or(node, text, meant::real_time(text), REAL_HINT)?;
    if let Span::Time(seconds) = span {
        return Some(seconds);
    }
    let hint = meant::real_time(text).map_or_else(|| REAL_HINT.to_owned(), |guess| format!("write {guess}"));
    node.wrong(&format!("`{span}` is counted in days"), &hint);
    None
}

/// Reads a length of time that is no end of a day.
pub(super) fn notice(node: &Node<'_>) -> Option<Span> {
    let text = node.filled()?;
    let guess = meant::span(text).filter(|guess| !guess.starts_with("end of"));
    let span = length_or(node, text, guess, NOTICE_HINT)?;
    if let Span::EndOf(_) = span {
        node.wrong(&format!("`{span}` is no length of time"), NOTICE_HINT);
        return None;
    }
    Some(span)
}

/// Returns whether `a` is longer than `b`, where the two are counted in the same unit.
const fn longer(a: Span, b: Span) -> bool {
    match (a, b) {
        (Span::Time(a), Span::Time(b)) => a > b,
        (Span::Days(a), Span::Days(b))
        | (Span::SupportDays(a), Span::SupportDays(b))
        | (Span::EndOf(a), Span::EndOf(b)) => a > b,
        _ => false,
    }
}

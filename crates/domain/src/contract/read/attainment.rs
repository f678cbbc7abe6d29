//! Reads `[[attainment]]`: promises about many tickets at once.

use super::severity::check_known;
use super::target::with_article;
use super::uptime::{percent_of, period};
use crate::contract::model::{Attainment, Plan, Promise, Severity, TargetKind};
use crate::reader::{Node, Table};

/// Reads the promises about many tickets, each of a target that some plan promises.
pub(super) fn read(root: &Table<'_>, severities: &[Severity], plans: &[Plan]) -> Vec<Attainment> {
    let Some(list) = root.get("attainment") else { return Vec::new() };
    let mut all: Vec<Attainment> = Vec::new();
    for table in list.tables(&["target", "severity", "percent", "period"]) {
        let Some(attainment) = one(&table, severities, plans) else { continue };
        if all.iter().any(|other| same(other, &attainment)) {
            let message =
                format!("the {}s of a {} stand here twice", attainment.target.words(), attainment.period.key());
            table.wrong("target", &message, "name each severity once for a target and a period");
        }
        all.push(attainment);
    }
    all
}

/// Returns whether the two are about the same target, the same period, and a severity in common.
fn same(a: &Attainment, b: &Attainment) -> bool {
    let shared = |id: &String| b.severities.is_empty() || b.severities.contains(id);
    (a.target, a.period) == (b.target, b.period) && (a.severities.is_empty() || a.severities.iter().any(shared))
}

fn one(table: &Table<'_>, severities: &[Severity], plans: &[Plan]) -> Option<Attainment> {
    let kinds = TargetKind::ALL.map(|kind| (kind.key(), kind));
    let node = table.need("target", "write target = \"response\"");
    let target = node.as_ref().and_then(|node| node.choice(&kinds));
    let named = table.get("severity").map(|node| known(&node, severities)).unwrap_or_default();
    let percent = table.need("percent", "write percent = 95").and_then(|node| percent(&node));
    let period =
        table.need("period", "write period = \"month\", \"quarter\" or \"year\"").and_then(|node| period(&node));
    let target = target?;
    let about = |id: &String| named.is_empty() || named.contains(id);
    let all = plans.iter().flat_map(|plan| &plan.targets);
    let promised: Vec<&Promise> = all.filter_map(|(id, promises)| promises.get(target).filter(|_| about(id))).collect();
    if let Some(node) = node {
        if promised.is_empty() {
            let message = format!("no plan promises {} for these severities", with_article(target));
            node.wrong(&message, "name a target and severities that a plan has");
        } else if promised.iter().all(|promise| promise.goal) {
            let message =
                format!("the {} of these severities is a goal everywhere, and a goal is never missed", target.words());
            node.wrong_from_now_on(&message, "take goal = true out of the target, or take this promise out");
        }
    }
    Some(Attainment { target, severities: named, percent: percent?, period: period? })
}

fn known(node: &Node<'_>, severities: &[Severity]) -> Vec<String> {
    if node.is_empty_list() {
        node.wrong("this names no severity", "name one, or leave the key out for all");
    }
    let names = node.name_nodes().into_iter();
    names.filter(|(id, node)| check_known(node, id, severities)).map(|(id, _)| id.to_owned()).collect()
}

fn percent(node: &Node<'_>) -> Option<f64> {
    let percent = node.number(0.0, 100.0)?;
    if percent == 0.0 {
        node.wrong("0 % of the targets is no promise", "write the part that is met, such as 95");
        return None;
    }
    if percent <= 1.0 {
        let hint = format!("write percent = {}", percent_of(percent));
        node.wrong_from_now_on(&format!("this is {percent} %, hardly any of the targets"), &hint);
    }
    Some(percent)
}

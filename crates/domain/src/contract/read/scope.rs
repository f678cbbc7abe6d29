//! Reads `[scope]`: the causes that the promise leaves out, what of that is paid for, and what needs an approval first.

use crate::contract::model::{Approval, Scope};
use crate::ledger::CAUSES;
use crate::reader::{Node, Table};
use crate::reader::{any_of, nearest, or_else};

const KEYS: [&str; 5] = ["excluded", "excluded_uptime", "excluded_tickets", "billable", "approval"];

/// Reads `[scope]`.
pub(super) fn scope(node: &Node<'_>) -> Scope {
    let Some(table) = node.table(&KEYS) else { return Scope::default() };
    let excluded = table.get("excluded").map(|node| cause_names(&node)).unwrap_or_default();
    let excluded_uptime = only(&table, "excluded_uptime", &excluded);
    let excluded_tickets = only(&table, "excluded_tickets", &excluded);
    let for_both = excluded_tickets.iter().find(|cause| excluded_uptime.contains(cause));
    if let Some((node, cause)) = table.get("excluded_tickets").zip(for_both) {
        node.wrong(&format!("`{cause}` is under `excluded_uptime` as well"), "write it under excluded instead of both");
    }
    let mut scope = Scope { excluded, excluded_uptime, excluded_tickets, ..Scope::default() };
    scope.billable = billable(&table, &scope);
    scope.approval = table.get("approval").map(|node| approval(&node, &scope.billable)).unwrap_or_default();
    scope
}

/// Reads causes: those that are told apart everywhere, and others of the agreement's own.
pub(super) fn cause_names(node: &Node<'_>) -> Vec<String> {
    let names = node.name_nodes();
    for (cause, node) in &names {
        check_spelling(cause, node);
    }
    names.into_iter().map(|(cause, _)| cause.to_owned()).collect()
}

/// Notes a cause that is nearly one of those that are told apart everywhere: it would be a second one beside that.
fn check_spelling(cause: &str, node: &Node<'_>) {
    if let Some(meant) = nearest(cause, CAUSES).filter(|meant| *meant != cause) {
        node.wrong_from_now_on(
            &format!("`{cause}` is another cause than `{meant}`, which is known everywhere"),
            &format!("did you mean `{meant}`?"),
        );
    }
}

/// Reads the causes that are excluded from one of the two only: one that is excluded from both stands under `excluded`.
fn only(table: &Table<'_>, key: &str, excluded: &[String]) -> Vec<String> {
    let names = table.get(key).map(|node| node.name_nodes()).unwrap_or_default();
    for (cause, node) in &names {
        check_spelling(cause, node);
    }
    for (cause, node) in names.iter().filter(|(cause, _)| excluded.iter().any(|known| known == cause)) {
        node.wrong(&format!("`{cause}` is excluded from everything already"), "keep it in one of the two lists");
    }
    names.into_iter().map(|(cause, _)| cause.to_owned()).collect()
}

/// Reads the causes that are billed. What is billed is work on tickets, so only causes that are excluded for tickets
/// can be.
fn billable(table: &Table<'_>, scope: &Scope) -> Vec<String> {
    let names = table.get("billable").map(|node| node.name_nodes()).unwrap_or_default();
    for (cause, node) in names.iter().filter(|(cause, _)| !scope.excludes_ticket(cause)) {
        let hint = or_else(&any_of(scope.ticket_causes()), "name it under excluded or excluded_tickets as well");
        node.wrong(&format!("`{cause}` is not among the excluded causes of tickets"), &hint);
    }
    names.into_iter().map(|(cause, _)| cause.to_owned()).collect()
}

/// Reads `true`, `false`, or the causes whose paid work needs the customer's approval.
fn approval(node: &Node<'_>, billable: &[String]) -> Approval {
    if !node.is_list() {
        let all = node.flag().unwrap_or_default();
        if all && billable.is_empty() {
            let hint = "write billable = [\"customer\"] with what is paid for, or take it out";
            node.wrong_from_now_on("nothing is billable, so there is nothing to approve", hint);
        }
        return if all { Approval::All } else { Approval::None };
    }
    let names = node.name_nodes();
    if node.is_empty_list() {
        node.wrong("this names no cause", "write true for all paid work, or false for none");
    }
    for (cause, node) in names.iter().filter(|(cause, _)| !billable.iter().any(|known| known == cause)) {
        let hint = or_else(&any_of(billable), "name it under billable as well");
        node.wrong(&format!("`{cause}` is not among the billable causes"), &hint);
    }
    Approval::For(names.into_iter().map(|(cause, _)| cause.to_owned()).collect())
}

//! Reads `[[severity]]` and `[priority]`.

use super::hours::{channel_names, clock};
use crate::contract::model::{Priority, PriorityStep, Severity};
use crate::reader::{Node, Table};
use crate::reader::{any_of, or_else};

/// Reads the severities, most severe first; a contract has at least one, none of them twice.
pub(super) fn read(root: &Table<'_>, channels: &[String], sets: &[String]) -> Vec<Severity> {
    let hint = "write [[severity]] with id, name and means, the most severe first";
    let Some(list) = root.need("severity", hint) else { return Vec::new() };
    let tables = list.tables(&["id", "name", "own_name", "means", "channels", "clock"]);
    if list.is_empty_list() {
        list.wrong("there is no severity", hint);
    }
    let mut severities: Vec<Severity> = Vec::new();
    for table in &tables {
        let Some(severity) = severity(table, channels, sets) else { continue };
        if severities.iter().any(|known| known.id == severity.id) {
            let message = format!("the severity `{}` stands here twice", severity.id);
            table.wrong("id", &message, "give every severity an id of its own");
            continue;
        }
        doubt_name(table.get("name"), "severities", &severity.name, severities.iter().map(|known| known.name.as_str()));
        severities.push(severity);
    }
    severities
}

/// Tells where a name is one of those above it, whatever the case of their letters: they can be told apart by their ids alone.
pub(super) fn doubt_name<'n>(node: Option<Node<'_>>, what: &str, name: &str, mut above: impl Iterator<Item = &'n str>) {
    let plain = |name: &str| name.trim().to_lowercase();
    if let Some(node) = node.filter(|_| !name.is_empty() && above.any(|other| plain(other) == plain(name))) {
        let message = format!("two {what} have the name `{name}`, and only their ids tell them apart");
        node.doubt(&message, "give each a name of its own, if the agreement does");
    }
}

fn severity(table: &Table<'_>, channels: &[String], sets: &[String]) -> Option<Severity> {
    let text = |node: Node<'_>| node.filled().map(str::to_owned);
    let id = table.need("id", "write id = \"critical\"").and_then(|node| node.id());
    let name = table.need("name", "write name = \"Critical\"").and_then(text);
    let severity = Severity {
        own_name: table.get("own_name").and_then(text),
        means: table.get("means").and_then(|node| node.text().map(str::to_owned)).unwrap_or_default(),
        channels: table.get("channels").map(|node| own_channels(&node, channels)).unwrap_or_default(),
        clock: table.get("clock").and_then(|node| clock(&node, sets)),
        name: name.unwrap_or_default(),
        id: id?,
    };
    Some(severity)
}

/// Reads the channels of one severity: some of the contract's, where it names any.
fn own_channels(node: &Node<'_>, known: &[String]) -> Vec<String> {
    if known.is_empty() {
        return channel_names(node);
    }
    let names = node.name_nodes();
    for (name, node) in &names {
        if !known.iter().any(|channel| channel == name) {
            let message = format!("`{name}` is not among the contract's channels");
            node.wrong(&message, &format!("write {}, or add it to support.channels", any_of(known)));
        }
    }
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// Notes `id` where no severity has it; returns whether one has.
pub(super) fn check_known(node: &Node<'_>, id: &str, severities: &[Severity]) -> bool {
    let known = severities.iter().any(|severity| severity.id == id);
    if !known {
        let ids = any_of(severities.iter().map(|severity| severity.id.as_str()));
        let hint = or_else(&ids, "add a [[severity]] with that id");
        node.wrong(&format!("there is no severity `{id}`"), &hint);
    }
    known
}

/// Reads `[priority]`: a matrix with a row for each impact and a cell for each urgency.
pub(super) fn priority(node: &Node<'_>, severities: &[Severity]) -> Option<Priority> {
    if node.is_list() {
        let hint = "write [[severity]] once for each level, the most severe first; [priority] is the matrix of impact and \
                    urgency";
        node.wrong("this is a list", hint);
        return None;
    }
    let table = node.table(&["impact", "urgency", "matrix", "workaround_cap"])?;
    let cap = table.get("workaround_cap").and_then(|node| workaround_cap(&node, severities));
    let impact = table.need("impact", "write impact = [\"high\", \"low\"]").map(|node| scale(&node));
    let urgency = table.need("urgency", "write urgency = [\"high\", \"low\"]").map(|node| scale(&node));
    let matrix = table.need("matrix", "write a row of severity ids for each impact")?;
    let (impact, urgency) = (impact?, urgency?);
    let rows = matrix.list("[[\"high\", \"medium\"], [\"medium\", \"low\"]]");
    check_size(&matrix, rows.len(), impact.len(), "row", "impact");
    let matrix = rows.iter().map(|row| matrix_row(row, urgency.len(), severities)).collect();
    Some(Priority { impact, urgency, matrix, workaround_cap: cap })
}

/// Reads the severity that a workaround brings a ticket down to.
fn workaround_cap(node: &Node<'_>, severities: &[Severity]) -> Option<String> {
    let id = severity_id(node, severities)?;
    if severities.first().is_some_and(|most| most.id == id) {
        let hint = "name a less severe one, or take it out";
        node.wrong_from_now_on(&format!("`{id}` is the most severe, so this caps nothing"), hint);
    }
    Some(id)
}

fn matrix_row(row: &Node<'_>, urgencies: usize, severities: &[Severity]) -> Vec<String> {
    let cells = row.list("[\"high\", \"medium\"]");
    check_size(row, cells.len(), urgencies, "cell", "urgency");
    cells.iter().filter_map(|cell| severity_id(cell, severities)).collect()
}

fn severity_id(node: &Node<'_>, severities: &[Severity]) -> Option<String> {
    let id = node.text()?;
    check_known(node, id, severities).then(|| id.to_owned())
}

/// Reads the steps along one side of the matrix, each a name or a table that also says what is meant.
fn scale(node: &Node<'_>) -> Vec<PriorityStep> {
    if node.is_empty_list() {
        node.wrong("this names nothing", "write the steps from the highest to the lowest, as in [\"high\", \"low\"]");
    }
    let mut steps: Vec<PriorityStep> = Vec::new();
    for item in node.list("[\"high\", \"low\"]") {
        // A step that is wrong keeps its place, so that the matrix has the rows it should.
        let step = step(&item).unwrap_or_else(|| PriorityStep { id: String::new(), means: String::new() });
        if !step.id.is_empty() && steps.iter().any(|known| known.id == step.id) {
            item.wrong(&format!("`{}` stands here twice", step.id), "name it once");
        }
        steps.push(step);
    }
    steps
}

fn step(node: &Node<'_>) -> Option<PriorityStep> {
    if !node.is_table() {
        return Some(PriorityStep { id: node.filled()?.to_owned(), means: String::new() });
    }
    let table = node.table(&["id", "means"])?;
    let id = table.need("id", "write { id = \"high\", means = \"…\" }").and_then(|node| node.filled());
    let means = table.need("means", "say what the agreement means by it, or write only the name");
    let means = means.and_then(|node| node.filled()).unwrap_or_default();
    Some(PriorityStep { id: id?.to_owned(), means: means.to_owned() })
}

fn check_size(node: &Node<'_>, found: usize, wanted: usize, part: &str, of: &str) {
    if found != wanted {
        let message = format!("{part}s here: {found}, names under `{of}`: {wanted}");
        node.wrong(&message, &format!("write one {part} for each {of}"));
    }
}

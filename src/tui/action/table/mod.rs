//! Lists the actions, a file for each group of the help.

mod change;
mod go;
mod list;
mod program;
mod record;
mod see;
mod vendor;
mod wanted;
mod write;

use super::Context::{Area, Breach, Form, Global, List, Page, Pager, Pick, Queue, Text, Ticket};
use super::{Action, ActionRow, Context, Group, Key};

const EVERYWHERE: &[Context] = &[Global];
const TICKETS: &[Context] = &[Queue, Ticket, Breach];
const VIEWS: &[Context] = &[Page];
const LISTS: &[Context] = &[Page, List, Context::Help, Pager];
const FIELDS: &[Context] = &[Form, Text, Area];
const LISTS_AND_PICK: &[Context] = &[Page, List, Pick, Context::Help, Pager];

/// The groups with their rows, in the order of the help. Nothing that changes data may stand on `[`, `O` or `A` to `D`: an
/// arrow key whose bytes arrive apart can read as those.
const TABLE: &[(Group, &[ActionRow])] = &[
    (Group::See, see::ROWS),
    (Group::Record, record::ROWS),
    (Group::Change, change::ROWS),
    (Group::Vendor, vendor::ROWS),
    (Group::Write, write::ROWS),
    (Group::Go, go::ROWS),
    (Group::List, list::ROWS),
    (Group::Program, program::ROWS),
];

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [Key],
    contexts: &'static [Context],
    label: &'static str,
    help: &'static str,
) -> ActionRow {
    ActionRow { action, name, keys, contexts, label, help }
}

/// Returns every action, once, with its group, in the order of the help.
pub fn grouped() -> impl Iterator<Item = (Group, &'static ActionRow)> {
    TABLE.iter().flat_map(|(group, rows)| rows.iter().map(|row| (*group, row)))
}

/// Returns every action, once, in the order of the footer: what is wanted most, then the groups.
pub fn rows() -> impl Iterator<Item = &'static ActionRow> {
    let mut rows: Vec<&ActionRow> = grouped().map(|(_, row)| row).collect();
    rows.sort_by_key(|row| wanted::rank(row.action));
    rows.into_iter()
}

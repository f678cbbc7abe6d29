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

use super::Context::{Area, Breach, Form, Global, List, Owed, Page, Pager, Pick, Queue, Text, Ticket};
use super::{Action, Context, Group, Key, Press};

/// The key before those that go somewhere.
const GO: Key = Key::Char('g');
/// The key before those that change what a ticket says.
const CHANGE: Key = Key::Char(',');

const EVERYWHERE: &[Context] = &[Global];
const TICKETS: &[Context] = &[Queue, Ticket, Breach];
const TICKETS_AND_OWED: &[Context] = &[Queue, Ticket, Breach, Owed];
const VIEWS: &[Context] = &[Page];
const LISTS: &[Context] = &[Page, List, Pager];
const FIELDS: &[Context] = &[Form, Text, Area];
const LISTS_AND_PICK: &[Context] = &[Page, List, Pick, Context::Help, Pager];

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TableRow {
    /// The action of the row.
    pub(super) action: Action,
    /// The name in the palette and in settings: lower case with hyphens, unique.
    pub(super) name: &'static str,
    /// What is pressed for it, the first being the one to show; none for what is only found by its name.
    pub(super) keys: &'static [Press],
    /// The contexts in which these keys have this meaning.
    pub(super) contexts: &'static [Context],
    /// The short word for the footer.
    pub(super) label: &'static str,
    /// The sentence for the help and the palette.
    pub(super) help: &'static str,
}

/// The groups with their rows, in the order of the help. Nothing that changes data may stand on `[`, `O` or `A` to `D`: an
/// arrow key whose bytes arrive apart can read as those.
const TABLE: &[(Group, &[TableRow])] = &[
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
    keys: &'static [Press],
    contexts: &'static [Context],
    label: &'static str,
    help: &'static str,
) -> TableRow {
    TableRow { action, name, keys, contexts, label, help }
}

/// The keys that do nothing alone, with what those are about that follow them.
const PREFIXES: &[(Key, &str)] = &[(GO, "go to"), (CHANGE, "change the ticket"), (Key::Char('\''), "saved filters")];

/// Returns what the keys are about that follow that one; nothing of a key that the person chose.
pub fn prefix_words(first: Key) -> &'static str {
    PREFIXES.iter().find(|(key, _)| *key == first).map_or("", |(_, words)| words)
}

/// Returns every action, once, with its group, in the order of the help.
pub(super) fn grouped() -> impl Iterator<Item = (Group, &'static TableRow)> {
    TABLE.iter().flat_map(|(group, rows)| rows.iter().map(|row| (*group, row)))
}

/// Returns the place of an action in the footer: what is wanted most stands first, the rest follows in the order of the help.
pub(super) fn rank(action: Action) -> usize {
    wanted::rank(action)
}

//! Writes the keys as a page of the documents, page by page of the screen.

use std::fmt::Write as _;

use super::Context::{
    Activity, Area, Breach, Confirm, DrillDown, Form, Global, Help, Inbox, List, Outbox, Owed, Pager, Party, People,
    Pick, Prefix, Queue, Reports, Send, Text, Ticket, Uptime, Vendors, Views,
};
use super::{ActionRow, Context, Keymap, Press};

/// One part of the page: its heading, and the contexts where its keys work.
type Section = (&'static str, &'static [Context]);

/// The parts in their order; what several places share stands before each of them.
pub(super) const SECTIONS: &[Section] = &[
    ("Everywhere", &[Global]),
    (
        "On every page",
        &[Queue, Ticket, Breach, Vendors, Uptime, Reports, DrillDown, Activity, People, Party, Inbox, Outbox, Owed],
    ),
    ("Tickets: in the queue, on the breach page, on a ticket", &[Queue, Ticket, Breach]),
    ("Queue and breach page", &[Queue, Breach]),
    ("Queue", &[Queue]),
    ("Breach page", &[Breach]),
    ("One ticket", &[Ticket]),
    ("Vendors", &[Vendors]),
    ("Uptime", &[Uptime]),
    ("Reports", &[Reports]),
    ("Tickets behind a figure", &[DrillDown]),
    ("Activity", &[Activity]),
    ("People: the lists, and somebody's page", &[People, Party]),
    ("The lists of people", &[People]),
    ("A person or an organisation", &[Party]),
    ("Inbox", &[Inbox]),
    ("Outbox", &[Outbox]),
    ("What the vendors owe", &[Owed]),
    ("Forms and text fields", &[Form, Text, Area]),
    ("Fields that are no text", &[Form]),
    ("A line of text", &[Text]),
    ("Several lines of text", &[Area]),
    ("Lists to choose from, texts to read", &[List, Pager]),
    ("Lists to choose from", &[List]),
    ("The question how a letter is sent", &[Send]),
    ("A line of text above a list, the help", &[Pick, Views, Help]),
    ("A line of text above a list", &[Pick, Views]),
    ("A line of text above a list of anything else", &[Pick]),
    ("The list of saved filters", &[Views]),
    ("The help", &[Help]),
    ("Texts to read", &[Pager]),
    ("Questions", &[Confirm]),
    ("After a key that others follow", &[Prefix]),
];

/// Returns a heading of the second level and a table for each part in which keys work, in Markdown. A key that works in several
/// places stands once where one part is of all of them.
pub fn keys_markdown() -> String {
    let (keymap, mut out) = (Keymap::default(), String::new());
    for (place, section) in SECTIONS.iter().enumerate() {
        let lines: Vec<String> =
            keymap.rows().filter(|entry| stands_in(entry, place)).map(|entry| row(entry, section.1)).collect();
        if !lines.is_empty() {
            let head = "| Key | Name | What it does |\n| --- | --- | --- |";
            // Writing to a String cannot fail.
            let _ = writeln!(out, "## {}\n\n{head}\n{}\n", section.0, lines.join("\n"));
        }
    }
    out
}

/// Returns whether the entry works in all of the part at `place` and no earlier part has listed it for those contexts
/// already.
fn stands_in(entry: &ActionRow, place: usize) -> bool {
    let works_in = |contexts: &[Context]| contexts.iter().all(|context| entry.belongs_to(*context));
    let (_, here) = SECTIONS[place];
    let covers = |(_, contexts): &Section| here.iter().all(|context| contexts.contains(context)) && works_in(contexts);
    works_in(here) && !SECTIONS[..place].iter().any(covers)
}

fn row(entry: &ActionRow, places: &[Context]) -> String {
    let works = |press: &&Press| places.iter().any(|place| place.leaves(press.first()));
    let keys: Vec<String> = entry.keys.iter().filter(works).map(|press| code(&press.to_string())).collect();
    format!("| {} | {} | {} |", keys.join(" "), entry.name, entry.help)
}

/// Returns a key as Markdown code for a table, with bars escaped because they would end the cell.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

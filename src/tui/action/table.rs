//! The table of actions. Its order is the footer's: what is wanted most stands first.

use super::Context::{Area, Confirm, Form, Global, List, Pager, Pick, Queue, Text, Ticket, Vendors};
use super::Key::{
    AltEnter, BackTab, Backspace, Char, Ctrl, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up,
};
use super::{Action, Context, Entry, Key};

const EVERYWHERE: &[Context] = &[Global];
const TICKETS: &[Context] = &[Queue, Ticket];
const VIEWS: &[Context] = &[Queue, Ticket, Vendors];
const LISTS: &[Context] = &[Queue, Ticket, Vendors, List, Context::Help, Pager];
const LISTS_AND_PICK: &[Context] = &[Queue, Ticket, Vendors, List, Pick, Context::Help, Pager];

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [Key],
    contexts: &'static [Context],
    label: &'static str,
    help: &'static str,
) -> Entry {
    Entry { action, name, keys, contexts, label, help }
}

/// Every action, once. Nothing that changes data may stand on `[`, `O` or `A` to `D`: an arrow key whose bytes arrive
/// apart can read as those.
pub const ACTIONS: &[Entry] = &[
    row(Action::New, "new", &[Char('n')], VIEWS, "new", "Log a new ticket."),
    row(Action::Open, "open", &[Enter], VIEWS, "open", "Open what is selected."),
    row(Action::Respond, "respond", &[Char('r')], TICKETS, "respond", "Record that the ticket was answered."),
    row(Action::WorkStart, "work-start", &[Char('s')], TICKETS, "start", "Record that work on the ticket has begun."),
    row(Action::Fix, "fix", &[Char('f')], TICKETS, "fix", "Record that the ticket was corrected."),
    row(Action::Why, "why", &[Char('v')], TICKETS, "why", "Explain the deadline, day by day."),
    row(Action::Note, "note", &[Char('c')], TICKETS, "note", "Add a note to the ticket."),
    row(Action::Assign, "assign", &[Char('a')], TICKETS, "assign", "Assign the ticket to somebody, yourself first."),
    row(Action::Workaround, "workaround", &[Char('w')], TICKETS, "workaround", "Record that a workaround was given."),
    row(
        Action::NoWorkaround,
        "no-workaround",
        &[Char('W')],
        TICKETS,
        "none possible",
        "Record that no workaround is possible.",
    ),
    row(Action::Close, "close", &[Char('d')], TICKETS, "close", "Close the ticket: it is done."),
    row(Action::Reopen, "reopen", &[Char('o')], TICKETS, "reopen", "Open a closed ticket again."),
    row(Action::Severity, "severity", &[Char('p')], TICKETS, "severity", "Change the severity of the ticket."),
    row(
        Action::Phoned,
        "phoned",
        &[Char('m')],
        TICKETS,
        "phoned",
        "Record that the ticket was phoned in or reported again by a channel that counts.",
    ),
    row(
        Action::Earlier,
        "earlier",
        &[Char('@'), Ctrl('t')],
        &[Queue, Ticket, Form, Text, Area],
        "earlier",
        "Say that it happened earlier than now.",
    ),
    row(Action::Filter, "filter", &[Char('/')], TICKETS, "filter", "Show only the tickets that match."),
    row(
        Action::Release,
        "release",
        &[Char('r')],
        &[Vendors],
        "release",
        "Enter a date on which the vendor releases; what comes with the next release is due by it.",
    ),
    row(
        Action::RemoveRelease,
        "remove-release",
        &[Char('R')],
        &[Vendors],
        "remove release",
        "Remove a release date of the vendor's.",
    ),
    row(Action::Palette, "palette", &[Char(':')], VIEWS, "palette", "Find any action by its name."),
    row(Action::Undo, "undo", &[Char('u')], VIEWS, "undo", "Take back the last thing you recorded."),
    row(
        Action::TakeBack,
        "take-back",
        &[Char('U')],
        &[Ticket],
        "take back",
        "Choose an entry of the ticket to take back: one of yours, or anybody's if you are a lead.",
    ),
    row(Action::ClearFilter, "clear-filter", &[Backspace], &[Queue], "all", "Show all open tickets again."),
    row(
        Action::ToggleClosed,
        "toggle-closed",
        &[Char('.')],
        &[Queue],
        "closed",
        "Show closed tickets too, or hide them again.",
    ),
    row(Action::Sort, "sort", &[Char('S')], &[Queue], "sort", "Sort the list by something else."),
    row(
        Action::Copy,
        "copy",
        &[Char('y')],
        &[Queue, Ticket, Vendors, Pager],
        "copy",
        "Copy it to the clipboard of your terminal.",
    ),
    row(
        Action::Problems,
        "problems",
        &[Char('!')],
        VIEWS,
        "problems",
        "Show which contract files and settings could not be used, and why.",
    ),
    row(Action::ViewQueue, "view-queue", &[Char('1')], VIEWS, "queue", "Go to the list of open tickets."),
    row(
        Action::ViewVendors,
        "view-vendors",
        &[Char('3')],
        VIEWS,
        "vendors",
        "Go to the vendors and what they promise.",
    ),
    row(Action::Accept, "accept", &[Enter], &[Form, List, Pick, Text], "accept", "Take what is entered or selected."),
    row(Action::Save, "save", &[Ctrl('s'), AltEnter], &[Form, Text, Area], "save", "Save the form."),
    row(
        Action::DropDraft,
        "drop",
        &[Ctrl('g')],
        &[Form, Text, Area],
        "drop",
        "Drop what is typed; Esc keeps it as a draft.",
    ),
    row(Action::NextChoice, "next-choice", &[Right, Char(' ')], &[Form], "next", "Choose the next value of the field."),
    row(Action::PrevChoice, "prev-choice", &[Left], &[Form], "previous", "Choose the value before of the field."),
    row(Action::NextField, "next-field", &[Tab, Down], &[Form, Text, Area], "next field", "Go to the next field."),
    row(
        Action::PrevField,
        "prev-field",
        &[BackTab, Up],
        &[Form, Text, Area],
        "field before",
        "Go to the field before.",
    ),
    row(Action::Yes, "yes", &[Char('y')], &[Confirm], "yes", "Do it."),
    row(Action::No, "no", &[Char('n'), Esc], &[Confirm], "no", "Leave everything as it is."),
    row(
        Action::Back,
        "back",
        &[Esc],
        &[Queue, Ticket, Vendors, Form, List, Pick, Text, Area, Context::Help, Pager],
        "back",
        "Go back by one layer, never out of the program.",
    ),
    row(Action::Down, "down", &[Char('j'), Down], LISTS_AND_PICK, "down", "Go down by one."),
    row(Action::Up, "up", &[Char('k'), Up], LISTS_AND_PICK, "up", "Go up by one."),
    row(Action::Top, "top", &[Char('g'), Home], LISTS, "top", "Go to the top."),
    row(Action::Bottom, "bottom", &[Char('G'), End], LISTS, "bottom", "Go to the bottom."),
    row(Action::PageUp, "page-up", &[PageUp], LISTS_AND_PICK, "page up", "Go up by a page."),
    row(Action::PageDown, "page-down", &[PageDown], LISTS_AND_PICK, "page down", "Go down by a page."),
    row(Action::Leave, "leave", &[Char('q')], LISTS, "leave", "Leave this view; on the queue, leave the program."),
    row(Action::Help, "help", &[Char('?'), F(1)], EVERYWHERE, "help", "Show the keys of where you are."),
    row(
        Action::MouseToggle,
        "mouse",
        &[F(12)],
        EVERYWHERE,
        "mouse",
        "Let the program have the mouse, or leave it to the terminal for selecting text.",
    ),
    row(Action::Redraw, "redraw", &[Ctrl('l')], EVERYWHERE, "redraw", "Draw the whole screen again."),
    row(Action::Quit, "quit", &[Ctrl('c')], EVERYWHERE, "quit", "Quit the program when pressed twice."),
];

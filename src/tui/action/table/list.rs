//! Lists moving in lists, and what they show.

use crate::tui::action::Action;
use crate::tui::action::Context::{Activity, Breach, Inbox, Owed, People, Queue, Reports, Ticket};
use crate::tui::action::Key::{Backspace, Char, Ctrl, Down, End, Home, PageDown, PageUp, Up};
use crate::tui::action::Press::{One, Two};

use super::{GO, LISTS, LISTS_AND_PICK, TableRow, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(
        Action::Filter,
        "filter",
        &[One(Char('/'))],
        &[Queue, Ticket, Breach, Reports, Activity, People, Inbox, Owed],
        "filter",
        "Show only the tickets that match; on the activity page, only the entries, on the page of people, only the names, and in the inbox, only the letters.",
    ),
    row(
        Action::ClearFilter,
        "clear-filter",
        &[One(Backspace)],
        &[Queue, Breach, Reports, Activity, People, Inbox, Owed],
        "all",
        "Clear the filter; on the activity page, show all that was done.",
    ),
    row(
        Action::ToggleClosed,
        "toggle-closed",
        &[One(Char('.'))],
        &[Queue],
        "closed",
        "Show closed tickets too, or hide them again.",
    ),
    row(Action::Sort, "sort", &[One(Char('S'))], &[Queue, Breach], "sort", "Sort the list by something else."),
    row(
        Action::Mark,
        "mark",
        &[One(Char(' '))],
        &[Queue, Breach, Inbox],
        "mark",
        "Mark or unmark the ticket or the letter; what you record then applies to every marked one.",
    ),
    row(
        Action::MarkAll,
        "mark-all",
        &[One(Char('*'))],
        &[Queue, Breach, Inbox],
        "mark all",
        "Mark everything in the list, or nothing if all of it is.",
    ),
    row(Action::Down, "down", &[One(Char('j')), One(Down), One(Ctrl('n'))], LISTS_AND_PICK, "down", "Go down by one."),
    row(Action::Up, "up", &[One(Char('k')), One(Up), One(Ctrl('p'))], LISTS_AND_PICK, "up", "Go up by one."),
    row(Action::Top, "top", &[Two(GO, Char('g')), One(Home)], LISTS, "top", "Go to the top."),
    row(Action::Bottom, "bottom", &[One(Char('G')), One(End)], LISTS, "bottom", "Go to the bottom."),
    row(Action::PageUp, "page-up", &[One(PageUp), One(Ctrl('b'))], LISTS_AND_PICK, "page up", "Go up by a page."),
    row(
        Action::PageDown,
        "page-down",
        &[One(PageDown), One(Ctrl('f'))],
        LISTS_AND_PICK,
        "page down",
        "Go down by a page.",
    ),
    row(Action::HalfUp, "half-page-up", &[One(Ctrl('u'))], LISTS, "half up", "Go up by half a page."),
    row(Action::HalfDown, "half-page-down", &[One(Ctrl('d'))], LISTS, "half down", "Go down by half a page."),
    row(
        Action::MarkRange,
        "mark-range",
        &[One(Char('V'))],
        &[Queue, Breach, Inbox],
        "range",
        "Mark from here to where you go; the same key again ends it.",
    ),
    row(
        Action::SaveView,
        "save-view",
        &[One(Char('+'))],
        &[Queue],
        "save view",
        "Save the filter in force under a name, for the desk.",
    ),
];

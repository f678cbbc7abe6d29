//! Lists moving in lists, and what they show.

use crate::tui::action::Context::{Activity, Breach, Queue, Reports, Ticket};
use crate::tui::action::Key::{Backspace, Char, Down, End, Home, PageDown, PageUp, Up};
use crate::tui::action::{Action, ActionRow};

use super::{LISTS, LISTS_AND_PICK, row};

/// The rows of the group.
pub(super) const ROWS: &[ActionRow] = &[
    row(
        Action::Filter,
        "filter",
        &[Char('/')],
        &[Queue, Ticket, Breach, Reports, Activity],
        "filter",
        "Show only the tickets that match; on the activity page, only the entries that match.",
    ),
    row(
        Action::ClearFilter,
        "clear-filter",
        &[Backspace],
        &[Queue, Breach, Reports, Activity],
        "all",
        "Clear the filter; on the activity page, show all that was done.",
    ),
    row(
        Action::ToggleClosed,
        "toggle-closed",
        &[Char('.')],
        &[Queue],
        "closed",
        "Show closed tickets too, or hide them again.",
    ),
    row(Action::Sort, "sort", &[Char('S')], &[Queue, Breach], "sort", "Sort the list by something else."),
    row(
        Action::Mark,
        "mark",
        &[Char(' ')],
        &[Queue, Breach],
        "mark",
        "Mark or unmark the ticket; what you record then applies to every marked one.",
    ),
    row(
        Action::MarkAll,
        "mark-all",
        &[Char('*')],
        &[Queue, Breach],
        "mark all",
        "Mark every ticket in the list, or none if all are.",
    ),
    row(Action::Down, "down", &[Char('j'), Down], LISTS_AND_PICK, "down", "Go down by one."),
    row(Action::Up, "up", &[Char('k'), Up], LISTS_AND_PICK, "up", "Go up by one."),
    row(Action::Top, "top", &[Char('g'), Home], LISTS, "top", "Go to the top."),
    row(Action::Bottom, "bottom", &[Char('G'), End], LISTS, "bottom", "Go to the bottom."),
    row(Action::PageUp, "page-up", &[PageUp], LISTS_AND_PICK, "page up", "Go up by a page."),
    row(Action::PageDown, "page-down", &[PageDown], LISTS_AND_PICK, "page down", "Go down by a page."),
    row(
        Action::MarkRange,
        "mark-range",
        &[Char('V')],
        &[Queue, Breach],
        "range",
        "Mark from here to where you go; the same key again ends it.",
    ),
    row(
        Action::SaveView,
        "save-view",
        &[Char('+')],
        &[Queue],
        "save view",
        "Save the filter in force under a name, for the desk.",
    ),
];

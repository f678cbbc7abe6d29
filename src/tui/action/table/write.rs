//! Lists texts and documents, forms and questions.

use crate::tui::action::Action;
use crate::tui::action::Context::{Area, Confirm, Form, List, Page, Pager, Pick, Reports, Text, Uptime};
use crate::tui::action::Key::{AltEnter, BackTab, Char, Ctrl, Down, Enter, Esc, Left, Right, Tab, Up};
use crate::tui::action::Press::One;

use super::{FIELDS, TICKETS, TableRow, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(
        Action::Note,
        "note",
        &[One(Char('c'))],
        TICKETS,
        "note",
        "Write a note, or what the customer or the vendor said.",
    ),
    row(
        Action::Tell,
        "update-customer",
        &[One(Char('T'))],
        TICKETS,
        "update",
        "Update the customer: note what they were told.",
    ),
    row(
        Action::Files,
        "files",
        &[One(Char('X'))],
        TICKETS,
        "files",
        "List the ticket's files, save one of them, or attach another.",
    ),
    row(
        Action::MonthReport,
        "report",
        &[One(Char('E'))],
        &[Uptime],
        "report",
        "Write down the month: one vendor's from its page, all vendors' from the list.",
    ),
    row(
        Action::WriteDown,
        "write-down",
        &[One(Char('E'))],
        &[Reports],
        "write down",
        "Write the report down, to be copied or saved as a file.",
    ),
    row(Action::Copy, "copy", &[One(Char('y'))], &[Page, Pager], "copy", "Copy it to the clipboard of your terminal."),
    row(
        Action::SaveFile,
        "save-file",
        &[One(Char('s'))],
        &[Pager],
        "save",
        "Write it to a file in the folder that frist was started in.",
    ),
    row(
        Action::Evidence,
        "evidence",
        &[One(Char('E'))],
        TICKETS,
        "evidence",
        "Write the ticket's evidence for its vendor.",
    ),
    row(
        Action::Accept,
        "accept",
        &[One(Enter)],
        &[Form, List, Pick, Text],
        "accept",
        "Take what is entered or selected.",
    ),
    row(Action::Save, "save", &[One(Ctrl('s')), One(AltEnter)], FIELDS, "save", "Save the form."),
    row(
        Action::DropDraft,
        "drop",
        &[One(Ctrl('g'))],
        FIELDS,
        "drop",
        "Drop what is typed; Esc keeps it as a draft, or asks in frist contract new.",
    ),
    row(
        Action::NextChoice,
        "next-choice",
        &[One(Right), One(Char(' '))],
        &[Form],
        "next",
        "Choose the next value of the field.",
    ),
    row(Action::PrevChoice, "prev-choice", &[One(Left)], &[Form], "previous", "Choose the value before of the field."),
    row(Action::NextField, "next-field", &[One(Tab), One(Down)], FIELDS, "next field", "Go to the next field."),
    row(Action::PrevField, "prev-field", &[One(BackTab), One(Up)], FIELDS, "field before", "Go to the field before."),
    row(Action::Yes, "yes", &[One(Char('y'))], &[Confirm], "yes", "Do it."),
    row(Action::No, "no", &[One(Char('n')), One(Esc)], &[Confirm], "no", "Leave everything as it is."),
    row(
        Action::Editor,
        "editor",
        &[One(Ctrl('o'))],
        &[Area],
        "your editor",
        "Write the text in your own editor: the one that VISUAL or EDITOR names.",
    ),
];

//! Lists what is changed or taken back.

use crate::tui::action::Action;
use crate::tui::action::Context::{Party, People, Ticket, Views};
use crate::tui::action::Key::{Char, Ctrl, F};
use crate::tui::action::Press::{One, Two};

use super::{CHANGE, TICKETS, TableRow, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(
        Action::Assign,
        "assign",
        &[One(Char('a'))],
        TICKETS,
        "assign",
        "Assign the ticket to yourself, to somebody else, or to the person with the fewest tickets.",
    ),
    row(
        Action::Severity,
        "severity",
        &[One(Char('p'))],
        TICKETS,
        "severity",
        "Change the severity of the ticket, or impact and urgency.",
    ),
    row(
        Action::Exclude,
        "exclude",
        &[One(Char('x'))],
        TICKETS,
        "exclude",
        "Exclude the ticket from the promise, with its cause, or include it again.",
    ),
    row(
        Action::Plan,
        "plan",
        &[One(Char('P')), Two(CHANGE, Char('p'))],
        TICKETS,
        "plan",
        "Change the plan of the ticket.",
    ),
    row(Action::Undo, "undo", &[One(Char('u'))], VIEWS, "undo", "Undo the last thing that you recorded."),
    row(
        Action::Retract,
        "retract",
        &[One(Char('U'))],
        &[Ticket],
        "retract",
        "Retract an entry of the ticket: one of yours, or anybody's if you are a lead.",
    ),
    row(Action::Subject, "subject", &[Two(CHANGE, Char('s'))], TICKETS, "subject", "Change the subject of the ticket."),
    row(
        Action::Customer,
        "customer",
        &[Two(CHANGE, Char('c'))],
        TICKETS,
        "customer",
        "Change who reported the ticket.",
    ),
    row(Action::Tag, "tag", &[Two(CHANGE, Char('g'))], TICKETS, "tags", "Put tags on the ticket, or take them off."),
    row(
        Action::Link,
        "link",
        &[Two(CHANGE, Char('l'))],
        TICKETS,
        "link",
        "Tie the ticket to another one, as its parent or child, its cause, what blocks it, or because they relate; or untie it.",
    ),
    row(
        Action::Snooze,
        "snooze",
        &[Two(CHANGE, Char('z'))],
        TICKETS,
        "snooze",
        "Snooze the ticket: it leaves the queue until a moment or the next event; or wake it.",
    ),
    row(
        Action::CorrectVendor,
        "correct-vendor",
        &[Two(CHANGE, Char('v'))],
        TICKETS,
        "vendor",
        "Correct the vendor, plan or severity that the ticket was logged with; its clocks count anew.",
    ),
    row(
        Action::CorrectChannel,
        "correct-channel",
        &[Two(CHANGE, Char('h'))],
        TICKETS,
        "channel",
        "Correct the channel that the ticket was reported by; its clocks count anew.",
    ),
    row(
        Action::CorrectTime,
        "correct-time",
        &[Two(CHANGE, Char('t'))],
        TICKETS,
        "reported",
        "Correct when the ticket was reported; its clocks count anew.",
    ),
    row(
        Action::AddParty,
        "add-person",
        &[One(Char('N'))],
        &[People],
        "add",
        "Enter a person, or in the list of organisations an organisation.",
    ),
    row(
        Action::EditParty,
        "edit-person",
        &[One(Char('e'))],
        &[People, Party],
        "change",
        "Change what is kept of the person or the organisation.",
    ),
    row(
        Action::JoinTyped,
        "join-name",
        &[One(Char('='))],
        &[People],
        "join",
        "Say which person a typed name is: all tickets with that name become theirs.",
    ),
    row(
        Action::MergeParty,
        "merge",
        &[One(Char('M'))],
        &[People, Party],
        "merge",
        "Merge the person or the organisation into another one that is the same.",
    ),
    row(Action::Redo, "redo", &[One(Ctrl('r'))], VIEWS, "redo", "Do again what you undid last."),
    row(Action::DropView, "drop-view", &[One(F(8))], &[Views], "delete", "Delete the selected view from the desk."),
];

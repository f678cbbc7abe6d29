//! Lists what happens to a ticket.

use crate::tui::action::Action;
use crate::tui::action::Context::{Area, Breach, Form, Queue, Text, Ticket};
use crate::tui::action::Key::{Char, Ctrl};
use crate::tui::action::Press::One;

use super::{TICKETS, TableRow, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(Action::New, "new", &[One(Char('n'))], VIEWS, "new", "Log a new ticket."),
    row(
        Action::Record("respond"),
        "respond",
        &[One(Char('r'))],
        TICKETS,
        "respond",
        "Record the first qualified reply to the customer.",
    ),
    row(
        Action::Record("start"),
        "work-start",
        &[One(Char('s'))],
        TICKETS,
        "start",
        "Record that work on the ticket has begun.",
    ),
    row(Action::Record("fix"), "fix", &[One(Char('f'))], TICKETS, "fix", "Record that the ticket is fixed."),
    row(
        Action::Record("workaround"),
        "workaround",
        &[One(Char('w'))],
        TICKETS,
        "workaround",
        "Record that a workaround was given.",
    ),
    row(
        Action::Record("no-workaround"),
        "no-workaround",
        &[One(Char('W'))],
        TICKETS,
        "none possible",
        "Record that no workaround is possible.",
    ),
    row(Action::Close, "close", &[One(Char('d'))], TICKETS, "close", "Close the ticket: it is done."),
    row(
        Action::Reopen,
        "reopen",
        &[One(Char('o'))],
        TICKETS,
        "reopen",
        "Open the ticket again: it did not hold, or it came back.",
    ),
    row(
        Action::Phoned,
        "phoned",
        &[One(Char('m'))],
        TICKETS,
        "phoned",
        "Record that the ticket was phoned in or reported again by a channel that counts.",
    ),
    row(
        Action::Record("acknowledge"),
        "acknowledge",
        &[One(Char('i'))],
        TICKETS,
        "acknowledge",
        "Record that the report was acknowledged to the customer.",
    ),
    row(
        Action::Spend,
        "spend",
        &[One(Char('t'))],
        TICKETS,
        "time",
        "Book minutes of work on the ticket, and what for.",
    ),
    row(
        Action::Approve,
        "approve",
        &[One(Char('b'))],
        TICKETS,
        "approved",
        "Record where the customer's written approval of paid work can be found.",
    ),
    row(
        Action::Waiting,
        "waiting",
        &[One(Char('z'))],
        TICKETS,
        "waiting",
        "Record that the ticket waits on the customer or the vendor, or goes on.",
    ),
    row(
        Action::Escalate,
        "escalate",
        &[One(Char('e'))],
        TICKETS,
        "escalate",
        "Escalate the ticket to the desk's next level.",
    ),
    row(
        Action::RootCause,
        "root-cause",
        &[One(Char('R'))],
        TICKETS,
        "root cause",
        "Record that the cause was explained to the customer in writing.",
    ),
    row(
        Action::Earlier,
        "earlier",
        &[One(Char('@')), One(Ctrl('t'))],
        &[Queue, Ticket, Breach, Form, Text, Area],
        "earlier",
        "Set an earlier time for the next entry.",
    ),
];

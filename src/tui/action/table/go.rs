//! Lists the ways from page to page.

use crate::tui::action::Context::{Area, Form, List, Page, Pager, Pick, Text, Ticket};
use crate::tui::action::Key::{Alt, Char, Esc, F};
use crate::tui::action::{Action, ActionRow, Context};

use super::{LISTS, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[ActionRow] = &[
    row(Action::ViewQueue, "view-queue", &[Char('1')], VIEWS, "queue", "Go to the list of open tickets."),
    row(
        Action::ViewBreach,
        "view-breach",
        &[Char('2')],
        VIEWS,
        "breach",
        "Go to what is breached and what breaches next.",
    ),
    row(
        Action::Wall,
        "wall",
        &[F(11)],
        VIEWS,
        "wall",
        "Show the breached targets in large figures, for a screen across the room, or no longer.",
    ),
    row(
        Action::ViewVendors,
        "view-vendors",
        &[Char('3')],
        VIEWS,
        "vendors",
        "Go to the vendors and what they promise.",
    ),
    row(
        Action::ViewUptime,
        "view-uptime",
        &[Char('4')],
        VIEWS,
        "uptime",
        "Go to the months' uptime, outages and maintenance.",
    ),
    row(
        Action::ViewReports,
        "view-reports",
        &[Char('5')],
        VIEWS,
        "reports",
        "Go to the reports: tickets of a period in figures.",
    ),
    row(
        Action::ViewActivity,
        "view-activity",
        &[Char('6')],
        VIEWS,
        "activity",
        "Go to who did what, the newest first.",
    ),
    row(
        Action::Back,
        "back",
        &[Esc],
        &[Page, Form, List, Pick, Text, Area, Context::Help, Pager],
        "back",
        "Go back by one layer, never out of the program.",
    ),
    row(Action::Leave, "leave", &[Char('q')], LISTS, "leave", "Leave this page; on the queue, leave the program."),
    row(Action::NextTicket, "next-ticket", &[Char('J')], &[Ticket], "next", "Go to the next ticket of the list below."),
    row(
        Action::PrevTicket,
        "ticket-before",
        &[Char('K')],
        &[Ticket],
        "before",
        "Go to the ticket before in the list below.",
    ),
    row(Action::JumpTo, "go-to-number", &[Char('#')], VIEWS, "number", "Go to a ticket by its number."),
    row(Action::Recent, "recent", &[Alt('h')], VIEWS, "recent", "Show the last ten tickets that were looked at."),
    row(Action::Views, "views", &[Char('\'')], VIEWS, "views", "Show the saved filters, to choose one by its digit."),
];

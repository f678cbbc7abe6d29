//! Lists the ways from page to page.

use crate::tui::action::Action;
use crate::tui::action::Context::{self, Area, Form, List, Page, Pager, Pick, Prefix, Text, Ticket};
use crate::tui::action::Key::{Char, Esc, F};
use crate::tui::action::Press::{One, Two};

use super::{GO, TICKETS, TableRow, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(
        Action::ViewQueue,
        "view-queue",
        &[One(Char('1')), Two(GO, Char('q'))],
        VIEWS,
        "queue",
        "Go to the list of open tickets.",
    ),
    row(
        Action::ViewBreach,
        "view-breach",
        &[One(Char('2')), Two(GO, Char('b'))],
        VIEWS,
        "breach",
        "Go to what is breached and what breaches next.",
    ),
    row(
        Action::ViewVendors,
        "view-vendors",
        &[One(Char('3')), Two(GO, Char('v'))],
        VIEWS,
        "vendors",
        "Go to the vendors and what they promise.",
    ),
    row(
        Action::ViewUptime,
        "view-uptime",
        &[One(Char('4')), Two(GO, Char('u'))],
        VIEWS,
        "uptime",
        "Go to the months' uptime, outages and maintenance.",
    ),
    row(
        Action::ViewReports,
        "view-reports",
        &[One(Char('5')), Two(GO, Char('r'))],
        VIEWS,
        "reports",
        "Go to the reports: tickets of a period in figures.",
    ),
    row(
        Action::ViewActivity,
        "view-activity",
        &[One(Char('6')), Two(GO, Char('a'))],
        VIEWS,
        "activity",
        "Go to who did what, the newest first.",
    ),
    row(
        Action::ViewPeople,
        "people",
        &[Two(GO, Char('c'))],
        VIEWS,
        "people",
        "Go to the organisations and people that the desk knows, and to the names that were typed.",
    ),
    row(
        Action::ViewInbox,
        "inbox",
        &[Two(GO, Char('i'))],
        VIEWS,
        "inbox",
        "Go to the letters that wait for somebody to say what becomes of them.",
    ),
    row(
        Action::ViewOutbox,
        "outbox",
        &[Two(GO, Char('s'))],
        VIEWS,
        "outbox",
        "Go to the letters that have not gone yet.",
    ),
    row(
        Action::Wall,
        "wall",
        &[One(F(11)), Two(GO, Char('w'))],
        VIEWS,
        "wall",
        "Show the breached targets in large figures, for a screen across the room, or no longer.",
    ),
    row(
        Action::Back,
        "back",
        &[One(Esc)],
        &[Page, Form, List, Pick, Text, Area, Context::Help, Pager, Prefix],
        "back",
        "Go back by one layer, never out of the program.",
    ),
    row(
        Action::NextTicket,
        "next-ticket",
        &[One(Char('J'))],
        &[Ticket, Pager],
        "next",
        "Go to the next ticket of the list below; where a letter of the inbox is open, to the next letter.",
    ),
    row(
        Action::PrevTicket,
        "ticket-before",
        &[One(Char('K'))],
        &[Ticket, Pager],
        "before",
        "Go to the ticket before in the list below; where a letter of the inbox is open, to the letter before.",
    ),
    row(Action::JumpTo, "go-to-number", &[One(Char('#'))], VIEWS, "number", "Go to a ticket by its number."),
    row(
        Action::Recent,
        "recent",
        &[Two(GO, Char('h'))],
        VIEWS,
        "recent",
        "Show the last ten tickets that were looked at.",
    ),
    row(
        Action::TheirPage,
        "their-page",
        &[Two(GO, Char('p'))],
        TICKETS,
        "person",
        "Open the page of the person who reported it, else of the organisation.",
    ),
    row(
        Action::Views,
        "views",
        &[One(Char('\''))],
        VIEWS,
        "views",
        "Show the saved filters, to choose one by its digit.",
    ),
    row(
        Action::Absences,
        "absences",
        &[Two(GO, Char('d'))],
        VIEWS,
        "absences",
        "List who of the staff is away and who will be; enter an absence, or remove one.",
    ),
];

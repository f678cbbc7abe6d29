//! Lists what there is to see: explanations, figures and periods.

use crate::tui::action::Action;
use crate::tui::action::Context::{Breach, People, Reports, Ticket, Uptime};
use crate::tui::action::Key::{BackTab, Char, Enter, Left, Right, Tab};
use crate::tui::action::Press::One;

use super::{TICKETS, TableRow, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(Action::Open, "open", &[One(Enter)], VIEWS, "open", "Open what is selected."),
    row(Action::Why, "why", &[One(Char('v'))], TICKETS, "why", "Explain when the ticket is due, day by day."),
    row(
        Action::TheirTickets,
        "their-tickets",
        &[One(Char('H'))],
        TICKETS,
        "their tickets",
        "List the tickets of the person who reported it, else of the organisation, closed ones too.",
    ),
    row(
        Action::Account,
        "account",
        &[One(Char('v'))],
        &[Uptime],
        "why",
        "Explain piece by piece why each minute of the month counted or not.",
    ),
    row(Action::PrevMonth, "month-before", &[One(Left), One(Char('h'))], &[Uptime], "month", "Go to the month before."),
    row(
        Action::NextMonth,
        "month-after",
        &[One(Right), One(Char('l'))],
        &[Uptime],
        "month after",
        "Go to the month after.",
    ),
    row(
        Action::ThisMonth,
        "this-month",
        &[One(Char('t'))],
        &[Uptime, Reports],
        "this month",
        "Go to the present month.",
    ),
    row(Action::NextReport, "next-report", &[One(Tab)], &[Reports], "report", "Show the next report."),
    row(
        Action::Before,
        "before",
        &[One(Left), One(Char('h'))],
        &[Reports],
        "period",
        "Go to the period before; in the table, to the figure on the left.",
    ),
    row(
        Action::PeriodLength,
        "period-length",
        &[One(Char('p'))],
        &[Reports],
        "length",
        "Report on a month, a quarter, a year, or all there is.",
    ),
    row(
        Action::GroupBy,
        "group-by",
        &[One(Char('b'))],
        &[Reports],
        "group",
        "Group the figures by something else; show the heat map on another clock.",
    ),
    row(
        Action::NextVendor,
        "next-vendor",
        &[One(Char('v'))],
        &[Reports],
        "vendor",
        "Report on the next vendor alone, or on all.",
    ),
    row(
        Action::After,
        "after",
        &[One(Right), One(Char('l'))],
        &[Reports],
        "after",
        "Go to the period after; in the table, to the figure on the right.",
    ),
    row(Action::PrevReport, "previous-report", &[One(BackTab)], &[Reports], "report before", "Show the report before."),
    row(Action::Pane, "pane", &[One(Tab)], &[Uptime], "calendar", "Go to the calendar's days, or back to the figures."),
    row(
        Action::NextTab,
        "next-tab",
        &[One(Tab)],
        &[Ticket, People],
        "other tab",
        "Go to the ticket's conversation, or back to its events; on the page of people, to the next list.",
    ),
    row(Action::PrevTab, "tab-before", &[One(BackTab)], &[People], "list before", "Go to the list before."),
    row(
        Action::Unfold,
        "unfold",
        &[One(Char('+'))],
        &[Ticket],
        "quoted",
        "Show what is quoted in the conversation, or fold it again.",
    ),
    row(
        Action::NextCounter,
        "counter-after",
        &[One(Right), One(Char('l'))],
        &[Breach],
        "counter",
        "List only what the next counter counts.",
    ),
    row(
        Action::PrevCounter,
        "counter-before",
        &[One(Left), One(Char('h'))],
        &[Breach],
        "counter before",
        "List only what the counter before counts.",
    ),
];

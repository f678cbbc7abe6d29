//! Lists the vendor's side: outages, maintenance, releases, claims, contracts.

use crate::tui::action::Context::{Breach, Queue, Ticket, Uptime, Vendors};
use crate::tui::action::Key::Char;
use crate::tui::action::{Action, ActionRow};

use super::{TICKETS, row};

/// The rows of the group.
pub(super) const ROWS: &[ActionRow] = &[
    row(
        Action::PassOn,
        "pass-on",
        &[Char('>')],
        TICKETS,
        "pass on",
        "Record that the error was passed on to the supplier who is responsible.",
    ),
    row(
        Action::Outage,
        "outage",
        &[Char('l')],
        &[Queue, Ticket, Breach, Uptime],
        "outage",
        "Record an outage; from a ticket, one that the ticket belongs to.",
    ),
    row(
        Action::EndOutage,
        "end-outage",
        &[Char('e')],
        &[Uptime],
        "end",
        "Record that the outage has ended, and what ended it.",
    ),
    row(
        Action::Maintenance,
        "maintenance",
        &[Char('m')],
        &[Uptime],
        "maintenance",
        "Record maintenance and when it was announced.",
    ),
    row(
        Action::AnnouncedChange,
        "change",
        &[Char('c')],
        &[Uptime],
        "change",
        "Record a larger change that has to be announced.",
    ),
    row(
        Action::ClaimDraft,
        "claim",
        &[Char('C')],
        &[Uptime],
        "claim",
        "Write the claim for the vendor's broken promise of uptime, or say that there is nothing to claim.",
    ),
    row(
        Action::RemoveEntry,
        "remove-entry",
        &[Char('R')],
        &[Uptime],
        "remove",
        "Remove the selected outage, maintenance or change.",
    ),
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
    row(
        Action::NewContract,
        "new-contract",
        &[Char('N')],
        &[Vendors],
        "new contract",
        "Write a contract file: the form shows its week and example deadlines while you type.",
    ),
];

//! Lists the vendor's side: outages, maintenance, releases, claims, contracts.

use crate::tui::action::Action;
use crate::tui::action::Context::{Breach, Party, People, Queue, Ticket, Uptime, Vendors};
use crate::tui::action::Key::Char;
use crate::tui::action::Press::One;

use super::{TICKETS, TableRow, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(
        Action::PassOn,
        "pass-on",
        &[One(Char('>'))],
        TICKETS,
        "pass on",
        "Record that the error was passed on to the supplier who is responsible.",
    ),
    row(
        Action::Outage,
        "outage",
        &[One(Char('L'))],
        &[Queue, Ticket, Breach, Uptime],
        "outage",
        "Record an outage; from a ticket, one that the ticket belongs to.",
    ),
    row(
        Action::EndOutage,
        "end-outage",
        &[One(Char('e'))],
        &[Uptime],
        "end",
        "Record that the outage has ended, and what ended it.",
    ),
    row(
        Action::Maintenance,
        "maintenance",
        &[One(Char('m'))],
        &[Uptime],
        "maintenance",
        "Record maintenance and when it was announced.",
    ),
    row(
        Action::AnnouncedChange,
        "change",
        &[One(Char('c'))],
        &[Uptime],
        "change",
        "Record a larger change that has to be announced.",
    ),
    row(
        Action::ClaimDraft,
        "claim",
        &[One(Char('C'))],
        &[Uptime],
        "claim",
        "Write the claim for the vendor's broken promise of uptime, or say that there is nothing to claim.",
    ),
    row(
        Action::RemoveEntry,
        "remove-entry",
        &[One(Char('R'))],
        &[Uptime, People, Party],
        "remove",
        "Remove the selected outage, maintenance or change; on the pages of people, the person or the organisation.",
    ),
    row(
        Action::Release,
        "release",
        &[One(Char('r'))],
        &[Vendors],
        "release",
        "Enter a date on which the vendor releases; what comes with the next release is due by it.",
    ),
    row(
        Action::RemoveRelease,
        "remove-release",
        &[One(Char('R'))],
        &[Vendors],
        "remove release",
        "Remove a release date of the vendor's.",
    ),
    row(
        Action::NewContract,
        "new-contract",
        &[One(Char('N'))],
        &[Vendors],
        "new contract",
        "Write a contract file: the form shows its week and example deadlines while you type.",
    ),
];

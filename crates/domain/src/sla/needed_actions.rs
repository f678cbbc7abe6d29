//! Tells what a ticket asks for besides its targets: a word to the customer, passing on, the customer's approval.

use crate::contract::Contract;
use crate::ticket::Ticket;
use crate::time::Instant;

use super::TicketRow;

/// The cause that has to be passed on to the supplier of what the service runs on (SESAM, what the agreement leaves out).
pub(super) const ENVIRONMENT: &str = "environment";

/// One thing that a ticket asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NeededAction {
    /// A look at what the customer wrote after the ticket was closed, since that moment.
    WroteAfterClosing(Instant),
    /// A look at a letter of the desk's that did not arrive, since that moment.
    Undelivered(Instant),
    /// A word to the sender of a letter of which only the beginning could be kept, since that moment.
    LetterCut(Instant),
    /// A word to the customer, who has had none that the report has come, where the agreement says that receipt is
    /// confirmed at once (`MooCommerce`).
    Receipt,
    /// A word to the customer, who has heard nothing for as long as the desk allows itself; it has been late since that
    /// moment.
    Inform(Instant),
    /// Passing on: the ticket is excluded for an error of the environment, and not passed on yet (SESAM).
    PassOn,
    /// A word of the cause: the ticket is excluded for an outside cause that the customer pays for, and they were not
    /// told so yet (Missoun).
    TellCause,
    /// An approval: the ticket is excluded for a cause that the customer pays for, and paid work needs their approval
    /// first (Missoun).
    Approval,
}

impl NeededAction {
    /// Returns the key in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::WroteAfterClosing(_) => "wrote_after_closing",
            Self::Undelivered(_) => "undelivered",
            Self::LetterCut(_) => "letter_cut",
            Self::Receipt => "receipt",
            Self::Inform(_) => "inform",
            Self::PassOn => "pass_on",
            Self::TellCause => "tell_cause",
            Self::Approval => "approval",
        }
    }

    /// Returns the action in JSON: what somebody has to do.
    pub const fn action(self) -> &'static str {
        match self {
            Self::WroteAfterClosing(_) => "reopen_or_review",
            Self::Undelivered(_) => "write_again_or_review",
            Self::LetterCut(_) => "ask_for_the_rest_or_review",
            Self::Receipt => "acknowledge",
            Self::Inform(_) => "update_customer",
            Self::PassOn => "pass_on",
            Self::TellCause => "explain_cause",
            Self::Approval => "get_approval",
        }
    }

    /// Returns the words on a screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WroteAfterClosing(_) => "the customer wrote after closing: reopen it, or leave it closed",
            Self::Undelivered(_) => "a letter did not arrive: write again, or leave it",
            Self::LetterCut(_) => "a letter was too large to be kept whole: ask its sender for the rest, or leave it",
            Self::Receipt => "acknowledge the report to the customer",
            Self::Inform(_) => "update the customer",
            Self::PassOn => "pass it on to the supplier of the environment",
            Self::TellCause => "tell the customer that the cause lies outside",
            Self::Approval => "paid work needs the customer's written approval first",
        }
    }
}

/// Returns what this ticket asks for at `now`, the most pressing first.
pub fn needed_actions(row: &TicketRow, now: Instant) -> Vec<NeededAction> {
    let mut all = of_letters(&row.ticket);
    let Some(contract) = row.contract.as_ref().filter(|_| row.ticket.is_open()) else { return all };
    let receipt = needs_receipt(&row.ticket, contract).then_some(NeededAction::Receipt);
    let inform = row.sla.as_ref().and_then(|sla| sla.inform_by).filter(|by| now >= *by).map(NeededAction::Inform);
    let pass_on = needs_passing_on(&row.ticket).then_some(NeededAction::PassOn);
    let tell_cause = row.ticket.needs_word_of_cause(contract).then_some(NeededAction::TellCause);
    let approval = row.ticket.needs_approval(contract).then_some(NeededAction::Approval);
    all.extend([receipt, inform, pass_on, tell_cause, approval].into_iter().flatten());
    all
}

/// Returns what letters ask for, be the ticket open or closed.
fn of_letters(ticket: &Ticket) -> Vec<NeededAction> {
    if !ticket.is_to_be_reviewed() {
        return Vec::new();
    }
    let wrote = ticket.wrote_after_closing.map(NeededAction::WroteAfterClosing);
    let undelivered = ticket.undelivered.map(NeededAction::Undelivered);
    let cut = ticket.letter_cut.map(NeededAction::LetterCut);
    [wrote, undelivered, cut].into_iter().flatten().collect()
}

/// Returns whether the receipt is still to be confirmed. Any word to the customer tells that the report has come, as
/// does mending it or leaving it out.
fn needs_receipt(ticket: &Ticket, contract: &Contract) -> bool {
    let told = ticket.last_told.filter(|told| ticket.round_began().is_none_or(|began| *told >= began));
    contract.support.receipt
        && told.is_none()
        && ticket.receipt.is_none()
        && ticket.fixed.is_none()
        && ticket.exclusion.is_none()
}

fn needs_passing_on(ticket: &Ticket) -> bool {
    ticket.passed_on.is_none() && ticket.exclusion.as_ref().is_some_and(|e| e.cause == ENVIRONMENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Book, read_internal_targets};
    use crate::sla::fixture::{TicketCase, reported};
    use crate::ticket::{EventData, event};

    fn asked(case: &TicketCase, now: &str) -> Vec<&'static str> {
        needed_actions(&case.row(now), case.at(now)).into_iter().map(NeededAction::key).collect()
    }

    fn excluded(cause: &str) -> EventData {
        EventData::Excluded(event::Excluded { cause: cause.into(), words: Some("it is theirs".to_owned()) })
    }

    /// `MooCommerce`: "mottak av henvendelsen vanligvis blir bekreftet umiddelbart".
    #[test]
    fn a_report_whose_receipt_is_not_confirmed_asks_for_it_until_the_customer_has_a_word() {
        let contract = crate::sla::fixture::built_in("moocommerce");
        let case = || reported(&contract, ("standard", "serious"), "phone", "2024-01-08 10:00");
        let next = "2024-01-08 10:05";
        assert_eq!(asked(&case(), "2024-01-08 10:00"), ["receipt"]);
        let word = EventData::Note(event::Note { text: "we have it".into(), to_customer: true });
        for told in [EventData::ReceiptConfirmed, EventData::Responded, word, EventData::Fixed, excluded("customer")] {
            let said = format!("{told:?}");
            assert!(!asked(&case().then(next, told), "2024-01-08 10:06").contains(&"receipt"), "{said}");
        }
        let inward = EventData::Note(event::Note { text: "hm".into(), to_customer: false });
        assert_eq!(asked(&case().then(next, inward), "2024-01-08 10:06"), ["receipt"]);
        let again = case().then(next, EventData::Responded).then("2024-01-08 11:00", EventData::Fixed);
        let again = again.then("2024-01-09 10:00", EventData::CameBack);
        assert_eq!(asked(&again, "2024-01-09 10:01"), ["receipt"], "a new round, and no word since");
        let other = crate::sla::fixture::built_in("markant");
        assert_eq!(asked(&reported(&other, ("standard", "serious"), "phone", next), next), [""; 0]);
    }

    /// Markant, customers are kept informed until the fault is mended.
    #[test]
    fn a_customer_who_has_heard_nothing_for_long_is_asked_for_until_it_is_mended() {
        let book = Book::built_in();
        let (house, _) = read_internal_targets("c.toml", "[internal_targets.markant]\nupdate = \"4h\"\n", &book);
        let book = book.with_internal_targets(&house);
        let case = reported(book.get("markant").unwrap(), ("standard", "serious"), "phone", "2024-01-08 14:00");
        assert_eq!(asked(&case, "2024-01-09 09:59"), [""; 0]);
        assert_eq!(asked(&case, "2024-01-09 10:00"), ["inform"], "two hours on Monday, two on Tuesday");
        let told = case
            .clone()
            .then("2024-01-09 10:30", EventData::Note(event::Note { text: "soon".into(), to_customer: true }));
        assert_eq!(asked(&told, "2024-01-09 14:29"), [""; 0]);
        assert_eq!(asked(&told, "2024-01-09 14:30"), ["inform"]);
        let inward = case
            .clone()
            .then("2024-01-09 09:00", EventData::Note(event::Note { text: "hm".into(), to_customer: false }));
        assert_eq!(asked(&inward, "2024-01-09 10:00"), ["inform"], "the customer has not heard that");
        let fixed = case.then("2024-01-09 09:00", EventData::Fixed);
        assert_eq!(asked(&fixed, "2024-01-12 10:00"), [""; 0]);
        let without =
            reported(Book::built_in().get("markant").unwrap(), ("standard", "serious"), "phone", "2024-01-08 14:00");
        assert_eq!(asked(&without, "2024-01-12 10:00"), [""; 0]);
    }

    /// SESAM, errors of the environment are passed on to that supplier without undue delay.
    #[test]
    fn an_error_of_the_environment_asks_to_be_passed_on_until_it_is() {
        let contract = crate::sla::fixture::built_in("sesam");
        let case = reported(&contract, ("partner", "error"), "email", "2024-01-08 10:00");
        let out = case.clone().then("2024-01-08 11:00", excluded("environment"));
        assert_eq!(asked(&out, "2024-01-08 12:00"), ["pass_on"]);
        let passed = out.then("2024-01-08 12:00", EventData::PassedOn(event::PassedOn { supplier: "Nordhost".into() }));
        assert_eq!(asked(&passed, "2024-01-08 13:00"), [""; 0]);
        assert_eq!(asked(&case.then("2024-01-08 11:00", excluded("customer")), "2024-01-08 12:00"), [""; 0]);
    }

    /// Missoun, external causes: paid work only after the customer's written approval. Markant bills without one.
    #[test]
    fn paid_work_asks_for_the_customers_approval_where_the_agreement_does() {
        let missoun = crate::sla::fixture::built_in("missoun");
        let case = reported(&missoun, ("standard", "high"), "portal", "2024-01-08 10:00");
        assert_eq!(asked(&case, "2024-01-08 12:00"), [""; 0]);
        let out = case.then("2024-01-08 11:00", excluded("third_party"));
        assert_eq!(asked(&out, "2024-01-08 12:00"), ["tell_cause", "approval"]);
        let told = out
            .clone()
            .then("2024-01-08 11:30", EventData::Note(event::Note { text: "it is yours".into(), to_customer: true }));
        assert_eq!(asked(&told, "2024-01-08 12:00"), ["approval"], "they know, and have not approved");
        let approved = out
            .then("2024-01-08 12:00", EventData::Approved(event::Approved { reference: "mail of 8 January".into() }));
        assert_eq!(asked(&approved, "2024-01-08 13:00"), [""; 0]);
        let markant = crate::sla::fixture::built_in("markant");
        let out = reported(&markant, ("standard", "serious"), "phone", "2024-01-08 10:00")
            .then("2024-01-08 11:00", excluded("third_party"));
        assert_eq!(asked(&out, "2024-01-08 12:00"), [""; 0]);
    }
}

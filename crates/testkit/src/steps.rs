//! Gives a ticket of a test, which says only its severity, its impact and urgency.

use frist_domain::ticket::NewTicket;

/// Returns the ticket with impact and urgency that make its severity, where its agreement works that way: Missoun's.
pub fn with_steps(mut new: NewTicket) -> NewTicket {
    if new.contract == "missoun" {
        let (impact, urgency) = match new.severity.as_str() {
            "medium" => ("high", "low"),
            other => (other, other),
        };
        (new.impact, new.urgency) = (Some(impact.to_owned()), Some(urgency.to_owned()));
    }
    new
}

//! Whether a ticket is open: the one question that the store itself asks of a ticket's events.

use super::event::{Event, What};

/// Whether a ticket with these events, in their order, still wants work.
///
/// It does from its logging on until it is closed, and again once it is reopened; the last of these that was not taken
/// back decides. A ticket whose logging was taken back is not open.
pub fn is_open(events: &[Event]) -> bool {
    let live = live(events);
    let mut standing = events.iter().zip(&live).filter(|(_, live)| **live).map(|(event, _)| &event.what);
    let logged = standing.clone().any(|what| matches!(what, What::Logged { .. }));
    let last = standing.rfind(|what| matches!(what, What::Closed { .. } | What::Reopened));
    logged && !matches!(last, Some(What::Closed { .. }))
}

/// For each event whether it still counts. From the last to the first, so that a retraction that was itself taken
/// back takes nothing back.
fn live(events: &[Event]) -> Vec<bool> {
    let mut live = vec![true; events.len()];
    for (at, event) in events.iter().enumerate().rev() {
        if let What::Retracted { event: target } = event.what
            && live[at]
            && (target as usize) < at
        {
            live[target as usize] = false;
        }
    }
    live
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    fn open(whats: Vec<What>) -> bool {
        let event = |what| Event { happened: Instant::FIRST, recorded: Instant::FIRST, by: "anna".into(), what };
        is_open(&whats.into_iter().map(event).collect::<Vec<_>>())
    }

    fn logged() -> What {
        What::Logged {
            contract: "markant".into(),
            version: String::new(),
            plan: "standard".into(),
            severity: "critical".into(),
            subject: "Shop down".into(),
            kind: crate::domain::ticket::Kind::Incident,
            customer: None,
            impact: None,
            urgency: None,
        }
    }

    const CLOSED: What = What::Closed { reason: None };

    const fn retracted(event: u32) -> What {
        What::Retracted { event }
    }

    #[test]
    fn from_logging_to_closing() {
        assert!(!open(vec![]));
        assert!(!open(vec![What::Reopened]), "it was never logged");
        assert!(open(vec![logged(), What::Fixed]));
        assert!(!open(vec![logged(), CLOSED]));
        assert!(!open(vec![logged(), CLOSED, What::Responded]));
        assert!(open(vec![logged(), CLOSED, What::Reopened]));
        assert!(!open(vec![logged(), CLOSED, What::Reopened, CLOSED]));
    }

    #[test]
    fn what_was_taken_back_does_not_count() {
        assert!(!open(vec![logged(), retracted(0)]));
        assert!(open(vec![logged(), CLOSED, retracted(1)]));
        assert!(!open(vec![logged(), CLOSED, What::Reopened, retracted(2)]));
    }

    #[test]
    fn a_retraction_can_be_taken_back() {
        assert!(!open(vec![logged(), CLOSED, retracted(1), retracted(2)]));
        assert!(open(vec![logged(), CLOSED, retracted(1), retracted(2), retracted(3)]));
    }

    #[test]
    fn a_retraction_of_itself_or_of_the_future_is_nothing() {
        assert!(open(vec![logged(), retracted(1), retracted(9)]));
        assert!(!open(vec![logged(), retracted(2), CLOSED]));
    }
}

//! Says moments in this screen's zone, the person's: what is shown and typed is in it. A moment that is given in a vendor's
//! own time names the place.

use std::sync::Arc;

use crate::domain::alert::{Alert, AlertMessage, LetterAlert};
use crate::domain::contract::Contract;
use crate::domain::time::{Instant, Zone, clock_text, in_both_zones, say_moment};

use super::Shared;

impl Shared {
    /// Returns a moment for a confirmation: in this screen's zone, and where the contract's clocks differ in theirs too:
    /// `Mon 8 Jan 2024 10:00 (18:00 Tokyo)`.
    pub(crate) fn in_both_zones(&self, contract: Option<&Contract>, at: Instant) -> String {
        in_both_zones(self.zone, contract.map_or(self.zone, |contract| contract.zone), at)
    }

    /// Returns the message with its moments in this screen's zone.
    pub(super) fn in_own_zone(&self, message: AlertMessage) -> AlertMessage {
        let own = |alert: Arc<Alert>| {
            let due_text = alert.due.map(|due| say_moment(self.zone, due, message.at));
            Arc::new(Alert { due_text, ..Arc::unwrap_or_clone(alert) })
        };
        let own_letter = |letter: Arc<LetterAlert>| {
            let mut letter = Arc::unwrap_or_clone(letter);
            if let Some(earliest) = &mut letter.earliest {
                earliest.due_text = say_moment(self.zone, earliest.due, message.at);
            }
            Arc::new(letter)
        };
        AlertMessage {
            at: message.at,
            alerts: message.alerts.into_iter().map(own).collect(),
            letters: message.letters.into_iter().map(own_letter).collect(),
            unverified: message.unverified,
        }
    }

    /// Says when something is due on this screen's clocks, below an account in the vendor's time that differs from it.
    pub(super) fn due_in_own_time(&self, contract: &Contract, due: Option<Instant>) -> Option<String> {
        let due = due.filter(|due| self.zone.offset(*due) != contract.zone.offset(*due))?;
        Some(format!("In your own time, that of {}: due {}.", self.zone.name(), clock_text(self.zone, due)))
    }

    /// Returns the line for a text in the vendor's own time, where that is not this screen's: whose time it is.
    pub(crate) fn vendors_time(&self, zone: Zone, now: Instant) -> Option<String> {
        let differs = self.zone.offset(now) != zone.offset(now);
        differs.then(|| format!("Times are the vendor's own, those of {}.", zone.name()))
    }
}

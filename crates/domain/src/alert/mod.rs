//! Decides when people are told of a target, and what they are told.
//!
//! ```text
//! rules (settings)  +  ticket, contract, now  →  look: what is to be told, and when to look next
//!                                             →  message: what is told at once, in words and as JSON
//! ```
//!
//! Letters that wait in the inbox are looked at by [`look_at_letter`].
//!
//! Nothing in here tells anybody. The code that does keeps with the ticket that it was done
//! ([`EventContent::Alert`](crate::ticket::EventContent)), of letters in a record of the ledger, and that is all that is asked for on the next look: there
//! is no other memory of what was told.

mod letter;
mod look;
mod message;
mod read;
mod rules;
mod unverified;

pub use letter::{
    LetterAlert, LetterCheck, LetterTold, PossibleCall, PossibleDeadline, WaitingCase, is_vouched, look_at_letter,
};
pub use look::{Alert, AlertCheck, look};
pub use message::AlertMessage;
pub use read::{AlertCommand, AlertSettings, NotificationSettings, TerminalNotification, read_alerts};
pub use rules::{AlertRules, QuietHours};
pub use unverified::UnverifiedLimit;

#[cfg(test)]
mod tests;

//! Reads letters, judges them, and writes them: the one reader behind every way in, and the one writer behind every way out.
//! It is pure: no store, no network, no clock, no settings file.
//!
//! A letter is bytes of strangers. [`read()`] takes any and never fails: what cannot be read is said in
//! [`Letter::faults`]. It is still run in a child process with limits ([`frames`]), as it stands on libraries of others. What
//! was read is judged by [`judge()`] with what the desk knows, in the process that has the store.

pub mod frames;
mod judge;
mod letter;
mod marker;
mod mbox;
mod read;
mod secret;
mod write;

pub use judge::{Apart, ApartRelation, Judged, MailRules, judge};
pub use letter::{
    Authenticated, AuthenticationMethod, AuthenticationResults, DeliveryAction, DeliveryReport, Forwarded, Letter,
    Part, Received, Signals,
};
pub use marker::MarkedThread;
pub use mbox::{MboxLetter, mbox};
pub use read::{read, read_head};
pub use secret::{ApartLetter, Secret, UnusableSecret};
pub use write::{Automatic, Outgoing, OutgoingFile, write};

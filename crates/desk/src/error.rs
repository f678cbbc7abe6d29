//! What a desk cannot do: a kind that decides the exit code, what is wrong, and what to do about it.

use serde::{Deserialize, Serialize};

use frist_domain::query::FilterError;
use frist_domain::ticket::Refusal;
use frist_store::StoreError;

/// Why a desk did not do something.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}; {hint}")]
pub struct DeskError {
    /// Which sort of failure.
    pub kind: DeskErrorKind,
    /// The field of a form that it is about, or nothing.
    pub field: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The sorts of failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskErrorKind {
    /// There is no such ticket.
    NotFound,
    /// What was asked for makes no sense, or may not happen to that ticket.
    Refused,
    /// Somebody else changed the ticket in between.
    Conflict,
    /// This person may not do that.
    NotAllowed,
    /// The store cannot be read or written.
    Store,
    /// Whoever has the store cannot be reached just now. What was asked for may be asked again, under the same id.
    Away,
}

impl DeskError {
    /// A failure of that kind.
    pub fn new(kind: DeskErrorKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, field: "", message: message.into(), hint: hint.into() }
    }

    /// The same, about that field of a form.
    #[must_use]
    pub(super) const fn about(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }

    /// The system has no thread for this.
    pub(super) fn no_thread(error: &std::io::Error) -> Self {
        let message = format!("no thread can be started: {error}");
        Self::new(DeskErrorKind::Store, message, "close other programs and try again")
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        Self { kind: DeskErrorKind::Refused, field: refusal.field, message: refusal.message, hint: refusal.hint }
    }
}

impl From<FilterError> for DeskError {
    fn from(error: FilterError) -> Self {
        let message = format!("the filter cannot be read: {} at place {}", error.message, error.place);
        Self::new(DeskErrorKind::Refused, message, error.hint)
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        let (words, hint) = (error.to_string(), error.hint());
        let message = words.strip_suffix(hint).map_or(words.as_str(), |w| w.trim_end_matches("; "));
        Self::new(DeskErrorKind::Store, message, hint)
    }
}

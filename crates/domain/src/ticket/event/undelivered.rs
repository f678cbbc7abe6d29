//! The event that a letter of the desk's did not arrive, as a mail server reported. It retracts nothing: somebody looks at it.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventKind, Happening, SayAt, Until};
use crate::file::{FileHash, FileRef};
use crate::language::Language;
use crate::letter::{LetterKey, StoredLetter};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "undelivered",
    "undelivered",
    Right::Work,
    EntryMode::Otherwise("the desk, when a mail server reports it"),
    &[
        (
            r#"{"undelivered":{"message_id":"frist.7.1.2@acme.example","recipient":"kari@acme.example","reason":"550 no such user"}}"#,
            "a letter to kari@acme.example did not arrive: 550 no such user",
        ),
        (r#"{"undelivered":{"message_id":"frist.7.1.2@acme.example"}}"#, "a letter did not arrive"),
    ],
);

/// The data of a letter that did not arrive.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Undelivered {
    /// The Message-ID of the letter that did not arrive.
    pub message_id: String,
    /// The address that it did not reach; none where the report does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What the mail server said, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The Message-ID of the report, so that it is known again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_id: Option<String>,
    /// The hash of the report's body, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<FileHash>,
    /// The report itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<FileRef>,
}

impl Undelivered {
    /// Returns how the report is found again; none where nothing tells it from others.
    pub fn stored_letter(&self) -> Option<StoredLetter> {
        let original = self.report.as_ref().map(|file| file.sha256);
        Some(StoredLetter { key: LetterKey::of(self.report_id.as_deref(), original)?, body: self.body })
    }
}

impl Happening for Undelivered {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Reference, &self.message_id)?;
        self.recipient.as_ref().map_or(Ok(()), |recipient| line(Field::Address, recipient))?;
        self.reason.as_ref().map_or(Ok(()), |reason| line(Field::Reason, reason))?;
        self.report.as_ref().map_or(Ok(()), FileRef::check)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.undelivered.get_or_insert(entry.event.happened);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let lost = self.recipient.as_ref().map_or_else(|| language.letter_lost(), |whom| language.letter_lost_to(whom));
        let reason = self.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        format!("{lost}{reason}")
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn files(&self) -> Vec<&FileRef> {
        self.report.iter().collect()
    }
}

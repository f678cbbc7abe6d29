//! The record that people were told of letters that wait in the inbox. It is all that is known of that on the next look, so that
//! nobody is told twice.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, in_range};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::AlertPoint;
use crate::time::{Instant, Zone};

/// What is known of every alert of letters.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "letter alert",
    told: "alert of letters",
    called: "letter alert",
    ..LedgerKind::new(
        "letter_alert",
        "letter_alert",
        Right::Work,
        "telling people of letters",
        Entered::Desk("when it tells people of letters that wait"),
        &[
            (
                r#"{"letter_alert":{"at":1704445200,"letters":[{"letter":7,"arrived":true}]}}"#,
                "alert: 1 letter waits in the inbox",
            ),
            (
                r#"{"letter_alert":{"at":1704445200,"letters":[{"letter":7,"arrived":true,"points":["75%"]},{"letter":8,"points":["due"]}],"to":"anna","failed":"no such file"}}"#,
                "alert: 2 letters wait in the inbox; on call: anna; the command failed: no such file",
            ),
        ],
    )
};

/// The alerts of letters that were given in one go. The store keeps it for ever: a field may be added with a default.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterAlertRecord {
    /// The moment at which people were told.
    pub at: Instant,
    /// What they were told of each letter.
    pub letters: Vec<ToldLetter>,
    /// The name of the person on call, where there is a rota and the letters were worth a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The reason why the desk's own command could not pass it on, if it could not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// What people were told of one letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToldLetter {
    /// The number of the letter's record.
    pub letter: LedgerRecordId,
    /// Whether they were told that it came in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub arrived: bool,
    /// The points that the earliest deadline which it could have had reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<AlertPoint>,
}

impl LetterAlertRecord {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;
}

impl Record for LetterAlertRecord {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn concerns(&self) -> Vec<LedgerRecordId> {
        self.letters.iter().map(|told| told.letter).collect()
    }

    fn renumber(&mut self, number: &dyn Fn(LedgerRecordId) -> LedgerRecordId) {
        for told in &mut self.letters {
            told.letter = number(told.letter);
        }
    }

    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        in_range(Field::At, self.at)
    }

    fn says(&self, _zone: Zone) -> String {
        let wait = match self.letters.len() {
            1 => "1 letter waits".to_owned(),
            many => format!("{many} letters wait"),
        };
        let to = self.to.as_ref().map_or_else(String::new, |to| format!("; on call: {to}"));
        let failed = self.failed.as_ref().map_or_else(String::new, |why| format!("; the command failed: {why}"));
        format!("alert: {wait} in the inbox{to}{failed}")
    }

    fn moments(&self) -> Vec<Instant> {
        vec![self.at]
    }
}

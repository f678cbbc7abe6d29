//! The record of what is done with the letters of a sender, whoever vouches for them: always taken in, or blocked.

use serde::{Deserialize, Serialize};

use super::person::is_domain;
use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, line};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::time::Zone;

/// What is known of every rule of a sender.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "sender rule",
    told: "rule of a sender",
    called: "sender rule",
    ..LedgerKind::new(
        "sender_rule",
        "sender",
        Right::Work,
        "saying what is done with a sender's letters",
        Entered::Otherwise("frist inbox always or frist inbox block"),
        &[
            (
                r#"{"sender_rule":{"sender":"kari@acme.example","rule":"always"}}"#,
                "letters from kari@acme.example are always taken in",
            ),
            (r#"{"sender_rule":{"sender":"@spam.example","rule":"block"}}"#, "letters from @spam.example are blocked"),
        ],
    )
};

/// What is done with a sender's letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterRule {
    /// They are taken in as though the mail server had verified them. Where it found them to be another's, they are not.
    Always,
    /// They are kept in the inbox as dropped: nobody is asked about them.
    Block,
}

impl LetterRule {
    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Block => "block",
        }
    }
}

/// What is done with the letters of an address or of a whole domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SenderRule {
    /// An address, or a domain with `@` before it; in small letters.
    pub sender: String,
    /// What is done.
    pub rule: LetterRule,
}

impl SenderRule {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether it is about letters from that address.
    pub fn is_about(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        match self.sender.strip_prefix('@') {
            Some(domain) => address.rsplit_once('@').is_some_and(|(_, of)| of == domain),
            None => self.sender == address,
        }
    }
}

impl Record for SenderRule {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Address, Some(&self.sender))?;
        let domain = self.sender.rsplit_once('@').map(|(_, domain)| domain);
        if self.sender != self.sender.to_lowercase() || !domain.is_some_and(is_domain) {
            let message = format!("`{}` is neither an address nor a domain", clean(&self.sender));
            return Err(Problem::of_field(
                Field::Address,
                message,
                "write name@example.com, or @example.com for all of it",
            ));
        }
        let same = |(id, other): &(LedgerRecordId, &Self)| other.sender == self.sender && on.is_another(*id);
        match on.ledger.sender_rules().find(same) {
            Some((id, _)) => {
                let message = format!("there is a rule for {} already", clean(&self.sender));
                Err(Problem::of_field(Field::Address, message, format!("it is entry {id}; change that one")))
            }
            None => Ok(()),
        }
    }

    fn says(&self, _zone: Zone) -> String {
        let rule = match self.rule {
            LetterRule::Always => "always taken in",
            LetterRule::Block => "blocked",
        };
        format!("letters from {} are {rule}", self.sender)
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.sender)
    }
}

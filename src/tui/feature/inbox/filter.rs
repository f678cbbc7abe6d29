//! Decides which letters a filter of the inbox lists: by words, by sender, by why a letter is here.

use crate::domain::ledger::{InboxLetter, InboxReason, folded};
use crate::domain::letter::{Mailbox, Trust};

/// The terms that have a key, in the words of a mistake.
const KEYS: &str = "from:NAME looks in the sender, why:WORD in why it is here, trust:unverified in how far the sender is \
                    proved; other words look everywhere";

/// A filter of letters: every term must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LetterFilter(Vec<LetterTerm>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum LetterTerm {
    /// The words stand in sender, subject, text, or why it is here.
    Words(String),
    /// The words stand in the sender's name or address.
    From(String),
    /// The words stand in why it is here, or it is the reason of that key.
    Why(String),
    /// The sender is proved so far, by the words that stand before the subject or the key in JSON.
    Trust(String),
}

impl LetterFilter {
    /// Reads a filter; an empty text lists every letter.
    ///
    /// # Errors
    ///
    /// What is wrong, in a sentence: a key that there is none of here.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let term = |word: String| match word.split_once(':') {
            Some(("from" | "sender", wanted)) => Ok(LetterTerm::From(wanted.to_owned())),
            Some(("why" | "reason", wanted)) => Ok(LetterTerm::Why(wanted.to_owned())),
            Some(("trust", wanted)) => Ok(LetterTerm::Trust(wanted.to_owned())),
            Some((key, _)) if key.chars().all(char::is_alphabetic) => {
                Err(format!("letters have no {key}: to look for; {KEYS}"))
            }
            _ => Ok(LetterTerm::Words(word)),
        };
        words(&folded(text)).into_iter().map(term).collect::<Result<Vec<_>, _>>().map(Self)
    }

    /// Returns whether every letter is listed.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether that letter is listed.
    pub(super) fn matches(&self, letter: &InboxLetter) -> bool {
        self.0.iter().all(|term| match term {
            LetterTerm::From(wanted) => sender(letter).contains(wanted),
            LetterTerm::Why(wanted) => is_here_for(letter.reason, wanted),
            LetterTerm::Trust(wanted) => is_proved(letter.head.trust, wanted),
            LetterTerm::Words(wanted) => {
                let in_text = || folded(&letter.head.subject).contains(wanted) || folded(&letter.text).contains(wanted);
                sender(letter).contains(wanted)
                    || in_text()
                    || is_here_for(letter.reason, wanted)
                    || letter.head.trust.doubt() == Some(wanted)
            }
        })
    }
}

fn sender(letter: &InboxLetter) -> String {
    folded(&letter.head.from.as_ref().map(Mailbox::in_words).unwrap_or_default())
}

fn is_proved(trust: Trust, wanted: &str) -> bool {
    trust.key() == wanted || trust.doubt() == Some(wanted)
}

fn is_here_for(reason: InboxReason, wanted: &str) -> bool {
    reason.key() == wanted || folded(reason.words()).contains(wanted)
}

/// Splits a text at blanks; what stands in quotes stays together.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::letter::LetterHead;

    #[test]
    fn a_letter_is_found_by_words_by_its_sender_and_by_why_it_is_here() {
        let from = Mailbox { name: Some("Kari Nord".into()), address: "kari@acme.example".into() };
        let head = LetterHead { from: Some(from), subject: "Hub is silent".into(), ..LetterHead::default() };
        let text = "Three lorries wait.".to_owned();
        let letter = InboxLetter { head, text, reason: InboxReason::NoSeverity, ..InboxLetter::default() };
        let finds = |text: &str| LetterFilter::parse(text).unwrap().matches(&letter);
        for text in [
            "",
            "hub",
            "LORRIES kari",
            "from:acme",
            "why:severity",
            "why:no_severity",
            "\"lorries wait\"",
            "no_severity",
            "trust:unverified",
            "trust:unknown",
            "unverified",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in ["from:hub", "why:hub", "hub ola", "\"wait lorries\"", "trust:verified", "trust:\"not genuine\""] {
            assert!(!finds(text), "{text}");
        }
        assert!(LetterFilter::parse("vendor:markant").unwrap_err().contains("letters have no vendor: to look for"));
    }
}

//! Reads a text into terms: blanks and quotes, then what each key takes.

use crate::contract::TargetKind;
use crate::sla::{Stoppage, TargetState};
use crate::ticket::{Kind, Status};
use crate::time::Span;

use super::renamed::{OLD_TERMS, renew};
use super::{
    Assignee, Belonging, DueCondition, FilterCondition, FilterError, FilterTerm, KEYS, STATES, StateCondition,
};

/// A term as it is in the text, with its quotes resolved.
#[derive(Default)]
pub(super) struct RawTerm {
    /// The place in the text, in characters from 1.
    place: usize,
    /// The text before the first colon outside quotes, in small letters.
    pub(super) key: Option<String>,
    /// The values, split at commas outside quotes, without empty ones; a word has just one.
    pub(super) values: Vec<String>,
    /// Whether any of it was in quotes: then an empty value is meant.
    quoted: bool,
    pub(super) negated: bool,
}

/// Reads all terms of a filter of tickets.
pub(super) fn terms(text: &str) -> Result<Vec<FilterTerm>, FilterError> {
    let present = |mut raw: RawTerm| {
        renew(&mut raw, &OLD_TERMS);
        raw
    };
    raws(text)?.into_iter().map(present).map(RawTerm::into_term).collect()
}

/// Splits a filter into its terms, whatever they ask for.
pub(super) fn raws(text: &str) -> Result<Vec<RawTerm>, FilterError> {
    let mut letters = text.chars().enumerate().peekable();
    let mut raws = Vec::new();
    while let Some((place, letter)) = letters.peek().copied() {
        if letter.is_whitespace() {
            letters.next();
        } else {
            raws.push(raw(&mut letters, place + 1)?);
        }
    }
    Ok(raws)
}

/// Reads one term up to the next blank outside quotes.
fn raw(
    letters: &mut std::iter::Peekable<impl Iterator<Item = (usize, char)>>,
    place: usize,
) -> Result<RawTerm, FilterError> {
    let mut raw = RawTerm { place, values: vec![String::new()], ..RawTerm::default() };
    if letters.next_if(|(_, c)| matches!(c, '-' | '!')).is_some() {
        raw.negated = true;
    }
    let mut in_quotes = false;
    while let Some((_, letter)) = letters.next_if(|(_, c)| in_quotes || !c.is_whitespace()) {
        if letter == '"' {
            in_quotes = !in_quotes;
            raw.quoted = true;
        } else {
            raw.push(letter, in_quotes);
        }
    }
    if in_quotes {
        return Err(raw.wrong("a quotation mark is not closed", "put another one behind the last word that it holds"));
    }
    raw.values.retain(|value| !value.is_empty());
    raw.key = raw.key.map(|key| key.to_lowercase());
    Ok(raw)
}

impl RawTerm {
    fn push(&mut self, letter: char, in_quotes: bool) {
        match letter {
            ':' if !in_quotes && self.key.is_none() && !self.quoted && is_key(&self.values[0]) => {
                self.key = self.values.first_mut().map(std::mem::take);
            }
            ',' if !in_quotes && self.key.is_some() => self.values.push(String::new()),
            _ => self.values.last_mut().into_iter().for_each(|value| value.push(letter)),
        }
    }

    pub(super) fn wrong(&self, message: impl Into<String>, hint: impl Into<String>) -> FilterError {
        FilterError { message: message.into(), place: self.place, hint: hint.into() }
    }

    fn into_term(self) -> Result<FilterTerm, FilterError> {
        let test = match self.key.as_deref() {
            Some(key) => self.keyed(key)?,
            None => match self.word()? {
                PlainWord::Number(number) => FilterCondition::Id(vec![number]),
                PlainWord::Text(text) => FilterCondition::Word(text),
            },
        };
        Ok(FilterTerm { negated: self.negated, test })
    }

    /// Returns the word of a term without a key.
    pub(super) fn word(&self) -> Result<PlainWord, FilterError> {
        let Some(word) = self.values.first() else {
            return Err(self.wrong("there is no word", "write one, or take the sign away"));
        };
        let number = word.strip_prefix('#').filter(|_| !self.quoted).and_then(|n| n.parse().ok());
        Ok(number.map_or_else(|| PlainWord::Text(word.to_lowercase()), PlainWord::Number))
    }

    /// Returns the values that a key takes, of the `keys` that there are; fails if it is none of them, or has no value.
    pub(super) fn known<'k, T: AsRef<str>>(&self, key: &str, keys: &'k [(&str, T)]) -> Result<&'k str, FilterError> {
        let Some((_, known)) = keys.iter().find(|(k, _)| *k == key) else {
            let keys: Vec<&str> = keys.iter().map(|(k, _)| *k).collect();
            let hint = format!("the keys are {}; text with a colon in it goes in quotes", keys.join(", "));
            return Err(self.wrong(format!("there is no key `{}:`", shown(key)), hint));
        };
        let known = known.as_ref();
        if self.values.is_empty() {
            return Err(self.wrong(format!("`{key}:` has no value"), format!("write {known}")));
        }
        Ok(known)
    }

    /// Returns the values in small letters.
    pub(super) fn texts(&self) -> Vec<String> {
        self.values.iter().map(|value| value.to_lowercase()).collect()
    }

    fn keyed(&self, key: &str) -> Result<FilterCondition, FilterError> {
        let key = match key {
            "severity" => "sev",
            "organisation" => "org",
            key => key,
        };
        let known = self.known(key, &KEYS)?;
        let texts = || self.texts();
        Ok(match key {
            "vendor" => FilterCondition::Vendor(texts()),
            "plan" => FilterCondition::Plan(texts()),
            "sev" => FilterCondition::Severity(texts()),
            "channel" => FilterCondition::Channel(texts()),
            "customer" => FilterCondition::Customer(texts()),
            "person" => FilterCondition::Person(texts()),
            "org" => FilterCondition::Organisation(texts()),
            "text" => FilterCondition::Text(texts()),
            "file" => FilterCondition::File(texts()),
            "tag" => FilterCondition::Tag(texts()),
            "case" => FilterCondition::Case(texts()),
            "assignee" => FilterCondition::Assignee(texts().into_iter().map(assignee).collect()),
            "followed" => FilterCondition::Followed(texts().into_iter().map(assignee).collect()),
            "is" => FilterCondition::Is(self.each(key, STATES, is)?),
            "target" => FilterCondition::Target(self.each(key, known, target)?),
            "due" => FilterCondition::Due(self.each(key, known, due)?),
            "has" => FilterCondition::Has(self.each(key, known, has)?),
            "link" => FilterCondition::Link(self.each(key, known, number)?),
            "kind" => FilterCondition::Kind(self.each(key, known, kind)?),
            _ => FilterCondition::Id(self.each(key, known, number)?),
        })
    }

    /// Reads each value in small letters.
    pub(super) fn each<T>(
        &self,
        key: &str,
        known: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, FilterError> {
        let one = |value: &String| read(value).ok_or_else(|| self.unknown(key, known, value));
        self.texts().iter().map(one).collect()
    }

    /// Returns the error that a key does not take that value.
    pub(super) fn unknown(&self, key: &str, known: &str, value: &str) -> FilterError {
        self.wrong(format!("`{key}:` does not know `{}`", shown(value)), format!("write {known}"))
    }
}

/// A term without a key: a number as `#12`, or a text in small letters.
pub(super) enum PlainWord {
    Number(u64),
    Text(String),
}

/// Reads a number, with or without the `#` that is shown before it.
pub(super) fn number(text: &str) -> Option<u64> {
    text.strip_prefix('#').unwrap_or(text).parse().ok()
}

/// Returns whether the text before a colon is meant as a key; `10:30` is a word.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphabetic() || c == '_')
}

/// Returns what was given, short enough for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(30).collect()
}

fn assignee(value: String) -> Assignee {
    match value.to_lowercase().as_str() {
        "none" | "unassigned" => Assignee::Nobody,
        "me" => Assignee::Me,
        _ => Assignee::Named(value),
    }
}

fn is(value: &str) -> Option<StateCondition> {
    const STATES: [TargetState; 3] = [TargetState::Breached, TargetState::AtRisk, TargetState::Running];
    const STATUSES: [Status; 8] = [
        Status::New,
        Status::Responded,
        Status::InWork,
        Status::WorkedAround,
        Status::Fixed,
        Status::Closed,
        Status::Merged,
        Status::Withdrawn,
    ];
    let value = value.replace('-', "_");
    let state = STATES.into_iter().find(|s| s.key() == value).map(StateCondition::State);
    let status = || STATUSES.into_iter().find(|s| s.key() == value).map(StateCondition::Status);
    let stopped = || Stoppage::ALL.into_iter().find(|s| s.key() == value).map(StateCondition::Stopped);
    state.or_else(status).or_else(stopped).or(match value.as_str() {
        "no_target" => Some(StateCondition::NoTarget),
        "met" => Some(StateCondition::Met),
        "open" => Some(StateCondition::Open),
        "excluded" => Some(StateCondition::Excluded),
        "needs_action" => Some(StateCondition::Asking),
        "waiting" => Some(StateCondition::Waiting),
        "unanswered" => Some(StateCondition::Unanswered),
        "proposed" => Some(StateCondition::Proposed),
        "snoozed" => Some(StateCondition::Snoozed),
        "parent" => Some(StateCondition::Parent),
        "child" => Some(StateCondition::Child),
        "mine" => Some(StateCondition::Mine),
        _ => None,
    })
}

fn target(value: &str) -> Option<TargetKind> {
    TargetKind::of_words(value)
}

fn has(value: &str) -> Option<Belonging> {
    match value {
        "file" | "files" => Some(Belonging::File),
        "link" | "links" => Some(Belonging::Link),
        _ => None,
    }
}

fn kind(value: &str) -> Option<Kind> {
    match value.replace('-', "_").as_str() {
        "incident" => Some(Kind::Incident),
        "change_request" | "change" => Some(Kind::ChangeRequest),
        "question" => Some(Kind::Question),
        _ => None,
    }
}

fn due(value: &str) -> Option<DueCondition> {
    match value {
        "today" => Some(DueCondition::Today),
        "tomorrow" => Some(DueCondition::Tomorrow),
        "overdue" => Some(DueCondition::Overdue),
        _ => match Span::parse(value.strip_prefix('<')?).ok()? {
            Span::Time(seconds) => Some(DueCondition::Within(seconds)),
            Span::Days(days) => Some(DueCondition::Within(i64::from(days) * 86_400)),
            Span::SupportDays(_) | Span::EndOf(_) => None,
        },
    }
}

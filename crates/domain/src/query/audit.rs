//! Filters the audit log: who did what to which ticket, at which vendor, and when.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::audit::{AuditEntry, AuditKind, AuditSubject, RecordedLine};
use crate::time::{Date, Instant, Month, Zone, parse_moment};

use super::FilterError;
use super::matching::{begins, holds, same};
use super::parse::{PlainWord, RawTerm, number, raws};
use super::renamed::{OLD_AUDIT_TERMS, renew};

/// Returns every key of a filter of the audit log with the values that it takes.
pub fn audit_keys() -> [(&'static str, Cow<'static, str>); 8] {
    [
        ("who", "a name, or me".into()),
        ("what", sorts_in_words().into()),
        ("vendor", "a contract's id or its vendor's name, or how they begin".into()),
        ("since", MOMENTS.into()),
        ("until", MOMENTS.into()),
        ("when", "today, yesterday, week, month, 2024-01-05 or 2024-01".into()),
        ("id", "a ticket's number, as also #12".into()),
        ("entry", "the number of an outage, a maintenance, a change, a release or a vendor's report".into()),
    ]
}

/// Returns the values of `what:`: every sort there is.
fn sorts_in_words() -> String {
    let keys: Vec<&str> = AuditKind::all().map(AuditKind::word).collect();
    match keys.as_slice() {
        [but_last @ .., last] => format!("{} or {last}, or how they begin", but_last.join(", ")),
        [] => String::new(),
    }
}

/// The values of `since:` and `until:`.
const MOMENTS: &str =
    "today, yesterday, week, month, 2024-01-05, 2024-01, \"2024-01-05 16:00\", 16:00, or 2h for two hours ago";

/// A filter of the audit log that has been read: names and moments in it are those of the person who asks, so that it
/// means the same wherever it is applied.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuditFilter {
    terms: Vec<AuditTerm>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct AuditTerm {
    negated: bool,
    test: AuditCondition,
}

/// What a term asks of an audit entry. Any of the values will do. Texts are in small letters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AuditCondition {
    Word(String),
    Who(Vec<String>),
    What(Vec<AuditKind>),
    Vendor(Vec<String>),
    /// Whether the desk took it within one of these: from the first moment up to the second, without it.
    When(Vec<(Instant, Instant)>),
    Ticket(Vec<u64>),
    Entry(Vec<u64>),
}

impl AuditFilter {
    /// Reads a filter; an empty text matches everything. `me` is the name of the person who asks, at `now` on the
    /// clocks of `zone`.
    ///
    /// # Errors
    ///
    /// If it cannot be read, with what is wrong, where, and what would be right.
    pub fn parse(text: &str, me: &str, zone: Zone, now: Instant) -> Result<Self, FilterError> {
        let reader = AuditFilterParser { me, zone, now };
        let terms = raws(text)?.into_iter().map(|raw| reader.term(raw)).collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// Returns whether all terms hold but those about words, which are not there yet. `vendor` is the vendor's name.
    pub fn admits(&self, entered: &RecordedLine, vendor: &str) -> bool {
        self.terms.iter().all(|term| term.test.admits(entered, vendor).is_none_or(|holds| holds != term.negated))
    }

    /// Returns whether the terms about words hold too.
    pub fn holds_words(&self, audit_entry: &AuditEntry) -> bool {
        self.terms.iter().all(|term| term.test.holds_words(audit_entry).is_none_or(|holds| holds != term.negated))
    }

    /// Returns whether any term is about words.
    pub fn asks_words(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, AuditCondition::Word(_)))
    }

    /// Returns the moment before which nothing can match, if there is one.
    pub fn earliest(&self) -> Option<Instant> {
        self.stretches().filter_map(|all| all.iter().map(|(from, _)| *from).min()).max()
    }

    /// Returns the moment from which on nothing can match, if there is one.
    pub fn latest(&self) -> Option<Instant> {
        self.stretches().filter_map(|all| all.iter().map(|(_, to)| *to).max()).min()
    }

    fn stretches(&self) -> impl Iterator<Item = &[(Instant, Instant)]> {
        self.terms.iter().filter(|term| !term.negated).filter_map(|term| match &term.test {
            AuditCondition::When(all) => Some(all.as_slice()),
            _ => None,
        })
    }
}

impl AuditCondition {
    /// Returns whether the test holds, or none where it is about words.
    fn admits(&self, entered: &RecordedLine, vendor: &str) -> Option<bool> {
        let RecordedLine { recorded, by, line, .. } = entered;
        Some(match self {
            Self::Word(_) => return None,
            Self::Who(wanted) => wanted.iter().any(|who| same(by, who)),
            Self::What(wanted) => wanted.contains(&line.kind),
            Self::Vendor(wanted) => begins(&[&line.contract, vendor], wanted),
            Self::When(wanted) => wanted.iter().any(|(from, to)| from <= recorded && recorded < to),
            Self::Ticket(wanted) => matches!(line.on, AuditSubject::Ticket { id, .. } if wanted.contains(&id.0)),
            Self::Entry(wanted) => matches!(line.on, AuditSubject::Entry { id, .. } if wanted.contains(&id.0)),
        })
    }

    /// Returns whether the test holds, or none where it is about something else than words.
    fn holds_words(&self, audit_entry: &AuditEntry) -> Option<bool> {
        let Self::Word(word) = self else { return None };
        let texts = [&audit_entry.words, &audit_entry.subject, &audit_entry.vendor, &audit_entry.by];
        Some(texts.into_iter().any(|text| holds(text, word)) || holds(&audit_entry.number(), word))
    }
}

/// The person who asks, with the moment and the time zone.
struct AuditFilterParser<'a> {
    me: &'a str,
    zone: Zone,
    now: Instant,
}

impl AuditFilterParser<'_> {
    fn term(&self, mut raw: RawTerm) -> Result<AuditTerm, FilterError> {
        renew(&mut raw, &OLD_AUDIT_TERMS);
        let test = match raw.key.as_deref() {
            Some(key) => self.keyed(&raw, key)?,
            None => match raw.word()? {
                PlainWord::Number(number) => AuditCondition::Ticket(vec![number]),
                PlainWord::Text(text) => AuditCondition::Word(text),
            },
        };
        Ok(AuditTerm { negated: raw.negated, test })
    }

    fn keyed(&self, raw: &RawTerm, key: &str) -> Result<AuditCondition, FilterError> {
        let keys = audit_keys();
        let known = raw.known(key, &keys)?;
        Ok(match key {
            "who" => AuditCondition::Who(raw.texts().into_iter().map(|who| self.who(who)).collect()),
            "what" => AuditCondition::What(raw.each(key, known, kinds)?.concat()),
            "vendor" => AuditCondition::Vendor(raw.texts()),
            "since" => AuditCondition::When(vec![(self.one(raw, key, known)?.0, Instant::END)]),
            "until" => AuditCondition::When(vec![(Instant::FIRST, self.one(raw, key, known)?.1)]),
            "when" => AuditCondition::When(raw.each(key, known, |value| self.stretch(value))?),
            "entry" => AuditCondition::Entry(raw.each(key, known, number)?),
            _ => AuditCondition::Ticket(raw.each(key, known, number)?),
        })
    }

    fn who(&self, value: String) -> String {
        if value == "me" { self.me.to_lowercase() } else { value }
    }

    /// Reads the one stretch or moment behind a key; a moment is a stretch of one second.
    fn one(&self, raw: &RawTerm, key: &str, known: &str) -> Result<(Instant, Instant), FilterError> {
        let [value] = raw.values.as_slice() else {
            return Err(raw.wrong(format!("`{key}:` takes one moment"), format!("write {known}")));
        };
        let moment = || parse_moment(value, self.zone, self.now).ok().map(|at| (at, at.plus(1)));
        self.stretch(&value.to_lowercase()).or_else(moment).ok_or_else(|| raw.unknown(key, known, value))
    }

    /// Reads a day, a week or a month, as the time from its beginning up to its end.
    fn stretch(&self, value: &str) -> Option<(Instant, Instant)> {
        let today = self.zone.wall(self.now).date;
        let days = |first: Date, days: i64| (self.zone.midnight(first), self.zone.midnight(first.plus_days(days)));
        let stretch = match value {
            "today" => days(today, 1),
            "yesterday" => days(today.plus_days(-1), 1),
            "week" => days(today.plus_days(-(today.weekday().index() as i64)), 7),
            "month" => Month::of(today).bounds(self.zone).ok()?,
            _ => match Date::parse(value) {
                Some(date) => days(date, 1),
                None => Month::parse(value).ok()?.bounds(self.zone).ok()?,
            },
        };
        (stretch.0.checked().is_ok() && stretch.1.checked().is_ok()).then_some(stretch)
    }
}

/// Returns the sorts of that name, or whose names begin like that.
fn kinds(value: &str) -> Option<Vec<AuditKind>> {
    let value = value.replace('-', "_");
    if let Some(exactly) = AuditKind::all().find(|kind| kind.word() == value) {
        return Some(vec![exactly]);
    }
    let found: Vec<AuditKind> =
        AuditKind::all().filter(|kind| [kind.word(), kind.key()].iter().any(|name| name.starts_with(&value))).collect();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_sort_there_is_in_its_order() {
        let named = sorts_in_words();
        let named = named.trim_end_matches(", or how they begin").replace(" or ", ", ");
        let named: Vec<&str> = named.split(',').map(str::trim).collect();
        assert_eq!(named, AuditKind::all().map(AuditKind::word).collect::<Vec<_>>());
        // The order and the names are what people have learnt.
        assert_eq!(
            sorts_in_words(),
            "log, report, acknowledge, respond, start, workaround, no_workaround, fix, root_cause, close, reopen, severity, plan, subject, \
             customer, tag, follow, link, merge, child_fixed, case, correct, assign, escalate, exclude, include, wait, resume, snooze, describe, message, undelivered, review, note, attach, spend, approve, pass_on, alert, undo, outage, \
             maintenance, change, release, agreement, amend, rota, vendor_report, view, person, organisation, absence, letter, sender, outgoing or letter_alert, or how they begin"
        );
    }
}

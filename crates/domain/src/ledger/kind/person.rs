//! The record of a person who reports tickets: how they are called and reached, and whom they belong to.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerFact, LedgerKind, Record, RecordRight};
use crate::ledger::check::{Scene, line, note};
use crate::ledger::party::{Party, check_merge, check_names, check_number, folded};
use crate::ledger::{Ledger, LedgerRecordId};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::time::Zone;

/// What is known of every person.
pub(super) const KIND: LedgerKind = LedgerKind::new(
    "person",
    "person",
    Right::Work,
    "entering a person",
    Entered::LedgerCommand { name: "person", needs: "--name NAME" },
    &[
        (r#"{"person":{"names":["Kari Nord"]}}"#, "person entered: Kari Nord"),
        (
            r#"{"person":{"names":["Kari Nord","K. Nord"],"addresses":["kari@acme.example"],"phones":["+47 22 00 00 00"],"organisation":7,"language":"nb","note":"mornings only"}}"#,
            "person entered: Kari Nord <kari@acme.example>",
        ),
        (
            r#"{"person":{"names":["Kari Nord"],"merged_into":12,"moved":["kari@acme.example"]}}"#,
            "person entered: Kari Nord, who is the same as person 12",
        ),
        (
            r#"{"person":{"names":["Kari Nord"],"organisation":7,"merged_into":12,"moved_organisation":true}}"#,
            "person entered: Kari Nord, who is the same as person 12",
        ),
    ],
);

/// Somebody who reports tickets. The store keeps it for ever: a field may be added with a default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// The names, at least one; the first is the one that is shown.
    pub names: Vec<String>,
    /// The mail addresses, the first of them the usual one; the part behind the `@` is in small letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// The phone numbers, as they are dialled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// The number of the organisation that they belong to, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<LedgerRecordId>,
    /// The language that they are written to in, as a tag of RFC 5646 such as `nb` or `en-GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What else there is to know of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The number of the record that stays, where this one was found to be the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<LedgerRecordId>,
    /// What went over to the record that stays, which did not have it: it goes back when they are parted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<String>,
    /// Whether the organisation went over to the record that stays, which had none: it goes back likewise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved_organisation: bool,
}

impl Person {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns the person with texts trimmed, the domains of addresses in small letters, and nothing named twice.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        tidy(&mut self.names, str::to_owned);
        tidy(&mut self.addresses, tidy_address);
        tidy(&mut self.phones, str::to_owned);
        self
    }
}

/// Trims texts, takes out those that are empty or there twice, and writes each in its usual form.
pub(super) fn tidy(texts: &mut Vec<String>, form: impl Fn(&str) -> String) {
    let mut seen = std::collections::BTreeSet::new();
    let trimmed = std::mem::take(texts).into_iter().map(|text| form(text.trim())).filter(|text| !text.is_empty());
    *texts = trimmed.filter(|text| seen.insert(folded(text))).collect();
}

/// Returns an address with its domain in small letters: whose case no mail server minds.
fn tidy_address(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => address.to_owned(),
    }
}

impl Party for Person {
    const WORDS: &'static str = "person";
    const KEY_FIELD: Field = Field::Address;

    fn of(fact: &LedgerFact) -> Option<&Self> {
        match fact {
            LedgerFact::Person(person) => Some(person),
            _ => None,
        }
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn keys(&self) -> &[String] {
        &self.addresses
    }

    fn merged_into(&self) -> Option<LedgerRecordId> {
        self.merged_into
    }

    fn fact(self) -> LedgerFact {
        LedgerFact::Person(Box::new(self))
    }

    fn moved(&self) -> &[String] {
        &self.moved
    }

    fn set_merged(&mut self, into: Option<LedgerRecordId>, moved: Vec<String>) {
        (self.merged_into, self.moved, self.moved_organisation) = (into, moved, false);
    }

    fn take_single(&mut self, merged: &mut Self) {
        if self.organisation.is_none() && merged.organisation.is_some() {
            (self.organisation, merged.moved_organisation) = (merged.organisation, true);
        }
    }

    fn give_single(&mut self, merged: &Self) -> bool {
        let is_theirs = merged.moved_organisation && self.organisation == merged.organisation;
        if is_theirs {
            self.organisation = None;
        }
        is_theirs
    }

    fn single(&self, ledger: &Ledger) -> Vec<(&'static str, Option<String>)> {
        let organisation = self.organisation.and_then(|id| ledger.organisation(id));
        vec![
            ("organisation", organisation.map(|(_, organisation)| organisation.name().to_owned())),
            ("language", self.language.clone()),
            ("note", self.note.clone()),
        ]
    }

    fn lists(&self) -> Vec<&[String]> {
        vec![&self.names, &self.addresses, &self.phones]
    }

    fn lists_mut(&mut self) -> Vec<&mut Vec<String>> {
        vec![&mut self.names, &mut self.addresses, &mut self.phones]
    }
}

impl Record for Person {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn right(&self, before: Option<&LedgerFact>) -> RecordRight {
        RecordRight::of_party(self, before, &KIND, "merging people or parting them")
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        check_names(&self.names)?;
        check_number(Field::Address, &self.addresses)?;
        self.addresses.iter().try_for_each(|address| check_address(address))?;
        check_number(Field::Phone, &self.phones)?;
        self.phones.iter().try_for_each(|phone| check_phone(phone))?;
        self.language.as_deref().map_or(Ok(()), check_language)?;
        note(Field::Note, self.note.as_deref())?;
        if let Some(id) = self.organisation
            && on.ledger.organisation(id).is_none()
        {
            let hint = "frist organisation list shows the ones there are";
            return Err(Problem::of_field(Field::Organisation, format!("there is no organisation {id}"), hint));
        }
        check_merge(self, on)
    }

    fn says(&self, _zone: Zone) -> String {
        let name = self.names.first().map_or("", String::as_str);
        let address = self.addresses.first().map_or_else(String::new, |address| format!(" <{address}>"));
        let same = self.merged_into.map_or_else(String::new, |id| format!(", who is the same as person {id}"));
        format!("{name}{address}{same}")
    }

    fn subject(&self) -> Option<&str> {
        self.names.first().map(String::as_str)
    }

    fn concerns(&self) -> Vec<LedgerRecordId> {
        self.organisation.into_iter().chain(self.merged_into).collect()
    }

    fn renumber(&mut self, number: &dyn Fn(LedgerRecordId) -> LedgerRecordId) {
        self.organisation = self.organisation.map(number);
        self.merged_into = self.merged_into.map(number);
    }
}

/// Checks that an address is one that mail can be sent to, as far as its form tells (RFC 5321, sections 4.1.2 and 4.5.3.1).
fn check_address(address: &str) -> Result<(), Problem> {
    line(Field::Address, Some(address))?;
    let wrong = |why: &str| {
        let message = format!("`{}` is no mail address: {why}", clean(address));
        Err(Problem::of_field(Field::Address, message, "write it as name@example.com"))
    };
    let Some((local, domain)) = address.rsplit_once('@') else { return wrong("it has no @") };
    if local.is_empty() || local.len() > 64 {
        return wrong("what stands before the @ has to have 1 to 64 bytes");
    }
    if address.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"')) || local.contains('@') {
        return wrong("there is a character in it that an address cannot have");
    }
    if domain != domain.to_lowercase() {
        return wrong("what stands behind the @ is written in small letters");
    }
    if is_domain(domain) { Ok(()) } else { wrong("what stands behind the @ is no domain") }
}

/// Returns whether it is the name of a mail domain: labels of letters, digits and hyphens with dots between them.
pub(super) fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.len() <= 253 && domain.split('.').all(label)
}

fn check_phone(phone: &str) -> Result<(), Problem> {
    line(Field::Phone, Some(phone))?;
    if phone.chars().filter(char::is_ascii_digit).count() >= 3 {
        return Ok(());
    }
    let message = format!("`{}` is no phone number", clean(phone));
    Err(Problem::of_field(Field::Phone, message, "write it as it is dialled, such as +47 22 00 00 00"))
}

fn check_language(language: &str) -> Result<(), Problem> {
    let mut parts = language.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase()));
    let rest = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    if first && parts.all(rest) {
        return Ok(());
    }
    let message = format!("`{}` is no language", clean(language));
    Err(Problem::of_field(Field::Language, message, "write its short name, such as en, nb, nl or en-GB"))
}

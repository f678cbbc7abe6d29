//! The event that a ticket has other tags: words by which a desk finds together what belongs together.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    CommandEffect, EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt,
    Until,
};
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The most tags that a ticket has.
pub const MOST_TAGS: usize = 30;
/// The most characters of a tag.
const MOST_CHARACTERS: usize = 40;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "tagged",
    "tag",
    Right::Work,
    EntryMode::By(&[
        EventCommand {
            name: "tag",
            alias: None,
            about: "Put tags on it: words behind the tickets' numbers",
            fields: &[WORDS],
            does: CommandEffect::Add(|form| make(form, true)),
        },
        EventCommand {
            name: "untag",
            alias: None,
            about: "Take tags off it",
            fields: &[WORDS],
            does: CommandEffect::Add(|form| make(form, false)),
        },
    ]),
    &[
        (r#"{"tagged":{"add":["disk","slow"]}}"#, "tagged disk, slow"),
        (r#"{"tagged":{"remove":["disk"]}}"#, "untagged disk"),
        (r#"{"tagged":{"add":["slow"],"remove":["disk","full"]}}"#, "tagged slow, untagged disk, full"),
    ],
);

/// The data of other tags: each is lower case, of letters, digits and `-`, with a letter in it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tagged {
    /// The tags that are put on, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<String>,
    /// The tags that are taken off, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

impl Tagged {
    /// Reads words with blanks or commas between them: each is a tag that is put on, and taken off where `-` stands before
    /// it. Capital letters and a `#` before it make no difference.
    ///
    /// # Errors
    ///
    /// If a word cannot be a tag.
    pub fn of_words(words: &str) -> Result<Self, Problem> {
        let (mut add, mut remove) = (BTreeSet::new(), BTreeSet::new());
        for word in words.split([' ', ',']).map(str::trim).filter(|word| !word.is_empty()) {
            match word.strip_prefix('-') {
                Some(word) => remove.insert(tag_of(word)?),
                None => add.insert(tag_of(word)?),
            };
        }
        Ok(Self { add: add.into_iter().collect(), remove: remove.into_iter().collect() })
    }

    /// Returns its words, as [`Self::of_words`] reads them: `disk -slow`.
    pub fn words(&self) -> String {
        let taken_off = self.remove.iter().map(|tag| format!("-{tag}"));
        self.add.iter().cloned().chain(taken_off).collect::<Vec<_>>().join(" ")
    }

    /// Returns what of it the ticket has not already; none where it has all of it.
    pub fn still_to_do(&self, ticket: &Ticket) -> Option<Self> {
        let add = self.add.iter().filter(|tag| !ticket.tags.contains(tag)).cloned().collect();
        let remove = self.remove.iter().filter(|tag| ticket.tags.contains(tag)).cloned().collect();
        self.changes(ticket).then_some(Self { add, remove })
    }

    /// Returns whether the ticket has other tags by it.
    pub fn changes(&self, ticket: &Ticket) -> bool {
        self.add.iter().any(|tag| !ticket.tags.contains(tag)) || self.remove.iter().any(|tag| ticket.tags.contains(tag))
    }
}

/// Returns the tag that a word is.
///
/// # Errors
///
/// If it cannot be one: a tag is made of letters, digits and `-`, has a letter, and at most 40 characters.
pub fn tag_of(word: &str) -> Result<String, Problem> {
    let tag = word.trim().trim_start_matches('#').to_lowercase();
    check_tag(&tag).map(|()| tag)
}

fn check_tag(tag: &str) -> Result<(), Problem> {
    let fits = |c: char| c == '-' || (c.is_alphanumeric() && c.to_lowercase().eq(std::iter::once(c)));
    let wrong = |hint: String| {
        let shown: String = tag.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect();
        Err(Problem::of_field(Field::Tags, format!("`{shown}` cannot be a tag"), hint))
    };
    if tag.chars().count() > MOST_CHARACTERS {
        return wrong(format!("a tag has at most {MOST_CHARACTERS} characters"));
    }
    if !tag.chars().all(fits) || tag.starts_with('-') || !tag.contains(char::is_alphabetic) {
        return wrong("write a word of letters, digits and -, with a letter in it".to_owned());
    }
    Ok(())
}

/// Checks the tags of a new ticket.
pub(in crate::ticket) fn check_tags(tags: &[String]) -> Result<(), Problem> {
    if tags.len() > MOST_TAGS {
        return Err(too_many());
    }
    tags.iter().try_for_each(|tag| check_tag(tag))
}

fn too_many() -> Problem {
    Problem::of_field(Field::Tags, format!("a ticket has at most {MOST_TAGS} tags"), "take some of them off first")
}

impl Happening for Tagged {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        self.add.iter().chain(&self.remove).try_for_each(|tag| check_tag(tag))?;
        if self.add.is_empty() && self.remove.is_empty() {
            return Err(Problem::of_field(Field::Tags, "there is no tag", "give a word"));
        }
        if !self.changes(on.ticket) {
            let wrong = if self.add.is_empty() { "does not have" } else { "has" };
            let tags = if self.add.is_empty() { &self.remove } else { &self.add };
            let message = format!("#{} {wrong} {} already", on.ticket.id, tags.join(", "));
            let message = if self.add.is_empty() { message.replace(" already", "") } else { message };
            return Err(Problem::of_field(Field::Tags, message, "there is nothing to change"));
        }
        let mut after: BTreeSet<&String> = on.ticket.tags.iter().chain(&self.add).collect();
        after.retain(|tag| !self.remove.contains(tag));
        if after.len() > MOST_TAGS { Err(too_many()) } else { Ok(()) }
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.tags.retain(|tag| !self.remove.contains(tag));
        for tag in &self.add {
            if let Err(place) = ticket.tags.binary_search(tag) {
                ticket.tags.insert(place, tag.clone());
            }
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let put_on = (!self.add.is_empty()).then(|| language.tagged(self.add.join(", ")));
        let taken_off = (!self.remove.is_empty()).then(|| language.untagged(self.remove.join(", ")));
        put_on.into_iter().chain(taken_off).collect::<Vec<_>>().join(", ")
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }
}

const WORDS: EventInput = EventInput::new("tags", "The tags: letters, digits and -", InputType::Words("TAG"));

fn make(form: &EventForm<'_>, puts_on: bool) -> Result<EventData, Problem> {
    let words = form.needed("tags", "tags TAG")?;
    let tags = Tagged::of_words(&words)?;
    if !tags.remove.is_empty() {
        return Err(Problem::of_field(Field::Tags, "a tag does not begin with -", "frist do untag takes tags off"));
    }
    Ok(EventData::Tagged(if puts_on { tags } else { Tagged { add: Vec::new(), remove: tags.add } }))
}

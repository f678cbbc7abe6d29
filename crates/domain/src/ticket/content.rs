//! What an event of a ticket says: something that people did, or an alert that the desk gave.
//!
//! An alert stands beside what people do and is none of it: nobody can enter one or take one back. Both count places in
//! one order, and in a store both have the same form: retractions and the audit log name everything else by its place,
//! whichever version wrote it.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{CowStrDeserializer, EnumAccessDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::alert::AlertRecord;
use super::commit::Event;
use super::event::{EventData, EventKind, Happening, alerted};
use crate::file::FileRef;
use crate::ledger::LedgerRecordId;
use crate::letter::StoredLetter;

/// The content of an event. In a store it is the name of its sort with what that sort keeps, for both alike.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum EventContent {
    /// What a person did.
    Action(EventData),
    /// That people were told of a target, which only the desk itself writes.
    Alert(#[serde(serialize_with = "with_its_name")] AlertRecord),
}

fn with_its_name<S: Serializer>(alert: &AlertRecord, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_newtype_variant("EventContent", 0, alerted::KIND.name, alert)
}

impl EventContent {
    /// Returns what the file of its sort says of it.
    pub(super) fn happening(&self) -> &dyn Happening {
        match self {
            Self::Action(what) => what.happening(),
            Self::Alert(alert) => alert,
        }
    }

    /// Returns its sort.
    pub fn sort(&self) -> &'static EventKind {
        self.happening().sort()
    }

    /// Returns whether it says nothing that is for the vendor: the desk's own notes and alerts, and taking a note back.
    /// `events` are those of the ticket.
    pub fn is_internal(&self, events: &[Event]) -> bool {
        self.happening().is_internal(events)
    }

    /// Returns the text of it that words are looked for in.
    pub fn searched(&self) -> Option<&str> {
        self.happening().searched()
    }

    /// Returns the files that it brings, whose bytes the store must have.
    pub fn files(&self) -> Vec<&FileRef> {
        self.happening().files()
    }

    /// Returns the number of the person that it names, if it names one.
    pub const fn person(&self) -> Option<LedgerRecordId> {
        match self {
            Self::Action(EventData::Logged(logged)) => logged.person,
            Self::Action(EventData::CustomerSet(set)) => set.person,
            _ => None,
        }
    }

    /// Returns the places of the person and the organisation that it names, if it is an event that may name them.
    pub const fn parties_mut(&mut self) -> Option<[&mut Option<LedgerRecordId>; 2]> {
        match self {
            Self::Action(EventData::Logged(logged)) => Some([&mut logged.person, &mut logged.organisation]),
            Self::Action(EventData::CustomerSet(set)) => Some([&mut set.person, &mut set.organisation]),
            _ => None,
        }
    }

    /// Returns how the letter is found again that it keeps, if it keeps one.
    pub fn stored_letter(&self) -> Option<StoredLetter> {
        match self {
            Self::Action(EventData::Message(message)) => message.letter.as_ref()?.stored(),
            Self::Action(EventData::Undelivered(undelivered)) => undelivered.stored_letter(),
            _ => None,
        }
    }

    /// Returns whether the customer has word by it.
    pub fn tells_customer(&self) -> bool {
        self.happening().tells_customer()
    }

    /// Returns whether it may have happened before the ticket was reported.
    pub fn may_precede_report(&self) -> bool {
        self.happening().may_precede_report()
    }

    /// Returns whether all clocks of the ticket count anew by it, those of targets that are met too.
    pub fn counts_anew(&self) -> bool {
        self.happening().counts_anew()
    }

    /// Returns whether a deadline can follow from it, be that a word to the customer or not.
    pub fn moves_deadlines(&self) -> bool {
        self.happening().moves_deadlines()
    }
}

impl From<EventData> for EventContent {
    fn from(what: EventData) -> Self {
        Self::Action(what)
    }
}

impl From<AlertRecord> for EventContent {
    fn from(alert: AlertRecord) -> Self {
        Self::Alert(alert)
    }
}

impl<'de> Deserialize<'de> for EventContent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_enum("EventContent", &[], ByName)
    }
}

/// Reads the name first, which says which of the two follows. Trying one after the other, as serde does where there is
/// no name, would read each event twice.
struct ByName;

impl<'de> Visitor<'de> for ByName {
    type Value = EventContent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what happened to a ticket")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, read: A) -> Result<EventContent, A::Error> {
        let (Name(name), rest) = read.variant()?;
        if name == alerted::KIND.name {
            return rest.newtype_variant().map(EventContent::Alert);
        }
        EventData::deserialize(EnumAccessDeserializer::new(Named { name, rest })).map(EventContent::Action)
    }
}

/// A name, borrowed from the text where it stands there as it is.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// An enum whose name has been read already.
struct Named<'a, V> {
    name: Cow<'a, str>,
    rest: V,
}

impl<'de, V: VariantAccess<'de>> EnumAccess<'de> for Named<'de, V> {
    type Error = V::Error;
    type Variant = V;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, V), V::Error> {
        let value = seed.deserialize(CowStrDeserializer::new(self.name))?;
        Ok((value, self.rest))
    }
}

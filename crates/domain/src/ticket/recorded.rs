//! What a ticket's record has at one place: something that people did, or that the desk told them of a target.
//!
//! An alert stands in the record beside what people do and never among it: nobody can enter one or take one back. Both count
//! places in the same order, and in a store both have the same form, whichever version wrote it: the place of everything
//! else, by which retractions and the journal name it, is what it always was.

use std::fmt;

use serde::de::value::{EnumAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::alert::Alerted;
use super::commit::Event;
use super::event::{Happening, Sort, What};

/// What stands in a ticket's record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Recorded {
    /// What people did.
    Done(What),
    /// That people were told of a target.
    Told(#[serde(serialize_with = "as_alerted")] Alerted),
}

/// The name of an alert in what the store keeps.
const ALERTED: &str = "alerted";

fn as_alerted<S: serde::Serializer>(alerted: &Alerted, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_newtype_variant("What", 0, ALERTED, alerted)
}

impl Recorded {
    /// What people did; none of an alert.
    pub const fn done(&self) -> Option<&What> {
        match self {
            Self::Done(what) => Some(what),
            Self::Told(_) => None,
        }
    }

    /// What people were told; none of what they did.
    pub const fn told(&self) -> Option<&Alerted> {
        match self {
            Self::Done(_) => None,
            Self::Told(alerted) => Some(alerted),
        }
    }

    /// What the file of its sort says of it.
    pub(super) fn happening(&self) -> &dyn Happening {
        match self {
            Self::Done(what) => what.happening(),
            Self::Told(alerted) => alerted,
        }
    }

    /// Its sort.
    pub fn sort(&self) -> &'static Sort {
        self.happening().sort()
    }

    /// Whether it says nothing that is for the vendor: the desk's own notes and alerts, and taking a note back. `events`
    /// are those of the ticket.
    pub fn is_internal(&self, events: &[Event]) -> bool {
        self.happening().is_internal(events)
    }

    /// The text in it that words are looked for in.
    pub fn searched(&self) -> Option<&str> {
        self.happening().searched()
    }

    /// Whether a deadline can follow from it.
    pub fn moves_deadlines(&self) -> bool {
        self.happening().moves_deadlines()
    }
}

impl From<What> for Recorded {
    fn from(what: What) -> Self {
        Self::Done(what)
    }
}

impl From<Alerted> for Recorded {
    fn from(alerted: Alerted) -> Self {
        Self::Told(alerted)
    }
}

impl PartialEq<What> for Recorded {
    fn eq(&self, what: &What) -> bool {
        self.done() == Some(what)
    }
}

impl<'de> Deserialize<'de> for Recorded {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_enum("What", &[], ByName)
    }
}

/// Reads the name, which says which of the two it is.
struct ByName;

impl<'de> Visitor<'de> for ByName {
    type Value = Recorded;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what happened to a ticket")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, read: A) -> Result<Recorded, A::Error> {
        let (name, rest): (String, A::Variant) = read.variant()?;
        if name == ALERTED {
            return rest.newtype_variant().map(|alerted: Alerted| alerted.into());
        }
        What::deserialize(EnumAccessDeserializer::new(Named { name, rest })).map(Recorded::Done)
    }
}

/// An enum of which the name has been read.
struct Named<V> {
    name: String,
    rest: V,
}

impl<'de, V: VariantAccess<'de>> EnumAccess<'de> for Named<V> {
    type Error = V::Error;
    type Variant = V;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, V), V::Error> {
        seed.deserialize(StringDeserializer::new(self.name)).map(|name| (name, self.rest))
    }
}

//! Defines the languages in which documents and letters are written for vendors and customers, and their words.
//!
//! Every sentence stands once, in the tables of this module, in all languages beside each other: one that lacks a language does not
//! compile, nor does one whose places differ. The screen and the command line speak English, and take the first of each row.
//! What people wrote, and what a contract names, is never translated.

mod events;
mod evidence;
mod letters;
mod moments;
mod promises;
mod targets;
mod uptime;

#[cfg(test)]
mod tests;

use crate::contract::TargetKind;
use crate::sla::TargetState;
use crate::ticket::{Kind, Status};

/// A language of documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Norwegian bokmål.
    Norwegian,
    /// Dutch.
    Dutch,
}

impl Language {
    /// Every language, in the order of a choice.
    pub const ALL: [Self; 3] = [Self::English, Self::Norwegian, Self::Dutch];

    /// Returns the tag in options: `en`, `no`, `nl`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Norwegian => "no",
            Self::Dutch => "nl",
        }
    }

    /// Returns the language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Norwegian => "norsk",
            Self::Dutch => "Nederlands",
        }
    }

    /// Returns the language of a tag such as `nb-NO`, none of one that documents are not written in. Who reads Nynorsk or
    /// Danish is written to in Bokmål.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "no" | "nb" | "nn" | "da" => Some(Self::Norwegian),
            "nl" => Some(Self::Dutch),
            _ => None,
        }
    }

    /// Returns the language of whoever has that tag, English where nothing is known of them.
    pub fn of_person(tag: Option<&str>) -> Self {
        tag.and_then(Self::of_tag).unwrap_or_default()
    }

    /// Returns what kind of target it is.
    pub(crate) fn target(self, kind: TargetKind) -> String {
        match kind {
            TargetKind::Acknowledge => self.acknowledgement(),
            TargetKind::Response => self.response(),
            TargetKind::WorkStart => self.work_start(),
            TargetKind::Update => self.update(),
            TargetKind::Workaround => self.workaround(),
            TargetKind::Correction => self.correction(),
            TargetKind::Fix => self.fix(),
            TargetKind::RootCause => self.root_cause(),
        }
    }

    /// Returns the words of a target's state.
    pub(crate) fn target_state(self, state: TargetState) -> String {
        match state {
            TargetState::Running => self.running(),
            TargetState::AtRisk => self.at_risk(),
            TargetState::Stopped => self.stopped(),
            TargetState::Breached => self.breached(),
            TargetState::Met => self.met(),
            TargetState::MetLate => self.met_late(),
            TargetState::NoClock => self.to_be_phoned(),
            TargetState::Excluded => self.excluded(),
            TargetState::None => self.no_deadline(),
        }
    }

    /// Returns the words of a ticket's status.
    pub(crate) fn status(self, status: Status) -> String {
        match status {
            Status::New => self.new_status(),
            Status::Responded => self.responded_status(),
            Status::InWork => self.in_work(),
            Status::WorkedAround => self.worked_around(),
            Status::Fixed => self.fixed(),
            Status::Closed => self.closed(),
            Status::Merged => self.merged_status(),
            Status::Withdrawn => self.withdrawn(),
        }
    }

    /// Returns what a ticket is about.
    pub(crate) fn kind(self, kind: Kind) -> String {
        match kind {
            Kind::Incident => self.incident(),
            Kind::ChangeRequest => self.change_request(),
            Kind::Question => self.question(),
        }
    }

    /// Returns `a`, `a or b`, `a, b or c`.
    pub(crate) fn any_of(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => self.either(most.join(", "), last),
        }
    }

    /// Returns a channel by its name: those that every desk has in the language, others as the contract names them.
    pub(crate) fn channel(self, name: &str) -> String {
        match name {
            "phone" => self.phone(),
            "email" => self.email(),
            other => other.to_owned(),
        }
    }
}

/// Makes a method of [`Language`] for each row: a sentence in every language, with the places that it names.
macro_rules! words {
    ($($(#[doc = $about:literal])? $name:ident($($place:ident),*) $english:literal, $norwegian:literal, $dutch:literal;)*) => {
        impl $crate::language::Language {
            $(
                $(#[doc = $about])?
                pub(crate) fn $name(self $(, $place: impl std::fmt::Display)*) -> String {
                    match self {
                        Self::English => format!($english),
                        Self::Norwegian => format!($norwegian),
                        Self::Dutch => format!($dutch),
                    }
                }
            )*
        }

        /// The rows, for the tests.
        #[cfg(test)]
        pub(super) const ROWS: &[(&str, [&str; 3])] = &[$((stringify!($name), [$english, $norwegian, $dutch])),*];
    };
}
use words;

#[cfg(test)]
pub(crate) use tests::assert_translated;

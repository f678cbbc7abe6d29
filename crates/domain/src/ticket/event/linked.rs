//! The event that a ticket is tied to another one, or no longer. It stands on both tickets: the desk writes the other one's
//! beside it, in the same commit, and takes both back together.

use serde::{Deserialize, Serialize};

use super::{
    CommandEffect, EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt,
    Until,
};
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::state::{FoldedEvent, Ticket};

/// The most links that a ticket has.
const MOST_LINKS: usize = 500;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "linked",
    "link",
    Right::Work,
    EntryMode::By(&[
        EventCommand {
            name: "link",
            alias: None,
            about: "Tie it to another ticket (--to, --is); it shows on both",
            fields: &[TO, IS],
            does: CommandEffect::Add(|form| make(form, false)),
        },
        EventCommand {
            name: "unlink",
            alias: None,
            about: "Take a link to another ticket off both (--to, --is)",
            fields: &[TO, IS],
            does: CommandEffect::Add(|form| make(form, true)),
        },
    ]),
    &[
        (r#"{"linked":{"to":15,"how":"relates"}}"#, "relates to #15"),
        (r#"{"linked":{"to":15,"how":"child_of"}}"#, "is a child of #15"),
        (r#"{"linked":{"to":15,"how":"blocks","off":true}}"#, "link removed: blocks #15"),
    ],
);

/// The way in which a ticket is tied to another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// It is a part of the other one.
    ChildOf,
    /// The other one is a part of it.
    ParentOf,
    /// It cannot go on before the other one is done.
    BlockedBy,
    /// The other one cannot go on before it is done.
    Blocks,
    /// The other one is the cause of it.
    CausedBy,
    /// It is the cause of the other one.
    Causes,
    /// It was made of a message of the other one.
    SplitFrom,
    /// The other one was made of a message of it.
    SplitInto,
    /// The two have to do with each other.
    Relates,
}

impl LinkKind {
    /// Every kind, as pages list them.
    pub const ALL: [Self; 9] = [
        Self::ChildOf,
        Self::ParentOf,
        Self::BlockedBy,
        Self::Blocks,
        Self::CausedBy,
        Self::Causes,
        Self::SplitFrom,
        Self::SplitInto,
        Self::Relates,
    ];

    /// Returns the key in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ChildOf => "child_of",
            Self::ParentOf => "parent_of",
            Self::BlockedBy => "blocked_by",
            Self::Blocks => "blocks",
            Self::CausedBy => "caused_by",
            Self::Causes => "causes",
            Self::SplitFrom => "split_from",
            Self::SplitInto => "split_into",
            Self::Relates => "relates",
        }
    }

    fn said_in(self, language: Language, number: TicketId) -> String {
        match self {
            Self::ChildOf => language.child_of(number),
            Self::ParentOf => language.parent_of(number),
            Self::BlockedBy => language.blocked_by(number),
            Self::Blocks => language.blocks(number),
            Self::CausedBy => language.caused_by(number),
            Self::Causes => language.causes(number),
            Self::SplitFrom => language.split_from(number),
            Self::SplitInto => language.split_into(number),
            Self::Relates => language.relates_to(number),
        }
    }

    /// Returns what the other ticket has.
    pub const fn back(self) -> Self {
        match self {
            Self::ChildOf => Self::ParentOf,
            Self::ParentOf => Self::ChildOf,
            Self::BlockedBy => Self::Blocks,
            Self::Blocks => Self::BlockedBy,
            Self::CausedBy => Self::Causes,
            Self::Causes => Self::CausedBy,
            Self::SplitFrom => Self::SplitInto,
            Self::SplitInto => Self::SplitFrom,
            Self::Relates => Self::Relates,
        }
    }

    /// Returns the kind that is called so; `-` and `_` are the same. Those that a split makes are not asked for.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.replace('-', "_");
        Self::ALL.into_iter().find(|how| how.key() == word && !how.is_of_split())
    }

    const fn is_of_split(self) -> bool {
        matches!(self, Self::SplitFrom | Self::SplitInto)
    }
}

/// A tie to another ticket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The way in which the ticket is tied to the other one.
    pub how: LinkKind,
    /// The number of the other one.
    pub to: TicketId,
}

impl Link {
    /// Says it in words: `is a child of #15`.
    pub fn in_words(&self) -> String {
        self.how.said_in(Language::English, self.to)
    }
}

/// The data of a tie to another ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Linked {
    /// The number of the other ticket.
    pub to: TicketId,
    /// The way in which this one is tied to it.
    pub how: LinkKind,
    /// Whether the tie is there no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
}

impl Linked {
    /// Returns what stands on the other ticket then; `here` is the number of this one.
    #[must_use]
    pub const fn back(self, here: TicketId) -> Self {
        Self { to: here, how: self.how.back(), off: self.off }
    }

    /// Returns the tie that it is about.
    pub const fn link(self) -> Link {
        Link { how: self.how, to: self.to }
    }
}

impl Happening for Linked {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let (id, link) = (on.ticket.id, self.link());
        let wrong = |message: String, hint: &str| Err(Problem::of_field(Field::Tickets, message, hint));
        if self.to == id {
            return wrong(format!("#{id} cannot be linked to itself"), "give the number of another ticket");
        }
        if self.how.is_of_split() {
            return wrong(
                "a split makes that link".to_owned(),
                "frist do split parts a ticket; undo it to take it back",
            );
        }
        match (on.ticket.links.contains(&link), self.off) {
            (false, true) => {
                return wrong(format!("#{id} has no such link to #{}", self.to), "frist show lists its links");
            }
            (true, false) => return wrong(format!("#{id} {} already", link.in_words()), "there is nothing to change"),
            _ => {}
        }
        let parent = on.ticket.parent().filter(|_| !self.off && self.how == LinkKind::ChildOf);
        if let Some(parent) = parent {
            return wrong(
                format!("#{id} is a child of #{parent} already"),
                "take that link off first (frist do unlink)",
            );
        }
        if !self.off && on.ticket.links.len() >= MOST_LINKS {
            return wrong(format!("#{id} has {MOST_LINKS} links, and takes no more"), "take some of them off first");
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        let link = self.link();
        ticket.links.retain(|other| *other != link);
        if !self.off {
            let place = ticket.links.partition_point(|other| *other < link);
            ticket.links.insert(place, link);
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let link = self.how.said_in(language, self.to);
        if self.off { language.link_removed(link) } else { link }
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    // The other ticket may have been reported later.
    fn may_precede_report(&self) -> bool {
        true
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }
}

const TO: EventInput = EventInput::new("to", "The other ticket", InputType::Ticket);

const IS: EventInput = EventInput::new(
    "is",
    "What this one is to it; relates where it is left out, and of a link that is taken off whatever it is",
    InputType::OneOf(
        "LINK",
        &[
            ("relates", "the two have to do with each other"),
            ("blocks", "the other one waits for this one"),
            ("blocked-by", "this one waits for the other one"),
            ("causes", "this one is the cause"),
            ("caused-by", "the other one is the cause"),
            ("parent-of", "the other one is a part of this one"),
            ("child-of", "this one is a part of the other one"),
        ],
    ),
);

fn make(form: &EventForm<'_>, off: bool) -> Result<EventData, Problem> {
    let to = form.needed("to", "to ID")?;
    let to = TicketId(to.parse().map_err(|_| Problem::of_field(Field::Tickets, "that is no number", "give --to ID"))?);
    let given = form.text("is").and_then(|word| LinkKind::of_word(&word));
    let how = match (given, form.ticket.filter(|_| off)) {
        (Some(how), _) => how,
        (None, None) => LinkKind::Relates,
        (None, Some((ticket, _))) => ticket.only_link_to(to)?,
    };
    Ok(EventData::Linked(Linked { to, how, off }))
}

impl Ticket {
    /// Returns the number of the ticket that it is a child of, if there is one.
    pub fn parent(&self) -> Option<TicketId> {
        self.links.iter().find(|link| link.how == LinkKind::ChildOf).map(|link| link.to)
    }

    /// Returns the numbers of its children.
    pub fn children(&self) -> impl Iterator<Item = TicketId> + '_ {
        self.links.iter().filter(|link| link.how == LinkKind::ParentOf).map(|link| link.to)
    }

    /// Returns how it is tied to that ticket, where there is one link only.
    ///
    /// # Errors
    ///
    /// If there is none, or more than one.
    pub fn only_link_to(&self, to: TicketId) -> Result<LinkKind, Problem> {
        let all: Vec<LinkKind> = self.links.iter().filter(|link| link.to == to).map(|link| link.how).collect();
        match all.as_slice() {
            [only] => Ok(*only),
            [] => {
                let message = format!("#{} has no link to #{to}", self.id);
                Err(Problem::of_field(Field::Tickets, message, "frist show lists its links"))
            }
            several => {
                let words: Vec<String> = several.iter().map(|how| how.key().replace('_', "-")).collect();
                let message = format!("#{} has several links to #{to}", self.id);
                Err(Problem::of_field(Field::Tickets, message, format!("give --is {}", words.join(" or "))))
            }
        }
    }
}

//! The event that somebody follows a ticket, or no longer: their screens tell them what others do on it.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventKind, Happening, SayAt, Until};
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The most people that follow a ticket.
const MOST_FOLLOWERS: usize = 50;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "followed",
    "follow",
    Right::Work,
    EntryMode::By(&[
        EventCommand::with("follow", "Follow it: your screens tell you what others do on it", &[], |form| {
            Ok(make(form, false))
        }),
        EventCommand::with("unfollow", "Follow it no longer", &[], |form| Ok(make(form, true))),
    ]),
    &[
        (r#"{"followed":{"who":"anna"}}"#, "followed by anna"),
        (r#"{"followed":{"who":"anna","off":true}}"#, "no longer followed by anna"),
    ],
);

/// The data of following.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Followed {
    /// The name of the person who follows it.
    pub who: String,
    /// Whether they do so no longer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
}

impl Followed {
    /// Returns whether the ticket has other followers by it.
    pub fn changes(&self, ticket: &Ticket) -> bool {
        ticket.is_followed_by(&self.who) == self.off
    }
}

impl Happening for Followed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Staff, &self.who)?;
        if !self.changes(on.ticket) {
            let does = if self.off { "does not follow" } else { "follows" };
            let already = if self.off { "" } else { " already" };
            let message = format!("{} {does} #{}{already}", self.who, on.ticket.id);
            return Err(Problem::refused(message, "there is nothing to change"));
        }
        if !self.off && on.ticket.followers.len() >= MOST_FOLLOWERS {
            let message = format!("#{} is followed by {MOST_FOLLOWERS} people already", on.ticket.id);
            return Err(Problem::refused(message, "one of them has to unfollow it first"));
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        match ticket.followers.binary_search(&self.who) {
            Ok(place) if self.off => drop(ticket.followers.remove(place)),
            Err(place) if !self.off => ticket.followers.insert(place, self.who.clone()),
            _ => {}
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        if self.off { language.unfollowed(&self.who) } else { language.followed(&self.who) }
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

    fn is_work(&self) -> bool {
        false
    }
}

fn make(form: &EventForm<'_>, off: bool) -> EventData {
    EventData::Followed(Followed { who: form.me.to_owned(), off })
}

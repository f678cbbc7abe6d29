//! Holds one line that says more about an event of a ticket: minutes and what for, where an approval is, to whom.

use tui_input::Input;

use crate::domain::contract::cause_in_words;
use crate::domain::ledger::Ledger;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{EventData, MOST_MINUTES, Ticket, TicketId, event};
use crate::domain::time::{Instant, Span, Zone};
use crate::tui::form::people::{KnownPerson, ProposedPeople};
use crate::tui::shared::{UNUSED_LINK, UNUSED_TAG};
use crate::tui::widget::Rows;

/// The subject of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineSubject {
    /// Time that was spent: `30 what for`.
    Spent,
    /// Where the customer's approval can be found.
    Approval,
    /// The supplier that the ticket was passed on to.
    Supplier,
    /// The person who takes the ticket on that level; may be left empty.
    Level(String),
    /// The reason why the ticket is excluded for that cause.
    Exclusion(String),
    /// The explanation of the cause that the customer has in writing, or where it is; may be left empty.
    RootCause,
    /// What the customers of several tickets were told.
    Word,
    /// The subject of the ticket, which begins as it is.
    Subject,
    /// The customer who reported it, which begins as it is; may be left empty.
    Customer,
    /// Tags that are put on the ticket, and taken off where `-` stands before them.
    Tags,
    /// Until when the ticket is snoozed.
    Snooze,
    /// A tie to another ticket, or its end where `-` stands before it: `child of 15`.
    Link,
    /// The ticket that it is merged into.
    Merge,
    /// The vendor's number of the case, which begins as it is; may be left empty.
    VendorCase,
}

/// The line while it is typed.
pub struct OneLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The ticket's revision when this was opened; none where the entry stands beside whatever others have done.
    pub revision: Option<u32>,
    /// Further tickets that it is recorded on as well, each with its revision.
    pub others: Vec<(TicketId, Option<u32>)>,
    /// The subject of the line.
    pub about: LineSubject,
    /// The line that is typed.
    pub line: Input,
    /// The people who may be meant, while it is the customer that is typed.
    pub people: ProposedPeople,
    /// The selected row below such a line: a person, or behind the last of them what is typed.
    pub rows: Rows,
    /// The tags that the ticket has, while it is tags that are typed.
    pub present: String,
    /// The tag that was completed last: how it was begun, and what it was completed to.
    completing: Option<(String, String)>,
    /// The message about what is wrong with it, after a try to enter it.
    pub wrong: Option<String>,
}

impl OneLine {
    /// Creates an empty line.
    pub fn new(ticket: TicketId, revision: Option<u32>, about: LineSubject) -> Self {
        let revision = revision.filter(|_| {
            !matches!(
                about,
                LineSubject::Spent | LineSubject::Word | LineSubject::Tags | LineSubject::Link | LineSubject::Snooze
            )
        });
        let (line, people, rows) = (Input::default(), ProposedPeople::default(), Rows::default());
        Self {
            ticket,
            revision,
            others: Vec::new(),
            about,
            line,
            people,
            rows,
            present: String::new(),
            completing: None,
            wrong: None,
        }
    }

    /// Fills in what the ticket has already, where the line changes it.
    pub fn begin_with(&mut self, ticket: &Ticket, ledger: &Ledger) {
        self.line = match self.about {
            LineSubject::Subject => Input::from(ticket.subject.as_str()),
            LineSubject::Customer => Input::from(ledger.customer_of(ticket).unwrap_or_default()),
            LineSubject::VendorCase => Input::from(ticket.vendor_case.as_deref().unwrap_or_default()),
            LineSubject::Tags => {
                self.present = ticket.tags.join(" ");
                return;
            }
            _ => return,
        };
        self.follow(ledger);
    }

    /// Proposes who may be meant by what is typed, where it is the customer.
    pub fn follow(&mut self, ledger: &Ledger) {
        if self.about == LineSubject::Customer {
            self.people.follow(self.line.value(), ledger);
            self.rows = Rows::default();
        }
    }

    /// Completes the tag that is typed last to the first of those in use that begins so, in their order; again, to the
    /// one behind it.
    pub fn complete_tag(&mut self, in_use: &[String]) {
        let typed = self.line.value();
        let (before, word) = typed.rsplit_once([' ', ',']).map_or(("", typed), |(before, word)| (before, word));
        let sign = if word.starts_with('-') { "-" } else { "" };
        let begun = match &self.completing {
            Some((begun, done)) if done == word => begun.clone(),
            _ => word.to_owned(),
        };
        let fits = |tag: &&String| tag.starts_with(begun.trim_start_matches('-'));
        let behind = in_use.iter().filter(fits).skip_while(|tag| format!("{sign}{tag}") != word).nth(1);
        let Some(tag) = behind.or_else(|| in_use.iter().find(fits)) else { return };
        let done = format!("{sign}{tag}");
        let blank = if before.is_empty() { "" } else { " " };
        self.line = Input::from(format!("{before}{blank}{done}"));
        self.completing = Some((begun, done));
    }

    /// Proposes another time to sleep, in turn.
    pub fn propose_snooze(&mut self, by: isize) {
        let now = SNOOZES.iter().position(|words| *words == self.line.value().trim());
        let last = SNOOZES.len() - 1;
        let next = match (now, by) {
            (Some(place), 1..) if place < last => place + 1,
            (_, 1..) => 0,
            (Some(place), _) if place > 0 => place - 1,
            _ => last,
        };
        self.line = Input::from(SNOOZES[next]);
    }

    /// Returns the event that what is typed about snoozing means for that ticket. The error is a sentence.
    pub fn snooze(&self, row: &TicketRow, zone: Zone, now: Instant) -> Result<EventData, String> {
        let text = self.line.value().trim();
        if text == "wake" {
            return Ok(EventData::Woken);
        }
        let snoozed = event::Snoozed::of_words(text, row.contract.as_deref(), zone, now);
        snoozed.map(EventData::Snoozed).map_err(|wrong| wrong.to_string())
    }

    /// Returns the person who is selected; none where it is what is typed.
    pub fn person(&self) -> Option<&KnownPerson> {
        self.people.found().get(self.rows.selected())
    }

    /// Returns the question in the title.
    pub fn title(&self) -> String {
        let ticket = self.ticket;
        let more = if self.others.is_empty() { String::new() } else { format!(" and {} more", self.others.len()) };
        match &self.about {
            LineSubject::Spent => format!("Time spent on #{ticket}"),
            LineSubject::Approval => format!("The customer's written approval of paid work on #{ticket}"),
            LineSubject::Supplier => format!("#{ticket} was passed on to"),
            LineSubject::Level(level) => format!("Escalate #{ticket} to {level}"),
            LineSubject::Exclusion(cause) => format!("Exclude #{ticket}{more}: {}", cause_in_words(cause)),
            LineSubject::RootCause => format!("The cause of #{ticket}{more}, explained to the customer"),
            LineSubject::Word => format!("Update the customers on #{ticket}{more}"),
            LineSubject::Subject => format!("Subject of #{ticket}"),
            LineSubject::Customer => format!("Customer of #{ticket}{more}"),
            LineSubject::Merge => format!("Merge #{ticket}{more} into"),
            LineSubject::Link => format!("Link #{ticket}{more}"),
            LineSubject::VendorCase => format!("The vendor's case number of #{ticket}{more}"),
            LineSubject::Snooze => format!("Snooze #{ticket}{more} until"),
            LineSubject::Tags if self.present.is_empty() => format!("Tag #{ticket}{more}"),
            LineSubject::Tags => format!("Tag #{ticket}{more}, now {}", self.present),
        }
    }

    /// Returns the example that stands in the line while it is empty.
    pub const fn example(&self) -> &'static str {
        match self.about {
            LineSubject::Spent => "30 looked into the logs",
            LineSubject::Approval => "mail of 8 January",
            LineSubject::Supplier => "the supplier's name",
            LineSubject::Level(_) => "who takes it, or nothing",
            LineSubject::Exclusion(_) => "in a sentence",
            LineSubject::RootCause => "a full disk; mail of 8 January",
            LineSubject::Word => "what they were told",
            LineSubject::Subject => "what it is about, in one line",
            LineSubject::Customer => "who reported it, or nothing",
            LineSubject::Tags => "disk slow -vpn",
            LineSubject::Snooze => "4 support hours",
            LineSubject::Link => "child of 15",
            LineSubject::Merge => "15",
            LineSubject::VendorCase => "as the vendor writes it, or nothing",
        }
    }

    /// Returns the sentence that says what is to be typed, with the actions whose keys it names in braces.
    pub const fn help(&self) -> &'static str {
        match self.about {
            LineSubject::Spent => "Minutes, or 1h30m, then what for; 30 unpaid … is not billed.",
            LineSubject::Approval => "Where it can be found. {accept} records it, and paid work can be booked.",
            LineSubject::Supplier => "Whose error it is. {accept} records that you have passed it on.",
            LineSubject::Level(_) => "A name, or nothing if it is not known yet. {accept} escalates.",
            LineSubject::Exclusion(_) => {
                "Why does the promise not hold? It stands on the record. {accept} excludes it."
            }
            LineSubject::RootCause => {
                "The explanation, or where it is, or nothing. {accept} records that they have it in writing."
            }
            LineSubject::Word => "It goes on the record of each. {accept} records that they were told.",
            LineSubject::Subject => "The old one stays on the record. {accept} changes it.",
            LineSubject::Customer => "Who reported it, or nothing if it is not known. {accept} changes it.",
            LineSubject::Merge => "The number of the ticket that goes on. {accept} merges; both histories stay.",
            LineSubject::Link => {
                "child of, parent of, blocks, blocked by, causes, caused by, or nothing, and its number; - before it unties."
            }
            LineSubject::VendorCase => "Its letters that name it find the ticket by it. {accept} changes it.",
            LineSubject::Snooze => {
                "4h, 4 support hours, Mon 08:00, next event, or wake; behind it keep: letters do not wake it. {next-field} proposes."
            }
            LineSubject::Tags => {
                "Words put on; - before one takes it off. {accept} records it; {next-field} completes."
            }
        }
    }

    /// Returns an event of the kind that the line records, as though anything had been typed; of time that was spent and of
    /// an exclusion only what needs no text.
    pub fn sample(&self) -> EventData {
        if self.about == LineSubject::Merge {
            return EventData::MergedInto(event::MergedInto { into: TicketId::MOST });
        }
        if self.about == LineSubject::Link {
            return EventData::Linked(UNUSED_LINK);
        }
        if self.about == LineSubject::VendorCase {
            // How the vendor's numbers look nobody knows; one may be set whenever tags may.
            return Self::new(self.ticket, self.revision, LineSubject::Tags).sample();
        }
        let line = Input::from(if self.about == LineSubject::Tags { UNUSED_TAG } else { "1 x" });
        let typed = Self { line, ..Self::new(self.ticket, self.revision, self.about.clone()) };
        typed.what().map_or(EventData::Included, |(what, _)| what)
    }

    /// Returns the event that the line records, and the words for it. The error is a sentence.
    pub fn what(&self) -> Result<(EventData, String), String> {
        let text = self.line.value().trim().to_owned();
        match &self.about {
            LineSubject::Spent => {
                let (minutes, what, unpaid) = spent(&text)?;
                let words = format!("{minutes} min booked{}", if unpaid { ", unpaid" } else { "" });
                Ok((EventData::TimeSpent(event::TimeSpent { minutes, what, unpaid }), words))
            }
            LineSubject::Approval => Ok((
                EventData::Approved(event::Approved { reference: text }),
                "customer's approval recorded".to_owned(),
            )),
            LineSubject::Supplier => {
                let words = format!("passed on to {text}");
                Ok((EventData::PassedOn(event::PassedOn { supplier: text }), words))
            }
            LineSubject::Level(level) => {
                let to = Some(text).filter(|to| !to.is_empty());
                let who = to.as_ref().map_or_else(String::new, |to| format!(" ({to})"));
                Ok((
                    EventData::Escalated(event::Escalated { level: level.clone(), to }),
                    format!("escalated to {level}{who}"),
                ))
            }
            LineSubject::Exclusion(cause) => {
                let what = EventData::Excluded(event::Excluded { cause: cause.clone(), words: Some(text) });
                Ok((what, format!("excluded: {}", cause_in_words(cause))))
            }
            LineSubject::RootCause => {
                let text = Some(text).filter(|text| !text.is_empty());
                let what = EventData::RootCauseExplained(event::RootCauseExplained { text });
                Ok((what, "root cause explained".to_owned()))
            }
            LineSubject::Word => {
                let what = EventData::Note(event::Note { text, to_customer: true });
                Ok((what, "customer updated".to_owned()))
            }
            LineSubject::Subject => {
                let what = EventData::SubjectSet(event::SubjectSet { subject: text, was: None });
                Ok((what, "subject changed".to_owned()))
            }
            LineSubject::Customer => {
                if let Some(person) = self.person() {
                    return Ok(to_person(person));
                }
                let customer = Some(text).filter(|text| !text.is_empty());
                let words = customer.as_ref().map_or("customer removed".to_owned(), |name| format!("customer {name}"));
                Ok((EventData::CustomerSet(event::CustomerSet { customer, ..event::CustomerSet::default() }), words))
            }
            LineSubject::Merge => {
                let into = number_of(&text).ok_or("The number of the ticket that goes on is missing; write 15")?;
                Ok((EventData::MergedInto(event::MergedInto { into }), format!("merged into #{into}")))
            }
            LineSubject::Link => {
                let linked = link_of(&text)?;
                let words = linked.link().in_words();
                let words = if linked.off { format!("link removed: {words}") } else { words };
                Ok((EventData::Linked(linked), words))
            }
            LineSubject::VendorCase => {
                let case = Some(text).filter(|text| !text.is_empty());
                let words =
                    case.as_ref().map_or("vendor's case removed".to_owned(), |case| format!("vendor's case {case}"));
                Ok((EventData::VendorCaseSet(event::VendorCaseSet { case }), words))
            }
            // What is typed means another moment for each contract.
            LineSubject::Snooze => Ok((EventData::Snoozed(event::Snoozed::default()), "snoozed".to_owned())),
            LineSubject::Tags => {
                let tags = event::Tagged::of_words(&text).map_err(|wrong| wrong.to_string())?;
                let said =
                    |what: &str, tags: &[String]| (!tags.is_empty()).then(|| format!("{what} {}", tags.join(", ")));
                let both = [said("tagged", &tags.add), said("untagged", &tags.remove)];
                let words = both.into_iter().flatten().collect::<Vec<_>>().join(", ");
                Ok((EventData::Tagged(tags), words))
            }
        }
    }
}

/// The times to sleep that are proposed in turn.
const SNOOZES: [&str; 6] = ["2 support hours", "4 support hours", "1bd", "tomorrow 08:00", "Mon 08:00", "next event"];

/// Returns the event that the ticket is that person's, and the words for it.
fn to_person(person: &KnownPerson) -> (EventData, String) {
    let set = event::CustomerSet {
        customer: Some(person.name.clone()),
        person: Some(person.id),
        organisation: person.organisation.as_ref().map(|(id, _)| *id),
        was: None,
    };
    (EventData::CustomerSet(set), format!("customer {}", person.in_words()))
}

/// Reads the number of a ticket, with or without `#`.
fn number_of(text: &str) -> Option<TicketId> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    number.filter(|id| *id > 0 && *id < TicketId::MOST.0).map(TicketId)
}

/// Reads a tie to another ticket: what this one is to it, and its number; `-` before it takes it off.
fn link_of(text: &str) -> Result<event::Linked, String> {
    let (off, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest.trim_start()));
    let (words, number) = rest.rsplit_once(char::is_whitespace).unwrap_or(("", rest));
    let to = number_of(number).ok_or("The number of the other ticket is missing; write child of 15, or just 15")?;
    let words = words.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    let words = words.trim_start_matches("is-").trim_start_matches("a-");
    let how = match words {
        "" | "relates-to" | "related-to" | "related" => Some(event::LinkKind::Relates),
        "child" => Some(event::LinkKind::ChildOf),
        "parent" => Some(event::LinkKind::ParentOf),
        "blocked" => Some(event::LinkKind::BlockedBy),
        words => event::LinkKind::of_word(words),
    };
    let how = how.ok_or_else(|| {
        format!("`{words}` is no link; write child of, parent of, blocks, blocked by, causes, caused by or relates to")
    })?;
    Ok(event::Linked { to, how, off })
}

/// Reads minutes, what for, and whether nobody pays: `30 what for`, `30m what for`, `1h30m what for` or `30 unpaid what
/// for`.
fn spent(text: &str) -> Result<(u32, String, bool), String> {
    let (time, what) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let minutes = time.parse().ok().or_else(|| match Span::parse(time) {
        Ok(Span::Time(seconds)) => u32::try_from(seconds / 60).ok(),
        _ => None,
    });
    let minutes =
        minutes.ok_or_else(|| format!("`{time}` is not a number of minutes; write 30 what for, or 1h30m what for"))?;
    if minutes > MOST_MINUTES {
        return Err(format!("{minutes} minutes are more than a day; book each day by itself"));
    }
    let what = what.trim();
    let (unpaid, what) = match what.split_once(char::is_whitespace) {
        Some(("unpaid", what)) => (true, what.trim()),
        _ => (what == "unpaid", if what == "unpaid" { "" } else { what }),
    };
    if what.is_empty() {
        return Err("The purpose is missing; write 30 what for".to_owned());
    }
    Ok((minutes, what.to_owned(), unpaid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_as_minutes_or_hours_and_wants_what_for() {
        assert_eq!(spent("30 read the logs"), Ok((30, "read the logs".to_owned(), false)));
        assert_eq!(spent("45m  call"), Ok((45, "call".to_owned(), false)));
        assert_eq!(spent("1h30m call"), Ok((90, "call".to_owned(), false)));
        assert_eq!(spent("30 unpaid  read the logs"), Ok((30, "read the logs".to_owned(), true)));
        assert_eq!(spent("24h call"), Ok((1_440, "call".to_owned(), false)));
        assert_eq!(spent("30 unpaidness"), Ok((30, "unpaidness".to_owned(), false)));
        for wrong in [
            "30 unpaid",
            "",
            "call",
            "30",
            "30  ",
            "-5 call",
            "3bd call",
            "99999999999 call",
            "1441 call",
            "24h1m call",
        ] {
            assert!(spent(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_level_needs_nobody() {
        let mut line = OneLine::new(TicketId(1), Some(2), LineSubject::Level("management".to_owned()));
        assert_eq!(
            line.what().unwrap().0,
            EventData::Escalated(event::Escalated { level: "management".to_owned(), to: None })
        );
        line.line = "Kari ".into();
        assert_eq!(line.what().unwrap().1, "escalated to management (Kari)");
    }
}

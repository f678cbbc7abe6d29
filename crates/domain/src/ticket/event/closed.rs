//! The event that closes a ticket: nothing more is to be done.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt};
use crate::contract::{Contract, TargetKind};
use crate::right::Right;
use crate::ticket::check::{EventContext, line, not_before};
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::state::{EventMark, FoldedEvent, Ticket};
use crate::time::Instant;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "closed",
    "close",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "close",
        "Close it: nothing more is to be done (--reason, --text)",
        FIELDS,
        make,
    )]),
    &[
        (r#"{"closed":{"reason":"vendors"}}"#, "closed; the breach is the vendor's"),
        (
            r#"{"closed":{"reason":"agreed","words":"They asked us to wait"}}"#,
            "closed; the breach is agreed with the customer: They asked us to wait",
        ),
        (r#"{"closed":{}}"#, "closed"),
    ],
);

/// The data of a closing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The reason why a promise was broken, where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<BreachReason>,
    /// The reason in a sentence, one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Happening for Closed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_reason(self.reason, self.words.as_deref())?;
        Ok(check_owed(on)?)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.closed = Some(entry.mark());
        ticket.end_wait_with_fix(entry.event.happened);
        (ticket.breach_reason, ticket.breach_words) = (self.reason, self.words.clone());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let closed = self.reason.map_or_else(|| language.closed(), |reason| language.breach_is(reason.said(language)));
        let why = self.words.as_ref().map_or_else(String::new, |words| format!(": {words}"));
        format!("{closed}{why}")
    }

    fn ends_it(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.closed.is_none()
    }

    fn searched(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

/// The reason why a promise was broken, for the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachReason {
    /// This desk was late.
    Ours,
    /// The vendor was late.
    Vendors,
    /// The customer agreed to it.
    Agreed,
    /// Vendor and desk do not agree.
    Disputed,
}

impl BreachReason {
    /// Returns the words after `the breach is`.
    pub fn words(self) -> String {
        self.said(Language::English)
    }

    /// Returns in a language whose the breach is.
    pub(crate) fn said(self, language: Language) -> String {
        match self {
            Self::Ours => language.ours(),
            Self::Vendors => language.vendors(),
            Self::Agreed => language.agreed(),
            Self::Disputed => language.disputed(),
        }
    }
}

impl BreachReason {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::Ours, Self::Vendors, Self::Agreed, Self::Disputed];

    /// Returns the key in records and options.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Vendors => "vendors",
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
        }
    }
}

/// The field that says that a parent is closed though children of it are open.
pub const LEAVE_CHILDREN: &str = "leave-children";

const FIELDS: &[EventInput] = &[
    EventInput::new(LEAVE_CHILDREN, "Also where children of it are open, and not closed with it", InputType::Flag),
    EventInput::new(
        "reason",
        "Why a promise was broken",
        InputType::OneOf(
            "REASON",
            &[
                ("ours", "This desk was late"),
                ("vendors", "The vendor was late"),
                ("agreed", "The customer agreed to it"),
                ("disputed", "Vendor and desk do not agree"),
            ],
        ),
    ),
    EventInput::new("text", "The reason in a sentence", InputType::Text),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let reason = form.text("reason").map(|given| reason_of_key(&given)).transpose()?;
    Ok(EventData::Closed(Closed { reason, words: form.text("text") }))
}

fn reason_of_key(key: &str) -> Result<BreachReason, Problem> {
    let found = BreachReason::ALL.into_iter().find(|reason| reason.key() == key);
    let keys = BreachReason::ALL.map(BreachReason::key).join(", ");
    found.ok_or_else(|| Problem::of_field(Field::Reason, "there is no such reason", format!("give one of {keys}")))
}

/// Checks the reason: a sentence without the reason that it is about would count in no report.
fn check_reason(reason: Option<BreachReason>, words: Option<&str>) -> Result<(), Problem> {
    match (reason, words) {
        (None, Some(_)) => {
            Err(Problem::of_field(Field::Reason, "the sentence goes with a reason", "say whose breach it is as well"))
        }
        (_, words) => words.map_or(Ok(()), |words| line(Field::Reason, words)),
    }
}

/// What a ticket still has to meet before it can be closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OwedBeforeClosing {
    /// The ticket.
    pub ticket: TicketId,
    /// The target.
    pub kind: TargetKind,
    /// What to do first, as in `record the fix`.
    pub todo: &'static str,
    /// The command of `frist do` that does it.
    pub command: &'static str,
}

impl From<OwedBeforeClosing> for Problem {
    fn from(owed: OwedBeforeClosing) -> Self {
        let OwedBeforeClosing { ticket, kind, todo, command } = owed;
        let message = format!("#{ticket} still has to meet its {}", kind.words());
        Self::refused(message, format!("{todo} first ({command})"))
    }
}

/// Why a ticket cannot be closed.
enum Unclosable {
    Owes(OwedBeforeClosing),
    Refused(Problem),
}

impl From<Unclosable> for Problem {
    fn from(why: Unclosable) -> Self {
        match why {
            Unclosable::Owes(owed) => owed.into(),
            Unclosable::Refused(problem) => problem,
        }
    }
}

/// Returns what the ticket still has to meet before it can be closed at `happened`, if that is what it cannot be closed for.
pub fn owed_before_closing(
    ticket: &Ticket,
    contract: Option<&Contract>,
    happened: Instant,
) -> Option<OwedBeforeClosing> {
    match check_owed(&EventContext { ticket, contract, happened }) {
        Err(Unclosable::Owes(owed)) => Some(owed),
        Err(Unclosable::Refused(_)) | Ok(()) => None,
    }
}

/// Checks that nothing that was promised for the ticket is still owed when it is closed.
fn check_owed(on: &EventContext<'_>) -> Result<(), Unclosable> {
    let EventContext { ticket, contract, happened } = *on;
    let promises = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity));
    for Ending { kind, mark, word, todo, command } in endings(ticket) {
        not_before(mark, happened, word).map_err(Unclosable::Refused)?;
        let done = match kind {
            TargetKind::Acknowledge => ticket.acknowledged().is_some_and(|(at, _)| at <= happened),
            _ => mark.is_some(),
        };
        let is_owed = ticket.exclusion.is_none() && promises.is_some_and(|p| p.get(kind).is_some());
        if is_owed && !done {
            return Err(Unclosable::Owes(OwedBeforeClosing { ticket: ticket.id, kind, todo, command }));
        }
    }
    not_before(ticket.reopened.as_ref(), happened, "reopened").map_err(Unclosable::Refused)
}

/// What has to meet a target before the ticket is closed.
struct Ending<'a> {
    kind: TargetKind,
    /// The mark of what met it; none for an acknowledgement, which is the first word to the customer.
    mark: Option<&'a EventMark>,
    /// The word for a ticket that has it.
    word: &'static str,
    /// What to do first, and the command of `frist do` that does it.
    todo: &'static str,
    command: &'static str,
}

/// Returns what has to meet each target before the closing, in the order in which targets are told. The updates of the
/// customer end with the closing.
fn endings(ticket: &Ticket) -> [Ending<'_>; 7] {
    let ending = |kind, mark, word, (todo, command)| Ending { kind, mark, word, todo, command };
    let (corrected, fixed) = (ticket.corrected(), ticket.fixed.as_ref());
    [
        ending(TargetKind::Acknowledge, None, "acknowledged", ("acknowledge the report", "acknowledge")),
        ending(TargetKind::Response, ticket.responded.as_ref(), "answered", ("record the answer", "respond")),
        ending(TargetKind::WorkStart, ticket.work_began(), "in work", ("record that work began", "start")),
        ending(TargetKind::Workaround, corrected, "corrected", ("record the workaround or the fix", "workaround")),
        ending(TargetKind::Correction, corrected, "corrected", ("record the fix or the workaround", "fix")),
        ending(TargetKind::Fix, fixed, "fixed", ("record the fix", "fix")),
        ending(
            TargetKind::RootCause,
            ticket.root_cause.as_ref(),
            "explained",
            ("record that the cause was explained", "root-cause"),
        ),
    ]
}

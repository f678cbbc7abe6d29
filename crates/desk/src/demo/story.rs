//! One made-up ticket: what it is about and what happens to it, told from any moment of report.

use std::sync::Arc;

use fastrand::Rng;

use frist_domain::contract::{Contract, Pause};
use frist_domain::ticket::{
    BreachReason, Event, EventContent, EventData, Kind, NewTicket, Ticket, TicketId, event, new_events,
};
use frist_domain::time::Instant;

use super::past::Lateness;
use super::{talk, words};

const MINUTE: i64 = 60;

/// How far a ticket gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Progress {
    /// Nobody has looked at the ticket.
    Fresh,
    Answered,
    InWork,
    WorkedAround,
    /// It is known that there is no workaround.
    NoWorkaround,
    Fixed,
    /// The ticket is closed, with the reason for a broken promise where there is one.
    Closed(Option<BreachReason>),
    /// The ticket is closed, but not before something was late.
    ClosedLate(Lateness),
    /// The ticket is excluded for a cause that the customer pays for, and mended all the same.
    PaidFor,
    Reopened,
    /// A fix was entered by mistake and retracted.
    TakenBack,
    /// The ticket was logged by mistake.
    Withdrawn,
    Waiting,
    Excluded,
    Escalated,
}

/// Something that happens to a ticket, so long after what came before.
struct Step {
    /// The wait before it, in minutes of real time.
    wait: i64,
    what: EventData,
}

/// A ticket that could be reported at any moment.
pub(super) struct Plot {
    pub(super) contract: Arc<Contract>,
    new: NewTicket,
    agent: &'static str,
    /// The minutes from the report to its entry.
    entered_after: i64,
    progress: Progress,
    steps: Vec<Step>,
}

/// What one agent enters at one moment.
pub(super) struct StoryEvents {
    pub(super) at: Instant,
    pub(super) by: &'static str,
    pub(super) events: Vec<Event>,
}

/// A ticket as it was told from one moment of report.
pub(super) struct Story {
    pub(super) entries: Vec<StoryEvents>,
}

/// The terms under which a ticket is logged.
pub(super) struct Terms {
    pub(super) plan: String,
    pub(super) severity: String,
    pub(super) channel: String,
    /// The tier of the severity: 0 for the worst, 2 for the least.
    pub(super) tier: usize,
}

impl Plot {
    pub(super) fn new(
        rng: &mut Rng,
        contract: &Arc<Contract>,
        terms: Terms,
        progress: Progress,
        subject: String,
    ) -> Self {
        let agent = words::agent(rng);
        let kind = match terms.tier {
            2 if rng.u8(..3) == 0 => pick_kind(rng),
            _ => Kind::Incident,
        };
        // What is said has dice of its own, so that everything else is as it would be without.
        let mut talk = Rng::with_seed(rng.get_seed() ^ 0x7461_6c6b);
        let (impact, urgency) = priority_of(contract, &terms.severity).unzip();
        let new = NewTicket {
            impact,
            urgency,
            contract: contract.id.clone(),
            subject,
            plan: terms.plan,
            severity: terms.severity,
            channel: terms.channel,
            customer: Some(words::customer(rng)),
            kind,
            description: (talk.u8(..5) > 0).then(|| words::description(&mut talk)),
            note: (rng.u8(..5) == 0).then(|| words::note(rng)),
            ..NewTicket::default()
        };
        let mut steps = steps(rng, contract, agent, progress);
        steps.extend(said(&mut talk, progress));
        Self { contract: Arc::clone(contract), new, agent, entered_after: rng.i64(0..4), progress, steps }
    }

    /// Returns the same ticket with what customer, desk and vendor wrote to each other once it was answered, or at the end
    /// where nobody has answered yet, in place of the one message that it may have.
    #[must_use]
    pub(super) fn with_conversation(mut self, rng: &Rng) -> Self {
        let mut dice = Rng::with_seed(rng.get_seed() ^ 0x0074_6872_6565);
        self.steps.retain(|step| !matches!(step.what, EventData::Message(_)));
        let answered = self.steps.iter().position(|step| step.what == EventData::Responded);
        let place = answered.map_or(self.steps.len(), |place| place + 1);
        let said = talk::conversation(&mut dice).map(|what| Step { wait: dice.i64(1..4), what });
        self.steps.splice(place..place, said);
        self
    }

    /// Returns the same ticket at the vendor in that place: what is late there has its own reason.
    #[must_use]
    pub(super) fn at_vendor(mut self, n: usize) -> Self {
        for step in &mut self.steps {
            if let (EventData::Closed(event::Closed { reason, words }), Progress::ClosedLate(lateness)) =
                (&mut step.what, self.progress)
            {
                let (why, sentence) = lateness.reason(n);
                (*reason, *words) = (Some(why), sentence.map(str::to_owned));
            }
        }
        self
    }

    /// Tells the story of the ticket reported at `reported`, or returns none if something of it would be later than
    /// `now`.
    pub(super) fn told(&self, reported: Instant, now: Instant) -> Option<Story> {
        self.told_late(0, reported, now)
    }

    /// Tells the story with everything after the logging so many minutes later.
    pub(super) fn told_late(&self, minutes: i64, reported: Instant, now: Instant) -> Option<Story> {
        let mut at = reported.plus(self.entered_after * MINUTE);
        let new = NewTicket { reported: Some(reported), ..self.new.clone() };
        let promise = Some(self.contract.promise.as_str());
        let mut events = new_events(&new, &self.contract.version, promise, self.agent, at);
        if self.contract.support.receipt {
            let what = EventData::ReceiptConfirmed.into();
            events.push(Event { happened: at, recorded: at, by: self.agent.to_owned(), what });
        }
        let first = StoryEvents { at, by: self.agent, events };
        let mut entries = vec![first];
        at = at.plus(minutes * MINUTE);
        for step in &self.steps {
            at = at.plus(step.wait * MINUTE);
            let event = Event { happened: at, recorded: at, by: self.agent.to_owned(), what: step.what.clone().into() };
            entries.push(StoryEvents { at, by: self.agent, events: vec![event] });
        }
        let mut story = Story { entries };
        story.settle_retractions();
        (at <= now).then_some(story)
    }
}

/// Returns an impact and an urgency from which that severity follows, where the agreement has severity follow from
/// them.
fn priority_of(contract: &Contract, severity: &str) -> Option<(String, String)> {
    let priority = contract.priority.as_ref()?;
    let (impact, urgency, _) = priority.cells().find(|(.., follows)| *follows == severity)?;
    Some((impact.id.clone(), urgency.id.clone()))
}

fn pick_kind(rng: &mut Rng) -> Kind {
    words::pick(rng, &[Kind::Question, Kind::ChangeRequest])
}

/// Makes the steps of a ticket in order. Waits are short, so that what should be in time is.
fn steps(rng: &mut Rng, contract: &Contract, agent: &str, progress: Progress) -> Vec<Step> {
    let mut whats = Vec::new();
    let assigned = progress != Progress::Fresh || rng.u8(..3) == 0;
    if assigned {
        whats.push(EventData::Assigned(event::Assigned { to: Some(agent.to_owned()) }));
    }
    whats.extend(happens(rng, contract, progress));
    if rng.u8(..3) == 0 && progress != Progress::Withdrawn {
        whats.push(EventData::Note(event::Note { text: words::note(rng), to_customer: rng.bool() }));
    }
    whats.into_iter().map(|what| Step { wait: rng.i64(2..12), what }).collect()
}

/// Makes what the customer or the vendor says at last; nothing where the desk waits for them or the ticket is withdrawn. It takes no
/// time of its own.
fn said(talk: &mut Rng, progress: Progress) -> Option<Step> {
    let talks = matches!(
        progress,
        Progress::Answered | Progress::InWork | Progress::WorkedAround | Progress::NoWorkaround | Progress::Fixed
    );
    if !talks || talk.u8(..2) == 0 {
        return None;
    }
    let (direction, text) = words::said(talk);
    let channel = Some(words::pick(talk, &["phone", "email"]).to_owned());
    let message = event::Message { direction, channel, text, ..event::Message::default() };
    Some(Step { wait: 0, what: EventData::Message(message) })
}

fn happens(rng: &mut Rng, contract: &Contract, progress: Progress) -> Vec<EventData> {
    use EventData::{Fixed, Reopened, Responded, WorkStarted, WorkaroundGiven, WorkaroundImpossible};
    // A retraction names the event before it; `settle_retractions` fills in the number.
    let retract = EventData::Retracted(event::Retracted { event: 0 });
    let closed = |reason| EventData::Closed(event::Closed { reason, words: None });
    match progress {
        Progress::Fresh => vec![],
        Progress::Answered => vec![Responded],
        Progress::InWork => vec![Responded, WorkStarted],
        Progress::WorkedAround => vec![Responded, WorkStarted, WorkaroundGiven],
        Progress::NoWorkaround => vec![Responded, WorkStarted, WorkaroundImpossible],
        Progress::Fixed => vec![Responded, WorkStarted, time_spent(rng), Fixed],
        Progress::Closed(reason) => vec![Responded, WorkStarted, time_spent(rng), Fixed, closed(reason)],
        Progress::ClosedLate(_) => vec![Responded, WorkStarted, time_spent(rng), Fixed, closed(None)],
        Progress::PaidFor => paid_for(rng, contract),
        Progress::Reopened => vec![Responded, WorkStarted, Fixed, closed(None), Reopened],
        Progress::TakenBack => vec![Responded, Fixed, retract],
        Progress::Withdrawn => vec![retract],
        Progress::Waiting => vec![Responded, EventData::waiting(Pause::WaitingCustomer)],
        Progress::Excluded => excluded(contract),
        Progress::Escalated => {
            vec![Responded, EventData::Escalated(event::Escalated { level: "second line".to_owned(), to: None })]
        }
    }
}

/// Returns the events of a ticket that is mended for money, after the customer's approval where the agreement wants
/// one.
fn paid_for(rng: &mut Rng, contract: &Contract) -> Vec<EventData> {
    let cause = contract.scope.billable.first().cloned().unwrap_or_default();
    let approved = contract
        .scope
        .needs_approval(&cause)
        .then(|| EventData::Approved(event::Approved { reference: "mail of the same day".to_owned() }));
    let begun = [EventData::Responded, excluded_for(cause)];
    let done = [time_spent(rng), EventData::Fixed, EventData::Closed(event::Closed { reason: None, words: None })];
    begun.into_iter().chain(approved).chain(done).collect()
}

fn time_spent(rng: &mut Rng) -> EventData {
    EventData::TimeSpent(event::TimeSpent {
        minutes: rng.u32(2..9) * 5,
        what: "finding and mending the cause".to_owned(),
        unpaid: false,
    })
}

fn excluded_for(cause: String) -> EventData {
    EventData::Excluded(event::Excluded { cause, words: Some("found where the agreement does not reach".to_owned()) })
}

fn excluded(contract: &Contract) -> Vec<EventData> {
    // Where an agreement leaves no ticket out, the answer was all that was wanted: every vendor has as many tickets.
    let then = match contract.scope.ticket_causes().next() {
        Some(cause) => excluded_for(cause.clone()),
        None => EventData::Closed(event::Closed { reason: None, words: None }),
    };
    vec![EventData::Responded, then]
}

impl Story {
    /// Points each retraction at what its agent entered before it: the fix, or right after the logging all of it.
    fn settle_retractions(&mut self) {
        let mut last_work = 0;
        for (place, event) in (0..).zip(self.entries.iter_mut().flat_map(|e| &mut e.events)) {
            match &mut event.what {
                EventContent::Action(EventData::Retracted(event::Retracted { event })) => *event = last_work,
                EventContent::Action(EventData::Fixed) => last_work = place,
                _ => {}
            }
        }
    }

    /// Returns the ticket as it is in the end.
    pub(super) fn ticket(&self) -> Option<Ticket> {
        let events: Vec<Event> = self.entries.iter().flat_map(|e| e.events.iter().cloned()).collect();
        Ticket::fold(TicketId(0), &events)
    }
}

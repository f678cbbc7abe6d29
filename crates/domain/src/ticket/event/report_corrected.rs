//! The event that the ticket was logged wrongly: another vendor, plan, severity, channel or time of report. Its clocks count
//! as though it had been logged so from the beginning.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, SayAt, Until,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};
use crate::time::Instant;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind {
    doing: "correcting a report",
    ..EventKind::new(
        "report_corrected",
        "correct",
        Right::Work,
        EntryMode::By(&[EventCommand::with(
            "correct",
            "Correct how it was logged (--contract, --plan, --severity, --channel, --reported; --reason)",
            FIELDS,
            make,
        )]),
        &[
            (
                r#"{"report_corrected":{"contract":"sesam","version":"","promise":"a1b2","plan":"partner","severity":"error","channel":"email","reason":"It was theirs","was":{"contract":"markant","plan":"standard","severity":"serious","channel":"phone"}}}"#,
                "report corrected: vendor sesam (was markant), plan partner (was standard), severity error (was serious), channel email (was phone); It was theirs",
            ),
            (
                r#"{"report_corrected":{"reported":1704466800,"was":{"reported":1704470400}}}"#,
                "report corrected: reported 2024-01-05T15:00:00Z (was 2024-01-05T16:00:00Z)",
            ),
            (
                r#"{"report_corrected":{"severity":"low","impact":"low","urgency":"low","was":{"severity":"high"}}}"#,
                "report corrected: severity low (was high)",
            ),
            (
                r#"{"report_corrected":{"channel":"phone","was":{"channel":""}}}"#,
                "report corrected: channel phone (was not said)",
            ),
        ],
    )
};

/// The data of a correction: only what was logged wrongly.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReportCorrected {
    /// The id of the contract of the vendor that it was reported to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// The version of the text that it counts by from then on, where that is another one. The desk writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The name of the promise that it counts by from then on, where that is another one. The desk writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The id of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The id of the severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The impact, where the severity follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The urgency, where the severity follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// The channel of the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The moment of the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Instant>,
    /// The reason in a sentence, one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What stood in the corrected fields before. The desk writes it.
    #[serde(default, skip_serializing_if = "FormerReport::is_empty")]
    pub was: FormerReport,
}

/// What was logged, as far as it was corrected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FormerReport {
    /// The id of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// The id of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The id of the severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The channel of the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The moment of the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Instant>,
}

impl FormerReport {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ReportCorrected {
    /// Returns whether it corrects nothing.
    pub fn is_empty(&self) -> bool {
        let names = [&self.contract, &self.plan, &self.severity, &self.impact, &self.urgency, &self.channel];
        self.reported.is_none() && names.into_iter().all(Option::is_none)
    }

    /// Returns whether it is what the desk has made of `asked`: what the desk writes beside it does not count.
    pub fn is_of(&self, asked: &Self) -> bool {
        let given = |asked: &Option<String>, is: &Option<String>| asked.is_none() || asked == is;
        let names = [
            (&asked.contract, &self.contract),
            (&asked.plan, &self.plan),
            (&asked.severity, &self.severity),
            (&asked.impact, &self.impact),
            (&asked.urgency, &self.urgency),
            (&asked.channel, &self.channel),
        ];
        // What stood there already is not written.
        let left_out = |asked: &Option<String>, is: &Option<String>| is.is_none() && asked.is_some();
        names.into_iter().all(|(asked, is)| given(asked, is) || left_out(asked, is))
            && (asked.reported == self.reported || self.reported.is_none())
            && asked.reason == self.reason
    }

    /// Returns the ticket as it would be with this correction.
    #[must_use]
    pub fn applied(&self, ticket: &Ticket) -> Ticket {
        let mut ticket = ticket.clone();
        ticket.correct_report(self);
        ticket
    }

    /// Returns what is corrected, each with what stood there before: `plan partner (was standard)`.
    fn corrected(&self, language: Language, say: SayAt<'_>) -> Vec<String> {
        let named = |is: &Option<String>, was: &Option<String>| {
            let is = is.as_deref()?;
            let said = |text: &str| if text.is_empty() { language.not_said() } else { text.to_owned() };
            let was = was.as_deref().map_or_else(String::new, |was| language.was(said(was)));
            Some(format!("{}{was}", said(is)))
        };
        let was = &self.was;
        let channel = |name: &Option<String>| name.as_deref().map(|name| language.channel(name));
        let reported = self.reported.map(|at| {
            let was = was.reported.map_or_else(String::new, |was| language.was(say(was)));
            language.corrected_moment(format!("{}{was}", say(at)))
        });
        let all = [
            named(&self.contract, &was.contract).map(|what| language.corrected_vendor(what)),
            named(&self.plan, &was.plan).map(|what| language.corrected_plan(what)),
            named(&self.severity, &was.severity).map(|what| language.corrected_severity(what)),
            named(&channel(&self.channel), &channel(&was.channel)).map(|what| language.corrected_channel(what)),
            reported,
        ];
        all.into_iter().flatten().collect()
    }
}

impl Happening for ReportCorrected {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    // What needs the contracts is checked where the correction is completed (see `correction`).
    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        if self.is_empty() {
            return Err(nothing_to_correct());
        }
        let names = [
            (Field::Contract, &self.contract),
            (Field::Plan, &self.plan),
            (Field::Severity, &self.severity),
            (Field::Impact, &self.impact),
            (Field::Urgency, &self.urgency),
            (Field::Reason, &self.reason),
        ];
        names.into_iter().try_for_each(|(field, text)| text.as_deref().map_or(Ok(()), |text| line(field, text)))
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.correct_report(self);
    }

    fn words_in(&self, language: Language, _events: &[Event], say: SayAt<'_>) -> String {
        let reason = self.reason.as_ref().map_or_else(String::new, |reason| format!("; {reason}"));
        format!("{}{reason}", language.report_corrected(self.corrected(language, say).join(", ")))
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn may_precede_report(&self) -> bool {
        true
    }

    fn counts_anew(&self) -> bool {
        true
    }

    fn searched(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

const FIELDS: &[EventInput] = &[
    EventInput::new(
        "contract",
        "The contract of the vendor that it was reported to",
        InputType::Name(NameKind::Contracts),
    ),
    EventInput::new("plan", "The plan that it was reported under", InputType::Name(NameKind::Plans)),
    EventInput::new(
        "severity",
        "The severity that it has had from the report on",
        InputType::Name(NameKind::Severities),
    ),
    EventInput {
        needs: Some("urgency"),
        excludes: Some("severity"),
        ..EventInput::new(
            "impact",
            "How many people it affects, where the severity follows from impact and urgency",
            InputType::Name(NameKind::Impacts),
        )
    },
    EventInput {
        needs: Some("impact"),
        ..EventInput::new("urgency", "How badly it affects them, likewise", InputType::Name(NameKind::Urgencies))
    },
    EventInput::new("channel", "The channel that the first report came by", InputType::Name(NameKind::Channels)),
    EventInput::new("reported", "The time of the first report, as --at takes it", InputType::Moment),
    EventInput::new("reason", "Why it is corrected; needed once a target is met or breached", InputType::Text),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let asked = ReportCorrected {
        contract: form.text("contract"),
        plan: form.text("plan"),
        severity: form.text("severity"),
        impact: form.text("impact"),
        urgency: form.text("urgency"),
        channel: form.text("channel"),
        reported: form.moment("reported")?,
        reason: form.text("reason"),
        ..ReportCorrected::default()
    };
    if asked.is_empty() && !form.given.contains_key("reported") {
        return Err(nothing_to_correct());
    }
    Ok(EventData::ReportCorrected(Box::new(asked)))
}

fn nothing_to_correct() -> Problem {
    Problem::refused(
        "it is not said what was logged wrongly",
        "give the contract, the plan, the severity, the channel or the time of report",
    )
}

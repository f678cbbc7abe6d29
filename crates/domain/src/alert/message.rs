//! Puts what people are told at once into one message, however many alerts there are, in words and as JSON for a
//! command.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Alert, LetterAlert};
use crate::rota::Rota;
use crate::text::fit;
use crate::ticket::{AlertPoint, LateReason, point_in_words};
use crate::time::{Instant, rough_duration};

/// The most alerts that are told in words; of more, only their number is.
const IN_WORDS: usize = 3;
/// The columns of the subject in words: where one ticket is told of, and of the worst where several are.
const SUBJECT: (usize, usize) = (48, 24);
/// The seconds after its moment in which a point has been reached just now.
const IN_TIME: i64 = 60;
/// The most alerts that are in the JSON: what a command is given stays small, so that one that reads nothing stops
/// nobody.
const IN_JSON: usize = 100;

/// Alerts that are given in one go, at least one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AlertMessage {
    /// The moment at which they are given.
    pub at: Instant,
    /// The alerts of tickets, the worst first; none where it is of letters alone.
    pub alerts: Vec<Arc<Alert>>,
    /// The alerts of letters in the inbox, the one that could be due first at the front.
    #[serde(default)]
    pub letters: Vec<Arc<LetterAlert>>,
    /// The number of further letters, whose senders nobody vouches for: too many to be told one by one.
    #[serde(default)]
    pub unverified: usize,
}

impl AlertMessage {
    /// Makes one message of these alerts, the worst first: passed up, breached, to be phoned, due, then what comes near; within each,
    /// what was reached first.
    pub fn new(at: Instant, alerts: impl IntoIterator<Item = impl Into<Arc<Alert>>>) -> Self {
        let mut alerts: Vec<Arc<Alert>> = alerts.into_iter().map(Into::into).collect();
        alerts.sort_by_key(|alert| (alert.rank(), alert.moment, alert.ticket));
        Self { at, alerts, letters: Vec::new(), unverified: 0 }
    }

    /// Adds letters to it, and how many there are besides that nobody vouches for.
    #[must_use]
    pub fn with_letters(
        self,
        letters: impl IntoIterator<Item = impl Into<Arc<LetterAlert>>>,
        unverified: usize,
    ) -> Self {
        let mut letters: Vec<Arc<LetterAlert>> = letters.into_iter().map(Into::into).collect();
        let due = |letter: &LetterAlert| letter.earliest.as_ref().map_or(Instant::END, |found| found.due);
        letters.sort_by_key(|letter| (!letter.is_vouched, due(letter), letter.letter));
        Self { letters, unverified, ..self }
    }

    /// Returns whether there is nothing in it to tell.
    pub fn is_empty(&self) -> bool {
        self.alerts.is_empty() && self.letters.is_empty() && self.unverified == 0
    }

    /// Parts it in what the desk's command is given and what only screens show: letters whose senders nobody vouches for call
    /// nobody.
    pub fn part_for_command(self) -> (Option<Self>, Option<Self>) {
        let (vouched, others): (Vec<_>, Vec<_>) = self.letters.into_iter().partition(|letter| letter.is_vouched);
        let for_command = Self { at: self.at, alerts: self.alerts, letters: vouched, unverified: 0 };
        let for_screens = Self { at: self.at, alerts: Vec::new(), letters: others, unverified: self.unverified };
        let filled = |message: Self| Some(message).filter(|message| !message.is_empty());
        (filled(for_command), filled(for_screens))
    }

    /// Returns whether any alert in it is of a breach or of passing up, not only of what comes near.
    pub fn is_bad(&self) -> bool {
        self.alerts.iter().any(|alert| alert.rank() < 2)
    }

    /// Returns who was on call when the message was given: of the worst alert that somebody was on call for.
    pub fn on_call(&self) -> Option<&str> {
        let of_letters = || self.letters.iter().find_map(|letter| letter.to.as_deref());
        self.alerts.iter().find_map(|alert| alert.what.to.as_deref()).or_else(of_letters)
    }

    /// Returns the whole message in a sentence or two; `shown` gives a person's name as it is shown. The worst alert is
    /// told in full, with its severity and its subject, which is made safe to draw.
    pub fn in_words(&self, shown: impl Fn(&str) -> String) -> String {
        let one = self.is_of_one_ticket();
        let subject = if one { SUBJECT.0 } else { SUBJECT.1 };
        let worst = self.alerts.iter().take(1).map(|alert| self.tell(alert, &alert.of_what(subject)));
        let other = |alert: &Arc<Alert>| if one { Alert::in_words(alert, self.at) } else { self.tell(alert, "") };
        let others = self.alerts.iter().take(IN_WORDS).skip(1).map(other);
        let told: Vec<String> = worst.chain(others).collect();
        let more = match self.alerts.len().saturating_sub(IN_WORDS) {
            0 => Vec::new(),
            more => vec![format!("and {more} more")],
        };
        let told = [told, more, self.letters_in_words()].concat().join("; ");
        format!("{told}{}{}", self.late_in_words(), self.who_is_on_call(shown))
    }

    /// Says the letter that could be due first, and how many there are besides.
    fn letters_in_words(&self) -> Vec<String> {
        let waiting = |count: usize, which: &str| match count {
            0 => None,
            1 => Some(format!("1 more {which}letter waits")),
            many => Some(format!("{many} more {which}letters wait")),
        };
        let first = self.letters.first().map(|letter| letter.in_words());
        let more = waiting(self.letters.len().saturating_sub(1), "");
        first.into_iter().chain(more).chain(waiting(self.unverified, "unverified ")).collect()
    }

    fn late_in_words(&self) -> String {
        let of_letters = self.letters.iter().map(|letter| letter.late);
        let late: Vec<Option<LateReason>> = self.alerts.iter().map(|alert| alert.what.late).chain(of_letters).collect();
        let missed = match late.iter().filter(|late| **late == Some(LateReason::Missed)).count() {
            0 => "",
            all if all == late.len() => " · missed while no frist was open",
            _ => " · some missed while no frist was open",
        };
        let jumped = if late.contains(&Some(LateReason::Jumped)) { " · the clock jumped" } else { "" };
        format!("{missed}{jumped}")
    }

    fn is_of_one_ticket(&self) -> bool {
        self.alerts.windows(2).all(|two| two[0].ticket == two[1].ticket)
    }

    fn tell(&self, alert: &Alert, of_what: &str) -> String {
        format!("#{} {}{of_what}: {}", alert.ticket, alert.vendor, alert.in_words(self.at))
    }

    /// Says who is on call at each level that an alert goes to, also that nobody is; empty where the desk has no rota.
    fn who_is_on_call(&self, shown: impl Fn(&str) -> String) -> String {
        let mut at_levels: Vec<(Option<&str>, Option<&str>)> = Vec::new();
        for alert in self.alerts.iter().filter(|alert| alert.what.to.is_some() || alert.nobody) {
            let at_level = (alert.level.as_deref(), alert.what.to.as_deref());
            if !at_levels.contains(&at_level) {
                at_levels.push(at_level);
            }
        }
        let letter = self.letters.iter().find(|letter| letter.to.is_some() || letter.nobody);
        at_levels.extend(letter.map(|letter| (None, letter.to.as_deref())).filter(|at| !at_levels.contains(at)));
        let name = |who: Option<&str>| who.map_or_else(|| "nobody".to_owned(), &shown);
        match at_levels.as_slice() {
            [] => String::new(),
            [(None, None)] => " · nobody is on call".to_owned(),
            [(Some(level), None)] => format!(" · nobody is on call at {level}"),
            [(_, who)] => format!(" · on call: {}", name(*who)),
            several => {
                let at = |level: Option<&str>| level.unwrap_or(Rota::FIRST_LINE).to_owned();
                let each = several.iter().map(|(level, who)| format!("{} ({})", name(*who), at(*level)));
                format!(" · on call: {}", each.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Returns what a command is given: an object on one line.
    pub fn to_json(&self, shown: impl Fn(&str) -> String) -> Value {
        let alerts: Vec<Value> = self.alerts.iter().take(IN_JSON).map(|alert| alert.to_json(self.at)).collect();
        let letters: Vec<Value> = self.letters.iter().take(IN_JSON).map(|letter| letter.to_json()).collect();
        json!({
            "at": self.at.to_string(),
            "text": self.in_words(shown),
            "on_call": self.on_call(),
            "alerts": alerts,
            "more": self.alerts.len().saturating_sub(IN_JSON),
            "letters": letters,
            "more_letters": self.letters.len().saturating_sub(IN_JSON),
        })
    }
}

impl Alert {
    /// Returns the point that people are told of, the last of its points.
    pub fn point(&self) -> Option<AlertPoint> {
        self.what.points.last().copied()
    }

    fn rank(&self) -> u8 {
        match self.point() {
            None => 0,
            Some(AlertPoint::Breach) => 1,
            Some(AlertPoint::Phone) => 2,
            Some(AlertPoint::Due) => 3,
            Some(AlertPoint::Before(_) | AlertPoint::Part(_)) => 4,
        }
    }

    /// Describes the ticket: its severity and so many columns of its subject, after the vendor's name.
    fn of_what(&self, columns: usize) -> String {
        match fit(&self.subject, columns) {
            subject if subject.is_empty() => format!(" {}", self.severity_name),
            subject => format!(" {} “{subject}”", self.severity_name),
        }
    }

    /// Says what the alert tells of its target at `now`, after the ticket's number.
    pub fn in_words(&self, now: Instant) -> String {
        let target = self.what.target_in_words();
        // If it is told later, it would be wrong that so much of its time is left.
        let in_time = self.what.late.is_none() && now.since(self.moment) <= IN_TIME;
        match (&self.what.level, self.point()) {
            (Some(level), _) => format!("nobody has done anything, passed up to {level}; {}", self.stands(now)),
            (None, Some(AlertPoint::Breach)) => {
                format!("{target} {}", self.breached(now).unwrap_or("breached".to_owned()))
            }
            (None, Some(AlertPoint::Due)) if self.due == Some(now) => format!("{target} is due now"),
            (None, Some(point @ (AlertPoint::Part(_) | AlertPoint::Before(_)))) if in_time => {
                format!("{target} {}, due {}", point_in_words(point), self.due_in_words())
            }
            (None, _) => self.stands(now),
        }
    }

    /// Says how the target stands at `now`: when it is or was due, and for how long it has been breached.
    fn stands(&self, now: Instant) -> String {
        if let Some(to_do) = &self.to_do {
            return to_do.clone();
        }
        let target = self.what.target_in_words();
        let was = if self.due.is_some_and(|due| due <= now) { "was " } else { "" };
        let breached = self.breached(now).map_or_else(String::new, |breached| format!(", {breached}"));
        format!("{target} {was}due {}{breached}", self.due_in_words())
    }

    /// Says for how long the target has been breached, or returns none as long as its last moment has not passed.
    fn breached(&self, now: Instant) -> Option<String> {
        let over = now.since(self.breach_after?);
        let ago = || format!("breached {} ago", rough_duration(over));
        (over > 0).then(|| if over > IN_TIME { ago() } else { "breached".to_owned() })
    }

    fn due_in_words(&self) -> &str {
        self.due_text.as_deref().unwrap_or("some time")
    }

    fn to_json(&self, now: Instant) -> Value {
        json!({
            "ticket": self.ticket.0,
            "contract": self.contract,
            "vendor": self.vendor,
            "severity": self.severity,
            "subject": self.subject,
            "assignee": self.assignee,
            "target": self.what.target.key(),
            "internal": self.what.house,
            "house": self.what.house,
            "point": self.point().map(String::from),
            "level": self.what.level,
            "on_call": self.what.to,
            "moment": self.moment.to_string(),
            "call": self.what.call,
            "due": self.due.map(|at| at.to_string()),
            "breach_after": self.breach_after.map(|at| at.to_string()),
            "late": self.what.late,
            "text": self.in_words(now),
        })
    }
}

//! Tells the person of targets: by a notice at the foot, by the bell, and by the terminal's own notification while nobody
//! looks at it.
//!
//! An owner that dies between giving an alert and writing it down is followed by one that gives it again. A screen that has
//! heard it from the first does not tell it again.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::alert::{Alert, AlertMessage, LetterAlert, NotificationSettings, TerminalNotification};
use crate::domain::contract::TargetKind;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::problem::Problem;
use crate::domain::ticket::{AlertPoint, TicketId};
use crate::domain::time::Instant;
use crate::tui::run::ShellEffect;
use crate::tui::widget::ToastKind;

use super::{Effects, Shared};

/// Seconds that the notice stays.
const STAYS: i64 = 20;

/// What this screen has been told of targets.
pub(crate) struct SeenAlerts {
    ways: NotificationSettings,
    /// Whether somebody looks at the terminal, as far as it reports focus.
    pub(crate) looking: bool,
    /// The names of the alerts that it was told, so that nothing is told twice.
    told: HashSet<AlertName>,
    /// The same of letters.
    told_letters: HashSet<LetterAlertName>,
    /// The message of the notice at the foot, and until when it stays; it grows while it stays.
    shown: Option<(AlertMessage, Instant)>,
}

impl SeenAlerts {
    pub(crate) fn new(ways: NotificationSettings) -> Self {
        Self { ways, looking: true, told: HashSet::new(), told_letters: HashSet::new(), shown: None }
    }

    /// Tells the person in these ways from now on.
    pub(crate) fn tell_by(&mut self, ways: NotificationSettings) {
        self.ways = ways;
    }

    /// Returns the alerts of a message that this screen has not told yet, and notes them as told.
    fn news(&mut self, message: &AlertMessage) -> Option<AlertMessage> {
        let new = |alert: &&Arc<Alert>| self.told.insert(name_of(alert));
        let alerts: Vec<Arc<Alert>> = message.alerts.iter().filter(new).cloned().collect();
        let new = |alert: &&Arc<LetterAlert>| self.told_letters.insert((alert.letter, alert.point(), alert.moment));
        let letters: Vec<Arc<LetterAlert>> = message.letters.iter().filter(new).cloned().collect();
        let news = AlertMessage::new(message.at, alerts).with_letters(letters, message.unverified);
        Some(news).filter(|news| !news.is_empty())
    }

    /// Returns the message of the notice from now on: what still stands there, and the news.
    fn together(&mut self, news: AlertMessage, stands: bool, now: Instant) -> AlertMessage {
        let before = self.shown.take().filter(|(_, until)| stands && now < *until);
        let before = before.map_or_else(|| AlertMessage::new(now, [] as [Arc<Alert>; 0]), |(message, _)| message);
        let (mut alerts, mut letters, unverified) = (before.alerts, before.letters, before.unverified);
        let newer_letters: HashSet<LedgerRecordId> = news.letters.iter().map(|letter| letter.letter).collect();
        letters.retain(|old| !newer_letters.contains(&old.letter));
        letters.extend(news.letters);
        let newer: HashSet<AlertSubject> = news.alerts.iter().map(|alert| about(alert)).collect();
        alerts.retain(|old| !newer.contains(&about(old)));
        alerts.extend(news.alerts);
        let message = AlertMessage::new(news.at, alerts).with_letters(letters, unverified + news.unverified);
        self.shown = Some((message.clone(), now.plus(STAYS)));
        message
    }
}

/// The subject of an alert: the ticket, the target, whether it is an internal target of the desk.
type AlertSubject = (TicketId, TargetKind, bool);

/// The name that tells an alert from others on its target: the point, the level, and the moment, as a point that is reached
/// again has another moment.
type AlertName = (AlertSubject, Option<AlertPoint>, Option<String>, Instant);

/// The name that tells an alert of a letter from others: the letter, the point, and the moment.
type LetterAlertName = (LedgerRecordId, String, Instant);

fn name_of(alert: &Alert) -> AlertName {
    (about(alert), alert.point(), alert.what.level.clone(), alert.moment)
}

const fn about(alert: &Alert) -> AlertSubject {
    (alert.ticket, alert.what.target, alert.what.house)
}

impl Shared {
    pub(crate) fn alerted(&mut self, message: &AlertMessage, now: Instant) -> Effects {
        let Some(news) = self.alerts.news(message) else { return Vec::new() };
        let news = self.in_own_zone(news);
        let effects = self.ring(&news);
        if self.alerts.ways.toast {
            let stands = self.toast.as_ref().is_some_and(|t| matches!(t.kind, ToastKind::Alert | ToastKind::Breach));
            let message = self.alerts.together(news, stands, now);
            let kind = if message.is_bad() { ToastKind::Breach } else { ToastKind::Alert };
            let words = message.in_words(|name| self.shown_name(name));
            self.say(kind, words, now.plus(STAYS));
        }
        effects
    }

    /// Rings the bell, and sends the terminal's own notification.
    fn ring(&self, news: &AlertMessage) -> Effects {
        self.ring_with(&news.in_words(|name| self.shown_name(name)))
    }

    /// Rings the bell, and sends the terminal's own notification with these words.
    pub(super) fn ring_with(&self, words: &str) -> Effects {
        let mut effects = Vec::new();
        if self.alerts.ways.bell {
            effects.push(ShellEffect::Bell.into());
        }
        let way = self.alerts.ways.notify;
        if way != TerminalNotification::Never && !self.alerts.looking {
            effects.push(ShellEffect::Notify(way, self.theme.glyphs.text(words).into_owned()).into());
        }
        effects
    }

    /// Says that something which the desk does by itself has failed, and keeps it among the problems.
    pub(crate) fn trouble(&mut self, words: String, now: Instant) -> Effects {
        self.bad(words.clone(), now);
        let problem = Problem::refused(words, "");
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        Vec::new()
    }
}

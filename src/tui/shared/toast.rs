//! Shows the short message over the foot of the screen.

use crate::domain::time::Instant;
use crate::tui::widget::ToastKind;

use super::Shared;

/// A short message over the foot of the screen.
pub struct Toast {
    /// The kind, which decides its style.
    pub kind: ToastKind,
    /// The text.
    pub text: String,
    pub(crate) until: Instant,
}

impl Shared {
    pub(crate) fn say(&mut self, kind: ToastKind, text: impl Into<String>, until: Instant) {
        self.toast = Some(Toast { kind, text: text.into(), until });
    }

    pub(crate) fn good(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Done, text, now.plus(5));
    }

    /// Says that something was sent to the terminal's clipboard; whether the terminal has taken it nobody can know.
    pub(crate) fn copied(&mut self, what: &str, now: Instant) {
        self.good(format!("{what}: sent to the terminal's clipboard"), now);
    }

    pub(crate) fn info(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Note, text, now.plus(5));
    }

    /// Says what others do. It does not replace a refusal that stands, as the person must read that something was not
    /// written.
    pub(crate) fn news(&mut self, text: impl Into<String>, now: Instant) {
        if !self.toast.as_ref().is_some_and(|toast| toast.kind == ToastKind::Error && toast.until > now) {
            self.info(text, now);
        }
    }

    pub(crate) fn bad(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Error, text, now.plus(12));
    }
}

//! The short message over the foot of the screen.

use crate::domain::time::Instant;
use crate::tui::widget::ToastKind;

use super::Shared;

/// A short message over the foot of the screen.
pub struct Toast {
    /// Good or bad.
    pub kind: ToastKind,
    /// What it says.
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

    pub(crate) fn info(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Note, text, now.plus(5));
    }

    /// What others do. It does not take the place of a refusal that stands: that was not written must be read.
    pub(crate) fn news(&mut self, text: impl Into<String>, now: Instant) {
        if !self.toast.as_ref().is_some_and(|toast| toast.kind == ToastKind::Error && toast.until > now) {
            self.info(text, now);
        }
    }

    pub(crate) fn bad(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Error, text, now.plus(12));
    }
}

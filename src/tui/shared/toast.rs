//! Shows the short message over the foot of the screen. It belongs to the layer in which it came up: what leads to another
//! page or dialog takes it away, and a refusal goes with the next key.

use crate::domain::time::Instant;
use crate::tui::widget::ToastKind;

use super::Shared;

/// Seconds in which a message that came without a key stays, whatever is pressed, so that it can be read.
const READ_WITHIN: i64 = 2;

/// A short message over the foot of the screen.
pub struct Toast {
    /// The kind, which decides its style.
    pub kind: ToastKind,
    /// The text.
    pub text: String,
    /// The moment when it goes by itself; none: it stays until a key is pressed.
    pub(crate) until: Option<Instant>,
    /// The moment from which on keys take it away.
    goes_from: Instant,
    /// Its number, which no other message of this screen has.
    number: u64,
}

impl Toast {
    /// Returns whether it is the message of that number.
    pub(super) const fn has_number(&self, number: u64) -> bool {
        self.number == number
    }

    /// Returns whether it is still to be read after a message or news, which have led to another layer or have not.
    fn outlasts(&self, key: bool, another_layer: bool, now: Instant) -> bool {
        match self.kind {
            // It is the desk's message and no layer's.
            ToastKind::Alert | ToastKind::Breach => true,
            _ if now < self.goes_from => true,
            ToastKind::Error => !key,
            ToastKind::Done | ToastKind::Note => !another_layer,
        }
    }
}

impl Shared {
    pub(crate) fn say(&mut self, kind: ToastKind, text: impl Into<String>, until: Instant) {
        self.say_until(kind, text.into(), Some(until));
    }

    fn say_until(&mut self, kind: ToastKind, text: String, until: Option<Instant>) {
        self.toasts_said += 1;
        self.toast = Some(Toast { kind, text, until, goes_from: Instant::FIRST, number: self.toasts_said });
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
        if !self.toast.as_ref().is_some_and(|toast| toast.kind == ToastKind::Error) {
            self.info(text, now);
        }
    }

    /// Says what was refused or has failed; it stays until the next key.
    pub(crate) fn bad(&mut self, text: impl Into<String>, _now: Instant) {
        self.say_until(ToastKind::Error, text.into(), None);
    }

    /// Drops the message whose time is over.
    pub(crate) fn age_toast(&mut self, now: Instant) {
        self.toast.take_if(|toast| toast.until.is_some_and(|until| now >= until));
    }

    /// Returns whether the message that stands goes by itself.
    pub(crate) fn toast_will_go(&self) -> bool {
        self.toast.as_ref().is_some_and(|toast| toast.until.is_some())
    }

    /// Returns the number of the message that stands; 0 where none does.
    pub(crate) fn toast_number(&self) -> u64 {
        self.toast.as_ref().map_or(0, |toast| toast.number)
    }

    /// Drops the message with that number if it stands yet.
    pub(crate) fn drop_toast(&mut self, number: u64) {
        self.toast.take_if(|toast| toast.number == number);
    }

    /// Drops the message with that number if it stands yet and has been left behind by a key, or by what has opened.
    pub(crate) fn leave_toast_behind(&mut self, number: u64, key: bool, another_layer: bool, now: Instant) {
        self.toast.take_if(|toast| toast.number == number && !toast.outlasts(key, another_layer, now));
    }

    /// Keeps a message that has come without a key, unless it is the one with that number, until somebody can have read it.
    pub(crate) fn hold_new_toast(&mut self, number: u64, now: Instant) {
        if let Some(toast) = self.toast.as_mut().filter(|toast| toast.number != number) {
            toast.goes_from = now.plus(READ_WITHIN);
        }
    }
}

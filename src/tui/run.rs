//! The loop: wait, apply all that is queued, draw once.
//!
//! It is generic over the program, over what carries out effects, over the surface that is drawn on, and over the
//! clock, so the tests run this very loop with scripted keys and a clock that stands still.

use std::io;
use std::time::Duration;

use ratatui::Frame;

use super::input::{Mode, Msg, TermEvent};
use crate::domain::time::Instant;

/// What the loop drives: a model that takes messages and draws itself.
pub trait Program {
    /// What a host tells it: a commit was acknowledged, a ticket changed.
    type Event;
    /// What it wants done outside.
    type Effect;

    /// What has the keys just now.
    fn mode(&self) -> Mode;
    /// Takes a message; gives what is to be done outside, in order.
    fn update(&mut self, msg: Msg, now: Instant) -> Vec<Effect<Self::Effect>>;
    /// Takes what a host tells; gives what is to be done outside, in order.
    fn host_event(&mut self, event: Self::Event, now: Instant) -> Vec<Effect<Self::Effect>>;
    /// Draws the whole screen as it is at `now`.
    fn draw(&self, frame: &mut Frame<'_>, now: Instant);
    /// Real time from `now` until the screen would change though nothing happens. `None`: never.
    fn wake_in(&self, now: Instant) -> Option<Duration>;
    /// Whether it has ended.
    fn is_done(&self) -> bool;
}

/// What a program wants done outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect<E> {
    /// By the terminal.
    Shell(ShellEffect),
    /// By the host.
    Host(E),
}

/// What a terminal can do besides showing the frame. Texts may be anything; they are made safe before they are sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShellEffect {
    /// Put this into the clipboard of the person's terminal.
    Copy(String),
    /// Make this the window's title.
    Title(String),
    /// Ring.
    Bell,
    /// Have the mouse (`true`), or leave it to the terminal for selecting text.
    Mouse(bool),
    /// Draw everything again at the next frame, whatever is believed to be on the screen.
    Redraw,
}

impl<E> From<ShellEffect> for Effect<E> {
    fn from(effect: ShellEffect) -> Self {
        Effect::Shell(effect)
    }
}

/// Carries out a program's effects, elsewhere than on the thread that draws: it must return at once. What comes of
/// them arrives as [`Wake::Host`] in the loop's channel.
pub trait Host<P: Program> {
    /// Sees to it that this gets done.
    fn perform(&mut self, effect: P::Effect);
}

/// Tells the time.
pub trait Clock {
    /// The second it is.
    fn now(&self) -> Instant;
    /// How much of that second has passed, so that a countdown changes when the second does.
    fn into_second(&self) -> Duration {
        Duration::ZERO
    }
    /// Time since some fixed moment, that never runs backwards; for what is measured in milliseconds.
    fn steady(&self) -> Duration;
}

/// What is drawn on: the terminal, or a buffer in tests.
pub trait Surface {
    /// Shows a frame; writes nothing if nothing is different.
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()>;
    /// Does what a terminal can do besides.
    fn perform(&mut self, effect: ShellEffect) -> io::Result<()>;
}

/// What wakes the loop.
#[derive(Debug)]
pub enum Wake<E> {
    /// The terminal told something.
    Term(TermEvent),
    /// The host told something.
    Host(E),
    /// The terminal is gone, or a signal asks to end.
    End(Ended),
}

/// Why the loop ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The program was done.
    Done,
    /// The terminal is gone: hung up, or the end of input.
    HungUp,
    /// This signal came.
    Signal(i32),
}

//! The loop: wait, apply all that is queued, draw once.
//!
//! It is generic over the program, over what carries out effects, over the surface that is drawn on, and over the
//! clock, so the tests run this very loop with scripted keys and a clock that stands still.

mod logged;
mod typed;

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant as Moment, SystemTime};

use ratatui::Frame;

use super::action::Keymap;
use super::input::{self, Mode, Msg, TermEvent};
use crate::config::OwnProgram;
use crate::domain::alert::TerminalNotification;
use crate::domain::time::Instant;
pub use logged::Logged;
use typed::TypedInput;

/// A program that the loop drives: a model that takes messages and draws itself.
pub trait Program {
    /// What a host tells it: a commit was acknowledged, a ticket changed.
    type Event;
    /// What it wants done outside.
    type Effect;
    /// What drawing lays out and the next message must know, such as which rows of a list show.
    type Layout;

    /// Returns where the keys go now.
    fn mode(&self) -> Mode;
    /// Returns which key asks for what.
    fn keys(&self) -> &Keymap;
    /// Takes in a message; returns what is to be done outside, in order.
    fn update(&mut self, msg: Msg, now: Instant) -> Vec<Effect<Self::Effect>>;
    /// Takes in what a host tells; returns what is to be done outside, in order.
    fn host_event(&mut self, event: Self::Event, now: Instant) -> Vec<Effect<Self::Effect>>;
    /// Works out, once all queued messages have been taken in and before a frame is drawn, what need not be worked out
    /// after each.
    fn settle(&mut self, _now: Instant) {}
    /// Returns what is still to be done outside when it is over, by its own will or not. Only its host is asked; the
    /// terminal may be gone.
    fn leaving(&mut self, _now: Instant) -> Vec<Effect<Self::Effect>> {
        Vec::new()
    }
    /// Draws the whole screen as it is at `now`, and returns what it laid out.
    fn draw(&self, frame: &mut Frame<'_>, now: Instant) -> Self::Layout;
    /// Takes in what was laid out.
    fn laid_out(&mut self, _layout: Self::Layout) {}
    /// Returns the real time from `now` until the screen would change though nothing happens; `None` means never.
    fn wake_in(&self, now: Instant) -> Option<Duration>;
    /// Returns whether something is to be drawn once no key has come for a moment, as it costs more than is sent for each of
    /// the keys that come while one is held.
    fn waits_for_rest(&self) -> bool {
        false
    }
    /// Takes in that the keys have rested for [`REST`].
    fn rested(&mut self) {}
    /// Returns whether Enter would record something here, or what it does is not known. Input that came at once must not do
    /// that.
    fn answer_records(&self) -> bool {
        true
    }
    /// Returns whether something is being fetched that opens when it arrives. What is typed then is meant for that, and
    /// waits.
    fn is_opening(&self) -> bool {
        false
    }
    /// Stops waiting for what is being fetched. Returns whether that is all there is to leave: then the key that ended the
    /// wait does nothing else.
    fn stop_opening(&mut self) -> bool {
        false
    }
    /// Returns whether what was waited for last could not be opened; asked once, when the wait is over.
    fn could_not_open(&mut self) -> bool {
        false
    }
    /// Returns whether it has ended.
    fn is_done(&self) -> bool;
    /// Returns what a host's event is, for a log: nothing of what is in it.
    fn name_of_event(_event: &Self::Event) -> String {
        "an event".to_owned()
    }
    /// Returns what is wanted of the host, for a log: nothing of what is in it.
    fn name_of_effect(_effect: &Self::Effect) -> String {
        "something".to_owned()
    }
}

/// Something that a program wants done outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect<E> {
    /// Done by the terminal.
    Shell(ShellEffect),
    /// Done by the host.
    Host(E),
}

/// Something that a terminal can do besides showing the frame. Texts may be anything; they are made safe before they are
/// sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShellEffect {
    /// Puts a text into the clipboard of the person's terminal.
    Copy(String),
    /// Sets the window's title.
    Title(String),
    /// Rings the bell.
    Bell,
    /// Has the terminal itself show this notification.
    Notify(TerminalNotification, String),
    /// Takes the mouse (`true`), or leaves it to the terminal for selecting text.
    Mouse(bool),
    /// Draws everything again at the next frame, whatever is believed to be on the screen.
    Redraw,
    /// Gives the terminal to the shell, and stands still until the person goes on with the program.
    Suspend,
    /// Opens this text in the person's own editor, which has the terminal meanwhile; it comes back as [`Msg::Edited`].
    Edit(String),
    /// Runs this program, which has the terminal meanwhile; what came of it comes back as [`Msg::Ran`].
    Run(Box<OwnProgram>),
}

impl<E> From<ShellEffect> for Effect<E> {
    fn from(effect: ShellEffect) -> Self {
        Effect::Shell(effect)
    }
}

/// Carries out a program's effects, elsewhere than on the thread that draws: it must return at once. What comes of
/// them arrives as [`Wake::Host`] in the loop's channel.
pub trait Host<P: Program> {
    /// Starts this work.
    fn perform(&mut self, effect: P::Effect);
}

/// A source of the time.
pub trait Clock {
    /// Returns the present moment, in whole seconds.
    fn now(&self) -> Instant;
    /// Returns how much of that second has passed, so that a countdown changes when the second does.
    fn since_second(&self) -> Duration {
        Duration::ZERO
    }
    /// Returns the time that has really passed since some moment, for what is measured in parts of a second.
    fn passed(&self) -> Duration {
        SystemClock::since_1970()
    }
}

/// A surface to draw on: the terminal, or a buffer in tests.
pub trait Surface {
    /// Shows a frame; writes nothing if nothing is different.
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()>;
    /// Says whether the cursor shows in the frames that come: where text is typed. Else it only stands on the selected row,
    /// where a screen reader or a Braille display looks for it.
    fn shows_cursor(&mut self, _shows: bool) {}
    /// Does what a terminal can do besides.
    fn perform(&mut self, effect: ShellEffect) -> io::Result<()>;
    /// Notes that something was typed, so that the next frame answers it.
    fn key_came(&mut self) {}
    /// Notes that the terminal has read what was sent up to the point where it was asked to say so.
    fn answered(&mut self) {}
    /// Returns how long the next frame is to be held back, so that no more lies on the way to the terminal than is soon
    /// seen, and what the desk tells does not take the time that keys need; none where it can be drawn.
    fn hold_back(&mut self, _cause: FrameCause) -> io::Result<Option<Duration>> {
        Ok(None)
    }
    /// Returns whether the terminal was asked something and is about to answer.
    fn awaits_answer(&self) -> bool {
        false
    }
    /// Has the text written in the person's own editor; returns it as it was left, or why it could not be, in words.
    fn edit(&mut self, _text: &str) -> io::Result<Result<String, String>> {
        Ok(Err("There is no editor here".to_owned()))
    }
    /// Gives the terminal to the program until it ends; returns why it has failed, in words, if it has.
    fn run(&mut self, _program: &OwnProgram) -> io::Result<Result<(), String>> {
        Ok(Err("no program can have the terminal here".to_owned()))
    }
}

/// What a frame is due for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameCause {
    /// Somebody has typed, or the time has come.
    Person,
    /// Nothing but what the host has told, which may be hundreds of changes a second.
    Told,
}

/// An event that wakes the loop.
#[derive(Debug)]
pub enum Wake<E> {
    /// An event of the terminal, such as a key.
    Term(TermEvent),
    /// The result of one read of the terminal. It counts as waiting until it is taken in.
    Read(input::InputRead, Option<input::WaitingPieces>),
    /// An event of the host.
    Host(E),
    /// The end: the terminal is gone, or a signal asks for it.
    End(EndReason),
}

/// The reason why the loop ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndReason {
    /// The program was done.
    Done,
    /// The terminal is gone: hung up, or the end of input.
    HungUp,
    /// A signal, by its number.
    Signal(i32),
}

/// The longest sleep. After a machine was suspended, the screen is right again after at most this long.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// The time without a key after which the keys count as resting: longer than a held key takes to come again.
pub const REST: Duration = Duration::from_millis(150);
/// The most that the host has told that is taken in before a frame is drawn even though more is waiting.
const MOST_AT_ONCE: usize = 256;
/// The same where a key has come: its frame is not to wait for long.
const MOST_BESIDE_KEYS: usize = 8;
/// The most wakes that are looked through for keys before anything else is done.
const MOST_LOOKED_THROUGH: usize = 4096;

/// A program at work: the loop and what it needs.
pub struct Shell<P: Program, H, S, C> {
    /// The program that is driven.
    pub program: P,
    /// The host, which carries out its effects.
    pub host: H,
    /// The surface that it is drawn on.
    pub surface: S,
    /// The clock.
    pub clock: C,
    typed: TypedInput,
    /// What the host has told and the program has not been told yet, in order.
    told: VecDeque<P::Event>,
    /// The window's title that is to be set with the next frame.
    title: Option<String>,
    /// What the frame that is due is due for.
    cause: FrameCause,
    /// The second of the last turn: in a new one the program gets a tick.
    seen: Option<Instant>,
    ended: Option<EndReason>,
    /// Whether the program has been told that it is over.
    left: bool,
    /// How long the frame that is due is held back.
    held_back: Option<Duration>,
    /// When the last key came, by the clock's [`Clock::passed`].
    last_key: Duration,
}

impl<P: Program, H: Host<P>, S: Surface, C: Clock> Shell<P, H, S, C> {
    /// Creates a shell from its parts.
    pub fn new(program: P, host: H, surface: S, clock: C) -> Self {
        Self {
            program,
            host,
            surface,
            clock,
            typed: TypedInput::default(),
            told: VecDeque::new(),
            title: None,
            cause: FrameCause::Person,
            seen: None,
            ended: None,
            left: false,
            held_back: None,
            last_key: Duration::ZERO,
        }
    }

    /// Runs until the program is done, the terminal is gone or a signal asks to end.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written to though it is there.
    pub fn run(&mut self, wakes: &Receiver<Wake<P::Event>>) -> io::Result<EndReason> {
        self.turn(None, wakes)?;
        loop {
            if let Some(ended) = self.ended {
                return Ok(ended);
            }
            let first = match wakes.recv_timeout(self.wait()) {
                Ok(wake) => Some(wake),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    self.leave();
                    return Ok(EndReason::HungUp);
                }
            };
            self.turn(first, wakes)?;
        }
    }

    /// Does one turn of the loop: takes in `first` and everything queued behind it, draws one frame.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written to though it is there.
    pub fn turn(&mut self, first: Option<Wake<P::Event>>, wakes: &Receiver<Wake<P::Event>>) -> io::Result<()> {
        let applied = self.apply_all(first, wakes).and_then(|()| self.draw());
        let applied = match applied {
            Err(error) if is_gone(&error) => {
                self.ended = Some(EndReason::HungUp);
                Ok(())
            }
            other => other,
        };
        if self.ended.is_some() || applied.is_err() {
            self.leave();
        }
        applied
    }

    /// Has done, once, what the program leaves to do.
    fn leave(&mut self) {
        if std::mem::replace(&mut self.left, true) {
            return;
        }
        for effect in self.program.leaving(self.clock.now()) {
            if let Effect::Host(effect) = effect {
                self.host.perform(effect);
            }
        }
    }

    /// Returns why the loop has ended, if it has.
    pub fn ended(&self) -> Option<EndReason> {
        self.ended
    }

    /// Takes in what was typed before what the host tells: a key was meant for what is on the screen, and is not to wait
    /// for a thousand changes of others.
    fn apply_all(&mut self, first: Option<Wake<P::Event>>, wakes: &Receiver<Wake<P::Event>>) -> io::Result<()> {
        self.tick()?;
        if self.program.waits_for_rest() && self.rest_in().is_zero() {
            self.program.rested();
        }
        self.apply_typed(first.into_iter().chain(wakes.try_iter()))?;
        for count in 1.. {
            let most = if self.cause == FrameCause::Person { MOST_BESIDE_KEYS } else { MOST_AT_ONCE };
            if self.ended.is_some() || count > most {
                break;
            }
            let Some(event) = self.told.pop_front() else { break };
            let effects = self.program.host_event(event, self.clock.now());
            self.perform(effects)?;
            self.go_on()?;
            self.apply_typed(wakes.try_iter())?;
        }
        Ok(())
    }

    /// Takes in what was typed and puts off what the host tells.
    fn apply_typed(&mut self, wakes: impl Iterator<Item = Wake<P::Event>>) -> io::Result<()> {
        for wake in wakes.take(MOST_LOOKED_THROUGH) {
            match wake {
                Wake::Host(event) => self.told.push_back(event),
                Wake::Term(event) => {
                    self.key_came();
                    self.typed_alone(event)?;
                }
                Wake::Read(told, _waits) => {
                    if !told.pieces.is_empty() {
                        self.key_came();
                    } else if told.answered {
                        self.cause = FrameCause::Person;
                    }
                    self.read(told)?;
                }
                Wake::End(why) => self.ended = Some(why),
            }
            if self.ended.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn key_came(&mut self) {
        self.cause = FrameCause::Person;
        self.last_key = self.clock.passed();
    }

    /// Tells the program when a new second has begun.
    fn tick(&mut self) -> io::Result<()> {
        let now = self.clock.now();
        if self.seen.replace(now) == Some(now) {
            return Ok(());
        }
        self.cause = FrameCause::Person;
        self.send(Msg::Tick)
    }

    fn send(&mut self, msg: Msg) -> io::Result<()> {
        let effects = self.program.update(msg, self.clock.now());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect<P::Effect>>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Shell(ShellEffect::Edit(text)) => {
                    let edited = self.surface.edit(&text)?;
                    self.send(Msg::Edited(edited))?;
                }
                Effect::Shell(ShellEffect::Run(program)) => {
                    let ended = self.surface.run(&program)?;
                    self.send(Msg::Ran(program, ended))?;
                }
                // It may change with each of many changes, and is seen with the frame.
                Effect::Shell(ShellEffect::Title(title)) => self.title = Some(title),
                Effect::Shell(effect) => self.surface.perform(effect)?,
                Effect::Host(effect) => self.host.perform(effect),
            }
        }
        if self.program.is_done() {
            self.ended.get_or_insert(EndReason::Done);
        }
        Ok(())
    }

    /// Draws a frame, unless the loop has ended, and sets the title.
    fn draw(&mut self) -> io::Result<()> {
        if self.ended.is_some() {
            return self.set_title();
        }
        self.held_back = self.surface.hold_back(self.cause)?;
        if self.held_back.is_some() {
            return Ok(());
        }
        let now = self.clock.now();
        self.program.settle(now);
        self.set_title()?;
        self.cause = FrameCause::Told;
        self.surface.shows_cursor(self.program.mode().is_text());
        let (program, mut layout) = (&self.program, None);
        self.surface.draw(&mut |frame| layout = Some(program.draw(frame, now)))?;
        if let Some(layout) = layout {
            self.program.laid_out(layout);
        }
        Ok(())
    }

    fn set_title(&mut self) -> io::Result<()> {
        self.title.take().map_or(Ok(()), |title| self.surface.perform(ShellEffect::Title(title)))
    }

    /// Returns whether the host has told something that the program has not taken in yet.
    pub(super) fn has_untold(&self) -> bool {
        !self.told.is_empty()
    }

    /// Returns how long nothing need be done if nothing comes.
    pub(super) fn wait(&self) -> Duration {
        if self.has_untold() {
            return Duration::ZERO;
        }
        let screen = self.program.wake_in(self.clock.now()).map(|wake| on_the_second(wake, self.clock.since_second()));
        let rest = if self.program.waits_for_rest() { self.rest_in() } else { LONGEST_WAIT };
        let held_back = self.held_back.unwrap_or(LONGEST_WAIT);
        screen.unwrap_or(LONGEST_WAIT).min(held_back).min(rest).min(LONGEST_WAIT)
    }

    /// Returns how long no key may come yet until the keys rest. A clock that is set back counts as one that stands.
    fn rest_in(&self) -> Duration {
        REST.saturating_sub(self.clock.passed().saturating_sub(self.last_key))
    }

    /// Waits for what the terminal is about to answer, at most so long: once the program has ended, a shell would read it
    /// as though it had been typed.
    pub fn await_answer(&mut self, wakes: &Receiver<Wake<P::Event>>, patience: Duration) {
        let until = Moment::now() + patience;
        while self.surface.awaits_answer() {
            match wakes.recv_timeout(until.saturating_duration_since(Moment::now())) {
                Ok(Wake::Read(told, _)) if told.answered => self.surface.answered(),
                Ok(Wake::End(_)) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

/// Returns a wait of whole seconds that ends on the second, measured from this moment within the present one.
fn on_the_second(wake: Duration, since_second: Duration) -> Duration {
    if wake < Duration::from_secs(1) { wake } else { wake.saturating_sub(since_second) }
}

/// Returns whether a write failed because nobody is there to read any more.
fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(nix::errno::Errno::EIO as i32)
}

/// The time of this machine.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemClock;

impl SystemClock {
    /// Returns the time since 1970; a machine set to a time before that is taken to be there.
    fn since_1970() -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::from_secs(Self::since_1970().as_secs() as i64)
    }

    fn since_second(&self) -> Duration {
        Duration::from_nanos(u64::from(Self::since_1970().subsec_nanos()))
    }
}

/// A clock that stands still, for pictures and for looking at another day.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock {
    at: Instant,
}

impl FixedClock {
    /// Creates a clock that stands at `at`.
    pub fn new(at: Instant) -> Self {
        Self { at }
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        self.at
    }
}

#[cfg(test)]
mod tests;

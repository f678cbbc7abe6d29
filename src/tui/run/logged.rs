//! Writes down what a program was told and what it wanted done: for a report of what went wrong. Keys are there by the action
//! that they ask for; what somebody types or pastes, and what is in tickets, is not.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use ratatui::Frame;

use super::{Effect, Program, ShellEffect};
use crate::domain::time::Instant;
use crate::tui::action::Keymap;
use crate::tui::input::{Mode, Msg};

/// A program with its log.
pub struct Logged<P> {
    program: P,
    log: File,
}

impl<P: Program> Logged<P> {
    /// Creates a program that writes to this file from now on.
    pub fn new(program: P, log: File) -> Self {
        Self { program, log }
    }

    fn note(&mut self, now: Instant, words: &str) {
        // A log that cannot be written must not stop anybody.
        let _ = writeln!(self.log, "{now} {words}");
    }

    fn note_effects(&mut self, effects: &[Effect<P::Effect>], now: Instant) {
        for effect in effects {
            match effect {
                Effect::Host(work) => self.note(now, &format!("  asks for {}", P::name_of_effect(work))),
                Effect::Shell(effect) => self.note(now, &format!("  terminal: {}", name_of(effect))),
            }
        }
    }
}

/// Returns what a message is, without what it says; none for what comes every second.
fn in_words(msg: &Msg, keys: &Keymap) -> Option<String> {
    Some(match msg {
        Msg::Tick => return None,
        Msg::Do(action) => keys.row(*action).map_or_else(|| format!("{action:?}"), |row| format!("key: {}", row.name)),
        Msg::Resize(columns, rows) => format!("{columns} columns, {rows} rows"),
        Msg::Focus(looking) => format!("focus: {looking}"),
        Msg::Click(x, y) => format!("click at column {x}, row {y}"),
        Msg::Edit(_) | Msg::AreaEdit(_) => "typed".to_owned(),
        Msg::Paste(text) => format!("pasted {} characters", text.chars().count()),
        Msg::PasteCut(characters) => format!("the paste had {characters} characters"),
        Msg::PasteIgnored => "a paste was dropped".to_owned(),
        Msg::LeftOut => "keys that came at once were left out".to_owned(),
        Msg::Waits => "what is typed waits".to_owned(),
        Msg::StoppedWaiting | Msg::NotOpened | Msg::TooMuchWaits => "what was typed meanwhile was dropped".to_owned(),
        Msg::Edited(edited) => {
            format!("the editor ended, {}", if edited.is_ok() { "with a text" } else { "without a text" })
        }
        Msg::Ran(_, ended) => format!("the program ended, {}", if ended.is_ok() { "well" } else { "and has failed" }),
        Msg::Begin(key) => format!("a key that others follow: {key}"),
        Msg::Unbound(key) => format!("a key without an action: {key}"),
    })
}

/// Returns what the terminal is to do, without the text.
const fn name_of(effect: &ShellEffect) -> &'static str {
    match effect {
        ShellEffect::Copy(_) => "copy",
        ShellEffect::Title(_) => "title",
        ShellEffect::Bell => "bell",
        ShellEffect::Notify(..) => "notification",
        ShellEffect::Mouse(true) => "takes the mouse",
        ShellEffect::Mouse(false) => "leaves the mouse",
        ShellEffect::Redraw => "draws everything again",
        ShellEffect::Edit(_) => "editor",
        ShellEffect::Run(_) => "own command",
        ShellEffect::Suspend => "stands still",
    }
}

impl<P: Program> Program for Logged<P> {
    type Event = P::Event;
    type Effect = P::Effect;
    type Layout = P::Layout;

    fn mode(&self) -> Mode {
        self.program.mode()
    }

    fn keys(&self) -> &Keymap {
        self.program.keys()
    }

    fn update(&mut self, msg: Msg, now: Instant) -> Vec<Effect<P::Effect>> {
        if let Some(words) = in_words(&msg, self.program.keys()) {
            self.note(now, &words);
        }
        let effects = self.program.update(msg, now);
        self.note_effects(&effects, now);
        effects
    }

    fn host_event(&mut self, event: P::Event, now: Instant) -> Vec<Effect<P::Effect>> {
        self.note(now, &format!("desk: {}", P::name_of_event(&event)));
        let effects = self.program.host_event(event, now);
        self.note_effects(&effects, now);
        effects
    }

    fn settle(&mut self, now: Instant) {
        self.program.settle(now);
    }

    fn leaving(&mut self, now: Instant) -> Vec<Effect<P::Effect>> {
        self.note(now, "leaves");
        let effects = self.program.leaving(now);
        self.note_effects(&effects, now);
        effects
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Instant) -> P::Layout {
        self.program.draw(frame, now)
    }

    fn laid_out(&mut self, layout: P::Layout) {
        self.program.laid_out(layout);
    }

    fn wake_in(&self, now: Instant) -> Option<Duration> {
        self.program.wake_in(now)
    }

    fn waits_for_rest(&self) -> bool {
        self.program.waits_for_rest()
    }

    fn rested(&mut self) {
        self.program.rested();
    }

    fn answer_records(&self) -> bool {
        self.program.answer_records()
    }

    fn is_opening(&self) -> bool {
        self.program.is_opening()
    }

    fn stop_opening(&mut self) -> bool {
        self.program.stop_opening()
    }

    fn could_not_open(&mut self) -> bool {
        self.program.could_not_open()
    }

    fn is_done(&self) -> bool {
        self.program.is_done()
    }
}

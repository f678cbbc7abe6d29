//! Brings what a person types to the program.
//!
//! Each event is translated when its turn has come, as the one before may have opened a text field. What is typed after a
//! key that opens something waits until that is there: it was meant for it and not for what is below.

use std::collections::VecDeque;
use std::io;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::{Host, Program, Shell, ShellEffect, Surface};
use crate::tui::action::Action;
use crate::tui::input::{self, Burst, InputPiece, InputRead, KeyWhileWaiting, Msg, TermEvent};
use crate::tui::run::Clock;

/// The most events that may wait; what is typed after that is dropped.
const MOST_WAITING: usize = 1024;

/// A part of what was typed.
#[derive(Debug)]
enum TypedPart {
    Piece {
        piece: InputPiece,
        /// Whether it came at once with many others.
        at_once: bool,
    },
    /// The mark before input that came at once and does not continue the read before.
    Anew,
    /// The mark behind what came at once, as far as it was read.
    End,
}

/// The input that is typed and not yet with the program.
#[derive(Debug, Default)]
pub(super) struct TypedInput {
    /// The state of input that came at once.
    burst: Burst,
    waiting: VecDeque<TypedPart>,
    /// Whether the person was told that there is no room for more.
    full: bool,
}

impl<P: Program, H: Host<P>, S: Surface, C: Clock> Shell<P, H, S, C> {
    /// Takes in an event that came by itself.
    pub(super) fn typed_alone(&mut self, event: TermEvent) -> io::Result<()> {
        self.typed(TypedPart::Piece { piece: InputPiece::Event(event), at_once: false })
    }

    /// Takes in what one read of the terminal told.
    pub(super) fn read(&mut self, told: InputRead) -> io::Result<()> {
        if told.answered {
            self.surface.answered();
        }
        if !told.pieces.is_empty() {
            self.surface.key_came();
        }
        let at_once = told.at_once;
        if at_once && !told.continued {
            self.typed(TypedPart::Anew)?;
        }
        let mut pieces = told.pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            if at_once && let Some(text) = self.run_of_text(&piece, &mut pieces) {
                let msgs = self.typed.burst.admit_text(&text, self.program.mode());
                self.send_all(msgs)?;
            } else {
                self.typed(TypedPart::Piece { piece, at_once })?;
            }
        }
        if at_once { self.typed(TypedPart::End) } else { Ok(()) }
    }

    /// Returns this piece and the following ones as one text, where a text is typed: it is put in at once. Character by
    /// character a long one would take a time that grows with its square.
    fn run_of_text(&self, first: &InputPiece, rest: &mut Peekable<IntoIter<InputPiece>>) -> Option<String> {
        if self.program.is_opening() || self.ended.is_some() {
            return None;
        }
        let (mode, keys) = (self.program.mode(), self.program.keys());
        let second = rest.peek().and_then(|piece| input::typed_text(piece, mode, keys));
        let mut text = String::from_iter([input::typed_text(first, mode, keys)?, second?]);
        rest.next();
        while let Some(more) = rest.peek().and_then(|piece| input::typed_text(piece, mode, keys)) {
            text.push(more);
            rest.next();
        }
        Some(text)
    }

    /// Hands on what has waited, once the program no longer waits for something to open; drops it with a message if that
    /// did not open.
    pub(super) fn go_on(&mut self) -> io::Result<()> {
        while !self.program.is_opening() {
            if self.program.could_not_open() && self.drop_waiting() {
                self.send(Msg::NotOpened)?;
            }
            let Some(part) = self.typed.waiting.pop_front() else {
                self.typed.full = false;
                break;
            };
            self.hand_on(part)?;
        }
        Ok(())
    }

    fn typed(&mut self, part: TypedPart) -> io::Result<()> {
        if !self.program.is_opening() {
            return self.hand_on(part);
        }
        let in_wait = match &part {
            TypedPart::Piece { piece: InputPiece::Event(event), .. } => input::in_wait(event, self.program.keys()),
            _ => KeyWhileWaiting::Waits,
        };
        match in_wait {
            KeyWhileWaiting::Passes => self.hand_on(part),
            KeyWhileWaiting::Waits => self.wait_with(part),
            KeyWhileWaiting::Back | KeyWhileWaiting::Quit => {
                let is_all = self.program.stop_opening();
                if self.drop_waiting() {
                    self.send(Msg::StoppedWaiting)?;
                }
                if in_wait == KeyWhileWaiting::Back && is_all { Ok(()) } else { self.hand_on(part) }
            }
        }
    }

    fn wait_with(&mut self, part: TypedPart) -> io::Result<()> {
        let typed = &mut self.typed;
        if typed.waiting.len() >= MOST_WAITING {
            return if std::mem::replace(&mut typed.full, true) { Ok(()) } else { self.send(Msg::TooMuchWaits) };
        }
        typed.waiting.push_back(part);
        if typed.waiting.len() == 1 { self.send(Msg::Waits) } else { Ok(()) }
    }

    /// Drops what waits. Returns whether there was anything to drop.
    fn drop_waiting(&mut self) -> bool {
        let some = self.typed.waiting.iter().any(|part| matches!(part, TypedPart::Piece { .. }));
        self.typed.waiting.clear();
        self.typed.full = false;
        some
    }

    fn hand_on(&mut self, part: TypedPart) -> io::Result<()> {
        if self.ended.is_some() {
            return Ok(());
        }
        let mode = self.program.mode();
        match part {
            TypedPart::Anew => self.typed.burst = Burst::default(),
            TypedPart::End => {
                let records = self.program.answer_records();
                let left = self.typed.burst.end(mode, records);
                return self.send_all(left);
            }
            TypedPart::Piece { piece: InputPiece::Event(event), at_once: true } => {
                let msgs = self.typed.burst.admit(event, mode, self.program.keys());
                return self.send_all(msgs);
            }
            TypedPart::Piece { piece: InputPiece::Event(event), at_once: false } => {
                let msg = input::translate(event, mode, self.program.keys());
                return self.send_all(msg);
            }
            TypedPart::Piece { piece: InputPiece::CutPaste(text, characters), .. } => {
                let msg = input::translate(input::paste_event(&text), mode, self.program.keys());
                let taken = matches!(msg, Some(Msg::Paste(_)));
                return self.send_all(msg.into_iter().chain(taken.then_some(Msg::PasteCut(characters))));
            }
        }
        Ok(())
    }

    fn send_all(&mut self, msgs: impl IntoIterator<Item = Msg>) -> io::Result<()> {
        msgs.into_iter().try_for_each(|msg| match msg {
            _ if self.ended.is_some() => Ok(()),
            Msg::Do(Action::Redraw) => self.surface.perform(ShellEffect::Redraw),
            msg => self.send(msg),
        })
    }
}

//! Reads a terminal: takes the bytes as they come, cuts them into pieces, and tells which of them came at once.

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::decoder::{Decoder, InputPiece};

/// The typed characters in one read that are no keys of a person: two fast ones and a third, but not four.
const AT_ONCE: usize = 4;
/// The time that the rest of what came at once is waited for, at a terminal of this machine and over SSH. It is longer than
/// the gaps between the parts of a paste, and shorter than anybody notices.
const LOCAL: Duration = Duration::from_millis(10);
const REMOTE: Duration = Duration::from_millis(50);
/// The multiple of that wait after which gathering stops and what is there is handed on.
const GATHER_WHILE: u32 = 5;
/// The most bytes of one read, so that Ctrl-C behind a flood is not long in coming.
const MOST: usize = 4096;

/// What one read of the terminal told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InputRead {
    /// The pieces, in order.
    pub pieces: Vec<InputPiece>,
    /// Whether they are more than anybody types at once, so that they may be a paste without its marks.
    pub at_once: bool,
    /// Whether they continue the read before, which was at once too.
    pub continued: bool,
    /// Whether the terminal has said in it that it is there.
    pub answered: bool,
}

/// A source of bytes.
pub trait ByteSource {
    /// Waits until bytes are there, at most `patience`, or for ever without one. Returns whether there are any.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn wait(&mut self, patience: Option<Duration>) -> io::Result<bool>;
    /// Reads what is there; 0 bytes mean the end.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize>;
    /// Returns the time since any fixed moment.
    fn now(&self) -> Duration;
}

/// Reads a source, one read after the other.
pub struct InputReader<S> {
    source: S,
    decoder: Decoder,
    /// The time that the rest of what came at once is waited for.
    patience: Duration,
    /// The moment when more was asked for, if the read before was cut off while more was to come.
    cut_off: Option<Duration>,
}

impl<S: ByteSource> InputReader<S> {
    /// Creates a reader. `over_ssh` says that the terminal is at the other end of a slower line.
    pub fn new(source: S, over_ssh: bool) -> Self {
        let patience = if over_ssh { REMOTE } else { LOCAL };
        Self { source, decoder: Decoder::new(over_ssh), patience, cut_off: None }
    }

    /// Waits for the next read that tells anything.
    ///
    /// # Errors
    ///
    /// If the terminal is gone, or at its end.
    pub fn read_next(&mut self) -> io::Result<InputRead> {
        // The gap may be due to this side, which had no room for more.
        self.cut_off = self.cut_off.map(|_| self.source.now());
        loop {
            let patience = self.decoder.deadline().map(|at| at.saturating_sub(self.source.now()));
            let mut told = if self.source.wait(patience)? {
                self.gather()?
            } else {
                InputRead { pieces: self.decoder.expire(self.source.now()), ..InputRead::default() }
            };
            told.answered = self.decoder.take_answer();
            if told.answered || !told.pieces.is_empty() {
                return Ok(told);
            }
        }
    }

    /// Reads what is there as one read, with the rest of what came at once.
    fn gather(&mut self) -> io::Result<InputRead> {
        let began = self.source.now();
        let continued = self.cut_off.take().is_some_and(|at| began <= at + self.patience);
        let mut told = InputRead { at_once: continued, continued, ..InputRead::default() };
        let mut total = 0;
        loop {
            let bytes = self.read_all(MOST - total)?;
            total += bytes.len();
            told.pieces.extend(self.decoder.read(&bytes, self.source.now()));
            told.at_once |= is_at_once(&told.pieces);
            // If the terminal is gone by now, what it has sent still counts; the next wait tells.
            if !told.at_once || !self.source.wait(Some(self.patience)).unwrap_or(false) {
                return Ok(told);
            }
            if total >= MOST || self.source.now() > began + self.patience * GATHER_WHILE {
                self.cut_off = Some(self.source.now());
                return Ok(told);
            }
        }
    }

    /// Reads until nothing is there now, at most `most` bytes: one write may come in parts.
    fn read_all(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let (mut bytes, mut buffer) = (Vec::new(), [0; MOST]);
        loop {
            let room = most - bytes.len();
            match self.source.read(&mut buffer[..room])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => bytes.extend_from_slice(&buffer[..count]),
            }
            if bytes.len() >= most || !self.source.wait(Some(Duration::ZERO)).unwrap_or(false) {
                return Ok(bytes);
            }
        }
    }
}

/// Returns whether these pieces are more than anybody types at once.
pub fn is_at_once(pieces: &[InputPiece]) -> bool {
    pieces.iter().filter(|piece| is_typed(piece)).count() >= AT_ONCE
}

/// Returns whether the piece is a key that types a character.
fn is_typed(piece: &InputPiece) -> bool {
    let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
    matches!(
        piece,
        InputPiece::Event(Event::Key(KeyEvent { code: KeyCode::Char(_), modifiers, kind: KeyEventKind::Press, .. }))
            if !modifiers.intersects(held)
    )
}

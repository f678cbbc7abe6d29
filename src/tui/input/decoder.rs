//! Makes events of a terminal's bytes. It is pure: bytes and the time are handed in, so every way in which bytes can arrive
//! is a test.
//!
//! A terminal sends more than keys. It answers questions that another program asked before, it tells its colours when
//! they change, and it pastes. All of that is between marks: control strings (OSC, DCS, APC, PM, SOS) are swallowed whole,
//! and what is between the marks of a paste is text and never a key. Bytes may arrive in any pieces, over a slow line with
//! pauses between them, and an end may be lost: so what has begun waits for its end, up to three seconds of silence.
//!
//! Ctrl-C is obeyed in every state: at the end of a read it is a key, whatever is unfinished. No text that is pasted and no
//! string of a terminal ends there in practice; in the middle of a read it is part of either.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};

use super::sequence;
use crate::domain::ticket::TYPED_LIMIT;

/// The time that a lone Esc waits for the rest of its key, at a terminal of this machine and over SSH.
const LOCAL: Duration = Duration::from_millis(25);
const REMOTE: Duration = Duration::from_millis(100);

/// The silence after which an unfinished sequence is given up.
const SILENCE: Duration = Duration::from_secs(3);
/// The silence after which it is given up once Ctrl-C was pressed in it.
const SILENCE_AFTER_CTRL_C: Duration = Duration::from_millis(250);

/// The length in bytes, and the time, after which a control string has lost its end: it is swallowed up to the next short
/// silence.
const LONGEST_STRING: usize = 1 << 20;
const LONGEST_WHILE: Duration = Duration::from_secs(10);

/// The most bytes of parameters that a key's sequence has; of a longer one only the end is looked for.
const LONGEST_SEQUENCE: usize = 64;

/// The characters of a paste that are kept; no text that is recorded is longer.
pub const PASTE_LIMIT: usize = TYPED_LIMIT;
/// The bytes of a paste that are kept until it is known how many characters they are.
const PASTE_BYTES: usize = PASTE_LIMIT * 4;
/// The bytes that end a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

const CTRL_C: u8 = 0x03;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;

/// A part of what a terminal sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InputPiece {
    /// A key, a paste, a change of focus, or the mouse.
    Event(Event),
    /// The beginning of a paste that was too long, and how many characters the paste had.
    CutPaste(String, usize),
}

/// Cuts a terminal's bytes into events.
#[derive(Debug)]
pub struct Decoder {
    hold: Duration,
    state: State,
    /// The moment at which an unfinished sequence is given up.
    until: Duration,
    /// Whether Ctrl-C was pressed in an unfinished sequence, so that somebody waits for its end.
    interrupted: bool,
    /// Whether the terminal has said that it is there, as it was asked to.
    answered: bool,
}

#[derive(Debug)]
enum State {
    Ground,
    /// In a character of several bytes.
    Utf8 {
        bytes: Vec<u8>,
        alt: KeyModifiers,
    },
    /// After Esc. `torn` says that what follows comes in another read.
    Esc {
        torn: bool,
    },
    /// After `ESC [` and these parameters.
    Csi(Vec<u8>),
    /// After `ESC [ [`.
    LinuxConsole,
    /// After `ESC [ M` and these bytes of a mouse report.
    Mouse(Vec<u8>),
    /// After `ESC O`.
    Ss3,
    /// In a control string.
    Str(ControlString),
    Paste(Paste),
    /// In something endless, which is swallowed up to a short silence.
    Drain,
}

#[derive(Debug, Default)]
struct ControlString {
    /// Whether it is an OSC string; only that kind ends with BEL.
    osc: bool,
    /// Whether Esc came in it, the first half of its end.
    esc: bool,
    /// Whether that Esc came in an earlier read.
    torn: bool,
    /// The bytes of the present character that are still to come: in them 0x9C is no end.
    continues: u8,
    last: u8,
    bytes: usize,
    since: Option<Duration>,
}

#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// The characters so far, kept or not.
    characters: usize,
    /// The bytes of the end mark that have come.
    end: usize,
}

impl Decoder {
    /// Creates a decoder that holds a lone Esc for 25 ms, or for 100 ms when the terminal is at the other end of SSH.
    pub fn new(over_ssh: bool) -> Self {
        let hold = if over_ssh { REMOTE } else { LOCAL };
        Self { hold, state: State::Ground, until: Duration::ZERO, interrupted: false, answered: false }
    }

    /// Takes in what one read of the terminal gave at `now`, a time since any fixed moment. An unfinished sequence goes on
    /// with it even if its time is just over: only [`Self::expire`] gives anything up.
    pub fn read(&mut self, bytes: &[u8], now: Duration) -> Vec<InputPiece> {
        let mut out = Vec::new();
        let body = bytes.iter().rposition(|byte| *byte != CTRL_C).map_or(0, |last| last + 1);
        self.leave_endless(now);
        for byte in &bytes[..body] {
            self.take(*byte, &mut out);
        }
        let swallows = self.swallows();
        for byte in &bytes[body..] {
            if swallows {
                out.push(InputPiece::Event(sequence::control(*byte, KeyModifiers::NONE)));
            } else {
                self.take(*byte, &mut out);
            }
        }
        self.interrupted = self.swallows() && (self.interrupted || swallows && body < bytes.len());
        self.end_read(now);
        out
    }

    /// Returns whether the terminal has said that it is there since this was asked last. That is no piece: nobody typed it.
    pub fn take_answer(&mut self) -> bool {
        std::mem::take(&mut self.answered)
    }

    /// Returns the moment at which an unfinished sequence is given up, if there is one.
    pub fn deadline(&self) -> Option<Duration> {
        (!matches!(self.state, State::Ground)).then_some(self.until)
    }

    /// Gives up an unfinished sequence when its moment has come. A held Esc was the key then, and a paste that lost its end
    /// is returned as far as it came; half a sequence was nothing that anybody pressed.
    pub fn expire(&mut self, now: Duration) -> Vec<InputPiece> {
        if self.deadline().is_none_or(|until| now < until) {
            return Vec::new();
        }
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc { .. } => vec![InputPiece::Event(sequence::press(KeyCode::Esc, KeyModifiers::NONE))],
            State::Paste(paste) => vec![paste.finished()],
            _ => Vec::new(),
        }
    }

    /// Returns whether bytes are swallowed or are text, so that Ctrl-C would be lost in them.
    fn swallows(&self) -> bool {
        matches!(self.state, State::Str(_) | State::Paste(_) | State::Drain)
    }

    /// Ends a read: what follows comes in another one, and the time for it begins.
    fn end_read(&mut self, now: Duration) {
        match &mut self.state {
            State::Esc { torn } => *torn = true,
            State::Str(string) => {
                string.torn = string.esc;
                string.since.get_or_insert(now);
            }
            _ => {}
        }
        self.until = now
            + match self.state {
                State::Esc { .. } | State::Drain => self.hold,
                _ if self.interrupted => SILENCE_AFTER_CTRL_C,
                _ => SILENCE,
            };
    }

    /// Leaves a control string that goes on for too long: it has lost its end.
    fn leave_endless(&mut self, now: Duration) {
        if let State::Str(string) = &self.state
            && string.since.is_some_and(|since| now > since + LONGEST_WHILE)
        {
            self.state = State::Drain;
        }
    }

    fn take(&mut self, byte: u8, out: &mut Vec<InputPiece>) {
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.begin(byte, KeyModifiers::NONE, out),
            State::Utf8 { bytes, alt } => self.character(bytes, alt, byte, out),
            State::Esc { torn } => self.after_esc(torn, byte, out),
            State::Csi(parameters) => self.csi(parameters, byte, out),
            State::LinuxConsole | State::Ss3 if is_control(byte) => self.begin(byte, KeyModifiers::NONE, out),
            State::LinuxConsole => out.extend(sequence::linux_console(byte).map(InputPiece::Event)),
            State::Mouse(report) => self.mouse(report, byte, out),
            // An old form has modifiers before the letter.
            State::Ss3 if byte.is_ascii_digit() || byte == b';' => self.state = State::Ss3,
            State::Ss3 => out.extend(sequence::ss3(byte).map(InputPiece::Event)),
            State::Str(string) => self.string(string, byte, out),
            State::Paste(paste) => self.paste(paste, byte, out),
            State::Drain => self.state = State::Drain,
        }
    }

    /// Takes a byte with nothing before it. `alt` says that Esc came in the same read, as Alt and a key send it.
    fn begin(&mut self, byte: u8, alt: KeyModifiers, out: &mut Vec<InputPiece>) {
        match byte {
            ESC => self.state = State::Esc { torn: false },
            0..0x20 | 0x7f => out.push(InputPiece::Event(sequence::control(byte, alt))),
            0x20..0x7f => out.push(InputPiece::Event(sequence::typed(byte as char, alt))),
            0x80..0xa0 => self.c1(byte),
            0xc2..=0xf4 => self.state = State::Utf8 { bytes: vec![byte], alt },
            _ => {} // no character begins so
        }
    }

    /// Takes a control character of eight bits: `ESC` and a character of `@` to `_` in one byte.
    fn c1(&mut self, byte: u8) {
        self.introduce(byte.saturating_sub(0x40));
    }

    /// Begins what `ESC` and this character begin; returns whether they begin anything.
    fn introduce(&mut self, byte: u8) -> bool {
        self.state = match byte {
            b'[' => State::Csi(Vec::new()),
            b'O' => State::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => {
                let osc = byte == b']';
                State::Str(ControlString { osc, ..ControlString::default() })
            }
            // The end of a string that was given up meanwhile.
            b'\\' => State::Ground,
            _ => return false,
        };
        true
    }

    fn character(&mut self, mut bytes: Vec<u8>, alt: KeyModifiers, byte: u8, out: &mut Vec<InputPiece>) {
        if !matches!(byte, 0x80..0xc0) {
            return self.begin(byte, KeyModifiers::NONE, out);
        }
        bytes.push(byte);
        if bytes.len() <= continuation(bytes[0]) as usize {
            self.state = State::Utf8 { bytes, alt };
            return;
        }
        match str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            Some(c @ '\u{80}'..'\u{a0}') => self.c1(c as u8),
            Some(c) => out.push(InputPiece::Event(sequence::typed(c, alt))),
            None => {}
        }
    }

    fn after_esc(&mut self, torn: bool, byte: u8, out: &mut Vec<InputPiece>) {
        if self.introduce(byte) {
            return;
        }
        // Another Esc, and above all Ctrl-C, must not disappear into a key with Alt.
        if torn || matches!(byte, ESC | CTRL_C) {
            out.push(InputPiece::Event(sequence::press(KeyCode::Esc, KeyModifiers::NONE)));
            return self.begin(byte, KeyModifiers::NONE, out);
        }
        self.begin(byte, KeyModifiers::ALT, out);
    }

    fn csi(&mut self, mut parameters: Vec<u8>, byte: u8, out: &mut Vec<InputPiece>) {
        match byte {
            b'[' if parameters.is_empty() => self.state = State::LinuxConsole,
            b'M' if parameters.is_empty() => self.state = State::Mouse(Vec::new()),
            b'n' if parameters == b"0" => self.answered = true,
            b'~' if parameters == b"200" => self.state = State::Paste(Paste::default()),
            0x20..0x40 => {
                if parameters.len() < LONGEST_SEQUENCE {
                    parameters.push(byte);
                }
                self.state = State::Csi(parameters);
            }
            0x40..0x7f => out.extend(sequence::csi(&parameters, byte).map(InputPiece::Event)),
            CAN | SUB => {}
            _ => self.begin(byte, KeyModifiers::NONE, out),
        }
    }

    fn mouse(&mut self, mut report: Vec<u8>, byte: u8, out: &mut Vec<InputPiece>) {
        if is_control(byte) {
            return self.begin(byte, KeyModifiers::NONE, out);
        }
        report.push(byte);
        match <[u8; 3]>::try_from(report) {
            Ok(report) => out.extend(sequence::x10_mouse(report).map(InputPiece::Event)),
            Err(report) => self.state = State::Mouse(report),
        }
    }

    fn string(&mut self, mut string: ControlString, byte: u8, out: &mut Vec<InputPiece>) {
        if string.esc && byte != b'\\' {
            // Esc ends a string whatever follows: something else begins.
            return self.after_esc(string.torn, byte, out);
        }
        let ends = match byte {
            b'\\' => string.esc,
            BEL => string.osc,
            CAN | SUB => true,
            // By itself, or as a character of UTF-8.
            0x9c => string.continues == 0 || string.last == 0xc2,
            _ => false,
        };
        if ends {
            return;
        }
        string.esc = byte == ESC;
        string.continues = match byte {
            0x80..0xc0 => string.continues.saturating_sub(1),
            _ => continuation(byte),
        };
        string.last = byte;
        string.bytes += 1;
        self.state = if string.bytes > LONGEST_STRING { State::Drain } else { State::Str(string) };
    }

    fn paste(&mut self, mut paste: Paste, byte: u8, out: &mut Vec<InputPiece>) {
        if byte == PASTE_END[paste.end] {
            paste.end += 1;
            if paste.end == PASTE_END.len() {
                out.push(paste.finished());
                return;
            }
        } else {
            let before = std::mem::take(&mut paste.end);
            PASTE_END[..before].iter().for_each(|byte| paste.keep(*byte));
            if byte == ESC {
                paste.end = 1;
            } else {
                paste.keep(byte);
            }
        }
        self.state = State::Paste(paste);
    }
}

impl Paste {
    fn keep(&mut self, byte: u8) {
        self.characters += usize::from(!matches!(byte, 0x80..0xc0));
        if self.text.len() < PASTE_BYTES {
            self.text.push(byte);
        }
    }

    fn finished(self) -> InputPiece {
        let text = String::from_utf8_lossy(&self.text);
        match text.char_indices().nth(PASTE_LIMIT) {
            Some((end, _)) => InputPiece::CutPaste(text[..end].to_owned(), self.characters),
            None => InputPiece::Event(Event::Paste(text.into_owned())),
        }
    }
}

/// Returns whether the byte is no part of a sequence, so that the present one was broken off.
const fn is_control(byte: u8) -> bool {
    byte < 0x20
}

/// Returns how many bytes follow this one in its character.
const fn continuation(first: u8) -> u8 {
    match first {
        0xc2..0xe0 => 1,
        0xe0..0xf0 => 2,
        0xf0..0xf5 => 3,
        _ => 0,
    }
}

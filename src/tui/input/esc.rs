//! Keys whose bytes arrive apart.
//!
//! An arrow key is `ESC [ A`. Over a slow line the `ESC` can come alone, is read as the Esc key, and `[` and `A` follow
//! as if typed. So a lone Esc is held for a moment, and what follows at once is put together again.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// How long a lone Esc waits for the rest of its key, at a terminal of this machine and over SSH.
const LOCAL: Duration = Duration::from_millis(25);
const REMOTE: Duration = Duration::from_millis(100);

/// No sequence of a key is longer; what goes on after this was typed.
const LONGEST: usize = 16;

/// Puts keys together again. Pure: the time is handed in, as time since any fixed moment.
#[derive(Debug)]
pub struct EscJoiner {
    hold: Duration,
    state: State,
    /// When the held events are given up.
    until: Duration,
}

#[derive(Debug)]
enum State {
    Idle,
    /// Esc came, and these characters of its sequence since.
    Held(String),
    /// The beginning of a paste came torn: what follows at once is text, up to a silence.
    Pasting(String),
}

/// What a sequence is, so far.
enum Parsed {
    /// It may go on.
    Partial,
    /// It is complete. `None`: complete, but nothing this program acts on.
    Whole(Option<Event>),
    /// A paste begins.
    Paste,
    /// It is none: all of it was typed.
    Typed,
}

impl EscJoiner {
    /// One that holds Esc for 25 ms, or for 100 ms when the terminal is at the other end of SSH.
    pub fn new(over_ssh: bool) -> Self {
        Self { hold: if over_ssh { REMOTE } else { LOCAL }, state: State::Idle, until: Duration::ZERO }
    }

    /// Takes an event that arrived at `now`; gives the events that are certain by it.
    pub fn push(&mut self, event: Event, now: Duration) -> Vec<Event> {
        let mut out = self.expire(now);
        match (std::mem::replace(&mut self.state, State::Idle), pressed(&event)) {
            (State::Idle, Some((KeyCode::Esc, KeyModifiers::NONE))) => self.wait(State::Held(String::new()), now),
            (State::Idle, _) => out.push(event),
            (State::Held(sequence), key) => out.extend(self.follow(&sequence, key, event, now)),
            (State::Pasting(text), Some((code, _))) => self.wait(State::Pasting(pasted(text, code)), now),
            (State::Pasting(text), None) => out.extend([Event::Paste(text), event]),
        }
        out
    }

    /// The moment at which something that is held must be given up, if anything is held.
    pub fn deadline(&self) -> Option<Duration> {
        (!matches!(self.state, State::Idle)).then_some(self.until)
    }

    /// Gives up what is held when its moment has come.
    pub fn expire(&mut self, now: Duration) -> Vec<Event> {
        if self.deadline().is_none_or(|until| now < until) {
            return Vec::new();
        }
        self.flush()
    }

    /// Gives up what is held, whatever the time; for the end of input.
    pub fn flush(&mut self) -> Vec<Event> {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => Vec::new(),
            State::Held(sequence) => typed(&sequence),
            State::Pasting(text) => vec![Event::Paste(text)],
        }
    }

    fn wait(&mut self, state: State, now: Duration) {
        self.state = state;
        self.until = now + self.hold;
    }

    /// An event after Esc and `sequence`.
    fn follow(
        &mut self,
        sequence: &str,
        key: Option<(KeyCode, KeyModifiers)>,
        event: Event,
        now: Duration,
    ) -> Vec<Event> {
        let Some((KeyCode::Char(c), _)) =
            key.filter(|(_, modifiers)| modifiers.difference(KeyModifiers::SHIFT).is_empty())
        else {
            let mut out = typed(sequence);
            out.extend(self.push(event, now));
            return out;
        };
        let longer = format!("{sequence}{c}");
        match parse(&longer) {
            Parsed::Partial => self.wait(State::Held(longer), now),
            Parsed::Paste => self.wait(State::Pasting(String::new()), now),
            Parsed::Whole(event) => return event.into_iter().collect(),
            Parsed::Typed => {
                let mut out = typed(sequence);
                out.push(event);
                return out;
            }
        }
        Vec::new()
    }
}

/// The key of a press.
fn pressed(event: &Event) -> Option<(KeyCode, KeyModifiers)> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some((key.code, key.modifiers)),
        _ => None,
    }
}

/// The text with what a key of the pasted text stands for.
fn pasted(mut text: String, code: KeyCode) -> String {
    match code {
        KeyCode::Char(c) => text.push(c),
        KeyCode::Enter => text.push('\n'),
        KeyCode::Tab => text.push('\t'),
        _ => {}
    }
    text
}

/// Esc and the characters after it as the keys they would be.
fn typed(sequence: &str) -> Vec<Event> {
    let chars = sequence.chars().map(KeyCode::Char);
    std::iter::once(KeyCode::Esc).chain(chars).map(press).collect()
}

fn press(code: KeyCode) -> Event {
    let shift = matches!(code, KeyCode::Char(c) if c.is_uppercase()) || code == KeyCode::BackTab;
    Event::Key(KeyEvent::new(code, if shift { KeyModifiers::SHIFT } else { KeyModifiers::NONE }))
}

/// Reads what follows Esc.
fn parse(sequence: &str) -> Parsed {
    let mut chars = sequence.chars();
    match (chars.next(), chars.as_str()) {
        (Some('[' | 'O'), "") => Parsed::Partial,
        (Some('['), rest) => parse_csi(rest),
        (Some('O'), rest) => rest.chars().next().and_then(final_key).map_or(Parsed::Typed, |code| whole(Some(code))),
        _ => Parsed::Typed,
    }
}

/// Parameters, then one letter or `~`.
fn parse_csi(rest: &str) -> Parsed {
    let Some(last) = rest.chars().next_back() else { return Parsed::Partial };
    let parameters = &rest[..rest.len() - last.len_utf8()];
    match last {
        '0'..='9' | ';' | '<' | '?' if rest.len() < LONGEST => Parsed::Partial,
        '~' if parameters == "200" => Parsed::Paste,
        '~' => whole(numbered_key(parameters)),
        'I' if parameters.is_empty() => Parsed::Whole(Some(Event::FocusGained)),
        'O' if parameters.is_empty() => Parsed::Whole(Some(Event::FocusLost)),
        'a'..='z' | 'A'..='Z' => whole(final_key(last)),
        _ => Parsed::Typed,
    }
}

fn whole(code: Option<KeyCode>) -> Parsed {
    Parsed::Whole(code.map(press))
}

/// The keys of xterm that a letter ends.
fn final_key(last: char) -> Option<KeyCode> {
    Some(match last {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'Z' => KeyCode::BackTab,
        'P' => KeyCode::F(1),
        'Q' => KeyCode::F(2),
        'R' => KeyCode::F(3),
        'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// The keys of xterm and the Linux console that a number and `~` stand for.
fn numbered_key(number: &str) -> Option<KeyCode> {
    Some(match number.parse().ok()? {
        1u8 | 7 => KeyCode::Home,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        n @ 11..=15 => KeyCode::F(n - 10),
        n @ 17..=21 => KeyCode::F(n - 11),
        n @ 23..=24 => KeyCode::F(n - 12),
        _ => return None,
    })
}

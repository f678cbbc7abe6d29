//! Makes messages of terminal events. Besides [`super::action`] it is the only place that knows the terminal library's
//! keys.
//!
//! What a key press means depends on the [`Mode`]: whether a text has the keys, and else in which context they stand.
//! [`Decoder`] comes before that and makes events of a terminal's bytes, [`InputReader`] tells which came at once, and [`Burst`]
//! what of that acts.

mod burst;
mod decoder;
mod reader;
mod sequence;
mod unread;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_input::InputRequest;
use tui_input::backend::crossterm::to_input_request;

use super::action::{Action, Context, Key, Keymap};
use crate::config::OwnProgram;
pub use burst::Burst;
pub use decoder::{Decoder, InputPiece, PASTE_LIMIT};
pub use reader::{ByteSource, InputRead, InputReader, is_at_once};
pub use unread::{Unread, WaitingPieces};

/// An event of the terminal: a key, a paste, a new size. Other modules hand it on without looking in.
pub type TermEvent = Event;

/// Where the keys go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    /// To the actions of this context.
    Command(Context),
    /// To a single line of text, in a form.
    Line,
    /// To a single line of text, in a form, with proposals below it: `↑ ↓` move among them.
    Proposals,
    /// To a single line of text above a list: `↑ ↓` move in the list.
    Pick,
    /// The same above the list of saved filters.
    Views,
    /// To a single line of text that searches in what stands below it; `↑ ↓` scroll that.
    Search,
    /// To several lines of text: `Enter` breaks the line, `Ctrl-S` or `Alt-Enter` saves.
    Area,
    /// To a question: `y` or `n`.
    Confirm,
    /// To what can follow this key in this context.
    After(Context, Key),
    /// To the number that is typed in this context, and to the action that it counts for.
    Count(Context),
}

impl Mode {
    /// Returns the context whose rows of the table apply.
    pub const fn context(self) -> Context {
        match self {
            Mode::Command(context) => context,
            Mode::Line | Mode::Proposals => Context::Text,
            Mode::Pick => Context::Pick,
            Mode::Views => Context::Views,
            Mode::Search => Context::Help,
            Mode::Area => Context::Area,
            Mode::Confirm => Context::Confirm,
            Mode::After(..) | Mode::Count(_) => Context::Prefix,
        }
    }

    /// Returns whether letters are typed into a text, which shows where the next one goes.
    pub const fn is_text(self) -> bool {
        matches!(self, Mode::Line | Mode::Proposals | Mode::Pick | Mode::Views | Mode::Search | Mode::Area)
    }

    /// Returns the context in which an action is looked for: behind a key that others follow it is the one of that key.
    pub const fn place(self) -> Context {
        match self {
            Mode::After(place, _) | Mode::Count(place) => place,
            _ => self.context(),
        }
    }
}

/// A message to the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Msg {
    /// An action that a person asked for.
    Do(Action),
    /// An edit of the single line of text.
    Edit(InputRequest),
    /// A key for the text of several lines.
    AreaEdit(ratatui_textarea::Input),
    /// A text that was pasted where a text has the keys. For a single line, line breaks have become spaces.
    Paste(String),
    /// A text was pasted where no text is typed; it was dropped.
    PasteIgnored,
    /// The text that was pasted just before had that many characters; only its beginning was taken.
    PasteCut(usize),
    /// Keys that came at once and would have recorded something were left out.
    LeftOut,
    /// Something is being fetched to be opened, and what is typed waits for it.
    Waits,
    /// What was typed meanwhile was dropped: it is not waited for any more.
    StoppedWaiting,
    /// What was typed meanwhile was dropped: it could not be opened.
    NotOpened,
    /// So much was typed meanwhile that the rest was dropped.
    TooMuchWaits,
    /// The screen has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal has the focus now, or not.
    Focus(bool),
    /// A click at this column and row, counted from 0. Only while the program has the mouse.
    Click(u16, u16),
    /// A new second has begun, or it is the very first.
    Tick,
    /// A key that does nothing alone here, and others can follow it.
    Begin(Key),
    /// A key that means nothing here.
    Unbound(Key),
    /// The text as it was left in the person's own editor, or why it could not be written there.
    Edited(Result<String, String>),
    /// A program that had the terminal has ended; why it has failed, in words, if it has.
    Ran(Box<OwnProgram>, Result<(), String>),
}

/// Returns the message for an event, or `None` if it is nothing to act on (a key released, the mouse moved).
pub fn translate(event: TermEvent, mode: Mode, keys: &Keymap) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => key_message(key, mode, keys),
        Event::Paste(text) => Some(paste_message(&text, mode)),
        Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
        Event::FocusGained => Some(Msg::Focus(true)),
        Event::FocusLost => Some(Msg::Focus(false)),
        Event::Mouse(mouse) => mouse_message(mouse),
    }
}

/// Returns the message for a key: an action of the table first, then a text edit, then an unbound key.
fn key_message(event: KeyEvent, mode: Mode, keys: &Keymap) -> Option<Msg> {
    let key = key_of(event);
    if let Some(action) = key.and_then(|key| action_of(key, mode, keys)) {
        return Some(Msg::Do(action));
    }
    if let Some(key) = key.filter(|key| keys.begins(mode.context(), *key)) {
        return Some(Msg::Begin(key));
    }
    match mode {
        Mode::Line | Mode::Proposals | Mode::Pick | Mode::Views | Mode::Search => {
            to_input_request(&Event::Key(event)).map(Msg::Edit)
        }
        // A line feed breaks the line, however it came: a paste without brackets has them, and the editor would delete the line.
        Mode::Area if event.code == KeyCode::Char('j') && event.modifiers == KeyModifiers::CONTROL => {
            Some(Msg::AreaEdit(KeyEvent::from(KeyCode::Enter).into()))
        }
        Mode::Area => Some(Msg::AreaEdit(event.into())),
        Mode::Command(_) | Mode::Confirm | Mode::After(..) | Mode::Count(_) => key.map(Msg::Unbound),
    }
}

/// Returns the action of a key. A digit of a number that is typed is none, whatever it means elsewhere in that context.
fn action_of(key: Key, mode: Mode, keys: &Keymap) -> Option<Action> {
    let here = || keys.lookup(mode.context(), key);
    match mode {
        Mode::Count(_) if matches!(key, Key::Char('0'..='9')) => None,
        Mode::Count(place) => here().or_else(|| keys.lookup(place, key)),
        Mode::After(place, first) => keys.after(place, first, key).or_else(here),
        Mode::Proposals => {
            let moves = keys.lookup(Context::Pick, key).filter(|action| matches!(action, Action::Up | Action::Down));
            moves.or_else(here)
        }
        _ => here(),
    }
}

/// Returns the character that a key puts into the text that is typed in this mode, if it does only that.
pub fn typed_text(piece: &InputPiece, mode: Mode, keys: &Keymap) -> Option<char> {
    let InputPiece::Event(event @ Event::Key(key)) = piece else { return None };
    match (translate(event.clone(), mode, keys)?, key.code) {
        (Msg::Edit(InputRequest::InsertChar(c)), _) => Some(c),
        (Msg::AreaEdit(_), KeyCode::Char(c)) if key.modifiers.difference(KeyModifiers::SHIFT).is_empty() => Some(c),
        (Msg::AreaEdit(_), KeyCode::Enter) if key.modifiers.is_empty() => Some('\n'),
        _ => None,
    }
}

/// Returns the message for a pasted text, which reaches a text or nothing: it must never act as keys.
fn paste_message(text: &str, mode: Mode) -> Msg {
    match mode {
        Mode::Line | Mode::Proposals | Mode::Pick | Mode::Views | Mode::Search => {
            Msg::Paste(super::text::clean(text).into_owned())
        }
        Mode::Area => Msg::Paste(super::text::clean_lines(text).into_owned()),
        Mode::Command(_) | Mode::Confirm | Mode::After(..) | Mode::Count(_) => Msg::PasteIgnored,
    }
}

/// Returns the message for the mouse: the wheel moves, a click points, everything else is ignored.
fn mouse_message(mouse: MouseEvent) -> Option<Msg> {
    match mouse.kind {
        MouseEventKind::ScrollUp => Some(Msg::Do(Action::Up)),
        MouseEventKind::ScrollDown => Some(Msg::Do(Action::Down)),
        MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
        _ => None,
    }
}

/// What an event does to the wait for something that is being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyWhileWaiting {
    /// The event waits too.
    Waits,
    /// The event is Esc, and ends the wait.
    Back,
    /// The event is Ctrl-C; it ends the wait and quits.
    Quit,
    /// The event is not typed, and is handled at once.
    Passes,
}

/// Returns what this event does while something is being fetched.
pub fn in_wait(event: &TermEvent, keys: &Keymap) -> KeyWhileWaiting {
    match event {
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => KeyWhileWaiting::Passes,
        Event::Key(key) if key.kind == KeyEventKind::Release => KeyWhileWaiting::Passes,
        Event::Key(key) => match key_of(*key) {
            Some(Key::Esc) => KeyWhileWaiting::Back,
            Some(key) => match keys.lookup(Context::Global, key) {
                Some(Action::Quit) => KeyWhileWaiting::Quit,
                Some(Action::Redraw) => KeyWhileWaiting::Passes,
                _ => KeyWhileWaiting::Waits,
            },
            None => KeyWhileWaiting::Waits,
        },
        Event::Paste(_) | Event::Mouse(_) => KeyWhileWaiting::Waits,
    }
}

/// Returns this program's name for a key, or `None` for one that it never uses.
fn key_of(event: KeyEvent) -> Option<Key> {
    let plain = event.modifiers.difference(KeyModifiers::SHIFT);
    match event.code {
        KeyCode::Char(c) => char_key(c, plain),
        KeyCode::Enter if plain == KeyModifiers::ALT => Some(Key::AltEnter),
        KeyCode::Tab if event.modifiers == KeyModifiers::SHIFT => Some(Key::BackTab),
        KeyCode::F(n) => Some(Key::F(n)),
        // A modified arrow or Home belongs to the text (a word left), or means nothing.
        code if plain.is_empty() => CODES.iter().find(|(known, _)| *known == code).map(|(_, key)| *key),
        _ => None,
    }
}

/// Returns the key of a typed character, alone or with Ctrl or Alt.
fn char_key(c: char, modifiers: KeyModifiers) -> Option<Key> {
    match modifiers {
        KeyModifiers::NONE => Some(Key::Char(c)),
        KeyModifiers::CONTROL => Some(Key::Ctrl(c.to_ascii_lowercase())),
        KeyModifiers::ALT => Some(Key::Alt(c)),
        // AltGr is reported as both by some terminals, and types a character.
        both if both == KeyModifiers::CONTROL | KeyModifiers::ALT => Some(Key::Char(c)),
        _ => None,
    }
}

/// The keys that are no characters.
const CODES: &[(KeyCode, Key)] = &[
    (KeyCode::Enter, Key::Enter),
    (KeyCode::Esc, Key::Esc),
    (KeyCode::Tab, Key::Tab),
    (KeyCode::BackTab, Key::BackTab),
    (KeyCode::Backspace, Key::Backspace),
    (KeyCode::Delete, Key::Delete),
    (KeyCode::Up, Key::Up),
    (KeyCode::Down, Key::Down),
    (KeyCode::Left, Key::Left),
    (KeyCode::Right, Key::Right),
    (KeyCode::Home, Key::Home),
    (KeyCode::End, Key::End),
    (KeyCode::PageUp, Key::PageUp),
    (KeyCode::PageDown, Key::PageDown),
];

/// Returns the event that a terminal sends for a key. Scripts of keys in tests go this way, through all that follows.
pub fn event_for(key: Key) -> TermEvent {
    let (code, modifiers) = match key {
        Key::Char(c) if c.is_uppercase() => (KeyCode::Char(c), KeyModifiers::SHIFT),
        Key::Char(c) => (KeyCode::Char(c), KeyModifiers::NONE),
        Key::Ctrl(c) => (KeyCode::Char(c), KeyModifiers::CONTROL),
        Key::Alt(c) => (KeyCode::Char(c), KeyModifiers::ALT),
        Key::F(n) => (KeyCode::F(n), KeyModifiers::NONE),
        Key::AltEnter => (KeyCode::Enter, KeyModifiers::ALT),
        Key::BackTab => (KeyCode::BackTab, KeyModifiers::SHIFT),
        other => {
            let code = CODES.iter().find(|(_, known)| *known == other).map_or(KeyCode::Null, |(code, _)| *code);
            (code, KeyModifiers::NONE)
        }
    };
    Event::Key(KeyEvent::new(code, modifiers))
}

/// Returns the event that a terminal with bracketed paste sends when this text is pasted.
pub fn paste_event(text: &str) -> TermEvent {
    Event::Paste(text.to_owned())
}

/// Returns the event of a terminal that gets the focus (`true`) or loses it.
pub fn focus_event(looking: bool) -> TermEvent {
    if looking { Event::FocusGained } else { Event::FocusLost }
}

/// Returns the event for a new size of the terminal, in columns and rows.
pub fn resize_event(columns: u16, rows: u16) -> TermEvent {
    Event::Resize(columns, rows)
}

#[cfg(test)]
mod tests;

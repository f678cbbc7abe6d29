//! Handles input that came at once and may be a paste without its marks: it moves, and it is text where text is typed, but
//! it records nothing.
//!
//! Outside a text field keys that move act; so do keys that look at something or open it, until the first that would
//! record: by then the input is known to be a text, and nothing opens any more. After a key that opens a text field the
//! rest is text, and a line break in it does not answer. Keys that no text can contain, such as Ctrl-S and the arrows,
//! always act, but for those that run a program.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{Mode, Msg, paste_message, translate};
use crate::tui::action::{Action, AtOnce, Context, Keymap};

/// The state of input that came at once, as far as it has been taken in.
#[derive(Debug, Default)]
pub struct Burst {
    /// Whether there was a place outside of text since it began: a later text field is one that it has opened itself.
    left_text: bool,
    /// Whether a key was left out, so that this is a text, and the person was told.
    is_text: bool,
    /// Whether a line break came in a line that has not been continued.
    breaks: bool,
}

impl Burst {
    /// Returns the messages for one event of it.
    pub fn admit(&mut self, event: Event, mode: Mode, keys: &Keymap) -> Vec<Msg> {
        let in_text = mode.is_text();
        self.left_text |= !in_text;
        let breaks = is_break(&event);
        match (in_text, self.left_text) {
            _ if !is_of_text(&event) => self.key_of_no_text(event, mode, keys),
            (true, true) if breaks && mode != Mode::Area => {
                self.breaks = true;
                Vec::new()
            }
            (true, true) => self.text(event, mode, keys),
            (true, false) => translate(event, mode, keys).into_iter().collect(),
            (false, _) => self.key(event, mode, keys),
        }
    }

    /// Returns the messages for a key that no text contains. What is pasted may be anything, though, and must run no program.
    fn key_of_no_text(&mut self, event: Event, mode: Mode, keys: &Keymap) -> Vec<Msg> {
        match translate(event, mode, keys) {
            Some(Msg::Do(Action::Own(_))) => self.leave_out(),
            msg => msg.into_iter().collect(),
        }
    }

    /// Returns the messages for a run of its characters, where a text is typed.
    pub fn admit_text(&mut self, text: &str, mode: Mode) -> Vec<Msg> {
        let space = if std::mem::take(&mut self.breaks) { " " } else { "" };
        vec![paste_message(&format!("{space}{text}"), mode)]
    }

    /// Returns the messages that end it, in the present `mode`. `records` says whether an answer there would record
    /// something.
    pub fn end(&mut self, mode: Mode, records: bool) -> Vec<Msg> {
        let answers =
            std::mem::take(&mut self.breaks) && matches!(mode, Mode::Line | Mode::Proposals | Mode::Pick | Mode::Views);
        match (answers, records) {
            (true, false) => vec![Msg::Do(Action::Accept)],
            (true, true) => self.leave_out(),
            (false, _) => Vec::new(),
        }
    }

    /// Returns the messages for text of a field that it has opened; in a single line a break becomes a space.
    fn text(&mut self, event: Event, mode: Mode, keys: &Keymap) -> Vec<Msg> {
        let space = std::mem::take(&mut self.breaks).then(|| Msg::Paste(" ".to_owned()));
        space.into_iter().chain(translate(event, mode, keys)).collect()
    }

    /// Returns the messages for a key outside a text field.
    fn key(&mut self, event: Event, mode: Mode, keys: &Keymap) -> Vec<Msg> {
        let msg = translate(event, mode, keys);
        let acts = match &msg {
            Some(Msg::Do(action)) => match action.at_once() {
                AtOnce::Moves => true,
                AtOnce::Looks => !self.is_text,
                AtOnce::Records => false,
            },
            // It shows what can follow.
            Some(Msg::Begin(_)) => !self.is_text,
            // In a form such a key chooses a value.
            Some(Msg::Unbound(_)) => mode == Mode::Command(Context::Form),
            _ => true,
        };
        if acts { msg.into_iter().collect() } else { self.leave_out() }
    }

    fn leave_out(&mut self) -> Vec<Msg> {
        if std::mem::replace(&mut self.is_text, true) { Vec::new() } else { vec![Msg::LeftOut] }
    }
}

/// Returns whether a pasted text can contain this event.
fn is_of_text(event: &Event) -> bool {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(_), modifiers, .. }) => {
            modifiers.difference(KeyModifiers::SHIFT).is_empty() || is_break(event)
        }
        Event::Key(KeyEvent { code: KeyCode::Enter | KeyCode::Tab, modifiers, .. }) => modifiers.is_empty(),
        _ => false,
    }
}

/// Returns whether the event is a line break: Enter, or the line feed that some programs paste, which reads as Ctrl-J.
fn is_break(event: &Event) -> bool {
    let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press, .. }) = event else { return false };
    match code {
        KeyCode::Enter => modifiers.is_empty(),
        KeyCode::Char('j') => *modifiers == KeyModifiers::CONTROL,
        _ => false,
    }
}

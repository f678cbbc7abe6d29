//! Names a key as this program knows it, free of any terminal library.

use std::fmt;

/// A key, with its modifiers where they matter. Letters carry their case; `Shift` is in the letter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// A typed character; a space is one too.
    Char(char),
    /// `Ctrl` and a lower-case letter.
    Ctrl(char),
    /// `Alt` and a character.
    Alt(char),
    /// A function key.
    F(u8),
    /// Return.
    Enter,
    /// `Alt` and return.
    AltEnter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// `Shift` and tabulator.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// Keys with a name of their own: what they are called in full, and the sign for a narrow footer.
const NAMED: &[(Key, &str, &str)] = &[
    (Key::Char(' '), "Space", "Space"),
    (Key::Enter, "Enter", "⏎"),
    (Key::AltEnter, "Alt-Enter", "Alt-⏎"),
    (Key::Esc, "Esc", "Esc"),
    (Key::Tab, "Tab", "Tab"),
    (Key::BackTab, "Shift-Tab", "S-Tab"),
    (Key::Backspace, "Backspace", "⌫"),
    (Key::Delete, "Delete", "Del"),
    (Key::Up, "Up", "↑"),
    (Key::Down, "Down", "↓"),
    (Key::Left, "Left", "←"),
    (Key::Right, "Right", "→"),
    (Key::Home, "Home", "Home"),
    (Key::End, "End", "End"),
    (Key::PageUp, "PgUp", "PgUp"),
    (Key::PageDown, "PgDn", "PgDn"),
];

impl Key {
    /// Returns whether the key puts something into a text or takes it away; such a key is no action while a text is typed.
    pub const fn types(self) -> bool {
        matches!(self, Key::Char(_) | Key::Backspace | Key::Delete)
    }

    /// Returns whether the key moves or breaks the line in a text of several lines.
    pub const fn moves_in_text(self) -> bool {
        use Key::{Down, End, Enter, Home, Left, PageDown, PageUp, Right, Up};
        matches!(self, Enter | Up | Down | Left | Right | Home | End | PageUp | PageDown)
    }

    /// Returns the shortest readable sign of the key, for the footer. `all` says that the terminal has every sign; else the
    /// key is named.
    pub fn sign(self, all: bool) -> String {
        let named = NAMED.iter().find(|(key, ..)| *key == self).filter(|(.., sign)| all || sign.is_ascii());
        named.map_or_else(|| self.to_string(), |(.., sign)| (*sign).to_owned())
    }

    /// Reads what `Display` writes: `j`, `Enter`, `Ctrl-S`, `Alt-x`, `F12`.
    pub fn parse(text: &str) -> Option<Key> {
        let named = NAMED.iter().find(|(_, name, _)| *name == text).map(|(key, ..)| *key);
        named.or_else(|| single(text).map(Key::Char)).or_else(|| modified(text))
    }
}

/// Reads a key with a modifier, or a function key.
fn modified(text: &str) -> Option<Key> {
    if let Some(letter) = text.strip_prefix("Ctrl-").and_then(single) {
        return Some(Key::Ctrl(letter.to_ascii_lowercase()));
    }
    if let Some(letter) = text.strip_prefix("Alt-").and_then(single) {
        return Some(Key::Alt(letter));
    }
    text.strip_prefix('F')?.parse().ok().map(Key::F)
}

/// Returns the character of a text that has only one.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name, _)) = NAMED.iter().find(|(key, ..)| key == self) {
            return f.write_str(name);
        }
        match self {
            Key::Char(c) => write!(f, "{c}"),
            Key::Ctrl(c) => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Key::Alt(c) => write!(f, "Alt-{c}"),
            Key::F(n) => write!(f, "F{n}"),
            // All other keys are in the list of names.
            _ => Ok(()),
        }
    }
}

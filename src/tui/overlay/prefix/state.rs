//! Holds what has been pressed so far of something that takes several keys.

use crate::tui::action::{Action, AtOnce, Context, Key, Keymap, prefix_words};

/// The most digits of a number: more rows than anybody counts.
const DIGITS: usize = 4;

/// The keys that have been pressed of something that takes several.
pub struct Prefix {
    /// The context in which they were pressed.
    pub place: Context,
    /// The key that others follow; none where it began with a number.
    pub first: Option<Key>,
    /// The number that is typed, as its digits.
    pub number: String,
    /// The keys that can follow.
    pub entries: Vec<FollowingKey>,
    /// What is wrong with the key that was pressed last.
    pub wrong: Option<String>,
}

/// A key that can follow.
pub struct FollowingKey {
    /// The key, in its shortest sign.
    pub sign: String,
    /// The action that it asks for.
    pub action: Action,
    /// What it does, in a word or two.
    pub label: String,
    /// Whether that cannot be done now.
    pub refused: bool,
}

impl Prefix {
    /// Creates what shows behind `first`; the actions in `refused` cannot be done now.
    pub fn after(place: Context, first: Key, keys: &Keymap, refused: &[(Action, String)]) -> Self {
        let following = keys.following(place, first);
        let entries = following.map(|(key, row)| FollowingKey {
            sign: key.sign(true),
            action: row.action,
            label: row.label.to_string(),
            refused: refused.iter().any(|(action, _)| *action == row.action),
        });
        Self { place, first: Some(first), number: String::new(), entries: entries.collect(), wrong: None }
    }

    /// Creates what shows behind the first digit of a number.
    pub fn number(place: Context, digit: char, keys: &Keymap) -> Self {
        let mut prefix = Self { place, first: None, number: String::new(), entries: Vec::new(), wrong: None };
        prefix.push(digit, keys);
        prefix
    }

    /// Returns whether a number can be typed here: where keys can move that it counts for.
    pub fn takes_numbers(&self) -> bool {
        !self.number.is_empty() || self.entries.iter().any(|entry| entry.action == Action::Top)
    }

    /// Adds a digit to the number.
    pub fn push(&mut self, digit: char, keys: &Keymap) {
        if self.number.len() < DIGITS && !(self.number.is_empty() && digit == '0') {
            self.number.push(digit);
        }
        if !self.number.is_empty() {
            self.entries = counted(self.place, &self.number, keys);
        }
    }

    /// Returns the number, if one is typed.
    pub fn count(&self) -> Option<usize> {
        self.number.parse().ok()
    }

    /// Returns the title: what was pressed, and what it is for.
    pub fn title(&self) -> String {
        match self.first {
            _ if !self.number.is_empty() => format!("{}  how far", self.number),
            Some(first) => format!("{}  {}", first.sign(true), prefix_words(first)).trim_end().to_owned(),
            None => String::new(),
        }
    }

    /// Says that this key cannot follow.
    pub fn refuse(&mut self, key: &str) {
        let of = match self.first {
            Some(first) if self.number.is_empty() => first.sign(true),
            _ => self.number.clone(),
        };
        self.wrong = Some(format!("{key} does not follow {of}; Esc leaves it"));
    }
}

/// Returns what can follow a number: what moves by single rows or pages, and what goes to the row of that number.
fn counted(place: Context, number: &str, keys: &Keymap) -> Vec<FollowingKey> {
    let rows = keys.available(place).filter(|row| row.action.at_once() == AtOnce::Moves);
    let entry = |row: &crate::tui::action::ActionRow| {
        let label = match row.action {
            Action::Bottom => format!("to row {number}"),
            Action::Down | Action::Up => format!("{number} {}", row.label),
            _ => return None,
        };
        Some(FollowingKey { sign: row.key_in(place)?.sign(true), action: row.action, label, refused: false })
    };
    rows.filter_map(entry).collect()
}

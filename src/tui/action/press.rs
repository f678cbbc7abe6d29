//! Names what is pressed for an action: one key, or two after each other.

use std::fmt;

use super::Key;

/// What is pressed for an action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Press {
    /// One key.
    One(Key),
    /// A key that does nothing alone, and one of those that can follow it.
    Two(Key, Key),
}

impl Press {
    /// Returns the key that is pressed first.
    pub const fn first(self) -> Key {
        match self {
            Press::One(key) | Press::Two(key, _) => key,
        }
    }

    /// Returns the key that is pressed after `first`, if it takes two of which that is the first.
    pub fn after(self, first: Key) -> Option<Key> {
        match self {
            Press::Two(begins, key) if begins == first => Some(key),
            Press::Two(..) | Press::One(_) => None,
        }
    }

    /// Returns the keys in the order in which they are pressed.
    pub fn keys(self) -> impl Iterator<Item = Key> {
        let second = if let Press::Two(_, key) = self { Some(key) } else { None };
        std::iter::once(self.first()).chain(second)
    }

    /// Returns the shortest readable sign, for the footer. `all` says that the terminal has every sign; else keys are named.
    pub fn sign(self, all: bool) -> String {
        let signs: Vec<String> = self.keys().map(|key| key.sign(all)).collect();
        signs.join(" ")
    }

    /// Reads what `Display` writes: `j`, `Ctrl-S`, `g q`. A blank alone is the space bar.
    pub fn parse(text: &str) -> Option<Press> {
        let mut keys = text.split(' ').filter(|part| !part.is_empty());
        let Some(first) = keys.next() else { return Key::parse(text).map(Press::One) };
        let (first, second) = (Key::parse(first)?, keys.next().map(Key::parse));
        match (second, keys.next()) {
            (None, _) => Some(Press::One(first)),
            (Some(second), None) => second.map(|second| Press::Two(first, second)),
            (Some(_), Some(_)) => None,
        }
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Press::One(key) => write!(f, "{key}"),
            Press::Two(first, second) => write!(f, "{first} {second}"),
        }
    }
}

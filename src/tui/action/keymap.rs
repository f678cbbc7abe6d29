//! Holds which keys ask for which action on this screen.

use std::borrow::Cow;
use std::sync::Arc;

use super::table::{self, TableRow};
use super::words::with_keys;
use super::{Action, ActionRow, Context, Group, Key, OwnCommand, Press};

/// The actions with the keys that ask for them, in the order of the footer: what is wanted most stands first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keymap {
    pub(super) rows: Vec<ActionRow>,
    /// The person's own commands, by their numbers.
    own: Vec<Arc<OwnCommand>>,
}

impl Default for Keymap {
    /// Returns the keys that frist has of its own.
    fn default() -> Self {
        let mut rows: Vec<ActionRow> = table::grouped().map(|(group, row)| bound(group, row)).collect();
        rows.sort_by_key(|row| table::rank(row.action));
        Self { rows, own: Vec::new() }
    }
}

/// Returns a row of the table with its own keys.
fn bound(group: Group, row: &TableRow) -> ActionRow {
    let TableRow { action, name, keys, contexts, label, help } = *row;
    let (name, label, help) = (Cow::Borrowed(name), Cow::Borrowed(label), Cow::Borrowed(help));
    ActionRow { action, group, name, keys: keys.to_vec(), contexts: Cow::Borrowed(contexts), label, help }
}

impl Keymap {
    /// Returns every action, once.
    pub fn rows(&self) -> impl Iterator<Item = &ActionRow> {
        self.rows.iter()
    }

    /// Returns the row of that action.
    pub fn row(&self, action: Action) -> Option<&ActionRow> {
        self.rows().find(|row| row.action == action)
    }

    /// Returns the person's own command of that number, from 0.
    pub fn own(&self, number: u8) -> Option<&Arc<OwnCommand>> {
        self.own.get(usize::from(number))
    }

    /// Returns the person's own commands, in the order of the settings.
    pub fn own_commands(&self) -> impl Iterator<Item = &OwnCommand> {
        self.own.iter().map(AsRef::as_ref)
    }

    /// Returns what is another than it was before, a few words each.
    pub fn changes(&self, before: &Self) -> Vec<String> {
        let keys = |keymap: &Self| -> Vec<ActionRow> {
            keymap.rows().filter(|row| !matches!(row.action, Action::Own(_))).cloned().collect()
        };
        let said = [("keys", keys(self) != keys(before)), ("own commands", self.own != before.own)];
        said.into_iter().filter(|(_, changed)| *changed).map(|(what, _)| what.to_owned()).collect()
    }

    /// Adds a command of the person's own, in the footer's order behind what everybody needs and before what few do. More than a
    /// number can tell apart are left out.
    pub(super) fn add_own(&mut self, command: OwnCommand) {
        let Ok(number) = u8::try_from(self.own.len()) else { return };
        let behind = |row: &ActionRow| table::rank(row.action) > table::rank(Action::Close);
        let place = self.rows.iter().position(|row| behind(row) && !matches!(row.action, Action::Own(_)));
        self.rows.insert(place.unwrap_or(self.rows.len()), command.row(number));
        self.own.push(Arc::new(command));
    }

    /// Returns the rows that keys ask for in a context.
    pub fn available(&self, context: Context) -> impl Iterator<Item = &ActionRow> {
        self.rows().filter(move |row| row.applies(context) && row.key_in(context).is_some())
    }

    /// Returns the action of a key in a context. A key that types into the text field of that context has none.
    pub fn lookup(&self, context: Context, key: Key) -> Option<Action> {
        let asks = |row: &&ActionRow| row.keys.contains(&Press::One(key)) && row.applies(context);
        if context.leaves(key) { self.rows().find(asks).map(|row| row.action) } else { None }
    }

    /// Returns the action of a key in a context after the key that was pressed first.
    pub fn after(&self, context: Context, first: Key, key: Key) -> Option<Action> {
        self.following(context, first).find(|(follows, _)| *follows == key).map(|(_, row)| row.action)
    }

    /// Returns the keys that can follow that key in a context, with what they do.
    pub fn following(&self, context: Context, first: Key) -> impl Iterator<Item = (Key, &ActionRow)> {
        let rows = self.rows().filter(move |row| row.applies(context));
        rows.flat_map(move |row| row.keys.iter().filter_map(move |press| Some((press.after(first)?, row))))
    }

    /// Returns whether that key does nothing alone in a context, and others can follow it.
    pub fn begins(&self, context: Context, key: Key) -> bool {
        context.leaves(key) && self.following(context, key).next().is_some()
    }

    /// Returns whether digits are free in a context, so that they can count: a page that digits leave has none.
    pub fn counts(&self, context: Context) -> bool {
        let moves = matches!(context, Context::List | Context::Pager) || context.is_page();
        moves && ('1'..='9').all(|digit| self.lookup(context, Key::Char(digit)).is_none())
    }

    /// Returns the sentence with the keys of the actions that it names in braces: `{copy} copies it` becomes `y copies it`.
    pub fn say(&self, sentence: &str) -> String {
        with_keys(sentence, &|name| self.called(name, |row| row.keys.first().copied()))
    }

    /// Returns the sentence as [`Keymap::say`] does, with the keys that work in that context.
    pub fn say_in(&self, context: Context, sentence: &str) -> String {
        with_keys(sentence, &|name| self.called(name, |row| row.key_in(context).or(row.keys.first().copied())))
    }

    /// Returns what the key is called that `key` picks for the action of that name; where there is none, how the palette finds
    /// the action.
    fn called(&self, name: &str, key: impl Fn(&ActionRow) -> Option<Press>) -> String {
        let Some(row) = self.rows().find(|row| row.name == name) else { return format!("{{{name}}}") };
        let palette = || self.row(Action::Palette).and_then(|row| row.keys.first());
        let by_name = || palette().map_or_else(|| name.to_owned(), |palette| format!("{palette} {name}"));
        key(row).map_or_else(by_name, |key| key.to_string())
    }

    /// Returns the keys that go up and down in a list: the arrows where they do, else those that were chosen.
    pub fn up_and_down(&self) -> String {
        let arrow = |action, arrow: Key| {
            let has = self.row(action).is_some_and(|row| row.keys.contains(&Press::One(arrow)));
            if has { arrow.sign(true) } else { self.sign(action) }
        };
        format!("{} {}", arrow(Action::Up, Key::Up), arrow(Action::Down, Key::Down))
    }

    /// Returns the sign of the first key that asks for that action, for a message; the action's name where none does.
    pub fn sign(&self, action: Action) -> String {
        let row = self.row(action);
        row.map_or_else(String::new, |row| row.keys.first().map_or_else(|| row.name.to_string(), |key| key.sign(true)))
    }
}

//! Holds the help of a place, and what is searched for in it.

use std::borrow::Cow;

use tui_input::Input;

use crate::tui::action::{Action, ActionRow, Context, Fit, Group, Keymap, TELLING, called, not_done};
use crate::tui::widget::TextScroll;

/// The help of a place.
pub struct Help {
    /// The title of the place.
    pub title: String,
    /// The lines on what signs mean, their parts apart by three blanks.
    pub signs: Vec<String>,
    /// What works there, in the order of the groups.
    pub entries: Vec<HelpEntry>,
    /// The line in which the search is typed.
    pub line: Input,
    /// How far it is scrolled.
    pub scroll: TextScroll,
}

/// An action in the help.
pub struct HelpEntry {
    /// The action.
    pub action: Action,
    /// The group.
    pub group: Group,
    /// The keys, as people write them.
    pub keys: String,
    /// The name in the palette.
    pub name: Cow<'static, str>,
    /// What it does.
    pub help: Cow<'static, str>,
    /// The reason why it cannot be done now, if so.
    pub refused: Option<String>,
}

impl Help {
    /// Creates the help of that context; the actions in `refused` cannot be done there now.
    pub fn new(
        title: String,
        context: Context,
        keys: &Keymap,
        signs: &'static [&'static str],
        refused: &[(Action, String)],
    ) -> Self {
        let mut entries: Vec<HelpEntry> = keys.available(context).map(|row| entry(row, context, refused)).collect();
        entries.sort_by_key(|entry| entry.group);
        let signs = signs.iter().map(|line| keys.say(line)).collect();
        Self { title, signs, entries, line: Input::default(), scroll: TextScroll::default() }
    }

    /// Says of some actions what the place calls them, and leaves out those of letters unless it is one.
    #[must_use]
    pub fn with_labels(mut self, labels: &[(Action, &'static str, &'static str)], in_letter: bool) -> Self {
        self.entries.retain(|entry| in_letter || !entry.action.is_in_letter());
        for entry in &mut self.entries {
            if let Some((_, _, help)) = labels.iter().find(|(action, ..)| *action == entry.action) {
                entry.help = Cow::Borrowed(help);
            }
        }
        self
    }

    /// Leaves out these actions, which do nothing in the place.
    #[must_use]
    pub fn without(mut self, unused: &[Action]) -> Self {
        self.entries.retain(|entry| !unused.contains(&entry.action));
        self
    }

    /// Returns what is searched for, in lower case.
    pub fn wanted(&self) -> String {
        self.line.value().trim().to_lowercase()
    }

    /// Returns the groups with those of their entries that match the search; none that has no such entry.
    pub fn found(&self) -> Vec<(Group, Vec<&HelpEntry>)> {
        let wanted = self.wanted();
        let mut groups: Vec<(Group, Vec<&HelpEntry>)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.matches(&wanted)) {
            match groups.last_mut() {
                Some((group, entries)) if *group == entry.group => entries.push(entry),
                _ => groups.push((entry.group, vec![entry])),
            }
        }
        groups
    }

    /// Returns what there is instead of what is searched for, where frist does not do it or no key does.
    pub fn instead(&self, keys: &Keymap) -> Vec<String> {
        let wanted = self.wanted();
        if wanted.chars().count() < TELLING {
            return Vec::new();
        }
        not_done(&wanted, |name| keys.say(&format!("{{{name}}}")))
    }

    /// Returns the parts of the lines on signs that match the search.
    pub fn legend(&self) -> Vec<&str> {
        let wanted = self.wanted();
        let parts = self.signs.iter().flat_map(|line| line.split("   ")).map(str::trim);
        parts.filter(|part| !part.is_empty() && part.to_lowercase().contains(&wanted)).collect()
    }
}

fn entry(row: &ActionRow, context: Context, refused: &[(Action, String)]) -> HelpEntry {
    let keys: Vec<String> = row.keys_in(context).map(|key| key.to_string()).collect();
    let refused = refused.iter().find(|(action, _)| *action == row.action).map(|(_, why)| why.clone());
    let (name, help) = match row.action {
        // The person knows it by its name, and keys alone would not say which it is.
        Action::Own(_) => (row.name.clone(), Cow::Owned(format!("{}: {}", row.name, row.help))),
        _ => (row.name.clone(), row.help.clone()),
    };
    HelpEntry { action: row.action, group: row.group, keys: keys.join("  "), name, help, refused }
}

impl HelpEntry {
    /// Returns whether it has what is searched for: a key, or words of its name, its sentence, or other programs.
    fn matches(&self, wanted: &str) -> bool {
        let key = || self.keys.split("  ").any(|key| key.to_lowercase() == wanted);
        let words = || [&self.name, &self.help].iter().any(|words| words.to_lowercase().contains(wanted));
        let elsewhere = || called(self.action, wanted).is_some_and(|fit| fit <= Fit::Begins);
        wanted.is_empty() || key() || words() || elsewhere()
    }
}

//! Holds the search for actions.

use std::sync::Arc;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::Input;

use crate::domain::ticket::TicketId;
use crate::tui::action::{Action, ActionRow, Context, Fit, Keymap, TELLING, called, not_done};
use crate::tui::widget::Rows;

/// The search for actions by what is typed.
pub struct Palette {
    /// The context in which it was opened: only what can be done there is offered.
    pub context: Context,
    /// The line that is typed.
    pub line: Input,
    /// What matches, the best first.
    pub found: Vec<PaletteEntry>,
    /// The actions with their keys.
    pub(super) keys: Arc<Keymap>,
    /// The actions that cannot be done now, with the reasons.
    pub refused: Vec<(Action, String)>,
    /// The selected row.
    pub rows: Rows,
}

/// Something that matches what is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaletteEntry {
    /// An action.
    Action(ActionRow),
    /// The ticket of the number that is typed.
    Ticket(TicketId),
    /// What there is instead of something that frist does not do.
    Instead(String),
}

/// How an action matches; the best comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ActionMatch {
    /// By its name or by the word of the footer.
    Named(Fit),
    /// By what it is called elsewhere.
    Called(Fit),
    /// By its sentence.
    Told,
    /// By letters of its name in their order, the fewer gaps the better.
    Letters(std::cmp::Reverse<u32>),
}

impl Palette {
    /// Creates a search of all actions of that context; those in `refused` cannot be done now.
    pub fn new(context: Context, keys: Arc<Keymap>, refused: Vec<(Action, String)>) -> Self {
        let mut palette =
            Self { context, line: Input::default(), found: Vec::new(), keys, refused, rows: Rows::default() };
        palette.search();
        palette
    }

    /// Returns why that action cannot be done now, if it cannot.
    pub fn refusal(&self, action: Action) -> Option<&str> {
        self.refused.iter().find(|(refused, _)| *refused == action).map(|(_, why)| why.as_str())
    }

    /// Searches again, after the text has changed.
    pub fn search(&mut self) {
        let typed = plain(self.line.value());
        self.found = if typed.is_empty() { self.everything() } else { self.matching(&typed) };
        self.rows.select(0, self.found.len());
    }

    /// Returns the actions that can be asked for here, in the order of the footer; those without a key too.
    fn actions(&self) -> impl Iterator<Item = &ActionRow> {
        let offered = |row: &&ActionRow| !matches!(row.action, Action::Palette | Action::Up | Action::Down);
        self.keys.rows().filter(|row| row.applies(self.context)).filter(offered)
    }

    fn everything(&self) -> Vec<PaletteEntry> {
        self.actions().cloned().map(PaletteEntry::Action).collect()
    }

    fn matching(&self, typed: &str) -> Vec<PaletteEntry> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut found: Vec<(ActionMatch, &ActionRow)> =
            self.actions().filter_map(|row| Some((match_of(row, typed, &mut matcher)?, row))).collect();
        found.sort_by_key(|(how, _)| *how);
        let meant = found.iter().take_while(|(how, _)| *how < ActionMatch::Told).count();
        let sign = |name: &str| {
            let row = self.keys.rows().find(|row| row.name == name);
            row.map_or_else(String::new, |row| self.keys.sign(row.action))
        };
        let instead = if typed.chars().count() < TELLING { Vec::new() } else { not_done(typed, sign) };
        if !instead.is_empty() {
            // Something else must not be offered in its place.
            found.truncate(meant);
        }
        let action = |(_, row): &(ActionMatch, &ActionRow)| PaletteEntry::Action((*row).clone());
        let mut entries: Vec<PaletteEntry> = number(typed).map(PaletteEntry::Ticket).into_iter().collect();
        entries.extend(found.iter().take(meant).map(action));
        entries.extend(instead.into_iter().map(PaletteEntry::Instead));
        entries.extend(found.iter().skip(meant).map(action));
        entries
    }
}

/// Returns what was typed in lower case, with blanks for hyphens, and without `frist do` before it.
fn plain(typed: &str) -> String {
    let lower = typed.to_lowercase().replace('-', " ");
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.strip_prefix("frist do ") {
        Some(command) => command.to_owned(),
        None => words,
    }
}

/// Returns the ticket that a number names, with or without its sign.
fn number(typed: &str) -> Option<TicketId> {
    let digits = typed.strip_prefix('#').unwrap_or(typed);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok().map(TicketId)).flatten()
}

fn match_of(row: &ActionRow, typed: &str, matcher: &mut Matcher) -> Option<ActionMatch> {
    let name = row.name.to_lowercase().replace('-', " ");
    let fits = [name.as_str(), &row.label].into_iter().filter_map(|words| Fit::of(typed, words));
    if let Some(fit) = fits.min() {
        return Some(ActionMatch::Named(fit));
    }
    if let Some(fit) = called(row.action, typed) {
        return Some(ActionMatch::Called(fit));
    }
    if Fit::of(typed, &row.help.to_lowercase()).is_some() {
        return Some(ActionMatch::Told);
    }
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let score = pattern.score(Utf32Str::new(&name, &mut Vec::new()), matcher)?;
    Some(ActionMatch::Letters(std::cmp::Reverse(score)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        let mut palette = Palette::new(Context::Queue, Arc::new(Keymap::default()), Vec::new());
        palette.line = Input::new(typed.to_owned());
        palette.search();
        let words = |entry: &PaletteEntry| match entry {
            PaletteEntry::Action(row) => row.name.to_string(),
            PaletteEntry::Ticket(id) => format!("#{id}"),
            PaletteEntry::Instead(words) => words.clone(),
        };
        palette.found.iter().map(words).collect()
    }

    /// Whoever comes from another helpdesk finds the action by its name there.
    #[test]
    fn words_of_other_programs_find_the_action_that_is_meant() {
        for (typed, name) in [
            ("reply", "reply"),
            ("assign to me", "assign"),
            ("resolve", "fix"),
            ("comment", "note"),
            ("on hold", "waiting"),
            ("priority", "severity"),
            ("search", "filter"),
            ("log time", "spend"),
            ("forward", "forward"),
            ("escalate", "escalate"),
            ("audit", "view-activity"),
            ("dashboard", "view-reports"),
            ("logout", "leave"),
            ("shortcuts", "help"),
            ("bulk", "mark"),
            ("refresh", "redraw"),
        ] {
            assert_eq!(found(typed).first().map(String::as_str), Some(name), "{typed}: {:?}", found(typed));
        }
    }

    /// Names of the command line find the same action.
    #[test]
    fn the_commands_of_the_command_line_are_found() {
        for (command, name) in [
            ("acknowledge", "acknowledge"),
            ("report", "phoned"),
            ("wait", "waiting"),
            ("update", "update-customer"),
            ("no-workaround", "no-workaround"),
        ] {
            assert!(found(command).iter().any(|found| found == name), "{command}: {:?}", found(command));
        }
        assert_eq!(found("frist do start")[0], "work-start");
        assert_eq!(found("resume")[0], "waiting");
        assert_eq!(found("include")[0], "exclude");
    }

    #[test]
    fn a_name_comes_before_a_word_of_it_and_that_before_all_else() {
        assert_eq!(found("n")[..2], ["new", "note"]);
        let work: Vec<String> = found("work");
        assert_eq!(work[..2], ["work-start", "workaround"], "{work:?}");
        assert!(work.iter().position(|name| name == "no-workaround") < work.iter().position(|name| name == "approve"));
        assert_eq!(found("plan")[0], "plan");
    }

    #[test]
    fn what_cannot_be_done_is_said_in_place_of_something_else() {
        let delete = found("delete");
        assert_eq!(
            delete.last().unwrap(),
            "A ticket cannot be deleted: retract what was entered (U), or close it (d)."
        );
        assert!(
            delete.iter().all(|entry| ["close", "retract"].contains(&entry.as_str()) || entry.contains(' ')),
            "{delete:?}"
        );
        assert_eq!(found("pdf").len(), 1, "{:?}", found("pdf"));
        assert_eq!((found("tag")[0].as_str(), found("label")[0].as_str()), ("tag", "tag"));
        assert!(found("reminder").last().unwrap().starts_with("There are no reminders"));
    }

    #[test]
    fn a_number_is_a_ticket() {
        assert_eq!((found("117")[0].as_str(), found("#117")[0].as_str()), ("#117", "#117"));
        assert_eq!(found("99999999999999999999999"), Vec::<String>::new());
    }

    #[test]
    fn an_action_without_a_key_is_found_too() {
        let all: Vec<String> = found("");
        assert_eq!(all[0], "new");
        assert!(all.len() > 30, "{all:?}");
    }
}

//! Reads `[keys]` of the settings: the keys that a person has chosen for actions; and then the commands of their own.

use super::own::read_own;
use super::{Action, ActionRow, Context, Key, Keymap, Press};
use crate::domain::problem::Problem;
use crate::domain::reader::{Node, Table, nearest, parse_section};

/// The key of the table that says what digits do on a page.
const DIGITS: &str = "digits";
/// The actions that keep their keys, so that there is always a way out of everything.
const KEPT: [Action; 4] = [Action::Back, Action::Quit, Action::Yes, Action::No];
/// The hint on how keys are written.
const WRITTEN: &str = "write a character, Enter, Tab, Space, Up, PgDn, F5, Ctrl-S or Alt-x; two keys after each other with a blank \
                       between them, as in \"g q\"";

/// The keys that a person has chosen for an action.
struct KeyChoice<'a> {
    /// The place of the action among the rows.
    row: usize,
    keys: Vec<Press>,
    node: Node<'a>,
}

impl Keymap {
    /// Reads the keys that the text of a settings file called `file` chooses, and the commands of the person's own. Of what
    /// cannot be used the problems are returned; those actions keep the keys that they have by themselves, and those
    /// commands are left out.
    pub fn read(file: &str, text: &str) -> (Self, Vec<Problem>) {
        parse_section(file, text, |root| {
            let keymap = Self::default();
            let mut keymap = match root.get("keys").and_then(|node| node.open_table()) {
                Some(table) => keymap.chosen(&table),
                None => keymap,
            };
            if let Some(commands) = root.get("command") {
                read_own(&mut keymap, &commands);
            }
            keymap
        })
    }

    /// Returns the keys as the table chooses them. What clashes is left out, the last in the file first.
    fn chosen(mut self, table: &Table<'_>) -> Self {
        let counts = table.get(DIGITS).and_then(|node| node.choice(&[("pages", false), ("counts", true)]));
        if counts == Some(true) {
            self.free_digits();
        }
        let entries = table.entries().into_iter().filter(|(name, _)| *name != DIGITS);
        let mut choices: Vec<KeyChoice<'_>> = entries.filter_map(|(name, node)| self.choice(name, node)).collect();
        loop {
            let mut tried = self.clone();
            for choice in &choices {
                tried.rows[choice.row].keys.clone_from(&choice.keys);
            }
            let clash = |choice: &KeyChoice<'_>| tried.clash_of(&tried.rows[choice.row]);
            let Some((place, (message, hint))) =
                choices.iter().enumerate().rev().find_map(|(place, choice)| Some((place, clash(choice)?)))
            else {
                return tried;
            };
            choices.remove(place).node.wrong(&message, &hint);
        }
    }

    /// Takes the digits from the actions that have them, so that they count.
    fn free_digits(&mut self) {
        let digit = |press: &Press| matches!(press, Press::One(Key::Char('0'..='9')));
        self.rows.iter_mut().for_each(|row| row.keys.retain(|press| !digit(press)));
    }

    /// Reads the keys of the action of that name; none where they cannot be used.
    fn choice<'a>(&self, name: &str, node: Node<'a>) -> Option<KeyChoice<'a>> {
        let Some(row) = self.rows.iter().position(|row| row.name == name) else {
            node.wrong(&format!("there is no action `{name}`"), &self.meant_action(name));
            return None;
        };
        if KEPT.contains(&self.rows[row].action) {
            node.wrong(&format!("`{name}` keeps its keys"), "leave it out: it is the way out of everything");
            return None;
        }
        let keys = presses(&node)?;
        match unusable(&self.rows[row], &keys) {
            Some((message, hint)) => {
                node.wrong(&message, hint);
                None
            }
            None => Some(KeyChoice { row, keys, node }),
        }
    }

    fn meant_action(&self, name: &str) -> String {
        let names: Vec<String> = self.rows.iter().map(|row| row.name.replace('-', "_")).collect();
        let near = nearest(name, names.iter().map(String::as_str));
        near.map_or_else(
            || "the actions' names stand in the palette (:) and in docs/keys.md".to_owned(),
            |near| format!("did you mean `{}`?", near.replace('_', "-")),
        )
    }

    /// Returns what is wrong with the keys of a row beside those of the others, with a hint.
    pub(super) fn clash_of(&self, row: &ActionRow) -> Option<(String, String)> {
        let others = || self.rows.iter().filter(|other| other.action != row.action);
        row.keys.iter().find_map(|press| {
            let (other, taken) = others().find_map(|other| Some((other, other.takes(*press, row)?)))?;
            let name = &other.name;
            Some(match (press, taken) {
                (Press::One(key), Press::Two(..)) => (
                    format!("`{key}` does nothing alone, as `{taken}` is `{name}`"),
                    format!("choose another key, or another one for all that follows `{key}`"),
                ),
                (Press::Two(key, _), Press::One(_)) => (
                    format!("nothing can follow `{key}`, as it is `{name}`"),
                    format!("choose other keys, or another one for `{name}`"),
                ),
                _ => (
                    format!("`{press}` is `{name}` in the same place"),
                    format!("choose another key, or another one for `{name}`"),
                ),
            })
        })
    }
}

impl ActionRow {
    /// Returns the keys of this row that cannot stand beside `press` of another row, as both would work in one place.
    fn takes(&self, press: Press, other: &ActionRow) -> Option<Press> {
        let places = || Context::ALL.iter().filter(|place| self.applies(**place) && other.applies(**place));
        let meets = |own: &&Press| {
            let alone = matches!(own, Press::One(_)) || matches!(press, Press::One(_));
            **own == press || (alone && own.first() == press.first())
        };
        let own = *self.keys.iter().find(meets)?;
        places().any(|place| place.leaves(press.first())).then_some(own)
    }
}

/// Reads a key, or a list of keys. None where one of them is none.
pub(super) fn presses(node: &Node<'_>) -> Option<Vec<Press>> {
    if let Some(text) = node.as_text() {
        return Some(vec![press(node, text)?]);
    }
    let nodes = node.list("[\"r\", \"Ctrl-R\"]");
    if nodes.is_empty() && !node.is_empty_list() {
        return None;
    }
    let keys: Vec<Option<Press>> = nodes.iter().map(|node| press(node, node.text()?)).collect();
    keys.into_iter().collect()
}

fn press(node: &Node<'_>, text: &str) -> Option<Press> {
    let Some(press) = Press::parse(text) else {
        let hint = meant_keys(text).map_or_else(|| WRITTEN.to_owned(), |meant| format!("write \"{meant}\""));
        node.wrong(&format!("`{text}` is not a key"), &hint);
        return None;
    };
    let same = press.keys().find_map(|key| Some((key, sent_as(key)?)));
    if let Some((key, sent)) = same {
        node.wrong(&format!("a terminal sends `{key}` as `{sent}`"), "choose another key");
        return None;
    }
    Some(press)
}

/// Returns the key that a terminal sends for that one, where it cannot tell them apart.
const fn sent_as(key: Key) -> Option<&'static str> {
    match key {
        Key::Ctrl('i') => Some("Tab"),
        Key::Ctrl('m' | 'j') => Some("Enter"),
        Key::Ctrl('[') => Some("Esc"),
        _ => None,
    }
}

/// Returns what is wrong with these keys for that action, with a hint.
pub(super) fn unusable(row: &ActionRow, keys: &[Press]) -> Option<(String, &'static str)> {
    let torn = |key: &Key| matches!(key, Key::Char('[' | 'O' | 'A'..='D'));
    if row.action.changes_data()
        && let Some(key) = keys.iter().flat_map(|press| press.keys()).find(torn)
    {
        let what = if matches!(row.action, Action::Own(_)) { "run" } else { "record" };
        let message = format!("`{key}` must not {what} anything: an arrow key that arrives in pieces reads as it");
        return Some((message, "choose another key than [, O and A to D"));
    }
    let works = |place: &Context| keys.iter().any(|press| place.leaves(press.first()));
    let stuck = row.contexts.iter().any(|place| place.takes_answers() && !works(place));
    stuck.then(|| {
        let message = format!("`{}` would have no key that works where text is typed or something is asked", row.name);
        (message, "add a key that types nothing, such as F5 or Ctrl-S")
    })
}

/// Returns how keys are written that somebody wrote as other programs do.
fn meant_keys(text: &str) -> Option<String> {
    let keys: Vec<String> = text.split_whitespace().map(meant_key).collect::<Option<_>>()?;
    let meant = keys.join(" ");
    Press::parse(&meant).map(|press| press.to_string())
}

fn meant_key(text: &str) -> Option<String> {
    let bare = text.trim_start_matches('<').trim_end_matches('>');
    let lower = bare.to_lowercase().replace('+', "-");
    for (theirs, own) in [("control-", "Ctrl-"), ("ctrl-", "Ctrl-"), ("c-", "Ctrl-"), ("^", "Ctrl-")] {
        if let Some(rest) = lower.strip_prefix(theirs) {
            return Some(format!("{own}{}", rest.to_uppercase()));
        }
    }
    for theirs in ["alt-", "meta-", "m-", "a-"] {
        if lower.starts_with(theirs) {
            return Some(format!("Alt-{}", &bare[theirs.len()..]));
        }
    }
    let named = match lower.as_str() {
        "escape" => "Esc",
        "return" | "cr" => "Enter",
        "pageup" | "pgup" => "PgUp",
        "pagedown" | "pgdown" | "pgdn" => "PgDn",
        "del" => "Delete",
        "bs" => "Backspace",
        "s-tab" | "backtab" | "shift-tab" => "Shift-Tab",
        _ => {
            let known =
                ["Space", "Enter", "Esc", "Tab", "Backspace", "Delete", "Up", "Down", "Left", "Right", "Home", "End"];
            let found = known.into_iter().find(|known| known.eq_ignore_ascii_case(bare));
            return found.map(str::to_owned).or_else(|| Key::parse(&bare.to_uppercase()).map(|key| key.to_string()));
        }
    };
    Some(named.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Keymap, Vec<String>) {
        let (keymap, problems) = Keymap::read("c.toml", text);
        (keymap, problems.iter().map(ToString::to_string).collect())
    }

    fn keys(keymap: &Keymap, action: Action) -> Vec<String> {
        keymap.row(action).unwrap().keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_chosen_takes_the_place_of_the_keys_that_there_were() {
        let (keymap, problems) = read("[keys]\nnote = \"N\"\nview-queue = [\"F2\", \"g q\"]\nspend = []\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(keys(&keymap, Action::Note), ["N"]);
        assert_eq!(keys(&keymap, Action::ViewQueue), ["F2", "g q"]);
        assert_eq!(keys(&keymap, Action::Spend), Vec::<String>::new());
        assert_eq!(keymap.lookup(Context::Queue, Key::Char('N')), Some(Action::Note));
        assert_eq!(keymap.lookup(Context::Queue, Key::Char('c')), None);
        assert_eq!(read(""), (Keymap::default(), Vec::new()));
        assert_eq!(read("name = \"x\"\n[keys]\n").0, Keymap::default());
    }

    #[test]
    fn two_actions_may_change_places() {
        let (keymap, problems) = read("[keys]\nnote = \"t\"\nspend = \"c\"\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((keys(&keymap, Action::Note), keys(&keymap, Action::Spend)), (vec!["t".into()], vec!["c".into()]));
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_the_action_keeps_its_keys() {
        let lines = [
            ("[keys]", ""),
            ("respnod = \"R\"", "keys.respnod: there is no action `respnod`; did you mean `respond`?"),
            ("view_queue = \"F2\"", "keys.view_queue: there is no action `view_queue`; did you mean `view-queue`?"),
            ("note = \"ctrl+n\"", "keys.note: `ctrl+n` is not a key; write \"Ctrl-N\""),
            (
                "fix = \"C\"",
                "keys.fix: `C` must not record anything: an arrow key that arrives in pieces reads as it; \
              choose another key than [, O and A to D",
            ),
            (
                "close = \"r\"",
                "keys.close: `r` is `respond` in the same place; choose another key, or another one for `respond`",
            ),
            (
                "assign = \"g\"",
                "keys.assign: `g` does nothing alone, as `g q` is `view-queue`; choose another key, or \
              another one for all that follows `g`",
            ),
            (
                "why = \"r w\"",
                "keys.why: nothing can follow `r`, as it is `respond`; choose other keys, or another one for `respond`",
            ),
            ("back = \"q\"", "keys.back: `back` keeps its keys; leave it out: it is the way out of everything"),
            (
                "save = \"s\"",
                "keys.save: `save` would have no key that works where text is typed or something is asked; \
              add a key that types nothing, such as F5 or Ctrl-S",
            ),
            ("sort = \"Ctrl-M\"", "keys.sort: a terminal sends `Ctrl-M` as `Enter`; choose another key"),
            ("mark = 3", "keys.mark: this is a number; write a list, such as [\"r\", \"Ctrl-R\"]"),
            ("digits = \"none\"", "keys.digits: `none` is unknown; write `pages` or `counts`"),
        ];
        let text = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
        let (keymap, problems) = read(&text);
        let wanted = (1..).zip(lines).filter(|(_, (_, wrong))| !wrong.is_empty());
        let wanted: Vec<String> = wanted.map(|(line, (_, wrong))| format!("c.toml:{line}: {wrong}")).collect();
        assert_eq!(problems, wanted);
        assert_eq!(keymap, Keymap::default());
    }

    #[test]
    fn of_two_that_clash_the_first_holds() {
        let (keymap, problems) = read("[keys]\nnote = \"N\"\nspend = \"N\"\n");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("c.toml:3: keys.spend: `N` is `note` in the same place"), "{problems:?}");
        assert_eq!((keys(&keymap, Action::Note), keys(&keymap, Action::Spend)), (vec!["N".into()], vec!["t".into()]));
        // What took the key of one that is refused is refused with it.
        let (keymap, problems) = read("[keys]\nnote = \"r\"\nrespond = \"C\"\n");
        assert_eq!((problems.len(), keymap), (2, Keymap::default()));
    }

    #[test]
    fn the_same_key_may_stand_in_different_places() {
        let (keymap, problems) = read("[keys]\nrelease = \"f\"\n");
        assert_eq!((problems, keys(&keymap, Action::Release)), (Vec::new(), vec!["f".into()]));
    }

    #[test]
    fn digits_count_where_somebody_wants_it() {
        let (keymap, problems) = read("[keys]\ndigits = \"counts\"\n");
        assert_eq!(problems, Vec::<String>::new());
        assert!(keymap.counts(Context::Queue));
        assert_eq!(keys(&keymap, Action::ViewVendors), ["g v"]);
        assert_eq!(read("[keys]\ndigits = \"pages\"\n").0, Keymap::default());
    }

    #[test]
    fn keys_as_other_programs_write_them_are_understood_in_the_hint() {
        for (theirs, own) in [
            ("<c-x>", "Ctrl-X"),
            ("ctrl-x", "Ctrl-X"),
            ("^x", "Ctrl-X"),
            ("alt+x", "Alt-x"),
            ("escape", "Esc"),
            ("f5", "F5"),
            ("space", "Space"),
            ("pagedown", "PgDn"),
            ("ENTER", "Enter"),
        ] {
            assert_eq!(meant_keys(theirs).as_deref(), Some(own), "{theirs}");
        }
        assert_eq!(meant_keys("nonsense"), None);
    }
}

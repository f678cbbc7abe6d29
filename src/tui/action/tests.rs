use std::collections::HashSet;

use super::*;
use crate::domain::ticket::event::plain;

const CONTEXTS: &[Context] = Context::ALL;

fn keymap() -> Keymap {
    Keymap::default()
}

fn lookup(context: Context, key: Key) -> Option<Action> {
    keymap().lookup(context, key)
}

#[test]
fn names_are_unique_and_written_with_hyphens() {
    let mut seen = HashSet::new();
    for entry in keymap().rows() {
        assert!(seen.insert(entry.name.clone()), "{} twice", entry.name);
        assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.name);
    }
}

#[test]
fn every_action_has_one_row() {
    let table: HashSet<String> = keymap().rows().map(|entry| format!("{:?}", entry.action)).collect();
    assert_eq!(table.len(), keymap().rows().count(), "an action twice");
    let source = include_str!("mod.rs").split_once("pub enum Action {").unwrap().1.split_once("\n}").unwrap().0;
    let variants = source.lines().filter_map(|line| line.trim().strip_suffix(','));
    let variants: HashSet<&str> = variants.filter(|name| !name.contains(['/', '('])).collect();
    assert!(variants.len() > 80, "{variants:?}");
    let plain = table.iter().map(String::as_str).filter(|action| !action.starts_with("Record("));
    assert_eq!(plain.collect::<HashSet<&str>>(), variants);
}

#[test]
fn what_is_recorded_as_it_stands_is_an_event_that_asks_for_nothing() {
    for entry in keymap().rows() {
        if let Action::Record(name) = entry.action {
            let (_, said) = plain(name).unwrap_or_else(|| panic!("{name} is no such command"));
            assert!(!said.is_empty(), "{name}");
            assert!(entry.action.is_on_ticket());
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_context() {
    for &context in CONTEXTS {
        let mut seen = HashSet::new();
        for entry in keymap().rows().filter(|entry| entry.applies(context)) {
            for press in &entry.keys {
                assert!(seen.insert(*press), "{press} twice in {context:?}");
            }
        }
        for press in &seen {
            let alone = Press::One(press.first());
            assert!(*press == alone || !seen.contains(&alone), "{press} and {alone} in {context:?}");
        }
    }
}

#[test]
fn what_a_torn_arrow_key_reads_as_changes_nothing() {
    for entry in keymap().rows().filter(|entry| entry.action.changes_data()) {
        for key in entry.keys.iter().flat_map(|press| press.keys()) {
            assert!(!matches!(key, Key::Char('[' | 'O' | 'A'..='D')), "{} on {key}", entry.name);
        }
    }
}

#[test]
fn every_row_is_complete_and_reachable() {
    for entry in keymap().rows() {
        assert!(!entry.label.is_empty() && entry.label.len() < 16, "{}", entry.name);
        assert!(entry.help.ends_with('.') && entry.help.len() > 5, "{}", entry.name);
        assert!(!entry.contexts.is_empty(), "{}", entry.name);
        for &context in entry.contexts.iter() {
            assert!(entry.key_in(context).is_some(), "{} has no key that works in {context:?}", entry.name);
        }
    }
}

#[test]
fn every_context_can_be_left() {
    for &context in CONTEXTS {
        let esc = lookup(context, Key::Esc);
        assert!(matches!(esc, Some(Action::Back | Action::No)), "{context:?}: {esc:?}");
        assert_eq!(lookup(context, Key::Ctrl('c')), Some(Action::Quit), "{context:?}");
    }
}

#[test]
fn a_typed_key_is_no_action_in_a_text() {
    for context in [Context::Text, Context::Area, Context::Pick] {
        for key in [Key::Char('?'), Key::Char('j'), Key::Char('@'), Key::Backspace] {
            assert_eq!(lookup(context, key), None, "{key} in {context:?}");
        }
    }
    assert_eq!(lookup(Context::Area, Key::Enter), None);
    assert_eq!(lookup(Context::Area, Key::Down), None);
    assert_eq!(lookup(Context::Text, Key::Down), Some(Action::NextField));
    assert_eq!(lookup(Context::Pick, Key::Down), Some(Action::Down));
    assert_eq!(lookup(Context::Area, Key::AltEnter), Some(Action::Save));
}

#[test]
fn enter_never_confirms() {
    assert_eq!(lookup(Context::Confirm, Key::Enter), None);
    assert_eq!(lookup(Context::Confirm, Key::Char('y')), Some(Action::Yes));
}

#[test]
fn keys_read_back_what_they_print() {
    for key in keymap().rows().flat_map(|entry| entry.keys.clone()) {
        assert_eq!(Press::parse(&key.to_string()), Some(key), "{key}");
        assert!(!key.sign(true).is_empty() && key.sign(false).is_ascii());
    }
    assert_eq!(Press::parse("g q"), Some(Press::Two(Key::Char('g'), Key::Char('q'))));
    assert_eq!(Press::parse(" "), Some(Press::One(Key::Char(' '))));
    assert_eq!((Press::parse("g q w"), Press::parse("g nonsense")), (None, None));
    assert_eq!(Key::parse("F12"), Some(Key::F(12)));
    assert_eq!(Key::parse("F"), Some(Key::Char('F')));
    assert_eq!(Key::parse("nonsense"), None);
}

#[test]
fn the_markdown_has_a_row_for_each_action() {
    let text = keys_markdown();
    for entry in keymap().rows() {
        assert!(text.contains(&format!(" | {} | {} |\n", entry.name, entry.help)), "{}", entry.name);
    }
    assert!(text.contains("| `Ctrl-S` `Alt-Enter` | save | Save the form. |"), "{text}");
    for line in text.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(line.matches('|').count() - line.matches("\\|").count(), 4, "{line}");
    }
}

/// What works in a place is told of it or of a part that it belongs to, and never twice.
#[test]
fn the_markdown_leaves_no_place_out() {
    for context in CONTEXTS.iter().chain([&Context::Global]) {
        assert!(markdown::SECTIONS.iter().any(|(_, contexts)| contexts == &[*context]), "{context:?}");
    }
    let text = keys_markdown();
    for part in text.split("## ").skip(1) {
        let names: Vec<&str> = part.lines().filter_map(|line| line.split(" | ").nth(1)).collect();
        assert_eq!(names.len(), names.iter().collect::<HashSet<_>>().len(), "{part}");
    }
    let uptime = text.split("## ").find(|part| part.starts_with("Uptime\n")).unwrap();
    for name in ["outage", "end-outage", "this-month"] {
        assert!(uptime.contains(&format!(" | {name} | ")), "{uptime}");
    }
}

/// The keys are three, and each has words for what it is about, which head what can follow.
#[test]
fn a_key_that_does_nothing_alone_is_followed_by_others() {
    let keys = keymap();
    let firsts = |context| {
        let two = keys.rows().filter(move |row| row.applies(context)).flat_map(|row| row.keys.iter());
        two.filter(|press| matches!(press, Press::Two(..))).map(|press| press.first()).collect::<HashSet<Key>>()
    };
    for &context in CONTEXTS {
        for first in firsts(context) {
            assert!(keys.begins(context, first) && keys.lookup(context, first).is_none(), "{first} in {context:?}");
            assert!(!prefix_words(first).is_empty(), "{first}");
        }
    }
    assert_eq!(keys.after(Context::Queue, Key::Char('g'), Key::Char('b')), Some(Action::ViewBreach));
    assert_eq!(keys.after(Context::Vendors, Key::Char(','), Key::Char('p')), None);
    assert!(!keys.begins(Context::Text, Key::Char('g')));
    assert!(keys.begins(Context::Queue, Key::Char(',')) && !keys.begins(Context::Vendors, Key::Char(',')));
}

/// A digit goes to a page at once; where it would, it is no number.
#[test]
fn digits_count_only_where_they_mean_nothing_else() {
    let counting = CONTEXTS.iter().copied().filter(|context| keymap().counts(*context));
    assert_eq!(counting.collect::<Vec<_>>(), [Context::List, Context::Pager]);
}

/// `h` and `l` are for hands that know them as arrows: they move where the arrows do on a page, and never record.
#[test]
fn h_and_l_go_left_and_right_or_nowhere() {
    for &context in CONTEXTS.iter().filter(|context| context.is_page()) {
        for (letter, arrow) in [('h', Key::Left), ('l', Key::Right)] {
            let action = lookup(context, Key::Char(letter));
            assert_eq!(action, lookup(context, arrow), "{letter} in {context:?}");
            assert!(action.is_none_or(|action| action.at_once() == AtOnce::Moves), "{letter} in {context:?}");
        }
    }
}

/// What is wanted most stands first, whatever group it is of.
#[test]
fn the_footer_begins_with_what_is_wanted_most() {
    let labels = |context| keymap().available(context).take(8).map(|row| row.label.to_string()).collect::<Vec<_>>();
    assert_eq!(labels(Context::Queue), ["new", "open", "back", "respond", "mail", "why", "assign", "filter"]);
    assert_eq!(labels(Context::Confirm)[..2], ["yes", "no"]);
    assert_eq!(labels(Context::Vendors)[..4], ["new", "open", "back", "undo"]);
}

/// A place that is not in the list would be checked by nothing.
#[test]
fn every_place_is_in_the_list() {
    let source = include_str!("mod.rs").split_once("pub enum Context {").unwrap().1.split_once("\n}").unwrap().0;
    let variants = source.lines().filter_map(|line| line.trim().strip_suffix(',')).filter(|name| !name.contains('/'));
    let listed: HashSet<String> =
        CONTEXTS.iter().chain([&Context::Global, &Context::Page]).map(|context| format!("{context:?}")).collect();
    assert_eq!(variants.map(str::to_owned).collect::<HashSet<String>>(), listed);
}

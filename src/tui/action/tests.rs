use std::collections::HashSet;

use super::*;
use crate::domain::ticket::event::plain;

const CONTEXTS: &[Context] = &[
    Context::Queue,
    Context::Ticket,
    Context::Breach,
    Context::Vendors,
    Context::Uptime,
    Context::Reports,
    Context::DrillDown,
    Context::Activity,
    Context::Form,
    Context::List,
    Context::Pick,
    Context::Text,
    Context::Area,
    Context::Confirm,
    Context::Help,
    Context::Pager,
];

#[test]
fn names_are_unique_and_written_with_hyphens() {
    let mut seen = HashSet::new();
    for entry in rows() {
        assert!(seen.insert(entry.name), "{} twice", entry.name);
        assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.name);
        assert_eq!(named(entry.name), Some(entry.action));
    }
}

#[test]
fn every_action_has_one_row() {
    let table: HashSet<String> = rows().map(|entry| format!("{:?}", entry.action)).collect();
    assert_eq!(table.len(), rows().count(), "an action twice");
    let source = include_str!("mod.rs").split_once("pub enum Action {").unwrap().1.split_once("\n}").unwrap().0;
    let variants = source.lines().filter_map(|line| line.trim().strip_suffix(','));
    let variants: HashSet<&str> = variants.filter(|name| !name.contains(['/', '('])).collect();
    assert!(variants.len() > 80, "{variants:?}");
    let plain = table.iter().map(String::as_str).filter(|action| !action.starts_with("Record("));
    assert_eq!(plain.collect::<HashSet<&str>>(), variants);
}

#[test]
fn what_is_recorded_as_it_stands_is_an_event_that_asks_for_nothing() {
    for entry in rows() {
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
        for entry in rows().filter(|entry| entry.applies(context)) {
            for key in entry.keys {
                assert!(seen.insert(key), "{key} twice in {context:?}");
            }
        }
    }
}

#[test]
fn what_a_torn_arrow_key_reads_as_changes_nothing() {
    for entry in rows().filter(|entry| entry.action.changes_data()) {
        for c in ['[', 'O', 'A', 'B', 'C', 'D'] {
            assert!(!entry.keys.contains(&Key::Char(c)), "{} on {c}", entry.name);
        }
    }
}

#[test]
fn every_row_is_complete_and_reachable() {
    for entry in rows() {
        assert!(!entry.label.is_empty() && entry.label.len() < 16, "{}", entry.name);
        assert!(entry.help.ends_with('.') && entry.help.len() > 5, "{}", entry.name);
        assert!(!entry.contexts.is_empty(), "{}", entry.name);
        for &context in entry.contexts {
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
    for key in rows().flat_map(|entry| entry.keys) {
        assert_eq!(Key::parse(&key.to_string()), Some(*key), "{key}");
        assert!(!key.sign().is_empty());
    }
    assert_eq!(Key::parse("F12"), Some(Key::F(12)));
    assert_eq!(Key::parse("F"), Some(Key::Char('F')));
    assert_eq!(Key::parse("nonsense"), None);
}

#[test]
fn the_markdown_has_a_row_for_each_action() {
    let text = keys_markdown();
    for entry in rows() {
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

//! Whatever comes from the keyboard, torn and at any moment: nothing typed is lost, and pasted text never acts.

use std::time::Duration;

use frist::domain::text::drives_terminal;
use frist::tui::input::{EscJoiner, Mode, Msg, translate};
use proptest::prelude::*;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::cases::cases;

const MODES: [Mode; 4] = [Mode::Line, Mode::Pick, Mode::Area, Mode::Confirm];

/// What a terminal sends, torn into single keys: escape sequences, pastes, text.
fn typed() -> impl Strategy<Value = Vec<(char, u64)>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}[200~",
            "\u{1b}[201~",
            "\u{1b}[A",
            "\u{1b}O",
            "[<0;1;1M",
            "\u{1b}]52;c;eA==",
            "u",
            "\u{1b}[9999999999999999;5u",
            "q",
            "y",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let wait = prop_oneof![4 => Just(0_u64), 1 => 0_u64..300];
    proptest::collection::vec((piece, wait), 0..12).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(text, wait)| text.chars().map(|c| (c, wait)).collect::<Vec<_>>()).collect()
    })
}

fn event(c: char) -> Event {
    let code = if c == '\u{1b}' { KeyCode::Esc } else { KeyCode::Char(c) };
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn torn_keys(typed in typed(), over_ssh in any::<bool>()) {
        let (mut joiner, mut now, mut given) = (EscJoiner::new(over_ssh), Duration::ZERO, Vec::new());
        for (c, wait) in &typed {
            now += Duration::from_millis(*wait);
            given.extend(joiner.push(event(*c), now));
        }
        given.extend(joiner.flush());
        prop_assert!(joiner.deadline().is_none());
        prop_assert!(given.len() <= typed.len(), "more events than keys");
        for event in given {
            for mode in MODES {
                if let Some(Msg::Paste(text)) = translate(event.clone(), mode) {
                    prop_assert!(text.chars().all(|c| c == '\n' || !drives_terminal(c)), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn pastes(text in any::<String>(), wild in "(\\x1b[\\[\\]][0-9;]{0,6}[A-Za-z]|\\PC|\\x07|\\n){0,20}") {
        for text in [text, wild] {
            for mode in MODES {
                match translate(Event::Paste(text.clone()), mode) {
                    Some(Msg::Paste(pasted)) => {
                        prop_assert!(pasted.chars().all(|c| c == '\n' || !drives_terminal(c)), "{pasted:?}");
                    }
                    Some(Msg::PasteIgnored) => {}
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }
    }
}

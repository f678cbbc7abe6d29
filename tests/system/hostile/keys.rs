//! Whatever comes from the keyboard, torn and at any moment: nothing typed is lost, and pasted text never acts.

use std::time::Duration;

use frist::domain::text::drives_terminal;
use frist::tui::action::{Context, Key, Keymap};
use frist::tui::input::{Decoder, InputPiece, Mode, Msg, event_for, translate};
use proptest::prelude::*;
use ratatui::crossterm::event::Event;

use frist_testkit::cases;

const MODES: [Mode; 7] = [
    Mode::Line,
    Mode::Pick,
    Mode::Search,
    Mode::Area,
    Mode::Confirm,
    Mode::After(Context::Queue, Key::Char('g')),
    Mode::Count(Context::Queue),
];

/// Returns what a terminal sends, in reads with silence between them: keys, escape sequences, strings, pastes, text,
/// anything.
fn reads() -> impl Strategy<Value = Vec<(Vec<u8>, u64)>> {
    let known = proptest::sample::select(vec![
        &b"\x1b"[..],
        b"\x1b[",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[A",
        b"\x1bO",
        b"\x1b[<0;0;0M",
        b"\x1b[M",
        b"\x1b]52;c;eA==",
        b"\x1bP",
        b"\x1b\\",
        b"\x07",
        b"\x9d",
        b"\x9c",
        b"\x03",
        b"\xe4\xbc",
        b"u",
        b"\x1b[9999999999999999;5u",
        b"q",
        b"y",
    ])
    .prop_map(<[u8]>::to_vec);
    let piece = prop_oneof![known, any::<Vec<u8>>(), any::<String>().prop_map(String::into_bytes)];
    let wait = prop_oneof![4 => Just(0_u64), 1 => 0_u64..300, 1 => 0_u64..4_000];
    proptest::collection::vec((piece, wait), 0..12)
}

proptest! {
    #![proptest_config(cases(64))]

    /// Whatever came: it makes no more than it was, Ctrl-C is a key, and after three seconds of silence `q` is `q`.
    #[test]
    fn whatever_a_terminal_sends(reads in reads(), over_ssh in any::<bool>()) {
        let (mut decoder, mut now, mut given) = (Decoder::new(over_ssh), Duration::ZERO, Vec::new());
        for (bytes, wait) in &reads {
            now += Duration::from_millis(*wait);
            given.extend(decoder.expire(now));
            given.extend(decoder.read(bytes, now));
        }
        let bytes: usize = reads.iter().map(|(bytes, _)| bytes.len()).sum();
        prop_assert!(given.len() <= bytes, "more events than bytes");
        let quit = event_for(Key::Ctrl('c'));
        prop_assert_eq!(decoder.read(b"\x03", now).pop(), Some(InputPiece::Event(quit)));
        now += Duration::from_secs(3);
        given.extend(decoder.expire(now));
        prop_assert!(decoder.deadline().is_none());
        prop_assert_eq!(decoder.read(b"q", now), [InputPiece::Event(event_for(Key::Char('q')))]);
        let keys = Keymap::default();
        for piece in given {
            let InputPiece::Event(event) = piece else { continue };
            for mode in MODES {
                if let Some(Msg::Paste(text)) = translate(event.clone(), mode, &keys) {
                    prop_assert!(text.chars().all(|c| c == '\n' || !drives_terminal(c)), "{text:?}");
                }
            }
        }
    }

    /// A string or a paste gives the same whether it comes at once or in parts.
    #[test]
    fn the_parts_make_no_difference(
        body in "[ -~é✜]{0,40}",
        kind in 0_usize..6,
        cuts in proptest::collection::vec((2_usize..60, 0_u64..2_900), 0..4),
    ) {
        let (begin, end) = [
            ("\x1b]", "\x07"), ("\x1b]", "\x1b\\"), ("\x1bP", "\x1b\\"), ("\x1b^", "\x1b\\"), ("\x1b_", "\x1b\\"),
            ("\x1b[200~", "\x1b[201~"),
        ][kind];
        let bytes = format!("{begin}{body}{end}q").into_bytes();
        let whole = Decoder::new(false).read(&bytes, Duration::ZERO);
        prop_assert_eq!(whole.len(), if kind == 5 { 2 } else { 1 });
        let (mut decoder, mut now, mut given, mut from) = (Decoder::new(false), Duration::ZERO, Vec::new(), 0);
        for (cut, wait) in cuts {
            let to = (from + cut).min(bytes.len() - 1);
            given.extend(decoder.read(&bytes[from..to], now));
            from = to;
            now += Duration::from_millis(if from + 1 == bytes.len() || from < 2 { 0 } else { wait });
            given.extend(decoder.expire(now));
        }
        given.extend(decoder.read(&bytes[from..], now));
        prop_assert_eq!(given, whole);
    }

    #[test]
    fn pastes(text in any::<String>(), wild in "(\\x1b[\\[\\]][0-9;]{0,6}[A-Za-z]|\\PC|\\x07|\\n){0,20}") {
        for text in [text, wild] {
            for mode in MODES {
                match translate(Event::Paste(text.clone()), mode, &Keymap::default()) {
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

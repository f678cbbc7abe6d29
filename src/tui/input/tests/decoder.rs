//! Feeds bytes in every way in which they can arrive.

use std::time::Duration;

use super::*;

/// Milliseconds longer than anything waits.
const LONG: u64 = 3_000;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Returns what these reads give, each after a number of milliseconds of silence, and `after` that many more.
fn decoded(reads: &[(&[u8], u64)], after: u64) -> Vec<InputPiece> {
    let (mut decoder, mut now, mut out) = (Decoder::new(false), Duration::ZERO, Vec::new());
    for (bytes, pause) in reads {
        now += ms(*pause);
        out.extend(decoder.expire(now));
        out.extend(decoder.read(bytes, now));
    }
    out.extend(decoder.expire(now + ms(after)));
    assert!(after < LONG || decoder.deadline().is_none(), "something is still held");
    out
}

fn keys(names: &[&str]) -> Vec<InputPiece> {
    names.iter().map(|name| InputPiece::Event(press(name))).collect()
}

/// Returns every way to split bytes in two and in three.
fn parts(bytes: &[u8]) -> Vec<Vec<&[u8]>> {
    let mut all = vec![vec![bytes]];
    for first in 1..bytes.len() {
        all.push(vec![&bytes[..first], &bytes[first..]]);
        for second in first + 1..bytes.len() {
            all.push(vec![&bytes[..first], &bytes[first..second], &bytes[second..]]);
        }
    }
    all
}

/// Asserts that the same bytes, split in every way and with such pauses, always give `expected`.
#[track_caller]
fn assert_always(bytes: &[u8], pauses: &[u64], expected: &[InputPiece]) {
    for reads in parts(bytes) {
        for pause in pauses {
            let reads: Vec<(&[u8], u64)> = reads.iter().map(|part| (*part, *pause)).collect();
            assert_eq!(decoded(&reads, 100), expected, "{reads:?}");
        }
    }
}

const STRINGS: &[&[u8]] = &[
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]4;1;rgb:cc/00/00\x07",
    b"\x1bP>|xterm(370)\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b^rsf\x1b\\",
    b"\x1bXrsf\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x9d11;rgb:0/0/0\x9c",
    b"\x90rsf\x9c",
    b"\xc2\x9d11;rsf\xc2\x9c",
    // An é and a ✜ (E2 9C 9C) in a window's title: no end.
    "\u{1b}]2;caf\u{e9} \u{271c} rsf\u{7}".as_bytes(),
    // Aborted.
    b"\x1bPrsf\x18",
    b"\x1b]rsf\x1a",
];

#[test]
fn a_control_string_is_swallowed_however_it_arrives() {
    for string in STRINGS {
        let then = [*string, b"q"].concat();
        assert_always(&then, &[0, 20], &keys(&["q"]));
        // Once it has begun, however slow the line is.
        for at in 2..string.len() {
            for pause in [400, 2_900] {
                assert_eq!(decoded(&[(&string[..at], 0), (&string[at..], pause), (b"q", 0)], 0), keys(&["q"]));
            }
        }
    }
}

#[test]
fn bel_ends_only_what_it_ends() {
    assert_eq!(decoded(&[(b"\x1bPr\x07s\x1b\\q", 0)], 0), keys(&["q"]));
}

#[test]
fn replies_of_a_terminal_are_no_keys() {
    for reply in [
        &b"\x1b[?64;1;2c"[..],
        b"\x1b[>41;370;0c",
        b"\x1b[24;80R",
        b"\x1b[8;24;80t",
        b"\x1b[?2026;2$y",
        b"\x1b[?1u",
        b"\x1b[0n",
        b"\x1b[201~",
        b"\x1b\\",
        b"\x9c",
    ] {
        assert_always(&[reply, b"q"].concat(), &[0, 20], &keys(&["q"]));
    }
}

const SEQUENCES: &[(&[u8], &str)] = &[
    (b"\x1b[A", "Up"),
    (b"\x1b[B", "Down"),
    (b"\x1bOC", "Right"),
    (b"\x9bD", "Left"),
    (b"\x8fH", "Home"),
    (b"\x1b[4~", "End"),
    (b"\x1b[8~", "End"),
    (b"\x1b[Z", "Shift-Tab"),
    (b"\x1b[3~", "Delete"),
    (b"\x1b[5~", "PgUp"),
    (b"\x1b[6~", "PgDn"),
    (b"\x1bOP", "F1"),
    (b"\x1b[[A", "F1"),
    (b"\x1b[11~", "F1"),
    (b"\x1b[15~", "F5"),
    (b"\x1b[23~", "F11"),
    (b"\x1b[24~", "F12"),
    (b"\x1b[113;1u", "q"),
    (b"\x1b[27u", "Esc"),
    (b"\x1b[108;5u", "Ctrl-L"),
];

#[test]
fn a_key_whose_bytes_arrive_apart_is_that_key() {
    for (bytes, name) in SEQUENCES {
        assert_always(&[bytes, &b"j"[..]].concat(), &[0, 15, 24], &keys(&[name, "j"]));
    }
}

#[test]
fn typed_characters_are_keys() {
    assert_eq!(decoded(&[("jG\u{e9}\u{4f1a}\u{1f600}".as_bytes(), 0)], 0), keys(&["j", "G", "é", "会", "😀"]));
    assert_eq!(decoded(&[(b"\r\t\x7f\x0c\x13", 0)], 0), keys(&["Enter", "Tab", "Backspace", "Ctrl-L", "Ctrl-S"]));
    assert_always("会q".as_bytes(), &[0, 100, 2_000], &keys(&["会", "q"]));
    for broken in [&b"\xe4\xbcq"[..], b"\xe9q", b"\xffq", b"\xc0\xafq", b"\xed\xa0\x80q", b"\x85q"] {
        assert_eq!(decoded(&[(broken, 0)], 0), keys(&["q"]), "{broken:?}");
    }
}

#[test]
fn alt_and_a_key_in_one_read_is_one_key_and_apart_it_is_two() {
    assert_eq!(decoded(&[(b"\x1bx", 0)], 0), keys(&["Alt-x"]));
    assert_eq!(decoded(&[(b"\x1b\r", 0)], 0), keys(&["Alt-Enter"]));
    assert_eq!(decoded(&[(b"\x1b", 0), (b"x", 10)], 0), keys(&["Esc", "x"]));
    assert_eq!(decoded(&[(b"\x1b\x1b", 0)], 30), keys(&["Esc", "Esc"]));
    assert_eq!(decoded(&[(b"\x1b\x1b[A", 0)], 0), keys(&["Esc", "Up"]));
}

#[test]
fn modified_keys_carry_what_is_held() {
    for (bytes, code, modifiers) in [
        (&b"\x1b[1;5C"[..], KeyCode::Right, KeyModifiers::CONTROL),
        (b"\x1b[1;2A", KeyCode::Up, KeyModifiers::SHIFT),
        (b"\x1b[3;3~", KeyCode::Delete, KeyModifiers::ALT),
    ] {
        let event = Event::Key(KeyEvent::new(code, modifiers));
        assert_eq!(decoded(&[(bytes, 0)], 0), [InputPiece::Event(event)]);
    }
}

#[test]
fn focus_and_mouse_are_told() {
    assert_always(b"\x1b[I", &[0, 20], &[InputPiece::Event(focus_event(true))]);
    assert_always(b"\x1b[O", &[0, 20], &[InputPiece::Event(focus_event(false))]);
    let click = |bytes: &[u8]| {
        decoded(&[(bytes, 0)], 0).into_iter().map(|piece| match piece {
            InputPiece::Event(event) => translate(event, Mode::Command(Context::Queue), &Keymap::default()),
            InputPiece::CutPaste(..) => None,
        })
    };
    for bytes in [&b"\x1b[<0;5;3M"[..], b"\x1b[M %#", b"\x1b[32;5;3M"] {
        assert_eq!(click(bytes).collect::<Vec<_>>(), [Some(Msg::Click(4, 2))], "{bytes:?}");
    }
    assert_eq!(click(b"\x1b[<65;5;3M").collect::<Vec<_>>(), [Some(Msg::Do(Action::Down))]);
    assert_eq!(click(b"\x1b[<0;0;0M").collect::<Vec<_>>(), [Some(Msg::Click(0, 0))], "no column 0 makes it fall");
    assert!(decoded(&[(b"\x1b[<35;1;1M\x1b[<0;1;1\x18\x1b[<;M\x1b[<999999999999;1;1M", 0)], 0).is_empty());
}

#[test]
fn a_lone_esc_is_held_25_ms_and_over_ssh_100() {
    for (ssh, hold) in [(false, 25), (true, 100)] {
        let mut decoder = Decoder::new(ssh);
        assert!(decoder.read(b"\x1b", ms(5)).is_empty());
        assert_eq!(decoder.deadline(), Some(ms(5 + hold)));
        assert!(decoder.expire(ms(4 + hold)).is_empty());
        assert_eq!(decoder.expire(ms(5 + hold)), keys(&["Esc"]));
    }
    assert_eq!(decoded(&[(b"\x1b", 0), (b"[", 30), (b"A", 1)], 0), keys(&["Esc", "[", "A"]));
}

#[test]
fn a_paste_is_text_however_it_arrives() {
    let text = [InputPiece::Event(paste_event("r\ns \u{e9}\x1b[2")), InputPiece::Event(press("q"))];
    assert_always("\u{1b}[200~r\ns \u{e9}\u{1b}[2\u{1b}[201~q".as_bytes(), &[0, 20], &text);
    let torn: &[(&[u8], u64)] = &[(b"\x1b", 0), (b"[200~hello ", 10), (b"i there\x1b[201~", 200), (b"q", 0)];
    assert_eq!(decoded(torn, 0), [InputPiece::Event(paste_event("hello i there")), InputPiece::Event(press("q"))]);
    for at in 2..12 {
        let bytes = b"\x1b[200~rsf\x1b[201~";
        assert_eq!(decoded(&[(&bytes[..at], 0), (&bytes[at..], 2_900)], 0), [InputPiece::Event(paste_event("rsf"))]);
    }
}

#[test]
fn a_paste_whose_end_is_lost_ends_with_three_seconds_of_silence() {
    assert_eq!(decoded(&[(b"\x1b[200~rs", 0)], LONG - 1), []);
    let ended = [InputPiece::Event(paste_event("rs")), InputPiece::Event(press("q"))];
    assert_eq!(decoded(&[(b"\x1b[200~rs", 0), (b"q", 5_000)], 0), ended);
}

#[test]
fn a_long_paste_is_cut_as_it_arrives() {
    let mut decoder = Decoder::new(false);
    decoder.read(b"\x1b[200~", ms(0));
    for _ in 0..500 {
        assert!(decoder.read("\u{e9}".repeat(2_000).as_bytes(), ms(1)).is_empty());
    }
    let [InputPiece::CutPaste(text, 1_000_000)] = &decoder.read(b"\x1b[201~", ms(2))[..] else { panic!("not cut") };
    assert_eq!(text, &"\u{e9}".repeat(PASTE_LIMIT));
    let whole = "x".repeat(PASTE_LIMIT);
    let bytes = format!("\x1b[200~{whole}\x1b[201~");
    assert_eq!(decoded(&[(bytes.as_bytes(), 0)], 0), [InputPiece::Event(paste_event(&whole))]);
}

/// Everything that can be left unfinished.
const UNFINISHED: &[&[u8]] = &[
    b"",
    b"\x1b",
    b"\x1b[",
    b"\x1b[1;",
    b"\x1b[20",
    b"\x1b[200",
    b"\x1b[200~",
    b"\x1b[200~rs",
    b"\x1b[200~rs\x1b[20",
    b"\x1b[M",
    b"\x1b[M \x7f",
    b"\x1b[[",
    b"\x1bO",
    b"\x1bO1",
    b"\x1b]",
    b"\x1b]11;rgb:",
    b"\x1b]11;rgb:\x1b",
    b"\x1bP",
    b"\x1bPrs",
    b"\x1b^rs",
    b"\x1b_rs",
    b"\x1bXrs",
    b"\x9d11",
    b"\xe4",
    b"\xf0\x9f\x98",
    b"\x1b\xe4",
];

#[test]
fn ctrl_c_is_a_key_in_every_state() {
    for begun in UNFINISHED {
        for (pause, pressed) in [(0, 1), (10, 1), (1_000, 2)] {
            let presses = vec![0x03; pressed];
            let mut apart = decoded(&[(begun, 0), (&presses, pause)], LONG);
            apart.retain(|piece| *piece == keys(&["Ctrl-C"])[0]);
            assert_eq!(apart.len(), pressed, "{begun:?}");
        }
        let mut together = decoded(&[(&[*begun, b"\x03"].concat(), 0)], LONG);
        together.retain(|piece| *piece == keys(&["Ctrl-C"])[0]);
        assert_eq!(together.len(), 1, "{begun:?}");
    }
}

#[test]
fn after_ctrl_c_keys_work_again_in_a_quarter_of_a_second() {
    for begun in UNFINISHED {
        let out = decoded(&[(begun, 0), (b"\x03", 5), (b"q", 250)], LONG);
        assert_eq!(out.last(), keys(&["q"]).last(), "{begun:?}");
    }
}

#[test]
fn after_three_seconds_of_silence_a_key_is_that_key() {
    for begun in UNFINISHED {
        let out = decoded(&[(begun, 0), (b"q", LONG)], 0);
        assert_eq!(out.last(), keys(&["q"]).last(), "{begun:?}");
        let keys_before =
            out.len() - 1 - out.iter().filter(|p| matches!(p, InputPiece::Event(Event::Paste(_)))).count();
        assert!(keys_before <= usize::from(*begun == b"\x1b"), "{begun:?}: {out:?}");
    }
}

#[test]
fn ctrl_c_amid_a_paste_or_a_string_is_part_of_it() {
    assert_eq!(decoded(&[(b"\x1b[200~a\x03b\x1b[201~", 0)], 0), [InputPiece::Event(paste_event("a\x03b"))]);
    assert_eq!(decoded(&[(b"\x1b]a\x03rsf\x07", 0)], 0), []);
}

#[test]
fn a_string_without_end_is_given_up_in_a_short_silence() {
    // In time: somebody types on, and never for three seconds nothing.
    let mut reads: Vec<(&[u8], u64)> = vec![(b"\x1b]11;", 0)];
    reads.extend([(&b"r"[..], 1_000); 11]);
    reads.push((b"q", 1_000));
    assert_eq!(decoded(&reads, 0), keys(&["q"]));
    // In length: a flood is swallowed to its end.
    let flood = vec![b'r'; 2 << 20];
    assert_eq!(decoded(&[(b"\x1bP", 0), (&flood, 0), (b"rsf", 10), (b"q", 30)], 0), keys(&["q"]));
}

#[test]
fn esc_leaves_an_unfinished_string() {
    assert_eq!(decoded(&[(b"\x1b]11;rgb:", 0), (b"\x1b", 50), (b"j", 500)], 0), keys(&["Esc", "j"]));
    assert_eq!(decoded(&[(b"\x1b]11;rgb:\x1b[A", 0)], 0), keys(&["Up"]));
}

#[test]
fn a_held_arrow_is_all_its_presses() {
    assert_eq!(decoded(&[(&b"\x1b[B".repeat(1_000), 0)], 0), keys(&["Down"; 1_000]));
    let pieces = decoded(&[(&b"\x1b[B".repeat(1_000), 0)], 0);
    assert!(!is_at_once(&pieces), "arrows are no text");
}

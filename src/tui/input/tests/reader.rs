//! Reads a terminal from a script: what came in one read, and what of it acts.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use super::*;
use crate::tui::action::{AtOnce, Press};

/// Gives parts of bytes, each at its millisecond.
#[derive(Default)]
struct Script {
    now: Duration,
    parts: VecDeque<(u64, Vec<u8>)>,
    /// The time that the taker of what was read has let it wait.
    held_up: Rc<Cell<Duration>>,
}

impl ByteSource for Script {
    fn wait(&mut self, patience: Option<Duration>) -> io::Result<bool> {
        let at = self.parts.front().map(|(at, _)| Duration::from_millis(*at));
        let until = patience.map(|time| self.now + time);
        match (at, until) {
            (None, None) => Err(io::ErrorKind::UnexpectedEof.into()),
            (Some(at), until) if until.is_none_or(|until| at <= until) => {
                self.now = self.now.max(at);
                Ok(true)
            }
            (_, Some(until)) => {
                self.now = until;
                Ok(false)
            }
            (Some(_), None) => unreachable!("a part is waited for as long as it takes"),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some((at, mut part)) = self.parts.pop_front() else { return Ok(0) };
        let count = part.len().min(into.len());
        into[..count].copy_from_slice(&part[..count]);
        if count < part.len() {
            self.parts.push_front((at, part.split_off(count)));
        }
        Ok(count)
    }

    fn now(&self) -> Duration {
        self.now + self.held_up.get()
    }
}

/// Returns everything that a script tells, as the characters of its keys, whether at once and whether that goes on.
fn told(parts: &[(u64, &str)]) -> Vec<(String, bool, bool)> {
    told_by(parts, false)
}

fn told_by(parts: &[(u64, &str)], over_ssh: bool) -> Vec<(String, bool, bool)> {
    let parts = parts.iter().map(|(at, part)| (*at, part.as_bytes().to_vec())).collect();
    let mut reader = InputReader::new(Script { parts, ..Script::default() }, over_ssh);
    let mut all = Vec::new();
    while let Ok(told) = reader.read_next() {
        let name = |piece| match piece {
            InputPiece::Event(Event::Key(key)) => key_of(key).map_or_else(String::new, |key| key.to_string()),
            other => format!("{other:?}"),
        };
        all.push((told.pieces.into_iter().map(name).collect(), told.at_once, told.continued));
    }
    all
}

fn alone(keys: &str) -> (String, bool, bool) {
    (keys.to_owned(), false, false)
}

#[test]
fn four_characters_in_one_read_are_at_once_and_three_are_not() {
    assert_eq!(told(&[(0, "jjr")]), [alone("jjr")]);
    assert_eq!(told(&[(0, "jjjr")]), [("jjjr".to_owned(), true, false)]);
    assert_eq!(told(&[(0, "\x1b[B\x1b[B\x1b[B\x1b[B")]), [alone("DownDownDownDown")]);
    assert_eq!(told(&[(0, "j"), (30, "j"), (60, "j"), (90, "r")]), [alone("j"), alone("j"), alone("j"), alone("r")]);
}

#[test]
fn a_paste_that_comes_in_parts_is_one() {
    assert_eq!(told(&[(0, "Print"), (2, "er"), (8, "d")]), [("Printerd".to_owned(), true, false)]);
    assert_eq!(told(&[(0, "Pr"), (0, "int")]), [("Print".to_owned(), true, false)]);
    assert_eq!(told(&[(0, "Print"), (40, "d")]), [("Print".to_owned(), true, false), alone("d")]);
    assert_eq!(told_by(&[(0, "Print"), (40, "d"), (200, "d")], true), [("Printd".to_owned(), true, false), alone("d")]);
    let long = "x".repeat(5_000);
    let all = told(&[(0, &long), (4, "ds"), (500, "d")]);
    assert_eq!(all.iter().map(|(keys, ..)| keys.len()).collect::<Vec<_>>(), [4_096, 906, 1]);
    assert_eq!(
        all.iter().map(|(_, at_once, on)| (*at_once, *on)).collect::<Vec<_>>(),
        [(true, false), (true, true), (false, false)]
    );
}

#[test]
fn a_paste_stays_one_when_there_was_no_room_for_it_for_a_while() {
    let held_up = Rc::new(Cell::new(Duration::ZERO));
    let parts = VecDeque::from([(0, "x".repeat(10_000).into_bytes())]);
    let mut reader = InputReader::new(Script { parts, held_up: Rc::clone(&held_up), ..Script::default() }, false);
    let mut all = Vec::new();
    while let Ok(told) = reader.read_next() {
        all.push((told.pieces.len(), told.continued));
        held_up.set(held_up.get() + Duration::from_secs(5));
    }
    assert_eq!(all, [(4_096, false), (4_096, true), (1_808, true)]);
}

#[test]
fn a_stream_that_never_pauses_is_handed_on_in_time() {
    let parts: Vec<(u64, &str)> = (0..40).map(|n| (n * 9, "jjjj")).collect();
    let all = told(&parts);
    assert!(all.len() >= 5 && all.iter().skip(1).all(|(_, at_once, on)| *at_once && *on), "{all:?}");
}

#[test]
fn a_held_esc_is_told_in_time() {
    assert_eq!(told(&[(0, "\x1b"), (15, "[A"), (50, "\x1b"), (90, "q")]), [alone("Up"), alone("Esc"), alone("q")]);
}

const QUEUE: Mode = Mode::Command(Context::Queue);

/// Returns the messages of these keys, which came at once, in a place that stays what it is; and of their end.
fn admitted(names: &[&str], mode: Mode) -> Vec<Msg> {
    let mut burst = Burst::default();
    let mut out: Vec<Msg> = names.iter().flat_map(|name| burst.admit(press(name), mode, &Keymap::default())).collect();
    out.extend(burst.end(mode, true));
    out
}

#[test]
fn of_what_came_at_once_nothing_records() {
    let modes = CONTEXTS.iter().map(|context| Mode::Command(*context)).chain([Mode::Confirm]);
    for mode in modes {
        let keymap = Keymap::default();
        let alone = |press: Press| if let Press::One(key) = press { Some(key) } else { None };
        let rows = keymap.available(mode.context());
        let keys = rows.flat_map(|entry| entry.keys.iter().filter_map(move |press| Some((entry, alone(*press)?))));
        for (entry, key) in keys.filter(|(_, key)| matches!(key, Key::Char(_) | Key::Enter | Key::Tab)) {
            let out = Burst::default().admit(event_for(key), mode, &Keymap::default());
            let opens = entry.action.at_once() == AtOnce::Looks;
            let left_out = out == [Msg::LeftOut];
            assert!(left_out || opens || !entry.action.changes_data(), "{key} in {mode:?}: {out:?}");
        }
    }
}

#[test]
fn what_follows_a_key_at_once_records_nothing() {
    let keymap = Keymap::default();
    for &place in CONTEXTS {
        let firsts = [Key::Char(','), Key::Char('g')];
        let following =
            firsts.into_iter().flat_map(|first| keymap.following(place, first).map(move |row| (first, row)));
        for (first, (key, entry)) in following {
            let mode = Mode::After(place, first);
            let out = Burst::default().admit(event_for(key), mode, &keymap);
            // What opens a text field takes what follows as text.
            let opens = entry.action.at_once() == AtOnce::Looks;
            assert!(out == [Msg::LeftOut] || opens || !entry.action.changes_data(), "{key} in {place:?}: {out:?}");
        }
    }
    // Once it is known to be a text, nothing is shown any more.
    assert_eq!(admitted(&["P", "g", ","], QUEUE), [Msg::LeftOut]);
    assert_eq!(admitted(&["g"], QUEUE), [Msg::Begin(Key::Char('g'))]);
    assert_eq!(admitted(&["p"], Mode::After(Context::Queue, Key::Char(','))), [Msg::LeftOut]);
}

const CONTEXTS: &[Context] = &[
    Context::Queue,
    Context::Ticket,
    Context::Breach,
    Context::Vendors,
    Context::Uptime,
    Context::Reports,
    Context::DrillDown,
    Context::Activity,
    Context::People,
    Context::Party,
    Context::Inbox,
    Context::Outbox,
    Context::Owed,
    Context::Form,
    Context::List,
    Context::Help,
    Context::Pager,
];

#[test]
fn once_a_key_was_left_out_only_keys_that_move_act() {
    let keys = ["P", "r", "j", "/", "c", ":", "n", "Enter", "k", "q", "?"];
    assert_eq!(admitted(&keys, QUEUE), [Msg::LeftOut, Msg::Do(Action::Down), Msg::Do(Action::Up)]);
    // A key that means nothing is of a text too.
    assert_eq!(admitted(&["Z", "c"], QUEUE), [Msg::LeftOut]);
    assert_eq!(admitted(&["j", "j", "j", "?"], QUEUE).last(), Some(&Msg::Do(Action::Help)));
}

#[test]
fn keys_that_no_text_has_act_as_ever() {
    let keys = ["P", "Down", "Esc", "Ctrl-C"];
    let [left_out, rest @ ..] = &admitted(&keys, QUEUE)[..] else { panic!("nothing") };
    assert_eq!(*left_out, Msg::LeftOut);
    assert_eq!(rest, [Msg::Do(Action::Down), Msg::Do(Action::Back), Msg::Do(Action::Quit)]);
}

#[test]
fn in_a_field_that_it_opened_the_rest_is_text_and_answers_nothing() {
    let edit = |c| Msg::Edit(InputRequest::InsertChar(c));
    for (mode, records, last) in [
        (Mode::Pick, true, Msg::LeftOut),
        (Mode::Line, true, Msg::LeftOut),
        (Mode::Pick, false, Msg::Do(Action::Accept)),
    ] {
        let mut burst = Burst::default();
        assert_eq!(burst.admit(press("/"), QUEUE, &Keymap::default()), [Msg::Do(Action::Filter)]);
        assert_eq!(burst.admit(press("d"), mode, &Keymap::default()), [edit('d')]);
        assert_eq!(burst.admit(press("Enter"), mode, &Keymap::default()), []);
        assert_eq!(burst.admit(press("r"), mode, &Keymap::default()), [Msg::Paste(" ".into()), edit('r')]);
        assert_eq!(burst.admit(press("Enter"), mode, &Keymap::default()), []);
        assert_eq!(burst.end(mode, records), [last]);
    }
    let mut burst = Burst::default();
    burst.admit(press("c"), QUEUE, &Keymap::default());
    assert!(matches!(burst.admit(press("Enter"), Mode::Area, &Keymap::default())[..], [Msg::AreaEdit(_)]));
    assert_eq!(
        burst.admit(press("Ctrl-S"), Mode::Area, &Keymap::default()),
        [Msg::Do(Action::Save)],
        "no text has that in it"
    );
}

#[test]
fn in_a_field_that_was_open_before_all_is_as_ever() {
    assert_eq!(admitted(&["d", "Enter"], Mode::Line).last(), Some(&Msg::Do(Action::Accept)));
}

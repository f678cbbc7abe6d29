//! Whatever is typed, the answer is a sentence and a code, and nothing is written.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::support::{Place, Ran};

/// Runs `frist new` with these values in place of the right ones.
fn new(place: &Place, replaced: &[(&str, &str)]) -> Ran {
    let mut given = vec![
        ("--contract", "markant"),
        ("--plan", "standard"),
        ("--severity", "critical"),
        ("--channel", "phone"),
        ("--subject", "Shop down"),
    ];
    for (option, value) in replaced {
        given.retain(|(o, _)| o != option);
        given.push((option, value));
    }
    let args: Vec<&str> = given.iter().flat_map(|(o, v)| [*o, *v]).collect();
    place.run(&[&["new"], &args[..]].concat())
}

#[test]
fn names_that_are_not_known_are_told_with_those_that_are() {
    let place = Place::new();
    let unknown = new(&place, &[("--contract", "acme")]).failed(2, "there is no contract `acme`");
    assert!(unknown.err.contains("hint: there are markant, missoun, moocommerce, myproduction, sesam"), "{unknown:?}");
    new(&place, &[("--severity", "huge")]).failed(2, "markant has no severity `huge`");
    new(&place, &[("--plan", "gold")]).failed(2, "markant has no plan `gold`");
    new(&place, &[("--channel", "phoen")]).failed(2, "there is no channel `phoen`");
    new(&place, &[("--kind", "wish")]).failed(2, "wish");
    place.run(&["list"]).failed(1, "no open tickets");
}

#[test]
fn times_that_cannot_be_are_refused() {
    let place = Place::new();
    new(&place, &[("--at", "2024-01-08T10:00:01Z")]).failed(2, "in the future");
    new(&place, &[("--at", "tomorrow")]).failed(2, "`tomorrow` is not a time");
    new(&place, &[("--at", "2024-02-30 10:00")]).failed(2, "`2024-02-30 10:00` is not a time");
    new(&place, &[("--at", "1970-01-01T00:00:00Z")]).failed(2, "1980 to 2100");
    new(&place, &[("--at", "-9999999d")]).failed(2, "is not a time");
    new(&place, &[("--at", "-3660d")]).ok();
    let mut lost = Place::new();
    lost.now = "soon".into();
    lost.run(&["list"]).failed(2, "`soon` is not a time");
    let mut summer = Place::new();
    summer.now = "2024-04-02T10:00:00Z".into();
    let skipped = new(&summer, &[("--at", "2024-03-31 02:30")]).failed(2, "2024-03-31 02:30 does not exist");
    assert!(skipped.err.contains("2024-03-31 03:00"), "{skipped:?}");
}

#[test]
fn subjects_of_any_kind_are_kept_whole_or_refused() {
    let place = Place::new();
    new(&place, &[("--subject", &"x".repeat(10_000))]).failed(2, "it has 10000 characters, the longest is 200");
    new(&place, &[("--subject", "")]).failed(2, "there is no text in it");
    new(&place, &[("--subject", "a\u{1b}[2Jb")]).failed(2, "control character (U+001B)");
    new(&place, &[("--subject", "a\nb")]).failed(2, "control character (U+000A)");
    new(&place, &[("--subject", "a\u{202e}b")]).failed(2, "control character (U+202E)");
    new(&place, &[("--customer", "\u{7}")]).failed(2, "the customer cannot be used");
    new(&place, &[("--note", "a\u{9b}b")]).failed(2, "the note cannot be used");
    let odd = "漢字 e\u{301}\u{323} 👩‍👩‍👧 עברית --json -x 'q' \"q\"";
    new(&place, &[("--subject", odd)]).ok();
    assert_eq!(place.ticket("1")["subject"], odd);
    assert!(place.run(&["list"]).ok().out.contains(odd));
    new(&place, &[("--subject", "-begins with a dash")]).ok();
    place.run(&["list", &format!("\"{}\"", odd.replace('"', ""))]).failed(1, "no ticket matches");
    place.run(&["list", "漢字"]).ok();
}

#[test]
fn arguments_that_are_no_text_are_told() {
    let place = Place::new();
    let ran = Ran::of(place.frist().arg("list").arg(OsStr::from_bytes(b"\xff\xfe")));
    ran.failed(2, "invalid UTF-8");
}

#[test]
fn a_command_line_that_makes_no_sense_is_told_in_two_lines() {
    let place = Place::new();
    for args in [&["lst"][..], &["list", "--jsn"], &["new"], &["demo", "--tickets", "0"], &["completions", "csh"]] {
        let ran = place.run(args).failed(2, "frist: ");
        assert_eq!(ran.err.lines().count(), 2, "{ran:?}");
        assert!(ran.err.lines().nth(1).unwrap().starts_with("hint: "), "{ran:?}");
    }
    assert_eq!(place.run(&["-V"]).ok().out, concat!("frist ", env!("CARGO_PKG_VERSION"), "\n"));
    let version = place.run(&["--version"]).ok().out;
    let [first, built, formats] = version.lines().collect::<Vec<_>>()[..] else { panic!("{version}") };
    assert_eq!(first, concat!("frist ", env!("CARGO_PKG_VERSION")));
    assert!(built.starts_with("commit ") || built == "built without a commit", "{version}");
    assert!(formats.starts_with("store schema ") && formats.contains(", protocol "), "{version}");
    let of_list = place.run(&["list", "--help"]).ok().out;
    let (own, everywhere) = of_list.split_once("Everywhere:").expect("the options of every command stand apart");
    assert!(own.contains("--json") && !own.contains("--store") && everywhere.contains("--store"), "{of_list}");
    let help = place.run(&["--help"]).ok().out;
    assert!(help.contains("Without a command, the screen opens"), "{help}");
}

#[test]
fn the_screen_needs_a_terminal() {
    let place = Place::new();
    place.run(&[]).failed(2, "the screen needs a terminal");
}

use std::collections::BTreeSet;

use super::*;
use crate::time::{CalendarPeriod, Instant, Zone};

type Row = (&'static str, [&'static str; 3]);

fn rows() -> impl Iterator<Item = Row> {
    [evidence::ROWS, events::ROWS, letters::ROWS, moments::ROWS, promises::ROWS, targets::ROWS, uptime::ROWS]
        .into_iter()
        .flatten()
        .copied()
}

/// Returns the words of a sentence, without its places.
fn words_of(sentence: &str) -> BTreeSet<String> {
    let mut bare = String::new();
    let mut depth = 0;
    for c in sentence.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => bare.push(if c.is_alphabetic() { c } else { ' ' }),
            _ => {}
        }
    }
    bare.split_whitespace().map(str::to_lowercase).filter(|word| word.chars().count() > 2).collect()
}

fn places_of(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Words that English shares with one of the others: they are spelled alike and mean the same there.
const SHARED: [&[&str]; 2] = [
    &["for", "frist", "min", "over", "person", "plan", "status", "symptom", "utc"],
    &[
        "claim", "frist", "later", "met", "min", "moment", "open", "plan", "status", "ticket", "tickets", "utc",
        "want", "was",
    ],
];

/// Checks that a document says nothing in English that the first one, which is in English, says. What the agreement says, and
/// people wrote, stands as they wrote it: of its notes nothing is looked at.
pub(crate) fn assert_translated(english: &str, other: &str) {
    assert_eq!(english.lines().count(), other.lines().count(), "the same lines in each language:\n{other}");
    let is_marked = |line: &str| line.chars().filter(|c| c.is_alphabetic()).count() < 4;
    for (line, said) in english.lines().zip(other.lines()).take_while(|(line, _)| !line.ends_with("agreement was read"))
    {
        // The title of a ticket's document is the same in Dutch.
        let is_table = line.starts_with('|') || line.starts_with("# Ticket");
        assert!(is_table || is_marked(line) || line != said, "left in English: {line}\n{other}");
    }
}

#[test]
fn every_row_names_the_same_places_in_each_language() {
    for (name, [english, norwegian, dutch]) in rows() {
        for other in [norwegian, dutch] {
            assert_eq!(places_of(english), places_of(other), "{name}");
        }
    }
}

#[test]
fn no_english_word_is_left_in_another_language() {
    let vocabulary: BTreeSet<String> = rows().flat_map(|(_, [english, _, _])| words_of(english)).collect();
    for (name, [_, norwegian, dutch]) in rows() {
        for (sentence, shared) in [norwegian, dutch].into_iter().zip(SHARED) {
            let left: Vec<String> = words_of(sentence)
                .into_iter()
                .filter(|word| vocabulary.contains(word) && !shared.contains(&word.as_str()))
                .collect();
            assert!(left.is_empty(), "{name}: {left:?} in {sentence}");
        }
    }
}

#[test]
fn a_language_is_found_by_its_tag() {
    for (tag, language) in [
        ("en-GB", Some(Language::English)),
        ("no", Some(Language::Norwegian)),
        ("nb-NO", Some(Language::Norwegian)),
        ("NN", Some(Language::Norwegian)),
        ("nl_BE", Some(Language::Dutch)),
        ("de", None),
        ("", None),
    ] {
        assert_eq!(Language::of_tag(tag), language, "{tag}");
    }
    for language in Language::ALL {
        assert_eq!(Language::of_tag(language.key()), Some(language));
    }
    assert_eq!(Language::of_person(None), Language::English);
}

#[test]
fn moments_lengths_and_numbers_are_written_as_each_language_does() {
    let zone = Zone::named("Europe/Oslo").unwrap();
    let at = Instant::parse("2024-05-07T08:05:00Z").unwrap();
    let said = |language: Language| {
        [
            language.moment(zone, at),
            language.duration(5 * 3600 + 1800 + 7),
            language.duration(-60),
            language.duration(0),
            language.short_duration(3 * 3600 + 1),
            language.real_duration(3 * 86_400 + 3600),
            language.number(99.95),
            language.period(CalendarPeriod::parse_any("2024-Q2").unwrap()),
            language.period(CalendarPeriod::parse_any("2024-05").unwrap()),
        ]
    };
    assert_eq!(
        said(Language::English),
        ["Tue 7 May 2024 10:05", "5h30m07s", "−1m", "0m", "3h01", "3 d 1h00", "99.95", "Q2 2024", "May 2024"]
    );
    assert_eq!(
        said(Language::Norwegian),
        [
            "tir. 7. mai 2024 10:05",
            "5 t 30 min 7 s",
            "−1 min",
            "0 min",
            "3 t 1 min",
            "3 d 1 t",
            "99,95",
            "2. kvartal 2024",
            "mai 2024"
        ]
    );
    assert_eq!(
        said(Language::Dutch),
        [
            "di 7 mei 2024 10:05",
            "5 u 30 min 7 s",
            "−1 min",
            "0 min",
            "3 u 1 min",
            "3 d 1 u",
            "99,95",
            "2e kwartaal 2024",
            "mei 2024"
        ]
    );
}

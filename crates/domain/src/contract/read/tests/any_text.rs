//! Whatever the text, it is read or refused with a reason.

use proptest::prelude::*;

use frist_testkit::cases;

use super::{GOOD, calendars, read};
use crate::contract::{built_in_calendars, built_in_contracts, read_calendar, read_contract};

fn check(text: &str) -> Result<(), TestCaseError> {
    if let Err(problems) = read(text) {
        prop_assert!(!problems.is_empty(), "refused without a reason");
        let lines = text.matches('\n').count() + 1;
        for problem in problems {
            prop_assert!(problem.line().is_some_and(|line| (1..=lines).contains(&line)), "{}", problem);
            prop_assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "{}", problem);
            prop_assert!(problem.to_string().chars().all(|c| !c.is_control()), "{}", problem);
        }
    }
    if let Err(problems) = read_calendar("x.toml", text) {
        prop_assert!(!problems.is_empty(), "refused without a reason");
    }
    Ok(())
}

/// Returns a good file with one stretch of bytes put elsewhere, left out, or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let files: Vec<String> = [GOOD.to_owned()]
        .into_iter()
        .chain(built_in_contracts().into_iter().chain(built_in_calendars()).map(|source| source.text))
        .collect();
    let put = prop_oneof![
        "[\\[\\]{}=\",.#0-9a-z\n -]{0,6}",
        any::<String>(),
        Just("{ within = \"1h\" }".to_owned()),
        Just("[[severity]]\n".to_owned()),
        Just("99999999999999999999".to_owned()),
    ];
    (proptest::sample::select(files), any::<prop::sample::Index>(), 0usize..40, put).prop_map(
        |(file, at, length, put)| {
            let chars: Vec<char> = file.chars().collect();
            let at = at.index(chars.len());
            let rest = &chars[(at + length).min(chars.len())..];
            chars[..at].iter().copied().chain(put.chars()).chain(rest.iter().copied()).collect()
        },
    )
}

/// Makes, key by key, a file in which any value stands anywhere.
fn shuffled() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "(id|vendor|time_zone|version|effective|notes|holidays|closed|hours|mon-fri|sat|name|impact|matrix|min_percent|within)",
        "(\\[support\\]|\\[support\\.hours\\]|\\[\\[severity\\]\\]|\\[priority\\]|\\[plan\\.a\\]|\\[plan\\.a\\.target\\.b\\])",
    ];
    let value = "(1|-1|1\\.5|true|\"a\"|\"UTC\"|\"3bd\"|2024-01-08|\\[\\]|\\[\"08:00-16:00\"\\]|\\[\\[\"b\"\\]\\]|\\{ of = \"x\" \\}|nan)";
    proptest::collection::vec((part, value), 0..12).prop_map(|lines| {
        let line = |(part, value): (String, String)| {
            if part.starts_with('[') { part } else { format!("{part} = {value}") }
        };
        lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn a_good_file_that_was_tampered_with(text in mutated()) {
        check(&text)?;
    }

    #[test]
    fn any_value_at_any_key(text in shuffled()) {
        check(&text)?;
    }
}

#[test]
fn nesting_without_end_is_refused() {
    for text in ["a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(100_000), "a={".repeat(50_000)] {
        assert!(read_contract("x.toml", &text, &calendars()).is_err());
    }
}

#[test]
fn a_file_of_nothing_but_mistakes_is_told_the_first_ones() {
    let syntax = "=\n".repeat(100_000);
    let unknown = (0..20_000).map(|n| format!("key{n} = 1")).collect::<Vec<_>>().join("\n");
    for text in [syntax, unknown] {
        let problems = read(&text).expect_err("nothing but mistakes");
        assert_eq!((problems.len(), problems[0].line()), (500, Some(1)), "{}", problems[0]);
    }
}

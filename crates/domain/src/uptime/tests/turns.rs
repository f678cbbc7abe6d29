//! Changes of an agreement with which uptime is promised for another kind of period.

use super::*;
use crate::contract::{Book, SourceFile};

/// Returns a text of an agreement that takes effect on that date, with the uptime of all plans and that of one.
fn text(effective: &str, uptime: &str, premium: &str) -> SourceFile {
    let promise = |head: &str, period: &str| match period {
        "" => String::new(),
        period => format!("[{head}]\nmax_downtime = \"1h\"\nperiod = \"{period}\"\n"),
    };
    SourceFile::user(
        format!("{effective}.toml"),
        format!(
            "id = \"acme\"\nvendor = \"Acme\"\neffective = {effective}\ntime_zone = \"Europe/Oslo\"\n[[severity]]\nid = \"a\"\n\
             name = \"A\"\n[plan.base]\nname = \"Base\"\n[plan.premium]\nname = \"Premium\"\n{}{}",
            promise("plan.premium.uptime", premium),
            promise("uptime", uptime)
        ),
    )
}

fn told(before: (&str, &str), (effective, after): (&str, (&str, &str))) -> Vec<String> {
    let files = [text("2024-01-01", before.0, before.1), text(effective, after.0, after.1)];
    let book = Book::new([], files);
    assert_eq!(book.problems(), []);
    let now = parse_moment("2024-08-01 10:00", crate::time::Zone::utc(), Instant::FIRST).unwrap();
    let turns = uneven_turns(&book, "acme", now);
    let [first, second] = book.versions("acme") else { panic!("two texts") };
    let checked = uneven_text(first, second);
    assert_eq!(
        checked.iter().map(|p| p.message.clone()).collect::<Vec<_>>(),
        turns.iter().map(|t| t.says.clone()).collect::<Vec<_>>()
    );
    assert!(checked.iter().all(|problem| (problem.key(), problem.line()) == ("effective", Some(3))), "{checked:?}");
    turns.into_iter().map(|turn| format!("{}; {}", turn.says, turn.instead)).collect()
}

#[test]
fn a_change_of_period_within_a_quarter_says_what_counts_twice_or_not_at_all_and_the_dates_for_it() {
    let quarters = "let it take effect on the first of a quarter: effective = 2024-07-01, or 2024-04-01";
    let twice = format!(
        "the change on Wed 1 May 2024 lies within Q2 2024, which counts whole by what was promised before it; 2024-05-01 to \
         2024-06-30 count by the month as well, so that downtime in them counts twice; {quarters}"
    );
    let none = format!(
        "the change on Wed 1 May 2024 lies within Q2 2024: from 2024-05-01 to 2024-06-30 no uptime is promised, as Q3 2024 is the \
         first that counts by the new text; {quarters}"
    );
    assert_eq!(told(("quarter", ""), ("2024-05-01", ("month", ""))), [twice]);
    assert_eq!(told(("month", ""), ("2024-05-01", ("quarter", ""))), [none.as_str()]);
    assert_eq!(told(("", ""), ("2024-05-01", ("quarter", ""))), [none]);
    // Of plans with other promises only those are named that it is about.
    assert_eq!(
        told(("month", "quarter"), ("2024-05-01", ("month", "month")))[0].split("; ").next().unwrap(),
        "the change on Wed 1 May 2024 lies within Q2 2024, which counts whole by what was promised before it for Premium"
    );
    let years = told(("quarter", ""), ("2024-04-01", ("year", "")));
    assert_eq!(years.len(), 1, "{years:?}");
    assert!(
        years[0].contains("from 2024-04-01 to 2024-12-31 no uptime is promised") && years[0].contains("2025-01-01")
    );
    let into_a_month = told(("", ""), ("2024-05-15", ("month", "")));
    assert!(into_a_month[0].contains("from 2024-05-15 to 2024-05-31 no uptime is promised"), "{into_a_month:?}");
}

#[test]
fn a_change_that_leaves_nothing_out_says_nothing() {
    for (before, after) in [
        (("quarter", ""), ("2024-07-01", ("month", ""))),
        (("month", ""), ("2024-07-01", ("quarter", ""))),
        (("month", ""), ("2024-05-15", ("month", ""))),
        (("quarter", ""), ("2024-05-01", ("quarter", ""))),
        (("quarter", ""), ("2024-05-01", ("", ""))),
        (("", ""), ("2024-05-15", ("", ""))),
        (("year", "month"), ("2025-01-01", ("month", "year"))),
    ] {
        assert_eq!(told(before, after), [""; 0], "{before:?} {after:?}");
    }
}

//! Promises of plans, quarters, years and hours, what is owed where they are broken, and until when it can be claimed.

use super::*;
use crate::contract::{Calendars, SourceFile, UptimeHours, built_in_calendars, read_contract};
use crate::language::{Language, assert_translated};
use crate::ledger::{Ledger, LedgerFact, LedgerRecord};
use crate::time::CalendarPeriod;

/// An agreement with a promise for all plans but one, which has another, each with bands and a last day.
const TIERS: &str = r#"
id = "tiers"
vendor = "Tiers"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "high"
name = "High"
[plan.base]
name = "Base"
[plan.plus]
name = "Plus"
[plan.premium]
name = "Premium"
[plan.premium.uptime]
min_percent = 99.95
inclusive = true
credit = { of = "monthly fee", bands = [{ below = 99.95, percent = 10 }, { below = 99.5, percent = 25 }, { below = 95, percent = 100 }] }
claim_within = "30d"
[uptime]
min_percent = 99.5
inclusive = true
per = "customer"
credit = { of = "monthly fee", bands = [{ below = 99.5, percent = 5 }, { over = "7h", percent = 15 }] }
claim_within = "3bd"
"#;

/// An agreement for a quarter, within a set of hours of six to twenty-two on weekdays.
const OFFICE: &str = r#"
id = "office"
vendor = "Office"
time_zone = "America/New_York"
[support]
[support.hours]
mon-fri = ["09:00-17:00"]
[hours.service]
[hours.service.days]
mon-fri = ["06:00-22:00"]
[[severity]]
id = "a"
name = "A"
[plan.p]
name = "P"
[uptime]
max_downtime = "9h"
period = "quarter"
hours = "service"
stated = { min_percent = 99.2 }
credit = { of = "quarterly fee", percent = 20 }
claim_within = "14d"
"#;

fn book() -> Book {
    let file = |name: &str, text: &str| SourceFile::user(name, text.to_owned());
    let book = Book::new(built_in_calendars(), [file("tiers.toml", TIERS), file("office.toml", OFFICE)]);
    assert!(book.get("tiers").is_some() && book.get("office").is_some());
    book
}

fn read(text: &str) -> Contract {
    read_contract("x.toml", &text.replace("holidays = [\"NO\"]\n", ""), &Calendars::default()).unwrap()
}

fn at(zone: &str, text: &str) -> Instant {
    parse_moment(text, crate::time::Zone::named(zone).unwrap(), Instant::FIRST).unwrap()
}

const OSLO: &str = "Europe/Oslo";
const YORK: &str = "America/New_York";

/// Returns a ledger of outages: contract, beginning, end, and whom each hit.
fn ledger(outages: &[(&str, Instant, Instant, &[&str])]) -> Ledger {
    let record = |(id, (contract, from, to, affects)): (u64, &(&str, Instant, Instant, &[&str]))| {
        let outage = Outage {
            contract: (*contract).to_owned(),
            from: *from,
            to: Some(*to),
            affects: affects.iter().map(|name| (*name).to_owned()).collect(),
            ..Outage::default()
        };
        LedgerRecord {
            id: LedgerRecordId(id),
            revision: 0,
            at: Instant::FIRST,
            by: "anna".into(),
            first_by: None,
            fact: Some(LedgerFact::Outage(outage)),
        }
    };
    (1..).zip(outages).map(record).collect()
}

fn period(text: &str) -> CalendarPeriod {
    CalendarPeriod::parse_any(text).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn a_contract_has_a_promise_for_each_plan_that_names_one_and_one_for_all_others() {
    let book = book();
    let plans = |id: &str| -> Vec<Option<String>> {
        promises_in(&book, id, month("2024-03")).into_iter().map(|query| query.plan).collect()
    };
    assert_eq!(plans("tiers"), [None, Some("premium".to_owned())]);
    assert_eq!(plans("office"), [None]);
    assert_eq!(plans("acme"), [None::<String>; 0]);
    let without = TIERS.replace("[plan.base]\nname = \"Base\"\n[plan.plus]\nname = \"Plus\"\n", "");
    let own = |text: &str| {
        let contract = read(text);
        let plans = contract.uptime_plans();
        plans.into_iter().map(|plan| plan.map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(own(&without), [Some("premium".to_owned())], "nobody has the promise of all others");
    assert_eq!(own(&OFFICE[..OFFICE.find("[uptime]").unwrap()]), [None], "nothing is promised, and it has figures");
}

#[test]
fn each_promise_has_a_round_of_the_period_that_it_is_for() {
    let book = book();
    let down = at(OSLO, "2024-03-12 10:00");
    let york = at(YORK, "2024-02-14 20:00");
    let ledger = ledger(&[
        ("tiers", down, down.plus(2 * HOUR), &[]),
        // From 20:00 to 08:00: two hours of the evening and two of the morning.
        ("office", york, york.plus(12 * HOUR), &[]),
    ]);
    let now = at(OSLO, "2024-04-10 12:00");
    let told = |id: &str, text: &str| -> Vec<String> {
        let rounds = promised_rounds(&book, &ledger, id, month(text), now).unwrap();
        let say = |round: &MonthRound<'_>| {
            format!("{}, {}: {}", whose_promise(round), round.uptime.period.long(), standing_in_words(&round.uptime))
        };
        rounds.iter().map(say).collect()
    };
    assert_eq!(
        told("tiers", "2024-03"),
        [
            "Tiers, Base, Plus, March 2024: 99.730 %, kept, 1h42m54s left before the promise breaks",
            "Tiers, Premium, March 2024: 99.730 %, broken, 1h37m43s over what the promise allows, credit 10% of monthly fee",
        ]
    );
    for text in ["2024-01", "2024-02", "2024-03"] {
        assert_eq!(
            told("office", text),
            ["Office, Q1 2024: 99.615 %, kept, 5h00 left before the promise breaks"],
            "{text}"
        );
    }
    let office = promised_rounds(&book, &ledger, "office", month("2024-02"), now).unwrap().remove(0);
    let uptime = &office.uptime;
    assert_eq!((uptime.month_s(), uptime.downtime), (65 * 16 * HOUR, 4 * HOUR));
    assert_eq!(uptime.rules.as_ref().unwrap().hours, Some(UptimeHours::Set("service".to_owned())));
    let pieces: Vec<String> = uptime.pieces.iter().map(|piece| piece_in_words(piece, &office)).collect();
    assert_eq!(pieces, ["counts as downtime; 4h00 of it lie within the hours"]);
    // The days have what counts, and come to the whole.
    let days: Vec<(String, i64)> =
        uptime.days().iter().filter(|day| day.downtime > 0).map(|day| (day.date.to_string(), day.downtime)).collect();
    assert_eq!(days, [("2024-02-14".to_owned(), 2 * HOUR), ("2024-02-15".to_owned(), 2 * HOUR)]);
    assert_eq!(uptime.days_of(month("2024-01")).len(), 31);
    // A month by itself has figures, and says what the promise is for.
    let february = period_round(&book, &ledger, &UptimeQuery::of("office"), period("2024-02"), now).unwrap().unwrap();
    assert_eq!((february.uptime.kept(), february.uptime.claim()), (None, ClaimStanding::NothingPromised));
    assert_eq!(
        promise_in_words(&february.uptime),
        "nothing is promised for a month, but at most 9 h down in a quarter"
    );
    let quarters = twelve_months(&book, &ledger, &UptimeQuery::of("office"), month("2024-02"), now);
    let names: Vec<String> = quarters.iter().map(|quarter| quarter.period.to_string()).collect();
    assert_eq!((names.len(), names[0].as_str(), names[7].as_str()), (8, "2022-Q2", "2024-Q1"));
}

/// The period ends at a midnight of the contract's zone: thirty days later is the midnight after the thirtieth day, across the
/// change of clocks; support days are the vendor's.
#[test]
fn a_claim_has_its_last_moment_in_the_contracts_own_zone() {
    let book = book();
    let down = at(OSLO, "2024-03-12 10:00");
    let york = at(YORK, "2024-02-14 06:00");
    let ledger = ledger(&[("tiers", down, down.plus(9 * HOUR), &[]), ("office", york, york.plus(10 * HOUR), &[])]);
    let claim = |id: &str, plan: Option<&str>, of: &str, now: Instant| {
        let round = period_round(&book, &ledger, &UptimeQuery::of(id).in_plan(plan), period(of), now).unwrap().unwrap();
        let left = round.uptime.claim_left();
        (round.uptime.claim().key(), claim_standing_in_words(&round.uptime).unwrap_or_default(), left)
    };
    let premium = ("tiers", Some("premium"), "2024-03");
    let base = ("tiers", None, "2024-03");
    let office = ("office", None, "2024-Q1");
    let april = "by the end of Tue 30 Apr 2024";
    for ((id, plan, of), zone, now, key, words, left) in [
        (premium, OSLO, "2024-03-20 12:00", "not_over", format!("once the month is over, {april}"), None),
        (premium, OSLO, "2024-04-01 00:00", "open", format!("{april}, 30 d 0m left"), Some(30 * DAY)),
        (premium, OSLO, "2024-04-30 23:59:59", "open", format!("{april}, 1s left"), Some(1)),
        (premium, OSLO, "2024-05-01 00:00", "lapsed", april.replace("by", "no longer: it could be until"), None),
        // Easter Monday is 1 April: the third support day closes on Thursday.
        (base, OSLO, "2024-04-03 16:00", "open", "by Thu 4 Apr 2024 16:00, 24h00 left".to_owned(), Some(DAY)),
        (("tiers", None, "2024-02"), OSLO, "2024-04-03 16:00", "kept", String::new(), None),
        (office, YORK, "2024-04-10 00:00", "open", "by the end of Sun 14 Apr 2024, 5 d 0m left".into(), Some(5 * DAY)),
    ] {
        assert_eq!(claim(id, plan, of, at(zone, now)), (key, words, left), "{id} {plan:?} {of} {now}");
    }
}

#[test]
fn what_can_be_claimed_is_listed_by_its_last_moment_each_customers_by_itself() {
    let book = book();
    let (north, york) = (at(OSLO, "2024-03-12 10:00"), at(YORK, "2024-02-14 06:00"));
    let ledger = ledger(&[
        ("tiers", north, north.plus(9 * HOUR), &["North"]),
        ("tiers", north.plus(2 * DAY), north.plus(2 * DAY + HOUR), &["South"]),
        ("office", york, york.plus(10 * HOUR), &[]),
    ]);
    let told = |now: Instant| -> Vec<String> {
        let claims = open_claims(&book, &ledger, now);
        let say = |round: &MonthRound<'_>| {
            let (whose, whom, owed) = (whose_promise(round), for_whom(&round.party), owed_in_words(&round.uptime));
            format!("{whose}{whom}, {}: {owed}", round.uptime.period)
        };
        claims.iter().map(say).collect()
    };
    assert_eq!(told(at(OSLO, "2024-03-31 23:59")), [""; 0], "neither month nor quarter is over");
    assert_eq!(
        told(at(OSLO, "2024-04-02 12:00")),
        [
            "Tiers, Base, Plus for North, 2024-03: 15% of monthly fee",
            "Office, 2024-Q1: 20% of quarterly fee",
            "Tiers, Premium, 2024-03: 25% of monthly fee",
        ]
    );
    assert_eq!(told(at(OSLO, "2024-04-20 12:00")), ["Tiers, Premium, 2024-03: 25% of monthly fee"]);
    assert_eq!(told(at(OSLO, "2024-04-30 23:59:59")).len(), 1);
    assert_eq!(told(at(OSLO, "2024-05-01 00:00")), [""; 0], "the last day is over");
    assert_eq!(told(at(OSLO, "2024-05-02 12:00")), [""; 0]);
}

/// A quarter that began under a promise for quarters is claimed as one, whatever is promised at its end.
#[test]
fn a_claim_is_listed_where_another_text_promises_for_another_kind_of_period_since() {
    let uptime = |period: &str| {
        format!(
            "[uptime]\nmax_downtime = \"1h\"\nperiod = \"{period}\"\ncredit = {{ of = \"fee\", percent = 20 }}\nclaim_within = \"90d\"\n"
        )
    };
    let head = OFFICE.split("[uptime]").next().unwrap();
    let text = |uptime: &str, effective: &str| format!("effective = {effective}{head}{uptime}");
    let down = at(YORK, "2024-04-10 10:00");
    let again = at(YORK, "2024-05-20 10:00");
    let spans = [(down, down.plus(2 * HOUR)), (again, again.plus(2 * HOUR))];
    let ledger = ledger(&spans.map(|(from, to)| ("office", from, to, &[][..])));
    for (before, after, listed) in [
        (uptime("quarter"), uptime("month"), &["2024-05", "2024-Q2"][..]),
        (uptime("month"), uptime("quarter"), &["2024-04"][..]),
        (uptime("quarter"), String::new(), &["2024-Q2"][..]),
        (String::new(), uptime("month"), &["2024-05"][..]),
        (uptime("month"), uptime("year"), &["2024-04"][..]),
        (uptime("month"), uptime("month"), &["2024-04", "2024-05"][..]),
    ] {
        let file = |name: &str, text: String| SourceFile::user(name, text);
        let files = [file("a.toml", text(&before, "2024-01-01")), file("b.toml", text(&after, "2024-05-01"))];
        let book = Book::new(built_in_calendars(), files);
        assert_eq!(book.problems(), []);
        let claims = open_claims(&book, &ledger, at(YORK, "2024-07-10 12:00"));
        let mut periods: Vec<String> = claims.iter().map(|round| round.uptime.period.to_string()).collect();
        periods.sort();
        assert_eq!(periods, listed, "{before} {after}");
    }
}

/// Markant names no last day: what is owed stays in the list for a year.
#[test]
fn without_a_last_day_a_claim_is_listed_for_a_year_behind_all_others() {
    let down = at(OSLO, "2024-03-12 10:00");
    let ledger = ledger(&[("markant", down, down.plus(9 * HOUR), &[])]);
    let count = |text: &str| open_claims(&BOOK, &ledger, at(OSLO, text)).len();
    assert_eq!((count("2024-04-01 12:00"), count("2025-03-20 12:00"), count("2025-04-01 12:00")), (1, 1, 0));
    let claims = open_claims(&BOOK, &ledger, at(OSLO, "2024-04-01 12:00"));
    assert_eq!(claims[0].uptime.claim(), ClaimStanding::Open { by: None });
    assert_eq!(claim_standing_in_words(&claims[0].uptime).as_deref(), Some("the agreement names no last day"));
}

#[test]
fn the_draft_says_what_was_promised_measured_owed_and_until_when_or_that_there_is_nothing() {
    let book = book();
    let (down, york) = (at(OSLO, "2024-03-12 10:00"), at(YORK, "2024-02-14 06:00"));
    let ledger = ledger(&[("tiers", down, down.plus(9 * HOUR), &[]), ("office", york, york.plus(9 * HOUR), &[])]);
    let now = at(OSLO, "2024-04-02 12:00");
    let draft = |id: &str, plan: Option<&str>, of: &str| {
        let round = period_round(&book, &ledger, &UptimeQuery::of(id).in_plan(plan), period(of), now).unwrap().unwrap();
        let english = claim_markdown(&round, Language::English);
        for language in [Language::Norwegian, Language::Dutch] {
            assert_translated(&english, &claim_markdown(&round, language));
        }
        english
    };
    let premium = draft("tiers", Some("premium"), "2024-03");
    for words in [
        "# Claim to Tiers, Premium: uptime in March 2024\n",
        "We claim 25% of monthly fee: the uptime was 98.788 %, and the promise is at least 99.95% of a month.",
        "| Promised | at least 99.95% of a month: broken |",
        "| Owed | 25% of monthly fee, being below 99.5% |",
        "| Downtime | 9h00, 8h37m43s too much |",
        "| To be claimed | by the end of Tue 30 Apr 2024, 28 d 12h00 left |",
        "uptime % = 100 · (month − exempt − downtime) / (month − exempt)",
        "| Tue 12 Mar 2024 10:00 | 19:00 | 9h00 | 1 | counts as downtime |",
    ] {
        assert!(premium.contains(words), "{words}\n{premium}");
    }
    let kept = draft("tiers", Some("premium"), "2024-02");
    assert!(kept.contains("Nothing to claim: the promise is kept; the uptime was 100.000 %"), "{kept}");
    assert!(!kept.contains("| Owed |") && !kept.contains("To be claimed"), "{kept}");
    // Nine hours decide and are kept; by the percentage that is stated too it would be broken.
    let office = draft("office", None, "2024-Q1");
    for words in [
        "Nothing to claim: the promise is kept",
        "| Also stated | at least 99.2% of a quarter; this decides nothing |",
        "| But | the agreement also says at least 99.2% of a quarter: by that it is broken; it is kept by what decides |",
        "Only the hours “service” count, for downtime and period alike.",
        "uptime % = 100 · (quarter − exempt − downtime) / (quarter − exempt)",
    ] {
        assert!(office.contains(words), "{words}\n{office}");
    }
}

/// More downtime never earns a lesser credit, whatever the bands.
#[test]
fn what_is_owed_never_sinks_as_downtime_grows() {
    let bands = "bands = [{ below = 99.5, percent = 5 }, { over = \"7h\", percent = 15 }, { below = 98, percent = 40 }, \
                 { over = \"40h\", percent = 60 }]";
    let old = "bands = [{ below = 99.5, percent = 5 }, { over = \"7h\", percent = 15 }]";
    let text = TIERS.replace(old, bands);
    for text in [TIERS, &text, OFFICE] {
        let contract = read(text);
        let from = contract.zone.midnight(month("2024-03").first());
        for plan in contract.uptime_plans() {
            let length = contract.uptime_of(plan).unwrap().period;
            let period = CalendarPeriod::around(length, month("2024-03"));
            let owed = |minutes: i64| {
                let outage = Outage { from, to: Some(from.plus(minutes * MINUTE)), ..Outage::default() };
                let outages = [(LedgerRecordId(1), &outage)];
                let now = from.plus(400 * DAY);
                period_uptime(&contract, plan, period, &outages, &[], now).unwrap().credit_percent()
            };
            let all: Vec<f64> = (0..31 * 24 * 60).step_by(17).map(owed).collect();
            assert!(all.windows(2).all(|two| two[0] <= two[1]), "{plan:?}");
            assert!(all[0] < all[all.len() - 1], "{plan:?}");
        }
    }
}

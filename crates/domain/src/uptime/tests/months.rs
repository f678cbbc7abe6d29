//! The days of a month, several months, and the version of an agreement that holds in each.

use super::*;
use crate::contract::{SourceFile, built_in_calendars};
use crate::ledger::{AnnouncedChange, Ledger, LedgerFact, LedgerRecord};

#[test]
fn the_days_of_a_month_add_up_to_it() {
    for month in ["2024-02", "2024-03", "2024-10", "2024-12"] {
        let told = under("sesam")
            .down(&format!("{month}-01 00:00"), &format!("{month}-02 04:00"))
            .down(&format!("{month}-26 22:00"), &format!("{month}-28 05:00"))
            .because("customer")
            .down(&format!("{month}-27 12:00"), &format!("{month}-29 12:00"))
            .down(&format!("{month}-20 23:57"), &format!("{month}-21 00:04"));
        let uptime = told.month(month);
        let days = uptime.days();
        assert_eq!(days.len(), uptime.month.dates().count());
        assert!(days.windows(2).all(|two| two[0].date.plus_days(1) == two[1].date));
        let sum = |part: fn(&DayUptime) -> i64| days.iter().map(part).sum::<i64>();
        assert_eq!((sum(|d| d.downtime), sum(|d| d.exempt)), (uptime.downtime, uptime.exempt), "{month}");
        assert_eq!(sum(|d| d.too_short), 7 * MINUTE, "{month}");
        assert!(uptime.downtime > 0 && uptime.exempt > 0);
    }
}

#[test]
fn a_day_has_what_lies_between_its_own_midnights() {
    let told = under("sesam").down("2024-10-26 23:00", "2024-10-28 00:30");
    let of = |day: u32| told.month("2024-10").days()[day as usize - 1];
    assert_eq!((of(26).downtime, of(26).exempt), (HOUR, 0));
    // The clocks go back at 03:00: the day has 25 hours, and the window four.
    assert_eq!((of(27).downtime, of(27).exempt), (21 * HOUR, 4 * HOUR));
    assert_eq!((of(28).downtime, of(28).exempt), (0, 30 * MINUTE));
    assert_eq!((of(25).downtime, of(25).exempt, of(25).too_short), (0, 0, 0));
}

fn ledger(facts: Vec<LedgerFact>) -> Ledger {
    let entry = |(id, fact)| LedgerRecord {
        id,
        revision: 0,
        at: Instant::FIRST,
        by: "anna".into(),
        first_by: None,
        fact: Some(fact),
    };
    (1..).map(LedgerRecordId).zip(facts).map(entry).collect()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn twelve_months_end_with_the_last_and_have_what_happened_in_each() {
    let told =
        under("markant").down("2023-12-31 23:00", "2024-01-01 02:00").down("2024-03-10 10:00", "2024-03-10 11:00");
    let ledger = ledger(told.outages.iter().cloned().map(LedgerFact::Outage).collect());
    let year = twelve_months(&BOOK, &ledger, &UptimeQuery::of("markant"), month("2024-03"), told.now);
    let told: Vec<(String, i64)> = year.iter().map(|m| (m.month.to_string(), m.downtime)).collect();
    assert_eq!(told.len(), 12);
    assert_eq!((told[0].0.as_str(), told[11].0.as_str()), ("2023-04", "2024-03"));
    let down: Vec<_> = told.iter().filter(|(_, downtime)| *downtime > 0).map(|(m, s)| (m.as_str(), *s)).collect();
    assert_eq!(down, [("2023-12", HOUR), ("2024-01", 2 * HOUR), ("2024-03", HOUR)]);
    assert!(twelve_months(&BOOK, &ledger, &UptimeQuery::of("acme"), month("2024-03"), Instant::FIRST).is_empty());
    let first = twelve_months(&BOOK, &ledger, &UptimeQuery::of("markant"), month("1980-02"), Instant::FIRST);
    assert_eq!(first.iter().map(|m| m.month.to_string()).collect::<Vec<_>>(), ["1980-01", "1980-02"]);
}

#[test]
fn a_round_has_what_touches_the_month_and_nothing_else() {
    let now = under("sesam").moment("2024-04-10 12:00");
    let outages = under("sesam")
        .down("2024-03-31 22:00", "2024-04-01 00:00")
        .down("2024-03-31 22:00", "2024-04-01 00:01")
        .down("2024-04-10 11:18", "")
        .down("2024-05-01 00:00", "2024-05-01 01:00")
        .work("2024-03-31 20:00", "2024-04-01 00:00", "")
        .work("2024-04-30 23:00", "2024-05-01 01:00", "");
    let change =
        |from: &str| AnnouncedChange { contract: "sesam".into(), from: outages.moment(from), ..Default::default() };
    let facts = outages.outages.iter().cloned().map(LedgerFact::Outage);
    let facts = facts.chain(outages.maintenance.iter().cloned().map(LedgerFact::Maintenance));
    let changes = ["2024-03-31 23:59:59", "2024-04-01 00:00", "2024-05-01 00:00"]
        .map(|from| LedgerFact::AnnouncedChange(change(from)));
    let others = LedgerFact::Outage(Outage { contract: "markant".into(), ..outages.outages[1].clone() });
    let ledger = ledger(facts.chain(changes).chain([others]).collect());
    let round = month_round(&BOOK, &ledger, "sesam", month("2024-04"), now).unwrap().unwrap();
    let ids = |all: &[LedgerRecordId]| all.iter().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!(ids(&round.entries.outages.iter().map(|o| o.0).collect::<Vec<_>>()), [2, 3]);
    assert_eq!(ids(&round.entries.maintenance.iter().map(|m| m.0).collect::<Vec<_>>()), [6]);
    assert_eq!(ids(&round.entries.changes.iter().map(|c| c.0).collect::<Vec<_>>()), [8]);
    assert_eq!(round.uptime.downtime, 42 * MINUTE, "the minute past midnight is in the nightly window");
    assert!(round.uptime.running && round.breaks_at.is_some());
    assert!(month_round(&BOOK, &ledger, "acme", month("2024-04"), now).is_none());
    assert!(month_round(&BOOK, &ledger, "sesam", month("1980-01").plus(-1), now).unwrap().is_err());
}

/// One customer's names in any spelling; `counts_from` and joining as for all.
#[test]
fn each_customer_whom_an_outage_names_has_a_month_and_all_others_one() {
    let told = under("markant")
        .down("2024-04-10 10:00", "2024-04-10 12:00")
        .down("2024-04-10 11:00", "2024-04-10 15:00")
        .down("2024-04-11 10:00", "2024-04-11 10:30")
        .down("2024-05-11 10:00", "2024-05-11 10:30");
    let names: [&[&str]; 4] = [&["south", "North"], &[" South"], &[], &["West"]];
    let affects = |outage: &Outage, names: &[&str]| {
        let affects = names.iter().map(|name| (*name).to_owned()).collect();
        LedgerFact::Outage(Outage { affects, ..outage.clone() })
    };
    let facts = told.outages.iter().zip(names).map(|(outage, names)| affects(outage, names));
    let ledger = ledger(facts.collect());
    let april = |of: Option<&str>| {
        let query = UptimeQuery::of("markant").for_party(UptimeParty::named(of));
        promised_round(&BOOK, &ledger, &query, month("2024-04"), told.now).unwrap().unwrap()
    };
    let parties = |of: Option<&str>| -> Vec<(Option<String>, i64)> {
        let round = april(of);
        round.parties().into_iter().map(|party| (party.name, party.uptime.downtime)).collect()
    };
    let expected = [(Some("North"), 150), (Some("south"), 330), (None, 30)];
    let expected = expected.map(|(name, minutes)| (name.map(str::to_owned), minutes * MINUTE));
    assert_eq!(parties(None), expected);
    assert_eq!(parties(Some("North")), [], "it is of one already");
    for (of, named, downtime) in [("SOUTH", true, 330), ("West", true, 30), ("East", false, 30)] {
        let round = april(Some(of));
        assert_eq!((round.of(), round.of_is_named), (Some(of), named));
        assert_eq!(round.uptime.downtime, downtime * MINUTE, "{of}");
        assert_eq!(whose_in_words(&round).unwrap().contains("no outage names it"), !named);
    }
    // Missoun promises no uptime to anybody.
    let missoun = LedgerFact::Outage(Outage {
        contract: "missoun".into(),
        affects: vec!["North".into()],
        ..told.outages[0].clone()
    });
    let missoun: Ledger = self::ledger(vec![missoun]);
    let round = month_round(&BOOK, &missoun, "missoun", month("2024-04"), told.now).unwrap().unwrap();
    assert_eq!(round.parties(), []);
}

/// Markant, "Servicevindu": less than 15 minutes may happen in the window without consent; Tuesdays 00:00 to 06:30.
#[test]
fn a_long_interruption_in_the_window_is_marked_where_nobody_was_asked_or_told() {
    let marked = |told: Told| -> Vec<String> {
        let facts = told.outages.iter().cloned().map(LedgerFact::Outage);
        let facts = facts.chain(told.maintenance.iter().cloned().map(LedgerFact::Maintenance)).collect();
        let ledger = ledger(facts);
        let id = told.contract.id.clone();
        let round = month_round(&BOOK, &ledger, &id, month("2024-04"), told.now).unwrap().unwrap();
        let say = |at: Instant| told.contract.zone.wall(at).to_string();
        let stretches = round.unagreed();
        stretches.iter().map(|s| format!("{} {} {:?}", say(s.from), s.seconds() / 60, s.outages.len())).collect()
    };
    let night =
        |from: &str, to: &str| under("markant").down(&format!("2024-04-09 {from}"), &format!("2024-04-09 {to}"));
    assert_eq!(marked(night("01:00", "01:14:59")), [""; 0]);
    assert_eq!(marked(night("01:00", "01:15")), ["2024-04-09 01:00 15 1"]);
    assert_eq!(marked(night("06:00", "07:00")), ["2024-04-09 06:00 30 1"], "what is outside counts as downtime");
    assert_eq!(marked(night("06:20", "07:00")), [""; 0]);
    // Two that touch are one interruption.
    let two = night("01:00", "01:08").down("2024-04-09 01:08", "2024-04-09 01:20");
    assert_eq!(marked(two), ["2024-04-09 01:00 20 2"]);
    assert_eq!(marked(night("01:00", "01:08").down("2024-04-09 01:09", "2024-04-09 01:20")), [""; 0]);
    // Agreed, announced in time, too late, and in part.
    let works = |announced: &str| night("01:00", "03:00").work("2024-04-09 01:00", "2024-04-09 03:00", announced);
    assert_eq!(marked(works("").of_kind("Agreed")), [""; 0]);
    assert_eq!(marked(works("2024-04-03 10:00")), [""; 0]);
    assert_eq!(marked(works("2024-04-08 10:00")), ["2024-04-09 01:00 120 1"]);
    let part = night("01:00", "03:00").work("2024-04-09 01:00", "2024-04-09 02:30", "2024-04-03 10:00");
    assert_eq!(marked(part), ["2024-04-09 02:30 30 1"]);
    // A fault of the customer's is no maintenance, and other agreements say nothing of it.
    assert_eq!(marked(night("01:00", "03:00").because("customer")), [""; 0]);
    assert_eq!(marked(under("sesam").down("2024-04-09 01:00", "2024-04-09 02:00")), [""; 0]);
}

/// Returns an agreement that was moved from one zone to another and promised more with its next version.
fn moved() -> Book {
    let file = |name: &str, effective: &str, zone: &str, min: &str| {
        let text = format!(
            "id = \"acme\"\nvendor = \"Acme\"\nversion = \"{effective}\"\neffective = {effective}\ntime_zone = \"{zone}\"\n\
             [[severity]]\nid = \"high\"\nname = \"High\"\n[plan.standard]\nname = \"Standard\"\n\
             [uptime]\nmin_percent = {min}\n"
        );
        SourceFile::user(name, text)
    };
    let files =
        [file("old.toml", "2023-01-01", "Asia/Tokyo", "99"), file("new.toml", "2024-04-15", "Europe/Oslo", "99.9")];
    Book::new(built_in_calendars(), files)
}

#[test]
fn a_month_is_judged_by_the_version_that_holds_on_its_first_day_and_in_that_ones_zone() {
    let book = moved();
    let at = |text| Instant::parse(text).unwrap();
    // In Tokyo, 09:00 to 10:00 on 1 April; in Oslo still the last of March.
    let early = Outage {
        contract: "acme".into(),
        from: at("2024-03-31T15:00:00Z"),
        to: Some(at("2024-03-31T16:00:00Z")),
        ..Outage::default()
    };
    let ledger = ledger(vec![LedgerFact::Outage(early)]);
    let now = at("2024-06-01T00:00:00Z");
    let round = |text| month_round(&book, &ledger, "acme", month(text), now).unwrap().unwrap();
    for (text, version, zone, downtime) in [
        ("2024-03", "2023-01-01", "Asia/Tokyo", 0),
        ("2024-04", "2023-01-01", "Asia/Tokyo", HOUR),
        ("2024-05", "2024-04-15", "Europe/Oslo", 0),
    ] {
        let round = round(text);
        assert_eq!((round.contract.version.as_str(), round.uptime.zone.name()), (version, zone), "{text}");
        assert_eq!(
            (round.uptime.downtime, round.entries.outages.len()),
            (downtime, usize::from(downtime > 0)),
            "{text}"
        );
    }
    let year = twelve_months(&book, &ledger, &UptimeQuery::of("acme"), month("2024-05"), now);
    assert_eq!(year.iter().map(|month| month.downtime).collect::<Vec<_>>()[8..], [0, 0, HOUR, 0]);
}

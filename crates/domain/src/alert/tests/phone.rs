//! Alerts of tickets that have to be phoned, as their channel does not count.

use super::*;
use crate::contract::SourceFile;

/// Returns Markant, standard, of that severity, by a letter: a critical one counts by phone alone.
fn mailed(severity: &str) -> Case {
    by("email", Case::of("markant", "standard", severity, "2024-01-06 03:00"))
}

fn by(channel: &str, mut case: Case) -> Case {
    for event in &mut case.events {
        if let EventContent::Action(EventData::Reported(report)) = &mut event.what {
            channel.clone_into(&mut report.channel);
        }
    }
    case
}

fn severity(severity: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: severity.to_owned() })
}

fn phoned() -> EventData {
    EventData::Reported(event::Reported { channel: "phone".to_owned() })
}

fn words(case: &Case, rules: &AlertRules, now: Instant) -> Vec<String> {
    case.look(rules, now).alerts.iter().map(|alert| alert.in_words(now)).collect()
}

/// A Saturday at three in the morning.
const LETTER: &str = "2024-01-06 03:00";
const LINE: &str = "Sat 6 Jan 03:00:00 response: phone";

#[test]
fn a_letter_that_has_to_be_phoned_is_told_at_once_and_once_whatever_the_hour() {
    let mut case = mailed("critical");
    let alerts = case.alerts(&AlertRules::default(), at(LETTER), at("2024-01-10 12:00"));
    assert_eq!(told(&alerts), [LINE]);
    let (now, alert) = &alerts[0];
    assert_eq!(alert.in_words(*now), "to be phoned, call 53 00 30 00");
    assert_eq!((alert.what.call.as_deref(), alert.what.late), (Some("53 00 30 00"), None));
    let json = AlertMessage::new(*now, [alert.clone()]).to_json(str::to_owned);
    assert_eq!(json["text"], "#7 Markant Critical “Shop down”: to be phoned, call 53 00 30 00");
    assert_eq!((&json["alerts"][0]["point"], &json["alerts"][0]["call"]), (&"phone".into(), &"53 00 30 00".into()));
    assert_eq!(json["alerts"][0]["due"], serde_json::Value::Null);
    // Serious counts by email, so its clock runs.
    assert_eq!(told(&mailed("serious").alerts(&AlertRules::default(), at(LETTER), at("2024-01-07 12:00"))), [""; 0]);
}

#[test]
fn it_is_told_when_the_severity_is_raised_and_anew_when_it_is_raised_again() {
    let rules = AlertRules::default();
    let mut case = mailed("minor").then("2024-01-08 09:00", severity("critical"));
    assert_eq!(case.look(&rules, at("2024-01-08 09:00")).alerts[0].moment, at("2024-01-08 09:00"));
    let alerts = case.alerts(&rules, at("2024-01-08 09:00"), at("2024-01-08 09:10"));
    assert_eq!(told(&alerts), ["Mon 8 Jan 09:00:00 response: phone"]);
    let mut case = case.then("2024-01-08 09:10", severity("minor")).then("2024-01-08 09:20", severity("critical"));
    let alerts = case.alerts(&rules, at("2024-01-08 09:20"), at("2024-01-08 12:00"));
    assert_eq!(told(&alerts), ["Mon 8 Jan 09:20:00 response: phone"]);
}

#[test]
fn it_ends_when_it_is_phoned_excluded_or_closed() {
    let excluded =
        EventData::Excluded(event::Excluded { cause: "customer".to_owned(), words: Some("it is theirs".to_owned()) });
    let closed = EventData::Closed(event::Closed { reason: None, words: None });
    for what in [phoned(), excluded, closed, severity("serious")] {
        let said = format!("{what:?}");
        let case = mailed("critical").then(LETTER, what);
        assert_eq!(words(&case, &AlertRules::default(), at(LETTER)), [""; 0], "{said}");
    }
}

#[test]
fn it_goes_up_the_levels_in_any_hour_until_somebody_phones() {
    let rules = AlertRules { escalate: Some(ClockSeconds::from_secs(1800)), ..AlertRules::default() };
    let mut case = mailed("critical");
    let alerts = case.alerts(&rules, at(LETTER), at("2024-01-06 03:40"));
    assert_eq!(told(&alerts), [LINE, "Sat 6 Jan 03:30:00 response: second line"]);
    let (now, up) = &alerts[1];
    assert_eq!(up.in_words(*now), "nobody has done anything, passed up to second line; to be phoned, call 53 00 30 00");
    assert_eq!(up.what.call.as_deref(), Some("53 00 30 00"));
    let mut case = case.then("2024-01-06 03:45", phoned());
    assert_eq!(told(&case.alerts(&rules, at("2024-01-06 03:45"), at("2024-01-07 03:00"))), [""; 0]);
}

#[test]
fn quiet_hours_hold_it_back_unless_its_severity_is_excepted() {
    let rules = |except: &str| {
        let text = format!(
            "[alerts]\n[alerts.quiet]\ntime_zone = \"Europe/Oslo\"\nexcept = [{except}]\n\
             [alerts.quiet.hours]\nmon-sun = [\"22:00-06:00\"]\n"
        );
        read_alerts("c.toml", &text, &Book::built_in()).0.rules
    };
    let (from, to) = (at(LETTER), at("2024-01-07 03:00"));
    let alerts = mailed("critical").alerts(&rules(""), from, to);
    assert_eq!(told(&alerts), ["Sat 6 Jan 06:00:00 response: phone"]);
    assert_eq!(alerts[0].1.what.late, Some(LateReason::Quiet));
    assert_eq!(told(&mailed("critical").alerts(&rules("\"critical\""), from, to)), [LINE]);
}

#[test]
fn it_can_be_left_out_for_all_or_for_each_target_of_a_severity() {
    let without = AlertRules { usual: vec![AlertPoint::Due], ..AlertRules::default() };
    assert_eq!(words(&mailed("critical"), &without, at(LETTER)), [""; 0]);
    let of = |kinds: &[TargetKind]| {
        let of_severity = kinds.iter().map(|kind| (*kind, vec![AlertPoint::Due])).collect();
        let special = [("markant".to_owned(), [("critical".to_owned(), of_severity)].into())].into();
        AlertRules { special, ..AlertRules::default() }
    };
    let mut case = mailed("critical");
    let rules = of(&[TargetKind::Response]);
    assert_eq!(told(&case.alerts(&rules, at(LETTER), at(LETTER))), ["Sat 6 Jan 03:00:00 work start: phone"]);
    assert_eq!(words(&mailed("critical"), &of(&[TargetKind::Response, TargetKind::WorkStart]), at(LETTER)), [""; 0]);
}

/// A report that came long ago, as an old mailbox has them, rings for nobody.
#[test]
fn what_lies_more_than_a_month_back_is_not_told() {
    assert_eq!(words(&mailed("critical"), &AlertRules::default(), at("2024-02-10 03:00")), [""; 0]);
}

/// Returns a contract whose only severity counts by those channels, with that of the vendor's side.
fn acme(channels: &str, side: &str) -> Case {
    let text = format!(
        r#"
id = "acme"
vendor = "Acme"
time_zone = "Europe/Oslo"
[support]
channels = [{channels}]
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "one"
name = "One"
means = "One."
[plan.only]
name = "Only"
[plan.only.target.one]
response = "4h"
{side}
"#
    );
    let book = Book::with_user([], [SourceFile::user("acme.toml", &text)]);
    by("chat", Case::under(book.get("acme").unwrap().clone(), "only", "one", LETTER))
}

#[test]
fn it_says_whom_to_call_or_where_the_number_is_to_be_entered() {
    let contact = "[vendor_side]\ncontacts = [{ name = \"Duty\", phone = \"+47 22 00 00 01\" }]";
    let side = "[vendor_side]\nphone = \"+47 22 00 00 00\"";
    for (channels, side, expected, call) in [
        ("\"phone\"", side, "to be phoned, call +47 22 00 00 00", Some("+47 22 00 00 00")),
        ("\"phone\"", contact, "to be phoned, call +47 22 00 00 01", Some("+47 22 00 00 01")),
        ("\"phone\"", "", "to be phoned; no number is known: write phone under [vendor_side] of acme.toml", None),
        (
            "\"phone\", \"email\"",
            side,
            "to be reported by phone or email, call +47 22 00 00 00",
            Some("+47 22 00 00 00"),
        ),
        ("\"portal\"", side, "to be reported by portal", None),
    ] {
        let case = acme(channels, side);
        assert_eq!(words(&case, &AlertRules::default(), at(LETTER)), [expected]);
        assert_eq!(case.look(&AlertRules::default(), at(LETTER)).alerts[0].what.call.as_deref(), call, "{expected}");
    }
}

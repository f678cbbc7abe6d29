//! Alerts of targets that count again and again, or from another target.

use super::*;
use crate::contract::SourceFile;

/// Each word to the customer begins another round, of which people are told as of the first.
#[test]
fn each_update_is_told_anew_and_what_waits_for_another_target_is_not_told() {
    let book = Book::with_user([], [SourceFile::user("eight.toml", frist_testkit::samples::EVERY_TARGET)]);
    let rules = AlertRules { usual: vec![AlertPoint::Before(900), AlertPoint::Due], ..AlertRules::none() };
    let word = || EventData::Note(event::Note { text: "soon".into(), to_customer: true });
    let mut case = Case::under(book.get("eight").unwrap().clone(), "premium", "critical", "2024-01-08 09:00");
    let mut alerts = case.alerts(&rules, at("2024-01-08 09:00"), at("2024-01-08 10:20"));
    case = case.then("2024-01-08 10:20", word());
    alerts.extend(case.alerts(&rules, at("2024-01-08 10:20"), at("2024-01-08 11:30")));
    let of = |kinds: &str| told(&alerts).into_iter().filter(|line| line.contains(kinds)).collect::<Vec<_>>();
    let updates = [
        "Mon 8 Jan 09:45:00 update: 15m",
        "Mon 8 Jan 10:00:00 update: due",
        "Mon 8 Jan 11:05:00 update: 15m",
        "Mon 8 Jan 11:20:00 update: due",
    ];
    assert_eq!(of(" update: "), updates);
    assert_eq!(
        of(" acknowledgement: "),
        ["Mon 8 Jan 09:45:00 acknowledgement: 15m", "Mon 8 Jan 10:00:00 acknowledgement: due"]
    );
    assert_eq!([of(" correction: "), of(" root cause: ")], [vec![], Vec::<String>::new()]);
}

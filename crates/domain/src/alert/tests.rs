//! Alerts as tables: the moments of points, what counts as told, levels, quiet hours, the settings.

mod inbox;
mod phone;
mod updates;

use std::sync::Arc;

use crate::contract::{Book, Calendars, Contract, Pause, TargetKind, read_contract};
use crate::sla::{reaches, sla};
use crate::ticket::{
    AlertPoint, DESK, Event, EventContent, EventData, LateReason, NewTicket, Ticket, TicketId, event, new_events,
};
use crate::time::{ClockSeconds, Instant, Zone, parse_moment};

use super::{Alert, AlertMessage, AlertRules, NotificationSettings, look, read_alerts};

/// Returns a wall-clock time in Oslo.
fn at(text: &str) -> Instant {
    parse_moment(text, Zone::named("Europe/Oslo").unwrap(), Instant::from_secs(0)).unwrap()
}

/// A ticket that was reported by phone, and what happened to it.
struct Case {
    contract: Arc<Contract>,
    events: Vec<Event>,
}

const LEVELS: [&str; 2] = ["second line", "management"];

fn levels() -> Vec<String> {
    LEVELS.map(str::to_owned).into()
}

impl Case {
    /// Returns Markant, standard, critical: response in two hours of support time, work start in four; support is 08:00
    /// to 16:00.
    fn reported(text: &str) -> Self {
        Self::of("markant", "standard", "critical", text)
    }

    fn of(contract: &str, plan: &str, severity: &str, text: &str) -> Self {
        Self::under(Book::built_in().get(contract).unwrap().clone(), plan, severity, text)
    }

    fn under(contract: Arc<Contract>, plan: &str, severity: &str, text: &str) -> Self {
        let new = NewTicket {
            contract: contract.id.clone(),
            plan: plan.to_owned(),
            severity: severity.to_owned(),
            channel: "phone".to_owned(),
            subject: "Shop down".to_owned(),
            reported: Some(at(text)),
            ..NewTicket::default()
        };
        let events = new_events(&new, &contract.version, None, "anna", at(text));
        Self { contract, events }
    }

    fn then(mut self, text: &str, what: EventData) -> Self {
        self.events.push(Event { happened: at(text), recorded: at(text), by: "anna".to_owned(), what: what.into() });
        self
    }

    fn ticket(&self) -> Ticket {
        Ticket::fold(TicketId(7), &self.events).unwrap()
    }

    fn look(&self, rules: &AlertRules, now: Instant) -> super::AlertCheck {
        look(&self.ticket(), &self.contract, rules, &levels(), now)
    }

    /// Looks as the desk does, from `from` until `to`; gives each alert with its second, and keeps it.
    fn alerts(&mut self, rules: &AlertRules, from: Instant, to: Instant) -> Vec<(Instant, Alert)> {
        let (mut now, mut told) = (from, Vec::new());
        loop {
            let look = self.look(rules, now);
            for alert in look.alerts {
                let what = alert.what.clone().into();
                self.events.push(Event { happened: now, recorded: now, by: DESK.to_owned(), what });
                told.push((now, alert));
            }
            match self.look(rules, now).next {
                Some(next) if next <= to => now = next,
                _ => return told,
            }
        }
    }

    fn moment(&self, kind: TargetKind, point: AlertPoint, now: Instant) -> Option<Instant> {
        let ticket = self.ticket();
        let sla = sla(&ticket, &self.contract, now);
        reaches(&ticket, &self.contract, sla.target(kind).unwrap(), point, now)
    }
}

/// Returns each alert as a line: when in Oslo, which target, which points or level.
fn told(alerts: &[(Instant, Alert)]) -> Vec<String> {
    let line = |(now, alert): &(Instant, Alert)| {
        let points: Vec<String> = alert.what.points.iter().map(|p| String::from(*p)).collect();
        let level = alert.what.level.clone().unwrap_or_default();
        let wall = Zone::named("Europe/Oslo").unwrap().wall(*now);
        let target = alert.what.target_in_words();
        format!("{} {} {target}: {}{level}", wall.date.short(), wall.hms(), points.join(" "))
    };
    alerts.iter().map(line).collect()
}

fn only(kind: TargetKind, points: &[AlertPoint]) -> AlertRules {
    let special = [("markant".to_owned(), [("critical".to_owned(), [(kind, points.to_vec())].into())].into())].into();
    AlertRules { special, ..AlertRules::none() }
}

#[test]
fn each_point_lies_in_support_time_over_the_weekend() {
    let case = Case::reported("2024-01-05 15:00");
    let moment = |point| case.moment(TargetKind::Response, point, at("2024-01-05 15:00"));
    for (point, expected) in [
        (AlertPoint::Part(50), "2024-01-05 16:00"),
        (AlertPoint::Part(75), "2024-01-08 08:30"),
        (AlertPoint::Before(900), "2024-01-08 08:45"),
        (AlertPoint::Before(5400), "2024-01-05 15:30"),
        (AlertPoint::Due, "2024-01-08 09:00"),
        (AlertPoint::Breach, "2024-01-08 09:00:01"),
    ] {
        assert_eq!(moment(point), Some(at(expected)), "{point}");
    }
    // Two hours before it is due is when it comes in.
    assert_eq!((moment(AlertPoint::Before(7200)), moment(AlertPoint::Before(9000))), (None, None));
}

#[test]
fn an_alert_comes_once_at_its_second_over_a_weekend_and_a_holiday() {
    // Maundy Thursday to Easter Monday are closed, and clocks go forward on the Sunday.
    let mut case = Case::reported("2024-03-27 15:00");
    let alerts = case.alerts(&AlertRules::default(), at("2024-03-27 15:00"), at("2024-04-03 10:00"));
    assert_eq!(
        told(&alerts),
        [
            "Tue 2 Apr 08:30:00 response: 75%",
            "Tue 2 Apr 08:45:00 response: 15m",
            "Tue 2 Apr 09:00:00 response: due",
            "Tue 2 Apr 09:00:01 response: breach",
            "Tue 2 Apr 10:00:00 work start: 75%",
            "Tue 2 Apr 10:45:00 work start: 15m",
            "Tue 2 Apr 11:00:00 work start: due",
            "Tue 2 Apr 11:00:01 work start: breach",
        ]
    );
}

#[test]
fn what_was_reached_while_nobody_looked_is_told_once_and_together() {
    let mut case = Case::reported("2024-01-05 15:00");
    let alerts = case.alerts(&AlertRules::default(), at("2024-01-08 08:50"), at("2024-01-08 09:30"));
    let lines = [
        "Mon 8 Jan 08:50:00 response: 75% 15m",
        "Mon 8 Jan 09:00:00 response: due",
        "Mon 8 Jan 09:00:01 response: breach",
    ];
    assert_eq!(told(&alerts), lines);
    assert_eq!(alerts[0].1.moment, at("2024-01-08 08:45"));
}

#[test]
fn what_lies_more_than_a_month_back_is_not_told() {
    let mut case = Case::reported("2024-01-05 15:00");
    assert_eq!(told(&case.alerts(&AlertRules::default(), at("2024-02-08 12:00"), at("2024-03-01 00:00"))), [""; 0]);
    assert_eq!(case.alerts(&AlertRules::default(), at("2024-02-08 09:00:01"), at("2024-02-08 09:00:01")).len(), 2);
}

#[test]
fn a_clock_that_is_set_back_a_little_tells_nothing_twice() {
    let mut case = Case::reported("2024-01-05 15:00");
    let told_first = case.alerts(&AlertRules::default(), at("2024-01-08 08:00"), at("2024-01-08 09:00"));
    assert_eq!(told_first.len(), 3, "{:?}", told(&told_first));
    let again = case.alerts(&AlertRules::default(), at("2024-01-08 08:59:00"), at("2024-01-08 09:00"));
    assert_eq!(told(&again), [""; 0]);
}

#[test]
fn what_a_clock_told_that_was_far_ahead_is_told_when_it_is_true() {
    let mut case = Case::reported("2024-01-05 15:00");
    let ahead = case.alerts(&AlertRules::default(), at("2024-01-09 08:00"), at("2024-01-09 08:00"));
    assert_eq!(ahead.len(), 2, "{:?}", told(&ahead));
    let true_now = told(&case.alerts(&AlertRules::default(), at("2024-01-08 08:00"), at("2024-01-08 09:15")));
    let mut never_told = Case::reported("2024-01-05 15:00");
    assert_eq!(
        true_now,
        told(&never_told.alerts(&AlertRules::default(), at("2024-01-08 08:00"), at("2024-01-08 09:15")))
    );
    assert_eq!(true_now.len(), 4, "{true_now:?}");
}

#[test]
fn a_deadline_that_moves_away_is_told_anew_when_it_comes_near_and_not_before() {
    let rules = only(TargetKind::Response, &[AlertPoint::Part(75)]);
    let rules = AlertRules { usual: vec![AlertPoint::Part(75)], ..rules };
    let mut case = Case::reported("2024-01-08 08:00");
    assert_eq!(
        told(&case.alerts(&rules, at("2024-01-08 08:00"), at("2024-01-08 09:45"))),
        ["Mon 8 Jan 09:30:00 response: 75%"]
    );
    // Serious has four hours: three quarters of them end at eleven.
    let mut case =
        case.then("2024-01-08 09:45", EventData::SeveritySet(event::SeveritySet { severity: "serious".to_owned() }));
    let alerts = case.alerts(&rules, at("2024-01-08 09:45"), at("2024-01-08 11:30"));
    assert_eq!(told(&alerts), ["Mon 8 Jan 11:00:00 response: 75%"]);
    // Critical again, it has long been reached, and people have been told; of work start, which has less time now, not.
    let mut case =
        case.then("2024-01-08 11:30", EventData::SeveritySet(event::SeveritySet { severity: "critical".to_owned() }));
    let alerts = case.alerts(&rules, at("2024-01-08 11:30"), at("2024-01-08 11:31"));
    assert_eq!(told(&alerts), ["Mon 8 Jan 11:30:00 work start: 75%"]);
}

/// Returns a contract with office hours, one plan, one severity, four hours to answer in, and that said of its support.
fn office(support: &str) -> Contract {
    let text = format!(
        r#"
id = "office"
vendor = "Office"
time_zone = "Europe/Oslo"
[support]
{support}
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
"#
    );
    read_contract("office.toml", &text, &Calendars::default()).unwrap()
}

#[test]
fn a_pause_moves_what_is_to_come_and_repeats_nothing() {
    let contract = office("pause = [\"waiting_customer\"]");
    let (from, to) = (at("2024-01-08 08:00"), at("2024-01-09 16:00"));
    let mut case = Case::under(contract.into(), "only", "one", "2024-01-08 08:00");
    assert_eq!(
        told(&case.alerts(&AlertRules::default(), from, at("2024-01-08 11:10"))),
        ["Mon 8 Jan 11:00:00 response: 75%"]
    );
    let mut case = case.then("2024-01-08 11:30", EventData::waiting(Pause::WaitingCustomer));
    assert_eq!(told(&case.alerts(&AlertRules::default(), at("2024-01-08 11:30"), at("2024-01-09 07:00"))), [""; 0]);
    // Half an hour of the four is left when it goes on.
    let mut case = case.then("2024-01-09 10:00", EventData::Resumed);
    let alerts = case.alerts(&AlertRules::default(), at("2024-01-09 10:00"), to);
    let lines =
        ["Tue 9 Jan 10:15:00 response: 15m", "Tue 9 Jan 10:30:00 response: due", "Tue 9 Jan 10:30:01 response: breach"];
    assert_eq!(told(&alerts), lines);
}

#[test]
fn what_is_met_excluded_or_closed_tells_nothing_and_what_has_no_clock_only_that() {
    let (from, to) = (at("2024-01-08 08:00"), at("2024-01-09 16:00"));
    let met = Case::reported("2024-01-08 08:00")
        .then("2024-01-08 08:10", EventData::Fixed)
        .then("2024-01-08 08:10", EventData::Responded);
    let excluded = Case::reported("2024-01-08 08:00").then(
        "2024-01-08 08:10",
        EventData::Excluded(event::Excluded { cause: "customer".to_owned(), words: Some("it is theirs".to_owned()) }),
    );
    let closed = Case::reported("2024-01-08 08:00")
        .then("2024-01-08 08:10", EventData::Closed(event::Closed { reason: None, words: None }));
    let mut no_clock = Case::reported("2024-01-08 08:00");
    let mailed = |e: &mut Event| {
        if let EventContent::Action(EventData::Reported(event::Reported { channel })) = &mut e.what {
            *channel = "email".to_owned();
        }
    };
    no_clock.events.iter_mut().for_each(mailed);
    for mut case in [met, excluded, closed] {
        assert_eq!(told(&case.alerts(&AlertRules::default(), from, to)), [""; 0]);
    }
    assert_eq!(told(&no_clock.alerts(&AlertRules::default(), from, to)), ["Mon 8 Jan 08:00:00 response: phone"]);
}

#[test]
fn each_severity_and_target_may_have_points_of_its_own() {
    let mut case = Case::reported("2024-01-08 08:00");
    let rules = only(TargetKind::WorkStart, &[AlertPoint::Before(3600)]);
    assert_eq!(
        told(&case.alerts(&rules, at("2024-01-08 08:00"), at("2024-01-09 08:00"))),
        ["Mon 8 Jan 11:00:00 work start: 1h"]
    );
}

#[test]
fn in_quiet_hours_nobody_is_told_until_they_end_but_of_what_is_excepted() {
    let text = |except: &str| {
        format!(
            "[alerts]\nat = [\"75%\", \"due\"]\n[alerts.quiet]\ntime_zone = \"Europe/Oslo\"\nexcept = [{except}]\n\
             [alerts.quiet.hours]\nmon-sun = [\"22:00-09:30\"]\n"
        )
    };
    let rules = |except: &str| {
        let (settings, wrong) = read_alerts("c.toml", &text(except), &Book::built_in());
        assert_eq!(wrong, []);
        settings.rules
    };
    let (from, to) = (at("2024-01-05 15:00"), at("2024-01-08 09:40"));
    let alerts = Case::reported("2024-01-05 15:00").alerts(&rules(""), from, to);
    assert_eq!(told(&alerts), ["Mon 8 Jan 09:30:00 response: 75% due"]);
    assert_eq!(alerts[0].1.what.late, Some(LateReason::Quiet));
    let alerts = Case::reported("2024-01-05 15:00").alerts(&rules("\"critical\""), from, to);
    assert_eq!(told(&alerts), ["Mon 8 Jan 08:30:00 response: 75%", "Mon 8 Jan 09:00:00 response: due"]);
}

#[test]
fn a_ticket_that_nobody_touches_goes_up_the_levels_one_after_the_other() {
    let rules = AlertRules {
        escalate: Some(ClockSeconds::from_secs(1800)),
        ..only(TargetKind::Response, &[AlertPoint::Part(75)])
    };
    let (from, to) = (at("2024-01-08 08:00"), at("2024-01-09 08:00"));
    let mut case = Case::reported("2024-01-08 08:00");
    let up = [
        "Mon 8 Jan 09:30:00 response: 75%",
        "Mon 8 Jan 10:00:00 response: second line",
        "Mon 8 Jan 10:30:00 response: management",
    ];
    assert_eq!(told(&case.alerts(&rules, from, to)), up);
    assert_eq!(case.ticket().level.as_deref(), Some("management"));
    // A note in between shows that somebody is there.
    let note = EventData::Note(event::Note { text: "calling them".to_owned(), to_customer: false });
    let mut case = Case::reported("2024-01-08 08:00");
    case.alerts(&rules, from, at("2024-01-08 09:59"));
    let mut case = case.then("2024-01-08 09:59", note);
    assert_eq!(told(&case.alerts(&rules, at("2024-01-08 09:59"), to)), [""; 0]);
    // The desk was closed for a day: it goes up by one, and has its time there.
    let mut case = Case::reported("2024-01-08 08:00");
    case.alerts(&rules, from, at("2024-01-08 09:30"));
    let late = case.alerts(&rules, at("2024-01-09 09:30"), at("2024-01-09 10:00"));
    assert_eq!(told(&late), ["Tue 9 Jan 09:30:00 response: second line", "Tue 9 Jan 10:00:00 response: management"]);
}

#[test]
fn a_ticket_goes_up_on_the_clock_of_its_target_and_never_while_support_is_closed() {
    let rules = AlertRules {
        usual: vec![AlertPoint::Part(75)],
        escalate: Some(ClockSeconds::from_secs(1800)),
        ..AlertRules::none()
    };
    // An hour of support time to answer in: three quarters are used up seven minutes before the weekend.
    let serious = || Case::of("markant", "extended", "serious", "2024-01-05 15:08");
    let alerts = serious().alerts(&rules, at("2024-01-05 15:08"), at("2024-01-08 09:00"));
    let over_the_weekend = [
        "Fri 5 Jan 15:53:00 response: 75%",
        "Mon 8 Jan 08:23:00 response: second line",
        "Mon 8 Jan 08:53:00 response: management",
    ];
    assert_eq!(told(&alerts), over_the_weekend);
    // Half an hour is over just when support closes: then it opens first.
    let alerts = Case::of("markant", "extended", "serious", "2024-01-05 14:45").alerts(
        &rules,
        at("2024-01-05 14:45"),
        at("2024-01-08 08:10"),
    );
    assert_eq!(told(&alerts), ["Fri 5 Jan 15:30:00 response: 75%", "Mon 8 Jan 08:00:00 response: second line"]);
    assert_eq!(alerts[1].1.moment, at("2024-01-08 08:00"));
    // It was time on Monday at 08:23, and the desk is open again on Monday night.
    let mut late = serious();
    late.alerts(&rules, at("2024-01-05 15:08"), at("2024-01-05 16:00"));
    let alerts = late.alerts(&rules, at("2024-01-08 22:00"), at("2024-01-09 08:10"));
    assert_eq!(told(&alerts), ["Mon 8 Jan 22:00:00 work start: 75%", "Tue 9 Jan 08:00:00 response: second line"]);
    // A target of calendar time goes up at any hour.
    let contract = office("clock = \"calendar\"");
    let mut calendar = Case::under(contract.into(), "only", "one", "2024-01-05 15:00");
    let alerts = calendar.alerts(&rules, at("2024-01-05 15:00"), at("2024-01-05 18:45"));
    assert_eq!(told(&alerts), ["Fri 5 Jan 18:00:00 response: 75%", "Fri 5 Jan 18:30:00 response: second line"]);
}

#[test]
fn what_quiet_hours_held_back_goes_up_so_long_after_people_were_told() {
    let rules = |hours: &str, escalate: &str| {
        let text = format!(
            "[alerts]\nat = [\"75%\", \"due\"]\nescalate = {escalate:?}\n[alerts.quiet]\ntime_zone = \"Europe/Oslo\"\n\
             [alerts.quiet.hours]\nmon-sun = [{hours:?}]\n"
        );
        let (settings, wrong) = read_alerts("c.toml", &text, &Book::built_in());
        assert_eq!(wrong, []);
        settings.rules
    };
    let critical = || Case::reported("2024-01-08 08:00");
    let (from, to) = (at("2024-01-08 08:00"), at("2024-01-08 11:59"));
    // People are told at 09:30, and it would go up at 09:50, when it is quiet.
    let lines = [
        "Mon 8 Jan 09:30:00 response: 75%",
        "Mon 8 Jan 10:30:00 response: due",
        "Mon 8 Jan 10:50:00 response: second line",
        "Mon 8 Jan 11:00:00 work start: 75%",
        "Mon 8 Jan 11:10:00 response: management",
    ];
    let alerts = critical().alerts(&rules("09:40-10:30", "20m"), from, to);
    assert_eq!(told(&alerts), lines);
    // People are told of all of it at 10:30 only.
    let alerts = critical().alerts(&rules("09:00-10:30", "20m"), from, at("2024-01-08 10:59"));
    let lines = ["Mon 8 Jan 10:30:00 response: 75% due", "Mon 8 Jan 10:50:00 response: second line"];
    assert_eq!(told(&alerts), lines);
}

#[test]
fn whoever_a_ticket_is_passed_up_to_is_told_that_it_is_breached_by_then() {
    let rules = AlertRules {
        escalate: Some(ClockSeconds::from_secs(1800)),
        ..only(TargetKind::Response, &[AlertPoint::Part(75)])
    };
    let words = |from: &str, until: &str| {
        let mut case = Case::reported("2024-01-08 08:00");
        case.alerts(&rules, at("2024-01-08 08:00"), at(from));
        let alerts = case.alerts(&rules, at(until), at(until));
        AlertMessage::new(at(until), alerts.into_iter().map(|(_, alert)| alert)).in_words(str::to_owned)
    };
    for (from, until, expected) in [
        ("2024-01-08 09:30", "2024-01-08 10:00", "was due today 10:00"),
        ("2024-01-08 10:00", "2024-01-08 10:30", "was due today 10:00, breached 30m ago"),
        ("2024-01-08 09:30", "2024-01-09 09:00", "was due yesterday 10:00, breached 23h00 ago"),
    ] {
        let level = if from.ends_with("10:00") { "management" } else { "second line" };
        assert_eq!(
            words(from, until),
            format!(
                "#7 Markant Critical “Shop down”: nobody has done anything, passed up to {level}; response {expected}"
            )
        );
    }
}

/// Returns an alert at three quarters of the time to answer, of a ticket with that subject and number.
fn alert_of(id: u64, subject: &str) -> Alert {
    let case = Case::reported("2024-01-08 08:00");
    let ticket = Ticket { id: TicketId(id), subject: subject.to_owned(), ..case.ticket() };
    let rules = only(TargetKind::Response, &[AlertPoint::Part(75)]);
    look(&ticket, &case.contract, &rules, &levels(), at("2024-01-08 09:30")).alerts.remove(0)
}

fn in_words(alerts: Vec<Alert>) -> String {
    AlertMessage::new(at("2024-01-08 09:30"), alerts).in_words(|name| format!("{name}@desk"))
}

#[test]
fn words_say_what_the_ticket_is_in_a_length_that_can_be_read_and_in_no_way_that_drives_a_terminal() {
    let told = "response has used 75 % of its time, due today 10:00";
    assert_eq!(in_words(vec![alert_of(1, "Shop down")]), format!("#1 Markant Critical “Shop down”: {told}"));
    let hostile = "Shop\u{1b}]0;x\u{7} \u{202e}down\nin every town of the land, and in some that are not in it";
    let shown = "Shop]0;x down in every town of the land, and in…";
    assert_eq!(in_words(vec![alert_of(1, hostile)]), format!("#1 Markant Critical “{shown}”: {told}"));
    let of_one = vec![alert_of(1, "Shop down"), alert_of(1, "Shop down")];
    assert_eq!(in_words(of_one), format!("#1 Markant Critical “Shop down”: {told}; {told}"));
    // Of several, the worst is named, more shortly.
    let words = in_words((1..=5).map(|id| alert_of(id, hostile)).collect());
    let worst = format!("#1 Markant Critical “Shop]0;x down in every …”: {told}");
    assert_eq!(words, format!("{worst}; #2 Markant: {told}; #3 Markant: {told}; and 2 more"));
}

#[test]
fn words_name_who_is_on_call_at_each_level_that_something_goes_to_also_that_nobody_is() {
    let goes_to = |id, level: Option<&str>, who: Option<&str>| {
        let mut alert = alert_of(id, "Shop down");
        alert.level = level.map(str::to_owned);
        (alert.what.to, alert.nobody) = (who.map(str::to_owned), who.is_none());
        alert
    };
    let second = Some("second line");
    for (alerts, expected) in [
        (vec![goes_to(1, None, Some("ola"))], " · on call: ola@desk"),
        (vec![goes_to(1, second, Some("kari"))], " · on call: kari@desk"),
        (vec![goes_to(1, None, None)], " · nobody is on call"),
        (vec![goes_to(1, second, None)], " · nobody is on call at second line"),
        (
            vec![goes_to(1, second, Some("kari")), goes_to(2, None, Some("ola")), goes_to(3, None, Some("ola"))],
            " · on call: kari@desk (second line), ola@desk (first line)",
        ),
        (
            vec![goes_to(1, second, None), goes_to(2, None, Some("ola"))],
            " · on call: nobody (second line), ola@desk (first line)",
        ),
        (vec![alert_of(1, "Shop down"), alert_of(2, "Shop down")], "due today 10:00"),
    ] {
        let words = in_words(alerts);
        assert!(words.ends_with(expected), "{words}");
    }
}

#[test]
fn several_alerts_are_one_message_the_worst_first() {
    let mut alerts = Vec::new();
    for (id, reported) in
        [(1, "2024-01-05 15:10"), (2, "2024-01-05 15:00"), (3, "2024-01-05 14:00"), (4, "2024-01-05 15:05")]
    {
        let ticket = Ticket { id: TicketId(id), ..Case::reported(reported).ticket() };
        let case = Case::reported(reported);
        let rules = only(TargetKind::Response, &AlertRules::USUAL);
        alerts.extend(look(&ticket, &case.contract, &rules, &levels(), at("2024-01-08 09:00")).alerts);
    }
    let message = AlertMessage::new(at("2024-01-08 09:00"), alerts);
    assert!(message.is_bad());
    assert_eq!(
        message.in_words(str::to_owned),
        "#3 Markant Critical “Shop down”: response breached 1h00 ago; #2 Markant: response is due now; \
         #4 Markant: response due today 09:05; and 1 more"
    );
    let json = message.to_json(str::to_owned);
    assert_eq!(json["alerts"].as_array().unwrap().len(), 4);
    assert_eq!(json["alerts"][1]["point"], "due");
    assert_eq!(json["alerts"][1]["due"], "2024-01-08T08:00:00Z");
    assert_eq!((json["more"].as_u64(), json["on_call"].as_str()), (Some(0), None));
}

#[test]
fn every_mistake_in_the_settings_is_named_and_the_rest_holds() {
    let text = "[alerts]\nat = [\"75%\", \"soon\", \"due\", \"due\"]\nescalate = \"2bd\"\ncommand = []\ntimeout = 0\n\
                bell = \"no\"\nshout = true\n[alerts.for.acme.critical]\nresponse = []\n[alerts.for.markant.urgent]\n\
                [alerts.for.markant.critical]\nresponse = [\"10m\"]\nanswer = []\n[alerts.quiet]\ntime_zone = \"Oslo\"\n\
                except = [\"huge\"]\n";
    let (settings, wrong) = read_alerts("c.toml", text, &Book::built_in());
    let keys: Vec<String> = wrong.iter().map(|p| format!("{}:{}", p.line().unwrap(), p.key())).collect();
    let expected = [
        "2:alerts.at",
        "2:alerts.at",
        "3:alerts.escalate",
        "4:alerts.command",
        "5:alerts.timeout",
        "6:alerts.bell",
        "7:alerts.shout",
        "8:alerts.for.acme",
        "10:alerts.for.markant.urgent",
        "13:alerts.for.markant.critical.answer",
        "14:alerts.quiet.hours",
        "15:alerts.quiet.time_zone",
        "16:alerts.quiet.except",
    ];
    assert_eq!(keys, expected, "{wrong:#?}");
    assert_eq!(settings.rules.usual, [AlertPoint::Part(75), AlertPoint::Due, AlertPoint::Due]);
    assert_eq!(settings.rules.points("markant", "critical", TargetKind::Response), [AlertPoint::Before(600)]);
    assert_eq!(
        (settings.rules.escalate, settings.command, settings.ways),
        (None, None, NotificationSettings::default())
    );
    let (settings, wrong) = read_alerts("c.toml", "name = \"x\"", &Book::built_in());
    assert_eq!((settings.rules.usual, wrong.len()), (AlertRules::USUAL.to_vec(), 0));
}

//! Being told of targets, through the real loop on a real store with a clock that is set.

use std::sync::Arc;
use std::time::Duration;

use frist::desk::{AlertMonitor, AlertSetup, Change, Desk, Notice, Request, Subscription};
use frist::domain::alert::{AlertMessage, AlertRules, NotificationSettings, TerminalNotification, read_alerts};
use frist::domain::contract::Book;
use frist::domain::ledger::{LedgerFact, Release};
use frist::domain::ticket::{AlertPoint, EventData, LateReason, NewTicket, TicketId, say};
use frist::domain::time::{ClockSeconds, Date, Instant};
use frist::tui::app::{HostEvent, Setup};
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, happen, log, new, setup};

/// The Wednesday before Easter 2024, 15:00 in Oslo. Markant's support opens again on Tuesday at eight, in summer time.
const BEFORE_EASTER: &str = "2024-03-27T14:00:00Z";
/// That Tuesday, 08:00 in Oslo.
const TUESDAY: &str = "2024-04-02T06:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Returns a desk with a critical ticket at Markant, which promises an answer in two hours of support time and work in
/// four.
fn before_easter() -> AtDesk {
    AtDesk::with(BEFORE_EASTER, 100, 24, |desk| {
        log(desk, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    })
}

/// Returns what the timeline of #1 says of alerts, each with the second at which it was told.
fn kept(desk: &AtDesk) -> Vec<String> {
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    let alerts = record.events.iter().filter(|event| event.alert().is_some());
    alerts.map(|event| format!("{} {}", event.happened, say(event, &record.events))).collect()
}

fn bells(desk: &AtDesk) -> usize {
    desk.screen.performed().iter().filter(|effect| **effect == ShellEffect::Bell).count()
}

#[test]
fn each_alert_comes_once_in_its_second_over_a_weekend_and_a_holiday() {
    let mut desk = before_easter();
    desk.alert(AlertRules::default()).pass(at(TUESDAY).since(at(BEFORE_EASTER)));
    assert_eq!((kept(&desk), bells(&desk)), (vec![], 0));
    desk.pass(1800 - 1).sees_not("75 %");
    desk.pass(1).sees("! #1 Markant Critical “Shop down”: response has used 75 % of its time, due today 09:00");
    // The notice goes by itself.
    desk.pass(60).sees_not("75 %");
    desk.pass(899 - 60).sees_not("15m left");
    desk.pass(1).sees("#1 Markant Critical “Shop down”: response has 15m left");
    desk.pass(900).sees("response is due now").sees_not("response breached");
    desk.pass(1).sees("‼ #1 Markant Critical “Shop down”: response breached");
    assert_eq!(
        kept(&desk),
        [
            "2024-04-02T06:30:00Z alert: response has used 75 % of its time",
            "2024-04-02T06:45:00Z alert: response has 15m left",
            "2024-04-02T07:00:00Z alert: response is due",
            "2024-04-02T07:00:01Z alert: response is breached",
        ]
    );
    assert_eq!(bells(&desk), 4);
}

#[test]
fn what_was_missed_while_no_frist_was_open_is_told_once_at_the_start() {
    let mut desk = before_easter();
    // Nobody alerts meanwhile: the program is closed.
    desk.pass(at("2024-04-02T07:30:00Z").since(at(BEFORE_EASTER)));
    desk.alert(AlertRules::default());
    desk.sees("#1 Markant Critical “Shop down”: response breached 30m ago · missed while no frist was open");
    assert_eq!(kept(&desk).len(), 1);
    assert!(kept(&desk)[0].ends_with("given late, as no frist was open then"), "{:?}", kept(&desk));
    // Another start tells nothing.
    desk.alert(AlertRules::default());
    assert_eq!((kept(&desk).len(), bells(&desk)), (1, 1));
    desk.pass(1800).sees("work start has used 75 % of its time");
}

/// Returns the alert monitor of that desk, after a first look, and the feed of what it tells.
fn watched(desk: &AtDesk) -> (AlertMonitor, Subscription) {
    let feed = desk.desk.subscribe();
    let mut monitor = AlertMonitor::new(desk.desk.clone(), AlertSetup { rules: AlertRules::default(), command: None });
    assert!(monitor.turn(desk.desk.now()).is_none());
    (monitor, feed)
}

/// Logs a ticket whose time to answer has long passed.
fn long_breached(desk: &AtDesk, subject: &str) {
    let reported = Some(desk.desk.now().plus(-10 * 86_400));
    log(&desk.desk, "agent1", NewTicket { reported, ..new("markant", "standard", "critical", "phone", subject) });
}

#[test]
fn nothing_that_is_logged_while_a_frist_is_open_was_missed_whatever_word_of_it_has_come() {
    let first: fn(&Notice) -> bool = |notice| matches!(notice, Notice::Entered(_));
    for heard in [first, |_| false, |_| true] {
        let desk = AtDesk::at(TUESDAY, 80, 24);
        let (mut monitor, feed) = watched(&desk);
        // With its first ticket, the text of the agreement is entered, which is told first.
        long_breached(&desk, "Shop down");
        feed.try_iter().filter(heard).for_each(|notice| monitor.hear(&notice));
        if monitor.wait() == Duration::MAX {
            // So many changes wait that no single one is told.
            monitor.hear(&Notice::Resync);
        }
        let message = monitor.turn(desk.desk.now()).unwrap();
        assert_eq!(message.alerts.iter().map(|alert| alert.what.late).collect::<Vec<_>>(), [None, None]);
    }
}

#[test]
fn what_is_logged_just_before_a_frist_is_opened_was_not_missed() {
    let desk = AtDesk::at(TUESDAY, 80, 24);
    long_breached(&desk, "Shop down");
    let late = |desk: &AtDesk| {
        let alerting = AlertSetup { rules: AlertRules::default(), command: None };
        let message = AlertMonitor::new(desk.desk.clone(), alerting).turn(desk.desk.now()).unwrap();
        message.alerts.iter().map(|alert| alert.what.late).collect::<Vec<_>>()
    };
    assert_eq!(late(&desk), [None, None]);
    let mut desk = desk;
    desk.set_clock("2024-04-02T06:01:01Z");
    assert_eq!(late(&desk), [Some(LateReason::Missed), Some(LateReason::Missed)]);
}

#[test]
fn what_is_late_by_a_change_of_the_terms_was_not_missed() {
    let mut desk = AtDesk::with("2024-03-27T08:00:00Z", 80, 24, |desk| {
        let error = log(desk, "agent1", new("sesam", "partner", "error", "email", "Pipes are slow"));
        happen(desk, "agent1", error, EventData::WorkStarted);
        happen(desk, "agent1", error, EventData::WorkaroundImpossible);
    });
    desk.set_clock(TUESDAY);
    let (mut monitor, feed) = watched(&desk);
    let yesterday = Date::parse("2024-04-01").unwrap();
    let release = Release { contract: "sesam".to_owned(), date: yesterday, name: None };
    let fact = Some(Box::new(LedgerFact::Release(release)));
    desk.desk.commit(Request::new("agent1", vec![Change::Enter { entry: None, revision: None, fact }])).unwrap();
    feed.try_iter().for_each(|notice| monitor.hear(&notice));
    let message = monitor.turn(desk.desk.now()).unwrap();
    assert_eq!(message.alerts.iter().map(|alert| alert.what.late).collect::<Vec<_>>(), [None]);
}

#[test]
fn a_clock_that_is_set_back_a_little_rings_nothing_twice() {
    let mut desk = before_easter();
    desk.alert(AlertRules::default()).pass(at("2024-04-02T07:10:00Z").since(at(BEFORE_EASTER)));
    assert_eq!(bells(&desk), 4);
    desk.set_clock("2024-04-02T07:09:10Z").alert(AlertRules::default());
    desk.pass(600);
    assert_eq!((kept(&desk).len(), bells(&desk)), (4, 4));
}

#[test]
fn an_alert_that_was_given_and_not_written_down_is_not_lost_and_not_told_twice_here() {
    let mut desk = before_easter();
    desk.set_clock("2024-04-02T06:30:00Z");
    let alerting = || AlertSetup { rules: AlertRules::default(), command: None };
    let mut dies = AlertMonitor::new(desk.desk.clone(), alerting());
    let first = dies.turn(desk.desk.now()).unwrap();
    assert!(dies.turn(desk.desk.now()).is_none(), "it is in hand");
    desk.screen.tell(HostEvent::Notice(Notice::Alerts(Arc::new(first.clone()))));
    drop(dies);
    let mut next = AlertMonitor::new(desk.desk.clone(), alerting());
    let second = next.turn(desk.desk.now()).expect("nobody has written it down");
    assert_eq!(second, first);
    desk.screen.tell(HostEvent::Notice(Notice::Alerts(Arc::new(second.clone()))));
    next.record(&second, None);
    assert_eq!((kept(&desk).len(), bells(&desk)), (1, 1));
    assert!(AlertMonitor::new(desk.desk.clone(), alerting()).turn(desk.desk.now()).is_none());
}

#[test]
fn several_at_once_are_one_message_and_one_bell() {
    let mut desk = AtDesk::with(BEFORE_EASTER, 160, 45, |desk| {
        for n in 1..=5 {
            log(desk, "agent1", new("markant", "standard", "critical", "phone", &format!("Shop {n} down")));
        }
    });
    desk.alert(AlertRules::default()).pass(at("2024-04-02T06:30:00Z").since(at(BEFORE_EASTER)));
    desk.sees("#2 Markant: response has used 75 % of its time").sees("and 2 more").sees_not("#4 Markant");
    assert_eq!(bells(&desk), 1);
}

#[test]
fn a_ticket_that_nobody_touches_goes_up_a_level_and_a_touch_stops_that() {
    let rules = || AlertRules {
        usual: vec![AlertPoint::Part(75)],
        escalate: Some(ClockSeconds::from_secs(600)),
        ..AlertRules::default()
    };
    let mut desk = before_easter();
    desk.screen.resize(140, 24);
    desk.alert(rules()).pass(at("2024-04-02T06:40:00Z").since(at(BEFORE_EASTER)));
    desk.sees("‼ #1 Markant Critical “Shop down”: nobody has done anything, passed up to second line; response due today 09:00");
    desk.keys(&["Enter"]).sees("second line");
    desk.keys(&["c"]).typed("calling").keys(&["Ctrl-S"]).pass(1200);
    let levels = kept(&desk).iter().filter(|line| line.contains("passed up")).count();
    assert_eq!(levels, 1, "{:?}", kept(&desk));
}

#[test]
fn an_alert_is_no_conflict_and_takes_nothing_of_what_is_typed() {
    let mut desk = before_easter();
    desk.set_clock("2024-04-02T06:29:00Z").alert(AlertRules::default());
    desk.keys(&["Enter", "c"]).typed("calling them");
    desk.pass(60).sees("75 %");
    desk.keys(&["Ctrl-S"]).sees("calling them").sees_not("has changed");
    // Undo takes the note back, not the alert.
    desk.keys(&["u"]).pass(1);
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert_eq!((record.ticket.notes, record.ticket.given.len()), (0, 1));
    desk.keys(&["U"]).sees_not("has used 75 %");
}

#[test]
fn the_ticket_shows_what_was_told_in_its_timeline() {
    let mut desk = before_easter();
    desk.alert(AlertRules::default()).pass(at("2024-04-02T06:50:00Z").since(at(BEFORE_EASTER)));
    desk.keys(&["Enter"]).sees("alert: response has used 75 % of its time").sees("alert: response has 15m left");
}

#[test]
fn ways_that_are_off_are_not_used_and_the_terminal_is_told_only_while_nobody_looks() {
    let mut desk = before_easter();
    desk.set_clock("2024-04-02T06:29:00Z");
    let ways = NotificationSettings { toast: false, bell: false, notify: TerminalNotification::Osc9 };
    desk.start(Setup { ways, ..setup(&[]) }).alert(AlertRules::default());
    desk.pass(60).sees_not("75 %");
    assert_eq!(
        desk.screen.performed().iter().filter(|e| matches!(e, ShellEffect::Notify(..) | ShellEffect::Bell)).count(),
        0
    );
    desk.screen.focus(false);
    desk.pass(900);
    let told = "#1 Markant Critical “Shop down”: response has 15m left, due today 09:00".to_owned();
    assert!(
        desk.screen.performed().contains(&ShellEffect::Notify(TerminalNotification::Osc9, told)),
        "{:?}",
        desk.screen.performed()
    );
    desk.screen.focus(true);
    desk.pass(900);
    let notified = desk.screen.performed().iter().filter(|e| matches!(e, ShellEffect::Notify(..))).count();
    assert_eq!(notified, 1);
}

#[test]
fn a_command_that_does_not_work_is_told_and_kept_among_the_problems() {
    let mut desk = before_easter();
    desk.screen
        .tell(HostEvent::Notice(Notice::Trouble("An alert was not passed on: page failed, exit code 3".to_owned())));
    desk.sees("An alert was not passed on: page failed, exit code 3");
    desk.pass(30).keys(&["!"]).sees("page failed, exit code 3");
}

#[test]
fn a_subject_cannot_drive_the_terminal_through_an_alert() {
    let mut desk = before_easter();
    let mut monitor = AlertMonitor::new(desk.desk.clone(), AlertSetup { rules: AlertRules::default(), command: None });
    desk.set_clock("2024-04-02T06:30:00Z");
    let mut message: AlertMessage = monitor.turn(desk.desk.now()).unwrap();
    std::sync::Arc::make_mut(&mut message.alerts[0]).vendor = "Mark\u{1b}]0;x\u{7}ant".to_owned();
    desk.screen.tell(HostEvent::Notice(Notice::Alerts(Arc::new(message))));
    desk.sees_not("\u{1b}").sees_not("\u{7}").sees("75 %");
}

#[test]
fn an_alert_names_who_is_on_call_and_one_that_goes_up_names_who_is_there() {
    let rota = "time_zone = \"Europe/Oslo\"\n[[rota]]\npeople = [\"anna\", \"ola\"]\nfrom = \"2024-03-25 08:00\"\nevery = \"week\"\n\
                [[rota]]\nlevel = \"second line\"\npeople = [\"kari\"]\nfrom = \"2024-03-25 08:00\"\nevery = \"week\"\n";
    let mut desk = AtDesk::with_rota(rota, BEFORE_EASTER, 160, 24, |desk| {
        log(desk, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    let rules = AlertRules {
        usual: vec![AlertPoint::Part(75)],
        escalate: Some(ClockSeconds::from_secs(600)),
        ..AlertRules::default()
    };
    // Anna's week ended on Easter Monday at eight.
    desk.alert(rules).pass(at("2024-04-02T06:30:00Z").since(at(BEFORE_EASTER)));
    desk.sees("response has used 75 % of its time, due today 09:00 · on call: ola");
    desk.pass(600).sees("passed up to second line; response due today 09:00 · on call: kari");
    desk.pass(600).sees("passed up to management; response due today 09:00 · nobody is on call at management");
    assert!(
        kept(&desk)[0].ends_with("; on call: ola") && kept(&desk)[1].contains("; on call: kari"),
        "{:?}",
        kept(&desk)
    );
}

#[test]
fn quiet_hours_hold_everything_back_until_they_end_though_support_is_open() {
    let text = "[alerts.quiet]\ntime_zone = \"Europe/Oslo\"\n[alerts.quiet.hours]\nmon-sun = [\"17:00-09:30\"]\n\
                [alerts]\nat = [\"75%\", \"due\"]\n";
    let (settings, wrong) = read_alerts("config.toml", text, &Book::built_in());
    assert_eq!(wrong, []);
    let mut desk = before_easter();
    desk.alert(settings.rules).pass(at("2024-04-02T07:29:59Z").since(at(BEFORE_EASTER)));
    assert_eq!((kept(&desk), bells(&desk)), (vec![], 0));
    desk.sees("1 breached")
        .pass(1)
        .sees("#1 Markant Critical “Shop down”: response was due today 09:00, breached 30m ago");
    assert_eq!(kept(&desk), ["2024-04-02T07:30:00Z alert: response is due; told after the quiet hours"]);
    assert_eq!(bells(&desk), 1);
}

//! Everybody at the desk is told of a target; it is written down once, whoever has the store.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use frist::desk::wire::{
    Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, Question, Reply, frame, read_message, read_preface,
    write_preface,
};
use frist::desk::{
    AlertSetup, Claim, Clock, Desk, DeskSetup, ManualClock, Notice, ProblemKind, Request, SharedDesk, Subscription,
};
use frist::domain::ticket::{AlertPoint, EventData, LateReason, TicketId, event};
use frist::domain::time::Instant;

use super::presence::{PEOPLE, log, now, place, wait_for};

/// Returns a desk that tells of targets while it owns the store.
fn desk(folder: &Path, name: &str, clock: &Arc<ManualClock>) -> SharedDesk {
    let clock = Arc::clone(clock);
    let place = place(folder, PEOPLE, Some(Claim::As(name.to_owned())));
    SharedDesk::open(DeskSetup { alerting: AlertSetup::default(), clock, ..place }).unwrap()
}

/// Waits for the alert with this point; returns how many alerts came until then, one to a ticket.
fn alerts_until(feed: &Subscription, point: AlertPoint) -> usize {
    let told = |notice: &Notice| matches!(notice, Notice::Alerts(m) if m.alerts[0].point() == Some(point));
    let heard = wait_for(feed, told);
    heard.iter().map(|n| if let Notice::Alerts(message) = n { message.alerts.len() } else { 0 }).sum()
}

fn points_kept(desk: &dyn Desk, id: TicketId) -> Vec<AlertPoint> {
    let record = desk.record(id).unwrap().unwrap();
    record.events.iter().filter_map(|event| event.alert()).flat_map(|alerted| alerted.points.clone()).collect()
}

/// Makes a change that has nothing to do with it, so that the thread that watches the clock looks again.
fn stir(desk: &dyn Desk, id: TicketId) {
    let note = EventData::Note(event::Note { text: "x".to_owned(), to_customer: false });
    desk.commit(Request::add("?", id, None, note)).unwrap();
}

#[test]
fn all_who_watch_are_told_and_it_is_written_down_once_also_by_the_next_owner() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let first = desk(folder.path(), "anna", &clock);
    let second = desk(folder.path(), "ola", &clock);
    let (at_first, at_second) = (first.subscribe(), second.subscribe());
    let id = log(&second, "Shop down");
    // Two hours: an hour and a half is three quarters.
    clock.set(now().plus(5400));
    stir(&second, id);
    assert_eq!((alerts_until(&at_first, AlertPoint::Part(75)), alerts_until(&at_second, AlertPoint::Part(75))), (1, 1));
    wait_for(&at_second, |n| matches!(n, Notice::Changed(ticket, ..) if !ticket.given.is_empty()));
    drop((at_first, first));
    wait_for(&at_second, |n| matches!(n, Notice::Resync));
    clock.set(now().plus(7200 - 900));
    stir(&second, id);
    assert_eq!(alerts_until(&at_second, AlertPoint::Before(900)), 1);
    wait_for(&at_second, |n| matches!(n, Notice::Changed(ticket, ..) if ticket.given.len() == 2));
    assert_eq!(points_kept(&second, id), [AlertPoint::Part(75), AlertPoint::Before(900)]);
}

/// Waits until something is said of the clock, and returns it.
fn said(feed: &Subscription) -> String {
    let heard = wait_for(feed, |notice| matches!(notice, Notice::Trouble(_)));
    let told: Vec<&Notice> = heard.iter().filter(|notice| matches!(notice, Notice::Alerts(_))).collect();
    assert!(told.is_empty(), "{told:?}");
    let Some(Notice::Trouble(words)) = heard.last() else { panic!("{heard:?}") };
    words.clone()
}

/// A day in seconds.
const DAY: i64 = 86_400;

#[test]
fn a_clock_that_jumps_for_a_moment_tells_nothing_that_is_not_so() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    clock.set_since_boot(1_000);
    let desk = desk(folder.path(), "anna", &clock);
    let feed = desk.subscribe();
    let id = log(&desk, "Shop down");
    wait_for(&feed, |n| matches!(n, Notice::Changed(..)));
    // A day ahead for five seconds.
    clock.set(now().plus(DAY));
    stir(&desk, id);
    let words = said(&feed);
    assert!(words.contains("F9 or frist alerts now"), "{words}");
    assert!(words.starts_with("The clock jumped 24h00 ahead; alerts are held"), "{words}");
    clock.set(now().plus(5));
    clock.set_since_boot(1_005);
    assert_eq!(said(&feed), "The clock is right again; alerts are given as usual");
    // Asleep for an hour and a half is no jump, and what comes then is told as ever.
    clock.set(now().plus(5400));
    clock.set_since_boot(1_000 + 5400);
    stir(&desk, id);
    let heard = wait_for(&feed, |n| matches!(n, Notice::Alerts(_)));
    let Some(Notice::Alerts(message)) = heard.last() else { panic!("{heard:?}") };
    assert_eq!((message.alerts[0].point(), message.alerts[0].what.late), (Some(AlertPoint::Part(75)), None));
    assert!(!heard.iter().any(|n| matches!(n, Notice::Trouble(_))), "{heard:?}");
}

#[test]
fn what_is_held_after_a_jump_is_told_when_somebody_wants_it_or_after_five_minutes() {
    for wanted in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(now()));
        clock.set_since_boot(1_000);
        let first = desk(folder.path(), "anna", &clock);
        let (agent, viewer) = (desk(folder.path(), "ola", &clock), desk(folder.path(), "vy", &clock));
        let feed = agent.subscribe();
        let at_first = first.subscribe();
        assert!(!agent.tell_alerts().unwrap(), "nothing is held");
        let id = log(&agent, "Shop down");
        wait_for(&at_first, |n| matches!(n, Notice::Changed(..)));
        clock.set(now().plus(DAY));
        stir(&agent, id);
        said(&feed);
        let refused = viewer.tell_alerts().unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        assert_eq!(
            refused.to_string(),
            "giving alerts that are held back is for agents and leads, and you are a viewer; ask ola or Anna Berg (anna)"
        );
        if wanted {
            assert!(agent.tell_alerts().unwrap());
        } else {
            clock.set_since_boot(1_300);
            clock.set(now().plus(DAY + 300));
        }
        let heard = wait_for(&feed, |n| matches!(n, Notice::Alerts(_)));
        let Some(Notice::Alerts(message)) = heard.last() else { panic!("{heard:?}") };
        assert!(message.alerts.iter().all(|alert| alert.what.late == Some(LateReason::Jumped)), "{message:?}");
        assert!(message.in_words(str::to_owned).contains(" · the clock jumped"), "{message:?}");
    }
}

/// A clock with a fault.
struct Faulty(ManualClock, AtomicBool);

impl Clock for Faulty {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn since_boot(&self) -> Option<Duration> {
        assert!(!self.1.swap(false, Ordering::SeqCst), "this is the fault");
        self.0.since_boot()
    }
}

#[test]
fn a_fault_of_frists_own_is_said_and_alerts_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Faulty(ManualClock::at(now()), AtomicBool::new(false)));
    let place = place(folder.path(), PEOPLE, Some(Claim::As("anna".to_owned())));
    let desk = SharedDesk::open(DeskSetup { alerting: AlertSetup::default(), clock: clock.clone(), ..place }).unwrap();
    let feed = desk.subscribe();
    clock.1.store(true, Ordering::SeqCst);
    let id = log(&desk, "Shop down");
    assert!(said(&feed).starts_with("Alerts stopped by a fault of frist's own"));
    clock.0.set(now().plus(5400));
    assert_eq!(alerts_until(&feed, AlertPoint::Part(75)), 1);
    assert_eq!(desk.record(id).unwrap().unwrap().ticket.id, id);
}

#[test]
fn a_command_that_is_done_in_a_moment_tells_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let id = log(&desk(folder.path(), "anna", &clock), "Shop down");
    clock.set(now().plus(86_400));
    let command = desk(folder.path(), "anna", &clock);
    assert_eq!(points_kept(&command, id), []);
}

/// Sends this as somebody with a key would who writes messages by hand; what comes back is the answer.
fn sent_by_hand(folder: &Path, asked: &serde_json::Value) -> Reply {
    let mut stream = UnixStream::connect(folder.join("frist.sock")).unwrap();
    let hello = Hello { pid: std::process::id(), claim: Some(Claim::As("ola".to_owned())) };
    write_preface(&mut stream, PROTOCOL).unwrap();
    stream.write_all(&frame(&hello, MAX_QUESTION_BYTES).unwrap()).unwrap();
    read_preface(&mut stream).unwrap();
    let greeting: Greeting = read_message(&mut stream, MAX_REPLY_BYTES).unwrap();
    assert!(matches!(greeting, Greeting::Welcome(_)), "{greeting:?}");
    stream.write_all(&frame(asked, MAX_QUESTION_BYTES).unwrap()).unwrap();
    read_message(&mut stream, MAX_REPLY_BYTES).unwrap()
}

#[test]
fn nobody_can_say_that_people_were_told() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let owner = desk(folder.path(), "anna", &clock);
    let id = log(&owner, "Shop down");
    let ask = Request::add("frist", id, None, EventData::Responded).into();
    let mut asked = serde_json::to_value(Question { n: 1, ask }).unwrap();
    let what = "/ask/commit/changes/0/Add/what";
    *asked.pointer_mut(what).unwrap() = serde_json::json!({"alerted": {"target": "response", "points": ["breach"]}});
    let refused = sent_by_hand(folder.path(), &asked);
    assert!(matches!(refused, Reply::Failed(..)), "{refused:?}");
    assert_eq!(points_kept(&owner, id), []);
    // Nothing but the alert is wrong with it.
    *asked.pointer_mut(what).unwrap() = "work_started".into();
    let done = sent_by_hand(folder.path(), &asked);
    assert!(matches!(done, Reply::Part(..)), "{done:?}");
    assert!(owner.record(id).unwrap().unwrap().ticket.work_started.is_some());
}

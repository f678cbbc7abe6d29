//! What comes one after the other, and is one message.

use std::collections::BTreeSet;

use super::*;
use crate::{Change, ManualClock, Request};
use frist_domain::contract::Book;
use frist_domain::ticket::NewTicket;
use frist_domain::time::Instant;

/// A Tuesday, 10:00 in Oslo.
const TUESDAY: &str = "2024-01-30T09:00:00Z";

struct Watched {
    desk: Arc<LocalDesk>,
    clock: Arc<ManualClock>,
    feed: Subscription,
    monitor: Mutex<AlertMonitor>,
    _folder: tempfile::TempDir,
}

impl Watched {
    /// Returns a desk with a ticket that was reported just now, after the first look.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(Instant::parse(TUESDAY).unwrap()));
        let desk = LocalDesk::open(folder.path(), Arc::new(Book::built_in()), clock.clone()).unwrap();
        let desk = Arc::new(desk);
        log(&desk, 0);
        let alerting = AlertSetup { rules: AlertRules::default(), command: None };
        let mut monitor = AlertMonitor::new(Arc::clone(&desk), alerting);
        assert!(monitor.turn(desk.now()).is_none());
        Self { feed: desk.subscribe(), monitor: Mutex::new(monitor), desk, clock, _folder: folder }
    }

    /// Returns the tickets of the next message.
    fn turn(&self) -> Vec<u64> {
        let message = lock(&self.monitor).turn(self.desk.now());
        let tickets = message.iter().flat_map(|message| &message.alerts).map(|alert| alert.ticket.0);
        tickets.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Logs a ticket that was reported so many days ago. It has two hours of support time.
fn log(desk: &LocalDesk, days: i64) {
    let new = NewTicket {
        contract: "markant".to_owned(),
        plan: "standard".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        subject: "Shop down".to_owned(),
        reported: Some(desk.now().plus(-days * 86_400)),
        ..NewTicket::default()
    };
    desk.commit(Request::new("anna", vec![Change::New(Box::new(new))])).unwrap();
}

#[test]
fn what_is_logged_one_after_the_other_within_a_moment_is_one_message() {
    let it = Watched::new();
    let closer = it.feed.closer();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| wait(&it.feed, &it.monitor, Duration::from_hours(1)));
        log(&it.desk, 10);
        while !lock(&it.monitor).has_news() && !waits.is_finished() {
            std::thread::yield_now();
        }
        // It has heard of the first, and awaits more.
        (0..8).for_each(|_| log(&it.desk, 10));
        closer.close();
        waits.join().unwrap();
    });
    assert_eq!(it.turn(), (2..=10).collect::<Vec<_>>());
}

#[test]
fn what_the_clock_brings_does_not_wait_for_more_changes() {
    let it = Watched::new();
    // Three quarters of the two hours.
    it.clock.set(it.desk.now().plus(5400));
    log(&it.desk, 10);
    // Otherwise this would take years.
    assert!(wait(&it.feed, &it.monitor, Duration::from_hours(30_000)));
    assert_eq!(it.turn(), [1, 2]);
}

#[test]
fn a_command_gets_a_text_of_any_length_and_need_not_read_it() {
    let command =
        |script: &str| AlertCommand { words: ["sh", "-c", script].map(str::to_owned).into(), timeout: 60, retries: 0 };
    let text = "x".repeat(1_000_000);
    let run = |script: &str| run_command(&command(script), &text, &|| false);
    assert_eq!(run("test $(wc -c) = 1000001"), Ok(()));
    assert_eq!(run("exit 0"), Ok(()));
    assert_eq!(run("exec 3<&0; setsid sleep 30 <&3 & exit 0"), Ok(()));
    let floods = "yes | head -c 1000000 >&2; exit 4";
    assert_eq!(run(floods), Err("sh failed, exit code 4: y".to_owned()));
}

/// What somebody wanted while one jump held alerts back says nothing about the next one.
#[test]
fn alerts_that_were_wanted_after_one_jump_are_held_after_the_next() {
    let it = Watched::new();
    it.desk.hold_alerts(true);
    assert!(it.desk.want_alerts(&it.desk.me()).unwrap());
    it.desk.hold_alerts(false);
    it.desk.hold_alerts(true);
    assert!(!it.desk.alerts_are_wanted());
    assert!(it.desk.want_alerts(&it.desk.me()).unwrap() && it.desk.alerts_are_wanted());
}

//! What befalls alerts: a command that leaves something running, and a clock that jumps. Every alert is told, none is told
//! of what is not so.

use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Moment};

use frist::desk::{AlertSetup, Clock, Desk, DeskSetup, Notice, Request, SharedDesk, Subscription};
use frist::domain::ticket::{AlertPoint, EventData, TicketId};
use frist::domain::time::Instant;

use crate::child::NEW;
use crate::clocks;
use crate::served::{SOON, Served};
use crate::tally::{Came, tried};
use frist_testkit::commits::CLOSED;
use frist_testkit::worker::{note, ticket};

/// The ends of a command that has left something running with its pipes.
const ENDS: [&str; 4] = ["", "; exit 3", "; sleep 60", "; kill -9 $$"];

#[test]
fn an_alert_command_that_leaves_a_child() {
    tried("alert command that leaves a child", 2, |number| {
        // Without a session of its own the child is in the command's group, and shares its end where that is forced.
        let apart = if number % 2 == 0 { "setsid " } else { "" };
        let end = ENDS[number as usize / 2 % ENDS.len()];
        let script = format!("exec 3<&0; {apart}sleep 30 <&3 & exec 3<&-; cat >> \"$0\"{end}");
        let started = Served::start("", |_, dir| {
            let (script, told) = (format!("{script:?}"), format!("{:?}", dir.join("told")));
            let settings =
                format!("[alerts]\ncommand = [\"sh\", \"-c\", {script}, {told}]\nretries = 0\ntimeout = 1\n");
            std::fs::write(dir.join("config.toml"), format!("name = \"anna\"\n{settings}")).unwrap();
        });
        let Some(mut desk) = started else { return Came::Lost("it does not serve".to_owned()) };
        let subjects: Vec<String> = (0..3).map(|n| format!("ticket number {n}.")).collect();
        for subject in &subjects {
            if let Err(words) = late(&desk, subject) {
                return Came::Lost(words);
            }
            if !told(&desk, subject) {
                return Came::Lost(format!("nobody is told of {subject}"));
            }
        }
        match desk.end() {
            Some(143) if desk.subjects().len() == subjects.len() => Came::Whole,
            code => Came::Lost(format!("it ended with {code:?}")),
        }
    });
}

/// Logs a ticket that is overdue already.
fn late(desk: &Served, subject: &str) -> Result<(), String> {
    let output = desk.frist().args(NEW).arg(subject).args(["--at", "-30d"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}

/// Returns whether the command is given an alert of it soon.
fn told(desk: &Served, subject: &str) -> bool {
    let until = Moment::now() + SOON;
    let given = || std::fs::read_to_string(desk.dir.path().join("told")).unwrap_or_default().contains(subject);
    std::iter::repeat_with(given).take_while(|_| Moment::now() < until).any(|given| given)
}

const DAY: i64 = 86_400;
/// The moment when the ticket is logged: Monday, 10:00 in the contract's zone.
const LOGGED: Instant = Instant::from_secs(1_767_603_600);
/// The seconds after that at which each alert on its response of two hours is told.
const POINTS: [(u32, AlertPoint); 4] = [
    (5_400, AlertPoint::Part(75)),
    (6_300, AlertPoint::Before(900)),
    (7_200, AlertPoint::Due),
    (7_201, AlertPoint::Breach),
];

/// A clock that is set while others read it; a reader of both of its values gets two that belong together.
struct Set(Mutex<(Instant, u32)>);

thread_local! {
    /// The time since the machine was started, when this thread last read the clock.
    static READ: Cell<u32> = const { Cell::new(0) };
}

impl Clock for Set {
    fn now(&self) -> Instant {
        let (now, since_boot) = *self.0.lock().unwrap();
        READ.set(since_boot);
        now
    }

    fn since_boot(&self) -> Option<Duration> {
        Some(Duration::from_secs(READ.get().into()))
    }
}

/// A desk with a clock that is set, and the feed of what it tells.
struct Watch {
    desk: SharedDesk,
    feed: Subscription,
    clock: Arc<Set>,
    /// A closed ticket of long ago; a note on it makes the desk look at the clock, however that is set.
    old: TicketId,
}

impl Watch {
    fn new(folder: &Path) -> Self {
        let open = |at: Instant| {
            let clock = Arc::new(Set(Mutex::new((at, 1_000))));
            let place = clocks::place(folder, Arc::clone(&clock) as Arc<dyn Clock>);
            (SharedDesk::open(DeskSetup { alerting: AlertSetup::default(), ..place }).unwrap(), clock)
        };
        let (desk, _) = open(LOGGED.plus(-1_000 * DAY));
        let old = commit(&desk, Request::new("", vec![ticket("long ago")]));
        for done in [EventData::Responded, EventData::WorkStarted, EventData::Fixed, CLOSED] {
            commit(&desk, Request::add("", old, None, done));
        }
        drop(desk);
        let (desk, clock) = open(LOGGED);
        let feed = desk.subscribe();
        commit(&desk, Request::new("", vec![ticket("the ticket")]));
        Self { desk, feed, clock, old }
    }

    /// Has the clock show `shown` seconds after the ticket was logged, while `seconds` have really passed, and has the desk
    /// look at it.
    fn at(&self, shown: i64, seconds: u32) {
        *self.clock.0.lock().unwrap() = (LOGGED.plus(shown), 1_000 + seconds);
        commit(&self.desk, Request::new("", vec![note(self.old, "x".to_owned())]));
    }

    /// Waits for a notice that fits; returns everything that is told until then.
    fn until(&self, fits: impl Fn(&Notice) -> bool) -> Result<Vec<Notice>, String> {
        let (until, mut heard) = (Moment::now() + SOON, Vec::new());
        loop {
            match self.feed.recv_timeout(until.saturating_duration_since(Moment::now())) {
                Ok(notice) if fits(&notice) => return Ok(heard),
                Ok(notice) => heard.push(notice),
                Err(_) => return Err(format!("only {heard:?} came")),
            }
        }
    }

    /// Waits until something is said of the clock; nobody may be told of a ticket before that.
    fn until_said(&self, words: &str) -> Result<(), String> {
        let heard = self.until(|notice| matches!(notice, Notice::Trouble(said) if said.contains(words)))?;
        let told: Vec<_> = heard.iter().filter(|notice| matches!(notice, Notice::Alerts(_))).collect();
        if told.is_empty() { Ok(()) } else { Err(format!("told too early: {told:?}")) }
    }
}

fn commit(desk: &SharedDesk, request: Request) -> TicketId {
    desk.commit(request).unwrap().touched[0].ticket
}

/// Goes through the two hours, with a jump now and then that is put right before five minutes are over.
fn jumps(folder: &Path, dice: &mut fastrand::Rng) -> Result<(), String> {
    let watch = Watch::new(folder);
    let (mut seconds, mut told) = (0_u32, 0);
    while told < POINTS.len() {
        if dice.bool() {
            let by = dice.i64(60..400 * DAY) * if dice.bool() { 1 } else { -1 };
            watch.at(i64::from(seconds) + by, seconds);
            watch.until_said("The clock jumped")?;
            seconds += dice.u32(1..290);
            watch.at(i64::from(seconds) + by, seconds);
            watch.at(i64::from(seconds), seconds);
            watch.until_said("The clock is right again")?;
        } else {
            seconds += dice.u32(1..1_200);
            watch.at(i64::from(seconds), seconds);
        }
        // Of several that have passed at once, the last is told.
        let passed = POINTS.iter().filter(|(due, _)| *due <= seconds).count();
        if passed > told {
            let point = POINTS[passed - 1].1;
            let is_it =
                |notice: &Notice| matches!(notice, Notice::Alerts(message) if message.alerts[0].point() == Some(point));
            watch.until(is_it).map_err(|words| format!("{point:?} at {seconds} s: {words}"))?;
            // What is not yet written down when the clock jumps back behind the ticket's report is told once more.
            let kept = |notice: &Notice| matches!(notice, Notice::Changed(ticket, ..) if ticket.given.len() == passed);
            watch.until(kept)?;
            told = passed;
        }
    }
    Ok(())
}

#[test]
fn the_clock_jumps_under_alerts() {
    tried("clock jumps, and is set right within five minutes", 4, |number| {
        let dir = tempfile::tempdir().unwrap();
        match jumps(dir.path(), &mut fastrand::Rng::with_seed(number)) {
            Ok(()) => Came::Whole,
            Err(words) => Came::Lost(words),
        }
    });
}

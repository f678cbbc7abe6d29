//! A store with several desks on it, all in this process: the lock and the socket do not know the difference.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use frist::config::Settings;
use frist::desk::{Change, Claim, Desk, DeskSetup, ManualClock, Notice, Request, SharedDesk, Subscription};

use frist::domain::query::TicketSearch;
use frist::domain::ticket::{EventData, NewTicket, Ticket, TicketId};
use frist::domain::time::Instant;
use frist_testkit::worker::quiet_setup;

/// The longest wait. Nothing here takes long; this only keeps a broken test from waiting for ever.
pub const LONG: Duration = Duration::from_secs(20);

pub fn now() -> Instant {
    Instant::parse("2024-01-08T09:00:00Z").unwrap()
}

pub const PEOPLE: &str =
    "[staff.anna]\nname = \"Anna Berg\"\nrole = \"lead\"\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n";

pub fn place(folder: &Path, settings: &str, claim: Option<Claim>) -> DeskSetup {
    let (settings, problems) = Settings::read("c.toml", settings, &[]);
    assert_eq!(problems, []);
    DeskSetup {
        people: settings.people,
        group: settings.group,
        claim,
        clock: Arc::new(ManualClock::at(now())),
        ..quiet_setup(folder)
    }
}

/// Returns a desk for that person.
pub fn desk(folder: &Path, name: &str) -> SharedDesk {
    SharedDesk::open(place(folder, PEOPLE, Some(Claim::As(name.to_owned())))).unwrap()
}

/// Returns every ticket, closed and withdrawn ones too.
pub fn all(desk: &dyn Desk) -> Vec<Arc<Ticket>> {
    let filter = "is:open,closed,withdrawn".to_owned();
    let find = TicketSearch {
        filter,
        with_closed: false,
        me: "anna".to_owned(),
        now: desk.now(),
        most: u32::MAX,
        before: None,
        zone: None,
    };
    desk.find(&find).unwrap().tickets
}

pub fn ticket(subject: &str) -> NewTicket {
    NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: subject.into(),
        ..NewTicket::default()
    }
}

pub fn log(desk: &dyn Desk, subject: &str) -> TicketId {
    desk.commit(Request::new("?", vec![Change::New(Box::new(ticket(subject)))])).unwrap().touched[0].ticket
}

pub fn responded(id: TicketId) -> Request {
    Request::add("?", id, None, EventData::Responded)
}

/// Waits for a change that fits; returns all that came before it, and it.
pub fn wait_for(feed: &Subscription, fits: impl Fn(&Notice) -> bool) -> Vec<Notice> {
    let until = Moment::now() + LONG;
    let mut seen = Vec::new();
    loop {
        let notice = feed.recv_timeout(until.saturating_duration_since(Moment::now()));
        assert!(notice.is_ok(), "only {seen:?} came");
        let notice = notice.unwrap();
        let found = fits(&notice);
        seen.push(notice);
        if found {
            return seen;
        }
    }
}

//! Several people at one store: what each sees of the others, and what becomes of what they do at the same time.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use frist::config::{Drafts, Settings};
use frist::desk::{Change, Claim, Desk, DeskSetup, ManualClock, Notice, Request, SharedDesk};

use frist::domain::ticket::{EventData, TicketId};
use frist::domain::time::Instant;
use frist::tui::app::{App, DeskHost, DeskWork, HostEvent, InlineHost, Setup, Work};
use frist::tui::harness::Harness;
use frist::tui::run::Host;

use crate::at_desk::{MONDAY, new, setup};
use frist_testkit::worker::quiet_setup;

/// The longest wait. Nothing here takes long; this only keeps a broken test from waiting for ever.
pub const LONG: Duration = Duration::from_secs(20);

const PEOPLE: &str = "[staff.anna]\nname = \"Anna Berg\"\nrole = \"lead\"\n[staff.ola]\nname = \"Ola\"\n[staff.kim]\n\
                      [staff.bo]\n[staff.vy]\nrole = \"viewer\"\n";

/// Returns that person's desk on a store that others have open too.
pub fn desk(folder: &Path, name: &str) -> Arc<SharedDesk> {
    let (settings, _) = Settings::read("c.toml", PEOPLE, &[]);
    let place = DeskSetup {
        people: settings.people,
        claim: Some(Claim::As(name.to_owned())),
        clock: Arc::new(ManualClock::at(Instant::parse(MONDAY).unwrap())),
        ..quiet_setup(folder)
    };
    Arc::new(SharedDesk::open(place).unwrap())
}

/// A person at a screen, with threads as on a terminal.
pub struct Seat {
    screen: Harness<App, DeskHost>,
    desk: Arc<SharedDesk>,
}

impl Seat {
    pub fn new(desk: Arc<SharedDesk>, columns: u16, rows: u16) -> Self {
        Self::with_drafts(desk, columns, rows, None)
    }

    fn with_drafts(desk: Arc<SharedDesk>, columns: u16, rows: u16, drafts: Option<&Path>) -> Self {
        let feed = desk.subscribe();
        let drafts = drafts.map(Path::to_owned);
        let app = App::new(desk.as_ref(), Setup { me: desk.me(), drafts: drafts.clone(), ..setup(&[]) }).unwrap();
        let host = Arc::clone(&desk);
        let now = Instant::parse(MONDAY).unwrap();
        let start = |out| DeskHost::start(host, feed, Drafts::new(drafts), out);
        Self { screen: Harness::with_host(app, start, columns, rows, now), desk }
    }

    fn text(&self) -> String {
        self.screen.screen()
    }

    pub fn keys(&mut self, keys: &[&str]) -> &mut Self {
        self.screen.keys(keys);
        self
    }

    /// Lets that many seconds pass on the screen's clock.
    pub fn passes(&mut self, seconds: i64) -> &mut Self {
        self.screen.advance(seconds);
        self
    }

    fn typed(&mut self, text: &str) -> &mut Self {
        self.screen.typed(text);
        self
    }

    /// Waits until the screen is so.
    #[track_caller]
    fn until(&mut self, what: &str, is: impl Fn(&str) -> bool) -> &mut Self {
        let end = Moment::now() + LONG;
        while !is(&self.screen.settle().screen()) {
            assert!(Moment::now() < end, "“{what}” does not come:\n{}", self.text());
            std::thread::yield_now();
        }
        self
    }

    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        self.until(words, |text| text.contains(words))
    }

    #[track_caller]
    fn sees_no(&mut self, words: &str) -> &mut Self {
        self.until(&format!("no {words}"), |text| !text.contains(words))
    }
}

/// Returns two people on one store with a ticket in it.
fn two(columns: u16, rows: u16) -> (Seat, Seat, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let anna = desk(folder.path(), "anna");
    log(&anna, "Shop down");
    let ola = desk(folder.path(), "ola");
    (Seat::new(anna, columns, rows), Seat::new(ola, columns, rows), folder)
}

pub fn log(desk: &SharedDesk, subject: &str) {
    let ticket = new("markant", "standard", "critical", "phone", subject);
    desk.commit(Request::new("?", vec![Change::New(Box::new(ticket))])).unwrap();
}

pub fn happen(desk: &SharedDesk, what: EventData) {
    desk.commit(Request::add("?", TicketId(1), None, what)).unwrap();
}

fn events(desk: &SharedDesk) -> usize {
    desk.record(TicketId(1)).unwrap().unwrap().events.len()
}

#[test]
fn two_at_one_ticket_see_each_other_and_each_others_changes() {
    let (mut anna, mut ola, _folder) = two(80, 24);
    anna.sees("1 other here  Anna Berg");
    ola.keys(&["Enter"]).sees("TIMELINE");
    anna.sees("◎ Shop down").keys(&["Enter"]).sees("◎ Ola has this open too");
    ola.sees("◎ Anna Berg has this open too");
    insta::assert_snapshot!("presence_in_a_ticket", ola.text());
    anna.keys(&["r"]).sees("#1 responded");
    ola.sees("Anna Berg has changed #1: responded to the customer");
    anna.keys(&["Esc"]);
    ola.sees_no("has this open too").keys(&["q"]);
    anna.sees_no("◎");
}

#[test]
fn the_preview_says_who_has_the_selected_ticket_open() {
    let (mut anna, mut ola, _folder) = two(160, 45);
    ola.keys(&["Enter"]).sees("TIMELINE");
    anna.sees("◎ Ola has this open too");
    insta::assert_snapshot!("presence_in_the_preview", anna.text());
}

#[test]
fn assigning_away_what_somebody_has_open_is_told_and_done_all_the_same() {
    let (mut anna, mut ola, _folder) = two(80, 24);
    ola.keys(&["Enter"]).sees("TIMELINE");
    anna.sees("◎ Shop down").keys(&["a"]).sees("Assign #1 to").sees("◎ Ola has this open too").sees("Ola (ola)");
    anna.sees_no("vy").keys(&["Enter"]).sees("#1 assigned to anna");
    ola.sees("Anna Berg has changed #1: assigned to anna");
}

#[test]
fn marked_tickets_that_somebody_changes_meanwhile_are_left_as_they_are_and_stay_marked() {
    let (anna, mut ola, folder) = two(80, 24);
    log(&anna.desk, "Sync lags");
    ola.sees("Sync lags").keys(&["*"]).sees("2 marked").keys(&["a"]).sees("Assign 2 tickets");
    // What has happened to a ticket since has not been looked at.
    happen(&desk(folder.path(), "bo"), EventData::Responded);
    ola.keys(&["Enter"]).sees("nothing was written").sees("2 marked");
    assert_eq!(events(&anna.desk), 3);
    ola.keys(&["a", "Enter"]).sees("#2 and #1 assigned to ola").sees_no("marked");
}

#[test]
fn more_than_two_are_counted_and_ones_own_other_screen_has_no_name() {
    let (mut anna, mut ola, folder) = two(80, 24);
    ola.keys(&["Enter"]);
    let mut other = Seat::new(desk(folder.path(), "anna"), 80, 24);
    other.keys(&["Enter"]);
    anna.keys(&["Enter"]).sees("Ola, and you on another screen, have this open too").sees("2 others here");
    ola.keys(&["Esc"]);
    anna.sees("You have this open on another screen too");
    let mut others: Vec<Seat> =
        ["ola", "kim", "bo", "vy"].map(|name| Seat::new(desk(folder.path(), name), 80, 24)).into();
    for session in &mut others {
        session.keys(&["Enter"]);
    }
    other.keys(&["Esc"]);
    anna.sees("and 2 more have this open too");
}

/// Returns two people, of whom Ola has opened the list of severities, and Anna has answered meanwhile.
fn late(columns: u16, rows: u16) -> (Seat, Seat, tempfile::TempDir) {
    let (anna, mut ola, folder) = two(columns, rows);
    ola.keys(&["Enter"]).sees("TIMELINE").keys(&["p", "j"]).sees("Severity of #1");
    happen(&anna.desk, EventData::Responded);
    ola.sees("Anna Berg has changed #1: responded to the customer").keys(&["Enter"]).sees("Not written: #1 severity");
    ola.sees("Anna Berg, today 10:00:");
    // A key that was on its way when the question came is no answer to it.
    ola.keys(&["n"]).sees("read it, then answer").sees("Not written").screen.advance(12);
    ola.sees_no("read it, then answer");
    (anna, ola, folder)
}

#[test]
fn a_late_writer_is_told_who_changed_what_and_can_write_it_all_the_same() {
    let (anna, mut ola, _folder) = late(80, 24);
    insta::assert_snapshot!("a_conflict", ola.text());
    ola.keys(&["y"]).sees("severity Serious · u undoes it").sees_no("Not written");
    assert_eq!(anna.desk.record(TicketId(1)).unwrap().unwrap().ticket.severity, "serious");
}

#[test]
fn a_late_writer_can_drop_it_and_nothing_is_written() {
    let (anna, mut ola, _folder) = late(160, 45);
    insta::assert_snapshot!("a_conflict_wide", ola.text());
    ola.keys(&["n"]).sees("Dropped: #1 severity").sees_no("Not written");
    assert_eq!(events(&anna.desk), 3);
}

#[test]
fn what_happens_while_the_question_stands_is_shown_before_it_is_overridden() {
    let (anna, mut ola, _folder) = late(80, 24);
    happen(&anna.desk, EventData::WorkStarted);
    ola.sees("work started").keys(&["y"]).sees("severity Serious");
}

/// A host that has commits wait until they are let through.
struct Slow {
    host: InlineHost,
    held: Vec<Work>,
}

impl Host<App> for Slow {
    fn perform(&mut self, work: Work) {
        match work {
            Work::Desk(DeskWork::Commit { .. }) => self.held.push(work),
            other => self.host.perform(other),
        }
    }
}

#[test]
fn a_late_change_is_asked_about_only_when_nothing_else_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let ola = desk(folder.path(), "ola");
    log(&ola, "Shop down");
    let app = App::new(ola.as_ref(), Setup { me: ola.me(), ..setup(&[]) }).unwrap();
    let host: Arc<dyn Desk> = ola.clone();
    let start = |out| Slow { host: InlineHost::new(host, out), held: Vec::new() };
    let mut screen = Harness::with_host(app, start, 80, 24, Instant::parse(MONDAY).unwrap());
    screen.keys(&["p", "j", "Enter", "c"]).typed("ny");
    happen(&desk(folder.path(), "anna"), EventData::Responded);
    let host = screen.host();
    let late = host.held.remove(0);
    host.host.perform(late);
    screen.settle();
    assert!(screen.screen().contains("#1 has changed: responded"), "{}", screen.screen());
    assert!(screen.screen().contains("│ ny"), "{}", screen.screen());
    screen.key("Esc");
    assert!(screen.screen().contains("Not written: #1 severity Serious"), "{}", screen.screen());
}

#[test]
fn a_note_is_never_in_conflict() {
    let (anna, mut ola, _folder) = two(80, 24);
    ola.keys(&["Enter"]).sees("TIMELINE").keys(&["c"]).typed("called them");
    happen(&anna.desk, EventData::Responded);
    ola.sees("has changed #1").keys(&["Ctrl-S"]).sees("note added");
    assert_eq!(events(&anna.desk), 4);
}

#[test]
fn a_form_half_filled_in_and_an_entry_on_its_way_survive_the_owners_going() {
    let (anna, mut ola, _folder) = two(80, 24);
    ola.keys(&["n", "Tab", "Tab", "Tab", "Tab"]).typed("Half a subject");
    drop(anna);
    ola.sees("this frist owns the store now").sees("Half a subject");
    ola.keys(&["Esc"]).sees("Draft kept; n brings it back").keys(&["r"]).sees("#1 responded");
    assert!(ola.desk.owns());
}

#[test]
fn while_nobody_has_the_store_the_screen_says_so_and_nothing_is_called_written() {
    let folder = tempfile::tempdir().unwrap();
    let why = || "the frist that owned the store has gone; finding the next one".to_owned();
    let ola = desk(folder.path(), "ola");
    log(&ola, "Shop down");
    // A host that never gets anything done stands for an owner that does not come.
    let (out, told) = std::sync::mpsc::channel();
    drop(told);
    let host = DeskHost::start(ola.clone(), ola.subscribe(), Drafts::new(None), out);
    let app = App::new(ola.as_ref(), Setup { me: ola.me(), ..setup(&[]) }).unwrap();
    let mut screen = Harness::with_host(app, |_| host, 80, 24, Instant::parse(MONDAY).unwrap());
    screen.tell(HostEvent::Notice(Notice::Away(why())));
    screen.keys(&["s"]);
    assert!(
        screen.screen().contains("… 1 entry waits: the frist that owned the store has gone"),
        "{}",
        screen.screen()
    );
    assert!(!screen.screen().contains("work started"));
    screen.keys(&["c"]).typed("typed meanwhile");
    insta::assert_snapshot!("away", screen.screen());
    screen.keys(&["Esc", "q"]);
    assert!(screen.screen().contains("1 entry is not written yet; q again leaves all the same"), "{}", screen.screen());
    assert!(screen.ended().is_none());
    screen.keys(&["Ctrl-C"]);
    assert!(screen.ended().is_some());
}

#[test]
fn a_viewer_is_told_who_may_before_anything_is_filled_in() {
    let (_anna, _ola, folder) = two(80, 24);
    let mut vy = Seat::new(desk(folder.path(), "vy"), 80, 24);
    vy.sees("vy (viewer)").keys(&["n"]).sees("logging a ticket is for agents and leads, and you are a viewer");
    vy.sees("Anna Berg (anna)").sees("2 others here");
    vy.keys(&["r"]).sees("ask bo,").sees("kim, Ola (ola) or Anna Berg (anna)");
    insta::assert_snapshot!("a_viewer_is_refused", vy.text());
    vy.keys(&["c"]).sees("changing a ticket is for agents and leads").keys(&["Enter"]).sees("TIMELINE");
    assert_eq!(events(&vy.desk), 2);
}

#[test]
fn a_lead_takes_back_what_an_agent_entered_after_a_question() {
    let (mut anna, mut ola, _folder) = two(80, 24);
    ola.keys(&["Enter"])
        .sees("TIMELINE")
        .keys(&["r"])
        .sees("responded to the customer")
        .keys(&["U"])
        .sees("Retract which entry");
    ola.sees_no("logged").keys(&["Esc"]);
    anna.keys(&["Enter"]).sees("responded to the customer").keys(&["U"]).sees("Retract which entry of #1?");
    anna.screen.advance(12);
    anna.sees_no("has changed");
    insta::assert_snapshot!("taking_back", anna.text());
    anna.keys(&["Enter"]).sees("Retract what Ola entered: responded to the customer?").keys(&["y"]);
    anna.sees("#1 retracted: responded");
    ola.sees("Anna Berg has changed #1: retracted");
    assert!(ola.desk.record(TicketId(1)).unwrap().unwrap().ticket.responded.is_none());
}

#[test]
fn an_agent_takes_back_only_their_own() {
    let (anna, mut ola, _folder) = two(80, 24);
    happen(&anna.desk, EventData::Responded);
    ola.keys(&["Enter"]).sees("responded to").keys(&["U"]).sees("nothing of yours to retract").keys(&["s"]);
    ola.until("both the notice and the timeline", |text| text.matches("work started").count() == 2)
        .keys(&["U"])
        .sees("Retract which entry")
        .sees_no("nothing of yours");
    ola.keys(&["Enter"]).sees("#1 retracted: work started");
}

#[test]
fn a_ticket_half_typed_comes_back_when_the_screen_is_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let drafts = folder.path().join("drafts");
    let desk = desk(&folder.path().join("store"), "ola");
    log(&desk, "Shop down");
    let mut session = Seat::with_drafts(desk.clone(), 80, 24, Some(&drafts));
    session.keys(&["n", "s", "Tab", "p", "Tab", "e", "Tab", "e", "Tab"]).typed("Half a sub");
    // A second later it is kept; then the screen is gone without a word.
    session.screen.advance(1);
    let kept = |count: usize| {
        let end = Moment::now() + LONG;
        while Drafts::new(Some(drafts.clone())).read().0.len() != count {
            assert!(Moment::now() < end, "{count} drafts do not come");
            std::thread::yield_now();
        }
    };
    kept(1);
    std::mem::forget(session);
    let mut session = Seat::with_drafts(desk.clone(), 80, 24, Some(&drafts));
    session.sees("A draft of a ticket is kept; n brings it back").keys(&["n"]).sees("Half a sub").sees("[SESAM]");
    session.sees("draft of today 10:00");
    insta::assert_snapshot!("a_draft_is_back", session.text());
    session.typed("ject").keys(&["Ctrl-S"]).sees("#2 logged");
    kept(0);
    assert_eq!(desk.record(TicketId(2)).unwrap().unwrap().ticket.subject, "Half a subject");
    session.keys(&["n"]).sees_no("Half a");
}

/// Which vendor and how severe it is took thought, too.
#[test]
fn choices_alone_are_kept_as_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let drafts = folder.path().join("drafts");
    let desk = desk(&folder.path().join("store"), "ola");
    let mut session = Seat::with_drafts(desk.clone(), 80, 24, Some(&drafts));
    session.keys(&["n", "Esc"]).sees_no("Draft kept");
    session.keys(&["n", "s"]).sees("[SESAM]").keys(&["Esc"]).sees("Draft kept").keys(&["n"]).sees("[SESAM]");
    session.keys(&["Ctrl-G", "y"]).sees_no("[SESAM]");
}

#[test]
fn a_draft_of_an_outage_is_told_by_what_it_is_and_what_brings_it_back() {
    for (key, words) in [
        ("L", "A draft of an outage is kept; 4, then L, brings it back"),
        ("m", "A draft of a maintenance is kept; 4, then m, brings it back"),
        ("c", "A draft of an announced change is kept; 4, then c, brings it back"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let drafts = folder.path().join("drafts");
        let desk = desk(&folder.path().join("store"), "ola");
        let mut session = Seat::with_drafts(desk.clone(), 80, 24, Some(&drafts));
        session.keys(&["4", key]).typed("-10m").keys(&["Esc"]);
        drop(session);
        let mut session = Seat::with_drafts(desk, 80, 24, Some(&drafts));
        session.sees(words);
    }
}

#[test]
fn a_note_half_typed_is_kept_on_leaving_and_dropped_only_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let drafts = folder.path().join("drafts");
    let desk = desk(&folder.path().join("store"), "ola");
    log(&desk, "Shop down");
    let mut session = Seat::with_drafts(desk.clone(), 80, 24, Some(&drafts));
    session.keys(&["Enter"]).sees("TIMELINE").keys(&["c"]).typed("two\nlines").keys(&["Esc"]);
    session.sees("Draft kept; c on #1 brings it back").sees("A note is begun and not sent");
    session.keys(&["c"]).sees("two").typed(" more").screen.end(frist::tui::run::EndReason::HungUp);
    drop(session);
    let (read, _) = Drafts::new(Some(drafts.clone())).read();
    assert_eq!(read.iter().map(|d| d.fields["note"].as_str()).collect::<Vec<_>>(), ["two\nlines more"]);
    let mut session = Seat::with_drafts(desk, 80, 24, Some(&drafts));
    session.keys(&["c"]).sees("lines more").sees("draft of").keys(&["Ctrl-G"]).sees("Drop this note?").keys(&["y"]);
    session.sees_no("lines more").keys(&["c"]).sees("Note on #1").sees_no("lines more");
    drop(session);
    assert_eq!(Drafts::new(Some(drafts)).read().0, []);
}

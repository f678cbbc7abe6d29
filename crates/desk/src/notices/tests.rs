//! Who is told what, how often, and what the next process knows of it.

use std::sync::Arc;

use frist_config::{MailSettings, Person as Staff, Settings};
use frist_domain::contract::Book;
use frist_domain::ledger::{LedgerFact, Outgoing, OutgoingPurpose};
use frist_domain::ticket::event::{Assigned, Message};
use frist_domain::ticket::{EventData, NewTicket, TicketId};
use frist_domain::time::Instant;

use super::*;
use crate::{Change, Clock as _, Desk as _, MailSetup, ManualClock, OpenTicket, Request, SessionId};

/// A Tuesday, 10:00 in Oslo.
const TUESDAY: &str = "2024-01-30T09:00:00Z";
const STAFF: &str = r#"
[staff.anna]
mail = "anna@acme.example"
notices = ["assigned", "answered", "breached"]
[staff.ola]
[staff.kim]
mail = "kim@acme.example"
notices = ["assigned"]
notices_always = true
"#;

struct Told {
    desk: Option<Arc<LocalDesk>>,
    clock: Arc<ManualClock>,
    watch: Option<NoticeWatch>,
    folder: tempfile::TempDir,
}

impl Told {
    fn new() -> Self {
        Self::with(STAFF)
    }

    fn with(staff: &str) -> Self {
        let clock = Arc::new(ManualClock::at(Instant::parse(TUESDAY).unwrap()));
        let mut it = Self { desk: None, clock, watch: None, folder: tempfile::tempdir().unwrap() };
        it.open(staff);
        it
    }

    /// Opens the desk, once more where it was opened before, as the next process that has the store.
    fn open(&mut self, staff: &str) {
        (self.watch, self.desk) = (None, None);
        let people = Settings::read("c.toml", staff, &[]).0.people;
        let store = frist_store::Store::open(&self.folder.path().join("store")).unwrap();
        let desk = LocalDesk::for_people(store, Arc::new(Book::built_in()), self.clock.clone(), people).unwrap();
        let settings = MailSettings { address: Some("desk@acme.example".into()), ..MailSettings::default() };
        assert_eq!(desk.set_mail(&MailSetup { settings, folder: self.folder.path().to_owned() }), Vec::<String>::new());
        let desk = Arc::new(desk);
        self.watch = Some(NoticeWatch::new(Arc::clone(&desk)));
        self.desk = Some(desk);
    }

    fn desk(&self) -> &Arc<LocalDesk> {
        self.desk.as_ref().unwrap()
    }

    fn log(&self) -> TicketId {
        let new = NewTicket {
            contract: "markant".to_owned(),
            plan: "standard".to_owned(),
            severity: "critical".to_owned(),
            channel: "phone".to_owned(),
            subject: "Shop down".to_owned(),
            ..NewTicket::default()
        };
        self.desk().commit(Request::new("ola", vec![Change::New(Box::new(new))])).unwrap().touched[0].ticket
    }

    fn add(&self, by: &str, id: TicketId, what: EventData) {
        self.desk().commit(Request::add(by, id, None, what)).unwrap();
    }

    fn assign(&self, by: &str, id: TicketId, to: &str) {
        self.add(by, id, EventData::Assigned(Assigned { to: Some(to.to_owned()) }));
    }

    fn answer(&self, id: TicketId) {
        self.add("frist", id, EventData::Message(Message { text: "Hei".into(), ..Message::default() }));
    }

    fn passes(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus(seconds));
    }

    /// Looks, and returns the letters that are in the outbox then.
    fn letters(&mut self) -> Vec<Outgoing> {
        self.watch.as_mut().unwrap().turn().unwrap();
        self.desk().ledger().outbox().map(|(_, letter)| letter.clone()).collect()
    }

    /// Returns to whom letters are in the outbox once a minute has passed, and their subjects.
    fn told(&mut self) -> Vec<(String, String)> {
        self.letters();
        self.passes(60);
        let letters = self.letters();
        letters.into_iter().map(|letter| (letter.head.to[0].address.clone(), letter.head.subject)).collect()
    }

    fn sits_down(&self, name: &str) -> SessionId {
        let person: Staff = self.desk().people().named(name).unwrap().clone();
        self.desk().open_session(&person)
    }
}

fn to(name: &str, subject: &str) -> (String, String) {
    (format!("{name}@acme.example"), subject.to_owned())
}

#[test]
fn what_others_do_within_a_minute_is_one_letter_that_belongs_to_no_ticket() {
    let mut it = Told::new();
    let (first, second) = (it.log(), it.log());
    it.assign("ola", first, "anna");
    it.assign("ola", second, "anna");
    assert_eq!(it.letters(), []);
    it.passes(59);
    it.answer(first);
    assert_eq!(it.letters(), []);
    it.passes(1);
    let [letter] = &it.letters()[..] else { panic!() };
    assert_eq!(letter.head.subject, "[#1] answered by the customer: Shop down and 1 more ticket");
    assert_eq!((letter.purpose, letter.head.reply_to.as_ref()), (OutgoingPurpose::Notice, None));
    let id = letter.head.message_id.clone().unwrap();
    assert!(id.starts_with("frist-notice."), "{id}");
    assert_eq!(it.desk().mail().secret().unwrap().ticket_of_id(&id), None);
    it.passes(3_600);
    assert_eq!(it.letters().len(), 1, "nothing is told twice");
}

#[test]
fn only_those_are_told_who_want_it_and_nobody_of_what_they_did() {
    let mut it = Told::new();
    let id = it.log();
    it.assign("ola", id, "ola");
    it.assign("anna", id, "anna");
    it.assign("ola", id, "kim");
    it.answer(id);
    assert_eq!(it.told(), [to("kim", "[#1] assigned to you: Shop down")]);
}

#[test]
fn what_does_not_stand_any_more_after_the_minute_is_not_told() {
    let mut it = Told::new();
    let id = it.log();
    it.assign("ola", id, "anna");
    it.letters();
    it.assign("ola", id, "ola");
    assert_eq!(it.told(), []);
}

#[test]
fn whoever_is_at_a_screen_gets_no_letter_until_they_have_touched_no_key_for_five_minutes() {
    let mut it = Told::new();
    let (first, second) = (it.log(), it.log());
    let session = it.sits_down("anna");
    it.sits_down("kim");
    it.assign("ola", first, "anna");
    it.passes(300);
    it.desk().look_at_from(session, OpenTicket::default());
    assert_eq!(it.told(), []);
    it.passes(240);
    it.assign("ola", second, "anna");
    assert_eq!(it.told(), [to("anna", "[#2] assigned to you: Shop down")]);
    it.desk().look_at_from(session, OpenTicket::default());
    let third = it.log();
    it.assign("ola", third, "kim");
    assert_eq!(it.told().last(), Some(&to("kim", "[#3] assigned to you: Shop down")), "kim wants them always");
}

#[test]
fn the_next_process_tells_what_this_one_has_not_and_nothing_twice() {
    let mut it = Told::new();
    let (first, second) = (it.log(), it.log());
    it.assign("ola", first, "anna");
    assert_eq!(it.told().len(), 1);
    it.assign("ola", second, "anna");
    it.assign("ola", first, "kim");
    it.letters();
    it.open(STAFF);
    let told = it.told();
    assert_eq!(
        told[1..],
        [to("anna", "[#2] assigned to you: Shop down"), to("kim", "[#1] assigned to you: Shop down")]
    );
    it.open(STAFF);
    assert_eq!(it.told().len(), 3);
    // What was done while nobody watched is told, and not what lies a day back.
    it.answer(second);
    it.watch = None;
    let third = it.log();
    it.assign("ola", third, "kim");
    it.open(STAFF);
    assert_eq!(it.told().len(), 5);
    let fourth = it.log();
    it.watch = None;
    it.assign("ola", fourth, "kim");
    it.passes(86_401);
    it.open(STAFF);
    assert_eq!(it.told().len(), 5);
}

#[test]
fn who_begins_to_want_notices_is_told_nothing_of_before() {
    let mut it = Told::with("[staff.anna]\n");
    let id = it.log();
    it.assign("ola", id, "anna");
    assert_eq!(it.told(), []);
    assert!(!it.folder.path().join("store/notices.json").exists());
    it.open(STAFF);
    assert_eq!(it.told(), []);
    it.answer(id);
    assert_eq!(it.told(), [to("anna", "[#1] answered by the customer: Shop down")]);
}

#[test]
fn no_notice_goes_to_a_customer_or_to_the_desk_itself() {
    let same = "[staff.anna]\nmail = \"Desk+1@acme.example\"\nnotices = [\"assigned\"]\n";
    let mut it = Told::with(same);
    let id = it.log();
    it.assign("ola", id, "anna");
    let feed = it.desk().subscribe();
    assert_eq!(it.told(), []);
    let said = feed.try_iter().find_map(|notice| if let Notice::Trouble(said) = notice { Some(said) } else { None });
    assert_eq!(
        said.unwrap(),
        "No notices go to anna at Desk+1@acme.example: it is the desk's own address; give another one as mail under [staff.anna]"
    );
    it.open(STAFF);
    let kari: LedgerFact =
        serde_json::from_str(r#"{"person":{"names":["Anna Berg"],"addresses":["Anna@acme.example"]}}"#).unwrap();
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(kari)) };
    it.desk().commit(Request::new("ola", vec![change])).unwrap();
    it.answer(id);
    assert_eq!(it.told(), []);
}

#[test]
fn a_storm_ends_with_a_letter_that_says_so() {
    let mut it = Told::new();
    let id = it.log();
    it.assign("anna", id, "anna");
    for _ in 0..35 {
        it.answer(id);
        it.told();
    }
    let letters = it.letters();
    let subjects: Vec<&str> = letters.iter().map(|letter| letter.head.subject.as_str()).collect();
    assert_eq!(letters.len(), 31, "{subjects:?}");
    assert!(letters.iter().any(|letter| letter.head.subject.starts_with("No more notices until ")), "{subjects:?}");
    it.passes(3_600);
    it.answer(id);
    assert_eq!(it.told().len(), 32);
}

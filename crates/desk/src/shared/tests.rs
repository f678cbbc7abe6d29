//! What a shared desk tells by itself.

use super::*;
use crate::{Request, SystemClock};
use frist_config::{BookSources, People};

fn present(session: u64, name: &str) -> PresentSession {
    PresentSession {
        session: SessionId(session),
        name: name.to_owned(),
        display: name.to_owned(),
        ticket: None,
        writes: false,
    }
}

fn open(folder: &std::path::Path) -> SharedDesk {
    let place = DeskSetup {
        folder: folder.to_owned(),
        book: Arc::new(Book::built_in()),
        sources: BookSources::default(),
        people: People::default(),
        group: None,
        claim: None,
        alerting: crate::AlertSetup::default(),
        backups: crate::BackupPlan::none(),
        files: frist_config::FileLimits::default(),
        mail: crate::MailSetup::default(),
        clock: Arc::new(SystemClock),
        tell: Box::new(|_| ()),
        progress: Box::new(|_, _| ()),
    };
    SharedDesk::open(place).unwrap()
}

#[test]
fn who_is_there_is_told_only_once_ones_own_session_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let inner = &desk.inner;
    let feed = inner.feed.lock().unwrap().subscribe(Scope::Everything);
    inner.pass_on(Notice::Present(Arc::new(vec![present(1, "ola"), present(2, "anna")])));
    assert_eq!(feed.try_iter().count(), 0);
    assert!(inner.note_session(1, SessionId(1)) && !inner.note_session(0, SessionId(2)));
    let told: Vec<Notice> = feed.try_iter().collect();
    let [Notice::Present(others)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(**others, [present(2, "anna")]);
}

#[test]
fn what_was_called_not_written_and_is_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let new = frist_domain::ticket::NewTicket {
        contract: "markant".to_owned(),
        plan: "standard".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        subject: "Shop down".to_owned(),
        ..Default::default()
    };
    let there = Request::new("anna", vec![crate::Change::New(Box::new(new))]);
    desk.commit(there.clone()).unwrap();
    // It is asked of a store that was opened again, which has put in everything that was written.
    drop(desk);
    let desk = open(folder.path());
    let feed = desk.subscribe();
    let not_there = Request::new("anna", Vec::new());
    let refused = |request: &Request, words: &str| UnwrittenCommit { id: request.id, words: words.to_owned() };
    desk.inner.lock().refused = vec![refused(&not_there, "nothing"), refused(&there, "#1 reported")];
    desk.inner.tell_written_after_all();
    let mut heard = std::iter::from_fn(|| feed.recv_timeout(Duration::from_secs(20)).ok());
    let told = heard.find_map(|notice| if let Notice::Trouble(words) = notice { Some(words) } else { None });
    assert_eq!(told.as_deref(), Some("A change that seemed lost was written after all: #1 reported"));
    assert!(desk.inner.lock().refused.is_empty());
}

//! What a guest's screen sends to whoever has the store: nothing that it knows already.

use std::fs::File;
use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use frist::desk::wire::{
    AnyQuery, Hello, MAX_QUESTION_BYTES, Question, frame, read_message, read_preface, write_preface,
};
use frist::desk::{Desk as _, Request, SharedDesk};
use frist::domain::ticket::{EventData, TicketId, event};

use crate::together::{LONG, Seat, desk, happen, log};

/// A folder whose store belongs to another folder's owner: what is sent to that owner is passed on and noted.
struct Passage {
    folder: tempfile::TempDir,
    /// The lock, held so that nobody makes a store here.
    _lock: File,
    sent: Receiver<AnyQuery>,
}

impl Passage {
    fn to(store: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lock = File::create(folder.path().join("frist.lock")).unwrap();
        lock.try_lock().unwrap();
        let door = UnixListener::bind(folder.path().join("frist.sock")).unwrap();
        let (note, sent) = channel();
        let owner = store.join("frist.sock");
        std::thread::spawn(move || {
            let (guest, _) = door.accept().unwrap();
            let owner = UnixStream::connect(owner).unwrap();
            let back = (owner.try_clone().unwrap(), guest.try_clone().unwrap());
            std::thread::spawn(move || {
                // Either may go first; that ends the other's way too.
                let _ = io::copy(&mut &back.0, &mut &back.1);
                let _ = back.1.shutdown(Shutdown::Both);
            });
            let _ = pass_on(&guest, &owner, &note);
            let _ = owner.shutdown(Shutdown::Both);
        });
        Self { folder, _lock: lock, sent }
    }

    /// Returns what has been sent since it was asked last, up to the word that a ticket is open or none; whether anybody is
    /// there does not count.
    fn sent_until_it_looks_at(&self, ticket: Option<TicketId>) -> Vec<&'static str> {
        let mut sent = Vec::new();
        loop {
            match self.sent.recv_timeout(LONG).unwrap() {
                AnyQuery::Alive => {}
                AnyQuery::LookAt(at) if at.ticket == ticket => return sent,
                AnyQuery::LookAt(_) => sent.push("look at"),
                AnyQuery::Subscribe => sent.push("watch"),
                AnyQuery::Open(_) => sent.push("open"),
                AnyQuery::Record(_) => sent.push("record"),
                AnyQuery::Commit(_) => sent.push("commit"),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn pass_on(guest: &UnixStream, owner: &UnixStream, note: &Sender<AnyQuery>) -> io::Result<()> {
    let version = read_preface(&mut &*guest)?;
    write_preface(&mut &*owner, version)?;
    let hello: Hello = read_message(&mut &*guest, MAX_QUESTION_BYTES)?;
    (&*owner).write_all(&frame(&hello, MAX_QUESTION_BYTES).unwrap())?;
    loop {
        let asked: Question = read_message(&mut &*guest, MAX_QUESTION_BYTES)?;
        (&*owner).write_all(&frame(&asked, MAX_QUESTION_BYTES).unwrap())?;
        // Nobody may want to know any more.
        let _ = note.send(asked.ask);
    }
}

/// Returns Anna's desk, which owns the store and has one ticket in it, and Ola's screen, which comes through the passage and looks at
/// that ticket.
fn two_people(folder: &Path) -> (Arc<SharedDesk>, Passage, Seat) {
    let anna = desk(folder, "anna");
    log(&anna, "Shop down");
    let passage = Passage::to(folder);
    let mut ola = Seat::new(desk(passage.folder.path(), "ola"), 80, 24);
    ola.keys(&["Enter"]).sees("TIMELINE").sees("reported by phone");
    (anna, passage, ola)
}

#[test]
fn a_key_press_on_a_ticket_sends_its_commit_and_reads_nothing_again() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, passage, mut ola) = two_people(folder.path());
    let id = TicketId(1);
    // Who works here, the contracts and the ledger came with the greeting.
    let mut start = passage.sent_until_it_looks_at(Some(id));
    start.sort_unstable();
    assert_eq!(start, ["open", "record", "watch"]);
    ola.keys(&["r"]).sees("#1 responded").sees("responded to the customer");
    // What somebody else does comes with its change.
    happen(&anna, EventData::WorkStarted);
    ola.sees("Anna Berg has changed #1: work started").keys(&["Esc"]).sees("Shop down");
    assert_eq!(passage.sent_until_it_looks_at(None), ["commit"]);
    assert_eq!(anna.record(id).unwrap().unwrap().events.len(), 4);
}

#[test]
fn what_is_too_long_to_be_told_to_everybody_is_read_by_who_looks_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, passage, mut ola) = two_people(folder.path());
    let id = TicketId(1);
    passage.sent_until_it_looks_at(Some(id));
    let note = || {
        let text = "They say that it is slow. ".to_owned() + &"x".repeat(9_000);
        Request::add("?", id, None, EventData::Note(event::Note { text, to_customer: false })).changes.remove(0)
    };
    anna.commit(Request::new("?", vec![note(), note(), note(), note()])).unwrap();
    ola.sees("They say that it is slow").keys(&["Esc"]).sees("Shop down");
    let sent = passage.sent_until_it_looks_at(None);
    assert!(!sent.is_empty() && sent.iter().all(|word| *word == "record"), "{sent:?}");
}

/// Whoever is at a screen gets no notices by mail, so the owner is told now and then that somebody is.
#[test]
fn a_key_after_a_minute_says_that_somebody_is_there_and_the_next_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (_anna, passage, mut ola) = two_people(folder.path());
    passage.sent_until_it_looks_at(Some(TicketId(1)));
    ola.passes(59).keys(&["j"]);
    ola.passes(1).keys(&["j", "k", "Esc"]).sees("Shop down");
    assert_eq!(passage.sent_until_it_looks_at(Some(TicketId(1))), Vec::<&str>::new());
    assert_eq!(passage.sent_until_it_looks_at(None), Vec::<&str>::new());
}

//! What comes over the socket: messages that make no sense, too long ones, half ones; and what the owner makes of them.

use std::io::Write;
use std::os::unix::net::UnixStream;

use frist::desk::wire::{
    Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, Question, Reply, Subscribed, frame, read_message,
    read_preface, unreadable, write_preface,
};
use frist::desk::{Desk, OpenTickets, Query, RecordOf, Request};

use frist::domain::audit::AuditSearch;
use frist::domain::query::TicketSearch;
use frist::domain::report::FactsQuery;
use proptest::prelude::*;

use super::corpus::{corpus, hostile};
use frist_testkit::cases;
use frist_testkit::worker::desk;

fn read(bytes: &[u8]) {
    for most in [MAX_QUESTION_BYTES, MAX_REPLY_BYTES] {
        let error = read_message::<Question>(&mut &bytes[..], most).map(drop);
        if let Err(error) = error {
            let _ = unreadable(&error);
        }
        if let Ok(Reply::Part(_, part, _)) = read_message::<Reply>(&mut &bytes[..], most) {
            read_part(part.get());
        }
        let _ = read_message::<Hello>(&mut &bytes[..], most);
        let _ = read_message::<Greeting>(&mut &bytes[..], most);
    }
    let _ = read_preface(&mut &bytes[..]);
}

/// Reads it as every kind of answer, as only the asker knows what it is.
fn read_part(part: &str) {
    let _ = serde_json::from_str::<<OpenTickets as Query>::Part>(part);
    let _ = serde_json::from_str::<<TicketSearch as Query>::Part>(part);
    let _ = serde_json::from_str::<<FactsQuery as Query>::Part>(part);
    let _ = serde_json::from_str::<<RecordOf as Query>::Part>(part);
    let _ = serde_json::from_str::<<AuditSearch as Query>::Part>(part);
    let _ = serde_json::from_str::<<Request as Query>::Part>(part);
    let _ = serde_json::from_str::<Subscribed>(part);
}

/// Returns the bytes with their length before them.
fn framed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

#[test]
fn the_corpus() {
    for (_, bytes) in corpus("wire") {
        read(&bytes);
        read(&framed(&bytes));
    }
}

#[test]
fn a_length_without_its_bytes_takes_no_memory_and_deep_nesting_no_stack() {
    for length in [0, 1, MAX_QUESTION_BYTES, MAX_QUESTION_BYTES + 1, u32::MAX] {
        read(&length.to_be_bytes());
    }
    read(&framed("[".repeat(4 << 20).as_bytes()));
    read(&framed(format!("{{\"n\":1,\"ask\":{}", "{\"commit\":".repeat(100_000)).as_bytes()));
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn messages(bytes in hostile("wire")) {
        read(&bytes);
        read(&framed(&bytes));
    }
}

/// Whoever throws anything at the owner's socket is let go; everybody else is served as before.
#[test]
fn an_owner_outlives_whatever_comes_over_its_socket() {
    let dir = tempfile::tempdir().unwrap();
    let owner = desk(dir.path(), "anna");
    let hello = frame(&Hello { pid: 1, claim: None }, MAX_QUESTION_BYTES).unwrap();
    for (_, bytes) in corpus("wire") {
        for (greeted, whole) in [(false, false), (true, false), (true, true)] {
            let mut stream = UnixStream::connect(dir.path().join("frist.sock")).unwrap();
            // It may be gone before all of it is written.
            if greeted {
                let _ = write_preface(&mut stream, PROTOCOL).and_then(|()| stream.write_all(&hello));
            }
            let _ = stream.write_all(&if whole { framed(&bytes) } else { bytes.clone() });
        }
    }
    let guest = desk(dir.path(), "anna");
    assert_eq!(guest.open_tickets().unwrap().len(), owner.open_tickets().unwrap().len());
}

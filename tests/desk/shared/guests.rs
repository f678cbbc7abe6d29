//! Guests that are slow, broken or hostile: what they send and do not read costs the others nothing.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Instant as Moment;

use frist::desk::wire::{
    AnyQuery, Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, Question, Reply, frame, read_message,
    read_preface, write_preface,
};
use frist::desk::{Change, Desk, ProblemKind, RecordOf, Request};
use frist::domain::ticket::{EventData, TicketId, event};

use super::presence::{LONG, all, desk, log, responded};

/// A connection without a desk behind it.
struct Raw(UnixStream);

impl Raw {
    fn connect(folder: &Path) -> Self {
        let stream = UnixStream::connect(folder.join("frist.sock")).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        Self(stream)
    }

    /// Returns a connection that has been welcomed.
    fn welcomed(folder: &Path) -> Self {
        let mut raw = Self::connect(folder);
        write_preface(&mut raw.0, PROTOCOL).unwrap();
        assert_eq!(read_preface(&mut raw.0).unwrap(), PROTOCOL);
        raw.send(&frame(&Hello { pid: 1, claim: None }, MAX_QUESTION_BYTES).unwrap());
        assert!(matches!(read_message(&mut raw.0, MAX_REPLY_BYTES).unwrap(), Greeting::Welcome(_)));
        raw
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
    }

    fn ask(&mut self, ask: AnyQuery) {
        self.send(&frame(&Question { n: 1, ask }, MAX_QUESTION_BYTES).unwrap());
    }

    /// Returns what comes before the other side closes.
    fn rest(mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("it is not closed: {error}"),
            _ => rest,
        }
    }
}

#[test]
fn another_version_of_the_protocol_is_answered_with_ones_own_and_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let _owner = desk(folder.path(), "anna");
    let mut other = Raw::connect(folder.path());
    write_preface(&mut other.0, PROTOCOL + 1).unwrap();
    other.send(&frame(&Hello { pid: 1, claim: None }, MAX_QUESTION_BYTES).unwrap());
    assert_eq!(read_preface(&mut other.0).unwrap(), PROTOCOL);
    assert_eq!(other.rest(), b"");
}

#[test]
fn what_is_no_message_ends_only_the_guest_that_sent_it() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let mut stranger = Raw::connect(folder.path());
    stranger.send(b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n");
    assert_eq!(stranger.rest(), b"");
    let garbage: [&[u8]; 4] = [&[0xff; 64], &[0, 0, 0, 2, b'{', b'}'], b"\x00\x00\x00\x04null", &[0; 4]];
    for bytes in garbage {
        let mut broken = Raw::connect(folder.path());
        write_preface(&mut broken.0, PROTOCOL).unwrap();
        broken.send(bytes);
        read_preface(&mut broken.0).unwrap();
        assert_eq!(broken.rest(), b"", "{bytes:?}");
        let mut broken = Raw::welcomed(folder.path());
        broken.send(bytes);
        let told = broken.rest();
        let told: Reply = read_message(&mut told.as_slice(), MAX_REPLY_BYTES).unwrap();
        assert!(matches!(told, Reply::Failed(0, _)), "{told:?}");
    }
    log(&guest, "still here");
    assert_eq!(owner.open_tickets().unwrap().len(), 1);
}

/// A message that comes a byte at a time has as long as any other, and all of one person's together have so much room.
#[test]
fn half_messages_end_with_their_time_and_take_nothing_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let (_owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let half = || {
        let mut raw = Raw::welcomed(folder.path());
        raw.send(&MAX_QUESTION_BYTES.to_be_bytes());
        raw
    };
    let mut halves: Vec<Raw> = (0..8).map(|_| half()).collect();
    let began = Moment::now();
    while !halves.is_empty() {
        log(&guest, "meanwhile");
        // Each byte is another sign of life, and none gives it more time. Those that have been let go are told by the system.
        halves.retain_mut(|raw| raw.0.write_all(b" ").is_ok());
        assert!(began.elapsed() < LONG * 2, "{} go on", halves.len());
    }
}

/// However much there is of a ticket, nobody has to take all of it at once.
#[test]
fn a_long_ticket_goes_over_in_messages_of_bounded_size() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&owner, "long");
    let text =
        |n: usize| EventData::Note(event::Note { text: format!("{n} {}", "x".repeat(19_000)), to_customer: false });
    let notes: Vec<_> = (0..100).map(|n| Request::add("?", id, None, text(n)).changes.remove(0)).collect();
    owner.commit(Request::new("?", notes)).unwrap();
    let mut raw = Raw::welcomed(folder.path());
    raw.ask(RecordOf(id).into());
    let (mut parts, mut more) = (0, true);
    while more {
        let told: Reply = read_message(&mut raw.0, 300 << 10).unwrap();
        assert!(matches!(told, Reply::Part(1, ..)), "{told:?}");
        (parts, more) = (parts + 1, matches!(told, Reply::Part(_, _, true)));
    }
    assert!(parts > 7, "{parts}");
    let (here, there) = (owner.record(id).unwrap().unwrap(), guest.record(id).unwrap().unwrap());
    assert_eq!((here.ticket, here.events), (there.ticket, there.events));
}

#[test]
fn a_guest_that_reads_nothing_holds_up_nobody_else_and_not_the_owners_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let text = || EventData::Note(event::Note { text: "x".repeat(10_000), to_customer: false });
    let id = log(&owner, "long");
    let notes: Vec<_> = (0..100).map(|_| Request::add("?", id, None, text()).changes.remove(0)).collect();
    owner.commit(Request::new("?", notes)).unwrap();
    let mut deaf: Vec<Raw> = (0..3).map(|_| Raw::welcomed(folder.path())).collect();
    for raw in &mut deaf {
        raw.ask(AnyQuery::Subscribe);
        // More than a socket holds, several times.
        (0..5).for_each(|_| raw.ask(RecordOf(id).into()));
    }
    for _ in 0..50 {
        let id = log(&guest, "x");
        guest.commit(responded(id)).unwrap();
    }
    assert_eq!(owner.open_tickets().unwrap().len(), 51);
    drop(owner);
    log(&guest, "with the next owner");
}

#[test]
fn one_request_cannot_keep_the_others_waiting_for_long() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&owner, "x");
    let changes = |count: u32| (0..count).map(|n| Change::Retract { ticket: id, event: n }).collect();
    let refused = guest.commit(Request::new("?", changes(5000))).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::Refused);
    assert_eq!(
        refused.to_string(),
        "5000 changes are more than the 4096 that can be made at once; make them in several parts"
    );
}

/// Whatever the others do, a list that is asked for after an acknowledgement has what was acknowledged.
#[test]
fn what_was_acknowledged_is_in_every_later_list() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let write = |desk: &dyn Desk| {
        for n in 0..150 {
            let id = log(desk, &n.to_string());
            let tickets = all(desk);
            assert!(tickets.iter().any(|t| t.id == id), "#{id} of {}", tickets.len());
            assert!(tickets.windows(2).all(|pair| pair[0].id < pair[1].id));
            desk.commit(responded(id)).unwrap();
            let tickets = all(desk);
            assert!(tickets.iter().any(|t| t.id == id && t.responded.is_some()), "#{id} is not the newest");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| write(&owner));
        scope.spawn(|| write(&guest));
    });
    assert_eq!(all(&guest).last().unwrap().id, TicketId(300));
}

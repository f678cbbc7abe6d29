//! Files that guests send and fetch.

use frist::config::FileLimits;
use frist::desk::wire::{Question, frame};
use frist::desk::{
    AskDesk as _, Claim, Desk, DeskSetup, FileBytes, FilePiece, Problem, ProblemKind, Request, SendFile, SharedDesk,
    fetch_file, send_file,
};
use frist::domain::file::{FileHash, FileRef};
use frist::domain::ticket::{EventData, TicketId, event};

use super::presence::{PEOPLE, desk, log, place};

/// Returns the bytes of a file that goes over in several pieces, the last of them short.
fn bytes() -> Vec<u8> {
    (0..500_000_u32).map(|n| (n / 7) as u8).collect()
}

fn send(desk: &SharedDesk, name: &str, bytes: &[u8]) -> Result<FileRef, Problem> {
    send_file(desk, name, Some(bytes.len() as u64), &mut &bytes[..])
}

fn attach(desk: &SharedDesk, id: TicketId, file: &FileRef) -> Result<(), Problem> {
    let what = EventData::Attached(event::Attached { files: vec![file.clone()] });
    desk.commit(Request::add("?", id, None, what)).map(drop)
}

fn fetch(desk: &SharedDesk, id: TicketId, file: &FileRef) -> Result<Vec<u8>, Problem> {
    let mut all = Vec::new();
    fetch_file(desk, id, file, &mut |piece| {
        all.extend_from_slice(piece);
        Ok::<(), Problem>(())
    })?;
    Ok(all)
}

fn piece(name: &str, at: u64, bytes: &[u8], last: bool) -> SendFile {
    let id = uuid::Uuid::from_u128(7);
    SendFile { id, name: name.to_owned(), at, size: None, bytes: FileBytes(bytes.to_vec()), last }
}

#[test]
fn a_file_that_a_guest_sends_is_read_by_everybody_who_may_see_the_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola, vy) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "vy"));
    let id = log(&anna, "Shop down");
    for (name, bytes) in [("dump.bin", bytes()), ("empty", Vec::new()), ("whole", vec![1; 180 << 10])] {
        let file = send(&ola, name, &bytes).unwrap();
        assert_eq!((file.size, file.sha256), (bytes.len() as u64, FileHash::of(&bytes)));
        attach(&ola, id, &file).unwrap();
        for reader in [&anna, &ola, &vy] {
            assert!(fetch(reader, id, &file).unwrap() == bytes, "{name}");
        }
    }
    let refused = send(&vy, "dump.bin", &bytes()).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotAllowed);
    assert!(refused.message.starts_with("attaching files is for agents and leads"), "{refused}");
}

#[test]
fn a_piece_is_no_larger_than_a_message_should_be() {
    let largest = piece("x", 0, &vec![0xff; 180 << 10], false);
    let size = frame(&Question { n: 1, ask: largest.into() }, u32::MAX).unwrap().len();
    assert!(size <= 256 << 10, "{size}");
}

#[test]
fn a_commit_names_no_bytes_that_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&anna, "Shop down");
    let file = send(&ola, "error.log", b"abc").unwrap();
    for lost in [FileRef { sha256: FileHash::of(b"other"), ..file.clone() }, FileRef { size: 4, ..file.clone() }] {
        for desk in [&anna, &ola] {
            let refused = attach(desk, id, &lost).unwrap_err();
            assert_eq!(
                (refused.kind, refused.message.as_str()),
                (ProblemKind::Refused, "the file error.log has not arrived")
            );
        }
    }
    let unclean = FileRef { name: "../error.log".into(), ..file.clone() };
    assert!(attach(&ola, id, &unclean).is_err());
    assert_eq!(anna.record(id).unwrap().unwrap().ticket.revision, 2);
    attach(&ola, id, &file).unwrap();
    assert_eq!(anna.record(id).unwrap().unwrap().ticket.files, [file]);
}

#[test]
fn only_the_files_of_a_ticket_are_read_through_it() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, vy) = (desk(folder.path(), "anna"), desk(folder.path(), "vy"));
    let (one, other) = (log(&anna, "one"), log(&anna, "other"));
    let file = send(&anna, "error.log", b"abc").unwrap();
    let ask = |ticket| vy.ask(FilePiece { ticket, sha256: file.sha256, at: 0 });
    assert_eq!(ask(one).unwrap_err().message, "#1 has no such file", "no ticket names it yet");
    attach(&anna, one, &file).unwrap();
    assert_eq!(ask(one).unwrap().0, b"abc");
    assert_eq!(ask(other).unwrap_err().kind, ProblemKind::NotFound);
    assert_eq!(vy.ask(FilePiece { ticket: one, sha256: file.sha256, at: 3 }).unwrap().0, b"");
}

#[test]
fn pieces_come_in_order_from_one_person_and_one_that_comes_twice_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let (_anna, ola, again) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "ola"));
    let other = desk(folder.path(), "anna");
    assert_eq!(ola.ask(piece("x", 0, b"abc", false)).unwrap(), None);
    assert_eq!(again.ask(piece("x", 0, b"abc", false)).unwrap(), None);
    let refused = other.ask(piece("x", 3, b"XXX", true)).unwrap_err();
    assert_eq!(refused.hint, "attach it again");
    assert_eq!(ola.ask(piece("x", 3, b"def", true)).unwrap(), Some((FileHash::of(b"abcdef"), 6)));
    // What is missing in the middle, or was begun by nobody, is told.
    assert_eq!(ola.ask(piece("x", 0, b"abc", false)).unwrap(), None);
    assert_eq!(ola.ask(piece("x", 9, b"jkl", true)).unwrap_err().hint, "attach it again");
    assert!(ola.ask(piece("x", 3, b"def", true)).is_err());
    assert_eq!(std::fs::read_dir(folder.path().join("files/new")).unwrap().count(), 0);
}

#[test]
fn the_limits_of_the_owner_count_for_guests() {
    let folder = tempfile::tempdir().unwrap();
    let limits = FileLimits { max_size: 1_000, max_total: 2_500 };
    let _owner = SharedDesk::open(DeskSetup { files: limits, ..place(folder.path(), PEOPLE, None) }).unwrap();
    let ola = SharedDesk::open(place(folder.path(), PEOPLE, Some(Claim::As("ola".to_owned())))).unwrap();
    let large = send(&ola, "large.bin", &[1; 1_001]).unwrap_err();
    assert_eq!(large.message, "large.bin has 1001 bytes, and a file may have 1000 bytes");
    let unknown = send_file(&ola, "piped", None, &mut &[1; 2_000][..]).unwrap_err();
    assert_eq!(unknown.message, "piped has at least 2 KiB, and a file may have 1000 bytes");
    for byte in [1, 2] {
        send(&ola, "fits", &[byte; 1_000]).unwrap();
    }
    // The same once more takes no room that is not taken already, but that is known only at its end.
    let full = send(&ola, "third", &[3; 1_000]).unwrap_err();
    assert_eq!(full.message, "there is no room for third: the files of the desk have 2 KiB of 2.4 KiB together");
    send(&ola, "little", &[4; 500]).unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("files/new")).unwrap().count(), 0);
}

#[test]
fn somebody_who_never_ends_a_file_is_stopped_after_some() {
    let folder = tempfile::tempdir().unwrap();
    let (_anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let begin = |n| {
        let id = uuid::Uuid::from_u128(n);
        ola.ask(SendFile { id, ..piece("x", 0, b"abc", false) })
    };
    let refused = (0..10).find_map(|n| begin(n).err()).unwrap();
    assert_eq!(refused.message, "too many files are being sent to the desk at once");
    assert_eq!(std::fs::read_dir(folder.path().join("files/new")).unwrap().count(), 4);
}

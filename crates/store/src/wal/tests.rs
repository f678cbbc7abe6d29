use std::fs;

use super::*;
use frist_domain::ticket::{CommitId, Edit, Event, EventData, TicketId, event};
use frist_domain::time::Instant;

impl Wal {
    /// Fills the disk from now on.
    pub(crate) fn fill_disk(&mut self) {
        self.file = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    }
}

const SMALL: u64 = 2_000;

fn commit(number: u64) -> Commit {
    let at = Instant::from_secs(1_700_000_000 + number as i64);
    let what = EventData::Note(event::Note { text: format!("note {number}"), to_customer: false });
    let event = Event { happened: at, recorded: at, by: "anna".into(), what: what.into() };
    let edit = Edit::Ticket { id: TicketId(number), events: vec![event] };
    Commit { id: CommitId(uuid::Uuid::from_u128(number.into())), at, by: "anna".into(), edits: vec![edit] }
}

/// Returns a write-ahead log of these writes, each of so many commits.
fn wal(dir: &Path, writes: &[u64]) -> Wal {
    let mut wal = Wal::create(dir, SMALL).unwrap();
    for size in writes {
        let next = wal.sequence() + 1;
        let commits: Vec<_> = (next..next + size).map(commit).collect();
        wal.append(commits).unwrap();
    }
    wal
}

fn reopen(dir: &Path) -> Result<Wal, StoreError> {
    Wal::open(dir, SMALL).map(|wal| wal.expect("there are segments"))
}

fn read(wal: &Wal) -> Result<Vec<u64>, StoreError> {
    let entries = wal.entries(1, u64::MAX).collect::<Result<Vec<_>, _>>()?;
    assert!(entries.iter().all(|entry| entry.commit == commit(entry.sequence)), "each in its place");
    Ok(entries.iter().map(|entry| entry.sequence).collect())
}

fn files(dir: &Path) -> Vec<PathBuf> {
    list(dir).unwrap().into_iter().map(|(_, path)| path).collect()
}

fn place(error: &StoreError) -> &DamagePlace {
    let StoreErrorKind::Damaged { place } = error.kind() else { panic!("{error}") };
    place
}

#[test]
fn what_is_appended_is_read_across_segments() {
    let dir = tempfile::tempdir().unwrap();
    let mut wal = wal(dir.path(), &[1; 40]);
    assert!(files(dir.path()).len() > 3, "{:?}", files(dir.path()));
    assert_eq!(read(&wal).unwrap(), (1..=40).collect::<Vec<_>>());
    let again = reopen(dir.path()).unwrap();
    assert_eq!((again.sequence, again.chain, again.len), (wal.sequence, wal.chain, wal.len));
    assert_eq!(wal.append(vec![commit(41), commit(42)]).unwrap().last().unwrap().sequence, 42);
    assert_eq!(read(&reopen(dir.path()).unwrap()).unwrap(), (1..=42).collect::<Vec<_>>());
}

#[test]
fn reading_can_begin_and_end_anywhere() {
    let dir = tempfile::tempdir().unwrap();
    let wal = wal(dir.path(), &[1; 30]);
    for from in 0..=31 {
        for to in 0..=31 {
            let read: Vec<_> = wal.entries(from, to).map(|entry| entry.unwrap().sequence).collect();
            assert_eq!(read, (from.max(1)..=to.min(30)).collect::<Vec<_>>(), "from {from} to {to}");
        }
    }
}

#[test]
fn the_chain_value_is_known_at_every_commit() {
    let dir = tempfile::tempdir().unwrap();
    let wal = wal(dir.path(), &[3; 10]);
    let chains: Vec<_> = wal.entries(1, 30).map(|entry| entry.unwrap().chain).collect();
    for (sequence, chain) in (1..).zip(chains) {
        assert_eq!(wal.chain_at(sequence).unwrap(), chain, "at {sequence}");
    }
    assert_eq!(wal.chain_at(0).unwrap(), wal.segments[0].header.chain);
}

#[test]
fn a_half_written_last_write_is_cut_and_writing_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let before = wal(dir.path(), &[1]).len;
    let whole =
        { reopen(dir.path()).unwrap().append(vec![commit(2)]).map(|_| fs::read(&files(dir.path())[0]).unwrap()) };
    let whole = whole.unwrap();
    for cut in before as usize + 1..whole.len() {
        fs::write(&files(dir.path())[0], &whole[..cut]).unwrap();
        let mut wal = reopen(dir.path()).unwrap();
        let torn = wal.cut().unwrap().expect("half a record");
        assert_eq!((torn.place.offset, torn.place.sequence), (Some(before), Some(2)));
        assert_eq!(torn.bytes, cut as u64 - before);
        assert_eq!(fs::metadata(&files(dir.path())[0]).unwrap().len(), before);
        wal.append(vec![commit(2)]).unwrap();
        assert_eq!(fs::read(&files(dir.path())[0]).unwrap(), whole, "the same bytes again");
    }
}

#[test]
fn a_sealed_segment_cut_anywhere_is_noticed_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    wal(dir.path(), &[1; 30]);
    let sealed = &files(dir.path())[1];
    let whole = fs::read(sealed).unwrap();
    for cut in 0..whole.len() {
        fs::write(sealed, &whole[..cut]).unwrap();
        let error = reopen(dir.path()).unwrap_err();
        assert_eq!(&place(&error).file, sealed, "cut at {cut}");
        assert!(error.to_string().contains(sealed.to_str().unwrap()), "{error}");
    }
}

#[test]
fn a_changed_byte_is_never_read_as_though_it_were_right() {
    let dir = tempfile::tempdir().unwrap();
    wal(dir.path(), &[1; 30]);
    for file in files(dir.path()) {
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&file, &bytes).unwrap();
            match reopen(dir.path()).and_then(|wal| read(&wal)) {
                Ok(read) => assert_eq!(read, (1..30).collect::<Vec<_>>(), "only the last commit is cut off"),
                Err(error) => assert!(place(&error).offset.unwrap() <= at as u64, "{error}, but it was byte {at}"),
            }
        }
        fs::write(&file, &whole).unwrap();
    }
}

#[test]
fn a_missing_segment_is_noticed_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    wal(dir.path(), &[1; 30]);
    let all = files(dir.path());
    for missing in 0..all.len() - 1 {
        let bytes = fs::read(&all[missing]).unwrap();
        fs::remove_file(&all[missing]).unwrap();
        let error = reopen(dir.path()).unwrap_err();
        assert_eq!(place(&error).file, all[missing + 1], "{error}");
        fs::write(&all[missing], bytes).unwrap();
    }
}

#[test]
fn a_segment_of_another_wal_does_not_fit() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    wal(one.path(), &[1; 30]);
    wal(other.path(), &[1; 30]);
    fs::copy(&files(other.path())[1], &files(one.path())[1]).unwrap();
    let error = reopen(one.path()).and_then(|wal| read(&wal)).unwrap_err();
    assert_eq!(place(&error).file, files(one.path())[0], "{error}");
}

#[test]
fn a_newer_layout_is_refused_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    wal(dir.path(), &[1; 3]);
    let file = &files(dir.path())[0];
    let mut bytes = fs::read(file).unwrap();
    bytes[8..12].copy_from_slice(&7_u32.to_be_bytes());
    let sum = crc32fast::hash(&bytes[..12]);
    bytes[12..16].copy_from_slice(&sum.to_be_bytes());
    fs::write(file, &bytes).unwrap();
    let error = reopen(dir.path()).unwrap_err();
    assert_eq!(error.kind(), &StoreErrorKind::NewerSchema { found: 7, known: segment::VERSION });
    assert!(error.to_string().contains("version 7; this one knows up to 1"), "{error}");
    assert_eq!(&fs::read(file).unwrap(), &bytes);
}

#[test]
fn a_full_disk_is_told_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let mut wal = wal(dir.path(), &[1]);
    wal.fill_disk();
    let error = wal.append(vec![commit(2)]).unwrap_err();
    assert_eq!(error.kind(), &StoreErrorKind::Full);
    assert!(error.to_string().ends_with("free some space, then try again"), "{error}");
    assert_eq!(wal.sequence(), 1, "not acknowledged");
    assert_eq!(read(&reopen(dir.path()).unwrap()).unwrap(), [1]);
}

#[test]
fn one_commit_may_not_be_too_large_and_takes_the_others_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut wal = wal(dir.path(), &[1]);
    let mut large = commit(3);
    large.by = "x".repeat(LONGEST_COMMIT);
    let error = wal.append(vec![commit(2), large]).unwrap_err();
    assert!(matches!(error.kind(), StoreErrorKind::TooLarge { .. }), "{error}");
    assert_eq!(wal.append(vec![commit(2)]).unwrap()[0].sequence, 2, "nothing of it was written");
    assert_eq!(read(&reopen(dir.path()).unwrap()).unwrap(), [1, 2]);
}

#[test]
fn a_later_frists_fields_are_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let mut wal = Wal::create(dir.path(), SMALL).unwrap();
    let mut json = serde_json::to_value(commit(1)).unwrap();
    json["colour"] = "red".into();
    json["edits"][0]["ticket"]["events"][0]["mood"] = "good".into();
    wal.chain = segment::encode(&mut wal.buffer, 1, 0, wal.chain, json.to_string().as_bytes());
    wal.write().unwrap();
    assert_eq!(read(&reopen(dir.path()).unwrap()).unwrap(), [1]);
}

#[test]
fn the_last_segment_read_in_parts_is_what_it_is_read_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut wal = Wal::create(dir.path(), 1 << 30).unwrap();
    let long = |number, length| {
        let what = EventData::Note(event::Note { text: "x".repeat(length), to_customer: false });
        let mut commit = commit(number);
        commit.edits = vec![Edit::Ticket {
            id: TicketId(number),
            events: vec![Event { happened: commit.at, recorded: commit.at, by: "anna".into(), what: what.into() }],
        }];
        commit
    };
    let lengths = [10, PART, 3 * PART, 10, 2 * PART - 300, 10, 10];
    wal.append((1..).zip(lengths).map(|(number, length)| long(number, length)).collect()).unwrap();
    let last = wal.last().clone();
    let good = fs::read(&last.path).unwrap();
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let cut = |at: usize| good[..at].to_vec();
    let ends = [HEADER, HEADER + 1, PART, 2 * PART + 17, good.len() - 1, good.len()];
    let all = ends.map(cut).into_iter().chain([HEADER + 3, PART + 5, good.len() - 3].map(changed));
    for bytes in all.chain([[good.clone(), vec![0; 2 * PART]].concat()]) {
        fs::write(&last.path, &bytes).unwrap();
        let file = File::open(&last.path).unwrap();
        assert_eq!(scan_file(&last, &file), scan(&last, &bytes), "{} bytes", bytes.len());
        let whole = scan(&last, &bytes).is_ok_and(|(_, torn)| torn.is_none());
        assert_eq!(scan_in_parts(&last.header, &file).unwrap().is_some(), whole);
    }
}

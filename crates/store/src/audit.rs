//! How the write-ahead log of what happened is kept in sled, so that its newest pages are read without its oldest: for
//! each commit a record of its audit entries under its sequence number, cut where it would be long.
//!
//! Clocks are set back now and then, so the moments of commits are nearly in their order and not quite. Each record also has
//! the latest moment of any commit up to it, which never goes back: a search for a time begins and ends by that.

use serde::{Deserialize, Serialize};

use super::bundle::BundleKey;
use super::fault::Fault;
use frist_domain::audit::{AuditLine, AuditPosition, RecordedLine};
use frist_domain::time::Instant;

/// The version of the record's layout that is written, and the newest that is read.
const VERSION: u8 = 1;
/// The most audit entries in one record: it stays well below the size from which on sled keeps a page as a file.
const TOGETHER: usize = 32;

/// A part of a commit's audit entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct AuditRecord {
    /// The latest moment of any commit up to this one.
    pub latest: Instant,
    pub audit_entries: Vec<RecordedLine>,
}

#[derive(Serialize, Deserialize)]
struct StoredAuditRecord(Instant, Instant, String, Vec<AuditLine>);

/// What all audit entries of a commit have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommitStamp<'a> {
    pub sequence: u64,
    pub recorded: Instant,
    /// The latest moment of any commit up to this one.
    pub latest: Instant,
    pub by: &'a str,
}

/// A record's key and its value.
pub(super) type KeyValue = (BundleKey, Vec<u8>);

/// Returns the keys and values of a commit's audit entries.
pub(super) fn encode(stamp: CommitStamp<'_>, lines: Vec<AuditLine>) -> Result<Vec<KeyValue>, Fault> {
    let mut written = Vec::with_capacity(1);
    let mut lines = lines.into_iter().peekable();
    let mut first = 0;
    while lines.peek().is_some() {
        let some: Vec<AuditLine> = lines.by_ref().take(TOGETHER).collect();
        let count = some.len() as u32;
        let mut bytes = vec![VERSION];
        let kept = StoredAuditRecord(stamp.recorded, stamp.latest, stamp.by.to_owned(), some);
        serde_json::to_writer(&mut bytes, &kept).map_err(|error| Fault::Damaged(error.to_string()))?;
        written.push((key(AuditPosition { sequence: stamp.sequence, number: first }), bytes));
        first += count;
    }
    Ok(written)
}

/// Reads a record from its key and its value.
pub(super) fn decode(key: &[u8], bytes: &[u8]) -> Result<AuditRecord, Fault> {
    let first = place(key)?;
    let unreadable = |why: &str| Fault::Damaged(format!("what commit {} did cannot be read: {why}", first.sequence));
    match bytes.split_first() {
        Some((&VERSION, json)) => {
            let kept: StoredAuditRecord =
                serde_json::from_slice(json).map_err(|error| unreadable(&error.to_string()))?;
            let StoredAuditRecord(recorded, latest, by, lines) = kept;
            let audit_entry = |(number, line)| {
                let place = AuditPosition { number, ..first };
                RecordedLine { place, recorded, by: by.clone(), line }
            };
            Ok(AuditRecord { latest, audit_entries: (first.number..).zip(lines).map(audit_entry).collect() })
        }
        Some((&newer, _)) if newer > VERSION => Err(Fault::Newer { found: newer.into(), known: VERSION.into() }),
        _ => Err(unreadable("it has no version")),
    }
}

/// Returns the key of the record that begins with the audit entry of that place: big-endian, so that records stand in
/// their order.
pub(super) fn key(place: AuditPosition) -> BundleKey {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&place.sequence.to_be_bytes());
    key[8..].copy_from_slice(&place.number.to_be_bytes());
    key
}

/// Returns where the record with this key begins.
pub(super) fn place(key: &[u8]) -> Result<AuditPosition, Fault> {
    let parts = key.first_chunk().zip(key.get(8..).and_then(|rest| <[u8; 4]>::try_from(rest).ok()));
    let (sequence, number) = parts.ok_or_else(|| Fault::Damaged("a key of what was done is not one of ours".into()))?;
    Ok(AuditPosition { sequence: u64::from_be_bytes(*sequence), number: u32::from_be_bytes(number) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::audit::{AuditKind, AuditSubject};
    use frist_domain::ledger::LedgerRecordId;
    use frist_domain::ticket::TicketId;

    fn line(number: u64) -> AuditLine {
        let on = AuditSubject::Ticket { id: TicketId(number), event: 3 };
        AuditLine { kind: AuditKind::of_key("respond").unwrap(), on, contract: "markant".to_owned() }
    }

    fn stamp() -> CommitStamp<'static> {
        CommitStamp { sequence: 7, recorded: Instant::from_secs(100), latest: Instant::from_secs(120), by: "anna" }
    }

    #[test]
    fn a_commits_audit_entries_come_back_in_their_places_however_many_there_are() {
        for count in [1, TOGETHER, TOGETHER + 1, 5 * TOGETHER + 7] {
            let lines: Vec<AuditLine> = (0..count as u64).map(line).collect();
            let written = encode(stamp(), lines.clone()).unwrap();
            assert!(written.is_sorted() && written.iter().all(|(_, bytes)| bytes.len() < 4096));
            let read: Vec<RecordedLine> =
                written.iter().flat_map(|(key, bytes)| decode(key, bytes).unwrap().audit_entries).collect();
            assert_eq!(read.iter().map(|audit_entry| audit_entry.line.clone()).collect::<Vec<_>>(), lines);
            assert!(read.iter().map(|audit_entry| audit_entry.place.number as usize).eq(0..count));
            assert!(read.iter().all(|audit_entry| audit_entry.place.sequence == 7 && audit_entry.by == "anna"));
        }
    }

    #[test]
    fn the_line_of_an_entry_is_told_from_that_of_a_ticket() {
        let on = AuditSubject::Entry { id: LedgerRecordId(5), revision: 2 };
        let outage = AuditLine { kind: AuditKind::OUTAGE, on, contract: String::new() };
        let written = encode(stamp(), vec![outage.clone()]).unwrap();
        assert_eq!(written[0].1, br#"?[100,120,"anna",[["outage",5,2,""]]]"#.map(|b| if b == b'?' { 1 } else { b }));
        assert_eq!(decode(&written[0].0, &written[0].1).unwrap().audit_entries[0].line, outage);
    }

    #[test]
    fn what_is_no_record_is_damage_and_a_later_frists_is_said_to_be_one() {
        let (key, bytes) = encode(stamp(), vec![line(1)]).unwrap().remove(0);
        assert!(matches!(decode(&key[..9], &bytes), Err(Fault::Damaged(_))));
        assert!(matches!(decode(&key, &bytes[..9]), Err(Fault::Damaged(_))));
        assert!(matches!(decode(&key, &[]), Err(Fault::Damaged(_))));
        assert_eq!(decode(&key, &[9, b'[']), Err(Fault::Newer { found: 9, known: 1 }));
    }
}

//! Keeps a ticket in sled: one record with all its events, a version byte and JSON, cut into chunks.
//!
//! sled writes a leaf with up to 16 values as one page, and a page of more than 128 KiB as a file of its own, which it
//! never removes. Chunks of 4 KiB stay clear of that; most tickets have one. Adding events changes only the last chunk.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use frist_domain::ticket::{Event, TicketId};

/// The version of the record's layout that is written, and the newest that is read.
const VERSION: u8 = 1;
/// The length of a chunk in bytes, but for the last one of a ticket.
pub(super) const CHUNK: usize = 4096;

/// A ticket as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TicketRecord {
    /// The ticket's number.
    pub id: TicketId,
    /// All events of the ticket, in the order of the commits.
    pub events: Vec<Event>,
}

#[derive(Serialize)]
struct WrittenRecord<'a> {
    events: &'a [Event],
}

#[derive(Deserialize)]
struct ReadRecord {
    #[serde(default)]
    events: Vec<Event>,
}

/// Returns the bytes of the record of these events, to be cut into chunks.
pub(super) fn encode(events: &[Event]) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, &WrittenRecord { events }).map_err(|error| Fault::Damaged(error.to_string()))?;
    Ok(bytes)
}

/// Reads the record's bytes, all chunks behind one another.
pub(super) fn decode(id: TicketId, bytes: &[u8]) -> Result<TicketRecord, Fault> {
    match bytes.split_first() {
        Some((&VERSION, json)) => {
            let read: ReadRecord = serde_json::from_slice(json)
                .map_err(|error| Fault::Damaged(format!("ticket {id} cannot be read: {error}")))?;
            Ok(TicketRecord { id, events: read.events })
        }
        Some((&newer, _)) if newer > VERSION => Err(Fault::Newer { found: newer.into(), known: VERSION.into() }),
        _ => Err(Fault::Damaged(format!("ticket {id} has no version"))),
    }
}

/// Returns the key of a ticket's chunk: both numbers big-endian, so that a ticket's chunks stand in order.
pub(super) fn key(id: TicketId, chunk: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&id.0.to_be_bytes());
    key[8..].copy_from_slice(&chunk.to_be_bytes());
    key
}

/// Returns the ticket's number of a key.
pub(super) fn id_of(key: &[u8; 12]) -> TicketId {
    TicketId(key.first_chunk().map_or(0, |id| u64::from_be_bytes(*id)))
}

/// Returns the ticket's number and the chunk's number of a key.
pub(super) fn split_key(key: &[u8]) -> Result<(TicketId, u32), Fault> {
    let parts = key.first_chunk().zip(key.get(8..).and_then(|rest| <[u8; 4]>::try_from(rest).ok()));
    let (id, chunk) = parts.ok_or_else(|| Fault::Damaged("a key is not one of ours".into()))?;
    Ok((TicketId(u64::from_be_bytes(*id)), u32::from_be_bytes(chunk)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_their_numbers() {
        let keys = [key(TicketId(1), 0), key(TicketId(1), 300), key(TicketId(2), 0), key(TicketId(256), 1)];
        assert!(keys.is_sorted());
        assert_eq!(split_key(&keys[1]), Ok((TicketId(1), 300)));
        assert!(split_key(b"short").is_err());
    }

    #[test]
    fn a_later_frists_fields_are_passed_over_and_its_version_is_not() {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(br#"{"events":[],"colour":"red"}"#);
        assert_eq!(decode(TicketId(1), &bytes), Ok(TicketRecord { id: TicketId(1), events: vec![] }));
        bytes[0] = 9;
        assert_eq!(decode(TicketId(1), &bytes), Err(Fault::Newer { found: 9, known: 1 }));
        assert!(matches!(decode(TicketId(1), &[]), Err(Fault::Damaged(_))));
        assert!(matches!(decode(TicketId(1), &bytes[..9]), Err(Fault::Newer { .. })));
        bytes[0] = VERSION;
        assert!(matches!(decode(TicketId(1), &bytes[..9]), Err(Fault::Damaged(_))), "cut short");
    }
}

//! Keeps a ledger record in sled: a record for each revision, a version byte and JSON, cut into chunks.

use super::fault::Fault;
use frist_domain::ledger::{LedgerRecord, LedgerRecordId};

/// The version of the record's layout that is written, and the newest that is read.
const VERSION: u8 = 1;

/// Returns the revision's bytes, to be cut into chunks.
pub(super) fn encode(entry: &LedgerRecord) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, entry).map_err(|error| Fault::Damaged(error.to_string()))?;
    Ok(bytes)
}

/// Reads the revision's bytes, all chunks behind one another.
pub(super) fn decode(bytes: &[u8]) -> Result<LedgerRecord, Fault> {
    match bytes.split_first() {
        Some((&VERSION, json)) => serde_json::from_slice(json)
            .map_err(|error| Fault::Damaged(format!("an entry of the ledger cannot be read: {error}"))),
        Some((&newer, _)) if newer > VERSION => Err(Fault::Newer { found: newer.into(), known: VERSION.into() }),
        _ => Err(Fault::Damaged("an entry of the ledger has no version".into())),
    }
}

/// Returns the key of a revision's chunk: numbers big-endian, so that an entry's revisions and their chunks stand in order.
pub(super) fn key(id: LedgerRecordId, revision: u32, chunk: u32) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&id.0.to_be_bytes());
    key[8..12].copy_from_slice(&revision.to_be_bytes());
    key[12..].copy_from_slice(&chunk.to_be_bytes());
    key
}

/// Puts revisions together from their chunks, in order.
pub(super) fn gather(chunks: sled::Iter) -> Result<Vec<LedgerRecord>, Fault> {
    let mut all = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    for chunk in chunks {
        let (key, value) = chunk?;
        if is_first(&key)? && !bytes.is_empty() {
            all.push(decode(&bytes)?);
            bytes.clear();
        }
        bytes.extend_from_slice(&value);
    }
    if !bytes.is_empty() {
        all.push(decode(&bytes)?);
    }
    Ok(all)
}

fn is_first(key: &[u8]) -> Result<bool, Fault> {
    let chunk = key.get(12..).ok_or_else(|| Fault::Damaged("a key of the ledger is not one of ours".into()))?;
    Ok(chunk == [0; 4])
}

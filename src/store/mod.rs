//! stub
use crate::domain::ticket::{Commit, CommitId, Event, TicketId};
use std::path::Path;
#[allow(missing_docs)]
#[derive(Clone, Debug, thiserror::Error)]
#[error("stub")]
pub struct StoreError;
#[allow(missing_docs)]
pub struct Store;
#[allow(missing_docs)]
#[derive(Clone)]
pub struct Reader;
#[allow(missing_docs)]
pub struct Opened {
    pub store: Store,
    pub notices: Vec<String>,
}
#[allow(missing_docs)]
pub struct TicketRecord {
    pub id: TicketId,
    pub events: Vec<Event>,
}
#[allow(missing_docs, clippy::unused_self)]
impl Store {
    pub fn open(_d: &Path) -> Result<Opened, StoreError> {
        Err(StoreError)
    }
    pub fn reader(&self) -> Reader {
        Reader
    }
    pub fn next_ticket_id(&self) -> TicketId {
        TicketId(1)
    }
    pub fn sequence(&self) -> u64 {
        0
    }
    pub fn append(&mut self, _c: &[Commit]) -> Result<u64, StoreError> {
        Err(StoreError)
    }
    pub fn apply(&mut self) -> Result<(), StoreError> {
        Err(StoreError)
    }
}
#[allow(missing_docs, clippy::unused_self)]
impl Reader {
    pub fn ticket(&self, _id: TicketId) -> Result<Option<TicketRecord>, StoreError> {
        Err(StoreError)
    }
    pub fn open_tickets(&self) -> Result<Vec<TicketRecord>, StoreError> {
        Err(StoreError)
    }
    pub fn tickets(&self) -> impl Iterator<Item = Result<TicketRecord, StoreError>> {
        std::iter::empty()
    }
    pub fn commit_sequence(&self, _id: CommitId) -> Option<u64> {
        None
    }
}

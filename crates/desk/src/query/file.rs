//! Sends a file to the desk, and asks for one, in pieces: none is larger than a message may well be.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use frist_domain::file::FileHash;
use frist_domain::ticket::TicketId;

use super::{AnyQuery, Query, QueryCost, whole};
use crate::Problem;
use crate::files::FileBytes;
use crate::view::View;

/// The most hashes of one message.
const HASHES_PER_PART: usize = 1_000;

/// Sends a piece of a file that is to be attached. The answer is its hash and its size in bytes once it is there as a whole, and
/// none before. Viewers may not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SendFile {
    /// The name of this sending, the same for all pieces.
    pub id: Uuid,
    /// The name of the file, for what is said of it.
    pub name: String,
    /// The place of the piece in the file, in bytes from 0. Pieces come in order.
    pub at: u64,
    /// The size of the whole file in bytes, where that is known.
    pub size: Option<u64>,
    /// The bytes of the piece.
    pub bytes: FileBytes,
    /// Whether it is the last piece.
    pub last: bool,
}

impl From<SendFile> for AnyQuery {
    fn from(query: SendFile) -> Self {
        Self::SendFile(Box::new(query))
    }
}

impl Query for SendFile {
    type Answer = Option<(FileHash, u64)>;
    type Part = Option<(FileHash, u64)>;
    const COST: QueryCost = QueryCost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.take_file(&self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}

/// Asks which files of a ticket have no bytes in the store, or not as many as they should. Whoever may see the ticket may; bytes
/// that are others are found by reading them alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MissingFiles {
    /// The number of the ticket.
    pub ticket: TicketId,
}

impl From<MissingFiles> for AnyQuery {
    fn from(query: MissingFiles) -> Self {
        Self::MissingFiles(query)
    }
}

impl Query for MissingFiles {
    type Answer = Vec<FileHash>;
    type Part = Vec<FileHash>;
    const COST: QueryCost = QueryCost::Ticket;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.missing_files(self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        let missing = self.answer(view)?;
        let parts = missing.len().div_ceil(HASHES_PER_PART).max(1);
        let part = move |part| missing.iter().skip(part * HASHES_PER_PART).take(HASHES_PER_PART).copied().collect();
        Ok((0..parts).map(move |n| Ok(part(n))))
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let parts: Vec<Vec<FileHash>> = parts.collect::<Result<_, E>>()?;
        Ok(Some(parts.concat()))
    }
}

/// Asks for a piece of a file of a ticket; none of its bytes behind the file's end. Whoever may see the ticket may.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FilePiece {
    /// The number of the ticket.
    pub ticket: TicketId,
    /// The hash of the file.
    pub sha256: FileHash,
    /// The place at which the piece begins, in bytes from 0. At 0 all of the file is checked.
    pub at: u64,
}

impl From<FilePiece> for AnyQuery {
    fn from(query: FilePiece) -> Self {
        Self::FilePiece(query)
    }
}

impl Query for FilePiece {
    type Answer = FileBytes;
    type Part = FileBytes;
    const COST: QueryCost = QueryCost::Ticket;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.file_piece(self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}

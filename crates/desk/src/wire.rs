//! Defines what goes over the socket: a preface with the protocol's version, then messages, each a length and JSON.
//!
//! ```text
//! both ways, once     "frist" version (2 bytes)
//! then                length (4 bytes)  JSON       client: Hello, then Asked …    owner: Greeting, then Told …
//! ```
//!
//! Numbers are big-endian. The preface never changes, so that two programs of different versions can say so. Whatever
//! comes in is held to a size before it is read, and to the protocol before it is believed.

use std::io::{self, Read, Write};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use frist_config::{BookSources, Person};
use frist_domain::ledger::LedgerRecord;

pub use super::query::AnyQuery;
use super::{Notice, Problem, SessionId};

/// The protocol's version: counted up whenever a message changes its meaning or form.
pub const PROTOCOL: u16 = 18;
/// The size of the largest message that an owner takes, in bytes: a commit may have 4 MiB.
pub const MAX_QUESTION_BYTES: u32 = 5 << 20;
/// The size of the largest message that a client takes, in bytes.
pub const MAX_REPLY_BYTES: u32 = 64 << 20;
/// The number of tickets in one message.
pub const TICKETS_PER_PART: usize = 256;

const MAGIC: &[u8; 5] = b"frist";

/// What a client says of itself. The owner knows from the socket who it is; from its own account it believes a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// The id of the client's process.
    pub pid: u32,
    /// The person whom it wants to be taken for.
    pub claim: Option<Claim>,
}

/// A name that is only believed from the account that the desk runs under.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// The name of `--as`: one of the people that the desk knows.
    As(String),
    /// The name of the settings' `name`.
    Name(String),
}

/// The owner's answer to a hello.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Greeting {
    /// The client is let in.
    Welcome(Box<Welcome>),
    /// The client is turned away, for this reason.
    Refused(Problem),
}

/// What a client needs to know once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// The person whom the owner takes the client for.
    pub you: Person,
    /// The id of the owner's process.
    pub pid: u32,
    /// The owner's own name.
    pub owner: String,
    /// The people who work at the desk, so that a refusal can say who may.
    pub people: Vec<Person>,
    /// The desk's contracts and calendars, so that everybody counts with the same ones.
    pub sources: BookSources,
    /// The newest revision of every ledger record.
    pub ledger: Vec<Arc<LedgerRecord>>,
}

/// A question and its number, which the answer repeats.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The question's number.
    pub n: u64,
    /// The question.
    pub ask: AnyQuery,
}

/// What an owner tells. Only the asker knows what type a part of the answer is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply<P = Box<RawValue>> {
    /// A part of the answer to the question of that number, and whether more of it follows.
    Part(u64, P, bool),
    /// The answer to the question of that number has no more parts.
    End(u64),
    /// The question of that number cannot be answered.
    Failed(u64, Problem),
    /// A change that the client is told without having asked.
    Notice(Notice),
}

/// The answer to a client that wants to be told every change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Subscribed {
    /// The session that it has now.
    pub session: SessionId,
    /// The newest revisions of those ledger records that have changed since the greeting.
    pub entered: Vec<Arc<LedgerRecord>>,
}

/// Writes which protocol is spoken here.
pub fn write_preface(to: &mut impl Write, version: u16) -> io::Result<()> {
    let mut preface = MAGIC.to_vec();
    preface.extend(version.to_be_bytes());
    to.write_all(&preface)
}

/// Reads which protocol the other end speaks; fails with kind `InvalidData` if that is not frist at all.
pub fn read_preface(from: &mut impl Read) -> io::Result<u16> {
    let mut preface = [0; MAGIC.len() + 2];
    from.read_exact(&mut preface)?;
    match preface.strip_prefix(MAGIC) {
        Some([high, low]) => Ok(u16::from_be_bytes([*high, *low])),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "the other side is not frist")),
    }
}

/// Returns a message's bytes, its length before it, or none if it is longer than `most`.
pub fn frame(message: &impl Serialize, most: u32) -> Option<Vec<u8>> {
    let mut bytes = vec![0; 4];
    serde_json::to_writer(&mut bytes, message).ok()?;
    let length = u32::try_from(bytes.len() - 4).ok().filter(|length| *length <= most)?;
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    Some(bytes)
}

/// Waits for a message.
///
/// # Errors
///
/// Of kind `InvalidData` for a message that is longer than `most` or makes no sense.
pub fn read_message<T: DeserializeOwned>(from: &mut impl Read, most: u32) -> io::Result<T> {
    let length = read_length(from, most)?;
    read_body(from, length)
}

/// Waits for a message's length, in bytes.
///
/// # Errors
///
/// Of kind `InvalidData` if that is more than `most`.
pub fn read_length(from: &mut impl Read, most: u32) -> io::Result<u32> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > most {
        return Err(invalid(format!("a message of {length} bytes is more than {most}")));
    }
    Ok(length)
}

/// The bytes of memory that are taken for a message before any of it has come: most messages are shorter.
const ROOM_AT_FIRST: usize = 8 * 1024;

/// Reads the rest of a message of that length. Memory beyond [`ROOM_AT_FIRST`] is only taken for bytes that have come.
///
/// # Errors
///
/// Of kind `InvalidData` if it makes no sense.
pub fn read_body<T: DeserializeOwned>(from: &mut impl Read, length: u32) -> io::Result<T> {
    // From nothing the room would grow in steps, with a read of the socket for each.
    let mut bytes = Vec::with_capacity((length as usize).min(ROOM_AT_FIRST));
    from.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    serde_json::from_slice(&bytes).map_err(|error| invalid(format!("a message makes no sense: {error}")))
}

fn invalid(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Returns what the sender of a message that could not be read is told.
pub fn unreadable(error: &io::Error) -> Problem {
    Problem::refused(error.to_string(), "make it smaller, or use the same version of frist")
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::problem::{Field, ProblemKind, SourcePlace};
    use frist_domain::ticket::TicketId;
    use frist_testkit::cases;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> io::Result<Question> {
        read_message(&mut &bytes[..], MAX_QUESTION_BYTES)
    }

    #[test]
    fn a_message_arrives_as_it_was_sent() {
        let asked = Question { n: 7, ask: AnyQuery::LookAt(Some(TicketId(12)).into()) };
        let bytes = frame(&asked, MAX_QUESTION_BYTES).unwrap();
        assert_eq!(read(&bytes).unwrap(), asked);
        assert_eq!(read(&bytes[..bytes.len() - 1]).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn what_is_too_long_is_neither_sent_nor_read() {
        assert_eq!(frame(&"12345678", 9), None);
        assert!(frame(&"12345678", 10).is_some());
        let refused = read(&[0x7f, 0xff, 0xff, 0xff, b'{']).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
        assert!(refused.to_string().contains("2147483647"), "{refused}");
    }

    #[test]
    fn another_version_is_heard_and_another_program_is_not_believed() {
        let mut bytes = Vec::new();
        write_preface(&mut bytes, 0x0102).unwrap();
        assert_eq!(bytes, b"frist\x01\x02");
        assert_eq!(read_preface(&mut bytes.as_slice()).unwrap(), 0x0102);
        assert_eq!(read_preface(&mut &b"GET / HTTP"[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_problem_keeps_its_field_and_its_place() {
        let place = SourcePlace { column: Some(3), ..SourcePlace::default() };
        let problem = Problem::new(ProblemKind::Conflict, "m", "h").about(Field::Subject).at(place);
        let bytes = frame(&Reply::<()>::Failed(7, problem.clone()), MAX_REPLY_BYTES).unwrap();
        let Reply::Failed(7, told) = read_message::<Reply>(&mut &*bytes, MAX_REPLY_BYTES).unwrap() else {
            panic!("not that")
        };
        assert_eq!(told, problem);
    }

    #[test]
    fn a_field_that_is_not_known_is_none() {
        let text = r#"{"failed":[7,{"kind":"conflict","field":"shoe size","message":"m","hint":"h"}]}"#;
        let Reply::Failed(7, told) = serde_json::from_str::<Reply>(text).unwrap() else { panic!("not that") };
        assert_eq!(told, Problem::new(ProblemKind::Conflict, "m", "h"));
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn no_bytes_are_more_than_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            let _ = read_preface(&mut bytes.as_slice());
            let mut framed = (bytes.len() as u32).to_be_bytes().to_vec();
            framed.extend(&bytes);
            prop_assert!(read(&framed).is_err());
        }
    }
}

//! What goes over the pipes between the process that has the store and the child that reads letters.
//!
//! To the child: a kind (one byte), the size of the whole letter and the number of bytes that follow (eight bytes each, the
//! highest first), the bytes. From the child: the number of bytes of the letter in JSON, the JSON, then for each of its parts the number
//! of its bytes and these: attachments are not made longer by JSON.

use std::io::{self, Read, Write};

use crate::letter::Letter;
use crate::read::{read, read_head};

/// The most bytes of a letter in JSON, without its parts, that are taken from a child.
const MOST_JSON: u64 = 1 << 30;

/// What a child is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// To read a letter.
    Whole(Vec<u8>),
    /// To read the headers of a letter, of which only the beginning was kept.
    Head {
        /// The beginning.
        raw: Vec<u8>,
        /// The number of bytes that the letter has.
        size: u64,
    },
}

/// Answers requests until there are no more: what the child does.
///
/// # Errors
///
/// If a pipe fails, or a request is none.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    while let Some(request) = read_request(&mut input)? {
        let letter = match request {
            Request::Whole(raw) => read(&raw),
            Request::Head { raw, size } => read_head(&raw, size),
        };
        write_letter(&mut output, &letter)?;
    }
    Ok(())
}

/// Asks a child for something.
///
/// # Errors
///
/// If the pipe fails.
pub fn write_request(to: &mut impl Write, request: &Request) -> io::Result<()> {
    let (kind, raw, size) = match request {
        Request::Whole(raw) => (0, raw, raw.len() as u64),
        Request::Head { raw, size } => (1, raw, *size),
    };
    to.write_all(&[kind])?;
    to.write_all(&size.to_be_bytes())?;
    write_bytes(to, raw)?;
    to.flush()
}

/// Returns the next request; none at the end.
///
/// # Errors
///
/// If the pipe fails, ends within a request, or has none.
pub fn read_request(from: &mut impl Read) -> io::Result<Option<Request>> {
    let mut kind = Vec::new();
    if from.by_ref().take(1).read_to_end(&mut kind)? == 0 {
        return Ok(None);
    }
    let size = read_number(from)?;
    let raw = read_bytes(from, u64::MAX)?;
    match kind.as_slice() {
        [0] => Ok(Some(Request::Whole(raw))),
        [1] => Ok(Some(Request::Head { raw, size })),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "this is no request for a letter")),
    }
}

/// Writes a letter that was read.
///
/// # Errors
///
/// If the pipe fails.
pub fn write_letter(to: &mut impl Write, letter: &Letter) -> io::Result<()> {
    write_bytes(to, &serde_json::to_vec(letter)?)?;
    for part in &letter.parts {
        write_bytes(to, &part.bytes)?;
    }
    to.flush()
}

/// Returns the letter that a child has read, whose parts have at most `most` bytes together.
///
/// # Errors
///
/// If the pipe fails or ends too early, or has no letter.
pub fn read_letter(from: &mut impl Read, most: u64) -> io::Result<Letter> {
    let json = read_bytes(from, MOST_JSON)?;
    let mut letter: Letter = serde_json::from_slice(&json)?;
    let mut left = most;
    for part in &mut letter.parts {
        part.bytes = read_bytes(from, left)?;
        left -= part.bytes.len() as u64;
    }
    Ok(letter)
}

fn write_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_be_bytes())?;
    to.write_all(bytes)
}

fn read_number(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_be_bytes(bytes))
}

fn read_bytes(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let length = read_number(from)?;
    if length > most {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the child's answer is too long"));
    }
    let mut bytes = Vec::new();
    // What is announced is not reserved: it is believed only once it is there.
    if from.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_cut_too_long_or_none_is_an_error_and_no_letter() {
        let raw = b"From: a@x\nContent-Type: application/zip; name=a.zip\n\nPK12345\n";
        let mut answer = Vec::new();
        write_letter(&mut answer, &read(raw)).unwrap();
        assert_eq!(read_letter(&mut answer.as_slice(), 100).unwrap(), read(raw));
        assert!(read_letter(&mut answer.as_slice(), 3).is_err(), "its parts have more bytes than it can have");
        for end in 0..answer.len() {
            assert!(read_letter(&mut &answer[..end], 100).is_err(), "{end}");
        }
        let announced = [u64::MAX.to_be_bytes().as_slice(), b"{}"].concat();
        assert!(read_letter(&mut announced.as_slice(), 100).is_err());
        let other = [8_u64.to_be_bytes().as_slice(), b"no json!"].concat();
        assert!(read_letter(&mut other.as_slice(), 100).is_err());
    }

    #[test]
    fn a_head_is_asked_for_with_the_size_of_the_whole() {
        let mut asked = Vec::new();
        let head = Request::Head { raw: b"From: a@x\nSubject: big\n\nbody".to_vec(), size: 60 << 20 };
        write_request(&mut asked, &head).unwrap();
        assert_eq!(read_request(&mut asked.as_slice()).unwrap(), Some(head));
        let mut answer = Vec::new();
        serve(asked.as_slice(), &mut answer).unwrap();
        let letter = read_letter(&mut answer.as_slice(), 0).unwrap();
        assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("big", ""));
        assert_eq!(
            letter.faults,
            [
                "This letter has 60 MiB, more than the desk takes: only its head was read, and the rest was not kept. Ask its sender for what was in it."
            ]
        );
        assert!(serve([9_u8; 17].as_slice(), &mut Vec::new()).is_err());
    }
}

//! Parts an mbox into its letters, a stream with bounded memory.

use std::io::{self, BufRead};

/// The most bytes of a line that is looked at for what parts letters.
const MOST_LOOKED_AT: usize = 1_000;

/// A letter of an mbox.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MboxLetter {
    /// Its bytes, without the line that parts it from the one before, and with the `>` before `From ` taken away again that an mbox
    /// writes there; at most as many as were asked for.
    pub raw: Vec<u8>,
    /// The number of bytes that it has, also where only its beginning was kept.
    pub size: u64,
}

impl MboxLetter {
    /// Returns whether only its beginning is here.
    pub fn is_cut(&self) -> bool {
        self.size > self.raw.len() as u64
    }
}

/// Returns the letters of an mbox, in their order. Of a letter with more than `most` bytes only these are kept.
///
/// # Errors
///
/// If the reader fails; nothing follows then.
pub fn mbox<R: BufRead>(reader: R, most: usize) -> impl Iterator<Item = io::Result<MboxLetter>> + use<R> {
    Mbox { reader, most, has_begun: false, is_done: false }
}

struct Mbox<R> {
    reader: R,
    most: usize,
    /// Whether the line was read that the next letter begins with.
    has_begun: bool,
    is_done: bool,
}

/// A line, or a piece of one that is too long to be looked at whole.
#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    begins_line: bool,
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<MboxLetter>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match self.letter() {
                // What stands before the first letter may be nothing at all.
                Ok(letter) if letter.raw.iter().all(u8::is_ascii_whitespace) => {}
                Ok(letter) => return Some(Ok(letter)),
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl<R: BufRead> Mbox<R> {
    /// Reads up to the line that parts this letter from the next, or the end.
    fn letter(&mut self) -> io::Result<MboxLetter> {
        let mut letter = MboxLetter::default();
        let mut is_after_blank = !self.has_begun;
        let mut piece = Piece { begins_line: true, ..Piece::default() };
        loop {
            if !self.read_piece(&mut piece)? {
                self.is_done = true;
                break;
            }
            if piece.begins_line {
                if is_after_blank && parts_letters(&piece.bytes) {
                    self.has_begun = true;
                    break;
                }
                is_after_blank = piece.bytes.trim_ascii().is_empty();
            }
            let is_quoted = piece.begins_line && is_quoted(&piece.bytes);
            letter.add(&piece.bytes[usize::from(is_quoted)..], self.most);
        }
        letter.drop_last_blank();
        Ok(letter)
    }

    /// Reads the next piece; returns whether there was one.
    fn read_piece(&mut self, piece: &mut Piece) -> io::Result<bool> {
        piece.begins_line = piece.bytes.is_empty() || piece.bytes.ends_with(b"\n");
        piece.bytes.clear();
        while piece.bytes.len() < MOST_LOOKED_AT {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(!piece.bytes.is_empty());
            }
            let room = buffer.len().min(MOST_LOOKED_AT - piece.bytes.len());
            let feed = buffer[..room].iter().position(|byte| *byte == b'\n');
            let used = feed.map_or(room, |feed| feed + 1);
            piece.bytes.extend_from_slice(&buffer[..used]);
            self.reader.consume(used);
            if feed.is_some() {
                break;
            }
        }
        Ok(true)
    }
}

impl MboxLetter {
    fn add(&mut self, bytes: &[u8], most: usize) {
        let room = most.saturating_sub(self.raw.len()).min(bytes.len());
        self.raw.extend_from_slice(&bytes[..room]);
        self.size += bytes.len() as u64;
    }

    /// Takes away the blank line that an mbox writes behind each letter.
    fn drop_last_blank(&mut self) {
        if self.is_cut() {
            return;
        }
        for blank in [b"\r\n\r\n".as_slice(), b"\n\n"] {
            if self.raw.ends_with(blank) {
                self.raw.truncate(self.raw.len() - blank.len() / 2);
                break;
            }
        }
        self.size = self.raw.len() as u64;
    }
}

/// Returns whether the line begins a letter: `From`, a sender, and a date with a time. A sentence that begins with "From" has no
/// time and year in it as a rule.
fn parts_letters(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_time = |word: &[u8]| {
        let digits = word.split(|byte| *byte == b':');
        word.contains(&b':')
            && digits.clone().count() <= 3
            && digits.clone().all(|part| part.len() <= 2 && is_number(part))
    };
    let is_year = |word: &[u8]| word.len() == 4 && is_number(word);
    words.iter().any(|word| is_time(word)) && words.iter().any(|word| is_year(word))
}

fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// Returns whether the line is `>From `, with any number of `>`.
fn is_quoted(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    marks > 0 && line[marks..].starts_with(b"From ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str, most: usize) -> Vec<(String, u64)> {
        let letters = mbox(text.as_bytes(), most).map(Result::unwrap);
        letters.map(|letter| (String::from_utf8(letter.raw).unwrap(), letter.size)).collect()
    }

    fn texts(text: &str) -> Vec<String> {
        parted(text, usize::MAX).into_iter().map(|(text, _)| text).collect()
    }

    const LINE: &str = "From kari@acme.example Mon Jan  5 10:00:00 2026\n";

    #[test]
    fn letters_are_parted_at_lines_that_only_an_mbox_writes() {
        let text = format!(
            "{LINE}Subject: a\n\none\n\n{LINE}Subject: b\n\ntwo\nFrom here on all is well 10:00 2026\n\nFrom me\n"
        );
        assert_eq!(
            texts(&text),
            ["Subject: a\n\none\n", "Subject: b\n\ntwo\nFrom here on all is well 10:00 2026\n\nFrom me\n"]
        );
        assert_eq!(texts(""), Vec::<String>::new());
        assert_eq!(texts("\n\n"), Vec::<String>::new());
        assert_eq!(texts("Subject: a\n\nno line before it\n"), ["Subject: a\n\nno line before it\n"]);
        let returns = text.replace('\n', "\r\n");
        assert_eq!(texts(&returns)[0], "Subject: a\r\n\r\none\r\n");
    }

    #[test]
    fn a_quoted_from_is_as_it_was_written() {
        let text = format!("{LINE}Subject: a\n\n>From me\n>>From you\n> From them\n");
        assert_eq!(texts(&text), ["Subject: a\n\nFrom me\n>From you\n> From them\n"]);
    }

    #[test]
    fn a_letter_without_an_end_is_cut_and_takes_no_memory() {
        let endless = std::io::Read::take(std::io::repeat(b'a'), 50_000_000);
        let reader = std::io::BufReader::new(std::io::Read::chain(LINE.as_bytes(), endless));
        let letters: Vec<MboxLetter> = mbox(reader, 10).map(Result::unwrap).collect();
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].raw.as_slice(), letters[0].size), (b"aaaaaaaaaa".as_slice(), 50_000_000));
        assert!(letters[0].is_cut() && letters[0].raw.capacity() < 1_000_000);
        let long = format!("{LINE}{}\n{LINE}\n{LINE}b\n", "a".repeat(5_000));
        assert_eq!(texts(&long).len(), 2, "a line that parts letters stands behind a blank one");
    }

    #[test]
    fn an_error_of_the_reader_ends_it() {
        struct Broken;
        impl std::io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let reader = std::io::BufReader::new(std::io::Read::chain("Subject: a\n".as_bytes(), Broken));
        let letters: Vec<io::Result<MboxLetter>> = mbox(reader, 100).collect();
        assert_eq!(letters.len(), 1);
        assert!(letters[0].is_err());
    }
}

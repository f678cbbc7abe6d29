//! Decodes encoded words (RFC 2047) anew, so that what is often wrong with them reads rightly all the same: characters that are
//! parted between two words, character sets that are wrong or not known.
//!
//! Each run of words becomes one in UTF-8, which the parsers of fields then read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::charset;
use super::transfer::undo;

/// The most bytes of a word; RFC 2047 allows 75, and many write longer ones.
const MOST_WORD: usize = 4_000;

/// An encoded word.
struct Word<'a> {
    charset: &'a str,
    encoding: u8,
    data: &'a [u8],
    /// The number of bytes that it takes.
    length: usize,
}

/// Returns the value with each run of encoded words as one in UTF-8.
pub(super) fn in_utf8(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while at < value.len() {
        let Some(first) = word_at(value, at) else {
            out.push(value[at]);
            at += 1;
            continue;
        };
        let charset = first.charset;
        let mut bytes = bytes_of(&first);
        at += first.length;
        while let Some((space, next)) =
            next_word(value, at).filter(|(_, next)| next.charset.eq_ignore_ascii_case(charset))
        {
            bytes.extend(bytes_of(&next));
            at += space + next.length;
        }
        let text = charset::decode(&bytes, Some(charset)).text;
        out.extend(format!("=?utf-8?B?{}?=", STANDARD.encode(text)).into_bytes());
    }
    out
}

/// Returns the word behind the spaces at that place, and their number.
fn next_word(value: &[u8], at: usize) -> Option<(usize, Word<'_>)> {
    let space = value[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    Some((space, word_at(value, at + space)?))
}

fn word_at(value: &[u8], at: usize) -> Option<Word<'_>> {
    let rest = value.get(at..)?.strip_prefix(b"=?")?;
    let rest = &rest[..rest.len().min(MOST_WORD)];
    let mark = |bytes: &[u8]| bytes.iter().take(60).position(|byte| *byte == b'?');
    let named = mark(rest)?;
    let charset = str::from_utf8(&rest[..named]).ok()?;
    // A language may stand behind the character set (RFC 2231).
    let charset = charset.split('*').next().filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))?;
    let [encoding @ (b'b' | b'B' | b'q' | b'Q'), b'?', data @ ..] = &rest[named + 1..] else { return None };
    let end = data.windows(2).position(|pair| pair == b"?=" || pair[0] == b'\n')?;
    if data[end] != b'?' {
        return None;
    }
    let length = 2 + named + 1 + 2 + end + 2;
    Some(Word { charset, encoding: encoding.to_ascii_lowercase(), data: &data[..end], length })
}

fn bytes_of(word: &Word<'_>) -> Vec<u8> {
    if word.encoding == b'b' {
        return undo(word.data, Some("base64")).bytes.into_owned();
    }
    let spaced: Vec<u8> = word.data.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    // A space at the end of a line would be taken for one that was added on the way.
    let mut bytes = undo(spaced.trim_ascii_end(), Some("quoted-printable")).bytes.into_owned();
    bytes.resize(bytes.len() + spaced.len() - spaced.trim_ascii_end().len(), b' ');
    bytes
}

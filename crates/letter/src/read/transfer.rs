//! Undoes transfer encodings, as far as damaged ones can be undone.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes whose transfer encoding was undone.
pub(super) struct Undone<'a> {
    /// The bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Whether what was encoded is damaged.
    pub is_damaged: bool,
}

/// Undoes the transfer encoding of that name.
pub(super) fn undo<'a>(bytes: &'a [u8], encoding: Option<&str>) -> Undone<'a> {
    match encoding.map(str::trim) {
        Some(name) if name.eq_ignore_ascii_case("base64") => undo_base64(bytes),
        Some(name) if name.eq_ignore_ascii_case("quoted-printable") => undo_quoted_printable(bytes),
        _ => Undone { bytes: Cow::Borrowed(bytes), is_damaged: false },
    }
}

fn undo_base64(bytes: &[u8]) -> Undone<'static> {
    let mut is_damaged = false;
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    // Some programs join what they encoded in pieces: each ends in its own padding.
    for piece in bytes.split(|byte| *byte == b'=') {
        let mut digits: Vec<u8> = Vec::with_capacity(piece.len());
        for byte in piece {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => digits.push(*byte),
                byte if byte.is_ascii_whitespace() => {}
                _ => is_damaged = true,
            }
        }
        if digits.len() % 4 == 1 {
            digits.pop();
            is_damaged = true;
        }
        is_damaged |= LENIENT.decode_vec(&digits, &mut out).is_err();
    }
    Undone { bytes: Cow::Owned(out), is_damaged }
}

fn undo_quoted_printable(bytes: &[u8]) -> Undone<'static> {
    let mut is_damaged = false;
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let content = line.trim_ascii_end();
        let mut rest = content;
        let mut is_joined = false;
        while let [first, after @ ..] = rest {
            rest = after;
            if *first != b'=' {
                out.push(*first);
                continue;
            }
            match (digit(after.first()), digit(after.get(1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = &after[2..];
                }
                _ if after.is_empty() => is_joined = true,
                _ => {
                    is_damaged = true;
                    out.push(b'=');
                }
            }
        }
        if !is_joined && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    Undone { bytes: Cow::Owned(out), is_damaged }
}

fn digit(byte: Option<&u8>) -> Option<u8> {
    char::from(*byte?).to_digit(16).map(|digit| digit as u8)
}

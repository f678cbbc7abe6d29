//! Turns bytes into text: by the character set that was declared, and where that cannot be, by what the bytes look like.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use oem_cp::code_table_type::TableType;
use oem_cp::{decode_string_complete_table, decode_string_incomplete_table_checked};

use frist_domain::text::clean;

use super::fields::shorten;
use super::utf7;

/// The most bytes that are looked at to guess a character set.
const MOST_GUESSED: usize = 64 << 10;

/// A text, and what was wrong with its bytes.
pub(super) struct Decoded {
    /// The text.
    pub text: String,
    /// What was wrong, a sentence for people.
    pub fault: Option<String>,
}

impl Decoded {
    fn whole(text: String) -> Self {
        Self { text, fault: None }
    }
}

/// Returns whether the bytes change between character sets as ISO-2022 does: they look like ASCII and are not.
pub(super) fn has_escapes(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair == b"\x1b$")
}

/// Returns the text of the bytes.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let declared = declared.map(str::trim).filter(|label| !label.is_empty());
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    let Some(label) = declared else { return guess(bytes) };
    let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) else {
        return decode_unknown(bytes, label);
    };
    if encoding == UTF_16BE || encoding == UTF_16LE {
        return decode_as(encoding, bytes);
    }
    // No other character set makes UTF-8 by chance.
    if !bytes.is_ascii() && str::from_utf8(bytes).is_ok() {
        return decode_as(UTF_8, bytes);
    }
    if has_escapes(bytes) {
        return decode_as(ISO_2022_JP, bytes);
    }
    let decoded = decode_as(encoding, bytes);
    if decoded.fault.is_none() || bytes.is_ascii() || encoding == UTF_8 && is_damaged_utf8(bytes) {
        return decoded;
    }
    let label = shorten(clean(label).into_owned(), 40);
    let guessed = guess(bytes);
    let fault =
        guessed.fault.or_else(|| Some(format!("Its text is not in the character set that it names ({label}).")));
    Decoded { text: guessed.text, fault }
}

/// Returns whether the bytes are UTF-8 in which something broke, and nothing else that is called so: more of it is right than
/// wrong, or only the last character is cut.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let is_cut = str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    is_cut || right > wrong
}

fn decode_unknown(bytes: &[u8], label: &str) -> Decoded {
    if let Some(text) = utf7::decode(bytes).filter(|_| utf7::is_named(label)) {
        let fault = text.contains('\u{fffd}').then(|| "Some characters of its text could not be read.".to_owned());
        return Decoded { text, fault };
    }
    if let Some(text) = decode_code_page(bytes, label) {
        return Decoded::whole(text);
    }
    if let Some(decoder) = charset_decoder(label.as_bytes()) {
        let text = decoder(bytes);
        if !text.contains('\u{fffd}') {
            return Decoded::whole(text);
        }
    }
    let Decoded { text, fault } = guess(bytes);
    let label = shorten(clean(label).into_owned(), 40);
    let unknown = || format!("Its text is in a character set that is not known ({label}).");
    Decoded { text, fault: fault.or_else(|| (!bytes.is_ascii()).then(unknown)) }
}

/// Returns the text of bytes in a code page of DOS, which old programs name `IBM865`, `cp865` or by its number alone.
fn decode_code_page(bytes: &[u8], label: &str) -> Option<String> {
    let label = label.to_ascii_lowercase();
    let number = ["csibm", "ibm", "cp", "oem", "dos"].iter().find_map(|prefix| label.strip_prefix(prefix));
    let number = number.unwrap_or(&label).trim_start_matches(['-', '_']).parse().ok()?;
    match DECODING_TABLE_CP_MAP.get(&number)? {
        TableType::Complete(table) => Some(decode_string_complete_table(bytes, table)),
        TableType::Incomplete(table) => decode_string_incomplete_table_checked(bytes, table),
    }
}

fn guess(bytes: &[u8]) -> Decoded {
    if has_escapes(bytes) {
        return decode_as(ISO_2022_JP, bytes);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Decoded::whole(text.to_owned());
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(MOST_GUESSED)], bytes.len() <= MOST_GUESSED);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let decoded = decode_as(encoding, bytes);
    if decoded.fault.is_some() { decode_as(WINDOWS_1252, bytes) } else { decoded }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, has_faults) = encoding.decode_without_bom_handling(bytes);
    let fault = has_faults.then(|| "Some characters of its text could not be read.".to_owned());
    Decoded { text: text.into_owned(), fault }
}

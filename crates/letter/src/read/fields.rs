//! Parts the head of a letter, or of a part of one, into its fields, and reads what these hold.
//!
//! The grammar of fields is `mail-parser`'s. Parting is done here, as what it does with a field of a megabyte or a head without an
//! end must not be left to chance.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, ContentType, HeaderValue, Host};

use frist_domain::letter::{MOST_REFERENCES, Mailbox, SUBJECT_CHARS};
use frist_domain::text::clean;
use frist_domain::time::Instant;

use super::{charset, words};

/// The most bytes of a head.
const MOST_HEAD: usize = 1 << 20;
/// The most fields of a head.
const MOST_FIELDS: usize = 2_000;
/// The most bytes of a field that is read; parsers look at a broken one many times.
const MOST_VALUE: usize = 64 << 10;
/// The same of one that is a text for people.
const MOST_TEXT: usize = 16 << 10;
/// The most characters of a name before an address.
const NAME_CHARS: usize = 200;
/// The most bytes of an address or a Message-ID: RFC 5322 allows a line 998.
const MOST_ID: usize = 998;

/// A field of a head.
pub(super) struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

/// The fields of a head, in their order.
pub(super) struct Fields<'a> {
    fields: Vec<Field<'a>>,
    /// Whether there were more than are read.
    pub is_cut: bool,
}

impl Field<'_> {
    /// Returns whether it has that name, which is given in small letters.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// Returns its value in one cleaned line, without decoding it further.
    pub fn line(&self) -> String {
        let text = String::from_utf8_lossy(cut(self.value, MOST_VALUE));
        clean(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns its value as a text for people, in one cleaned line.
    pub fn text(&self) -> String {
        let value = value_of(cut(self.value, MOST_TEXT));
        let parsed = MessageStream::new(&value).parse_unstructured();
        let text = parsed.as_text().unwrap_or_default();
        clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns its addresses; those in groups as well.
    pub fn mailboxes(&self) -> Vec<Mailbox> {
        let value = value_of(cut(self.value, MOST_VALUE));
        match MessageStream::new(&value).parse_address() {
            HeaderValue::Address(address) => address.iter().filter_map(mailbox).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns its Message-IDs, without brackets; those that cannot be kept are left out.
    pub fn ids(&self) -> Vec<String> {
        let value = value_of(cut(self.value, MOST_VALUE));
        match MessageStream::new(&value).parse_id() {
            HeaderValue::Text(id) if self.value.contains(&b'<') => id_of(&id).into_iter().collect(),
            HeaderValue::Text(ids) => ids.split_whitespace().filter_map(id_of).collect(),
            HeaderValue::TextList(ids) => ids.iter().filter_map(|id| id_of(id)).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns its moment, if it lies in the years in which the clock works.
    pub fn moment(&self) -> Option<Instant> {
        moment(self.value)
    }

    /// Returns the server that took the letter, the one that brought it, and when.
    pub fn received(&self) -> (Option<String>, Option<String>, Option<Instant>) {
        let value = value_of(cut(self.value, MOST_TEXT));
        let parsed = MessageStream::new(&value).parse_received();
        let received = parsed.as_received();
        let at = received.and_then(|received| received.date).and_then(instant);
        let at =
            at.or_else(|| moment(value.rsplit(|byte| *byte == b';').next().filter(|date| date.len() < value.len())?));
        let by = received.and_then(|received| host(received.by.as_ref()?));
        let from = received.and_then(|received| host(received.from.as_ref()?));
        (by, from, at)
    }

    /// Returns its media type or disposition, with the parameters.
    pub fn content_type(&self) -> Option<ContentType<'static>> {
        let value = value_of(cut(self.value, MOST_TEXT));
        MessageStream::new(&value).parse_content_type().into_owned().into_content_type()
    }
}

impl<'a> Fields<'a> {
    /// Parts a letter into the fields of its head, and its body.
    pub fn part(raw: &'a [u8]) -> (Self, &'a [u8]) {
        let mut fields = Self { fields: Vec::new(), is_cut: false };
        let mut at = 0;
        while at < raw.len() {
            let end = line_end(raw, at);
            let line = trim_line(&raw[at..end]);
            if line.is_empty() {
                return (fields, &raw[end..]);
            }
            if at == 0 && is_envelope(line) && colon_of(line).is_none() {
                at = end;
                continue;
            }
            let Some(colon) = colon_of(line) else {
                // A line that is no field ends the head, unless the head plainly goes on below it.
                if fields.fields.is_empty() || !goes_on(raw, end) {
                    return (fields, &raw[at..]);
                }
                at = end;
                continue;
            };
            let mut value_end = end;
            while matches!(raw.get(value_end), Some(b' ' | b'\t')) {
                value_end = line_end(raw, value_end);
            }
            let value = &raw[at + colon + 1..value_end];
            if value_end <= MOST_HEAD && fields.fields.len() < MOST_FIELDS {
                fields.fields.push(Field { name: raw[at..at + colon].trim_ascii_end(), value });
            } else {
                fields.is_cut = true;
            }
            at = value_end;
        }
        (fields, &[])
    }

    /// Returns all fields, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter()
    }

    /// Returns the fields of that name, which is given in small letters.
    pub fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Field<'a>> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// Returns the first field of that name, which is given in small letters.
    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    /// Returns whether there is a field of that name, which is given in small letters.
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Returns the cleaned and shortened subject.
    pub fn subject(&self) -> String {
        shorten(self.first("subject").map(Field::text).unwrap_or_default(), SUBJECT_CHARS)
    }

    /// Returns the Message-IDs of the fields of that name, each once: the first, and the newest.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for id in self.all(name).take(10).flat_map(Field::ids).take(10_000) {
            if ids.len() >= MOST_REFERENCES * 2 {
                ids.drain(1..=MOST_REFERENCES);
            }
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.len() > MOST_REFERENCES {
            ids.drain(1..=ids.len() - MOST_REFERENCES);
        }
        ids
    }
}

/// Returns the text with at most so many characters, the last one of a longer one a sign for that.
pub(super) fn shorten(text: String, most: usize) -> String {
    if text.chars().count() <= most {
        return text;
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Returns the address that a text is, with the name before it.
pub(super) fn mailbox_of(text: &str) -> Option<Mailbox> {
    let value = value_of(cut(text.as_bytes(), MOST_TEXT));
    match MessageStream::new(&value).parse_address() {
        HeaderValue::Address(address) => address.first().and_then(mailbox),
        _ => None,
    }
}

/// Returns a Message-ID as it is kept; none where it cannot be.
pub(super) fn id_of(id: &str) -> Option<String> {
    let id: String = id.chars().filter(|c| !c.is_whitespace()).collect();
    let id = id.trim_matches(['<', '>', ',', ';']);
    (!id.is_empty() && id.len() <= MOST_ID && clean(id) == id).then(|| id.to_owned())
}

/// Returns where the line that begins there ends: behind its line feed.
pub(super) fn line_end(raw: &[u8], at: usize) -> usize {
    raw[at..].iter().position(|byte| *byte == b'\n').map_or(raw.len(), |feed| at + feed + 1)
}

/// Returns the line without what ends it.
pub(super) fn trim_line(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Returns the place of the colon behind a field's name, if the line begins with one.
fn colon_of(line: &[u8]) -> Option<usize> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    (!name.is_empty() && name.iter().all(|byte| matches!(byte, 33..=57 | 59..=126))).then_some(colon)
}

/// Returns whether the line parts letters in an mbox: some programs leave it on a letter that they pass on.
fn is_envelope(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

fn goes_on(raw: &[u8], at: usize) -> bool {
    at < raw.len() && colon_of(trim_line(&raw[at..line_end(raw, at)])).is_some()
}

/// Returns the beginning of a value, with whole characters of UTF-8.
fn cut(value: &[u8], most: usize) -> &[u8] {
    if value.len() <= most {
        return value;
    }
    let follows = |at: &usize| value[*at] & 0b1100_0000 == 0b1000_0000;
    let end = (most.saturating_sub(3)..=most).rev().find(|at| !follows(at)).unwrap_or(most);
    &value[..end]
}

/// Returns a field's value as UTF-8, with the line feed that its parser waits for. A lone return or NUL could end it elsewhere than
/// here.
fn value_of(value: &[u8]) -> Vec<u8> {
    let text = match str::from_utf8(value) {
        Ok(_) if !charset::has_escapes(value) => Cow::Borrowed(value),
        _ => Cow::Owned(charset::decode(value, None).text.into_bytes()),
    };
    let text = if text.windows(2).any(|pair| pair == b"=?") { Cow::Owned(words::in_utf8(&text)) } else { text };
    let mut value: Vec<u8> = text.iter().map(|byte| if matches!(byte, 0 | b'\r') { b' ' } else { *byte }).collect();
    while value.last().is_some_and(u8::is_ascii_whitespace) {
        value.pop();
    }
    value.extend(b"\n\n");
    value
}

fn mailbox(address: &Addr<'_>) -> Option<Mailbox> {
    let one_line = |text: &str| clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = address.name().map(one_line).map(|name| shorten(name, NAME_CHARS));
    let name = name.map(|name| name.trim_matches(['<', '>', ' ']).to_owned()).filter(|name| !name.is_empty());
    let (name, address) = match address.address() {
        Some(address) => (name, address.to_owned()),
        // A server's own sender may have no domain.
        None => (None, name.filter(|name| !name.contains(' '))?),
    };
    let address: String = clean(&address).chars().filter(|c| !c.is_whitespace() && !"<>".contains(*c)).collect();
    let (name, address) = match name {
        Some(name) if address.starts_with('@') => (None, with_quoted_name(&name, &address)),
        name => (name, address),
    };
    (!address.is_empty() && address.len() <= MOST_ID).then_some(Mailbox { name, address })
}

/// Returns an address whose part before the `@` stood in quotation marks, which its parser takes for a name: `"a b"@nord.example`. It
/// may have anything in it, another address as well.
fn with_quoted_name(name: &str, domain: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if name.chars().all(is_plain) {
        format!("{name}{domain}")
    } else {
        format!("\"{}\"{domain}", name.replace('"', "'"))
    }
}

fn host(host: &Host<'_>) -> Option<String> {
    let name = match host {
        Host::Name(name) => clean(name).trim_end_matches('.').to_ascii_lowercase(),
        Host::IpAddr(address) => address.to_string(),
    };
    (!name.is_empty() && name.len() <= MOST_ID).then_some(name)
}

fn moment(value: &[u8]) -> Option<Instant> {
    let value = value_of(cut(value, 1_000));
    MessageStream::new(&value).parse_date().into_datetime().and_then(instant)
}

fn instant(date: mail_parser::DateTime) -> Option<Instant> {
    if !date.is_valid() {
        return None;
    }
    Instant::from_secs(date.to_timestamp()).checked().ok()
}

//! Parts the body of a letter into its leaves: texts, files, letters within it.
//!
//! It is one pass over the lines with a stack of its own, whose depth is bounded. `mail-parser` follows letters within letters by
//! recursion, as deep as a stranger wants; here they are leaves.

use super::fields::{Fields, line_end, trim_line};

/// The most multiparts within each other.
const MOST_DEPTH: usize = 250;
/// The most leaves.
pub(super) const MOST_LEAVES: usize = 1_000;
/// The most bytes of a boundary; RFC 2046 allows 70.
const MOST_BOUNDARY: usize = 250;

/// A part of a letter that has no parts of its own.
pub(super) struct Leaf<'a> {
    /// What it says of itself.
    pub content: Content,
    /// Its bytes, as they stand in the letter.
    pub body: &'a [u8],
    /// The outermost `multipart/alternative` around it, by a number.
    pub alternative: Option<usize>,
    /// Whether it stands in a `multipart/related`.
    pub is_related: bool,
}

/// What a part says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Its type and subtype, such as `text/plain`, in small letters.
    pub media_type: String,
    /// The character set of its text.
    pub charset: Option<String>,
    /// Whether its lines flow, and whether the space at their ends is to go then (RFC 3676).
    pub flowed: Option<bool>,
    /// Its name, as it was given.
    pub name: Option<String>,
    /// Whether it says that it is an attachment.
    pub is_attachment: bool,
    /// Its transfer encoding.
    pub encoding: Option<String>,
    /// Its Content-ID, without brackets.
    pub id: Option<String>,
    boundary: Option<String>,
}

impl Content {
    /// Reads it from the fields of a part.
    pub fn read(fields: &Fields<'_>, usual: &str) -> Self {
        let kind = fields.first("content-type").and_then(super::fields::Field::content_type);
        let disposition = fields.first("content-disposition").and_then(super::fields::Field::content_type);
        let of = |name: &str| kind.as_ref().and_then(|kind| kind.attribute(name)).map(str::to_owned);
        let media_type = kind.as_ref().map_or_else(
            || usual.to_owned(),
            |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("plain")).to_ascii_lowercase(),
        );
        let flowed = of("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
        let is_lost = of("delsp").is_some_and(|lost| lost.eq_ignore_ascii_case("yes"));
        let given = disposition.as_ref().and_then(|disposition| disposition.attribute("filename")).map(str::to_owned);
        Self {
            media_type,
            charset: of("charset"),
            flowed: flowed.then_some(is_lost),
            name: given.or_else(|| of("name")),
            is_attachment: disposition.as_ref().is_some_and(|disposition| disposition.ctype() == "attachment"),
            encoding: fields.first("content-transfer-encoding").map(super::fields::Field::line),
            id: fields.first("content-id").and_then(|field| field.ids().into_iter().next()),
            boundary: of("boundary"),
        }
    }

    fn boundary(&self) -> Option<&str> {
        let boundary = self.boundary.as_deref().map(str::trim_end).filter(|text| !text.is_empty())?;
        (self.media_type.starts_with("multipart/") && boundary.len() <= MOST_BOUNDARY).then_some(boundary)
    }
}

/// A multipart whose end has not been seen.
struct Open {
    content: Content,
    boundary: String,
    /// Where its body begins.
    begin: usize,
    /// Whether a part of it was seen.
    has_parts: bool,
    alternative: Option<usize>,
    is_related: bool,
}

/// What the lines belong to.
enum At {
    /// To nothing that is read: what stands before the first part of a multipart, or behind the last one.
    Between,
    /// To a leaf that begins there.
    Leaf(Box<Content>, usize),
}

struct Walk<'a> {
    body: &'a [u8],
    open: Vec<Open>,
    at: At,
    leaves: Vec<Leaf<'a>>,
    alternatives: usize,
}

/// Returns the leaves of a body, in their order; at most [`MOST_LEAVES`], and whether there were more.
pub(super) fn leaves<'a>(content: Content, body: &'a [u8]) -> (Vec<Leaf<'a>>, bool) {
    let mut walk = Walk { body, open: Vec::new(), at: At::Between, leaves: Vec::new(), alternatives: 0 };
    walk.enter(content, 0);
    let mut begin = 0;
    while begin < body.len() && walk.leaves.len() < MOST_LEAVES && !walk.open.is_empty() {
        let end = line_end(body, begin);
        begin = match walk.delimiter(&body[begin..end]) {
            Some((depth, is_last)) => walk.step(depth, is_last, begin, end),
            None => end,
        };
    }
    let is_cut = walk.leaves.len() >= MOST_LEAVES;
    if !is_cut {
        walk.close(0, body.len());
    }
    (walk.leaves, is_cut)
}

impl<'a> Walk<'a> {
    /// Begins a part whose body begins there.
    fn enter(&mut self, content: Content, begin: usize) {
        let boundary = content.boundary().filter(|_| self.open.len() < MOST_DEPTH).map(str::to_owned);
        let Some(boundary) = boundary else {
            self.at = At::Leaf(Box::new(content), begin);
            return;
        };
        let outer = self.open.last();
        let mut alternative = outer.and_then(|outer| outer.alternative);
        if alternative.is_none() && content.media_type == "multipart/alternative" {
            alternative = Some(self.alternatives);
            self.alternatives += 1;
        }
        let is_related = outer.is_some_and(|outer| outer.is_related) || content.media_type == "multipart/related";
        self.open.push(Open { content, boundary, begin, has_parts: false, alternative, is_related });
        self.at = At::Between;
    }

    /// Returns which multipart the line parts, and whether it ends it.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.strip_prefix(b"--")?.trim_ascii_end();
        if line.len() > MOST_BOUNDARY + 2 {
            return None;
        }
        let depth = |boundary: &[u8]| self.open.iter().rposition(|open| open.boundary.as_bytes() == boundary);
        let between = depth(line).map(|depth| (depth, false));
        between.or_else(|| Some((depth(line.strip_suffix(b"--")?)?, true)))
    }

    /// Takes in a line that parts the multipart at that depth; returns where reading goes on.
    fn step(&mut self, depth: usize, is_last: bool, begin: usize, end: usize) -> usize {
        self.close(if is_last { depth } else { depth + 1 }, before_break(self.body, begin));
        if is_last {
            return end;
        }
        let Some(open) = self.open.last_mut() else { return end };
        open.has_parts = true;
        let usual = if open.content.media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        let head_end = self.head_end(end);
        let (fields, _) = Fields::part(&self.body[end..head_end]);
        self.enter(Content::read(&fields, usual), head_end);
        head_end
    }

    /// Returns where the body of a part begins whose head begins there. A line that parts multiparts ends its head too.
    fn head_end(&self, begin: usize) -> usize {
        let mut at = begin;
        while at < self.body.len() {
            let end = line_end(self.body, at);
            let line = &self.body[at..end];
            if trim_line(line).is_empty() {
                return end;
            }
            if line.starts_with(b"--") && self.delimiter(line).is_some() {
                return at;
            }
            at = end;
        }
        at
    }

    /// Ends the present leaf at that place, and all multiparts from that depth on. One in which no part was seen is a leaf
    /// itself, so that nothing is lost.
    fn close(&mut self, depth: usize, end: usize) {
        if let At::Leaf(content, begin) = std::mem::replace(&mut self.at, At::Between) {
            self.leaf(*content, begin, end);
        }
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { return };
            if !open.has_parts {
                let content = Content { media_type: "text/plain".to_owned(), name: None, ..open.content };
                self.leaf(content, open.begin, end);
            }
        }
    }

    fn leaf(&mut self, content: Content, begin: usize, end: usize) {
        let body = self.body.get(begin..end.max(begin)).unwrap_or_default();
        let outer = self.open.last();
        let (alternative, is_related) = outer.map_or((None, false), |open| (open.alternative, open.is_related));
        if self.leaves.len() < MOST_LEAVES {
            self.leaves.push(Leaf { content, body, alternative, is_related });
        }
    }
}

/// Returns the place before the line break that stands before this one: it belongs to the line that parts.
fn before_break(body: &[u8], at: usize) -> usize {
    let before = body[..at].strip_suffix(b"\n").map_or(at, <[u8]>::len);
    if before == at { at } else { body[..before].strip_suffix(b"\r").map_or(before, <[u8]>::len) }
}

//! Reads letters.

mod authentication;
mod charset;
mod fields;
mod files;
mod forwarded;
mod html;
mod mime;
mod report;
mod text;
mod transfer;
mod utf7;
mod words;

use std::borrow::Cow;

use frist_domain::file::{FileHash, FileHasher, size_in_words};
use frist_domain::letter::{MOST_ADDRESSES, Mailbox};

use crate::letter::{Forwarded, Letter, Received, Signals};
use crate::marker;
use fields::{Field, Fields};
use mime::{Content, Leaf};

pub(crate) use frist_domain::reply::is_mailer;
pub(crate) use report::is_report_subject;

/// The most servers that are noted, and results of theirs.
const MOST_RECEIVED: usize = 100;
/// The most addresses of delivery that are noted.
const MOST_DELIVERED: usize = 20;
/// The most fields of one name that are looked at for signs of a machine.
const MOST_SIGNALS: usize = 50;
/// The most sentences about what could not be read.
const MOST_FAULTS: usize = 20;

/// Reads a raw letter. It never fails: what cannot be read is said in [`Letter::faults`].
pub fn read(raw: &[u8]) -> Letter {
    let raw = with_lines(raw);
    let (fields, body) = Fields::part(start(&raw));
    let mut letter = head(&fields);
    letter.body_hash = hash(body);
    let content = Content::read(&fields, "text/plain");
    letter.signals.is_report = content.media_type == "multipart/report";
    let (leaves, is_cut) = mime::leaves(content, body);
    if is_cut {
        letter
            .faults
            .push(format!("It has more than {} parts; the rest is only in the letter itself.", mime::MOST_LEAVES));
    }
    read_leaves(&mut letter, &fields, &leaves);
    if fields.is_empty() && body.is_empty() {
        letter.faults.push("It is empty.".to_owned());
    }
    letter.faults.truncate(MOST_FAULTS);
    letter
}

/// Reads the headers of a letter alone, of which only the beginning was kept as its `size` in bytes is over the limit. The note
/// about that is in [`Letter::faults`].
pub fn read_head(raw: &[u8], size: u64) -> Letter {
    let raw = with_lines(raw);
    let (fields, body) = Fields::part(start(&raw));
    let mut letter = head(&fields);
    letter.body_hash = hash(body);
    letter.signals.is_report = Content::read(&fields, "text/plain").media_type == "multipart/report";
    letter
        .faults
        .insert(0, format!("This letter has {}, more than the desk takes: only its head was read, and the rest was not kept. Ask its sender for what was in it.", size_in_words(size)));
    letter.faults.truncate(MOST_FAULTS);
    letter
}

/// Ends lines as others do where a letter ends them with returns alone.
fn with_lines(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect())
}

/// Leaves out blank lines, and the mark of UTF-8, before a head.
fn start(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let blanks = raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    &raw[blanks..]
}

/// Returns the hash of a body: lines end in a line feed, and blank lines at the end do not count, as servers differ in these.
fn hash(body: &[u8]) -> FileHash {
    let body = body.trim_ascii_end();
    let mut hasher = FileHasher::default();
    let mut rest = body;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") {
        hasher.update(&rest[..at]);
        rest = &rest[at + 1..];
    }
    hasher.update(rest);
    hasher.finish()
}

/// Reads what the head says.
fn head(fields: &Fields<'_>) -> Letter {
    let mut letter = Letter::default();
    if fields.is_cut {
        letter.faults.push("Its head is too long; the rest of it was not read.".to_owned());
    }
    read_ids(&mut letter, fields);
    read_people(&mut letter, fields);
    letter.subject = fields.subject();
    letter.dated = fields.first("date").and_then(Field::moment);
    read_trace(&mut letter, fields);
    letter.signals = signals(fields);
    letter
}

fn read_ids(letter: &mut Letter, fields: &Fields<'_>) {
    let ids: Vec<String> = fields.all("message-id").take(10).flat_map(Field::ids).collect();
    if ids.iter().any(|id| Some(id) != ids.first()) {
        letter.faults.push("It has several Message-IDs; the first one counts.".to_owned());
    }
    letter.message_id = ids.into_iter().next();
    letter.in_reply_to = fields.ids("in-reply-to");
    letter.references = fields.ids("references");
}

fn read_people(letter: &mut Letter, fields: &Fields<'_>) {
    let from: Vec<Mailbox> = fields.all("from").take(10).flat_map(Field::mailboxes).take(MOST_ADDRESSES).collect();
    letter.has_many_senders = from.len() > 1 || fields.all("from").count() > 1;
    if letter.has_many_senders {
        letter.faults.push("It names several senders; the first one is shown.".to_owned());
    }
    letter.from = from.into_iter().next();
    if letter.from.is_none() {
        letter.faults.push("It does not say who wrote it.".to_owned());
    }
    letter.sender = fields.first("sender").and_then(|field| field.mailboxes().into_iter().next());
    letter.reply_to = fields.first("reply-to").and_then(|field| field.mailboxes().into_iter().next());
    let all = |name: &str| fields.all(name).take(10).flat_map(Field::mailboxes).take(MOST_ADDRESSES).collect();
    letter.to = all("to");
    letter.cc = all("cc");
    let delivered = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to"];
    let delivered = fields.iter().filter(|field| delivered.iter().any(|name| field.is(name)));
    let delivered = delivered.take(MOST_DELIVERED).flat_map(Field::mailboxes);
    letter.delivered_to = delivered.map(|mailbox| mailbox.address).take(MOST_DELIVERED).collect();
}

fn read_trace(letter: &mut Letter, fields: &Fields<'_>) {
    let written = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type", "dkim-signature"];
    let mut is_in_trace = true;
    for field in fields.iter() {
        is_in_trace &= !written.iter().any(|name| field.is(name));
        if field.is("received") && letter.received.len() < MOST_RECEIVED {
            let (by, from, at) = field.received();
            letter.received.push(Received { by, from, at });
        }
        let is_result = field.is("authentication-results") || field.is("arc-authentication-results");
        // What stands below more servers than are noted is nobody's who could be trusted.
        if is_result && letter.received.len() < MOST_RECEIVED && letter.authentication.len() < MOST_RECEIVED {
            letter.authentication.extend(authentication::read(&field.line(), letter.received.len(), is_in_trace));
        }
    }
}

/// Reads what shows that a machine wrote the letter. A field that stands there several times counts by whichever of them says so:
/// a server may have added one above or below the writer's own.
fn signals(fields: &Fields<'_>) -> Signals {
    let lines = |name: &str| -> Vec<String> { fields.all(name).take(MOST_SIGNALS).map(Field::line).collect() };
    let keyword = |name: &str, tells: &dyn Fn(&str) -> bool| {
        let of = |line: String| line.split([';', ' ']).next().unwrap_or_default().to_ascii_lowercase();
        let all: Vec<String> = lines(name).into_iter().map(of).filter(|keyword| !keyword.is_empty()).collect();
        let telling = all.iter().find(|keyword| tells(keyword));
        telling.or_else(|| all.first()).cloned()
    };
    let autoreplies =
        ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply"];
    let lists = ["list-id", "list-unsubscribe", "feedback-id", "list-post", "x-mailing-list"];
    let nothing = ["", "none"];
    let suppresses = |line: &String| !nothing.contains(&line.to_ascii_lowercase().as_str());
    let is_null = |path: &String| matches!(path.split_whitespace().collect::<String>().as_str(), "" | "<>");
    let rules_loops = lines("x-ms-exchange-inbox-rules-loop");
    Signals {
        auto_submitted: keyword("auto-submitted", &|keyword| keyword != "no"),
        autoreply: autoreplies.iter().any(|name| fields.has(name)),
        precedence: keyword("precedence", &|keyword| ["bulk", "junk", "auto_reply", "list"].contains(&keyword)),
        list: lists.iter().any(|name| fields.has(name)),
        response_suppress: lines("x-auto-response-suppress").iter().any(suppresses),
        inbox_rules_loop: (!rules_loops.is_empty()).then(|| rules_loops.join(" ")),
        loops: fields.all("x-loop").take(MOST_DELIVERED).map(Field::line).collect(),
        null_return_path: lines("return-path").iter().any(is_null),
        is_report: false,
    }
}

fn read_leaves(letter: &mut Letter, fields: &Fields<'_>, leaves: &[Leaf<'_>]) {
    let text = text::join(leaves);
    letter.markers = marker::markers(&text.whole);
    letter.text = marker::without_markers(&text.whole);
    letter.faults.extend(text.faults);
    let mut has_status = false;
    for leaf in leaves.iter().filter(|leaf| !text::is_text(leaf)) {
        let kind = leaf.content.media_type.as_str();
        if letter.signals.is_report && read_report(letter, leaf) {
            has_status |= !kind.starts_with("text/");
            continue;
        }
        if kind == "text/x-amp-html" && leaf.alternative.is_some() {
            continue;
        }
        let (part, fault) = files::part(leaf, &text.shown);
        letter.faults.extend(fault);
        letter.faults.extend(files::unread(kind).map(str::to_owned));
        if kind == "message/rfc822" && letter.signals.is_report {
            add_original(letter, &part.bytes);
        }
        letter.parts.push(part);
    }
    let is_from_server = letter.from.as_ref().is_some_and(|from| is_mailer(&from.address));
    if !has_status && (letter.signals.is_report || letter.signals.null_return_path || is_from_server) {
        let mut guessed = report::guess(fields, &letter.subject, &letter.text);
        if let Some(original) = letter.parts.iter().find(|part| part.media_type == "message/rfc822") {
            report::add_original(&mut guessed, &original.bytes);
        }
        letter.report = Some(guessed);
    }
    letter.forwarded = forwarded::find(&letter.text).or_else(|| attached(letter));
}

/// Reads a part of a report; returns whether it is one that is of no use to people as a file.
fn read_report(letter: &mut Letter, leaf: &Leaf<'_>) -> bool {
    let undone = transfer::undo(leaf.body, leaf.content.encoding.as_deref());
    match leaf.content.media_type.as_str() {
        "message/delivery-status" | "message/global-delivery-status" | "message/disposition-notification" => {
            letter.report = Some(report::read_status(&undone.bytes));
            true
        }
        "text/rfc822-headers" | "message/global-headers" => {
            add_original(letter, &undone.bytes);
            true
        }
        _ => false,
    }
}

fn add_original(letter: &mut Letter, original: &[u8]) {
    if let Some(report) = &mut letter.report {
        report::add_original(report, original);
    }
}

/// Returns the only letter that is attached, where the text says nothing.
fn attached(letter: &Letter) -> Option<Forwarded> {
    let is_letter = |media_type: &str| matches!(media_type, "message/rfc822" | "message/global");
    let mut letters = letter.parts.iter().filter(|part| is_letter(&part.media_type));
    let (only, others) = (letters.next()?, letters.next());
    if others.is_some() || letter.signals.is_report || !forwarded::is_only_wish(&letter.text) {
        return None;
    }
    let raw = with_lines(&only.bytes);
    let (fields, body) = Fields::part(start(&raw));
    let inner = head(&fields);
    let (leaves, _) = mime::leaves(Content::read(&fields, "text/plain"), body);
    let subject = Some(inner.subject).filter(|subject| !subject.is_empty());
    Some(Forwarded { from: inner.from?, subject, text: text::join(&leaves).whole })
}

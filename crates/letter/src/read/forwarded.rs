//! Finds the letter that another one passes on: where it stands first in the text, or where the writer wrote `@fwd` above it.

use frist_domain::letter::{Mailbox, SUBJECT_CHARS};

use crate::letter::Forwarded;

use super::fields::{mailbox_of, shorten};

/// The word with which somebody at the desk says that the letter below is the customer's.
const COMMAND: &str = "@fwd";
/// The most lines in which the head of a letter that is passed on is looked for, and that it has.
const MOST_LINES: usize = 500;
const HEAD_LINES: usize = 40;
/// The keys of a sender, of a subject, and of what else stands in such a head, in small letters: English, Norwegian and Danish,
/// Dutch, Swedish, German, French.
const SENDER: [&str; 6] = ["from", "fra", "van", "från", "von", "de"];
const SUBJECT: [&str; 6] = ["subject", "emne", "onderwerp", "ämne", "betreff", "objet"];
const OTHER: [&str; 25] = [
    "sent",
    "sendt",
    "verzonden",
    "skickat",
    "gesendet",
    "envoyé",
    "date",
    "dato",
    "datum",
    "to",
    "til",
    "aan",
    "till",
    "an",
    "à",
    "cc",
    "kopi",
    "bcc",
    "reply-to",
    "svar til",
    "importance",
    "viktighet",
    "resent-from",
    "attachments",
    "vedlegg",
];
/// What the line above such a head says, in small letters and without its dashes.
const SEPARATORS: [&str; 17] = [
    "original message",
    "opprinnelig melding",
    "oprindelig meddelelse",
    "oorspronkelijk bericht",
    "forwarded message",
    "videresendt melding",
    "videresendt e-post",
    "doorgestuurd bericht",
    "begin forwarded message",
    "start på videresendt melding",
    "begin doorgestuurd bericht",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "ursprungligt meddelande",
    "vidarebefordrat meddelande",
    "message transféré",
    "forwarded by",
];

/// Returns the letter that the text passes on.
pub(super) fn find(text: &str) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let is_asked = is_command(lines[first]);
    let mut at = if is_asked { first + 1 } else { first };
    while at < lines.len() {
        if let Some(forwarded) = begins_at(text, &lines, at) {
            return Some(forwarded);
        }
        if !is_asked && !is_separator(lines[at]) && !bare(lines[at]).is_empty() {
            return None;
        }
        at += 1;
    }
    None
}

/// Returns whether the text is nothing but the wish to take the attached letter for the customer's.
pub(super) fn is_only_wish(text: &str) -> bool {
    text.trim().is_empty() || text.trim().eq_ignore_ascii_case(COMMAND)
}

fn is_command(line: &str) -> bool {
    line.trim().split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case(COMMAND))
}

/// Returns the line without the marks of a quotation.
fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t', '\u{a0}']).trim()
}

fn is_separator(line: &str) -> bool {
    let line = bare(line);
    let words = line.trim_matches(|c: char| "-_*:─ ".contains(c)).to_lowercase();
    let is_dashes = !line.is_empty() && words.is_empty();
    is_dashes || SEPARATORS.iter().any(|separator| words == *separator)
}

/// Reads the head that begins at that line, and the text behind it.
fn begins_at(text: &str, lines: &[&str], at: usize) -> Option<Forwarded> {
    let (mut from, mut subject, mut keys) = (None, None, 0);
    let mut end = at;
    for (number, line) in lines.iter().enumerate().skip(at).take(HEAD_LINES) {
        let line = bare(line);
        let Some((key, value)) = key_of(line) else {
            // A long list of addresses goes on in the next line; some programs leave a blank line between the keys.
            let goes_on = keys > 0 && (!line.is_empty() || next_is_key(lines, number + 1));
            if !goes_on {
                break;
            }
            continue;
        };
        keys += 1;
        if SENDER.contains(&key.as_str()) && from.is_none() {
            from = sender(value);
        } else if SUBJECT.contains(&key.as_str()) && subject.is_none() {
            subject = Some(shorten(value.to_owned(), SUBJECT_CHARS));
        }
        end = number + 1;
    }
    let from = from.filter(|_| keys >= 2)?;
    let quoted = lines[at].trim_start().starts_with('>');
    let rest = text.lines().skip(end).map(|line| if quoted { unquoted(line) } else { line });
    let inner = rest.collect::<Vec<_>>().join("\n").trim_matches('\n').trim_end().to_owned();
    Some(Forwarded { from, subject, text: inner })
}

fn unquoted(line: &str) -> &str {
    let line = line.strip_prefix('>').unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line)
}

fn next_is_key(lines: &[&str], at: usize) -> bool {
    lines.get(at).is_some_and(|line| key_of(bare(line)).is_some())
}

/// Returns the key of a line of such a head, in small letters, and its value.
fn key_of(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches('*');
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
    let is_key = |keys: &[&str]| keys.contains(&key.as_str());
    (is_key(&SENDER) || is_key(&SUBJECT) || is_key(&OTHER))
        .then_some((key, value.trim_matches(['*', ' ', '\u{a0}', '\t'])))
}

/// Reads `Kari Nord <kari@acme.example>`, with the forms of Outlook (`[mailto:kari@acme.example]`) and of links in HTML.
fn sender(value: &str) -> Option<Mailbox> {
    let value = value.replace("[mailto:", "<").replace("<mailto:", "<").replace(']', ">");
    let address =
        value.split(|c: char| c.is_whitespace() || "<>()[]\",;'".contains(c)).find(|word| is_address(word))?.to_owned();
    let name =
        value.split(['<', '[']).next().unwrap_or_default().trim().trim_matches(['"', '\'', '*']).trim().to_owned();
    let named = mailbox_of(&format!("<{address}>"))?;
    let name = Some(name).filter(|name| !name.is_empty() && !name.contains('@')).map(|name| shorten(name, 200));
    Some(Mailbox { name, ..named })
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.') && !domain.contains('@'))
}

//! Makes the text of a letter from its parts.

use std::collections::BTreeSet;

use frist_domain::text::clean_lines;

use super::charset;
use super::html;
use super::mime::Leaf;
use super::transfer::undo;

/// The text of a letter.
#[derive(Default)]
pub(super) struct Text {
    /// The whole of it, cleaned.
    pub whole: String,
    /// The Content-IDs that it shows pictures by.
    pub shown: BTreeSet<String>,
    /// What could not be read, a sentence each.
    pub faults: Vec<String>,
}

/// Returns whether the leaf is text to be read, and no file.
pub(super) fn is_text(leaf: &Leaf<'_>) -> bool {
    let is_readable = matches!(leaf.content.media_type.as_str(), "text/plain" | "text/html");
    is_readable && !leaf.content.is_attachment && leaf.content.name.is_none()
}

/// Joins the texts of a letter. Where it has the same in several forms, the plain one is taken, unless that is blank.
pub(super) fn join(leaves: &[Leaf<'_>]) -> Text {
    let mut text = Text::default();
    let read: Vec<Option<String>> = leaves.iter().map(|leaf| is_text(leaf).then(|| plain(leaf, &mut text))).collect();
    let has_plain: BTreeSet<usize> = leaves
        .iter()
        .zip(&read)
        .filter(|(leaf, _)| !is_html(leaf))
        .filter(|(_, read)| read.as_deref().is_some_and(|read| !read.trim().is_empty()))
        .filter_map(|(leaf, _)| leaf.alternative)
        .collect();
    let mut pieces: Vec<String> = Vec::new();
    for (leaf, read) in leaves.iter().zip(read) {
        let is_doubled = is_html(leaf) && leaf.alternative.is_some_and(|number| has_plain.contains(&number));
        let Some(read) = read.filter(|_| !is_doubled) else { continue };
        let read = if is_html(leaf) { rendered(&read, &mut text.faults) } else { read };
        let piece = clean_lines(&read);
        let piece = piece.trim_start_matches('\n').trim_end();
        if !piece.trim().is_empty() {
            pieces.push(piece.to_owned());
        }
    }
    text.whole = pieces.join("\n\n");
    collect_ids(&text.whole, "[cid:", ']', &mut text.shown);
    text.faults.sort();
    text.faults.dedup();
    text
}

fn is_html(leaf: &Leaf<'_>) -> bool {
    leaf.content.media_type == "text/html"
}

/// Returns the text of a leaf; HTML as it is.
fn plain(leaf: &Leaf<'_>, text: &mut Text) -> String {
    let undone = undo(leaf.body, leaf.content.encoding.as_deref());
    if undone.is_damaged {
        text.faults.push("Its text is damaged.".to_owned());
    }
    let decoded = charset::decode(&undone.bytes, leaf.content.charset.as_deref());
    text.faults.extend(decoded.fault);
    if is_html(leaf) {
        collect_ids(&decoded.text, "cid:", '"', &mut text.shown);
        return decoded.text;
    }
    match leaf.content.flowed {
        Some(is_lost) => unflowed(&decoded.text, is_lost),
        None => decoded.text,
    }
}

fn rendered(markup: &str, faults: &mut Vec<String>) -> String {
    let rendered = html::text_of(markup);
    faults.extend(rendered.fault);
    rendered.text
}

/// Joins lines that flow (RFC 3676): those that end in a space, with the same depth of quotation.
fn unflowed(text: &str, is_lost: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut flows: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        if flows != Some(depth) || is_signature {
            if flows.is_some() {
                out.push('\n');
            }
            out.push_str(&">".repeat(depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        let goes_on = content.ends_with(' ') && !is_signature;
        out.push_str(if goes_on && is_lost { &content[..content.len() - 1] } else { content });
        flows = goes_on.then_some(depth);
        if !goes_on {
            out.push('\n');
        }
    }
    out
}

/// Notes the Content-IDs that stand behind those words, up to that character or a space or other mark.
fn collect_ids(text: &str, before: &str, end: char, ids: &mut BTreeSet<String>) {
    for (at, _) in text.match_indices(before).take(1_000) {
        let rest = &text[at + before.len()..];
        let id: String =
            rest.chars().take(998).take_while(|c| *c != end && !c.is_whitespace() && !"'<>)".contains(*c)).collect();
        ids.insert(id.replace("%40", "@"));
    }
}

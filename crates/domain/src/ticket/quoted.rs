//! Tells in a text what its writer wrote from what is quoted below it: the history of a letter, and a signature. It is
//! folded where a text is shown, and never deleted.

use std::ops::Range;

/// A stretch of lines of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The lines, from 0.
    pub lines: Range<usize>,
    /// Whether it is quoted or a signature, and so folded where the text is shown.
    pub folded: bool,
}

/// The words before the colon that end the line above a quotation, as mail programs write them.
const ATTRIBUTIONS: [&str; 6] = [" wrote", " skrev", " schreef", " writes", " schrieb", " a écrit"];
/// The lines above a quoted letter that say nothing but that it begins.
const SEPARATORS: [&str; 5] =
    ["original message", "opprinnelig melding", "oorspronkelijk bericht", "forwarded message", "videresendt melding"];
/// The keys of the head of a quoted letter: the sender's comes first.
const SENDER_KEYS: [&str; 3] = ["from:", "fra:", "van:"];
const DATE_KEYS: [&str; 6] = ["sent:", "sendt:", "verzonden:", "date:", "dato:", "datum:"];
/// The number of lines below the sender in which the date of a quoted letter stands.
const HEAD_LINES: usize = 4;

/// Parts a text into passages, in order, that hold all of its lines. A text that is nothing but quotation is shown whole.
///
/// Lines that begin with `>` are quoted, with the line above that says who wrote them; so is everything below the head of
/// an older letter. A signature begins with `--` alone on a line.
pub fn passages(text: &str) -> Vec<Passage> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let folded = folded_lines(&lines);
    let shows = lines.iter().zip(&folded).any(|(line, folded)| !folded && !line.is_empty());
    let mut passages: Vec<Passage> = Vec::new();
    for (line, folded) in folded.iter().enumerate() {
        let folded = *folded && shows;
        match passages.last_mut().filter(|last| last.folded == folded) {
            Some(last) => last.lines.end = line + 1,
            None => passages.push(Passage { lines: line..line + 1, folded }),
        }
    }
    passages
}

/// Returns the text without what is folded, and what is folded, none where nothing is.
pub fn unfolded(text: &str) -> (String, Option<String>) {
    let lines: Vec<&str> = text.lines().collect();
    let passages = passages(text);
    let of = |folded: bool| {
        let wanted = passages.iter().filter(|passage| passage.folded == folded);
        wanted.flat_map(|passage| &lines[passage.lines.clone()]).copied().collect::<Vec<_>>().join("\n")
    };
    let folded = of(true);
    (of(false).trim_end().to_owned(), (!folded.is_empty()).then_some(folded))
}

fn folded_lines(lines: &[&str]) -> Vec<bool> {
    let end = (1..lines.len()).find(|at| ends_own_words(&lines[*at..])).unwrap_or(lines.len());
    let mut folded: Vec<bool> = lines.iter().enumerate().map(|(at, line)| at >= end || is_quoted(line)).collect();
    for at in 0..lines.len() {
        if is_attribution(lines[at]) && next_text(lines, at + 1).is_some_and(|next| folded[next]) {
            folded[at] = true;
        }
    }
    fold_blanks(lines, &mut folded);
    folded
}

/// Folds blank lines between what is folded, so that it is one passage, and those before and behind it at the end.
///
/// It is one pass from behind, which notes how the next text stands, and one from the front: a text may be blank lines for the most
/// part, and it is drawn with every frame.
fn fold_blanks(lines: &[&str], folded: &mut [bool]) {
    let mut next = true;
    for at in (0..lines.len()).rev() {
        if lines[at].is_empty() {
            folded[at] = next;
        } else {
            next = folded[at];
        }
    }
    let mut before = false;
    for (line, folded) in lines.iter().zip(folded) {
        *folded &= before || !line.is_empty();
        before = *folded;
    }
}

fn next_text(lines: &[&str], from: usize) -> Option<usize> {
    (from..lines.len()).find(|at| !lines[*at].is_empty())
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('>')
}

fn is_attribution(line: &str) -> bool {
    line.strip_suffix(':').is_some_and(|said| ATTRIBUTIONS.iter().any(|words| said.contains(words)))
}

/// Returns whether nothing of the writer's own follows from the first of these lines on.
fn ends_own_words(lines: &[&str]) -> bool {
    let first = lines[0];
    let separator = first.trim_matches(|c: char| c == '-' || c == '_' || c.is_whitespace()).to_lowercase();
    let is_separator = first.starts_with("--") && SEPARATORS.contains(&separator.as_str());
    first == "--" || is_separator || begins_head(lines)
}

/// Returns whether these lines begin with the head of a letter: its sender, and soon its date.
fn begins_head(lines: &[&str]) -> bool {
    let has = |line: &str, keys: &[&str]| {
        let line = line.trim_matches('*').to_lowercase();
        keys.iter().any(|key| line.starts_with(key))
    };
    has(lines[0], &SENDER_KEYS) && lines.iter().skip(1).take(HEAD_LINES).any(|line| has(line, &DATE_KEYS))
}

#[cfg(test)]
mod tests;

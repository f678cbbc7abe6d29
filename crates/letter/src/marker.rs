//! The marker line, with which a letter says to which ticket it belongs where a mail program loses everything else:
//! `frist:12:SIGN` in the customer's thread, `frist:12v:SIGN` in the vendor's. It is written when a letter goes, and left out
//! of the texts that come back.

use frist_domain::reply::Correspondent;
use frist_domain::ticket::TicketId;

/// What a marker begins with.
pub(crate) const START: &str = "frist:";
/// The most markers of a text that are looked at.
const MOST_MARKERS: usize = 20;
/// The most characters of one.
const MARKER_CHARS: usize = 64;
/// What stands above a signature (RFC 3676), with its space and where a mail program has taken that away.
const DELIMITER: &str = "--";

/// A thread that a marker names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarkedThread {
    /// The ticket.
    pub ticket: TicketId,
    /// With whom the thread is.
    pub with: Correspondent,
}

/// Returns what looks like markers in a text, each once.
pub(crate) fn markers(text: &str) -> Vec<String> {
    let mut markers: Vec<String> = Vec::new();
    for (at, _) in text.match_indices(START).take(MOST_MARKERS * 10) {
        let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == ':';
        let marker: String = text[at..].chars().take(MARKER_CHARS).take_while(is_part).collect();
        if marker.matches(':').count() == 2 && !markers.contains(&marker) && markers.len() < MOST_MARKERS {
            markers.push(marker);
        }
    }
    markers
}

/// Returns a text that ends with that marker, below its signature, and has no other one: what it quotes may be of another thread.
pub(crate) fn with_marker(text: &str, marker: &str) -> String {
    let text = without_markers(text);
    let text = text.trim_end();
    let is_signed = text.lines().any(|line| line.trim_end() == DELIMITER);
    let gap = match (text.is_empty(), is_signed) {
        (true, _) => "-- \n",
        (false, true) => "\n",
        (false, false) => "\n\n-- \n",
    };
    format!("{text}{gap}{marker}\n")
}

/// Returns a text without the lines that are a marker and nothing else, quoted or not, and without the line above that parts it
/// from the text. A marker within a sentence stays.
pub(crate) fn without_markers(text: &str) -> String {
    if !text.contains(START) {
        return text.to_owned();
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let (quoted, said) = unquoted(line);
        if !is_marker(said) {
            lines.push(line);
            continue;
        }
        if lines.last().is_some_and(|above| unquoted(above) == (quoted, DELIMITER)) {
            lines.pop();
        }
        while lines.last().is_some_and(|above| unquoted(above).1.is_empty()) {
            lines.pop();
        }
    }
    lines.join("\n")
}

/// Returns how often a line is quoted, and what it says.
fn unquoted(line: &str) -> (usize, &str) {
    let said = line.trim_start_matches(['>', ' ']);
    (line[..line.len() - said.len()].matches('>').count(), said.trim_end())
}

/// Returns whether a line is a marker by its look, whoever signed it; a mail program may have put the line above before it.
fn is_marker(line: &str) -> bool {
    let line = line.strip_prefix(DELIMITER).map_or(line, str::trim_start);
    let Some((number, sign)) = line.strip_prefix(START).and_then(|rest| rest.split_once(':')) else { return false };
    let number = number.strip_suffix('v').unwrap_or(number);
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && sign.len() == crate::secret::SIGN_BYTES * 2 && sign.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKER: &str = "frist:12:0123456789abcdef0123";
    const OTHER: &str = "frist:12v:abcdef01230123456789";

    #[test]
    fn a_marker_stands_below_the_signature_and_alone() {
        for (text, written) in [
            ("Hei", format!("Hei\n\n-- \n{MARKER}\n")),
            ("Hei\n\n-- \nAnna\n", format!("Hei\n\n-- \nAnna\n{MARKER}\n")),
            ("", format!("-- \n{MARKER}\n")),
            (
                &format!("Hei\n\nKari wrote:\n> Nei\n>\n> -- \n> {OTHER}"),
                format!("Hei\n\nKari wrote:\n> Nei\n\n-- \n{MARKER}\n"),
            ),
        ] {
            assert_eq!(with_marker(text, MARKER), written, "{text}");
            assert_eq!(with_marker(&written, MARKER), written, "written twice it is there once");
        }
    }

    #[test]
    fn what_comes_back_is_shown_without_it() {
        for (text, shown) in [
            (format!("Ja\n\n> Hei\n>\n> -- \n> {MARKER}"), "Ja\n\n> Hei"),
            (format!("Ja\n\n> Hei\n>\n> --\n> {MARKER}\n>> > {OTHER}\n\nHilsen Kari"), "Ja\n\n> Hei\n\nHilsen Kari"),
            (format!("Ja\n-- {MARKER}"), "Ja"),
            (format!("Ja\n\n--\nKari\n{MARKER}"), "Ja\n\n--\nKari"),
            (format!("What is {MARKER} for?"), "What is frist:12:0123456789abcdef0123 for?"),
            ("frist:12:short\nfrist:x:0123456789abcdef0123".to_owned(), "frist:12:short\nfrist:x:0123456789abcdef0123"),
        ] {
            assert_eq!(without_markers(&text), shown, "{text}");
        }
    }
}

//! Reads a text from standard input where `-` stands in its place.

use std::io::{self, IsTerminal as _, Read};

use super::args::WorkCommand;
use super::error::CliError;
use super::output::Output;
use crate::domain::text::{clean_lines, drives_terminal};

/// The most bytes that are read: many times what a note may have, so that the note's own limit is what is told.
const LIMIT: u64 = 1 << 20;

/// Replaces the one text of `command` that is `-` by what stands on standard input.
///
/// Line breaks become `\n`, tabs become blanks, and what drives a terminal is left out with a message; blank lines around
/// the text are dropped.
///
/// # Errors
///
/// If two texts are `-`, or what stands there is no UTF-8 text, longer than 1 MiB or empty.
pub(super) fn read_texts(command: &mut WorkCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut asked: Vec<&mut String> = command.texts().into_iter().filter(|text| *text == "-").collect();
    let Some(text) = asked.pop() else { return Ok(()) };
    if !asked.is_empty() {
        return Err(CliError::input("two texts are to come from standard input", "give - for one of them only"));
    }
    if io::stdin().is_terminal() {
        output.remark("write the text; Ctrl-D on a line of its own ends it");
    }
    *text = read(io::stdin().lock(), output)?;
    Ok(())
}

fn read(input: impl Read, output: &mut Output<'_>) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let read = input.take(LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| CliError::input(format!("standard input cannot be read: {error}"), "give the text itself"))?;
    if bytes.len() as u64 > LIMIT {
        return Err(CliError::input("the text on standard input is longer than 1 MiB", "send a shorter one"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| CliError::input("standard input is not UTF-8 text", "send it in UTF-8, as with iconv -t UTF-8"))?;
    if text.chars().any(|c| drives_terminal(c) && !matches!(c, '\n' | '\r' | '\t')) {
        output.remark("control characters in the text are left out");
    }
    let clean = clean_lines(&text);
    let text = clean.trim_end().trim_start_matches('\n');
    if text.is_empty() {
        return Err(CliError::input("there is no text on standard input", "send some, as with echo text | frist …"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &[u8]) -> (Result<String, String>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let read = read(input, &mut Output { out: &mut out, err: &mut err }).map_err(|error| error.to_string());
        (read, String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_text_keeps_its_lines_and_nothing_that_drives_a_terminal() {
        for (input, kept) in [
            ("one\n", "one"),
            ("\n\n  one\r\ntwo\rthree\n\n\n", "  one\ntwo\nthree"),
            ("a\tb", "a    b"),
            ("Æ漢\u{2028}x", "Æ漢\nx"),
        ] {
            assert_eq!(text(input.as_bytes()).0.as_deref(), Ok(kept), "{input:?}");
        }
        assert_eq!(text(b"a\tb\r\nc\n").1, "");
        let (read, told) = text("a\u{1b}[31mb\u{202e}".as_bytes());
        assert_eq!(
            (read.as_deref(), told.as_str()),
            (Ok("a[31mb"), "frist: control characters in the text are left out\n")
        );
    }

    #[test]
    fn what_is_no_text_is_told() {
        for nothing in ["", " \n\t\n", "\u{1b}\u{7}"] {
            assert_eq!(text(nothing.as_bytes()).0.unwrap_err(), "there is no text on standard input", "{nothing:?}");
        }
        assert_eq!(text(b"\xff\xfe").0.unwrap_err(), "standard input is not UTF-8 text");
        let long = |n: u64| text(&vec![b'x'; n as usize]).0;
        assert_eq!(long(LIMIT).unwrap().len() as u64, LIMIT);
        assert_eq!(long(LIMIT + 1).unwrap_err(), "the text on standard input is longer than 1 MiB");
    }
}

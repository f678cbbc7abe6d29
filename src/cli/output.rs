//! What commands print: lines, tables and JSON. Text from outside passes through here made safe for a terminal.

use std::io::Write;

use comfy_table::{CellAlignment, ColumnConstraint, Table, presets};

use super::error::CliError;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text in one line, without anything that drives a terminal or hides; tabs and line breaks become blanks.
pub(super) fn clean(text: &str) -> String {
    clean_lines(text).replace('\n', " ")
}

/// Like [`clean`], but line breaks stay.
fn clean_lines(text: &str) -> String {
    let blank = |c| if c == '\t' { ' ' } else { c };
    text.replace("\r\n", "\n").chars().map(blank).filter(|c| *c == '\n' || is_harmless(*c)).collect()
}

/// Not so: controls, marks and overrides of writing direction, and invisible characters that make two texts look alike.
/// The joiners of scripts and emoji (U+200C, U+200D) stay: words would read wrongly without them.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The text in at most so many columns of a terminal; what is cut ends in `…`.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        if cut.width() + grapheme.width() >= columns {
            break;
        }
        cut.push_str(grapheme);
    }
    cut + "…"
}

/// Where a command's answer goes, and where what is to be told beside it.
pub(super) struct Output<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
}

impl Output<'_> {
    /// Prints text, made safe, with its own line breaks and one behind it.
    pub(super) fn line(&mut self, text: &str) -> Result<(), CliError> {
        writeln!(self.out, "{}", clean_lines(text))?;
        Ok(())
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string(value).map_err(std::io::Error::from)?;
        writeln!(self.out, "{text}")?;
        Ok(())
    }

    /// Tells something that is worth knowing and stops nothing. One line on standard error.
    pub(super) fn remark(&mut self, text: &str) {
        // If standard error is closed there is nobody to tell.
        let _ = writeln!(self.err, "frist: {}", clean(text));
    }
}

/// A table without borders, columns two blanks apart. Columns named in `right` are set to the right.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if !head.is_empty() {
        table.set_header(head.to_vec());
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    for (n, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2)).set_constraint(ColumnConstraint::ContentWidth);
        if right.contains(&n) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

/// A state and its reason in one; a reason that begins with the state says it all.
pub(super) fn with_reason(state: &str, reason: &str) -> String {
    match reason {
        "" => state.to_owned(),
        all if all.starts_with(state) => all.to_owned(),
        why => format!("{state}: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_no_borders_and_no_blanks_at_the_end() {
        let text = table(&["#", "WHAT"], [vec!["7".into(), "漢字".into()], vec!["12".into(), "x".into()]], &[0]);
        assert_eq!(text, " #  WHAT\n 7  漢字\n12  x");
    }

    #[test]
    fn what_is_too_wide_is_cut_between_characters_as_a_reader_sees_them() {
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 3), "ab…");
        assert_eq!(fit("漢字漢字", 6), "漢字…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn nothing_that_drives_a_terminal_gets_out() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut output = Output { out: &mut out, err: &mut err };
        output.line("a\u{1b}[31m\nb\u{202e}c").unwrap();
        output.remark("x\u{7}\ny");
        assert_eq!((out, err), (b"a[31m\nbc\n".to_vec(), b"frist: x y\n".to_vec()));
    }
}

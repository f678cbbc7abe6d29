//! What commands print: lines, tables and JSON. Text from outside passes through here made safe for a terminal.

use std::io::Write;

use comfy_table::{CellAlignment, ColumnConstraint, Table, presets};

use super::error::CliError;
use crate::domain::text::{clean, clean_lines, safe_json};

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

    /// Prints text of whole lines that is safe already.
    pub(super) fn safe_lines(&mut self, text: &str) -> Result<(), CliError> {
        write!(self.out, "{text}")?;
        Ok(())
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), CliError> {
        writeln!(self.out, "{}", json_line(value)?)?;
        Ok(())
    }

    /// Has `tell` print what came of a command that has done something already: `what`, with the number of its ticket or
    /// entry. It is all printed when this returns.
    ///
    /// # Errors
    ///
    /// As `tell` has; where only the printing fails, one that says what was done, and ends the program well.
    pub(super) fn after(
        &mut self,
        what: &str,
        tell: impl FnOnce(&mut Self) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let told = tell(self).and_then(|()| Ok(self.out.flush()?));
        told.map_err(|error| error.although(what))
    }

    /// Tells something that is worth knowing and stops nothing. One line on standard error.
    pub(super) fn remark(&mut self, text: &str) {
        // If standard error is closed there is nobody to tell.
        let _ = writeln!(self.err, "frist: {}", clean(text));
    }
}

/// A value as JSON in one line. What JSON leaves as it is and a terminal would obey is written as an escape, so that the
/// value stays the same.
pub(super) fn json_line(value: &impl serde::Serialize) -> Result<String, CliError> {
    Ok(safe_json(serde_json::to_string(value).map_err(std::io::Error::from)?))
}

/// A table without borders, columns two blanks apart. Columns named in `right` are set to the right.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if !head.is_empty() {
        table.set_header(head.to_vec());
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell).into_owned()));
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
    fn nothing_that_drives_a_terminal_gets_out() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut output = Output { out: &mut out, err: &mut err };
        output.line("a\u{1b}[31m\nb\u{202e}c").unwrap();
        output.remark("x\u{7}\ny");
        assert_eq!((out, err), (b"a[31m\nbc\n".to_vec(), b"frist: x y\n".to_vec()));
    }

    #[test]
    fn json_keeps_what_a_terminal_would_obey_without_letting_it_out() {
        let text = "a\u{1b}[31m \u{9b}2J\u{7f}\u{202e}b\u{2028}Å漢";
        let line = json_line(&text).unwrap();
        assert_eq!(line, r#""a\u001b[31m \u009b2J\u007f\u202eb\u2028Å漢""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}

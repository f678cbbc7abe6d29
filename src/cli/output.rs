//! What commands print: lines, tables and JSON. Text from outside passes through here made safe for a terminal.

use std::io::Write;

use comfy_table::{CellAlignment, ColumnConstraint, Table, presets};

use super::args::FileArgs;
use super::error::CliError;
use crate::domain::text::{clean, clean_lines, fit, safe_json, width, wrap};

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

/// How many columns the terminal has that standard output is; none where it is a file or a pipe: then nothing is fitted.
pub(super) fn columns() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(terminal_size::Width(columns), _)| columns.into())
}

/// The same for a document, which is whole where it goes to a file of its own.
pub(super) fn room(file: &FileArgs) -> Option<usize> {
    if file.output.is_some() { None } else { columns() }
}

/// What becomes of cells that a terminal has no room for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    /// They go on in further lines: nothing is lost.
    Wrap,
    /// They are cut: a row stays a line, and `--json` has all of it.
    Cut,
}

/// A table without borders, columns two blanks apart, as wide as the terminal allows. Columns named in `right` are set to
/// the right.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, right: &[usize]) -> String {
    table_in(columns(), Narrow::Wrap, head, rows, right)
}

/// The same in so many columns; none: as wide as it is.
pub(super) fn table_in(
    columns: Option<usize>,
    narrow: Narrow,
    head: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    right: &[usize],
) -> String {
    let clean_row = |row: Vec<String>| row.iter().map(|cell| clean(cell).into_owned()).collect();
    let mut rows: Vec<Vec<String>> = rows.into_iter().map(clean_row).collect();
    if let Some(columns) = columns {
        let widths = widths(head, &rows, right, columns);
        let cells = rows.iter_mut().flat_map(|row| row.iter_mut().zip(&widths));
        for (cell, most) in cells.filter(|(cell, most)| width(cell) > **most) {
            *cell = match narrow {
                Narrow::Wrap => wrap(cell, *most).join("\n"),
                Narrow::Cut => fit(cell, *most),
            };
        }
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if !head.is_empty() {
        table.set_header(head.to_vec());
    }
    for row in rows {
        table.add_row(row);
    }
    for (n, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, GAP as u16)).set_constraint(ColumnConstraint::ContentWidth);
        if right.contains(&n) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

/// Blanks between two columns.
const GAP: usize = 2;
/// No column is narrowed below this: less can hardly be read, and the rest must then do with lines that are too long.
const LEAST: usize = 4;

/// How wide each column may be so that all of them fit: the widest give way first, figures and heads never.
fn widths(head: &[&str], rows: &[Vec<String>], right: &[usize], columns: usize) -> Vec<usize> {
    let count = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
    let head = |n: usize| head.get(n).map_or(0, |name| width(name));
    let widest = |n: usize| rows.iter().filter_map(|row| row.get(n)).map(|cell| width(cell)).max().unwrap_or_default();
    let mut widths: Vec<usize> = (0..count).map(|n| widest(n).max(head(n))).collect();
    let room = columns.saturating_sub(GAP * count.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let gives = |n: &usize| !right.contains(n) && widths[*n] > head(*n).max(LEAST);
        let Some(most) = (0..count).filter(gives).max_by_key(|n| widths[*n]) else { break };
        widths[most] -= 1;
    }
    widths
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
        let rows = [vec!["7".into(), "漢字".into()], vec!["12".into(), "x".into()]];
        let text = table_in(None, Narrow::Wrap, &["#", "WHAT"], rows, &[0]);
        assert_eq!(text, " #  WHAT\n 7  漢字\n12  x");
    }

    #[test]
    fn a_table_fits_the_terminal_and_loses_nothing_unless_its_rows_are_to_stay_lines() {
        let rows = || [vec!["1234567890123".to_owned(), "the shop is down again and again".into(), "fjell".into()]];
        let of = |columns, narrow| table_in(columns, narrow, &["NUMBER", "SUBJECT", "WHO"], rows(), &[0]);
        let whole = of(None, Narrow::Wrap);
        assert!(whole.contains("the shop is down again and again"), "{whole}");
        assert_eq!(of(Some(200), Narrow::Cut), whole);
        let wrapped = of(Some(36), Narrow::Wrap);
        assert_eq!(
            wrapped,
            "       NUMBER  SUBJECT         WHO\n1234567890123  the shop is     fjell\n               down again and\n               \
             again"
        );
        let cut = of(Some(36), Narrow::Cut);
        assert_eq!(cut, "       NUMBER  SUBJECT         WHO\n1234567890123  the shop is d…  fjell");
        // What is too narrow for anything keeps its figures and its heads.
        assert!(of(Some(5), Narrow::Cut).contains("1234567890123  the sh…  fje…"));
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

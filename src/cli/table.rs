//! Lays out tables for a terminal of any width.

use comfy_table::{CellAlignment, ColumnConstraint, Table, presets};

use super::output::columns;
use crate::domain::text::{clean, fit, width, wrap};

/// What happens to cells that a terminal has no room for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WhenNarrow {
    /// They are wrapped into further lines: nothing is lost.
    Wrap,
    /// They are cut: a row stays a line, and `--json` has all of it. These columns are left out, one after the other, as
    /// long as too little would be left of another.
    Cut(&'static [usize]),
}

/// Returns a table without borders, columns two blanks apart, as wide as the terminal allows. Columns named in `right` are
/// set to the right, and are figures. Where there is too little room to read it, many figures are told in several tables,
/// one below the other, and words as a line for each cell.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>, right: &[usize]) -> String {
    table_in(columns(), WhenNarrow::Wrap, head, rows, right)
}

/// Returns such a table in that many columns; without a number, as wide as it is.
pub(super) fn table_in(
    columns: Option<usize>,
    narrow: WhenNarrow,
    head: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    right: &[usize],
) -> String {
    let clean_row = |row: Vec<String>| row.iter().map(|cell| clean(cell).into_owned()).collect();
    let whole =
        TableCells { head: head.to_vec(), rows: rows.into_iter().map(clean_row).collect(), right: right.to_vec() };
    let Some(columns) = columns else { return whole.print() };
    match narrow {
        WhenNarrow::Wrap if head.is_empty() || !whole.is_cramped(columns, narrow) => {
            whole.fitted(columns, narrow).print()
        }
        WhenNarrow::Wrap if right.len() >= MANY => whole.in_parts(columns),
        WhenNarrow::Wrap => whole.as_lines(columns),
        WhenNarrow::Cut(expendable) => {
            let mut left = whole;
            for (gone, column) in expendable.iter().enumerate() {
                if !left.is_cramped(columns, narrow) {
                    break;
                }
                // The earlier columns that were left out have moved it to the left.
                let moved = expendable[..gone].iter().filter(|other| *other < column).count();
                left.leave_out(column - moved);
            }
            left.fitted(columns, narrow).print()
        }
    }
}

/// Returns lines of text, each wrapped where it is longer than that many columns; without a number, as they are.
pub(super) fn sentences(lines: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return lines.to_owned() };
    lines.lines().flat_map(|line| wrap(line, columns)).collect::<Vec<_>>().join("\n")
}

/// The blanks between two columns.
const GAP: usize = 2;
/// The least width of a narrowed column: less can hardly be read, and the rest must then do with lines that are too long.
const LEAST: usize = 4;

/// The least width at which a cell can be read well: where it is wrapped, and where the rest is cut off.
const READABLE: usize = 8;
const READABLE_CUT: usize = 10;
/// The number of columns of figures from which on a table is read from left to right.
const MANY: usize = 8;

/// A table before it is printed: its cells are safe for a terminal.
struct TableCells<'a> {
    head: Vec<&'a str>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl TableCells<'_> {
    /// Returns how many columns it has.
    fn count(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.head.len()]).max().unwrap_or_default()
    }

    /// Returns how wide each column is where there is room.
    fn natural(&self) -> Vec<usize> {
        let head = |n: usize| self.head.get(n).map_or(0, |name| width(name));
        let cells = |n: usize| self.rows.iter().filter_map(move |row| row.get(n)).map(|cell| width(cell));
        (0..self.count()).map(|n| cells(n).max().unwrap_or_default().max(head(n))).collect()
    }

    /// Returns how wide each column may be so that all of them fit: the widest are narrowed first, figures and heads never.
    /// `natural` is how wide each would be.
    fn widths(&self, natural: &[usize], columns: usize) -> Vec<usize> {
        let head = |n: usize| self.head.get(n).map_or(0, |name| width(name));
        let mut widths = natural.to_vec();
        let room = columns.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let gives = |n: &usize| !self.right.contains(n) && widths[*n] > head(*n).max(LEAST);
            let Some(most) = (0..widths.len()).filter(gives).max_by_key(|n| widths[*n]) else { break };
            widths[most] -= 1;
        }
        widths
    }

    /// Returns whether that many columns are too few to read it in.
    fn is_cramped(&self, columns: usize, narrow: WhenNarrow) -> bool {
        let least = if narrow == WhenNarrow::Wrap { READABLE } else { READABLE_CUT };
        let natural = self.natural();
        let widths = self.widths(&natural, columns);
        let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        all > columns || natural.iter().zip(&widths).any(|(whole, some)| *some < (*whole).min(least))
    }

    fn fitted(mut self, columns: usize, narrow: WhenNarrow) -> Self {
        let widths = self.widths(&self.natural(), columns);
        let cells = self.rows.iter_mut().flat_map(|row| row.iter_mut().zip(&widths));
        for (cell, most) in cells.filter(|(cell, most)| width(cell) > **most) {
            *cell = match narrow {
                WhenNarrow::Wrap => wrap(cell, *most).join("\n"),
                WhenNarrow::Cut(_) => fit(cell, *most),
            };
        }
        self
    }

    /// Leaves a column out; does nothing where there is none at that place.
    fn leave_out(&mut self, column: usize) {
        if column < self.head.len() {
            self.head.remove(column);
        }
        for row in self.rows.iter_mut().filter(|row| column < row.len()) {
            row.remove(column);
        }
        self.right.retain(|place| *place != column);
        self.right.iter_mut().filter(|place| **place > column).for_each(|place| *place -= 1);
    }

    /// Returns a table of these columns only.
    fn only(&self, columns: &[usize]) -> Self {
        let cells = |row: &Vec<String>| columns.iter().map(|n| row.get(*n).cloned().unwrap_or_default()).collect();
        Self {
            head: columns.iter().filter_map(|n| self.head.get(*n).copied()).collect(),
            rows: self.rows.iter().map(cells).collect(),
            right: (0..columns.len()).filter(|place| self.right.contains(&columns[*place])).collect(),
        }
    }

    /// Returns one table below the other, each with the first column and as many of the others as there is room for.
    fn in_parts(&self, columns: usize) -> String {
        let widths = self.natural();
        let (mut parts, mut part, mut taken) = (Vec::new(), vec![0], widths[0]);
        for (n, wide) in widths.iter().enumerate().skip(1) {
            if part.len() > 1 && taken + GAP + wide > columns {
                parts.push(std::mem::replace(&mut part, vec![0]));
                taken = widths[0];
            }
            part.push(n);
            taken += GAP + wide;
        }
        parts.push(part);
        parts.iter().map(|part| self.only(part).print()).collect::<Vec<_>>().join("\n\n")
    }

    /// Returns a line for each cell that is not empty, behind the name of its column, and an empty one between two rows.
    fn as_lines(&self, columns: usize) -> String {
        let name = self.head.iter().map(|name| width(name)).max().unwrap_or_default() + GAP;
        let room = columns.saturating_sub(name).max(LEAST);
        let line = |(head, cell): (&&str, &String)| {
            let blanks = " ".repeat(name - width(head));
            format!("{head}{blanks}{}", wrap(cell, room).join(&format!("\n{}", " ".repeat(name))))
        };
        let of_row = |row: &Vec<String>| -> String {
            let cells = self.head.iter().zip(row).filter(|(_, cell)| !cell.trim().is_empty());
            cells.map(line).collect::<Vec<_>>().join("\n")
        };
        self.rows.iter().map(of_row).collect::<Vec<_>>().join("\n\n")
    }

    fn print(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        if !self.head.is_empty() {
            table.set_header(self.head.clone());
        }
        for row in &self.rows {
            table.add_row(row.clone());
        }
        for (n, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, GAP as u16)).set_constraint(ColumnConstraint::ContentWidth);
            if self.right.contains(&n) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_no_borders_and_no_blanks_at_the_end() {
        let rows = [vec!["7".into(), "漢字".into()], vec!["12".into(), "x".into()]];
        let text = table_in(None, WhenNarrow::Wrap, &["#", "WHAT"], rows, &[0]);
        assert_eq!(text, " #  WHAT\n 7  漢字\n12  x");
    }

    #[test]
    fn a_table_fits_the_terminal_and_loses_nothing_unless_its_rows_are_to_stay_lines() {
        let rows = || [vec!["1234567890123".to_owned(), "the shop is down again and again".into(), "fjell".into()]];
        let of = |columns, narrow| table_in(columns, narrow, &["NUMBER", "SUBJECT", "WHO"], rows(), &[0]);
        let whole = of(None, WhenNarrow::Wrap);
        assert!(whole.contains("the shop is down again and again"), "{whole}");
        assert_eq!(of(Some(200), WhenNarrow::Cut(&[])), whole);
        let wrapped = of(Some(36), WhenNarrow::Wrap);
        assert_eq!(
            wrapped,
            "       NUMBER  SUBJECT         WHO\n1234567890123  the shop is     fjell\n               down again and\n               \
             again"
        );
        let cut = of(Some(36), WhenNarrow::Cut(&[]));
        assert_eq!(cut, "       NUMBER  SUBJECT         WHO\n1234567890123  the shop is d…  fjell");
        // A table that is too wide for any terminal keeps its figures and its heads.
        assert!(of(Some(5), WhenNarrow::Cut(&[])).contains("1234567890123  the sh…  fje…"));
    }

    #[test]
    fn what_cannot_be_read_side_by_side_is_told_line_by_line() {
        let rows = || {
            [["4", "the shop is down again", "nobody knows"], ["5", "", "mended"]]
                .map(|row| row.map(str::to_owned).to_vec())
        };
        let text = table_in(Some(20), WhenNarrow::Wrap, &["#", "CAUSE", "SOLUTION"], rows(), &[0]);
        assert_eq!(
            text,
            "#         4\nCAUSE     the shop\n          is down\n          again\nSOLUTION  nobody\n          knows\n\n#         5\nSOLUTION  mended"
        );
        // In a list whose rows stay lines, the expendable columns are left out first.
        let text = table_in(Some(20), WhenNarrow::Cut(&[2]), &["#", "CAUSE", "SOLUTION"], rows(), &[0]);
        assert_eq!(text, "#  CAUSE\n4  the shop is down…\n5");
    }

    #[test]
    fn many_figures_are_told_in_several_tables() {
        let head = ["DAY", "0", "1", "2", "3", "4", "5", "6", "7"];
        let row = ["Mon", "10", "11", "12", "13", "14", "15", "16", "17"].map(str::to_owned).to_vec();
        let text = table_in(Some(20), WhenNarrow::Wrap, &head, [row], &[1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(text, "DAY   0   1   2   3\nMon  10  11  12  13\n\nDAY   4   5   6   7\nMon  14  15  16  17");
    }
}

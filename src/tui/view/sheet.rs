//! Lays out a page of text for a number of columns: heads, paragraphs, facts, lists and tables.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::text::{pad, width, wrap};
use crate::tui::theme::Theme;

/// The columns for the names of facts.
const NAME: usize = 13;
/// The columns between two columns of a table.
const GAP: usize = 2;
/// The width under which a table's column is not made narrower for want of room.
const NARROWEST: usize = 6;

/// A page of text that is being laid out.
pub struct TextSheet<'a> {
    /// The width, in columns.
    pub columns: usize,
    /// The colours and styles.
    pub theme: &'a Theme,
    /// The lines so far.
    pub lines: Vec<Line<'static>>,
}

impl<'a> TextSheet<'a> {
    /// Creates an empty page.
    pub const fn new(columns: usize, theme: &'a Theme) -> Self {
        Self { columns, theme, lines: Vec::new() }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// Adds the head of a part, with an empty line before it.
    pub fn head(&mut self, text: &str) {
        self.lines.push(Line::default());
        self.lines.push(Line::styled(format!(" {text}"), self.theme.accent));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: &str, style: Style) {
        self.set_in(" ", text, style);
    }

    /// Adds a paragraph that matters less.
    pub fn remark(&mut self, text: &str) {
        self.text(text, self.theme.dim);
    }

    /// Adds an item of a list.
    pub fn item(&mut self, text: &str) {
        self.set_in(" · ", text, self.theme.text);
    }

    /// Adds a name and its value, each wrapped in its own column.
    pub fn fact(&mut self, name: &str, value: &str) {
        self.fact_in(name, value, self.theme.text);
    }

    /// Adds a name and its value in that style.
    pub fn fact_in(&mut self, name: &str, value: &str, style: Style) {
        let columns = NAME.min(self.columns / 2);
        let (names, parts) = (wrap(name, columns), wrap(value, self.columns.saturating_sub(columns + 2)));
        for n in 0..names.len().max(parts.len()) {
            let name = pad(names.get(n).map_or("", String::as_str), columns);
            let part = Span::styled(parts.get(n).cloned().unwrap_or_default(), style);
            self.lines.push(Line::from(vec![Span::styled(format!(" {name} "), self.theme.dim), part]));
        }
    }

    /// Adds a paragraph behind a mark; what is wrapped stands below its beginning.
    fn set_in(&mut self, mark: &str, text: &str, style: Style) {
        let columns = width(mark);
        for (n, part) in wrap(text, self.columns.saturating_sub(columns)).into_iter().enumerate() {
            let before = if n == 0 { mark.to_owned() } else { " ".repeat(columns) };
            self.lines.push(Line::styled(format!("{before}{part}"), style));
        }
    }

    /// Adds a table; what does not fit into a cell is wrapped in it.
    pub fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let widths = widths(heads, rows, self.columns.saturating_sub(1));
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        self.row(&heads, &widths, self.theme.dim);
        for row in rows {
            self.row(row, &widths, self.theme.text);
        }
    }

    fn row(&mut self, cells: &[String], widths: &[usize], style: Style) {
        let parts: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, columns)| wrap(cell, *columns)).collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(0);
        for y in 0..height {
            let cell = |(part, columns): (&Vec<String>, &usize)| pad(part.get(y).map_or("", |t| t), *columns);
            let cells: Vec<String> = parts.iter().zip(widths).map(cell).collect();
            let text = format!(" {}", cells.join(&" ".repeat(GAP)));
            self.lines.push(Line::styled(text.trim_end().to_owned(), style));
        }
    }
}

/// Returns the width of each column's widest cell; where that is too much, the widest columns are narrowed.
fn widths(heads: &[&str], rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let widest = |(place, head): (usize, &&str)| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| width(cell));
        cells.chain([width(head)]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = heads.iter().enumerate().map(widest).collect();
    let room = room.saturating_sub(GAP * heads.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(most) if *most > NARROWEST => *most -= 1,
            _ => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(columns: usize, write: impl FnOnce(&mut TextSheet<'_>)) -> Vec<String> {
        let theme = Theme::default();
        let mut sheet = TextSheet::new(columns, &theme);
        write(&mut sheet);
        sheet.lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_tables_widest_column_gives_way_and_wraps() {
        let rows = [vec!["Critical".to_owned(), "nobody can do any work at all".to_owned()]];
        assert_eq!(
            sheet(28, |s| s.table(&["NAME", "MEANS"], &rows)),
            [" NAME      MEANS", " Critical  nobody can do any", "           work at all"]
        );
    }

    #[test]
    fn what_is_wrapped_stands_below_its_beginning() {
        assert_eq!(sheet(12, |s| s.item("one two three")), [" · one two", "   three"]);
        assert_eq!(sheet(20, |s| s.fact("zone", "a bc def ghij")), [" zone       a bc def", "            ghij"]);
        let long = sheet(60, |s| s.fact("larger changes", "announced 14 d before"));
        assert_eq!(
            long.iter().map(|line| line.trim_end()).collect::<Vec<_>>(),
            [" larger        announced 14 d before", " changes"]
        );
    }

    #[test]
    fn no_width_fails() {
        for columns in 0..10 {
            let rows = [vec!["ab".to_owned(), "cd ef".to_owned(), String::new()]];
            sheet(columns, |s| {
                s.table(&["A", "B", "C"], &rows);
                s.fact("name", "value");
                s.item("item");
            });
        }
    }
}

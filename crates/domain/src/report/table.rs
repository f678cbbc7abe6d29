//! The one form that every report has: a table whose cells have a text, a value and the tickets behind it. The command
//! line, CSV, JSON, Markdown and the screen all draw from it.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::markdown::{Document, escaped};
use crate::text::{capital, clean};
use crate::ticket::TicketId;
use crate::time::{duration_text, short_duration};

/// The value of a cell for a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// No value: nothing was measured.
    None,
    /// A name or an id.
    Text(String),
    /// A number of things, minutes or seconds, as the column says.
    Number(u64),
    /// A number of tenths of a percent; in JSON the percentage.
    Tenths(u64),
    /// A number of thousandths of a percent, as an agreement names one; in JSON the percentage.
    Thousandths(u64),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Number(number) => to.serialize_u64(*number),
            Self::Tenths(tenths) => to.serialize_f64(*tenths as f64 / 10.0),
            Self::Thousandths(thousandths) => to.serialize_f64(*thousandths as f64 / 1000.0),
        }
    }
}

/// A cell of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The text for a person; one line, with nothing that drives a terminal.
    pub text: String,
    /// The value for a program.
    pub value: Value,
    /// The tickets behind it, each once, by number; none for names.
    pub tickets: Vec<TicketId>,
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The key in CSV and JSON.
    pub key: String,
    /// The head of the column.
    pub head: String,
    /// Whether it has figures: then it is set to the right.
    pub figures: bool,
}

/// A report as a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// The key of the report.
    pub report: &'static str,
    /// The title: what it is, of whom and of when.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// The sums of the rows, where they can be added up and there is more than one. Not for programs: they can add.
    pub total: Option<Vec<Cell>>,
    /// How it is to be read, a sentence each.
    pub notes: Vec<String>,
}

impl Cell {
    /// Makes the cell of a name, with the id behind it.
    pub fn name(text: &str, id: &str) -> Self {
        Self { text: clean(text).into_owned(), value: Value::Text(id.to_owned()), tickets: Vec::new() }
    }

    /// Makes the cell of a name that there is not: nobody, nothing.
    pub fn no_name(text: &str) -> Self {
        Self { text: text.to_owned(), value: Value::None, tickets: Vec::new() }
    }

    /// Makes the cell of a number, with the tickets that are counted, in any order; a ticket may be counted more than
    /// once.
    pub fn count(count: usize, tickets: Vec<TicketId>) -> Self {
        Self { text: count.to_string(), value: Value::Number(count as u64), tickets: each_once(tickets) }
    }

    /// Makes a cell of so many minutes.
    pub fn minutes(minutes: u64, tickets: Vec<TicketId>) -> Self {
        let text = short_duration(i64::try_from(minutes).unwrap_or(i64::MAX / 60).saturating_mul(60));
        Self { text, value: Value::Number(minutes), tickets: each_once(tickets) }
    }

    /// Makes a cell of so many seconds; `–` where nothing was measured.
    pub fn seconds(seconds: Option<u32>, tickets: Vec<TicketId>) -> Self {
        let text = seconds.map_or_else(|| "–".to_owned(), |seconds| duration_text(i64::from(seconds)));
        let value = seconds.map_or(Value::None, |seconds| Value::Number(u64::from(seconds)));
        Self { text, value, tickets: each_once(tickets) }
    }

    /// Makes the cell of a part of a whole, in percent. What is beyond the first decimal is cut, so that nothing reads
    /// as kept that is broken; `–` where there is no whole.
    pub fn percent(part: usize, whole: usize, tickets: Vec<TicketId>) -> Self {
        let tenths = (1000 * part as u64).checked_div(whole as u64);
        let text = tenths.map_or_else(|| "–".to_owned(), |tenths| format!("{}.{} %", tenths / 10, tenths % 10));
        Self { text, value: tenths.map_or(Value::None, Value::Tenths), tickets: each_once(tickets) }
    }

    /// Makes the cell of a percentage that an agreement names, in thousandths: `99.5 %`.
    pub fn thousandths(thousandths: u64) -> Self {
        let value = Value::Thousandths(thousandths);
        Self { text: format!("{} %", thousandths as f64 / 1000.0), value, tickets: Vec::new() }
    }

    /// Returns the value as a spreadsheet takes it.
    pub fn plain(&self) -> String {
        match &self.value {
            Value::None => String::new(),
            Value::Text(text) => clean(text).into_owned(),
            Value::Number(number) => number.to_string(),
            Value::Tenths(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
            Value::Thousandths(thousandths) => (*thousandths as f64 / 1000.0).to_string(),
        }
    }
}

fn each_once(mut tickets: Vec<TicketId>) -> Vec<TicketId> {
    tickets.sort_unstable();
    tickets.dedup();
    tickets
}

impl Column {
    /// Makes a column of names.
    pub fn names(key: &str, head: &str) -> Self {
        Self { key: key.to_owned(), head: head.to_owned(), figures: false }
    }

    /// Makes a column of figures.
    pub fn figures(key: &str, head: &str) -> Self {
        Self { key: key.to_owned(), head: head.to_owned(), figures: true }
    }
}

impl Table {
    /// Returns the table, saying that only tickets that match the filter were counted; nothing is said of an empty one.
    #[must_use]
    pub fn filtered(mut self, filter: &str) -> Self {
        if !filter.is_empty() {
            self.notes.push(format!("Only tickets that match this filter are counted: {}", clean(filter)));
        }
        self
    }

    /// Returns the rows, and behind them the total.
    pub fn all_rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.rows.iter().chain(&self.total)
    }

    /// Returns the cell in that row and column.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.all_rows().nth(row)?.get(column)
    }

    /// Returns the table without that column.
    #[must_use]
    pub(super) fn without(mut self, key: &str) -> Self {
        if let Some(place) = self.column(key) {
            self.columns.remove(place);
            self.rows.iter_mut().for_each(|row| drop(row.remove(place)));
            if let Some(total) = &mut self.total {
                let name = total.remove(place);
                // The first name says that it is the total.
                if let Some(first) = total.first_mut().filter(|_| place == 0) {
                    *first = name;
                }
            }
        }
        self
    }

    /// Returns the place of the column with that key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Writes the document for others to read.
    pub fn markdown(&self) -> String {
        let mut document = Document::default();
        document.heading(1, &escaped(&self.title));
        self.write(&mut document);
        document.list(self.notes.iter().map(|note| escaped(note)));
        document.text()
    }

    /// Writes the table alone.
    pub(crate) fn write(&self, document: &mut Document) {
        let head = self.columns.iter().map(|column| escaped(&capital(&column.head.to_lowercase())));
        let head: Vec<String> = head.collect();
        let texts = |row: &Vec<Cell>| row.iter().map(|cell| escaped(&cell.text)).collect();
        document.rows(&head, &self.all_rows().map(texts).collect::<Vec<Vec<String>>>());
    }

    /// Returns a row for programs that read JSON: which report, every column by its key, and below `tickets` the
    /// numbers of the tickets behind every figure that has any. The shape is promised: a key may be added, none may
    /// change or go.
    pub fn json<'a>(&'a self, row: &'a [Cell]) -> impl Serialize + 'a {
        JsonRow { table: self, row }
    }
}

struct JsonRow<'a> {
    table: &'a Table,
    row: &'a [Cell],
}

impl JsonRow<'_> {
    /// Returns the cells with their keys; one whose key has another name now stands under the old one too.
    fn cells(&self) -> impl Iterator<Item = (&str, &Cell)> {
        let cells = self.table.columns.iter().map(|column| column.key.as_str()).zip(self.row);
        cells.flat_map(|(key, cell)| [now_called(key), Some(key)].into_iter().flatten().map(move |key| (key, cell)))
    }
}

/// Returns the present name of a key that had another one.
fn now_called(key: &str) -> Option<&'static str> {
    (key == "no_clock").then_some("to_be_phoned")
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("report", self.table.report)?;
        for (key, cell) in self.cells() {
            map.serialize_entry(key, &cell.value)?;
        }
        map.serialize_entry("tickets", &CountedTickets(self))?;
        map.end()
    }
}

struct CountedTickets<'a>(&'a JsonRow<'a>);

impl Serialize for CountedTickets<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(
            self.0.cells().filter(|(_, cell)| !cell.tickets.is_empty()).map(|(key, cell)| (key, &cell.tickets)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_cut_and_never_rounded_up() {
        for (part, whole, text, json) in [
            (0, 0, "–", "null"),
            (0, 3, "0.0 %", "0.0"),
            (2, 3, "66.6 %", "66.6"),
            (9_999, 10_000, "99.9 %", "99.9"),
            (3, 3, "100.0 %", "100.0"),
        ] {
            let cell = Cell::percent(part, whole, Vec::new());
            assert_eq!((cell.text.as_str(), serde_json::to_string(&cell.value).unwrap().as_str()), (text, json));
        }
    }

    #[test]
    fn a_row_has_every_figure_and_the_tickets_behind_it() {
        let table = Table {
            report: "times",
            title: "T".to_owned(),
            columns: vec![Column::names("agent", "WHO"), Column::figures("met", "MET"), Column::figures("p", "%")],
            rows: vec![vec![
                Cell::name("a\u{1b}|b", "a|b"),
                Cell::count(3, vec![TicketId(7), TicketId(2), TicketId(7)]),
                Cell::percent(0, 0, Vec::new()),
            ]],
            ..Table::default()
        };
        let json = serde_json::to_string(&table.json(&table.rows[0])).unwrap();
        assert_eq!(json, r#"{"report":"times","agent":"a|b","met":3,"p":null,"tickets":{"met":[2,7]}}"#);
        assert_eq!(table.markdown(), "# T\n\n| Who | Met | % |\n| --- | --- | --- |\n| a\\|b | 3 | – |\n");
    }
}

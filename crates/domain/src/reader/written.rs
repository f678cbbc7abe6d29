//! Lists what stands in a file, as it is written there, for those who show where a value comes from.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::log::ProblemLog;
use super::node::join;

/// A value of a file, as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenValue {
    /// The dotted path of the value; the second of several tables of one name is `command[2]`.
    pub path: String,
    /// The lines that it stands on, from 1.
    pub lines: RangeInclusive<usize>,
    /// The text of the value, in one line.
    pub text: String,
}

/// Returns every value of a file that is no table, in the order of the file; those that can be read, where its syntax is
/// broken.
pub fn written_values(text: &str) -> Vec<WrittenValue> {
    let log = ProblemLog::new("", text);
    let (root, _) = DeTable::parse_recoverable(text);
    let mut found = Found { text, log: &log, values: Vec::new() };
    found.table("", root.get_ref());
    found.values.sort_by_key(|value| *value.lines.start());
    found.values
}

struct Found<'a> {
    text: &'a str,
    log: &'a ProblemLog<'a>,
    values: Vec<WrittenValue>,
}

impl Found<'_> {
    fn table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            self.value(&join(path, key.get_ref()), key.span().start, value);
        }
    }

    fn value(&mut self, path: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(path, table),
            DeValue::Array(list) if !list.is_empty() && list.iter().all(|one| one.get_ref().is_table()) => {
                for (place, one) in (1..).zip(list.iter()) {
                    self.value(&format!("{path}[{place}]"), one.span().start, one);
                }
            }
            _ => {
                let span = value.span();
                let lines = self.log.line(at)..=self.log.line(span.end.saturating_sub(1).max(at));
                let text = self.text.get(span).unwrap_or_default();
                let text = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
                self.values.push(WrittenValue { path: path.to_owned(), lines, text });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_listed_with_its_lines_as_it_is_written() {
        let text = "name = 'x'\n[staff.\"Åse Vik\"]\nrole = \"lead\"\n[alerts]\nat = [\n  \"due\",\n  \"75%\",\n]\n\
                    [[command]]\nkey = \"F5\"\n[[command]]\nkey = \"F6\"\n";
        let read: Vec<_> = written_values(text).into_iter().map(|v| (v.path, v.lines, v.text)).collect();
        let wanted = [
            ("name", 1..=1, "'x'"),
            ("staff.Åse Vik.role", 3..=3, "\"lead\""),
            ("alerts.at", 5..=8, "[ \"due\", \"75%\", ]"),
            ("command[1].key", 10..=10, "\"F5\""),
            ("command[2].key", 12..=12, "\"F6\""),
        ];
        assert_eq!(read, wanted.map(|(path, lines, text)| (path.to_owned(), lines, text.to_owned())));
    }

    #[test]
    fn what_can_be_read_of_a_broken_file_is_listed() {
        let read = written_values("name = \"x\"\ntheme = \ngroup = \"g\"\n");
        assert!(read.iter().any(|value| value.path == "name" && value.text == "\"x\""), "{read:?}");
    }
}

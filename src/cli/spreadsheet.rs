//! Writes rows for a spreadsheet (CSV), in which no text from outside is a formula.

use serde::Serialize;

use super::error::CliError;
use crate::domain::text::clean_lines;

/// Returns records with commas between their fields, the head first, each cell made [`safe`].
pub(super) fn records(head: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in std::iter::once(head).chain(rows) {
        writer.write_record(record.iter().map(|cell| safe(cell))).map_err(std::io::Error::from)?;
    }
    text(writer)
}

/// Returns such records of values whose fields are the columns.
pub(super) fn rows(values: impl Iterator<Item = impl Serialize>) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for value in values {
        writer.serialize(value).map_err(std::io::Error::from)?;
    }
    let plain = text(writer)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(std::io::Error::from)?.iter().map(str::to_owned).collect());
    }
    let mut rows = rows.into_iter();
    rows.next().map_or_else(|| Ok(String::new()), |head| records(head, rows))
}

fn text(writer: csv::Writer<Vec<u8>>) -> Result<String, CliError> {
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the cell without anything that drives a terminal or hides, and with an apostrophe before it where a spreadsheet
/// would take it for a formula: where it begins with `=`, `+`, `-`, `@` (also the wide ones of East Asian keyboards), a tab
/// or a line break. A number stays one.
///
/// The rule is OWASP's for "CSV injection".
fn safe(cell: &str) -> String {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let hides = cell.starts_with(['\t', '\r', '\n']);
    let clean = clean_lines(cell);
    let formula = hides || clean.trim_start().starts_with(begins);
    if formula && !is_number(&clean) { format!("'{clean}") } else { clean.into_owned() }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_take_for_a_formula_is_text() {
        for (cell, written) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+47 22 00", "'+47 22 00"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'    =1"),
            ("\r=1", "'\n=1"),
            (" =1", "' =1"),
            ("\u{200b}=1", "'=1"),
            ("\u{1b}=1", "'=1"),
            ("＝1", "'＝1"),
            ("-", "'-"),
            ("-1.", "'-1."),
            ("-12", "-12"),
            ("-0.5", "-0.5"),
            ("99.58", "99.58"),
            ("Shop = down", "Shop = down"),
            ("", ""),
            ("2024-01-08T10:00:00Z", "2024-01-08T10:00:00Z"),
        ] {
            assert_eq!(safe(cell), written, "{cell:?}");
        }
    }

    #[derive(Serialize)]
    struct Row {
        ground: &'static str,
        left: i64,
    }

    #[test]
    fn every_cell_goes_through_it_head_and_values_alike() {
        let row = vec!["=1,2".to_owned(), "a \"b\"".to_owned()];
        let text = records(vec!["+x".into(), "y".into()], std::iter::once(row)).unwrap();
        assert_eq!(text, "'+x,y\n\"'=1,2\",\"a \"\"b\"\"\"\n");
        assert_eq!(rows([Row { ground: "@x", left: -3 }].iter()).unwrap(), "ground,left\n'@x,-3\n");
    }
}

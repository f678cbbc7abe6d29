//! Prints lines, tables and JSON for commands. Text from outside is made safe for a terminal here.

use std::io::Write;

use super::args::FileArgs;
use super::error::CliError;
pub(super) use super::table::{WhenNarrow, sentences, table, table_in};
use crate::domain::text::{clean, clean_lines, safe_json};

/// The writers of a command: one for its answer, one for what is said beside it.
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

    /// Has `tell` print the result of a command that has done something already: `what`, with the number of its ticket or
    /// entry. Everything is printed when this returns.
    ///
    /// # Errors
    ///
    /// The error of `tell`; where only the printing fails, one that says what was done, and ends the program with 0.
    pub(super) fn after(
        &mut self,
        what: &str,
        tell: impl FnOnce(&mut Self) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let told = tell(self).and_then(|()| Ok(self.out.flush()?));
        told.map_err(|error| error.although(what))
    }

    /// Prints one line on standard error that is worth knowing and stops nothing.
    pub(super) fn remark(&mut self, text: &str) {
        // If standard error is closed there is nobody to tell.
        let _ = writeln!(self.err, "frist: {}", clean(text));
    }
}

/// Returns a value as JSON in one line. What JSON leaves as it is and a terminal would obey is written as an escape, so
/// that the value stays the same.
pub(super) fn json_line(value: &impl serde::Serialize) -> Result<String, CliError> {
    Ok(safe_json(serde_json::to_string(value).map_err(std::io::Error::from)?))
}

/// Returns the columns of the terminal that standard output is; none where it is a file or a pipe: then nothing is fitted.
pub(super) fn columns() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(terminal_size::Width(columns), _)| columns.into())
}

/// Returns the columns for a document; none where it goes to a file of its own, as it is not fitted then.
pub(super) fn room(file: &FileArgs) -> Option<usize> {
    if file.output.is_some() { None } else { columns() }
}

/// Joins a state and its reason; a reason that begins with the state stands alone.
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

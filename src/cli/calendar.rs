//! `frist calendar`: the holiday calendars that contracts count with.

use std::io::{self, BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::args::CalendarCommand;
use super::error::{CliError, Failure};
use super::output::{Output, table};
use super::setup::{Setup, shorten};
use crate::config::read_text_up_to;
use crate::domain::contract::{IcalHolidays, read_ical, to_calendar_toml};
use crate::domain::text::clean;
use crate::domain::ticket::check_line;
use crate::domain::time::{Date, HolidayCalendar};

/// The largest iCalendar file that is read, in MiB.
const ICAL_LIMIT: u64 = 5;

/// The longest answer that is read, in bytes.
const ANSWER_LIMIT: u64 = 1024;

/// The years of which a calendar can be asked.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;

/// `frist calendar list`, `show` and `import`.
pub(super) fn calendar(setup: &Setup, command: &CalendarCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    match command {
        CalendarCommand::List => {
            let line = |c: &HolidayCalendar| vec![c.id.clone(), c.name.clone()];
            output.line(&table(&["ID", "NAME"], setup.book.calendars().iter().map(line), &[]))
        }
        CalendarCommand::Show { id, year } => {
            let year = year_in_range(year.unwrap_or_else(|| setup.zone.wall(setup.now()).date.year()))?;
            show(find(setup, id)?, year, output)
        }
        CalendarCommand::Import { file, id, name, yes } => {
            import(setup, file, id, name.as_ref().unwrap_or(id), *yes, output)
        }
    }
}

/// The calendar of that id.
pub(super) fn find<'a>(setup: &'a Setup, id: &str) -> Result<&'a HolidayCalendar, CliError> {
    setup.book.calendars().get(id).ok_or_else(|| {
        let known: Vec<&str> = setup.book.calendars().iter().map(|c| c.id.as_str()).collect();
        CliError::input(format!("there is no calendar `{}`", shorten(id)), format!("there are {}", known.join(", ")))
    })
}

/// The year, if calendars reach to it.
pub(super) fn year_in_range(year: i32) -> Result<i32, CliError> {
    if YEARS.contains(&year) {
        return Ok(year);
    }
    Err(CliError::input(format!("the year {year} is outside 1980 to 2100"), "give one of these years"))
}

fn show(calendar: &HolidayCalendar, year: i32, output: &mut Output<'_>) -> Result<(), CliError> {
    let dates = calendar.dates(year);
    if dates.is_empty() {
        let message = format!("{} has no holidays in {year}", calendar.name);
        return Err(CliError::new(Failure::NothingMatched, message, "choose another year"));
    }
    output.line(&format!("{} ({}), {year}\n", calendar.name, calendar.id))?;
    let line = |(date, name): (Date, String)| vec![date.to_string(), date.short(), name];
    output.line(&table(&[], dates.into_iter().map(line), &[]))
}

/// A calendar that may be written.
struct Import<'a> {
    id: &'a str,
    name: &'a str,
    found: IcalHolidays,
    target: PathBuf,
}

/// Shows the dates of a calendar made of an iCalendar file, and with `yes`, or once the person at the terminal has said
/// so, writes it to the user's folder.
fn import(
    setup: &Setup,
    file: &Path,
    id: &str,
    name: &str,
    yes: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    check_id(id)?;
    check_line(name).map_err(|e| CliError::input(format!("the name cannot be used: {e}"), "give another --name"))?;
    let found = read_ical(&read_text_up_to(file, ICAL_LIMIT)?)
        .map_err(|e| CliError::input(format!("{}: {e}", file.display()), ""))?;
    for skipped in &found.skipped {
        output.remark(skipped);
    }
    if found.days.is_empty() {
        let message = format!("{} has no day that can be used", file.display());
        return Err(CliError::new(Failure::NothingMatched, message, "whole-day events become holidays"));
    }
    let import = Import { id, name, found, target: setup.paths.holidays.join(format!("{id}.toml")) };
    if yes {
        return import.write(output);
    }
    import.show(setup.zone.wall(setup.now()).date.year(), output)?;
    if !io::stdin().is_terminal() {
        let message = format!("nothing was written to {}", import.target.display());
        return Err(CliError::input(message, "add --yes to write it"));
    }
    if import.confirmed(&mut io::stdin().lock(), output)? {
        return import.write(output);
    }
    output.line("nothing was written")
}

impl Import<'_> {
    /// The dates of `year` and the next one.
    fn show(&self, year: i32, output: &mut Output<'_>) -> Result<(), CliError> {
        let dates = [year, year + 1].into_iter().flat_map(|year| self.found.dates(year));
        let lines: Vec<_> = dates.map(|(date, name)| vec![date.to_string(), date.short(), name]).collect();
        output.line(&format!("{} ({}), {year} and {}\n", self.name, self.id, year + 1))?;
        match lines.as_slice() {
            [] => output.line("none of its days is in these years"),
            _ => output.line(&table(&[], lines, &[])),
        }
    }

    /// Asks whether to write it. Only a plain yes is one.
    fn confirmed(&self, input: &mut impl BufRead, output: &mut Output<'_>) -> Result<bool, CliError> {
        let path = self.target.display().to_string();
        let over = if self.target.exists() { ", over the file that is there" } else { "" };
        write!(output.out, "\nWrite this to {}{over}? [y/N] ", clean(&path))?;
        output.out.flush()?;
        let mut answer = String::new();
        // What cannot be read is no yes.
        let read = input.take(ANSWER_LIMIT).read_line(&mut answer).is_ok();
        Ok(read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
    }

    fn write(&self, output: &mut Output<'_>) -> Result<(), CliError> {
        write(&self.target, &to_calendar_toml(self.id, self.name, &self.found.days))?;
        let (path, days) = (self.target.display(), self.found.days.len());
        output.after(&format!("{path} is written"), |output| {
            output.line(&format!("{path} holds {days} days; contracts name it as \"{}\"", self.id))
        })
    }
}

/// An id becomes a file's name: nothing that leads elsewhere.
fn check_id(id: &str) -> Result<(), CliError> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !id.is_empty() && id.len() <= 40 && id.chars().all(good) {
        return Ok(());
    }
    let message = format!("`{}` cannot be a calendar's id", shorten(id));
    Err(CliError::input(message, "an id is made of up to 40 letters, digits, _ and -"))
}

/// Writes the whole file or nothing: beside it first, then in its place.
fn write(target: &Path, text: &str) -> Result<(), CliError> {
    let beside = target.with_extension("new");
    let written = target.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = written.and_then(|()| std::fs::write(&beside, text)).and_then(|()| std::fs::rename(&beside, target));
    written.map_err(|error| {
        let message = format!("{} cannot be written: {error}", target.display());
        CliError::input(message, "choose another folder for the settings with --config FILE")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_is_one_and_a_file_that_is_there_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("SE.toml");
        let import = Import { id: "SE", name: "Sweden", found: IcalHolidays::default(), target };
        let ask = |answer: &[u8]| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let yes = import.confirmed(&mut &*answer, &mut Output { out: &mut out, err: &mut err }).unwrap();
            (yes, String::from_utf8(out).unwrap())
        };
        for (answer, yes) in
            [("y\n", true), ("Yes\n", true), ("", false), ("\n", false), ("n\n", false), ("yesterday\n", false)]
        {
            assert_eq!(ask(answer.as_bytes()).0, yes, "{answer:?}");
        }
        assert!(!ask(b"\xff\n").0);
        assert!(ask(b"").1.ends_with("SE.toml? [y/N] "));
        std::fs::write(&import.target, "").unwrap();
        assert!(ask(b"").1.ends_with("SE.toml, over the file that is there? [y/N] "));
    }
}

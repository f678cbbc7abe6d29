//! `frist calendar`: the holiday calendars that contracts count with.

use std::path::Path;

use super::args::CalendarCommand;
use super::error::{CliError, Failure};
use super::output::{Output, table};
use super::setup::{Setup, shorten};
use crate::config::read_text_up_to;
use crate::domain::contract::{read_ical, to_calendar_toml};
use crate::domain::ticket::check_line;
use crate::domain::time::{Date, HolidayCalendar};

/// The largest iCalendar file that is read, in MiB.
const ICAL_LIMIT: u64 = 5;

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
        CalendarCommand::Import { file, id, name, yes } => import(setup, file, id, name, *yes, output),
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

/// Shows what a calendar made of an iCalendar file would be, and with `yes` writes it to the user's folder.
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
    let text = to_calendar_toml(id, name, &found.days);
    let target = setup.paths.holidays.join(format!("{id}.toml"));
    if !yes {
        output.line(&text)?;
        return output.line(&format!("# --yes writes this to {}", target.display()));
    }
    write(&target, &text)?;
    output.line(&format!("{} holds {} days; contracts name it as \"{id}\"", target.display(), found.days.len()))
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

//! Carries out `frist calendar`: the holiday calendars that contracts use.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::CalendarCommand;
use super::error::CliError;
use super::output::{Output, table};
use super::setup::{Setup, shorten};
use crate::config::{read_bytes_up_to, read_text};
use crate::desk::each_ticket_of;
use crate::domain::contract::{
    CalendarReplacement, Contract, read_calendar, read_ical, replace_calendar, to_calendar_toml,
};
use crate::domain::problem::ProblemKind;
use crate::domain::text::clean;
use crate::domain::text::counted;
use crate::domain::ticket::check_line;
use crate::domain::time::{Date, HolidayCalendar, HolidayRule};

/// The largest iCalendar file that is read, in MiB.
const ICAL_LIMIT: u64 = 5;

/// The largest calendar file that is read back, in bytes.
const CALENDAR_LIMIT: usize = 1024 * 1024;

/// The most dates that are shown in one list.
const MOST_SHOWN: usize = 50;

/// The longest answer that is read, in bytes.
const ANSWER_LIMIT: u64 = 1024;

/// The years that a calendar can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;

/// Carries out `frist calendar list`, `show` and `import`.
pub(super) fn calendar(setup: &mut Setup, command: &CalendarCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    match command {
        CalendarCommand::List { json: true } => {
            let mut calendars = setup.book.calendars().iter();
            calendars.try_for_each(|c| output.json(&json!({ "id": c.id, "name": c.name, "source": c.source })))
        }
        CalendarCommand::List { json: false } => {
            let line = |c: &HolidayCalendar| vec![c.id.clone(), c.name.clone()];
            output.line(&table(&["ID", "NAME"], setup.book.calendars().iter().map(line), &[]))
        }
        CalendarCommand::Show { id, year, json } => {
            let year = year_in_range(year.unwrap_or_else(|| setup.zone.wall(setup.now()).date.year()))?;
            show(find(setup, id)?, year, *json, output)
        }
        CalendarCommand::Import { file, id, name, yes, json } => {
            import(setup, file, (id, name.as_deref()), (*yes, *json), output)
        }
    }
}

/// Returns the calendar of that id.
pub(super) fn find<'a>(setup: &'a Setup, id: &str) -> Result<&'a HolidayCalendar, CliError> {
    let calendars = setup.book.calendars();
    calendars
        .get(id)
        .ok_or_else(|| CliError::input(format!("there is no calendar `{}`", shorten(id)), calendars.hint(&shorten(id))))
}

/// Returns the year, if calendars reach to it.
fn year_in_range(year: i32) -> Result<i32, CliError> {
    if YEARS.contains(&year) {
        return Ok(year);
    }
    Err(CliError::input(format!("the year {year} is outside 1980 to 2100"), "give one of these years"))
}

fn show(calendar: &HolidayCalendar, year: i32, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let dates = calendar.dates(year);
    if dates.is_empty() {
        let message = format!("{} has no holidays in {year}", calendar.name);
        return Err(CliError::new(ProblemKind::NotFound, message, "choose another year"));
    }
    if json {
        let line = |(date, name): (Date, String)| json!({ "date": date.to_string(), "name": name });
        return dates.into_iter().map(line).try_for_each(|holiday| output.json(&holiday));
    }
    output.line(&format!("{} ({}), {year}\n", calendar.name, calendar.id))?;
    let line = |(date, name): (Date, String)| vec![date.to_string(), date.short(), name];
    output.line(&table(&[], dates.into_iter().map(line), &[]))?;
    let source = if calendar.source.is_empty() { "none is named" } else { calendar.source.as_str() };
    output.line(&format!("\nsource: {}", clean(source)))?;
    calendar.notes.iter().try_for_each(|note| output.line(&format!("note: {}", clean(note))))
}

/// A calendar that is about to be written.
struct Import {
    calendar: HolidayCalendar,
    /// The dates that change, where there is a calendar of that id already.
    replaced: Option<CalendarReplacement>,
    /// The number of tickets that were reported under contracts with that calendar, by contract; they keep it as it was.
    standing: BTreeMap<String, usize>,
    target: PathBuf,
}

/// Returns how many tickets were reported under contracts with the calendar of that id, by contract; empty where no store
/// can be reached.
fn standing_on(setup: &mut Setup, id: &str, output: &mut Output<'_>) -> Result<BTreeMap<String, usize>, CliError> {
    let Some(desk) = setup.reach(output) else { return Ok(BTreeMap::new()) };
    let names_it = |contract: &Contract| contract.calendars().contains(&id);
    let (book, now) = (&setup.book, setup.now());
    let contracts: BTreeSet<&str> = book.known().into_iter().map(|contract| contract.id.as_str()).collect();
    let mut standing = BTreeMap::new();
    for contract in contracts {
        let mut count = 0;
        each_ticket_of(&desk, contract, now, |ticket| {
            count += usize::from(book.of_ticket(ticket).is_some_and(|contract| names_it(&contract)));
        })?;
        if count > 0 {
            standing.insert(contract.to_owned(), count);
        }
    }
    Ok(standing)
}

/// Shows the dates of a calendar made of an iCalendar file, and writes it to the user's folder with `yes`, or once the
/// person at the terminal has confirmed it.
fn import(
    setup: &mut Setup,
    file: &Path,
    (id, name): (&str, Option<&str>),
    (yes, json): (bool, bool),
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    check_id(id)?;
    check_line(name.unwrap_or(id))
        .map_err(|e| CliError::input(format!("the name cannot be used: {e}"), "give another --name"))?;
    let found = read_ical(&read_bytes_up_to(file, ICAL_LIMIT)?)
        .map_err(|e| CliError::input(format!("{}: {e}", file.display()), ""))?;
    for skipped in &found.skipped {
        output.remark(skipped);
    }
    if found.more_skipped > 0 {
        output.remark(&format!("{} more events are left out", found.more_skipped));
    }
    if found.days.is_empty() {
        let message = format!("{} has no day that can be used", file.display());
        return Err(CliError::new(ProblemKind::NotFound, message, "whole-day events become holidays"));
    }
    let target = setup.paths.holidays.join(format!("{id}.toml"));
    let is_there = setup.book.calendars().get(id).is_some();
    let standing = if is_there { standing_on(setup, id, output)? } else { BTreeMap::new() };
    let source = file.file_name().unwrap_or_default().to_string_lossy();
    let source = format!("the iCalendar file {}", clean(&source));
    let import = Import { standing, ..Import::new(setup, (id, name), (source, found.days), target)? };
    if json {
        return import.write(true, output);
    }
    if yes {
        import.show_changes(output)?;
        return import.write(false, output);
    }
    import.show(setup.zone.wall(setup.now()).date.year(), output)?;
    import.show_changes(output)?;
    if !io::stdin().is_terminal() {
        let message = format!("nothing was written to {}", import.target.display());
        return Err(CliError::input(message, "add --yes to write it"));
    }
    if import.confirmed(&mut io::stdin().lock(), output)? {
        return import.write(false, output);
    }
    output.line("nothing was written")
}

impl Import {
    /// Creates the import. Without a name it keeps the one that the calendar of that id has.
    fn new(
        setup: &Setup,
        (id, name): (&str, Option<&str>),
        (source, days): (String, Vec<HolidayRule>),
        target: PathBuf,
    ) -> Result<Self, CliError> {
        check_readable(&target)?;
        let old = setup.book.calendars().get(id);
        let name = name.or(old.map(|old| old.name.as_str())).unwrap_or(id).to_owned();
        let calendar = HolidayCalendar { id: id.to_owned(), name, source, notes: Vec::new(), days };
        let standing = BTreeMap::new();
        let Some(old) = old else { return Ok(Self { calendar, replaced: None, standing, target }) };
        let replaced = replace_calendar(old, calendar, setup.zone.wall(setup.now()).date);
        Ok(Self { calendar: replaced.calendar.clone(), replaced: Some(replaced), standing, target })
    }

    /// Shows the dates of `year` and the next one.
    fn show(&self, year: i32, output: &mut Output<'_>) -> Result<(), CliError> {
        let dates: Vec<_> = [year, year + 1].into_iter().flat_map(|year| self.calendar.dates(year)).collect();
        output.line(&format!("{} ({}), {year} and {}\n", self.calendar.name, self.calendar.id, year + 1))?;
        match dates.as_slice() {
            [] => output.line("none of its days is in these years"),
            dates => output.line(&table(&[], lines(dates), &[])),
        }
    }

    /// Shows which dates become holidays and which no longer are, where a calendar of that id is there already.
    fn show_changes(&self, output: &mut Output<'_>) -> Result<(), CliError> {
        let Some(replaced) = &self.replaced else { return Ok(()) };
        output.line(&format!("\n{} is there already; what changes up to the end of 2100:", self.calendar.id))?;
        for (what, dates) in [("added", &replaced.added), ("removed", &replaced.gone)] {
            output.line(&format!("\ndates {what}: {}", dates.len()))?;
            if !dates.is_empty() {
                output.line(&table(&[], lines(dates), &[]))?;
            }
            let more = dates.len().saturating_sub(MOST_SHOWN);
            if more > 0 {
                output.line(&format!("and {more} more"))?;
            }
        }
        let kept = format!("dates before today that only it has, and that stay: {}", replaced.kept);
        output.line(&format!("\n{kept}"))?;
        let tickets: Vec<String> = self.standing.iter().map(|(id, count)| format!("{id} {count}")).collect();
        let tickets = if tickets.is_empty() { "none".to_owned() } else { tickets.join(", ") };
        output.line(&format!("tickets reported under contracts with it, which count by it as it was: {tickets}\n"))
    }

    /// Asks whether to write it. Only a plain yes counts.
    fn confirmed(&self, input: &mut impl BufRead, output: &mut Output<'_>) -> Result<bool, CliError> {
        let path = self.target.display().to_string();
        let over = if self.target.exists() { ", over the file that is there" } else { "" };
        write!(output.out, "\nWrite this to {}{over}? [y/N] ", clean(&path))?;
        output.out.flush()?;
        let mut answer = String::new();
        // An answer that cannot be read is no yes.
        let read = input.take(ANSWER_LIMIT).read_line(&mut answer).is_ok();
        Ok(read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
    }

    fn write(&self, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
        let (id, days) = (&self.calendar.id, &self.calendar.days);
        let text = to_calendar_toml(&self.calendar);
        if text.len() > CALENDAR_LIMIT {
            let message = format!("the calendar `{id}` would be larger than 1 MiB");
            return Err(CliError::input(message, "export fewer events, and only those of whole days"));
        }
        write(&self.target, &text)?;
        let (path, days) = (self.target.display(), days.len());
        output.after(&format!("{path} is written"), |output| {
            if json {
                return output
                    .json(&json!({ "file": path.to_string(), "id": id, "days": days, "tickets": self.standing }));
            }
            output.line(&format!("{path} holds {}; contracts name it as \"{id}\"", counted(days as u64, "day")))
        })
    }
}

/// Returns the first dates with their names, for a table.
fn lines(dates: &[(Date, String)]) -> impl Iterator<Item = Vec<String>> {
    dates.iter().take(MOST_SHOWN).map(|(date, name)| vec![date.to_string(), date.short(), name.clone()])
}

/// Refuses to write over a calendar that cannot be read: nobody would know which dates it closed.
fn check_readable(target: &Path) -> Result<(), CliError> {
    if !target.exists() {
        return Ok(());
    }
    let text = read_text(target)?;
    read_calendar(&target.display().to_string(), &text).map(drop).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        let message =
            format!("the calendar that is there cannot be read, so that its past dates would be lost: {first}");
        CliError::input(message, "mend that file, or move it away")
    })
}

/// Refuses an id that could lead elsewhere, as it becomes a file's name.
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
        let (id, name) = ("SE".to_owned(), "Sweden".to_owned());
        let calendar = HolidayCalendar { id, name, ..HolidayCalendar::default() };
        let import = Import { calendar, replaced: None, standing: BTreeMap::new(), target };
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

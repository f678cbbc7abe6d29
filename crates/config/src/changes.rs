//! Says what is another where files were read again.

use std::path::Path;

use super::people::People;
use super::{LoadedFiles, Person};
use frist_domain::contract::SourceFile;

/// Returns what is another at the desk, and what on this person's own screen, a few words each.
pub(super) fn changes(before: &LoadedFiles, now: &LoadedFiles) -> (Vec<String>, Vec<String>) {
    let mut desk = of_people(&before.settings.people, &now.settings.people);
    desk.extend(of_sources("contracts", &before.sources.contracts, &now.sources.contracts));
    desk.extend(of_sources("holidays", &before.sources.calendars, &now.sources.calendars));
    let alerts = |files: &LoadedFiles| (files.alerts.rules.clone(), files.alerts.command.clone());
    let others = [
        ("internal targets and levels", before.sources.house != now.sources.house),
        ("who is on call", before.sources.rota != now.sources.rota),
        ("alerts", alerts(before) != alerts(now)),
        ("backups", before.settings.backup != now.settings.backup),
        ("how large files may be", before.settings.files != now.settings.files),
        ("mail", before.settings.mail != now.settings.mail),
        ("the group, once frist is started again", before.settings.group != now.settings.group),
    ];
    desk.extend(named(others));
    let (old, new) = (&before.settings, &now.settings);
    let own = [
        ("your name, once frist is started again", old.name != new.name),
        ("theme", (&old.theme, &old.colours, &old.glyphs) != (&new.theme, &new.colours, &new.glyphs)),
        ("time zone", old.time_zone != new.time_zone),
        ("columns", old.columns != new.columns),
        ("views", old.views != new.views),
        ("how you are told of targets", before.alerts.ways != now.alerts.ways),
    ];
    (desk, named(own))
}

fn named<const N: usize>(all: [(&str, bool); N]) -> Vec<String> {
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
}

/// Says who has come, gone, or may do something else now.
fn of_people(before: &People, now: &People) -> Vec<String> {
    let mut said: Vec<String> = now.iter().filter_map(|person| of_person(before.named(&person.name), person)).collect();
    let gone = before.iter().filter(|person| now.named(&person.name).is_none());
    said.extend(gone.map(|person| format!("{} is no longer on the staff", person.name)));
    if said.is_empty() && before != now {
        said.push("accounts of the staff".to_owned());
    }
    said.sort();
    said
}

fn of_person(before: Option<&Person>, now: &Person) -> Option<String> {
    let role = now.role.words();
    match before {
        None => Some(format!("{} is on the staff now, as {role}", now.name)),
        Some(before) if before.role != now.role => Some(format!("{} is {role} now", now.name)),
        Some(_) => None,
    }
}

fn of_sources(what: &str, before: &[SourceFile], now: &[SourceFile]) -> Vec<String> {
    let in_other = |file: &SourceFile, other: &[SourceFile]| other.iter().find(|one| one.name == file.name).cloned();
    let name = |file: &SourceFile| {
        Path::new(&file.name).file_name().map_or_else(|| file.name.clone(), |name| name.to_string_lossy().into_owned())
    };
    let said = |file: &SourceFile| match in_other(file, before) {
        None => Some(format!("{what}: {} is new", name(file))),
        Some(old) if old != *file => Some(format!("{what}: {} has changed", name(file))),
        Some(_) => None,
    };
    // A built-in calendar is among the files as long as a contract names it.
    let is_own = |file: &&SourceFile| file.built_in_calendar().is_none();
    let new = now.iter().filter(is_own).filter_map(said);
    let gone = before.iter().filter(is_own).filter(|file| in_other(file, now).is_none());
    new.chain(gone.map(|file| format!("{what}: {} is gone", name(file)))).collect()
}

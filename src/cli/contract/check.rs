//! Carries out `frist contract check`: every mistake of contract files, and what they say that hardly anybody means.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::setup::Setup;
use crate::config::read_text;
use crate::domain::contract::{Contract, read_contract_as};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::reader::Strictness;
use crate::domain::uptime::uneven_text;

/// A file as it was read.
struct CheckedFile {
    name: String,
    /// The contract; none where it is refused.
    contract: Option<Contract>,
    /// Why it is refused.
    wrong: Vec<Problem>,
    /// What refuses it not.
    doubts: Vec<Problem>,
    /// Why it could not be opened, in a sentence.
    unread: Option<String>,
}

/// Checks files, and prints for each `ok` with what may be meant otherwise, or every problem.
pub(super) fn check(setup: &Setup, files: &[PathBuf], json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut checked: Vec<CheckedFile> = files.iter().map(|file| read(setup, file)).collect();
    compare(setup, &mut checked);
    for file in &checked {
        if json { tell_json(file, output)? } else { tell(file, output)? }
    }
    let all_good = checked.iter().all(|file| file.contract.is_some());
    if all_good { Ok(()) } else { Err(CliError::Known(ProblemKind::Refused)) }
}

fn read(setup: &Setup, file: &Path) -> CheckedFile {
    let name = file.display().to_string();
    let nothing =
        CheckedFile { name: name.clone(), contract: None, wrong: Vec::new(), doubts: Vec::new(), unread: None };
    match read_text(file) {
        Err(error) => CheckedFile { unread: Some(Problem::from(error).to_string()), ..nothing },
        Ok(text) => match read_contract_as(Strictness::New, &name, &text, setup.book.calendars()) {
            Ok((contract, doubts)) => CheckedFile { contract: Some(contract), doubts, ..nothing },
            Err(wrong) => CheckedFile { wrong, ..nothing },
        },
    }
}

/// Tells where one text of an agreement takes the place of another within a period of its uptime: among the files, and beside those
/// that count already.
fn compare(setup: &Setup, checked: &mut [CheckedFile]) {
    let mut found: Vec<(usize, Problem)> = Vec::new();
    for (place, file) in checked.iter().enumerate() {
        let Some(contract) = &file.contract else { continue };
        let given = checked.iter().filter_map(|other| other.contract.as_ref());
        let others = setup.book.versions(&contract.id).iter().map(AsRef::as_ref).chain(given);
        let others: Vec<&Contract> =
            others.filter(|other| other.id == contract.id && other.effective != contract.effective).collect();
        let before = others.iter().filter(|other| other.effective < contract.effective);
        let after = others.iter().filter(|other| other.effective > contract.effective);
        // Of two with one date, the file that was given.
        let before = before.max_by_key(|other| other.effective).map(|before| uneven_text(before, contract));
        let after = after.rev().min_by_key(|other| other.effective);
        let is_given = |other: &Contract| checked.iter().any(|file| file.name == other.file);
        let after = after.filter(|after| !is_given(after)).map(|after| uneven_text(contract, after));
        found.extend(before.into_iter().chain(after).flatten().map(|problem| (place, problem)));
    }
    for (place, problem) in found {
        checked[place].doubts.push(problem);
    }
}

fn tell(file: &CheckedFile, output: &mut Output<'_>) -> Result<(), CliError> {
    file.unread.iter().try_for_each(|said| output.line(said))?;
    file.wrong.iter().try_for_each(|problem| output.line(&problem.to_string()))?;
    file.doubts.iter().try_for_each(|doubt| output.line(&format!("warning: {doubt}")))?;
    if file.contract.is_some() { output.line(&format!("{}: ok", file.name)) } else { Ok(()) }
}

/// Prints a line for the file, or for each of its problems. The shape is promised: a key may be added, none may change or go.
fn tell_json(file: &CheckedFile, output: &mut Output<'_>) -> Result<(), CliError> {
    if let Some(said) = &file.unread {
        return output.json(&json!({ "file": file.name, "ok": false, "message": said }));
    }
    let (name, ok) = (&file.name, file.contract.is_some());
    if ok {
        let warnings: Vec<Value> = file.doubts.iter().map(warning_json).collect();
        return output.json(&json!({ "file": name, "ok": true, "warnings": warnings }));
    }
    file.wrong.iter().try_for_each(|problem| output.json(&problem_json(problem)))
}

fn warning_json(doubt: &Problem) -> Value {
    json!({ "line": doubt.line(), "key": doubt.key(), "message": doubt.message, "hint": doubt.hint })
}

fn problem_json(problem: &Problem) -> Value {
    let (file, line, key) = (problem.file(), problem.line(), problem.key());
    json!({ "file": file, "ok": false, "line": line, "key": key, "message": problem.message, "hint": problem.hint })
}

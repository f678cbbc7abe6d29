//! Carries out `frist contract new` and `templates`: a contract file from a template, by options or by asking on the screen.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use serde_json::json;

use crate::cli::args::NewContractArgs;
use crate::cli::demo::on_throwaway;
use crate::cli::error::CliError;
use crate::cli::output::{Output, table};
use crate::cli::setup::Setup;
use crate::cli::{NewContractSession, Screen};
use crate::config::{read_text, write_file};
use crate::domain::contract::{
    Calendars, Contract, ContractOutline, ContractTemplate, OutlineField, calendar_of_zone, id_from_name, read_contract,
};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::text::capital;
use crate::domain::time::Zone;

/// Lists the templates.
pub(super) fn templates(json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let all = ContractTemplate::ALL;
    if json {
        let line = |template: &ContractTemplate| json!({ "name": template.name, "summary": template.summary() });
        return all.iter().try_for_each(|template| output.json(&line(template)));
    }
    let rows = all.iter().map(|template| vec![template.name.to_owned(), template.summary().to_owned()]);
    output.line(&table(&["NAME", "WHAT IT IS FOR"], rows, &[]))?;
    output.line(
        "\nfrist contract new ID --template NAME writes one; frist contract new, on a terminal, asks for its parts.",
    )
}

/// Writes a contract file. On a terminal the parts are asked for, unless an option says any of them.
pub(super) fn new(
    setup: Setup,
    args: &NewContractArgs,
    folder: Option<&Path>,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    let folder = folder.map_or_else(|| setup.paths.contracts.clone(), Path::to_owned);
    if !args.says_more() && (screen.check)(setup.presentation).is_ok() {
        return ask(setup, args, &folder, output, screen);
    }
    let outline = outline(&setup, args)?;
    let checked = outline.check(setup.book.calendars());
    let Some(contract) = checked.contract else { return Err(refused(&checked.wrong, output)) };
    tell_kept(&outline, args, output);
    let text = outline.text();
    if args.out.as_deref() == Some(Path::new("-")) {
        return output.safe_lines(&text);
    }
    if let Some(known) = setup.book.get(&contract.id).filter(|_| !args.force) {
        let message = format!("there is a contract `{}` already: {}", contract.id, known.file);
        return Err(CliError::input(message, "choose another id, or let --force write a file that takes its place"));
    }
    let path = args.out.clone().unwrap_or_else(|| folder.join(format!("{}.toml", contract.id)));
    write_file(&path, &text, args.force).map_err(|error| not_written(&path, &error))?;
    let said = format!("{} is written", path.display());
    output.after(&said, |output| tell(&setup, &path, (&folder, args.json), output))
}

/// Has the parts asked for on the screen, which writes the file.
fn ask(
    setup: Setup,
    args: &NewContractArgs,
    folder: &Path,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    let (told, written) = channel();
    let asked = NewContractSession { id: args.id.clone(), over: args.force, told };
    let book = Arc::clone(&setup.book);
    on_throwaway(setup, (asked, folder.to_owned()), output, screen)?;
    let Ok(path) = written.try_recv() else { return output.line("Nothing was written.") };
    let contract = checked(&path, book.calendars())?;
    output.line(&told_of(&path, &contract, folder))
}

/// Returns what the options say, over the template.
fn outline(setup: &Setup, args: &NewContractArgs) -> Result<ContractOutline, CliError> {
    let [usual, ..] = &ContractTemplate::ALL;
    let template = args.template.unwrap_or(usual);
    let calendars = setup.book.calendars();
    let mut outline = ContractOutline::new(template, calendars).map_err(|problems| {
        let first = problems.first().map_or_else(String::new, ToString::to_string);
        CliError::input(format!("the template cannot be used here: {first}"), "is a calendar of yours in the way?")
    })?;
    let (Some(id), Some(vendor)) = named(args) else {
        let hint = "write frist contract new acme, or --vendor \"Acme AS\"; on a terminal it asks for the parts";
        return Err(CliError::input("the contract has no name", hint));
    };
    if id.is_empty() && args.id.is_none() {
        let message = format!("no id can be made of the vendor's name `{vendor}`");
        return Err(CliError::input(message, "write one in front, as in frist contract new acme --vendor NAME"));
    }
    outline.set(OutlineField::Vendor, &vendor);
    outline.set(OutlineField::Id, &id);
    outline.set(OutlineField::Service, args.service.as_deref().unwrap_or_default());
    let zone = args.time_zone.clone().unwrap_or_else(|| setup.zone.name().to_owned());
    outline.set(OutlineField::Zone, &zone);
    let of_zone = || Zone::named(&zone).and_then(calendar_of_zone).unwrap_or_default().to_owned();
    outline.set(OutlineField::Holidays, &args.holidays.clone().unwrap_or_else(of_zone));
    for (field, value) in [
        (OutlineField::Hours, &args.hours),
        (OutlineField::CutOff, &args.cut_off),
        (OutlineField::Closed, &args.closed),
        (OutlineField::Channels, &args.channels),
        (OutlineField::Uptime, &args.uptime),
        (OutlineField::Severities, &args.severities),
        (OutlineField::Plans, &args.plans),
    ] {
        if let Some(value) = value {
            outline.set(field, value);
        }
    }
    Ok(outline)
}

/// Says what stays as in the template beside other hours: its cut-off, and beside whole days the days that are closed.
fn tell_kept(outline: &ContractOutline, args: &NewContractArgs, output: &mut Output<'_>) {
    let Some(hours) = &args.hours else { return };
    let cut_off = outline.value(&OutlineField::CutOff);
    if args.cut_off.is_none() && !cut_off.is_empty() {
        output
            .remark(&format!("the cut-off of the template stays: {cut_off}; --cut-off says otherwise, none for none"));
    }
    let closed = outline.value(&OutlineField::Closed);
    if args.closed.is_none() && !closed.is_empty() && hours.contains("00:00-24:00") {
        output
            .remark(&format!("the closed days of the template stay: {closed}; --closed says otherwise, none for none"));
    }
}

/// Returns the id and the vendor's name, each made from the other where only one is given.
fn named(args: &NewContractArgs) -> (Option<String>, Option<String>) {
    let id = args.id.clone().or_else(|| args.vendor.as_deref().map(id_from_name));
    let vendor = args.vendor.clone().or_else(|| args.id.as_deref().map(capitals));
    (id, vendor)
}

/// Returns an id as a name: `nordic-web` is `Nordic Web`.
fn capitals(id: &str) -> String {
    let words = id.split(['-', '_']).filter(|word| !word.is_empty());
    words.map(capital).collect::<Vec<_>>().join(" ")
}

/// Prints what is wrong with the parts, each with the option that it was given by.
fn refused(wrong: &[(Option<OutlineField>, Problem)], output: &mut Output<'_>) -> CliError {
    for (field, problem) in wrong {
        let option = field.as_ref().map_or_else(String::new, option);
        output.remark(&format!("{option}{}; {}", problem.message, problem.hint));
    }
    CliError::Known(ProblemKind::Refused)
}

fn option(field: &OutlineField) -> String {
    let name = match field {
        OutlineField::Vendor => "--vendor",
        OutlineField::Id => "the id",
        OutlineField::Service => "--service",
        OutlineField::Zone => "--time-zone",
        OutlineField::Holidays => "--holidays",
        OutlineField::Hours => "--hours",
        OutlineField::CutOff => "--cut-off",
        OutlineField::Closed => "--closed",
        OutlineField::Channels => "--channels",
        OutlineField::Uptime => "--uptime",
        OutlineField::Severities => "--severities",
        OutlineField::Plans => "--plans",
        OutlineField::Targets { plan, severity } => return format!("times of {severity} in {plan}: "),
    };
    format!("{name}: ")
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => CliError::input(
            format!("{path} is there already"),
            "--force writes over it; or give another name with --out",
        ),
        _ => CliError::input(format!("{path} cannot be written: {error}"), "give another place with --out"),
    }
}

/// Reads the file as `frist contract check` does.
fn checked(path: &Path, calendars: &Calendars) -> Result<Contract, CliError> {
    let text = read_text(path).map_err(Problem::from)?;
    let problems = match read_contract(&path.display().to_string(), &text, calendars) {
        Ok(contract) => return Ok(contract),
        Err(problems) => problems,
    };
    Err(problems.into_iter().next().map_or(CliError::Known(ProblemKind::Refused), CliError::from))
}

/// Says that the file is written and right, and what makes it count.
fn tell(setup: &Setup, path: &Path, (folder, json): (&Path, bool), output: &mut Output<'_>) -> Result<(), CliError> {
    let contract = checked(path, setup.book.calendars())?;
    if json {
        return output.json(&json!({ "file": path.display().to_string(), "id": contract.id, "ok": true }));
    }
    output.line(&told_of(path, &contract, folder))
}

fn told_of(path: &Path, contract: &Contract, folder: &Path) -> String {
    let counts = if path.parent() == Some(folder) {
        "frist reads it when it starts: start again what is running, a screen or frist serve.".to_owned()
    } else {
        format!("It counts once it lies in {}.", folder.display())
    };
    let severity = contract.severities.first().map_or("", |severity| &severity.id);
    let plan = match contract.plans.as_slice() {
        [plan, _, ..] => format!(" --plan {}", plan.id),
        _ => String::new(),
    };
    let file = path.display();
    format!(
        "{file}: ok\n{counts}\nTry it: frist contract explain {file} --severity {severity}{plan} --reported \"Fri 15:50\""
    )
}

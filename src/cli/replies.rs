//! Carries out `frist replies`: canned replies, which are files beside the settings.

use serde::Serialize;

use super::args::RepliesCommand;
use super::error::CliError;
use super::output::{Output, table};
use super::setup::Setup;
use crate::config::{CannedReply, replies as read_replies, reply_named};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::text::counted;

/// Lists, shows or checks canned replies.
pub(super) fn replies(setup: &Setup, command: &RepliesCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    match command {
        RepliesCommand::List(form) => list(setup, form.json, output),
        RepliesCommand::Show { name, language, json } => {
            let reply = reply_named(&setup.paths.replies, name, language.as_deref())?;
            if *json {
                return output.json(&ReplyJson::new(&reply));
            }
            let does = does(&reply);
            if !does.is_empty() {
                output.line(&format!("{}\n", does.join(", ")))?;
            }
            output.line(reply.written())
        }
        RepliesCommand::Check(form) => check(setup, form.json, output),
    }
}

fn list(setup: &Setup, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let (found, problems) = read_replies(&setup.paths.replies);
    for problem in &problems {
        output.remark(&problem.to_string());
    }
    if found.is_empty() {
        return Err(none(setup));
    }
    if json {
        return found.iter().try_for_each(|reply| output.json(&ReplyJson::new(reply)));
    }
    let row = |reply: &CannedReply| {
        let language = reply.language.clone().unwrap_or_default();
        vec![reply.name.clone(), language, reply.about.clone().unwrap_or_default(), does(reply).join(", ")]
    };
    output.line(&table(&["NAME", "LANGUAGE", "ABOUT", "DOES"], found.iter().map(row), &[]))
}

fn none(setup: &Setup) -> CliError {
    let hint = format!("write one as {}", setup.paths.replies.join("NAME.txt").display());
    CliError::new(ProblemKind::NotFound, "there is no canned reply", hint)
}

/// Says what it does besides saying something.
fn does(reply: &CannedReply) -> Vec<String> {
    let actions = &reply.actions;
    let severity = actions.severity.as_ref().map(|severity| format!("severity {severity}"));
    let assign = actions.assign.as_ref().map(|to| format!("assigns to {to}"));
    let tags = Some(actions.tags.words()).filter(|words| !words.is_empty()).map(|words| format!("tags {words}"));
    let waits = actions.waits.then(|| "waits".to_owned());
    let response = actions.is_no_response.then(|| "no response".to_owned());
    severity.into_iter().chain(assign).chain(tags).chain(waits).chain(response).collect()
}

fn check(setup: &Setup, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let (found, problems) = read_replies(&setup.paths.replies);
    if found.is_empty() && problems.is_empty() {
        return Err(none(setup));
    }
    if json {
        output.json(&CheckJson { sound: found.len(), problems: problems.iter().map(Problem::to_string).collect() })?;
    } else {
        problems.iter().try_for_each(|problem| output.line(&problem.to_string()))?;
    }
    if let Some(first) = problems.first() {
        let message = format!("{} cannot be used", counted(problems.len() as u64, "canned reply"));
        return Err(CliError::new(ProblemKind::Refused, message, first.hint.clone()));
    }
    if json { Ok(()) } else { output.line(&format!("{} can be used", counted(found.len() as u64, "file"))) }
}

/// What is wrong with canned replies, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct CheckJson {
    /// The number of files that can be used.
    sound: usize,
    problems: Vec<String>,
}

/// A canned reply as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ReplyJson<'a> {
    name: &'a str,
    /// The tag of its language; null for the one that holds for every language.
    language: Option<&'a str>,
    about: Option<&'a str>,
    waits: bool,
    /// The name of the person whom it assigns the ticket to; null where it assigns nobody.
    assign: Option<&'a str>,
    /// The severity that it sets; null where it sets none.
    severity: Option<&'a str>,
    /// The tags that it puts on the ticket, and with a `-` before them those that it takes off; empty where it has none.
    tags: Vec<String>,
    /// Whether it counts as the response.
    response: bool,
    text: &'a str,
}

impl<'a> ReplyJson<'a> {
    fn new(reply: &'a CannedReply) -> Self {
        let actions = &reply.actions;
        Self {
            name: &reply.name,
            language: reply.language.as_deref(),
            about: reply.about.as_deref(),
            waits: actions.waits,
            assign: actions.assign.as_deref(),
            severity: actions.severity.as_deref(),
            tags: actions.tags.words().split_whitespace().map(str::to_owned).collect(),
            response: !actions.is_no_response,
            text: reply.written(),
        }
    }
}

//! Carries out `frist alerts`: what people are told of targets.

use serde_json::json;

use super::args::JsonArgs;
use super::error::CliError;
use super::output::Output;
use super::setup::Setup;
use crate::desk::Desk as _;
use crate::domain::problem::ProblemKind;

/// Has the alerts told that are held back because the clock has jumped.
///
/// # Errors
///
/// If none are held back, the store cannot be reached, or this person may not.
pub(super) fn now(setup: &mut Setup, form: JsonArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let any = setup.open(output)?.tell_alerts()?;
    if form.json {
        output.json(&json!({ "held": any }))?;
    }
    if !any {
        let hint = "they are held only for a few minutes after the clock has jumped";
        return Err(CliError::new(ProblemKind::NotFound, "no alerts are held back", hint));
    }
    if form.json { Ok(()) } else { output.line("the alerts that were held back are given now") }
}

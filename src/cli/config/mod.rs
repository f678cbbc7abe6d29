//! Carries out `frist config`: shows, checks and edits the settings.

mod check;
mod defaults;
mod edit;
mod show;

use super::Screen;
use super::args::{ConfigCommand, GlobalArgs};
use super::error::CliError;
use super::output::Output;
use super::setup::Setup;

/// Shows, checks or edits the settings.
pub(super) fn config(
    setup: &Setup,
    command: &ConfigCommand,
    global: &GlobalArgs,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    match command {
        ConfigCommand::Show(args) => show::show(setup, args, global, output, screen),
        ConfigCommand::Check { json } => check::check(setup, *json, output, screen),
        ConfigCommand::Edit => edit::edit(setup, output, screen),
    }
}

//! Runs the `frist` program: hands the arguments and the screen to the library, and turns the outcome into an exit code.

use std::process::ExitCode;

use frist::cli::{CliError, Screen, Session, TerminalFinding, report_crashes, run};
use frist::config::Settings;
use frist::domain::problem::ProblemKind;
use frist::tui::app::Setup;
use frist::tui::run::EndReason;
use frist::tui::start::{FirstPage, StartError, start};
use frist::tui::terminal::{TerminalError, check, examine, size};
use frist::tui::theme::{Theme, for_terminal};
use signal_hook::consts::SIGHUP;

fn main() -> ExitCode {
    report_crashes();
    let screen = Screen { check: terminal, open: on_terminal, examine: about_terminal, themes: Theme::NAMES };
    run(std::env::args_os(), screen).into()
}

/// Says what is known of the terminal that the program was started from.
fn about_terminal(settings: &Settings) -> Vec<TerminalFinding> {
    let (colours, glyphs) = (settings.colours.as_deref(), settings.glyphs.as_deref());
    let all = examine(colours, glyphs, |name| std::env::var(name).ok(), size());
    all.into_iter().map(|found| TerminalFinding { what: found.what, right: found.right, say: found.say }).collect()
}

/// Checks that the program was started from a terminal that the screen can be drawn on.
fn terminal() -> Result<(), CliError> {
    check().map_err(|error| no_screen(&error))
}

fn no_screen(error: &TerminalError) -> CliError {
    CliError::new(ProblemKind::Refused, error.to_string(), "")
}

/// Opens the screen on the terminal that the program was started from, and stays until it has been left.
fn on_terminal(session: Session) -> Result<(), CliError> {
    let Session {
        desk,
        me,
        drafts,
        settings,
        ways,
        problems,
        notices,
        contracts,
        new_contract,
        clock,
        zone,
        demo,
        wall,
        jailed,
        log,
    } = session;
    // Behind a key there is only the desk: no file may be written with the service's account.
    let files = if jailed { None } else { std::env::current_dir().ok() };
    let (colours, glyphs) = (settings.colours.as_deref(), settings.glyphs.as_deref());
    let theme = for_terminal(settings.theme.as_deref(), colours, glyphs, |name| std::env::var(name).ok());
    let first = match new_contract {
        Some(asked) => FirstPage::NewContract { id: asked.id, over: asked.over, written: asked.told },
        None if wall => FirstPage::Wall,
        None => FirstPage::Queue,
    };
    let setup = Setup { me, drafts, files, contracts, theme, zone, ways, problems, notices, demo, has_shell: !jailed };
    match start(&desk, clock, setup, first, log) {
        // However it ended, the terminal is as it was and everything acknowledged is kept.
        Ok(EndReason::Done) => Ok(()),
        Ok(EndReason::Signal(signal)) => Err(CliError::Signal(signal)),
        // The signal of the hang-up comes too, or is about to.
        Ok(EndReason::HungUp) => Err(CliError::Signal(SIGHUP)),
        Err(StartError::Desk(error)) => Err(error.into()),
        Err(StartError::Terminal(error)) => Err(no_screen(&error)),
    }
}

//! The one place where the command line meets the screen: what it is started with, and how its failures are told.

use super::Session;
use super::error::{CliError, Failure};
use crate::tui::app::Setup;
use crate::tui::start::{StartError, start};
use crate::tui::theme::{self, Depth};

/// Opens the screen on the terminal that the program was started from, and stays until it has been left.
pub fn on_terminal(session: Session) -> Result<(), CliError> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let depth = Depth::from_colorterm(std::env::var("COLORTERM").ok().as_deref());
    let Session { desk, me, settings, problems, notices, clock, zone, demo } = session;
    let theme = theme::choose(no_color, settings.theme.as_deref()).at_depth(depth);
    let ended = start(&desk, clock, Setup { me, theme, zone, problems, notices, demo });
    // However it ended, the terminal is as it was and everything acknowledged is kept.
    ended.map(|_| ()).map_err(CliError::from)
}

impl From<StartError> for CliError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Desk(error) => error.into(),
            StartError::Terminal(error) => {
                Self::new(Failure::BadInput, error.to_string(), "frist list and frist show work without a screen")
            }
        }
    }
}

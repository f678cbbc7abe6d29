//! Lists the program itself.

use crate::tui::action::Key::{Char, Ctrl, F};
use crate::tui::action::{Action, ActionRow};

use super::{EVERYWHERE, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[ActionRow] = &[
    row(Action::Palette, "palette", &[Char(':')], VIEWS, "actions", "Find any action by its name."),
    row(
        Action::Problems,
        "problems",
        &[Char('!')],
        VIEWS,
        "problems",
        "Show the problems of contract files and settings.",
    ),
    row(Action::Help, "help", &[Char('?'), F(1)], EVERYWHERE, "help", "Show the keys of where you are."),
    row(
        Action::MouseToggle,
        "mouse",
        &[F(12)],
        EVERYWHERE,
        "mouse",
        "Give the mouse to the program, or to the terminal for selecting text.",
    ),
    row(
        Action::TellAlerts,
        "tell-alerts",
        &[Ctrl('n')],
        VIEWS,
        "alerts now",
        "Give the alerts now that are held back because the machine's clock has jumped.",
    ),
    row(Action::Redraw, "redraw", &[Ctrl('l')], EVERYWHERE, "redraw", "Draw the whole screen again."),
    row(Action::Quit, "quit", &[Ctrl('c')], EVERYWHERE, "quit", "Quit the program when pressed twice."),
];

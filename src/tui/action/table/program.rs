//! Lists the program itself.

use crate::tui::action::Action;
use crate::tui::action::Key::{Char, Ctrl, F};
use crate::tui::action::Press::One;

use super::{EVERYWHERE, LISTS, TableRow, VIEWS, row};

/// The rows of the group.
pub(super) const ROWS: &[TableRow] = &[
    row(Action::Leave, "leave", &[One(Char('q'))], LISTS, "leave", "Leave this page; on the queue, leave the program."),
    row(Action::Palette, "palette", &[One(Char(':'))], VIEWS, "actions", "Find any action by its name."),
    row(
        Action::Problems,
        "problems",
        &[One(Char('!'))],
        VIEWS,
        "problems",
        "Show the problems of contract files and settings.",
    ),
    row(Action::Help, "help", &[One(Char('?')), One(F(1))], EVERYWHERE, "help", "Show the keys of where you are."),
    row(
        Action::MouseToggle,
        "mouse",
        &[One(F(12))],
        EVERYWHERE,
        "mouse",
        "Give the mouse to the program, or to the terminal for selecting text.",
    ),
    row(
        Action::TellAlerts,
        "tell-alerts",
        &[One(F(9))],
        VIEWS,
        "alerts now",
        "Give the alerts now that are held back because the machine's clock has jumped.",
    ),
    row(Action::Redraw, "redraw", &[One(Ctrl('l'))], EVERYWHERE, "redraw", "Draw the whole screen again."),
    row(Action::Quit, "quit", &[One(Ctrl('c'))], EVERYWHERE, "quit", "Quit the program when pressed twice."),
    row(Action::Suspend, "suspend", &[One(Ctrl('z'))], EVERYWHERE, "suspend", "Suspend frist; fg goes on with it."),
];

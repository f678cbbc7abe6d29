//! Draws a bar for the share of a target's time that is used up.

use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;

/// The state that a bar shows. Each has a sign and a filling of its own, so colour is not needed to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BarState {
    /// The clock runs.
    Running,
    /// Little time is left: ends in `!`.
    AtRisk,
    /// The time is over: ends in `‼`.
    Breached,
    /// The clock stands still: hatched, ends in `‖`.
    Stopped,
    /// The target was met: ends in `✓`.
    Met,
}

/// The left part of a cell, in eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Returns a bar of exactly `cols` columns of which `fraction` is filled; it is clamped to 0 to 1.
///
/// ```text
/// ██████▍───────     running        ▒▒▒▒▒▒───────‖     stopped
/// ███████████▎─!     at risk        █████████████‼     breached
/// ```
pub fn bar(fraction: f64, cols: u16, state: BarState, theme: &Theme) -> Line<'static> {
    let (sign, style) = match state {
        BarState::Running => ("", theme.bar_fill),
        BarState::AtRisk => ("!", theme.at_risk),
        BarState::Breached => ("‼", theme.breached),
        BarState::Stopped => ("‖", theme.stopped),
        BarState::Met => ("✓", theme.met),
    };
    let sign = if cols == 0 { "" } else { sign };
    let body = usize::from(cols) - sign.chars().count();
    let filled = filling(fraction, body, state == BarState::Stopped);
    let empty = "─".repeat(body - filled.chars().count());
    Line::from(vec![Span::styled(filled, style), Span::styled(empty, theme.bar_empty), Span::styled(sign, style)])
}

/// Returns the filled cells: in eighths, or hatched in whole cells.
fn filling(fraction: f64, cols: usize, hatched: bool) -> String {
    let fraction = if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) };
    let eighths = (fraction * (cols * 8) as f64).round() as usize;
    if hatched { "▒".repeat((eighths + 4) / 8) } else { "█".repeat(eighths / 8) + EIGHTHS[eighths % 8] }
}

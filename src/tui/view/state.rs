//! Shows a target's state: its sign, its style, and the words for the time left.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::contract::TargetKind;
use crate::domain::sla::{Target, TargetState};
use crate::domain::time::{ClockSeconds, duration_text, short_duration};
use crate::tui::theme::Theme;
use crate::tui::widget::{BarState, bar};

/// Seconds before the due moment from which on a countdown shows seconds.
const SECONDS_WITHIN: i64 = 3600;

/// Returns the sign of a state, so that colour never stands alone.
pub const fn sign(state: TargetState) -> &'static str {
    match state {
        TargetState::Breached => "‼",
        TargetState::AtRisk => "!",
        TargetState::Running => "▶",
        TargetState::Stopped => "‖",
        TargetState::NoClock => "☎",
        TargetState::Met => "✓",
        TargetState::MetLate => "✗",
        TargetState::Excluded => "⊘",
        TargetState::None => "–",
    }
}

/// Returns the style of a state.
pub const fn style(state: TargetState, theme: &Theme) -> Style {
    match state {
        TargetState::Breached | TargetState::MetLate => theme.breached,
        TargetState::AtRisk => theme.at_risk,
        TargetState::Running => theme.running,
        TargetState::Stopped => theme.stopped,
        TargetState::NoClock => theme.no_clock,
        TargetState::Met => theme.met,
        TargetState::Excluded | TargetState::None => theme.dim,
    }
}

/// Returns the mark of a severity by its rank, which is 0 for the most severe; the same for every vendor. The colour is the
/// mark's own, as another one says the state.
pub const fn severity_mark(rank: Option<usize>, theme: &Theme) -> (&'static str, Style) {
    match rank {
        Some(0) => ("◆", theme.accent),
        Some(1) => ("▲", theme.accent),
        Some(2) => ("●", theme.text),
        Some(_) => ("○", theme.text),
        None => ("?", theme.dim),
    }
}

/// Returns the name of a target in a column of at least six columns. A narrow column only says that it is an internal target;
/// the ticket says which.
pub fn next_word(target: &Target, columns: usize) -> String {
    let words = target.words();
    let short = match target.kind {
        TargetKind::WorkStart if !target.house => return "start".to_owned(),
        _ if words.len() <= columns => return words,
        _ if target.house && columns < 8 => "intern",
        _ if target.house => "internal",
        TargetKind::Acknowledge if columns < 8 => "ack",
        TargetKind::Acknowledge => "acknowl.",
        TargetKind::Response => "resp",
        TargetKind::WorkStart => "start",
        TargetKind::Update => "update",
        TargetKind::Workaround if columns < 8 => "wkarnd",
        TargetKind::Workaround => "workar.",
        TargetKind::Correction if columns < 8 => "corr",
        TargetKind::Correction => "correct",
        TargetKind::Fix => "fix",
        TargetKind::RootCause => "cause",
    };
    short.to_owned()
}

/// Returns a length of time as a countdown shows it: with seconds under an hour only, where they say something.
pub fn time(left: i64) -> String {
    if left.abs() < SECONDS_WITHIN { duration_text(left) } else { short_duration(left) }
}

/// Returns the share of a target's time that is used, as a bar.
pub fn target_bar(target: &Target, columns: u16, theme: &Theme) -> Line<'static> {
    let state = match target.state {
        TargetState::Breached | TargetState::MetLate => BarState::Breached,
        TargetState::AtRisk => BarState::AtRisk,
        TargetState::Met => BarState::Met,
        TargetState::Stopped => BarState::Stopped,
        _ => BarState::Running,
    };
    let used = if target.met.is_some() { 1.0 } else { used_share(target).unwrap_or(0.0) };
    bar(used, columns, state, theme)
}

/// Returns the share of the time that is used of a target that is not met; none where no time counts.
pub fn used_share(target: &Target) -> Option<f64> {
    let (whole, left) = (target.whole.filter(|whole| *whole > ClockSeconds::ZERO)?, target.left?);
    Some((whole - left).secs() as f64 / whole.secs() as f64)
}

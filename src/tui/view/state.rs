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

/// Returns the name of a target in a column. A narrow column only says that it is an internal target; the ticket says which.
pub fn next_word(target: &Target, columns: usize) -> String {
    let words = target.words();
    match target.kind {
        _ if words.len() <= columns => words,
        _ if target.house => "internal".to_owned(),
        TargetKind::Acknowledge => "acknowl.".to_owned(),
        TargetKind::WorkStart => "work".to_owned(),
        TargetKind::Workaround => "workar.".to_owned(),
        TargetKind::Correction => "correct".to_owned(),
        TargetKind::RootCause => "cause".to_owned(),
        TargetKind::Response | TargetKind::Update | TargetKind::Fix => words,
    }
}

/// Returns the time left on the target's clock: with seconds where they matter or `lively` asks for them, else in minutes.
/// A clock that stands still shows no seconds.
pub fn left(target: &Target, lively: bool) -> String {
    let Some(left) = target.left.map(ClockSeconds::secs) else { return String::new() };
    match target.state {
        TargetState::Stopped => format!("‖ {}", short_duration(left)),
        TargetState::Breached if lively || left > -SECONDS_WITHIN => format!("{} ‼", duration_text(left)),
        TargetState::Breached => format!("{} ‼", short_duration(left)),
        TargetState::AtRisk => format!("{} !", time(left, lively)),
        _ => time(left, lively),
    }
}

/// Returns a length of time as a countdown shows it.
pub fn time(left: i64, lively: bool) -> String {
    if lively || left.abs() <= SECONDS_WITHIN { duration_text(left) } else { short_duration(left) }
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
    let used = match (target.met, target.whole, target.left) {
        (Some(_), _, _) => 1.0,
        (None, Some(whole), Some(left)) if whole > ClockSeconds::ZERO => {
            (whole - left).secs() as f64 / whole.secs() as f64
        }
        _ => 0.0,
    };
    bar(used, columns, state, theme)
}

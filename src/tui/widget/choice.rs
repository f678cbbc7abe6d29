//! Draws a field whose value is one of several.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::{Action, Keymap};
use crate::tui::text::width;
use crate::tui::theme::Theme;

use super::text::put_line;

/// The parts of a choice.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// The label in front.
    pub label: &'a str,
    /// Columns for the label, so that fields below each other line up.
    pub label_cols: u16,
    /// The options.
    pub options: &'a [String],
    /// The place of the chosen option.
    pub chosen: Option<usize>,
    /// Whether it has the keys.
    pub focused: bool,
    /// The keys, of which it names those that choose another option.
    pub keys: &'a Keymap,
}

/// Draws all options in a row, the chosen one marked; what does not fit before the chosen one is left out,
/// and what does not fit behind it is cut with `…`.
pub fn choice(frame: &mut Frame<'_>, area: Rect, choice: &Choice<'_>, theme: &Theme) {
    let Choice { label, label_cols, options, chosen, focused, keys } = *choice;
    let (mark, style) = if focused { ("▌", theme.accent) } else { (" ", theme.dim) };
    let mut spans = vec![Span::styled(format!("{mark}{label:<0$}", usize::from(label_cols)), style)];
    let room = usize::from(area.width.saturating_sub(label_cols + 2));
    let first = first_option(options, chosen.unwrap_or(0), room);
    let mut used = 0;
    for (place, option) in options.iter().enumerate().skip(first) {
        used += width(option) + 2;
        let is_last = place + 1 == options.len();
        if used + usize::from(!is_last) > room + 1 && chosen != Some(place) {
            spans.push(Span::styled("…", theme.dim));
            break;
        }
        let style = match (chosen == Some(place), focused) {
            (true, true) => theme.selected,
            (true, false) => theme.accent,
            (false, true) => theme.text,
            (false, false) => theme.dim,
        };
        let text = if chosen == Some(place) { format!("[{option}]") } else { format!(" {option} ") };
        spans.push(Span::styled(text, style));
    }
    if chosen.is_none() && focused {
        let turn = [Action::PrevChoice, Action::NextChoice].map(|action| keys.sign(action)).join(" ");
        spans.push(Span::styled(format!("  {turn} or its first letter"), theme.dim));
    }
    put_line(frame, area, Line::from(spans));
}

fn first_option(options: &[String], chosen: usize, room: usize) -> usize {
    let taken = |from: usize| options[from..=chosen].iter().map(|o| width(o) + 2).sum::<usize>();
    (0..=chosen).find(|from| options.is_empty() || taken(*from) <= room).unwrap_or(chosen)
}

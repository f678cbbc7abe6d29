//! Draws the card.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::Action;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, width, wrap};
use crate::tui::widget::{popup, put_lines};

/// What stands in each line: the actions whose keys are named, and what they are for.
const LINES: [(&[Action], &str); 6] = [
    (&[Action::Down, Action::Up, Action::Open], "go down and up, and open what is selected"),
    (&[Action::New, Action::Assign, Action::Note], "log a ticket, assign one, add a note"),
    (
        &[Action::Record("respond"), Action::Record("start"), Action::Record("fix"), Action::Undo],
        "record reply, work and fix at once; the last undoes it",
    ),
    (
        &[Action::ViewQueue, Action::ViewBreach, Action::ViewVendors],
        "go to the pages, as the keys do that follow; each has another",
    ),
    (&[Action::Filter, Action::Palette], "filter the list; find any action, in any program's words"),
    (&[Action::Help, Action::Back], "every key of where you are; one step back"),
];

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let theme = &shared.theme;
    let columns = 76.min(area.width);
    let signs =
        |actions: &[Action]| actions.iter().map(|action| shared.keys.sign(*action)).collect::<Vec<_>>().join(" ");
    let keys = LINES.iter().map(|(actions, _)| width(&signs(actions))).max().unwrap_or(0);
    let words = usize::from(columns).saturating_sub(keys + 6).max(1);
    let mut lines = Vec::new();
    for (actions, said) in LINES {
        for (row, part) in wrap(said, words).into_iter().enumerate() {
            let key = if row == 0 { signs(actions) } else { String::new() };
            lines.push(Line::from(vec![
                Span::styled(format!(" {}  ", pad(&key, keys)), theme.key),
                Span::styled(part, theme.text),
            ]));
        }
    }
    let last = wrap("Any key goes on. This does not come again.", usize::from(columns).saturating_sub(4));
    lines.extend(last.into_iter().map(|line| Line::styled(format!(" {line}"), theme.dim)));
    let inside = popup(frame, area, (columns, lines.len() as u16 + 2), "Welcome to frist", theme);
    put_lines(frame, inside, lines);
}

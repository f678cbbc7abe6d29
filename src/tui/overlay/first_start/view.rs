//! Draws the card.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::Action;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, width, wrap};
use crate::tui::widget::{popup, put_lines};

/// What stands in each line: the actions whose keys are named, and what they are for, in full and for a small screen.
const LINES: [(&[Action], &str, &str); 6] = [
    (&[Action::Down, Action::Up, Action::Open], "go down and up, and open what is selected", "go, open"),
    (&[Action::New, Action::Assign, Action::Note], "log a ticket, assign one, add a note", "log, assign, note"),
    (
        &[Action::Record("respond"), Action::Record("start"), Action::Record("fix"), Action::Undo],
        "record reply, work and fix at once; the last undoes it",
        "reply, work, fix; undo",
    ),
    (
        &[Action::ViewQueue, Action::ViewBreach, Action::ViewVendors],
        "go to the pages, as the keys do that follow; each has another",
        "the pages",
    ),
    (
        &[Action::Filter, Action::Palette],
        "filter the list; find any action, in any program's words",
        "filter; any action",
    ),
    (&[Action::Help, Action::Back], "every key of where you are; one step back", "all keys; back"),
];

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let columns = 76.min(area.width);
    let room = usize::from(area.height.saturating_sub(2));
    let whole = lines(columns, false, shared);
    let lines = if whole.len() <= room { whole } else { lines(columns, true, shared) };
    let inside = popup(frame, area, (columns, lines.len() as u16 + 2), "Welcome to frist", &shared.theme);
    put_lines(frame, inside, lines);
}

/// Returns the lines of the card: one for each group of keys where they are to be brief.
fn lines(columns: u16, brief: bool, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let signs =
        |actions: &[Action]| actions.iter().map(|action| shared.keys.sign(*action)).collect::<Vec<_>>().join(" ");
    let keys = LINES.iter().map(|(actions, ..)| width(&signs(actions))).max().unwrap_or(0);
    let words = usize::from(columns).saturating_sub(keys + 6).max(1);
    let mut lines = Vec::new();
    for (actions, said, short) in LINES {
        for (row, part) in wrap(if brief { short } else { said }, words).into_iter().enumerate() {
            let key = if row == 0 { signs(actions) } else { String::new() };
            lines.push(Line::from(vec![
                Span::styled(format!(" {}  ", pad(&key, keys)), theme.key),
                Span::styled(part, theme.text),
            ]));
        }
    }
    let last = if brief { "Any key goes on." } else { "Any key goes on. This does not come again." };
    let last = wrap(last, usize::from(columns).saturating_sub(4));
    lines.extend(last.into_iter().map(|line| Line::styled(format!(" {line}"), theme.dim)));
    lines
}

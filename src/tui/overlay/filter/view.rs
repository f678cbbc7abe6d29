//! Draws the line in which a filter is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::shared::Shared;
use crate::tui::text::{fit, wrap};
use crate::tui::view::lines::draw_input;
use crate::tui::widget::{popup, put_lines};

use super::{FilterLine, FilteredList};

const FILTER_HELP: &[&str] = &[
    "vendor:markant  sev:critical  assignee:me  assignee:none  is:breached  is:closed",
    "is:needs_action  due:today  due:<2h  target:response  #12  -vendor:sesam  \"exact words\"",
    "person:kari  org:acme  text:catalogue  has:file  file:error.log",
    "Words look in subject, customer, vendor, number; all must match. {up} earlier",
];

const ACTIVITY_HELP: &[&str] = &[
    "who:me  what:respond  what:undo,close  vendor:markant  #12  entry:5",
    "when:today  when:week  since:yesterday  until:2024-01-05  since:-2h",
    "Words look in what was done, subject, vendor, person, number. {up} earlier",
];

const PEOPLE_HELP: &[&str] = &[
    "How a name, a word of one, an address or a domain begins; or a number.",
    "Of a typed name any part of it.",
    "The list above follows while you type.",
];

const INBOX_HELP: &[&str] = &[
    "from:kari  from:acme.example  why:severity  trust:unverified  \"exact words\"",
    "Words look in sender, subject, text and why a letter is here; all must match.",
    "The list above follows while you type.",
];

/// Draws the filter, and what may be typed.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, filter: &FilterLine, shared: &Shared) {
    let theme = &shared.theme;
    let (empty, help) = match filter.of {
        FilteredList::Owed => ("what every vendor owes", FILTER_HELP),
        FilteredList::Queue => ("all open tickets", FILTER_HELP),
        FilteredList::Activity => ("all that was done", ACTIVITY_HELP),
        FilteredList::Reports => ("all tickets, closed ones too", FILTER_HELP),
        FilteredList::People => ("all of them", PEOPLE_HELP),
        FilteredList::Inbox => ("all that wait", INBOX_HELP),
    };
    // It stands at the foot, so that the list above shows what matches while it is typed.
    let columns = area.width.min(100);
    let wrong = filter.wrong.as_ref().map(|wrong| wrap(wrong, usize::from(columns.saturating_sub(4))));
    let said = wrong.as_ref().map_or(0, Vec::len).max(help.len());
    let height = (3 + said as u16).min(area.height);
    let foot = Rect { y: area.bottom() - height, height, ..area };
    let inside = popup(frame, foot, (columns, height), "Filter", theme);
    let below = draw_input(frame, inside, "/", &filter.line, empty, theme);
    let lines = match wrong {
        Some(lines) => lines.into_iter().map(|l| Line::styled(format!(" {l}"), theme.error)).collect(),
        None => help
            .iter()
            .map(|l| l.replace("{up}", shared.keys.up_and_down().split(' ').next().unwrap_or_default()))
            .map(|l| Line::styled(fit(&format!(" {l}"), usize::from(below.width)), theme.dim))
            .collect::<Vec<_>>(),
    };
    put_lines(frame, below, lines);
}

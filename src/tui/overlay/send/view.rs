//! Draws the ways in which a letter can be sent.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::shared::Shared;
use crate::tui::text::{pad, width, wrap};
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::SendMenu;

/// The columns of the box.
const COLUMNS: u16 = 84;

/// Draws the ways, and above them what is to be known first.
///
/// ```text
/// ╭ Send to Kari Nord <kari@acme.example> ──────────────────────────╮
/// │ ! Noor Nystad writes a letter about it too                      │
/// │ Records once it has gone: a word to the customer, the response  │
/// │ ─────────────────────────────────────────────────────────────── │
/// │ s  send             Goes in 10 s                                │
/// │ w  send and wait    Waits on the customer then.                 │
/// │ d  send and close   fix not met yet; f on the ticket records it │
/// ╰─────────────────────────────────────────────────────────────────╯
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, menu: &SendMenu, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let columns = usize::from(COLUMNS.min(area.width).saturating_sub(4));
    let records = format!("Records once it has gone: {}", menu.records());
    let mut head: Vec<Line<'static>> = Vec::new();
    for notice in &menu.notices {
        let (mark, style) = if menu.asks_whose { ("", theme.text) } else { ("! ", theme.at_risk) };
        let lines = wrap(&format!("{mark}{notice}"), columns);
        head.extend(lines.into_iter().map(|line| Line::styled(format!(" {line}"), style)));
    }
    if !menu.asks_whose {
        head.extend(wrap(&records, columns).into_iter().map(|line| Line::styled(format!(" {line}"), theme.text)));
    }
    head.push(Line::styled("─".repeat(columns + 2), theme.border));
    let means = means(menu, columns, shared);
    let rows = (head.len() + menu.ways.len() + means.len()) as u16 + 2;
    let inside = popup(frame, area, (COLUMNS, rows), &menu.title, theme);
    // On a small screen the ways matter more than what stands above them.
    let above = (head.len() as u16).min(inside.height.saturating_sub(menu.ways.len() as u16));
    put_lines(frame, Rect { height: above, ..inside }, head);
    let list = Rect { y: inside.y + above, height: (menu.ways.len() as u16).min(inside.height - above), ..inside };
    let labels = menu.ways.iter().map(|way| width(way.label)).max().unwrap_or(0);
    let shown = draw_lines(frame, list, &menu.rows, menu.ways.len(), theme, |place| {
        let way = &menu.ways[place];
        let key = way.action.map_or_else(|| " ".to_owned(), |action| shared.keys.sign(action));
        let style = if way.refused.is_some() { theme.dim } else { theme.text };
        let line = format!(" {key}  {}  ", pad(way.label, labels));
        let room = usize::from(inside.width).saturating_sub(width(&line));
        let means = way.refused.as_ref().map_or_else(|| in_row(&way.means, room), |why| why.within(room));
        Line::from(vec![Span::styled(line, style), Span::styled(means.to_owned(), theme.dim)])
    });
    let below = Rect { y: list.bottom(), height: inside.bottom().saturating_sub(list.bottom()), ..inside };
    for (line, y) in means.into_iter().zip(below.y..below.bottom()) {
        put_line(frame, Rect { y, height: 1, ..below }, Line::styled(format!(" {line}"), theme.dim));
    }
    shown
}

/// Returns what a way means as far as its row has room: the whole of it, else its first part, else nothing. The selected one's
/// stands whole below.
fn in_row(means: &str, room: usize) -> &str {
    let first = means.split(';').next().unwrap_or_default();
    [means, first].into_iter().find(|words| width(words) <= room).unwrap_or_default()
}

/// Returns what the selected way means, where the row has no room for it, or why it is not possible.
fn means(menu: &SendMenu, columns: usize, shared: &Shared) -> Vec<String> {
    let Some(way) = menu.rows.chosen().and_then(|place| menu.ways.get(place)) else {
        let choose = "choose, {accept} takes it, Esc sends nothing.";
        let words = format!("Nothing is chosen yet. {} {}", shared.keys.up_and_down(), shared.keys.say(choose));
        return wrap(&words, columns);
    };
    let labels = menu.ways.iter().map(|way| width(way.label)).max().unwrap_or(0);
    let whole = way.refused.as_ref().map_or(&way.means, |why| &why.whole);
    if width(whole) > columns.saturating_sub(labels + 5) { wrap(whole, columns) } else { Vec::new() }
}

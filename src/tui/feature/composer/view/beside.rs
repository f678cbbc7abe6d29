//! Draws the last that was said on the ticket, the newest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::sla::TicketRow;
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::feature::composer::Composer;
use crate::tui::feature::composer::state::LastWord;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fitted, wrap};
use crate::tui::view::preview;
use crate::tui::widget::{put_line, put_lines};

/// The columns of a text that is opened by itself.
const PAGE: usize = 72;

/// Draws the facts of the ticket, and what was said below them.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, composer: &Composer, shared: &Shared, now: Instant) {
    let theme = &shared.theme;
    let block = Block::new().borders(Borders::LEFT).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let Some(record) = &composer.record else { return };
    let row = TicketRow::new(record.ticket.clone(), composer.contract.clone(), now);
    let mut lines = preview::facts(&row, inside.width, shared, now);
    let room = (inside.height / 2).saturating_sub(lines.len() as u16);
    lines.extend(preview::targets(&row, (inside.width, room), shared, now));
    lines.push(Line::default());
    lines.push(Line::styled(" THE LAST OF IT, newest first", theme.dim));
    let columns = usize::from(inside.width.saturating_sub(4)).max(1);
    for word in &composer.last_words {
        if lines.len() >= usize::from(inside.height) {
            break;
        }
        let style = if word.internal { theme.dim } else { theme.title };
        let when = list_moment(shared.zone, word.at, now);
        let room = columns.saturating_sub(when.len() + 1);
        for (place, head) in fitted(&clean(&word.head), room, 2).into_iter().enumerate() {
            let before = if place == 0 { when.clone() } else { " ".repeat(when.len()) };
            let before = Span::styled(format!(" {before}  "), theme.dim);
            lines.push(Line::from(vec![before, Span::styled(head, style)]));
        }
        let text = clean_lines(&word.text);
        let wrapped = text.lines().flat_map(|line| wrap(line, columns));
        lines.extend(wrapped.map(|line| Line::styled(format!("   {line}"), theme.text)));
        lines.push(Line::default());
    }
    if composer.last_words.is_empty() {
        put_line(
            frame,
            Rect { y: inside.y + lines.len() as u16, height: 1, ..inside }.intersection(inside),
            Line::styled(" Nothing was said yet.", theme.dim),
        );
    }
    lines.truncate(usize::from(inside.height));
    put_lines(frame, inside, lines);
}

/// Returns what was said as a text to read, the oldest first.
pub(in crate::tui::feature::composer) fn text(words: &[LastWord], zone: Zone) -> Vec<String> {
    let entry = |word: &LastWord| {
        let head = format!("{}  {}", clock_text(zone, word.at), clean(&word.head));
        let text = clean_lines(&word.text).lines().flat_map(|line| wrap(line, PAGE)).collect::<Vec<_>>();
        std::iter::once(head).chain(text).chain([String::new()]).collect::<Vec<_>>()
    };
    words.iter().flat_map(entry).collect()
}

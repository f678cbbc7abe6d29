//! Draws the page of letters that have not gone yet: a row each, and the selected one whole.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::ledger::{LedgerRecordId, Outgoing, OutgoingState};
use crate::domain::letter::Mailbox;
use crate::domain::time::{Instant, figure_duration};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, wrap};
use crate::tui::view::letters;
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, put_line, put_lines};

use super::OutboxView;

/// The number of columns from which on the selected letter stands beside the list, and below it from so many rows on.
const BESIDE_FROM: u16 = 120;
const BELOW_FROM: u16 = 15;
/// The number of columns of a list from which on receivers and subject have columns of their own.
const ROOMY_FROM: usize = 58;
/// The columns of a ticket's number, of where a letter stands, of its receivers.
const TICKET: usize = 7;
const STATE: usize = 18;
const TO: usize = 24;

/// Draws the page.
///
/// ```text
///   STATE              TICKET   TO                        SUBJECT
/// ▌! perhaps sent      #117     kari@acme.example         Re: [#117] Hub cannot be reached
///  ▶ held, 8 s         #120     ola@acme.example          Re: [#120] Labels
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &OutboxView,
    now: Instant,
) -> Option<VisibleRows> {
    if view.list.is_empty() {
        let lines = wrap(empty_words(shared), usize::from(area.width.saturating_sub(2)));
        put_lines(frame, area, lines.into_iter().map(|line| Line::raw(format!(" {line}"))).collect());
        return None;
    }
    let (list, preview) = parts(area);
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(list);
    let columns = usize::from(list.width.saturating_sub(1));
    put_line(frame, head, head_line(columns, shared));
    let shown = draw_lines(frame, body, &view.rows, view.list.len(), &shared.theme, |place| {
        view.list.get(place).map_or_else(Line::default, |id| row(view, *id, columns, shared, now))
    });
    if let Some(preview) = preview {
        let borders = if preview.x > 0 { Borders::LEFT } else { Borders::TOP };
        let block = Block::new().borders(borders).border_style(shared.theme.border);
        let inside = block.inner(preview);
        frame.render_widget(block, preview);
        if let Some((_, letter)) = view.selected().and_then(|id| shared.outgoing_letter(id)) {
            put_lines(frame, inside, letters::outgoing_lines(letter, usize::from(inside.width), shared, now));
        }
    }
    Some(shown)
}

/// Returns the places of the list and of the selected letter.
fn parts(area: Rect) -> (Rect, Option<Rect>) {
    let halves = [Constraint::Percentage(50), Constraint::Percentage(50)];
    if area.width >= BESIDE_FROM {
        let [list, preview] = Layout::horizontal(halves).areas(area);
        return (list, Some(preview));
    }
    if area.height >= BELOW_FROM {
        let [list, preview] = Layout::vertical(halves).areas(area);
        return (list, Some(preview));
    }
    (area, None)
}

fn empty_words(shared: &Shared) -> &'static str {
    if shared.mail.is_set_up() {
        return "No letter waits to go. What was sent is on its ticket.";
    }
    "No letter waits to go, and the desk has no mail: give it an address under [mail] of its settings."
}

fn head_line(columns: usize, shared: &Shared) -> Line<'static> {
    let words = if columns < ROOMY_FROM {
        format!("   {}TO, SUBJECT", pad("STATE", STATE + 1))
    } else {
        let (to, subject) = widths(columns);
        let (state, ticket, to, subject) =
            (pad("STATE", STATE), pad("TICKET", TICKET), pad("TO", to), pad("SUBJECT", subject));
        format!("   {state} {ticket}  {to}  {subject}")
    };
    Line::styled(fit(&words, columns), shared.theme.dim)
}

/// Returns the columns of the receivers and of the subject.
fn widths(columns: usize) -> (usize, usize) {
    let room = columns.saturating_sub(3 + STATE + 1 + TICKET + 4);
    let to = TO.min(room * 2 / 5);
    (to, room - to)
}

fn row(view: &OutboxView, id: LedgerRecordId, columns: usize, shared: &Shared, now: Instant) -> Line<'static> {
    let Some((_, letter)) = shared.outgoing_letter(id) else { return Line::default() };
    let theme = &shared.theme;
    let mark = if view.selected() == Some(id) { "▌" } else { " " };
    let (sign, words, style) = standing(letter, shared, now);
    let short = |to: &Mailbox| to.name.clone().unwrap_or_else(|| to.address.clone());
    let to: Vec<String> = letter.head.to.iter().chain(&letter.head.cc).map(short).collect();
    let to = clean(&to.join(", ")).into_owned();
    let subject = clean(&letter.head.subject).into_owned();
    let rest = if columns < ROOMY_FROM {
        format!(" {}", fit(&format!("{to}: {subject}"), columns.saturating_sub(STATE + 4)))
    } else {
        let (to_columns, room) = widths(columns);
        let number = pad(&format!("#{}", letter.ticket), TICKET);
        format!(" {number}  {}  {}", pad(&to, to_columns), pad(&subject, room))
    };
    Line::from(vec![
        Span::styled(mark, theme.accent),
        Span::styled(sign, style),
        Span::styled(format!(" {}", pad(&words, STATE)), style),
        Span::raw(rest),
    ])
}

/// Returns the sign and a few words for where a letter stands.
fn standing(letter: &Outgoing, shared: &Shared, now: Instant) -> (&'static str, String, Style) {
    let theme = &shared.theme;
    match &letter.state {
        OutgoingState::Held { until } if *until > now => {
            ("▶", format!("goes in {}", figure_duration(until.since(now))), theme.running)
        }
        OutgoingState::Held { .. } => ("▶", "goes next".to_owned(), theme.running),
        OutgoingState::Going { .. } => ("▶", "going".to_owned(), theme.running),
        OutgoingState::Failed { next: Some(next), .. } => {
            ("!", format!("failed, again {}", figure_duration(next.since(now).max(0))), theme.at_risk)
        }
        OutgoingState::Failed { next: None, .. } => ("‼", "not sent".to_owned(), theme.breached),
        OutgoingState::Unsure { .. } => ("‼", "perhaps sent".to_owned(), theme.breached),
        OutgoingState::Unrecorded { .. } => ("‼", "not recorded".to_owned(), theme.breached),
    }
}

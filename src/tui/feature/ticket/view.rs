//! Draws one ticket: facts, targets, what was said, what happened.

mod conversation;
mod timeline;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::domain::sla::{TicketRow, waiting_in_words};
use crate::domain::ticket::{EventData, Record, event, say_at};
use crate::domain::time::{Instant, Zone, clock_text};
use crate::tui::action::Action;
use crate::tui::feature::ticket::{TicketTab, TicketView};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, width, wrap};
use crate::tui::view::preview;
use crate::tui::widget::{VisibleRows, put_line, put_lines, toast_rows};

pub(super) use conversation::text as conversation_text;

/// The number of columns from which on the timeline stands beside the targets instead of below them.
const BESIDE_FROM: u16 = 120;

/// The rows from which on the page says how the vendor is reached.
const ROOMY_FROM: u16 = 38;
/// The number of rows of the page under which only the subject and the targets stand above the timeline.
const TALL_FROM: u16 = 13;

/// The number of rows with which the events stand below the targets, beside the conversation.
const LEAST_EVENTS: u16 = 5;

/// Draws the page.
///
/// ```text
///  #1042 Critical  Markant, Extended  in work
///  Checkout gives 502 in every shop
///  response    due today 10:30      ✓ met
///  …
///  [CONVERSATION 2]  TIMELINE
///  today 10:12   from the customer by phone, Kari Dahl            agent1
///                It does not answer since eight.
/// ```
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &TicketView,
    now: Instant,
) -> Option<VisibleRows> {
    if let Some(problem) = &view.problem {
        put_line(frame, area, Line::styled(format!(" {problem}"), shared.theme.error));
        return None;
    }
    let Some(record) = &view.record else {
        put_line(frame, area, Line::styled(" …", shared.theme.dim));
        return None;
    };
    let contract = shared.book.of_ticket(&record.ticket);
    let row = TicketRow::new(record.ticket.clone(), contract, now);
    let columns = if area.width >= BESIDE_FROM { area.width / 2 } else { area.width };
    let zone = shared.zone;
    let waiting = waiting_in_words(&row, zone, now);
    let is_short = area.height < TALL_FROM && area.width < BESIDE_FROM;
    let mut lines = preview::facts(&row, columns, shared, now);
    if is_short {
        // What is owed comes before how it was reported.
        lines.truncate(1);
        lines.push(whose(record, shared, usize::from(columns)));
        let draft = shared.letter_draft_in_words(record.ticket.id);
        lines.extend(draft.map(|words| Line::styled(fit(&format!(" {words}"), columns.into()), shared.theme.accent)));
    } else {
        lines.extend(preview::apart(&row, waiting, columns, shared, now));
        // Where rows are few, they are the deadlines' and the timeline's.
        let reached = (area.height >= ROOMY_FROM).then(|| preview::vendor_reached(&row, columns, shared));
        lines.extend(reached.into_iter().flatten());
    }
    lines.extend(preview::asked_by_letters(&record.ticket, Some(&record.events), columns, shared, now));
    if let Some(words) = view.size_warning() {
        let wrapped = wrap(&format!("⚠ {words}"), usize::from(columns.saturating_sub(2)));
        lines.extend(wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), shared.theme.at_risk)));
    }
    lines.extend((!is_short).then(Line::default));
    // However small the screen, some of the timeline shows.
    let most = if area.width >= BESIDE_FROM { area.height } else { area.height.saturating_sub(4).max(area.height / 2) };
    let room = most.saturating_sub(lines.len() as u16);
    lines.extend(preview::targets(&row, (columns, room), shared, now));
    let (pane, left) = parts(area, columns, lines.len() as u16, most);
    put_lines(frame, Rect { height: left.y - area.y, ..Rect { width: columns, ..area } }, lines);
    let tab = view.tab();
    // What was said last is what one looks for once it is saved.
    let covered = shared.toast.as_ref().map_or(0, |message| toast_rows(area, &message.text));
    let mut draw = |drawn: TicketTab, place: Rect, beside: bool| {
        draw_tab(frame, place, PaneHead { drawn, tab, beside, covered }, shared, view, record, now)
    };
    if left.height < LEAST_EVENTS {
        return Some(draw(tab, pane, false));
    }
    let (said, happened) = (draw(TicketTab::Conversation, pane, true), draw(TicketTab::Events, left, true));
    Some(if tab == TicketTab::Events { happened } else { said })
}

/// Returns the customer and the subject in one line; a third of it at the most is the customer's.
fn whose(record: &Record, shared: &Shared, columns: usize) -> Line<'static> {
    let customer = shared.ledger.customer_of(&record.ticket);
    let customer = customer.map_or_else(String::new, |name| format!("{}: ", fit(name, columns / 3)));
    let subject = fit(&clean(&record.ticket.subject), columns.saturating_sub(width(&customer) + 1));
    let theme = &shared.theme;
    Line::from(vec![Span::raw(" "), Span::styled(customer, theme.text), Span::styled(subject, theme.title)])
}

/// Returns where the tab stands, and what is left for the events below the targets where the two stand side by side.
fn parts(area: Rect, columns: u16, above: u16, most: u16) -> (Rect, Rect) {
    let top = above.min(most);
    let below = Rect { y: area.y + top, height: area.height - top, width: columns, ..area };
    if area.width < BESIDE_FROM {
        return (below, Rect { height: 0, ..below });
    }
    (Rect { x: area.x + columns, width: area.width - columns, ..area }, below)
}

/// What the head of a pane says.
#[derive(Clone, Copy)]
struct PaneHead {
    /// The tab that the pane shows.
    drawn: TicketTab,
    /// The tab that has the keys.
    tab: TicketTab,
    /// Whether the other one shows as well.
    beside: bool,
    /// The rows at its foot over which a message lies now.
    covered: u16,
}

/// Draws a tab with its head.
fn draw_tab(
    frame: &mut Frame<'_>,
    area: Rect,
    pane: PaneHead,
    shared: &Shared,
    view: &TicketView,
    record: &Record,
    now: Instant,
) -> VisibleRows {
    let [head, mut body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    body.height = body.height.saturating_sub(pane.covered);
    put_line(frame, head, heads(view, pane, area.width, shared));
    match pane.drawn {
        TicketTab::Conversation => conversation::draw(frame, body, shared, view, record, now),
        TicketTab::Events => timeline::draw(frame, body, shared, view, record, now),
    }
}

/// Returns the head of a pane: its own name, and that of the other tab where only one of them shows. The one that has the keys
/// is accented.
fn heads(view: &TicketView, pane: PaneHead, columns: u16, shared: &Shared) -> Line<'static> {
    let entries = view.entries();
    let said = if entries == 0 { "CONVERSATION".to_owned() } else { format!("CONVERSATION {entries}") };
    let happened = "TIMELINE".to_owned();
    let PaneHead { drawn, tab, beside, .. } = pane;
    let has_keys = tab == drawn;
    let own = |words: String| {
        let style = if has_keys { shared.theme.accent } else { shared.theme.dim };
        Span::styled(words, style)
    };
    let order = if drawn == TicketTab::Events { ", newest first" } else { "" };
    if beside {
        let words = if drawn == TicketTab::Events { happened } else { said };
        return Line::from(own(format!(" {words}{order}")));
    }
    let named = |words: String, of| {
        if of == drawn { own(format!("[{words}]")) } else { Span::styled(format!(" {words} "), shared.theme.dim) }
    };
    let tabs = [named(said, TicketTab::Conversation), named(happened, TicketTab::Events)];
    let key = format!("{order}  {} other tab", shared.keys.sign(Action::NextTab));
    let mut spans = vec![Span::raw(" ")];
    spans.extend(tabs);
    spans.push(Span::styled(key, shared.theme.dim));
    let line = Line::from(spans);
    if line.width() <= usize::from(columns) { line } else { Line::from(line.spans[..3].to_vec()) }
}

/// Returns an event in full, a note with all its lines.
pub fn event_text(record: &Record, place: usize, zone: Zone) -> Vec<String> {
    let event = &record.events[place];
    let name = zone.name();
    let mut lines = vec![
        format!("happened {} ({name})", clock_text(zone, event.happened)),
        format!("entered  {} by {}", clock_text(zone, event.recorded), event.by),
        String::new(),
    ];
    match event.action() {
        Some(
            EventData::Note(event::Note { text, .. })
            | EventData::Message(event::Message { text, text_file: None, .. })
            | EventData::Described(event::Described { text, text_file: None }),
        ) => lines.extend(text.lines().flat_map(|line| wrap(line, 72))),
        _ => lines.extend(wrap(&say_at(event, &record.events, &|at| clock_text(zone, at)), 72)),
    }
    lines
}

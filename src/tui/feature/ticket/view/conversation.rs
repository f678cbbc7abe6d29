//! Draws what was said on a ticket: whole, wrapped, in order; what is quoted is folded.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::file::FileRef;
use crate::domain::ticket::{ConversationEntry, EntryKind, Record, conversation, passages};
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::action::Action;
use crate::tui::feature::ticket::TicketView;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fit, pad, width, wrap};
use crate::tui::widget::{VisibleRows, put_line, scrollbar};

use super::{NARROW, WHEN};

/// The columns of a text that is opened by itself.
const PAGE: usize = 72;

/// Draws the conversation into `body`, below its head.
///
/// ```text
///  08:36         from the customer by phone, Kari Dahl                jo
///                Thank you, the labels print. How long do you think it
///                takes?
///                + 9 quoted lines
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    body: Rect,
    shared: &Shared,
    view: &TicketView,
    record: &Record,
    now: Instant,
) -> VisibleRows {
    let entries = conversation(&record.events);
    if entries.is_empty() {
        put_line(frame, body, Line::styled(fit(&empty(shared), usize::from(body.width)), shared.theme.dim));
        return VisibleRows { top: body.y, rows: 0..0 };
    }
    let sheet = Sheet { shared, record, columns: usize::from(body.width), unfolded: view.unfolded, now };
    let lines: Vec<Line<'static>> = entries.iter().flat_map(|entry| sheet.entry(entry)).collect();
    // The last entry has no blank line below it.
    let total = lines.len() - 1;
    let range = view.said.visible(total, body.height);
    for (line, y) in lines.into_iter().take(total).skip(range.start).zip(body.y..body.bottom()) {
        put_line(frame, Rect { y, height: 1, ..body }, line);
    }
    scrollbar(frame, body, &range, total, &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

fn empty(shared: &Shared) -> String {
    shared.keys.say(" Nothing was said yet. {note} writes a note, or what was said.")
}

/// Returns the whole conversation as a text, with nothing folded.
pub(in crate::tui::feature::ticket) fn text(record: &Record, zone: Zone) -> Vec<String> {
    let entry = |entry: &ConversationEntry<'_>| {
        let head = format!(
            "{}  {}  ({})",
            clock_text(zone, entry.at),
            entry.in_words(record.ticket.customer.as_deref()),
            entry.by
        );
        let text = clean_lines(entry.text).lines().flat_map(|line| wrap(line, PAGE)).collect::<Vec<_>>();
        let files = entry.files.iter().map(|file| format!("⊕ {}", clean(&file.in_words())));
        std::iter::once(head).chain(text).chain(files).chain([String::new()]).collect::<Vec<_>>()
    };
    conversation(&record.events).iter().flat_map(entry).collect()
}

/// What lines are made with.
struct Sheet<'a> {
    shared: &'a Shared,
    record: &'a Record,
    /// The columns of the pane, the last of which is the scroll bar's.
    columns: usize,
    unfolded: bool,
    now: Instant,
}

impl Sheet<'_> {
    /// Returns the lines of an entry: its head, its text, and a blank one.
    fn entry(&self, entry: &ConversationEntry<'_>) -> Vec<Line<'static>> {
        let mut lines = vec![self.head(entry)];
        let text = clean_lines(entry.text);
        let written: Vec<&str> = text.lines().collect();
        for passage in passages(&text) {
            let quoted = &written[passage.lines.clone()];
            if !passage.folded {
                lines.extend(self.wrapped(quoted, self.shared.theme.text));
            } else if self.unfolded {
                lines.extend(self.wrapped(quoted, self.shared.theme.dim));
            } else {
                lines.push(self.folded(quoted.len()));
            }
        }
        let margin = " ".repeat(self.margin());
        let file = |file: &FileRef| Line::from(format!("{margin}⊕ {}", clean(&file.in_words())));
        lines.extend(entry.files.iter().map(file));
        lines.push(Line::default());
        lines
    }

    fn head(&self, entry: &ConversationEntry<'_>) -> Line<'static> {
        let theme = &self.shared.theme;
        let when = pad(&list_moment(self.shared.zone, entry.at, self.now), WHEN);
        let who = if self.columns < usize::from(NARROW) { String::new() } else { fit(entry.by, 12) };
        let room = self.columns.saturating_sub(width(&when) + width(&who) + 4);
        let words = fit(&clean(&entry.in_words(self.record.ticket.customer.as_deref())), room);
        let blank = " ".repeat(room.saturating_sub(width(&words)) + 1);
        let style = if entry.kind == EntryKind::Note { theme.dim } else { theme.title };
        Line::from(vec![
            Span::styled(format!(" {when} "), theme.dim),
            Span::styled(words, style),
            Span::raw(blank),
            Span::styled(who, theme.dim),
        ])
    }

    fn wrapped(&self, lines: &[&str], style: ratatui::style::Style) -> Vec<Line<'static>> {
        let room = self.columns.saturating_sub(self.margin() + 2).max(1);
        let blank = " ".repeat(self.margin());
        let line = |line: String| Line::from(vec![Span::raw(blank.clone()), Span::styled(line, style)]);
        lines.iter().flat_map(|text| wrap(text, room)).map(line).collect()
    }

    fn folded(&self, lines: usize) -> Line<'static> {
        let what = if lines == 1 { "quoted line" } else { "quoted lines" };
        let key = self.shared.keys.sign(Action::Unfold);
        Line::styled(format!("{}{key} {lines} {what}", " ".repeat(self.margin())), self.shared.theme.dim)
    }

    /// Returns the columns before a text: it stands below the words of its head, on a narrow screen nearly at the margin.
    const fn margin(&self) -> usize {
        if self.columns < NARROW as usize { 2 } else { WHEN + 2 }
    }
}

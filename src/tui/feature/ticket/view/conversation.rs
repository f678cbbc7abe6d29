//! Draws what was said on a ticket: whole, wrapped, in order; what is quoted is folded.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::file::FileRef;
use crate::domain::ticket::{ConversationEntry, EntryKind, Record, conversation, entry_at, goes_on_in_words};
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::action::Action;
use crate::tui::feature::ticket::TicketView;
use crate::tui::feature::ticket::layout::{ConversationLine, NARROW, WHEN, margin};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fit, pad, width, wrap};
use crate::tui::view::letters::{LetterFact, letter_facts, pictures_in_words};
use crate::tui::widget::{VisibleRows, put_line, scrollbar};

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
    let layout = view.layout(record, body.width);
    let total = layout.lines.len();
    if total == 0 {
        put_line(frame, body, Line::styled(fit(&empty(shared), usize::from(body.width)), shared.theme.dim));
        return VisibleRows { top: body.y, rows: 0..0 };
    }
    let range = view.said_rows(&layout, body.height);
    let sheet = Sheet { shared, record, columns: body.width, now };
    for (line, y) in layout.lines[range.clone()].iter().zip(body.y..body.bottom()) {
        put_line(frame, Rect { y, height: 1, ..body }, sheet.line(line));
    }
    scrollbar(frame, body, &range, total, &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

fn empty(shared: &Shared) -> String {
    shared.keys.say(" Nothing was said yet. {note} writes a note, or what was said.")
}

/// Returns the whole conversation as a text, with nothing folded.
pub(in crate::tui::feature::ticket) fn text(record: &Record, zone: Zone, shared: &Shared) -> Vec<String> {
    let entry = |entry: &ConversationEntry<'_>| {
        let head = format!(
            "{}  {}  ({})",
            clock_text(zone, entry.at),
            entry.in_words(record.ticket.customer.as_deref()),
            entry.by
        );
        let text = clean_lines(entry.text).lines().flat_map(|line| wrap(line, PAGE)).collect::<Vec<_>>();
        let text = text.into_iter().chain(entry.text_file.map(|file| clean(&goes_on_in_words(file)).into_owned()));
        let letter = letter_facts(entry, &record.ticket.subject).into_iter().map(|fact| match fact {
            LetterFact::Plain(words) | LetterFact::Warning(words) => words,
            LetterFact::Dated(at) => format!("dated {}", clock_text(zone, at)),
        });
        let pictures = entry.letter.map_or(&[][..], |letter| &letter.pictures);
        let files = entry.files.iter().chain(pictures).map(|file| format!("⊕ {}", shared.file_in_words(file)));
        let parts = std::iter::once(head).chain(letter.flat_map(|line| wrap(&line, PAGE))).chain(text).chain(files);
        parts.chain([String::new()]).collect::<Vec<_>>()
    };
    conversation(&record.events).iter().flat_map(entry).collect()
}

/// What lines are drawn with.
struct Sheet<'a> {
    shared: &'a Shared,
    record: &'a Record,
    columns: u16,
    now: Instant,
}

impl Sheet<'_> {
    fn line(&self, line: &ConversationLine) -> Line<'static> {
        let theme = &self.shared.theme;
        match line {
            ConversationLine::Head(place) => {
                entry_at(&self.record.events, *place).map_or_else(Line::default, |entry| self.head(&entry))
            }
            ConversationLine::Own(text) => self.indented(text, theme.text),
            ConversationLine::Quoted(text) | ConversationLine::Fact(text) => self.indented(text, theme.dim),
            ConversationLine::Warning(text) => self.indented(text, theme.at_risk),
            ConversationLine::Dated(at) => {
                self.indented(&format!("dated {}", list_moment(self.shared.zone, *at, self.now)), theme.dim)
            }
            ConversationLine::Folded(1) => self.folded("1 quoted line"),
            ConversationLine::Folded(lines) => self.folded(&format!("{lines} quoted lines")),
            ConversationLine::FoldedText(1) => self.folded("1 line"),
            ConversationLine::FoldedText(lines) => self.folded(&format!("{lines} lines")),
            ConversationLine::FoldedPictures(count) => self.folded(&pictures_in_words(*count).unwrap_or_default()),
            ConversationLine::GoesOn(place) => {
                let entry = entry_at(&self.record.events, *place);
                let words = entry.and_then(|entry| entry.text_file).map(goes_on_in_words).unwrap_or_default();
                self.indented(&clean(&words), theme.dim)
            }
            ConversationLine::File(place, file) => {
                let entry = entry_at(&self.record.events, *place);
                entry.and_then(|entry| entry.files.get(*file)).map_or_else(Line::default, |file| self.file(file))
            }
            ConversationLine::Picture(place, picture) => {
                let letter = entry_at(&self.record.events, *place).and_then(|entry| entry.letter);
                let picture = letter.and_then(|letter| letter.pictures.get(*picture));
                picture.map_or_else(Line::default, |picture| self.file(picture))
            }
            ConversationLine::Blank => Line::default(),
        }
    }

    fn indented(&self, text: &str, style: ratatui::style::Style) -> Line<'static> {
        let blank = " ".repeat(margin(self.columns));
        Line::from(vec![Span::raw(blank), Span::styled(text.to_owned(), style)])
    }

    /// Returns the line of a file; one whose bytes are not in the store is marked.
    fn file(&self, file: &FileRef) -> Line<'static> {
        let theme = &self.shared.theme;
        let style = if self.shared.is_missing(file) { theme.error } else { theme.text };
        self.indented(&format!("⊕ {}", self.shared.file_in_words(file)), style)
    }

    /// Returns the line that stands for what is folded.
    fn folded(&self, what: &str) -> Line<'static> {
        let key = self.shared.keys.sign(Action::Unfold);
        self.indented(&format!("{key} {what}"), self.shared.theme.dim)
    }

    fn head(&self, entry: &ConversationEntry<'_>) -> Line<'static> {
        let (theme, columns) = (&self.shared.theme, usize::from(self.columns));
        let when = pad(&list_moment(self.shared.zone, entry.at, self.now), WHEN);
        let who = if self.columns < NARROW { String::new() } else { fit(entry.by, 12) };
        let room = columns.saturating_sub(width(&when) + width(&who) + 4);
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
}

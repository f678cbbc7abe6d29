//! Draws what was said on a ticket: whole, wrapped, in order; what is quoted is folded.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::file::FileRef;
use crate::domain::intake::bare_subject;
use crate::domain::letter::Mailbox;
use crate::domain::ticket::{ConversationEntry, EntryKind, MessageDirection, Record, conversation, passages};
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::action::Action;
use crate::tui::feature::ticket::TicketView;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fit, pad, width, wrap};
use crate::tui::view::letters::{
    dated_otherwise, mailboxes, pictures_in_words, trust_words, verdict_words, whole_in_words,
};
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
    let subject = &record.ticket.subject;
    let entry = |entry: &ConversationEntry<'_>| {
        let head = format!(
            "{}  {}  ({})",
            clock_text(zone, entry.at),
            entry.in_words(record.ticket.customer.as_deref()),
            entry.by
        );
        let letter = letter_facts(entry, subject, |at| clock_text(zone, at)).into_iter().map(|fact| fact.words);
        let text = clean_lines(entry.text).lines().flat_map(|line| wrap(line, PAGE)).collect::<Vec<_>>();
        let whole = entry.text_file.map(whole_in_words);
        let pictures = entry.letter.map_or(&[][..], |letter| &letter.pictures);
        let files = entry.files.iter().chain(pictures).map(|file| format!("⊕ {}", clean(&file.in_words())));
        let parts = std::iter::once(head).chain(letter.flat_map(|line| wrap(&line, PAGE))).chain(text).chain(whole);
        parts.chain(files).chain([String::new()]).collect::<Vec<_>>()
    };
    conversation(&record.events).iter().flat_map(entry).collect()
}

/// Something that is said of a letter below its head.
struct LetterFact {
    words: String,
    /// Whether it says to be careful.
    warns: bool,
}

/// Returns what is said of a letter: who wrote it to whom, its subject where that is another than the ticket's, the moment that
/// it names itself where that differs, how far it is to be believed, and what it is where no person wrote it.
fn letter_facts(entry: &ConversationEntry<'_>, subject: &str, say: impl Fn(Instant) -> String) -> Vec<LetterFact> {
    let Some(letter) = entry.letter else { return Vec::new() };
    let came_in = matches!(entry.kind, EntryKind::Message(MessageDirection::In | MessageDirection::VendorIn));
    let from = letter.from.as_ref().map_or_else(|| "nobody named".to_owned(), Mailbox::in_words);
    let own = if came_in { " in their own words" } else { "" };
    let cc = if letter.cc.is_empty() { String::new() } else { format!(", cc {}", mailboxes(&letter.cc)) };
    let to = if letter.to.is_empty() { String::new() } else { format!(", to {}", mailboxes(&letter.to)) };
    let plain = |words: String| LetterFact { words, warns: false };
    let warning = |words: &str| LetterFact { words: format!("⚠ {words}"), warns: true };
    let mut facts = vec![plain(format!("{}{own}{to}{cc}", clean(&from)))];
    let differs = !letter.subject.is_empty() && bare_subject(&letter.subject) != bare_subject(subject);
    facts.extend(differs.then(|| plain(format!("subject: {}", clean(&letter.subject)))));
    if !came_in {
        facts.extend(letter.perhaps_twice.then(|| warning("perhaps sent twice")));
        return facts;
    }
    facts.extend(dated_otherwise(letter, entry.at).map(|dated| plain(format!("dated {}", say(dated)))));
    facts.extend(trust_words(letter.trust).map(warning));
    facts.extend(verdict_words(letter.verdict).map(|words| plain(words.to_owned())));
    facts
}

/// Returns whether anything of an entry is folded at first.
pub(in crate::tui::feature::ticket) fn has_folded(entry: &ConversationEntry<'_>) -> bool {
    let of_letter =
        entry.letter.is_some_and(|letter| verdict_words(letter.verdict).is_some() || !letter.pictures.is_empty());
    of_letter || passages(entry.text).iter().any(|passage| passage.folded)
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
        let say = |at| list_moment(self.shared.zone, at, self.now);
        for fact in letter_facts(entry, &self.record.ticket.subject, say) {
            let style = if fact.warns { self.shared.theme.at_risk } else { self.shared.theme.dim };
            lines.extend(self.wrapped(&[&fact.words], style));
        }
        let text = clean_lines(entry.text);
        let written: Vec<&str> = text.lines().collect();
        // What no person wrote is there, and in nobody's way.
        let is_folded = entry.letter.is_some_and(|letter| verdict_words(letter.verdict).is_some()) && !self.unfolded;
        if is_folded && !written.is_empty() {
            lines.push(self.folded(written.len(), ("line", "lines")));
        }
        for passage in passages(&text).into_iter().filter(|_| !is_folded) {
            let quoted = &written[passage.lines.clone()];
            if !passage.folded {
                lines.extend(self.wrapped(quoted, self.shared.theme.text));
            } else if self.unfolded {
                lines.extend(self.wrapped(quoted, self.shared.theme.dim));
            } else {
                lines.push(self.folded(quoted.len(), ("quoted line", "quoted lines")));
            }
        }
        if let Some(whole) = entry.text_file {
            lines.extend(self.wrapped(&[&whole_in_words(whole)], self.shared.theme.dim));
        }
        lines.extend(self.files(entry));
        lines.push(Line::default());
        lines
    }

    /// Returns the lines of the files of an entry; the pictures of a letter are one line until they are unfolded.
    fn files(&self, entry: &ConversationEntry<'_>) -> Vec<Line<'static>> {
        let margin = " ".repeat(self.margin());
        let file = |file: &FileRef| Line::from(format!("{margin}⊕ {}", clean(&file.in_words())));
        let pictures = entry.letter.map_or(&[][..], |letter| &letter.pictures);
        let shown = if self.unfolded { pictures } else { &[] };
        let folded = pictures_in_words(pictures.len()).filter(|_| !self.unfolded);
        let key = self.shared.keys.sign(Action::Unfold);
        let folded = folded.map(|words| Line::styled(format!("{margin}{key} {words}"), self.shared.theme.dim));
        entry.files.iter().chain(shown).map(file).chain(folded).collect()
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

    fn folded(&self, lines: usize, (one, many): (&str, &str)) -> Line<'static> {
        let what = if lines == 1 { one } else { many };
        let key = self.shared.keys.sign(Action::Unfold);
        Line::styled(format!("{}{key} {lines} {what}", " ".repeat(self.margin())), self.shared.theme.dim)
    }

    /// Returns the columns before a text: it stands below the words of its head, on a narrow screen nearly at the margin.
    const fn margin(&self) -> usize {
        if self.columns < NARROW as usize { 2 } else { WHEN + 2 }
    }
}

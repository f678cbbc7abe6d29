//! Lays a conversation out in lines of a width. That reads and wraps every text, so it is done once for each state of the ticket and
//! each width, and never with a frame.

use crate::domain::text::clean_lines;
use crate::domain::ticket::{ConversationEntry, passages};
use crate::domain::time::Instant;
use crate::tui::text::{fit, wrap};
use crate::tui::view::letters::{LetterFact, letter_facts, verdict_words};

/// The number of columns under which nobody is named beside an event.
pub(super) const NARROW: u16 = 50;

/// The columns of the moment before an event.
pub(super) const WHEN: usize = 13;

/// A line of a conversation, with what of it depends neither on the hour nor on colours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ConversationLine {
    /// The head of the entry whose event has that place.
    Head(usize),
    /// A line that says what a letter is.
    Fact(String),
    /// A line that says to be careful with a letter.
    Warning(String),
    /// The moment that a letter names itself.
    Dated(Instant),
    /// A line that its writer wrote.
    Own(String),
    /// A line that is quoted.
    Quoted(String),
    /// That so many quoted lines are folded here.
    Folded(usize),
    /// That so many lines are folded here which no person wrote.
    FoldedText(usize),
    /// That so many pictures of a letter are folded here.
    FoldedPictures(usize),
    /// Where the text of the event with that place goes on.
    GoesOn(usize),
    /// A file of the event with that place, by its place among the event's files.
    File(usize, usize),
    /// A picture of the letter of the event with that place, by its place among the letter's pictures.
    Picture(usize, usize),
    /// A blank line between two entries.
    Blank,
}

/// A conversation in lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ConversationLayout {
    /// The columns of the pane, the last of which is the scroll bar's.
    pub(super) columns: u16,
    /// Whether what is quoted shows.
    pub(super) unfolded: bool,
    /// The lines, in order.
    pub(super) lines: Vec<ConversationLine>,
}

impl ConversationLayout {
    /// Lays these entries out, of a ticket with that subject.
    pub(super) fn new(entries: &[ConversationEntry<'_>], subject: &str, columns: u16, unfolded: bool) -> Self {
        let mut layout = Self { columns, unfolded, lines: Vec::new() };
        for entry in entries {
            if !layout.lines.is_empty() {
                layout.lines.push(ConversationLine::Blank);
            }
            layout.add(entry, subject);
        }
        layout
    }

    fn add(&mut self, entry: &ConversationEntry<'_>, subject: &str) {
        self.lines.push(ConversationLine::Head(entry.place));
        let room = usize::from(self.columns).saturating_sub(margin(self.columns) + 2).max(1);
        for fact in letter_facts(entry, subject) {
            match fact {
                LetterFact::Plain(words) if self.columns < NARROW => {
                    self.lines.push(ConversationLine::Fact(fit(&words, room)));
                }
                LetterFact::Plain(words) => {
                    self.lines.extend(wrap(&words, room).into_iter().map(ConversationLine::Fact));
                }
                LetterFact::Warning(words) => {
                    self.lines.extend(wrap(&words, room).into_iter().map(ConversationLine::Warning));
                }
                LetterFact::Dated(at) => self.lines.push(ConversationLine::Dated(at)),
            }
        }
        self.add_text(entry, room);
        self.lines.extend(entry.text_file.map(|_| ConversationLine::GoesOn(entry.place)));
        self.lines.extend((0..entry.files.len()).map(|file| ConversationLine::File(entry.place, file)));
        let pictures = entry.letter.map_or(0, |letter| letter.pictures.len());
        if self.unfolded {
            self.lines.extend((0..pictures).map(|picture| ConversationLine::Picture(entry.place, picture)));
        } else if pictures > 0 {
            self.lines.push(ConversationLine::FoldedPictures(pictures));
        }
    }

    fn add_text(&mut self, entry: &ConversationEntry<'_>, room: usize) {
        let text = clean_lines(entry.text);
        let written: Vec<&str> = text.lines().collect();
        // What no person wrote is there, and in nobody's way.
        if entry.letter.is_some_and(|letter| verdict_words(letter.verdict).is_some()) && !self.unfolded {
            self.lines.extend((!written.is_empty()).then_some(ConversationLine::FoldedText(written.len())));
            return;
        }
        for passage in passages(&text) {
            let lines = &written[passage.lines.clone()];
            if passage.folded && !self.unfolded {
                self.lines.push(ConversationLine::Folded(lines.len()));
                continue;
            }
            let kind = if passage.folded { ConversationLine::Quoted } else { ConversationLine::Own };
            self.lines.extend(lines.iter().flat_map(|line| wrap(line, room)).map(kind));
        }
    }

    /// Returns the lines of the entry whose event has that place, from its head on; none where it is no part of the conversation.
    pub(super) fn lines_of(&self, place: usize) -> Option<std::ops::Range<usize>> {
        let start = self.lines.iter().position(|line| *line == ConversationLine::Head(place))?;
        let length = self.lines[start..].iter().position(|line| *line == ConversationLine::Blank);
        Some(start..length.map_or(self.lines.len(), |length| start + length))
    }
}

/// Returns the columns before a text: it stands below the words of its head, on a narrow screen nearly at the margin.
pub(super) const fn margin(columns: u16) -> usize {
    if columns < NARROW { 2 } else { WHEN + 2 }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::domain::contract::Book;
    use crate::domain::ticket::{Event, EventData, NewTicket, Record, TicketId, event, new_events};
    use crate::domain::time::Instant;
    use crate::tui::feature::ticket::TicketView;

    fn record(notes: usize) -> Record {
        let now = Instant::from_secs(0);
        let note = |n: usize| Event {
            happened: now,
            recorded: now,
            by: "anna".to_owned(),
            what: EventData::Note(event::Note { text: format!("{n}\n\n> quoted"), to_customer: false }).into(),
        };
        let first = new_events(&NewTicket::default(), "", None, "anna", now);
        Record::new(TicketId(1), first.into_iter().chain((0..notes).map(note)).collect()).unwrap()
    }

    /// The texts of ten thousand entries are read and wrapped once, and with no frame.
    #[test]
    fn a_conversation_is_laid_out_once_for_each_state_and_width() {
        let (book, all) = (Book::built_in(), record(9_990));
        let mut view = TicketView::new(TicketId(1));
        view.put(all.clone(), &book);
        let first = view.layout(&all, 80);
        assert_eq!(first.lines.len(), 9_990 * 5 - 1);
        assert!((0..100).all(|_| Rc::ptr_eq(&first, &view.layout(&all, 80))), "every frame has the same one");
        let wider = view.layout(&all, 100);
        assert!(!Rc::ptr_eq(&first, &wider) && Rc::ptr_eq(&wider, &view.layout(&all, 100)));
        view.unfolded = true;
        assert_ne!(view.layout(&all, 100).lines, wider.lines);
        let more = record(9_991);
        view.put(more.clone(), &book);
        assert_eq!(view.layout(&more, 100).lines.last(), Some(&ConversationLine::Quoted("> quoted".to_owned())));
    }
}

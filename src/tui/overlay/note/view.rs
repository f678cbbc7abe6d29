//! Draws a note.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;

use crate::domain::ticket::MessageDirection;
use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Context;
use crate::tui::feature::new_ticket::view::draw_area;
use crate::tui::shared::Shared;
use crate::tui::text::fitted;
use crate::tui::widget::{Choice, choice, popup, put_line, put_lines};

use super::Note;
use super::state::{NoteField, NoteKind};

/// The most rows of what is wrong.
const MOST_WRONG: usize = 3;
/// Columns for the labels.
const LABEL: u16 = 3;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, note: &Note, shared: &Shared, now: Instant) {
    let theme = &shared.theme;
    let when = note.at.map_or_else(String::new, |at| format!(", for {}", say_moment(shared.zone, at, now)));
    let title =
        format!("{} #{}{when}{}", heading(note.kind), note.ticket, note.autosave.since_in_words(shared.zone, now));
    let fields = note.fields();
    let inside = popup(frame, area, (84, 14 + fields.len() as u16), &title, theme);
    // What is typed stands off the frame, as in all dialogs.
    let inside = inside.inner(Margin::new(1, 0));
    let choices = fields.iter().filter(|field| **field != NoteField::Text);
    let mut top = inside;
    for field in choices {
        draw_choice(frame, Rect { height: top.height.min(1), ..top }, note, *field, shared);
        top = Rect { y: top.y + 1, height: top.height.saturating_sub(1), ..top };
    }
    let wrong = note.wrong.as_deref().map_or_else(Vec::new, |wrong| fitted(wrong, usize::from(top.width), MOST_WRONG));
    let foot = (wrong.len().max(1) as u16).min(top.height);
    let text = Rect { height: top.height - foot, ..top };
    draw_area(frame, text, &note.text, note.focus == NoteField::Text, theme);
    let foot = Rect { y: text.bottom(), height: foot, ..inside };
    if !wrong.is_empty() {
        put_lines(frame, foot, wrong.into_iter().map(|line| Line::styled(line, theme.error)).collect());
        return;
    }
    let keys = |words| Line::styled(shared.keys.say_in(Context::Area, words), theme.dim);
    let line = if note.saving.is_some() {
        Line::styled("… waiting to be written; Esc leaves it to that", theme.dim)
    } else if note.focus != NoteField::Text {
        let turn = shared.keys.say_in(Context::Form, "{prev-choice} {next-choice}");
        Line::styled(format!("{turn} choose · type to write"), theme.dim)
    } else if shared.files.is_some() {
        keys("{save} saves · {next-field} kind · {drop} drops · {earlier} earlier · {editor} editor")
    } else {
        keys("{save} saves · {next-field} kind · Esc keeps · {drop} drops · {earlier} earlier")
    };
    put_line(frame, foot, line);
}

/// Returns the beginning of the title, before the ticket's number.
const fn heading(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Internal => "Note on",
        NoteKind::Message(MessageDirection::Out) => "Update the customer on",
        NoteKind::Message(MessageDirection::In) => "The customer's words on",
        NoteKind::Message(MessageDirection::VendorOut) => "Word to the vendor on",
        NoteKind::Message(MessageDirection::VendorIn) => "The vendor's words on",
        NoteKind::Description => "Description of",
    }
}

fn draw_choice(frame: &mut Frame<'_>, area: Rect, note: &Note, field: NoteField, shared: &Shared) {
    let (options, chosen) = note.options(field);
    let label = if field == NoteField::Kind { "As" } else { "By" };
    let focused = note.focus == field;
    let row = Choice { label, label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
    choice(frame, area, &row, &shared.theme);
}

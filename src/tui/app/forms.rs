//! Keys in the form for a new ticket, and what becomes of a form or a note whose commit is on its way.

use crate::desk::Change;
use crate::domain::problem::Problem;
use crate::domain::ticket::LINE_LIMIT;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::input::Msg;
use crate::tui::screen::dialog::Overlay;
use crate::tui::screen::form::{Field, Form, Way};
use crate::tui::screen::room;
use crate::tui::widget::ToastKind;

use super::{App, Effects, Screen};

impl App {
    fn form(&mut self) -> Option<&mut Form> {
        match self.screens.last_mut() {
            Some(Screen::New(form)) => Some(form),
            _ => None,
        }
    }

    pub(super) fn update_form(&mut self, msg: Msg, now: Instant) -> Effects {
        let Some(form) = self.form() else { return Vec::new() };
        if form.saving.is_some() {
            return if msg == Msg::Do(Action::Back) { self.leave_form(now) } else { Vec::new() };
        }
        match msg {
            Msg::Do(Action::Save) => return self.save_form(now),
            Msg::Do(Action::Accept) if form.focus == Field::Save => return self.save_form(now),
            Msg::Do(Action::Accept | Action::NextField) => form.step(true),
            Msg::Do(Action::PrevField) => form.step(false),
            Msg::Do(Action::NextChoice) => form.turn(true),
            Msg::Do(Action::PrevChoice) => form.turn(false),
            Msg::Do(Action::Earlier) => form.focus = Field::Reported,
            Msg::Do(Action::Back) => return self.leave_form(now),
            Msg::Do(Action::DropDraft) => return self.ask_to_drop(now),
            Msg::Edit(edit) => {
                if let Some(line) = form.line() {
                    line.handle(edit);
                }
            }
            Msg::AreaEdit(key) => {
                form.note.input(key);
            }
            Msg::Paste(text) => {
                let cut = paste(form, &text);
                if let Some(words) = cut {
                    self.bad(words, now);
                }
            }
            Msg::Unbound(key) if form.focus.way() == Way::Choice => form.jump(&key),
            _ => {}
        }
        Vec::new()
    }

    fn save_form(&mut self, now: Instant) -> Effects {
        let Some(form) = self.form() else { return Vec::new() };
        let new = match form.ticket(now) {
            Ok(new) => new,
            Err(wrong) => {
                let first = wrong.first().map_or_else(String::new, ToString::to_string);
                form.reject(wrong);
                // The form lists what is wrong as long as it is; on a small screen only this shows.
                self.say(ToastKind::Error, first, now.plus(4));
                return Vec::new();
            }
        };
        // Kept as it is sent: if the answer comes after the screen is gone, the draft that goes is this one.
        let id = form.keeping.id();
        let mut effects = self.keep_drafts(now);
        let (tag, effect) = self.commit_draft("logged".to_owned(), Change::New(Box::new(new)), id);
        if let Some(form) = self.form() {
            form.saving = Some(tag);
        }
        effects.push(effect);
        effects
    }

    /// Closes the form or the note whose commit has arrived.
    pub(super) fn close_saved(&mut self, tag: u64) {
        self.screens.retain(|screen| match screen {
            Screen::New(form) => form.saving != Some(tag),
            Screen::Entry(form) => form.saving != Some(tag),
            _ => true,
        });
        self.layers.retain(|layer| match layer {
            Overlay::Note(note) => note.saving != Some(tag),
            Overlay::Release(line) => line.saving != Some(tag),
            _ => true,
        });
    }

    /// Keeps the form or the note whose commit failed, with what was typed, and says what is wrong in it.
    pub(super) fn keep_unsaved(&mut self, tag: u64, error: &Problem) {
        for screen in &mut self.screens {
            match screen {
                Screen::New(form) if form.saving == Some(tag) => form.reject(vec![error.clone()]),
                Screen::Entry(form) if form.saving == Some(tag) => form.reject(vec![error.clone()]),
                _ => {}
            }
        }
        for layer in self.layers.iter_mut() {
            match layer {
                Overlay::Note(note) if note.saving == Some(tag) => {
                    (note.saving, note.wrong) = (None, Some(error.to_string()));
                }
                Overlay::Release(line) if line.saving == Some(tag) => {
                    (line.saving, line.wrong) = (None, Some(error.to_string()));
                }
                _ => {}
            }
        }
    }
}

/// Says where not all of it was taken.
fn paste(form: &mut Form, text: &str) -> Option<String> {
    if form.focus.way() == Way::Area {
        return room::paste(&mut form.note, text);
    }
    form.line().and_then(|line| super::overlays::paste_line(line, text, LINE_LIMIT))
}

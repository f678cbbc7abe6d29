//! Gives keys their meaning in every form: fields one below the other of which one has the keys, and a button at the end.

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::PageFlow;
use crate::tui::form::outside::take_edited;
use crate::tui::form::{Typing, room};
use crate::tui::input::{Mode, Msg};
use crate::tui::shared::{Effects, Shared};

/// How a field is filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldInput {
    /// A choice of one value.
    Choice,
    /// A line of text.
    Line,
    /// Several lines of text.
    Area,
    /// A button.
    Button,
}

/// A form with fields. Its page hands messages to [`Form::take`].
pub(crate) trait Form: Typing + Sized {
    /// The most characters of a line that is pasted into.
    const LONGEST_LINE: usize = room::ANY_LINE;

    /// Returns how the field that has the keys is filled in.
    fn way(&self) -> FieldInput;

    /// Gives the keys to the next field, or to the one before.
    fn go(&mut self, forward: bool);

    /// Chooses the next value of the field that has the keys, or the one before.
    fn choose_next(&mut self, forward: bool);

    /// Chooses the next value that begins with that letter.
    fn choose_by(&mut self, letter: &str);

    /// Returns the line of text that has the keys, if one has.
    fn typed_line(&mut self) -> Option<&mut Input>;

    /// Returns the text of several lines that has the keys, if one has.
    fn typed_area(&mut self) -> Option<&mut TextArea<'static>> {
        None
    }

    /// Follows a change of the line that has the keys.
    fn line_edited(&mut self) {}

    /// Takes what is suggested for the field that has the keys. Returns whether there was anything.
    fn take_suggestion(&mut self) -> bool {
        false
    }

    /// Goes to the field for the moment at which it happened.
    fn go_to_moment(&mut self, shared: &mut Shared, now: Instant);

    /// Leaves the form.
    fn back(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        shared.leave_typing(self, now)
    }

    /// Writes what is filled in, or says what is wrong with it.
    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects;

    /// Returns where the keys go.
    fn keys_go_to(&self) -> Mode {
        match self.way() {
            FieldInput::Line => Mode::Line,
            FieldInput::Area => Mode::Area,
            FieldInput::Choice | FieldInput::Button => Mode::Command(Context::Form),
        }
    }

    /// Takes in a message. While it is being written, only leaving it does anything.
    fn take(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        if self.saving().is_some() {
            let back = *msg == Msg::Do(Action::Back);
            return PageFlow::Done(if back { shared.leave_typing(self, now) } else { Effects::new() });
        }
        match msg {
            Msg::Do(action) => return PageFlow::Done(self.act(*action, shared, now)),
            Msg::Edit(edit) => {
                if let Some(line) = self.typed_line() {
                    line.handle(*edit);
                    self.line_edited();
                }
            }
            Msg::AreaEdit(key) => {
                if let Some(area) = self.typed_area() {
                    area.input(key.clone());
                }
            }
            Msg::Edited(edited) => {
                if let Some(area) = self.typed_area() {
                    take_edited(area, edited.clone(), shared, now);
                }
            }
            Msg::Paste(text) => {
                if let Some(words) = self.paste(text) {
                    shared.bad(words, now);
                }
            }
            Msg::Unbound(key) if self.way() == FieldInput::Choice => self.choose_by(&key.to_string()),
            _ => {}
        }
        PageFlow::Done(Effects::new())
    }

    /// Does what an action means in this form.
    fn act(&mut self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        self.act_in_form(action, shared, now)
    }

    /// Does what an action means in every form.
    fn act_in_form(&mut self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        match action {
            Action::Save => return self.save(shared, now),
            Action::Accept if self.way() == FieldInput::Button => return self.save(shared, now),
            Action::Accept if self.take_suggestion() => {}
            Action::Accept | Action::NextField => self.go(true),
            Action::PrevField => self.go(false),
            Action::NextChoice => self.choose_next(true),
            Action::PrevChoice => self.choose_next(false),
            Action::Earlier => self.go_to_moment(shared, now),
            Action::Back => return self.back(shared, now),
            Action::DropDraft => return shared.ask_to_drop(self, now),
            Action::Editor => {
                if let Some(area) = self.typed_area() {
                    return shared.edit_outside(area, now);
                }
            }
            _ => {}
        }
        Effects::new()
    }

    /// Pastes a text into the field that has the keys; returns a message where not all of it was taken.
    fn paste(&mut self, text: &str) -> Option<String> {
        if let Some(area) = self.typed_area() {
            return room::paste(area, text);
        }
        let cut = self.typed_line().and_then(|line| room::paste_line(line, text, Self::LONGEST_LINE));
        self.line_edited();
        cut
    }
}

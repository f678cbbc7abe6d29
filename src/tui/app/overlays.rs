//! Keys in what lies over a view.

use tui_input::{Input, InputRequest};

use crate::desk::Change;
use crate::domain::query::{Filter, Viewer};
use crate::domain::ticket::{What, check_note};
use crate::domain::time::{Instant, parse_moment, say_moment};
use crate::tui::action::{Action, Context};
use crate::tui::input::{Mode, Msg};
use crate::tui::run::ShellEffect;
use crate::tui::screen::dialog::{Confirm, FilterLine, Note, Overlay, Then, When};
use crate::tui::widget::Rows;

use super::act::step_of;
use super::{App, Effects, Screen, Work};

/// What has the keys while this overlay is on top.
pub(super) const fn mode(overlay: &Overlay) -> Mode {
    match overlay {
        Overlay::Help(_) => Mode::Command(Context::Help),
        Overlay::Pager(_) => Mode::Command(Context::Pager),
        Overlay::Choose(_) => Mode::Command(Context::List),
        Overlay::Palette(_) | Overlay::Assign(_) | Overlay::Filter(_) => Mode::Pick,
        Overlay::When(_) | Overlay::Reason(_) => Mode::Line,
        Overlay::Note(_) => Mode::Area,
        Overlay::Confirm(_) => Mode::Confirm,
    }
}

/// Puts pasted text where the cursor is.
pub(super) fn paste_line(line: &mut Input, text: &str) {
    text.chars().for_each(|c| {
        line.handle(InputRequest::InsertChar(c));
    });
}

impl App {
    pub(super) fn update_overlay(&mut self, msg: Msg, now: Instant) -> Effects {
        match msg {
            Msg::Do(Action::Back | Action::No | Action::Leave) => self.back(now),
            Msg::Do(Action::Accept | Action::Save | Action::Yes) => return self.accept(now),
            Msg::Do(Action::Copy) => return self.copy_pager(now),
            Msg::Do(Action::Earlier) => self.layers.push(Overlay::When(When::default())),
            Msg::Do(action) => self.move_in_overlay(action),
            Msg::Edit(edit) => {
                self.with_line(now, |line| {
                    line.handle(edit);
                });
            }
            Msg::AreaEdit(key) => {
                if let Some(Overlay::Note(note)) = self.layers.top_mut() {
                    note.text.input(key);
                }
            }
            Msg::Paste(text) => self.paste_into_overlay(&text, now),
            _ => {}
        }
        Vec::new()
    }

    fn paste_into_overlay(&mut self, text: &str, now: Instant) {
        if let Some(Overlay::Note(note)) = self.layers.top_mut() {
            note.text.insert_str(text);
        } else {
            self.with_line(now, |line| paste_line(line, text));
        }
    }

    /// Changes the line of the top overlay, and does what follows from the change.
    fn with_line(&mut self, now: Instant, change: impl FnOnce(&mut Input)) {
        match self.layers.top_mut() {
            Some(Overlay::Palette(palette)) => {
                change(&mut palette.line);
                palette.search();
            }
            Some(Overlay::Assign(assign)) => {
                change(&mut assign.line);
                assign.rows = Rows::default();
            }
            Some(Overlay::When(when)) => {
                change(&mut when.line);
                when.wrong = None;
            }
            Some(Overlay::Reason(reason)) => {
                change(&mut reason.line);
                reason.wrong = None;
            }
            Some(Overlay::Filter(filter)) => {
                change(&mut filter.line);
                self.try_filter(now);
            }
            _ => {}
        }
    }

    /// Sets a filter that was read before.
    fn filter_by(&mut self, text: String, now: Instant) {
        let filter = Filter::parse(&text).unwrap_or_default();
        self.queue.set_filter(text, filter, Viewer { me: &self.me, now });
    }

    /// The list follows the filter while it is typed; while it cannot be read the list is as it was before.
    fn try_filter(&mut self, now: Instant) {
        let Some(Overlay::Filter(FilterLine { line, before, wrong, .. })) = self.layers.top_mut() else { return };
        match Filter::parse(line.value()) {
            Ok(filter) => {
                *wrong = None;
                let text = line.value().trim().to_owned();
                self.queue.set_filter(text, filter, Viewer { me: &self.me, now });
            }
            Err(error) => {
                *wrong = Some(error.to_string());
                let before = before.clone();
                self.filter_by(before, now);
            }
        }
    }

    fn move_in_overlay(&mut self, action: Action) {
        let Some(by) = step_of(action) else { return };
        match self.layers.top_mut() {
            Some(Overlay::Help(pager) | Overlay::Pager(pager)) => pager.rows.step(by, pager.lines.len()),
            Some(Overlay::Palette(palette)) => palette.rows.step(by, palette.found.len()),
            Some(Overlay::Choose(chooser)) => chooser.rows.step(by, chooser.options.len()),
            Some(Overlay::Assign(assign)) => {
                let total = assign.matching().len();
                assign.rows.step(by, total);
            }
            Some(Overlay::Filter(_)) => self.queue.step(by),
            _ => {}
        }
    }

    /// Esc takes one overlay away; a filter goes back to what it was, a note with text asks first.
    fn back(&mut self, now: Instant) {
        if let Some(Overlay::Note(note)) = self.layers.top()
            && note.is_dirty()
        {
            let question = "Drop this note? What you typed is lost.".to_owned();
            self.layers.push(Overlay::Confirm(Confirm { question, then: Then::DropNote }));
            return;
        }
        if let Some(Overlay::Filter(FilterLine { before, selected, .. })) = self.layers.pop() {
            self.filter_by(before, now);
            if let Some(id) = selected {
                self.queue.select(id);
            }
        }
    }

    fn accept(&mut self, now: Instant) -> Effects {
        match self.layers.top_mut() {
            Some(Overlay::Palette(palette)) => {
                let action = palette.found.get(palette.rows.selected()).map(|entry| entry.action);
                self.layers.pop();
                action.map_or_else(Vec::new, |action| {
                    self.everywhere(action, now).unwrap_or_else(|| self.act(action, now))
                })
            }
            Some(Overlay::Filter(filter)) => {
                if filter.wrong.is_some() {
                    return Vec::new();
                }
                self.layers.pop();
                let read = self.queue.wants_closed() && !self.queue.has_closed;
                if read { vec![crate::tui::run::Effect::Host(Work::LoadAll)] } else { Vec::new() }
            }
            Some(Overlay::Choose(_)) => self.accept_choice(now),
            Some(Overlay::Assign(_)) => self.accept_assign(now),
            Some(Overlay::When(_)) => {
                self.accept_when(now);
                Vec::new()
            }
            Some(Overlay::Reason(_)) => self.accept_reason(now),
            Some(Overlay::Note(_)) => self.save_note(now),
            Some(Overlay::Confirm(_)) => self.confirmed(),
            _ => Vec::new(),
        }
    }

    fn accept_choice(&mut self, now: Instant) -> Effects {
        if let Some(Overlay::Choose(chooser)) = self.layers.top()
            && let Some(What::Closed { reason: Some(reason), .. }) = chooser.selected()
        {
            let (ticket, reason) = (chooser.ticket, *reason);
            self.ask_reason(ticket, reason);
            return Vec::new();
        }
        let Some(Overlay::Choose(mut chooser)) = self.layers.pop() else { return Vec::new() };
        let selected = chooser.rows.selected();
        if selected >= chooser.options.len() {
            return Vec::new();
        }
        let choice = chooser.options.swap_remove(selected);
        let words = match &choice.what {
            What::SeveritySet { .. } => format!("severity {}", choice.label),
            _ => format!("reported by {}", choice.label),
        };
        self.add(chooser.ticket, choice.what, &words, now)
    }

    fn accept_assign(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Assign(assign)) = self.layers.top() else { return Vec::new() };
        let (Some(to), ticket) = (assign.meant(), assign.ticket) else { return Vec::new() };
        self.layers.pop();
        let words = to.as_ref().map_or_else(|| "assigned to nobody".to_owned(), |name| format!("assigned to {name}"));
        self.add(ticket, What::Assigned { to }, &words, now)
    }

    /// The moment is kept for the next entry, and told until then.
    fn accept_when(&mut self, now: Instant) {
        let zone = self.current_zone();
        let Some(Overlay::When(when)) = self.layers.top_mut() else { return };
        if when.line.value().trim().is_empty() {
            self.layers.pop();
            return;
        }
        let at = match parse_moment(when.line.value(), zone, now) {
            Ok(at) if at > now => {
                when.wrong = Some("That is in the future; give a time that has passed".to_owned());
                return;
            }
            Ok(at) => at,
            Err(error) => {
                when.wrong = Some(error.to_string());
                return;
            }
        };
        self.layers.pop();
        if let Some(Overlay::Note(note)) = self.layers.top_mut() {
            note.at = Some(at);
        } else {
            self.at = Some(at);
            self.info(format!("The next entry counts for {}; Esc: for now", say_moment(zone, at, now)), now);
        }
    }

    fn save_note(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Note(note)) = self.layers.top_mut() else { return Vec::new() };
        let Note { ticket, text, at, wrong, saving: None } = note.as_mut() else { return Vec::new() };
        let text = text.lines().join("\n").trim_end().to_owned();
        if let Err(error) = check_note(&text) {
            *wrong = Some(error.to_string());
            return Vec::new();
        }
        let (ticket, happened) = (*ticket, *at);
        let what = Box::new(What::Note { text, to_customer: false });
        let change = Change::Add { ticket, revision: None, happened, what };
        let (tag, effect) = self.commit(format!("#{ticket} note added"), vec![change], true);
        if let Some(Overlay::Note(note)) = self.layers.top_mut() {
            note.saving = Some(tag);
        }
        let _ = now;
        vec![effect]
    }

    fn confirmed(&mut self) -> Effects {
        let Some(Overlay::Confirm(confirm)) = self.layers.pop() else { return Vec::new() };
        match confirm.then {
            Then::DropForm => {
                if matches!(self.screens.last(), Some(Screen::New(_))) {
                    self.screens.pop();
                }
            }
            Then::DropNote => {
                self.layers.pop();
            }
            Then::Withdraw(id) => return self.take_back(id, 0),
        }
        Vec::new()
    }

    fn copy_pager(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Pager(pager)) = self.layers.top() else { return Vec::new() };
        let text = pager.lines.join("\n");
        self.good("Copied", now);
        vec![ShellEffect::Copy(text).into()]
    }
}

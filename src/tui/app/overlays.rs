//! Keys in what lies over a view.

use tui_input::Input;

use crate::desk::Change;
use crate::domain::ticket::{TicketId, What, check_note, event};
use crate::domain::time::{Instant, parse_moment, say_moment};
use crate::tui::action::{Action, Context};
use crate::tui::input::{Mode, Msg};
use crate::tui::run::ShellEffect;
use crate::tui::screen::dialog::{Choice, Confirm, FilterLine, Note, Overlay, Then, When};
use crate::tui::screen::one_line::{About, OneLine};
use crate::tui::screen::room;
use crate::tui::widget::Rows;

use super::act::step_of;
use super::{App, Effects, Work};

/// What has the keys while this overlay is on top.
pub(super) const fn mode(overlay: &Overlay) -> Mode {
    match overlay {
        Overlay::Help(_) => Mode::Command(Context::Help),
        Overlay::Pager(_) => Mode::Command(Context::Pager),
        Overlay::Choose(_) | Overlay::TakeBack(_) | Overlay::Removal(_) => Mode::Command(Context::List),
        Overlay::Palette(_) | Overlay::Assign(_) | Overlay::Filter(_) => Mode::Pick,
        Overlay::When(_) | Overlay::Reason(_) | Overlay::Line(_) | Overlay::Release(_) | Overlay::ReportFilter(_) => {
            Mode::Line
        }
        Overlay::Note(_) => Mode::Area,
        Overlay::Confirm(_) | Overlay::Conflict(_) | Overlay::SameCause(_) => Mode::Confirm,
    }
}

/// What is asked before a whole ticket is taken back.
pub(super) fn withdraw_question(ticket: TicketId) -> String {
    format!("Withdraw #{ticket}? It leaves the queue; its record stays.")
}

/// Puts pasted text where the cursor is, as far as there is room in a line of that length, and says where that was not all.
pub(super) fn paste_line(line: &mut Input, text: &str, limit: usize) -> Option<String> {
    let (text, cut) = room::cut(text, line.value().chars().count(), limit);
    // At once: each character by itself would copy the whole line.
    let before: String = line.value().chars().take(line.cursor()).collect();
    let after = &line.value()[before.len()..];
    let cursor = line.cursor() + text.chars().count();
    *line = Input::new(format!("{before}{text}{after}")).with_cursor(cursor);
    cut
}

impl App {
    pub(super) fn update_overlay(&mut self, msg: Msg, now: Instant) -> Effects {
        match msg {
            Msg::Do(Action::Back | Action::No | Action::Yes) if self.is_unread(now) => {}
            Msg::Do(Action::DropDraft) if matches!(self.layers.top(), Some(Overlay::Note(_))) => {
                return self.ask_to_drop(now);
            }
            Msg::Do(Action::Back | Action::No | Action::Leave | Action::DropDraft) => return self.back(now),
            Msg::Do(Action::Accept | Action::Save | Action::Yes) => return self.accept(now),
            Msg::Do(Action::Copy) => return self.copy_pager(now),
            Msg::Do(Action::SaveFile) => return self.save_pager(now),
            Msg::Do(Action::Earlier)
                if matches!(self.layers.top(), Some(Overlay::Release(_) | Overlay::ReportFilter(_))) => {}
            Msg::Do(Action::Earlier) => self.layers.push(Overlay::When(When::default())),
            Msg::Do(action) => self.move_in_overlay(action),
            Msg::Edit(edit) => {
                self.with_line(now, |line| {
                    line.handle(edit);
                });
            }
            Msg::AreaEdit(key) => {
                if let Some(note) = self.open_note() {
                    note.text.input(key);
                }
            }
            Msg::Paste(text) => self.paste_into_overlay(&text, now),
            _ => {}
        }
        Vec::new()
    }

    /// The note on top, unless it is on its way: what was typed into it then would not be in what is written.
    fn open_note(&mut self) -> Option<&mut Note> {
        match self.layers.top_mut() {
            Some(Overlay::Note(note)) if note.saving.is_none() => Some(note),
            _ => None,
        }
    }

    fn paste_into_overlay(&mut self, text: &str, now: Instant) {
        let mut cut = None;
        if let Some(note) = self.open_note() {
            cut = room::paste(&mut note.text, text);
        } else {
            self.with_line(now, |line| cut = paste_line(line, text, room::ANY_LINE));
        }
        if let Some(words) = cut {
            self.bad(words, now);
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
            Some(Overlay::Line(one)) => {
                change(&mut one.line);
                one.wrong = None;
            }
            Some(Overlay::Release(release)) if release.saving.is_none() => {
                change(&mut release.line);
                release.wrong = None;
            }
            Some(Overlay::Filter(filter)) => {
                change(&mut filter.line);
                self.try_filter(now);
            }
            Some(Overlay::ReportFilter(filter)) => {
                change(&mut filter.line);
                self.try_report_filter();
            }
            _ => {}
        }
    }

    fn move_in_overlay(&mut self, action: Action) {
        let Some(by) = step_of(action) else { return };
        match self.layers.top_mut() {
            Some(Overlay::Help(pager) | Overlay::Pager(pager)) => pager.rows.step(by, pager.lines.len()),
            Some(Overlay::Palette(palette)) => palette.rows.step(by, palette.found.len()),
            Some(Overlay::Choose(chooser)) => chooser.rows.step(by, chooser.options.len()),
            Some(Overlay::TakeBack(choice)) => choice.rows.step(by, choice.entries.len()),
            Some(Overlay::Removal(removal)) => removal.rows.step(by, removal.entries.len()),
            Some(Overlay::Assign(assign)) => {
                let total = assign.matching().len();
                assign.rows.step(by, total);
            }
            Some(Overlay::Filter(_)) => match self.journal_mut() {
                Some(view) => view.step(by),
                None => self.queue.step(by),
            },
            _ => {}
        }
    }

    /// Esc takes one overlay away; a filter goes back to what it was, a note is kept as a draft.
    fn back(&mut self, now: Instant) -> Effects {
        if matches!(self.layers.top(), Some(Overlay::Note(_))) {
            return self.leave_note(now);
        }
        match self.layers.pop() {
            Some(Overlay::Filter(FilterLine { before, selected, .. })) => {
                self.filter_by(before, now);
                if let Some(id) = selected {
                    self.queue.select(id);
                }
            }
            Some(Overlay::Conflict(conflict)) => self.info(format!("Dropped: {}", conflict.wanted), now),
            _ => {}
        }
        Vec::new()
    }

    fn accept(&mut self, now: Instant) -> Effects {
        match self.layers.top_mut() {
            Some(Overlay::Palette(palette)) => {
                let action = palette.found.get(palette.rows.selected()).map(|entry| entry.action);
                let refused = action.and_then(|action| palette.refusal(action)).map(str::to_owned);
                self.layers.pop();
                if let Some(why) = refused {
                    self.bad(why, now);
                    return Vec::new();
                }
                action.map_or_else(Vec::new, |action| {
                    self.everywhere(action, now).unwrap_or_else(|| self.act(action, now))
                })
            }
            Some(Overlay::Filter(_) | Overlay::ReportFilter(_)) => self.enter_filter(now),
            Some(Overlay::Choose(_)) => self.accept_choice(now),
            Some(Overlay::Assign(_)) => self.accept_assign(now),
            Some(Overlay::When(_)) => {
                self.accept_when(now);
                Vec::new()
            }
            Some(Overlay::Reason(_)) => self.accept_reason(now),
            Some(Overlay::Line(_)) => self.accept_line(now),
            Some(Overlay::Note(_)) => self.save_note(now),
            Some(Overlay::Confirm(_)) => self.confirmed(now),
            Some(Overlay::Conflict(_)) => self.apply_all_the_same(),
            Some(Overlay::SameCause(_)) => self.has_same_cause(),
            Some(Overlay::TakeBack(_)) => self.accept_take_back(),
            Some(Overlay::Release(_)) => self.save_release(now),
            Some(Overlay::Removal(_)) => self.accept_removal(),
            _ => Vec::new(),
        }
    }

    fn accept_choice(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Choose(chooser)) = self.layers.top() else { return Vec::new() };
        let Some(choice) = chooser.selected().cloned() else {
            self.info("Choose one with ↑ ↓ first; nothing is chosen yet", now);
            return Vec::new();
        };
        let (ticket, revision) = (chooser.ticket, chooser.revision);
        match &choice.what {
            What::Closed(event::Closed { reason: Some(reason), .. }) => self.ask_reason(ticket, revision, *reason),
            What::Excluded(event::Excluded { cause, .. }) => {
                let about = About::Exclusion(cause.clone());
                self.layers.push(Overlay::Line(OneLine::new(ticket, revision, about)));
            }
            _ => {
                self.layers.pop();
                return self.record_choice(ticket, revision, choice, now);
            }
        }
        Vec::new()
    }

    fn record_choice(&mut self, ticket: TicketId, revision: Option<u32>, choice: Choice, now: Instant) -> Effects {
        let words = match &choice.what {
            What::SeveritySet(_) => format!("severity {}", choice.label),
            What::Reported(_) => format!("reported by {}", choice.label),
            other => self.choice_words(ticket, other, now),
        };
        self.add(ticket, revision, choice.what, &words, now)
    }

    /// The moment is kept for the next entry, and told until then.
    fn accept_when(&mut self, now: Instant) {
        let zone = self.current_zone();
        let Some(Overlay::When(when)) = self.layers.top_mut() else { return };
        if when.line.value().trim().is_empty() {
            self.layers.pop();
            return self.tell_no_moment(now);
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
        let Note { ticket, to_customer, text, at, wrong, saving: None, keeping } = note.as_mut() else {
            return Vec::new();
        };
        let text = text.lines().join("\n").trim_end().to_owned();
        if let Err(error) = check_note(&text) {
            *wrong = Some(error.to_string());
            return Vec::new();
        }
        let (ticket, happened, to_customer) = (*ticket, *at, *to_customer);
        let what = Box::new(What::Note(event::Note { text, to_customer }));
        let id = keeping.id();
        // A note stands beside whatever others have done: it has no revision, so it is never in conflict.
        let change = Change::Add { ticket, revision: None, happened, what };
        let words = if to_customer { "told the customer" } else { "note added" };
        let mut effects = self.keep_drafts(now);
        let (tag, effect) = self.commit_draft(format!("#{ticket} {words}"), change, id);
        if let Some(Overlay::Note(note)) = self.layers.top_mut() {
            note.saving = Some(tag);
        }
        self.use_late_mark(happened);
        effects.push(effect);
        effects
    }

    fn confirmed(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Confirm(confirm)) = self.layers.pop() else { return Vec::new() };
        match confirm.then {
            Then::DropForm => self.drop_form(),
            Then::DropNote => self.drop_note(),
            Then::Withdraw(id) => self.take_back(id, 0),
            Then::TakeBack(id, event) => self.take_back(id, event),
            Then::Record(bulk) => self.record_bulk(*bulk, now),
        }
    }

    /// Takes the chosen entry back; somebody else's, or a whole ticket, only after a question.
    fn accept_take_back(&mut self) -> Effects {
        let Some(Overlay::TakeBack(choice)) = self.layers.pop() else { return Vec::new() };
        let (ticket, Some(entry)) = (choice.ticket, choice.selected()) else { return Vec::new() };
        let who = self.shown_name(&entry.by);
        let (question, then) = match entry.event {
            0 => (withdraw_question(ticket), Then::Withdraw(ticket)),
            event if entry.by == self.me.name => return self.take_back(ticket, event),
            event => (format!("Take back what {who} entered: {}?", entry.words), Then::TakeBack(ticket, event)),
        };
        self.layers.push(Overlay::Confirm(Confirm { question, then }));
        Vec::new()
    }

    /// Writes the text to a new file, where this person may write any.
    fn save_pager(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Pager(pager)) = self.layers.top() else { return Vec::new() };
        match (&self.files, &pager.file) {
            (Some(folder), Some(name)) => {
                let text = format!("{}\n", pager.lines.join("\n"));
                let work = Work::Write { folder: folder.clone(), name: name.clone(), text };
                return vec![crate::tui::run::Effect::Host(work)];
            }
            (None, Some(_)) => self.info("No file can be written from here; y copies it", now),
            _ => self.info("This is not written to a file; y copies it", now),
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

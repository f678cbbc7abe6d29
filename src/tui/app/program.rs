//! The model as the loop drives it: where a message goes, and when the screen next changes by itself.

use std::time::Duration;

use ratatui::Frame;

use crate::domain::query::Viewer;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::input::{Mode, Msg};
use crate::tui::run::{Effect, Program, ShellEffect};
use crate::tui::screen::breach::BreachView;
use crate::tui::screen::dialog::{Overlay, Pager};
use crate::tui::screen::form::Way;
use crate::tui::screen::queue::counts_seconds;
use crate::tui::view;

use super::opening::Wait;
use super::{App, Effects, Screen, Told, Work, overlays};

/// Seconds that a second Ctrl-C has to come within.
const QUIT_WITHIN: i64 = 3;

impl App {
    /// Asked for twice within a few seconds, it ends the program; what is typed and not saved is named first, and what
    /// waits to be written.
    pub(super) fn quit(&mut self, now: Instant) {
        if self.quit_again(now) {
            return;
        }
        let words = match (self.waiting_words(), self.unsaved()) {
            (Some(waiting), _) => format!("{waiting}; Ctrl-C again quits all the same"),
            (None, Some(what)) if self.drafts.stored => format!("Ctrl-C again quits and keeps the {what} as a draft"),
            (None, Some(what)) => format!("Ctrl-C again quits and drops the unsaved {what}"),
            (None, None) => "Ctrl-C again quits".to_owned(),
        };
        self.info(words, now);
    }

    /// Ends the program, but says first what waits to be written.
    pub(super) fn quit_by_leaving(&mut self, now: Instant) {
        match self.waiting_words() {
            None => self.done = true,
            Some(waiting) if !self.quit_again(now) => self.info(format!("{waiting}; q again leaves all the same"), now),
            Some(_) => {}
        }
    }

    /// Whether this is the second time within a few seconds; then it is over.
    fn quit_again(&mut self, now: Instant) -> bool {
        self.done = self.quit_armed.is_some_and(|at| now.since(at) <= QUIT_WITHIN);
        self.quit_armed = Some(now);
        self.done
    }

    /// How many entries wait for somebody to have the store. While somebody has, they are written in a moment.
    pub fn waiting(&self) -> usize {
        if self.away.is_some() { self.pending.len() + self.held.len() } else { 0 }
    }

    fn waiting_words(&self) -> Option<String> {
        match self.waiting() {
            0 => None,
            1 => Some("1 entry is not written yet".to_owned()),
            many => Some(format!("{many} entries are not written yet")),
        }
    }

    /// What follows from any message: a question that has waited for its turn, and what the others see of this screen.
    fn after(&mut self, mut effects: Effects, now: Instant) -> Effects {
        self.ask_about_conflict(now);
        self.ask_about_cause(now);
        self.prune_marks();
        effects.extend(self.ask_for_journal());
        if self.layers.is_empty() {
            // Not while a filter is typed.
            effects.extend(self.look_for(now));
        }
        let open = self.open_here();
        if self.shown_open != open {
            self.shown_open = open;
            effects.push(Effect::Host(Work::LookAt(open)));
        }
        effects
    }

    /// What has been typed and is nowhere but on the screen: a note, which lies on top, before a ticket.
    fn unsaved(&self) -> Option<&'static str> {
        let note = self.layers.iter().any(|layer| matches!(layer, Overlay::Note(note) if note.is_dirty()));
        let ticket = self.screens.iter().any(|screen| matches!(screen, Screen::New(form) if form.is_dirty()));
        let entry = self.screens.iter().find_map(|screen| match screen {
            Screen::Entry(form) if form.is_dirty() => Some(form.sort.words()),
            _ => None,
        });
        note.then_some("note").or_else(|| ticket.then_some("ticket")).or(entry)
    }

    fn tick(&mut self, now: Instant) {
        if self.toast.as_ref().is_some_and(|toast| now >= toast.until) {
            self.toast = None;
        }
        self.queue.tick(Viewer { me: &self.me.name, now });
        self.tick_uptime(now);
        self.tick_breach(now);
    }

    pub(super) fn everywhere(&mut self, action: Action, now: Instant) -> Option<Effects> {
        match action {
            Action::Quit => self.quit(now),
            Action::Redraw => return Some(vec![ShellEffect::Redraw.into()]),
            Action::MouseToggle => {
                self.mouse = !self.mouse;
                let words = if self.mouse { "The program has the mouse" } else { "The terminal has the mouse" };
                self.info(words, now);
                return Some(vec![ShellEffect::Mouse(self.mouse).into()]);
            }
            Action::Help if !matches!(self.layers.top(), Some(Overlay::Help(_))) => {
                let context = self.mode().context();
                let refused = if self.layers.is_empty() { self.refused(now) } else { Vec::new() };
                let (lines, quiet) = view::help::lines(context, &refused);
                self.layers.push(Overlay::Help(Pager { quiet, ..Pager::new("Help", lines) }));
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl Program for App {
    type Event = Told;
    type Effect = Work;

    fn mode(&self) -> Mode {
        if let Some(overlay) = self.layers.top() {
            return overlays::mode(overlay);
        }
        match self.screens.last() {
            Some(Screen::New(form)) => match form.focus.way() {
                Way::Line => Mode::Line,
                Way::Area => Mode::Area,
                Way::Choice | Way::Button => Mode::Command(Context::Form),
            },
            Some(Screen::Entry(form)) => match form.focus.way() {
                Way::Line => Mode::Line,
                _ => Mode::Command(Context::Form),
            },
            _ => Mode::Command(self.context()),
        }
    }

    fn update(&mut self, msg: Msg, now: Instant) -> Effects {
        let mut effects = std::mem::take(&mut self.later);
        match &msg {
            Msg::Tick => {
                self.tick(now);
                effects.extend(self.keep_drafts(now));
                effects.extend(self.tick_reports(now));
                return effects;
            }
            Msg::Click(_, y) if self.screens.is_empty() && self.layers.is_empty() => self.queue.click(*y),
            Msg::Focus(looking) => {
                self.alerts.looking = *looking;
                return effects;
            }
            Msg::Resize(..) | Msg::Click(..) => return effects,
            _ => self.tell_of_input(&msg, now),
        }
        self.last_key = now;
        self.settle_breach(now);
        self.tick(now);
        if !matches!(msg, Msg::Do(Action::Quit | Action::Leave)) {
            self.quit_armed = None;
        }
        effects.extend(self.dispatch(msg, now));
        self.after(effects, now)
    }

    fn host_event(&mut self, event: Told, now: Instant) -> Effects {
        let effects = match event {
            Told::Committed(tag, result) => self.committed(tag, result, now),
            Told::Again(fresh) => self.loaded_again(fresh, now),
            Told::Notice(notice) => self.notice(notice, now),
            Told::Drafts(turn, drafts, said) => {
                let effects = self.drafts_read(turn, drafts, now);
                for words in said {
                    self.bad(words, now);
                }
                effects
            }
            other => self.take_in_awaited(other, now),
        };
        self.after(effects, now)
    }

    fn settle(&mut self, now: Instant) {
        self.settle_breach(now);
    }

    fn leaving(&mut self, now: Instant) -> Effects {
        let mut effects = self.send_all_held();
        effects.extend(self.keep_drafts(now));
        effects
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Instant) {
        view::draw(frame, self, now);
    }

    fn wake_in(&self, now: Instant) -> Option<Duration> {
        if self.is_lively(now) || self.toast.is_some() || self.ticks_seconds(now) {
            return Some(Duration::from_secs(1));
        }
        let to_minute = 60 - now.secs().rem_euclid(60);
        let changes = self.queue.changes_at().into_iter().chain(self.rota.changes_after(now)).min();
        let to_change = changes.map(|at| at.since(now).max(1));
        Some(Duration::from_secs(to_change.map_or(to_minute, |change| change.min(to_minute)).unsigned_abs()))
    }

    fn answer_records(&self) -> bool {
        !matches!(self.layers.top(), Some(Overlay::Filter(_) | Overlay::ReportFilter(_)))
    }

    fn is_opening(&self) -> bool {
        matches!(self.waits, Wait::For(_))
    }

    fn stop_opening(&mut self) -> bool {
        self.stop_waiting()
    }

    fn could_not_open(&mut self) -> bool {
        let failed = self.waits == Wait::Failed;
        if failed {
            self.waits = Wait::Nothing;
        }
        failed
    }

    fn is_done(&self) -> bool {
        self.done
    }
}

impl App {
    /// Whether anything on the screen counts seconds down without anybody at the keys.
    fn ticks_seconds(&self, now: Instant) -> bool {
        match self.screens.last() {
            None => self.queue.ticks_seconds(now),
            Some(Screen::Ticket(view)) => self.row(view.id, now).is_some_and(|row| counts_seconds(&row, now)),
            Some(Screen::Vendors(_) | Screen::Reports(_) | Screen::Behind(_) | Screen::Journal(_)) => false,
            Some(Screen::Breach(view)) => self.breach_ticks_seconds(view, now),
            Some(Screen::Uptime(view)) => view.breaks_soon(now),
            Some(Screen::New(_) | Screen::Entry(_)) => true,
        }
    }

    fn breach_ticks_seconds(&self, view: &BreachView, now: Instant) -> bool {
        let drawn = view.drawn().filter_map(|id| self.queue.row(id));
        drawn.into_iter().any(|row| counts_seconds(row, now))
    }

    /// Takes in what was read; gives what follows from it.
    pub(super) fn take_in(&mut self, told: Told, now: Instant) -> Effects {
        match told {
            Told::Loaded(id, result) => return self.loaded(id, &result, now),
            Told::Evidence(id, read) => self.open_evidence(id, read, now),
            Told::Found(find, found) => self.found(&find, found, now),
            Told::Counted(number, made) => self.counted(number, made.map(|made| *made), now),
            Told::Behind(read) => self.read_for_behind(read, now),
            Told::Names(filter, wrong) => return self.take_names(&filter, wrong, now),
            Told::Journal(turn, part, page) => {
                if let Some(view) = self.open_journal_view() {
                    view.take(turn, part, (*page).map_err(|error| error.to_string()));
                }
            }
            Told::Written(Ok(file)) => self.good(format!("Written to {}", file.display()), now),
            Told::Written(Err(why)) => self.bad(format!("It cannot be written to {why}; y copies it"), now),
            Told::AlertsTold(Ok(true)) => self.good("The alerts that were held back are told now", now),
            Told::AlertsTold(Ok(false)) => self.info("No alerts are held back", now),
            Told::AlertsTold(Err(error)) => self.bad(error.to_string(), now),
            Told::NotKept(why) => self.bad(format!("What you type cannot be kept as a draft: {why}"), now),
            Told::Committed(..) | Told::Again(_) | Told::Notice(_) | Told::Drafts(..) => {}
        }
        Effects::new()
    }

    fn dispatch(&mut self, msg: Msg, now: Instant) -> Effects {
        if let Msg::Do(action) = msg
            && let Some(effects) = self.everywhere(action, now)
        {
            return effects;
        }
        if !self.layers.is_empty() {
            return self.update_overlay(msg, now);
        }
        if msg == Msg::Do(Action::Back) && self.drop_late_mark(now) {
            return Vec::new();
        }
        match (self.screens.last(), msg) {
            (Some(Screen::New(_)), msg) => self.update_form(msg, now),
            (Some(Screen::Entry(_)), msg) => self.update_entry_form(msg, now),
            (_, Msg::Do(action)) => self.act(action, now),
            (_, Msg::Unbound(key)) => {
                self.info(format!("{key} does nothing here; ? shows the keys"), now);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

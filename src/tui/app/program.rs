//! The model as the loop drives it: where a message goes, and when the screen next changes by itself.

use std::time::Duration;

use ratatui::Frame;

use crate::domain::query::Viewer;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::input::{Mode, Msg};
use crate::tui::run::{Program, ShellEffect};
use crate::tui::screen::dialog::{Overlay, Pager};
use crate::tui::screen::form::Way;
use crate::tui::view;

use super::{App, Effects, Screen, Told, Work, overlays};

/// Seconds that a second Ctrl-C has to come within.
const QUIT_WITHIN: i64 = 3;

impl App {
    /// Asked for twice within a few seconds, it ends the program; what is typed and not saved is named first.
    pub(super) fn quit(&mut self, now: Instant) {
        if self.quit_armed.is_some_and(|at| now.since(at) <= QUIT_WITHIN) {
            self.done = true;
            return;
        }
        self.quit_armed = Some(now);
        let words = match self.unsaved() {
            Some(what) => format!("Ctrl-C again quits and drops the unsaved {what}"),
            None => "Ctrl-C again quits".to_owned(),
        };
        self.info(words, now);
    }

    /// What has been typed and is nowhere but on the screen: a note, which lies on top, before a ticket.
    fn unsaved(&self) -> Option<&'static str> {
        let note = self.layers.iter().any(|layer| matches!(layer, Overlay::Note(note) if note.is_dirty()));
        let ticket = self.screens.iter().any(|screen| matches!(screen, Screen::New(form) if form.is_dirty()));
        note.then_some("note").or_else(|| ticket.then_some("ticket"))
    }

    fn tick(&mut self, now: Instant) {
        if self.toast.as_ref().is_some_and(|toast| now >= toast.until) {
            self.toast = None;
        }
        self.queue.tick(Viewer { me: &self.me, now });
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
                let lines = view::help::lines(self.mode().context());
                self.layers.push(Overlay::Help(Pager::new("Help", lines)));
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
            _ => Mode::Command(self.context()),
        }
    }

    fn update(&mut self, msg: Msg, now: Instant) -> Effects {
        let mut effects = std::mem::take(&mut self.later);
        match &msg {
            Msg::Tick => {
                self.tick(now);
                return effects;
            }
            Msg::Click(_, y) if self.screens.is_empty() && self.layers.is_empty() => self.queue.click(*y),
            Msg::Resize(..) | Msg::Focus(_) | Msg::Click(..) => return effects,
            Msg::PasteIgnored => self.info("There is no text field here to paste into", now),
            _ => {}
        }
        self.last_key = now;
        self.tick(now);
        if !matches!(msg, Msg::Do(Action::Quit)) {
            self.quit_armed = None;
        }
        effects.extend(self.dispatch(msg, now));
        effects
    }

    fn host_event(&mut self, event: Told, now: Instant) -> Effects {
        match event {
            Told::Committed(tag, result) => self.committed(tag, result, now),
            Told::Loaded(id, result) => {
                self.loaded(id, &result);
                Vec::new()
            }
            Told::Evidence(id, read) => {
                self.open_evidence(id, read, now);
                Vec::new()
            }
            Told::All(tickets) => {
                self.loaded_all(tickets, now);
                Vec::new()
            }
            Told::Again(fresh) => self.loaded_again(fresh, now),
            Told::Notice(notice) => self.notice(notice, now),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Instant) {
        view::draw(frame, self, now);
    }

    fn wake_in(&self, now: Instant) -> Option<Duration> {
        let to_minute = 60 - now.secs().rem_euclid(60);
        let seconds =
            if self.is_lively(now) || self.toast.is_some() || self.ticks_seconds(now) { 1 } else { to_minute };
        Some(Duration::from_secs(seconds.unsigned_abs()))
    }

    fn is_done(&self) -> bool {
        self.done
    }
}

impl App {
    /// Whether anything on the screen counts seconds down without anybody at the keys.
    fn ticks_seconds(&self, now: Instant) -> bool {
        match self.screens.last() {
            None => self.queue.soonest_left(now).is_some_and(|left| left <= 3600),
            Some(_) => true,
        }
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
        match (self.screens.last(), msg) {
            (Some(Screen::New(_)), msg) => self.update_form(msg, now),
            (_, Msg::Do(action)) => self.act(action, now),
            (_, Msg::Unbound(key)) => {
                self.info(format!("{key} does nothing here; ? shows the keys"), now);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

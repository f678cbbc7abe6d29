//! Gives the loop its program: where a message goes, and when the screen next changes by itself.

use std::time::Duration;

use ratatui::Frame;

use crate::desk::OpenTicket;
use crate::domain::query::Viewer;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Key, Keymap};
use crate::tui::drawn;
use crate::tui::feature::{Page, PageFlow};
use crate::tui::host::DeskWork;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::help::Help;
use crate::tui::overlay::prefix::Prefix;
use crate::tui::run::{Effect, Program, ShellEffect};
use crate::tui::shared::{Effects, OpeningState};
use crate::tui::view::help::SIGNS;
use crate::tui::view::{self, ScreenLayout};

use super::{App, HostEvent, Work};

/// The seconds within which the desk is not told again that somebody is at this screen.
const TOUCH_TOLD: i64 = 60;
/// The most characters of the name of an event in a log.
const MOST_OF_A_NAME: usize = 80;

/// Returns the name and the numbers at the beginning of what `Debug` writes: up to a text, which is in quotes, or a record,
/// which is in braces.
fn name_in(all: &str) -> String {
    all.split(['"', '{']).next().unwrap_or_default().chars().take(MOST_OF_A_NAME).collect()
}

impl App {
    /// Hands a message on: to what means the same everywhere, else to the overlay on top, else to the page on top.
    pub(super) fn dispatch(&mut self, msg: Msg, now: Instant) -> Effects {
        if let Msg::Do(action) = msg
            && let Some(effects) = self.everywhere(action, now)
        {
            return effects;
        }
        if msg == Msg::LeftOut {
            self.drop_passing();
        }
        if self.begin(&msg, now) {
            return Effects::new();
        }
        // One Esc drops the late mark in the layer in which it was set; above it, Esc first closes what lies there.
        if msg == Msg::Do(Action::Back)
            && self.layers.len() <= self.shared.late_layers
            && self.shared.drop_late_mark(now)
        {
            return Effects::new();
        }
        if !self.layers.is_empty() {
            return self.update_overlay(msg, now);
        }
        match msg {
            Msg::Do(action) => self.act(action, now),
            msg => match (self.pages.top_mut().update(&msg, &mut self.shared, now), msg) {
                (PageFlow::Done(effects), _) => effects,
                (PageFlow::Pass, Msg::Unbound(key)) => {
                    self.shared.info(
                        format!("{key} does nothing here; {} shows the keys", self.shared.keys.sign(Action::Help)),
                        now,
                    );
                    Effects::new()
                }
                (PageFlow::Pass, _) => Effects::new(),
            },
        }
    }

    /// Shows what can follow a key that does nothing alone, or a digit where digits count. Returns whether the message is one
    /// of those.
    fn begin(&mut self, msg: &Msg, now: Instant) -> bool {
        let (place, keys) = (self.mode().context(), &self.shared.keys);
        let menu = match *msg {
            Msg::Begin(key) => {
                let page = self.layers.is_empty().then(|| self.pages.top());
                let refused = page.map_or_else(Vec::new, |page| self.refused_on(page, now));
                Prefix::after(place, key, keys, &refused)
            }
            Msg::Unbound(Key::Char(digit @ '1'..='9')) if keys.counts(place) => Prefix::number(place, digit, keys),
            _ => return false,
        };
        // What was said would lie over what can follow.
        self.shared.toast = None;
        self.shared.over(menu);
        true
    }

    /// Takes away what shows which key can follow, as none does.
    fn drop_passing(&mut self) {
        if self.layers.top().is_some_and(|overlay| overlay.is_passing()) {
            self.layers.pop();
        }
    }

    /// Does what an action means everywhere, whatever lies over the page; none for every other action.
    pub(super) fn everywhere(&mut self, action: Action, now: Instant) -> Option<Effects> {
        match action {
            Action::Quit => self.quit(now),
            Action::Redraw => {
                self.shared.move_on(now);
                return Some(vec![ShellEffect::Redraw.into()]);
            }
            Action::Suspend => return Some(self.suspend(now)),
            Action::MouseToggle => {
                self.mouse = !self.mouse;
                let words = if self.mouse { "The program has the mouse" } else { "The terminal has the mouse" };
                self.shared.info(words, now);
                return Some(vec![ShellEffect::Mouse(self.mouse).into()]);
            }
            Action::Help if self.layers.top().is_some_and(|overlay| overlay.is_passing()) => {
                self.drop_passing();
                return self.everywhere(action, now);
            }
            Action::Help if !self.layers.top().is_some_and(|overlay| overlay.is_help()) => {
                let context = self.mode().context();
                let page = self.layers.is_empty().then(|| self.pages.top());
                let refused = page.map_or_else(Vec::new, |page| self.refused_on(page, now));
                let signs = page.map_or(SIGNS, Page::signs);
                let title =
                    page.map_or_else(|| "Help".to_owned(), |page| format!("Help: {}", page.title(&self.shared, now)));
                let unused = self.layers.top().map_or(&[][..], |overlay| overlay.unused());
                let help = Help::new(title, context, &self.shared.keys, signs, &refused).without(unused);
                let labels = page.map_or(&[][..], Page::labels);
                self.shared.over(help.with_labels(labels, page.is_some_and(Page::writes_letter)));
            }
            _ => return None,
        }
        Some(Effects::new())
    }

    /// Adds what follows from any message: what was asked of the shell, a question that waited for its turn, and what the
    /// others see of this screen.
    fn after(&mut self, mut effects: Effects, now: Instant) -> Effects {
        effects.extend(self.make_moves(now));
        self.end_with_form();
        self.ask_about_conflict(now);
        self.ask_about_cause(now);
        self.extend_range();
        self.prune_marks();
        effects.extend(self.pages.top_mut().wants());
        if self.layers.is_empty() {
            // Not while a filter is typed.
            effects.extend(self.look_for(now));
        }
        let open = OpenTicket {
            ticket: self.pages.iter().rev().find_map(Page::record),
            writes: self.pages.top().writes_letter(),
        };
        if self.shown_open != open {
            self.shown_open = open;
            effects.push(DeskWork::LookAt(open).into());
        }
        effects.extend(self.new_title());
        effects
    }

    /// Tells the desk that somebody is at this screen, once in a while: whoever is gets no notice by mail.
    fn touch(&mut self, now: Instant) -> Option<Effect<Work>> {
        let is_known = (0..TOUCH_TOLD).contains(&now.since(self.touched));
        (!is_known).then(|| {
            self.touched = now;
            DeskWork::LookAt(self.shown_open).into()
        })
    }

    /// Returns a number that is another one whenever another page or overlay has come on top.
    fn layer(&self) -> (u64, u64) {
        (self.pages.turns(), self.layers.turns())
    }

    fn tick(&mut self, now: Instant) {
        self.shared.age_toast(now);
        self.shared.follow_held_letter(now);
        self.shared.queue.tick(Viewer {
            me: &self.shared.me.name,
            zone: Some(self.shared.zone),
            now,
            ledger: &self.shared.ledger,
        });
        self.pages.top_mut().age(&self.shared, now);
        self.pages.note_current(&mut self.shared);
    }

    /// Has each page work out what the news that came together have changed.
    fn settle_pages(&mut self, now: Instant) {
        for page in self.pages.iter_mut() {
            page.settle(&self.shared, now);
        }
        self.pages.note_current(&mut self.shared);
    }
}

impl Program for App {
    type Event = HostEvent;
    type Effect = Work;
    type Layout = ScreenLayout;

    fn mode(&self) -> Mode {
        self.layers.top().map_or_else(|| self.pages.top().mode(), |overlay| overlay.mode())
    }

    fn keys(&self) -> &Keymap {
        &self.shared.keys
    }

    fn update(&mut self, msg: Msg, now: Instant) -> Effects {
        let mut effects = std::mem::take(&mut self.later);
        let (toast, layer, late) = (self.shared.toast_number(), self.layer(), self.shared.at);
        match &msg {
            Msg::Tick => {
                self.tick(now);
                effects.extend(self.keep_drafts(now));
                effects.extend(self.pages.top_mut().tick(&mut self.shared, now));
                effects.extend(self.new_title());
                return effects;
            }
            Msg::Focus(looking) => {
                self.shared.alerts.looking = *looking;
                return effects;
            }
            Msg::Resize(..) => return effects,
            _ => {
                effects.extend(self.touch(now));
                self.tell_of_input(&msg, now);
            }
        }
        let msg = match msg {
            Msg::Click(x, y) => match self.click((x, y), now) {
                Some(action) => Msg::Do(action),
                None => return effects,
            },
            msg => {
                self.clicked = None;
                msg
            }
        };
        self.shared.last_key = now;
        self.settle_pages(now);
        self.tick(now);
        if !matches!(msg, Msg::Do(Action::Quit | Action::Leave)) {
            self.quit_armed = None;
        }
        if matches!(msg, Msg::Edited(_)) {
            effects.extend(self.taken_again());
        }
        if msg == Msg::Do(Action::Editor) {
            // The editor has the terminal for as long as it likes.
            effects.extend(self.keep_drafts(now));
        }
        if let Msg::Ran(program, ended) = &msg {
            effects.extend(self.ran_in_terminal(program, ended.clone(), now));
        }
        let key = matches!(msg, Msg::Do(_) | Msg::Unbound(_) | Msg::Edit(_) | Msg::AreaEdit(_) | Msg::Paste(_));
        effects.extend(self.dispatch(msg, now));
        let effects = self.after(effects, now);
        if self.shared.at != late {
            self.shared.late_layers = self.layers.len();
        }
        if !key {
            self.shared.hold_new_toast(toast, now);
        }
        self.shared.leave_toast_behind(toast, key, self.layer() != layer, now);
        effects
    }

    fn host_event(&mut self, event: HostEvent, now: Instant) -> Effects {
        let (toast, layer) = (self.shared.toast_number(), self.layer());
        let effects = self.take_in_awaited(event, now);
        let effects = self.after(effects, now);
        self.shared.hold_new_toast(toast, now);
        self.shared.leave_toast_behind(toast, false, self.layer() != layer, now);
        effects
    }

    fn settle(&mut self, now: Instant) {
        self.settle_pages(now);
    }

    fn leaving(&mut self, now: Instant) -> Effects {
        let mut effects = self.shared.send_all_queued();
        effects.extend(self.keep_drafts(now));
        effects
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Instant) -> ScreenLayout {
        let overlays: Vec<_> = self.layers.iter().map(AsRef::as_ref).collect();
        let layout = view::draw(frame, &self.shared, &self.pages, &overlays, now);
        // A text field has set it where the next character goes.
        if let (false, Some(selected)) =
            (self.mode().is_text(), drawn::selected(frame.buffer_mut(), self.shared.theme.selected))
        {
            frame.set_cursor_position(selected);
        }
        view::cells::finish(frame.buffer_mut(), &self.shared.theme);
        layout
    }

    fn laid_out(&mut self, layout: ScreenLayout) {
        self.footer = layout.footer;
        self.list_top = layout.page.as_ref().map(|shown| shown.top);
        if let Some(shown) = &layout.page {
            self.pages.top_mut().laid_out(shown, &mut self.shared);
        }
        for (overlay, shown) in self.layers.iter_mut().zip(&layout.overlays) {
            if let Some(shown) = shown {
                overlay.laid_out(shown);
            }
        }
    }

    fn wake_in(&self, now: Instant) -> Option<Duration> {
        let shared = &self.shared;
        // Nobody looks at seconds in a window behind others.
        let ticks = shared.alerts.looking && (shared.is_lively(now) || self.pages.top().ticks_seconds(shared, now));
        if ticks || shared.toast_will_go() {
            return Some(Duration::from_secs(1));
        }
        let to_minute = 60 - now.secs().rem_euclid(60);
        let changes = shared.queue.changes_at().into_iter().chain(shared.rota.changes_after(now)).min();
        let to_change = changes.map(|at| at.since(now).max(1));
        Some(Duration::from_secs(to_change.map_or(to_minute, |change| change.min(to_minute)).unsigned_abs()))
    }

    fn waits_for_rest(&self) -> bool {
        self.pages.top().waits_for_rest(&self.shared)
    }

    fn rested(&mut self) {
        self.pages.top_mut().rested(&mut self.shared);
    }

    fn answer_records(&self) -> bool {
        self.typed_filter().is_none()
    }

    fn is_opening(&self) -> bool {
        matches!(self.shared.waits, OpeningState::For(_))
    }

    fn stop_opening(&mut self) -> bool {
        self.stop_waiting()
    }

    fn could_not_open(&mut self) -> bool {
        let failed = self.shared.waits == OpeningState::Failed;
        if failed {
            self.shared.waits = OpeningState::Nothing;
        }
        failed
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn name_of_event(event: &HostEvent) -> String {
        name_in(&format!("{event:?}"))
    }

    fn name_of_effect(effect: &Work) -> String {
        name_in(&format!("{effect:?}"))
    }
}

//! The screen's model and how it changes: messages in, effects out. It draws nothing and waits for nothing.

mod act;
mod forms;
mod host;
mod overlays;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;

use crate::desk::{Change, Desk, DeskError, DeskErrorKind, Done, Notice, Request, undo_of};
use crate::domain::contract::Book;
use crate::domain::query::Viewer;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::{Instant, Zone};
use crate::tui::action::{Action, Context};
use crate::tui::input::{Mode, Msg};
use crate::tui::layer::Layers;
use crate::tui::run::{Effect, Program, ShellEffect};
use crate::tui::screen::dialog::Overlay;
use crate::tui::screen::form::{Form, Way};
use crate::tui::screen::queue::Queue;
use crate::tui::screen::ticket::TicketView;
use crate::tui::theme::Theme;
use crate::tui::view;
use crate::tui::widget::ToastKind;

pub use host::{DeskHost, InlineHost, Told, Work};

/// Effects of this program.
pub(super) type Effects = Vec<Effect<Work>>;

/// How long a person may leave the keys alone before seconds stop ticking where nothing is due within the hour, so that
/// an untouched screen sends next to nothing over a slow line.
const LIVELY: i64 = 30;
/// Seconds that a second Ctrl-C has to come within.
const QUIT_WITHIN: i64 = 3;

/// What stands above the queue.
pub enum Screen {
    /// One ticket.
    Ticket(Box<TicketView>),
    /// The form for a new one.
    New(Box<Form>),
}

/// A short message over the foot of the screen.
pub struct Toast {
    /// Good or bad.
    pub kind: ToastKind,
    /// What it says.
    pub text: String,
    until: Instant,
}

/// What a commit on its way will say when it is there, and what it can be undone by.
struct Pending {
    label: String,
    undoable: bool,
}

/// Something that this person has done and can take back.
struct Undo {
    label: String,
    changes: Vec<Change>,
}

/// What the screen is started with.
pub struct Setup {
    /// The person at the screen.
    pub me: String,
    /// How it looks.
    pub theme: Theme,
    /// The zone for moments that belong to no contract.
    pub zone: Zone,
    /// What there is to say about files that could not be used, a sentence each.
    pub problems: Vec<String>,
    /// What the store had to say when it was opened.
    pub notices: Vec<String>,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
}

/// The whole screen.
pub struct App {
    /// The person at the screen.
    pub me: String,
    /// All contracts.
    pub book: Arc<Book>,
    /// How it looks.
    pub theme: Theme,
    /// The zone of the clock in the header.
    pub zone: Zone,
    /// The queue, always at the bottom.
    pub queue: Queue,
    /// What stands above it, the last on top.
    pub screens: Vec<Screen>,
    /// What lies over the view.
    pub layers: Layers<Overlay>,
    /// The message that shows.
    pub toast: Option<Toast>,
    /// Files that could not be used, a sentence each.
    pub problems: Vec<String>,
    /// Why nothing can be written any more.
    pub broken: Option<String>,
    /// The moment that the next entry counts for, if it was not now.
    pub at: Option<Instant>,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
    undo: Vec<Undo>,
    pending: HashMap<u64, Pending>,
    next_tag: u64,
    quit_armed: Option<Instant>,
    last_key: Instant,
    mouse: bool,
    done: bool,
    later: Effects,
}

impl App {
    /// The screen of this desk as it is now.
    pub fn new(desk: &dyn Desk, setup: Setup) -> Result<Self, DeskError> {
        let now = desk.now();
        let mut app = Self {
            me: setup.me,
            book: desk.book(),
            theme: setup.theme,
            zone: setup.zone,
            queue: Queue::default(),
            screens: Vec::new(),
            layers: Layers::default(),
            toast: None,
            problems: setup.problems,
            broken: None,
            at: None,
            demo: setup.demo,
            undo: Vec::new(),
            pending: HashMap::new(),
            next_tag: 0,
            quit_armed: None,
            last_key: now,
            mouse: false,
            done: false,
            later: vec![ShellEffect::Title("frist".to_owned()).into()],
        };
        app.queue.load(desk.open_tickets()?, &app.book, Viewer { me: &app.me, now });
        if !setup.notices.is_empty() {
            app.say(ToastKind::Note, setup.notices.join(" "), now.plus(20));
        }
        Ok(app)
    }

    fn say(&mut self, kind: ToastKind, text: impl Into<String>, until: Instant) {
        self.toast = Some(Toast { kind, text: text.into(), until });
    }

    fn good(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Done, text, now.plus(5));
    }

    fn info(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Note, text, now.plus(5));
    }

    fn bad(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Error, text, now.plus(12));
    }

    /// Where the keys go when no overlay and no text has them.
    pub fn context(&self) -> Context {
        match self.screens.last() {
            None => Context::Queue,
            Some(Screen::Ticket(_)) => Context::Ticket,
            Some(Screen::New(_)) => Context::Form,
        }
    }

    /// The ticket that an action is about: the one that is open, else the selected one.
    pub fn current(&self) -> Option<TicketId> {
        match self.screens.last() {
            Some(Screen::Ticket(view)) => Some(view.id),
            Some(Screen::New(_)) => None,
            None => self.queue.selected().map(|row| row.ticket.id),
        }
    }

    /// The state of that ticket, as far as it has been read.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        let open = self.queue.row(id).map(|row| row.ticket.as_ref());
        let viewed = self.screens.iter().find_map(|screen| match screen {
            Screen::Ticket(view) if view.id == id => view.record.as_ref().map(|r| r.ticket.as_ref()),
            _ => None,
        });
        viewed.or(open)
    }

    /// Whether seconds tick for the selected row and in the header: only while somebody is at the keys.
    pub fn is_lively(&self, now: Instant) -> bool {
        now.since(self.last_key) < LIVELY
    }

    fn refresh(&mut self, now: Instant) {
        self.queue.refresh(Viewer { me: &self.me, now });
    }

    /// Sends changes to the desk. The label is what the screen says once they are on the disk.
    fn commit(&mut self, label: impl Into<String>, changes: Vec<Change>, undoable: bool) -> (u64, Effect<Work>) {
        self.next_tag += 1;
        let tag = self.next_tag;
        self.pending.insert(tag, Pending { label: label.into(), undoable });
        (tag, Effect::Host(Work::Commit(tag, Request::new(self.me.clone(), changes))))
    }

    fn committed(&mut self, tag: u64, result: Result<Done, DeskError>, now: Instant) -> Effects {
        let Some(pending) = self.pending.remove(&tag) else { return Vec::new() };
        match result {
            Ok(done) => self.succeeded(tag, pending, &done, now),
            Err(error) => {
                self.failed(tag, &error, now);
                Vec::new()
            }
        }
    }

    fn succeeded(&mut self, tag: u64, pending: Pending, done: &Done, now: Instant) -> Effects {
        let logged = done.touched.iter().find(|t| t.first == 0).map(|t| t.ticket);
        let label = match logged {
            Some(id) => format!("#{id} logged"),
            None => pending.label,
        };
        self.good(if pending.undoable { format!("{label} · u takes it back") } else { label.clone() }, now);
        if pending.undoable {
            self.undo.push(Undo { label, changes: undo_of(done) });
        }
        self.close_saved(tag);
        if let Some(id) = logged {
            self.queue.select(id);
        }
        self.reload(done.touched.iter().map(|t| t.ticket))
    }

    fn failed(&mut self, tag: u64, error: &DeskError, now: Instant) {
        if error.kind == DeskErrorKind::Store {
            self.broken = Some(error.to_string());
        }
        self.keep_unsaved(tag, error);
        self.bad(error.to_string(), now);
    }

    /// Reads open views of these tickets again.
    fn reload(&self, changed: impl Iterator<Item = TicketId>) -> Effects {
        let changed: Vec<TicketId> = changed.collect();
        let viewed = self.screens.iter().filter_map(|screen| match screen {
            Screen::Ticket(view) if changed.contains(&view.id) => Some(view.id),
            _ => None,
        });
        viewed.map(|id| Effect::Host(Work::Load(id))).collect()
    }

    fn notice(&mut self, notice: Notice, now: Instant) -> Effects {
        match notice {
            Notice::Changed(ticket, by) => {
                let id = ticket.id;
                let viewer = Viewer { me: &self.me, now };
                self.queue.put(ticket, &self.book, viewer);
                if by != self.me && self.current() == Some(id) {
                    self.info(format!("{by} has changed #{id}"), now);
                }
                self.reload(std::iter::once(id))
            }
            Notice::Resync => vec![Effect::Host(Work::LoadAll)],
            Notice::Broken(why) => {
                self.broken = Some(why);
                Vec::new()
            }
        }
    }

    fn loaded_all(&mut self, tickets: Result<Vec<Arc<Ticket>>, DeskError>, now: Instant) {
        match tickets {
            Ok(tickets) => {
                let keep = self.queue.wants_closed();
                self.queue.has_closed = keep;
                let kept = tickets.into_iter().filter(|t| keep || t.is_open()).collect();
                self.queue.load(kept, &self.book, Viewer { me: &self.me, now });
            }
            Err(error) => self.bad(error.to_string(), now),
        }
    }

    fn loaded(&mut self, id: TicketId, result: &Result<Option<Record>, DeskError>) {
        for screen in &mut self.screens {
            if let Screen::Ticket(view) = screen
                && view.id == id
            {
                match result {
                    Ok(Some(record)) => view.record = Some(record.clone()),
                    Ok(None) => view.problem = Some(format!("There is no ticket #{id}.")),
                    Err(error) => view.problem = Some(error.to_string()),
                }
            }
        }
    }

    /// Asked for twice within a few seconds, it ends the program; what is typed and not saved is named first.
    fn quit(&mut self, now: Instant) {
        if self.quit_armed.is_some_and(|at| now.since(at) <= QUIT_WITHIN) {
            self.done = true;
            return;
        }
        self.quit_armed = Some(now);
        let unsaved = self.screens.iter().any(|s| matches!(s, Screen::New(form) if form.is_dirty()));
        self.info(if unsaved { "Ctrl-C again quits and drops the unsaved ticket" } else { "Ctrl-C again quits" }, now);
    }

    fn tick(&mut self, now: Instant) {
        if self.toast.as_ref().is_some_and(|toast| now >= toast.until) {
            self.toast = None;
        }
        self.queue.tick(Viewer { me: &self.me, now });
    }

    fn everywhere(&mut self, action: Action, now: Instant) -> Option<Effects> {
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
                self.layers.push(Overlay::Help(crate::tui::screen::dialog::Pager::new("Help", lines)));
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
            Told::All(tickets) => {
                self.loaded_all(tickets, now);
                Vec::new()
            }
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

//! The screen's model and how it changes: messages in, effects out. It draws nothing and waits for nothing.

mod act;
mod alerts;
mod assign;
mod beyond;
mod breach;
mod bulk;
mod company;
mod conflicts;
mod counting;
mod drafts;
mod entries;
mod evidence;
mod filters;
mod following;
mod forms;
mod held;
mod host;
mod journal;
mod late;
mod marks;
mod opening;
mod outcome;
mod overlays;
mod possible;
mod program;
mod reading;
mod releases;
mod reports;
mod same_cause;
mod uptime;
mod vendors;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{DraftId, People, Person};
use crate::desk::{Change, Desk, Present, Problem};
use crate::domain::alert::Ways;
use crate::domain::contract::Book;
use crate::domain::ledger::Ledger;
use crate::domain::query::Viewer;
use crate::domain::rota::Rota;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::{Instant, Zone};
use crate::tui::action::Context;
use crate::tui::layer::Layers;
use crate::tui::run::{Effect, ShellEffect};
use crate::tui::screen::behind::Behind;
use crate::tui::screen::breach::BreachView;
use crate::tui::screen::conflict::Conflict;
use crate::tui::screen::dialog::Overlay;
use crate::tui::screen::entry_form::EntryForm;
use crate::tui::screen::form::Form;
use crate::tui::screen::journal::JournalView;
use crate::tui::screen::queue::Queue;
use crate::tui::screen::reports::ReportsView;
use crate::tui::screen::same_cause::SameCause;
use crate::tui::screen::ticket::TicketView;
use crate::tui::screen::uptime::UptimeView;
use crate::tui::screen::vendors::Vendors;
use crate::tui::theme::Theme;
use crate::tui::widget::ToastKind;

use alerts::Heard;
use drafts::DraftBox;
use held::Held;
pub use host::{DeskHost, Fresh, InlineHost, Told, Work};
use opening::Wait;
use reading::Readings;

/// Effects of this program.
pub(super) type Effects = Vec<Effect<Work>>;

/// How long a person may leave the keys alone before seconds stop ticking where nothing is due within the hour, so that
/// an untouched screen sends next to nothing over a slow line.
const LIVELY: i64 = 30;

/// What stands above the queue.
pub enum Screen {
    /// One ticket.
    Ticket(Box<TicketView>),
    /// The form for a new one.
    New(Box<Form>),
    /// What each vendor promises.
    Vendors(Box<Vendors>),
    /// What is broken and what breaks next.
    Breach(Box<BreachView>),
    /// The months' uptime.
    Uptime(Box<UptimeView>),
    /// Tickets of a period in figures.
    Reports(Box<ReportsView>),
    /// The tickets behind one of them.
    Behind(Box<Behind>),
    /// Who did what.
    Journal(Box<JournalView>),
    /// The form for an outage, a maintenance or a change.
    Entry(Box<EntryForm>),
}

/// A short message over the foot of the screen.
pub struct Toast {
    /// Good or bad.
    pub kind: ToastKind,
    /// What it says.
    pub text: String,
    until: Instant,
}

/// A commit on its way.
struct Pending {
    /// What is said once it is there.
    label: String,
    /// Whether it can be taken back then.
    undoable: bool,
    /// What was asked for, to ask for it again after a conflict.
    changes: Vec<Change>,
    /// Whether it gives an outage another cause or other tickets.
    outage_changed: bool,
    /// The draft that it was typed as.
    draft: Option<DraftId>,
}

/// Something that this person has done and can take back.
struct Undo {
    label: String,
    changes: Vec<Change>,
}

/// What the screen is started with.
pub struct Setup {
    /// The person at the screen.
    pub me: Person,
    /// Where drafts are kept; none: they go with the screen.
    pub drafts: Option<PathBuf>,
    /// Where files may be written; none: nowhere.
    pub files: Option<PathBuf>,
    /// How it looks.
    pub theme: Theme,
    /// The zone for moments that belong to no contract.
    pub zone: Zone,
    /// How the person is told of targets.
    pub ways: Ways,
    /// What is wrong with files, or parts of them, that could not be used.
    pub problems: Vec<Problem>,
    /// What the store had to say when it was opened.
    pub notices: Vec<String>,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
}

/// The whole screen.
pub struct App {
    /// The person at the screen.
    pub me: Person,
    /// Who works at the desk, to say who may what this person may not.
    pub people: Arc<People>,
    /// Who is on call when.
    pub rota: Arc<Rota>,
    /// All contracts.
    pub book: Arc<Book>,
    /// What is kept besides tickets: vendors' releases.
    pub ledger: Arc<Ledger>,
    /// Where files may be written; none: nowhere.
    files: Option<PathBuf>,
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
    /// What could not be used, or has failed.
    pub problems: Vec<Problem>,
    /// Why nothing can be written any more.
    pub broken: Option<String>,
    /// Why the desk cannot be reached just now.
    pub away: Option<String>,
    /// Who is at the desk besides.
    pub present: Arc<Vec<Present>>,
    /// The tickets that are marked: what is recorded in a list goes for all of them.
    marks: BTreeSet<TicketId>,
    /// The moment that the next entry counts for, if it was not now.
    pub at: Option<Instant>,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
    /// What was told of targets.
    alerts: Heard,
    /// What is typed and not sent, apart from what is open.
    drafts: DraftBox,
    /// Changes that came too late, until there is room to ask about them.
    conflicts: Vec<Conflict>,
    /// Whether something else has the same cause, likewise.
    questions: VecDeque<SameCause>,
    /// What is told while everything is being read anew.
    readings: Readings,
    /// The ticket that the others have been told is open here.
    shown_open: Option<TicketId>,
    undo: Vec<Undo>,
    pending: HashMap<u64, Pending>,
    /// What waits for some of that, in order.
    held: VecDeque<Held>,
    /// What opens when the desk has told it.
    waits: Wait,
    next_tag: u64,
    quit_armed: Option<Instant>,
    last_key: Instant,
    mouse: bool,
    done: bool,
    later: Effects,
}

impl App {
    /// The screen of this desk as it is now.
    pub fn new(desk: &dyn Desk, setup: Setup) -> Result<Self, Problem> {
        let now = desk.now();
        let mut app = Self {
            me: setup.me,
            people: desk.people(),
            rota: desk.rota(),
            book: desk.book(),
            ledger: desk.ledger(),
            files: setup.files,
            theme: setup.theme,
            zone: setup.zone,
            queue: Queue::default(),
            screens: Vec::new(),
            layers: Layers::default(),
            toast: None,
            problems: setup.problems,
            broken: None,
            away: None,
            present: Arc::default(),
            marks: BTreeSet::new(),
            at: None,
            demo: setup.demo,
            alerts: Heard::new(setup.ways),
            drafts: DraftBox::new(setup.drafts.is_some()),
            conflicts: Vec::new(),
            questions: VecDeque::new(),
            readings: Readings::default(),
            shown_open: None,
            undo: Vec::new(),
            pending: HashMap::new(),
            held: VecDeque::new(),
            waits: Wait::default(),
            next_tag: 0,
            quit_armed: None,
            last_key: now,
            mouse: false,
            done: false,
            later: vec![ShellEffect::Title("frist".to_owned()).into()],
        };
        let drafts = app.read_drafts();
        app.later.extend(drafts);
        app.queue.load(desk.open_tickets()?, &app.book, Viewer { me: &app.me.name, now });
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

    /// What others do. It does not take the place of a refusal that stands: that was not written must be read.
    fn news(&mut self, text: impl Into<String>, now: Instant) {
        if !self.toast.as_ref().is_some_and(|toast| toast.kind == ToastKind::Error && toast.until > now) {
            self.info(text, now);
        }
    }

    fn bad(&mut self, text: impl Into<String>, now: Instant) {
        self.say(ToastKind::Error, text, now.plus(12));
    }

    /// Where the keys go when no overlay and no text has them.
    pub fn context(&self) -> Context {
        match self.screens.last() {
            None => Context::Queue,
            Some(Screen::Ticket(_)) => Context::Ticket,
            Some(Screen::New(_) | Screen::Entry(_)) => Context::Form,
            Some(Screen::Breach(_)) => Context::Breach,
            Some(Screen::Uptime(_)) => Context::Uptime,
            Some(Screen::Reports(_)) => Context::Reports,
            Some(Screen::Behind(_)) => Context::Behind,
            Some(Screen::Journal(_)) => Context::Journal,
            Some(Screen::Vendors(_)) => Context::Vendors,
        }
    }

    /// The ticket that an action is about: the one that is open, else the selected one.
    pub fn current(&self) -> Option<TicketId> {
        match self.screens.last() {
            Some(Screen::Ticket(view)) => Some(view.id),
            Some(Screen::Breach(view)) => view.selected(),
            Some(Screen::Behind(view)) => view.selected(),
            Some(
                Screen::New(_)
                | Screen::Vendors(_)
                | Screen::Uptime(_)
                | Screen::Reports(_)
                | Screen::Journal(_)
                | Screen::Entry(_),
            ) => None,
            None => self.queue.selected().map(|row| row.ticket.id),
        }
    }

    /// The zone of the current ticket's moments; this screen's where there is none.
    pub fn current_zone(&self) -> Zone {
        let ticket = self.current().and_then(|id| self.ticket(id));
        let contract = ticket.and_then(|t| self.book.of_ticket(t));
        contract.map_or(self.zone, |c| c.zone)
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
        self.queue.refresh(Viewer { me: &self.me.name, now });
        self.refresh_breach(now);
    }
}

//! A person at a desk of their own: a store in a folder that is removed afterwards, a clock, a screen in memory.

use std::path::Path;
use std::sync::Arc;

use frist::config::{Person, Role};
use frist::desk::{AlertMonitor, AlertSetup, Desk, LocalDesk, ManualClock, Notice, Request, Subscription};
use frist::domain::alert::{AlertRules, NotificationSettings};
use frist::domain::contract::Book;
use frist::domain::problem::Problem;
use frist::domain::rota::{Rota, read_rota};
use frist::domain::ticket::{EventData, NewTicket, TicketId};
use frist::domain::time::{Instant, Zone};
use frist::tui::action::Keymap;
use frist::tui::app::{App, DeskWork, HostEvent, InlineHost, ListSettings, MailAtDesk, OwnCommandSetup, Setup, Work};
use frist::tui::harness::Harness;
use frist::tui::run::Host as _;
use frist::tui::theme::Theme;

/// Monday 8 January 2024, 10:00 in Oslo: every vendor's support is open.
pub const MONDAY: &str = "2024-01-08T09:00:00Z";

pub struct AtDesk {
    pub screen: Harness<App, InlineHost>,
    pub desk: Arc<LocalDesk>,
    clock: Arc<ManualClock>,
    /// The alert monitor that tells people of targets, once there is one.
    monitor: Option<AlertMonitor>,
    heard: Subscription,
    folder: tempfile::TempDir,
}

impl AtDesk {
    /// Opens an empty desk at that moment, with a screen of that size.
    pub fn at(moment: &str, columns: u16, rows: u16) -> Self {
        Self::with(moment, columns, rows, |_| ())
    }

    /// Opens a desk that has been filled first.
    pub fn with(moment: &str, columns: u16, rows: u16, fill: impl FnOnce(&LocalDesk)) -> Self {
        Self::with_book(Book::built_in(), moment, columns, rows, fill)
    }

    /// Opens a desk with agreements and rules of one's own.
    pub fn with_book(book: Book, moment: &str, columns: u16, rows: u16, fill: impl FnOnce(&LocalDesk)) -> Self {
        Self::open(book, Rota::default(), moment, columns, rows, fill)
    }

    /// Opens a desk with a rota of that text.
    pub fn with_rota(text: &str, moment: &str, columns: u16, rows: u16, fill: impl FnOnce(&LocalDesk)) -> Self {
        let (rota, problems) = read_rota("oncall.toml", text, &["second line".to_owned()], &[]);
        assert_eq!(problems, []);
        Self::open(Book::built_in(), rota.unwrap(), moment, columns, rows, fill)
    }

    /// Opens a desk whose store was filled before, perhaps under other agreements.
    pub fn with_past(book: Book, past: impl FnOnce(&Path), moment: &str, columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        past(folder.path());
        Self::open_in(folder, book, Rota::default(), moment, (columns, rows), |_| ())
    }

    fn open(book: Book, rota: Rota, moment: &str, columns: u16, rows: u16, fill: impl FnOnce(&LocalDesk)) -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), book, rota, moment, (columns, rows), fill)
    }

    fn open_in(
        folder: tempfile::TempDir,
        book: Book,
        rota: Rota,
        moment: &str,
        (columns, rows): (u16, u16),
        fill: impl FnOnce(&LocalDesk),
    ) -> Self {
        let now = Instant::parse(moment).unwrap();
        let clock = Arc::new(ManualClock::at(now));
        let desk = LocalDesk::open(folder.path(), Arc::new(book), clock.clone()).unwrap();
        let desk = Arc::new(desk.with_rota(Arc::new(rota)));
        fill(&desk);
        let heard = desk.subscribe();
        let app = App::new(desk.as_ref(), setup(&[])).unwrap();
        let host_desk: Arc<dyn Desk> = desk.clone();
        let screen = Harness::with_host(app, |out| InlineHost::new(host_desk, out), columns, rows, now);
        Self { screen, desk, clock, monitor: None, heard, folder }
    }

    /// Starts the screen again.
    pub fn start(&mut self, setup: Setup) -> &mut Self {
        self.start_in(setup, (100, 24))
    }

    /// Starts the screen again, in another size.
    pub fn start_in(&mut self, setup: Setup, (columns, rows): (u16, u16)) -> &mut Self {
        let app = App::new(self.desk.as_ref(), setup).unwrap();
        let host: Arc<dyn Desk> = self.desk.clone();
        self.screen = Harness::with_host(app, |out| InlineHost::new(host, out), columns, rows, self.desk.now());
        self
    }

    /// Returns the folder of the store.
    pub fn store(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn keys(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.screen.key(key);
        }
        self
    }

    pub fn typed(&mut self, text: &str) -> &mut Self {
        self.screen.typed(text);
        self
    }

    /// Returns where one is, as the first row marks it.
    pub fn present(&self) -> String {
        let (buffer, own) = (self.screen.buffer(), Theme::default().selected.bg);
        let marked = |x: &u16| Some(buffer[(*x, 0)].bg) == own;
        let row = (0..buffer.area.width).skip_while(|x| !marked(x)).take_while(marked);
        row.map(|x| buffer[(x, 0)].symbol()).collect::<String>().trim().to_owned()
    }

    /// Fails unless the first row marks that place as the present one.
    pub fn is_on(&mut self, place: &str) -> &mut Self {
        assert_eq!(self.present(), place, "{}", self.text());
        self
    }

    /// Has people told of targets by these rules from now on.
    pub fn alert(&mut self, rules: AlertRules) -> &mut Self {
        self.monitor = Some(AlertMonitor::new(self.desk.clone(), AlertSetup { rules, command: None }));
        self.ring();
        self
    }

    /// Lets that many seconds pass, for the desk and the screen; what there is to tell meanwhile is told in its second.
    pub fn pass(&mut self, seconds: i64) -> &mut Self {
        let until = self.clock_now().plus(seconds);
        while let Some(wait) = self.monitor.as_ref().map(AlertMonitor::wait) {
            let wait = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
            if wait > until.since(self.clock_now()) {
                break;
            }
            self.step(wait);
            self.ring();
        }
        self.step(until.since(self.clock_now()));
        self
    }

    /// Takes in what others have done meanwhile, without a key.
    pub fn hear(&mut self) -> &mut Self {
        self.screen.host().perform(Work::Desk(DeskWork::LookAt(frist::desk::OpenTicket::default())));
        self.screen.settle();
        self
    }

    /// Has people told of what others have done meanwhile.
    pub fn told(&mut self) -> &mut Self {
        self.ring();
        self
    }

    /// Returns how long the alert monitor has nothing to look at, if nothing is heard.
    pub fn alerts_rest(&self) -> Option<std::time::Duration> {
        self.monitor.as_ref().map(AlertMonitor::wait)
    }

    /// Sets the clock, forward or back; nothing is looked at in between.
    pub fn set_clock(&mut self, moment: &str) -> &mut Self {
        self.step(Instant::parse(moment).unwrap().since(self.clock_now()));
        self
    }

    fn step(&mut self, seconds: i64) {
        self.clock.set(self.clock_now().plus(seconds));
        self.screen.advance(seconds);
    }

    fn ring(&mut self) {
        let Some(monitor) = &mut self.monitor else { return };
        // What is written down is heard as a change too.
        loop {
            self.heard.try_iter().for_each(|notice| monitor.hear(&notice));
            let Some(message) = monitor.turn(self.desk.now()) else { return };
            self.screen.tell(HostEvent::Notice(Notice::Alerts(Arc::new(message.clone()))));
            monitor.record(&message, None);
        }
    }

    fn clock_now(&self) -> Instant {
        self.desk.now()
    }

    pub fn text(&self) -> String {
        self.screen.screen()
    }

    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        assert!(self.text().contains(words), "no “{words}” on the screen:\n{}", self.text());
        self
    }

    #[track_caller]
    pub fn sees_not(&mut self, words: &str) -> &mut Self {
        assert!(!self.text().contains(words), "“{words}” on the screen:\n{}", self.text());
        self
    }

    /// Returns the row of the screen that has these words.
    #[track_caller]
    pub fn row(&self, words: &str) -> String {
        let text = self.text();
        text.lines().find(|l| l.contains(words)).unwrap_or_else(|| panic!("no “{words}”:\n{text}")).to_owned()
    }
}

pub fn setup(problems: &[&str]) -> Setup {
    Setup {
        me: Person { name: "agent1".to_owned(), display: "agent1".to_owned(), role: Role::Lead },
        drafts: None,
        files: None,
        contracts: Some("/nowhere/contracts".into()),
        theme: Theme::named("dark").unwrap(),
        zone: Zone::named("Europe/Oslo").unwrap(),
        keys: Keymap::default(),
        ways: NotificationSettings::default(),
        problems: problems.iter().map(|p| Problem::refused(*p, "")).collect(),
        notices: Vec::new(),
        demo: false,
        has_shell: true,
        own: OwnCommandSetup { store: "/nowhere/store".to_owned(), ticket_json: frist::cli::ticket_json },
        lists: ListSettings::default(),
        mail: MailAtDesk::default(),
        replies: None,
        first_start: false,
    }
}

/// Returns a ticket as an agent would log it.
pub fn new(contract: &str, plan: &str, severity: &str, channel: &str, subject: &str) -> NewTicket {
    frist_testkit::steps::with_steps(NewTicket {
        contract: contract.to_owned(),
        plan: plan.to_owned(),
        severity: severity.to_owned(),
        channel: channel.to_owned(),
        subject: subject.to_owned(),
        ..NewTicket::default()
    })
}

/// Logs a ticket as that person.
pub fn log(desk: &LocalDesk, by: &str, ticket: NewTicket) -> TicketId {
    let change = frist::desk::Change::New(Box::new(ticket));
    desk.commit(Request::new(by, vec![change])).unwrap().touched[0].ticket
}

/// Records an event of a ticket as that person.
pub fn happen(desk: &LocalDesk, by: &str, ticket: TicketId, what: EventData) {
    desk.commit(Request::add(by, ticket, None, what)).unwrap();
}

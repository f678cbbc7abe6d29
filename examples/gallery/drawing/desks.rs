//! Makes the desks that pages are drawn of: the demonstration's week at a fixed moment, and an empty one.

use std::cell::OnceCell;
use std::error::Error;
use std::rc::Rc;
use std::sync::Arc;

use frist::config::{MailSettings, NamedFilter, Person, Role};
use frist::desk::{Desk, LocalDesk, ManualClock, demo};
use frist::domain::alert::NotificationSettings;
use frist::domain::contract::Book;
use frist::domain::problem::Problem;
use frist::domain::ticket::{Commit, TicketId};
use frist::domain::time::{Instant, Zone};
use frist::store::Store;
use frist::tui::action::Keymap;
use frist::tui::app::{ListSettings, MailAtDesk, OwnCommandSetup, Setup};
use frist::tui::theme::Theme;
use frist_testkit::letters;
use tempfile::TempDir;

/// Wednesday 17 January 2024, 08:42:07 in Oslo: most vendors are open, one is not yet.
const MOMENT: &str = "2024-01-17T07:42:07Z";

/// What a screen is started with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// A week's tickets.
    Week,
    /// The same, and the keys record something: no other page is drawn of that desk.
    Written,
    /// The same, and letters that wait and letters that have not gone.
    Letters,
    /// No tickets.
    Empty,
    /// No tickets, and a person who has not opened the screen before.
    First,
    /// A week's tickets, and files that could not be used.
    Problems,
}

/// An open desk.
#[derive(Clone)]
pub struct Opened {
    /// The desk.
    pub desk: Arc<dyn Desk>,
    /// The folder of its store, which goes with it.
    _folder: Rc<TempDir>,
}

/// The desks, each opened when it is needed first.
pub struct Desks {
    week: OnceCell<Opened>,
    letters: OnceCell<Opened>,
    empty: OnceCell<Opened>,
    commits: OnceCell<Vec<Commit>>,
    book: Arc<Book>,
}

impl Desks {
    /// Returns desks of which none is open.
    pub fn new() -> Self {
        let book = Arc::new(Book::built_in());
        Self { week: OnceCell::new(), letters: OnceCell::new(), empty: OnceCell::new(), commits: OnceCell::new(), book }
    }

    /// Opens the desk that this start needs.
    pub fn open(&self, start: Start) -> Result<Opened, Box<dyn Error>> {
        let (kept, has_week) = match start {
            Start::Written => return self.fresh(true, false),
            Start::Letters => (&self.letters, true),
            Start::Week | Start::Problems => (&self.week, true),
            Start::Empty | Start::First => (&self.empty, false),
        };
        if let Some(opened) = kept.get() {
            return Ok(opened.clone());
        }
        let opened = self.fresh(has_week, start == Start::Letters)?;
        Ok(kept.get_or_init(|| opened).clone())
    }

    fn fresh(&self, has_week: bool, has_letters: bool) -> Result<Opened, Box<dyn Error>> {
        let (folder, now) = (tempfile::tempdir()?, Instant::parse(MOMENT)?);
        if has_week {
            let commits = self.commits.get_or_init(|| demo::week(&self.book, now, 1));
            let mut store = Store::open(folder.path())?.store;
            store.append(commits)?;
            if has_letters {
                let about = TicketId(100);
                let letters = letters::commit(letters::waiting(about, now), letters::outgoing(about, now), now);
                store.append(&[letters])?;
            }
            store.apply()?;
        }
        let desk = LocalDesk::open(folder.path(), Arc::clone(&self.book), Arc::new(ManualClock::at(now)))?;
        let desk: Arc<dyn Desk> = Arc::new(desk.with_rota(Arc::new(demo::rota(now))));
        Ok(Opened { desk, _folder: Rc::new(folder) })
    }
}

/// Returns what a lead starts a screen with.
pub fn setup(start: Start, theme: Theme) -> Result<Setup, Box<dyn Error>> {
    let problems = if start == Start::Problems { problems() } else { Vec::new() };
    Ok(Setup {
        me: Person { name: "jonas".to_owned(), display: "jonas".to_owned(), role: Role::Lead },
        drafts: None,
        files: Some("/home/jonas".into()),
        contracts: Some("/home/jonas/.config/frist/contracts".into()),
        theme,
        zone: Zone::named("Europe/Oslo").ok_or("there is no such zone")?,
        keys: Keymap::default(),
        ways: NotificationSettings::default(),
        problems,
        notices: Vec::new(),
        demo: false,
        has_shell: true,
        own: OwnCommandSetup { store: "/nowhere/store".to_owned(), ticket_json: frist::cli::ticket_json },
        lists: ListSettings { views: views(), ..ListSettings::default() },
        replies: None,
        first_start: start == Start::First,
        mail: MailAtDesk::from(&MailSettings {
            address: Some("desk@shop.example".to_owned()),
            ..MailSettings::default()
        }),
    })
}

fn problems() -> Vec<Problem> {
    let of = |file: &str, line, message: &str, hint: &str| Problem::of_file(file, Some(line), message, hint);
    vec![
        of("acme.toml", 12, "support.hours.mon: `8-16` is not a window", "write 08:00-16:00"),
        of("settings.toml", 4, "`colour` is no setting", "write colours"),
    ]
}

fn views() -> Vec<NamedFilter> {
    let view = |name: &str, filter: &str| NamedFilter { name: name.to_owned(), filter: filter.to_owned() };
    vec![
        view("mine", "is:mine"),
        view("late at Markant", "vendor:markant is:breached"),
        view("to be phoned", "is:to_be_phoned"),
        view("nobody has it", "assignee:none"),
    ]
}

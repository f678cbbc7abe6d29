//! Prepares what commands work with: the clock, the settings, the contracts, and the desk once it is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Presentation;
use super::args::GlobalArgs;
use super::error::CliError;
use super::output::Output;
use super::progress::LateBar;
use crate::config::{BookSources, FileStamps, FilesToRead, LoadedFiles, PathOptions, Paths, Settings, local_zone};
use crate::desk::store_maintenance::there;
use crate::desk::{
    AlertSetup, BackupPlan, Claim, Clock, Desk, DeskSetup, FilterOf, LocalDesk, MailSetup, ManualClock, SharedDesk,
    SystemClock, unknown_name,
};
use crate::domain::alert::AlertSettings;
use crate::domain::contract::{Book, Contract};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::query::{OLD_AUDIT_TERMS, OLD_TERMS, old_spellings};
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{Ticket, TicketId, check_line};
use crate::domain::time::{Instant, Zone, parse_moment};

/// Everything but the desk; commands that need no store work with this.
pub(super) struct Setup {
    pub(super) paths: Paths,
    pub(super) settings: Settings,
    /// The name of the person who runs the command.
    pub(super) me: String,
    pub(super) book: Arc<Book>,
    /// The sources that the book was read from.
    pub(super) sources: BookSources,
    /// The settings of alerts.
    pub(super) alerts: AlertSettings,
    /// The settings of backups.
    pub(super) backups: BackupPlan,
    pub(super) clock: Arc<dyn Clock>,
    /// The zone for moments that belong to no contract.
    pub(super) zone: Zone,
    /// The problems of every file, or part of one, that could not be used.
    pub(super) problems: Vec<Problem>,
    /// The files that it was read from, to be read again while the program runs; what they said, and what they were then.
    pub(super) to_read: FilesToRead,
    pub(super) files: LoadedFiles,
    pub(super) stamps: FileStamps,
    /// Whether the person must reach nothing but the desk: they were given a name with `--as`.
    pub(super) jailed: bool,
    /// The file that is told what the screen does.
    pub(super) log: Option<PathBuf>,
    /// How the pages of the screen are shown.
    pub(super) presentation: Presentation,
}

impl Setup {
    /// Reads the settings and the contracts.
    pub(super) fn read(global: &GlobalArgs, themes: &'static [&'static str]) -> Result<Self, CliError> {
        let jailed = global.as_name.is_some();
        let presentation = if global.plain { Presentation::Lines } else { Presentation::Drawn };
        global.as_name.as_deref().map_or(Ok(()), check_name)?;
        let store_env: Option<PathBuf> = std::env::var_os("FRIST_STORE").map(Into::into);
        if jailed && global.store.is_none() && store_env.as_ref().is_some_and(|store| !store.as_os_str().is_empty()) {
            return Err(store_not_yours());
        }
        let paths =
            Paths::find(PathOptions { store: global.store.clone(), store_env, config: global.config.clone(), jailed })?;
        let zone = local_zone();
        let clock = clock(global.now.as_deref(), zone)?;
        let instead = global.contracts.as_deref();
        if let Some(folder) = instead.filter(|folder| !folder.is_dir()) {
            let message = format!("there is no folder {}", folder.display());
            return Err(CliError::input(message, "name one that has contract files in it"));
        }
        let to_read = FilesToRead { paths: paths.clone(), instead: instead.map(Path::to_owned), themes };
        let stamps = FileStamps::of(&to_read);
        let files = to_read.load();
        let LoadedFiles { settings, book, sources, alerts, problems, .. } = files.clone();
        let backups = BackupPlan::from(&settings.backup);
        let me = global.as_name.clone().unwrap_or_else(|| settings.person());
        Ok(Self {
            paths,
            settings,
            me,
            book,
            sources,
            alerts,
            backups,
            clock,
            zone,
            problems,
            to_read,
            files,
            stamps,
            jailed,
            log: global.log.clone(),
            presentation,
        })
    }

    /// Returns the zone of the person who runs the command: that of their settings, else the local one.
    pub(super) fn own_zone(&self) -> Zone {
        self.settings.time_zone.unwrap_or(self.zone)
    }

    /// Prints what could not be used, a line for each file of contracts or holidays. The command goes on with the rest.
    pub(super) fn tell_problems(&self, output: &mut Output<'_>) {
        let mut files: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
        for problem in self.book.problems() {
            files.entry(problem.file()).or_default().push(problem);
        }
        let rota = self.paths.rota.to_string_lossy();
        let (of_rota, others): (Vec<&Problem>, Vec<&Problem>) = self
            .problems
            .iter()
            .filter(|problem| !self.book.problems().contains(problem))
            .partition(|problem| problem.file() == rota);
        for problem in others.into_iter().chain(of_rota.first().copied()) {
            output.remark(&problem.to_string());
        }
        if of_rota.len() > 1 {
            output.remark(&format!("oncall.toml has {} problems; ! on the screen shows all", of_rota.len()));
        }
        for (file, problems) in files {
            output.remark(&self.in_one_line(file, &problems));
        }
    }

    /// Returns the problems of one file in a line: the only one, or how many there are and the first of them.
    fn in_one_line(&self, file: &str, problems: &[&Problem]) -> String {
        let (first, count) = match problems {
            [] => return String::new(),
            [only] => return only.to_string(),
            [first, ..] => (first, problems.len()),
        };
        let path = Path::new(file);
        let name = path.file_name().map_or_else(|| file.into(), |name| name.to_string_lossy());
        let key = if first.key().is_empty() { String::new() } else { format!("{}: ", first.key()) };
        let line = first.line().unwrap_or(1);
        let said = format!("{name} has {count} problems, the first at line {line}: {key}{}", first.message);
        // No command checks calendars: there the first hint has to do.
        if path.starts_with(&self.paths.holidays) {
            return format!("{said}; {}", first.hint);
        }
        format!("{said}; frist contract check {file} shows all")
    }

    /// Returns the present moment.
    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Opens the store in its folder, or connects to the process that owns it. From then on the desk's contracts hold, and
    /// its name for this person. Where there is no store, none is made: the name of its folder may be mistyped.
    pub(super) fn open(&mut self, output: &mut Output<'_>) -> Result<SharedDesk, CliError> {
        there(&self.paths.store)?;
        let jailed = self.jailed;
        let desk = self.enter_by(|place| SharedDesk::reach(place, jailed))?;
        tell_notices(&desk, output);
        Ok(desk)
    }

    /// Opens the store, if there is one, as it knows what was promised before. A failure is printed, and what the files say
    /// is told without it.
    pub(super) fn reach(&mut self, output: &mut Output<'_>) -> Option<SharedDesk> {
        if !self.paths.store.join("journal").is_dir() {
            return None;
        }
        self.open(output).map_err(|error| output.remark(&error.to_string())).ok()
    }

    /// Does the same as [`Setup::open`], but makes a new store where there is none, and says so.
    pub(super) fn open_or_make(&mut self, output: &mut Output<'_>) -> Result<SharedDesk, CliError> {
        let is_new = self.new_store();
        let desk = self.enter()?;
        if let Some(words) = is_new {
            output.remark(&words);
        }
        tell_notices(&desk, output);
        Ok(desk)
    }

    /// Returns the message that a new store is made, if there is none yet; to be printed once it is made.
    pub(super) fn new_store(&self) -> Option<String> {
        let folder = &self.paths.store;
        there(folder).err().map(|_| format!("There was no store at {}: a new one is made.", folder.display()))
    }

    /// Does the same as [`Setup::open_or_make`] without printing, as the screen tells what there is to tell. It needs the
    /// clocks of all contracts at once; they are made beside, while the store is opened.
    pub(super) fn enter_for_screen(&mut self) -> Result<SharedDesk, CliError> {
        let book = Arc::clone(&self.book);
        let prepare = move || book.contracts().flat_map(|contract| contract.clocks()).for_each(|clock| clock.prepare());
        // Without that thread, the first to ask a clock makes it.
        let _ = std::thread::Builder::new().name("clocks".to_owned()).spawn(prepare);
        self.enter()
    }

    fn enter(&mut self) -> Result<SharedDesk, CliError> {
        let enter = if self.jailed { SharedDesk::join } else { SharedDesk::open };
        self.enter_by(enter)
    }

    /// Opens the store to serve others from; fails if the desk cannot be opened to the settings' group. `given_up` says
    /// that the store need not be waited for any more.
    pub(super) fn keep(&mut self, given_up: &dyn Fn() -> bool) -> Result<SharedDesk, CliError> {
        self.enter_by(|place| SharedDesk::serve(place, given_up))
    }

    fn enter_by(&mut self, enter: impl Fn(DeskSetup) -> Result<SharedDesk, Problem>) -> Result<SharedDesk, CliError> {
        let bar = LateBar::new("opening the store");
        let desk = enter(self.place(bar.clone()));
        bar.end();
        Ok(self.known_at(desk?))
    }

    fn place(&self, bar: LateBar) -> DeskSetup {
        let claim =
            if self.jailed { Some(Claim::As(self.me.clone())) } else { self.settings.name.clone().map(Claim::Name) };
        DeskSetup {
            folder: self.paths.store.clone(),
            book: Arc::clone(&self.book),
            sources: self.sources.clone(),
            people: self.settings.people.clone(),
            group: self.settings.group.clone(),
            claim,
            backups: self.backups.clone(),
            files: self.settings.files,
            mail: mail_setup(&self.settings, &self.paths),
            alerting: AlertSetup { rules: self.alerts.rules.clone(), command: self.alerts.command.clone() },
            clock: Arc::clone(&self.clock),
            tell: Box::new(|words| eprintln!("frist: {words}")),
            progress: Box::new(move |done, all| bar.at(done, all)),
        }
    }

    fn known_at(&mut self, desk: SharedDesk) -> SharedDesk {
        self.book = desk.book();
        self.problems.extend_from_slice(self.book.kept_problems());
        self.me = desk.me().name;
        desk
    }

    /// Opens the store in `folder`, which no other process uses.
    pub(super) fn open_in(&self, folder: &Path) -> Result<LocalDesk, CliError> {
        Ok(LocalDesk::open(folder, Arc::clone(&self.book), Arc::clone(&self.clock))?)
    }

    /// Returns the contract of that id, in its newest version.
    pub(super) fn contract(&self, id: &str) -> Result<&Arc<Contract>, CliError> {
        self.book.get(id).ok_or_else(|| self.no_contract(id))
    }

    /// Returns the contract of that id, in the version that holds for a new report at `at`.
    pub(super) fn contract_for_report(&self, id: &str, at: Instant) -> Result<&Arc<Contract>, CliError> {
        self.book.for_new(id, at).ok_or_else(|| self.no_contract(id))
    }

    fn no_contract(&self, id: &str) -> CliError {
        let known: Vec<&str> = self.book.contracts().map(|c| c.id.as_str()).collect();
        let known = if known.is_empty() {
            "no contract is loaded".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        CliError::input(format!("there is no contract `{}`", shorten(id)), known)
    }

    /// Returns the ticket with its contract and its targets as of now.
    pub(super) fn row(&self, ticket: Arc<Ticket>) -> TicketRow {
        let contract = self.book.of_ticket(&ticket);
        TicketRow::new(ticket, contract, self.now())
    }
}

fn tell_notices(desk: &SharedDesk, output: &mut Output<'_>) {
    for notice in desk.notices() {
        output.remark(&notice);
    }
}

/// Checks that a finished filter names no vendor, plan or severity that never existed.
pub(super) fn known_names(desk: &SharedDesk, filter: &str, of: FilterOf) -> Result<(), CliError> {
    unknown_name(desk, filter, of)?.map_or(Ok(()), |wrong| Err(wrong.into()))
}

/// Prints a notice for each old spelling in a filter.
pub(super) fn tell_old_spellings(filter: &str, of: FilterOf, output: &mut Output<'_>) {
    let notices = match of {
        FilterOf::Tickets => old_spellings(filter, &OLD_TERMS),
        FilterOf::AuditLog => old_spellings(filter, &OLD_AUDIT_TERMS),
    };
    for notice in &notices {
        output.remark(notice);
    }
}

/// Returns how letters go out, by these settings.
pub(super) fn mail_setup(settings: &Settings, paths: &Paths) -> MailSetup {
    let folder = paths.config.parent().map_or_else(PathBuf::new, Path::to_owned);
    MailSetup { settings: settings.mail.clone(), folder }
}

/// Returns the zone of a ticket's times: its contract's, or the local one where that is not loaded.
pub(super) fn zone_of(row: &TicketRow, local: Zone) -> Zone {
    row.contract.as_ref().map_or(local, |c| c.zone)
}

/// Returns the words for a ticket whose contract no file has.
pub(super) fn not_loaded(ticket: &Ticket) -> String {
    format!("the contract `{}` is not loaded, nothing can be counted", ticket.contract)
}

/// Returns the error that there is no such ticket.
pub(super) fn no_ticket(id: TicketId) -> CliError {
    CliError::new(ProblemKind::NotFound, format!("there is no ticket #{id}"), "frist list shows the ones there are")
}

/// Returns a text from outside, short enough to be quoted.
pub(super) fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Returns the error for `--as` beside the variable: better than using the store of the account's home, which is not meant
/// then.
fn store_not_yours() -> CliError {
    let hint = "leave --as out; for a key, the person who runs the desk puts --store DIR into its authorized_keys";
    CliError::new(ProblemKind::NotAllowed, "with --as, FRIST_STORE does not say where the store is", hint)
}

/// Checks that a name is a line of text, as it stands on tickets and events.
fn check_name(name: &str) -> Result<(), CliError> {
    check_line(name).map_err(|e| CliError::input(format!("--as: {}", e.message()), e.hint()))
}

fn clock(now: Option<&str>, zone: Zone) -> Result<Arc<dyn Clock>, CliError> {
    Ok(match now {
        Some(text) => Arc::new(ManualClock::at(parse_moment(text, zone, SystemClock.now())?)),
        None => Arc::new(SystemClock),
    })
}

//! Implements the command line: arguments in, tables, JSON and an exit code out.
//!
//! [`run`] reads the arguments and carries out the command. A command gets a `Setup` (clock, settings,
//! contracts) and an `Output`, opens the desk if it needs one, and gives a [`CliError`] if it cannot do what
//! was asked; only [`run`] turns that into words and a code. The screen is handed in as a function: this folder does not
//! know how it is drawn.

mod absence;
mod act;
mod alerts;
mod args;
mod audit;
mod calc;
mod calendar;
mod claim;
mod complete;
mod config;
mod contract;
mod crash;
mod demo;
mod doctor;
mod document;
mod error;
mod evidence;
mod file;
mod files;
mod generate;
mod host;
mod inbox;
mod intake;
mod jail;
mod json;
mod ledger_records;
mod list;
mod mail;
mod new;
mod oncall;
mod outage;
mod outbox;
mod output;
mod owed;
mod people;
mod progress;
mod record;
mod release;
mod replies;
mod reply;
mod report;
mod reread;
mod serve;
mod setup;
mod show;
mod spreadsheet;
mod store_maintenance;
mod table;
mod texts;
mod unfinished;
mod uptime;
mod vendor_report;
mod version;
mod view;
mod whats_new;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use clap::Parser;

use self::args::{AlertsCommand, Cli, Command, ConfigCommand, ContractCommand, GlobalArgs, WorkCommand};
use self::output::Output;
use self::reread::{Reread, Rereading};
use self::setup::Setup;
use crate::config::{LoadedFiles, Person, RereadFiles, Role, Settings, state_folder};
use crate::desk::{Clock, Desk};
use crate::domain::alert::NotificationSettings;
use crate::domain::problem::Problem;
use crate::domain::text::clean;
use crate::domain::time::{Instant, Zone};

pub use crash::report_crashes;
pub use document::command_line_markdown;
pub use error::CliError;
pub use json::ticket_json;

/// The parts that the screen is opened with.
pub struct Session {
    /// The desk, the one way to do anything.
    pub desk: Arc<dyn Desk>,
    /// The person that the desk takes the one at the screen for.
    pub me: Person,
    /// The folder for their drafts; none: nowhere.
    pub drafts: Option<PathBuf>,
    /// The folder for what frist keeps for their account; none: nowhere.
    pub state: Option<PathBuf>,
    /// The folder of the store.
    pub store: PathBuf,
    /// The settings file.
    pub config: PathBuf,
    /// The folder of canned replies.
    pub replies: PathBuf,
    /// Their settings.
    pub settings: Settings,
    /// The ways in which they are told of targets.
    pub ways: NotificationSettings,
    /// The problems of files that could not be used.
    pub problems: Vec<Problem>,
    /// The notices of the store when it was opened, a sentence each.
    pub notices: Vec<String>,
    /// The folder of this account's contract files; none where no file may be written.
    pub contracts: Option<PathBuf>,
    /// The contract that is to be written: then the screen opens on its form, and ends with that.
    pub new_contract: Option<NewContractSession>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The zone for moments that belong to no contract.
    pub zone: Zone,
    /// Whether the store is thrown away when the screen closes.
    pub demo: bool,
    /// Whether it opens on the breached targets in large figures, for a screen across the room.
    pub wall: bool,
    /// Whether the person came with a key whose forced command is `frist --as NAME`, and must reach nothing of this machine
    /// but the desk. Everything that starts a program, reads or writes a file that the person names, or hands the terminal
    /// back to a shell (an editor, suspending, commands of the user's own) asks this first, and is off then.
    pub jailed: bool,
    /// The file that is told what the screen does, with its first line written; none where nobody asked for it.
    pub log: Option<File>,
    /// How its pages are shown.
    pub presentation: Presentation,
    /// What is read again of the settings while the screen is open; none where it is not.
    pub reread: Option<Receiver<RereadSettings>>,
}

/// The settings of the person at the screen, read again.
pub struct RereadSettings {
    /// Their settings.
    pub settings: Settings,
    /// The ways in which they are told of targets.
    pub ways: NotificationSettings,
    /// The problems of files that cannot be used.
    pub problems: Vec<Problem>,
    /// What is another on this screen, a few words each.
    pub changes: Vec<String>,
    /// What is wrong, or stays as it was for that, a sentence each.
    pub wrong: Vec<String>,
}

/// How the pages of the screen are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presentation {
    /// Drawn on the whole terminal.
    Drawn,
    /// Printed as lines of text, for a screen reader.
    Lines,
}

/// What `frist contract new` wants of the screen.
pub struct NewContractSession {
    /// The id that was given.
    pub id: Option<String>,
    /// Whether a file that is there may be written over, and a contract of the same id takes its place.
    pub over: bool,
    /// The channel that is told which file was written.
    pub told: Sender<PathBuf>,
}

/// The screen, as the command line knows it.
#[derive(Clone, Copy)]
pub struct Screen {
    /// Checks whether there is a terminal to open it on, or to print lines to; called before a store is made for it.
    pub check: fn(Presentation) -> Result<(), CliError>,
    /// Opens it, and returns when it has been left.
    pub open: fn(Session) -> Result<(), CliError>,
    /// Says what is known of the terminal under these settings.
    pub examine: fn(&Settings) -> Vec<TerminalFinding>,
    /// The themes that can be set.
    pub themes: &'static [&'static str],
    /// Returns what is wrong in the text of that settings file of what only the screen reads, and what may be meant otherwise.
    pub check_settings: CheckSettings,
}

/// A function that returns what is wrong in the text of a settings file, and what may be meant otherwise.
pub type CheckSettings = fn(&Path, &str) -> (Vec<Problem>, Vec<Problem>);

/// Something about the terminal.
pub struct TerminalFinding {
    /// What it is about.
    pub what: String,
    /// Whether it is right; none where that cannot be known.
    pub right: Option<bool>,
    /// What to do, or why it is not known.
    pub say: String,
}

/// The exit code of the program: 0 done, 1 nothing matched, 2 bad input, 3 conflict, 4 not allowed, 5 the store cannot be
/// used or the answer cannot be printed, 128 and a signal's number where that ended it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome(pub u8);

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.0)
    }
}

/// Does what the command line asks for, with the program's own standard streams. The first of `args` is the program's
/// name.
pub fn run(args: impl IntoIterator<Item = OsString>, screen: Screen) -> Outcome {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let mut output = Output { out: &mut out, err: &mut err };
    let args: Vec<OsString> = args.into_iter().collect();
    let pipes = intake::is_pipe(&args);
    // Before anything else: whoever hands a letter over takes an end by a signal for an answer to its sender. Where no signals can
    // be heard of, the letter is taken all the same.
    let told = if pipes { intake::signals().ok() } else { None };
    let asked = asked(args, &mut output);
    let done = asked.and_then(|cli| cli.map_or(Ok(()), |cli| dispatch(cli, &mut output, screen, told)));
    let done = done.and_then(|()| Ok(output.out.flush()?));
    let Err(error) = done else { return Outcome(0) };
    let error = if pipes { error.into_try_again() } else { error };
    // What was printed before the failure still goes out, unless that is what failed.
    let _ = output.out.flush();
    let _ = output.err.write_all(error.report().as_bytes());
    Outcome(error.code())
}

/// Returns the command that is asked for: by the arguments, or through them by a person who comes with a key.
fn asked(args: impl IntoIterator<Item = OsString>, output: &mut Output<'_>) -> Result<Option<Cli>, CliError> {
    match parse(args, output)? {
        Some(cli) if cli.global.as_name.is_some() => jail::enter(cli, jail::original_command(), |w| parse(w, output)),
        cli => Ok(cli),
    }
}

/// Reads the command line; none if it asked for help or the version, which is then printed.
fn parse(args: impl IntoIterator<Item = OsString>, output: &mut Output<'_>) -> Result<Option<Cli>, CliError> {
    let (words, notice) = args::renew(args::event_first(args::tell_terms_from_options(args)));
    if let Some(notice) = notice {
        output.remark(&notice);
    }
    match Cli::try_parse_from(&words) {
        Ok(cli) => Ok(Some(cli)),
        Err(error) if error.use_stderr() => Err(args::refused(&words, error)),
        Err(help) => {
            write!(output.out, "{}", help.render())?;
            Ok(None)
        }
    }
}

/// Carries out a command; `told` has something to read once a signal came to a process that hands a letter over.
fn dispatch(
    cli: Cli,
    output: &mut Output<'_>,
    screen: Screen,
    told: Option<std::os::unix::net::UnixStream>,
) -> Result<(), CliError> {
    let Cli { global, command } = cli;
    if let Some(Command::Generate(command)) = command {
        return generate::generate(&command, screen.themes, output);
    }
    if let Some(Command::Work(command)) = &command
        && let WorkCommand::Intake(args) = command.as_ref()
        && intake::takes_from_input(args)
    {
        return intake::pipe(&global, told);
    }
    let setup = Setup::read(&global, screen.themes)?;
    if let Some(Command::Work(command)) = command {
        return work(setup, *command, &global, output, screen);
    }
    on_screen(setup, FirstPage::Desk, output, screen)
}

fn work(
    mut setup: Setup,
    mut command: WorkCommand,
    global: &GlobalArgs,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    // `frist contract check` reports the problems of the files that it is given, not of others; `frist config` all of them.
    let tells_by_itself = matches!(
        command,
        WorkCommand::Contract(ContractCommand::Check { .. })
            | WorkCommand::Config(ConfigCommand::Check { .. } | ConfigCommand::Edit)
    );
    if !tells_by_itself {
        setup.tell_problems(output);
    }
    texts::read_texts(&mut command, output)?;
    match command {
        WorkCommand::New(new) => new::new(&mut setup, &new, output),
        WorkCommand::List(list) => list::list(&mut setup, &list, output),
        WorkCommand::Show(show) => show::show(&mut setup, &show, output),
        WorkCommand::Why(why) => show::why(&mut setup, &why, output),
        WorkCommand::Evidence(args) => evidence::evidence(&mut setup, &args, output),
        WorkCommand::Journal(args) => audit::audit(&mut setup, &args, output),
        WorkCommand::Do(act) => act::act(&mut setup, &act, output),
        WorkCommand::Attach(args) => file::attach(&mut setup, &args, output),
        WorkCommand::File(args) => file::file(&mut setup, &args, output),
        WorkCommand::Reply(args) => reply::reply(&mut setup, &args, output),
        WorkCommand::Intake(args) => intake::intake(&mut setup, &args, output),
        WorkCommand::Inbox(args) => inbox::inbox(&mut setup, &args.chosen(), output),
        WorkCommand::Outbox(args) => outbox::outbox(&mut setup, &args.chosen(), output),
        WorkCommand::Mail(command) => mail::mail(&mut setup, &command, output),
        WorkCommand::Replies(command) => replies::replies(&setup, &command, output),
        WorkCommand::Demo(demo) => {
            let given = demo::GivenOptions { store: global.store.is_some(), clock: global.now.is_some() };
            demo::demo(setup, &demo, given, output, screen)
        }
        WorkCommand::Doctor(form) => doctor::doctor(&setup, form.json, output, screen),
        WorkCommand::Wall => on_screen(setup, FirstPage::Wall, output, screen),
        WorkCommand::Serve(args) if args.check_host => host::check(&setup, args.json, output),
        WorkCommand::Serve(_) => serve::serve(&mut setup, output),
        WorkCommand::Config(command) => config::config(&setup, &command, global, output, screen),
        WorkCommand::Calc => calc::calc(&setup, output),
        WorkCommand::Contract(command) => {
            contract::contract(setup, &command, global.contracts.as_deref(), output, screen)
        }
        WorkCommand::Calendar(command) => calendar::calendar(&mut setup, &command, output),
        WorkCommand::Release(command) => release::release(&mut setup, &command, output),
        WorkCommand::Person(command) => people::person(&mut setup, &command, output),
        WorkCommand::Organisation(command) => people::organisation(&mut setup, &command, output),
        WorkCommand::Absence(command) => absence::absence(&mut setup, &command, output),
        WorkCommand::View(command) => view::view(&mut setup, &command, output),
        WorkCommand::VendorReport(command) => vendor_report::vendor_report(&mut setup, &command, output),
        WorkCommand::Outage(command) => outage::outage(&mut setup, &command, output),
        WorkCommand::Record(args) => record::record(&mut setup, &args, output),
        WorkCommand::Alerts(AlertsCommand::Now(form)) => alerts::now(&mut setup, form, output),
        WorkCommand::Owed(args) => owed::owed(&mut setup, &args, output),
        WorkCommand::Oncall(args) => oncall::oncall(&mut setup, &args, output),
        WorkCommand::Uptime(args) => uptime::uptime(&mut setup, &args, output),
        WorkCommand::Claim(args) => claim::claim(&mut setup, &args, output),
        WorkCommand::Report(args) => report::report(&mut setup, &args, output),
        WorkCommand::Backup(form) => store_maintenance::backup(&setup, form, output),
        WorkCommand::Restore(args) => store_maintenance::restore(&setup, &args, output),
        WorkCommand::Verify(form) => store_maintenance::verify(&setup, form, output),
        WorkCommand::Repair(form) => store_maintenance::repair(&setup, form, output),
        WorkCommand::Export(args) => store_maintenance::export(&setup, &args, output),
        WorkCommand::Import(args) => store_maintenance::import(&setup, &args, output),
    }
}

/// What the screen opens on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstPage {
    /// The queue.
    Desk,
    /// A store that is thrown away.
    Demo,
    /// The breached targets, in large figures.
    Wall,
}

/// What the screen is given besides the desk, where it is opened for one purpose.
#[derive(Default)]
struct Purpose {
    /// The message that the store is new, if it is.
    is_new: Option<String>,
    /// The contract that is to be written.
    new_contract: Option<NewContractSession>,
    /// The folder for it, in the place of the usual one.
    contracts: Option<PathBuf>,
    /// What is read again of the settings.
    reread: Option<Receiver<RereadSettings>>,
}

/// Opens the screen on the store, which is made where there is none; without a terminal nothing is made.
fn on_screen(mut setup: Setup, opens: FirstPage, output: &mut Output<'_>, screen: Screen) -> Result<(), CliError> {
    (screen.check)(setup.presentation)?;
    let is_new = setup.new_store();
    let desk = Arc::new(setup.enter_for_screen()?);
    let (tell, told) = channel();
    // Without that thread the settings count as they were read.
    let rereading = Rereading::start(&setup, &desk, move |reread| drop(tell.send(settings_of(reread)))).ok();
    let reread = rereading.is_some().then_some(told);
    let done = open_screen(setup, desk, (opens, Purpose { is_new, reread, ..Purpose::default() }), output, screen);
    drop(rereading);
    done
}

/// Returns what a screen needs to know of files that were read again.
fn settings_of(reread: Reread) -> RereadSettings {
    let Reread { files: RereadFiles { files, own_changes, kept, .. }, said, new_problems } = reread;
    let LoadedFiles { settings, alerts, problems, .. } = files;
    let wrong = kept.into_iter().chain(said).chain(new_problems.first().map(ToString::to_string)).collect();
    RereadSettings { settings, ways: alerts.ways, problems, changes: own_changes, wrong }
}

/// Opens the file that is told what the screen does; what is in it stays.
fn open_log(path: &Path, now: Instant) -> Result<File, CliError> {
    let opened = File::options().create(true).append(true).open(path);
    let begun = opened.and_then(|mut log| {
        let term = std::env::var("TERM").unwrap_or_default();
        writeln!(log, "{now} {}, TERM={}", version::in_a_line(), clean(&term))?;
        Ok(log)
    });
    begun.map_err(|error| {
        CliError::input(format!("{} cannot be written: {error}", path.display()), "name another file with --log")
    })
}

/// Opens the screen on that desk; the screen says that the store is new, if it is.
fn open_screen(
    setup: Setup,
    desk: Arc<dyn Desk>,
    (opens, purpose): (FirstPage, Purpose),
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    output.out.flush()?;
    let Setup { settings, me, paths, alerts, clock, problems, zone, jailed, log, presentation, .. } = setup;
    let log = log.as_deref().map(|path| open_log(path, clock.now())).transpose()?;
    let ways = alerts.ways;
    let Purpose { is_new, new_contract, contracts, reread } = purpose;
    let contracts = contracts.or(Some(paths.contracts.clone())).filter(|_| !jailed);
    let own = opens != FirstPage::Demo && new_contract.is_none() && !jailed;
    let news = own.then(state_folder).flatten().and_then(|folder| whats_new::since_last_start(&folder));
    let notices = is_new.into_iter().chain(desk.notices()).chain(news).collect();
    let (demo, wall) = (opens == FirstPage::Demo, opens == FirstPage::Wall);
    // At a desk of one's own nobody is known by name, and a person may do everything.
    let me = if demo { Person { display: me.clone(), name: me, role: Role::Lead } } else { desk.me() };
    let is_thrown_away = demo || new_contract.is_some();
    let drafts = if is_thrown_away { None } else { paths.drafts(&me.name) };
    (screen.open)(Session {
        desk,
        me,
        drafts,
        state: state_folder(),
        store: paths.store,
        config: paths.config,
        replies: paths.replies,
        settings,
        ways,
        problems,
        notices,
        contracts,
        new_contract,
        clock,
        zone,
        demo,
        wall,
        jailed,
        log,
        presentation,
        reread,
    })
}

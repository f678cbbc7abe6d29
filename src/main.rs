//! Runs the `frist` program: hands the arguments and the screen to the library, and turns the outcome into an exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frist::cli::{
    CliError, Presentation, RereadSettings, Screen, Session, TerminalFinding, report_crashes, run, ticket_json,
};
use frist::config::{Settings, can_be_found, is_first_start, read_text, reply_named, theme_files};
use frist::domain::problem::{Problem, ProblemKind};
use frist::domain::time::Zone;
use frist::tui::action::{Keymap, OwnCommand};
use frist::tui::app::{FreshSettings, FreshSettingsFeed, ListSettings, MailAtDesk, OwnCommandSetup, Setup};
use frist::tui::run::EndReason;
use frist::tui::start::{FirstPage, Look, StartError, start};
use frist::tui::terminal::{TerminalError, check, examine, plain, size};
use frist::tui::theme::{GlyphSet, Theme, for_terminal, in_terminal, read_theme};
use signal_hook::consts::SIGHUP;

fn main() -> ExitCode {
    report_crashes();
    let screen =
        Screen { check: terminal, open: on_terminal, examine: about_terminal, themes: Theme::NAMES, check_settings };
    run(std::env::args_os(), screen).into()
}

/// Says what is known of the terminal that the program was started from.
fn about_terminal(settings: &Settings) -> Vec<TerminalFinding> {
    let (colours, glyphs) = (settings.colours.as_deref(), settings.glyphs.as_deref());
    let all = examine(colours, glyphs, |name| std::env::var(name).ok(), size());
    all.into_iter().map(|found| TerminalFinding { what: found.what, right: found.right, say: found.say }).collect()
}

/// Checks that the program was started from a terminal that the screen can be drawn on, or its lines printed to.
fn terminal(presentation: Presentation) -> Result<(), CliError> {
    let checked = match presentation {
        Presentation::Drawn => check(),
        Presentation::Lines => plain::check(),
    };
    checked.map_err(|error| no_screen(&error))
}

fn no_screen(error: &TerminalError) -> CliError {
    CliError::new(ProblemKind::Refused, error.to_string(), "")
}

/// Reads the keys that the settings choose. A file that cannot be read is told by the one who reads the other settings.
fn own_keys(config: &Path) -> (Keymap, Vec<Problem>) {
    match read_text(config) {
        Ok(text) => Keymap::read(&config.display().to_string(), &text),
        Err(_) => (Keymap::default(), Vec::new()),
    }
}

/// Returns what the screen goes by from now on, of settings that were read again.
fn fresh_settings(reread: RereadSettings, config: &Path, usual_zone: Zone, is_plain: bool) -> FreshSettings {
    let RereadSettings { settings, ways, mut problems, changes, wrong } = reread;
    let (keys, refused) = own_keys(config);
    problems.extend(refused);
    problems.extend(wrong_theme(config, &settings));
    let (mut theme, zone) = (theme_of(config, &settings, is_plain), settings.time_zone.unwrap_or(usual_zone));
    if let Some(theme) = theme.as_mut().filter(|_| is_plain) {
        // Lines are taken from what is drawn with all signs.
        theme.glyphs = GlyphSet::default();
    }
    let mail = MailAtDesk::from(&settings.mail);
    let lists = ListSettings { columns: settings.columns, views: settings.views };
    FreshSettings { theme, zone, keys, ways, lists, mail, problems, changes, wrong }
}

/// Returns what is wrong with what only the screen reads of the settings, and what may be meant otherwise.
fn check_settings(config: &Path, text: &str) -> (Vec<Problem>, Vec<Problem>) {
    let (keys, mut wrong) = Keymap::read(&config.display().to_string(), text);
    let mut doubts: Vec<Problem> = keys.own_commands().filter_map(|own| what_it_lacks(config, own)).collect();
    for file in theme_files(config) {
        match read_theme_file(&file) {
            Ok((_, told)) => doubts.extend(told),
            Err(problems) => wrong.extend(problems),
        }
    }
    (wrong, doubts)
}

/// Returns what is to be said where this machine has not got what an own command is for, its program or its canned reply: another
/// that the settings are for may have it.
fn what_it_lacks(config: &Path, own: &OwnCommand) -> Option<Problem> {
    let lacks = |message: &str, hint: &str| {
        let message = format!("the command “{}”: {message}", own.name);
        Problem::of_file(config.display().to_string(), None, message, hint)
    };
    if let Some(reply) = &own.reply {
        let wrong = reply_named(&config.with_file_name("replies"), reply, None).err()?;
        return Some(lacks(&wrong.message, &wrong.hint));
    }
    let program = own.program_name();
    let is_missing = !can_be_found(&program);
    is_missing.then(|| {
        lacks(&format!("there is no program `{program}` on this machine"), "install it, or give its whole path")
    })
}

/// Reads a theme of the person's own, and what may be hard to see in it.
fn read_theme_file(file: &Path) -> Result<(Theme, Vec<Problem>), Vec<Problem>> {
    let text = read_text(file).map_err(|error| vec![error.into()])?;
    read_theme(&file.display().to_string(), &text)
}

/// Returns what is wrong with the theme that the settings name.
fn wrong_theme(config: &Path, settings: &Settings) -> Vec<Problem> {
    theme_file(config, settings).and_then(|file| read_theme_file(&file).err()).unwrap_or_default()
}

/// Returns the file of the theme that the settings name; none where it is a built-in one.
fn theme_file(config: &Path, settings: &Settings) -> Option<PathBuf> {
    let name = settings.theme.as_deref()?;
    theme_files(config).into_iter().find(|file| file.file_stem().is_some_and(|stem| stem == name))
}

/// Returns the theme for the terminal; lines of text have no colours. None where the settings name one that cannot be read.
fn theme_of(config: &Path, settings: &Settings, is_plain: bool) -> Option<Theme> {
    let colours = if is_plain { Some("none") } else { settings.colours.as_deref() };
    let env = |name: &str| std::env::var(name).ok();
    let own = theme_file(config, settings).map(|file| read_theme_file(&file).ok());
    let named = settings.theme.as_deref().map(Theme::named);
    let theme = match (own, named) {
        (Some(own), _) => own?.0,
        (None, Some(named)) => named?,
        (None, None) => Theme::default(),
    };
    Some(in_terminal(theme, colours, settings.glyphs.as_deref(), env))
}

/// Returns the usual theme for the terminal, where the one of the settings cannot be read.
fn usual_theme(settings: &Settings) -> Theme {
    for_terminal(None, settings.colours.as_deref(), settings.glyphs.as_deref(), |name| std::env::var(name).ok())
}

/// Opens the screen on the terminal that the program was started from, and stays until it has been left.
fn on_terminal(session: Session) -> Result<(), CliError> {
    let is_plain = session.presentation == Presentation::Lines;
    let Session {
        desk,
        me,
        drafts,
        state,
        store,
        config,
        settings,
        ways,
        mut problems,
        notices,
        contracts,
        new_contract,
        clock,
        zone,
        demo,
        wall,
        jailed,
        replies,
        reread,
        log,
        ..
    } = session;
    // Behind a key there is only the desk: no file may be written, and no editor started, with the service's account.
    let files = if jailed { None } else { std::env::current_dir().ok() };
    let theme = theme_of(&config, &settings, is_plain).unwrap_or_else(|| usual_theme(&settings));
    let usual_zone = zone;
    let zone = settings.time_zone.unwrap_or(zone);
    let (keys, wrong) = own_keys(&config);
    problems.extend(wrong);
    problems.extend(wrong_theme(&config, &settings));
    let own = config.clone();
    let fresh =
        reread.map(|told| told.into_iter().map(move |reread| fresh_settings(reread, &own, usual_zone, is_plain)));
    let fresh: Option<FreshSettingsFeed> = fresh.map(|fresh| Box::new(fresh) as FreshSettingsFeed);
    // Somebody who comes with a key has no state of their own here; a demonstration and a wall are shown to others.
    let greets = !jailed && !demo && !wall && new_contract.is_none();
    let first_start = greets && state.is_some_and(|folder| is_first_start(&folder));
    let first = match new_contract {
        Some(asked) => FirstPage::NewContract { id: asked.id, over: asked.over, written: asked.told },
        None if wall => FirstPage::Wall,
        None => FirstPage::Queue,
    };
    let setup = Setup {
        me,
        drafts,
        files,
        contracts,
        theme,
        zone,
        keys,
        ways,
        problems,
        notices,
        demo,
        has_shell: !jailed,
        own: OwnCommandSetup { store: store.display().to_string(), ticket_json },
        mail: MailAtDesk::from(&settings.mail),
        lists: ListSettings { columns: settings.columns, views: settings.views },
        replies: Some(replies),
        first_start,
    };
    let ended = start(&desk, clock, setup, first, Look { is_plain, log, fresh });
    if let Some(refused) = desk.shut_out() {
        return Err(refused.into());
    }
    match ended {
        // However it ended, the terminal is as it was and everything acknowledged is kept.
        Ok(EndReason::Done) => Ok(()),
        Ok(EndReason::Signal(signal)) => Err(CliError::Signal(signal)),
        // The signal of the hang-up comes too, or is about to.
        Ok(EndReason::HungUp) => Err(CliError::Signal(SIGHUP)),
        Err(StartError::Desk(error)) => Err(error.into()),
        Err(StartError::Terminal(error)) => Err(no_screen(&error)),
    }
}

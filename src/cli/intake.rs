//! Carries out `frist intake`: a letter on standard input goes into the spool, whoever has the store, and nothing in it is read.
//!
//! Mail servers take every exit code but 0 and 75 as an answer to the sender: a letter of a customer's would be sent back. So
//! whatever goes wrong here is 75, which has them try again later.

mod mbox;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde::Serialize;
use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXFSZ};

use super::args::{GlobalArgs, IntakeArgs, IntakeCommand};
use super::error::CliError;
use super::output::Output;
use super::setup::Setup;
use crate::config::{MailSettings, PathOptions, Paths, Settings};
use crate::desk::store_maintenance::there;
use crate::desk::{AskDesk as _, IntakeReport, SharedDesk, Spool, TakeLetters};
use crate::domain::text::counted;

/// Returns whether these arguments are those of a mail server that hands a letter over.
pub(super) fn is_pipe(words: &[OsString]) -> bool {
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        if word == "intake" {
            let of_people = |word: &OsString| {
                let word = word.to_string_lossy();
                ["run", "--mbox", "--help", "-h"].contains(&word.as_ref()) || word.starts_with("--mbox=")
            };
            return !rest.any(of_people);
        }
        if !word.as_encoded_bytes().starts_with(b"-") {
            return false;
        }
        if super::args::takes_value(word) {
            rest.next();
        }
    }
    false
}

/// Returns whether a command is that of a mail server that hands a letter over.
pub(super) fn takes_from_input(args: &IntakeArgs) -> bool {
    args.command.is_none() && args.mbox.is_none()
}

/// Puts the letter on standard input into the spool; `told` has something to read once there was a signal.
pub(super) fn pipe(global: &GlobalArgs, told: Option<UnixStream>) -> Result<(), CliError> {
    let taken = catch_unwind(AssertUnwindSafe(|| take(global, told)));
    taken.unwrap_or_else(|_| Err(CliError::TryAgain("a fault of frist's own".to_owned())))
}

fn take(global: &GlobalArgs, told: Option<UnixStream>) -> Result<(), CliError> {
    let store_env: Option<PathBuf> = std::env::var_os("FRIST_STORE").map(Into::into);
    let options = PathOptions { store: global.store.clone(), store_env, config: global.config.clone(), jailed: false };
    let paths = Paths::find(options)?;
    there(&paths.store)?;
    let mail = mail_settings(&paths);
    let spool = Spool::of(&paths.store);
    // Without a buffer, so that what there is to read is in the pipe.
    let from = io::stdin().as_fd().try_clone_to_owned().map(File::from);
    let input = from.map(|from| MailInput { from, told, has_begun: false });
    input.and_then(|mut input| spool.take(&mut input, mail.max_size)).map_err(|error| not_kept(&paths.store, &error))
}

/// Has those signals end nothing that a mail server's command could be sent: it would end with another code. What is written beyond
/// the limit of a file's size fails as on a full disk. The others are heard of by what can be read from the stream.
pub(super) fn signals() -> io::Result<UnixStream> {
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    let (hears, tells) = UnixStream::pair()?;
    for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2] {
        signal_hook::low_level::pipe::register(signal, tells.try_clone()?)?;
    }
    Ok(hears)
}

/// The letter as it comes from a mail server, until a signal says to stop: then it cannot be read to its end, so that nothing of it
/// stays. Once it has come whole, it is kept whatever comes.
struct MailInput {
    from: File,
    /// Has something to read once there was a signal.
    told: Option<UnixStream>,
    has_begun: bool,
}

impl MailInput {
    /// Waits until there is something to read; returns whether there was a signal by then. Without `waits` it only looks.
    fn was_told(&self, waits: bool) -> bool {
        let Some(told) = &self.told else { return false };
        let mut there = vec![PollFd::new(told.as_fd(), PollFlags::POLLIN)];
        if waits {
            there.push(PollFd::new(self.from.as_fd(), PollFlags::POLLIN));
        }
        let until = if waits { PollTimeout::NONE } else { PollTimeout::ZERO };
        while poll(&mut there, until) == Err(Errno::EINTR) {}
        there[0].revents().is_some_and(|events| !events.is_empty())
    }
}

impl Read for MailInput {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let is_told = self.was_told(true);
        let read = if is_told { 0 } else { self.from.read(into)? };
        // Whoever sends a signal may have closed the pipe behind it: that is not the end of the letter.
        if is_told || (read == 0 && self.was_told(false)) {
            return Err(io::Error::other("a signal has ended it before the letter had come"));
        }
        if read == 0 && !self.has_begun {
            // A mail server sends no letter without a single header: what was to come has not.
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "there is nothing on standard input"));
        }
        self.has_begun = true;
        Ok(read)
    }
}

/// Returns the settings of mail. Where they cannot be read, letters are taken all the same.
fn mail_settings(paths: &Paths) -> MailSettings {
    Settings::load(&paths.config, paths.config_named, &[]).0.mail
}

fn not_kept(store: &Path, error: &io::Error) -> CliError {
    CliError::TryAgain(format!("a letter cannot be kept in {}: {error}", store.display()))
}

/// Takes in an mbox, or what waits.
pub(super) fn intake(setup: &mut Setup, args: &IntakeArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    match (&args.command, &args.mbox) {
        (Some(IntakeCommand::Run(form)), _) => {
            let desk = setup.open(output)?;
            let report = take_in(&desk)?;
            tell((&report, 0), form.json, output)
        }
        (None, Some(file)) => {
            let desk = setup.open(output)?;
            let (report, unknown) = mbox::intake(setup, &desk, file)?;
            tell((&report, unknown), args.json, output)
        }
        // It was carried out before the settings were read.
        (None, None) => Ok(()),
    }
}

/// Has everything taken in that waits, by whichever process has the store.
fn take_in(desk: &SharedDesk) -> Result<IntakeReport, CliError> {
    let mut all = desk.ask(TakeLetters)?;
    while all.more {
        all.add(&desk.ask(TakeLetters)?);
    }
    Ok(all)
}

/// What came of taking letters in, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct IntakeJson {
    letters: u64,
    tickets: u64,
    joined: u64,
    inbox: u64,
    undelivered: u64,
    blocked: u64,
    again: u64,
    unreadable: u64,
    dropped: u64,
    unknown: u64,
}

fn tell((report, unknown): (&IntakeReport, u64), json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let IntakeReport { letters, tickets, joined, inbox, undelivered, blocked, again, unreadable, dropped, .. } =
        *report;
    let letters = letters + unknown;
    if json {
        let json =
            IntakeJson { letters, tickets, joined, inbox, undelivered, blocked, again, unreadable, dropped, unknown };
        return output.json(&json);
    }
    let read = inbox.saturating_sub(unreadable);
    let parts = [
        (tickets, "a ticket", "new tickets"),
        (joined, "added to a ticket", "added to tickets"),
        (read, "in the inbox", "in the inbox"),
        (unreadable, "in the inbox that could not be read", "in the inbox that could not be read"),
        (undelivered, "saying that a letter did not arrive", "saying that letters did not arrive"),
        (blocked, "from a blocked sender", "from blocked senders"),
        (dropped, "kept that asks for nothing", "kept that ask for nothing"),
        (again, "there already", "there already"),
        (unknown, "of which it is not known what became", "of which it is not known what became"),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
    let said: Vec<String> =
        parts.map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many })).collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
    output.line(&format!("{} taken in{said}", counted(letters, "letter")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_told_from_people() {
        let is = |text: &str| is_pipe(&text.split_whitespace().map(OsString::from).collect::<Vec<_>>());
        for text in ["frist intake", "frist --store x intake", "frist intake --bogus", "frist --store=x intake extra"] {
            assert!(is(text), "{text}");
        }
        for text in [
            "frist",
            "frist list intake",
            "frist intake run",
            "frist intake --mbox x",
            "frist intake --help",
            "frist --store intake",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}

//! Takes in an mbox: all of its letters go into the spool, and the command waits until it is known how each of them ended. The
//! process that serves takes letters out of the same spool meanwhile, so what this one was answered says nothing of all.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::progress::LateBar;
use crate::cli::setup::Setup;
use crate::desk::{AskDesk as _, IntakeAccount, IntakeReport, LEAST_MAX_SIZE, SharedDesk, Spool, TakeLetters, mbox};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::text::counted;

/// The letters of an mbox that are put into the spool together.
const TOGETHER: usize = 512;
/// The most bytes of these.
const BYTES_TOGETHER: usize = 32 << 20;
/// The turns without an end of any letter after which something else must be wrong.
const IDLE_TURNS: u32 = 3;

/// Puts the letters of `file` into the spool, has them taken in by whichever process has the store, and returns how they ended,
/// and of how many that is not known: those that a process of an earlier frist took in, or that somebody took out by hand.
pub(super) fn intake(setup: &Setup, desk: &SharedDesk, file: &Path) -> Result<(IntakeReport, u64), CliError> {
    let spool = Spool::of(&setup.paths.store);
    let failed = |error: io::Error| {
        let message = format!("{} cannot be taken in: {error}", file.display());
        CliError::new(ProblemKind::Refused, message, "take it in again: what is there already is not taken twice")
    };
    let mut account = spool.account().map_err(failed)?;
    let most = usize::try_from(setup.settings.mail.max_size.max(LEAST_MAX_SIZE)).unwrap_or(usize::MAX);
    let put = put(&spool, &account, file, most).map_err(failed)?;
    let bar = LateBar::new("taking letters in");
    let ended = wait(desk, &mut account, put, &bar);
    bar.end();
    match ended {
        Ok(report) => Ok((report, put.saturating_sub(account.ended()))),
        Err(problem) => Err(left(&mut account, put, &problem)),
    }
}

/// Says of letters that are not all taken in how many wait, which are safe.
fn left(account: &mut IntakeAccount, put: u64, problem: &Problem) -> CliError {
    let waiting = account.report().and_then(|_| account.waiting()).unwrap_or_else(|_| put - account.ended().min(put));
    let taken = counted(put.saturating_sub(waiting), "letter");
    let message = format!(
        "{taken} of the mbox taken in, and {waiting} {} in the store's folder, where nothing is lost: {}",
        if waiting == 1 { "waits" } else { "wait" },
        problem.message
    );
    CliError::new(problem.kind, message, "frist intake run takes in those that wait; the mbox need not be read again")
}

/// Puts all letters of an mbox into the spool, some at a time, and returns how many they are.
fn put(spool: &Spool, account: &IntakeAccount, file: &Path, most: usize) -> io::Result<u64> {
    let is_input = file.as_os_str() == OsStr::new("-");
    let (reader, whole): (Box<dyn BufRead>, u64) = if is_input {
        (Box::new(io::stdin().lock()), 0)
    } else {
        let file = File::open(file)?;
        let whole = file.metadata().map_or(0, |data| data.len());
        (Box::new(BufReader::with_capacity(1 << 20, file)), whole)
    };
    let bar = LateBar::new("reading the mbox, KiB");
    let mut some = spool.take_many(account)?;
    let (mut all, mut bytes, mut read) = (0, 0, 0);
    for letter in mbox(reader, most) {
        let letter = letter?;
        some.put(&letter.raw, letter.size)?;
        (all, bytes, read) = (all + 1, bytes + letter.raw.len(), read + letter.size);
        if some.len() >= TOGETHER || bytes >= BYTES_TOGETHER {
            some.keep()?;
            bar.at(read >> 10, whole >> 10);
            bytes = 0;
        }
    }
    some.keep()?;
    bar.end();
    Ok(all)
}

/// Waits until all letters of the account have ended, and has the desk take some in meanwhile.
fn wait(desk: &SharedDesk, account: &mut IntakeAccount, put: u64, bar: &LateBar) -> Result<IntakeReport, Problem> {
    let unreadable = |error: io::Error| {
        let message = format!("what became of them cannot be read: {error}");
        Problem::new(ProblemKind::Store, message, "frist intake run takes in what waits")
    };
    let (mut before, mut idle) = (0, 0);
    loop {
        let report = account.report().map_err(unreadable)?;
        let ended = account.ended();
        bar.at(ended, put);
        if ended >= put {
            return Ok(report);
        }
        let more = desk.ask(TakeLetters)?.more;
        if ended > before {
            (before, idle) = (ended, 0);
        } else if !more {
            idle += 1;
        }
        // Each turn takes some of those that wait, or fails.
        if idle >= IDLE_TURNS {
            let report = account.report().map_err(unreadable)?;
            return match account.waiting().map_err(unreadable)? {
                0 => Ok(report),
                _ => Err(Problem::new(ProblemKind::Store, "the process that has the store takes in none of them", "")),
            };
        }
    }
}

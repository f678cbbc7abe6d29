//! Runs a program of the desk's: it is given bytes on its standard input and has a limited time. Of what it says of a
//! failure one line is heard, and the rest of what it says goes nowhere.

use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStderr, ChildStdin, Command as Process, ExitStatus, Stdio};
use std::time::{Duration, Instant as Moment};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use frist_domain::text::clean;

/// The time between two looks whether a program has ended, or is to be stopped, in milliseconds.
pub(super) const LOOK: u16 = 20;
/// The most bytes that are kept of what a program says on standard error.
const HEARD: usize = 4096;
/// The most bytes that are heard at once.
const PART: usize = 16 * 1024;
/// The most characters of it that are told.
const TOLD: usize = 120;

/// Why a program did not do what it was run for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ProgramFailure {
    /// The reason, in a few words.
    pub(super) reason: String,
    /// Whether it was cut off, so that it may have done its work all the same; else it has said itself that it failed.
    pub(super) was_cut_off: bool,
}

impl ProgramFailure {
    fn of(reason: String) -> Self {
        Self { reason, was_cut_off: false }
    }

    fn cut_off(reason: String) -> Self {
        Self { reason, was_cut_off: true }
    }
}

/// Runs the program with `input` on its standard input, for so long at most, until `stop`.
pub(super) fn run_program(
    words: &[String],
    input: Vec<u8>,
    within: Duration,
    stop: &dyn Fn() -> bool,
) -> Result<(), ProgramFailure> {
    let (program, arguments) =
        words.split_first().ok_or_else(|| ProgramFailure::of("there is no command".to_owned()))?;
    let cannot = |error: &dyn std::fmt::Display| ProgramFailure::of(format!("{program} cannot be run: {error}"));
    let mut process = Process::new(program);
    process.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    // A group of its own, so that the processes that it has started end with it.
    let mut child = process.process_group(0).spawn().map_err(|error| cannot(&error))?;
    let talked = CommandPipes::with(&mut child, input).map(|mut talk| {
        let ended = talk.until_end(&mut child, within, stop);
        (ended, talk.said)
    });
    let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL);
    let _ = child.wait();
    let (ended, said) = talked.map_err(|error| cannot(&error))?;
    match ended {
        Some(status) if status.success() => Ok(()),
        Some(status) => {
            let words = format!("{program} failed, {}{}", in_words(status), after(&String::from_utf8_lossy(&said)));
            Err(ProgramFailure { reason: words, was_cut_off: status.code().is_none() })
        }
        None if stop() => Err(ProgramFailure::cut_off("it was stopped".to_owned())),
        None => Err(ProgramFailure::cut_off(format!("{program} took longer than {} s", within.as_secs()))),
    }
}

/// What is said to a command and heard of it, without ever waiting for it: a command can leave other processes behind
/// that hold its pipes open for as long as they like, in a session of their own, where no signal to its group reaches
/// them.
struct CommandPipes {
    input: Option<ChildStdin>,
    errors: Option<ChildStderr>,
    /// The rest of the text that it is still to be told.
    text: Vec<u8>,
    /// What it said, as far as it is kept.
    said: Vec<u8>,
}

impl CommandPipes {
    fn with(child: &mut Child, input_bytes: Vec<u8>) -> nix::Result<Self> {
        let (input, errors) = (child.stdin.take(), child.stderr.take());
        let pipes = input.iter().map(AsFd::as_fd).chain(errors.iter().map(AsFd::as_fd));
        for pipe in pipes {
            fcntl(pipe, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok(Self { input, errors, text: input_bytes, said: Vec::new() })
    }

    /// Talks until the command has ended, and returns how; none if that takes too long or `stop` says that nobody waits
    /// any more.
    fn until_end(&mut self, child: &mut Child, within: Duration, stop: &dyn Fn() -> bool) -> Option<ExitStatus> {
        let until = Moment::now() + within;
        while Moment::now() < until && !stop() {
            let ended = child.try_wait();
            self.give();
            self.hear();
            if let Ok(Some(status)) = ended {
                return Some(status);
            }
            self.rest();
        }
        None
    }

    /// Writes as much of the text as the command takes now.
    fn give(&mut self) {
        let Some(input) = &mut self.input else { return };
        match input.write(&self.text) {
            Ok(written) => drop(self.text.drain(..written)),
            Err(error) if is_for_later(&error) => {}
            // A command that reads nothing has closed the pipe; that it did not want to know is no failure.
            Err(_) => self.text.clear(),
        }
        if self.text.is_empty() {
            self.input = None;
        }
    }

    /// Reads what the command has said by now. What is more than is kept is taken and forgotten, else a command that
    /// floods would hang; a part at a time, so that one that floods is stopped in time all the same.
    fn hear(&mut self) {
        let Some(errors) = &mut self.errors else { return };
        let mut part = [0; PART];
        match errors.read(&mut part) {
            Ok(0) => self.errors = None,
            Ok(heard) => {
                let room = HEARD.saturating_sub(self.said.len()).min(heard);
                self.said.extend_from_slice(&part[..room]);
            }
            Err(error) if is_for_later(&error) => {}
            Err(_) => self.errors = None,
        }
    }

    /// Waits until the command takes or says something, but not for long: its end shows in neither.
    fn rest(&self) {
        let mut pipes: Vec<PollFd<'_>> =
            self.input.iter().map(|input| PollFd::new(input.as_fd(), PollFlags::POLLOUT)).collect();
        pipes.extend(self.errors.iter().map(|errors| PollFd::new(errors.as_fd(), PollFlags::POLLIN)));
        let _ = poll(&mut pipes, LOOK);
    }
}

fn is_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

fn in_words(status: ExitStatus) -> String {
    status.code().map_or_else(|| "killed by a signal".to_owned(), |code| format!("exit code {code}"))
}

/// Returns the first line of what the command said, for the end of a sentence.
fn after(said: &str) -> String {
    let line: String =
        clean(said.lines().find(|line| !line.trim().is_empty()).unwrap_or("")).chars().take(TOLD).collect();
    if line.is_empty() { line } else { format!(": {}", line.trim()) }
}

//! Running the desk's own command: it is given a message on its standard input and has so long; what it says of a failure
//! is heard as far as a line goes, and the rest of what it says goes nowhere.

use std::io::{Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command as Process, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant as Moment};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::domain::alert::Command;
use crate::domain::text::clean;

/// How often it is looked whether a command has ended, or is to be stopped.
const LOOK: Duration = Duration::from_millis(20);
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);
/// As much of what a command says on standard error is kept.
const HEARD: u64 = 4096;
/// As much of it is told.
const TOLD: usize = 120;

/// Runs the command with `text` on its standard input, and again where that fails, until `stop`.
///
/// # Errors
///
/// In a few words, why the last try failed.
pub fn run_command(command: &Command, text: &str, stop: &dyn Fn() -> bool) -> Result<(), String> {
    let mut tries = 0;
    loop {
        match run_once(command, text, stop) {
            Err(_) if tries < command.retries && !stop() => {
                tries += 1;
                rest(PAUSE, stop);
            }
            Err(why) if tries > 0 => return Err(format!("{why} ({} tries)", tries + 1)),
            outcome => return outcome,
        }
    }
}

fn rest(pause: Duration, stop: &dyn Fn() -> bool) {
    let until = Moment::now() + pause;
    while Moment::now() < until && !stop() {
        thread::sleep(LOOK);
    }
}

fn run_once(command: &Command, text: &str, stop: &dyn Fn() -> bool) -> Result<(), String> {
    let (program, arguments) = command.words.split_first().ok_or("there is no command")?;
    let mut process = Process::new(program);
    process.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    // A group of its own, so that what it has started ends with it.
    let mut child = process.process_group(0).spawn().map_err(|e| format!("{program} cannot be run: {e}"))?;
    let told = give(&mut child, text);
    let ended = wait(&mut child, Duration::from_secs(u64::from(command.timeout)), stop);
    // Whatever it has left running in its group holds the pipes open.
    let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL);
    let _ = child.wait();
    let said = told.join().unwrap_or_default();
    match ended {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(format!("{program} failed, {}{}", in_words(status), after(&said))),
        None if stop() => Err("it was stopped".to_owned()),
        None => Err(format!("{program} took longer than {} s", command.timeout)),
    }
}

/// Gives it the text and hears what it says, so that neither waits for the other. Both end with the command.
fn give(child: &mut Child, text: &str) -> thread::JoinHandle<String> {
    let (input, errors) = (child.stdin.take(), child.stderr.take());
    let text = format!("{text}\n");
    // One that reads nothing closes the pipe when it ends; that it did not want to know is no failure.
    let give = move || drop(input.map(|mut input| input.write_all(text.as_bytes())));
    thread::spawn(move || {
        let giving = thread::spawn(give);
        let mut said = Vec::new();
        if let Some(mut errors) = errors {
            let _ = errors.by_ref().take(HEARD).read_to_end(&mut said);
            // The rest is taken and forgotten, else a command that floods would hang.
            let _ = std::io::copy(&mut errors, &mut std::io::sink());
        }
        let _ = giving.join();
        String::from_utf8_lossy(&said).into_owned()
    })
}

/// Waits for its end; none if that takes too long or nobody waits any more.
fn wait(child: &mut Child, within: Duration, stop: &dyn Fn() -> bool) -> Option<ExitStatus> {
    let until = Moment::now() + within;
    while Moment::now() < until && !stop() {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(LOOK);
    }
    None
}

fn in_words(status: ExitStatus) -> String {
    status.code().map_or_else(|| "killed by a signal".to_owned(), |code| format!("exit code {code}"))
}

/// The first line of what it said.
fn after(said: &str) -> String {
    let line: String =
        clean(said.lines().find(|line| !line.trim().is_empty()).unwrap_or("")).chars().take(TOLD).collect();
    if line.is_empty() { line } else { format!(": {}", line.trim()) }
}

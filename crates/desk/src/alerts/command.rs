//! Runs the desk's own command with an alert, and again where that fails.

use std::thread;
use std::time::{Duration, Instant as Moment};

use frist_domain::alert::AlertCommand;

use super::super::program::{LOOK, run_program};

/// The time between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs the command with `text` on its standard input, and again where that fails, until `stop`.
///
/// # Errors
///
/// If the last try failed, with the reason in a few words.
pub fn run_command(command: &AlertCommand, text: &str, stop: &dyn Fn() -> bool) -> Result<(), String> {
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
        thread::sleep(Duration::from_millis(u64::from(LOOK)));
    }
}

fn run_once(command: &AlertCommand, text: &str, stop: &dyn Fn() -> bool) -> Result<(), String> {
    let within = Duration::from_secs(u64::from(command.timeout));
    run_program(&command.words, format!("{text}\n").into_bytes(), within, stop).map_err(|failure| failure.reason)
}

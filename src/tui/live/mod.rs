//! Runs a program on the terminal of this process: the loop with everything real.

use std::env;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use super::gate::InputGate;
use super::run::{Clock, EndReason, Host, Program, Shell, Surface, Wake};
use super::terminal::plain::PlainScreen;
use super::terminal::{Restorer, Screen, TerminalError};
use super::theme::GlyphSet;
use super::wakes;

/// The time that a last answer of the terminal is waited for, and the same where a signal asks to leave.
const LAST_ANSWER: Duration = Duration::from_secs(1);
const LAST_ANSWER_IN_HASTE: Duration = Duration::from_millis(200);

/// Takes the terminal, runs the program, and gives the terminal back whatever happens.
///
/// `host` is made from the channel through which it tells the program what came of its effects.
///
/// # Errors
///
/// If there is no terminal, or it cannot be written to though it is there. One that has gone away is an [`EndReason`].
pub fn run<P, H, C>(
    program: P,
    host: impl FnOnce(Sender<Wake<P::Event>>) -> H,
    clock: C,
) -> Result<EndReason, TerminalError>
where
    P: Program,
    P::Event: Send + 'static,
    H: Host<P>,
    C: Clock,
{
    run_on(program, host, clock, |gate| {
        let screen = Screen::enter(gate)?;
        let restorer = screen.restorer();
        Ok((screen, restorer))
    })
}

/// Runs the program as [`run`] does, with its pages printed as lines of text in these signs.
///
/// # Errors
///
/// If there is no terminal, or it cannot be written to though it is there.
pub fn run_plain<P, H, C>(
    program: P,
    host: impl FnOnce(Sender<Wake<P::Event>>) -> H,
    clock: C,
    glyphs: GlyphSet,
) -> Result<EndReason, TerminalError>
where
    P: Program,
    P::Event: Send + 'static,
    H: Host<P>,
    C: Clock,
{
    run_on(program, host, clock, |gate| {
        let screen = PlainScreen::enter(gate, glyphs)?;
        let restorer = screen.restorer();
        Ok((screen, restorer))
    })
}

/// Runs the program on what `enter` takes of the terminal, with what gives it back.
fn run_on<P, H, C, S>(
    program: P,
    host: impl FnOnce(Sender<Wake<P::Event>>) -> H,
    clock: C,
    enter: impl FnOnce(InputGate) -> Result<(S, Restorer), TerminalError>,
) -> Result<EndReason, TerminalError>
where
    P: Program,
    P::Event: Send + 'static,
    H: Host<P>,
    C: Clock,
    S: Surface,
{
    let gate = InputGate::new().map_err(TerminalError::Io)?;
    let (screen, restorer) = enter(gate.clone())?;
    let (sender, wakes) = channel();
    let _feed = wakes::start(&sender, over_ssh(), &gate, move || restorer.restore())?;
    let mut shell = Shell::new(program, host(sender), screen, clock);
    let ended = shell.run(&wakes)?;
    match ended {
        EndReason::Done => shell.await_answer(&wakes, LAST_ANSWER),
        EndReason::Signal(_) => shell.await_answer(&wakes, LAST_ANSWER_IN_HASTE),
        EndReason::HungUp => {}
    }
    Ok(ended)
}

/// Returns whether the terminal is at the other end of SSH, where the bytes of a key can arrive apart.
pub fn over_ssh() -> bool {
    ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| env::var_os(name).is_some())
}

#[cfg(test)]
mod tests;

//! Runs a program on the terminal of this process: the loop with everything real.

use std::env;
use std::sync::mpsc::{Sender, channel};

use super::gate::InputGate;
use super::run::{Clock, EndReason, Host, Program, Shell, Wake};
use super::terminal::{Screen, TerminalError};
use super::wakes;

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
    let (sender, wakes) = channel();
    let gate = InputGate::new().map_err(TerminalError::Io)?;
    let screen = Screen::enter(gate.clone())?;
    let restorer = screen.restorer();
    let _feed = wakes::start(&sender, over_ssh(), &gate, move || restorer.restore())?;
    Ok(Shell::new(program, host(sender), screen, clock).run(&wakes)?)
}

/// Returns whether the terminal is at the other end of SSH, where the bytes of a key can arrive apart.
pub fn over_ssh() -> bool {
    ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| env::var_os(name).is_some())
}

#[cfg(test)]
mod tests;

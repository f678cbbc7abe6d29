//! Wakes the loop from outside the program: by the terminal's events, by signals, and when the terminal goes away.
//!
//! The terminal is read here and not by the terminal library, which tells neither what came in one read nor what was no
//! key. A thread of its own hears of the hang-up. All threads sleep until something happens.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::AsFd as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use super::gate::InputGate;
use super::input::{self, ByteSource, InputReader, Unread};
use super::run::{EndReason, Wake};
use super::terminal::drawn;

/// The time that a program may take to leave after a signal before it is made to.
const GRACE: Duration = Duration::from_millis(900);
/// The time that giving the terminal back may take then; it may be the terminal that does not answer.
const LAST_GRACE: Duration = Duration::from_millis(100);

/// The handle that keeps the signals coming; dropped when the loop has ended.
pub struct SignalHandle {
    signals: Handle,
    /// Dropped with the feed, which tells the thread of the signals that the loop has ended.
    _running: Sender<()>,
}

impl Drop for SignalHandle {
    fn drop(&mut self) {
        self.signals.close();
    }
}

/// Sends what terminal and signals tell to `wakes`, from threads that live as long as the process. `over_ssh`: the terminal
/// is at the other end of a slower line. While `gate` is closed another program has the terminal: nothing is read, and the
/// signals of its keys are that program's.
///
/// TERM, HUP, INT and QUIT ask the loop to end. If it has not within a second, because it is stuck in writing to a
/// terminal that takes nothing, `give_back` is called and the process ends, with the exit code of a death by that signal.
///
/// # Errors
///
/// If the system refuses threads or signals.
pub fn start<E: Send + 'static>(
    wakes: &Sender<Wake<E>>,
    over_ssh: bool,
    gate: &InputGate,
    give_back: impl Fn() + Send + 'static,
) -> io::Result<SignalHandle> {
    read_terminal(wakes.clone(), over_ssh, gate.clone())?;
    hear_signals(wakes.clone(), gate.clone(), give_back)
}

/// Starts the two threads at the terminal: one reads it, one waits for its end.
fn read_terminal<E: Send + 'static>(wakes: Sender<Wake<E>>, over_ssh: bool, gate: InputGate) -> io::Result<()> {
    let gone = wakes.clone();
    spawn("hang-up", move || {
        // Even when asked for no event, the system tells of a hang-up. Its answer is either that or an error.
        let _ = wait_for(PollFlags::empty(), PollTimeout::NONE);
        let _ = gone.send(Wake::End(EndReason::HungUp));
    })?;
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut reader = InputReader::new(TerminalInput { input, started: Instant::now(), gate }, over_ssh);
    let unread = Unread::default();
    spawn("terminal", move || {
        while let Ok(told) = reader.read_next() {
            let waits = unread.wait_with(told.pieces.len());
            if wakes.send(Wake::Read(told, Some(waits))).is_err() {
                return;
            }
        }
        let _ = wakes.send(Wake::End(EndReason::HungUp));
    })
}

/// The terminal's input, with the start of its clock.
struct TerminalInput {
    input: File,
    started: Instant,
    gate: InputGate,
}

impl ByteSource for TerminalInput {
    fn wait(&mut self, patience: Option<Duration>) -> io::Result<bool> {
        // The wait is in whole milliseconds, and not too short; one that is longer than the system can wait is for ever.
        let timeout = patience.map_or(PollTimeout::NONE, |time| {
            PollTimeout::try_from(time + Duration::from_micros(999)).unwrap_or(PollTimeout::NONE)
        });
        loop {
            self.gate.pass();
            if let Some(is_there) = wait_at_gate(&self.gate, timeout)? {
                return Ok(is_there);
            }
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.input.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(|_| ())
}

/// Waits until input can be read, at most `timeout`. Returns whether it can.
///
/// # Errors
///
/// If the terminal is gone.
fn wait_for(flags: PollFlags, timeout: PollTimeout) -> io::Result<bool> {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(stdin.as_fd(), flags)];
        match poll(&mut fds, timeout) {
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
            Ok(0) => return Ok(false),
            Ok(_) if fds[0].revents() == Some(PollFlags::POLLIN) => return Ok(true),
            Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Waits until input can be read, at most `timeout`, or the gate closes. Returns whether there is input; none for the gate.
///
/// # Errors
///
/// If the terminal is gone.
fn wait_at_gate(gate: &InputGate, timeout: PollTimeout) -> io::Result<Option<bool>> {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN), PollFd::new(gate.woken(), PollFlags::POLLIN)];
        match poll(&mut fds, timeout) {
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
            Ok(0) => return Ok(Some(false)),
            Ok(_) if fds[1].any() == Some(true) => return Ok(None),
            Ok(_) if fds[0].revents() == Some(PollFlags::POLLIN) => return Ok(Some(true)),
            Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Starts the thread that hears of signals.
fn hear_signals<E: Send + 'static>(
    wakes: Sender<Wake<E>>,
    gate: InputGate,
    give_back: impl Fn() + Send + 'static,
) -> io::Result<SignalHandle> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH])?;
    let handle = signals.handle();
    let (running, ended) = channel();
    spawn("signals", move || {
        for signal in &mut signals {
            if signal == SIGWINCH {
                resized(&wakes);
            } else if [SIGINT, SIGQUIT].contains(&signal) && gate.is_closed() {
                // They are meant for the program that has the terminal.
            } else {
                let _ = wakes.send(Wake::End(EndReason::Signal(signal)));
                return leave_in_time(signal, &ended, give_back);
            }
        }
    })?;
    Ok(SignalHandle { signals: handle, _running: running })
}

fn resized<E>(wakes: &Sender<Wake<E>>) {
    if let Ok((columns, rows)) = crossterm::terminal::size().map(drawn) {
        let _ = wakes.send(Wake::Term(input::resize_event(columns, rows)));
    }
}

/// Waits for the loop's end, and ends the process if it does not come.
fn leave_in_time(signal: i32, ended: &Receiver<()>, give_back: impl Fn() + Send + 'static) {
    if ended.recv_timeout(GRACE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let (done, finished) = channel::<()>();
    let _ = spawn("give back", move || {
        give_back();
        drop(done);
    });
    let _ = finished.recv_timeout(LAST_GRACE);
    std::process::exit(128 + signal);
}

//! What wakes the loop from outside the program: the terminal's events, signals, and the terminal's going away.
//!
//! The terminal library's reader never returns, and spins, when the terminal is gone. So it is called only when there is
//! something to read, and a thread of its own hears of the hang-up. All threads sleep until something happens.

use std::io;
use std::os::fd::AsFd as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use super::input;
use super::run::{Ended, Wake};

/// How long a program may take to leave after a signal before it is made to.
const GRACE: Duration = Duration::from_millis(900);
/// How long giving the terminal back may take then; it may be the terminal that does not answer.
const LAST_GRACE: Duration = Duration::from_millis(100);
/// How long the library is asked for more after an event. It keeps to itself what it has read already when this time is
/// over before it looks, so it must be longer than a busy machine may keep a thread waiting.
const LINGER: Duration = Duration::from_millis(250);

/// What keeps the signals coming; dropped when the loop has ended.
pub struct Feed {
    signals: Handle,
    /// Dropping it tells the thread of the signals that the loop has ended.
    _running: Sender<()>,
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.signals.close();
    }
}

/// Sends what terminal and signals tell to `wakes`, from threads that live as long as the process.
///
/// TERM, HUP, INT and QUIT ask the loop to end. If it has not within a second, because it is stuck in writing to a
/// terminal that takes nothing, `give_back` is called and the process ends, with the exit code of a death by that signal.
///
/// # Errors
///
/// If the system refuses threads or signals.
pub fn start<E: Send + 'static>(wakes: &Sender<Wake<E>>, give_back: impl Fn() + Send + 'static) -> io::Result<Feed> {
    read_terminal(wakes.clone())?;
    hear_signals(wakes.clone(), give_back)
}

/// Starts the two threads at the terminal: one reads it, one waits for its end.
fn read_terminal<E: Send + 'static>(wakes: Sender<Wake<E>>) -> io::Result<()> {
    let gone = wakes.clone();
    spawn("hang-up", move || {
        // Asked for nothing, the system still tells of a hang-up. Its answer is either that or an error.
        wait_for(PollFlags::empty());
        let _ = gone.send(Wake::End(Ended::HungUp));
    })?;
    spawn("terminal", move || {
        while wait_for(PollFlags::POLLIN) && forward(&wakes).is_ok() {}
        let _ = wakes.send(Wake::End(Ended::HungUp));
    })
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(|_| ())
}

/// Waits until input can be read, or is at its end: then `false`.
fn wait_for(flags: PollFlags) -> bool {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(stdin.as_fd(), flags)];
        match poll(&mut fds, PollTimeout::NONE) {
            Err(Errno::EINTR) => {}
            Err(_) => return false,
            Ok(_) => return fds[0].revents().is_some_and(|seen| seen == PollFlags::POLLIN),
        }
    }
}

/// Reads the events that are there. An error: the terminal is gone, or nobody listens any more.
fn forward<E>(wakes: &Sender<Wake<E>>) -> io::Result<()> {
    while input::is_ready(LINGER)? {
        wakes.send(Wake::Term(input::read()?)).map_err(|_| io::ErrorKind::BrokenPipe)?;
    }
    Ok(())
}

/// Starts the thread that hears of signals.
fn hear_signals<E: Send + 'static>(wakes: Sender<Wake<E>>, give_back: impl Fn() + Send + 'static) -> io::Result<Feed> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH])?;
    let handle = signals.handle();
    let (running, ended) = channel();
    spawn("signals", move || {
        for signal in &mut signals {
            if signal == SIGWINCH {
                resized(&wakes);
            } else {
                let _ = wakes.send(Wake::End(Ended::Signal(signal)));
                return leave_in_time(signal, &ended, give_back);
            }
        }
    })?;
    Ok(Feed { signals: handle, _running: running })
}

fn resized<E>(wakes: &Sender<Wake<E>>) {
    if let Ok((columns, rows)) = crossterm::terminal::size() {
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

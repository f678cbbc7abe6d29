//! Lets the reading of the terminal rest while another program has it: what is typed then is that program's.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The time that the reader may take to rest; it is in the middle of a read at most.
const PATIENCE: Duration = Duration::from_secs(1);

/// The gate before the terminal's input. Clones are the same gate.
#[derive(Clone, Debug)]
pub struct InputGate(Arc<Gate>);

#[derive(Debug)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
    /// What wakes a reader that waits for input.
    wake: UnixStream,
    woken: UnixStream,
}

#[derive(Clone, Copy, Debug, Default)]
struct GateState {
    closed: bool,
    /// Whether the reader stands before it.
    rests: bool,
}

impl InputGate {
    /// Makes an open gate.
    ///
    /// # Errors
    ///
    /// If the system refuses another file.
    pub fn new() -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        Ok(Self(Arc::new(Gate { state: Mutex::default(), changed: Condvar::new(), wake, woken })))
    }

    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the gate and waits until the reader rests. Returns false if it does not: then the gate is open again.
    pub fn close(&self) -> bool {
        self.lock().closed = true;
        // A full buffer wakes the reader as well.
        let _ = (&self.0.wake).write_all(&[0]);
        let wait = self.0.changed.wait_timeout_while(self.lock(), PATIENCE, |state| !state.rests);
        let rests = wait.unwrap_or_else(PoisonError::into_inner).0.rests;
        if !rests {
            self.open();
        }
        rests
    }

    /// Opens the gate again.
    pub fn open(&self) {
        self.lock().closed = false;
        self.0.changed.notify_all();
    }

    /// Returns whether another program has the terminal.
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Returns the file that can be read once the gate closes.
    pub fn woken(&self) -> BorrowedFd<'_> {
        self.0.woken.as_fd()
    }

    /// Rests while the gate is closed. It is for the one that reads.
    pub fn pass(&self) {
        let mut state = self.lock();
        if !state.closed {
            return;
        }
        let mut bytes = [0; 16];
        while matches!((&self.0.woken).read(&mut bytes), Ok(count) if count > 0) {}
        state.rests = true;
        self.0.changed.notify_all();
        let waited = self.0.changed.wait_while(state, |state| state.closed);
        waited.unwrap_or_else(PoisonError::into_inner).rests = false;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_reader_rests_while_the_gate_is_closed() {
        let gate = InputGate::new().unwrap();
        let (passed, through) = channel();
        let reader = gate.clone();
        std::thread::spawn(move || {
            while passed.send(()).is_ok() {
                reader.pass();
            }
        });
        through.recv().unwrap();
        assert!(gate.close() && gate.is_closed());
        // Whatever it had passed before is taken; nothing more comes.
        while through.try_recv().is_ok() {}
        assert!(through.try_recv().is_err());
        gate.open();
        through.recv().unwrap();
        assert!(!gate.is_closed());
    }

    #[test]
    fn without_a_reader_it_is_open_again() {
        let gate = InputGate::new().unwrap();
        assert!(!gate.close() && !gate.is_closed());
    }
}

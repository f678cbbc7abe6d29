//! Limits how much of what was typed waits to be taken in: in a paste without its marks each character is a key. What does
//! not fit stays with the terminal, which does not send on until there is room.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The most pieces that may wait: some reads of a terminal, and a fraction of a mebibyte.
const MOST: usize = 16 << 10;

/// The count of the pieces that wait. Clones count together.
#[derive(Clone, Default, Debug)]
pub struct Unread(Arc<(Mutex<usize>, Condvar)>);

/// The pieces of one read, which count as waiting until this is dropped.
#[derive(Debug)]
pub struct WaitingPieces {
    unread: Unread,
    pieces: usize,
}

impl Unread {
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room and counts these pieces; a single read always finds room where nothing else waits.
    pub fn wait_with(&self, pieces: usize) -> WaitingPieces {
        let full = |waiting: &mut usize| *waiting > 0 && *waiting + pieces > MOST;
        let waited = self.0.1.wait_while(self.lock(), full);
        *waited.unwrap_or_else(PoisonError::into_inner) += pieces;
        WaitingPieces { unread: self.clone(), pieces }
    }
}

impl Drop for WaitingPieces {
    fn drop(&mut self) {
        *self.unread.lock() -= self.pieces;
        self.unread.0.1.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn however_much_is_typed_so_much_waits_at_the_most() {
        let (unread, (send, wakes)) = (Unread::default(), channel());
        let typing = unread.clone();
        let typist = std::thread::spawn(move || {
            let reads = [MOST * 2].into_iter().chain(std::iter::repeat_n(MOST / 4, 100));
            reads.for_each(|pieces| send.send(typing.wait_with(pieces)).unwrap());
        });
        let mut most = 0;
        for (read, _waits) in wakes.iter().enumerate() {
            // A read that is too large by itself comes alone.
            if read > 0 {
                most = most.max(*unread.lock());
            }
        }
        typist.join().unwrap();
        assert!(most <= MOST, "{most}");
        assert_eq!(*unread.lock(), 0);
    }
}

//! Keeps sled's panics in: on a damaged file sled panics where an error would do.

use std::any::Any;
use std::cell::Cell;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether a panic on this thread, now, comes from inside sled and will be turned into an error. A panic hook
/// that writes to the terminal or changes its mode should do nothing then.
pub fn panic_is_caught() -> bool {
    INSIDE.get()
}

/// Runs something of sled's and turns a panic into an error with the text that it panicked with.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    let outer = INSIDE.replace(true);
    // The caller that gets the error neither writes to that sled nor trusts what it says afterwards.
    let done = panic::catch_unwind(AssertUnwindSafe(run));
    INSIDE.set(outer);
    done.map_err(|payload| text(payload.as_ref()))
}

/// The time after which a flush is first looked after.
const LOOK_AFTER: Duration = Duration::from_secs(1);

/// Runs a flush of sled's. One that waits for bytes which another thread of sled's could not write is woken by nobody
/// (sled 0.34.7, `exit_reservation` in logger.rs, which keeps the error and tells no one), except by the next flush: so
/// this flushes again and again, at growing distances, until none waits any more.
pub(super) fn woken<T>(flush: impl Fn() -> T + Sync) -> T {
    let (flush, waiting) = (&flush, &WaitingFlushes { count: Mutex::new(0), none: Condvar::new() });
    std::thread::scope(|scope| {
        let one = waiting.one();
        let watch = move || {
            let mut pause = LOOK_AFTER;
            while waiting.is_any_after(pause) {
                pause *= 2;
                let one = waiting.one();
                let look = move || {
                    let _one = one;
                    let _ = caught(flush);
                };
                // Where no thread can be started, the next look may find one.
                let _ = std::thread::Builder::new().name("sled-waker".to_owned()).spawn_scoped(scope, look);
            }
        };
        // Unwatched it may wait for ever where the disk fails, as it did before; flushing is needed all the same.
        let _ = std::thread::Builder::new().name("sled-watch".to_owned()).spawn_scoped(scope, watch);
        let done = flush();
        drop(one);
        done
    })
}

/// The number of flushes that wait.
struct WaitingFlushes {
    count: Mutex<usize>,
    none: Condvar,
}

/// One of the waiting flushes, until it is dropped, also by a panic.
struct WaitingFlush<'a>(&'a WaitingFlushes);

impl WaitingFlushes {
    fn one(&self) -> WaitingFlush<'_> {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        WaitingFlush(self)
    }

    /// Returns whether any flush still waits after `pause`.
    fn is_any_after(&self, pause: Duration) -> bool {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.none.wait_timeout_while(count, pause, |count| *count > 0);
        *waited.unwrap_or_else(PoisonError::into_inner).0 > 0
    }
}

impl Drop for WaitingFlush<'_> {
    fn drop(&mut self) {
        *self.0.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.none.notify_all();
    }
}

/// Something of sled's that is let go without a panic: sled syncs its file then, and panics where the disk refuses
/// that. Nothing is lost by it, as the write-ahead log has all that sled has.
#[derive(Debug)]
pub(super) struct Guarded<T>(Option<T>);

impl<T> Guarded<T> {
    pub(super) const fn new(inner: T) -> Self {
        Self(Some(inner))
    }
}

impl<T> Deref for Guarded<T> {
    type Target = T;

    #[expect(clippy::expect_used, reason = "only dropping it takes it out, and nobody has it then")]
    fn deref(&self) -> &T {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl<T> Drop for Guarded<T> {
    fn drop(&mut self) {
        let inner = self.0.take();
        let _ = caught(|| drop(inner));
    }
}

fn text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it panicked");
    text.lines().next().unwrap_or_default().to_owned()
}

/// Runs `run` with a panic hook that says nothing about panics inside sled, on this thread or on sled's own, and puts
/// the hook that was there back afterwards. For opening, when the files may be damaged and the program's own hook,
/// which asks [`panic_is_caught`], may not be there yet.
pub(super) fn quietly<T>(run: impl FnOnce() -> T) -> T {
    // The hook is the process's, so two stores that open at once take turns, or each would put the other's back.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = Arc::new(panic::take_hook());
    let behind = Arc::clone(&before);
    panic::set_hook(Box::new(move |info| {
        if !panic_is_caught() && !on_sleds_thread() {
            behind(info);
        }
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(run));
    drop(panic::take_hook());
    if let Some(hook) = Arc::into_inner(before) {
        panic::set_hook(hook);
    }
    done.unwrap_or_else(|payload| panic::resume_unwind(payload))
}

fn on_sleds_thread() -> bool {
    std::thread::current().name().is_some_and(|name| name.starts_with("sled-"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_panic_becomes_its_text_and_the_next_call_is_clean() {
        let done = quietly(|| caught(|| -> u8 { panic!("page {} is bad", 7) }));
        assert_eq!(done, Err("page 7 is bad".to_owned()));
        assert!(!panic_is_caught());
        assert_eq!(caught(|| 1), Ok(1));
    }

    #[test]
    fn what_panics_when_it_is_let_go_holds_nobody_up() {
        struct Unsynced;
        impl Drop for Unsynced {
            fn drop(&mut self) {
                panic!("the disk refuses that");
            }
        }
        quietly(|| drop(Guarded::new(Unsynced)));
        assert!(!panic_is_caught());
    }

    #[test]
    fn a_flush_that_nobody_wakes_is_woken_by_another_one() {
        let (failed, changed, runs) = (Mutex::new(false), Condvar::new(), AtomicUsize::new(0));
        // As sled's: the first waits, and the second finds the error and tells everybody.
        let flush = || {
            let mut failed = failed.lock().unwrap();
            if runs.fetch_add(1, Ordering::SeqCst) > 0 {
                *failed = true;
                changed.notify_all();
            }
            drop(changed.wait_while(failed, |failed| !*failed).unwrap());
            Err::<(), _>("no room")
        };
        assert_eq!(woken(flush), Err("no room"));
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_flush_that_is_done_is_not_waited_for_and_its_panic_is_its_own() {
        assert_eq!(woken(|| 7), 7);
        assert_eq!(quietly(|| caught(|| woken(|| -> u8 { panic!("as ever") }))), Err("as ever".to_owned()));
    }

    #[test]
    fn inside_says_so() {
        assert_eq!(caught(panic_is_caught), Ok(true));
    }
}

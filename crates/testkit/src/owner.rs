//! Tells who has a store, seen from outside: by the lock's text, and by whether the socket answers.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant as Moment};

use frist_desk::wire::{PROTOCOL, read_preface, write_preface};
use frist_store::Holder;

/// The longest that anything here is waited for. It takes much less; this only keeps a broken test from waiting for
/// ever.
pub const LONG: Duration = Duration::from_mins(1);

/// Returns the id of the process that the lock's text names.
pub fn named(store: &Path) -> Option<u32> {
    let text = std::fs::read(store.join("frist.lock")).ok()?;
    serde_json::from_slice(&text).ok().map(|holder: Holder| holder.pid)
}

/// Returns whether a process serves the store and speaks the protocol.
pub fn answers(store: &Path) -> bool {
    let Ok(stream) = UnixStream::connect(store.join("frist.sock")) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let spoken = write_preface(&mut &stream, PROTOCOL).and_then(|()| read_preface(&mut &stream));
    matches!(spoken, Ok(PROTOCOL))
}

/// Waits until another process than `gone` owns the store and answers; returns how long that took since `since`.
#[track_caller]
pub fn next_after(store: &Path, gone: u32, since: Moment) -> Duration {
    wait_for("an owner", || named(store).is_some_and(|pid| pid != gone) && answers(store));
    since.elapsed()
}

/// Waits until `is` returns true; `what` is named where it never does.
#[track_caller]
pub fn wait_for(what: &str, is: impl Fn() -> bool) {
    let until = Moment::now() + LONG;
    while !is() {
        assert!(Moment::now() < until, "{what} does not come");
        std::thread::yield_now();
    }
}

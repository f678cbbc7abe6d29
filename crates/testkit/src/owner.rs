//! Who has a store, seen from outside: the lock's text, and whether the socket answers.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant as Moment};

use frist_desk::wire::{PROTOCOL, read_preface, write_preface};
use frist_store::Holder;

/// Nothing here takes long; this only keeps a broken test from waiting for ever.
pub const LONG: Duration = Duration::from_mins(1);

/// Returns the process that the lock's text names.
pub fn named(store: &Path) -> Option<u32> {
    let text = std::fs::read(store.join("frist.lock")).ok()?;
    serde_json::from_slice(&text).ok().map(|holder: Holder| holder.pid)
}

/// Returns whether somebody serves who speaks the protocol.
pub fn answers(store: &Path) -> bool {
    let Ok(stream) = UnixStream::connect(store.join("frist.sock")) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let spoken = write_preface(&mut &stream, PROTOCOL).and_then(|()| read_preface(&mut &stream));
    matches!(spoken, Ok(PROTOCOL))
}

/// Waits until somebody but `gone` owns the store and answers; how long that took since `since`.
#[track_caller]
pub fn next_after(store: &Path, gone: u32, since: Moment) -> Duration {
    wait_for("an owner", || named(store).is_some_and(|pid| pid != gone) && answers(store));
    since.elapsed()
}

/// Waits until it is so.
#[track_caller]
pub fn wait_for(what: &str, is: impl Fn() -> bool) {
    let until = Moment::now() + LONG;
    while !is() {
        assert!(Moment::now() < until, "{what} does not come");
        std::thread::yield_now();
    }
}

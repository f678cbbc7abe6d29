//! Loaded before a program: cuts it off, or fills its disk, at a stage. A stage is whatever changes a file or a folder, in their
//! order. `FRIST_CUT` names a file that says `kill 17` or `full 17`; beside it, with `.count` at its end, stands how many stages there were.
//! Or it says `before 3 /intake/new/`, which kills it before the third time that it renames or removes a file with that in its path,
//! and `after 3 /intake/new/`, which kills it right behind that.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::OnceLock;

const WRITE: i64 = 1;
const PWRITE: i64 = 18;
const GETPID: i64 = 39;
const KILL: i64 = 62;
const FSYNC: i64 = 74;
const FDATASYNC: i64 = 75;
const RENAME: i64 = 82;
const UNLINK: i64 = 87;
const UNLINKAT: i64 = 263;
const ENOSPC: c_int = 28;

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
    fn getenv(name: *const c_char) -> *const c_char;
    fn __errno_location() -> *mut c_int;
}

static STAGE: AtomicI64 = AtomicI64::new(0);
static NAMED: AtomicI64 = AtomicI64::new(0);
static TOLD: OnceLock<(String, String, i64, String)> = OnceLock::new();

/// Returns the name of the file, what is done, at which stage or name, and what such a name has in it.
fn told() -> &'static (String, String, i64, String) {
    TOLD.get_or_init(|| {
        // SAFETY: the name ends in a zero, and so does what the environment has.
        let name = unsafe {
            let value = getenv(c"FRIST_CUT".as_ptr());
            if value.is_null() { String::new() } else { CStr::from_ptr(value).to_string_lossy().into_owned() }
        };
        let text = std::fs::read_to_string(&name).unwrap_or_default();
        let mut words = text.split_whitespace();
        let mut next = |otherwise: &str| words.next().unwrap_or(otherwise).to_owned();
        let (how, stage, part) = (next("kill"), next("0"), next(""));
        (name, how, stage.parse().unwrap_or(0), part)
    })
}

/// Counts the next stage. Returns whether there is no room for it.
fn is_full(takes_room: bool) -> bool {
    let (name, how, at, _) = told();
    let stage = STAGE.fetch_add(1, Ordering::SeqCst) + 1;
    if *at == 0 {
        let count = format!("{name}.count\0");
        // SAFETY: the name ends in a zero; write only, made if it is not there, emptied.
        unsafe {
            let to = syscall(2, count.as_ptr(), 0o1 | 0o100 | 0o1000, 0o600);
            let text = stage.to_string();
            syscall(WRITE, to, text.as_ptr(), text.len());
            syscall(3, to);
        }
        return false;
    }
    if how == "kill" && stage == *at {
        die();
    }
    how == "full" && takes_room && stage >= *at
}

fn die() {
    // SAFETY: nothing of ours is given.
    unsafe { syscall(KILL, syscall(GETPID), 9) };
}

/// Does what renames or removes a file; the program dies before or behind it where that is so.
///
/// # Safety
///
/// The path ends in a zero.
unsafe fn named(path: *const c_char, act: impl FnOnce() -> i64) -> c_int {
    let (_, how, at, part) = told();
    // SAFETY: it is the caller's.
    let path = unsafe { CStr::from_ptr(path) }.to_string_lossy();
    let is_it = !part.is_empty() && path.contains(part.as_str()) && NAMED.fetch_add(1, Ordering::SeqCst) + 1 == *at;
    if is_it && how == "before" {
        die();
    }
    is_full(false);
    let done = act();
    if is_it && how == "after" {
        die();
    }
    answer(done)
}

fn refused() -> i64 {
    // SAFETY: it is this thread's own.
    unsafe { *__errno_location() = ENOSPC };
    -1
}

fn is_a_file(file: c_int) -> bool {
    std::fs::read_link(format!("/proc/self/fd/{file}")).is_ok_and(|path| path.starts_with("/") && !path.starts_with("/dev"))
}

/// # Safety
///
/// As that of the C library, as are those below.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(file: c_int, bytes: *const c_void, length: usize) -> isize {
    // SAFETY: they are the caller's.
    let done = if is_a_file(file) && is_full(true) { refused() } else { unsafe { syscall(WRITE, i64::from(file), bytes, length) } };
    done as isize
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(file: c_int, bytes: *const c_void, length: usize, at: i64) -> isize {
    // SAFETY: they are the caller's.
    let done = if is_full(true) { refused() } else { unsafe { syscall(PWRITE, i64::from(file), bytes, length, at) } };
    done as isize
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(file: c_int) -> c_int {
    is_full(false);
    // SAFETY: nothing of ours is given.
    unsafe { syscall(FSYNC, i64::from(file)) as c_int }
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(file: c_int) -> c_int {
    is_full(false);
    // SAFETY: nothing of ours is given.
    unsafe { syscall(FDATASYNC, i64::from(file)) as c_int }
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: they are the caller's.
    unsafe { named(to, || syscall(RENAME, from, to)) }
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: it is the caller's.
    unsafe { named(path, || syscall(UNLINK, path)) }
}

/// # Safety
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    is_full(false);
    // SAFETY: it is the caller's.
    answer(unsafe { syscall(UNLINKAT, i64::from(folder), path, i64::from(flags)) })
}

/// Returns the result; `syscall` of the C library has set what went wrong already.
fn answer(done: i64) -> c_int {
    done as c_int
}

//! Loaded before a program: writes down, in order, what it writes, syncs, names and removes. Built by the test that needs it.
//!
//! A record: kind, a number, the lengths of a path and of bytes, the path, the bytes.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::Mutex;

const WRITE: i64 = 1;
const OPEN: i64 = 2;
const LSEEK: i64 = 8;
const PWRITE: i64 = 18;
const FSYNC: i64 = 74;
const FDATASYNC: i64 = 75;
const FTRUNCATE: i64 = 77;
const RENAME: i64 = 82;
const UNLINK: i64 = 87;
const READLINK: i64 = 89;
const GETTID: i64 = 186;
const CREATE: c_int = 0o100;
const TRUNCATE: c_int = 0o1000;
/// The flags to open the trace: write only, made if it is not there, at its end, closed when another program begins.
const APPEND: c_int = 0o1 | CREATE | 0o2000 | 0o2_000_000;

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
    fn getenv(name: *const c_char) -> *const c_char;
}

/// The trace's descriptor.
static TRACE: Mutex<Option<i64>> = Mutex::new(None);

fn note(kind: u8, number: i64, path: &[u8], bytes: &[u8]) {
    let mut record = vec![kind];
    record.extend(number.to_le_bytes());
    record.extend((path.len() as u32).to_le_bytes());
    record.extend((bytes.len() as u32).to_le_bytes());
    record.extend(path);
    record.extend(bytes);
    let mut trace = TRACE.lock().unwrap();
    // SAFETY: the strings end in a zero, the record is as long as is said.
    unsafe {
        let name = getenv(c"FRIST_TRACE".as_ptr());
        if name.is_null() {
            return;
        }
        let to = *trace.get_or_insert_with(|| syscall(OPEN, name, APPEND, 0o600));
        syscall(WRITE, to, record.as_ptr(), record.len());
    }
}

/// Returns the path of the file that is open there.
fn path_of(file: c_int) -> Vec<u8> {
    let link = format!("/proc/self/fd/{file}\0");
    let mut path = vec![0; 4096];
    // SAFETY: the link's name ends in a zero, the path's length is that of its room.
    let length = unsafe { syscall(READLINK, link.as_ptr(), path.as_mut_ptr(), path.len()) };
    path.truncate(length.max(0) as usize);
    path
}

/// # Safety
///
/// As that of the C library, as are those below.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(file: c_int, bytes: *const c_void, length: usize) -> isize {
    unsafe {
        let at = syscall(LSEEK, i64::from(file), 0_i64, 1_i64);
        let done = syscall(WRITE, i64::from(file), bytes, length);
        if done > 0 {
            let bytes = std::slice::from_raw_parts(bytes.cast(), done as usize);
            note(if file == 1 { b'>' } else { b'w' }, at, &path_of(file), bytes);
        }
        done as isize
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(file: c_int, bytes: *const c_void, length: usize, at: i64) -> isize {
    unsafe {
        let done = syscall(PWRITE, i64::from(file), bytes, length, at);
        if done > 0 {
            note(b'w', at, &path_of(file), std::slice::from_raw_parts(bytes.cast(), done as usize));
        }
        done as isize
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(file: c_int, length: i64) -> c_int {
    unsafe {
        let done = syscall(FTRUNCATE, i64::from(file), length);
        if done == 0 {
            note(b't', length, &path_of(file), &[]);
        }
        done as c_int
    }
}

/// Notes the beginning and the end: only what was written before it began is sure to be synced when it is done.
unsafe fn sync(number: i64, file: c_int) -> c_int {
    unsafe {
        let (path, thread) = (path_of(file), syscall(GETTID));
        note(b's', thread, &path, &[]);
        let done = syscall(number, i64::from(file));
        if done == 0 {
            note(b'S', thread, &path, &[]);
        }
        done as c_int
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(file: c_int) -> c_int {
    unsafe { sync(FSYNC, file) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(file: c_int) -> c_int {
    unsafe { sync(FDATASYNC, file) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: u32) -> c_int {
    unsafe {
        let done = syscall(OPEN, path, i64::from(flags), i64::from(mode));
        if done >= 0 && flags & CREATE != 0 {
            note(b'c', i64::from(flags & TRUNCATE != 0), CStr::from_ptr(path).to_bytes(), &[]);
        }
        done as c_int
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    unsafe {
        let done = syscall(RENAME, from, to);
        if done == 0 {
            note(b'r', 0, CStr::from_ptr(from).to_bytes(), CStr::from_ptr(to).to_bytes());
        }
        done as c_int
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    unsafe {
        let done = syscall(UNLINK, path);
        if done == 0 {
            note(b'u', 0, CStr::from_ptr(path).to_bytes(), &[]);
        }
        done as c_int
    }
}

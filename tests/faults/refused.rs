//! Loaded before a program: refuses to sync files, as a disk does that fails, as long as the file that `FRIST_REFUSE` names is
//! there. That file has a piece of the paths of those that are refused; a path ends in `$` for this.

use std::ffi::{CStr, c_char, c_int};
use std::fs;

const FSYNC: i64 = 74;
const FDATASYNC: i64 = 75;
const EIO: c_int = 5;

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
    fn getenv(name: *const c_char) -> *const c_char;
    fn __errno_location() -> *mut c_int;
}

fn is_refused(file: c_int) -> bool {
    // SAFETY: the name ends in a zero, and so does what the environment has.
    let named = unsafe {
        let value = getenv(c"FRIST_REFUSE".as_ptr());
        if value.is_null() {
            return false;
        }
        CStr::from_ptr(value).to_string_lossy().into_owned()
    };
    let Ok(piece) = fs::read_to_string(named) else { return false };
    fs::read_link(format!("/proc/self/fd/{file}")).is_ok_and(|path| format!("{}$", path.display()).contains(&piece))
}

fn sync(number: i64, file: c_int) -> c_int {
    if is_refused(file) {
        // SAFETY: it is this thread's own.
        unsafe { *__errno_location() = EIO };
        return -1;
    }
    // SAFETY: nothing of ours is given.
    unsafe { syscall(number, i64::from(file)) as c_int }
}

/// Does what that of the C library does, as does the one below, unless the file is refused.
#[unsafe(no_mangle)]
pub extern "C" fn fsync(file: c_int) -> c_int {
    sync(FSYNC, file)
}

#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(file: c_int) -> c_int {
    sync(FDATASYNC, file)
}

//! Loaded before a program: a file system that has no locks. Built by the test that needs it.

/// Does what `flock` does there: it fails.
///
/// # Safety
///
/// It touches nothing but the error number.
#[unsafe(no_mangle)]
pub extern "C" fn flock(_file: i32, _how: i32) -> i32 {
    // SAFETY: the C library gives each thread an error number of its own.
    unsafe { *__errno_location() = ENOLCK };
    -1
}

const ENOLCK: i32 = 37;

unsafe extern "C" {
    fn __errno_location() -> *mut i32;
}

//! Knows whether this account has opened the screen before.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// The name of the file that says so. It has nothing in it.
const WELCOMED: &str = "welcomed";

/// Notes in the folder for this account's state that the screen has been opened, and returns whether that was the first
/// time. Where it cannot be noted it does not count as the first: else it would be so each time.
pub fn is_first_start(state: &Path) -> bool {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(state);
    let noted = || OpenOptions::new().write(true).create_new(true).mode(0o600).open(state.join(WELCOMED));
    made.and_then(|()| noted()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_start_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state/frist");
        assert!(is_first_start(&state));
        assert!(!is_first_start(&state) && !is_first_start(&state));
        assert!(!is_first_start(&state.join(WELCOMED).join("below a file")));
    }
}

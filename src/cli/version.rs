//! Says which frist this is: its version, the commit that it was built from, and the formats that it reads and writes.

use crate::desk::store_maintenance::SCHEMA;
use crate::desk::wire::PROTOCOL;

/// The version, as it is compared and told.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the whole answer to `--version`, behind the program's name.
pub(super) fn long() -> String {
    format!("{VERSION}\n{}\n{}", built_from(), formats())
}

/// Returns the same in a line, with the program's name.
pub(super) fn in_a_line() -> String {
    format!("frist {VERSION}, {}, {}", built_from(), formats())
}

fn built_from() -> String {
    match (env!("FRIST_COMMIT"), env!("FRIST_COMMIT_DATE")) {
        ("", _) => "built without a commit".to_owned(),
        (commit, "") => format!("commit {commit}"),
        (commit, date) => format!("commit {commit} of {date}"),
    }
}

fn formats() -> String {
    format!("store schema {SCHEMA}, protocol {PROTOCOL}")
}

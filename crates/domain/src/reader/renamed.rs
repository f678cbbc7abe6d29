//! Lists the keys of the settings that have another name now. The old one is still read, and gives a notice that names
//! the new one.

use super::Node;

/// A key of the settings that has another name now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RenamedKey {
    /// The name that it had.
    pub old: &'static str,
    /// Its name.
    pub now: &'static str,
    /// How the new one is written.
    pub written: &'static str,
}

/// Every key of the settings that has another name now.
pub const OLD_KEYS: [RenamedKey; 3] = [
    RenamedKey { old: "people", now: "staff", written: "[staff.NAME]" },
    RenamedKey { old: "house", now: "internal_targets", written: "[internal_targets.CONTRACT]" },
    RenamedKey { old: "inform", now: "update", written: "update = \"4h\"" },
];

/// Returns the present name of a key of the settings, and notes at `node`, which is its value, where it is an old one.
pub fn present_key<'k>(key: &'k str, node: &Node<'_>) -> &'k str {
    let Some(renamed_key) = OLD_KEYS.iter().find(|renamed| renamed.old == key) else { return key };
    node.wrong(
        &renamed(key, renamed_key.now),
        &format!("write {}, as the next version does not know `{key}`", renamed_key.written),
    );
    renamed_key.now
}

/// Returns the sentence that a name is another one now, for where the old one is still read.
fn renamed(old: &str, now: &str) -> String {
    format!("`{old}` is called `{now}` now")
}

/// Returns the notice that an old name was written, what to write instead, and until when both are read.
pub fn renamed_notice(old: &str, now: &str) -> String {
    format!("{}; use that, as the next version does not know `{old}`", renamed(old, now))
}

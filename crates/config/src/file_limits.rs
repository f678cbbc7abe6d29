//! Reads `[files]` of the settings: how large files may be that are attached to tickets.
//!
//! ```toml
//! [files]
//! max_size  = "25MiB" # one file
//! max_total = "20GiB" # all files of the store together
//! ```

use frist_domain::file::parse_size;
use frist_domain::reader::{Node, nearest};

const KEYS: [&str; 2] = ["max_size", "max_total"];

/// How large files may be. The settings of the process that has the store count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileLimits {
    /// The most bytes of one file.
    pub max_size: u64,
    /// The most bytes of all files of the store together.
    pub max_total: u64,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { max_size: 25 << 20, max_total: 20 << 30 }
    }
}

impl FileLimits {
    /// Reads `[files]`. A limit that cannot be read stays as usual.
    pub(super) fn read(node: &Node<'_>) -> Self {
        let mut limits = Self::default();
        let Some(table) = node.as_table() else {
            node.wrong("this is not a table", "write [files] and its keys below it");
            return limits;
        };
        for (key, node) in table.entries() {
            let node = node.with_path(format!("files: {key}"));
            let limit = match key {
                "max_size" => &mut limits.max_size,
                "max_total" => &mut limits.max_total,
                _ => {
                    let hint = nearest(key, KEYS).map_or_else(
                        || "the keys are max_size and max_total".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    node.wrong("[files] has no such key", &hint);
                    continue;
                }
            };
            match node.as_text().and_then(parse_size) {
                Some(bytes) => *limit = bytes,
                None => node
                    .wrong("this is not a size", &format!("write {key} = \"25MiB\", or with KB, MB, GB, KiB or GiB")),
            }
        }
        limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn what_is_set_holds_and_a_mistake_is_named() {
        let read = |text: &str| {
            let (settings, problems) = Settings::read("c.toml", text, &[]);
            (settings.files, problems.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        let set = read("[files]\nmax_size = \"100MB\"\nmax_total = \"1 TiB\"\n");
        assert_eq!(set, (FileLimits { max_size: 100_000_000, max_total: 1 << 40 }, vec![]));
        assert_eq!(read("").0, FileLimits::default());
        let (limits, problems) = read("[files]\nmax_size = 25\nmax_totl = \"1GiB\"\nmax_total = \"1GiB\"\n");
        assert_eq!(limits, FileLimits { max_total: 1 << 30, ..FileLimits::default() });
        assert_eq!(
            problems,
            [
                "c.toml:2: files: max_size: this is not a size; write max_size = \"25MiB\", or with KB, MB, GB, KiB or GiB",
                "c.toml:3: files: max_totl: [files] has no such key; did you mean `max_total`?",
            ]
        );
    }
}

//! A line in which the path of a file of this machine is typed: as shells and terminals write paths, completed by the names that
//! are there. Whoever has such a line asks for the names and hands them in; it touches no disk itself.

use std::path::{Path, PathBuf};

use tui_input::Input;

use crate::config::home_folder;

use super::paths;

/// The question for the names in a folder that begin so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathQuestion {
    /// The folder.
    pub folder: PathBuf,
    /// The beginning of the name, which may be empty.
    pub begins: String,
}

/// The names that are there, in order; folders end in `/`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PathNames {
    /// The first of them.
    pub names: Vec<String>,
    /// The number of all of them.
    pub total: usize,
    /// The beginning that all of them share.
    pub shared: String,
}

/// The path while it is typed.
#[derive(Clone, Debug, Default)]
pub struct PathLine {
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it.
    pub wrong: Option<String>,
    folder: PathBuf,
    home: Option<PathBuf>,
    /// The names that the line can be completed to, where there are several.
    proposed: PathNames,
    /// The line as it was completed last.
    completed: Option<String>,
}

impl PathLine {
    /// Creates an empty line. A path without a beginning is in `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, home: home_folder(), ..Self::default() }
    }

    /// Returns the folder that a path without a beginning is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Follows a change of the line.
    pub fn edited(&mut self) {
        self.wrong = None;
        self.proposed = PathNames::default();
    }

    /// Returns the path that is typed, none where nothing is.
    pub fn path(&self) -> Option<PathBuf> {
        let typed = plain(self.line.value());
        (!typed.is_empty()).then(|| self.full(&typed))
    }

    /// Returns whether anything is typed.
    pub fn is_typed(&self) -> bool {
        !self.line.value().trim().is_empty()
    }

    /// Returns the paths that are typed: several where each begins as a whole path does, as terminals write files that are
    /// dropped on them; else all of it is one path, as a name may have blanks in it.
    pub fn paths(&self) -> Vec<PathBuf> {
        let pieces = paths::apart(self.line.value());
        pieces.into_iter().map(plain).filter(|path| !path.is_empty()).map(|path| self.full(&path)).collect()
    }

    /// Takes the paths that are typed out of the line.
    pub fn take_paths(&mut self) -> Vec<PathBuf> {
        let paths = self.paths();
        self.line = Input::default();
        self.edited();
        paths
    }

    /// Puts a path into the line, so that it can be mended.
    pub fn put(&mut self, path: &Path) {
        self.line = as_typed(&path.display().to_string()).into();
        self.edited();
    }

    /// Returns whether the key that completes has not just completed what is typed as far as it goes: then it goes on to the
    /// next field instead.
    pub fn can_complete(&self) -> bool {
        self.is_typed() && self.completed.as_deref() != Some(self.line.value())
    }

    /// Returns what is to be asked to complete the line.
    pub fn question(&self) -> PathQuestion {
        let typed = plain(self.line.value());
        let (head, begins) = parted(&typed);
        PathQuestion { folder: self.full(head), begins: begins.to_owned() }
    }

    /// Completes the line by the names that were found, if it still asks for them.
    pub fn complete(&mut self, asked: &PathQuestion, found: PathNames) {
        if self.question() != *asked {
            return;
        }
        self.edited();
        if found.total == 0 {
            let begins =
                if asked.begins.is_empty() { String::new() } else { format!(" that begins with {}", asked.begins) };
            self.wrong = Some(format!("There is nothing in {}{begins}", asked.folder.display()));
            self.completed = Some(self.line.value().to_owned());
            return;
        }
        let typed = plain(self.line.value());
        // A blank at the end would not be seen; where several names go on with one, it is typed.
        let shared = if found.total > 1 { found.shared.trim_end() } else { &found.shared };
        self.line = as_typed(&format!("{}{shared}", parted(&typed).0)).into();
        self.completed = Some(self.line.value().to_owned());
        if found.total > 1 {
            self.proposed = found;
        }
    }

    /// Says which names the line can be completed to; nothing where that is one or none.
    pub fn proposed(&self) -> Option<String> {
        let more = self.proposed.total.saturating_sub(self.proposed.names.len());
        let more = if more == 0 { String::new() } else { format!("  and {more} more") };
        (self.proposed.total > 1).then(|| format!("{}{more}", self.proposed.names.join("  ")))
    }

    /// Says below the line what is wrong with it, or which names it can be completed to, with whether it is wrong.
    pub fn said(&self) -> Option<(String, bool)> {
        self.wrong.clone().map(|wrong| (wrong, true)).or_else(|| self.proposed().map(|names| (names, false)))
    }

    fn full(&self, typed: &str) -> PathBuf {
        match (typed.strip_prefix('~'), &self.home) {
            (Some(""), Some(home)) => home.clone(),
            (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
            _ => self.folder.join(typed),
        }
    }
}

/// Parts a path behind its last folder.
fn parted(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

/// Returns the path that is meant: a backslash takes the next character as it is, and a text that begins with a quote is quoted as
/// in shells. Terminals write files so that are dropped on them. Spaces need neither, as it is one path.
fn plain(typed: &str) -> String {
    let typed = typed.trim_start();
    let ended = typed.trim_end();
    // A space behind a backslash belongs to the name.
    let typed = if ended.ends_with('\\') { &typed[..typed.len().min(ended.len() + 1)] } else { ended };
    let is_quoted = typed.starts_with(['\'', '"']);
    let (mut out, mut quote) = (String::new(), None);
    let mut chars = typed.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\'' | '"', None) if is_quoted => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('\\', None) => out.push(chars.next().unwrap_or('\\')),
            ('\\', Some('"')) if matches!(chars.peek(), Some('"' | '\\')) => out.extend(chars.next()),
            (c, _) => out.push(c),
        }
    }
    out
}

/// Returns the path as it is typed: [`plain`] gives it back.
fn as_typed(path: &str) -> String {
    let mut typed = path.replace('\\', "\\\\");
    if typed.starts_with(['\'', '"', ' ']) {
        typed.insert(0, '\\');
    }
    if typed.ends_with(' ') {
        typed.insert(typed.len() - 1, '\\');
    }
    typed
}

#[cfg(test)]
mod tests {
    use frist_testkit::cases;
    use proptest::prelude::*;

    use super::*;

    fn line(typed: &str) -> PathLine {
        let (folder, home) = (PathBuf::from("/srv/here"), Some(PathBuf::from("/home/anna")));
        PathLine { line: typed.into(), folder, home, ..PathLine::default() }
    }

    fn found(names: &[&str], shared: &str) -> PathNames {
        let all = names.iter().map(|name| (*name).to_owned()).collect();
        PathNames { names: all, total: names.len(), shared: shared.to_owned() }
    }

    #[test]
    fn a_path_is_taken_as_shells_and_terminals_write_it() {
        for (typed, wanted) in [
            ("error.log", "/srv/here/error.log"),
            (" ../error.log ", "/srv/here/../error.log"),
            ("/var/log/x", "/var/log/x"),
            ("~/my log.txt", "/home/anna/my log.txt"),
            ("~", "/home/anna"),
            ("~other", "/srv/here/~other"),
            ("'/tmp/my log.txt'", "/tmp/my log.txt"),
            ("\"~/a\"", "/home/anna/a"),
            ("/tmp/my\\ log.txt", "/tmp/my log.txt"),
            ("'/tmp/it'\\''s.txt'", "/tmp/it's.txt"),
            ("/tmp/it\\'s.txt", "/tmp/it's.txt"),
            ("Anna's and Ola's.txt", "/srv/here/Anna's and Ola's.txt"),
            ("\"/tmp/a \\\"b\\\".txt\"", "/tmp/a \"b\".txt"),
            ("'/tmp/not closed", "/tmp/not closed"),
            ("a\\\\b", "/srv/here/a\\b"),
            ("ends\\ ", "/srv/here/ends "),
        ] {
            assert_eq!(line(typed).path(), Some(PathBuf::from(wanted)), "{typed}");
        }
        assert_eq!((line("  ").path(), line("''").path()), (None, None));
    }

    #[test]
    fn several_paths_are_told_apart_where_each_begins_as_a_whole_one() {
        for (typed, wanted) in [
            ("error.log", &["/srv/here/error.log"][..]),
            ("~/my log.txt", &["/home/anna/my log.txt"]),
            ("my\\ log.txt", &["/srv/here/my log.txt"]),
            ("/tmp/my\\ log.txt /tmp/b", &["/tmp/my log.txt", "/tmp/b"]),
            ("'/tmp/my log.txt' '/tmp/it'", &["/tmp/my log.txt", "/tmp/it"]),
            ("\"~/a\" ~/b", &["/home/anna/a", "/home/anna/b"]),
            // A name that ends in a quote, and one with a blank behind a folder.
            ("Anna's log.txt", &["/srv/here/Anna's log.txt"]),
            ("/tmp/my log.txt", &["/tmp/my log.txt"]),
            ("/tmp/it\\'s\\\\", &["/tmp/it's\\"]),
            ("  ", &[]),
            ("''", &[]),
        ] {
            let wanted: Vec<PathBuf> = wanted.iter().map(PathBuf::from).collect();
            assert_eq!(line(typed).paths(), wanted, "{typed}");
        }
    }

    #[test]
    fn it_is_completed_as_far_as_the_names_that_are_there_agree() {
        for (typed, folder, begins, names, completed) in [
            ("er", "/srv/here/", "er", found(&["error.log"], "error.log"), "error.log"),
            ("~/x/a b", "/home/anna/x/", "a b", found(&["a b.txt"], "a b.txt"), "~/x/a b.txt"),
            ("/var/lo", "/var/", "lo", found(&["local/", "lock/", "log/"], "lo"), "/var/lo"),
            ("'/tmp/my l", "/tmp/", "my l", found(&["my log.txt"], "my log.txt"), "/tmp/my log.txt"),
            ("h", "/srv/here/", "h", found(&["hub one", "hub two"], "hub "), "hub"),
            ("", "/srv/here/", "", found(&["'odd", "'old"], "'o"), "\\'o"),
        ] {
            let mut line = line(typed);
            let question = line.question();
            assert_eq!(
                (question.folder.join(""), question.begins.as_str()),
                (PathBuf::from(folder), begins),
                "{typed}"
            );
            let several = names.total > 1;
            line.complete(&question, names);
            assert_eq!((line.line.value(), line.proposed().is_some()), (completed, several), "{typed}");
        }
    }

    #[test]
    fn an_answer_that_comes_too_late_changes_nothing_and_no_name_is_told() {
        let mut line = line("er");
        let question = line.question();
        line.line = "other".into();
        line.complete(&question, found(&["error.log"], "error.log"));
        assert_eq!(line.line.value(), "other");
        let question = line.question();
        line.complete(&question, PathNames::default());
        assert_eq!(line.wrong.as_deref(), Some("There is nothing in /srv/here/ that begins with other"));
        line.edited();
        assert_eq!(line.wrong, None);
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn a_completed_path_is_read_as_what_it_is(path in "[ab/ '\"\\\\~]{1,12}") {
            let path = path.trim_start_matches(' ').to_owned();
            prop_assert_eq!(plain(&as_typed(&path)), path);
        }
    }
}

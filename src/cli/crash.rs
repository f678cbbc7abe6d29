//! Keeps what is known of a fault of frist's own in a file, so that there is something to send: where it happened, the way
//! there, and on what terminal. Nothing of the desk is in it.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::panic;
use std::path::{Path, PathBuf};

use super::version;
use crate::config::{state_folder, write_new};
use crate::desk::{Clock as _, SystemClock, panic_is_caught};

/// The reports that are kept; the oldest go.
const KEPT: usize = 10;
/// What the name of each begins with.
const NAME: &str = "crash-";
/// The variables of the environment that say something of the terminal.
const TERMINAL: [&str; 8] = ["TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG", "TMUX", "STY", "SSH_TTY"];

/// Has every fault of frist's own be written to a file from now on, which is named behind what is printed of it. A person
/// who comes with a key leaves no files.
pub fn report_crashes() {
    let has_a_key = std::env::args_os().any(|arg| arg.to_string_lossy().starts_with("--as"));
    let Some(folder) = state_folder().filter(|_| !has_a_key) else { return };
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        print(info);
        if panic_is_caught() {
            return; // it becomes an error
        }
        if let Ok(path) = write_report(&folder, &info.to_string()) {
            // Nobody may be there to read it.
            let _ = writeln!(
                std::io::stderr(),
                "frist: this is a fault of frist's own; what is known of it stands in {}\n\
                 hint: everything acknowledged is kept; start frist again, and send that file with what you did",
                path.display()
            );
        }
    }));
}

/// Writes a report into that folder, which is made.
fn write_report(folder: &Path, panic: &str) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let now = SystemClock.now();
    let mut text = format!("{}\n{now}\n\n{panic}\n\n", version::in_a_line());
    for name in TERMINAL {
        // Writing to a String cannot fail.
        let _ = std::env::var(name).map(|value| writeln!(text, "{name}={value}"));
    }
    let _ = writeln!(text, "\n{}", Backtrace::force_capture());
    let name = format!("{NAME}{}.txt", now.to_string().replace(':', ""));
    let path = write_new(folder, &name, text.as_bytes())?;
    remove_old(folder);
    Ok(path)
}

fn remove_old(folder: &Path) {
    let is_report = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NAME));
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_report).collect();
    all.sort_unstable();
    for old in &all[..all.len().saturating_sub(KEPT)] {
        // What stays is one file more.
        let _ = fs::remove_file(old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_where_and_in_which_frist_and_the_oldest_go() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("state/frist");
        for old in 0..12 {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{NAME}2024-01-{:02}T000000Z.txt", old + 1)), "").unwrap();
        }
        fs::write(folder.join("version"), "0.1.0").unwrap();
        let path = write_report(&folder, "panicked at src/x.rs:1: it is broken").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("frist ") && text.contains("it is broken") && text.contains("protocol"), "{text}");
        assert!(text.contains("a_report_says_what_where"), "the way there: {text}");
        let left = fs::read_dir(&folder).unwrap().count();
        assert_eq!(left, KEPT + 1, "the reports, and what is none");
        assert!(path.exists() && !folder.join(format!("{NAME}2024-01-01T000000Z.txt")).exists());
    }
}

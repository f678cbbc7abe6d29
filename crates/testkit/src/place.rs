//! Makes a folder with a store and settings in it, and runs the program on that.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program;
use crate::session::{Launch, Session};

/// A Monday, 11:00 in Oslo, at which every vendor's support is open.
pub const MONDAY: &str = "2024-01-08T10:00:00Z";

/// An agreement whose clocks always run, so that a countdown moves whenever the tests are run.
const ALLDAY: &str = r#"
id = "allday"
vendor = "Allday"
service = "Anything"
time_zone = "Europe/Oslo"
[support]
[support.hours]
mon-sun = ["00:00-24:00"]
[[severity]]
id = "any"
name = "Any"
means = "Anything"
[plan.one]
name = "One"
[plan.one.target.any]
response = "50m"
work_start = "90m"
"#;

/// A folder of a test's own, removed when dropped.
pub struct TestPlace {
    dir: tempfile::TempDir,
}

/// What a command left when it ended.
#[derive(Debug)]
pub struct FinishedCommand {
    /// The exit code, or none if a signal ended it.
    pub code: Option<i32>,
    /// The text on standard output.
    pub out: String,
    /// The text on standard error.
    pub err: String,
}

impl TestPlace {
    /// Makes a new place, where agent1 sits.
    #[expect(clippy::new_without_default, reason = "nobody expects a default to make a folder")]
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.toml"), "name = \"agent1\"\n").unwrap();
        std::fs::create_dir(dir.path().join("contracts")).unwrap();
        std::fs::write(dir.path().join("contracts/allday.toml"), ALLDAY).unwrap();
        // Nobody is greeted here, as at a desk where one has been before.
        std::fs::create_dir_all(dir.path().join(".local/state/frist")).unwrap();
        std::fs::write(dir.path().join(".local/state/frist/welcomed"), "").unwrap();
        Self { dir }
    }

    /// Returns the path of that name in this folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Prepares the screen in a terminal of that size.
    pub fn launch(&self, columns: u16, rows: u16) -> Launch {
        self.launch_on(&self.path("store"), columns, rows)
    }

    /// Prepares the screen on a store elsewhere.
    pub fn launch_on(&self, store: &Path, columns: u16, rows: u16) -> Launch {
        Launch::new(columns, rows)
            .args(&["--config", self.path("config.toml").to_str().unwrap()])
            .args(&["--store", store.to_str().unwrap()])
            .env("HOME", self.dir.path().to_str().unwrap())
            .env("TMPDIR", self.dir.path().to_str().unwrap())
            .env("TZ", "Europe/Oslo")
    }

    /// Starts the screen and waits for its first frame.
    pub fn screen(&self, columns: u16, rows: u16) -> Session {
        self.launch(columns, rows).start_and_see("1 Queue")
    }

    /// Starts the screen with a clock that stands still, and waits for its first frame.
    pub fn still_screen(&self, columns: u16, rows: u16) -> Session {
        self.launch(columns, rows).args(&["--now", MONDAY]).start_and_see("1 Queue")
    }

    /// Prepares a command on this folder's store, with no terminal.
    pub fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.arg("--config").arg(self.path("config.toml")).arg("--store").arg(self.path("store"));
        command.env_remove("FRIST_STORE").env("HOME", self.dir.path()).env("TMPDIR", self.dir.path());
        command.env("TZ", "Europe/Oslo").stdin(Stdio::null());
        command
    }

    /// Runs a command on this folder's store and waits for its end.
    pub fn run(&self, args: &[&str]) -> FinishedCommand {
        FinishedCommand::of(self.command().args(args))
    }

    /// Logs a ticket from the command line, at the moment at which still screens stand.
    pub fn log(&self, subject: &str) {
        let what = ["--contract", "allday", "--severity", "any", "--channel", "phone", "--subject", subject];
        self.run(&[&["--now", MONDAY, "new"], &what[..]].concat()).ok();
    }

    /// Returns all tickets, closed ones too, as JSON.
    pub fn tickets(&self) -> Vec<Value> {
        let listed = self.run(&["list", "--json", "is:open,closed"]);
        listed.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Returns one ticket as JSON, with everything that happened to it.
    pub fn ticket(&self, id: &str) -> Value {
        serde_json::from_str(&self.run(&["show", id, "--json"]).ok().out).unwrap()
    }
}

impl FinishedCommand {
    /// Runs the command and waits for its end.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Checks that the command went well, and nothing had to be told but that the store is new.
    #[track_caller]
    pub fn ok(self) -> Self {
        let told: Vec<&str> = self.err.lines().filter(|line| !line.ends_with(": a new one is made.")).collect();
        assert!(self.code == Some(0) && told.is_empty(), "{self:?}");
        self
    }

    /// Checks that the command failed with this code, and said so in a sentence with these words.
    #[track_caller]
    pub fn failed(&self, code: i32, words: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.starts_with("frist: ") && self.err.contains(words), "`{words}` in {self:?}");
        assert!(self.out.is_empty() && !self.err.contains('\u{1b}'), "{self:?}");
    }
}

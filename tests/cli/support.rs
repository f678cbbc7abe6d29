//! Offers a folder with a store and settings, and runs the program on it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use frist::desk::Clock;

use frist_testkit::worker::quiet_setup;
use serde_json::Value;

/// A Monday, 11:00 in Oslo: every vendor's support is open.
pub const NOW: &str = "2024-01-08T10:00:00Z";

/// A folder of a test's own.
pub struct Place {
    pub dir: tempfile::TempDir,
    /// The moment that `--now` gives.
    pub now: String,
}

/// The result of a command.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let place = Self { dir, now: NOW.to_owned() };
        place.am("anna");
        place
    }

    /// Returns a place with an empty store.
    pub fn with_store() -> Self {
        let place = Self::new();
        drop(frist::store::Store::open(&place.path("store")).expect("a store is made"));
        place
    }

    /// Sets the person who runs the commands from now on.
    pub fn am(&self, name: &str) {
        std::fs::write(self.path("config.toml"), format!("name = \"{name}\"\n")).expect("settings are written");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(self.dir.path())).expect("a folder is made");
        std::fs::write(&path, text).expect("a file is written");
        path
    }

    /// Returns this folder's store with the built-in agreements, to be opened beside the program.
    pub fn desk(&self, clock: Arc<dyn Clock>) -> frist::desk::DeskSetup {
        frist::desk::DeskSetup { clock, ..quiet_setup(&self.path("store")) }
    }

    /// Returns the program with this folder's settings and the clock, and no store named.
    pub fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
        command.arg("--config").arg(self.path("config.toml")).arg("--now").arg(&self.now);
        command.env_remove("FRIST_STORE").env("TZ", "Europe/Oslo").env("TMPDIR", self.dir.path());
        command
    }

    /// Returns the program on this folder's store.
    pub fn frist(&self) -> Command {
        let mut command = self.bare();
        command.arg("--store").arg(self.path("store"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.frist().args(args))
    }

    /// Runs it with `input` on standard input.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.frist();
        let mut child = command
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("frist runs");
        let mut stdin = child.stdin.take().expect("its input is a pipe");
        let input = input.to_owned();
        // Fed from beside, so that neither waits for the other.
        let feeding = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("frist ends");
        // What refuses before it reads may have ended by then; what it says of that is for the test.
        match feeding.join().expect("the feeder ends") {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => panic!("it is not taken: {error}"),
            _ => {}
        }
        Ran::from(output)
    }

    /// Logs a ticket, and returns it as JSON.
    pub fn log(&self, args: &[&str]) -> Value {
        self.run(&[&["new", "--json"], args].concat()).ok().json()
    }

    /// Logs a critical ticket of Markant that was phoned in.
    pub fn phoned(&self, at: &str) -> Value {
        self.log(&[
            "--contract",
            "markant",
            "--plan",
            "standard",
            "--severity",
            "critical",
            "--channel",
            "phone",
            "--subject",
            "Shop down",
            "--at",
            at,
        ])
    }

    pub fn ticket(&self, id: &str) -> Value {
        self.run(&["show", id, "--json"]).ok().json()
    }
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).output().expect("frist runs").into()
    }

    /// Asserts that it went well, and that nothing was remarked but that the store is new.
    #[track_caller]
    pub fn ok(self) -> Self {
        let told: Vec<&str> = self.err.lines().filter(|line| !line.ends_with(": a new one is made.")).collect();
        assert!(self.code == 0 && told.is_empty(), "{self:?}");
        self
    }

    /// Asserts that it printed these words.
    #[track_caller]
    pub fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "`{words}` in {self:?}");
        self
    }

    /// Asserts that it failed with this code, and said so in the form that every failure has.
    #[track_caller]
    pub fn failed(self, code: i32, words: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.starts_with("frist: ") && self.err.ends_with('\n'), "{self:?}");
        assert!(self.err.contains(words), "`{words}` in {self:?}");
        assert!(!self.err.contains("panicked") && !self.err.contains('\u{1b}'), "{self:?}");
        self
    }

    /// Returns the one line of JSON that it printed.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// Returns every line of JSON.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }
}

/// A contract that names no channels, has one plan and works around the clock.
pub const SMALL: &str = r#"
id = "small"
vendor = "Small AS"
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
response = "1h"
"#;

/// Returns a folder with one contract in it.
pub fn small_contracts(place: &Place) -> PathBuf {
    place.write("other/small.toml", SMALL).parent().map(Path::to_owned).expect("it lies in a folder")
}

//! Runs a host with a desk that is served, an sshd, and people with keys.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use serde_json::Value;

use frist_testkit::session::Launch;

/// A Monday, 11:00 in Oslo: every vendor's support is open.
const NOW: &str = "2024-01-08T10:00:00Z";

/// The people with a key, and what the settings say of them.
const NAMES: &str = "anna ola vy wall";
const PEOPLE: &str =
    "[staff.anna]\nrole = \"lead\"\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n[staff.wall]\nrole = \"viewer\"\n";

/// The words with which an sshd says that another one has its port.
const TAKEN: &str = "Address already in use";
const LISTENS: &str = "Server listening";

/// What the sshd allows by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// What `assets/ssh/sshd_frist.conf` allows.
    Shipped,
    /// Everything: only the key's line holds.
    Loose,
}

/// A process that ends with the test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A host of a test's own.
pub struct Host {
    port: u16,
    /// The sshd and the desk; before the folder, so that they end before it is removed.
    _running: [Running; 2],
    dir: tempfile::TempDir,
}

/// The result of a command.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Host {
    /// Starts a host; none where there is no sshd, which is then printed.
    pub fn new(kind: Kind) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::write(path("names"), NAMES).unwrap();
        std::fs::write(path("config.toml"), PEOPLE).unwrap();
        let (sshd, port) = start_sshd(dir.path(), kind)?;
        std::fs::write(path("authorized_keys"), keys(dir.path())).unwrap();
        let serve = started(frist(dir.path()).arg("serve"), "serves");
        Some(Self { port, _running: [Running(sshd), serve], dir })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Returns the options with which `name` gets to the host; `port` is `-p`, or `-P` for those that copy.
    pub fn options(&self, name: &str, port: &str) -> Vec<String> {
        let key = self.path(&format!("key_{name}"));
        let known = self.path("known_hosts");
        let mut options = vec!["-F".to_owned(), "/dev/null".to_owned(), port.to_owned(), self.port.to_string()];
        for option in [
            format!("IdentityFile={}", key.display()),
            format!("UserKnownHostsFile={}", known.display()),
            "IdentitiesOnly=yes".to_owned(),
            "StrictHostKeyChecking=yes".to_owned(),
            "BatchMode=yes".to_owned(),
            "LogLevel=ERROR".to_owned(),
        ] {
            options.extend(["-o".to_owned(), option]);
        }
        options
    }

    /// Returns `ssh` for that person, with these options, and what stands behind the host.
    pub fn ssh(&self, name: &str, options: &[&str], command: &str) -> Command {
        let mut ssh = Command::new("ssh");
        ssh.args(self.options(name, "-p")).args(options).arg(address());
        if !command.is_empty() {
            ssh.arg("--").arg(command);
        }
        ssh.env_remove("SSH_AUTH_SOCK").env_remove("DISPLAY").stdin(Stdio::null());
        ssh
    }

    pub fn run(&self, name: &str, command: &str) -> Ran {
        Ran::of(&mut self.ssh(name, &[], command))
    }

    /// Returns that person's screen.
    pub fn screen(&self, name: &str, columns: u16, rows: u16) -> Launch {
        let options = self.options(name, "-p");
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        Launch::of("ssh", columns, rows).args(&options).args(&[&address()])
    }

    /// Logs a ticket.
    pub fn log(&self, name: &str, subject: &str) -> Value {
        let ran = self.run(
            name,
            &format!("new --contract markant --plan standard --severity critical --channel phone --json --subject '{subject}'"),
        );
        ran.ok().json()
    }
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    /// Runs a command with `input` on standard input.
    pub fn fed(command: &mut Command, input: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It may have gone without reading anything.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Self::from(child.wait_with_output().unwrap())
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self
    }

    #[track_caller]
    pub fn failed(self, code: i32, words: &str) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(words), "`{words}` in {self:?}");
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// Returns `account@host`.
pub fn address() -> String {
    let account = nix::unistd::User::from_uid(nix::unistd::Uid::current()).unwrap().unwrap().name;
    format!("{account}@127.0.0.1")
}

/// Returns the program on that folder's desk, as the account that it runs under.
fn frist(folder: &Path) -> Command {
    let mut frist = Command::new(env!("CARGO_BIN_EXE_frist"));
    frist.arg("--config").arg(folder.join("config.toml")).arg("--store").arg(folder.join("store"));
    frist.args(["--now", NOW]).env_remove("FRIST_STORE").stdin(Stdio::null());
    frist
}

/// Returns the lines of the keys, in the form of `assets/ssh/authorized_keys.example`.
fn keys(folder: &Path) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let line = |name: &str| {
        let public = std::fs::read_to_string(folder.join(format!("key_{name}.pub"))).unwrap();
        let only = if name == "wall" { " list --json" } else { "" };
        let frist = env!("CARGO_BIN_EXE_frist");
        let (config, store) = (at("config.toml"), at("store"));
        format!(
            "command=\"'{frist}' --as {name} --config '{config}' --store '{store}' --now {NOW}{only}\",restrict,pty {public}"
        )
    };
    NAMES.split(' ').map(line).collect()
}

/// Starts a program, and waits for a line on its standard error with these words.
fn started(command: &mut Command, words: &str) -> Running {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let (line, _) = first_line(&mut child, &[words]);
    assert!(line.is_some(), "{command:?} does not start");
    Running(child)
}

/// Reads standard error up to a line with one of these words. The rest goes on being read, so that nobody is held up.
fn first_line(child: &mut Child, words: &[&str]) -> (Option<String>, String) {
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut all = String::new();
    loop {
        let before = all.len();
        if lines.read_line(&mut all).unwrap_or(0) == 0 {
            return (None, all);
        }
        let line = all[before..].to_owned();
        if words.iter().any(|w| line.contains(w)) {
            std::thread::spawn(move || drain(lines));
            return (Some(line), all);
        }
    }
}

fn drain(mut lines: BufReader<ChildStderr>) {
    let _ = lines.read_to_end(&mut Vec::new());
}

/// Starts an sshd on a port that was free before; on another one if somebody was faster.
fn start_sshd(folder: &Path, kind: Kind) -> Option<(Child, u16)> {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let kind = if kind == Kind::Shipped { "shipped" } else { "loose" };
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/system/ssh/sshd"));
        script.arg(folder).arg(port.to_string()).arg(kind).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = script.spawn().unwrap();
        match first_line(&mut child, &[LISTENS, TAKEN]) {
            (Some(line), _) if line.contains(LISTENS) => return Some((child, port)),
            (Some(_), _) => drop(child.wait()),
            (None, said) => {
                assert_eq!(child.wait().unwrap().code(), Some(77), "sshd does not start: {said}");
                eprint!("{said}");
                return None;
            }
        }
    }
}

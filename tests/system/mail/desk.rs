//! Runs a desk with mail servers around it, all in one folder.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use frist_testkit::place::FinishedCommand;

pub const SERVERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/system/mail/servers");
/// The account that the desk runs under: Postfix gives no letters to programs of root's.
const ACCOUNT: &str = "nobody";
/// How long a letter may take from one server to the next, before a test says that it is lost.
const PATIENCE: Duration = Duration::from_mins(1);

/// A desk that is served, until this goes.
pub struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A desk with mail: `desk@acme.example`.
pub struct MailDesk {
    dir: tempfile::TempDir,
}

impl MailDesk {
    /// Starts the servers; none where they are not installed, which is then printed. `settings` are added to those of the desk.
    pub fn new(settings: &str) -> Option<Self> {
        let missing = Command::new(SERVERS).arg("missing").output().unwrap();
        let missing = String::from_utf8(missing.stdout).unwrap();
        if !missing.is_empty() {
            let missing: Vec<&str> = missing.lines().collect();
            eprintln!("skipped: the tests with mail servers want {}; `servers install` gets them", missing.join(", "));
            return None;
        }
        let desk = Self::without_servers(settings);
        desk.start();
        Some(desk)
    }

    /// Makes the desk alone: the servers around it are the caller's.
    pub fn without_servers(settings: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let desk = Self { dir };
        desk.prepare(settings);
        desk
    }

    /// Returns the path of that name in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Makes what the desk needs: the program where its account may run it, settings, the command for Postfix.
    fn prepare(&self, settings: &str) {
        let account = nix::unistd::User::from_name(ACCOUNT).unwrap().unwrap();
        fs::copy(env!("CARGO_BIN_EXE_frist"), self.path("frist")).unwrap();
        fs::create_dir(self.path("home")).unwrap();
        chown(self.path("home"), Some(account.uid.as_raw()), Some(account.gid.as_raw())).unwrap();
        let at = |name: &str| self.path(name).display().to_string();
        let config = format!(
            "name = \"anna\"\n{settings}\n[mail]\naddress = \"desk@acme.example\"\nhold = \"0s\"\nnotices_together = \"0s\"\nsecret_file = \"{}\"\n\
             trusted_authserv = [\"mx.acme.example\"]\ntrusted_relays = [\"mx.acme.example\"]\nmaildir = \"{}\"\n\
             sendmail = [\"msmtp\", \"-C\", \"{}\", \"-t\", \"-i\"]\n",
            at("home/mail.secret"),
            at("fetched/INBOX"),
            at("msmtprc"),
        );
        fs::write(self.path("config.toml"), config).unwrap();
        let intake = format!(
            "#!/bin/sh\nHOME='{home}' exec '{frist}' --config '{config}' --store '{home}/store' intake\n",
            home = at("home"),
            frist = at("frist"),
            config = at("config.toml"),
        );
        fs::write(self.path("intake"), intake).unwrap();
        fs::set_permissions(self.path("intake"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Starts the servers on ports that were free before.
    fn start(&self) {
        let ports = [free_port().to_string(), free_port().to_string()];
        let started = Command::new(SERVERS).arg("start").arg(self.dir.path()).args(ports).output().unwrap();
        assert!(
            started.status.success(),
            "the mail servers do not start: {}",
            String::from_utf8_lossy(&started.stderr)
        );
    }

    /// Returns a program that runs as the desk's account.
    pub fn as_desk(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let account = nix::unistd::User::from_name(ACCOUNT).unwrap().unwrap();
        let mut command = Command::new(program);
        command.uid(account.uid.as_raw()).gid(account.gid.as_raw());
        command.env("HOME", self.path("home")).env("TMPDIR", self.path("home")).env_remove("FRIST_STORE");
        command.current_dir(self.path("home")).stdin(Stdio::null());
        command
    }

    /// Returns frist on this desk.
    pub fn frist(&self) -> Command {
        let mut frist = self.as_desk(self.path("frist"));
        frist.arg("--config").arg(self.path("config.toml")).arg("--store").arg(self.path("home/store"));
        frist
    }

    /// Serves the desk until what is returned goes.
    pub fn serve(&self) -> Serving {
        let mut child = self.frist().arg("serve").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let serves = lines.any(|line| line.is_ok_and(|line| line.contains("serves")));
        assert!(serves, "frist serve does not start");
        // The rest is read too, so that nothing it says holds it up.
        std::thread::spawn(move || lines.for_each(drop));
        Serving(child)
    }

    /// Runs a command of frist's.
    pub fn run(&self, args: &[&str]) -> FinishedCommand {
        FinishedCommand::of(self.frist().args(args))
    }

    /// Hands a letter to Postfix, as the mail program of `from` does.
    pub fn send(&self, from: &str, letter: &str) {
        let mut msmtp = self.as_desk("msmtp");
        msmtp.arg("-C").arg(self.path("msmtprc")).args(["-f", from, "-t", "-i"]).stdin(Stdio::piped());
        let mut child = msmtp.spawn().unwrap();
        child.stdin.take().unwrap().write_all(letter.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "Postfix does not take the letter");
    }

    /// Has mbsync fetch what has come to `fetched@acme.example`.
    pub fn fetch(&self) {
        let fetched = self.as_desk("mbsync").arg("-c").arg(self.path("mbsyncrc")).arg("desk").output().unwrap();
        assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    }

    /// Returns the letters in somebody's mailbox, the oldest first.
    pub fn mailbox(&self, name: &str) -> Vec<String> {
        letters(&self.path("mail").join(name).join("new"))
    }

    /// Waits until `found` finds something.
    #[track_caller]
    pub fn wait_for<T>(&self, what: &str, mut found: impl FnMut(&Self) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = found(self) {
                return found;
            }
            assert!(Instant::now() < until, "{what} does not come; the servers say:\n{}", self.log());
            // The servers are other programs, which tell nobody.
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        ["postfix.log", "smtpd.log"].map(|name| fs::read_to_string(self.path(name)).unwrap_or_default()).concat()
    }
}

impl Drop for MailDesk {
    fn drop(&mut self) {
        let _ = Command::new(SERVERS).arg("stop").arg(self.dir.path()).output();
    }
}

/// Returns a port that is free at this moment.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Returns the letters in a folder of a maildir, the oldest first.
pub fn letters(folder: &Path) -> Vec<String> {
    let mut found: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    // The names begin with the second of arrival; within one, with the number of the file.
    found.sort_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok());
    found.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
}

//! Runs a real `frist serve` on a store of its own, and commands that come to it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant as Moment};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::child::{NEW, frist};

/// The time within which it says or does anything, or not at all.
pub const SOON: Duration = Duration::from_secs(20);

pub struct Served {
    pub dir: tempfile::TempDir,
    pub process: Child,
    /// The lines of its standard error.
    pub says: Receiver<String>,
}

impl Served {
    /// Starts it, with these settings and with what `prepare` adds to its command; none if it does not serve.
    pub fn start(settings: &str, prepare: impl FnOnce(&mut Command, &std::path::Path)) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.toml"), settings).unwrap();
        let mut command = frist(&dir.path().join("store"));
        command.arg("serve");
        prepare(&mut command, dir.path());
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (lines, (say, says)) = (BufReader::new(process.stderr.take().unwrap()).lines(), channel());
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        let it = Self { dir, process, says };
        it.says("serves ").then_some(it)
    }

    /// Returns whether it says that soon.
    pub fn says(&self, words: &str) -> bool {
        let until = Moment::now() + SOON;
        std::iter::from_fn(|| self.says.recv_timeout(until.saturating_duration_since(Moment::now())).ok())
            .any(|line| line.contains(words))
    }

    pub fn socket(&self) -> PathBuf {
        self.dir.path().join("store/frist.sock")
    }

    /// Returns the program, on its store.
    pub fn frist(&self) -> Command {
        frist(&self.dir.path().join("store"))
    }

    /// Logs a ticket, as that person where one is named; returns how long that took, or what was said instead.
    pub fn log(&self, person: Option<&str>, subject: &str) -> Result<Duration, String> {
        let begun = Moment::now();
        let mut command = self.frist();
        if let Some(person) = person {
            command.args(["--as", person]);
        }
        let output = command.args(NEW).arg(subject).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(begun.elapsed()) } else { Err(said) }
    }

    pub fn subjects(&self) -> BTreeSet<String> {
        let output = self.frist().args(["list", "--json"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let tickets = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        tickets.map(|ticket| ticket["subject"].as_str().unwrap().to_owned()).collect()
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.process.id().cast_signed())
    }

    pub fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// Ends it; returns its exit code, or none if it does not end soon.
    pub fn end(&mut self) -> Option<i32> {
        let _ = kill(self.pid(), Signal::SIGTERM);
        let (ended, waits) = channel::<()>();
        let pid = self.pid();
        let watch = thread::spawn(move || {
            if waits.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout) {
                let _ = kill(pid, Signal::SIGKILL);
            }
        });
        let status = self.process.wait().unwrap();
        drop(ended);
        watch.join().unwrap();
        status.code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! A disk that refuses to sync for a while, under a `frist serve`: it goes on by itself afterwards, or ends so that whoever
//! started it starts it again. Which files are refused, and for how long, changes with each try.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant as Moment};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::child::{NEW, build, frist};
use crate::tally::{Came, tried};

/// What is refused, by a piece of its path.
const FILES: [(&str, &str); 4] =
    [("log", "/store/journal/"), ("state", "/store/state/db$"), ("folder", "/store/journal$"), ("store", "/store/")];
/// For how many seconds. The longest one is only tried where there are many tries.
const SECONDS: [u64; 3] = [1, 4, 60];
/// How long after that the desk may need.
const RECOVERED: Duration = Duration::from_secs(20);

struct Desk {
    dir: tempfile::TempDir,
    serve: Child,
    says: Receiver<String>,
}

impl Desk {
    fn new(library: &PathBuf) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.toml"), "name = \"anna\"\n").unwrap();
        let mut command = frist(&dir.path().join("store"));
        command.arg("serve").env("LD_PRELOAD", library).env("FRIST_REFUSE", dir.path().join("refuse"));
        let mut serve = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (lines, (say, says)) = (BufReader::new(serve.stderr.take().unwrap()).lines(), channel());
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        Self { dir, serve, says }
    }

    /// Whether it says that soon.
    fn says(&self, words: &str) -> bool {
        let until = Moment::now() + RECOVERED;
        std::iter::from_fn(|| self.says.recv_timeout(until.saturating_duration_since(Moment::now())).ok())
            .any(|line| line.contains(words))
    }

    /// Logs a ticket; whether it was acknowledged.
    fn log(&self, subject: &str) -> bool {
        let output = frist(&self.dir.path().join("store")).args(NEW).arg(subject).output().unwrap();
        output.status.success()
    }

    fn refuse(&self, piece: &str) {
        fs::write(self.dir.path().join("refusing"), piece).unwrap();
        fs::rename(self.dir.path().join("refusing"), self.dir.path().join("refuse")).unwrap();
    }

    fn subjects(&self) -> BTreeSet<String> {
        let output = frist(&self.dir.path().join("store")).args(["list", "--json"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let tickets = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        tickets.map(|ticket| ticket["subject"].as_str().unwrap().to_owned()).collect()
    }

    /// Ends it; its exit code.
    fn end(&mut self) -> Option<i32> {
        let _ = kill(Pid::from_raw(self.serve.id().cast_signed()), Signal::SIGTERM);
        let until = Moment::now() + RECOVERED;
        while Moment::now() < until {
            if let Some(status) = self.serve.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.serve.kill();
        let _ = self.serve.wait();
    }
}

/// Logs one ticket after the other while syncs are refused, and then until one is acknowledged again.
fn refused(desk: &mut Desk, piece: &str, seconds: u64) -> Came {
    let mut acknowledged: Vec<String> = (0..3).map(|n| format!("before {n}")).filter(|s| desk.log(s)).collect();
    if acknowledged.len() != 3 {
        return Came::Lost("it does not even begin".to_owned());
    }
    desk.refuse(piece);
    let until = Moment::now() + Duration::from_secs(seconds);
    let (mut number, mut not_written) = (0, Vec::new());
    while Moment::now() < until {
        number += 1;
        let subject = format!("while {number}");
        if desk.log(&subject) {
            acknowledged.push(subject);
        } else {
            not_written.push(subject);
        }
        // As often as somebody would try.
        thread::sleep(Duration::from_millis(100));
    }
    fs::remove_file(desk.dir.path().join("refuse")).unwrap();
    let until = Moment::now() + RECOVERED;
    while !desk.log("afterwards") {
        if Moment::now() > until {
            return Came::Lost(format!("nothing can be written {} s afterwards", RECOVERED.as_secs()));
        }
    }
    acknowledged.push("afterwards".to_owned());
    if let Some(status) = desk.serve.try_wait().unwrap()
        && status.success()
    {
        return Came::Lost("it has ended as if nothing were wrong".to_owned());
    }
    let found = desk.subjects();
    let after_all = not_written.iter().filter(|subject| found.contains(*subject)).count();
    let missing: Vec<_> = acknowledged.into_iter().filter(|subject| !found.contains(subject)).collect();
    let code = desk.end();
    let said = desk.says.try_iter().filter(|line| line.contains("is there after all")).count();
    println!(
        "{piece} for {seconds} s: {number} tried, {} not written, {after_all} there all the same, {said} times said",
        not_written.len()
    );
    if after_all > 0 && said == 0 {
        return Came::Lost("what was called not written is there, and nobody says so".to_owned());
    }
    match (missing.is_empty(), code) {
        (true, Some(code)) if code != 0 => Came::Whole,
        _ => Came::Lost(format!("missing {missing:?}, ended with {code:?}")),
    }
}

#[test]
fn syncs_that_are_refused_for_a_while() {
    let dir = tempfile::tempdir().unwrap();
    let library = dir.path().join("refused.so");
    build("refused.rs", &library);
    for (file, piece) in FILES {
        tried(&format!("syncs of the {file} refused for 1, 4 or 60 s"), 2, |number| {
            let mut desk = Desk::new(&library);
            if !desk.says("serves ") {
                return Came::Lost("it does not serve".to_owned());
            }
            refused(&mut desk, piece, SECONDS[number as usize % SECONDS.len()])
        });
    }
}

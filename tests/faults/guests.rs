//! What befalls those who come to an owner: its socket is removed, it is stopped, or one person floods it. Nothing that was
//! acknowledged is lost, and nobody else is shut out for more than two seconds.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant as Moment};

use frist::desk::Claim;
use frist::desk::wire::{Hello, MOST_ASKED, PROTOCOL, frame, write_preface};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::child::{NEW, frist};
use crate::tally::{Came, tried};

/// For so long at most somebody else may be kept waiting.
const SHUT_OUT: Duration = Duration::from_secs(2);

/// A store that is served.
struct Desk {
    dir: tempfile::TempDir,
    serve: Child,
    _says: BufReader<std::process::ChildStderr>,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.toml"), "[people.anna]\n[people.ola]\n[people.vy]\nrole = \"viewer\"\n")
            .unwrap();
        let mut serve =
            frist(&dir.path().join("store")).arg("serve").stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut says = BufReader::new(serve.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("serves ") {
            line.clear();
            assert_ne!(says.read_line(&mut line).unwrap(), 0, "it does not serve");
        }
        Self { dir, serve, _says: says }
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.serve.id().cast_signed()), signal).unwrap();
    }

    /// How long somebody needs to log a ticket.
    fn log(&self, subject: &str) -> Result<Duration, String> {
        let begun = Moment::now();
        let mut command = frist(&self.dir.path().join("store"));
        let output = command.args(["--as", "ola"]).args(NEW).arg(subject).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(begun.elapsed()) } else { Err(said) }
    }

    /// So many connections, half of which say that they are the same viewer and begin a large message.
    fn flood(&self, count: usize) -> Vec<UnixStream> {
        let hello = frame(&Hello { pid: 1, claim: Some(Claim::As("vy".to_owned())) }, MOST_ASKED).unwrap();
        let one = |n: usize| {
            let mut stream = UnixStream::connect(self.dir.path().join("store/frist.sock")).ok()?;
            if n.is_multiple_of(2) {
                write_preface(&mut stream, PROTOCOL).ok()?;
                stream.write_all(&hello).ok()?;
                stream.write_all(&MOST_ASKED.to_be_bytes()).ok()?;
                stream.write_all(&[b' '; 1000]).ok()?;
            }
            Some(stream)
        };
        (0..count).filter_map(one).collect()
    }

    fn has(&self, subjects: &[String]) -> bool {
        let output = frist(&self.dir.path().join("store")).args(["list", "--json"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        subjects.iter().all(|subject| text.contains(subject))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.serve.kill();
        let _ = self.serve.wait();
    }
}

/// What came of it: everything acknowledged is there, and nobody waited for more than `most`.
fn came(desk: &Desk, logged: Vec<Result<Duration, String>>, most: Duration) -> Came {
    let subjects: Vec<String> = (0..logged.len()).map(|n| format!("ticket number {n}.")).collect();
    for outcome in logged {
        match outcome {
            Ok(time) if time <= most => {}
            other => return Came::Lost(format!("{other:?}")),
        }
    }
    if desk.has(&subjects) { Came::Whole } else { Came::Lost("a ticket is missing".to_owned()) }
}

fn subject(number: usize) -> String {
    format!("ticket number {number}.")
}

#[test]
fn the_socket_is_removed() {
    tried("socket removed under an owner", 2, |number| {
        let desk = Desk::new();
        let mut logged = vec![desk.log(&subject(0))];
        for n in 1..4 {
            let socket = desk.dir.path().join("store/frist.sock");
            fs::remove_file(&socket).unwrap();
            if number % 2 == 1 {
                fs::write(&socket, "something else").unwrap();
            }
            logged.push(desk.log(&subject(n)));
        }
        came(&desk, logged, SHUT_OUT)
    });
}

#[test]
fn the_owner_is_stopped() {
    tried("owner stopped for a moment", 2, |number| {
        let desk = Desk::new();
        let stopped = Duration::from_millis(500 + number * 700 % 3000);
        let mut logged = vec![desk.log(&subject(0))];
        desk.signal(Signal::SIGSTOP);
        thread::scope(|scope| {
            let waits = scope.spawn(|| desk.log(&subject(1)));
            thread::sleep(stopped);
            desk.signal(Signal::SIGCONT);
            logged.push(waits.join().unwrap());
        });
        came(&desk, logged, stopped + SHUT_OUT)
    });
}

#[test]
fn one_person_floods_it() {
    tried("one key's flood, half messages among it", 2, |number| {
        let desk = Desk::new();
        let held = desk.flood(300 + number as usize % 200);
        let logged = (0..4).map(|n| desk.log(&subject(n))).collect();
        let outcome = came(&desk, logged, SHUT_OUT);
        drop(held);
        outcome
    });
}

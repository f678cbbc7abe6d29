//! What befalls those who come to an owner: its socket is removed, it is stopped, or one person floods it. Nothing that was
//! acknowledged is lost, and nobody else is shut out for more than two seconds.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use frist::desk::Claim;
use frist::desk::wire::{Hello, MAX_QUESTION_BYTES, PROTOCOL, frame, write_preface};
use nix::sys::signal::{Signal, kill};

use crate::served::Served;
use crate::tally::{Came, tried};

/// The longest time that somebody else may be kept waiting.
const SHUT_OUT: Duration = Duration::from_secs(2);

/// Returns a store that is served to people of every role.
fn desk() -> Served {
    let people = "[staff.anna]\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n";
    Served::start(people, |_, _| ()).expect("it serves")
}

/// Opens that many connections, half of which say that they are the same viewer and begin a large message.
fn flood(desk: &Served, count: usize) -> Vec<UnixStream> {
    let hello = frame(&Hello { pid: 1, claim: Some(Claim::As("vy".to_owned())) }, MAX_QUESTION_BYTES).unwrap();
    let one = |n: usize| {
        let mut stream = UnixStream::connect(desk.socket()).ok()?;
        if n.is_multiple_of(2) {
            write_preface(&mut stream, PROTOCOL).ok()?;
            stream.write_all(&hello).ok()?;
            stream.write_all(&MAX_QUESTION_BYTES.to_be_bytes()).ok()?;
            stream.write_all(&[b' '; 1000]).ok()?;
        }
        Some(stream)
    };
    (0..count).filter_map(one).collect()
}

/// Returns the result: everything acknowledged is there, and nobody waited for more than `most`.
fn came(desk: &Served, logged: Vec<Result<Duration, String>>, most: Duration) -> Came {
    let subjects: BTreeSet<String> = (0..logged.len()).map(subject).collect();
    for outcome in logged {
        match outcome {
            Ok(time) if time <= most => {}
            other => return Came::Lost(format!("{other:?}")),
        }
    }
    if desk.subjects() == subjects { Came::Whole } else { Came::Lost("a ticket is missing".to_owned()) }
}

fn subject(number: usize) -> String {
    format!("ticket number {number}.")
}

#[test]
fn the_socket_is_removed() {
    tried("socket removed under an owner", 2, |number| {
        let desk = desk();
        let mut logged = vec![desk.log(Some("ola"), &subject(0))];
        for n in 1..4 {
            let socket = desk.socket();
            if number % 2 == 1 {
                // In one step: a socket that is gone may be there again at once.
                let other = socket.with_extension("else");
                fs::write(&other, "something else").unwrap();
                fs::rename(&other, &socket).unwrap();
            } else {
                fs::remove_file(&socket).unwrap();
            }
            logged.push(desk.log(Some("ola"), &subject(n)));
        }
        came(&desk, logged, SHUT_OUT)
    });
}

#[test]
fn the_owner_is_stopped() {
    tried("owner stopped for a moment", 2, |number| {
        let desk = desk();
        let stopped = Duration::from_millis(500 + number * 700 % 3000);
        let mut logged = vec![desk.log(Some("ola"), &subject(0))];
        desk.signal(Signal::SIGSTOP);
        let pid = desk.pid();
        let goes_on = thread::spawn(move || {
            thread::sleep(stopped);
            kill(pid, Signal::SIGCONT).unwrap();
        });
        logged.push(desk.log(Some("ola"), &subject(1)));
        goes_on.join().unwrap();
        came(&desk, logged, stopped + SHUT_OUT)
    });
}

#[test]
fn one_person_floods_it() {
    tried("one key's flood, half messages among it", 2, |number| {
        let desk = desk();
        let held = flood(&desk, 300 + number as usize % 200);
        let logged = (0..4).map(|n| desk.log(Some("ola"), &subject(n))).collect();
        let outcome = came(&desk, logged, SHUT_OUT);
        drop(held);
        outcome
    });
}

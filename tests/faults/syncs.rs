//! A disk that refuses to sync for a while, under a `frist serve`: it goes on by itself afterwards, or ends so that whoever
//! started it starts it again. Which files are refused, and for how long, changes with each try.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant as Moment};

use crate::child::build;
use crate::served::{SOON, Served};
use crate::tally::{Came, tried};

/// The files that are refused, by a piece of their path.
const FILES: [(&str, &str); 4] =
    [("log", "/store/journal/"), ("state", "/store/state/db$"), ("folder", "/store/journal$"), ("store", "/store/")];
/// The seconds of a refusal. The longest one is only tried where there are many tries.
const SECONDS: [u64; 3] = [1, 4, 60];

fn desk(library: &Path) -> Option<Served> {
    Served::start("name = \"anna\"\n", |command, dir| {
        command.env("LD_PRELOAD", library).env("FRIST_REFUSE", dir.join("refuse"));
    })
}

/// Refuses syncs of what has this in its path from now on.
fn refuse(desk: &Served, piece: &str) {
    fs::write(desk.dir.path().join("refusing"), piece).unwrap();
    fs::rename(desk.dir.path().join("refusing"), desk.dir.path().join("refuse")).unwrap();
}

/// Logs one ticket after the other while syncs are refused, and then until one is acknowledged again.
fn refused(desk: &mut Served, piece: &str, seconds: u64) -> Came {
    let log = |desk: &Served, subject: &str| desk.log(None, subject).is_ok();
    let mut acknowledged: Vec<String> = (0..3).map(|n| format!("before {n}")).filter(|s| log(desk, s)).collect();
    if acknowledged.len() != 3 {
        return Came::Lost("it does not even begin".to_owned());
    }
    refuse(desk, piece);
    let until = Moment::now() + Duration::from_secs(seconds);
    let (mut number, mut not_written) = (0, Vec::new());
    while Moment::now() < until {
        number += 1;
        let subject = format!("while {number}");
        if log(desk, &subject) {
            acknowledged.push(subject);
        } else {
            not_written.push(subject);
        }
        // As often as somebody would try.
        thread::sleep(Duration::from_millis(100));
    }
    fs::remove_file(desk.dir.path().join("refuse")).unwrap();
    let until = Moment::now() + SOON;
    while !log(desk, "afterwards") {
        if Moment::now() > until {
            return Came::Lost(format!("nothing can be written {} s afterwards", SOON.as_secs()));
        }
    }
    acknowledged.push("afterwards".to_owned());
    if let Some(status) = desk.process.try_wait().unwrap()
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
            let Some(mut desk) = desk(&library) else { return Came::Lost("it does not serve".to_owned()) };
            refused(&mut desk, piece, SECONDS[number as usize % SECONDS.len()])
        });
    }
}

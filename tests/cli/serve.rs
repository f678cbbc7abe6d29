//! `frist serve`: the owner without a screen.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStderr, Stdio};
use std::sync::Arc;

use frist::desk::{Desk as _, Notice, SharedDesk, SystemClock};
use frist::domain::ticket::TicketId;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::support::{Place, Ran};

/// A `frist serve`, and the lines of its standard error. Killed when dropped.
pub struct Serve {
    child: Child,
    says: std::io::Lines<BufReader<ChildStderr>>,
}

impl Serve {
    pub fn start(place: &Place) -> Self {
        let mut command = place.frist();
        let mut child = command.arg("serve").stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let says = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, says }
    }

    /// Waits until it prints a line with these words; returns how many lines came before that.
    #[track_caller]
    pub fn says(&mut self, words: &str) -> usize {
        let mut before = Vec::new();
        for line in self.says.by_ref() {
            let line = line.unwrap();
            if line.contains(words) {
                return before.len();
            }
            before.push(line);
        }
        panic!("it never says “{words}”, only {before:?}");
    }

    /// Sends that signal.
    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
    }

    /// Sends that signal; returns its exit code and the rest of what it prints.
    pub fn ends_at(mut self, signal: Signal) -> (Option<i32>, Vec<String>) {
        self.signal(signal);
        let rest = self.says.by_ref().map(Result::unwrap).collect();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_until_a_signal_comes_and_leaves_everything_clean() {
    for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
        let place = Place::with_store();
        let mut serve = Serve::start(&place);
        assert_eq!(serve.says("open to this account alone"), 0);
        place.phoned("-1h");
        let socket = place.path("store/frist.sock");
        assert!(socket.exists());
        let (code, rest) = serve.ends_at(signal);
        assert_eq!(
            (code, rest),
            (Some(128 + signal as i32), vec!["frist: everything is written; the store is free".to_owned()])
        );
        assert!(!socket.exists());
        assert_eq!(place.ticket("1")["subject"], "Shop down");
    }
}

#[test]
fn while_another_has_the_store_it_waits_and_then_takes_over() {
    let place = Place::new();
    let mut first = Serve::start(&place);
    first.says("serves");
    let mut second = Serve::start(&place);
    assert_eq!(second.says("waits at"), 0);
    place.phoned("-1h");
    assert_eq!(first.ends_at(Signal::SIGTERM).0, Some(143));
    second.says("serves");
    assert_eq!(place.ticket("1")["subject"], "Shop down");
    let third = {
        let mut third = Serve::start(&place);
        third.says("waits at");
        third
    };
    assert_eq!(third.ends_at(Signal::SIGTERM), (Some(143), vec!["frist: waits no longer".to_owned()]));
    assert_eq!(second.ends_at(Signal::SIGTERM).0, Some(143));
}

#[test]
fn it_is_nobody_whom_the_others_see() {
    let place = Place::new();
    let mut serve = Serve::start(&place);
    serve.says("serves");
    let sit = || {
        let desk = SharedDesk::open(place.desk(Arc::new(SystemClock))).unwrap();
        let feed = desk.subscribe();
        (desk, feed)
    };
    let (first, feed) = sit();
    let second = sit();
    let ticket = Some(TicketId(7));
    second.0.look_at(ticket.into());
    let seen = std::iter::from_fn(|| feed.recv().ok()).find_map(|notice| match notice {
        Notice::Present(all) if all.iter().any(|present| present.ticket == ticket) => Some(all),
        _ => None,
    });
    let seen = seen.unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    drop((first, second));
    assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
}

#[test]
fn it_does_not_serve_a_desk_that_cannot_be_opened_to_its_group() {
    let place = Place::new();
    place.write("config.toml", "group = \"no-such-group\"\n");
    place.run(&["serve"]).failed(5, "there is no group `no-such-group`");
    assert!(!place.path("store/frist.sock").exists());
    let ran = place.run(&["list"]);
    assert_eq!(ran.code, 1, "others are told and go on: {ran:?}");
    assert!(ran.err.contains("no-such-group"), "{ran:?}");
}

#[test]
fn a_host_is_looked_at_and_each_thing_that_it_lacks_is_told_with_what_to_do() {
    let place = Place::new();
    place.write("config.toml", "group = \"no-such-group-here\"\n[staff.anna]\nrole = \"lead\"\n");
    let told = Ran::of(place.frist().args(["serve", "--check-host", "--json"]));
    assert_eq!(told.code, 5, "{told:?}");
    assert!(told.err.contains("missing on this host"), "{told:?}");
    let lines: Vec<Value> = told.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // No machine that runs this has the account of the documents and that group.
    let lacks = |line: &&Value| line["right"] == false && !line["say"].as_str().unwrap().is_empty();
    assert!(lines.iter().filter(lacks).count() > 0, "{told:?}");
    // The group is told of even where there is no account either.
    let group = lines.iter().find(|line| line["what"] == "the group no-such-group-here").unwrap();
    assert_eq!((&group["right"], &group["say"]), (&Value::Bool(false), &"groupadd no-such-group-here".into()));
    let plain = Ran::of(place.frist().args(["serve", "--check-host"]));
    assert!(plain.out.lines().any(|line| line.starts_with("✗ ")), "{plain:?}");
    // It has served nothing.
    assert!(!place.path("store").exists());
    place.frist().args(["serve", "--json"]).output().map(|output| assert_eq!(output.status.code(), Some(2))).unwrap();
}

#[test]
fn settings_and_agreements_are_read_again_while_it_serves() {
    let place = Place::with_store();
    let staff = "[staff.anna]\nrole = \"lead\"\n[staff.ola]\n";
    place.write("config.toml", staff);
    let mut serve = Serve::start(&place);
    serve.says("serves");
    let logs = |name: &str| {
        let new =
            ["new", "--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"];
        place.run(&[&["--as", name], &new[..], &["--subject", "Shop down"]].concat())
    };
    logs("ola").ok();
    place.write("config.toml", staff.replace("[staff.ola]\n", "[staff.ola]\nrole = \"viewer\"\n"));
    serve.says("settings read again: ola is viewer now");
    logs("ola").failed(4, "logging a ticket is for agents and leads, and you are a viewer");
    place.write("config.toml", "[staff.anna]\nrole = \"lead\"\n");
    serve.says("settings read again: ola is no longer on the staff");
    logs("ola").failed(4, "nobody called `ola`");
    logs("anna").ok();
    // A file that is half written shuts nobody in or out.
    place.write("config.toml", "[staff.ola]\n[staff.anna\n");
    serve.says("so the settings of before hold");
    assert_eq!(logs("ola").code, 4);
    place.write("config.toml", staff);
    serve.says("settings read again: ola is on the staff now, as agent");
    logs("ola").ok();
    // A contract counts as soon as it is there.
    place.write("contracts/small.toml", crate::support::SMALL);
    serve.says("settings read again: contracts: small.toml is new");
    place.run(&["--as", "ola", "new", "--contract", "small", "--severity", "any", "--subject", "At once"]).ok();
    place.write("config.toml", format!("group = \"nobody\"\n{staff}"));
    serve.says("the group, once frist is started again");
    assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
}

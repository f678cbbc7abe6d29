//! Letters come in: by a mail server's pipe, a maildir and an mbox, and people deal with the inbox.

use std::fs;
use std::process::Stdio;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::serve::Serve;
use crate::support::{Place, Ran};

const SETTINGS: &str = r#"
name = "anna"
[mail]
address = "desk@acme.example"
trusted_authserv = ["mx.acme.example"]
trusted_relays = ["mx.acme.example"]
default_contract = "markant"
default_plan = "standard"
default_severity = "serious"
acknowledge = false
"#;

/// A letter of Kari's, received at 10:30 in Oslo on the Monday of the tests and found to be hers by the mail server.
pub(crate) fn letter(id: &str, subject: &str, more: &str, text: &str) -> String {
    format!(
        "Authentication-Results: mx.acme.example; dmarc=pass header.from=fjord.example\r\n\
         Received: from out.fjord.example by mx.acme.example; Mon, 8 Jan 2024 09:30:00 +0000\r\n\
         From: Kari Nord <kari@fjord.example>\r\nTo: desk@acme.example\r\nSubject: {subject}\r\n\
         Message-ID: <{id}@fjord.example>\r\n{more}Date: Mon, 8 Jan 2024 09:29:00 +0000\r\n\r\n{text}\r\n"
    )
}

pub(crate) fn answer_to(id: &str) -> String {
    format!("In-Reply-To: <{id}@fjord.example>\r\n")
}

/// Returns a desk with mail and an empty store.
pub(crate) fn desk() -> Place {
    let place = Place::with_store();
    place.write("config.toml", SETTINGS);
    place
}

pub(crate) fn pipe(place: &Place, letter: &str) -> Ran {
    place.feed(&["intake"], letter.as_bytes())
}

/// Hands letters over as a mail server does, and has them taken in.
pub(crate) fn take_in(place: &Place, letters: &[String]) -> Value {
    for letter in letters {
        assert_eq!(pipe(place, letter).ok().out, "");
    }
    place.run(&["intake", "run", "--json"]).ok().json()
}

pub(crate) fn waiting(place: &Place) -> Vec<Value> {
    let listed = place.run(&["inbox", "list", "--json"]);
    if listed.code == 1 { Vec::new() } else { listed.ok().json_lines() }
}

fn in_spool(place: &Place) -> usize {
    let folder = place.path("store/intake/new");
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_letter_is_a_ticket_with_the_clocks_of_its_receipt_and_an_answer_lands_on_it() {
    let place = desk();
    let letters =
        [letter("1", "Shop down", "", "Nothing works"), letter("2", "Re: Shop down", &answer_to("1"), "Still?")];
    let said = take_in(&place, &letters);
    assert_eq!(
        (said["letters"].clone(), said["tickets"].clone(), said["joined"].clone()),
        (2.into(), 1.into(), 1.into())
    );
    let ticket = place.ticket("1");
    assert_eq!(ticket["subject"], "Shop down");
    assert_eq!(ticket["reported"], "2024-01-08T09:30:00Z");
    assert_eq!((ticket["contract"].clone(), ticket["severity"].clone()), ("markant".into(), "serious".into()));
    let texts: Vec<&str> = ticket["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Nothing works", "Still?"]);
    assert_eq!(in_spool(&place), 0);
    place.run(&["verify"]).ok().prints("whole: 2 files of tickets");
}

#[test]
fn the_same_letter_once_more_is_nothing_new_and_another_body_is() {
    let place = desk();
    let first = letter("1", "Shop down", "", "Nothing works");
    take_in(&place, &[first.clone(), first.clone()]);
    assert_eq!(take_in(&place, &[first])["again"], 1);
    assert_eq!(take_in(&place, &[letter("1", "Shop down", "", "Everything works")])["tickets"], 1);
    assert_eq!(place.run(&["list", "--json"]).ok().json_lines().len(), 2);
    // Two letters without a Message-ID are told apart by all that they say.
    let nameless = |text: &str| letter("x", "No name", "", text).replace("Message-ID: <x@fjord.example>\r\n", "");
    assert_eq!(take_in(&place, &[nameless("a"), nameless("a"), nameless("b")])["again"], 1);
}

#[test]
fn a_customers_letter_ends_the_waiting_and_an_out_of_office_does_not() {
    let place = desk();
    take_in(&place, &[letter("1", "Shop down", "", "Nothing works")]);
    place.run(&["do", "wait", "1", "--on", "customer", "--at", "10:35"]).ok();
    let away = letter("2", "Away", &format!("{}Auto-Submitted: auto-replied\r\n", answer_to("1")), "I am away");
    let away = away.replace("09:30:00", "09:40:00");
    take_in(&place, &[away]);
    assert_eq!(place.run(&["list", "is:waiting", "--json"]).ok().json_lines().len(), 1);
    take_in(&place, &[letter("3", "Re: Shop down", &answer_to("1"), "Here it is").replace("09:30:00", "09:45:00")]);
    place.run(&["list", "is:waiting"]).failed(1, "no ticket matches");
}

#[test]
fn what_nobody_vouches_for_waits_in_the_inbox_and_changes_nothing() {
    let place = desk();
    take_in(&place, &[letter("1", "Shop down", "", "Nothing works")]);
    let unproven = |id: &str| {
        let all = letter(id, "Re: Shop down", &answer_to("1"), "Delete it all");
        all.split_once("\r\n").unwrap().1.to_owned()
    };
    let failed = letter("3", "Re: Shop down", &answer_to("1"), "x").replace("dmarc=pass", "dmarc=fail");
    assert_eq!(take_in(&place, &[unproven("2"), failed])["inbox"], 2);
    assert_eq!(place.ticket("1")["messages"].as_array().unwrap().len(), 1);
    let inbox = waiting(&place);
    let reasons: Vec<&str> = inbox.iter().map(|letter| letter["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["not_verified", "not_genuine"]);
    assert_eq!(inbox[0]["like"], 1);
    assert_eq!((inbox[0]["trust"].clone(), inbox[1]["trust"].clone()), ("unknown".into(), "failed".into()));
    assert!(inbox[0]["earliest"]["due"].as_str().unwrap() > "2024-01-08T09:30:00Z");
    place.run(&["inbox", "list"]).ok().prints("nothing proves who sent it").prints("<kari@fjord.example> (unverified)");
    place.run(&["inbox", "show", &inbox[1]["id"].to_string()]).ok().prints("(not genuine), received");
    place.run(&["inbox", "join", &inbox[0]["id"].to_string(), "1"]).ok();
    place.run(&["show", "1"]).ok().prints("unverified sender");
}

#[test]
fn letters_of_the_inbox_are_taken_joined_and_dropped() {
    let place = desk();
    let unproven =
        |id: &str, subject: &str| letter(id, subject, "", "Paper jam").split_once("\r\n").unwrap().1.to_owned();
    take_in(&place, &[unproven("1", "Printer"), unproven("2", "Printer again"), unproven("3", "Offer")]);
    let ids: Vec<String> = waiting(&place).iter().map(|letter| letter["id"].to_string()).collect();
    place.run(&["inbox", "show", &ids[0]]).ok().prints("Paper jam");
    let taken = place.run(&["inbox", "take", &ids[0], "--severity", "critical", "--json"]).ok().json();
    assert_eq!((taken["id"].clone(), taken["severity"].clone()), (1.into(), "critical".into()));
    assert_eq!(taken["reported"], "2024-01-08T09:30:00Z", "it counts from the letter");
    place.run(&["inbox", "join", &ids[1], "1"]).ok().prints("is joined to #1");
    place.run(&["inbox", "drop", &ids[2]]).ok().prints("is dropped");
    place.run(&["inbox", "list"]).failed(1, "the inbox is empty");
    place.run(&["inbox", "drop", &ids[2]]).failed(1, "waits in the inbox");
    assert_eq!(place.ticket("1")["messages"].as_array().unwrap().len(), 2);
    place.run(&["audit", "what:letter"]).ok().prints("joined to #1");
    place.run(&["inbox", "undo", &ids[1]]).ok().prints("no longer on #1");
    place.run(&["inbox", "undo", &ids[2]]).ok().prints("is in the inbox again");
    assert_eq!((place.ticket("1")["messages"].as_array().unwrap().len(), waiting(&place).len()), (1, 2));
    // An answer to one that was taken finds its ticket.
    assert_eq!(take_in(&place, &[letter("4", "Re: Printer", &answer_to("1"), "Thanks")])["joined"], 1);
    place.run(&["inbox", "undo", &ids[0]]).ok().prints("#1 is withdrawn");
    assert_eq!(waiting(&place).len(), 3);
}

#[test]
fn senders_are_always_taken_or_blocked() {
    let place = desk();
    let unproven = |id: &str| letter(id, "Printer", "", "Paper jam").split_once("\r\n").unwrap().1.to_owned();
    place.run(&["inbox", "always", "@fjord.example"]).ok().prints("are always taken in");
    assert_eq!(take_in(&place, &[unproven("1")])["tickets"], 1);
    place.run(&["inbox", "block", "kari@fjord.example"]).ok().prints("are blocked");
    assert_eq!(take_in(&place, &[unproven("2"), letter("3", "Verified", "", "x")])["blocked"], 2);
    assert!(waiting(&place).is_empty());
    place.run(&["audit", "what:sender"]).ok().prints("letters from kari@fjord.example are blocked");
    place.run(&["inbox", "always", "nobody"]).failed(2, "neither an address nor a domain");
}

#[test]
fn always_takes_what_waits_of_the_sender_too_and_says_how_many() {
    let place = desk();
    let unproven = |id: &str| letter(id, &format!("Printer {id}"), "", "x").split_once("\r\n").unwrap().1.to_owned();
    let another = unproven("3").replace("kari@", "ola@");
    let failed = letter("4", "Pay", "", "x").replace("dmarc=pass", "dmarc=fail");
    assert_eq!(take_in(&place, &[unproven("1"), unproven("2"), another, failed])["inbox"], 4);
    let first = waiting(&place).iter().find(|letter| letter["subject"] == "Printer 1").unwrap()["id"].to_string();
    let said = place.run(&["inbox", "always", &first]);
    let told = "letters from kari@fjord.example are always taken in, and 2 letters that waited\n";
    assert!(said.code == 0 && said.out.starts_with(told), "{said:?}");
    assert!(said.err.contains("nothing proves who sent that letter. Anybody can write that address"), "{}", said.err);
    assert!(said.out.contains("1 letter of theirs in the inbox still"), "{}", said.out);
    assert_eq!(place.run(&["list", "--json"]).ok().json_lines().len(), 2);
    let said = place.run(&["inbox", "always", "@fjord.example", "--json"]).ok().json();
    assert_eq!((&said["taken"], &said["left"]), (&1.into(), &1.into()), "a whole domain: {said}");
}

#[test]
fn after_closing_a_letter_needs_a_look_and_reopens_nothing() {
    let mut place = desk();
    take_in(&place, &[letter("1", "Shop down", "", "Nothing works")]);
    for event in ["respond", "start", "fix", "close"] {
        place.run(&["do", event, "1", "--at", "10:40"]).ok();
    }
    let late = letter("2", "Re: Shop down", &answer_to("1"), "Not fixed").replace("09:30:00", "09:50:00");
    assert_eq!(take_in(&place, &[late])["joined"], 1);
    assert_eq!(place.ticket("1")["status"], "closed");
    place.run(&["list", "is:needs_action"]).ok().prints("Shop down");
    place.run(&["list"]).ok().prints("Shop down");
    place.run(&["verify"]).ok();
    place.run(&["do", "review", "1"]).ok();
    place.run(&["list", "is:needs_action"]).failed(1, "no ticket matches");
    place.run(&["do", "review", "1"]).failed(2, "nothing came after #1 was closed");
    // Weeks later it is a new letter, which names the ticket.
    place.now = "2024-02-08T10:00:00Z".to_owned();
    let later = letter("3", "Re: Shop down", &answer_to("1"), "Again").replace("8 Jan 2024", "8 Feb 2024");
    assert_eq!(take_in(&place, &[later])["inbox"], 1);
    let inbox = waiting(&place);
    assert_eq!((inbox[0]["reason"].clone(), inbox[0]["like"].clone()), ("late_for_ticket".into(), 1.into()));
}

#[test]
fn a_flood_of_one_sender_becomes_ten_tickets_and_the_rest_waits() {
    let place = desk();
    let flood: Vec<String> = (0..13).map(|n| letter(&format!("f{n}"), &format!("Flood {n}"), "", "x")).collect();
    let said = take_in(&place, &flood);
    assert_eq!((said["tickets"].clone(), said["inbox"].clone()), (10.into(), 3.into()));
    assert!(waiting(&place).iter().all(|letter| letter["reason"] == "too_many"));
}

#[test]
fn a_mail_server_hears_only_that_it_is_kept_or_to_try_again() {
    let place = Place::new();
    let nowhere = pipe(&place, "Subject: x\r\n\r\n");
    assert_eq!(nowhere.code, 75, "{nowhere:?}");
    let place = desk();
    place.write("config.toml", "name = 7\n[mail\nbroken");
    assert_eq!(pipe(&place, &letter("1", "x", "", "y")).code, 0, "broken settings keep no letter away");
    assert_eq!(in_spool(&place), 1);
    for args in [&["intake", "--bogus"][..], &["intake", "surplus"], &["--contracts", "/nowhere", "intake", "-x"]] {
        assert_eq!(place.run(args).code, 75, "{args:?}");
    }
    fs::remove_dir_all(place.path("store/intake")).unwrap();
    place.write("store/intake", "a file where the folder should be");
    assert_eq!(pipe(&place, "Subject: x\r\n\r\n").code, 75);
}

#[test]
fn of_a_letter_that_is_too_large_the_headers_are_kept() {
    let place = desk();
    place.write("config.toml", format!("{SETTINGS}max_size = \"1MiB\"\n"));
    let large = letter("1", "A disk image", "", &"x".repeat(2 << 20));
    assert_eq!(take_in(&place, &[large])["letters"], 1);
    let ticket = place.ticket("1");
    assert_eq!(ticket["subject"], "A disk image");
    let text = ticket["messages"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("[This letter has 2 MiB, more than the desk takes"), "{text}");
    // It is no quiet ticket, and becomes one once its sender was asked or somebody has looked.
    place.run(&["list", "is:needs_action"]).ok().prints("A disk image");
    assert_eq!(ticket["needs_action"][0], "ask_for_the_rest_or_review", "{ticket}");
    place.run(&["do", "review", "1"]).ok();
    place.run(&["list", "is:needs_action"]).failed(1, "no ticket matches");
}

/// However few bytes the settings allow, what can be kept is kept, and what is not is said.
#[test]
fn a_very_small_limit_cuts_no_letter_that_is_kept_whole_and_says_what_else_is_lost() {
    let place = desk();
    place.write("config.toml", format!("{SETTINGS}max_size = \"1KiB\"\n"));
    let small = letter("1", "Small", "", &"x".repeat(3_000));
    let large = letter("2", "Large", "", &"x".repeat(300 << 10)).replace("kari@", "ola@");
    assert_eq!(take_in(&place, &[small.clone(), large.clone()])["tickets"], 2);
    assert_eq!(place.ticket("1")["messages"][0]["text"], "x".repeat(3_000));
    assert_eq!(place.run(&["file", "1", "letter.eml"]).ok().out, small);
    let text = place.ticket("2")["messages"][0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("[This letter has 300 KiB, more than the desk takes"), "{text}");
    assert_eq!(place.run(&["file", "2", "letter.eml"]).ok().out, large[..256 << 10]);
    // An mbox goes by the same limit.
    let file =
        place.write("old.mbox", format!("From kari Mon Jan  8 09:30:00 2024\n{}\n", small.replace("<1@", "<3@")));
    assert_eq!(place.run(&["intake", "--mbox", file.to_str().unwrap(), "--json"]).ok().json()["tickets"], 1);
    assert_eq!(place.ticket("3")["messages"][0]["text"], "x".repeat(3_000));
}

/// Returns whether a process has said that it hears of SIGTERM itself.
fn hears_of_signals(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
    u64::from_str_radix(caught.trim(), 16).unwrap() >> (Signal::SIGTERM as i32 - 1) & 1 == 1
}

/// From the first moment at which a process can hear of signals, one is no answer to whoever sent the letter.
#[test]
fn a_signal_in_the_first_moments_of_the_pipe_has_the_mail_server_try_again() {
    let place = desk();
    let start = |args: &[&str]| {
        let mut command = place.frist();
        command.args(args).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    };
    for turn in 0..60_u32 {
        let mut child = start(&["intake"]);
        while !hears_of_signals(child.id()) {
            assert!(child.try_wait().unwrap().is_none(), "it has ended");
        }
        for _ in 0..(turn * turn) {
            std::hint::spin_loop();
        }
        kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(75), "turn {turn}");
    }
    assert_eq!(in_spool(&place), 0);
    // It hears of them before it has read what it is asked for: also where that turns out to be nothing that there is.
    let hears_first = || {
        let mut child = start(&["intake", "--bogus"]);
        let mut heard = false;
        while !heard && child.try_wait().unwrap().is_none() {
            heard = hears_of_signals(child.id());
        }
        assert_eq!(child.wait().unwrap().code(), Some(75));
        heard
    };
    assert!((0..100).any(|_| hears_first()));
}

#[test]
fn a_long_text_is_kept_whole_as_a_file_beside_its_beginning() {
    let place = desk();
    let text = "Line of a long letter.\r\n".repeat(1_000);
    take_in(&place, &[letter("1", "Long", "", &text)]);
    let ticket = place.ticket("1");
    let shown = ticket["messages"][0]["text"].as_str().unwrap();
    assert!(shown.starts_with("Line of a long letter.") && shown.chars().count() <= 4_000);
    let whole = ticket["files"].as_array().unwrap().iter().find(|file| file["name"] == "letter.txt").unwrap();
    assert!(whole["size"].as_u64().unwrap() > 20_000);
}

#[test]
fn attachments_come_with_the_letter_and_with_a_backup() {
    let place = desk();
    let mixed = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n";
    let body = "--b\r\nContent-Type: text/plain\r\n\r\nSee the log\r\n--b\r\nContent-Type: text/plain; name=\"error.log\"\r\n\
                Content-Disposition: attachment; filename=\"../error.log\"\r\n\r\nboom\r\n--b--";
    let all = letter("1", "Log", mixed, body);
    // One waits in the inbox, whose files count as well.
    take_in(&place, &[all.clone(), all.split_once("\r\n").unwrap().1.replace("<1@", "<2@").replace("boom", "bang")]);
    let ticket = place.ticket("1");
    assert_eq!(ticket["messages"][0]["files"][0]["name"], "error.log");
    assert_eq!(place.run(&["file", "1", "1"]).ok().out.trim_end(), "boom");
    let inbox = waiting(&place);
    assert_eq!(inbox[0]["files"][0]["name"], "error.log");
    place.run(&["verify"]).ok().prints("whole: 4 files of tickets");
    place.run(&["backup"]).ok().prints("4 files");
    let bang = inbox[0]["files"][0]["sha256"].as_str().unwrap().to_owned();
    fs::remove_file(place.path("store/files").join(&bang[..2]).join(&bang)).unwrap();
    assert_eq!(place.run(&["verify"]).code, 5);
    place.run(&["repair"]);
    place.run(&["verify"]).ok();
}

/// Writes an mbox of so many letters, each of another sender, as ten of one are as many as become tickets at once.
fn mbox_of(place: &Place, count: usize) -> String {
    let of = |n| {
        let letter = letter(&format!("m{n}"), &format!("Subject {n}"), "", "x").replace("kari@", &format!("kari{n}@"));
        format!("From kari Mon Jan  8 09:30:00 2024\n{letter}\n")
    };
    let mbox = (0..count).map(of).collect::<Vec<_>>().concat().replace("\r\n", "\n");
    place.write("old.mbox", mbox).to_str().unwrap().to_owned()
}

#[test]
fn an_mbox_is_taken_in_at_once_and_a_second_time_nothing_is() {
    let place = desk();
    let file = mbox_of(&place, 30);
    let said = place.run(&["intake", "--mbox", &file, "--json"]).ok().json();
    assert_eq!((said["letters"].clone(), said["tickets"].clone()), (30.into(), 30.into()));
    let said = place.run(&["intake", "--mbox", &file]).ok();
    said.prints("30 letters taken in: 30 there already");
    let subjects: Vec<Value> = (1..=30).map(|n| place.ticket(&n.to_string())["subject"].clone()).collect();
    assert_eq!(subjects, (0..30).map(|n| Value::from(format!("Subject {n}"))).collect::<Vec<_>>());
}

/// The process that serves takes letters out of the spool by itself: the command counts those too, and no others.
#[test]
fn an_mbox_is_told_whole_whoever_takes_its_letters_in() {
    let place = desk();
    let file = mbox_of(&place, 1_200);
    let mut serve = Serve::start(&place);
    serve.says("serves");
    pipe(&place, &letter("other", "Not of the mbox", "", "x")).ok();
    let said = place.run(&["intake", "--mbox", &file, "--json"]).ok().json();
    assert_eq!((&said["letters"], &said["tickets"], &said["unknown"]), (&1_200.into(), &1_200.into(), &0.into()));
    let accounts = place.path("store/intake/accounts");
    assert_eq!(fs::read_dir(accounts).unwrap().count(), 0);
}

#[test]
fn an_mbox_is_told_whole_where_the_owner_is_killed_meanwhile() {
    let place = desk();
    let file = mbox_of(&place, 1_200);
    let mut serve = Serve::start(&place);
    serve.says("serves");
    let mut command = place.frist();
    let command = command.args(["intake", "--mbox", &file, "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    let accounts = place.path("store/intake/accounts");
    let is_under_way = || {
        let mut there = fs::read_dir(&accounts).into_iter().flatten().flatten();
        there.any(|account| account.metadata().is_ok_and(|data| data.len() > 0))
    };
    frist_testkit::owner::wait_for("the first letters taken in", is_under_way);
    serve.signal(Signal::SIGKILL);
    let done = command.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    // Those of the commit that was cut off are found to be there already.
    let ended = said["tickets"].as_u64().unwrap() + said["again"].as_u64().unwrap();
    assert_eq!((&said["letters"], ended, &said["unknown"]), (&1_200.into(), 1_200, &0.into()), "{said}");
    assert_eq!(place.run(&["list", "--json", "--limit", "0"]).ok().json_lines().len(), 1_200);
}

#[test]
fn a_letter_of_very_many_files_keeps_a_hundred_apart_and_says_so_and_each_is_found() {
    let place = desk();
    let mixed = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n";
    let part = |n| {
        format!(
            "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{n}.log\"\r\n\r\nlog {n}\r\n"
        )
    };
    let body = |from: u32| (from..from + 120).map(part).collect::<String>() + "--b--";
    let first = letter("1", "Logs", mixed, &body(1));
    take_in(&place, &[first.clone(), letter("2", "Re: Logs", &format!("{mixed}{}", answer_to("1")), &body(201))]);
    let ticket = place.ticket("1");
    let text = ticket["messages"][0]["text"].as_str().unwrap();
    assert!(
        text.contains("[It has 20 more files than the 100 that are kept apart: letter.eml has them all.]"),
        "{text}"
    );
    let files = ticket["files"].as_array().unwrap();
    assert_eq!(files.len(), 200);
    let last = files.iter().rposition(|file| file["name"] == "300.log").unwrap() + 1;
    assert_eq!(place.run(&["file", "1", &last.to_string()]).ok().out.trim_end(), "log 300");
    assert_eq!(place.run(&["file", "1", "100.log"]).ok().out.trim_end(), "log 100");
    // Each letter has one: only its number among the letters says which is meant.
    place.run(&["file", "1", "letter.eml"]).failed(2, "name one of them: letter-1.eml, letter-2.eml");
    assert_eq!(place.run(&["file", "1", "letter-1.eml"]).ok().out, first);
    place.run(&["file", "1", "letter-3.eml"]).failed(1, "#1 has no file letter-3.eml");
    place.run(&["file", "1", "101.log"]).failed(1, "#1 has no file 101.log");
}

#[test]
fn the_letter_itself_is_written_by_its_name() {
    let place = desk();
    let only = letter("1", "Shop down", "", "Nothing works");
    take_in(&place, std::slice::from_ref(&only));
    assert_eq!(place.run(&["file", "1", "letter.eml"]).ok().out, only);
    place.run(&["file", "1"]).failed(1, "frist file 1 letter.eml writes the letter itself");
}

#[test]
fn letters_of_a_maildir_are_moved_to_those_that_were_seen() {
    let place = desk();
    let maildir = place.path("maildir");
    for folder in ["new", "cur", "tmp"] {
        fs::create_dir_all(maildir.join(folder)).unwrap();
    }
    place.write("config.toml", format!("{SETTINGS}maildir = \"{}\"\n", maildir.display()));
    fs::write(maildir.join("new/1704706200.1.host"), letter("1", "Fetched", "", "x")).unwrap();
    assert_eq!(place.run(&["intake", "run", "--json"]).ok().json()["tickets"], 1);
    assert_eq!(fs::read_dir(maildir.join("new")).unwrap().count(), 0);
    assert!(maildir.join("cur/1704706200.1.host:2,S").exists());
}

/// Whoever takes in old letters troubles nobody, and who is not the sender hears nothing.
#[test]
fn a_fresh_letter_is_acknowledged_to_its_sender_and_an_old_one_is_not() {
    let place = desk();
    place.write("config.toml", SETTINGS.replace("acknowledge = false", "acknowledge = true"));
    let old = letter("1", "Old", "", "From last week").replace("Mon, 8 Jan 2024 09:30", "Wed, 3 Jan 2024 09:30");
    assert_eq!(take_in(&place, &[old])["tickets"], 1);
    assert_eq!(place.run(&["outbox", "list"]).code, 1);
    // Of an archive it is not known when a letter came where no server is trusted to say so.
    let archived = letter("3", "Archived", "", "Of some day").replace("\r\n", "\n");
    let file = place.write("old.mbox", format!("From kari@fjord.example Mon Jan  8 09:30:00 2024\n{archived}\n"));
    assert_eq!(place.run(&["intake", "--mbox", file.to_str().unwrap(), "--json"]).ok().json()["tickets"], 1);
    assert_eq!(place.run(&["outbox", "list"]).code, 1);
    let new = letter("2", "New", "Reply-To: other@elsewhere.example\r\n", "Now");
    assert_eq!(take_in(&place, &[new])["tickets"], 1);
    let waits = place.run(&["outbox", "list", "--json"]).ok().json_lines();
    assert_eq!((waits.len(), &waits[0]["to"][0]["address"]), (1, &Value::from("kari@fjord.example")), "{waits:?}");
}

/// By hand the same rule holds: a verified sender hears of it once, unless whoever takes it leaves that out.
#[test]
fn a_letter_that_is_taken_by_hand_is_acknowledged_unless_that_is_left_out() {
    let place = desk();
    let settings =
        SETTINGS.replace("acknowledge = false", "acknowledge = true").replace("default_severity = \"serious\"", "");
    place.write("config.toml", settings);
    let of = |id: &str| letter(id, id, "", "x").replace("kari@", &format!("{id}@"));
    let unproven = of("unproven").split_once("\r\n").unwrap().1.to_owned();
    let old = of("old").replace("Mon, 8 Jan 2024 09:30", "Sat, 6 Jan 2024 09:30");
    let again = letter("again", "again", "", "x").replace("kari@", "wanted@");
    assert_eq!(take_in(&place, &[of("wanted"), of("quiet"), unproven, old, again])["inbox"], 5);
    let ids = |subject: &str| waiting(&place).iter().find(|it| it["subject"] == subject).unwrap()["id"].to_string();
    let told = |subject: &str, more: &[&str]| {
        let id = ids(subject);
        let shown = place.run(&["inbox", "show", &id]).ok().out;
        let taken = place.run(&[&["inbox", "take", &id, "--severity", "serious"], more].concat()).ok().out;
        (shown.contains("taking it: acknowledges it to"), taken.contains("acknowledged to"))
    };
    assert_eq!(told("quiet", &["--no-acknowledge"]), (true, false));
    assert_eq!((told("unproven", &[]), told("old", &[])), ((false, false), (false, false)));
    assert_eq!(place.run(&["outbox", "list"]).code, 1, "nobody has heard of anything");
    assert_eq!((told("wanted", &[]), told("again", &[])), ((true, true), (true, true)));
    let waits = place.run(&["outbox", "list", "--json"]).ok().json_lines();
    let to = |letter: &Value| letter["to"][0]["address"].clone();
    assert_eq!(waits.iter().map(to).collect::<Vec<_>>(), ["wanted@fjord.example"], "once a day");
    assert_eq!(waits[0]["purpose"], "acknowledgement");
    place.run(&["audit", "what:letter", "--json"]).ok().prints("without an acknowledgement: quiet");
    place.run(&["verify"]).ok();
}

/// The process may be killed when the ticket is there and its acknowledgement is not: the letter is in the spool still.
#[test]
fn a_letter_that_is_found_again_is_acknowledged_where_it_was_not() {
    let place = desk();
    let letters = [letter("1", "Shop down", "", "Nothing works")];
    assert_eq!(take_in(&place, &letters)["tickets"], 1);
    assert_eq!(place.run(&["outbox", "list"]).code, 1);
    place.write("config.toml", SETTINGS.replace("acknowledge = false", "acknowledge = true"));
    for _ in 0..2 {
        assert_eq!(take_in(&place, &letters)["again"], 1);
        assert_eq!(place.run(&["outbox", "list", "--json"]).ok().json_lines().len(), 1);
    }
}

#[test]
fn answers_to_a_merged_ticket_go_where_it_goes_on_and_come_back_where_that_is_undone() {
    let place = desk();
    take_in(&place, &[letter("1", "Shop down", "", "Nothing works"), letter("2", "No shop", "", "It is gone")]);
    let texts = |id: &str| -> Vec<String> {
        let ticket = place.ticket(id);
        ticket["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect()
    };
    place.run(&["do", "merge", "1", "--into", "2"]).ok().prints("#1 merged into #2");
    place.run(&["show", "1"]).ok().prints("into #2, which goes on");
    let merged = place.ticket("1");
    assert_eq!(
        (&merged["status"], &merged["merged_into"], &merged["targets"]),
        (&"merged".into(), &2.into(), &serde_json::json!([]))
    );
    assert_eq!(place.ticket("2")["merged_from"], serde_json::json!([1]));
    assert_eq!(place.run(&["list", "--json"]).ok().json_lines().len(), 1);
    assert_eq!(place.run(&["list", "is:merged", "--json"]).ok().json_lines().len(), 1);
    let said = take_in(&place, &[letter("3", "Re: Shop down", &answer_to("1"), "Still down?")]);
    assert_eq!(said["joined"], 1);
    take_in(
        &place,
        &[
            letter("4", "Re: No shop", &answer_to("2"), "Still gone?"),
            letter("5", "Re: Shop down", &answer_to("3"), "Hello?"),
        ],
    );
    assert_eq!(texts("1"), ["Nothing works"]);
    assert_eq!(texts("2"), ["It is gone", "Still down?", "Still gone?", "Hello?"]);
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(texts("1"), ["Nothing works", "Still down?", "Hello?"]);
    assert_eq!(texts("2"), ["It is gone", "Still gone?"]);
    // What is written from now on goes to its own ticket again.
    take_in(&place, &[letter("6", "Re: Shop down", &answer_to("3"), "Up again")]);
    assert_eq!(texts("1").last().map(String::as_str), Some("Up again"));
    assert_eq!(place.ticket("1")["merged_into"], Value::Null);
}

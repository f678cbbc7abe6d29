//! Who is on a ticket and who only cites one of its letters; letters that come a second time; what a mail server hears.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use super::intake::{answer_to, desk, letter, pipe, take_in, waiting};
use crate::support::Place;

/// Returns a letter of somebody whom their own server vouches for.
fn of(sender: &str, id: &str, more: &str, text: &str) -> String {
    let domain = sender.rsplit_once('@').unwrap().1;
    let header_from = format!("header.from={domain}");
    let all = letter(id, "Re: Shop down", &format!("{}{more}", answer_to("1")), text);
    let all = all.replace("header.from=fjord.example", &header_from);
    all.replace("Kari Nord <kari@fjord.example>", sender).replace("09:30:00", "09:50:00")
}

fn messages(place: &Place) -> Vec<Value> {
    place.ticket("1")["messages"].as_array().unwrap().clone()
}

fn waits(place: &Place) -> bool {
    place.run(&["list", "is:waiting"]).code == 0
}

/// Returns a desk with a ticket of Kari's that waits for her; Ola had a copy of her letter.
fn waiting_for_kari() -> Place {
    let place = desk();
    let first = letter("1", "Shop down", "Cc: Ola <ola@partner.example>\r\n", "Nothing works");
    assert_eq!(take_in(&place, &[first])["tickets"], 1);
    place.run(&["do", "wait", "1", "--on", "customer", "--at", "10:35"]).ok();
    place
}

fn goes_to(place: &Place, args: &[&str]) -> [Vec<String>; 2] {
    let ran = place.run(&[&["reply", "1", "--text", "We look into it", "--dry-run", "--json"], args].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let letter = ran.json();
    ["to", "cc"].map(|key| {
        let all = letter[key].as_array().unwrap().iter();
        all.map(|mailbox| mailbox["address"].as_str().unwrap().to_owned()).collect()
    })
}

#[test]
fn a_stranger_who_cites_the_customers_letter_waits_in_the_inbox_and_changes_nothing() {
    let place = waiting_for_kari();
    let evil = of("Bo <bo@evil.example>", "2", "Cc: eva@evil.example\r\n", "Send me the log");
    assert_eq!(take_in(&place, &[evil])["inbox"], 1);
    assert_eq!(messages(&place).len(), 1);
    assert!(waits(&place));
    let inbox = waiting(&place);
    let [only] = &inbox[..] else { panic!("{inbox:?}") };
    assert_eq!((&only["reason"], &only["like"]), (&"stranger_to_ticket".into(), &1.into()));
    let why = "bo@evil.example is a stranger to #1, whose customer is Kari Nord";
    let id = only["id"].to_string();
    place.run(&["inbox", "show", &id]).ok().prints(why);
    place.run(&["inbox", "list"]).ok().prints(why);
    // Joined by hand it is on the ticket as somebody else's: it ends no waiting and gets no answer.
    place.run(&["inbox", "join", &id, "1"]).ok().prints("as somebody else's than the customer's");
    assert!(waits(&place));
    place.run(&["show", "1"]).ok().prints("from somebody else by email (Bo): Send me the log");
    assert_eq!(messages(&place)[1]["writer"], "other");
    let kari = "kari@fjord.example".to_owned();
    assert_eq!(goes_to(&place, &[]), [vec![kari.clone()], vec!["ola@partner.example".to_owned()]]);
    assert_eq!(goes_to(&place, &["--all"])[1], ["ola@partner.example", "bo@evil.example"]);
    // From now on he is on it, and still not the customer.
    assert_eq!(take_in(&place, &[of("Bo <bo@evil.example>", "3", "", "And now?")])["joined"], 1);
    assert!(waits(&place));
    // Unless somebody says that he is.
    place.run(&["inbox", "undo", &id]).ok();
    place.run(&["inbox", "join", &id, "1", "--from-customer"]).ok();
    assert!(!waits(&place));
    assert_eq!(goes_to(&place, &[])[0], [kari], "she is the customer all the same");
}

#[test]
fn who_was_copied_in_is_on_the_ticket_and_only_the_customers_side_ends_the_waiting() {
    let place = waiting_for_kari();
    assert_eq!(take_in(&place, &[of("Ola <ola@partner.example>", "2", "", "Have a look at the cache")])["joined"], 1);
    assert!(waits(&place), "he is not the customer");
    assert_eq!(messages(&place)[1]["writer"], "other");
    // A colleague of hers is, once the desk knows her organisation.
    let colleague = |id: &str| of("Per <per@fjord.example>", id, "", "It is back");
    assert_eq!(take_in(&place, &[colleague("3")])["inbox"], 1);
    place.run(&["organisation", "add", "--name", "Fjord AS", "--domain", "fjord.example"]).ok();
    place.run(&["do", "customer", "1", "--organisation", "Fjord AS"]).ok();
    assert_eq!(take_in(&place, &[colleague("4")])["joined"], 1);
    assert!(!waits(&place));
    assert_eq!(messages(&place)[2]["writer"], Value::Null);
    assert_eq!(goes_to(&place, &[])[0], ["kari@fjord.example"]);
    // An out-of-office of hers ends nothing, as before, and what somebody else writes after the closing is seen.
    for event in ["respond", "start", "fix", "close"] {
        place.run(&["do", event, "1", "--at", "10:55"]).ok();
    }
    let late = of("Ola <ola@partner.example>", "5", "", "Not fixed").replace("09:50:00", "09:57:00");
    assert_eq!(take_in(&place, &[late])["joined"], 1);
    place.run(&["list", "is:needs_action"]).ok().prints("Shop down");
}

#[test]
fn answers_go_to_the_sender_where_reply_to_names_another() {
    let place = desk();
    let first = letter("1", "Shop down", "Reply-To: collect@evil.example\r\n", "Nothing works");
    assert_eq!(take_in(&place, &[first])["tickets"], 1);
    assert_eq!(goes_to(&place, &[])[0], ["kari@fjord.example"]);
    let said = place.run(&["reply", "1", "--text", "x", "--dry-run"]);
    assert!(said.err.contains("asks for answers to collect@evil.example"), "{said:?}");
    assert!(said.out.contains("To: Kari Nord <kari@fjord.example>"), "{said:?}");
}

#[test]
fn the_same_letter_from_another_sender_or_proved_only_now_is_not_swallowed() {
    let place = desk();
    let proved = letter("1", "Shop down", "", "Nothing works");
    let unproved = proved.split_once("\r\n").unwrap().1.to_owned();
    assert_eq!(take_in(&place, &[unproved.clone(), unproved.clone()])["again"], 1);
    assert_eq!(
        take_in(&place, std::slice::from_ref(&proved))["tickets"],
        1,
        "whoever sends it first takes nobody's place"
    );
    assert_eq!(take_in(&place, &[proved.clone(), unproved])["again"], 2);
    let others =
        proved.replace("fjord.example>\r\nTo", "evil.example>\r\nTo").replace("header.from=fjord", "header.from=evil");
    assert_eq!(take_in(&place, std::slice::from_ref(&others))["tickets"], 1);
    assert_eq!(take_in(&place, &[others])["again"], 1);
}

#[test]
fn an_address_within_an_address_is_seen_for_what_it_is() {
    let place = desk();
    let sly = letter("1", "Invoice", "", "Pay")
        .replace("Kari Nord <kari@fjord.example>", "\"kari@fjord.example\"@evil.example");
    let sly = sly.replace("header.from=fjord", "header.from=evil");
    let named = letter("2", "Invoice", "", "Pay")
        .replace("Kari Nord <kari@fjord.example>", "\"kari@fjord.example\" <x@evil.example>");
    let named = named.replace("header.from=fjord", "header.from=evil");
    assert_eq!(take_in(&place, &[sly, named])["tickets"], 2);
    let (one, two) = (place.ticket("1"), place.ticket("2"));
    assert_eq!(one["messages"][0]["from"], "\"kari(at)fjord.example\"@evil.example");
    assert_eq!(one["customer"]["name"], "\"kari(at)fjord.example\"@evil.example", "{one}");
    assert_eq!(two["customer"]["name"], "x@evil.example", "{two}");
}

#[test]
fn a_flood_goes_on_being_one_in_the_next_process() {
    let mut place = desk();
    let flood = |from: usize, to: usize| -> Vec<String> {
        let one = |n: usize| letter(&format!("f{n}"), &format!("Flood {n}"), "", "x").replace("09:30:00", "09:55:00");
        (from..to).map(one).collect()
    };
    // Each of these is a process of its own, which has the store.
    assert_eq!(take_in(&place, &flood(0, 6))["tickets"], 6);
    let said = take_in(&place, &flood(6, 12));
    assert_eq!((said["tickets"].clone(), said["inbox"].clone()), (4.into(), 2.into()));
    place.now = "2024-01-08T10:05:00Z".to_owned();
    let later = letter("l", "Later", "", "x").replace("09:30:00", "10:05:00");
    assert_eq!(take_in(&place, &[later])["tickets"], 1, "ten minutes later it is another one");
}

#[test]
fn a_time_long_past_is_not_believed_but_in_an_mbox() {
    let place = desk();
    let old = |id: &str| letter(id, "Old", "", "x").replace("Mon, 8 Jan 2024 09:30", "Mon, 1 Jan 2024 09:30");
    assert_eq!(take_in(&place, &[old("1")])["tickets"], 1);
    let ticket = place.ticket("1");
    assert!(ticket["reported"].as_str().unwrap() > "2024-01-08", "{ticket}");
    assert!(ticket["messages"][0]["text"].as_str().unwrap().contains("the arrival counts"), "{ticket}");
    let file =
        place.write("old.mbox", format!("From kari Mon Jan  1 09:30:00 2024\n{}\n", old("2")).replace("\r\n", "\n"));
    place.run(&["intake", "--mbox", file.to_str().unwrap()]).ok();
    assert_eq!(place.ticket("2")["reported"], "2024-01-01T09:30:00Z");
}

/// Starts `frist intake`, and gives it the beginning of a letter, which it has read when this returns.
fn begun(place: &Place) -> Child {
    let mut child =
        place.frist().arg("intake").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(b"Subject: half a letter\r\n").unwrap();
    let tmp = place.path("store/intake/tmp");
    let is_written = || {
        let mut files = fs::read_dir(&tmp).into_iter().flatten().flatten();
        files.any(|file| file.metadata().is_ok_and(|data| data.len() > 0))
    };
    while !is_written() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    child
}

#[test]
fn a_signal_makes_a_mail_server_try_again_and_leaves_nothing() {
    let place = desk();
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT, Signal::SIGPIPE, Signal::SIGXFSZ] {
        let mut child = begun(&place);
        kill(Pid::from_raw(child.id().cast_signed()), signal).unwrap();
        if signal == Signal::SIGXFSZ {
            // What that means is told by the write that fails; without one the letter is kept.
            drop(child.stdin.take());
            assert_eq!(child.wait().unwrap().code(), Some(0));
        } else {
            assert_eq!(child.wait().unwrap().code(), Some(75), "{signal}");
        }
        assert_eq!(fs::read_dir(place.path("store/intake/tmp")).unwrap().count(), 0);
    }
    assert_eq!(fs::read_dir(place.path("store/intake/new")).unwrap().count(), 1);
}

#[test]
fn a_limit_of_files_sizes_and_an_empty_input_make_a_mail_server_try_again() {
    let place = desk();
    let script = "ulimit -f 8; exec \"$@\" < \"$BIG\"";
    let big = place.write("big", letter("1", "Large", "", &"x".repeat(200_000)));
    let pipe_of = place.frist();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", script, "sh"]).arg(pipe_of.get_program()).args(pipe_of.get_args()).arg("intake");
    limited.env("BIG", &big).env_remove("FRIST_STORE");
    let ran = limited.output().unwrap();
    assert_eq!(ran.status.code(), Some(75), "{ran:?}");
    let empty = pipe(&place, "");
    assert_eq!(empty.code, 75);
    assert!(empty.err.contains("nothing on standard input"), "{empty:?}");
    for folder in ["new", "tmp"] {
        assert_eq!(fs::read_dir(place.path("store/intake").join(folder)).unwrap().count(), 0, "{folder}");
    }
    let with_json = place.feed(&["intake", "--json"], letter("1", "x", "", "y").as_bytes());
    assert_eq!((with_json.code, with_json.out.as_str()), (0, ""));
}

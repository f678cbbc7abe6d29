//! `frist mail check`: a letter of the desk to itself, over a sendmail command that hands it back, says no, or loses it; and notices
//! of a desk that is served.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::serve::Serve;
use crate::support::{Place, Ran};

/// Returns a desk with mail whose letters go to this shell script, in which `$FRIST` is the program on this desk's store.
fn desk(script: &str, more: &str) -> Place {
    let place = Place::with_store();
    let at = |name: &str| place.path(name).display().to_string();
    let frist = format!("'{}' --config '{}' --store '{}'", env!("CARGO_BIN_EXE_frist"), at("config.toml"), at("store"));
    let program =
        place.write("sendmail", format!("#!/bin/sh\ncd '{}'\n{}\n", at(""), script.replace("$FRIST", &frist)));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mail = format!("[mail]\naddress = \"desk@acme.example\"\nsendmail = [\"{}\"]\n", program.display());
    place.write("config.toml", format!("name = \"anna\"\n{mail}{more}"));
    place
}

/// Hands a letter back as a mail server does that looks at its sender.
const BACK: &str = r"{
printf 'Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example\r\n'
printf 'Received: from desk by mx.acme.example; Mon, 8 Jan 2024 10:00:00 +0000\r\n'
cat; } | $FRIST intake";

fn check(place: &Place, args: &[&str]) -> Ran {
    place.run(&[&["mail", "check", "--wait", "20"], args].concat())
}

/// Asserts that nothing of the letter is left.
fn leaves_no_trace(place: &Place) {
    place.run(&["list"]).failed(1, "there are no open tickets");
    place.run(&["inbox", "list"]).failed(1, "the inbox is empty");
    place.run(&["outbox", "list"]).failed(1, "the outbox is empty");
    for folder in ["store/intake/new", "store/intake/checks"] {
        assert_eq!(fs::read_dir(place.path(folder)).map_or(0, Iterator::count), 0, "{folder}");
    }
    let said = place.run(&["intake", "run", "--json"]).ok().json();
    assert_eq!(said["letters"], 0);
}

#[test]
fn a_letter_that_comes_back_leaves_no_trace_and_says_which_servers_to_trust() {
    let place = desk(BACK, "");
    let ran = check(&place, &[]).ok();
    let ran = ran.prints("✓ address: desk@acme.example").prints("sendmail takes it");
    let ran = ran.prints("✓ it came back through the pipe after ").prints("? it went through mx.acme.example: ");
    let ran = ran.prints("  write under [mail]: trusted_relays = [\"mx.acme.example\"]");
    ran.prints("  write under [mail]: trusted_authserv = [\"mx.acme.example\"]");
    leaves_no_trace(&place);
    let trusts = "trusted_authserv = [\"mx.acme.example\"]\ntrusted_relays = [\"mx.acme.example\"]\n";
    let place = desk(BACK, trusts);
    let ran = check(&place, &[]).ok().prints("✓ mx.acme.example says whether a sender is right, and is trusted");
    ran.prints("✓ it went through mx.acme.example; the time at which mx.acme.example took it counts");
    let steps = check(&place, &["--json"]).ok().json_lines();
    assert!(steps.iter().all(|step| step["right"] == true && step["write"].is_null()), "{steps:?}");
    leaves_no_trace(&place);
}

#[test]
fn where_the_settings_name_other_servers_that_is_wrong() {
    let place = desk(BACK, "trusted_authserv = [\"mx2\"]\n");
    let ran = check(&place, &["--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let steps = ran.json_lines();
    let wrong: Vec<&Value> = steps.iter().filter(|step| step["right"] == false).collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0]["write"], json!("trusted_authserv = [\"mx2\", \"mx.acme.example\"]"));
}

#[test]
fn it_works_while_another_process_serves_the_store_and_where_a_fetcher_fills_a_maildir() {
    let place = desk("cat > fetched && mv fetched mail/new/1", "");
    let settings = fs::read_to_string(place.path("config.toml")).unwrap();
    place.write("config.toml", format!("{settings}maildir = \"{}\"\n", place.path("mail").display()));
    check(&place, &[]).failed(1, "one thing of the mail is wrong").prints("have your fetcher make it");
    for folder in ["mail/new", "mail/cur", "mail/tmp"] {
        fs::create_dir_all(place.path(folder)).unwrap();
    }
    let mut serve = Serve::start(&place);
    serve.says("serves");
    let ran = check(&place, &["--to", "other@acme.example"]).ok().prints("✓ a letter to other@acme.example: ");
    ran.prints("✓ it came back through the maildir after ").prints("it carries no Received");
    leaves_no_trace(&place);
}

#[test]
fn what_does_not_go_does_not_come_or_comes_back_undelivered_is_said_with_what_to_do() {
    let place = desk("echo 'no such relay' >&2; exit 75", "");
    let ran = check(&place, &[]).failed(1, "one thing of the mail is wrong");
    ran.prints("sendmail takes it: ").prints("failed, exit code 75: no such relay; try the command by hand");
    let place = desk("cat > /dev/null", "");
    let ran = place.run(&["mail", "check", "--wait", "0"]).failed(1, "one thing of the mail is wrong");
    ran.prints(
        "✗ it comes back within 0 s: it has not come; the mail server has to hand letters for desk@acme.example to",
    );
    leaves_no_trace(&place);
    let report = r#"id=$(grep -i '^Message-ID' | tr -d '\r')
{ printf 'From: MAILER-DAEMON@mx.acme.example\r\nTo: desk@acme.example\r\nSubject: Undelivered\r\n'
printf 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n'
printf -- '--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n'
printf 'Final-Recipient: rfc822; desk@acme.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'
printf -- '--b\r\nContent-Type: text/rfc822-headers\r\n\r\n%s\r\n\r\n--b--\r\n' "$id"
} | $FRIST intake"#;
    let place = desk(report, "");
    check(&place, &[]).failed(1, "one thing of the mail is wrong").prints("a mail server sent it back: 5.1.1");
    leaves_no_trace(&place);
}

#[test]
fn what_is_wrong_before_a_letter_goes_is_said_and_none_goes() {
    let place = desk("touch ran", "adress = \"x\"\n[staff.anna]\nmail = \"desk@acme.example\"\nnotices = [\"near\"]\n");
    let ran = check(&place, &[]);
    assert!(ran.code == 1 && ran.err.contains("2 things of the mail are wrong"), "{ran:?}");
    let ran = ran.prints("✗ settings: [mail]: ").prints("did you mean `address`?");
    ran.prints("✗ notices to anna at desk@acme.example: near: none go there, as it is the desk's own address");
    assert!(!place.path("ran").exists());
    let place = Place::with_store();
    check(&place, &[]).failed(1, "one thing of the mail is wrong").prints("✗ address: write address = ");
    check(&place, &["--to", "kari"]).failed(2, "--to: kari is not an address");
    let place = desk("", "");
    fs::set_permissions(place.path("sendmail"), fs::Permissions::from_mode(0o644)).unwrap();
    check(&place, &[]).failed(1, "one thing").prints("there is no such program");
    check(&Place::new(), &[]).failed(5, "there is no store");
}

const STAFF: &str = "notices_together = \"0s\"\ntrusted_authserv = [\"mx.acme.example\"]\n[staff.ola]\n[staff.anna]\n\
                     mail = \"anna@acme.example\"\nnotices = [\"assigned\"]\ntime_zone = \"Asia/Tokyo\"\n";

/// Returns a desk with a ticket that ola gives to anna while it is served, and the notice that anna gets of it.
fn noticed() -> (Place, String) {
    let place = desk("cat > notice.new && mv notice.new notice", STAFF);
    let settings = fs::read_to_string(place.path("config.toml")).unwrap();
    place.write("config.toml", settings.replace("name = \"anna\"", "name = \"ola\""));
    place.phoned("-10m");
    let mut serve = Serve::start(&place);
    serve.says("serves");
    place.run(&["do", "assign", "1", "--to", "anna"]).ok();
    let file = place.path("notice");
    let notice = std::iter::repeat_with(|| fs::read_to_string(&file)).find_map(Result::ok).unwrap();
    // What has gone is noted a moment after the command has ended.
    let is_noted = std::iter::repeat_with(|| place.run(&["outbox", "list"])).find(|listed| listed.code == 1);
    is_noted.unwrap().failed(1, "the outbox is empty");
    (place, notice.replace("\r\n", "\n"))
}

#[test]
fn a_notice_says_what_it_is_of_and_is_answered_by_no_machine() {
    let (place, notice) = noticed();
    for line in [
        "To: \"anna\" <anna@acme.example>",
        "Subject: [#1] assigned to you: Shop down",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "  Mon 8 Jan 2024 19:00: ola assigned it to you",
        "  see it    frist show 1, or # and 1 on the screen",
    ] {
        assert!(notice.lines().any(|has| has == line), "{line} in {notice}");
    }
    assert!(!notice.contains("Reply-To"), "{notice}");
    let ticket = place.ticket("1");
    assert_eq!(ticket["messages"], json!([]));
}

#[test]
fn an_answer_to_a_notice_lands_on_no_ticket_and_a_machines_asks_for_nothing() {
    let (place, notice) = noticed();
    let id = notice.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    let answer = |subject: &str, more: &str| {
        format!(
            "Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example\r\n\
             From: Anna <anna@acme.example>\r\nTo: desk@acme.example\r\nSubject: {subject}\r\n\
             In-Reply-To: {id}\r\n{more}\r\nI am on it\r\n"
        )
    };
    let away = answer("Out of office", "Auto-Submitted: auto-replied\r\n");
    for letter in [notice.as_str(), &away, &answer("Re: [#1] assigned to you: Shop down", "")] {
        place.feed(&["intake"], letter.as_bytes()).ok();
    }
    let said = place.run(&["intake", "run", "--json"]).ok().json();
    let count = |key: &str| said[key].as_u64().unwrap();
    assert_eq!((count("letters"), count("inbox"), count("again"), count("joined")), (3, 1, 1, 0), "{said}");
    assert_eq!(place.ticket("1")["messages"], json!([]));
    let inbox = place.run(&["inbox", "list", "--json"]).ok().json_lines();
    let reasons: Vec<_> = inbox.iter().map(|letter| (&letter["reason"], &letter["like"])).collect();
    assert_eq!(reasons, [(&json!("answers_notice"), &json!(1))]);
    place.run(&["audit", "what:letter"]).ok().prints("Out of office").prints("dropped");
}

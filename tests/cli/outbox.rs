//! Letters that go out: written with `frist reply`, held, recalled, sent by the command of the settings, tried again.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{Place, Ran};

/// Takes a letter into a file of its own, or fails as `fails` says.
const SENDMAIL: &str = r#"#!/bin/sh
cd "$(dirname "$0")" || exit 1
if [ -e fails ]; then cat fails >&2; exit 75; fi
mkdir -p sent
cat > "sent/$(ls sent | wc -l)"
"#;

/// A desk with mail, and a ticket of Kari's.
struct Mailing {
    place: Place,
}

impl Mailing {
    fn new(hold: &str) -> Self {
        let it = Self { place: Place::new() };
        let program = it.place.write("sendmail", SENDMAIL);
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        it.place.write(
            "config.toml",
            format!(
                "name = \"anna\"\n[mail]\naddress = \"desk@acme.example\"\nhold = \"{hold}\"\nsendmail = [\"{}\"]\n",
                program.display()
            ),
        );
        it.place.run(&["person", "add", "--name", "Kari Nord", "--address", "kari@acme.example"]).ok();
        let new =
            ["new", "--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"];
        it.place.run(&[&new[..], &["--subject", "Shop down", "--person", "Kari Nord", "--at", "-10m"]].concat()).ok();
        it
    }

    /// Writes an answer and returns it as JSON.
    fn reply(&self, args: &[&str]) -> Value {
        let ran = self.place.run(&[&["reply", "1", "--json", "--text", "We look into it"], args].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.json()
    }

    fn sends(&self) -> Value {
        self.place.run(&["outbox", "run", "--json"]).ok().json()
    }

    fn letters(&self) -> Vec<String> {
        let folder = self.place.path("sent");
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    fn ticket(&self) -> Value {
        self.place.ticket("1")
    }

    fn list(&self) -> Ran {
        self.place.run(&["outbox", "list", "--json"])
    }

    fn set_failing(&self, why: Option<&str>) {
        match why {
            Some(why) => drop(self.place.write("fails", why)),
            None => fs::remove_file(self.place.path("fails")).unwrap(),
        }
    }
}

fn response(ticket: &Value) -> &Value {
    ticket["targets"].as_array().unwrap().iter().find(|target| target["target"] == "response").unwrap()
}

#[test]
fn outbox_and_inbox_list_where_nothing_else_is_said() {
    let it = Mailing::new("10min");
    it.place.run(&["outbox"]).failed(1, "the outbox is empty");
    it.place.run(&["inbox", "--limit", "3"]).failed(1, "the inbox is empty");
    it.reply(&[]);
    let said = |args: &[&str]| it.place.run(args).ok().out;
    assert_eq!(said(&["outbox"]), said(&["outbox", "list"]));
    assert_eq!(said(&["outbox", "--json"]), said(&["outbox", "list", "--json"]));
    assert!(said(&["outbox", "--json"]).contains("\"purpose\":\"reply\""));
    let help = said(&["outbox", "--help"]);
    assert!(help.contains("--json") && help.contains("recall"), "{help}");
    it.place.run(&["outbox", "shwo"]).failed(2, "show");
    it.place.run(&["outbox", "--json", "list"]).failed(2, "cannot be used with");
}

#[test]
fn what_a_letter_would_record_is_left_out_by_name() {
    let it = Mailing::new("0s");
    let sent = it.reply(&["--no-record", "update"]);
    assert_eq!((&sent["counts_as"], &sent["records"]), (&json!("nothing"), &json!([])));
    it.sends();
    let shown = it.place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("to the customer by email, no update: We look into it"), "{shown}");
    assert_eq!(it.ticket()["messages"][0]["counts_as"], json!("nothing"));
    let sent = it.reply(&["--no-record", "response"]);
    assert_eq!((&sent["counts_as"], &sent["records"]), (&json!("update"), &json!([])));
    let replies = it.place.path("replies");
    fs::create_dir_all(&replies).unwrap();
    fs::write(replies.join("look.txt"), "severity: minor\nassign: me\ntags: disk, -new\nwait: yes\n\nWe look.\n")
        .unwrap();
    let sent = it.reply(&["--template", "look", "--no-record", "severity,waiting"]);
    assert_eq!(sent["records"], json!(["assign", "tag", "respond"]));
    it.sends();
    assert_eq!(it.ticket()["tags"], json!(["disk"]));
    let counts: Vec<Value> =
        it.ticket()["messages"].as_array().unwrap().iter().map(|message| message["counts_as"].clone()).collect();
    assert_eq!(counts, [json!("nothing"), json!("update"), json!("update")]);
    let to_vendor = it.reply(&["--to-vendor", "--to", "duty@vendor.example", "--no-record", "report"]);
    assert_eq!((&to_vendor["counts_as"], &to_vendor["records"]), (&Value::Null, &json!([])));
    it.place.run(&["reply", "1", "--text", "x", "--no-record", "everything"]).failed(2, "everything");
}

#[test]
fn an_answer_is_recorded_once_it_has_gone_and_not_before() {
    let it = Mailing::new("0s");
    let letter = it.reply(&["--wait"]);
    assert_eq!((&letter["state"], &letter["records"]), (&json!("held"), &json!(["respond", "wait"])));
    assert_eq!(letter["to"], json!([{"name": "Kari Nord", "address": "kari@acme.example"}]));
    let before = it.ticket();
    assert_eq!((&response(&before)["met"], &before["messages"]), (&json!(null), &json!([])));
    assert_eq!(it.sends(), json!({"sent": 1, "failed": 0, "waiting": 0}));
    let after = it.ticket();
    assert_eq!(response(&after)["met"], "2024-01-08T10:00:00Z");
    assert_eq!((&after["messages"][0]["direction"], &after["messages"][0]["by"]), (&json!("out"), &json!("anna")));
    it.place.run(&["show", "1"]).ok().prints("waiting on the customer");
    it.list().failed(1, "the outbox is empty");
    // Nothing is sent again.
    assert_eq!(it.sends()["sent"], 0);
    let [sent] = &it.letters()[..] else { panic!("{:?}", it.letters()) };
    assert!(sent.contains("Subject: Re: [#1] Shop down") && sent.contains("We look into it"), "{sent}");
    let id = letter["message_id"].as_str().unwrap();
    assert!(sent.contains(&format!("Message-ID: <{id}>")) && id.starts_with("frist.1."), "{sent}");
}

#[test]
fn a_letter_is_held_and_recalled_by_whoever_wrote_it_and_then_nothing_happened() {
    let it = Mailing::new("10s");
    let letter = it.reply(&["--wait"]);
    assert_eq!(letter["due"], "2024-01-08T10:00:10Z");
    assert_eq!(it.sends(), json!({"sent": 0, "failed": 0, "waiting": 1}));
    let id = letter["id"].to_string();
    it.place.run(&["outbox", "recall", &id]).ok().prints("is recalled; nothing is recorded").prints("We look into it");
    it.list().failed(1, "the outbox is empty");
    it.place.run(&["outbox", "recall", &id]).failed(1, "there is no letter");
    assert_eq!((&it.ticket()["status"], it.letters().len()), (&json!("new"), 0));
    it.place.run(&["audit"]).ok().prints("recalled");
}

#[test]
fn send_and_close_are_one_and_what_has_changed_meanwhile_is_not_recorded_twice() {
    let it = Mailing::new("0s");
    let close = ["reply", "1", "--text", "Done", "--close"];
    it.place.run(&close).failed(2, "still has to meet its work start");
    it.place.run(&["do", "start", "1"]).ok();
    it.place.run(&["do", "fix", "1"]).ok();
    assert_eq!(it.reply(&["--close"])["records"], json!(["respond", "close"]));
    it.place.run(&["do", "respond", "1"]).ok();
    assert_eq!(it.sends()["sent"], 1);
    let ticket = it.ticket();
    assert_eq!(ticket["status"], "closed");
    let what: Vec<&str> = ticket["events"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
    assert_eq!(what.iter().filter(|what| **what == "responded to the customer").count(), 1, "{what:?}");
}

#[test]
fn what_does_not_go_is_tried_again_later_and_shown_until_it_has_gone() {
    let mut it = Mailing::new("0s");
    let id = it.reply(&[])["id"].to_string();
    it.set_failing(Some("mx.acme.example is away"));
    assert_eq!(it.sends(), json!({"sent": 0, "failed": 1, "waiting": 1}));
    let failed = it.list().ok().json();
    assert_eq!((&failed["state"], &failed["tries"]), (&json!("failed"), &json!(1)));
    assert!(failed["reason"].as_str().unwrap().contains("exit code 75: mx.acme.example is away"), "{failed}");
    assert_eq!((&failed["due"], &failed["needs_a_look"]), (&json!("2024-01-08T10:01:00Z"), &json!(false)));
    // Before its time it is not tried, but when somebody says so.
    assert_eq!(it.sends()["failed"], 0);
    assert_eq!(it.ticket()["messages"], json!([]));
    it.set_failing(None);
    let retried = it.place.run(&["outbox", "retry", &id]);
    assert_eq!(retried.code, 0, "{retried:?}");
    assert_eq!(it.sends()["sent"], 1);
    // And by itself once its time has come.
    it.set_failing(Some("away"));
    it.reply(&[]);
    it.sends();
    it.set_failing(None);
    it.place.now = "2024-01-08T10:01:00Z".to_owned();
    assert_eq!((it.sends()["sent"].clone(), it.letters().len()), (json!(1), 2));
}

#[test]
fn after_the_last_try_somebody_has_to_look() {
    let mut it = Mailing::new("0s");
    it.reply(&[]);
    it.set_failing(Some("away"));
    let tries = (0..40).find(|try_| {
        it.place.now = format!("2024-01-{:02}T10:00:00Z", 8 + try_ / 2);
        it.sends();
        it.list().ok().json()["needs_a_look"] == true
    });
    assert!(tries.is_some(), "{:?}", it.list());
    it.place.now = "2024-01-31T10:00:00Z".to_owned();
    it.set_failing(None);
    assert_eq!(it.sends()["sent"], 0);
    let id = it.list().json()["id"].to_string();
    it.place.run(&["outbox", "show", &id]).ok().prints(&format!("frist outbox retry {id}"));
}

#[test]
fn a_letter_whose_ticket_has_changed_so_that_it_cannot_be_recorded_does_not_go() {
    let it = Mailing::new("0s");
    it.reply(&[]);
    it.place.run(&["do", "withdraw", "1"]).ok();
    assert_eq!(it.sends()["failed"], 1);
    assert_eq!((it.letters().len(), &it.list().json()["needs_a_look"]), (0, &json!(true)));
}

#[test]
fn files_go_with_it_and_are_on_the_ticket_then() {
    let it = Mailing::new("0s");
    let file = it.place.write("log.txt", "line one\n");
    it.reply(&["--attach", file.to_str().unwrap()]);
    assert_eq!(it.ticket()["files"], json!([]));
    it.place.run(&["verify"]).ok();
    assert_eq!(it.sends()["sent"], 1);
    assert_eq!(it.ticket()["files"][0]["name"], "log.txt");
}

#[test]
fn one_to_the_vendor_is_in_a_thread_of_its_own_and_says_that_it_is_no_report() {
    let it = Mailing::new("0s");
    let args = ["reply", "1", "--to-vendor", "--text", "Well?", "--quote"];
    let preview = it.place.run(&[&args[..], &["--dry-run"]].concat()).ok();
    preview.prints("a letter to the vendor").prints("To: support@markant.no");
    it.list().failed(1, "the outbox is empty");
    assert_eq!(it.place.run(&args).code, 0);
    it.sends();
    let ticket = it.ticket();
    assert_eq!((&ticket["messages"][0]["direction"], &response(&ticket)["met"]), (&json!("vendor_out"), &json!(null)));
}

#[test]
fn the_next_answer_refers_to_the_one_before() {
    let it = Mailing::new("0s");
    let first = it.reply(&[])["message_id"].clone();
    it.sends();
    let second = it.reply(&[]);
    assert_eq!((&second["references"], &second["records"]), (&json!([first]), &json!([])));
    it.sends();
    assert_ne!(second["message_id"], first);
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is_kept() {
    let it = Mailing::new("0s");
    let refused = |args: &[&str], words: &str| {
        it.place.run(&[&["reply", "1"], args].concat()).failed(2, words);
    };
    refused(&["--text", "x", "--to", "kari"], "kari is not an address that letters can go to");
    refused(&["--text", "x", "--cc=-oQ/tmp@x"], "is not an address");
    refused(&["--text", "x", "--subject", "a\nb"], "--subject: it has a control character");
    refused(&["--text", " "], "there is no text in it");
    refused(&["--text", "x", "--attach", "/nowhere"], "cannot be read");
    it.place.run(&["reply", "9", "--text", "x"]).failed(1, "there is no ticket #9");
    it.list().failed(1, "the outbox is empty");
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["reply", "1", "--to", "kari@acme.example", "--text", "x"]).failed(2, "the desk has no mail");
    assert!(!place.path("mail.secret").exists());
}

#[test]
fn forwarded_it_says_so_on_the_ticket_and_is_no_word_to_the_customer() {
    let it = Mailing::new("0s");
    let forward = ["reply", "1", "--forward-to", "ola@acme.example", "--text", "For you"];
    assert_eq!(it.place.run(&forward).code, 0);
    it.sends();
    let ticket = it.ticket();
    assert_eq!((&ticket["messages"][0]["direction"], &response(&ticket)["met"]), (&json!("note"), &json!(null)));
    assert!(it.letters()[0].contains("Subject: Fwd: [#1] Shop down"));
}

#[test]
fn a_canned_reply_is_filled_in_in_the_persons_language_and_does_what_it_says() {
    let it = Mailing::new("0s");
    it.place.write(
        "replies/first.txt",
        "about: First answer\nassign: me\nwait: yes\n\nHello {{ customer }}, {{ number }}\n",
    );
    it.place.write("replies/first.nb.txt", "Hei {{ customer }}\n");
    let args = ["reply", "1", "--template", "first", "--dry-run", "--json"];
    let letter = it.place.run(&args).ok().json();
    assert_eq!(
        (&letter["text"], &letter["records"]),
        (&json!("Hello Kari Nord, 1"), &json!(["assign", "respond", "wait"]))
    );
    it.place.run(&["person", "set", "1", "--language", "nb"]).ok();
    assert_eq!(it.place.run(&args).ok().json()["text"], "Hei Kari Nord");
    let listed = it.place.run(&["replies", "list", "--json"]).ok().json_lines();
    let names: Vec<_> = listed.iter().map(|reply| (&reply["name"], &reply["language"])).collect();
    assert_eq!(names, [(&json!("first"), &json!("nb")), (&json!("first"), &json!(null))]);
    it.place.run(&["replies", "show", "first"]).ok().prints("assigns to me, waits").prints("{{ customer }}");
}

#[test]
fn a_canned_reply_with_a_mistake_sends_nothing_and_names_its_line() {
    let it = Mailing::new("0s");
    it.place.run(&["replies", "list"]).failed(1, "there is no canned reply");
    it.place.write("replies/first.txt", "Hello\n\n{{ custmer }}\n");
    it.place.run(&["reply", "1", "--template", "first"]).failed(2, "first.txt:3: there is no such name");
    it.place.run(&["replies", "check"]).failed(2, "1 canned reply cannot be used");
    it.place.run(&["reply", "1", "--template", "frist"]).failed(1, "there is no canned reply called frist");
    it.list().failed(1, "the outbox is empty");
}

/// It may have gone before the store was restored from a backup.
#[test]
fn a_letter_that_was_to_go_more_than_a_day_ago_goes_only_when_somebody_says_so() {
    let mut it = Mailing::new("0s");
    let id = it.reply(&[])["id"].to_string();
    it.place.now = "2024-01-09T10:00:01Z".to_owned();
    assert_eq!(it.sends(), json!({"sent": 0, "failed": 1, "waiting": 1}));
    assert_eq!((it.letters().len(), &it.list().json()["needs_a_look"]), (0, &json!(true)));
    assert_eq!(it.place.run(&["outbox", "retry", &id]).code, 0);
    assert_eq!(it.sends()["sent"], 1);
}

#[test]
fn letters_of_another_desk_are_not_sent_from_here() {
    let (it, other) = (Mailing::new("0s"), Mailing::new("0s"));
    other.reply(&[]);
    let file = other.place.path("out.jsonl");
    other.place.run(&["export", "--output", file.to_str().unwrap()]).ok();
    it.place.run(&["import", file.to_str().unwrap()]).ok();
    it.list().failed(1, "the outbox is empty");
    assert_eq!((it.sends()["sent"].clone(), it.place.ticket("2")["messages"].clone()), (json!(0), json!([])));
}

/// What waits in a backup may have gone since that was made.
#[test]
fn after_a_restore_no_letter_goes_without_somebodys_word() {
    let mut it = Mailing::new("10s");
    it.reply(&[]);
    it.place.run(&["backup"]).ok();
    // It goes; then the backup is all that there is.
    it.place.now = "2024-01-08T10:00:11Z".to_owned();
    assert_eq!(it.sends()["sent"], 1);
    let restored = it.place.run(&["restore", "--only-backup", "--json", &backup(&it.place)]).ok().json();
    assert_eq!(restored["letters"], 1);
    assert_eq!(it.sends(), json!({"sent": 0, "failed": 0, "waiting": 1}));
    let letter = it.list().json();
    assert_eq!(
        (&letter["state"], &letter["restored"], &letter["needs_a_look"]),
        (&json!("unsure"), &json!(true), &json!(true))
    );
    assert_eq!((&letter["due"], &letter["by"]), (&json!(null), &json!("anna")));
    let id = letter["id"].to_string();
    it.place.run(&["outbox", "show", &id]).ok().prints("perhaps sent (restored)").prints("restored or taken in");
    // Restored once more it stands as it is, and whoever knows says that it went.
    assert_eq!(it.place.run(&["restore", "--json"]).ok().json()["letters"], 0);
    it.place.run(&["outbox", "sent", &id]).ok();
    assert_eq!((it.letters().len(), it.ticket()["messages"].as_array().unwrap().len()), (1, 1));
    it.place.run(&["verify"]).ok();
}

#[test]
fn a_restored_letter_that_somebody_sends_all_the_same_is_marked() {
    let it = Mailing::new("10s");
    let id = it.reply(&[])["id"].to_string();
    it.place.run(&["backup"]).ok();
    it.place.run(&["restore"]).ok().prints("not sent by themselves, as they may have gone: 1 letter");
    assert_eq!(it.place.run(&["outbox", "retry", &id]).code, 0);
    assert_eq!(it.list().json()["perhaps_twice"], true);
    assert_eq!(it.sends()["sent"], 1);
}

#[test]
fn an_import_sends_nothing() {
    let (it, mut new) = (Mailing::new("0s"), Mailing::new("0s"));
    it.reply(&[]);
    let export = |name: &str| {
        let file = it.place.path(name);
        it.place.run(&["export", "--output", file.to_str().unwrap()]).ok();
        file.to_str().unwrap().to_owned()
    };
    let first = export("out.jsonl");
    fs::remove_dir_all(new.place.path("store")).unwrap();
    let import = |new: &Mailing, file: &str| new.place.run(&["import", "--json", file]).ok().json();
    assert_eq!(import(&new, &first)["letters"], 1);
    assert_eq!(new.sends(), json!({"sent": 0, "failed": 0, "waiting": 1}));
    assert_eq!(new.list().json()["restored"], true);
    // It went where it was written: a later export says so, and it is not asked about any more.
    it.sends();
    let later = export("later.jsonl");
    new.place.now = "2024-01-08T10:01:00Z".to_owned();
    assert_eq!(import(&new, &later)["letters"], 0);
    new.list().failed(1, "the outbox is empty");
    assert_eq!((new.letters().len(), new.ticket()["messages"].as_array().unwrap().len()), (0, 1));
    new.place.run(&["verify"]).ok();
}

fn backup(place: &Place) -> String {
    let folder = fs::read_dir(place.path("store/backups")).unwrap();
    let mut files = folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.next().unwrap().to_str().unwrap().to_owned()
}

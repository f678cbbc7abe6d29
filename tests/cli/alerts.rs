//! The desk's own command, run by a real `frist serve`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use serde_json::Value;

use crate::serve::Serve;
use crate::support::{NOW, Place};

/// Returns a desk whose alerts go to this shell command; `$PIPE` in it is a pipe that the test reads.
fn desk(command: &str, more: &str) -> (Place, PathBuf) {
    let place = Place::new();
    let pipe = place.path("pipe");
    mkfifo(&pipe, Mode::S_IRWXU).unwrap();
    let command = command.replace("$PIPE", &format!("'{}'", pipe.display()));
    place.write("config.toml", format!("name = \"anna\"\n[alerts]\ncommand = [\"sh\", \"-c\", {command:?}]\n{more}"));
    (place, pipe)
}

/// Returns what the timeline of a ticket says of alerts.
fn kept(place: &Place, id: &str) -> Vec<String> {
    let ticket = place.ticket(id);
    let events = ticket["events"].as_array().unwrap().iter().map(|event| event["what"].as_str().unwrap().to_owned());
    events.filter(|text| text.starts_with("alert: ")).collect()
}

/// Returns the same, once there is any.
fn kept_at_last(place: &Place) -> Vec<String> {
    std::iter::repeat_with(|| kept(place, "1")).find(|kept| !kept.is_empty()).unwrap()
}

#[test]
fn the_command_is_given_each_message_once_as_json() {
    let (mut place, pipe) = desk("cat > $PIPE", "");
    // Of two hours, 1h35 are used up when a frist is opened.
    place.now = "2024-01-08T08:30:00Z".to_owned();
    place.phoned("2024-01-08 09:25");
    place.now = NOW.to_owned();
    let mut serve = Serve::start(&place);
    let given: Value = serde_json::from_str(&std::fs::read_to_string(&pipe).unwrap()).unwrap();
    serve.says("alert: #1 Markant Critical “Shop down”: response due today 11:25 · missed while no frist was open");
    let alert = &given["alerts"][0];
    assert_eq!((&alert["ticket"], &alert["point"], &alert["target"]), (&1.into(), &"75%".into(), &"response".into()));
    assert_eq!((&alert["late"], &alert["subject"]), (&"missed".into(), &"Shop down".into()));
    assert_eq!(
        given["text"],
        "#1 Markant Critical “Shop down”: response due today 11:25 · missed while no frist was open"
    );
    assert_eq!(kept_at_last(&place).len(), 1);
    assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
    // Ten minutes later there is something new, and only that.
    place.now = "2024-01-08T10:10:00Z".to_owned();
    let serve = Serve::start(&place);
    let given: Value = serde_json::from_str(&std::fs::read_to_string(&pipe).unwrap()).unwrap();
    assert_eq!((given["alerts"].as_array().unwrap().len(), &given["alerts"][0]["point"]), (1, &"15m".into()));
    drop(serve);
}

/// Mail settings by which the sender's mail server is believed and Markant's standard plan follows.
const MAIL: &str = "[mail]\naddress = \"desk@acme.example\"\ntrusted_authserv = [\"mx.acme.example\"]\n\
                    default_contract = \"markant\"\ndefault_plan = \"standard\"\nacknowledge = false\n";

/// Hands a letter over as a mail server does.
fn letter(place: &Place, sender: &str, verified: bool) {
    let proof =
        if verified { "Authentication-Results: mx.acme.example; dmarc=pass header.from=fjord.example\r\n" } else { "" };
    let letter = format!(
        "{proof}Received: from out.fjord.example by mx.acme.example; Mon, 8 Jan 2024 09:30:00 +0000\r\n\
         From: {sender}@fjord.example\r\nTo: desk@acme.example\r\nSubject: Nede\r\nMessage-ID: <{sender}@fjord.example>\r\n\r\nHei\r\n"
    );
    place.feed(&["intake"], letter.as_bytes()).ok();
}

fn given(pipe: &std::path::Path) -> Vec<Value> {
    let given = std::fs::read_to_string(format!("{}.given", pipe.display())).unwrap_or_default();
    given.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_critical_ticket_that_a_letter_makes_pages_with_the_number_to_call() {
    let (place, pipe) = desk("cat > $PIPE", &format!("{MAIL}default_severity = \"critical\"\n"));
    let mut serve = Serve::start(&place);
    serve.says("serves");
    letter(&place, "kari", true);
    let given: Value = serde_json::from_str(&std::fs::read_to_string(&pipe).unwrap()).unwrap();
    serve.says("alert: #1 Markant Critical “Nede”: to be phoned, call 53 00 30 00");
    assert_eq!(given["text"], "#1 Markant Critical “Nede”: to be phoned, call 53 00 30 00");
    let alert = &given["alerts"][0];
    assert_eq!(
        (&alert["point"], &alert["call"], &alert["due"]),
        (&"phone".into(), &"53 00 30 00".into(), &Value::Null)
    );
    assert_eq!(kept_at_last(&place), ["alert: to be phoned, call 53 00 30 00"]);
}

#[test]
fn letters_that_wait_reach_the_command_only_where_somebody_vouches_for_their_sender() {
    let (place, pipe) = desk("cat >> $PIPE.given", MAIL);
    let mut serve = Serve::start(&place);
    serve.says("serves");
    letter(&place, "stranger", false);
    serve.says("unverified letter from stranger@fjord.example “Nede” waits");
    letter(&place, "kari", true);
    serve.says("letter from kari@fjord.example “Nede” waits");
    let messages = std::iter::repeat_with(|| given(&pipe)).find(|messages| !messages.is_empty()).unwrap();
    let letters: Vec<&Value> = messages.iter().flat_map(|message| message["letters"].as_array().unwrap()).collect();
    assert_eq!(letters.iter().map(|letter| &letter["from"]).collect::<Vec<_>>(), ["kari@fjord.example"]);
    assert_eq!((&letters[0]["point"], &letters[0]["severity"]), (&"arrived".into(), &"serious".into()));
    assert_eq!((&letters[0]["call"], &letters[0]["contract"]), (&"53 00 30 00".into(), &"markant".into()));
    assert_eq!(messages[0]["alerts"].as_array().map(Vec::len), Some(0));
}

#[test]
fn tickets_that_are_logged_one_after_the_other_are_told_together() {
    let (place, pipe) = desk("cat >> $PIPE.given", "");
    let mut serve = Serve::start(&place);
    serve.says("serves");
    let begun = Instant::now();
    (0..9).for_each(|_| drop(place.phoned("2024-01-05 09:00")));
    let seconds = begun.elapsed().as_secs();
    // The last is written down after all of them were given.
    assert!(std::iter::repeat_with(|| kept(&place, "9")).any(|kept| !kept.is_empty()));
    let given = std::fs::read_to_string(format!("{}.given", pipe.display())).unwrap();
    let messages: Vec<Value> = given.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let alerts = messages.iter().flat_map(|message| message["alerts"].as_array().unwrap());
    let tickets: BTreeSet<u64> = alerts.map(|alert| alert["ticket"].as_u64().unwrap()).collect();
    assert_eq!(tickets, (1..=9).collect());
    // At most one for each second that the logging took, however slow the machine is.
    assert!(messages.len() as u64 <= seconds + 1, "{} messages in {seconds} seconds", messages.len());
}

#[test]
fn a_command_that_fails_is_tried_again_and_its_failure_is_told_and_kept() {
    let (place, _) = desk("echo no line >&2; echo more >&2; exit 3", "retries = 1\n");
    place.phoned("2024-01-08 09:25");
    let mut serve = Serve::start(&place);
    serve.says("An alert was not passed on: sh failed, exit code 3: no line (2 tries)");
    let kept = kept_at_last(&place);
    assert!(kept[0].ends_with("the command failed: sh failed, exit code 3: no line (2 tries)"), "{kept:?}");
}

#[test]
fn a_command_that_is_not_there_is_told() {
    let place = Place::new();
    place.write("config.toml", "[alerts]\ncommand = [\"/nowhere/page\"]\nretries = 0\n");
    place.phoned("2024-01-08 09:25");
    Serve::start(&place).says("An alert was not passed on: /nowhere/page cannot be run: No such file");
}

/// Commands that say that they run and never end.
const ENDLESS: [&str; 2] = ["echo up > $PIPE; sleep 60", "echo up > $PIPE; yes >&2 & yes"];

#[test]
fn while_a_command_hangs_or_floods_work_goes_on() {
    for command in ENDLESS {
        let (place, pipe) = desk(command, "timeout = 600\n");
        place.phoned("2024-01-08 09:25");
        let serve = Serve::start(&place);
        assert_eq!(std::fs::read_to_string(&pipe).unwrap(), "up\n");
        place.phoned("2024-01-08 10:59");
        assert_eq!(kept(&place, "1"), Vec::<String>::new(), "it is written down once the command has ended");
        assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
    }
}

#[test]
fn a_command_that_hangs_or_floods_is_ended_in_time() {
    for command in ENDLESS {
        let (place, pipe) = desk(command, "retries = 0\ntimeout = 1\n");
        place.phoned("2024-01-08 09:25");
        let mut serve = Serve::start(&place);
        assert_eq!(std::fs::read_to_string(&pipe).unwrap(), "up\n");
        serve.says("sh took longer than 1 s");
        assert!(kept_at_last(&place)[0].ends_with("the command failed: sh took longer than 1 s"));
    }
}

#[test]
fn what_a_command_leaves_running_holds_up_nothing() {
    // A session of its own, which no signal to the command's group reaches, has its standard error and its input.
    let left = "exec 3<&0; setsid sleep 30 <&3 & exec 3<&-; cat > $PIPE";
    for (end, said) in
        [("", None), ("; exit 3", Some("sh failed, exit code 3")), ("; sleep 60", Some("longer than 2 s"))]
    {
        let (place, pipe) = desk(&format!("{left}{end}"), "retries = 0\ntimeout = 2\n");
        let mut serve = Serve::start(&place);
        serve.says("serves");
        for (id, subject) in [("1", "2024-01-08 09:25"), ("2", "2024-01-08 09:26")] {
            place.phoned(subject);
            let given: Value = serde_json::from_str(&std::fs::read_to_string(&pipe).unwrap()).unwrap();
            assert_eq!(given["alerts"][0]["ticket"].to_string(), id);
            if let Some(said) = said {
                serve.says(said);
            }
            let kept = std::iter::repeat_with(|| kept(&place, id)).find(|kept| !kept.is_empty()).unwrap();
            assert_eq!(kept[0].contains("the command failed"), said.is_some(), "{kept:?}");
        }
        assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
    }
}

#[test]
fn an_alert_whose_giver_was_killed_is_given_again_by_the_next() {
    let (place, pipe) = desk("cat > $PIPE; sleep 20", "");
    place.phoned("2024-01-08 09:25");
    let first = Serve::start(&place);
    let given = std::fs::read_to_string(&pipe).unwrap();
    first.ends_at(Signal::SIGKILL);
    let next = Serve::start(&place);
    assert_eq!(std::fs::read_to_string(&pipe).unwrap(), given);
    // One that is asked to end does not wait for the command, and leaves it to the next too.
    assert_eq!(next.ends_at(Signal::SIGTERM).0, Some(143));
    let last = Serve::start(&place);
    assert_eq!(std::fs::read_to_string(&pipe).unwrap(), given);
    drop(last);
}

#[test]
fn alerts_that_are_not_held_back_cannot_be_told_now() {
    let place = Place::with_store();
    place.run(&["alerts", "now"]).failed(1, "no alerts are held back");
    let serve = Serve::start(&place);
    let told = place.run(&["alerts", "now", "--json"]);
    assert_eq!((told.code, told.out.as_str()), (1, "{\"held\":false}\n"));
    drop(serve);
}

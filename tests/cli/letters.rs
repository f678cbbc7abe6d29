//! Letters through the real program that the rules have a case of their own for: passed on by an agent, reports of what did not
//! arrive, a ticket that is full, and what is kept whole as a file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use frist::domain::file::FileHash;
use frist::domain::ticket::event::Note;
use frist::domain::ticket::{EventData, MOST_BYTES, MOST_EVENTS, TicketId, TicketSize};
use frist_testkit::commits::commit;
use serde_json::{Value, json};

use crate::support::Place;

const SENDMAIL: &str = "#!/bin/sh\ncat > \"$(dirname \"$0\")/sent\"\n";

/// Returns a desk with mail, whose letters go into a file.
fn desk() -> Place {
    let place = Place::with_store();
    let program = place.write("sendmail", SENDMAIL);
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    place.write(
        "config.toml",
        format!(
            "name = \"anna\"\n[mail]\naddress = \"desk@acme.example\"\ntrusted_authserv = [\"mx.acme.example\"]\n\
             trusted_relays = [\"mx.acme.example\"]\ndefault_contract = \"markant\"\ndefault_plan = \"standard\"\n\
             default_severity = \"serious\"\nacknowledge = false\nhold = \"0s\"\nsendmail = [\"{}\"]\n",
            program.display()
        ),
    );
    place
}

/// A letter of somebody whom the mail server has found to be who they say, received at 10:30 in Oslo.
fn letter(from: &str, id: &str, fields: &str, text: &str) -> String {
    let domain = from.rsplit_once('@').unwrap().1.trim_end_matches('>');
    format!(
        "Authentication-Results: mx.acme.example; dmarc=pass header.from={domain}\r\n\
         Received: from out.example by mx.acme.example; Mon, 8 Jan 2024 09:30:00 +0000\r\n\
         From: {from}\r\nTo: desk@acme.example\r\nMessage-ID: <{id}@{domain}>\r\n{fields}\r\n{text}\r\n"
    )
    .replace("\r\n", "\n")
    .replace('\n', "\r\n")
}

const KARI: &str = "Kari Nord <kari@fjord.example>";
const OLA: &str = "Ola <ola@acme.example>";

/// Hands a letter over as a mail server does, and has it taken in.
fn take_in(place: &Place, letter: &str) -> Value {
    place.feed(&["intake"], letter.as_bytes()).ok();
    place.run(&["intake", "run", "--json"]).ok().json()
}

fn inbox(place: &Place) -> Vec<Value> {
    let listed = place.run(&["inbox", "list", "--json"]);
    if listed.code == 1 { Vec::new() } else { listed.ok().json_lines() }
}

#[test]
fn of_a_letter_that_an_agent_passes_on_the_customer_is_its_first_sender() {
    let place = desk();
    place.run(&["person", "add", "--name", "Kari Nord", "--address", "kari@fjord.example"]).ok();
    let outlook = "\n________________________________\nFrom: Kari Nord <kari@fjord.example>\nSent: Monday, January 8, 2024 10:00\n\
                   To: Ola <ola@acme.example>\nSubject: The shop is down\n\nIt is down.\n";
    let gmail = "---------- Forwarded message ---------\nFrom: Kari Nord <kari@fjord.example>\nDate: Mon, Jan 8, 2024 at 10:00 AM\n\
                 Subject: Down\nTo: <ola@acme.example>\n\n\nIt is down.\n";
    let apple = "\n\nBegin forwarded message:\n\n> From: Kari Nord <kari@fjord.example>\n> Subject: Down\n\
                 > Date: 8 January 2024 at 10:00:00 CET\n> To: Ola\n> \n> It is down.\n";
    // Where the agent has written above it, a word says that it is passed on.
    let word = format!("@fwd she called as well\n\nSome words of mine.\n\n{}", gmail.split_once('\n').unwrap().1);
    for (number, text) in [outlook, gmail, apple, &word].into_iter().enumerate() {
        let id = format!("fwd{number}");
        let said = take_in(&place, &letter(OLA, &id, "Subject: Fwd: Down\n", text));
        assert_eq!(said["tickets"], 1, "{text}: {said}");
        let ticket = place.ticket(&(number + 1).to_string());
        assert_eq!(ticket["customer"]["name"], "Kari Nord", "{text}");
        assert_eq!(ticket["customer"]["person"]["id"], 1, "{text}");
        // The letter itself stays Ola's.
        let from = ticket["messages"][0]["from"].to_string();
        assert!(from.contains("ola@acme.example"), "{from}");
    }
}

#[test]
fn what_somebody_else_passes_on_is_their_own_letter() {
    let place = desk();
    let text = "---------- Forwarded message ---------\nFrom: Per <per@other.example>\nDate: Mon, Jan 8, 2024\nSubject: x\nTo: me\n\nx\n";
    assert_eq!(take_in(&place, &letter(KARI, "1", "Subject: Fwd: x\n", text))["tickets"], 1);
    assert_eq!(place.ticket("1")["customer"]["name"], "Kari Nord");
}

#[test]
fn a_colleagues_word_is_sent_to_a_ticket_by_its_number_and_ends_no_waiting() {
    let place = desk();
    take_in(&place, &letter(KARI, "1", "Subject: Down\n", "It is down."));
    place.run(&["do", "wait", "1", "--on", "customer", "--at", "10:35"]).ok();
    let of = |from: &str, id: &str| letter(from, id, "Subject: [#1] Look at this\n", "It is the router.");
    assert_eq!(take_in(&place, &of(OLA, "2"))["joined"], 1);
    assert_eq!(place.run(&["list", "is:waiting", "--json"]).ok().json_lines().len(), 1);
    place.run(&["show", "1"]).ok().prints("from somebody else");
    // The number alone opens a ticket to nobody.
    assert_eq!(take_in(&place, &of("Per <per@other.example>", "3"))["inbox"], 1);
    assert_eq!(inbox(&place)[0]["reason"], "stranger_to_ticket");
}

#[test]
fn an_address_with_several_tickets_is_no_clue_to_any_of_them() {
    let place = desk();
    for id in ["1", "2"] {
        assert_eq!(take_in(&place, &letter(KARI, id, &format!("Subject: Down {id}\n"), "It is down."))["tickets"], 1);
    }
    assert_eq!(take_in(&place, &letter(KARI, "3", "Subject: And this\n", "It is down."))["tickets"], 1);
    // Where nobody proves the sender, one of the same subject is proposed, and nothing is joined by itself.
    let letter = letter(KARI, "4", "Subject: Re: Down 2\n", "Still.");
    assert_eq!(take_in(&place, letter.split_once("\r\n").unwrap().1)["inbox"], 1);
    assert_eq!(inbox(&place)[0]["like"], 2);
    assert_eq!(place.ticket("2")["messages"].as_array().unwrap().len(), 1);
}

/// A report on a letter, as Postfix writes it.
fn report(action: &str, about: &str) -> String {
    let body = format!(
        "--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.fjord.example.\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.fjord.example\n\n\
         Final-Recipient: rfc822; kari@fjord.example\nAction: {action}\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: <{about}>\nSubject: Re: Down\n\n--b--\n"
    );
    format!(
        "Return-Path: <>\nReceived: from mx.fjord.example by mx.acme.example; Mon, 8 Jan 2024 09:55:00 +0000\n\
         From: Mail Delivery System <MAILER-DAEMON@mx.fjord.example>\nTo: desk@acme.example\n\
         Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMessage-ID: <{action}.{about}>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n{body}"
    )
    .replace('\n', "\r\n")
}

#[test]
fn a_report_that_a_letter_did_not_arrive_needs_action_on_its_ticket_and_a_delay_does_not() {
    let place = desk();
    take_in(&place, &letter(KARI, "1", "Subject: Down\n", "It is down."));
    let sent = place.run(&["reply", "1", "--to", "kari@fjord.example", "--text", "We look", "--json"]);
    let id = sent.json()["message_id"].as_str().unwrap().to_owned();
    assert_eq!(place.run(&["outbox", "run", "--json"]).ok().json()["sent"], 1);
    let needs_action = || place.run(&["list", "is:needs_action", "--json"]).code == 0;

    assert_eq!(take_in(&place, &report("delayed", &id))["undelivered"], 0);
    assert!(!needs_action(), "a delay is no failure");
    assert_eq!(take_in(&place, &report("failed", "somebody.elses@other.example"))["inbox"], 1);
    assert!(!needs_action(), "it is about nothing of the desk's");

    let before = place.ticket("1");
    assert_eq!(take_in(&place, &report("failed", &id))["undelivered"], 1);
    assert!(needs_action());
    place.run(&["show", "1"]).ok().prints("kari@fjord.example").prints("no such user");
    // What the letter met stays met.
    assert_eq!(place.ticket("1")["targets"], before["targets"]);
    place.run(&["do", "review", "1"]).ok();
    assert!(!needs_action());
    // The server says so once more.
    assert_eq!(take_in(&place, &report("failed", &id))["again"], 1);
}

/// What comes back is on the ticket of the letter, whoever that went to and whatever became of the ticket since.
#[test]
fn what_comes_back_of_a_letter_to_the_vendor_or_of_a_closed_ticket_is_on_its_ticket() {
    let place = desk();
    for id in ["1", "2"] {
        take_in(&place, &letter(KARI, id, &format!("Subject: Down {id}\n"), "It is down."));
    }
    let sent = |args: &[&str]| {
        let sent = place.run(&[&["reply"], args, &["--text", "We look", "--json"]].concat()).json();
        assert_eq!(place.run(&["outbox", "run", "--json"]).ok().json()["sent"], 1, "{sent}");
        sent["message_id"].as_str().unwrap().to_owned()
    };
    let to_vendor = sent(&["1", "--to-vendor", "--to", "help@vendor.example"]);
    let to_closed = sent(&["2", "--to", "kari@fjord.example"]);
    for event in ["start", "fix", "close"] {
        place.run(&["do", event, "2"]).ok();
    }
    for (ticket, id) in [("1", to_vendor), ("2", to_closed)] {
        let before = place.ticket(ticket);
        assert_eq!(take_in(&place, &report("failed", &id))["undelivered"], 1, "#{ticket}");
        let after = place.ticket(ticket);
        assert_eq!(after["needs_action"][0], "write_again_or_review", "#{ticket}: {after}");
        assert_eq!(
            (&after["status"], &after["targets"]),
            (&before["status"], &before["targets"]),
            "nothing is retracted"
        );
    }
}

/// The answer goes to whose letter was passed on, and theirs comes back to the ticket.
#[test]
fn a_letter_that_is_passed_on_and_answered_goes_on_with_its_first_sender() {
    let place = desk();
    let gmail = "---------- Forwarded message ---------\nFrom: Kari Nord <kari@fjord.example>\nDate: Mon, Jan 8, 2024 at 10:00 AM\n\
                 Subject: Down\nTo: <ola@acme.example>\n\n\nIt is down.\n";
    assert_eq!(take_in(&place, &letter(OLA, "f", "Subject: Fwd: Down\n", gmail))["tickets"], 1);
    let answer = place.run(&["reply", "1", "--text", "We look", "--json"]).json();
    assert_eq!(answer["to"][0]["address"], "kari@fjord.example", "{answer}");
    place.run(&["outbox", "run", "--json"]).ok();
    let id = answer["message_id"].as_str().unwrap();
    let next = letter(KARI, "k", &format!("Subject: Re: Down\nIn-Reply-To: <{id}>\n"), "Thank you.");
    assert_eq!(take_in(&place, &next)["joined"], 1);
}

#[test]
fn a_ticket_that_is_full_goes_on_as_a_new_one_that_names_it() {
    let place = desk();
    take_in(&place, &letter(KARI, "1", "Subject: Down\n", "It is down."));
    fill(&place, 1);
    let answer = letter(KARI, "2", "Subject: Re: Down\nIn-Reply-To: <1@fjord.example>\n", "Still down.");
    assert_eq!(take_in(&place, &answer)["tickets"], 1);
    let (full, new) = (place.ticket("1"), place.ticket("2"));
    assert_eq!(full["messages"].as_array().unwrap().len(), MOST_EVENTS + 1, "it takes no more");
    assert_eq!((&new["subject"], &new["messages"][0]["text"]), (&json!("Re: Down"), &json!("Still down.")));
    place.run(&["show", "2"]).ok().prints("This goes on #1, which is full.");
    // That a letter did not arrive is noted all the same where there is room, else it is in the inbox: never lost.
    let said = take_in(
        &place,
        &letter(
            KARI,
            "b",
            "Subject: Re: Down\nIn-Reply-To: <1@fjord.example>\nAuto-Submitted: auto-replied\n",
            "I am away.",
        ),
    );
    assert_eq!((&said["letters"], &said["inbox"]), (&1.into(), &1.into()), "{said}");
    // Whoever answers to that is on the new one.
    let next = letter(
        KARI,
        "3",
        "Subject: Re: Down\nIn-Reply-To: <2@fjord.example>\nReferences: <1@fjord.example> <2@fjord.example>\n",
        "Thanks.",
    );
    assert_eq!(take_in(&place, &next)["joined"], 1);
    let messages = place.ticket("2")["messages"].clone();
    let texts: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["text"]).collect();
    assert!(texts.contains(&&json!("Thanks.")), "{texts:?}");
    place.run(&["verify"]).ok();
}

/// A ticket may have room for a line and none for the letter.
#[test]
fn a_letter_for_which_a_ticket_has_no_room_is_a_new_one_that_names_it_and_a_short_one_still_fits() {
    let place = desk();
    take_in(&place, &letter(KARI, "1", "Subject: Down\n", "It is down."));
    leave_bytes(&place, 1, 3_000);
    let of = |id: &str, text: &str| letter(KARI, id, "Subject: Re: Down\nIn-Reply-To: <1@fjord.example>\n", text);
    let said = take_in(&place, &of("2", &"Still down. ".repeat(330)));
    assert_eq!((&said["tickets"], &said["inbox"]), (&1.into(), &0.into()), "{said}");
    place.run(&["show", "2"]).ok().prints("This goes on #1, which is full.");
    assert_eq!(take_in(&place, &of("3", "Thanks."))["joined"], 1);
    place.run(&["verify"]).ok();
}

/// Leaves about so many bytes of a ticket's room.
fn leave_bytes(place: &Place, ticket: u64, bytes: usize) {
    let mut store = frist::store::Store::open(&place.path("store")).unwrap().store;
    let mut number = 9_000;
    loop {
        let record = store.reader().ticket(TicketId(ticket)).unwrap().unwrap();
        let room = MOST_BYTES - bytes - TicketSize::of(&record.events).bytes;
        if room < 200 {
            return;
        }
        // An event has less than that beside its text.
        let text = "x".repeat(4_000.min(room - 150).max(1));
        let count = (room / 4_200).clamp(1, 500);
        let events = (0..count).map(|_| EventData::Note(Note { text: text.clone(), to_customer: false })).collect();
        number += 1;
        store.append(&[commit(number, vec![(ticket, events)])]).unwrap();
        store.apply().unwrap();
    }
}

/// Fills a ticket up to its limit, as an import may bring one that is.
fn fill(place: &Place, ticket: u64) {
    let mut store = frist::store::Store::open(&place.path("store")).unwrap().store;
    let note = || EventData::Note(Note { text: "x".to_owned(), to_customer: false });
    for number in 1..=20 {
        let events = (0..MOST_EVENTS / 20).map(|_| note()).collect();
        store.append(&[commit(9_000 + number, vec![(ticket, events)])]).unwrap();
        store.apply().unwrap();
    }
}

/// Each is a file of the ticket with all its bytes, of its kind, as is the letter itself.
#[test]
fn invitations_signed_and_enciphered_letters_and_outlooks_own_are_kept_whole() {
    let place = desk();
    let invitation =
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Down?\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let part = |kind: &str, name: &str, bytes: &str| {
        format!(
            "--b\nContent-Type: text/plain\n\nSee what is with it.\n--b\nContent-Type: {kind}; name=\"{name}\"\n\
             Content-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
            base64(bytes.as_bytes())
        )
    };
    let cases = [
        ("multipart/mixed", "text/calendar", "invite.ics", invitation),
        (
            "multipart/mixed",
            "application/ms-tnef",
            "winmail.dat",
            "\u{78}\u{9f}\u{3e}\u{22}attributes of Outlook's own",
        ),
        (
            "multipart/signed; protocol=\"application/pkcs7-signature\"",
            "application/pkcs7-signature",
            "smime.p7s",
            "0\u{82}signature",
        ),
        (
            "multipart/signed; protocol=\"application/pgp-signature\"",
            "application/pgp-signature",
            "signature.asc",
            "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----",
        ),
        (
            "multipart/encrypted; protocol=\"application/pgp-encrypted\"",
            // Its text is recognised, whatever the letter says.
            "text/plain",
            "encrypted.asc",
            "-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----",
        ),
    ];
    for (at, (whole, kind, name, bytes)) in cases.into_iter().enumerate() {
        let fields = format!("Subject: {name}\nMIME-Version: 1.0\nContent-Type: {whole}; boundary=b\n");
        let sent =
            letter(&format!("Kari <kari{at}@fjord.example>"), &at.to_string(), &fields, &part(kind, name, bytes));
        assert_eq!(take_in(&place, &sent)["tickets"], 1, "{name}: {:?}", inbox(&place));
        let number = (at + 1).to_string();
        let ticket = place.ticket(&number);
        let files = ticket["files"].as_array().unwrap();
        let file = files.iter().position(|file| file["name"] == name).unwrap_or_else(|| panic!("{name}: {files:?}"));
        assert_eq!(files[file]["type"], kind, "{name}");
        let read = place.frist().args(["file", &number, &(file + 1).to_string()]).output().unwrap();
        assert_eq!(read.stdout, bytes.as_bytes(), "{name}");
        let whole = FileHash::of(sent.as_bytes()).to_string();
        let kept = place.path("store/files").join(&whole[..2]).join(&whole);
        assert_eq!(fs::read(kept).unwrap(), sent.as_bytes(), "{name}");
    }
}

/// A letter that is nothing but something enciphered is a file as well.
#[test]
fn a_letter_that_is_enciphered_as_a_whole_is_a_file() {
    let place = desk();
    let fields = "Subject: Secret\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; \
                  name=smime.p7m\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=smime.p7m\n";
    assert_eq!(take_in(&place, &letter(KARI, "1", fields, &base64(b"0\x82enciphered")))["tickets"], 1);
    let files = place.ticket("1")["files"].clone();
    assert!(files.as_array().unwrap().iter().any(|file| file["name"] == "smime.p7m"), "{files}");
    let read = place.frist().args(["file", "1", "1"]).output().unwrap();
    assert_eq!(read.stdout, b"0\x82enciphered");
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let three = |part: &[u8]| {
        let number = part.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        let sign =
            |at: usize| if at > part.len() { '=' } else { SIGNS[(number >> (18 - 6 * at)) as usize & 63] as char };
        (0..4).map(sign).collect::<String>()
    };
    bytes.chunks(3).map(three).collect()
}

/// Each decides about the next, whatever came in between.
#[test]
fn a_thread_that_comes_at_once_is_one_ticket_in_its_order() {
    let place = desk();
    let from = |thread: usize| format!("Kari <kari{thread}@fjord.example>");
    let of = |thread: usize, at: usize| {
        let answers =
            if at == 0 { String::new() } else { format!("In-Reply-To: <{}.{thread}@fjord.example>\n", at - 1) };
        let fields = format!("Subject: Thread {thread}\n{answers}");
        letter(&from(thread), &format!("{at}.{thread}"), &fields, &format!("Text {at}"))
            .replace("09:30:00", &format!("09:30:{at:02}"))
    };
    let letters: Vec<String> =
        (0..4).flat_map(|at| (1..=3).map(move |thread| (thread, at))).map(|(t, at)| of(t, at)).collect();
    for letter in letters.iter().chain(&letters[3..5]) {
        place.feed(&["intake"], letter.as_bytes()).ok();
    }
    let said = place.run(&["intake", "run", "--json"]).ok().json();
    assert_eq!((&said["tickets"], &said["joined"], &said["again"]), (&json!(3), &json!(9), &json!(2)), "{said}");
    for thread in 1..=3 {
        let ticket = place.ticket(&thread.to_string());
        assert_eq!(ticket["subject"], format!("Thread {thread}"));
        let texts: Vec<&Value> =
            ticket["messages"].as_array().unwrap().iter().map(|message| &message["text"]).collect();
        assert_eq!(texts, ["Text 0", "Text 1", "Text 2", "Text 3"]);
    }
}

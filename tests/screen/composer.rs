//! Writing letters on the screen: to whom they go, what sending records, holding and recalling, and what is refused.

mod drafts;
mod keys_of_replies;
mod records;

use frist::config::MailSettings;
use frist::desk::{Change, Desk, MailSetup, PresentSession, Request, SessionId};
use frist::domain::ledger::{LedgerFact, Organisation, Outgoing, OutgoingPurpose, Person};
use frist::domain::letter::{LetterHead, Mailbox, Trust};
use frist::domain::ticket::{EventData, MessageDirection, TicketId, event};
use frist::tui::app::{HostEvent, Setup};
use frist::tui::theme::Theme;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use crate::snapshots::styles;

const ONE: TicketId = TicketId(1);

fn mail() -> MailSettings {
    MailSettings { address: Some("desk@acme.example".into()), ..MailSettings::default() }
}

fn kari() -> Mailbox {
    Mailbox { name: Some("Kari Nord".into()), address: "kari@nordkraft.example".into() }
}

/// A letter of the customer's, with a copy to somebody and another receiver beside the desk.
fn letter_in(text: &str) -> EventData {
    EventData::Message(event::Message {
        direction: MessageDirection::In,
        channel: Some("email".to_owned()),
        text: text.to_owned(),
        letter: Some(Box::new(LetterHead {
            message_id: Some("1@nordkraft.example".into()),
            from: Some(kari()),
            to: vec![Mailbox::of("desk@acme.example"), Mailbox::of("lager@nordkraft.example")],
            cc: vec![Mailbox::of("drift@nordkraft.example")],
            subject: "Hub is silent".into(),
            trust: Trust::Verified,
            ..LetterHead::default()
        })),
        ..event::Message::default()
    })
}

fn enter(desk: &impl Desk, fact: LedgerFact) {
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) };
    desk.commit(Request::new("agent1", vec![change])).unwrap();
}

/// Opens a desk with mail and a ticket, of a customer who wrote a letter.
fn with_letter(columns: u16, rows: u16) -> AtDesk {
    with_letter_of(columns, rows, letter_in("It has been silent since eight.\nThree lorries wait."))
}

fn with_letter_of(columns: u16, rows: u16, letter: EventData) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        let organisation = Organisation { names: vec!["Nordkraft".into()], ..Organisation::default() };
        enter(d, LedgerFact::Organisation(Box::new(organisation)));
        for (name, address) in [("Kari Nord", "kari@nordkraft.example"), ("Ola Vik", "ola@nordkraft.example")] {
            let person = Person { names: vec![name.into()], addresses: vec![address.into()], ..Person::default() };
            enter(d, LedgerFact::Person(Box::new(person)));
        }
        log(d, "agent2", new("markant", "standard", "serious", "phone", "Hub is silent"));
        happen(d, "agent2", ONE, letter);
    });
    with_mail(&mut desk, (columns, rows));
    desk
}

/// Gives the desk an address for letters, and starts its screen again.
pub fn with_mail(desk: &mut AtDesk, size: (u16, u16)) {
    let folder = tempfile::tempdir().unwrap().keep();
    assert_eq!(desk.desk.set_mail(&MailSetup { settings: mail(), folder }), Vec::<String>::new());
    desk.start_in(Setup { mail: (&mail()).into(), ..setup(&[]) }, size);
}

/// Returns the letters in the outbox.
fn outbox(desk: &AtDesk) -> Vec<Outgoing> {
    desk.desk.ledger().outbox().map(|(_, letter)| letter.clone()).collect()
}

fn addresses(mailboxes: &[Mailbox]) -> Vec<&str> {
    mailboxes.iter().map(|mailbox| mailbox.address.as_str()).collect()
}

/// The response first, then the rest.
fn names(letter: &Outgoing) -> Vec<&str> {
    letter.then.iter().map(|what| what.sort().name).collect()
}

#[test]
fn an_answer_goes_to_whoever_wrote_with_the_copies_and_meets_the_response() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = with_letter(columns, rows);
        desk.keys(&["Enter", "M"]).sees("Kari Nord <kari@nordkraft.example>").sees("drift@nordkraft.example");
        desk.sees("Re: [#1] Hub is silent").sees("> It has been silent since eight.").sees("[x] meets response");
        desk.sees("Sending records a word to the customer");
        desk.typed("A node lost its disk.").keys(&["Ctrl-S"]).sees("Send to Kari Nord").sees("Goes in 10 s");
        desk.sees("a word to the customer, the response").keys(&["s"]).sees("goes in 10 s · u recalls it");
        let letters = outbox(&desk);
        let [letter] = letters.as_slice() else { panic!("{letters:?}") };
        assert_eq!(addresses(&letter.head.to), ["kari@nordkraft.example"]);
        assert_eq!(addresses(&letter.head.cc), ["drift@nordkraft.example"]);
        assert_eq!(letter.head.references, ["1@nordkraft.example"]);
        assert_eq!(names(letter), ["responded"]);
        assert!(letter.text.starts_with("A node lost its disk.\n\n"), "{}", letter.text);
        assert!(letter.text.ends_with("> Three lorries wait."), "{}", letter.text);
        // Nothing is on the ticket before it has gone.
        assert!(desk.desk.record(ONE).unwrap().unwrap().ticket.responded.is_none());
    }
}

#[test]
fn the_message_counts_down_and_u_makes_a_draft_of_the_letter_again() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("On it.").keys(&["Ctrl-S", "Enter"]).sees("goes in 10 s");
    desk.pass(4).sees("goes in 6 s · u recalls it").is_on("1 Queue ▸ #1");
    desk.keys(&["u"]).sees("Recalled; it is a draft, M on #1 opens it");
    assert_eq!(outbox(&desk), []);
    desk.keys(&["Ctrl-R"]).sees("There is nothing to do again");
    desk.keys(&["M"]).sees("On it.").sees("draft of").sees("> It has been silent since eight.");
    desk.keys(&["Ctrl-S", "s"]).sees("goes in 10 s");
    let text = &outbox(&desk)[0].text;
    assert_eq!(text.matches("It has been silent").count(), 1, "{text}");
}

#[test]
fn a_letter_that_has_gone_is_told_and_is_not_recalled() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("On it.").keys(&["Ctrl-S", "s"]).sees("goes in 10 s");
    let (entry, revision) = desk.desk.ledger().outbox().map(|(entry, _)| (entry.id, entry.revision)).next().unwrap();
    let gone = Change::Enter { entry: Some(entry), revision: Some(revision), fact: None };
    desk.desk.commit(Request::new("agent2", vec![gone])).unwrap();
    desk.hear().sees("the letter to Kari Nord and 1 more has gone");
    desk.keys(&["Esc", "u"]).sees("That letter has gone: it cannot be recalled");
}

#[test]
fn the_response_can_be_left_out() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("More soon.").keys(&["Tab", "Tab"]).sees("▌[x] meets response");
    desk.keys(&["Space"])
        .sees("▌[ ] meets response")
        .keys(&["Ctrl-S"])
        .sees("gone: a word to the customer")
        .keys(&["s"]);
    assert_eq!(names(&outbox(&desk)[0]), Vec::<&str>::new());
}

#[test]
fn one_key_sends_and_waits_or_closes_in_the_same_commit() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("Which lorries?").keys(&["Ctrl-S", "w"]);
    assert_eq!(names(&outbox(&desk)[0]), ["responded", "waiting"]);
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "s", "f", "M"])
        .typed("It runs again.")
        .keys(&["Ctrl-S"])
        .sees("Closes the ticket.")
        .keys(&["d"]);
    assert_eq!(names(&outbox(&desk)[0]), ["responded", "closed"]);
}

#[test]
fn a_closing_that_is_not_possible_says_why_and_sends_nothing() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"])
        .typed("Bye.")
        .keys(&["Ctrl-S"])
        .sees("work start not met yet; s on the ticket records it");
    desk.keys(&["d"]).sees("#1 still has to meet its work start; press s on the ticket to record that work began");
    assert_eq!(outbox(&desk), []);
    desk.keys(&["s"]).sees("goes in 10 s");
}

#[test]
fn a_closing_after_a_breach_asks_whose_it_was_with_nothing_chosen() {
    let mut desk = with_letter(100, 30);
    desk.set_clock("2024-01-12T12:00:00Z")
        .keys(&["Enter", "s", "f", "M"])
        .typed("It runs again.")
        .keys(&["Ctrl-S", "d"]);
    desk.sees("Whose breach is it?").keys(&["Enter"]).sees("nothing is chosen yet");
    assert_eq!(outbox(&desk), []);
    desk.keys(&["Down", "Down", "Enter"]).sees("the breach is the vendor's").typed("Nobody answered.").keys(&["Enter"]);
    let words = Some("Nobody answered.".to_owned());
    let closed = event::Closed { reason: Some(frist::domain::ticket::BreachReason::Vendors), words };
    assert_eq!(outbox(&desk)[0].then.last(), Some(&EventData::Closed(closed)));
}

#[test]
fn a_letter_that_asks_for_answers_elsewhere_is_answered_to_its_sender_and_says_so() {
    let EventData::Message(mut message) = letter_in("It is silent") else { panic!() };
    message.letter.as_mut().unwrap().reply_to = Some(Mailbox::of("collect@evil.example"));
    let mut desk = with_letter_of(80, 24, EventData::Message(message));
    desk.keys(&["Enter", "M"]).sees("! Their letter asks for answers to collect@evil.example");
    desk.typed("We look into it").keys(&["Ctrl-S", "s"]);
    assert_eq!(addresses(&outbox(&desk)[0].head.to), ["kari@nordkraft.example"]);
}

#[test]
fn to_all_adds_whom_the_letter_went_to_but_not_the_desk() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"])
        .typed("Hei.")
        .keys(&["Shift-Tab", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Right"])
        .sees("[to all]");
    desk.keys(&["Ctrl-S", "s"]);
    assert_eq!(addresses(&outbox(&desk)[0].head.cc), ["lager@nordkraft.example", "drift@nordkraft.example"]);
}

#[test]
fn a_letter_to_the_vendor_never_quotes_the_customer_by_itself() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "Y"]).sees("Letter to the vendor").sees("[nothing]").sees_not("It has been silent");
    desk.sees("support@markant.no").typed("The hub is silent.").keys(&["Ctrl-S"]);
    desk.sees("a letter to the vendor").keys(&["s"]);
    let letter = outbox(&desk).remove(0);
    assert_eq!((letter.purpose, letter.text.as_str()), (OutgoingPurpose::Vendor, "The hub is silent."));
    assert_eq!(letter.head.references, Vec::<String>::new());
    // It is quoted where somebody chooses that.
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "Y"]).typed("See below.");
    desk.keys(&["Tab", "Right", "Right"])
        .sees("[the customer's words]")
        .sees("> It has been silent")
        .keys(&["Ctrl-S", "s"]);
    assert!(outbox(&desk)[0].text.contains("> It has been silent"));
}

/// Where only a call starts the clock, it says so before anything is sent.
#[test]
fn a_letter_to_the_vendor_says_whether_it_is_the_report() {
    for (severity, words) in
        [("critical", "no report: Markant counts reports by phone"), ("minor", "[x] the report to the vendor")]
    {
        let mut desk = AtDesk::with(MONDAY, 100, 30, |d| {
            log(d, "agent1", new("markant", "standard", severity, "chat", "Hub is silent"));
        });
        with_mail(&mut desk, (100, 30));
        desk.keys(&["Y"]).sees(words);
    }
}

#[test]
fn a_forwarded_letter_takes_the_words_along_to_a_person_who_is_proposed() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", ":"]).typed("forward").keys(&["Enter"]).sees("Fwd: [#1] Hub is silent").typed("ola");
    desk.sees("⏎ Ola Vik <ola@nordkraft.example>").keys(&["Enter"]).sees("Ola Vik <ola@nordkraft.example>,");
    desk.keys(&["Ctrl-S"]).sees("an internal note that it was forwarded");
    desk.sees("send and wait   A letter that is passed on neither waits nor closes").keys(&["w"]).sees("Send to Ola");
    desk.keys(&["s"]);
    let letter = outbox(&desk).remove(0);
    assert_eq!((letter.purpose, addresses(&letter.head.to)), (OutgoingPurpose::Forward, vec!["ola@nordkraft.example"]));
    assert!(letter.text.contains("> It has been silent"), "{}", letter.text);
}

#[test]
fn a_word_that_comes_meanwhile_is_shown_before_the_letter_goes() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("Is it back?");
    happen(&desk.desk, "agent2", ONE, letter_in("It is back, thank you."));
    desk.hear().sees("meanwhile: It is back, thank you.");
    desk.keys(&["Ctrl-S"]).sees("Said on #1 while you wrote").sees("It is back, thank you.").keys(&["Esc"]);
    assert_eq!(outbox(&desk), []);
    desk.sees("Is it back?").keys(&["Ctrl-S"]).sees("Send to Kari Nord").keys(&["s"]);
    assert_eq!(outbox(&desk).len(), 1);
}

#[test]
fn a_word_that_comes_while_it_is_asked_how_to_send_is_shown_too() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("Is it back?").keys(&["Ctrl-S"]);
    happen(&desk.desk, "agent2", ONE, letter_in("It is back, thank you."));
    desk.hear().keys(&["s"]).sees("Said on #1 while you wrote");
    assert_eq!(outbox(&desk), []);
}

#[test]
fn who_else_writes_is_said() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("Soon.");
    let noor = |writes| PresentSession {
        session: SessionId(7),
        name: "noor".into(),
        display: "Noor Nystad".into(),
        ticket: Some(ONE),
        writes,
    };
    let present = |all| HostEvent::Notice(frist::desk::Notice::Present(std::sync::Arc::new(all)));
    desk.screen.tell(present(vec![noor(false)]));
    desk.sees("! Noor Nystad has this open too");
    desk.screen.tell(present(vec![noor(true)]));
    desk.sees("! Noor Nystad writes a letter about this too");
    desk.keys(&["Ctrl-S"]).sees("! Noor Nystad writes a letter about this too").keys(&["Esc"]);
    desk.screen.tell(present(Vec::new()));
    desk.sees_not("Noor");
}

#[test]
fn what_is_typed_stays_as_a_draft_and_can_be_dropped() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M"]).typed("Half a").keys(&["Tab", "Left"]).sees("[nothing]").keys(&["Esc"]);
    desk.sees("Draft kept; M on #1 brings it back").is_on("1 Queue ▸ #1");
    desk.keys(&["M"]).sees("Half a").sees("[nothing]").keys(&["Ctrl-G"]).sees("Drop this letter?").keys(&["y"]);
    desk.keys(&["M"]).sees_not("Half a");
}

#[test]
fn nothing_goes_without_text_or_to_what_is_no_address() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "M", "Ctrl-S"]).sees("✗ Nothing is written yet").typed("x");
    desk.keys(&["Shift-Tab", "Shift-Tab", "Shift-Tab"]).typed(", lager").keys(&["Ctrl-S"]);
    desk.sees("lager is not an address that letters can go to").sees("▌To");
    assert_eq!(outbox(&desk), []);
}

#[test]
fn a_desk_without_mail_says_so_and_opens_nothing() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    desk.keys(&["M"]).sees("This desk has no mail").is_on("1 Queue");
}

#[test]
fn a_viewer_is_refused_before_anything_is_typed() {
    let mut desk = with_letter(100, 30);
    let me = frist::config::Person { name: "eva".into(), display: "Eva".into(), role: frist::config::Role::Viewer };
    desk.start(Setup { me, mail: (&mail()).into(), ..setup(&[]) });
    desk.keys(&["M"]).is_on("1 Queue").sees("viewer");
}

#[test]
fn a_customer_without_an_address_asks_for_one() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    with_mail(&mut desk, (80, 24));
    desk.keys(&["M"]).sees("▌To").sees("No address of #1's customer is known").typed("kari@nordkraft.example");
    desk.keys(&["Tab", "Tab", "Tab"]).typed("We have it.").keys(&["Ctrl-S", "s"]).sees("goes in 10 s");
    assert_eq!(addresses(&outbox(&desk)[0].head.to), ["kari@nordkraft.example"]);
}

/// A customer who stands on the ticket as a name alone may be somebody whom the desk knows.
#[test]
fn a_known_person_of_the_customers_name_is_proposed() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        let person =
            Person { names: vec!["Kari Nord".into()], addresses: vec!["k@acme.example".into()], ..Person::default() };
        enter(d, LedgerFact::Person(Box::new(person)));
        let mut ticket = new("markant", "standard", "serious", "phone", "Hub is silent");
        ticket.customer = Some("Kari Nord".into());
        log(d, "agent1", ticket);
    });
    with_mail(&mut desk, (80, 24));
    desk.keys(&["M"]).sees("⏎ Kari Nord <k@acme.example>").keys(&["Enter"]).sees("Kari Nord <k@acme.example>,");
}

#[test]
fn the_palette_knows_the_words_for_letters() {
    for (word, opens) in
        [("reply", "Answer"), ("answer", "Answer"), ("write to vendor", "Letter to the vendor"), ("forward", "Forward")]
    {
        let mut desk = with_letter(100, 30);
        desk.keys(&["Enter", ":"]).typed(word).keys(&["Enter"]).is_on(&format!("1 Queue ▸ #1 ▸ {opens}"));
    }
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", ":"]).typed("reply to all").keys(&["Enter"]).sees("[to all]");
}

#[test]
fn a_closed_ticket_is_answered_and_stays_closed() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "r", "s", "f", "d"])
        .sees("closed")
        .keys(&["M"])
        .sees("#1 is closed, and the letter does not open it");
    desk.sees_not("[x] meets response")
        .typed("You are welcome.")
        .keys(&["Ctrl-S"])
        .sees("send and wait   #1 is closed already")
        .sees("send and close  #1 is closed already")
        .keys(&["d"])
        .sees("Send to Kari");
    assert_eq!(outbox(&desk), []);
    desk.keys(&["s"]);
    assert_eq!(names(&outbox(&desk)[0]), Vec::<&str>::new());
}

#[test]
fn a_file_goes_with_it_and_one_that_is_not_there_is_said_at_its_field() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hub.log"), "silence\n").unwrap();
    let mut desk = with_letter(100, 30);
    desk.start_in(Setup { mail: (&mail()).into(), files: Some(folder.path().to_owned()), ..setup(&[]) }, (100, 30));
    desk.keys(&["Enter", "M"]).typed("See the log.").keys(&["Tab", "Tab"]).typed("hub.txt").keys(&["Enter"]);
    desk.sees("hub.txt cannot be read").keys(&["Backspace", "Backspace", "Backspace"]);
    desk.typed("log").keys(&["Enter"]).sees("⊕ hub.log").keys(&["Ctrl-S", "s"]).sees("goes in 10 s");
    let letter = outbox(&desk).remove(0);
    assert_eq!(letter.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["hub.log"]);
}

/// Opens a desk whose canned replies are these files.
fn with_replies(files: &[(&str, &str)]) -> (AtDesk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut desk = with_letter(100, 30);
    let replies = Some(folder.path().to_owned());
    desk.start_in(Setup { mail: (&mail()).into(), replies, ..setup(&[]) }, (100, 30));
    desk.keys(&["Enter", "M"]);
    (desk, folder)
}

#[test]
fn a_canned_reply_is_shown_filled_in_and_what_it_does_can_be_left_out() {
    let text =
        "about: We look into it\nwait: yes\nassign: me\nseverity: minor\n\nHello,\n\nwe look into {{ subject }}.\n";
    let (mut desk, _folder) = with_replies(&[("look.txt", text), ("bye.txt", "about: The last word\n\nBye.")]);
    desk.sees("2 to choose from").keys(&["Shift-Tab"]).sees("▌Canned").keys(&["Enter"]).sees("Canned replies");
    desk.sees("The last word").keys(&["Down"]).sees("we look into Hub is silent.");
    desk.sees("Also records: severity minor, assigned to agent1, waiting on the customer").keys(&["Enter"]);
    desk.sees("look taken over")
        .sees("we look into Hub is silent.")
        .sees("[x] meets response")
        .sees("[x] severity minor");
    // Response, update, severity, then the assignment, which is left out.
    desk.keys(&["Tab", "Tab", "Tab", "Tab", "Tab"]).sees("▌[x] assigned to agent1").keys(&["Space"]);
    desk.sees("▌[ ] assigned to agent1")
        .keys(&["Ctrl-S"])
        .sees("a word to the customer, severity minor, waiting on the");
    assert_eq!(outbox(&desk), []);
    desk.keys(&["s"]);
    assert_eq!(names(&outbox(&desk)[0]), ["severity_set", "waiting", "responded"]);
}

#[test]
fn a_canned_reply_with_a_name_that_no_ticket_has_says_its_line_and_is_not_taken() {
    let (mut desk, _folder) = with_replies(&[("next-word.txt", "Hello\n\n{{ customer.first_name }}\n")]);
    desk.sees("1 to choose from").keys(&["Shift-Tab", "Enter"]).sees("cannot be used").sees("next-word.txt:3");
    desk.keys(&["Enter"]).sees("Canned replies").keys(&["Esc"]).sees_not("Hello");
}

#[test]
fn a_small_screen_shows_the_field_that_has_the_keys() {
    let mut desk = with_letter(40, 12);
    desk.keys(&["Enter", "M"]).typed("On it.").sees("On it.");
    for label in ["Quote", "[x] meets response", "[x] records an update", "[ Send ]"] {
        desk.keys(&["Tab"]).sees(label);
    }
    desk.keys(&["Shift-Tab"; 8])
        .sees("▌Letter")
        .keys(&["Ctrl-S"])
        .sees("send and close")
        .keys(&["s"])
        .sees("goes in 10 s");
}

#[test]
fn from_the_queue_the_ticket_is_fetched_first() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["M"])
        .sees("Kari Nord <kari@nordkraft.example>")
        .typed("On it.")
        .keys(&["Ctrl-S", "s"])
        .is_on("1 Queue");
    assert_eq!(outbox(&desk).len(), 1);
}

/// Opens a desk with mail and a ticket of a customer of whom no address is known.
fn without_address(columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        let person = |name: &str, address: &str| {
            let (names, addresses) = (vec![name.into()], vec![address.into()]);
            enter(d, LedgerFact::Person(Box::new(Person { names, addresses, ..Person::default() })));
        };
        person("Kari Nord", "kari@nordkraft.example");
        person("Kari Nord", "kari@vestkraft.example");
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    with_mail(&mut desk, (columns, rows));
    desk
}

#[test]
fn an_empty_or_wrong_address_keeps_nobody_at_its_field() {
    for size in [(80, 24), (160, 45), (40, 12)] {
        let mut desk = without_address(size.0, size.1);
        desk.keys(&["M"]).sees("▌To").keys(&["Shift-Tab"]).sees("▌Letter");
        for kind in ["[to all]", "[to vendor]", "[forward]"] {
            desk.keys(&["Right"]).sees("▌Letter").sees(kind);
        }
        desk.keys(&["Right", "Tab"]).sees("▌To").typed("lager").keys(&["Tab"]).sees("▌Cc");
        desk.sees("✗ lager is not an address").keys(&["Tab"]).sees("▌Subject").keys(&["Up", "Up"]).sees("▌To");
        desk.keys(&["Down", "Down", "Down"]).typed("We have it.").keys(&["Ctrl-S"]).sees("▌To").sees("✗ lager is not");
        assert_eq!(outbox(&desk), []);
        desk.typed("@nordkraft.example").keys(&["Ctrl-S", "s"]);
        assert_eq!(addresses(&outbox(&desk)[0].head.to), ["lager@nordkraft.example"]);
    }
}

#[test]
fn what_is_typed_for_one_kind_of_letter_never_goes_to_another() {
    let mut desk = without_address(80, 24);
    desk.keys(&["M"]).typed("kari@nordkraft.example").keys(&["Shift-Tab", "Right"]).sees("[to all]");
    desk.sees("kari@nordkraft.example").keys(&["Right"]).sees("[to vendor]").sees("support@markant.no");
    desk.sees_not("kari@nordkraft.example").keys(&["Tab", "Tab"]).typed("boss@markant.no");
    desk.keys(&["Shift-Tab", "Shift-Tab", "Left", "Left"]).sees("[to customer]").sees("kari@nordkraft.example");
    desk.sees_not("markant.no").keys(&["Esc", "M"]).sees("kari@nordkraft.example");
    // A draft has what every kind was given.
    desk.keys(&["Shift-Tab", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Right", "Right"]).sees("boss@markant.no");
    desk.sees("support@markant.no").sees_not("kari@");
}

#[test]
fn of_two_people_of_one_name_the_arrows_choose() {
    let mut desk = without_address(80, 24);
    desk.keys(&["M"])
        .typed("kari")
        .sees("⏎ Kari Nord <kari@nordkraft.example>")
        .sees("Kari Nord <kari@vestkraft.example>");
    desk.keys(&["Down"]).sees("⏎ Kari Nord <kari@vestkraft.example>").keys(&["Up", "Down", "Enter"]);
    desk.sees("▌To       Kari Nord <kari@vestkraft.example>,").keys(&["Down"]).sees("▌Cc");
    // Behind the last of them the next field has the keys, before the first the one before.
    desk.typed("kari").keys(&["Down", "Down"]).sees("▌Subject").keys(&["Up"]).sees("▌Cc").keys(&["Up"]).sees("▌To");
}

#[test]
fn the_footer_of_a_letter_says_how_it_is_sent_and_each_way_has_a_key() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("It runs.").sees("Ctrl-S send  F6 send and wait  F7 and close");
    desk.keys(&["F1"]).sees("Send the letter: asks how").keys(&["PgDn"]).sees("F7").keys(&["Esc"]);
    desk.keys(&["F6"]).sees("w  send and wait").keys(&["Enter"]);
    assert_eq!(names(&outbox(&desk)[0]), ["responded", "waiting"]);
    // No other form has them.
    desk.keys(&["n"])
        .sees_not("send and wait")
        .keys(&["F1"])
        .sees("Save the form")
        .sees_not("In a letter")
        .keys(&["Esc"]);
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "s", "f", "M"]).typed("It runs.").keys(&["F7", "Enter"]);
    assert_eq!(names(&outbox(&desk)[0]), ["responded", "closed"]);
    for words in ["send and wait", "send and close"] {
        let mut desk = with_letter(80, 24);
        desk.keys(&["Enter", ":"]).typed(words).keys(&["Enter"]).is_on("1 Queue ▸ #1 ▸ Answer");
    }
}

/// Returns what stands in the box that lies over the page.
fn boxed(desk: &AtDesk) -> String {
    let text = desk.text();
    let lines = text.lines().filter_map(|line| line.split(['│', '╭']).nth(1));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a closing asks for is never cut, however small the screen is.
#[test]
fn what_a_closing_by_letter_asks_for_is_whole() {
    for (columns, rows) in [(80, 24), (160, 45), (40, 12)] {
        let mut desk = with_letter(columns, rows);
        desk.set_clock("2024-01-12T12:00:00Z").keys(&["Enter", "s", "f", "M"]).typed("It runs again.");
        desk.keys(&["F7", "Enter"]).sees("It was late. Whose breach is it?").sees("the vendor's");
        assert!(!boxed(&desk).contains('…'), "{}", desk.text());
        desk.keys(&["Down", "Enter"]).sees("Why? Reports count it.");
        assert!(!boxed(&desk).contains('…'), "{}", desk.text());
        desk.typed("We were late.").keys(&["Enter"]);
        let then = outbox(&desk)[0].then.last().cloned();
        let Some(EventData::Closed(closed)) = then else { panic!("{then:?}") };
        assert_eq!(closed.words.as_deref(), Some("We were late."));
    }
}

#[test]
fn a_letter_that_was_recalled_stands_as_it_was_written() {
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "&"]).typed("On it.").keys(&["Ctrl-S", "s", "u"]).sees("Recalled").keys(&["M"]);
    desk.sees("[to all]").sees("lager@nordkraft.example").sees("▌On it.").sees("[their words]");
    desk.sees_not("▌> It has been").keys(&["Ctrl-S", "s"]);
    let text = &outbox(&desk)[0].text;
    assert_eq!(text.matches("It has been silent").count(), 1, "{text}");
    // One to the vendor that quotes the customer, recalled in the outbox.
    let mut desk = with_letter(100, 30);
    desk.keys(&["Enter", "Y"]).typed("See below.").keys(&["Tab", "Right", "Right", "Ctrl-S", "w"]);
    desk.keys(&["g", "s", "d"]).sees("Recalled; it is a draft").keys(&["Esc", "M"]);
    desk.sees("[to vendor]").sees("▌See below.").sees("[the customer's words]").sees("[x] waiting on the vendor");
}

#[test]
fn a_path_is_completed_and_its_field_is_left_by_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["hub-one.log", "hub-two.log"] {
        std::fs::write(folder.path().join(name), "silence\n").unwrap();
    }
    let mut desk = with_letter(80, 24);
    desk.start_in(Setup { mail: (&mail()).into(), files: Some(folder.path().to_owned()), ..setup(&[]) }, (80, 24));
    desk.keys(&["Enter", "M"]).typed("See the log.").keys(&["Tab", "Tab"]).typed("h").keys(&["Tab"]);
    desk.sees("▌Files    hub-")
        .sees("hub-one.log  hub-two.log")
        .typed("o")
        .keys(&["Tab"])
        .sees("▌Files    hub-one.log");
    desk.keys(&["Tab"]).sees("⊕ hub-one.log").sees("▌[x]").keys(&["Shift-Tab"]).typed("nothing").keys(&["Tab"]);
    desk.sees("✗ There is nothing in").keys(&["Tab", "Tab"]).sees_not("▌Files");
}

#[test]
fn a_digit_takes_a_canned_reply_with_what_it_does() {
    let text = "about: We look into it\nwait: yes\nassign: me\ntags: hub, disk, -slow\n\nWe look into it.\n";
    let (mut desk, _folder) = with_replies(&[("look.txt", text), ("bye.txt", "about: The last word\n\nBye.")]);
    desk.keys(&["F8"]).sees("1 bye").sees("2 look").keys(&["2"]).sees("look taken over").sees("▌We look into it.");
    desk.sees("[x] assigned to agent1").sees("[x] waiting on the customer").keys(&["Ctrl-S"]);
    desk.sees("[x] tags disk hub").sees("a word to the customer, assigned to agent1, tags disk").keys(&["s"]);
    assert_eq!(names(&outbox(&desk)[0]), ["assigned", "tagged", "waiting", "responded"]);
    let (mut desk, _folder) = with_replies(&[("look.txt", text), ("bye.txt", "about: The last word\n\nBye.")]);
    desk.keys(&["F8"]).typed("last").sees("1 bye").sees_not("2 look").keys(&["Enter"]).sees("▌Bye.");
}

#[test]
fn what_is_said_at_the_foot_covers_nothing_of_the_letter() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M", "Shift-Tab", "Ctrl-T"]).sees("A letter happens when it goes").sees("[ Send ]");
}

#[test]
fn what_sending_meets_says_when_it_is_due() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).sees("[x] meets response (due").sees("Tab to it, Space leaves it out");
}

/// The vendor's address in a letter about one ticket is the first that is proposed for another, where no contract names one.
#[test]
fn a_vendor_who_was_written_to_before_is_proposed() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        for subject in ["Labels", "Shop is down"] {
            log(d, "agent1", new("missoun", "standard", "low", "portal", subject));
        }
        let head = LetterHead { to: vec![Mailbox::of("hjelp@missoun.example")], ..LetterHead::default() };
        let text = "See the labels.".to_owned();
        let direction = MessageDirection::VendorOut;
        let letter = Some(Box::new(head));
        happen(
            d,
            "agent1",
            ONE,
            EventData::Message(event::Message { direction, text, letter, ..event::Message::default() }),
        );
    });
    with_mail(&mut desk, (80, 24));
    desk.keys(&["# 2", "Enter", "Y"]).is_on("1 Queue ▸ #2 ▸ Letter to the vendor");
    desk.sees("⏎ hjelp@missoun.example, written to before").keys(&["Enter"]).sees("▌To       hjelp@missoun.example,");
    // Not to the customer.
    desk.keys(&["Shift-Tab", "Left", "Tab"]).sees_not("hjelp");
}

/// Somebody who was taken off the copies of a letter is not among them again when it comes back.
#[test]
fn copies_that_were_taken_off_stay_off_when_a_letter_is_recalled() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("On it.").keys(&["Shift-Tab", "Shift-Tab", "Ctrl-U", "Ctrl-S", "s", "u", "M"]);
    desk.sees("On it.").sees("nobody else").sees_not("drift@").keys(&["Ctrl-S", "s"]);
    assert_eq!(addresses(&outbox(&desk)[0].head.cc), Vec::<&str>::new());
}

#[test]
fn the_key_for_another_kind_of_letter_says_that_one_was_begun() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("Dear customer").keys(&["Esc", "Y"]).sees("[to customer]").sees("Dear customer");
    desk.sees("This is the letter that was begun: to customer").sees("[ Send ]");
}

/// Each kind of letter, what is wrong with one, and how one is sent, in each size; what is wrong is in its colour.
#[test]
fn letters_in_their_kinds_and_with_what_is_wrong() {
    for (columns, rows) in [(80, 24), (160, 45), (40, 12)] {
        let size = format!("{columns}x{rows}");
        let opened = |key: &str| {
            let mut desk = with_letter(columns, rows);
            desk.keys(&["Enter", key]);
            desk
        };
        for (key, kind) in [("M", "customer"), ("&", "all"), ("Y", "vendor"), ("<", "forward")] {
            insta::assert_snapshot!(format!("letter_to_{kind}_{size}"), opened(key).text());
        }
        let mut desk = without_address(columns, rows);
        desk.keys(&["M"]).typed("lager").keys(&["Tab", "Ctrl-S"]);
        let (text, styles) = (desk.text(), styles(desk.screen.buffer(), &Theme::default()));
        insta::assert_snapshot!(format!("letter_to_no_address_{size}"), format!("{text}\n{styles}"));
        let mut desk = opened("M");
        insta::assert_snapshot!(format!("letter_without_text_{size}"), desk.keys(&["Ctrl-S"]).text());
        insta::assert_snapshot!(
            format!("letter_is_sent_{size}"),
            desk.typed("On it.").keys(&["Ctrl-S", "Down"]).text()
        );
        let mut desk = with_letter(columns, rows);
        desk.set_clock("2024-01-12T12:00:00Z").keys(&["Enter", "s", "f", "M"]).typed("It runs.").keys(&["F7", "Enter"]);
        insta::assert_snapshot!(format!("letter_that_closes_{size}"), desk.text());
        insta::assert_snapshot!(format!("letter_that_closes_says_why_{size}"), desk.keys(&["Down", "Enter"]).text());
    }
}

use super::*;
use crate::ledger::{LedgerFact, LedgerRecord, LedgerRecordId, Person, check_fact};
use crate::sla::fixture::{TicketCase, built_in, reported};
use crate::ticket::event::Message;
use crate::ticket::{TicketId, check_note};

const AT: &str = "2024-01-08 10:00";
const OWN: &str = "desk@acme.example";
const ID: TicketId = TicketId(7);

fn case() -> TicketCase {
    reported(&built_in("markant"), ("standard", "critical"), "phone", "2024-01-08 09:00")
}

fn ticket(case: &TicketCase) -> Ticket {
    Ticket::fold(ID, &case.events).unwrap()
}

fn record(case: &TicketCase) -> Record {
    Record::new(ID, case.events.clone()).unwrap()
}

fn letter_of(direction: MessageDirection, id: &str, from: &str) -> Message {
    let letter = LetterHead {
        message_id: Some(id.to_owned()),
        from: Some(Mailbox::of(from)),
        to: vec![Mailbox::of("Desk@acme.example"), Mailbox::of("team@acme.example")],
        cc: vec![Mailbox::of("ola@acme.example"), Mailbox::of("desk+7.abc@ACME.example"), Mailbox::of(from)],
        subject: "RE: Nede".into(),
        ..LetterHead::default()
    };
    Message { direction, text: "Hei".into(), letter: Some(Box::new(letter)), ..Message::default() }
}

fn with(case: TicketCase, message: Message) -> TicketCase {
    case.then(AT, EventData::Message(message))
}

fn people(addresses: &[&str]) -> Ledger {
    let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
    let person = Person { names: vec!["Kari Nord".into()], addresses, ..Person::default() };
    let fact = Some(LedgerFact::Person(Box::new(person)));
    let (id, at) = (LedgerRecordId(1), Instant::from_secs(0));
    [LedgerRecord { id, revision: 0, at, by: "anna".into(), first_by: None, fact }].into_iter().collect()
}

/// Returns the addresses that an answer goes to, and those that get a copy.
fn goes_to(case: &TicketCase, ledger: &Ledger, side: Correspondent, all: bool) -> Result<[Vec<String>; 2], String> {
    let contract = built_in("markant");
    let found = receivers(&record(case), (ledger, Some(&contract)), side, all, OWN).map_err(|error| error.message)?;
    let addresses = |list: Vec<Mailbox>| list.into_iter().map(|mailbox| mailbox.address).collect();
    Ok([addresses(found.to), addresses(found.cc)])
}

fn theirs(case: TicketCase) -> TicketCase {
    let set = crate::ticket::event::CustomerSet {
        customer: Some("Kari Nord".into()),
        person: Some(LedgerRecordId(1)),
        ..crate::ticket::event::CustomerSet::default()
    };
    case.then(AT, EventData::CustomerSet(set))
}

#[test]
fn an_answer_goes_to_who_wrote_with_the_copies_and_never_to_the_desk_itself() {
    let none = Ledger::default();
    let case = with(case(), letter_of(MessageDirection::In, "1@acme.example", "kari@acme.example"));
    let to = goes_to(&case, &none, Correspondent::Customer, false).unwrap();
    assert_eq!(to, [vec!["kari@acme.example"], vec!["ola@acme.example"]]);
    let all = goes_to(&case, &none, Correspondent::Customer, true).unwrap();
    assert_eq!(all[1], ["team@acme.example", "ola@acme.example"]);
}

#[test]
fn an_answer_goes_to_the_tickets_person_where_somebody_else_wrote_last() {
    let ledger = people(&["kari@acme.example"]);
    let written = with(theirs(case()), letter_of(MessageDirection::In, "1@x.example", "bo@x.example"));
    assert_eq!(goes_to(&written, &ledger, Correspondent::Customer, false).unwrap()[0], ["kari@acme.example"]);
    // Whoever has no address is written to where they wrote from, and an address is never made up.
    assert_eq!(goes_to(&written, &people(&[]), Correspondent::Customer, false).unwrap()[0], ["bo@x.example"]);
    let error = goes_to(&theirs(case()), &people(&[]), Correspondent::Customer, false).unwrap_err();
    assert!(error.contains("no address of") && error.contains("customer is known"), "{error}");
}

#[test]
fn answers_go_where_a_letter_wants_them_if_that_is_known_as_its_senders() {
    let asks = |reply_to: &str| {
        let mut message = letter_of(MessageDirection::In, "1@acme.example", "kari@acme.example");
        message.letter.as_mut().unwrap().reply_to = Some(Mailbox::of(reply_to));
        with(case(), message)
    };
    let to = |case: &TicketCase, ledger: &Ledger| {
        let found = receivers(&record(case), (ledger, None), Correspondent::Customer, false, OWN).unwrap();
        (found.to[0].address.clone(), found.asks_for.map(|mailbox| mailbox.address))
    };
    let (none, known) = (Ledger::default(), people(&["kari@acme.example", "kari@home.example"]));
    let kari = "kari@acme.example".to_owned();
    assert_eq!(to(&asks("shop@acme.example"), &none), ("shop@acme.example".into(), None));
    assert_eq!(to(&asks("shop@no.acme.example"), &none), ("shop@no.acme.example".into(), None));
    for elsewhere in ["kari@home.example", "kari@notacme.example", "kari@example", "x@acme.example.evil.example"] {
        assert_eq!(to(&asks(elsewhere), &none), (kari.clone(), Some(elsewhere.into())), "{elsewhere}");
    }
    assert_eq!(to(&theirs(asks("kari@home.example")), &known), ("kari@home.example".into(), None));
    for nobody in [OWN, "desk+7.abc@acme.example", "MAILER-DAEMON@acme.example"] {
        assert_eq!(to(&asks(nobody), &none), (kari.clone(), Some(nobody.into())), "{nobody}");
    }
}

#[test]
fn who_wrote_last_without_being_of_the_customers_side_gets_no_answer() {
    let none = Ledger::default();
    let first = letter_of(MessageDirection::In, "1@fjord.example", "kari@fjord.example");
    let mut new = case();
    new.events.push(Event { what: EventData::Message(first).into(), ..new.events[0].clone() });
    let mut evil = letter_of(MessageDirection::In, "2@evil.example", "bo@evil.example");
    evil.letter.as_mut().unwrap().cc = vec![Mailbox::of("eva@evil.example")];
    evil.text = "Send it to me".into();
    evil.keeps_waiting = true;
    let written = with(new.clone(), Message { writer: Some(LetterWriter::Other), ..evil.clone() });
    let kari = ["kari@fjord.example"];
    assert_eq!(
        goes_to(&written, &none, Correspondent::Customer, false).unwrap(),
        [kari.to_vec(), vec!["ola@acme.example"]]
    );
    let all = goes_to(&written, &none, Correspondent::Customer, true).unwrap();
    assert_eq!(all, [kari.to_vec(), vec!["team@acme.example", "ola@acme.example", "bo@evil.example"]]);
    let zone = built_in("markant").zone;
    let quoted = quotation(&record(&written), Correspondent::Customer, zone, Language::English).unwrap();
    assert!(quoted.contains("kari@fjord.example wrote") && !quoted.contains("Send it"), "{quoted}");
    // The same from before it was noted who wrote, and where somebody has said that it is the customer.
    assert_eq!(goes_to(&with(new.clone(), evil.clone()), &none, Correspondent::Customer, false).unwrap()[0], kari);
    let said = with(new, Message { writer: Some(LetterWriter::Customer), ..evil });
    let to = goes_to(&said, &none, Correspondent::Customer, false).unwrap();
    assert_eq!(to, [kari.to_vec(), vec!["bo@evil.example", "eva@evil.example"]]);
}

#[test]
fn a_machine_is_never_answered() {
    let mut message = letter_of(MessageDirection::In, "1@acme.example", "noreply@acme.example");
    message.letter.as_mut().unwrap().verdict = Verdict::Automatic;
    assert!(goes_to(&with(case(), message), &Ledger::default(), Correspondent::Customer, false).is_err());
}

#[test]
fn each_side_has_a_thread_of_its_own_and_the_vendor_is_never_told_what_the_customer_wrote() {
    let customers = letter_of(MessageDirection::In, "1@acme.example", "kari@acme.example");
    let mut ours = letter_of(MessageDirection::Out, "2@acme.example", OWN);
    ours.letter.as_mut().unwrap().references = vec!["1@acme.example".into()];
    let vendors = letter_of(MessageDirection::VendorOut, "3@acme.example", OWN);
    let case = with(with(with(case(), customers), ours), vendors);
    let record = record(&case);
    assert_eq!(references(&record.events, Correspondent::Customer), ["1@acme.example", "2@acme.example"]);
    assert_eq!(references(&record.events, Correspondent::Vendor), ["3@acme.example"]);
    let zone = built_in("markant").zone;
    assert_eq!(quotation(&record, Correspondent::Vendor, zone, Language::English), None);
    let quoted = quotation(&record, Correspondent::Customer, zone, Language::English).unwrap();
    assert_eq!(quoted, "Mon 8 Jan 2024 10:00, kari@acme.example wrote:\n> Hei");
    assert_eq!(unfolded(&format!("Ja\n\n{quoted}")).0, "Ja");
    for (language, said) in [
        (Language::Norwegian, "man. 8. jan. 2024 10:00 skrev kari@acme.example:\n> Hei"),
        (Language::Dutch, "ma 8 jan. 2024 10:00 schreef kari@acme.example:\n> Hei"),
    ] {
        let quoted = quotation(&record, Correspondent::Customer, zone, language).unwrap();
        assert_eq!(quoted, said);
        assert_eq!(unfolded(&format!("Ja\n\n{quoted}")).0, "Ja", "it is folded in every language");
    }
}

#[test]
fn of_many_references_the_first_and_the_newest_stay() {
    let mut message = letter_of(MessageDirection::In, "last@acme.example", "kari@acme.example");
    message.letter.as_mut().unwrap().references = (0..MOST_REFERENCES).map(|n| format!("{n}@acme.example")).collect();
    let ids = references(&record(&with(case(), message)).events, Correspondent::Customer);
    assert_eq!((ids.len(), ids[0].as_str(), ids[1].as_str()), (MOST_REFERENCES, "0@acme.example", "2@acme.example"));
    assert_eq!(ids.last().unwrap(), "last@acme.example");
}

#[test]
fn a_subject_has_one_prefix_and_the_number_once() {
    let of = |case: &TicketCase, side| subject(&record(case), side, "Re: ");
    let number = ID;
    let own = ticket(&case()).subject;
    assert_eq!(of(&case(), Correspondent::Customer), format!("Re: [#{number}] {own}"));
    assert_eq!(of(&case(), Correspondent::Vendor), format!("[#{number}] {own}"));
    let mut message = letter_of(MessageDirection::In, "1@acme.example", "kari@acme.example");
    for (was, is) in [
        ("Nede", "Re: [#N] Nede"),
        ("SV: Re: Nede", "Re: [#N] Nede"),
        ("Re: [#N] Nede", "Re: [#N] Nede"),
        ("Re:", "Re: [#N] Re:"),
    ] {
        message.letter.as_mut().unwrap().subject = was.replace("#N", &format!("#{number}"));
        let case = with(case(), message.clone());
        assert_eq!(of(&case, Correspondent::Customer), is.replace("#N", &format!("#{number}")));
    }
}

fn beside(case: &TicketCase, side: Correspondent, choice: &ReplyChoice) -> Vec<&'static str> {
    let contract = built_in("markant");
    let then = recorded_beside(&ticket(case), Some(&contract), side, choice);
    then.iter().map(|what| what.sort().name).collect()
}

#[test]
fn the_first_answer_is_the_response_and_what_is_left_out_is_left_out() {
    let usual = ReplyChoice::default();
    let waits = ReplyChoice { waits: true, ..ReplyChoice::default() };
    let plain = ReplyChoice { records_only_itself: true, ..ReplyChoice::default() };
    let closes = ReplyChoice { closes: Some(Closed { reason: None, words: None }), ..ReplyChoice::default() };
    assert_eq!(beside(&case(), Correspondent::Customer, &usual), ["responded"]);
    assert_eq!(beside(&case(), Correspondent::Customer, &plain), Vec::<&str>::new());
    assert_eq!(beside(&case(), Correspondent::Customer, &waits), ["responded", "waiting"]);
    let answered = case().then(AT, EventData::Responded);
    assert_eq!(beside(&answered, Correspondent::Customer, &closes), ["closed"]);
    let waiting = answered.then(AT, EventData::waiting(Pause::WaitingCustomer));
    assert_eq!(beside(&waiting, Correspondent::Customer, &waits), Vec::<&str>::new());
    // To the vendor it is no response to the customer.
    assert_eq!(beside(&case(), Correspondent::Vendor, &waits), ["waiting"]);
}

#[test]
fn a_letter_to_the_vendor_is_the_report_only_where_the_contract_takes_mail_and_nothing_was_reported() {
    let takes_mail = |id: &str, severity: &str| built_in(id).takes(severity, EMAIL);
    let wanted = |id: &'static str, plan: &str, severity: &str, channel: &str| {
        let contract = built_in(id);
        let case = reported(&contract, (plan, severity), channel, "2024-01-08 09:00");
        let then = recorded_beside(&ticket(&case), Some(&contract), Correspondent::Vendor, &ReplyChoice::default());
        !then.is_empty()
    };
    assert!(!takes_mail("markant", "critical"));
    assert!(!wanted("markant", "standard", "critical", "email"), "mail does not count there");
    assert!(takes_mail("markant", "minor"));
    assert!(!wanted("markant", "standard", "minor", "email"), "it was reported already");
    assert!(wanted("markant", "standard", "minor", "chat"));
}

#[test]
fn a_letter_that_is_no_report_says_by_what_the_vendor_counts_them() {
    let contract = built_in("markant");
    let case = reported(&contract, ("standard", "critical"), "email", "2024-01-08 09:00");
    let to_vendor = Outgoing { purpose: OutgoingPurpose::Vendor, ..letter(ID, "Hei".into()) };
    let words = recorded_in_words(&to_vendor, &ticket(&case), Some(&contract));
    assert!(words.starts_with("a letter to the vendor; no report: ") && words.contains("phone"), "{words}");
}

#[test]
fn an_acknowledgement_meets_acknowledge_and_nothing_else() {
    let told = acknowledgement(&ticket(&case()), Mailbox::of("kari@acme.example"), Some("nb"));
    let case = told.recorded().into_iter().fold(case(), |case, what| case.then(AT, what));
    assert!(ticket(&case).acknowledged().is_some());
    assert_eq!((ticket(&case).last_told, ticket(&case).responded.is_some()), (None, false));
    // A real answer is a word, and acknowledged stays as it was.
    let first = ticket(&case).acknowledged();
    let answered = case.then("2024-01-08 11:00", letter(TicketId(1), "Hei".into()).recorded().remove(0));
    assert!(ticket(&answered).last_told.is_some());
    assert_eq!(ticket(&answered).acknowledged(), first);
}

/// An answer whose writer leaves the update out is written down, and is no word to the customer; what is left of it counts.
#[test]
fn an_answer_counts_as_no_more_than_its_writer_says() {
    let told = |counts_as| {
        let answer = Outgoing { counts_as, ..letter(ID, "Hei".into()) };
        let theirs = with(case(), letter_of(MessageDirection::In, "1@acme.example", "kari@acme.example"));
        let ticket = ticket(&theirs.then("2024-01-08 11:00", answer.recorded().remove(0)));
        (ticket.last_told.is_some(), ticket.acknowledged().is_some(), ticket.unanswered_since())
    };
    assert_eq!(told(CountsAs::Update), (true, true, None));
    assert_eq!(told(CountsAs::Acknowledgement), (false, true, None));
    assert_eq!(told(CountsAs::Nothing), (false, false, None));
    // To the vendor there is nothing of it to leave out.
    let to_vendor =
        Outgoing { purpose: OutgoingPurpose::Vendor, counts_as: CountsAs::Nothing, ..letter(ID, "Hei".into()) };
    let EventData::Message(message) = to_vendor.recorded().remove(0) else { panic!() };
    assert_eq!(message.counts_as, CountsAs::Update);
}

#[test]
fn without_the_update_an_answer_acknowledges_where_that_is_still_to_be_done() {
    let contract = crate::sla::fixture::contract(crate::sla::fixture::EIGHT);
    let promised = reported(&contract, ("premium", "critical"), "phone", "2024-01-08 09:00");
    let counts_as = |case: &TicketCase, left_out| counts_as_without(left_out, &ticket(case), Some(&case.contract));
    assert_eq!(counts_as(&promised, (false, false)), CountsAs::Update);
    assert_eq!(counts_as(&promised, (true, false)), CountsAs::Acknowledgement);
    assert_eq!(counts_as(&promised, (false, true)), CountsAs::Nothing);
    assert_eq!(counts_as(&promised.clone().then(AT, EventData::ReceiptConfirmed), (true, false)), CountsAs::Nothing);
    assert_eq!(counts_as(&case(), (true, false)), CountsAs::Nothing, "none is promised there");
}

#[test]
fn acknowledgements_are_texts_in_each_language() {
    for language in [None, Some("nb"), Some("nl"), Some("en-GB"), Some("x")] {
        let told = acknowledgement(&ticket(&case()), Mailbox::of("kari@acme.example"), language);
        assert!(check_note(&told.text).is_ok() && told.text.contains(&told.ticket.to_string()));
    }
}

fn refused(change: impl FnOnce(&mut Outgoing)) -> Option<String> {
    let mut outgoing = letter(TicketId(7), "Hei".into());
    (outgoing.head.to, outgoing.head.subject) = (vec![Mailbox::of("kari@acme.example")], "Nede".into());
    change(&mut outgoing);
    let (book, ledger) = (crate::contract::Book::built_in(), Ledger::default());
    let fact = LedgerFact::Outgoing(Box::new(outgoing));
    check_fact(&fact, None, &book, &ledger, Instant::from_secs(0)).err().map(|error| error.message)
}

#[test]
fn each_letter_that_cannot_go_is_refused() {
    assert_eq!(refused(|_| ()), None);
    assert_eq!(refused(|letter| letter.head.to.clear()).unwrap(), "the letter goes to nobody");
    for address in ["kari", "kari@", "@x", "a b@x", "-oQ/tmp@x", "a@x,b@y", "a@x\nBcc: b@y", "<a@x>"] {
        let error = refused(|letter| letter.head.cc = vec![Mailbox::of(address)]);
        assert!(error.is_some(), "{address}");
    }
    assert_eq!(refused(|letter| letter.head.subject.clear()).unwrap(), "the letter has no subject");
    assert!(refused(|letter| letter.head.subject = "a\nBcc: b@y".into()).is_some());
    assert!(refused(|letter| letter.text = " \n".into()).unwrap().contains("there is no text in it"));
    let reopened = refused(|letter| letter.then = vec![EventData::Reopened]);
    assert_eq!(reopened.unwrap(), "a letter does not record reopened");
    assert!(refused(|letter| letter.then = vec![EventData::Responded; 9]).is_some());
}

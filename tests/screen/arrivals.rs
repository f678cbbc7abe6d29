//! What has come in is seen: on the page of its ticket, in the queue, and by whoever works on it.

use frist::config::{Person as Staff, Role};
use frist::domain::contract::Pause;
use frist::domain::ticket::{EventData, MessageDirection, TicketId, event};
use frist::tui::app::Setup;
use frist_testkit::letters::{head, mailbox};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use crate::letters::{SIZES, by_letter, select};

fn kari(text: &str) -> EventData {
    by_letter(MessageDirection::In, text, head(mailbox("Kari Nord", "kari@acme.example"), "Re: Hub is silent"))
}

fn told() -> EventData {
    EventData::Note(event::Note { text: "We look into it.".to_owned(), to_customer: true })
}

/// Opens a desk with two tickets, the first answered and with agent1; nobody has written since.
fn answered((columns, rows): (u16, u16)) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        let mut ticket = new("markant", "standard", "serious", "phone", "Hub is silent");
        ticket.description = Some("It does not answer since eight.".to_owned());
        log(d, "agent1", ticket);
        log(d, "agent1", new("sesam", "partner", "error", "phone", "Labels do not print"));
        happen(d, "agent1", TicketId(1), EventData::Assigned(event::Assigned { to: Some("agent1".to_owned()) }));
    });
    desk.pass(60);
    happen(&desk.desk, "agent1", TicketId(1), EventData::Responded);
    happen(&desk.desk, "agent1", TicketId(1), told());
    desk.pass(60).hear();
    desk
}

#[test]
fn a_ticket_opens_at_what_was_said_last_and_its_beginning_is_one_key_away() {
    for size in SIZES {
        let mut desk = answered(size);
        let long: Vec<String> = (1..=40).map(|line| format!("line {line}")).collect();
        happen(&desk.desk, "agent2", TicketId(1), kari(&long.join("\n")));
        desk.pass(60);
        happen(&desk.desk, "agent2", TicketId(1), kari("It is silent again."));
        desk.hear();
        select(&mut desk, "Hub is silent");
        desk.keys(&["Enter"]).sees("It is silent again.").keys(&["Home"]).sees("description").sees("since eight");
        desk.keys(&["End"]).sees("It is silent again.").keys(&["g g"]).sees("description");
    }
}

#[test]
fn what_comes_in_while_its_ticket_is_open_shows_to_whoever_is_at_the_end() {
    for size in [(80, 24), (160, 45)] {
        let mut desk = answered(size);
        let long: Vec<String> = (1..=80).map(|line| format!("line {line}")).collect();
        happen(&desk.desk, "agent2", TicketId(1), kari(&long.join("\n")));
        desk.hear();
        select(&mut desk, "Hub is silent");
        desk.keys(&["Enter", "End"]).pass(60);
        happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
        desk.hear().sees("It is silent again.");
        // Whoever reads further up stays there.
        desk.keys(&["Home"]).sees("description").pass(60);
        happen(&desk.desk, "frist", TicketId(1), kari("Hello?"));
        desk.hear().sees("description");
    }
}

#[test]
fn the_queue_marks_a_ticket_whose_customer_wrote_last_until_somebody_answers() {
    for size in SIZES {
        let mut desk = answered(size);
        assert!(!desk.row("Hub is silent").contains('↩'), "{}", desk.text());
        happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
        desk.hear();
        assert!(desk.row("Hub is silent").contains('↩'), "{}", desk.text());
        desk.keys(&["/"]).typed("is:unanswered").keys(&["Enter"]).sees("Hub is silent").sees_not("Labels do not print");
        desk.keys(&["Backspace"]);
        select(&mut desk, "Hub is silent");
        desk.keys(&["Enter"]).sees("↩ The customer wrote last").keys(&["Esc"]);
        desk.pass(60);
        happen(&desk.desk, "agent2", TicketId(1), told());
        desk.hear();
        assert!(!desk.row("Hub is silent").contains('↩'), "{}", desk.text());
    }
    let mut desk = answered((160, 45));
    happen(&desk.desk, "frist", TicketId(1), kari("Thank you."));
    desk.hear().sees("↩ 1 unanswered");
    select(&mut desk, "Hub is silent");
    desk.sees("Z says that it needs no answer").keys(&["Z"]).sees_not("↩ 1 unanswered").keys(&["u"]);
    desk.sees("↩ 1 unanswered").keys(&["?"]).sees("↩ the customer wrote last");
}

/// The report itself, what a machine writes, and a call wait for no answer.
#[test]
fn only_what_the_customer_wrote_and_nobody_answered_is_marked() {
    let mut desk = answered((120, 30));
    let call =
        event::Message { channel: Some("phone".to_owned()), text: "Well?".to_owned(), ..event::Message::default() };
    happen(&desk.desk, "agent2", TicketId(1), EventData::Message(call));
    let EventData::Message(away) = kari("I am away.") else { panic!() };
    happen(&desk.desk, "frist", TicketId(1), EventData::Message(event::Message { keeps_waiting: true, ..away }));
    desk.hear();
    assert!(!desk.row("Hub is silent").contains('↩'), "{}", desk.text());
    let by_hand = event::Message { text: "Well?".to_owned(), ..event::Message::default() };
    happen(&desk.desk, "agent2", TicketId(1), EventData::Message(by_hand));
    desk.hear();
    assert!(desk.row("Hub is silent").contains('↩'), "{}", desk.text());
}

#[test]
fn the_queue_says_which_tickets_wait_for_somebody_else() {
    for size in SIZES {
        let mut desk = answered(size);
        happen(&desk.desk, "agent1", TicketId(1), EventData::waiting(Pause::WaitingCustomer));
        desk.hear();
        let row = desk.row("Hub is silent");
        assert!(row.contains("‖ Hub is silent"), "{row}");
        happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
        desk.hear();
        let row = desk.row("Hub is silent");
        assert!(!row.contains("‖ Hub is silent") && row.contains("↩ Hub is silent"), "{row}");
    }
}

#[test]
fn whoever_has_the_ticket_is_told_who_has_answered_on_every_page() {
    for size in SIZES {
        let mut desk = answered(size);
        desk.keys(&["3"]);
        happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
        desk.hear().sees("Kari Nord answered on #1").pass(15).sees("Kari Nord answered on #1");
        desk.pass(10).sees_not("Kari Nord answered");
    }
    let mut desk = answered((80, 24));
    let other = Staff { name: "agent2".to_owned(), display: "agent2".to_owned(), role: Role::Agent };
    desk.start(Setup { me: other, ..setup(&[]) });
    desk.keys(&["3"]);
    happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
    desk.hear().sees_not("Kari Nord answered");
}

#[test]
fn what_came_by_letter_is_said_in_words_of_its_own() {
    let mut desk = answered((100, 30));
    select(&mut desk, "Hub is silent");
    desk.keys(&["Enter"]);
    let vendor =
        by_letter(MessageDirection::VendorIn, "A disk.", head(mailbox("Markant", "support@markant.example"), "x"));
    happen(&desk.desk, "frist", TicketId(1), vendor);
    desk.hear().sees("The vendor wrote on #1: Hub is silent");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Fixed);
    happen(&desk.desk, "agent2", TicketId(1), EventData::Closed(event::Closed { reason: None, words: None }));
    desk.hear().keys(&["Esc"]).pass(60);
    happen(&desk.desk, "frist", TicketId(1), kari("It is silent again."));
    desk.hear().sees("The customer wrote after closing: #1: Hub is silent").sees_not("has changed #1");
}

/// Whoever goes on in the form sees how the description begins, not how it ends.
#[test]
fn a_description_that_is_left_shows_its_beginning() {
    let mut desk = AtDesk::at(MONDAY, 100, 40);
    desk.keys(&["n"]);
    let text = desk.text();
    let place = text.lines().position(|line| line.contains("Description")).unwrap();
    for _ in 0..20 {
        if desk.text().lines().nth(place).is_some_and(|line| line.starts_with('▌')) {
            break;
        }
        desk.keys(&["Tab"]);
    }
    let long: Vec<String> = (1..=30).map(|line| format!("line {line} of it")).collect();
    desk.screen.bytes(format!("\x1b[200~{}\x1b[201~", long.join("\r")).as_bytes());
    desk.sees("line 30 of it").sees_not("line 1 of it").keys(&["Tab"]).sees("line 1 of it").sees_not("line 30 of it");
}

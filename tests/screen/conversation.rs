//! The conversation on the page of a ticket, and writing it.

use frist::desk::Desk;
use frist::domain::ticket::{EntryKind, EventData, MessageDirection, TicketId, conversation, event};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

const QUOTING: &str = "It prints.\n\nOn Mon, the desk wrote:\n> Does it print?\n> Please try.";

fn message(direction: MessageDirection, text: &str) -> EventData {
    let channel = Some("phone".to_owned());
    EventData::Message(event::Message { direction, channel, text: text.to_owned(), ..event::Message::default() })
}

/// Opens a desk on the page of a ticket with a description and a customer's word.
fn talked_of(columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        let mut ticket = new("markant", "standard", "serious", "phone", "Hub is silent");
        ticket.customer = Some("Kari Dahl".to_owned());
        ticket.description = Some("It does not answer since eight.\n\nThree lorries wait.".to_owned());
        log(d, "agent1", ticket);
        happen(d, "agent2", TicketId(1), message(MessageDirection::In, QUOTING));
        happen(d, "agent1", TicketId(1), message(MessageDirection::VendorIn, "A node lost its disk."));
    });
    desk.keys(&["Enter"]);
    desk
}

fn said(desk: &AtDesk) -> Vec<(EntryKind, String)> {
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    conversation(&record.events).iter().map(|entry| (entry.kind, entry.text.to_owned())).collect()
}

#[test]
fn the_page_shows_it_whole_and_folds_what_is_quoted() {
    let mut desk = talked_of(80, 40);
    desk.sees("[CONVERSATION 3]").sees("description, Kari Dahl").sees("Three lorries wait.");
    desk.sees("from the customer by phone, Kari Dahl").sees("It prints.").sees("quoted lines");
    desk.sees("from the vendor by phone").sees_not("Does it print?");
    desk.keys(&["+"]).sees("> Does it print?").keys(&["+"]).sees_not("> Does it print?");
}

#[test]
fn the_tab_turns_to_the_events_and_back() {
    let mut desk = talked_of(80, 24);
    desk.keys(&["Tab"]).sees("[TIMELINE]").sees("reported by phone").keys(&["Tab"]).sees("[CONVERSATION 3]");
}

#[test]
fn a_wide_screen_shows_both_and_the_keys_go_to_one() {
    let mut desk = talked_of(160, 45);
    desk.sees("CONVERSATION 3").sees("TIMELINE").sees("reported by phone").sees("Three lorries wait.");
    // Enter opens what has the keys: the conversation as a text, or the selected event.
    desk.keys(&["Enter"]).sees("Conversation").sees("> Does it print?").keys(&["Esc", "Tab", "Enter"]).sees("happened");
}

#[test]
fn a_long_conversation_scrolls_by_lines() {
    let mut desk = talked_of(80, 24);
    let long: Vec<String> = (1..=60).map(|line| format!("line {line}")).collect();
    happen(&desk.desk, "agent1", TicketId(1), message(MessageDirection::In, &long.join("\n")));
    desk.hear().sees("[CONVERSATION 4]").sees_not("line 60");
    desk.keys(&["End"]).sees("line 60").keys(&["Home"]).sees("description");
}

/// What one has just written is what one looks for; the message that it is written must not lie over it.
#[test]
fn the_conversation_shows_what_was_written_just_now_above_the_message() {
    let mut desk = talked_of(80, 24);
    let long: Vec<String> = (1..=60).map(|line| format!("line {line}")).collect();
    happen(&desk.desk, "agent2", TicketId(1), message(MessageDirection::In, &long.join("\n")));
    desk.hear().sees_not("line 60").keys(&["c"]).typed("I have told them").keys(&["Ctrl-S"]);
    desk.sees("#1 note added").sees("I have told them").sees("line 60");
    // Whoever scrolls elsewhere stays there, whatever others write.
    desk.keys(&["Home"]).sees("description").sees_not("I have told them");
    happen(&desk.desk, "agent2", TicketId(1), message(MessageDirection::In, "Thanks"));
    desk.hear().sees("description, Kari Dahl").sees_not("I have told them");
}

/// A message at the foot hides no line of the conversation: at its end there is a line for it.
#[test]
fn a_message_lies_over_no_line_of_the_conversation() {
    let mut desk = talked_of(80, 24);
    let long: Vec<String> = (1..=60).map(|line| format!("line {line}")).collect();
    happen(&desk.desk, "agent2", TicketId(1), message(MessageDirection::In, &long.join("\n")));
    desk.hear().keys(&["End"]).sees("line 60").keys(&["+"]).keys(&["+"]).keys(&["End"]).sees("line 60");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Responded);
    desk.hear().sees("agent2").sees("line 60");
}

#[test]
fn a_text_that_is_too_long_for_an_entry_is_kept_whole_as_a_file() {
    let mut desk = talked_of(80, 24);
    desk.keys(&["c", "Tab", "Right", "Right", "Tab", "Tab"]);
    desk.screen.bytes(format!("\x1b[200~{}\x1b[201~", "word ".repeat(5_000)).as_bytes());
    desk.keys(&["Ctrl-S"])
        .sees("#1 message recorded")
        .keys(&["End"])
        .sees("… whole text: message.txt (text/plain, 24 KiB)");
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert_eq!(record.ticket.files[0].size, 24_999);
    assert!(said(&desk)[3].1.chars().count() <= 4_000);
}

/// On a telephone: whose ticket it is shows, and a note says in full why it is not saved.
#[test]
fn a_small_screen_shows_the_customer_and_what_is_wrong_with_a_note() {
    let mut desk = talked_of(40, 12);
    desk.sees(" Kari Dahl: Hub is silent").keys(&["c", "Ctrl-S"]).sees("there is no text in it; write a").sees("words");
    desk.typed("told").keys(&["Tab", "Left", "Left"]).sees("[from vendor]").keys(&["Tab"]).sees("By  phone");
    desk.keys(&["Ctrl-S"]).sees("#1 message recorded");
    assert_eq!(said(&desk)[3], (EntryKind::Message(MessageDirection::VendorIn), "told".to_owned()));
}

#[test]
fn a_ticket_of_which_nobody_spoke_says_how_to_begin() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    desk.keys(&["Enter"]).sees("[TIMELINE]").keys(&["Tab"]).sees("Nothing was said yet. c writes a note");
    desk.keys(&["+"]).sees("Nothing is quoted in this conversation");
}

#[test]
fn what_a_note_is_is_chosen_in_it() {
    let mut desk = talked_of(80, 24);
    desk.keys(&["c"]).sees("Note on #1").typed("They can print").keys(&["Tab", "Right", "Right"]);
    desk.sees("The customer's words on #1").sees("[from customer]").keys(&["Tab"; 1]);
    desk.keys(&["Right"; 4]).keys(&["Ctrl-S"]).sees("#1 message recorded");
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    let last = record.events.last().and_then(|event| event.action().cloned());
    assert_eq!(
        last,
        Some(EventData::Message(event::Message {
            direction: MessageDirection::In,
            channel: Some("chat".to_owned()),
            text: "They can print".to_owned(),
            ..event::Message::default()
        }))
    );
    desk.keys(&["u"]).sees("undone");
    assert_eq!(said(&desk).len(), 3);
}

/// A text that is typed while the choice has the keys is not lost, and chooses nothing.
#[test]
fn what_is_typed_at_the_choice_goes_into_the_text() {
    let mut desk = talked_of(80, 24);
    desk.keys(&["c", "Tab"]).sees("choose · type to write").typed("vendor told").sees("Note on #1").sees("vendor told");
    desk.keys(&["Ctrl-J"]).typed("two").sees("vendor told").keys(&["Ctrl-S"]).sees("note added");
    assert_eq!(said(&desk)[3], (EntryKind::Note, "vendor told\ntwo".to_owned()));
}

#[test]
fn a_draft_comes_back_as_what_it_was() {
    let mut desk = talked_of(80, 24);
    desk.keys(&["c", "Tab", "Left"]).sees("[description]").keys(&["Tab"]).typed("All in all").keys(&["Esc"]);
    desk.keys(&["c"]).sees("Description of #1").sees("All in all").keys(&["Ctrl-S"]).sees("#1 described");
    assert_eq!(said(&desk)[0], (EntryKind::Description, "All in all".to_owned()));
}

#[test]
fn the_form_takes_a_description() {
    let mut desk = AtDesk::with(MONDAY, 110, 36, |_| {});
    desk.keys(&["n", "Tab"]).typed("s").keys(&["Tab"]).typed("s").keys(&["Tab"]).typed("p");
    desk.keys(&["Tab"]).typed("Hub").keys(&["Tab", "Tab", "Tab"]).typed("one\ntwo").sees("for the desk alone");
    desk.keys(&["Ctrl-S"]).sees("logged");
    assert_eq!(said(&desk), [(EntryKind::Description, "one\ntwo".to_owned())]);
}

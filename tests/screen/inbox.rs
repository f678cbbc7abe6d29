//! The inbox: what it says of each letter, and what can be done with letters there.

use std::fs;

use frist::desk::Desk;
use frist::domain::intake::IntakeDefaults;
use frist::domain::ledger::{InboxLetter, InboxReason, LetterOutcome, LetterRule};
use frist::domain::letter::{LetterHead, Trust};
use frist::domain::ticket::TicketId;
use frist::tui::app::{MailAtDesk, Setup};
use frist_testkit::letters::{self, file, head, mailbox};

use crate::at_desk::{AtDesk, setup};
use crate::letters::{SIZES, inbox, letter, messages, now, select, with};

#[test]
fn the_header_names_the_key_of_the_inbox_where_there_is_room() {
    inbox((160, 45)).keys(&["g q"]).sees("inbox 4 (g i)");
    inbox((80, 24)).keys(&["g q"]).sees("inbox 4 (g i)");
    inbox((40, 12)).keys(&["g q"]).sees_not("(g i)").keys(&["g"]).sees("inbox");
}

#[test]
fn a_small_screen_says_who_wrote_how_far_to_believe_it_and_what_to_do() {
    let mut desk = inbox((80, 24));
    select(&mut desk, "Kari Nord");
    desk.sees("from          Kari Nord <kari@acme.example>").sees("here because  nothing proves who sent it");
    desk.sees("since this morning none of the scanners").sees("files         screen.png");
    desk.sees("Enter opens it, t makes a ticket, = joins it to one, d drops it");
    select(&mut desk, "Per Moe");
    desk.sees("sender        the mail server found that it is from whom it says").sees("looks like    #1");
}

#[test]
fn what_nobody_knows_the_agreement_of_is_said_in_one_sentence() {
    let mut desk = inbox((160, 45));
    select(&mut desk, "Per Moe");
    desk.sees("At the earliest 10m left: if it is a serious one of Markant's");
    select(&mut desk, "Kari Nord");
    desk.sees("3h38 left if Serious: response under Markant").sees_not("At the earliest");
}

/// Kari's address is the desk's own organisation's; what it lacks is in the settings or is chosen.
fn with_defaults(severity: Option<&str>) -> AtDesk {
    let more = |ticket| {
        let mut all = letters::waiting(ticket, now());
        all.push(InboxLetter {
            head: LetterHead { subject: "The labels too".into(), ..all[0].head.clone() },
            ..all[0].clone()
        });
        all.push(InboxLetter {
            head: LetterHead { subject: "Re: Hub is silent".into(), ..all[0].head.clone() },
            like: Some(ticket),
            ..all[0].clone()
        });
        all
    };
    let mut desk = with((120, 40), more, |_| Vec::new());
    let text = |text: &str| Some(text.to_owned());
    let defaults = IntakeDefaults {
        contract: text("markant"),
        severity: severity.map(str::to_owned),
        ..IntakeDefaults::default()
    };
    desk.start(Setup { mail: MailAtDesk { defaults, ..MailAtDesk::default() }, ..setup(&[]) });
    desk.keys(&["g i"]);
    select(&mut desk, "Kari Nord");
    desk
}

#[test]
fn always_take_says_what_it_does_and_takes_what_waits_of_the_sender() {
    let mut desk = with_defaults(Some("serious"));
    desk.sees("inbox 6").keys(&["a"]).sees("Always take letters of kari@acme.example?").sees("becomes a ticket");
    desk.sees("joined to #1").keys(&["n"]).sees("inbox 6");
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), None);
    desk.keys(&["a", "y"]).sees("unverified: nothing proves who sent it").sees("Anybody can");
    desk.keys(&["n"]).sees("inbox 6");
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), None);
    desk.keys(&["a", "y", "y"]).sees("3 letters taken").sees("inbox 3");
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), Some(LetterRule::Always));
    assert_eq!(letter(&desk, 0).outcome, Some(LetterOutcome::Taken(TicketId(3))));
    assert_eq!(letter(&desk, 4).outcome, Some(LetterOutcome::Taken(TicketId(4))));
    assert_eq!(letter(&desk, 5).outcome, Some(LetterOutcome::Joined(TicketId(1))));
    let ticket = desk.desk.record(TicketId(3)).unwrap().unwrap().ticket;
    assert_eq!((ticket.reported(), ticket.severity.as_str()), (now().plus(-1320), "serious"));
    assert_eq!(messages(&desk, 1).len(), 1);
    // Undo takes the rule back with all that it brought.
    desk.keys(&["u"]).sees("inbox 6");
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), None);
    assert!([3, 4].iter().all(|id| desk.desk.record(TicketId(*id)).unwrap().unwrap().ticket.withdrawn));
    assert!([0, 4, 5].iter().all(|place| letter(&desk, *place).waits()));
}

#[test]
fn always_take_opens_the_form_for_what_is_still_to_be_chosen() {
    let mut desk = with_defaults(None);
    desk.keys(&["a"]).sees("no severity follows from its sender").keys(&["y", "y"]).is_on("Ticket of a letter");
    desk.sees("The letter of Kari Nord");
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), Some(LetterRule::Always));
    assert!(letter(&desk, 0).waits());
    desk.keys(&["s", "Ctrl-S"]).sees("logged").is_on("Inbox");
}

/// A name that anybody can write looks like a proof.
#[test]
fn a_letter_of_an_unverified_sender_says_so_at_first_sight() {
    for size in SIZES {
        let mut desk = inbox(size);
        desk.keys(&["g g"]).sees("unverified: ").sees("not genuine: ").sees_not("verified: What is new");
        select(&mut desk, "Kari Nord");
        desk.keys(&["Enter"]).sees("⚠ unverified: nothing proves").keys(&["Esc"]);
    }
}

/// Opens the form for a letter whose sender is told that it came.
fn taking_a_verified_letter() -> AtDesk {
    let more = |ticket| {
        let mut all = letters::waiting(ticket, now());
        all[1] = InboxLetter { may_be_answered: true, like: None, reason: InboxReason::NoSeverity, ..all[1].clone() };
        all
    };
    let mut desk = with((120, 40), more, |_| Vec::new());
    desk.start(Setup { mail: MailAtDesk { acknowledges: true, ..MailAtDesk::default() }, ..setup(&[]) });
    desk.keys(&["g i"]);
    select(&mut desk, "Per Moe");
    desk.keys(&["t"]).is_on("Ticket of a letter");
    desk
}

#[test]
fn the_form_of_a_letter_says_who_is_told_that_it_came_and_can_leave_that_out() {
    let mut desk = taking_a_verified_letter();
    desk.sees("Acknowledge").sees("is told by letter that it came,");
    // The last line before the button.
    desk.keys(&["Tab"; 12]).keys(&["Shift-Tab", "n"]).sees("is not told that it came.");
    desk.keys(&["b"]).sees("is told by letter that it came").keys(&["n"]);
    desk.keys(&["Shift-Tab"; 12]).keys(&["Tab", "s", "Tab", "s", "Ctrl-S"]).sees("logged").is_on("Inbox");
    assert!(letter(&desk, 1).left_unacknowledged, "{:?}", letter(&desk, 1));
    desk.keys(&["u"]).sees("inbox 4");
    assert!(letter(&desk, 1).waits() && !letter(&desk, 1).left_unacknowledged);
}

/// Whom the mail server has found right needs no second question.
#[test]
fn always_take_asks_once_for_a_verified_sender() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Per Moe");
    desk.keys(&["a"]).sees("Always take letters of per@elsewhere.example?").keys(&["y"]);
    assert_eq!(desk.desk.ledger().rule_of_sender("per@elsewhere.example"), Some(LetterRule::Always));
}

/// What the mail server found to be another's is nobody's to vouch for.
#[test]
fn always_take_leaves_what_is_not_genuine() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "ceo@acme");
    desk.keys(&["a"]).sees("This letter stays in the inbox.").keys(&["y"]);
    desk.sees("not genuine: the mail server found").keys(&["y"]).sees("inbox 4");
}

#[test]
fn letters_are_filtered_by_words_by_sender_and_by_reason() {
    for size in SIZES {
        let mut desk = inbox(size);
        desk.keys(&["/"]).typed("from:kari").keys(&["Enter"]).sees("Kari Nord").sees_not("Vendor News");
        desk.keys(&["Esc"])
            .sees("Vendor News")
            .keys(&["/"])
            .typed("why:machine")
            .sees("Vendor News")
            .sees_not("Kari Nord");
        desk.keys(&["Esc"]).sees("Kari Nord").keys(&["/"]).typed("lorries").keys(&["Enter"]).sees_not("Per Moe");
        desk.keys(&["Backspace"]).sees("Per Moe");
    }
    let mut desk = inbox((80, 24));
    desk.keys(&["/"]).typed("nothing like it").keys(&["Enter"]).sees("No letter matches").keys(&["Backspace"]);
    desk.keys(&["/"]).typed("vendor:markant").sees("letters have no vendor: to look for").sees("Per Moe");
}

#[test]
fn a_range_of_letters_is_marked_and_dropped() {
    let mut desk = inbox((120, 40));
    desk.keys(&["g g", "V", "j", "j", "V"]).sees("3 marked").keys(&["j"]).sees("3 marked");
    desk.keys(&["d"]).sees("Drop 3 letters?").keys(&["y"]).sees("inbox 1").keys(&["u"]).sees("inbox 4");
    desk.keys(&["g g", "V", "j", "Esc", "j"]).sees_not("marked");
}

/// Opens a desk with a letter whose text is longer than a record holds, and files to save.
fn with_long_letter(folder: &std::path::Path) -> AtDesk {
    let whole = file("letter.txt", "text/plain");
    let long = |_| {
        let head = LetterHead { trust: Trust::Unknown, ..head(mailbox("Kari Nord", "kari@acme.example"), "Long") };
        let received = now().plus(-60);
        vec![
            InboxLetter {
                head: head.clone(),
                received,
                text: "It begins so".to_owned(),
                text_file: Some(whole.clone()),
                files: vec![file("screen.png", "image/png")],
                reason: InboxReason::NotVerified,
                ..InboxLetter::default()
            },
            InboxLetter {
                head: LetterHead { subject: "Short".into(), ..head },
                received,
                text: "Short.".into(),
                ..InboxLetter::default()
            },
        ]
    };
    let mut desk = with((80, 24), long, |_| Vec::new());
    letters::keep_files(desk.store(), std::slice::from_ref(&whole));
    desk.start(Setup { files: Some(folder.to_owned()), ..setup(&[]) });
    desk.keys(&["g i"]);
    desk
}

#[test]
fn a_long_letter_is_read_whole_and_the_next_one_is_one_key_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = with_long_letter(folder.path());
    select(&mut desk, "Long");
    // The file of the test holds its own name.
    desk.sees("It begins so")
        .keys(&["Enter"])
        .sees("Letter 9001")
        .sees("letter.txt")
        .sees("│ letter.txt")
        .sees_not("│ It begins so");
    desk.keys(&["J"]).sees("Letter 9002").sees("Short.").keys(&["K"]).sees("Letter 9001").keys(&["Esc"]).is_on("Inbox");
}

#[test]
fn the_files_of_a_letter_are_saved_and_never_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = with_long_letter(folder.path());
    select(&mut desk, "Long");
    desk.keys(&["X"]).sees("Files of letter 9001").sees("letter.txt").sees("screen.png").sees_not("Attach a file");
    desk.keys(&["Enter"]).sees("Written to");
    assert_eq!(fs::read_to_string(folder.path().join("letter.txt")).unwrap(), "letter.txt");
    desk.keys(&["X", "j", "Enter"]).sees("Written to");
    assert_eq!(fs::read_to_string(folder.path().join("screen.png")).unwrap(), "screen.png");
    // The opened letter leads there too.
    desk.keys(&["Enter", "s"]).sees("Files of letter 9001");
}

//! What sending a letter records, and what of that its writer leaves out.

use frist::domain::contract::{Book, SourceFile};
use frist::domain::reply::letter;
use frist::domain::ticket::event::CountsAs;
use frist::tui::action::Keymap;
use frist::tui::app::Setup;
use frist_testkit::samples::EVERY_TARGET;

use super::{ONE, letter_in, mail, names, outbox, with_letter, with_mail};
use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// Opens a desk with a ticket of which every target is promised.
fn of_every_target(size: (u16, u16)) -> AtDesk {
    let book = Book::with_user([], [SourceFile::user("eight.toml", EVERY_TARGET)]);
    let mut desk = AtDesk::with_book(book, MONDAY, size.0, size.1, |d| {
        log(d, "agent1", new("eight", "premium", "critical", "phone", "Checkout gives 502"));
        happen(d, "agent1", ONE, letter_in("It gives 502."));
    });
    with_mail(&mut desk, size);
    desk.keys(&["M"]).typed("On it.");
    desk
}

#[test]
fn each_target_that_an_answer_meets_stands_there_and_is_left_out_with_what_follows_from_it() {
    for size in [(80, 24), (160, 45)] {
        let mut desk = of_every_target(size);
        desk.sees("[x] meets response").sees("[x] meets update (due").sees("[x] meets acknowledgement (due");
        // Without the update there is no response, and the customer is told that the report came.
        desk.keys(&["Tab", "Tab", "Tab"]).sees("▌[x] meets update").keys(&["Space"]);
        desk.sees("▌[ ] meets update").sees("[ ] meets response").sees("[x] meets acknowledgement");
        desk.sees("a letter to the customer, which acknowledges and is no update");
        desk.keys(&["Tab", "Space"]).sees("▌[ ] meets acknowledgement").sees("which is no update");
        // A response is all of it.
        desk.keys(&["Shift-Tab", "Shift-Tab", "Space"]).sees("▌[x] meets response").sees("[x] meets update");
        desk.sees("[x] meets acknowledgement").sees("Sending records a word to the customer");
        desk.keys(&["Tab", "Space", "Ctrl-S"]).sees("which acknowledges and is no update").keys(&["s"]);
        let letter = outbox(&desk).remove(0);
        assert_eq!((letter.counts_as, names(&letter)), (CountsAs::Acknowledgement, Vec::<&str>::new()));
    }
}

#[test]
fn what_was_left_out_stays_so_in_a_draft_and_in_a_letter_that_was_recalled() {
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("More soon.").keys(&["Tab", "Tab", "Tab"]).sees("▌[x] records an update");
    desk.keys(&["Space"]).sees("▌[ ] records an update").keys(&["Esc", "M"]).sees("[ ] records an update");
    desk.keys(&["Ctrl-S", "s"]);
    assert_eq!(outbox(&desk)[0].counts_as, CountsAs::Nothing, "no acknowledgement is promised there");
    desk.keys(&["u", "M"]).sees("[ ] meets response").sees("[ ] records an update");
    // A letter to the vendor has nothing of it.
    desk.keys(&["Esc", "Y", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Right", "Right"]).sees("[to vendor]");
    desk.sees_not("an update").sees("Sending records a letter to the vendor");
}

#[test]
fn the_conversation_says_of_an_answer_that_it_is_no_update() {
    let mut desk = with_letter(100, 45);
    let mut answer = letter(ONE, "A call will come.".to_owned());
    answer.counts_as = CountsAs::Nothing;
    happen(&desk.desk, "agent2", ONE, answer.recorded().remove(0));
    desk.hear().keys(&["Enter"]).sees("to the customer by email, no update").sees("A call will come.");
}

/// What cannot be chosen stands in the menu with the reason, by the key as it is bound; what the letter itself meets is no reason.
#[test]
fn a_way_to_send_that_is_not_possible_stands_there_with_why() {
    for (columns, rows, words) in [
        (80, 24, "work start not met yet; F5 on the ticket records it"),
        (160, 45, "work start not met yet; F5 on the ticket records it"),
        (40, 12, "work start not met"),
    ] {
        let mut desk = with_letter(columns, rows);
        let (keys, wrong) = Keymap::read("config.toml", "[keys]\nwork-start = \"F5\"\n");
        assert_eq!(wrong, []);
        desk.start_in(Setup { keys, mail: (&mail()).into(), ..setup(&[]) }, (columns, rows));
        desk.keys(&["Enter", "M"]).typed("Bye.").keys(&["Ctrl-S"]).sees(words).sees_not("not possible now");
        desk.keys(&["Down"]).sees("waiting");
    }
}

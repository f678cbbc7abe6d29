//! A filter that is finished names only what there is; while it is typed nothing is said of a name that is not whole yet.

use std::sync::Arc;

use frist::desk::{Desk, LocalDesk, ManualClock};
use frist::domain::contract::{Book, Pause, built_in_calendars, built_in_contracts};
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::Instant;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

/// Returns the built-in agreements except that one.
fn without(id: &str) -> Book {
    let name = format!("{id}.toml");
    let files = built_in_contracts().into_iter().filter(|file| !file.name.ends_with(&name));
    Book::new(built_in_calendars(), files)
}

fn two_tickets(desk: &LocalDesk) {
    log(desk, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    log(desk, "agent1", new("sesam", "partner", "error", "email", "Sync lags"));
}

#[test]
fn an_unknown_vendor_is_told_when_it_is_entered_and_the_list_stays_as_it_was() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, two_tickets);
    desk.keys(&["/"]).typed("vendor:sesam\n").sees("Sync lags").sees_not("Shop down");
    desk.keys(&["/", "Ctrl-U"]).typed("vendor:marknat").sees_not("no vendor is called");
    desk.keys(&["Enter"]).sees("no vendor is called `marknat` at place 1").sees("near to it: markant");
    desk.sees("Sync lags").sees_not("Shop down").sees_not("No ticket matches");
    // It stands there to be mended; what is typed again says nothing.
    desk.keys(&["Backspace", "Backspace", "Backspace"]).sees_not("no vendor is called").typed("ant\n");
    desk.sees("/vendor:markant").sees("Shop down").sees_not("Sync lags");
    for (filter, words) in [
        ("sev:criticla", "no severity is called `criticla`"),
        ("plan:zzz", "no plan is called `zzz`"),
        ("channel:pigeon", "no channel is called `pigeon`"),
        ("is:open -vendor:typo", "no vendor is called `typo` at place 9"),
    ] {
        desk.keys(&["/", "Ctrl-U"]).typed(filter).sees_not("is called").keys(&["Enter"]).sees(words);
        desk.keys(&["Esc"]).sees("/vendor:markant").sees("Shop down");
    }
}

#[test]
fn a_severity_that_no_contract_has_leaves_the_list_and_says_which_there_are() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut desk = AtDesk::with(MONDAY, columns, rows, two_tickets);
        desk.keys(&["/"]).typed("sev:urgent").sees("Shop down").sees_not("No ticket matches");
        desk.keys(&["Enter"]).sees("no severity is called `urgent`").sees("error, question");
        desk.keys(&["Esc"]).sees("Shop down").sees("Sync lags").sees_not("sev:urgent");
    }
}

#[test]
fn keys_behind_an_unknown_name_do_nothing() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, two_tickets);
    let recorded = |desk: &AtDesk| [1, 2].map(|id| desk.desk.record(TicketId(id)).unwrap().unwrap().events.len());
    let before = recorded(&desk);
    desk.keys(&["/"]).screen.burst(&["v", "e", "n", "d", "o", "r", ":", "x", "x", "Enter", "r", "s"]);
    desk.sees("no vendor is called `xx`").sees_not("xxr");
    assert_eq!(recorded(&desk), before, "nothing was recorded");
}

/// Only a closed ticket has it: its contract is loaded no more.
#[test]
fn a_vendor_that_only_an_old_ticket_has_is_known() {
    let fill = |path: &std::path::Path| {
        let clock = Arc::new(ManualClock::at(Instant::parse(MONDAY).unwrap()));
        let desk = LocalDesk::open(path, Arc::new(Book::built_in()), clock).unwrap();
        two_tickets(&desk);
        for what in [
            EventData::Responded,
            EventData::WorkStarted,
            EventData::Fixed,
            EventData::Closed(event::Closed { reason: None, words: None }),
        ] {
            happen(&desk, "agent1", TicketId(2), what);
        }
    };
    let mut desk = AtDesk::with_past(without("sesam"), fill, MONDAY, 100, 24);
    desk.keys(&["/"]).typed("vendor:sesam\n").sees_not("no vendor").sees("/vendor:sesam").sees_not("Shop down");
    desk.keys(&["Esc", "/"]).typed("vendor:sesame\n").sees("no vendor is called `sesame`");
    desk.keys(&["Esc", ".", "/"]).typed("vendor:sesam\n").sees("/vendor:sesam").sees("Sync lags");
    desk.keys(&["/", "Ctrl-U"]).typed("vendor:typo").sees_not("is called").keys(&["Enter"]);
    desk.sees("no vendor is called `typo`").sees("Sync lags");
}

#[test]
fn a_filter_of_figures_says_it_too() {
    let mut desk = AtDesk::with(MONDAY, 110, 30, two_tickets);
    desk.keys(&["5", "/"]).typed("vendor:typo").sees_not("is called").keys(&["Enter"]);
    desk.sees("no vendor is called `typo`").keys(&["Ctrl-U"]).typed("vendor:sesam\n").sees("/ vendor:sesam");
}

/// Shell history and saved filters have the old spellings.
#[test]
fn an_old_spelling_finds_the_same_and_a_message_names_the_new_one() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, two_tickets);
    desk.keys(&["/"]).typed("who:none sync").sees("Sync lags").sees_not("Shop down").sees_not("is called");
    desk.keys(&["Enter"]).sees("`who:` is called `assignee:` now").sees("Sync lags");
    desk.keys(&["Backspace", "6", "/"]).typed("what:receipt\n").sees("`what:receipt` is called `what:acknowledge` now");
}

#[test]
fn each_old_word_in_a_filter_gives_its_notice() {
    let mut desk = AtDesk::with(MONDAY, 160, 24, two_tickets);
    desk.keys(&["/"]).typed("assignee:unassigned\n").sees("Shop down").sees_not("is called");
    desk.keys(&["/", "Ctrl-U"]).typed("who:nobody\n").sees("`who:` is called `assignee:` now");
    desk.sees("`assignee:none` now").sees("Shop down");
}

/// Support closed and paused have one sign: where there is no room for every word, theirs stay.
#[test]
fn two_reasons_for_a_clock_that_does_not_run_are_told_apart_where_not_every_word_fits() {
    let pausing = built_in_contracts().into_iter().map(|mut file| {
        file.text = file.text.replacen("[support]\n", "[support]\npause = [\"waiting_customer\"]\n", 1);
        file
    });
    let book = Book::new(built_in_calendars(), pausing);
    let mut desk = AtDesk::with_book(book, MONDAY, 70, 24, |desk| {
        two_tickets(desk);
        happen(
            desk,
            "agent1",
            TicketId(2),
            EventData::Waiting(event::Waiting { on: Pause::WaitingCustomer, until_fixed: true }),
        );
    });
    desk.sees("‖ 0 support closed").sees("‖ 1 paused");
}

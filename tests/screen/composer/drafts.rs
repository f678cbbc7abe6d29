//! A letter that was begun and left is shown on its ticket, to whoever began it.

use frist::desk::{Change, Desk as _, Request};
use frist::domain::ledger::LedgerFact;
use frist::domain::letter::LetterHead;
use frist::domain::reply::letter;

use super::{ONE, kari, outbox, with_letter};

#[test]
fn a_letter_that_was_begun_is_shown_on_its_ticket_and_in_the_preview_until_it_is_sent() {
    let mut desk = with_letter(160, 45);
    let shown = "You have a draft to Kari Nord; M goes on with it";
    desk.sees_not("You have a draft").keys(&["Enter", "M"]).typed("Half a").sees_not("You have a draft");
    desk.keys(&["Esc"]).is_on("1 Queue ▸ #1").sees(shown).keys(&["Esc"]).is_on("1 Queue").sees(shown);
    desk.keys(&["M"]).sees("Half a").keys(&["Ctrl-S", "s"]).sees_not("You have a draft");
    assert_eq!(outbox(&desk).len(), 1);
    let mut desk = with_letter(80, 24);
    desk.keys(&["Enter", "M"]).typed("Half a").keys(&["Esc"]).sees("You have a draft to Kari Nord; M goes on with it");
    desk.keys(&["M", "Ctrl-G", "y"]).is_on("1 Queue ▸ #1").sees_not("You have a draft");
    let mut small = with_letter(40, 12);
    small.keys(&["Enter", "M"]).typed("Half a").keys(&["Esc"]).pass(30).sees("You have a draft to Kari Nord; M goe");
    // To the vendor, and to nobody yet.
    desk.keys(&["Y"]).typed("Hello").keys(&["Esc"]).sees("You have a draft to support@markant.no");
    desk.keys(&["M", "Ctrl-G", "y", "<"]).typed(" ").keys(&["Tab", "Tab", "Tab"]).typed("See below.").keys(&["Esc"]);
    desk.sees("You have a draft to somebody else");
}

/// What somebody recalled of another's is theirs to go on with, and says whose words they are.
#[test]
fn a_letter_of_another_person_that_was_recalled_is_not_shown_as_ones_own() {
    let mut desk = with_letter(100, 30);
    let mut theirs = letter(ONE, "On it.".to_owned());
    theirs.head = LetterHead { to: vec![kari()], subject: "Re: Hub is silent".into(), ..LetterHead::default() };
    let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(theirs))));
    desk.desk.commit(Request::new("agent2", vec![Change::Enter { entry: None, revision: None, fact }])).unwrap();
    desk.hear().keys(&["g", "s", "d"]).sees("Recalled; it is a draft").keys(&["Esc", "Enter"]).is_on("1 Queue ▸ #1");
    desk.sees("You have agent2's letter to Kari Nord, which you recalled; M goes on with it")
        .keys(&["M"])
        .sees("On it.");
}

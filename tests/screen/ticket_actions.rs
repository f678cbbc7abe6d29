//! What the agreements say beside their times, done with the keys: exclusion and paid work, passing on, waiting, receipt,
//! escalation, keeping the customer informed, plans, impact and urgency.

use frist::config::{Person, Role};
use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::contract::{Book, read_internal_targets};
use frist::domain::ledger::{LedgerFact, Outage};
use frist::domain::ticket::{EventData, Ticket, TicketId, event};
use frist::tui::app::Setup;

use std::sync::Arc;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// Opens a desk with one ticket of that agreement, on its own page.
fn ticket_of(contract: &str, plan: &str, severity: &str, channel: &str) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, 110, 36, |d| {
        log(d, "agent1", new(contract, plan, severity, channel, "It does not work"));
    });
    desk.keys(&["Enter"]);
    desk
}

fn state(desk: &AtDesk) -> Arc<Ticket> {
    desk.desk.record(TicketId(1)).unwrap().unwrap().ticket
}

/// Markant, what the operation does not cover: the promise does not hold, and the customer pays for some of it.
#[test]
fn markant_exclusion_ends_the_clocks_and_including_again_restores_them() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    let before = desk.row("response");
    desk.sees("due today 12:00").keys(&["x"]);
    desk.sees("Why does the promise not hold for #1?").sees("third party").sees("the customer pays by the hour");
    desk.keys(&["j", "j", "Enter"]).sees("Exclude #1: third party").typed("Their gateway is down\n");
    desk.sees("#1 excluded: third party").sees("⊘ excluded: third party (by agent1, today 10:00): “Their gateway");
    desk.sees_not("due today 12:00 ▶")
        .keys(&["Esc"])
        .sees("▌⊘   1")
        .sees(" excluded ")
        .keys(&["/"])
        .typed("is:excluded\n");
    desk.sees("It does not work").keys(&["Esc", "Enter", "x"]).sees("Include again").sees("never been excluded");
    desk.keys(&["Enter"]).sees("Choose one").keys(&["j", "Enter"]).sees("included again").sees_not("⊘");
    assert_eq!(desk.row("response "), before, "as though never excluded");
}

#[test]
fn an_exclusion_is_undone_with_one_key() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.keys(&["x", "j", "Enter"])
        .typed("Their DNS\n")
        .sees("⊘ excluded")
        .keys(&["u"])
        .sees("undone")
        .sees_not("⊘ excluded: cust");
    assert!(state(&desk).exclusion.is_none());
}

/// Markant, paid work: billable causes start a time account.
#[test]
fn markant_time_is_booked_with_minutes_and_what_for() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.sees_not("time account")
        .keys(&["x", "j", "Enter"])
        .typed("Their DNS\n")
        .sees("time account: 0 min")
        .keys(&["t"])
        .sees("Time spent on #1")
        .sees("Minutes, or 1h30m, then what for");
    desk.keys(&["Enter"])
        .sees("is not a number of minutes")
        .typed("0 looked")
        .keys(&["Enter"])
        .sees("there is no time to book");
    for _ in 0..8 {
        desk.keys(&["Backspace"]);
    }
    desk.typed("1h30m read the logs\n")
        .sees("90 min booked")
        .sees("time account: 90 min")
        .sees("90 min spent: read the logs");
    assert_eq!(state(&desk).minutes, 90);
    desk.keys(&["u"]).sees("undone").sees("time account: 0 min");
    assert_eq!(state(&desk).minutes, 0);
}

/// Missoun, external causes: paid expert work only after the customer's written approval.
#[test]
fn missoun_time_waits_for_the_customers_written_approval() {
    let mut desk = ticket_of("missoun", "standard", "high", "portal");
    desk.keys(&["x"]).sees("by the hour; paid work needs the customer").keys(&["j", "j", "Enter"]).typed("Theirs\n");
    desk.sees("✉ needs action: tell the customer that the cause lies outside");
    desk.sees("paid work needs the customer's written approval first").sees("✉ 1");
    desk.keys(&["t"]).sees("Time spent on").typed("30 call\n");
    desk.sees("the customer has not approved paid work in writing yet").keys(&["Esc"]);
    desk.keys(&["t"]).typed("15 unpaid analysis\n").sees("15 min booked, unpaid");
    desk.keys(&["b"]).sees("written approval of paid work on #1").typed("mail of 8 January\n");
    desk.sees("customer's approval: mail of 8 January").sees_not("✉").keys(&["t"]).typed("30 call\n");
    desk.sees("30 min booked");
    assert_eq!(state(&desk).minutes, 45);
}

/// SESAM, scope: errors of the environment are passed on to that supplier without undue delay.
#[test]
fn sesam_an_error_of_the_environment_asks_to_be_passed_on_until_it_is() {
    let mut desk = ticket_of("sesam", "partner", "error", "email");
    desk.keys(&["x"]).sees("environment").keys(&["j", "j"]).sees("it has to be passed on to that supplier");
    desk.keys(&["Enter"])
        .typed("The host's disk\n")
        .sees("✉ needs action: pass it on to the supplier of the environment")
        .keys(&["Esc"]);
    desk.sees("✉ It does not work").sees("✉ 1").keys(&["/"]).typed("is:needs_action\n").sees("It does not work");
    desk.keys(&["Esc", ">"]).sees("was passed on to").keys(&["Enter"]).sees("there is no text in it");
    desk.typed("Nordhost\n").sees("passed on to Nordhost").sees_not("✉");
    desk.keys(&["u"]).sees("✉ 1");
}

/// None of the five agreements stops its clocks for waiting; a ticket that waits says so.
#[test]
fn waiting_shows_and_the_clock_runs_on() {
    let words = "the clock runs on: this agreement does not pause it";
    for (contract, plan, severity, channel) in [
        ("markant", "standard", "critical", "phone"),
        ("moocommerce", "standard", "serious", "phone"),
        ("myproduction", "standard", "high", "email"),
        ("sesam", "partner", "error", "email"),
        ("missoun", "standard", "high", "portal"),
    ] {
        let mut desk = ticket_of(contract, plan, severity, channel);
        desk.keys(&["z"]).sees("#1 waits on").sees(words).keys(&["Enter"]);
        desk.sees("waiting on the customer since today 10:00")
            .sees(words)
            .pass(10)
            .sees("waiting on the customer since");
        desk.keys(&["z"]).sees("resumed").sees("the vendor").keys(&["Enter"]).sees_not("waiting on the customer since");
        assert!(state(&desk).waiting().is_none(), "{contract}");
        desk.keys(&["u"]).sees("waiting on the customer since").keys(&["u"]).sees_not("waiting on the customer since");
    }
}

/// `MooCommerce`, reporting: receipt is confirmed at once.
#[test]
fn moocommerce_receipt_is_one_key_and_in_the_timeline() {
    let mut desk = ticket_of("moocommerce", "standard", "serious", "phone");
    desk.keys(&["i"]).sees("#1 acknowledged").sees("acknowledged to the customer");
    desk.keys(&["i"]).sees("acknowledged already").keys(&["u"]).sees("undone");
    assert!(state(&desk).receipt.is_none());
}

/// `MooCommerce`, escalation: from level to level, up to management.
#[test]
fn moocommerce_a_ticket_is_escalated_up_to_management() {
    let mut desk = ticket_of("moocommerce", "standard", "serious", "phone");
    desk.keys(&["e"]).sees("Escalate #1 to second line").keys(&["Enter"]).sees("escalated to second line");
    desk.keys(&["e"]).sees("Escalate #1 to management").typed("Kari\n").sees("escalated to management (Kari)");
    desk.sees("assigned to Kari").keys(&["e"]).sees("is at management, the desk's last level");
    assert_eq!(state(&desk).level.as_deref(), Some("management"));
    desk.keys(&["u", "e"]).sees("Escalate #1 to management");
}

/// Markant, customers are kept informed until the fault is mended: how often is the desk's own rule.
#[test]
fn markant_a_ticket_asks_for_a_word_to_the_customer_and_a_note_to_them_answers() {
    let mut desk = autosave_informed(100, 30);
    desk.sees("internal").sees(" 1h00 ").sees_not("✉").pass(3600).sees("✉ Shop down").sees("✉ 1");
    desk.keys(&["Enter"]).sees("✉ needs action: update the customer (since today 11:00)");
    desk.keys(&["c"]).typed("hm").keys(&["Ctrl-S"]).sees("note added").sees("✉ needs action");
    desk.keys(&["T"]).sees("Update the customer on #1").typed("We are on it").keys(&["Ctrl-S"]);
    desk.sees("to the customer").sees("We are on it").sees_not("✉").keys(&["u"]).sees("✉ needs action");
}

/// Markant, the two plans.
#[test]
fn markant_the_plan_can_be_changed_and_deadlines_follow() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.sees("due today 12:00")
        .keys(&["P"])
        .sees("Plan of #1, now Standard")
        .keys(&["j", "Enter"])
        .sees("plan Extended");
    desk.sees("due today 10:30").keys(&["u"]).sees("due today 12:00");
}

/// Missoun, Priority Levels: the severity follows from impact and urgency, and a standing workaround caps it.
#[test]
fn missoun_impact_and_urgency_make_the_severity_and_a_workaround_caps_it() {
    let mut desk = ticket_of("missoun", "standard", "low", "portal");
    desk.keys(&["p"])
        .sees("impact high, urgency low")
        .keys(&["j"])
        .sees("High: Almost all users are affected")
        .keys(&["Enter"]);
    desk.sees("impact high, urgency high");
    let ticket = state(&desk);
    assert_eq!((ticket.severity.as_str(), ticket.impact.as_deref()), ("high", Some("high")));
    desk.keys(&["w"]).sees("High → capped to Medium by the workaround").keys(&["u"]).sees_not("capped");
    desk.keys(&["u"]).sees("Low");
}

/// Markant has one correction time at most, so that no workaround is possible says nothing there.
#[test]
fn what_cannot_be_done_is_dimmed_with_its_reason_and_says_it_when_chosen() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.sees_not("W none").keys(&["?"]).sees("– this agreement promises no other").keys(&["Esc"]);
    desk.keys(&[":"]).typed("no-work").sees("– this agreement promises no other").keys(&["Enter"]);
    desk.sees("✗ this agreement promises no other correction time without a workaround");
    assert!(state(&desk).no_workaround.is_none());
    let mut desk = ticket_of("sesam", "partner", "critical", "phone");
    desk.screen.resize(150, 30);
    desk.sees("W none possible").sees_not("d close");
    let mut desk = ticket_of("missoun", "standard", "high", "portal");
    desk.keys(&["P"]).sees("Missoun has only one plan; there is none to change to");
    let mut desk = ticket_of("myproduction", "standard", "high", "email");
    desk.keys(&["b"]).sees("asks for no approval of paid work");
}

#[test]
fn who_may_not_exclude_is_told_before_choosing() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    let me = Person { name: "agent2".to_owned(), display: "agent2".to_owned(), role: Role::Agent };
    desk.start(Setup { me, ..setup(&[]) }).keys(&["Enter", "x"]).sees("excluding a ticket is for leads");
    desk.sees_not("Why does the promise").sees_not("x exclude").keys(&["b"]).sees("approval");
}

/// A second person changes the ticket while the line is typed: nothing that was typed is lost.
#[test]
fn what_was_typed_survives_another_ones_change() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.keys(&[">"]).typed("Nordhost");
    happen(&desk.desk.clone(), "agent2", TicketId(1), EventData::Responded);
    desk.keys(&["Enter"]).sees("changed meanwhile").sees("passed on to Nordhost").pass(3).keys(&["y"]);
    assert_eq!(state(&desk).passed_on.as_deref(), Some("Nordhost"));
}

/// What happened earlier is entered for then.
#[test]
fn a_line_can_be_for_an_earlier_moment() {
    let mut desk = ticket_of("moocommerce", "standard", "serious", "phone");
    desk.pass(3600).keys(&["e", "Ctrl-T"]).typed("10:30\n").sees(", for today 10:30").keys(&["Enter"]);
    desk.sees("escalated to second line").sees("today 10:30");
}

/// Who pays is decided by whoever chooses, not by whoever presses Enter twice.
#[test]
fn an_exclusion_wants_a_cause_that_was_chosen_and_a_sentence() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.keys(&["x", "Enter"]).sees("Choose one with ↑ ↓ first").sees("Why does the promise not hold");
    assert!(state(&desk).exclusion.is_none());
    desk.keys(&["j", "Enter"]).sees("Exclude #1: customer").keys(&["Enter"]).sees("there is no text in it");
    assert!(state(&desk).exclusion.is_none());
    // Esc goes back to the choice, and another Esc leaves the ticket as it is.
    desk.keys(&["Esc"]).sees("Why does the promise not hold").keys(&["Esc"]).sees_not("Why does the promise");
    assert!(state(&desk).exclusion.is_none());
    desk.keys(&["x", "k", "k", "Enter"]).sees("Exclude #1: force majeure").typed("The street is flooded\n");
    desk.sees("excluded: force majeure; The street is flooded");
    assert_eq!(state(&desk).exclusion.as_ref().unwrap().words.as_deref(), Some("The street is flooded"));
}

/// How severe it is, and under which plan, is not changed by Enter alone either.
#[test]
fn what_decides_is_not_preselected_in_any_choice() {
    for (contract, plan, severity, channel, key) in [
        ("markant", "standard", "critical", "phone", "p"),
        ("markant", "standard", "critical", "phone", "P"),
        ("missoun", "standard", "low", "portal", "p"),
        ("markant", "standard", "critical", "phone", "x"),
    ] {
        let mut desk = ticket_of(contract, plan, severity, channel);
        let before = state(&desk).revision;
        desk.keys(&[key]).sees("Nothing is chosen yet").keys(&["Enter"]).sees("Choose one with ↑ ↓ first");
        assert_eq!(state(&desk).revision, before, "{contract} {key}");
        desk.keys(&["Esc"]).sees_not("Nothing is chosen yet");
    }
}

/// What it is already shows where it is chosen, and is no change.
#[test]
fn the_present_impact_and_urgency_say_so() {
    let mut desk = ticket_of("missoun", "standard", "low", "portal");
    desk.keys(&["p", "j", "Enter"]).sees("impact high, urgency high");
    desk.keys(&["p"])
        .sees("impact high, urgency high (now)")
        .keys(&["j", "Enter"])
        .sees("is impact high, urgency high already");
}

#[test]
fn the_sentence_of_an_exclusion() {
    let keys = &["x", "j", "j", "Enter", "T", "h", "e", "i", "r", "s"];
    insta::assert_snapshot!(small("missoun", "standard", "high", "portal", keys));
}

/// Returns a desk where an outage of Markant, without a cause, has three tickets of Markant in it, beside one of another
/// vendor.
fn with_an_outage(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        for subject in ["One", "Two", "Three"] {
            log(d, "agent1", new("markant", "standard", "serious", "phone", subject));
        }
        log(d, "agent1", new("moocommerce", "standard", "serious", "phone", "Four"));
        let outage = Outage {
            contract: "markant".to_owned(),
            from: d.now().plus(-600),
            symptom: Some("gateway gone".to_owned()),
            tickets: (1..=3).map(TicketId).collect(),
            ..Outage::default()
        };
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Outage(outage))) };
        d.commit(Request::new("agent1", vec![change])).unwrap();
    })
}

fn exclusions(desk: &AtDesk) -> Vec<Option<(String, Option<String>)>> {
    let ticket = |id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket;
    (1..=4).map(|id| ticket(id).exclusion.as_ref().map(|e| (e.cause.clone(), e.words.clone()))).collect()
}

fn cause(desk: &AtDesk) -> Option<String> {
    let ledger = desk.desk.ledger();
    let (_, outage) = ledger.outages(None)[0];
    outage.cause.clone()
}

/// An outage and its tickets mostly have one cause. People are asked; nothing follows by itself.
#[test]
fn an_excluded_ticket_asks_about_its_outage_and_that_about_its_other_tickets() {
    let mut desk = with_an_outage(100, 30);
    desk.keys(&["/"]).typed("#1\n").keys(&["x", "j", "j", "Enter"]).typed("Their gateway\n");
    desk.sees("#1 is excluded: third party. It belongs to outage 3 of Markant,");
    desk.sees("whose cause is not known. Does the outage have the same cause?")
        .keys(&["y"])
        .sees("read it, then answer");
    assert_eq!(cause(&desk), None, "nothing changes unanswered");
    desk.pass(2).keys(&["y"]).sees("outage 3: third party");
    assert_eq!(cause(&desk).as_deref(), Some("third_party"));
    desk.sees("Outage 3 of Markant: third party. #2 and #3 belong to it and are not").pass(2).keys(&["y"]);
    desk.sees("Exclude #2 and 1 more: third party").sees("outage 3: gateway gone").keys(&["Enter"]);
    desk.sees("#2 and #3 excluded: third party").sees_not("The same cause?");
    let excluded = |words: &str| Some(("third_party".to_owned(), Some(words.to_owned())));
    let theirs = excluded("outage 3: gateway gone");
    assert_eq!(exclusions(&desk), [excluded("Their gateway"), theirs.clone(), theirs, None]);
    desk.keys(&["u"]).sees("undone: #2 and #3 excluded");
    assert_eq!(exclusions(&desk)[1..], [None, None, None]);
}

#[test]
fn a_no_leaves_the_outage_and_the_tickets_as_they_are() {
    let mut desk = with_an_outage(100, 30);
    desk.keys(&["/"]).typed("#1\n").keys(&["x", "j", "Enter"]).typed("Their DNS\n").sees("The same cause?").pass(2);
    desk.keys(&["n"]).sees_not("The same cause?");
    assert_eq!(cause(&desk), None);
    // The other way, from the outage; one that has the cause already is not asked about.
    desk.keys(&["Esc", "4", "Enter", "G", "Enter"]).keys(&["Tab"; 4]).sees("not known").typed("c").keys(&["Ctrl-S"]);
    desk.sees("Outage 3 of Markant: customer. #2 and #3 belong to it").pass(2).keys(&["Esc"]).sees_not("The same");
    assert_eq!(exclusions(&desk).iter().filter(|e| e.is_some()).count(), 1);
    // What else is changed of it later asks no more.
    desk.keys(&["Enter"]).keys(&["Tab"; 5]).typed("rebooted").keys(&["Ctrl-S"]).sees("outage of Markant");
    desk.sees_not("The same cause?");
    // A cause for which the promise holds asks nothing.
    desk.keys(&["Enter"]).keys(&["Tab"; 4]).typed("v").keys(&["Ctrl-S"]).sees("outage of Markant").sees_not("The same");
}

/// An outage that is entered from a ticket which is excluded already.
#[test]
fn a_new_outage_of_an_excluded_ticket_is_asked_about_too() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    desk.keys(&["x", "j", "Enter"]).typed("Their DNS\n").sees_not("The same cause?").keys(&["L", "Ctrl-S"]);
    desk.sees("#1 is excluded: customer. It belongs to outage").pass(2).keys(&["y"]).sees(": customer · u undoes it");
    assert_eq!(cause(&desk).as_deref(), Some("customer"));
}

#[test]
fn who_may_not_exclude_is_not_asked() {
    let mut desk = ticket_of("markant", "standard", "critical", "phone");
    let me = Person { name: "agent2".to_owned(), display: "agent2".to_owned(), role: Role::Agent };
    desk.start(Setup { me, ..setup(&[]) }).keys(&["4", "L"]).keys(&["Tab"; 4]).typed("c").keys(&["Tab"; 2]);
    desk.typed("#1").keys(&["Ctrl-S"]).sees("outage of Markant").sees_not("The same cause?");
}

#[test]
fn the_question_of_the_same_cause() {
    for (name, columns, rows) in
        [("same_cause_at_80", 80, 24), ("same_cause_at_160", 160, 45), ("same_cause_at_40", 40, 24)]
    {
        let mut desk = with_an_outage(columns, rows);
        desk.keys(&["/"]).typed("#1\n").keys(&["x", "j", "j", "Enter"]).typed("Their gateway\n");
        insta::assert_snapshot!(name, desk.text());
    }
}

#[test]
fn the_causes_to_exclude_for() {
    insta::assert_snapshot!(small("missoun", "standard", "high", "portal", &["x"]));
}

#[test]
fn the_choice_of_impact_and_urgency() {
    insta::assert_snapshot!(small("missoun", "standard", "high", "portal", &["p"]));
}

#[test]
fn the_choice_of_waiting() {
    insta::assert_snapshot!(small("markant", "standard", "critical", "phone", &["z"]));
}

#[test]
fn the_line_for_time_spent() {
    insta::assert_snapshot!(small("markant", "standard", "critical", "phone", &["t", "3", "0", "Enter"]));
}

#[test]
fn the_palette_with_what_is_not_possible() {
    insta::assert_snapshot!(small("markant", "standard", "critical", "phone", &[":", "a", "p"]));
}

#[test]
fn a_ticket_that_asks() {
    let mut desk = autosave_informed(160, 45);
    let id = TicketId(1);
    happen(
        &desk.desk.clone(),
        "agent1",
        id,
        EventData::Excluded(event::Excluded {
            cause: "third_party".to_owned(),
            words: Some("it is theirs".to_owned()),
        }),
    );
    let time = EventData::TimeSpent(event::TimeSpent { minutes: 45, what: "read the logs".to_owned(), unpaid: false });
    happen(&desk.desk.clone(), "agent1", id, time);
    desk.pass(3600).keys(&["Enter"]);
    insta::assert_snapshot!(desk.text());
}

/// Returns the screen of 80 by 24 with such a ticket open, after some keys.
fn small(contract: &str, plan: &str, severity: &str, channel: &str, keys: &[&str]) -> String {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new(contract, plan, severity, channel, "It does not work"));
    });
    desk.keys(&["Enter"]).keys(keys);
    desk.text()
}

/// Returns a desk that tells Markant's customers something every hour, with a ticket that was just reported.
fn autosave_informed(columns: u16, rows: u16) -> AtDesk {
    let book = Book::built_in();
    let (house, _) = read_internal_targets("c.toml", "[internal_targets.markant]\nupdate = \"1h\"\n", &book);
    AtDesk::with_book(book.with_internal_targets(&house), MONDAY, columns, rows, |d: &LocalDesk| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    })
}

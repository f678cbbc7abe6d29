//! An agent's day: log, watch, respond, work, fix, undo, filter, ask why.

use frist::desk::Desk;
use frist::domain::ticket::{EventData, Kind, NewTicket, TicketId, event};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

#[test]
fn an_empty_desk_says_what_to_press() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.sees("No open tickets.").sees("n  log a ticket").sees("n new");
}

/// Logs a ticket with the keyboard alone: the vendor, plan, severity and channel by their first letters.
fn log_by_keys(desk: &mut AtDesk, vendor: &str, choices: &[&str], subject: &str) {
    desk.keys(&["n"]);
    for _ in 0..6 {
        if desk.row("Vendor").contains(&format!("[{vendor}]")) {
            break;
        }
        desk.keys(&["Right"]);
    }
    desk.keys(&["Tab"]);
    for choice in choices {
        if !choice.is_empty() {
            desk.keys(&[choice]);
        }
        desk.keys(&["Tab"]);
    }
    desk.typed(subject).keys(&["Ctrl-S"]);
}

#[test]
fn a_ticket_is_logged_for_each_vendor_with_the_keyboard_alone() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    log_by_keys(&mut desk, "Markant", &["e", "c", "p"], "Checkout gives 502");
    desk.sees("#1 logged").sees("Checkout gives 502").sees(" resp ").sees(" 30:00 ");
    log_by_keys(&mut desk, "MyProduction", &["", "h", "e"], "Exports stop");
    log_by_keys(&mut desk, "SESAM", &["p", "e", "e"], "Sync lags");
    log_by_keys(&mut desk, "MooCommerce", &["", "s", "p"], "Cart is empty");
    log_by_keys(&mut desk, "Missoun", &["", "h", "m", ""], "Sizes are lost");
    desk.sees("#5 logged").sees("no promise");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 5);
}

#[test]
fn the_form_shows_deadlines_and_the_channel_rule_before_saving() {
    let mut desk = AtDesk::at(MONDAY, 120, 30);
    desk.keys(&["n"]);
    while !desk.row("Vendor").contains("[Markant]") {
        desk.keys(&["Right"]);
    }
    desk.sees("Choose a plan").keys(&["Tab", "s"]).sees("Choose the severity").keys(&["Tab", "c"]);
    desk.sees("response    due today 12:00  2h00").sees("must be phoned in");
    desk.pass(61).sees("due today 12:01");
    desk.keys(&["Tab", "e"]).sees("to be phoned in");
    desk.keys(&["Ctrl-S"]).sees("there is no text in it");
    assert!(desk.desk.open_tickets().unwrap().is_empty());
    desk.typed("Mailed in").keys(&["Ctrl-S"]).sees("☎ 1");
    assert!(
        desk.row("Mailed in").starts_with("▌☎") && desk.row("Mailed in").contains("to be phoned"),
        "{}",
        desk.text()
    );
    desk.keys(&["m", "Enter"]).sees_not("▌☎").sees("today 12:01");
}

#[test]
fn a_ticket_lives_through_its_day_and_undo_takes_steps_back() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.sees(" 2h00 ");
    desk.pass(600).sees(" 1h50 ").keys(&["j"]).sees(" 1h50 ").keys(&["r"]).sees("#1 responded").sees(" start ");
    desk.keys(&["s"]).sees("▌✓   1").sees(" in work ");
    desk.keys(&["u"]).sees("undone").sees(" start ");
    desk.keys(&["s", "f"]).sees("▌✓   1").sees(" fixed ").keys(&["d"]).sees("◂ Shop down");
    desk.keys(&["1"]).sees("No open tickets").keys(&["."]).sees("Shop down").sees("closed");
    desk.keys(&["o", "Down", "Enter"]).sees("reopened").sees("in work");
}

/// One takes the fix back, the other starts new targets: neither is what Enter does unasked.
#[test]
fn a_reopening_asks_which_of_the_two_it_was() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.pass(600).keys(&["r", "s", "f", "Enter", "o"]).sees("Why is #1 reopened?").sees("Nothing is chosen yet");
    insta::assert_snapshot!(desk.text());
    desk.keys(&["Enter"]).sees("Choose one with").sees("Why is #1 reopened?");
    desk.keys(&["Down", "Down"]).sees("a new round of targets starts now").keys(&["Enter"]).sees("it came back");
    desk.sees("round 2 since today 10:10; round 1: response met, work start met");
    desk.sees("due today 12:10");
    let ticket = desk.desk.record(frist::domain::ticket::TicketId(1)).unwrap().unwrap().ticket;
    assert_eq!((ticket.rounds.len(), ticket.is_open()), (1, true));
}

#[test]
fn what_cannot_happen_is_refused_with_a_sentence() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.keys(&["d"]).sees("still has to meet its response");
    desk.keys(&["W"]).sees("no other correction time");
    desk.keys(&["r", "r"]).sees("answered already");
}

#[test]
fn something_that_happened_earlier_is_entered_for_then() {
    let mut desk = AtDesk::with("2024-01-08T12:30:00Z", 100, 24, |d| {
        let mut ticket = new("markant", "standard", "critical", "phone", "Shop down");
        ticket.reported = Some(frist::domain::time::Instant::parse("2024-01-08T09:00:00Z").unwrap());
        log(d, "agent1", ticket);
    });
    desk.sees("‼ 1 breached").keys(&["@"]).typed("tomorrow\n").sees("is not a time");
    desk.keys(&["Esc", "@"]).typed("23:00\n").sees("in the future");
    desk.keys(&["Esc", "@"]).typed("10:30\n").sees("next entry for today 10:30").keys(&["r"]);
    desk.sees("responded, Mon 8 Jan 2024 10:30").keys(&["Enter"]).sees("✓ met");
}

/// Opens a desk with a ticket of an hour ago, and a moment set for the next entry.
fn marked_late(columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with("2024-01-08T12:30:00Z", columns, rows, |d| {
        let mut ticket = new("markant", "standard", "critical", "phone", "Shop down");
        ticket.reported = Some(frist::domain::time::Instant::parse("2024-01-08T09:00:00Z").unwrap());
        log(d, "agent1", ticket);
    });
    desk.keys(&["@"]).typed("-20m\n").sees("for today 13:10");
    desk
}

/// The dialog first, then the mark, then the page: wherever one is, one Esc drops it and leaves nothing else.
#[test]
fn esc_closes_the_dialog_then_the_mark_then_the_page() {
    let mut desk = marked_late(100, 24);
    for (opens, page) in [
        (&["Enter"][..], "Queue ▸ #1"),
        (&["2"], "Breach"),
        (&["F11"], "Breach"),
        (&["3"], "Vendors"),
        (&["4", "Enter"], "Uptime"),
        (&["5"], "Reports"),
        (&["6"], "Activity"),
    ] {
        desk.keys(opens).keys(&[":"]).sees("Actions").keys(&["Esc"]).sees_not("Actions");
        desk.sees(page).sees("next entry for today 13:10");
        desk.keys(&["Esc"]).sees("The next entry counts for now again").sees_not("next entry for").sees(page);
        desk.keys(&["Esc", "Esc", "Esc", "Esc", "@"]).typed("-20m\n");
    }
    // A ticket that is marked keeps its mark as well.
    desk.keys(&["Space", "Esc"]).sees_not("next entry for").sees("1 marked").keys(&["Esc"]).sees_not("marked");
}

/// A moment that is set says so on every screen, and before all else that stands there.
#[test]
fn the_late_mark_shows_at_every_width() {
    for columns in [40, 48, 56, 64, 72, 80, 100, 120, 160] {
        let mut desk = marked_late(columns, 24);
        for keys in [&[][..], &["Enter"], &["Esc"], &["@"]] {
            desk.keys(keys);
            if keys == ["Esc"] {
                assert!(!desk.text().lines().next().unwrap().contains("13:10"), "{}", desk.text());
                desk.keys(&["@"]).typed("-20m\n");
            }
            let head = desk.text().lines().next().unwrap().to_owned();
            assert!(head.contains("next entry for today 13:10"), "{columns}:\n{}", desk.text());
        }
    }
    insta::assert_snapshot!("late_mark_at_40", marked_late(40, 24).text());
    insta::assert_snapshot!("late_mark_at_80", marked_late(80, 24).text());
}

#[test]
fn nothing_typed_for_the_moment_sets_nothing_and_says_so() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.keys(&["@", "Enter"]).sees("Nothing was typed, so the next entry counts for now").sees_not("next entry for");
    let mut desk = marked_late(100, 24);
    desk.keys(&["@", "Enter"]).sees("Nothing was typed, so the next entry still counts for today 13:10");
    desk.sees("next entry for today 13:10");
}

/// What is refused, or left without being written, has not used the moment.
#[test]
fn the_late_mark_stays_until_it_is_used() {
    let mut desk = marked_late(100, 24);
    desk.keys(&["o"]).sees("neither fixed nor closed").sees("next entry for today 13:10");
    desk.keys(&["c"]).sees("Note on #1, for today 13:10").keys(&["Esc"]).sees("next entry for today 13:10");
    desk.keys(&["c"]).typed("called").keys(&["Ctrl-S"]).sees("note added").sees_not("next entry for");
    let note = desk.desk.record(TicketId(1)).unwrap().unwrap().events.last().unwrap().clone();
    assert_eq!(note.happened.to_string(), "2024-01-08T12:10:00Z");
    // The forms for something new begin with it.
    desk.keys(&["@"]).typed("-20m\n").keys(&["n"]).sees_not("next entry for");
    assert!(desk.row("Reported").contains("2024-01-08 13:10"), "{}", desk.text());
    desk.keys(&["Right", "Left", "Tab", "s", "Tab", "c", "Tab", "p", "Tab"]).typed("Down").keys(&["Ctrl-S"]);
    let logged = desk.sees("#2 logged").desk.record(TicketId(2)).unwrap().unwrap().ticket;
    assert_eq!(logged.reported().to_string(), "2024-01-08T12:10:00Z");
}

#[test]
fn the_filter_narrows_while_it_is_typed_and_esc_gives_the_list_back() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
        log(d, "agent1", new("sesam", "partner", "error", "email", "Sync lags"));
    });
    desk.keys(&["/"]).typed("vendor:sesam").sees("Sync lags").sees_not("Shop down");
    desk.keys(&["Esc"]).sees("Shop down").keys(&["/"]).typed("sev:nonsense").sees("nonsense");
    desk.keys(&["Esc", "/"]).typed("vendor:sesam\n").sees("/vendor:sesam").sees_not("Shop down");
    desk.keys(&["Esc"]).sees("Shop down");
}

#[test]
fn why_tells_the_deadline_day_by_day() {
    let mut desk = AtDesk::with("2024-01-05T15:00:00Z", 100, 30, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.keys(&["v"]).sees("Sat 6 – Sun 7 Jan").sees("08:00–10:00").sees("Due Mon 8 Jan 2024 10:00");
}

#[test]
fn the_palette_finds_and_runs_an_action() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Down"));
    });
    desk.keys(&[":"]).typed("no-work").keys(&["Enter"]).sees("no workaround possible").sees("#1");
}

#[test]
fn a_note_is_kept_until_it_is_saved_or_dropped_on_purpose() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Down"));
    });
    desk.keys(&["c"]).typed("first line\nsecond").keys(&["Ctrl-G"]).sees("Drop this note?");
    desk.keys(&["Enter"]).sees("Drop this note?").keys(&["n"]).sees("second").keys(&["Ctrl-S"]).sees("note added");
    desk.keys(&["Enter"]).sees("internal note").sees("first line").sees("second");
}

#[test]
fn assigning_offers_oneself_first() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        let id = log(d, "agent1", new("sesam", "partner", "critical", "phone", "Down"));
        happen(d, "agent1", id, EventData::Assigned(event::Assigned { to: Some("agent2".to_owned()) }));
    });
    assert!(desk.row("▌").trim_end().ends_with(" a2"), "{}", desk.text());
    desk.keys(&["a"]).sees("agent1 (you)").keys(&["Enter"]).sees("assigned to agent1");
    assert_eq!(desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.assignee.as_deref(), Some("agent1"));
}

/// On a ticket's page its own history is meant, not what was done on another one.
#[test]
fn undo_on_a_ticket_leaves_what_was_done_on_another() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for subject in ["One", "Two"] {
            let id = log(d, "agent2", new("sesam", "partner", "critical", "phone", subject));
            happen(d, "agent2", id, EventData::Responded);
        }
    });
    desk.keys(&["s"]).sees("#1 work started").keys(&["j", "Enter"]).is_on("1 Queue ▸ #2");
    desk.keys(&["u"]).sees("You have nothing to undo on this ticket").sees_not("undone");
    let started = |desk: &AtDesk| desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.work_started.is_some();
    assert!(started(&desk));
    desk.keys(&["Esc", "u"]).sees("undone: #1 work started");
    assert!(!started(&desk));
}

#[test]
fn the_severity_can_be_changed_and_deadlines_follow() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "minor", "phone", "Slow"));
    });
    desk.keys(&["p"]).sees("Critical").keys(&["j", "Enter"]).sees("severity Critical").sees(" 2h00 ");
}

#[test]
fn a_paste_reaches_text_fields_only() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Down"));
    });
    desk.screen.paste("rsf\nd");
    desk.sees("no text field here").sees(" start ");
    assert_eq!(desk.desk.record(TicketId(1)).unwrap().unwrap().events.len(), 2);
    desk.keys(&["n", "Tab", "Tab", "Tab", "Tab"]);
    desk.screen.paste("two\nlines\u{1b}[31m");
    desk.sees("two lines").sees_not("\u{1b}");
}

#[test]
fn esc_never_leaves_the_program_and_ctrl_c_does_when_pressed_twice() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["Esc", "Esc"]).sees("q leaves the program");
    desk.keys(&["Ctrl-C"]).sees("Ctrl-C again quits");
    assert!(desk.screen.ended().is_none());
    desk.keys(&["Ctrl-C"]);
    assert!(desk.screen.ended().is_some());
}

#[test]
fn a_form_with_text_is_not_dropped_without_a_question_and_enter_twice_logs_once() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["n", "Esc"]).sees("No open tickets");
    desk.keys(&["n", "Tab", "s", "Tab", "c", "Tab", "p", "Tab"])
        .typed("Down")
        .keys(&["Ctrl-G"])
        .sees("Drop this ticket?");
    desk.keys(&["n"]).sees("Down").keys(&["Ctrl-S", "Enter", "Enter"]);
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 1);
}

#[test]
fn another_ones_change_shows_at_once() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    desk.keys(&["Enter"]);
    happen(&desk.desk.clone(), "agent2", TicketId(1), EventData::Responded);
    desk.keys(&["c", "Esc", "s"]).sees("responded to the customer");
}

#[test]
fn the_counters_follow_time_for_tickets_logged_at_this_screen() {
    let mut desk = AtDesk::at(MONDAY, 100, 24);
    log_by_keys(&mut desk, "Markant", &["e", "c", "p"], "Shop down");
    desk.sees("▶ 1 running").pass(25 * 60).sees("! 1 at risk").sees("▶ 0 running");
    desk.pass(6 * 60).sees("‼ 1 breached").sees("! 0 at risk");
}

#[test]
fn closing_after_a_broken_promise_asks_whose_breach_it_is() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("myproduction", "standard", "critical", "email", "Down"));
    });
    desk.pass(2 * 3600)
        .keys(&["r", "d"])
        .sees("Whose breach is it?")
        .keys(&["Enter"])
        .sees("Choose one with ↑ ↓ first")
        .keys(&["j", "j", "Enter", "Enter"])
        .sees("breach: the vendor's");
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap().ticket;
    assert_eq!(ticket.breach_reason, Some(frist::domain::ticket::BreachReason::Vendors));
}

#[test]
fn a_second_key_does_not_hit_the_ticket_that_comes_after_the_first() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for subject in ["One", "Two"] {
            let id = log(d, "agent1", new("myproduction", "standard", "critical", "email", subject));
            happen(d, "agent1", id, EventData::Responded);
        }
    });
    desk.keys(&["d", "y", "d"]).sees("◂ One");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 1);
    desk.keys(&["j"]).sees_not("One").keys(&["d", "y"]).sees("◂ Two").keys(&["j"]).sees("No open tickets");
}

/// Nothing of it is promised any more, so the desk would close it without a word.
#[test]
fn closing_what_was_never_fixed_is_asked_about_first() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for (subject, kind) in [("Down", Kind::Incident), ("How do I?", Kind::Question), ("Wrong desk", Kind::Incident)]
        {
            let ticket = NewTicket { kind, ..new("myproduction", "standard", "critical", "email", subject) };
            let id = log(d, "agent1", ticket);
            happen(d, "agent1", id, EventData::Responded);
        }
    });
    desk.keys(&["d"])
        .sees("Close #1? It has not been fixed. Nothing is owed for it.")
        .keys(&["n"])
        .sees_not("Close #1?");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 3);
    desk.keys(&["d", "y"]).sees("#1 closed · u undoes it").keys(&["u"]).sees("undone");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 3);
    // A question, and what is fixed, are closed as they are.
    desk.keys(&["/"]).typed("how\n").keys(&["d"]).sees("#2 closed");
    desk.keys(&["Esc", "/"]).typed("wrong\n").keys(&["s", "f", "d"]).sees("#3 closed");
}

/// Somebody else closes it while the question stands.
#[test]
fn a_closing_that_came_too_late_is_asked_about_again() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        let id = log(d, "agent1", new("myproduction", "standard", "critical", "email", "Down"));
        happen(d, "agent1", id, EventData::Responded);
    });
    desk.keys(&["d"]).sees("It has not been fixed");
    let id = desk.desk.open_tickets().unwrap()[0].id;
    happen(&desk.desk, "anna", id, EventData::Fixed);
    desk.keys(&["y"]).sees("anna");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 1);
}

#[test]
fn esc_from_the_filter_gives_the_selection_back() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for subject in ["One", "Two", "Three"] {
            log(d, "agent1", new("myproduction", "standard", "critical", "email", subject));
        }
    });
    desk.keys(&["j", "/"]).typed("three").sees_not("Two").keys(&["Esc"]);
    assert!(desk.row("▌").contains("Two"), "{}", desk.text());
}

#[test]
fn a_withdrawal_is_retracted_where_it_was_made() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("myproduction", "standard", "critical", "email", "Down"));
    });
    desk.keys(&["Enter", "u"]).sees("Withdraw #1?").keys(&["y"]).sees("withdrawn").keys(&["u"]).sees("new");
    assert_eq!(desk.desk.open_tickets().unwrap().len(), 1);
}

#[test]
fn the_clock_names_its_zone_where_the_vendors_have_another() {
    let mut desk = AtDesk::at(MONDAY, 100, 24);
    desk.sees("agent1  Mon 8 10:00").sees_not("Oslo");
    let mut elsewhere = setup(&[]);
    elsewhere.zone = frist::domain::time::Zone::utc();
    desk.start(elsewhere).sees("09:00 UTC");
    desk.screen.resize(120, 24);
    desk.sees("agent1  Mon 8 09:00 UTC");
}

#[test]
fn what_was_entered_just_before_leaving_is_written_as_well() {
    use frist::config::Drafts;
    use frist::desk::{Change, Request};
    use frist::tui::app::{App, DeskHost, DeskWork, Work};
    use frist::tui::run::Host;

    let desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Down"));
    });
    let (out, _told) = std::sync::mpsc::channel();
    let mut host = DeskHost::start(desk.desk.clone(), desk.desk.subscribe(), Drafts::new(None), out);
    for tag in 0..20 {
        let what = Box::new(EventData::Note(event::Note { text: format!("note {tag}"), to_customer: false }));
        let change = Change::Add { ticket: TicketId(1), revision: None, happened: None, what };
        Host::<App>::perform(
            &mut host,
            Work::Desk(DeskWork::Commit {
                tag,
                request: Request::new("agent1", vec![change]),
                draft: None,
                files: Vec::new(),
            }),
        );
    }
    drop(host);
    assert_eq!(desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.notes, 20);
}

#[test]
fn a_breach_of_more_than_an_hour_ago_lets_the_screen_sleep_till_the_minute() {
    use frist::tui::run::Program as _;

    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    });
    // Due at 12:00 and 14:00; the toast of nothing and the last key are long past.
    let wakes_in = |desk: &AtDesk| desk.screen.program().wake_in(desk.screen.now()).unwrap().as_secs();
    desk.pass(4 * 3600 + 1810).sees("−2h31");
    assert_eq!(wakes_in(&desk), 1, "the other target is over by half an hour");
    desk.pass(2 * 3600 + 1800).sees("‼ 1 breached");
    assert_eq!(wakes_in(&desk), 50);
    desk.keys(&["Enter"]).pass(60);
    assert_eq!(wakes_in(&desk), 50);
}

#[test]
fn closed_tickets_and_notes_are_looked_for_where_the_store_is() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for (subject, note) in
            [("Shop down", "cable was loose"), ("Cart empty", "index was stale"), ("Slow", "nothing")]
        {
            let id = log(d, "agent1", new("markant", "standard", "critical", "phone", subject));
            happen(d, "agent1", id, EventData::Note(event::Note { text: note.to_owned(), to_customer: false }));
        }
        for what in [
            EventData::Responded,
            EventData::WorkStarted,
            EventData::Fixed,
            EventData::Closed(event::Closed { reason: None, words: None }),
        ] {
            happen(d, "agent1", TicketId(1), what);
        }
    });
    desk.sees_not("Shop down");
    // While it is typed, nobody has read any notes.
    desk.keys(&["/"]).typed("text:was").sees("Enter  look for it");
    desk.keys(&["Enter"]).sees("Cart empty").sees_not("Slow").sees_not("Shop down");
    desk.keys(&["."]).sees("Shop down").sees("Cart empty").sees_not("Slow");
    desk.keys(&["/"]).typed(" text:cable").keys(&["Enter"]).sees("Shop down").sees_not("Cart empty");
    // What happens to it meanwhile is seen.
    happen(&desk.desk, "agent2", TicketId(1), EventData::Reopened);
    happen(
        &desk.desk,
        "agent2",
        TicketId(1),
        EventData::SubjectSet(event::SubjectSet { subject: "Shop was down".to_owned(), was: None }),
    );
    desk.keys(&["Enter", "Esc"]).sees("Shop was down");
    desk.keys(&["Esc"]).sees("Shop was down").sees("Cart empty").sees("Slow");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Closed(event::Closed { reason: None, words: None }));
    desk.keys(&["Enter", "Esc"]).sees("Shop was down").keys(&["."]).sees_not("Shop was down").sees("Slow");
    desk.keys(&["/"]).typed("is:closed text:nowhere").keys(&["Enter"]).sees("No ticket matches the filter.");
    desk.keys(&["Esc"]).sees("Slow");
}

#[test]
fn a_key_pressed_twice_counts_once_and_keys_pressed_fast_count_in_turn() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    });
    desk.screen.burst(&["r", "r"]);
    desk.sees("#1 responded · u undoes it").sees_not("changed");
    // Each is meant for the ticket as the one before leaves it.
    desk.screen.burst(&["s", "f", "f"]);
    desk.sees("#1 fixed · u undoes it").sees_not("changed");
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap();
    let whats: Vec<&EventData> = ticket.events.iter().skip(2).filter_map(|event| event.action()).collect();
    assert_eq!(whats, [&EventData::Responded, &EventData::WorkStarted, &EventData::Fixed]);
    desk.keys(&["u"]).sees("undone: #1 fixed");
}

#[test]
fn what_is_pressed_right_before_leaving_is_written() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    });
    desk.screen.burst(&["r", "s", "q"]);
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert!(ticket.ticket.responded.is_some() && ticket.ticket.work_started.is_some());
}

#[test]
fn undo_does_not_reach_behind_what_is_still_being_written() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    });
    desk.keys(&["r"]);
    desk.screen.burst(&["s", "u"]);
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert!(ticket.ticket.responded.is_some() && ticket.ticket.work_started.is_some());
    desk.keys(&["u"]).sees("undone: #1 work started");
}

#[test]
fn where_the_first_of_two_is_refused_the_second_is_not_written_either() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    });
    // Somebody else was first, and this screen has not heard of it.
    happen(&desk.desk, "berit", TicketId(1), EventData::Assigned(event::Assigned { to: Some("berit".to_owned()) }));
    desk.screen.burst(&["r", "s"]);
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert!(ticket.ticket.responded.is_none() && ticket.ticket.work_started.is_none());
    desk.sees("berit");
}

/// Oslo, 25 October 2026, 02:40 for the second time.
#[test]
fn in_the_hour_that_comes_twice_the_screen_says_which_it_took() {
    let mut desk = AtDesk::with("2026-10-25T01:40:00Z", 100, 24, |d| {
        let mut ticket = new("markant", "standard", "critical", "phone", "Shop down");
        ticket.reported = Some(frist::domain::time::Instant::parse("2026-10-25T00:05:00Z").unwrap());
        log(d, "agent1", ticket);
    });
    desk.sees("02:40+01:00");
    desk.keys(&["@"]).typed("02:10\n").sees("next entry for today 02:10+01:00").keys(&["Esc"]);
    desk.keys(&["@"]).typed("02:10+02:00\n").sees("next entry for today 02:10+02:00").keys(&["r"]);
    desk.sees("responded, Sun 25 Oct 2026 02:10+02:00");
    desk.keys(&["Enter"]).sees("reported today 02:05+02:00").keys(&["Esc"]);
    // A form says it while it is typed, and how the other one is written.
    desk.keys(&["n"]);
    for _ in 0..14 {
        if desk.row("Reported").contains('▌') {
            break;
        }
        desk.keys(&["Tab"]);
    }
    desk.typed("02:10").sees("Reported at 02:10+01:00").sees("02:10+02:00");
    desk.keys(&["Ctrl-U"]).typed("02:50").sees("Reported at 02:50+02:00").keys(&["Ctrl-U"]).typed("03:00");
    desk.sees_not("Reported at 0").keys(&["Ctrl-G", "y", "4", "L"]).typed("02:10").sees("Read as 02:10+01:00");
}

//! What may be wrong with a new ticket, one thing at a time.

use super::*;

#[test]
fn one_thing_wrong_with_a_new_ticket() {
    let said = |change: fn(&mut NewTicket)| {
        let mut new = new("missoun", "standard", "low", "portal");
        change(&mut new);
        wrong(&new).join(" | ")
    };
    for (change, expected) in [
        (
            (|n| n.subject = String::new()) as fn(&mut NewTicket),
            "subject: the subject cannot be used: there is no text in it; write a few words",
        ),
        (
            |n| n.subject = s("a\u{1b}]0;owned\u{7}"),
            "subject: the subject cannot be used: it has a control character (U+001B) at place 2; take it out",
        ),
        (
            |n| n.subject = s("file \u{202E}gpj.exe"),
            "subject: the subject cannot be used: it has a control character (U+202E) at place 6; take it out",
        ),
        (
            |n| n.subject = s("two\nlines"),
            "subject: the subject cannot be used: it has a control character (U+000A) at place 4; take it out",
        ),
        (|n| n.channel = String::new(), "channel: the channel is missing; give one of portal"),
        (
            |n| n.reported = Some(Instant::from_secs(0)),
            "reported: that is outside the years 1980 to 2100; give a time in these years",
        ),
        (|n| n.impact = Some(s("huge")), "impact: missoun has no impact `huge`; it has high, medium, low"),
        (|n| n.urgency = Some(s("huge")), "urgency: missoun has no urgency `huge`; it has high, medium, low"),
        (
            |n| (n.impact, n.urgency) = (Some(s("high")), Some(s("high"))),
            "severity: impact high and urgency high make it high, not low; change one of the three",
        ),
        (|n| n.impact = None, "impact: missoun needs the impact; give one of high, medium, low"),
        (|n| n.urgency = None, "urgency: missoun needs the urgency; give one of high, medium, low"),
        (|n| n.plan = s("a\u{1b}b"), "plan: missoun has no plan `ab`; it has standard"),
    ] {
        assert_eq!(said(change), expected);
    }
}

#[test]
fn the_events_that_log_a_ticket() {
    let mut new = partner();
    (new.note, new.assignee, new.reported) = (Some(s("first")), Some(s("bo")), Some(minute(-60)));
    let events = new_events(&new, "v1", None, "anna", minute(0));
    let happened: Vec<Instant> = events.iter().map(|e| e.happened).collect();
    assert_eq!(happened, [minute(-60), minute(-60), minute(0), minute(0)]);
    assert!(events.iter().all(|e| e.recorded == minute(0) && e.by == "anna"));
    let ticket = Ticket::fold(TicketId(1), &events).unwrap();
    assert_eq!((ticket.version.as_str(), ticket.assignee.as_deref(), ticket.notes), ("v1", Some("bo"), 1));
    assert_eq!(ticket.reported(), minute(-60));
}

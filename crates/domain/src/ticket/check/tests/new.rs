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

//! Says what the signs mean, for the help.

/// What the signs of tickets mean: those of most pages, and of what lies over any.
pub const SIGNS: &[&str] = &[
    "‼ breached   ! at risk   ▶ running   ‖ support closed or paused   ☎ to be phoned   ▼ outage",
    "✓ met   ✗ met late   ⊘ excluded   – no deadline   ◎ somebody else has it open   ✉ needs action   ◂ leaves the list when you move on",
    "Before a subject: ↩ the customer wrote last, is:unanswered lists them   ‖ waits for the customer or the vendor   ☾ snoozed",
    "At risk: a quarter of a target's time is left, or less.",
    "Times left are in the hours that a target counts by; moments are in your own time zone.",
];

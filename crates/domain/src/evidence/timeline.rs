//! Writes everything that happened, in the order of entry: what was retracted struck through, deadlines old and new
//! beside the event that changed them.

use super::EvidenceCase;
use super::Notes;
use crate::markdown::{Document, escaped};
use crate::sla::{DeadlineChange, deadline_changes};
use crate::ticket::{Event, Uncounted, live, say, uncounted};

pub(super) fn write(case: &EvidenceCase<'_>, document: &mut Document) {
    let events = &case.record.events;
    let changes = deadline_changes(case.record.ticket.id, events, case.contract);
    let told = |event: &Event| case.notes == Notes::All || !event.what.is_internal(events);
    let counts = live(events).into_iter().zip(uncounted(events));
    let lines = events.iter().zip(counts).zip(&changes);
    let lines = lines.filter(|((event, _), _)| told(event));
    let rows: Vec<_> = lines.map(|((event, counts), changes)| row(case, event, counts, changes)).collect();
    document.heading(2, "Timeline");
    document.table(["Happened", "Entered", "By", "What"], &rows);
}

fn row(
    case: &EvidenceCase<'_>,
    event: &Event,
    (stands, uncounted): (bool, Option<Uncounted>),
    changes: &[DeadlineChange],
) -> [String; 4] {
    let entered = if event.recorded == event.happened { String::new() } else { case.say(event.recorded) };
    let said = escaped(&say(event, &case.record.events));
    let said = match uncounted {
        _ if !stands => format!("~~{said}~~ (retracted)"),
        Some(why) => format!("{said} ({})", why.in_words(|at| case.say(at))),
        None => said,
    };
    let vendors = changes.iter().filter(|change| !change.house);
    let moved: Vec<String> = vendors.map(|change| change.in_words(|at| case.say(at))).collect();
    let deadlines = if moved.is_empty() { String::new() } else { format!(" ({})", moved.join("; ")) };
    [case.say(event.happened), entered, escaped(&event.by), format!("{said}{deadlines}")]
}

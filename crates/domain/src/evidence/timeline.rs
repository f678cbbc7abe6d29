//! Writes everything that happened, in the order of entry: what was retracted struck through, deadlines old and new
//! beside the event that changed them.

use std::sync::Arc;

use super::EvidenceCase;
use super::Notes;
use crate::markdown::{Document, escaped};
use crate::sla::{DeadlineChange, deadline_changes};
use crate::ticket::{Event, Ticket, Uncounted, live, say_in, uncounted};

pub(super) fn write(case: &EvidenceCase<'_>, document: &mut Document) {
    let events = &case.record.events;
    // What it promised before it was corrected to this vendor is none of this vendor's business.
    let same = |ticket: &Ticket| ticket.contract == case.contract.id && ticket.promise == case.record.ticket.promise;
    let contract_of = |ticket: &Ticket| same(ticket).then(|| Arc::clone(case.contract));
    let changes = deadline_changes(case.record.ticket.id, events, &contract_of);
    let told = |event: &Event| case.notes == Notes::All || !event.what.is_internal(events);
    let counts = live(events).into_iter().zip(uncounted(events));
    let lines = events.iter().zip(counts).zip(&changes);
    let lines = lines.filter(|((event, _), _)| told(event));
    let rows: Vec<_> = lines.map(|((event, counts), changes)| row(case, event, counts, changes)).collect();
    let language = case.language;
    document.heading(2, &language.timeline_title());
    let heads = [language.head_happened(), language.head_entered(), language.head_who(), language.head_what()];
    document.rows(&heads, &rows);
}

fn row(
    case: &EvidenceCase<'_>,
    event: &Event,
    (stands, uncounted): (bool, Option<Uncounted>),
    changes: &[DeadlineChange],
) -> [String; 4] {
    let entered = if event.recorded == event.happened { String::new() } else { case.say(event.recorded) };
    let said = escaped(&say_in(case.language, event, &case.record.events, &|at| case.say(at)));
    let said = match uncounted {
        _ if !stands => case.language.struck(said),
        Some(why) => format!("{said} ({})", why.said(case.language, |at| case.say(at))),
        None => said,
    };
    let vendors = changes.iter().filter(|change| !change.house);
    let moved: Vec<String> = vendors.map(|change| change.said(case.language, |at| case.say(at))).collect();
    let deadlines = if moved.is_empty() { String::new() } else { format!(" ({})", moved.join("; ")) };
    [case.say(event.happened), entered, escaped(&event.by), format!("{said}{deadlines}")]
}

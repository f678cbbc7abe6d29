//! Finds the tickets that letters have made in the last minutes, so that a desk that was started again goes on counting where the
//! process before stopped: a flood is one whoever takes it in.

use std::collections::HashMap;

use frist_domain::intake::NewTicketLimit;
use frist_domain::ticket::{DESK, EventData};
use frist_domain::time::Instant;
use frist_store::Reader;

use crate::Problem;

/// Returns what each sender has made of new tickets by letters that were received in the last minutes before `now`, by address in
/// small letters.
///
/// # Errors
///
/// If the store cannot be read.
pub(super) fn recent_tickets(reader: &Reader, now: Instant) -> Result<HashMap<String, NewTicketLimit>, Problem> {
    let mut limits: HashMap<String, NewTicketLimit> = HashMap::new();
    let since = now.plus(-NewTicketLimit::WITHIN);
    for block in reader.blocks_within(since, now) {
        for record in block?.read()? {
            let Some(logged) = record.events.first().filter(|logged| logged.by == DESK && logged.happened >= since)
            else {
                continue;
            };
            let letter = record.events.iter().find_map(|event| match event.action() {
                Some(EventData::Message(message)) => message.letter.as_deref(),
                _ => None,
            });
            if let Some(from) = letter.and_then(|letter| letter.from.as_ref()) {
                limits.entry(from.address.to_lowercase()).or_default().note(logged.happened);
            }
        }
    }
    Ok(limits)
}

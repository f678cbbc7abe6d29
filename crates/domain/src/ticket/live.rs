//! Tells which events still stand once retractions are taken into account.

use super::commit::Event;
use super::event::{EventData, Retracted};

/// Returns for each event whether it stands.
///
/// A retraction retracts one earlier event. It can itself be retracted, so the events are looked at from the last to
/// the first: by the time one is reached, all that could retract it has been decided.
pub fn live(events: &[Event]) -> Vec<bool> {
    let mut stands = vec![true; events.len()];
    for index in (0..events.len()).rev() {
        if let (true, Some(EventData::Retracted(Retracted { event }))) = (stands[index], events[index].action()) {
            let target = *event as usize;
            if target < index {
                stands[target] = false;
            }
        }
    }
    stands
}

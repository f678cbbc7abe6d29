//! Tells which events that stand no longer count: an earlier one was entered after them, or the fix did not hold.

use super::commit::Event;
use super::event::{EventData, EventKind};
use super::live::live;
use crate::language::Language;
use crate::time::Instant;

/// Why an event that stands does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Uncounted {
    /// One that happened earlier counts instead: at that moment.
    Earlier(Instant),
    /// The fix did not hold, and what was explained with it was not the cause.
    DidNotHold,
}

impl Uncounted {
    /// Returns the words behind the event, with moments as `say` writes them.
    pub fn in_words(self, say: impl Fn(Instant) -> String) -> String {
        self.said(Language::English, say)
    }

    /// Returns the words in a language.
    pub(crate) fn said(self, language: Language, say: impl Fn(Instant) -> String) -> String {
        match self {
            Self::Earlier(at) => language.earlier_counts(say(at)),
            Self::DidNotHold => language.did_not_hold(),
        }
    }
}

/// Returns for each event why it does not count, or none where it counts, was retracted, or is one of which each counts.
pub fn uncounted(events: &[Event]) -> Vec<Option<Uncounted>> {
    let stands = live(events);
    let mut why = vec![None; events.len()];
    let mut firsts: Vec<(&'static EventKind, usize)> = Vec::new();
    for place in (0..events.len()).filter(|place| stands[*place]) {
        let (event, Some(what)) = (&events[place], events[place].action()) else { continue };
        match what {
            EventData::CameBack => firsts.clear(),
            EventData::Reopened => did_not_hold(&mut firsts, events, &mut why),
            _ if what.happening().is_of_round() => {
                let of_kind = firsts.iter_mut().find(|(kind, _)| std::ptr::eq(*kind, what.sort()));
                match of_kind {
                    Some((_, first)) if event.happened < events[*first].happened => {
                        why[*first] = Some(Uncounted::Earlier(event.happened));
                        *first = place;
                    }
                    Some((_, first)) => why[place] = Some(Uncounted::Earlier(events[*first].happened)),
                    None => firsts.push((what.sort(), place)),
                }
            }
            _ => {}
        }
    }
    why
}

/// Takes the fix out of what counts, with the cause that was explained with it.
fn did_not_hold(firsts: &mut Vec<(&'static EventKind, usize)>, events: &[Event], why: &mut [Option<Uncounted>]) {
    let action = |place: usize| events[place].action();
    if !firsts.iter().any(|(_, place)| action(*place) == Some(&EventData::Fixed)) {
        return;
    }
    firsts.retain(|(_, place)| {
        let goes = matches!(action(*place), Some(EventData::Fixed | EventData::RootCauseExplained(_)));
        if goes {
            why[*place] = Some(Uncounted::DidNotHold);
        }
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::event::Retracted;

    fn told(done: &[(i64, EventData)]) -> Vec<Option<Uncounted>> {
        let event = |(at, what): &(i64, EventData)| Event {
            happened: Instant::from_secs(*at),
            recorded: Instant::from_secs(1000),
            by: "anna".to_owned(),
            what: what.clone().into(),
        };
        uncounted(&done.iter().map(event).collect::<Vec<_>>())
    }

    #[test]
    fn the_first_of_its_kind_counts_whenever_it_was_entered() {
        let earlier = Some(Uncounted::Earlier(Instant::from_secs(10)));
        assert_eq!(told(&[(13, EventData::Responded), (10, EventData::Responded)]), [earlier, None]);
        assert_eq!(told(&[(10, EventData::Responded), (13, EventData::Responded)]), [None, earlier]);
        let other = [(13, EventData::Responded), (10, EventData::WorkStarted), (9, EventData::ReceiptConfirmed)];
        assert_eq!(told(&other), [None; 3]);
        let taken = EventData::Retracted(Retracted { event: 1 });
        assert_eq!(told(&[(13, EventData::Responded), (10, EventData::Responded), (20, taken)]), [None; 3]);
    }

    #[test]
    fn a_fix_that_did_not_hold_is_withdrawn_and_one_that_came_back_stands() {
        let explained = || EventData::RootCauseExplained(crate::ticket::event::RootCauseExplained::default());
        let fixed = |then: EventData| {
            told(&[
                (5, EventData::WorkStarted),
                (10, EventData::Fixed),
                (11, explained()),
                (20, then),
                (30, EventData::Fixed),
            ])
        };
        let gone = Some(Uncounted::DidNotHold);
        assert_eq!(fixed(EventData::Reopened), [None, gone, gone, None, None]);
        assert_eq!(fixed(EventData::CameBack), [None; 5]);
        assert_eq!(told(&[(5, explained()), (20, EventData::Reopened)]), [None; 2], "the closing alone was too early");
    }
}

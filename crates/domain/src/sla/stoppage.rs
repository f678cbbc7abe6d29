//! Tells why the clock of a target does not run, where something is promised: support is closed, the ticket waits, or it
//! has not come by a channel that counts.

use super::compute::paused;
use super::words::wanted_in;
use super::{Target, TargetState, TicketRow};
use crate::language::Language;

/// The reason why a target's clock does not run, though something is promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stoppage {
    /// Support is closed; the clock goes on when it opens.
    SupportClosed,
    /// The ticket waits, and the agreement stops the clock meanwhile.
    Paused,
    /// The clock has not started: the ticket has not come by phone, or by another channel that counts.
    ToBePhoned,
}

impl Stoppage {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::SupportClosed, Self::Paused, Self::ToBePhoned];

    /// Returns the key in JSON and the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SupportClosed => "support_closed",
            Self::Paused => "paused",
            Self::ToBePhoned => "to_be_phoned",
        }
    }
}

/// Returns why the target's clock does not run, or none where it runs, has ended, or nothing counts.
pub fn stoppage(row: &TicketRow, target: &Target) -> Option<Stoppage> {
    match target.state {
        TargetState::NoClock => Some(Stoppage::ToBePhoned),
        TargetState::Stopped => {
            let waits =
                row.contract.as_ref().is_some_and(|contract| paused(&row.ticket, contract, target.kind).is_some());
            Some(if waits { Stoppage::Paused } else { Stoppage::SupportClosed })
        }
        _ => None,
    }
}

/// Says how a target stands, in two or three words: its state, why its clock does not run, or what it waits for.
pub fn state_in_words(row: &TicketRow, target: &Target) -> String {
    state_in(Language::English, row, target)
}

/// Says in a language how a target stands.
pub(crate) fn state_in(language: Language, row: &TicketRow, target: &Target) -> String {
    if let Some(from) = target.waits_for() {
        return language.waits_for(language.target(from));
    }
    if target.state == TargetState::Excluded && row.ticket.exclusion.is_none() {
        return language.not_counted();
    }
    match stoppage(row, target) {
        Some(Stoppage::SupportClosed) => language.support_closed(),
        Some(Stoppage::Paused) => language.paused(),
        Some(Stoppage::ToBePhoned) => match (&row.contract, &row.sla) {
            (Some(contract), Some(sla)) => wanted_in(language, contract, &sla.severity),
            _ => language.target_state(target.state),
        },
        None => language.target_state(target.state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Pause;
    use crate::sla::StateCounts;
    use crate::sla::fixture::{PAUSING, built_in, contract, reported};
    use crate::ticket::EventData;

    fn stands(row: &TicketRow) -> (Option<&'static str>, String) {
        let next = row.next().unwrap();
        (stoppage(row, next).map(Stoppage::key), state_in_words(row, next))
    }

    #[test]
    fn a_clock_stands_still_for_three_reasons_and_each_has_its_words() {
        let pausing = reported(&contract(PAUSING), ("one", "hours"), "phone", "2024-01-08 10:00");
        let paused = pausing.clone().then("2024-01-08 11:00", EventData::waiting(Pause::WaitingCustomer));
        let markant = built_in("markant");
        let mailed = |severity: &str| reported(&markant, ("standard", severity), "email", "2024-01-08 10:00");
        let webbed = reported(&built_in("myproduction"), ("standard", "critical"), "phone", "2024-01-08 10:00");
        let told = |row: TicketRow| stands(&row);
        assert_eq!(told(pausing.row("2024-01-08 10:30")), (None, "running".to_owned()));
        assert_eq!(told(pausing.row("2024-01-08 20:00")).0, None, "the work start is due in real time");
        assert_eq!(told(paused.row("2024-01-08 11:30")), (Some("paused"), "paused".to_owned()));
        assert_eq!(
            StateCounts::of([&paused.row("2024-01-08 11:30")]),
            StateCounts { paused: 1, ..StateCounts::default() }
        );
        let minor = reported(&markant, ("standard", "minor"), "phone", "2024-01-12 15:00").row("2024-01-12 18:00");
        assert_eq!(stands(&minor), (Some("support_closed"), "support closed".to_owned()));
        let critical = mailed("critical").row("2024-01-08 10:30");
        assert_eq!(stands(&critical), (Some("to_be_phoned"), "to be phoned".to_owned()));
        let words = stands(&webbed.row("2024-01-08 10:30")).1;
        assert!(words.starts_with("to be reported by "), "{words}");
    }
}

//! Tells why the clock of a target does not run, where something is promised: support is closed, the ticket waits, or it
//! has not come by a channel that counts.

use crate::contract::Contract;

use super::compute::paused;
use super::words::channels_in_words;
use super::{Row, Target, TargetState};

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
pub fn stoppage(row: &Row, target: &Target) -> Option<Stoppage> {
    match target.state {
        TargetState::NoClock => Some(Stoppage::ToBePhoned),
        TargetState::Stopped => {
            let waits = row.contract.as_ref().is_some_and(|contract| paused(&row.ticket, contract).is_some());
            Some(if waits { Stoppage::Paused } else { Stoppage::SupportClosed })
        }
        _ => None,
    }
}

/// Says how a target stands, in two or three words: its state, or why its clock does not run.
pub fn state_in_words(row: &Row, target: &Target) -> String {
    match stoppage(row, target) {
        Some(Stoppage::SupportClosed) => "support closed".to_owned(),
        Some(Stoppage::Paused) => "paused".to_owned(),
        Some(Stoppage::ToBePhoned) => wanted_in_words(row.contract.as_deref(), row),
        None => target.state.words().to_owned(),
    }
}

/// Says by which channel the ticket has to come: `to be phoned`, `to be reported by portal`.
fn wanted_in_words(contract: Option<&Contract>, row: &Row) -> String {
    let severity = row.sla.as_ref().map_or(row.ticket.severity.as_str(), |sla| &sla.severity);
    let channels = contract.map_or(&[][..], |contract| contract.channels(severity));
    match channels {
        [] => TargetState::NoClock.words().to_owned(),
        [one] if one == "phone" => "to be phoned".to_owned(),
        many => format!("to be {}", channels_in_words(many)),
    }
}

//! Finds interruptions in a standing window that the agreement wants consent or notice for all the same, being long
//! (Markant, "Servicevindu": less than 15 minutes may happen in it without consent). They are exempt; the month marks
//! them.

use crate::contract::span_in_words;
use crate::ledger::LedgerRecordId;
use crate::time::{Instant, Span};

use super::account::{DowntimePiece, ExemptionGround, PieceCounts};
use super::round::MonthRound;
use super::words::stretch_in_words;

/// An unbroken stretch `[from, to)` of outages in a standing window, as long as what wants consent or notice, without any.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnagreedDowntime {
    /// The first instant of the stretch.
    pub from: Instant,
    /// The first instant after the stretch.
    pub to: Instant,
    /// The numbers of the outages that were going on.
    pub outages: Vec<LedgerRecordId>,
}

impl UnagreedDowntime {
    /// Returns the length of the stretch in seconds.
    pub const fn seconds(&self) -> i64 {
        self.to.since(self.from)
    }
}

impl MonthRound<'_> {
    /// Returns the month's interruptions in standing windows that wanted consent or notice and had none, in order. A
    /// maintenance that was announced in time, or is of a kind that needs no notice (agreed), is either; what has a
    /// cause outside the promise is no maintenance.
    pub fn unagreed(&self) -> Vec<UnagreedDowntime> {
        let least = self.contract.maintenance.as_ref().and_then(|rule| rule.window_consent);
        let Some(least) = least else { return Vec::new() };
        let mut found: Vec<UnagreedDowntime> = Vec::new();
        for piece in self.uptime.pieces.iter().filter(|piece| by_window_alone(piece)) {
            match found.last_mut().filter(|stretch| stretch.to == piece.from) {
                Some(stretch) => {
                    stretch.to = piece.to;
                    stretch.outages.extend(&piece.outages);
                    stretch.outages.sort_unstable();
                    stretch.outages.dedup();
                }
                None => found.push(UnagreedDowntime { from: piece.from, to: piece.to, outages: piece.outages.clone() }),
            }
        }
        found.retain(|stretch| stretch.seconds() >= least);
        found
    }

    /// Returns that stretch in words: `outage 2, Tue 9 Jan 2024 05:30 to 06:30, 1:00:00: 15 min or more in a standing
    /// window want …`.
    pub fn unagreed_in_words(&self, stretch: &UnagreedDowntime) -> String {
        let ids: Vec<String> = stretch.outages.iter().map(ToString::to_string).collect();
        let when = stretch_in_words(stretch.from, stretch.to, self.contract.zone);
        let least = self.contract.maintenance.as_ref().and_then(|rule| rule.window_consent).unwrap_or_default();
        let least = span_in_words(Span::Time(least));
        format!(
            "outage {}, {when}: {least} or more in a standing window want the customer's consent or notice; exempt all the same",
            ids.join(", ")
        )
    }
}

/// Returns whether the piece is exempt by lying in a window, and by nothing else.
fn by_window_alone(piece: &DowntimePiece) -> bool {
    match &piece.counts {
        PieceCounts::Exempt(grounds) => grounds.iter().all(|ground| matches!(ground, ExemptionGround::Window(_))),
        PieceCounts::Downtime { .. } | PieceCounts::BeforeReport | PieceCounts::TooShort => false,
    }
}

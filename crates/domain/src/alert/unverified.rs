//! Limits how often people are told of letters whose sender nobody vouches for: whoever can write to the desk could ring its bell
//! at will.

use std::collections::VecDeque;

use crate::time::Instant;

/// The letters of unverified senders of which people were told one by one within the last hour.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnverifiedLimit {
    told: VecDeque<Instant>,
    /// The moment since which further ones are held back, if any are.
    held_since: Option<Instant>,
}

impl UnverifiedLimit {
    /// The most letters that are told one by one within [`UnverifiedLimit::WITHIN`] seconds.
    pub const MOST: usize = 20;
    /// The seconds within which they are counted.
    pub const WITHIN: i64 = 3_600;
    /// The seconds for which further ones are held back at the longest, until one message sums them up.
    pub const HOLD: i64 = 600;

    /// Notes that people were told of such a letter at `at`, in an earlier run too.
    pub fn note(&mut self, at: Instant) {
        self.told.push_back(at);
        if self.told.len() > Self::MOST {
            self.told.pop_front();
        }
    }

    /// Returns how many of `wanted` letters people are told one by one at `now`, and notes them.
    pub fn take(&mut self, wanted: usize, now: Instant) -> usize {
        // A clock that is set back must not silence letters for ever.
        self.told.retain(|at| (0..Self::WITHIN).contains(&now.since(*at)));
        let taken = wanted.min(Self::MOST - self.told.len().min(Self::MOST));
        (0..taken).for_each(|_| self.told.push_back(now));
        taken
    }

    /// Holds further letters back from `now` on, unless some are already.
    pub fn hold(&mut self, now: Instant) {
        self.held_since.get_or_insert(now);
    }

    /// Returns when what is held back is summed up, if anything is.
    pub fn sums_up_at(&self) -> Option<Instant> {
        self.held_since.map(|since| since.plus(Self::HOLD))
    }

    /// Notes that what was held back is told.
    pub fn let_go(&mut self) {
        self.held_since = None;
    }
}

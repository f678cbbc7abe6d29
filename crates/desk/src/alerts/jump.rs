//! Notices a clock that jumps. A machine's clock is set now and then, by mistake too, and a wrong clock would have
//! things announced to people at night. So alerts are held back after a jump, for as long as it may take to set the
//! clock right again.
//!
//! A jump is seen from the clock that counts since the machine was started, which nobody sets and which goes on while the
//! machine sleeps: waking up is no jump.

use std::time::Duration;

use frist_domain::time::{Instant, real_duration};

/// The most seconds by which a clock can be set without having jumped. So little makes no deadline wrong that people
/// could keep.
const JUMP: i64 = 30;
/// The time for which alerts are held back.
pub(super) const HOLD: Duration = Duration::from_mins(5);

/// What is known of the clock.
#[derive(Debug, Default)]
pub(super) struct ClockJumps {
    /// The seconds that the clock is ahead of the time since the machine was started, or none before the first look.
    ahead: Option<i64>,
    held: Option<HeldSince>,
}

#[derive(Debug)]
struct HeldSince {
    /// The seconds that it was ahead before it jumped.
    ahead: i64,
    /// The end of the time in which alerts are held back, in time since the machine was started.
    until: Duration,
}

/// What a look at the clock has shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ClockCheck {
    /// The clock has jumped by so many seconds, forward if positive: alerts are held back from now on.
    Jumped(i64),
    /// The clock shows again what it would without a jump: alerts are not held back any more.
    Right,
    /// Nobody has set the clock right in time: alerts are not held back any more.
    Over,
}

impl ClockJumps {
    /// Looks at the clock, and at the time since the machine was started.
    pub(super) fn look(&mut self, now: Instant, since_boot: Option<Duration>) -> Option<ClockCheck> {
        let since_boot = since_boot?;
        let ahead = now.secs().saturating_sub_unsigned(since_boot.as_secs());
        let by = ahead - self.ahead.replace(ahead).unwrap_or(ahead);
        if let Some(held) = &self.held {
            let seen = if (ahead - held.ahead).abs() <= JUMP {
                ClockCheck::Right
            } else if since_boot >= held.until {
                ClockCheck::Over
            } else {
                return None;
            };
            self.held = None;
            return Some(seen);
        }
        if by.abs() <= JUMP {
            return None;
        }
        self.held = Some(HeldSince { ahead: ahead - by, until: since_boot + HOLD });
        Some(ClockCheck::Jumped(by))
    }

    /// Returns whether alerts are held back.
    pub(super) const fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// Lets the alerts go: somebody wants them now.
    pub(super) fn let_go(&mut self) {
        self.held = None;
    }
}

impl ClockCheck {
    /// Returns what people are told.
    pub(super) fn in_words(self) -> String {
        match self {
            Self::Jumped(by) => {
                let way = if by > 0 { "ahead" } else { "back" };
                format!(
                    "The clock jumped {} {way}; alerts are held until it is right again, for five minutes at the most; F9 \
                     or frist alerts now tells them now",
                    real_duration(by.abs())
                )
            }
            Self::Right => "The clock is right again; alerts are given as usual".to_owned(),
            Self::Over => "The clock has jumped and stayed so; alerts are given again".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    /// Returns what each look shows: seconds of the clock, and since the machine was started.
    fn seen(looks: &[(i64, u64)]) -> Vec<Option<ClockCheck>> {
        let mut jumps = ClockJumps::default();
        let look = |(now, boot): &(i64, u64)| jumps.look(Instant::from_secs(*now), Some(Duration::from_secs(*boot)));
        looks.iter().map(look).collect()
    }

    #[test]
    fn a_clock_that_is_set_has_jumped_and_one_that_slept_or_is_adjusted_has_not() {
        assert_eq!(seen(&[(1000, 10), (1020, 30), (1050, 60)]), [None; 3]);
        assert_eq!(seen(&[(1000, 10), (1000 + DAY, 10 + 86_400)]), [None; 2], "it slept");
        assert_eq!(seen(&[(1000, 10), (1030, 20), (1070, 30), (1110, 40)]), [None; 4], "it is adjusted bit by bit");
        assert_eq!(seen(&[(1000, 10), (1000 + DAY, 20)]), [None, Some(ClockCheck::Jumped(DAY - 10))]);
        assert_eq!(seen(&[(1000, 10), (1010 - DAY, 20)]), [None, Some(ClockCheck::Jumped(-DAY))]);
    }

    #[test]
    fn alerts_are_held_until_it_is_right_again_or_for_five_minutes() {
        let right = [(1000, 10), (1010 + DAY, 20), (1014 + DAY, 24), (1015, 25), (1020, 30)];
        assert_eq!(seen(&right), [None, Some(ClockCheck::Jumped(DAY)), None, Some(ClockCheck::Right), None]);
        let stays = [(1000, 10), (1010 + DAY, 20), (1309 + DAY, 319), (1310 + DAY, 320), (1311 + DAY, 321)];
        assert_eq!(seen(&stays), [None, Some(ClockCheck::Jumped(DAY)), None, Some(ClockCheck::Over), None]);
        // Set again while they are held: five minutes from the first time on.
        let again = [(1000, 10), (1010 + DAY, 20), (1100 + 2 * DAY, 110), (1310 + 2 * DAY, 320)];
        assert_eq!(seen(&again), [None, Some(ClockCheck::Jumped(DAY)), None, Some(ClockCheck::Over)]);
    }

    #[test]
    fn where_nothing_counts_since_the_start_nothing_is_a_jump() {
        let mut jumps = ClockJumps::default();
        assert_eq!([0, DAY].map(|now| jumps.look(Instant::from_secs(now), None)), [None; 2]);
    }
}

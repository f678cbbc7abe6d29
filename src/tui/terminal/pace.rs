//! Keeps frames apart while keys come faster than the line to the terminal takes what is drawn for them. Else a key that
//! is held goes on moving for seconds after it was let go: between here and the terminal there is room for 20 KB and more.
//!
//! How much is still on the way is not known to anybody but the terminal. So what was sent is taken to drain as slowly as
//! over the slowest line that is worth a thought, and where that leaves too much on the way the terminal is asked to say
//! when it has read so far. Nothing waits for the answer for longer than a moment, and a terminal that gives none is not
//! asked again. A key that comes alone is drawn at once.

use std::time::Duration;

/// The bytes a second that every line takes.
const SLOWEST: u64 = 2_000;
/// The bytes that may be on the way while a further frame is drawn: a second's worth.
const MOST_ON_THE_WAY: u64 = 2_000;
/// The time between two keys of somebody who does not hold one.
const HELD_WITHIN: Duration = Duration::from_millis(200);
/// The longest that a frame is held back.
const LONGEST: Duration = Duration::from_secs(1);
/// The time by which an answer may be later than it should; after that the terminal gives none.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(3);

/// The time between two frames that only the desk asks for, where it tells without end: they are read by people, and each
/// takes the time in which a key could be answered.
const TOLD_EVERY: Duration = Duration::from_millis(50);
/// The time that such frames may be ahead of that: a few are drawn at once, as what a key asked for is told by the desk.
const TOLD_AHEAD: Duration = Duration::from_millis(150);

/// The request for a sign of life, to which every terminal of today answers `ESC [ 0 n` once it has read so far.
pub const ASK: &[u8] = b"\x1b[5n";

/// What is known of the line to the terminal. All times are since any fixed moment.
#[derive(Debug, Default)]
pub struct Pace {
    /// The bytes sent since keys began to stream that were on the way at `counted_at`, as far as is known.
    on_the_way: u64,
    counted_at: Duration,
    /// The moment of the last frame.
    drawn_at: Duration,
    /// The moments of the last key and of the one before.
    keys: Option<(Duration, Option<Duration>)>,
    asked: Option<Asked>,
    /// Whether the terminal does not answer.
    is_silent: bool,
    /// When the frames that only the desk asked for would have been drawn, were they drawn at even intervals.
    told_until: Duration,
}

/// A request that is not answered yet.
#[derive(Debug)]
struct Asked {
    /// The moment by which the answer should be here.
    due: Duration,
    /// The bytes that were sent after it.
    since: u64,
}

impl Pace {
    /// Notes that a key came.
    pub fn key_came(&mut self, now: Duration) {
        if self.keys.is_none_or(|(last, _)| now >= last + HELD_WITHIN) {
            self.on_the_way = 0;
        }
        self.keys = Some((now, self.keys.map(|(last, _)| last)));
    }

    /// Notes that so many bytes were sent; `frame` says that they draw.
    pub fn sent(&mut self, bytes: usize, frame: bool, now: Duration) {
        self.count(now);
        self.on_the_way += bytes as u64;
        if let Some(asked) = &mut self.asked {
            asked.since += bytes as u64;
        }
        if frame && bytes > 0 {
            self.drawn_at = now;
        }
    }

    /// Notes that the terminal was asked.
    pub fn asked(&mut self, now: Duration) {
        self.count(now);
        let due = now + Duration::from_millis(self.on_the_way * 1000 / SLOWEST) + GIVEN_UP_AFTER;
        self.asked = Some(Asked { due, since: 0 });
    }

    /// Notes that the terminal has answered.
    pub fn answered(&mut self, now: Duration) {
        if let Some(asked) = self.asked.take() {
            self.on_the_way = asked.since;
            self.counted_at = now;
        }
    }

    /// Returns whether an answer is still to come that will come.
    pub fn awaits_answer(&self, now: Duration) -> bool {
        self.asked.as_ref().is_some_and(|asked| now < asked.due)
    }

    /// Returns how long a frame is to be held back from now; none where it may be drawn.
    pub fn hold_back(&mut self, now: Duration) -> Option<Duration> {
        self.count(now);
        if self.asked.as_ref().is_some_and(|asked| now >= asked.due) {
            (self.asked, self.is_silent) = (None, true);
        }
        let (last, before) = self.keys?;
        let streams = before.is_some_and(|before| last < before + HELD_WITHIN);
        let too_much = self.on_the_way.checked_sub(MOST_ON_THE_WAY).filter(|too_much| *too_much > 0)?;
        // The last key that comes is drawn whatever is on the way.
        let until_still = (last + HELD_WITHIN).checked_sub(now).filter(|_| streams)?;
        let until_longest = (self.drawn_at + LONGEST).checked_sub(now)?;
        let until_drained = Duration::from_millis(too_much * 1000 / SLOWEST + 1);
        let wait = until_still.min(until_longest).min(until_drained);
        (!wait.is_zero()).then_some(wait)
    }

    /// Returns how long a frame that only the desk asks for is to be held back from now; none where it is drawn now.
    pub fn hold_back_told(&mut self, now: Duration) -> Option<Duration> {
        let wait = self.told_until.saturating_sub(now + TOLD_AHEAD);
        if wait.is_zero() {
            self.told_until = self.told_until.max(now) + TOLD_EVERY;
        }
        (!wait.is_zero()).then_some(wait)
    }

    /// Returns whether the terminal should be asked behind a frame that was just sent: so much is on the way that the
    /// next key of a stream would wait for the answer, which is here by then.
    pub fn should_ask_ahead(&mut self, now: Duration) -> bool {
        self.count(now);
        self.should_ask() && self.streams_at(now) && self.on_the_way > MOST_ON_THE_WAY
    }

    /// Returns whether keys come as from one that is held.
    fn streams_at(&self, now: Duration) -> bool {
        self.keys.is_some_and(|(last, before)| {
            now < last + HELD_WITHIN && before.is_some_and(|before| last < before + HELD_WITHIN)
        })
    }

    /// Returns whether the terminal should be asked now that a frame is held back.
    pub fn should_ask(&self) -> bool {
        self.asked.is_none() && !self.is_silent
    }

    /// Takes off what has drained.
    fn count(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.counted_at);
        self.on_the_way = self.on_the_way.saturating_sub(SLOWEST * passed.as_millis() as u64 / 1000);
        self.counted_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a frame that an arrow key draws, and the time between two repeats of a held one.
    const FRAME: u64 = 315;
    const REPEAT: u64 = 33;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// A line of so many bytes a second to a terminal, and whether that answers.
    struct Line {
        bytes_a_second: u64,
        answers: bool,
        /// The bytes that the terminal has not read yet, in thousandths.
        unread: u64,
        /// The bytes up to the request, in thousandths.
        ask_in: Option<u64>,
    }

    impl Line {
        /// Lets a millisecond pass; returns whether an answer has come.
        fn pass(&mut self) -> bool {
            self.unread = self.unread.saturating_sub(self.bytes_a_second);
            let Some(left) = self.ask_in.map(|left| left.saturating_sub(self.bytes_a_second)) else { return false };
            self.ask_in = (left > 0).then_some(left);
            left == 0 && self.answers
        }

        fn take(&mut self, bytes: u64) {
            self.unread += bytes * 1000;
        }
    }

    /// Holds an arrow key for ten seconds; returns the frames that were drawn meanwhile, and the most milliseconds that the
    /// line needed at any time for what was on it.
    fn held_arrow(line: &mut Line) -> (u64, u64) {
        let (mut pace, mut frames, mut longest, mut due) = (Pace::default(), 0, 0, false);
        for at in 0..10_000 {
            let now = ms(at);
            if line.pass() {
                pace.answered(now);
            }
            if at % REPEAT == 0 {
                pace.key_came(now);
                due = true;
            }
            if due && pace.hold_back(now).is_none() {
                line.take(FRAME);
                pace.sent(FRAME as usize, true, now);
                (frames, due) = (frames + 1, false);
            } else if due && pace.should_ask() {
                line.take(ASK.len() as u64);
                line.ask_in = Some(line.unread);
                pace.asked(now);
            }
            longest = longest.max(line.unread / line.bytes_a_second);
        }
        (frames, longest)
    }

    #[test]
    fn over_a_slow_line_a_held_key_is_seen_within_two_seconds() {
        for answers in [true, false] {
            let mut line = Line { bytes_a_second: 2_000, answers, unread: 0, ask_in: None };
            let (frames, longest) = held_arrow(&mut line);
            assert!(longest <= 2_000, "{longest} ms lie on the line");
            assert!(frames >= 50, "only {frames} frames were drawn");
        }
    }

    #[test]
    fn over_a_fast_line_every_repeat_of_a_held_key_is_drawn() {
        let mut line = Line { bytes_a_second: 1_000_000, answers: true, unread: 0, ask_in: None };
        let (frames, _) = held_arrow(&mut line);
        assert!(frames >= 290, "only {frames} frames were drawn");
    }

    #[test]
    fn a_key_that_comes_alone_is_drawn_at_once() {
        let mut pace = Pace::default();
        pace.sent(50_000, true, ms(0));
        assert_eq!(pace.hold_back(ms(1)), None, "nothing was pressed");
        pace.key_came(ms(2));
        assert_eq!(pace.hold_back(ms(2)), None);
        pace.key_came(ms(300));
        assert_eq!(pace.hold_back(ms(300)), None);
        pace.sent(50_000, true, ms(301));
        pace.key_came(ms(330));
        assert!(pace.hold_back(ms(330)).is_some());
        assert_eq!(pace.hold_back(ms(530)), None, "the last one too");
    }

    #[test]
    fn behind_a_frame_that_fills_the_line_the_terminal_is_asked_while_keys_stream() {
        let mut pace = Pace::default();
        pace.key_came(ms(0));
        pace.sent(4_000, true, ms(1));
        assert!(!pace.should_ask_ahead(ms(1)), "a key came alone");
        pace.key_came(ms(33));
        pace.sent(500, true, ms(34));
        assert!(pace.should_ask_ahead(ms(34)));
        assert!(!pace.should_ask_ahead(ms(33 + 200)), "nobody holds a key any more");
        pace.asked(ms(34));
        assert!(!pace.should_ask_ahead(ms(35)), "it was asked");
        pace.answered(ms(36));
        assert!(!pace.should_ask_ahead(ms(36)) && pace.hold_back(ms(66)).is_none(), "all has been read");
    }

    #[test]
    fn frames_that_only_the_desk_asks_for_are_few_where_it_tells_without_end_and_at_once_elsewhere() {
        let mut pace = Pace::default();
        let drawn = (0..1_000).filter(|at| pace.hold_back_told(ms(*at)).is_none()).count();
        assert!((20..=25).contains(&drawn), "{drawn} frames in a second");
        let wait = [1_000, 1_001].map(|at| pace.hold_back_told(ms(at)))[1].unwrap_or_default();
        assert!(wait > Duration::ZERO && wait <= TOLD_EVERY, "{wait:?}");
        assert_eq!(pace.hold_back_told(ms(1_001) + wait), None, "the last one is drawn");
        for at in [2_000, 2_001, 2_002] {
            assert_eq!(pace.hold_back_told(ms(at)), None, "what a key asked for");
        }
    }

    #[test]
    fn a_terminal_that_does_not_answer_is_asked_once() {
        let mut pace = Pace::default();
        pace.sent(4_000, true, ms(0));
        assert!(pace.should_ask() && !pace.awaits_answer(ms(0)));
        pace.asked(ms(0));
        assert!(!pace.should_ask() && pace.awaits_answer(ms(4_999)) && !pace.awaits_answer(ms(5_000)));
        assert_eq!(pace.hold_back(ms(5_000)), None);
        assert!(!pace.should_ask());
    }
}

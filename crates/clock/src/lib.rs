#![doc = include_str!("../README.md")]
//!
//! # Units
//!
//! An [`Instant`] is a second of UTC; a [`Wall`] is a wall-clock time in a zone; a [`Span`] is what is promised;
//! [`ClockSeconds`] are what a clock has counted, of support time mostly. They are four different things, and only
//! functions in here turn one into another. Seconds of real time, from one instant to another, are plain `i64`s.

mod account;
mod clock;
mod holidays;
mod instant;
mod moment;
mod month;
mod offsets;
mod period;
mod recurrence;
mod seconds;
mod span;
mod table;
mod week;
mod zone;

pub use account::{DayAccount, DayKind, Piece};
pub use clock::{Deadline, Opening, SupportClock, SupportHours};
pub use holidays::{
    Holiday, HolidayCalendar, HolidayDate, HolidayMove, HolidayRule, HolidayYears, Moved, Side, easter, join_holiday,
    orthodox_easter,
};
pub use instant::{Instant, OutOfRange, TimeError};
pub use moment::{
    beside_in, clock_text, coming_in_list, doubled_in_words, duration_text, figure_duration, in_both_zones,
    list_moment, parse_coming, parse_moment, parse_wall, past_in_list, real_duration, rough_duration, say_moment,
    short_duration, time_text,
};
pub use month::{Month, MonthError};
pub use period::{CalendarPeriod, NoPeriod, PeriodError, PeriodLength};
pub use recurrence::{Recurrence, RecurrenceError, whole_day};
pub use seconds::ClockSeconds;
pub use span::{ClockKind, Span, SpanError};
pub use week::{MOST_FROM_EASTER, ShortDay, Week, Window, WindowError, YearDay, cut_off_text, parse_cut_off};
pub use zone::{Date, Wall, Weekday, Zone};

//! Writes moments, lengths of time and numbers as each language does.

use super::{Language, words};
use crate::time::{
    CalendarPeriod, ClockKind, Date, Instant, Month, PeriodLength, Weekday, Zone, clock_text, duration_text,
    real_duration, short_duration, time_text,
};

const WEEKDAYS: [[&str; 7]; 2] =
    [["man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn."], ["ma", "di", "wo", "do", "vr", "za", "zo"]];
const MONTHS: [[&str; 12]; 2] = [
    ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
    ["jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
];
const WHOLE_MONTHS: [[&str; 12]; 2] = [
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
];

impl Language {
    /// Returns the language's own form, where it is not English.
    fn own<T: Copy>(self, [norwegian, dutch]: [T; 2]) -> Option<T> {
        match self {
            Self::English => None,
            Self::Norwegian => Some(norwegian),
            Self::Dutch => Some(dutch),
        }
    }

    /// Returns a weekday: `Mon`, `man.`, `ma`.
    pub(crate) fn weekday(self, weekday: Weekday) -> &'static str {
        self.own(WEEKDAYS).map_or_else(|| weekday.short(), |days| days[weekday.index()])
    }

    /// Returns a date without its year: `Mon 8 Jan`, `man. 8. jan.`, `ma 8 jan.`.
    pub(crate) fn date(self, date: Date) -> String {
        let Some(months) = self.own(MONTHS) else { return date.short() };
        let month = months[date.month() as usize - 1];
        format!("{} {} {month}", self.weekday(date.weekday()), self.day(date))
    }

    /// Returns the day of a date: `8`, `8.`.
    pub(crate) fn day(self, date: Date) -> String {
        let point = if self == Self::Norwegian { "." } else { "" };
        format!("{}{point}", date.day())
    }

    /// Returns a date in full: `Mon 8 Jan 2024`.
    pub(crate) fn whole_date(self, date: Date) -> String {
        format!("{} {}", self.date(date), date.year())
    }

    /// Returns a wall-clock moment in full: `Mon 8 Jan 2024 10:00`.
    pub(crate) fn moment(self, zone: Zone, at: Instant) -> String {
        match self {
            Self::English => clock_text(zone, at),
            _ => format!("{} {}", self.whole_date(zone.wall(at).date), time_text(zone, at)),
        }
    }

    /// Returns the end of something that began at `from`: without its date where that is the same.
    pub(crate) fn end(self, zone: Zone, from: Instant, to: Instant) -> String {
        let same_day = zone.wall(from).date == zone.wall(to).date;
        if same_day { time_text(zone, to) } else { self.moment(zone, to) }
    }

    fn month(self, month: Month) -> String {
        let Some(months) = self.own(WHOLE_MONTHS) else { return month.long() };
        let first = month.first();
        format!("{} {}", months[first.month() as usize - 1], first.year())
    }

    /// Returns a period as a person names it: `March 2024`, `Q1 2024`, `2024`.
    pub(crate) fn period(self, period: CalendarPeriod) -> String {
        let first = period.first().first();
        match period.length() {
            PeriodLength::Month => self.month(period.first()),
            PeriodLength::Quarter => self.quarter_of(first.month() / 3 + 1, first.year()),
            PeriodLength::Year => first.year().to_string(),
        }
    }

    /// Returns `a month`, `en måned`, `een maand`.
    pub(crate) fn a_period(self, length: PeriodLength) -> String {
        match length {
            PeriodLength::Month => self.a_month(),
            PeriodLength::Quarter => self.a_quarter(),
            PeriodLength::Year => self.a_year(),
        }
    }

    /// Returns `the month`, `måneden`, `de maand`.
    pub(crate) fn the_period(self, length: PeriodLength) -> String {
        match length {
            PeriodLength::Month => self.the_month(),
            PeriodLength::Quarter => self.the_quarter(),
            PeriodLength::Year => self.the_year(),
        }
    }

    /// Returns `month`, `måned`, `maand`.
    pub(crate) fn bare_period(self, length: PeriodLength) -> String {
        match length {
            PeriodLength::Month => self.month_length(),
            PeriodLength::Quarter => self.quarter_length(),
            PeriodLength::Year => self.year_length(),
        }
    }

    /// Returns a length of time to the second: `14h20`, `14 t 20 min`, `14 u 20 min`; negative with a minus sign.
    pub(crate) fn duration(self, seconds: i64) -> String {
        match self {
            Self::English => duration_text(seconds),
            _ => self.spelled(seconds),
        }
    }

    /// Returns a length of time in hours and minutes; what is left over counts as begun.
    pub(crate) fn short_duration(self, seconds: i64) -> String {
        match self {
            Self::English => short_duration(seconds),
            _ => self.spelled(seconds.signum() * (seconds.abs() + 59) / 60 * 60),
        }
    }

    /// Returns a length of real time, with days from two days on.
    pub(crate) fn real_duration(self, seconds: i64) -> String {
        let whole = seconds.abs();
        if self == Self::English || whole < 2 * 86_400 {
            return if self == Self::English { real_duration(seconds) } else { self.spelled(seconds) };
        }
        let sign = if seconds < 0 { "−" } else { "" };
        let rest = match whole % 86_400 {
            0 => String::new(),
            rest => format!(" {}", self.short_duration(rest)),
        };
        format!("{sign}{} d{rest}", whole / 86_400)
    }

    fn spelled(self, seconds: i64) -> String {
        let (sign, whole) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs());
        let hour = self.hour_unit();
        let parts = [(whole / 3600, hour.as_str()), (whole / 60 % 60, "min"), (whole % 60, "s")];
        let said: Vec<String> =
            parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number} {unit}")).collect();
        if said.is_empty() { "0 min".to_owned() } else { format!("{sign}{}", said.join(" ")) }
    }

    /// Returns a number with the language's decimal sign.
    pub(crate) fn number(self, number: impl std::fmt::Display) -> String {
        let text = number.to_string();
        if self == Self::English { text } else { text.replace('.', ",") }
    }

    /// Returns the end of a sentence about a length of time: ` of support time`, ` of real time`.
    pub(crate) fn time_of(self, clock: ClockKind) -> String {
        match clock {
            ClockKind::Support => self.of_support_time(),
            ClockKind::Calendar => self.of_real_time(),
        }
    }
}

words! {
    quarter_of(number, year) "Q{number} {year}", "{number}. kvartal {year}", "{number}e kwartaal {year}";
    a_month() "a month", "en måned", "een maand";
    a_quarter() "a quarter", "et kvartal", "een kwartaal";
    a_year() "a year", "et år", "een jaar";
    the_month() "the month", "måneden", "de maand";
    the_quarter() "the quarter", "kvartalet", "het kwartaal";
    the_year() "the year", "året", "het jaar";
    month_length() "month", "måned", "maand";
    quarter_length() "quarter", "kvartal", "kwartaal";
    year_length() "year", "år", "jaar";
    hour_unit() "h", "t", "u";
    of_support_time() " of support time", " supporttid", " servicetijd";
    of_real_time() " of real time", " kalendertid", " kalendertijd";
}

//! Works out Easter Sunday, by the western and by the orthodox reckoning.

use crate::zone::Date;

/// The years for which Easter is worked out: those of the Gregorian calendar that a date can be written in.
const YEARS: std::ops::RangeInclusive<i32> = 1583..=9999;

/// Returns Easter Sunday of that year in the Gregorian calendar, or none before 1583, when there was no such calendar.
///
/// It uses the anonymous computus (Nature, 20 April 1876): no table, right for every Gregorian year. Its letters are
/// kept.
#[allow(clippy::many_single_char_names)]
pub fn easter(year: i32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let march = h + l - 7 * m + 114;
    Date::new(year, (march / 31) as u32, (march % 31 + 1) as u32)
}

/// Returns the Easter Sunday of the orthodox churches in that year, as a date of the Gregorian calendar; none outside the
/// years of [`easter`].
///
/// It uses the Julian computus (Meeus, Astronomical Algorithms, chapter 8), whose letters are kept, and adds the days
/// by which the Julian calendar is behind in that century's spring.
#[allow(clippy::many_single_char_names)]
pub fn orthodox_easter(year: i32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let march = d + e + 114;
    let behind = year / 100 - year / 400 - 2;
    Date::new(year, (march / 31) as u32, (march % 31 + 1) as u32).map(|julian| julian.plus_days(behind.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Weekday;

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
    }

    #[test]
    fn easter_falls_on_the_known_dates() {
        let known = [
            "1980-04-06",
            "1981-04-19",
            "1984-04-22",
            "1999-04-04",
            "2000-04-23",
            "2001-04-15",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2018-04-01",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2079-04-23",
            "2100-03-28",
            "2101-04-17",
        ];
        for text in known {
            assert_eq!(easter(date(text).year()), Some(date(text)));
        }
    }

    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april_in_every_gregorian_year() {
        for year in 1583..=4099 {
            let sunday = easter(year).expect("a Gregorian year has an Easter");
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            assert!((3, 22) <= (sunday.month(), sunday.day()) && (sunday.month(), sunday.day()) <= (4, 25), "{sunday}");
        }
        assert_eq!((easter(1582), easter(i32::MAX), easter(i32::MIN)), (None, None, None));
    }

    #[test]
    fn orthodox_easter_falls_on_the_known_dates() {
        let known = [
            "1999-04-11",
            "2000-04-30",
            "2010-04-04",
            "2013-05-05",
            "2016-05-01",
            "2017-04-16",
            "2020-04-19",
            "2021-05-02",
            "2024-05-05",
            "2025-04-20",
            "2026-04-12",
            "2027-05-02",
            "2050-04-17",
        ];
        for text in known {
            assert_eq!(orthodox_easter(date(text).year()), Some(date(text)));
        }
    }

    #[test]
    fn orthodox_easter_is_a_sunday_and_never_before_the_western_one() {
        for year in 1583..=2400 {
            let sunday = orthodox_easter(year).expect("a Gregorian year has an Easter");
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            let weeks = sunday.days_since(easter(year).expect("a Gregorian year has an Easter"));
            assert!((0..=35).contains(&weeks), "{year}: {weeks} days after the western one");
        }
        assert_eq!((orthodox_easter(1582), orthodox_easter(i32::MAX)), (None, None));
    }
}

//! Puts a calendar in the place of another one of the same id.

use std::collections::{BTreeMap, BTreeSet};

use crate::time::{Date, HolidayCalendar, HolidayDate, HolidayRule, YearDay};

/// The years that clocks count in.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;

/// The outcome of putting a calendar in the place of another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarReplacement {
    /// The new calendar, with every date of before today that the old one had.
    pub calendar: HolidayCalendar,
    /// The dates, with names, that become holidays: first those from today on, then the earlier ones.
    pub added: Vec<(Date, String)>,
    /// The dates, with names, from today on that are holidays no longer.
    pub gone: Vec<(Date, String)>,
    /// The number of dates before today that stay only because the old calendar had them.
    pub kept: usize,
}

/// Puts `new` in the place of `old`. Every date that `old` closed before `today` stays closed: clocks have stood still
/// on it.
pub fn replace_calendar(old: &HolidayCalendar, mut new: HolidayCalendar, today: Date) -> CalendarReplacement {
    let (before, after) = (all_dates(old), all_dates(&new));
    let lost: BTreeMap<&Date, &String> =
        before.iter().filter(|(date, _)| **date < today && !after.contains_key(*date)).collect();
    let mut open: BTreeSet<Date> = lost.keys().map(|date| **date).collect();
    // A rule of the old calendar could take the free weekday that a day of the new one has, and the other way round; then only
    // single dates are sure.
    let sure = !old.days.iter().chain(&new.days).any(HolidayRule::depends_on_others);
    for rule in old.days.iter().filter(|_| sure) {
        let Some(past) = only_past(rule, today) else { continue };
        let one = HolidayCalendar { days: vec![past.clone()], ..HolidayCalendar::default() };
        let own: Vec<Date> = all_dates(&one).into_keys().collect();
        if own.iter().any(|date| open.contains(date)) {
            open.retain(|date| !own.contains(date));
            new.days.push(past);
        }
    }
    let rest = open.iter().filter_map(|date| Some((date, (*lost.get(date)?).clone())));
    new.days.extend(rest.map(|(date, name)| HolidayRule::plain(name, HolidayDate::Day(YearDay::Once(*date)))));
    let fresh = after.iter().filter(|(date, _)| !before.contains_key(*date));
    let (past, ahead): (Vec<_>, Vec<_>) = fresh.map(|(d, name)| (*d, name.clone())).partition(|(d, _)| *d < today);
    let gone = before.iter().filter(|(date, _)| **date >= today && !after.contains_key(*date));
    let gone = gone.map(|(date, name)| (*date, name.clone())).collect();
    CalendarReplacement { kept: lost.len(), added: ahead.into_iter().chain(past).collect(), gone, calendar: new }
}

fn all_dates(calendar: &HolidayCalendar) -> BTreeMap<Date, String> {
    calendar.dates_in(YEARS)
}

/// Returns the rule as far as it lies safely before today: a move may carry a date into the year beside its own.
fn only_past(rule: &HolidayRule, today: Date) -> Option<HolidayRule> {
    let last = today.year() - 2;
    let mut past = rule.clone();
    if let HolidayDate::Day(YearDay::Once(date)) = rule.on {
        let moves = rule.moves.iter().any(Option::is_some) || !rule.instead.is_empty();
        return (date < today && !moves).then_some(past);
    }
    let (years, listed) = (&mut past.years, !rule.years.only.is_empty());
    years.only.retain(|year| *year <= last);
    past.instead.retain(|date| date.year() <= last);
    let held = if listed { !years.only.is_empty() } else { years.from.is_none_or(|from| from <= last) };
    if !listed {
        years.until = Some(years.until.map_or(last, |until| until.min(last)));
    }
    held.then_some(past)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contract::calendar::tests::any_rule;
    use frist_testkit::cases;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn once(text: &str) -> HolidayRule {
        HolidayRule::plain(text.to_owned(), HolidayDate::Day(YearDay::Once(date(text))))
    }

    fn calendar(days: Vec<HolidayRule>) -> HolidayCalendar {
        HolidayCalendar { id: "X".to_owned(), name: "X".to_owned(), days, ..HolidayCalendar::default() }
    }

    fn shown(dates: &[(Date, String)]) -> Vec<String> {
        dates.iter().map(|(date, _)| date.to_string()).collect()
    }

    #[test]
    fn a_date_of_before_today_stays_and_one_ahead_may_go() {
        let old = calendar(vec![once("2026-05-29"), once("2026-06-05"), once("2026-07-01")]);
        let new = calendar(vec![once("2026-07-01"), once("2027-05-28"), once("2025-05-30")]);
        let told = replace_calendar(&old, new, date("2026-06-05"));
        assert_eq!(shown(&told.added), ["2027-05-28", "2025-05-30"]);
        assert_eq!(shown(&told.gone), ["2026-06-05"], "today's is none of the past yet");
        assert_eq!(told.kept, 1);
        assert!(told.calendar.dates(2026).contains_key(&date("2026-05-29")));
    }

    /// Norway's calendar by rule, and a file that has next year only: the rules stay for what is past, a line each.
    #[test]
    fn rules_stay_rules_for_what_is_past() {
        let easter = HolidayRule::plain("Good Friday".to_owned(), HolidayDate::Easter(-2));
        let day = HolidayRule::plain("17".to_owned(), HolidayDate::Day(YearDay::Yearly(5, 17)));
        let told =
            replace_calendar(&calendar(vec![easter, day]), calendar(vec![once("2027-05-17")]), date("2026-05-01"));
        assert!(told.calendar.days.len() <= 8, "{:?}", told.calendar.days);
        assert!(told.calendar.dates(1990).contains_key(&date("1990-05-17")));
        assert!(told.calendar.dates(2026).contains_key(&date("2026-04-03")));
        assert!(!told.calendar.dates(2026).contains_key(&date("2026-05-17")), "{:?}", told.calendar.days);
        let again = replace_calendar(&told.calendar, calendar(vec![once("2027-05-17")]), date("2026-05-01"));
        assert_eq!(again.calendar, told.calendar, "once more changes nothing");
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn nothing_past_is_lost_and_nothing_ahead_is_kept(
            old in proptest::collection::vec(any_rule(), 0..6),
            new in proptest::collection::vec(any_rule(), 0..4),
            day in 0_i64..4_000,
        ) {
            let today = date("2020-01-01").plus_days(day);
            let (old, new) = (calendar(old), calendar(new));
            let told = replace_calendar(&old, new.clone(), today);
            let (was, asked, is) = (all_dates(&old), all_dates(&new), all_dates(&told.calendar));
            for date in was.keys().filter(|date| **date < today) {
                prop_assert!(is.contains_key(date), "{} is lost", date);
            }
            for date in is.keys() {
                let kept = *date < today && was.contains_key(date);
                prop_assert!(kept || asked.contains_key(date), "{} was not asked for", date);
            }
        }
    }
}

//! Says the hours of an agreement in words: those of `[support]` and each further set, with what counts by them.

use super::{odd_in_words, week_in_words};
use crate::contract::model::{Contract, HoursSet, Plan, Promise, UptimeHours, Within};
use crate::time::{ClockKind, Instant, Opening, Span, SupportClock, SupportHours, Zone, cut_off_text, say_moment};

/// One set of hours in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoursInWords {
    /// The name of the set, or none for the support hours.
    pub name: Option<String>,
    /// The days and their hours; days one after the other with the same hours are put together.
    pub week: Vec<(String, String)>,
    /// The days with hours of their own: the day, and `closed` or its windows.
    pub odd: Vec<(String, String)>,
    /// The ids of the holiday calendars.
    pub holidays: Vec<String>,
    /// The time of a support day from which on a report counts from the next one, where there is one.
    pub cut_off: Option<String>,
    /// What counts by them: `P1 (Base)`, `uptime`.
    pub used: Vec<String>,
}

/// Returns the sets of hours in words, the support hours first.
pub fn all_hours_in_words(contract: &Contract) -> Vec<HoursInWords> {
    let support = (None, contract.support.clock.as_ref(), &contract.support.holidays);
    let set = |set: &HoursSet| in_words(contract, (Some(&set.name), set.clock.as_ref(), &set.holidays));
    std::iter::once(in_words(contract, support)).chain(contract.hours.iter().map(set)).collect()
}

fn in_words(
    contract: &Contract,
    (name, clock, holidays): (Option<&String>, &SupportClock, &Vec<String>),
) -> HoursInWords {
    let hours = clock.hours();
    HoursInWords {
        name: name.cloned(),
        week: week_in_words(hours),
        odd: odd_in_words(hours),
        holidays: holidays.clone(),
        cut_off: hours.cut_off.filter(|minute| parts_a_day(hours, *minute)).map(cut_off_in_words),
        used: used(contract, name.map(String::as_str)),
    }
}

/// Returns whether a report can come after that minute of a support day: else a cut-off there does nothing.
fn parts_a_day(hours: &SupportHours, minute: u32) -> bool {
    let short = hours.short_days.iter().flat_map(|short| &short.hours);
    hours.week.days.iter().flatten().chain(short).any(|window| window.to > minute)
}

/// Says what a cut-off at that minute of a support day does.
pub(super) fn cut_off_in_words(minute: u32) -> String {
    format!("a report at or after {} counts from the next support day's opening", cut_off_text(minute))
}

/// Returns what counts by the set of that name, or by the support hours: severities whole, or with the targets that do,
/// and behind them the plan where there are several.
fn used(contract: &Contract, set: Option<&str>) -> Vec<String> {
    let one = contract.plans.len() == 1;
    let of_plan = |plan: &Plan| {
        let severities = contract.severities.iter().filter_map(|severity| {
            let promises = plan.targets.get(&severity.id)?;
            let counts = |promise: &Promise| counts_support(promise) && promise.hours.as_deref() == set;
            let kinds: Vec<&str> = promises.all().filter(|(_, p)| counts(p)).map(|(kind, _)| kind.words()).collect();
            match kinds.len() {
                0 => None,
                all if all == promises.all().count() => Some(severity.name.clone()),
                _ => Some(format!("{}: {}", severity.name, kinds.join(", "))),
            }
        });
        let severities = severities.collect::<Vec<_>>().join("; ");
        let plan = if one { String::new() } else { format!(" ({})", plan.name) };
        (!severities.is_empty()).then(|| format!("{severities}{plan}"))
    };
    let limited = |hours: Option<&UptimeHours>| match hours {
        Some(UptimeHours::Support) => set.is_none(),
        Some(UptimeHours::Set(name)) => set == Some(name),
        None => false,
    };
    let uptimes = contract.uptime.iter().chain(contract.plans.iter().filter_map(|plan| plan.uptime.as_ref()));
    let uptime = uptimes.into_iter().any(|uptime| limited(uptime.hours.as_ref())).then(|| "uptime".to_owned());
    contract.plans.iter().filter_map(of_plan).chain(uptime).collect()
}

/// Returns whether support time or support days count for the promise.
fn counts_support(promise: &Promise) -> bool {
    match promise.within {
        Within::NextRelease | Within::Span(Span::Days(_)) => false,
        Within::Span(Span::SupportDays(_) | Span::EndOf(_)) => true,
        Within::Span(Span::Time(_)) => promise.clock == ClockKind::Support,
    }
}

/// Says what a promise is counted in, for a column of a table: `support hours`, `hours always`, `real time`; `–` where no
/// clock has to do with it.
pub fn counted_in_words(promise: &Promise) -> String {
    match (&promise.hours, promise.within) {
        _ if !counts_support(promise) && promise.within == Within::NextRelease => "–".to_owned(),
        (_, Within::Span(Span::Days(_))) => "the calendar".to_owned(),
        (Some(name), _) => format!("hours {name}"),
        (None, _) if counts_support(promise) => "support hours".to_owned(),
        (None, _) => "real time".to_owned(),
    }
}

/// Says whether a set of hours is open, and until or from when: `open until today 16:00`, `opens Mon 08:00`, `always
/// open`.
pub fn clock_opening_in_words(clock: &SupportClock, now: Instant) -> String {
    opening_shown_in(clock, clock.zone(), now)
}

/// Says the same as [`clock_opening_in_words`], with moments in another zone than that of the hours.
pub fn opening_shown_in(clock: &SupportClock, zone: Zone, now: Instant) -> String {
    match clock.opening(now) {
        Opening::Open(until) if until >= Instant::END => "always open".to_owned(),
        Opening::Open(until) => format!("open until {}", say_moment(zone, until, now)),
        Opening::Closed(Some(opens)) => format!("opens {}", say_moment(zone, opens, now)),
        Opening::Closed(None) => "closed, does not open again".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract::{
        Book, SourceFile, TargetKind, calendars_in_words, promise_beside_clock, vendor_side_in_words,
    };

    fn everything() -> (Book, Arc<Contract>) {
        let book = Book::with_user([], [SourceFile::user("everything.toml", frist_testkit::EVERYTHING)]);
        assert_eq!(book.problems(), []);
        let contract = book.get("nordlys").expect("the contract").clone();
        (book, contract)
    }

    #[test]
    fn each_set_of_hours_says_what_counts_by_it() {
        let (_, contract) = everything();
        let [support, always, long] = all_hours_in_words(&contract).try_into().expect("three sets");
        assert_eq!((support.name, always.name.as_deref(), long.name.as_deref()), (None, Some("always"), Some("long")));
        assert_eq!(support.used, ["Critical: fix, root cause; Serious; Minor: response (Base)"]);
        assert_eq!(
            always.used,
            [
                "Critical: acknowledgement, response, work start, update, workaround, correction (Base)",
                "Critical (Premium)"
            ]
        );
        assert_eq!(long.used, ["Serious; Minor: response (Premium)", "uptime"]);
        assert_eq!(always.week, [("Mon–Sun".to_owned(), "00:00-24:00".to_owned())]);
        assert_eq!((always.cut_off, always.odd), (None, vec![]), "at 24:00 nothing is parted off");
        assert_eq!((always.holidays, long.holidays), (vec![], vec!["NO".to_owned(), "SE".to_owned()]));
        let cut_off = "a report at or after 19:30 counts from the next support day's opening";
        assert_eq!(long.cut_off.as_deref(), Some(cut_off));
        let odd: Vec<String> = long.odd.iter().map(|(day, hours)| format!("{day} {hours}")).collect();
        let days = ["24 Dec closed", "31 Dec closed", "3 days before Easter Sunday open, though a holiday"];
        assert_eq!(odd, [&days[..], &["3 days before Easter Sunday 08:00-12:00"]].concat(), "as in [support]");
    }

    #[test]
    fn what_a_promise_is_counted_in_stands_beside_it() {
        let (_, contract) = everything();
        let said = |plan: &str, severity: &str, kind: TargetKind| {
            let promise = contract.promises(plan, severity).and_then(|all| all.get(kind)).expect("a promise");
            format!("{} | {}", promise_beside_clock(promise), counted_in_words(promise))
        };
        assert_eq!(said("base", "critical", TargetKind::Response), "30 min | hours always");
        let counted = "5 support days, counted from the fix | support hours";
        assert_eq!(said("base", "critical", TargetKind::RootCause), counted);
        let outside = "2 h, or 12 h of real time for a report outside of these | support hours";
        assert_eq!(said("base", "serious", TargetKind::Response), outside);
        let goal = "next release, a goal that is never breached | –";
        assert_eq!(said("base", "minor", TargetKind::Correction), goal);
        let range =
            "expected by the end of the same support day, at the latest the end of the next support day | hours long";
        assert_eq!(said("premium", "minor", TargetKind::Response), range);
        assert_eq!(said("premium", "minor", TargetKind::Correction), "14 calendar days | the calendar");
    }

    #[test]
    fn how_the_vendor_is_reached_and_whose_the_holidays_are() {
        let (book, contract) = everything();
        let reached = vendor_side_in_words(&contract);
        let reached: Vec<String> = reached.iter().map(|(name, words)| format!("{name}: {words}")).collect();
        assert_eq!(
            reached,
            [
                "phone: +47 22 00 00 00",
                "mail: support@nordlys.example",
                "portal: https://support.nordlys.example/case/{case}",
                "case numbers: look like INC\\d{7}",
                "contact: Duty manager (management): +47 22 00 00 01",
                "contact: Kari Nordmann: kari@nordlys.example",
            ]
        );
        let calendars = calendars_in_words(&contract, book.calendars());
        let [(no, norway), (se, sweden)] = calendars.as_slice() else { panic!("{calendars:?}") };
        assert_eq!((no.as_str(), se.as_str()), ("NO", "SE"), "those of all sets");
        assert!(norway.starts_with("Norway; source: ") && sweden.starts_with("Sweden; source: "), "{calendars:?}");
        let gone = calendars_in_words(&contract, Book::new([], []).calendars());
        assert!(gone[0].1.starts_with("there is no file of it"), "{gone:?}");
    }

    #[test]
    fn opening_is_told_of_any_set() {
        let (_, contract) = everything();
        let saturday = Instant::parse("2024-01-13T13:30:00Z").expect("a moment");
        let said =
            [None, Some("always"), Some("long")].map(|set| clock_opening_in_words(contract.clock(set), saturday));
        assert_eq!(said, ["opens Mon 08:00", "always open", "open until today 15:00"]);
    }
}

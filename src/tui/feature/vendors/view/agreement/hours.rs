//! Writes the hours of an agreement: those of support as bars, each further set in words, and the days that differ.

use crate::domain::contract::{
    HoursInWords, OddDay, all_hours_in_words, clock_opening_in_words, closed_in_words, odd_days, windows_in_words,
};
use crate::domain::time::{DayKind, Opening, SupportClock};

use super::{AgreementPage, TextSheet, opening_sign};
use crate::tui::feature::vendors::view::week;

/// Days ahead that holidays and closures are listed.
const AHEAD: i64 = 60;

pub(super) fn write(sheet: &mut TextSheet<'_>, page: &AgreementPage<'_>) {
    let (contract, now) = (page.contract, page.now);
    let words = all_hours_in_words(contract);
    sheet.head("SUPPORT HOURS, THIS WEEK");
    sheet.lines.extend(week::lines(contract, now, sheet.columns, page.theme));
    let (wall, zone) = (contract.zone.wall(now), contract.zone.name());
    sheet.remark(&format!("┃ now: {} {}{} in {zone}", wall.date.short(), wall.hm(), contract.zone.doubled(now)));
    if let Some(support) = words.first() {
        facts(sheet, support, !contract.hours.is_empty());
    }
    sheet.head(&format!("HOLIDAYS AND CLOSURES, NEXT {AHEAD} DAYS"));
    let support = odd_days(&contract.support.clock, now, AHEAD);
    for day in &support {
        sheet.fact(&day.date.short(), &differs(day));
    }
    if support.is_empty() {
        sheet.text("None.", sheet.theme.text);
    }
    for (id, calendar) in &page.calendars {
        sheet.remark(&format!("Holidays by the calendar {id}: {calendar}."));
    }
    for (set, words) in contract.hours.iter().zip(words.iter().skip(1)) {
        further(sheet, page, (set.clock.as_ref(), words), &support);
    }
}

/// Writes a further set of hours.
fn further(
    sheet: &mut TextSheet<'_>,
    page: &AgreementPage<'_>,
    (clock, words): (&SupportClock, &HoursInWords),
    support: &[OddDay],
) {
    sheet.head(&format!("HOURS {}", words.name.as_deref().unwrap_or_default().to_uppercase()));
    let opening = clock.opening(page.now);
    let style = if matches!(opening, Opening::Open(_)) { page.theme.ok } else { page.theme.stopped };
    sheet.text(&format!("{} {}", opening_sign(opening), clock_opening_in_words(clock, page.now)), style);
    facts(sheet, words, true);
    let holidays = if words.holidays.is_empty() { "none".to_owned() } else { words.holidays.join(", ") };
    sheet.fact("holidays", &holidays);
    let odd = odd_days(clock, page.now, AHEAD);
    let days: Vec<String> = odd.iter().map(|day| format!("{} {}", day.date.short(), differs(day))).collect();
    match days.as_slice() {
        _ if odd == support => {}
        [] => sheet.fact("closures", &format!("none in the next {AHEAD} days")),
        days => sheet.fact("closures", &days.join("; ")),
    }
}

/// Writes what is the same in every week: the hours, the days that differ, the cut-off, and what counts by them.
fn facts(sheet: &mut TextSheet<'_>, words: &HoursInWords, says_what_for: bool) {
    let list = |days: &[(String, String)]| {
        days.iter().map(|(days, hours)| format!("{days} {hours}")).collect::<Vec<_>>().join("; ")
    };
    sheet.fact("as a rule", &list(&words.week));
    if !words.odd.is_empty() {
        sheet.fact("other days", &list(&words.odd));
    }
    if let Some(cut_off) = &words.cut_off {
        sheet.fact("cut-off", cut_off);
    }
    match words.used.as_slice() {
        _ if !says_what_for => {}
        [] => sheet.fact("counts for", "nothing that is promised"),
        used => sheet.fact("counts for", &used.join("; ")),
    }
}

/// Says how a day differs from the ordinary week.
pub(in crate::tui::feature::vendors::view) fn differs(day: &OddDay) -> String {
    match &day.kind {
        DayKind::Short if !day.windows.is_empty() => {
            format!("{}, other hours this day", windows_in_words(&day.windows))
        }
        kind => closed_in_words(kind),
    }
}

//! Makes the lines of an account: which time counted on which day, why the other days did not, and the pauses between.

use crate::ticket::WaitingTime;
use crate::time::{ClockKind, ClockSeconds, Date, DayAccount, DayKind, Instant, Piece, SupportClock, Wall};

use super::WhyLine;
use crate::language::Language;
use crate::sla::words::on_whom;

const DAY: i64 = 86_400;

/// Makes the account from the start to the deadline. Pauses that go on count as far as `until`; their time counts on no
/// line.
pub(super) fn account(
    language: Language,
    (clock, kind): (&SupportClock, ClockKind),
    (start, due): (Instant, Instant),
    pauses: &[WaitingTime],
    until: Instant,
) -> Vec<WhyLine> {
    let mut ledger = AccountWriter { language, clock, kind, lines: Vec::new(), total: ClockSeconds::ZERO };
    let mut from = start;
    for pause in pauses.iter().take_while(|p| p.from < due) {
        let (began, ended) = (pause.from.max(start), pause.to.unwrap_or(until).min(until));
        if began < ended {
            ledger.counted(from, began);
            ledger.pause(pause, began, ended);
            from = ended;
        }
    }
    // Real time without a pause is one sum, and the closing tells it.
    if kind == ClockKind::Support || !ledger.lines.is_empty() {
        ledger.counted(from, due);
    }
    ledger.lines
}

struct AccountWriter<'a> {
    language: Language,
    clock: &'a SupportClock,
    kind: ClockKind,
    lines: Vec<WhyLine>,
    total: ClockSeconds,
}

/// Dates in a row on which nothing counted, for one reason.
struct UncountedDates {
    first: Date,
    last: Date,
    why: String,
}

impl AccountWriter<'_> {
    fn counted(&mut self, from: Instant, to: Instant) {
        match self.kind {
            _ if from >= to => {}
            ClockKind::Support => self.days(from, to),
            ClockKind::Calendar => {
                let days = self.dates(from, to);
                self.push(days, self.times(from, to), ClockSeconds::from_secs(to.since(from)));
            }
        }
    }

    /// Adds the line of a pause, with how much of the target's time passed in it.
    fn pause(&mut self, pause: &WaitingTime, from: Instant, to: Instant) {
        let on = on_whom(self.language, pause.on);
        let passed = self.clock.elapsed_on(self.kind, from, to).unwrap_or_default();
        let (times, passed) = (self.times(from, to), self.language.short_duration(passed.secs()));
        let hours = match pause.to {
            None => self.language.pause_still(times, on, passed),
            Some(_) => self.language.pause_line(times, on, passed),
        };
        let days = self.dates(from, to);
        self.push(days, hours, ClockSeconds::ZERO);
    }

    /// Adds days that counted one by one, the others in runs with the same reason. The last line is of a day that
    /// counted.
    fn days(&mut self, from: Instant, to: Instant) {
        let mut days = self.clock.account(from, to);
        let counted = days.iter().rposition(|day| day.support > ClockSeconds::ZERO).map_or(0, |last| last + 1);
        days.truncate(counted);
        let mut run: Option<UncountedDates> = None;
        for day in days {
            if day.support > ClockSeconds::ZERO {
                self.push_run(run.take());
                let hours = self.hours_of(&day);
                self.push(self.language.date(day.date), hours, day.support);
                continue;
            }
            let why = self.not_counted(&day);
            match &mut run {
                Some(run) if run.why == why => run.last = day.date,
                _ => {
                    self.push_run(run.take());
                    run = Some(UncountedDates { first: day.date, last: day.date, why });
                }
            }
        }
    }

    fn push(&mut self, days: String, hours: String, support: ClockSeconds) {
        self.total += support;
        self.lines.push(WhyLine { days, hours, support, total: self.total });
    }

    fn push_run(&mut self, run: Option<UncountedDates>) {
        if let Some(run) = run {
            let days = dates_in(self.language, run.first, run.last);
            self.push(days, run.why, ClockSeconds::ZERO);
        }
    }

    fn not_counted(&self, day: &DayAccount) -> String {
        match &day.kind {
            DayKind::Holiday(name) => name.clone(),
            DayKind::Closed => self.language.closed_by_agreement(),
            DayKind::NoHours => self.language.no_support_hours(),
            DayKind::Ordinary | DayKind::Short => match self.clock.windows(day.date).last() {
                Some(window) => self.language.closed_since(format!("{:02}:{:02}", window.to / 60, window.to % 60)),
                None => self.language.no_support_hours(),
            },
        }
    }

    fn dates(&self, from: Instant, to: Instant) -> String {
        let zone = self.clock.zone();
        dates_in(self.language, zone.wall(from).date, zone.wall(to).date)
    }

    fn times(&self, from: Instant, to: Instant) -> String {
        let zone = self.clock.zone();
        let (from, to) = ((zone.wall(from), zone.doubled(from)), (zone.wall(to), zone.doubled(to)));
        stretch(self.language, from.0.date, &from, &to)
    }

    fn hours_of(&self, day: &DayAccount) -> String {
        let hours: Vec<String> = day.pieces.iter().map(|piece| self.piece_words(day.date, piece)).collect();
        let short = if day.kind == DayKind::Short { self.language.other_hours() } else { String::new() };
        format!("{}{short}", hours.join(", "))
    }

    fn piece_words(&self, date: Date, piece: &Piece) -> String {
        let (zone, language) = (self.clock.zone(), self.language);
        let shown = dial(piece.wall_to) - dial(piece.wall_from);
        let change = match piece.to.since(piece.from) - shown {
            0 => String::new(),
            more if more > 0 => language.clocks_back(language.short_duration(more)),
            less => language.clocks_forward(language.short_duration(-less)),
        };
        // At the moment of a change the wall shows two times: the offset goes with the one that the clocks show.
        let offset = |at, wall| if zone.wall(at) == wall { zone.doubled(at) } else { String::new() };
        let from = (piece.wall_from, offset(piece.from, piece.wall_from));
        let to = (piece.wall_to, offset(piece.to, piece.wall_to));
        format!("{}{change}", stretch(language, date, &from, &to))
    }
}

/// Returns `08:00–10:00`; with the weekday where a time is not on `date`, but for midnight at its end, which is 24:00.
/// Behind each time stands its offset, where it has to be said which of two it is.
fn stretch(
    language: Language,
    date: Date,
    (from, from_offset): &(Wall, String),
    (to, to_offset): &(Wall, String),
) -> String {
    let is_midnight = to.second == 0 && to.date == from.date.plus_days(1);
    let to_text = if is_midnight { "24:00".to_owned() } else { time_on(language, from.date, *to) };
    format!("{}{from_offset}–{to_text}{to_offset}", time_on(language, date, *from))
}

fn time_on(language: Language, date: Date, wall: Wall) -> String {
    let time = if wall.second.is_multiple_of(60) { wall.hm() } else { wall.hms() };
    if wall.date == date { time } else { format!("{} {time}", language.weekday(wall.date.weekday())) }
}

fn dial(wall: Wall) -> i64 {
    wall.date.day_number() * DAY + i64::from(wall.second)
}

fn dates_in(language: Language, first: Date, last: Date) -> String {
    if first == last {
        language.date(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        let (weekday, day) = (language.weekday(first.weekday()), language.day(first));
        format!("{weekday} {day} – {}", language.date(last))
    } else {
        format!("{} – {}", language.date(first), language.date(last))
    }
}

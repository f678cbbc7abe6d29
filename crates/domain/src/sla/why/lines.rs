//! Makes the lines of an account: which time counted on which day, why the other days did not, and the pauses between.

use crate::ticket::WaitingTime;
use crate::time::{
    ClockKind, ClockSeconds, Date, DayAccount, DayKind, Instant, Piece, SupportClock, Wall, Zone, short_duration,
};

use super::WhyLine;
use crate::sla::words::on_words;

const DAY: i64 = 86_400;

/// Makes the account from the start to the deadline. Pauses that go on count as far as `until`; their time counts on no
/// line.
pub(super) fn account(
    clock: &SupportClock,
    kind: ClockKind,
    (start, due): (Instant, Instant),
    pauses: &[WaitingTime],
    until: Instant,
) -> Vec<WhyLine> {
    let mut ledger = AccountWriter { clock, kind, lines: Vec::new(), total: ClockSeconds::ZERO };
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
        let on = on_words(pause.on);
        let passed = self.clock.elapsed_on(self.kind, from, to).unwrap_or_default();
        let still = if pause.to.is_none() { "still " } else { "" };
        let times = self.times(from, to);
        let hours = format!("{times} {still}waiting on the {on} ({} not counted)", short_duration(passed.secs()));
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
                let hours = hours_of(self.clock.zone(), &day);
                self.push(day.date.short(), hours, day.support);
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
            self.push(dates_in_words(run.first, run.last), run.why, ClockSeconds::ZERO);
        }
    }

    fn not_counted(&self, day: &DayAccount) -> String {
        match &day.kind {
            DayKind::Holiday(name) => name.clone(),
            DayKind::Closed => "closed by the agreement".to_owned(),
            DayKind::NoHours => "no support hours".to_owned(),
            DayKind::Ordinary | DayKind::Short => match self.clock.windows(day.date).last() {
                Some(window) => format!("closed since {:02}:{:02}", window.to / 60, window.to % 60),
                None => "no support hours".to_owned(),
            },
        }
    }

    fn dates(&self, from: Instant, to: Instant) -> String {
        let zone = self.clock.zone();
        dates_in_words(zone.wall(from).date, zone.wall(to).date)
    }

    fn times(&self, from: Instant, to: Instant) -> String {
        let zone = self.clock.zone();
        let (from, to) = ((zone.wall(from), zone.doubled(from)), (zone.wall(to), zone.doubled(to)));
        stretch(from.0.date, &from, &to)
    }
}

fn hours_of(zone: Zone, day: &DayAccount) -> String {
    let hours: Vec<String> = day.pieces.iter().map(|piece| piece_words(zone, day.date, piece)).collect();
    let short = if day.kind == DayKind::Short { " (other hours that day)" } else { "" };
    format!("{}{short}", hours.join(", "))
}

fn piece_words(zone: Zone, date: Date, piece: &Piece) -> String {
    let shown = dial(piece.wall_to) - dial(piece.wall_from);
    let change = match piece.to.since(piece.from) - shown {
        0 => String::new(),
        more if more > 0 => format!(" (clocks go back {})", short_duration(more)),
        less => format!(" (clocks go forward {})", short_duration(-less)),
    };
    // At the moment of a change the wall shows two times: the offset goes with the one that the clocks show.
    let offset = |at, wall| if zone.wall(at) == wall { zone.doubled(at) } else { String::new() };
    let from = (piece.wall_from, offset(piece.from, piece.wall_from));
    let to = (piece.wall_to, offset(piece.to, piece.wall_to));
    format!("{}{change}", stretch(date, &from, &to))
}

/// Returns `08:00–10:00`; with the weekday where a time is not on `date`, but for midnight at its end, which is 24:00.
/// Behind each time stands its offset, where it has to be said which of two it is.
fn stretch(date: Date, (from, from_offset): &(Wall, String), (to, to_offset): &(Wall, String)) -> String {
    let to_text =
        if to.second == 0 && to.date == from.date.plus_days(1) { "24:00".to_owned() } else { time_on(from.date, *to) };
    format!("{}{from_offset}–{to_text}{to_offset}", time_on(date, *from))
}

fn time_on(date: Date, wall: Wall) -> String {
    let time = if wall.second.is_multiple_of(60) { wall.hm() } else { wall.hms() };
    if wall.date == date { time } else { format!("{} {time}", wall.date.weekday().short()) }
}

fn dial(wall: Wall) -> i64 {
    wall.date.day_number() * DAY + i64::from(wall.second)
}

fn dates_in_words(first: Date, last: Date) -> String {
    if first == last {
        first.short()
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} {} – {}", first.weekday().short(), first.day(), last.short())
    } else {
        format!("{} – {}", first.short(), last.short())
    }
}

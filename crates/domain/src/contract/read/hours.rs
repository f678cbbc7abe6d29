//! Reads `[support]`: hours, days that differ, channels, pauses.

mod effects;

use effects::DayNode;
use std::collections::BTreeMap;

use crate::contract::calendar::Calendars;
use crate::contract::model::{DeadlineRule, MaintenanceRule, Pause, Plan, Promise, SeverityChange, TargetKind};
use crate::reader::{Node, Table};
use crate::time::{ClockKind, Date, ShortDay, Span, SupportHours, Week, Weekday, Window, YearDay, Zone};

const KEYS: [&str; 10] =
    ["holidays", "closed", "open", "clock", "channels", "receipt", "pause", "severity_change", "hours", "short_day"];
const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The words for the two clocks.
pub(super) const CLOCKS: [(&str, ClockKind); 2] = [("support", ClockKind::Support), ("calendar", ClockKind::Calendar)];

const SEVERITY_CHANGES: [(&str, SeverityChange); 2] =
    [("report", SeverityChange::Report), ("change", SeverityChange::Change)];

/// The contents of `[support]`, read.
#[derive(Default)]
pub(super) struct Hours {
    pub(super) holidays: Vec<String>,
    pub(super) default_clock: ClockKind,
    pub(super) channels: Vec<String>,
    pub(super) receipt: bool,
    pub(super) pause: Vec<Pause>,
    pub(super) severity_change: SeverityChange,
    week: Week,
    closed: Vec<YearDay>,
    open: Vec<YearDay>,
    short_days: Vec<ShortDay>,
    /// Whether the file gives any window, be it a wrong one.
    given: bool,
}

/// Reads `[support]`; a contract that never counts support time may leave it out.
pub(super) fn read(root: &Table<'_>, calendars: &Calendars) -> Hours {
    let before = root.problems();
    let Some(table) = root.get("support").and_then(|node| node.table(&KEYS)) else { return Hours::default() };
    let hours = table.get("hours").and_then(|node| node.open_table());
    let short = table.get("short_day").map(|node| node.tables(&["date", "hours"])).unwrap_or_default();
    let listed = |key| table.get(key).map(|node| days_of_year(&node)).unwrap_or_default();
    let (closed, opened, (short_days, short_nodes)) = (listed("closed"), listed("open"), short_days(&short));
    let read = Hours {
        holidays: table.get("holidays").map(|node| holidays(&node, calendars)).unwrap_or_default(),
        default_clock: table.get("clock").and_then(|node| node.choice(&CLOCKS)).unwrap_or_default(),
        channels: table.get("channels").map(|node| node.names()).unwrap_or_default(),
        receipt: table.get("receipt").and_then(|node| node.flag()).unwrap_or_default(),
        pause: table.get("pause").map(|node| pauses(&node)).unwrap_or_default(),
        week: hours.as_ref().map(week).unwrap_or_default(),
        severity_change: table
            .get("severity_change")
            .and_then(|node| node.choice(&SEVERITY_CHANGES))
            .unwrap_or_default(),
        closed: closed.into_iter().map(|(day, _)| day).collect(),
        open: opened.iter().map(|(day, _)| *day).collect(),
        given: hours.iter().flat_map(Table::entries).any(|(_, node)| node.is_filled_list())
            || short.iter().filter_map(|day| day.get("hours")).any(|node| node.is_filled_list()),
        short_days,
    };
    // A day with a mistake may have an effect once it is mended.
    if root.problems() == before {
        effects::check(&read, calendars, &opened, &short_nodes);
    }
    read
}

impl Hours {
    /// Returns the hours that the support clock is made from.
    pub(super) fn clock_hours(&self, zone: Zone, holidays: BTreeMap<Date, String>) -> SupportHours {
        let (week, closed, open) = (self.week.clone(), self.closed.clone(), self.open.clone());
        SupportHours { zone, week, closed, open, short_days: self.short_days.clone(), holidays }
    }

    /// Notes when something counts support time and there is none.
    pub(super) fn check_needed(&self, root: &Table<'_>, plans: &[Plan], maintenance: Option<&MaintenanceRule>) {
        let notices = maintenance.map(|rule| [("notice", rule.notice), ("changes", rule.changes)]);
        let counted = |(key, span): (&str, Option<Span>)| {
            matches!(span, Some(Span::SupportDays(_))).then(|| format!("maintenance.{key}"))
        };
        let notice = notices.into_iter().flatten().find_map(counted);
        let Some(key) = counted_in_support(plans).or(notice).filter(|_| !self.given) else { return };
        let message = format!("no support hours are given, but `{key}` counts support time");
        let hint = "write mon-fri = [\"08:00-16:00\"] under [support.hours], or clock = \"calendar\"";
        match root.get("support").and_then(|node| node.open_table()) {
            Some(support) => support.wrong("hours", &message, hint),
            None => root.wrong("support.hours", &message, hint),
        }
    }
}

/// Returns the path of the first target that cannot be worked out without support hours.
fn counted_in_support(plans: &[Plan]) -> Option<String> {
    plans.iter().find_map(|plan| {
        plan.targets.iter().find_map(|(severity, promises)| {
            let kinds = TargetKind::ALL.into_iter();
            let kind = kinds.filter(|kind| promises.get(*kind).is_some_and(needs_hours)).map(TargetKind::key).next()?;
            Some(format!("plan.{}.target.{severity}.{kind}", plan.id))
        })
    })
}

fn needs_hours(promise: &Promise) -> bool {
    let counted = |span: Span| match span {
        Span::SupportDays(_) => true,
        Span::Time(_) => promise.clock == ClockKind::Support,
        Span::Days(_) => false,
    };
    let within = |within: DeadlineRule| matches!(within, DeadlineRule::Span(span) if counted(span));
    promise.expected.is_some_and(counted) || within(promise.within) || promise.otherwise.is_some_and(within)
}

fn holidays(node: &Node<'_>, calendars: &Calendars) -> Vec<String> {
    let names = node.name_nodes();
    for (id, node) in names.iter().filter(|(id, _)| calendars.get(id).is_none()) {
        node.wrong(&format!("there is no holiday calendar `{id}`"), &calendars.hint(id));
    }
    names.into_iter().map(|(id, _)| id.to_owned()).collect()
}

fn pauses(node: &Node<'_>) -> Vec<Pause> {
    let known = [("waiting_customer", Pause::WaitingCustomer), ("waiting_vendor", Pause::WaitingVendor)];
    node.name_nodes().iter().filter_map(|(_, node)| node.choice(&known)).collect()
}

/// An example of how a list of days is written.
const DAYS_LIKE: &str = "[\"12-24\", \"2025-06-20\", \"easter-3\"]";

fn days_of_year<'a>(node: &Node<'a>) -> Vec<DayNode<'a>> {
    node.list(DAYS_LIKE).into_iter().filter_map(|node| Some((node.day_or_easter()?, node))).collect()
}

/// Returns the short days, and the place of the date of each in the file.
fn short_days<'a>(tables: &[Table<'a>]) -> (Vec<ShortDay>, Vec<DayNode<'a>>) {
    let (mut days, mut nodes) = (Vec::<ShortDay>::new(), Vec::new());
    for table in tables {
        let date = table.need("date", "write date = \"04-30\", date = \"2025-05-01\" or date = \"easter-3\"");
        let hours = table.need("hours", "write hours = [\"08:00-12:00\"]").map(|node| windows(&node));
        let Some(day) = date.as_ref().and_then(Node::day_or_easter) else { continue };
        let Some(node) = date else { continue };
        if days.iter().any(|known| known.day == day) {
            node.wrong("this short day stands here twice", "write all its windows under one [[support.short_day]]");
        }
        days.push(ShortDay { day, hours: hours.unwrap_or_default() });
        nodes.push((day, node));
    }
    // The first that matches holds, and one date goes before the others.
    days.sort_by_key(|short| !matches!(short.day, YearDay::Once(_)));
    (days, nodes)
}

/// Reads `[support.hours]`: every day at most once, alone or in a range.
pub(crate) fn week(table: &Table<'_>) -> Week {
    let mut week = Week::default();
    let mut named: [Option<&str>; 7] = [None; 7];
    for (key, node) in table.entries() {
        let hours = windows(&node);
        for day in day_range(key).unwrap_or_else(|| no_day(key, &node)) {
            if let Some(first) = named[day.index()].replace(key) {
                let name = DAY_NAMES[day.index()];
                let message = format!("`{name}` is named twice, in `{first}` and in `{key}`");
                node.wrong(&message, "name each day once and list all its windows there");
            }
            week.days[day.index()].clone_from(&hours);
        }
    }
    week
}

fn no_day(key: &str, node: &Node<'_>) -> Vec<Weekday> {
    node.wrong(&format!("`{key}` is not a day"), DAY_HINT);
    Vec::new()
}

const DAY_HINT: &str = "write a day (mon, tue, wed, thu, fri, sat, sun) or a range of days such as mon-fri";

/// Reads the days that a value such as `tue` or `mon-sun` names.
pub(super) fn days(node: &Node<'_>) -> Option<Vec<Weekday>> {
    let text = node.text()?;
    let days = day_range(text);
    if days.is_none() {
        node.wrong(&format!("`{text}` is not a day"), DAY_HINT);
    }
    days
}

/// Reads `tue`, `mon-fri`, or over the weekend `sat-mon`.
pub(crate) fn day_range(text: &str) -> Option<Vec<Weekday>> {
    let index = |name: &str| DAY_NAMES.iter().position(|day| *day == name);
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (index(first)?, index(last)?);
    let length = (last + 7 - first) % 7;
    Some((first..=first + length).map(|day| Weekday::ALL[day % 7]).collect())
}

/// Reads one window.
pub(super) fn window(node: &Node<'_>) -> Option<Window> {
    let text = node.text()?;
    let window = Window::parse(text).ok();
    if window.is_none() {
        let hint = "write 08:00-16:00, or 22:00-06:00 for one that ends on the next day";
        node.wrong(&format!("`{text}` is not a window"), hint);
    }
    window
}

/// Reads the windows of a day in order of opening; two of them must not overlap.
fn windows(node: &Node<'_>) -> Vec<Window> {
    let nodes = node.list("[\"08:00-12:00\", \"12:30-16:00\"]");
    let mut found: Vec<(Window, &Node<'_>)> = nodes.iter().filter_map(|node| Some((window(node)?, node))).collect();
    found.sort_by_key(|(window, _)| window.from);
    for pair in found.windows(2).filter(|pair| pair[0].0.overlaps(pair[1].0)) {
        let message = format!("the windows {} and {} overlap", pair[0].0, pair[1].0);
        pair[1].1.wrong(&message, "let one end before or when the next begins");
    }
    found.into_iter().map(|(window, _)| window).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::parse;

    #[test]
    fn the_clock_is_given_the_hours_of_the_file() {
        let text = "[support]\nclosed = [\"12-24\", 2025-06-20]\n[support.hours]\nmon-tue = [\"12:30-16:00\", \"08:00-12:00\"]\n\
                    sat-sun = [\"22:00-06:00\"]\n[[support.short_day]]\ndate = \"04-30\"\nhours = [\"09:00-10:00\"]\n";
        let hours = parse("x", text, |root| Some(read(root, &Calendars::default()))).expect("good");
        let date = |text| Date::parse(text).expect(text);
        let holidays = BTreeMap::from([(date("2024-05-01"), "May".to_owned())]);
        let given = hours.clock_hours(Zone::utc(), holidays.clone());
        let day = [Window { from: 480, to: 720 }, Window { from: 750, to: 960 }];
        let night = [Window { from: 1320, to: 1800 }];
        let lists: [&[Window]; 7] = [&day, &day, &[], &[], &[], &night, &night];
        assert_eq!(given.week.days, lists.map(<[Window]>::to_vec));
        assert_eq!(given.closed, [YearDay::Yearly(12, 24), YearDay::Once(date("2025-06-20"))]);
        let short = ShortDay { day: YearDay::Yearly(4, 30), hours: vec![Window { from: 540, to: 600 }] };
        assert_eq!((given.short_days, given.holidays, given.zone), (vec![short], holidays, Zone::utc()));
    }

    #[test]
    fn a_range_of_days_may_run_over_the_weekend() {
        let days = |text| day_range(text).map(|days| days.iter().map(|day| day.short()).collect::<Vec<_>>().join(" "));
        assert_eq!(days("sat-mon").as_deref(), Some("Sat Sun Mon"));
        assert_eq!(days("mon-sun").as_deref(), Some("Mon Tue Wed Thu Fri Sat Sun"));
        assert_eq!((days("wed").as_deref(), days("wed-wed").as_deref()), (Some("Wed"), Some("Wed")));
        assert_eq!((days("-"), days("mon-"), days("monday"), days("")), (None, None, None, None));
    }
}

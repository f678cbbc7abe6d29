//! Reads `[support]`: hours, days that differ, channels, pauses.

mod channels;
mod effects;
mod midnight;

use super::meant;
pub(super) use channels::channel_names;
use effects::DayNode;
pub(in crate::contract) use effects::{CUT_OFF_HINT, never_before};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::contract::calendar::Calendars;
use crate::contract::model::{
    HoursSet, MaintenanceRule, Pause, Plan, Promise, SeverityChange, TargetClock, TargetKind, UptimeHours, Within,
};
use crate::reader::{Node, Table};
use crate::reader::{any_of, or_else, snake_case};
use crate::time::{
    ClockKind, Date, ShortDay, Span, SupportClock, SupportHours, Week, Weekday, Window, YearDay, Zone, parse_cut_off,
};

const KEYS: [&str; 11] = [
    "holidays",
    "closed",
    "open",
    "clock",
    "channels",
    "receipt",
    "pause",
    "severity_change",
    "cut_off",
    "hours",
    "short_day",
];
const SET_KEYS: [&str; 6] = ["holidays", "closed", "open", "cut_off", "days", "short_day"];
const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The words for the two clocks.
const CLOCKS: [(&str, ClockKind); 2] = [("support", ClockKind::Support), ("calendar", ClockKind::Calendar)];

const SEVERITY_CHANGES: [(&str, SeverityChange); 2] =
    [("report", SeverityChange::Report), ("change", SeverityChange::Change)];

/// The contents of `[support]` and of `[hours.…]`, read.
#[derive(Default)]
pub(super) struct Hours {
    pub(super) days: HourSet,
    /// The further sets of hours, by name.
    pub(super) sets: Vec<(String, HourSet)>,
    pub(super) default_clock: ClockKind,
    pub(super) channels: Vec<String>,
    pub(super) receipt: bool,
    pub(super) pause: Vec<Pause>,
    pub(super) pause_targets: Vec<TargetKind>,
    pub(super) severity_change: SeverityChange,
}

/// One set of hours.
#[derive(Clone, Default)]
pub(super) struct HourSet {
    pub(super) holidays: Vec<String>,
    week: Week,
    closed: Vec<YearDay>,
    open: Vec<YearDay>,
    short_days: Vec<ShortDay>,
    cut_off: Option<u32>,
    /// Whether the file gives any window, be it a wrong one.
    given: bool,
}

/// Reads `[support]`, which a contract that never counts support time may leave out, and the further sets of hours.
pub(super) fn read(root: &Table<'_>, calendars: &Calendars) -> Hours {
    let mut read = root.get("support").and_then(|node| node.table(&KEYS)).map_or_else(Hours::default, |table| {
        let (pause, pause_targets) = table.get("pause").map(|node| pauses(&node)).unwrap_or_default();
        Hours {
            days: days_of(&table, "hours", &HourSet::default(), calendars),
            sets: Vec::new(),
            default_clock: table.get("clock").and_then(|node| node.choice(&CLOCKS)).unwrap_or_default(),
            channels: table.get("channels").map(|node| channel_names(&node)).unwrap_or_default(),
            receipt: table.get("receipt").and_then(|node| node.flag()).unwrap_or_default(),
            pause,
            pause_targets,
            severity_change: table
                .get("severity_change")
                .and_then(|node| node.choice(&SEVERITY_CHANGES))
                .unwrap_or_default(),
        }
    });
    for (name, node) in root.get("hours").and_then(|node| node.open_table()).iter().flat_map(Table::entries) {
        read.sets.extend(set(name, &node, &read.days, calendars));
    }
    read
}

/// Reads one further set of hours. What it leaves out is as in `[support]`.
fn set(name: &str, node: &Node<'_>, support: &HourSet, calendars: &Calendars) -> Option<(String, HourSet)> {
    if CLOCKS.iter().any(|(word, _)| *word == name) {
        node.wrong(&format!("`{name}` is the name of a clock already"), "give these hours a name of their own");
    } else {
        node.check_id(name);
    }
    if !node.is_table() && day_range(name).is_some() {
        let hint =
            format!("write {name} = [\"08:00-16:00\"] under [support.hours]; [hours.NAME] is a further set of hours");
        node.wrong(&format!("`{name}` is a day, and no set of hours"), &hint);
        return None;
    }
    let table = node.table(&SET_KEYS)?;
    Some((name.to_owned(), days_of(&table, "days", support, calendars)))
}

/// Reads the days of one set of hours, whose week stands under `week_key`; what is left out is as in `base`.
fn days_of(table: &Table<'_>, week_key: &str, base: &HourSet, calendars: &Calendars) -> HourSet {
    let before = table.problems();
    let hours = table.get(week_key).and_then(|node| node.open_table());
    let short = table.get("short_day").map(|node| node.tables(&["date", "hours"]));
    let listed = |key| table.get(key).map(|node| days_of_year(&node));
    let only = |days: &[DayNode<'_>]| days.iter().map(|(day, _)| *day).collect::<Vec<_>>();
    let (closed, opened) = (listed("closed"), listed("open"));
    let (short_days, short_nodes) = short.as_deref().map(short_days).unzip();
    let read = HourSet {
        holidays: table.get("holidays").map_or_else(|| base.holidays.clone(), |node| holidays(&node, calendars)),
        week: hours.as_ref().map_or_else(|| base.week.clone(), week),
        closed: closed.as_deref().map_or_else(|| base.closed.clone(), only),
        open: opened.as_deref().map_or_else(|| base.open.clone(), only),
        cut_off: table.get("cut_off").map_or(base.cut_off, |node| cut_off(&node)),
        given: is_given(table.get(week_key).is_some(), hours.as_ref(), base)
            || short.iter().flatten().filter_map(|day| day.get("hours")).any(|node| !node.is_empty_list()),
        short_days: short_days.unwrap_or_else(|| base.short_days.clone()),
    };
    // A day with a mistake may have an effect once it is mended.
    if table.problems() == before {
        effects::check(&read, calendars, &opened.unwrap_or_default(), &short_nodes.unwrap_or_default());
        if let Some(node) = table.get("cut_off") {
            // A further set may have 24:00 to have no cut-off, as it would else have that of [support].
            effects::doubt_cut_off(&node, &read, week_key == "hours");
        }
    }
    read
}

/// Returns whether the week gives any window, be it a wrong one; where none `stands` in the file, whether `base` does.
fn is_given(stands: bool, hours: Option<&Table<'_>>, base: &HourSet) -> bool {
    let Some(hours) = hours else { return stands || base.given };
    hours.entries().iter().any(|(day, node)| !node.is_empty_list() || day_range(day).is_none())
}

fn cut_off(node: &Node<'_>) -> Option<u32> {
    let text = node.text()?;
    let minute = parse_cut_off(text);
    if minute.is_none() {
        let hint = "write 15:00, or 27:00 for the small hours of a window that ends on the next day";
        node.wrong(&format!("`{text}` is no time of a support day"), hint);
    }
    minute
}

impl HourSet {
    /// Returns the hours that a clock is made from.
    pub(super) fn clock_hours(&self, zone: Zone, holidays: BTreeMap<Date, String>) -> SupportHours {
        let (week, closed, open) = (self.week.clone(), self.closed.clone(), self.open.clone());
        SupportHours { zone, week, closed, open, short_days: self.short_days.clone(), holidays, cut_off: self.cut_off }
    }

    pub(super) fn clock(&self, zone: Zone, calendars: &Calendars) -> Arc<SupportClock> {
        Arc::new(SupportClock::new(self.clock_hours(zone, calendars.holidays(&self.holidays))))
    }
}

impl Hours {
    /// Returns the names of the further sets of hours.
    pub(super) fn names(&self) -> Vec<String> {
        self.sets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Returns the further sets of hours with their clocks.
    pub(super) fn sets(&self, zone: Zone, calendars: &Calendars) -> Vec<HoursSet> {
        let set = |(name, days): &(String, HourSet)| HoursSet {
            name: name.clone(),
            clock: days.clock(zone, calendars),
            holidays: days.holidays.clone(),
        };
        self.sets.iter().map(set).collect()
    }

    /// Notes when something counts support time and there is none.
    pub(super) fn check_needed(&self, root: &Table<'_>, plans: &[Plan], maintenance: Option<&MaintenanceRule>) {
        let notices = maintenance.map(|rule| [("notice", rule.notice), ("changes", rule.changes)]);
        let counted = |(key, span): (&str, Option<Span>)| {
            matches!(span, Some(Span::SupportDays(_) | Span::EndOf(_))).then(|| format!("maintenance.{key}"))
        };
        let notice = notices.into_iter().flatten().find_map(counted);
        let hint = "write mon-fri = [\"08:00-16:00\"] under [support.hours], or clock = \"calendar\"";
        if let Some(key) = counted_in(plans, None).or(notice).filter(|_| !self.days.given) {
            let message = format!("no support hours are given, but `{key}` counts support time");
            match root.get("support").and_then(|node| node.open_table()) {
                Some(support) => support.wrong("hours", &message, hint),
                None => root.wrong("support.hours", &message, hint),
            }
        }
        for (name, _) in self.sets.iter().filter(|(_, days)| !days.given) {
            let Some(key) = counted_in(plans, Some(name)) else { continue };
            let message = format!("no hours are given, but `{key}` counts them");
            let table = root.get("hours").and_then(|node| node.open_table()?.get(name)?.open_table());
            if let Some(table) = table {
                table.wrong("days", &message, &format!("write mon-fri = [\"08:00-16:00\"] under [hours.{name}.days]"));
            }
        }
    }
}

/// Returns the path of the first target that cannot be worked out without those hours.
fn counted_in(plans: &[Plan], set: Option<&str>) -> Option<String> {
    plans.iter().find_map(|plan| {
        plan.targets.iter().find_map(|(severity, promises)| {
            let (kind, _) =
                promises.all().find(|(_, promise)| promise.hours.as_deref() == set && needs_hours(promise))?;
            Some(format!("plan.{}.target.{severity}.{}", plan.id, kind.key()))
        })
    })
}

fn needs_hours(promise: &Promise) -> bool {
    let counted = |span: Span| match span {
        Span::SupportDays(_) | Span::EndOf(_) => true,
        Span::Time(_) => promise.clock == ClockKind::Support,
        Span::Days(_) => false,
    };
    let within = |within: Within| matches!(within, Within::Span(span) if counted(span));
    promise.expected.is_some_and(counted) || within(promise.within) || promise.otherwise.is_some_and(within)
}

/// Reads the clock that a target, a severity or a plan names: `support`, `calendar`, or one of the sets of hours.
pub(in crate::contract) fn clock(node: &Node<'_>, sets: &[String]) -> Option<TargetClock> {
    let text = node.text()?;
    if let Some((_, kind)) = CLOCKS.iter().find(|(word, _)| *word == text) {
        return Some(TargetClock { kind: *kind, hours: None });
    }
    if !sets.iter().any(|name| name == text) {
        let known = any_of(CLOCKS.iter().map(|(word, _)| *word).chain(sets.iter().map(String::as_str)));
        let id = snake_case(text).replace('/', "_");
        let hint = if meant::is_round_the_clock(text) {
            "write `calendar`, which counts day and night".to_owned()
        } else {
            or_else(&known, &format!("add [hours.{id}.days] with the days, as in mon-fri = [\"08:00-16:00\"]"))
        };
        node.wrong(&format!("`{text}` is unknown"), &hint);
        return None;
    }
    Some(TargetClock { kind: ClockKind::Support, hours: Some(text.to_owned()) })
}

/// Reads the hours to which a promise of uptime is limited.
pub(super) fn uptime_hours(node: &Node<'_>, sets: &[String]) -> Option<UptimeHours> {
    let text = node.text()?;
    if text == "support" {
        return Some(UptimeHours::Support);
    }
    if !sets.iter().any(|name| name == text) {
        if text == "calendar" || meant::is_round_the_clock(text) {
            node.wrong(&format!("there are no hours `{text}`"), "leave `hours` out: then day and night count");
            return None;
        }
        let known = any_of(["support"].into_iter().chain(sets.iter().map(String::as_str)));
        node.wrong(&format!("there are no hours `{text}`"), &or_else(&known, "add a set of hours with that name"));
        return None;
    }
    Some(UptimeHours::Set(text.to_owned()))
}

fn holidays(node: &Node<'_>, calendars: &Calendars) -> Vec<String> {
    let names = node.name_nodes();
    for (id, node) in names.iter().filter(|(id, _)| calendars.get(id).is_none()) {
        node.wrong(&format!("there is no holiday calendar `{id}`"), &calendars.hint(id));
    }
    names.into_iter().map(|(id, _)| id.to_owned()).collect()
}

/// Reads the states that stop the clock, and the targets that they stop: none named for all.
fn pauses(node: &Node<'_>) -> (Vec<Pause>, Vec<TargetKind>) {
    let known = [("waiting_customer", Pause::WaitingCustomer), ("waiting_vendor", Pause::WaitingVendor)];
    let states = |node: &Node<'_>| node.name_nodes().iter().filter_map(|(_, node)| node.choice(&known)).collect();
    if !node.is_table() {
        return (states(node), Vec::new());
    }
    let Some(table) = node.table(&["states", "targets"]) else { return (Vec::new(), Vec::new()) };
    let hint = "write { states = [\"waiting_customer\"], targets = [\"correction\"] }";
    let (named, targets) = (table.need("states", hint), table.need("targets", hint));
    for node in [&named, &targets].into_iter().flatten().filter(|node| node.is_empty_list()) {
        node.wrong("this names nothing", "name at least one, or write pause = [] for no pauses");
    }
    let kinds = TargetKind::ALL.map(|kind| (kind.key(), kind));
    let targets = targets.map(|node| node.name_nodes()).unwrap_or_default();
    let targets = targets.iter().filter_map(|(_, node)| node.choice(&kinds)).collect();
    (named.map(|node| states(&node)).unwrap_or_default(), targets)
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
            node.wrong("this short day stands here twice", "write all its windows under one short_day");
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
    let before = table.problems();
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
    // A window with a mistake may end elsewhere once it is mended.
    if table.problems() == before {
        midnight::check(&week, table, &named);
    }
    week
}

fn no_day(key: &str, node: &Node<'_>) -> Vec<Weekday> {
    let hint = if meant::is_round_the_clock(key) {
        "write mon-sun 00:00-24:00, in a file mon-sun = [\"00:00-24:00\"]".to_owned()
    } else if let Some(window) = meant::window(key) {
        format!("did you mean mon-fri {window}, in a file mon-fri = [\"{window}\"]? Or {DAY_HINT} before the hours")
    } else {
        meant::hint_of(meant::days(key), DAY_HINT)
    };
    node.wrong(&format!("`{key}` is not a day"), &hint);
    Vec::new()
}

const DAY_HINT: &str = "write a day (mon, tue, wed, thu, fri, sat, sun) or a range of days such as mon-fri";

/// Reads the days that a value such as `tue` or `mon-sun` names.
pub(super) fn days(node: &Node<'_>) -> Option<Vec<Weekday>> {
    let text = node.text()?;
    let days = day_range(text);
    if days.is_none() {
        node.wrong(&format!("`{text}` is not a day"), &meant::hint_of(meant::days(text), DAY_HINT));
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
        node.wrong(&format!("`{text}` is not a window"), &meant::hint_of(meant::window(text), hint));
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
        let given = hours.days.clock_hours(Zone::utc(), holidays.clone());
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

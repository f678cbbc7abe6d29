//! Reads `[alerts]` of the settings. A mistake is told and left out, the rest holds.
//!
//! ```toml
//! [alerts]
//! at       = ["phone", "75%", "15m", "due", "breach"]   # for every target; [] = none
//! inbox    = true                              # letters that wait in the inbox
//! escalate = "30m"                             # nobody has done anything for so long: up to the desk's next level
//! command  = ["/usr/local/bin/page", "desk"]   # given each message as JSON
//! timeout  = 10                                # seconds that it may take
//! retries  = 2                                 # tries after the first
//! toast    = true                              # on this person's screen: a notice at its foot,
//! bell     = true                              # the terminal's bell,
//! notify   = "osc9"                            # and, while the terminal is not looked at, its own notification
//! [alerts.for.markant.critical]                # contract, severity, target
//! response = ["50%", "5m", "due", "breach"]
//! [alerts.quiet]                               # when people are not disturbed
//! time_zone = "Europe/Oslo"
//! except    = ["critical"]                     # severities that are told all the same
//! [alerts.quiet.hours]                         # as support hours in a contract file
//! mon-sun   = ["22:00-06:00"]
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::{AlertRules, QuietHours};
use crate::contract::read::week;
use crate::contract::{Book, Contract, TargetKind};
use crate::problem::Problem;
use crate::reader::{Node, Table, any_of, or_else, parse_section};
use crate::ticket::AlertPoint;
use crate::time::{ClockSeconds, Span, Zone};

const KEYS: [&str; 11] =
    ["at", "inbox", "escalate", "command", "timeout", "retries", "toast", "bell", "notify", "for", "quiet"];

/// The settings of alerts.
#[derive(Clone, Debug, Default)]
pub struct AlertSettings {
    /// The rules by which people are told.
    pub rules: AlertRules,
    /// The command that is run with each message, if there is one.
    pub command: Option<AlertCommand>,
    /// The ways in which the person at the screen is told.
    pub ways: NotificationSettings,
}

/// A command that passes messages on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertCommand {
    /// The program and its arguments; at least the program.
    pub words: Vec<String>,
    /// The seconds that a try may take.
    pub timeout: u32,
    /// The number of tries after the first has failed.
    pub retries: u32,
}

/// The ways in which the person at a screen is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotificationSettings {
    /// Whether a notice is shown at the foot of the screen.
    pub toast: bool,
    /// Whether the terminal's bell rings.
    pub bell: bool,
    /// How the terminal shows a notification of its own, while it is not looked at.
    pub notify: TerminalNotification,
}

/// The sequence by which a terminal is asked to show a notification.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TerminalNotification {
    /// None.
    #[default]
    Never,
    /// OSC 9 and OSC 777 one after the other: a terminal that knows both shows two.
    Both,
    /// OSC 9, as of iTerm2, Windows Terminal, Ghostty.
    Osc9,
    /// OSC 777, as of urxvt, foot, `WezTerm`.
    Osc777,
    /// OSC 99, as of kitty.
    Osc99,
    /// The bell, which many terminals and window managers show as a mark.
    Bell,
}

/// The words for each way of notifying.
const NOTIFICATIONS: [(&str, TerminalNotification); 4] = [
    ("osc9", TerminalNotification::Osc9),
    ("osc777", TerminalNotification::Osc777),
    ("osc99", TerminalNotification::Osc99),
    ("bell", TerminalNotification::Bell),
];

/// Reads how the terminal notifies: `true` or `false`, or one way by its name.
fn notification(node: &Node<'_>) -> TerminalNotification {
    if let Some(name) = node.as_text() {
        let known = NOTIFICATIONS.iter().find(|(known, _)| *known == name);
        if known.is_none() {
            let names: Vec<String> = NOTIFICATIONS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let hint = format!("write {}, true or false", names.join(", "));
            node.wrong(&format!("`{name}` is not a way to notify"), &hint);
        }
        return known.map_or(TerminalNotification::Never, |(_, way)| *way);
    }
    if node.flag() == Some(true) { TerminalNotification::Both } else { TerminalNotification::Never }
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { toast: true, bell: true, notify: TerminalNotification::Never }
    }
}

/// Reads `[alerts]` of a settings file called `file`, whose other keys are left alone; contracts and severities are
/// those of `book`.
///
/// Returns what can be used, and the problems of the rest. Where the syntax is broken, nothing is read and nothing
/// told: the reader of the rest of the file tells that.
pub fn read_alerts(file: &str, text: &str, book: &Book) -> (AlertSettings, Vec<Problem>) {
    parse_section(file, text, |root| {
        let table = root.get("alerts").and_then(|node| node.table(&KEYS));
        table.map_or_else(AlertSettings::default, |table| alerts(&table, book))
    })
}

fn alerts(table: &Table<'_>, book: &Book) -> AlertSettings {
    let usual = AlertRules::default().usual;
    let flag = |key: &str, usual: bool| table.get(key).and_then(|node| node.flag()).unwrap_or(usual);
    let ways = NotificationSettings::default();
    AlertSettings {
        rules: AlertRules {
            usual: table.get("at").map_or(usual, |node| points(&node)),
            special: table.get("for").map(|node| special(&node, book)).unwrap_or_default(),
            escalate: table.get("escalate").and_then(|node| length(&node)),
            inbox: flag("inbox", true),
            quiet: table.get("quiet").and_then(|node| quiet(&node, book)),
        },
        command: command(table),
        ways: NotificationSettings {
            toast: flag("toast", ways.toast),
            bell: flag("bell", ways.bell),
            notify: table.get("notify").map_or(ways.notify, |node| notification(&node)),
        },
    }
}

fn points(node: &Node<'_>) -> Vec<AlertPoint> {
    let point = |(text, node): &(&str, Node<'_>)| {
        let point = AlertPoint::parse(text).ok();
        if point.is_none() {
            node.wrong(
                &format!("`{text}` is not a point of a target's time"),
                "write phone, 75%, 15m, 2h, due or breach",
            );
        }
        point
    };
    node.name_nodes().iter().filter_map(point).collect()
}

fn special(node: &Node<'_>, book: &Book) -> BTreeMap<String, BTreeMap<String, BTreeMap<TargetKind, Vec<AlertPoint>>>> {
    let mut special = BTreeMap::new();
    for (id, node) in node.open_table().iter().flat_map(Table::entries) {
        let Some(contract) = book.get(id) else {
            let known = any_of(book.contracts().map(|c| c.id.as_str()));
            node.wrong(&format!("there is no contract `{id}`"), &or_else(&known, "add its file to contracts/"));
            continue;
        };
        special.insert(id.to_owned(), severities(&node, contract));
    }
    special
}

fn severities(node: &Node<'_>, contract: &Contract) -> BTreeMap<String, BTreeMap<TargetKind, Vec<AlertPoint>>> {
    let mut severities = BTreeMap::new();
    for (id, node) in node.open_table().iter().flat_map(Table::entries) {
        if contract.severity(id).is_none() {
            let known = any_of(contract.severities.iter().map(|s| s.id.as_str()));
            let message = format!("{} has no severity `{id}`", contract.id);
            node.wrong(&message, &or_else(&known, "look at frist contract show"));
            continue;
        }
        let Some(table) = node.table(&TargetKind::ALL.map(TargetKind::key)) else { continue };
        let of = |kind: TargetKind| Some((kind, points(&table.get(kind.key())?)));
        severities.insert(id.to_owned(), TargetKind::ALL.into_iter().filter_map(of).collect());
    }
    severities
}

/// Reads hours and minutes of a target's own clock.
fn length(node: &Node<'_>) -> Option<ClockSeconds> {
    match Span::parse(node.filled()?) {
        Ok(Span::Time(seconds)) if seconds > 0 => Some(ClockSeconds::from_secs(seconds)),
        _ => {
            node.wrong("this is not a length of time", "write escalate = \"30m\", or 2h, or 1h30m");
            None
        }
    }
}

fn command(table: &Table<'_>) -> Option<AlertCommand> {
    let timeout = table.get("timeout").and_then(|node| node.integer(1, 600)).unwrap_or(10);
    let retries = table.get("retries").and_then(|node| node.integer(0, 10)).unwrap_or(2);
    let node = table.get("command")?;
    let words = node.texts();
    if words.is_empty() {
        node.wrong(
            "the command is empty",
            "write the program and its arguments: command = [\"/usr/local/bin/page\", \"desk\"]",
        );
        return None;
    }
    Some(AlertCommand { words, timeout: timeout.unsigned_abs(), retries: retries.unsigned_abs() })
}

fn quiet(node: &Node<'_>, book: &Book) -> Option<QuietHours> {
    let table = node.table(&["time_zone", "hours", "except"])?;
    let zone = table.need("time_zone", "write time_zone = \"Europe/Oslo\"").and_then(|node| {
        let zone = Zone::named(node.filled()?);
        if zone.is_none() {
            node.wrong("there is no such time zone", "write one such as \"Europe/Oslo\"");
        }
        zone
    });
    let except = table.get("except").map(|node| exceptions(&node, book)).unwrap_or_default();
    let hours = table.need("hours", "write mon-fri = [\"22:00-06:00\"] under [alerts.quiet.hours]");
    let week = hours.and_then(|node| node.open_table()).map(|days| week(&days));
    Some(QuietHours::new(week?, zone?, except))
}

fn exceptions(node: &Node<'_>, book: &Book) -> BTreeSet<String> {
    let known: BTreeSet<&str> = book.contracts().flat_map(|c| &c.severities).map(|s| s.id.as_str()).collect();
    let mut except = BTreeSet::new();
    for (id, node) in node.name_nodes() {
        if known.contains(id) {
            except.insert(id.to_owned());
        } else {
            node.wrong(&format!("no contract has a severity `{id}`"), &or_else(&any_of(&known), "take it out"));
        }
    }
    except
}

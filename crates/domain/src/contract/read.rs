//! Reads the text of a contract file into a checked contract. Nothing here opens a file: text goes in, a contract or
//! every problem comes out.

mod attainment;
mod foreign;
mod hours;
mod meant;
mod scope;
mod severity;
mod target;
mod uptime;
mod vendor_side;

#[cfg(test)]
mod tests;

pub(super) use hours::{CUT_OFF_HINT, never_before};
pub(crate) use hours::{day_range, week};
pub(super) use target::{Clocks, promises};

use super::calendar::Calendars;
use super::internal::InternalRules;
use super::model::{Contract, Support};
use super::promise::name_of;
use crate::problem::Problem;
use crate::reader::{Node, Strictness, Table, any_of, parse_as};
use crate::ticket::Kind;
use crate::time::Zone;

/// The most time zones that a hint names.
const MOST_ZONES: usize = 4;

const KEYS: [&str; 20] = [
    "id",
    "vendor",
    "short",
    "service",
    "version",
    "effective",
    "next_review",
    "time_zone",
    "notes",
    "kinds",
    "support",
    "hours",
    "severity",
    "priority",
    "plan",
    "attainment",
    "uptime",
    "maintenance",
    "scope",
    "vendor_side",
];

/// Reads a contract file; `file` is the name that problems give.
///
/// # Errors
/// If anything in it is wrong: every problem, in the order of the file. Where the syntax is broken, only that is told.
pub fn read_contract(file: &str, text: &str, calendars: &Calendars) -> Result<Contract, Vec<Problem>> {
    read_contract_as(Strictness::New, file, text, calendars).map(|(contract, _)| contract)
}

/// Reads a contract as [`read_contract`] does, and also returns what is told of it without refusing it: of a kept text what newer
/// checks find, of a new file what it may say and hardly anybody means.
///
/// # Errors
/// If the checks that count find anything wrong: every problem, in the order of the file.
pub fn read_contract_as(
    strictness: Strictness,
    file: &str,
    text: &str,
    calendars: &Calendars,
) -> Result<(Contract, Vec<Problem>), Vec<Problem>> {
    // The clock's tables are worked out only for a file without a mistake, so they come last.
    let (parts, told) = parse_as(file, text, strictness, |root| read_parts(root, calendars))?;
    Ok((parts.into_contract(file, text, calendars), told))
}

/// A contract but for its clock.
struct ContractParts {
    head: ContractHead,
    hours: hours::Hours,
    severities: Vec<super::Severity>,
    priority: Option<super::Priority>,
    plans: Vec<super::Plan>,
    attainment: Vec<super::Attainment>,
    uptime: Option<super::Uptime>,
    maintenance: Option<super::MaintenanceRule>,
    scope: super::Scope,
    vendor_side: super::VendorSide,
}

/// The keys that are before the first table.
struct ContractHead {
    id: String,
    vendor: String,
    short: Option<String>,
    service: Option<String>,
    version: String,
    effective: Option<crate::time::Date>,
    next_review: Option<crate::time::Date>,
    zone: Zone,
    notes: Vec<String>,
    kinds: Vec<Kind>,
}

impl ContractParts {
    fn into_contract(self, file: &str, text: &str, calendars: &Calendars) -> Contract {
        let Self { head, hours, severities, priority, plans, attainment, uptime, maintenance, scope, vendor_side } =
            self;
        let support = Support {
            clock: hours.days.clock(head.zone, calendars),
            holidays: hours.days.holidays.clone(),
            default_clock: hours.default_clock,
            channels: hours.channels.clone(),
            pause_targets: hours.pause_targets.clone(),
            pause: hours.pause.clone(),
            severity_change: hours.severity_change,
            receipt: hours.receipt,
        };
        let mut contract = Contract {
            id: head.id,
            vendor: head.vendor,
            short: head.short,
            service: head.service,
            version: head.version,
            effective: head.effective,
            next_review: head.next_review,
            zone: head.zone,
            notes: head.notes,
            kinds: head.kinds,
            support,
            hours: hours.sets(head.zone, calendars),
            severities,
            priority,
            plans,
            attainment,
            uptime,
            maintenance,
            scope,
            vendor_side,
            promise: String::new(),
            source: text.to_owned(),
            file: file.to_owned(),
            releases: Vec::new(),
            house: InternalRules::default(),
        };
        contract.promise = name_of(&contract);
        contract
    }
}

fn read_parts(root: &Table<'_>, calendars: &Calendars) -> Option<ContractParts> {
    root.know_foreign(foreign::FOREIGN_KEYS);
    root.only(&KEYS);
    let head = head(root);
    let hours = hours::read(root, calendars);
    let sets = hours.names();
    let severities = severity::read(root, &hours.channels, &sets);
    let priority = root.get("priority").and_then(|node| severity::priority(&node, &severities));
    let clocks = target::Clocks { default: hours.default_clock, sets: &sets };
    let plans = target::plans(root, &severities, &clocks);
    let attainment = attainment::read(root, &severities, &plans);
    let uptime = root.get("uptime").and_then(|node| uptime::uptime(&node, &sets));
    let maintenance = root.get("maintenance").and_then(|node| uptime::maintenance(&node));
    let scope = root.get("scope").map(|node| scope::scope(&node)).unwrap_or_default();
    let vendor_side = root.get("vendor_side").map(|node| vendor_side::vendor_side(&node)).unwrap_or_default();
    if let Some(node) = root.get("maintenance").filter(|_| maintenance.is_some()) {
        uptime::check_about_windows(&node, &scope);
    }
    hours.check_needed(root, &plans, maintenance.as_ref());
    Some(ContractParts {
        head: head?,
        hours,
        severities,
        priority,
        plans,
        attainment,
        uptime,
        maintenance,
        scope,
        vendor_side,
    })
}

fn head(root: &Table<'_>) -> Option<ContractHead> {
    let text = |node: Node<'_>| node.filled().map(str::to_owned);
    let id = root.need("id", "write id = \"acme\", a key that never changes").and_then(|node| node.id());
    let vendor = root.need("vendor", "write vendor = \"Acme AS\"").and_then(text);
    let zone = root.need("time_zone", "write time_zone = \"Europe/Oslo\"").and_then(|node| zone(&node));
    let head = ContractHead {
        short: root.get("short").and_then(|node| vendor_side::short(&node)),
        service: root.get("service").and_then(text),
        version: root.get("version").and_then(|node| node.text().map(str::to_owned)).unwrap_or_default(),
        effective: root.get("effective").and_then(|node| node.date()),
        next_review: root.get("next_review").and_then(|node| node.date()),
        notes: root.get("notes").map(|node| node.texts()).unwrap_or_default(),
        kinds: root.get("kinds").map_or_else(|| vec![Kind::default()], |node| kinds(&node)),
        id: id?,
        vendor: vendor?,
        zone: zone?,
    };
    Some(head)
}

fn zone(node: &Node<'_>) -> Option<Zone> {
    let name = node.filled()?;
    let zone = Zone::named(name);
    if zone.is_none() {
        let likely = Zone::likely(name);
        let hint = match likely.as_slice() {
            [] => "write a name of the IANA list, such as Europe/Oslo or Europe/Amsterdam".to_owned(),
            some => format!("write a name of the IANA list: {}", any_of(some.iter().take(MOST_ZONES))),
        };
        node.wrong(&format!("`{name}` is not a time zone"), &hint);
    }
    zone
}

/// Reads the kinds of tickets; where nothing can be read, incidents.
fn kinds(node: &Node<'_>) -> Vec<Kind> {
    let known = Kind::ALL.map(|kind| (kind.key(), kind));
    let kinds: Vec<Kind> = node.name_nodes().iter().filter_map(|(_, node)| node.choice(&known)).collect();
    if kinds.is_empty() { vec![Kind::default()] } else { kinds }
}

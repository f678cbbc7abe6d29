//! Reads internal targets: what the desk asks of itself where a vendor promises nothing, or less, how often customers are
//! kept informed, and the desk's levels of escalation. They are in the user's settings, are never the vendor's word,
//! and never count for or against the vendor.
//!
//! ```toml
//! levels = ["second line", "management"]   # where a ticket is escalated to, one after the other
//! [internal_targets.missoun.standard.high] # contract, plan, severity
//! response   = "2h"                        # as in a contract file
//! correction = "3bd"
//! [internal_targets.markant]
//! update     = "4h"                        # of support time, at the most, between two updates to the customer
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::Book;
use super::model::{Contract, Promise, Promises, TargetKind, Within};
use super::read::{Clocks, promises};
use crate::problem::Problem;
use crate::reader::{Node, Table, any_of, nearest, or_else, parse_section, present_key, snake_case};
use crate::time::{ClockKind, Span};

/// The promises that the desk makes itself at one contract, by plan and severity.
pub type InternalPlans = BTreeMap<String, BTreeMap<String, Promises>>;

/// What the desk asks of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InternalTargets {
    contracts: BTreeMap<String, InternalRules>,
    /// The desk's levels, the first to be escalated to first; empty for [`InternalTargets::LEVELS`].
    levels: Vec<String>,
}

/// What the desk asks of itself at one contract.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InternalRules {
    /// The internal targets, by plan and severity.
    pub plans: InternalPlans,
    /// The update that holds where a plan and severity name none: the most support time between two updates to the customer,
    /// if the desk has set any.
    pub update: Option<Promise>,
}

impl InternalTargets {
    /// The levels of a desk that names none. Management is the last one of the agreement with `MooCommerce`.
    pub const LEVELS: [&str; 2] = ["second line", "management"];

    /// Returns what the desk asks of itself at that contract.
    pub fn of(&self, contract: &str) -> Option<&InternalRules> {
        self.contracts.get(contract)
    }

    /// Takes in what is asked at one contract, beside what is asked there already.
    fn add(&mut self, contract: &str, rules: Option<InternalRules>) {
        let Some(rules) = rules else { return };
        let here = self.contracts.entry(contract.to_owned()).or_default();
        here.update = rules.update.or(here.update.take());
        for (plan, severities) in rules.plans {
            here.plans.entry(plan).or_default().extend(severities);
        }
    }

    /// Returns the levels that a ticket is escalated to, one after the other.
    pub fn levels(&self) -> Vec<String> {
        if self.levels.is_empty() { Self::LEVELS.map(str::to_owned).into() } else { self.levels.clone() }
    }
}

/// Reads `[internal_targets]` and `levels` of a settings file called `file`, whose other keys are left alone; contracts, plans and
/// severities are those of `book`.
///
/// Returns what can be used, and the problems of the rest. Where the syntax is broken, nothing is read and nothing
/// told: the reader of the rest of the file tells that.
pub fn read_internal_targets(file: &str, text: &str, book: &Book) -> (InternalTargets, Vec<Problem>) {
    parse_section(file, text, |root| {
        let levels = root.get("levels").map(|node| node.texts()).unwrap_or_default();
        let mut house = InternalTargets { contracts: BTreeMap::new(), levels };
        for (key, node) in root.entries() {
            // Which other keys there are is for the reader of the settings to tell.
            if !["internal_targets", "house"].contains(&key) {
                continue;
            }
            present_key(key, &node);
            for (id, node) in node.open_table().iter().flat_map(Table::entries) {
                house.add(id, contract(id, &node, book));
            }
        }
        house
    })
}

fn contract(id: &str, node: &Node<'_>, book: &Book) -> Option<InternalRules> {
    let Some(contract) = book.get(id) else {
        let known: Vec<String> = book.contracts().map(|c| c.id.clone()).collect();
        node.wrong(&format!("there is no contract `{id}`"), &or_else(&any_of(&known), "add its file to contracts/"));
        return None;
    };
    let mut rules = InternalRules::default();
    for (key, node) in node.open_table().iter().flat_map(Table::entries) {
        if contract.plan(key).is_none() && present_key(key, &node) == "update" {
            rules.update = update(&node);
        } else if contract.plan(key).is_some() {
            rules.plans.insert(key.to_owned(), plan(&node, contract, key));
        } else {
            unknown_key(&node, contract, key);
        }
    }
    Some(rules)
}

/// Notes a key below a contract that is neither one of its plans nor `update`: where it stands for a table, a plan was
/// meant, or a severity whose plan was left out.
fn unknown_key(node: &Node<'_>, contract: &Contract, key: &str) {
    let (id, plans) = (&contract.id, contract.plans.iter().map(|plan| plan.id.as_str()).collect::<Vec<_>>());
    let plan = plans.first().copied().unwrap_or("standard");
    if contract.severity(key).is_some() {
        let hint = format!("severities stand below a plan: write [internal_targets.{id}.{plan}.{key}]");
        node.wrong(&format!("`{key}` is a severity of {id}, and no plan"), &hint);
    } else if node.is_table() {
        node.wrong(&format!("{id} has no plan `{key}`"), &or_else(&any_of(&plans), "look at frist contract show"));
    } else {
        let severity = contract.severities.first().map_or("critical", |severity| &severity.id);
        let hint = match (TargetKind::of_key(&snake_case(key)), nearest(key, ["update"])) {
            (Some(kind), _) => format!("write {} = \"2h\" under [internal_targets.{id}.{plan}.{severity}]", kind.key()),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "write update = \"4h\", the longest between two updates to the customer".to_owned(),
        };
        node.wrong(&format!("`{key}` is not a key that is known here"), &hint);
    }
}

fn plan(node: &Node<'_>, contract: &Contract, id: &str) -> BTreeMap<String, Promises> {
    let mut severities = BTreeMap::new();
    for (severity, node) in node.open_table().iter().flat_map(Table::entries) {
        if contract.severity(severity).is_none() {
            let known: Vec<String> = contract.severities.iter().map(|s| s.id.clone()).collect();
            let hint = or_else(&any_of(&known), "look at frist contract show");
            node.wrong(&format!("{} has no severity `{severity}`", contract.id), &hint);
        } else if let Some(asked) = internal(&node, contract, id, severity) {
            severities.insert(severity.to_owned(), asked);
        }
    }
    severities
}

/// Reads the internal targets of one severity in the plan `id`: they count by the clock that the vendor's would.
fn internal(node: &Node<'_>, contract: &Contract, id: &str, severity: &str) -> Option<Promises> {
    let sets: Vec<String> = contract.hours.iter().map(|set| set.name.clone()).collect();
    let clocks = Clocks { default: contract.support.default_clock, sets: &sets };
    let severity = contract.severity(severity).and_then(|severity| severity.clock.as_ref());
    let counted = clocks.of(severity, contract.plan(id).and_then(|plan| plan.clock.as_ref()));
    promises(node, &TargetKind::ALL, &counted, &sets)
}

fn update(node: &Node<'_>) -> Option<Promise> {
    match Span::parse(node.filled()?) {
        Ok(span @ Span::Time(seconds)) if seconds > 0 => Some(Promise::plain(Within::Span(span), ClockKind::Support)),
        _ => {
            node.wrong("this is not a length of support time", "write update = \"4h\", or 30m, or 1h30m");
            None
        }
    }
}

#[cfg(test)]
mod tests;

//! House targets: what the desk asks of itself where a vendor promises nothing, or less. They stand in the user's settings
//! under `[house]`, are never the vendor's word, and never count for or against the vendor.
//!
//! ```toml
//! [house.missoun.standard.high]     # contract, plan, severity
//! response   = "2h"                 # as in a contract file
//! correction = "3bd"
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::Book;
use super::model::Promises;
use super::node::{Node, Table, parse};
use super::problem::{Problem, any_of, or_else};
use super::read::promises;

/// What the desk asks of itself at one contract, by plan and severity.
pub type HousePlans = BTreeMap<String, BTreeMap<String, Promises>>;

/// What the desk asks of itself, by contract.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct House(BTreeMap<String, HousePlans>);

impl House {
    /// What is asked at that contract.
    pub fn of(&self, contract: &str) -> Option<&HousePlans> {
        self.0.get(contract)
    }

    /// Whether nothing is asked anywhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads `[house]` of a settings file called `file`, whose other keys are left alone; contracts, plans and severities are
/// those of `book`.
///
/// Gives what can be used, and everything that is wrong in the rest.
pub fn read_house(file: &str, text: &str, book: &Book) -> (House, Vec<Problem>) {
    let mut house = House::default();
    let read = parse(file, text, |root| {
        let table = root.get("house")?.open_table()?;
        for (id, node) in table.entries() {
            let plans = contract(id, &node, book);
            house.0.extend(plans.map(|plans| (id.to_owned(), plans)));
        }
        Some(())
    });
    (house, read.err().unwrap_or_default())
}

fn contract(id: &str, node: &Node<'_>, book: &Book) -> Option<HousePlans> {
    let Some(contract) = book.get(id) else {
        let known: Vec<String> = book.contracts().map(|c| c.id.clone()).collect();
        node.wrong(&format!("there is no contract `{id}`"), &or_else(&any_of(&known), "add its file to contracts/"));
        return None;
    };
    let mut plans = HousePlans::new();
    for (plan, node) in node.open_table().iter().flat_map(Table::entries) {
        if contract.plan(plan).is_none() {
            let known: Vec<String> = contract.plans.iter().map(|p| p.id.clone()).collect();
            node.wrong(&format!("{id} has no plan `{plan}`"), &or_else(&any_of(&known), "look at frist contract show"));
            continue;
        }
        for (severity, node) in node.open_table().iter().flat_map(Table::entries) {
            if contract.severity(severity).is_none() {
                let known: Vec<String> = contract.severities.iter().map(|s| s.id.clone()).collect();
                let hint = or_else(&any_of(&known), "look at frist contract show");
                node.wrong(&format!("{id} has no severity `{severity}`"), &hint);
            } else if let Some(asked) = promises(&node, contract.support.default_clock) {
                plans.entry(plan.to_owned()).or_default().insert(severity.to_owned(), asked);
            }
        }
    }
    Some(plans)
}

#[cfg(test)]
mod tests;

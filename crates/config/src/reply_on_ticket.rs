//! Fills in canned replies for a ticket: what their variables stand for on it, and what happens to it besides.

use std::collections::BTreeMap;

use frist_domain::contract::Contract;
use frist_domain::language::Language;
use frist_domain::ledger::Ledger;
use frist_domain::reply::Correspondent;
use frist_domain::ticket::event::{Assigned, SeveritySet, assignee_named};
use frist_domain::ticket::{EventData, Ticket};

use super::replies::{CannedReply, ReplyActions, VARIABLES};

/// A ticket that is written about, and who writes.
#[derive(Clone, Copy, Debug)]
pub struct ReplyOnTicket<'a> {
    /// The ticket.
    pub ticket: &'a Ticket,
    /// Its contract; none where it is not loaded.
    pub contract: Option<&'a Contract>,
    /// Who the desk knows.
    pub ledger: &'a Ledger,
    /// The name of who writes.
    pub me: &'a str,
    /// The desk's own address; empty where it has none.
    pub address: &'a str,
}

impl ReplyOnTicket<'_> {
    /// Returns what each variable stands for.
    pub fn values(&self) -> BTreeMap<String, String> {
        VARIABLES.iter().map(|(name, _)| ((*name).to_owned(), self.value(name))).collect()
    }

    fn value(&self, name: &str) -> String {
        let Self { ticket, contract, ledger, me, address } = *self;
        match name {
            "number" => ticket.id.to_string(),
            "subject" => ticket.subject.clone(),
            "customer" => ledger.customer_of(ticket).unwrap_or_default().to_owned(),
            "organisation" => {
                let name = ledger.organisation_of(ticket).and_then(|(_, it)| it.names.first().cloned());
                name.unwrap_or_default()
            }
            "vendor" => contract.map(|contract| contract.vendor.clone()).unwrap_or_default(),
            "plan" => ticket.plan.clone(),
            "severity" => ticket.severity.clone(),
            "assignee" => ticket.assignee.clone().unwrap_or_default(),
            "me" => me.to_owned(),
            "address" => address.to_owned(),
            _ => String::new(),
        }
    }

    /// Returns the language of whoever reported the ticket, where that is known.
    pub fn language(&self) -> Option<String> {
        self.ledger.person_of(self.ticket).and_then(|(_, person)| person.language.clone())
    }

    /// Returns the language that letters to that side are written in: the customer's own, or that of documents for the vendor.
    pub fn language_of(&self, with: Correspondent) -> Language {
        match with {
            Correspondent::Customer => Language::of_person(self.language().as_deref()),
            Correspondent::Vendor => self.contract.map(|contract| contract.vendor_side.documents()).unwrap_or_default(),
        }
    }

    /// Returns what happens to the ticket besides, as far as it is not so already.
    pub fn also_done(&self, does: &ReplyActions) -> Vec<EventData> {
        let severity = does.severity.clone().filter(|severity| *severity != self.ticket.severity);
        let assign = does.assign.as_deref().map(|name| assignee_named(name, self.me));
        let assign = assign.filter(|to| *to != self.ticket.assignee);
        let severity = severity.map(|severity| EventData::SeveritySet(SeveritySet { severity }));
        let assign = assign.map(|to| EventData::Assigned(Assigned { to }));
        let tags = does.tags.still_to_do(self.ticket).map(EventData::Tagged);
        severity.into_iter().chain(assign).chain(tags).collect()
    }
}

/// Returns one reply of each name, in the order of `found`: in that language where there is one, else the one that holds for
/// every language, else the first.
pub fn in_language<'a>(found: &'a [CannedReply], language: Option<&str>) -> Vec<&'a CannedReply> {
    let mut names: Vec<&str> = found.iter().map(|reply| reply.name.as_str()).collect();
    names.dedup();
    names.into_iter().filter_map(|name| best(found, name, language)).collect()
}

/// Returns the reply of that name in that language, else the one that holds for every language, else the first of that name.
pub(super) fn best<'a>(found: &'a [CannedReply], name: &str, language: Option<&str>) -> Option<&'a CannedReply> {
    let wanted = language.map(str::to_lowercase);
    let speaks = |reply: &&CannedReply| {
        let (Some(has), Some(wanted)) = (&reply.language, &wanted) else { return false };
        *has == *wanted || wanted.split('-').next() == Some(has)
    };
    let of_name = || found.iter().filter(|reply| reply.name == name);
    let chosen = of_name().find(speaks).or_else(|| of_name().find(|reply| reply.language.is_none()));
    chosen.or_else(|| of_name().next())
}

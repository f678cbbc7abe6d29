//! Canned replies: which there are, and what taking one over does to the letter.

use crate::config::{CannedReply, ReplyOnTicket, in_language};
use crate::domain::contract::Pause;
use crate::domain::ledger::Ledger;
use crate::domain::problem::Problem;
use crate::domain::reply::Correspondent;
use crate::domain::ticket::EventData;
use crate::domain::ticket::event::CountsAs;
use crate::tui::overlay::canned::{CannedEntry, CannedList};
use crate::tui::text::clean;

use super::{AlsoRecorded, Composer, LetterField, WrongField};

/// The canned replies of the desk.
#[derive(Default)]
pub(crate) struct CannedReplies {
    found: Vec<CannedReply>,
    /// What is wrong with those that cannot be used.
    wrong: Vec<Problem>,
    /// The name of the one that was taken over last.
    pub(crate) taken: Option<String>,
    /// The name of the one that the letter is begun with, until they have been read.
    awaited: Option<String>,
    /// Whether they have been read.
    is_read: bool,
}

impl CannedReplies {
    /// Returns whether there are any, of use or not.
    pub(crate) const fn is_there(&self) -> bool {
        !self.found.is_empty() || !self.wrong.is_empty()
    }

    /// Returns how many files there are, of use or not.
    pub(crate) const fn count(&self) -> usize {
        self.found.len() + self.wrong.len()
    }

    /// Takes in those that were read.
    pub(crate) fn put(&mut self, found: Vec<CannedReply>, wrong: Vec<Problem>) {
        (self.found, self.wrong, self.is_read) = (found, wrong, true);
    }

    /// Has the reply of that name taken over once they have been read.
    pub(in crate::tui::feature::composer) fn await_reply(&mut self, name: Option<&str>) {
        self.awaited = name.map(str::to_owned);
    }
}

impl Composer {
    /// Takes over the reply that the letter is begun with, now that ticket and replies have been read; says what is wrong where it
    /// cannot be used.
    pub(in crate::tui::feature::composer) fn take_awaited_reply(&mut self, ledger: &Ledger, me: &str) {
        if !self.canned.is_read || self.canned.awaited.is_none() {
            return;
        }
        let Some(list) = self.canned_list(ledger, me) else { return };
        let Some(name) = self.canned.awaited.take() else { return };
        let wrong = match list.named(&name) {
            Some(CannedEntry { rendered: Err(why), .. }) => why.clone(),
            Some(entry) => return self.take_canned(entry.clone()),
            None => format!("There is no canned reply called {}", clean(&name)),
        };
        let field = self.canned.is_there().then_some(LetterField::Canned);
        self.put_wrong(WrongField { field, words: wrong });
    }

    /// Returns the list of canned replies, each filled in for the ticket; none while that is not read.
    pub(crate) fn canned_list(&self, ledger: &Ledger, me: &str) -> Option<CannedList> {
        let record = self.record.as_ref()?;
        let (ticket, contract) = (record.ticket.as_ref(), self.contract.as_deref());
        let on = ReplyOnTicket { ticket, contract, ledger, me, address: &self.own };
        let (values, language) = (on.values(), on.language());
        let pause = match self.kind.with() {
            Correspondent::Vendor => Pause::WaitingVendor,
            Correspondent::Customer => Pause::WaitingCustomer,
        };
        let waits_already = ticket.waiting().is_some_and(|wait| wait.on == pause);
        let entry = |reply: &CannedReply| {
            let mut does = on.also_done(&reply.actions);
            does.extend((reply.actions.waits && !waits_already).then(|| EventData::waiting(pause)));
            CannedEntry {
                name: reply.name.clone(),
                about: reply.about.clone().unwrap_or_default(),
                does,
                is_no_response: reply.actions.is_no_response,
                rendered: reply.render(&values).map_err(|problem| problem.to_string()),
            }
        };
        let found = in_language(&self.canned.found, language.as_deref()).into_iter().map(entry);
        Some(CannedList::new(found.chain(self.canned.wrong.iter().map(CannedEntry::wrong)).collect()))
    }

    /// Takes a canned reply over: its text stands where the cursor is, and what it does is recorded unless it is left out.
    pub(crate) fn take_canned(&mut self, entry: CannedEntry) {
        let Ok(rendered) = entry.rendered else { return };
        self.text.insert_str(&rendered.text);
        if let Some(subject) = rendered.subject.filter(|_| self.has_filled_subject()) {
            self.subject = subject.into();
        }
        self.counts = !entry.is_no_response && self.counts_as() == CountsAs::Update;
        self.also = entry.does.into_iter().map(|what| AlsoRecorded { what, on: true }).collect();
        self.canned.taken = Some(entry.name);
        (self.focus, self.wrong) = (LetterField::Text, None);
    }
}

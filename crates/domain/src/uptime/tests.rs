//! A month's account in tables, under the five agreements: figures, outages, grounds, notice, what is still to come.

mod breaking;
mod claims;
mod figures;
mod months;
mod notice;
mod outages;
mod turns;

use std::sync::{Arc, LazyLock};

use super::*;
use crate::contract::{Book, Contract};
use crate::ledger::{LedgerRecordId, Maintenance, Outage};
use crate::time::{Instant, Month, parse_moment};

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

/// What is told of one vendor, at wall-clock times of its own zone. Outages are numbered from 1, maintenance from 101.
struct Told {
    contract: Arc<Contract>,
    outages: Vec<Outage>,
    maintenance: Vec<Maintenance>,
    now: Instant,
}

/// Returns a story of nothing yet, under a built-in agreement, long after everything.
fn under(contract: &str) -> Told {
    let contract = Arc::clone(BOOK.get(contract).unwrap());
    let now = Instant::parse("2050-01-01T00:00:00Z").unwrap();
    Told { contract, outages: vec![], maintenance: vec![], now }
}

impl Told {
    fn moment(&self, text: &str) -> Instant {
        parse_moment(text, self.contract.zone, Instant::FIRST).unwrap()
    }

    /// Returns an outage from one moment to another; without an end it is still running.
    fn down(self, from: &str, to: &str) -> Self {
        let (from, to) = (self.moment(from), (!to.is_empty()).then(|| self.moment(to)));
        self.lasting(from, to)
    }

    /// Returns an outage of so many seconds.
    fn down_for(self, from: &str, seconds: i64) -> Self {
        let from = self.moment(from);
        self.lasting(from, Some(from.plus(seconds)))
    }

    fn lasting(mut self, from: Instant, to: Option<Instant>) -> Self {
        self.outages.push(Outage { contract: self.contract.id.clone(), from, to, ..Outage::default() });
        self
    }

    /// Returns the cause of the last outage.
    fn because(mut self, cause: &str) -> Self {
        self.outages.last_mut().unwrap().cause = Some(cause.into());
        self
    }

    /// Returns when the last outage was reported.
    fn reported(mut self, at: &str) -> Self {
        let at = self.moment(at);
        self.outages.last_mut().unwrap().reported = Some(at);
        self
    }

    /// Adds maintenance; not announced where `announced` is empty.
    fn work(mut self, from: &str, to: &str, announced: &str) -> Self {
        let announced = (!announced.is_empty()).then(|| self.moment(announced));
        let (from, to) = (self.moment(from), self.moment(to));
        let contract = self.contract.id.clone();
        self.maintenance.push(Maintenance { contract, from, to, announced, kind: None, note: None });
        self
    }

    /// Returns the kind of the last maintenance.
    fn of_kind(mut self, kind: &str) -> Self {
        self.maintenance.last_mut().unwrap().kind = Some(kind.into());
        self
    }

    /// Returns the moment that it is looked at from.
    fn seen(mut self, now: &str) -> Self {
        self.now = self.moment(now);
        self
    }

    /// Returns the story with another agreement.
    fn changed(mut self, change: impl FnOnce(&mut Contract)) -> Self {
        change(Arc::make_mut(&mut self.contract));
        self
    }

    fn outages(&self) -> Vec<(LedgerRecordId, &Outage)> {
        (1..).map(LedgerRecordId).zip(&self.outages).collect()
    }

    fn maintenance(&self) -> Vec<(LedgerRecordId, &Maintenance)> {
        (101..).map(LedgerRecordId).zip(&self.maintenance).collect()
    }

    fn month(&self, month: &str) -> MonthUptime {
        let month = Month::parse(month).unwrap();
        month_uptime(&self.contract, month, &self.outages(), &self.maintenance(), self.now).unwrap()
    }

    /// Returns the seconds of downtime and the exempt seconds.
    fn sums(&self, month: &str) -> (i64, i64) {
        let uptime = self.month(month);
        (uptime.downtime, uptime.exempt)
    }

    /// Returns when the promise of the month breaks, on the wall.
    fn breaks(&self, month: &str) -> Option<String> {
        let month = Month::parse(month).unwrap();
        let at = breaks_at(&self.contract, month, &self.outages(), &self.maintenance(), self.now);
        at.map(|at| crate::time::clock_text(self.contract.zone, at))
    }

    /// Returns every piece of the month: when, whose, and what it counts as.
    fn pieces(&self, month: &str) -> Vec<String> {
        let say = |at| crate::time::clock_text(self.contract.zone, at)[4..].to_owned();
        let piece = |piece: DowntimePiece| {
            let outages: Vec<String> = piece.outages.iter().map(ToString::to_string).collect();
            let end = end_text(self.contract.zone, piece.from, piece.to);
            let counts = counts_in_words(&piece.counts, &self.contract, self.contract.uptime.as_ref());
            format!("{} to {end} [{}] {counts}", say(piece.from), outages.join(" "))
        };
        self.month(month).pieces.into_iter().map(piece).collect()
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

//! Works out the figures of a month: percent, promise kept or not, credit, and what is left before the promise breaks.

use crate::contract::{BandLimit, Credit, CreditBand, UptimeFloor};

use super::account::MonthUptime;

impl MonthUptime {
    /// Returns the seconds of the month, or of the longer period: within the hours of the promise where it has any.
    pub const fn month_s(&self) -> i64 {
        self.length
    }

    /// Returns the seconds of the month that the promise is about: those that are not exempt.
    pub const fn counted_s(&self) -> i64 {
        self.month_s() - self.exempt
    }

    /// Returns the uptime, 0 to 100: what is up of the time that counts; 100 for a month that is wholly exempt.
    pub fn percent(&self) -> f64 {
        self.percent_with(self.downtime)
    }

    /// Works out the uptime in percent with that downtime, in seconds. Both numbers are whole and small enough to be
    /// exact, so the quotient is the nearest that there is: a month at just the promised percentage compares equal to
    /// it.
    fn percent_with(&self, downtime: i64) -> f64 {
        match self.counted_s() {
            0 => 100.0,
            counted => (100 * (counted - downtime)) as f64 / counted as f64,
        }
    }

    /// Returns the figures by which the promise is judged: those of the customer who is worst off where it is each customer's,
    /// else its own.
    pub fn judged(&self) -> &Self {
        self.worst.as_ref().map_or(self, |worst| &worst.uptime)
    }

    /// Returns whether the period has begun.
    pub fn has_begun(&self) -> bool {
        self.from <= self.now
    }

    /// Returns whether the promise holds, or none where nothing is promised, or the period has not begun. Where it is each
    /// customer's, it holds if it does for each of them.
    pub fn kept(&self) -> Option<bool> {
        self.holds().filter(|_| self.has_begun())
    }

    /// Returns whether the promise holds with the outages that are known, also in a period that has not begun; none where nothing
    /// is promised.
    pub fn holds(&self) -> Option<bool> {
        let judged = self.judged();
        judged.promise.as_ref().map(|promise| judged.keeps(promise.floor, judged.downtime))
    }

    /// Returns whether the limit in the agreement's other words holds, where that differs from what decides, or none
    /// where they agree, or the agreement names one limit only.
    pub fn stated_otherwise(&self) -> Option<bool> {
        let judged = self.judged();
        let promise = judged.promise.as_ref()?;
        let stated = judged.keeps(promise.stated?, judged.downtime);
        (stated != judged.keeps(promise.floor, judged.downtime)).then_some(stated)
    }

    fn keeps(&self, floor: UptimeFloor, downtime: i64) -> bool {
        match floor {
            UptimeFloor::Percent { min, inclusive: true } => self.percent_with(downtime) >= min,
            UptimeFloor::Percent { min, inclusive: false } => self.percent_with(downtime) > min,
            UptimeFloor::Downtime(most) => downtime <= most,
        }
    }

    /// Returns the credit that is owed, if the promise is broken and the agreement names one, of which a band applies where
    /// it has any.
    pub fn credit(&self) -> Option<&Credit> {
        self.owed().map(|(credit, _)| credit)
    }

    /// Returns the credit in percent; 0 where none is due.
    pub fn credit_percent(&self) -> f64 {
        self.owed().map_or(0.0, |(_, percent)| percent)
    }

    /// Returns the credit with its percentage: of bands, the highest that applies.
    fn owed(&self) -> Option<(&Credit, f64)> {
        let credit = self.promise.as_ref().filter(|_| self.holds() == Some(false))?.credit.as_ref()?;
        let band = self.band().map(|band| band.percent);
        credit.percent.into_iter().chain(band).reduce(f64::max).map(|percent| (credit, percent))
    }

    /// Returns the band of the credit by which it is owed: the highest that applies. None where none does, or the credit has
    /// no bands.
    pub fn band(&self) -> Option<CreditBand> {
        let credit = self.promise.as_ref().filter(|_| self.holds() == Some(false))?.credit.as_ref()?;
        let judged = self.judged();
        let applies = |band: &&CreditBand| match band.from {
            BandLimit::Below(percent) => judged.percent() < percent,
            BandLimit::Over(seconds) => judged.downtime > seconds,
        };
        let higher = |a: CreditBand, b: &CreditBand| if b.percent > a.percent { *b } else { a };
        let mut bands = credit.bands.iter().filter(applies);
        bands.next().map(|first| bands.fold(*first, higher))
    }

    /// Returns the most downtime with which the promise holds, in seconds, or none where nothing is promised, -1 where
    /// even none breaks it, as "more than 100 %" would.
    pub fn allowed(&self) -> Option<i64> {
        let judged = self.judged();
        let promise = judged.promise.as_ref()?;
        // Less downtime never breaks a promise that more of it keeps, so the edge is found by halving.
        let (mut kept, mut broken) = (-1, judged.counted_s() + 1);
        while broken - kept > 1 {
            let middle = i64::midpoint(kept, broken);
            if judged.keeps(promise.floor, middle) { kept = middle } else { broken = middle }
        }
        Some(kept)
    }

    /// Returns the seconds of downtime before the promise breaks; negative by how much it is broken. None where nothing
    /// is promised.
    pub fn left(&self) -> Option<i64> {
        self.allowed().map(|allowed| allowed - self.judged().downtime)
    }

    /// Returns the uptime that is promised, in percent: as the agreement names it, or what its downtime comes to in this month.
    pub fn promised_percent(&self) -> Option<f64> {
        Some(match self.promise.as_ref()?.floor {
            UptimeFloor::Percent { min, .. } => min,
            UptimeFloor::Downtime(most) => self.percent_with(most.min(self.counted_s())),
        })
    }
}

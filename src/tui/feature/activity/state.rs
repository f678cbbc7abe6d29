//! Holds the activity page: what it has read of the audit log, what it asks for next, which audit entry is selected.
//!
//! It asks for one part at a time: the newest first, older ones as the person goes down, what is new when the desk tells of
//! a change. Each answer bears the number of the filter that it was asked under; an answer for a filter that is no longer
//! set is dropped.

use crate::domain::audit::{
    AuditEntry, AuditPage, AuditPosition, AuditSearch, AuditSubject, MAX_PAGE_ENTRIES, RetractedEntries,
};
use crate::domain::query::AuditFilter;
use crate::domain::time::Instant;
use crate::tui::widget::Rows;

/// The audit entries that are asked for at once.
const PAGE: u32 = 200;
/// The number of audit entries below the selected one under which older ones are read.
const AHEAD: usize = 120;
/// The most audit entries that are kept; older ones are found with a filter.
const MOST_KEPT: usize = 20_000;

/// The part of the audit log that an answer holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActivityPart {
    /// The newest audit entries, and from there on back.
    Older,
    /// The audit entries that have come since.
    News,
}

/// A question for the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActivityQuery {
    /// The number of the filter.
    pub turn: u64,
    /// The part that is asked for.
    pub part: ActivityPart,
    /// The search for the desk.
    pub search: AuditSearch,
}

/// The state of the page.
pub struct ActivityView {
    /// The audit entries that were read, the newest first.
    pub audit_entries: Vec<AuditEntry>,
    /// The selected row.
    pub rows: Rows,
    /// The text of the filter as it was entered.
    pub filter_text: String,
    /// The reason why no more could be read.
    pub problem: Option<String>,
    /// The moment back to which it has been read or searched.
    pub back_to: Option<Instant>,
    filter: AuditFilter,
    turn: u64,
    /// Whether an answer under this filter has come.
    begun: bool,
    /// The place where older audit entries go on; none where there are no older ones.
    next: Option<AuditPosition>,
    /// The newest commit that is known.
    newest: u64,
    /// Whether older audit entries, and new ones, have been asked for and have not come yet.
    awaits: (bool, bool),
    /// Whether something has changed since new audit entries were asked for last.
    has_news: bool,
    /// The new audit entries, while more of them are to come.
    news: Vec<AuditEntry>,
    /// The place where new audit entries go on.
    news_next: Option<AuditPosition>,
    /// The newest commit once all new audit entries have come.
    news_newest: u64,
}

impl ActivityView {
    /// Creates a page that has read nothing yet; `turn` is a number that no other one has had.
    pub fn new(turn: u64) -> Self {
        Self {
            audit_entries: Vec::new(),
            rows: Rows::default(),
            filter_text: String::new(),
            problem: None,
            back_to: None,
            filter: AuditFilter::default(),
            turn,
            begun: false,
            next: None,
            newest: 0,
            awaits: (false, false),
            has_news: false,
            news: Vec::new(),
            news_next: None,
            news_newest: 0,
        }
    }

    /// Sets the filter. What was read before stays until the first answer comes.
    pub fn set_filter(&mut self, text: String, filter: AuditFilter, turn: u64) {
        if filter != self.filter {
            (self.turn, self.begun, self.next, self.problem) = (turn, false, None, None);
            self.filter = filter;
            self.forget_news();
        }
        self.filter_text = text;
    }

    /// Returns the selected audit entry.
    pub fn selected(&self) -> Option<&AuditEntry> {
        self.audit_entries.get(self.rows.selected())
    }

    /// Returns whether more audit entries are on their way, or about to be asked for.
    pub fn is_searching(&self) -> bool {
        self.problem.is_none() && (!self.begun || (self.awaits.0 && self.next.is_some()))
    }

    /// Returns whether all audit entries have been read.
    pub fn is_whole(&self) -> bool {
        self.begun && self.next.is_none()
    }

    /// Returns whether older audit entries are left unread because enough have been read.
    pub fn is_full(&self) -> bool {
        self.next.is_some() && self.audit_entries.len() >= MOST_KEPT
    }

    /// Goes down by `by` rows, up if negative.
    pub fn step(&mut self, by: isize) {
        self.problem = None;
        self.rows.step(by, self.audit_entries.len());
    }

    /// Notes that something has changed at the desk.
    pub fn notice_change(&mut self) {
        self.has_news = true;
        self.problem = None;
    }

    /// Returns what is to be asked of the desk now.
    pub fn asks(&mut self) -> Vec<ActivityQuery> {
        if self.problem.is_some() {
            return Vec::new();
        }
        let (older, news) = (self.older(), self.newer());
        older.into_iter().chain(news).collect()
    }

    fn older(&mut self) -> Option<ActivityQuery> {
        let wanted = !self.begun
            || (self.next.is_some() && !self.is_full() && self.rows.selected() + AHEAD >= self.audit_entries.len());
        if self.awaits.0 || !wanted {
            return None;
        }
        self.awaits.0 = true;
        let search = AuditSearch { filter: self.filter.clone(), before: self.next, after: 0, limit: PAGE };
        Some(ActivityQuery { turn: self.turn, part: ActivityPart::Older, search })
    }

    fn newer(&mut self) -> Option<ActivityQuery> {
        let goes_on = self.news_next.is_some();
        if self.awaits.1 || !self.begun || !(self.has_news || goes_on) {
            return None;
        }
        if !goes_on {
            self.has_news = false;
        }
        self.awaits.1 = true;
        let (before, after) = (self.news_next, self.newest);
        let search = AuditSearch { filter: self.filter.clone(), before, after, limit: MAX_PAGE_ENTRIES };
        Some(ActivityQuery { turn: self.turn, part: ActivityPart::News, search })
    }

    /// Takes in an answer, or why there is none.
    pub fn take(&mut self, turn: u64, part: ActivityPart, answer: Result<AuditPage, String>) {
        match part {
            ActivityPart::Older => self.awaits.0 = false,
            ActivityPart::News => self.awaits.1 = false,
        }
        match answer {
            _ if turn != self.turn => {}
            Err(why) => self.problem = Some(why),
            Ok(page) if part == ActivityPart::Older => self.take_older(page),
            Ok(page) => self.take_news(page),
        }
    }

    fn take_older(&mut self, page: AuditPage) {
        let AuditPage { mut audit_entries, next, back_to, newest, .. } = page;
        if self.begun {
            self.audit_entries.append(&mut audit_entries);
        } else {
            (self.begun, self.newest, self.back_to) = (true, newest, None);
            self.audit_entries = audit_entries;
            self.rows = Rows::default();
        }
        self.next = next;
        self.back_to = back_to.or(self.back_to);
    }

    fn take_news(&mut self, page: AuditPage) {
        let AuditPage { mut audit_entries, next, newest, taken, .. } = page;
        self.mark(&taken);
        if self.news_next.is_none() {
            self.news_newest = newest;
        }
        self.news.append(&mut audit_entries);
        self.news_next = next;
        if next.is_some() && self.news.len() < MOST_KEPT {
            return;
        }
        if next.is_some() {
            // So much is new that what was read is old; the list begins again.
            self.begun = false;
            self.next = None;
            return self.forget_news();
        }
        self.newest = self.news_newest;
        let new = std::mem::take(&mut self.news);
        let count = new.len();
        self.audit_entries.splice(0..0, new);
        self.rows.pushed_down(count, self.audit_entries.len());
    }

    fn forget_news(&mut self) {
        self.news.clear();
        (self.news_next, self.has_news) = (None, false);
    }

    /// Marks the audit entries that were retracted or removed, and those that count again.
    fn mark(&mut self, taken: &RetractedEntries) {
        for audit_entry in &mut self.audit_entries {
            match audit_entry.on {
                AuditSubject::Ticket { id, event } => {
                    if let Some((_, back)) = taken.tickets.iter().find(|(ticket, _)| *ticket == id) {
                        audit_entry.stands = !back.contains(&event);
                    }
                }
                AuditSubject::Entry { id, revision } => {
                    if let Some((_, removed)) = taken.entries.iter().find(|(entry, _)| *entry == id) {
                        audit_entry.stands = removed.is_none_or(|removed| removed == revision);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;

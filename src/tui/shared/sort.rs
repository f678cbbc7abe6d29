//! Names the orders of a list of tickets, and compares tickets by them. What an order needs is in the rows that are in memory.

use std::cmp::Ordering;

use crate::domain::sla::{RowOrder, TicketRow};
use crate::domain::time::Instant;

/// What a list of tickets can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SortBy {
    /// What breaks first.
    #[default]
    Urgency,
    /// The moment at which the next target is due, whatever else presses.
    Due,
    /// The rank of the severity.
    Severity,
    /// The vendor's name.
    Vendor,
    /// The customer's name; tickets without one come last.
    Customer,
    /// The assignee's name; tickets without one come first.
    Assignee,
    /// When it was reported, the oldest first.
    Age,
    /// When it last changed, the latest first.
    Changed,
}

impl SortBy {
    /// Everything to sort by, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Urgency,
        Self::Due,
        Self::Severity,
        Self::Vendor,
        Self::Customer,
        Self::Assignee,
        Self::Age,
        Self::Changed,
    ];

    /// Returns the word for the header and the menu.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Urgency => "next",
            Self::Due => "due",
            Self::Severity => "severity",
            Self::Vendor => "vendor",
            Self::Customer => "customer",
            Self::Assignee => "assignee",
            Self::Age => "age",
            Self::Changed => "last change",
        }
    }

    /// Returns what stands first, as it is and when turned round.
    pub const fn first(self) -> (&'static str, &'static str) {
        match self {
            Self::Urgency => ("what breaks first", "what breaks last"),
            Self::Due => ("what is due first", "what is due last"),
            Self::Severity => ("the most severe", "the least severe"),
            Self::Vendor => ("vendor by vendor", "vendor by vendor, the other way"),
            Self::Customer => ("from A to Z", "from Z to A"),
            Self::Assignee => ("nobody's, then from A to Z", "from Z to A, then nobody's"),
            Self::Age => ("the oldest", "the newest"),
            Self::Changed => ("the latest change", "the longest unchanged"),
        }
    }
}

/// The order of a list of tickets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListSort {
    /// What it is sorted by.
    pub by: SortBy,
    /// Whether it is turned round.
    pub turned: bool,
}

impl ListSort {
    /// Returns the order after this one was chosen: the order in force is turned round.
    #[must_use]
    pub fn choose(self, by: SortBy) -> Self {
        Self { by, turned: self.by == by && !self.turned }
    }

    /// Returns the order for the header: `↓next`, `↑age`.
    pub fn text(self) -> String {
        format!("{}{}", self.arrow(), self.by.word())
    }

    /// Returns the arrow of its direction.
    pub const fn arrow(self) -> &'static str {
        if self.turned { "↑" } else { "↓" }
    }

    /// Says what stands first.
    pub const fn words(self) -> &'static str {
        let (first, turned) = self.by.first();
        if self.turned { turned } else { first }
    }
}

/// What a ticket is compared by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum SortValue {
    Nothing,
    Number(i64),
    /// Whether there is a text, and the text.
    Text(bool, String),
}

/// The place of a ticket in a list. Open tickets come first; those that are closed follow, the one that was closed last first
/// unless they are sorted by something that they have too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SortKey {
    closed: bool,
    value: SortValue,
    order: RowOrder,
    turned: bool,
}

impl SortKey {
    /// Returns the key of that row at `now`.
    pub fn of(row: &TicketRow, sort: ListSort, now: Instant) -> Self {
        let ticket = &row.ticket;
        let ended = ticket.closed.as_ref().filter(|_| !ticket.is_open()).map_or(ticket.logged.at, |closed| closed.at);
        let latest_first = |at: Instant| SortValue::Number(-at.secs());
        let text = |text: Option<&str>, absent_last: bool| {
            SortValue::Text(text.is_none() == absent_last, text.unwrap_or_default().to_lowercase())
        };
        let closed = !ticket.is_open();
        let (value, turns) = match sort.by {
            SortBy::Urgency | SortBy::Due if closed => (latest_first(ended), false),
            SortBy::Urgency => (SortValue::Nothing, true),
            SortBy::Due => {
                let due = row.next().and_then(|target| target.due).unwrap_or(Instant::END);
                (SortValue::Number(due.secs()), true)
            }
            SortBy::Severity => (SortValue::Number(row.severity_rank().map_or(i64::MAX, |rank| rank as i64)), true),
            SortBy::Vendor => (text(Some(row.vendor()), true), true),
            SortBy::Customer => (text(ticket.customer.as_deref(), true), true),
            SortBy::Assignee => (text(ticket.assignee.as_deref(), false), true),
            SortBy::Age => (SortValue::Number(ticket.reported().secs()), true),
            SortBy::Changed => (latest_first(ticket.last_change()), true),
        };
        Self { closed, value, order: row.order(now), turned: sort.turned && turns }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let within = (&self.value, &self.order).cmp(&(&other.value, &other.order));
        self.closed.cmp(&other.closed).then(if self.turned { within.reverse() } else { within })
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

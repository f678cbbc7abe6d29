//! Holds the list of tickets that were looked at last.

use crate::domain::ticket::TicketId;
use crate::tui::widget::Rows;

/// The tickets that were looked at last.
pub struct RecentList {
    /// The tickets with their subjects, the latest first.
    pub tickets: Vec<(TicketId, String)>,
    /// The selected row.
    pub rows: Rows,
}

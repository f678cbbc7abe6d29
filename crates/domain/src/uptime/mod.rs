//! Works out a month's uptime from outages and maintenance under a contract: downtime, exempt time with its grounds,
//! whether the promise was kept, and the credit that is due.
//!
//! The arithmetic is that of the contract format's section "Uptime". All of it is in seconds of real time; nothing here
//! counts support time but the notice of a maintenance that is given in support days.

mod account;
mod consent;
mod days;
mod figures;
mod log;
mod monthly;
mod notice;
mod parties;
mod report;
mod round;
mod stretches;
mod windows;
mod words;

#[cfg(test)]
mod tests;

pub use account::{DowntimePiece, ExemptionGround, MonthUptime, PieceCounts, breaks_at, month_uptime, period_uptime};
pub use consent::UnagreedDowntime;
pub use days::DayUptime;
pub use log::{incomplete_outages, lacks_in_words, log_lacks};
pub use monthly::{MonthlyReports, monthly_reports};
pub use notice::{AnnouncementNotice, check_kind, notice_of, notice_of_change, same_kind};
pub use parties::PartyMonth;
pub use report::{ReportRow, csv_rows, markdown, round_markdown};
pub use round::{
    MonthRound, UptimeRecords, month_round, month_round_of, months_before, months_in_words, twelve_months, vendor_among,
};
pub use windows::window_around;
pub use words::{
    EACH_CUSTOMER, FORMULA, breaks_in_words, counts_in_words, credit_due_in_words, disagreement_in_words, end_text,
    exemption_in_full, in_seconds, kept_in_words, left_in_words, notice_in_full, outage_in_words, party_cells,
    party_in_words, percent_text, promise_in_words, standing_in_words, stretch_in_words, verdict_in_words,
    whose_in_words, worked_out_in_words,
};

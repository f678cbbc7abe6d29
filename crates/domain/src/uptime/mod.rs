//! Works out a period's uptime, mostly a month's, from outages and maintenance under a contract: downtime, exempt time with
//! its grounds, whether the promise was kept, the credit that is due and until when it can be claimed.
//!
//! The arithmetic is that of the contract format's section "Uptime". All of it is in seconds of real time, within the hours
//! of the promise where it has any; nothing else here counts support time but the notice of a maintenance that is given in
//! support days.

mod account;
mod claim;
mod claim_draft;
mod consent;
mod days;
mod figures;
mod log;
mod monthly;
mod notice;
mod organisation;
mod parties;
mod report;
mod round;
mod stretches;
mod turn;
mod windows;
mod words;

#[cfg(test)]
mod tests;

pub use account::{
    CountedHours, DowntimePiece, ExemptionGround, MonthUptime, PieceCounts, breaks_at, month_uptime, period_breaks_at,
    period_uptime,
};
pub use claim::{ClaimStanding, claims_of, open_claims, open_claims_on};
pub use claim_draft::{
    claim_figures, claim_markdown, claim_sentence, claim_standing_in_words, claim_title, last_moment_in_words,
    owed_in_words,
};
pub use consent::UnagreedDowntime;
pub use days::DayUptime;
pub use log::{incomplete_outages, lacks_in_words, log_lacks};
pub use monthly::{MonthlyReports, monthly_reports};
pub use notice::{AnnouncementNotice, check_kind, notice_of, notice_of_change, same_kind};
pub use organisation::rounds_of_organisation;
pub use parties::{PartyMonth, names_in};
pub use report::{ReportRow, csv_rows, markdown, round_markdown};
pub use round::{
    MonthRound, UptimeParty, UptimeQuery, UptimeRecords, month_round, month_with, months_before, months_in_words,
    period_round, promised_period, promised_round, promised_rounds, promises_in, twelve_months, vendor_among,
    whose_promise,
};
pub use turn::{UnevenTurn, uneven_text, uneven_turns};
pub use windows::window_around;
pub use words::{
    EACH_CUSTOMER, EACH_SERVICE, breaks_in_words, counts_in_words, credit_due_in_words, disagreement_in_words,
    end_text, exemption_in_full, for_whom, formula, formula_among, formula_in_words, in_seconds, judged_in_words,
    kept_in_words, left_in_words, notice_in_full, notice_said, outage_in_words, party_cells, party_in_words,
    percent_in_words, percent_text, piece_in_words, promise_in_words, reports_in_words, round_standing_in_words,
    standing_in_words, stretch_in_words, verdict_in_words, whose_in_words, worked_out_in_words,
};

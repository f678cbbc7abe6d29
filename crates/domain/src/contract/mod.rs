//! Knows what a vendor promises: the contract file's model, its reading and checking, and the book of all contracts.

mod book;
mod calendar;
mod days;
mod ical;
mod internal;
mod model;
mod promise;
pub(crate) mod read;
mod template;
mod words;

pub use book::{
    Book, ChangedPromise, FormerPromise, Origin, SourceFile, TextToKeep, built_in_calendars, built_in_contracts,
};
pub use calendar::{CalendarReplacement, Calendars, read_calendar, replace_calendar, to_calendar_toml};
pub use days::{DayHours, OddDay, odd_days, week_of};
pub use ical::{IcalError, IcalHolidays, read_ical};
pub use internal::{InternalPlans, InternalRules, InternalTargets, read_internal_targets};
pub use model::{
    Approval, Attainment, BandLimit, Contract, CountsFrom, Credit, CreditBand, HoursSet, LogItem, MaintenanceRule,
    MaintenanceWindow, Pause, Plan, Priority, PriorityStep, Promise, Promises, Scope, Severity, SeverityChange,
    Support, TargetClock, TargetKind, Uptime, UptimeFloor, UptimeHours, UptimePer, VendorContact, VendorSide, Within,
};
pub use read::{read_contract, read_contract_as};
pub use template::{CheckedOutline, ContractOutline, ContractTemplate, OutlineField, calendar_of_zone, id_from_name};
pub use words::{
    HoursInWords, all_hours_in_words, approval_in_words, attainment_in_words, calendars_in_words, cause_in_words,
    change_notice_in_words, claim_in_words, clock_in_words, clock_opening_in_words, closed_in_words, counted_in_words,
    counts_from_in_words, credit_bands_in_words, credit_in_words, cut_off_in_words, exclusions_in_words,
    floor_in_words, further_in_words, goal_in_words, kinds_in_words, log_in_words, monthly_report_in_words,
    notice_in_words, opening_in_words, opening_shown_in, outages_in_words, pauses_in_words, per_in_words,
    promise_beside_clock, promise_in_brief, receipt_in_words, releases_in_words, review_in_words, review_is_past,
    severity_in_words, span_in_words, standing_window_in_words, standing_windows_in_words, stated_in_words,
    terms_in_words, uptime_facts, uptime_hours_in_words, uptime_in_words, uptime_plan_in_words, vendor_reached_for,
    vendor_side_in_words, windows_in_words, workaround_cap_in_words,
};
pub(crate) use words::{
    credit_in, floor_in, further_in, goal_in, outages_span, span_in, standing_window_in, stated_in, uptime_hours_in,
    uptime_in,
};

//! The rules, asked in this process: the support clock, the five agreements, uptime, reports, the files that the program carries.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod agreements;
mod contract_files;
mod holidays;
mod promises;
mod reports;
mod shapes;
mod support_clock;
mod uptime;

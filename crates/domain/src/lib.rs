//! The subject of the program, and nothing else: no store, no screen, no clock of its own (`now` is always handed in).
//!
//! * [`time`]: instants, zones, support hours, the support clock. The only place that knows chrono.
//! * [`contract`]: what a vendor promises, read from a file and checked.
//! * [`ticket`]: what can happen to a ticket, and its state as the fold over that.
//! * [`file`]: what a ticket says of a file: hash, name, type and size.
//! * [`letter`]: what is kept of a letter beside its text.
//! * [`intake`]: what becomes of a letter that came in.
//! * [`ledger`]: what the desk keeps besides tickets: releases, agreements' texts, outages, maintenance.
//! * [`sla`]: a ticket, its contract and `now` give targets with due, breach and state.
//! * [`correction`]: a ticket that was logged wrongly: what a correction changes, and which are refused.
//! * [`alert`]: when people are told of a target, and what they are told.
//! * [`evidence`]: one ticket as a document for its vendor.
//! * [`audit`]: who did what, entry by entry.
//! * [`uptime`]: outages and maintenance of a month under a contract: downtime, exempt time, promise and credit.
//! * [`report`]: tickets of a period in figures: attainment, times, reasons, billable time, trends, and the vendor's scorecard.
//! * [`reply`]: what the desk writes: to whom it goes, what it quotes, what it records.
//! * [`notice`]: what the staff are told by mail while they are at no screen.
//! * [`right`]: what not everybody may do.
//! * [`rota`]: who is on call, at each of the desk's levels.
//! * [`import_check`]: commits that come from outside, checked before any of them is written.
//! * [`problem`]: what is wrong, as data: kind, field, place, message, hint.
//! * [`reader`]: the TOML files that people write: every mistake at once, each with its line.
//! * `markdown`: documents for others to read.
//! * [`text`]: text from outside, made safe and measured.
//! * [`query`]: the filter language of the screen and the command line.

pub mod alert;
pub mod audit;
pub mod contract;
pub mod correction;
pub mod evidence;
pub mod file;
pub mod import_check;
pub mod intake;
pub mod language;
pub mod ledger;
pub mod letter;
mod markdown;
pub mod notice;
pub mod problem;
pub mod query;
pub mod reader;
pub mod reply;
pub mod report;
pub mod right;
pub mod rota;
pub mod sla;
pub mod text;
pub mod ticket;
pub mod uptime;
pub mod vcard;

pub use frist_clock as time;

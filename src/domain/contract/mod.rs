//! What a vendor promises: the contract file's model, its reading and checking, and the book of all contracts.

mod book;
mod calendar;
mod house;
mod ical;
mod model;
mod node;
mod problem;
mod read;

pub use book::{Book, Origin, SourceFile, built_in_calendars, built_in_contracts};
pub use calendar::{Calendars, read_calendar};
pub use house::{House, HousePlans, HouseRules, read_house};
pub use ical::{IcalError, IcalHolidays, read_ical, to_calendar_toml};
pub use model::{
    Contract, Credit, Maintenance, MaintenanceWindow, Pause, Plan, Priority, Promise, Promises, Scope, Severity,
    Support, TargetKind, Uptime, UptimeFloor, Within,
};
pub use problem::Problem;
pub use read::read_contract;

//! What a vendor promises: the contract file's model, its reading and checking, and the book of all contracts.

mod book;
mod model;
mod problem;

pub use book::Book;
pub use model::{
    Contract, Credit, Maintenance, MaintenanceWindow, Pause, Plan, Priority, Promise, Promises, Scope, Severity,
    Support, TargetKind, Uptime, UptimeFloor, Within,
};
pub use problem::Problem;

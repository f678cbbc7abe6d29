//! The support clock against its rules: a plain reference over random hours and zones, the examples of the contract
//! format one by one, and the edges of calendars and of changes of clocks.

// Helpers of tests may fail as tests do; clippy excuses only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod changes;
mod edges;
mod examples;
mod lives;
mod made;
mod plan;
mod properties;
mod reference;

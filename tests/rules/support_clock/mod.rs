//! The support clock against its rules: a plain reference over random hours and zones, the examples of the contract
//! format one by one, and the edges of calendars and of changes of clocks.

mod changes;
mod edges;
mod examples;
mod fixture;
mod lives;
mod plan;
mod properties;
mod reference;

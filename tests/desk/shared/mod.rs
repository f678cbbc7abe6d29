//! Several desks on one store: owner and guests, and who comes next.

mod alerts;
mod audit;
mod files;
mod guests;
mod hand_over;
mod ledger;
mod links;
mod outages;
mod outbox;
mod people;
mod presence;
mod renewal;
mod snooze;
mod together;

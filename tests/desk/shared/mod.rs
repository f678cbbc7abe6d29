//! Several desks on one store: owner and guests, and who comes next.

mod alerts;
mod at_desk;
mod audit;
mod guests;
mod hand_over;
mod ledger;
mod outages;
mod together;

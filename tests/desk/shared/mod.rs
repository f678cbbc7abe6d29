//! Several desks on one store: owner and guests, and who comes next.

mod alerts;
mod at_desk;
mod guests;
mod hand_over;
mod journal;
mod ledger;
mod outages;
mod together;

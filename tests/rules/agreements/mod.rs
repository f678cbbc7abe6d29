//! The five agreements, promise by promise: what each gives a ticket, when it is broken, and what the agent is told.
//!
//! One file for each agreement. A test names the section of the agreement that it is about; the reading of that section
//! is in the notes of the contract file.

// Vendors' names are no code.
#![allow(clippy::doc_markdown)]

mod case;
mod every_promise;
mod evidence;
mod in_flight;
mod lives;
mod markant;
mod missoun;
mod moocommerce;
mod myproduction;
mod sesam;

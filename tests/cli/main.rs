//! The command line as a user meets it: the real program, in a folder of its own, with a clock that stands still.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod act;
mod agreements;
mod alerts;
mod audit;
mod bad_input;
mod calc;
mod claim;
mod completions;
mod config;
mod conversation;
mod demo;
mod doctor;
mod editing;
mod evidence;
mod files;
mod follow;
mod house;
mod intake;
mod keys;
mod ledger;
mod letters;
mod links;
mod mail;
mod new_contract;
mod oncall;
mod outbox;
mod own_zone;
mod past;
mod people;
mod report;
mod serve;
mod snooze;
mod store_maintenance;
mod strangers;
mod streams;
mod support;
mod tags;
mod targets;
mod tickets;
mod trouble;
mod uptime;
mod vectors;
mod vendor_side;
mod views;

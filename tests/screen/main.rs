//! What a person at the screen notices: scripted keys through the real loop, on a real store, with a clock that is set.

#![allow(clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod activity;
mod agreements;
mod alerts;
mod at_desk;
mod breach;
mod choices;
mod claims;
mod composer;
mod conversation;
mod editing;
mod evidence;
mod files;
mod filters;
mod flows;
mod frame;
mod gallery;
mod glyphs;
mod help;
mod lists;
mod marks;
mod new_contract;
mod oncall;
mod own_commands;
mod own_keys;
mod people;
mod people_page;
mod person_names;
mod prefixes;
mod preview;
mod reading;
mod releases;
mod reports;
mod sent;
mod settings;
mod sizes;
mod snapshots;
mod targets;
mod ticket_actions;
mod together;
mod typed;
mod uptime;
mod vendors;
mod views;
mod window;

//! The screen. It talks to a desk and to nothing below it.
//!
//! This folder has two storeys. The lower one is a shell that knows nothing of tickets:
//!
//! * [`action`]: what a person can ask for, and the one table of keys that the footer, the help, the palette and the
//!   page `docs/keys.md` are made from.
//! * [`input`]: terminal events become [`input::Msg`]s, depending on whether a text field has the keys.
//! * [`run`]: the loop. [`run::Program`] is what it drives; [`feed`] is what wakes it; [`live`] runs it on
//!   the terminal, [`harness`] from a script in tests.
//! * [`terminal`]: takes the terminal and always gives it back.
//! * [`layer`]: overlays as a stack. [`text`]: text from outside, made safe and measured. [`theme`]: named styles.
//! * [`widget`]: small pure drawing functions over plain data.
//!
//! The upper one is the program: its model and update, the state of each view, and pure drawing.

pub mod action;
pub mod app;
pub mod feed;
pub mod harness;
pub mod input;
pub mod layer;
pub mod live;
pub mod run;
pub mod screen;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod widget;

pub use crate::domain::text;

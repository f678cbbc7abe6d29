//! The screen. It talks to a desk and to nothing below it.
//!
//! This folder has two storeys. The lower one is a shell that knows nothing of tickets:
//!
//! * [`action`]: what a person can ask for, and the one table of keys that the footer, the help, the palette and the
//!   page `docs/keys.md` are made from.
//! * [`input`]: terminal events become [`input::Msg`]s, depending on whether a text field has the keys.
//! * [`run`]: the loop. [`run::Program`] is what it drives; [`wakes`] is what wakes it, and [`gate`] what lets it rest; [`live`] runs it on
//!   the terminal, [`harness`] from a script in tests.
//! * [`terminal`]: takes the terminal and always gives it back.
//! * [`drawn`]: reads what was drawn. [`layer`]: overlays as a stack. [`text`]: text from outside, made safe and measured. [`theme`]: named styles.
//! * [`widget`]: small pure drawing functions over plain data.
//!
//! The upper one is the program:
//!
//! * [`app`]: the shell. It has the pages that are open and what lies over them, and knows both by their traits only.
//! * [`shared`]: what pages and overlays share: the desk's facts, what is on its way to the desk, the message at the foot.
//! * [`feature`]: the pages, a folder each. [`overlay`]: what lies over them, likewise. [`form`]: what is typed in.
//! * [`host`]: what the screen wants of the desk and what the desk tells it, on threads of their own.
//! * [`view`]: drawing that several pages share, and what stands around them.

pub mod action;
pub mod app;
pub mod drawn;
pub mod feature;
mod file_work;
pub mod form;
pub mod gate;
pub mod harness;
pub mod host;
pub mod input;
pub mod layer;
mod letter_work;
pub mod live;
pub mod overlay;
mod report_work;
pub mod run;
pub mod shared;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod wakes;
pub mod widget;

pub use crate::domain::text;

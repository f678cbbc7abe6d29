//! Holds what forms, notes and lines that are typed in have in common.

pub mod autosave;
mod button;
pub(crate) mod choosing;
mod fields;
pub mod outside;
pub mod path_line;
mod paths;
pub mod people;
pub mod room;
mod typing;
pub mod wrong;

pub(crate) use button::Button;
pub use fields::FieldInput;
pub(crate) use fields::Form;
pub(crate) use typing::Typing;

//! Draws small things over plain data. No function knows what a ticket is; none fails on an area too small for it.

mod bar;
mod cell;
mod choice;
mod field;
mod footer;
mod list;
mod popup;
mod scroll;
mod text;
mod toast;

pub use bar::{BarState, bar};
pub use cell::cell;
pub use choice::{Choice, choice};
pub use field::{Field, field};
pub use footer::{footer, footer_action, footer_line};
pub use list::{Rows, VisibleRows, window};
pub use popup::{popup, popup_area};
pub use scroll::{TextScroll, scrollbar};
pub use text::{fit_line, put_line, put_lines};
pub use toast::{ToastKind, toast, toast_rows};

#[cfg(test)]
mod tests;

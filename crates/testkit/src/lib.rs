//! What all of frist's tests share.

pub mod cases;

pub use cases::cases;

//! What a person at the screen notices: scripted keys through the real loop, on a real store, with a clock that is set.

mod at_desk;
mod flows;

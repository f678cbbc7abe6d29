//! Shows the progress of long work: a bar on standard error where that is a terminal and the work takes more than a moment.

use std::io::IsTerminal as _;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar; it shows nothing where nobody would see it.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// Creates a bar for work of that name.
    pub(super) fn new(name: &'static str) -> Self {
        let shown = std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr_with_hz(5) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_message(name);
        // The template is a constant; another style serves as well.
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {human_pos} of {human_len}, {eta} left") {
            bar.set_style(style);
        }
        // No ticking from another thread: the command has standard error to itself for as long as it runs.
        Self(bar)
    }

    /// Shows that `done` of `all` is done; an `all` of 0 means that it is not known.
    pub(super) fn at(&self, done: u64, all: u64) {
        if all > 0 && self.0.length() != Some(all) {
            self.0.set_length(all);
        }
        self.0.set_position(done);
    }

    /// Removes the bar when the work is done.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// The time under which work shows no bar, which would only flicker.
const A_MOMENT: Duration = Duration::from_millis(300);

/// A bar for work that mostly is short: it is made once the work has gone on for a moment.
#[derive(Clone)]
pub(super) struct LateBar {
    name: &'static str,
    begun: Arc<OnceLock<Instant>>,
    bar: Arc<OnceLock<Bar>>,
}

impl LateBar {
    /// Creates a bar for work of that name.
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, begun: Arc::default(), bar: Arc::default() }
    }

    /// Shows that `done` of `all` is done.
    pub(super) fn at(&self, done: u64, all: u64) {
        if self.begun.get_or_init(Instant::now).elapsed() >= A_MOMENT {
            self.bar.get_or_init(|| Bar::new(self.name)).at(done, all);
        }
    }

    /// Removes the bar, if there is one.
    pub(super) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.end();
        }
    }
}

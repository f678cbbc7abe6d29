//! Says in the window's title what needs attention, for whoever works in another window.

use crate::tui::run::ShellEffect;
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Returns what sets the window's title, where it is another one now.
    pub(super) fn new_title(&mut self) -> Effects {
        let count = self.shared.queue.counts();
        let parts = [(count.breached, "breached"), (count.at_risk, "at risk")];
        let parts: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
        let title = if parts.is_empty() { "frist".to_owned() } else { format!("frist: {}", parts.join(", ")) };
        if self.title.as_ref() == Some(&title) {
            return Effects::new();
        }
        self.title = Some(title.clone());
        vec![ShellEffect::Title(title).into()]
    }
}

//! Has the program stand still, as a shell's Ctrl-Z does: the store is given up first, so that nobody waits for a process
//! that does not move.

use crate::domain::time::Instant;
use crate::tui::host::DeskWork;
use crate::tui::run::ShellEffect;
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Asks for the store to be given up. Behind a key there is no shell that could go on with the program.
    pub(super) fn suspend(&mut self, now: Instant) -> Effects {
        if !self.shared.has_shell {
            self.shared.bad("There is no shell here to go back to; Ctrl-C twice quits", now);
            return Effects::new();
        }
        if self.shared.away.is_some() {
            self.shared.bad("The store is being looked for; suspend once it is there", now);
            return Effects::new();
        }
        let mut effects = self.keep_drafts(now);
        if !std::mem::replace(&mut self.suspending, true) {
            effects.push(DeskWork::StepBack.into());
        }
        effects
    }

    /// Stands still now that the store is given up; what comes after that is done when the program goes on.
    pub(super) fn stepped_back(&mut self, given_up: bool, now: Instant) -> Effects {
        if !std::mem::replace(&mut self.suspending, false) {
            return Effects::new();
        }
        if !given_up {
            self.shared.bad("Something is still being read; press Ctrl-Z again in a moment", now);
            return vec![DeskWork::ComeBack.into()];
        }
        let mut effects = vec![ShellEffect::Suspend.into()];
        effects.extend(self.taken_again());
        effects.push(DeskWork::ComeBack.into());
        effects
    }

    /// Returns what a terminal is told that another program has had: it has its own title then, and its mouse.
    pub(super) fn taken_again(&mut self) -> Effects {
        self.title = None;
        let mut effects = self.new_title();
        effects.extend(self.mouse.then_some(ShellEffect::Mouse(true).into()));
        effects
    }
}

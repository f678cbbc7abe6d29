//! Takes in settings that were read again, this person's own and the desk's.

use std::sync::Arc;

use crate::desk::RenewedDesk;
use crate::domain::problem::Problem;
use crate::domain::time::Instant;
use crate::tui::feature::DeskNews;
use crate::tui::host::FreshSettings;
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Goes by these settings from now on, and says what is another. What has failed besides stays among the problems.
    pub(super) fn take_settings(&mut self, fresh: FreshSettings, now: Instant) -> Effects {
        let FreshSettings { theme, zone, keys, ways, lists, mail, problems, mut changes, wrong } = fresh;
        let shared = &mut self.shared;
        changes.extend(keys.changes(&shared.keys));
        let own_theme = "theme".to_owned();
        // A theme that cannot be read leaves the one in force.
        let theme = theme.unwrap_or_else(|| shared.theme.clone());
        if theme != shared.theme && !changes.contains(&own_theme) {
            changes.push(own_theme);
        }
        (shared.theme, shared.zone, shared.lists, shared.mail) = (theme, zone, lists, mail);
        shared.keys = Arc::new(keys);
        shared.alerts.tell_by(ways);
        let before = std::mem::replace(&mut shared.problems, problems);
        let (failed, before): (Vec<Problem>, Vec<Problem>) =
            before.into_iter().partition(|problem| problem.file().is_empty());
        let new = shared.problems.iter().find(|problem| !before.contains(problem)).map(Problem::in_brief);
        let is_mended = shared.problems.is_empty() && !before.is_empty();
        shared.problems.extend(failed);
        shared.drop_toast(shared.settings_refused);
        if let Some(new) = wrong.into_iter().next().or(new) {
            shared.bad(new + &shared.keys.say(" · {problems} shows all"), now);
            shared.settings_refused = shared.toast_number();
        } else if !changes.is_empty() {
            shared.news(format!("Settings read again: {}", changes.join(", ")), now);
        } else if is_mended {
            shared.news("Settings read again: nothing is wrong in them", now);
        }
        Effects::new()
    }

    /// Reads everything again, as people may have other rights and targets count otherwise.
    pub(super) fn renewed(&mut self, renewed: &RenewedDesk, now: Instant) -> Effects {
        if !renewed.said.is_empty() {
            self.shared.news(format!("The desk's settings have changed: {}", renewed.said.join("; ")), now);
        }
        self.tell(DeskNews::Resync, now);
        self.shared.read_anew()
    }
}

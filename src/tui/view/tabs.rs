//! The views with their digits, for the first row: made from the table of actions, so every view there is shows.

use ratatui::text::Span;

use crate::tui::action::{ACTIONS, Action};
use crate::tui::app::{App, Screen};
use crate::tui::text::capital;

/// Which of the views a screen belongs to; a ticket to the one that it was opened from. None for forms.
fn view_of(screens: &[Screen]) -> Option<Action> {
    Some(match screens.split_last() {
        None => Action::ViewQueue,
        Some((Screen::Ticket(_), below)) => return view_of(below),
        Some((Screen::Vendors(_), _)) => Action::ViewVendors,
        Some((Screen::Breach(_), _)) => Action::ViewBreach,
        Some((Screen::Uptime(_), _)) => Action::ViewUptime,
        Some((Screen::Reports(_) | Screen::Behind(_), _)) => Action::ViewReports,
        Some((Screen::Journal(_), _)) => Action::ViewJournal,
        Some((Screen::New(_) | Screen::Entry(_), _)) => return None,
    })
}

/// What the view is called that the screen on top belongs to.
pub fn view_name(app: &App) -> String {
    let view = view_of(&app.screens).unwrap_or(Action::ViewQueue);
    ACTIONS.iter().find(|entry| entry.action == view).map_or_else(String::new, |entry| capital(entry.label))
}

/// `[1 Queue]  3 Vendors`, the present one marked; none on a form, where digits are typed.
pub fn tabs(app: &App) -> Option<Vec<Span<'static>>> {
    let present = view_of(&app.screens)?;
    let views = ACTIONS.iter().filter(|entry| entry.name.starts_with("view-"));
    let tab = |entry: &crate::tui::action::Entry| {
        let digit = entry.keys.first().map_or_else(String::new, ToString::to_string);
        let text = format!("{digit} {}", capital(entry.label));
        if entry.action == present {
            Span::styled(format!("[{text}]"), app.theme.accent)
        } else {
            Span::styled(format!(" {text} "), app.theme.dim)
        }
    };
    Some(views.map(tab).collect())
}

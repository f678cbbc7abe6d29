//! The views with their digits, for the first row: made from the table of actions, so every view there is shows.

use ratatui::text::Span;

use crate::tui::action::{ACTIONS, Action};
use crate::tui::app::{App, Screen};
use crate::tui::text::capital;

/// `[1 Queue]  3 Vendors`, the present one marked; none on a form, where digits are typed.
pub fn tabs(app: &App) -> Option<Vec<Span<'static>>> {
    let present = match app.screens.last() {
        None | Some(Screen::Ticket(_)) => Action::ViewQueue,
        Some(Screen::Vendors(_)) => Action::ViewVendors,
        Some(Screen::Breach(_)) => Action::ViewBreach,
        Some(Screen::Uptime(_)) => Action::ViewUptime,
        Some(Screen::Reports(_) | Screen::Behind(_)) => Action::ViewReports,
        Some(Screen::Journal(_)) => Action::ViewJournal,
        Some(Screen::New(_) | Screen::Entry(_)) => return None,
    };
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

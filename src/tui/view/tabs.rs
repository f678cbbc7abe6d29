//! The views with their digits, for the first row: made from the table of actions, so every view there is shows.

use ratatui::text::Span;

use crate::tui::action::{ACTIONS, Action, Entry};
use crate::tui::feature::{Page, Pages, Tab};
use crate::tui::text::capital;
use crate::tui::theme::Theme;

/// Which of the views the page on top belongs to; a ticket to the one that it was opened from. None for forms.
fn view_of(pages: &Pages) -> Option<Action> {
    match pages.iter().rev().map(Page::tab).find(|tab| *tab != Tab::Below) {
        Some(Tab::Of(action)) => Some(action),
        _ => None,
    }
}

/// What the view is called that the page on top belongs to.
pub(crate) fn view_name(pages: &Pages) -> String {
    let view = view_of(pages).unwrap_or(Action::ViewQueue);
    ACTIONS.iter().find(|entry| entry.action == view).map_or_else(String::new, |entry| capital(entry.label))
}

/// `[1 Queue]  3 Vendors`, the present one marked; none on a form, where digits are typed.
pub(crate) fn tabs(pages: &Pages, theme: &Theme) -> Option<Vec<Span<'static>>> {
    let present = view_of(pages)?;
    let views = ACTIONS.iter().filter(|entry| entry.name.starts_with("view-"));
    let tab = |entry: &Entry| {
        let digit = entry.keys.first().map_or_else(String::new, ToString::to_string);
        let text = format!("{digit} {}", capital(entry.label));
        if entry.action == present {
            Span::styled(format!("[{text}]"), theme.accent)
        } else {
            Span::styled(format!(" {text} "), theme.dim)
        }
    };
    Some(views.map(tab).collect())
}

//! Shows the pages with their digits in the first row: made from the table of actions, so every page shows.

use ratatui::text::Span;

use crate::tui::action::{Action, ActionRow, Keymap};
use crate::tui::feature::{Page, Pages, Tab};
use crate::tui::text::capital;
use crate::tui::theme::Theme;

/// Returns the action of the page that the page on top belongs to; for a ticket, of the one that it was opened from. None
/// for forms.
fn view_of(pages: &Pages) -> Option<Action> {
    match pages.iter().rev().map(Page::tab).find(|tab| *tab != Tab::Below) {
        Some(Tab::Of(action)) => Some(action),
        _ => None,
    }
}

/// Returns the name of the page that the page on top belongs to.
pub(crate) fn view_name(pages: &Pages, keys: &Keymap) -> String {
    let view = view_of(pages).unwrap_or(Action::ViewQueue);
    keys.row(view).map_or_else(String::new, |entry| capital(entry.label))
}

/// Returns `[1 Queue]  3 Vendors`, the present one marked; none on a form, where digits are typed.
pub(crate) fn tabs(pages: &Pages, keys: &Keymap, theme: &Theme) -> Option<Vec<Span<'static>>> {
    let present = view_of(pages)?;
    let views = keys.rows().filter(|entry| entry.name.starts_with("view-"));
    let tab = |entry: &ActionRow| {
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

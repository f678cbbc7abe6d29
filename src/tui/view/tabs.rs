//! Shows where one is and how to go elsewhere: the pages with their digits, made from the table of actions, so every page
//! shows.

use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::tui::action::{Action, ActionRow, Keymap};
use crate::tui::feature::{Page, Pages, Tab};
use crate::tui::shared::Shared;
use crate::tui::text::{capital, fit, width};
use crate::tui::theme::Theme;

/// The number of columns from which on every page has its name.
const NAMES_FROM: u16 = 100;
/// The number of columns from which on the program's name stands before the pages.
const BRAND_FROM: u16 = 60;

/// Returns the action of the page that the page on top belongs to; for a ticket, of the one that it was opened from. None
/// for forms.
fn view_of(pages: &Pages) -> Option<Action> {
    match pages.iter().rev().map(Page::tab).find(|tab| *tab != Tab::Below) {
        Some(Tab::Of(action)) => Some(action),
        _ => None,
    }
}

/// Returns the beginning of the first row in at most `room` columns: the program's name, the present page with what is open
/// below it, and the digits of the others, with their names on a wide screen. On a form digits are typed, so it stands alone.
///
/// ```text
///  frist  1 Queue ▸ #117  2 3 4 5 6
/// ```
pub(crate) fn place(shared: &Shared, pages: &Pages, columns: u16, room: usize, now: Instant) -> Line<'static> {
    let theme = &shared.theme;
    let present = view_of(pages);
    let title = pages.top().title(shared, now);
    let title = match present.and_then(|action| shared.keys.row(action)).filter(|_| pages.top().tab() == Tab::Below) {
        Some(entry) => format!("{} ▸ {title}", capital(&entry.label)),
        None => title,
    };
    let brand = match (columns >= BRAND_FROM, shared.demo) {
        (true, true) => " frist demo ",
        (true, false) => " frist ",
        (false, _) => "",
    };
    let forms = [(columns >= NAMES_FROM).then_some(Others::Named), Some(Others::Digits)];
    let lines = forms.into_iter().flatten().map(|others| line((brand, &title), present, others, &shared.keys, theme));
    lines.into_iter().find(|line| line.width() <= room).unwrap_or_else(|| {
        let digit = present.and_then(|action| shared.keys.row(action)).map(digit).unwrap_or_default();
        let room = room.saturating_sub(width(brand) + 2);
        Line::from(vec![Span::styled(brand, theme.title), present_tab(&fit(&format!("{digit}{title}"), room), theme)])
    })
}

/// How the pages that are not the present one show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Named,
    Digits,
}

fn line(
    (brand, title): (&'static str, &str),
    present: Option<Action>,
    others: Others,
    keys: &Keymap,
    theme: &Theme,
) -> Line<'static> {
    let mut spans = vec![Span::styled(brand, theme.title)];
    let Some(present) = present else {
        spans.push(present_tab(title, theme));
        return Line::from(spans);
    };
    let views: Vec<&ActionRow> = keys.rows().filter(|entry| entry.opens_page()).collect();
    let own = views.iter().find(|entry| entry.action == present);
    // A page without a digit stands behind those that have one.
    let is_behind = own.is_none();
    let own = Some(
        own.map_or_else(|| present_tab(title, theme), |entry| present_tab(&format!("{}{title}", digit(entry)), theme)),
    );
    if others == Others::Digits {
        let place = views.iter().position(|entry| entry.action == present).unwrap_or(views.len());
        let (before, after) = (&views[..place], &views[(place + 1).min(views.len())..]);
        let digits = |some: &[&ActionRow]| {
            let digits: String = some.iter().map(|entry| digit(entry)).collect();
            (!digits.is_empty()).then(|| Span::styled(format!(" {digits}"), theme.dim))
        };
        return spans.into_iter().chain(digits(before)).chain(own).chain(digits(after)).collect();
    }
    for entry in views {
        if entry.action == present {
            spans.extend(own.clone());
        } else {
            spans.push(Span::styled(format!(" {}{} ", digit(entry), capital(&entry.label)), theme.dim));
        }
    }
    if is_behind {
        spans.extend(own);
    }
    Line::from(spans)
}

/// Returns the digit that goes to a page, with a blank behind it.
fn digit(entry: &ActionRow) -> String {
    entry.keys.first().map_or_else(String::new, |key| format!("{key} "))
}

fn present_tab(text: &str, theme: &Theme) -> Span<'static> {
    Span::styled(format!(" {text} "), theme.selected)
}

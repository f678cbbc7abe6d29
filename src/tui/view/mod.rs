//! Draws what several pages share, and what stands around them: pure functions over plain data. They reach neither store
//! nor desk, and change nothing.

pub mod cells;
mod counts;
pub mod frame;
pub mod help;
pub mod letters;
pub mod lines;
pub mod oncall;
pub mod preview;
pub mod questions;
pub mod sheet;
pub mod state;
pub mod tabs;
pub mod ticket_table;

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::time::Instant;
use crate::tui::action::{Action, ActionRow, Context};
use crate::tui::feature::{Page, Pages, Tab};
use crate::tui::input::Mode;
use crate::tui::overlay::Overlay;
use crate::tui::shared::Shared;
use crate::tui::widget::{self, VisibleRows, put_line};

/// The rows of lists that were drawn.
#[derive(Default)]
pub struct ScreenLayout {
    /// The rows of the page on top.
    pub(crate) page: Option<VisibleRows>,
    /// The rows of each overlay, the lowest first.
    pub(crate) overlays: Vec<Option<VisibleRows>>,
    /// The row of the footer.
    pub(crate) footer: Rect,
}

/// Draws the whole screen as it is at `now`.
///
/// ```text
///  frist  1 Queue  2 3 4 5 6                          /is:open ↓next  agent1 14:31
///  ‼ 3 breached  ! 5 at risk  ▶ 17 running  ‖ 9 off hours  ☎ 1 to phone
///  … the page …
///  n new  ⏎ open  r respond  …                                   : actions  ? help
/// ```
pub(crate) fn draw(
    frame: &mut Frame<'_>,
    shared: &Shared,
    pages: &Pages,
    overlays: &[&dyn Overlay],
    now: Instant,
) -> ScreenLayout {
    let area = frame.area();
    if area.width < 16 || area.height < 4 {
        put_line(frame, area, "frist: too small");
        return ScreenLayout::default();
    }
    let heads = if area.height < 10 { 1 } else { 2 };
    let banner = u16::from(frame::banner(shared).is_some());
    let parts = [Constraint::Length(heads), Constraint::Length(banner), Constraint::Min(1), Constraint::Length(1)];
    let [head, warning, body, foot] = Layout::vertical(parts).areas(area);
    let late = overlays.last().and_then(|overlay| overlay.counts_for()).or(shared.at);
    frame::draw_head(frame, head, shared, pages, late, now);
    frame::draw_banner(frame, warning, shared);
    let page = pages.top().draw(frame, free_of_message(body, shared, pages.top().mode()), shared, now);
    // What lies below another overlay has no keys; a frame around a frame only hides both.
    let below = overlays.len().saturating_sub(1);
    let draw_top = |(n, overlay): (usize, &&dyn Overlay)| {
        let free = free_of_message(body, shared, overlay.mode());
        if n == below { overlay.draw(frame, free, shared, now) } else { None }
    };
    let overlays_shown = overlays.iter().enumerate().map(draw_top).collect();
    draw_footer(frame, foot, shared, pages.top(), overlays.last().copied(), now);
    if let Some(toast) = &shared.toast {
        widget::toast(frame, body, toast.kind, &toast.text, &shared.theme);
    }
    shared.theme.settle(frame.buffer_mut());
    ScreenLayout { page, overlays: overlays_shown, footer: foot }
}

/// Returns the part of the body that a page or an overlay with that mode is drawn on: where something is typed or filled in,
/// what is said at the foot hides none of it.
fn free_of_message(body: Rect, shared: &Shared, mode: Mode) -> Rect {
    let is_filled_in = mode.is_text() || mode.place() == Context::Form;
    let Some(toast) = shared.toast.as_ref().filter(|_| is_filled_in) else { return body };
    let covered = widget::toast_rows(body, &toast.text);
    Rect { height: body.height.saturating_sub(covered).max(1), ..body }
}

/// Draws the keys that work here, without those that are refused.
fn draw_footer(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    page: &dyn Page,
    overlay: Option<&dyn Overlay>,
    now: Instant,
) {
    let (context, entries) = footer_entries(shared, page, overlay, now);
    put_line(frame, area, widget::footer_line(entries.iter().map(AsRef::as_ref), context, area.width, &shared.theme));
}

/// Returns the action whose key stands in that column of a footer of that width, if one does.
pub(crate) fn action_in_footer(
    at: (u16, u16),
    shared: &Shared,
    page: &dyn Page,
    overlay: Option<&dyn Overlay>,
    now: Instant,
) -> Option<Action> {
    let (context, entries) = footer_entries(shared, page, overlay, now);
    widget::footer_action(entries.iter().map(AsRef::as_ref), context, at, &shared.theme)
}

/// Returns where the keys go, and what they can do there, without what is refused.
fn footer_entries<'s>(
    shared: &'s Shared,
    page: &dyn Page,
    overlay: Option<&dyn Overlay>,
    now: Instant,
) -> (Context, Vec<Cow<'s, ActionRow>>) {
    let context = overlay.map_or_else(|| page.mode(), Overlay::mode).context();
    // They are the same everywhere, and nobody needs them to go on; the help and the palette have them.
    let elsewhere = [Action::MouseToggle, Action::Redraw, Action::Suspend, Action::TellAlerts];
    let refused = match overlay {
        Some(overlay) => overlay.unused().to_vec(),
        // From one of the pages with a digit there is nowhere to go back to.
        None if page.tab() != Tab::Below => [page.refused_in_footer(shared, now), vec![Action::Back]].concat(),
        None => page.refused_in_footer(shared, now),
    };
    // Behind a key no program ever runs.
    let runs = |number| shared.has_shell || shared.keys.own(number).is_some_and(|own| own.reply.is_some());
    let never_runs = |entry: &&ActionRow| matches!(entry.action, Action::Own(number) if !runs(number));
    // A desk without mail has neither.
    let no_letters =
        |entry: &&ActionRow| matches!(entry.action, Action::ViewInbox | Action::ViewOutbox) && !shared.has_letters();
    // The pages stand in the first row, with their keys.
    let hidden = |entry: &&ActionRow| {
        entry.opens_page() || never_runs(entry) || no_letters(entry) || elsewhere.contains(&entry.action)
    };
    let in_letter = overlay.is_none() && page.writes_letter();
    let elsewhere = |entry: &&ActionRow| entry.action.is_in_letter() && !in_letter;
    let shown = |entry: &&ActionRow| !refused.contains(&entry.action) && !hidden(entry) && !elsewhere(entry);
    let labels = if overlay.is_none() { page.labels() } else { &[] };
    (context, shared.keys.available(context).filter(shown).map(|row| labelled(row, labels)).collect())
}

/// Returns the row as a page has it that calls some actions something else.
pub(crate) fn labelled<'s>(row: &'s ActionRow, labels: &[(Action, &'static str, &'static str)]) -> Cow<'s, ActionRow> {
    match labels.iter().find(|(action, ..)| *action == row.action) {
        Some((_, label, help)) => {
            Cow::Owned(ActionRow { label: Cow::Borrowed(label), help: Cow::Borrowed(help), ..row.clone() })
        }
        None => Cow::Borrowed(row),
    }
}

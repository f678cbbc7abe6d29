//! Drawing: pure functions over plain data. They reach neither store nor desk, and change nothing.

pub mod agreement;
pub mod breach;
pub mod dialogs;
pub mod entry_form;
pub mod form;
pub mod frame;
pub mod help;
pub mod journal;
pub mod oncall;
pub mod preview;
pub mod questions;
pub mod queue;
pub mod reason;
pub mod releases;
pub mod sheet;
pub mod state;
pub mod tabs;
pub mod ticket;
pub mod uptime;
pub mod vendors;
pub mod week;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::time::{Instant, say_moment};
use crate::tui::action::{self, Entry};
use crate::tui::app::{App, Screen};
use crate::tui::run::Program;
use crate::tui::screen::keeping::Keeping;
use crate::tui::widget;

/// Draws the whole screen as it is at `now`.
///
/// ```text
///  frist ▸ Queue                                         agent1  Sun 22 Nov 14:31:07
///  ‼ 3 breached   ! 5 at risk   ▶ 17 running   ‖ 9 stopped   ☎ 1 needs a call
///  … the view …
///  n new  ⏎ open  r respond  …                                                ? help
/// ```
pub fn draw(frame: &mut Frame<'_>, app: &App, now: Instant) {
    let area = frame.area();
    if area.width < 16 || area.height < 4 {
        frame.render_widget("frist: too small", area);
        return;
    }
    let heads = if area.height < 10 { 1 } else { 2 };
    let banner = u16::from(frame::banner(app).is_some());
    let parts = [Constraint::Length(heads), Constraint::Length(banner), Constraint::Min(1), Constraint::Length(1)];
    let [head, warning, body, foot] = Layout::vertical(parts).areas(area);
    frame::draw_head(frame, head, app, now);
    frame::draw_banner(frame, warning, app);
    match app.screens.last() {
        None => queue::draw(frame, body, app, now),
        Some(Screen::Ticket(view)) => ticket::draw(frame, body, app, view, now),
        Some(Screen::New(form)) => form::draw(frame, body, app, form, now),
        Some(Screen::Vendors(view)) => vendors::draw(frame, body, app, view, now),
        Some(Screen::Breach(view)) => breach::draw(frame, body, app, view, now),
        Some(Screen::Uptime(view)) => uptime::draw(frame, body, app, view, now),
        Some(Screen::Journal(view)) => journal::draw(frame, body, app, view, now),
        Some(Screen::Entry(form)) => entry_form::draw(frame, body, app, form, now),
    }
    for overlay in app.layers.iter() {
        dialogs::draw(frame, body, app, overlay, now);
    }
    draw_footer(frame, foot, app, now);
    if let Some(toast) = &app.toast {
        widget::toast(frame, body, toast.kind, &toast.text, &app.theme);
    }
}

/// The keys that work here, without those that are refused.
fn draw_footer(frame: &mut Frame<'_>, area: Rect, app: &App, now: Instant) {
    let context = app.mode().context();
    let refused = if app.layers.is_empty() { app.refused_in_footer(now) } else { Vec::new() };
    let possible = |entry: &&Entry| !refused.contains(&entry.action);
    let entries = action::available(context).filter(possible);
    frame.render_widget(widget::footer_line(entries, context, area.width, &app.theme), area);
}

/// Of when the draft is that a form or a note was brought back from, as it stands behind a title.
fn draft_words(app: &App, keeping: &Keeping, now: Instant) -> String {
    keeping.since.map_or_else(String::new, |since| format!(", draft of {}", say_moment(app.zone, since, now)))
}

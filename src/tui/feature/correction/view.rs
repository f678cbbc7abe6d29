//! Draws the form that corrects how a ticket was logged, with what its targets would say before it is saved.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders};

use crate::domain::contract::Contract;
use crate::domain::correction::why_reason_is_needed;
use crate::domain::sla::{Target, TargetState, sla};
use crate::domain::ticket::Ticket;
use crate::domain::time::{Instant, say_moment};
use crate::tui::form::Button;
use crate::tui::form::FieldInput;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{Choice, Field as Entry, choice, field, put_lines};

use super::{CorrectionField, CorrectionForm};

/// Columns for the labels.
const LABEL: u16 = 11;
/// Columns for the names of targets.
const TARGET: usize = 15;
/// The number of columns from which on what follows stands beside the form instead of below it.
const BESIDE_FROM: u16 = 100;

/// Draws the form.
///
/// ```text
///  Vendor     Markant  Missoun  MooCommerce  SESAM
///  Plan       Standard  Extended
///  Severity   Critical  Serious  Minor
///  Channel    phone  email
///  Reported   2024-01-08 09:00
///  Reason     why it is corrected
///             [ Correct it ]
///
///  response        Mon 13:00 → Mon 11:00
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &CorrectionForm, now: Instant) {
    let fields = form.fields();
    let rows = fields.len() as u16 + 1;
    let [left, right]: [Rect; 2] = if area.width >= BESIDE_FROM {
        Layout::horizontal([Constraint::Percentage(58), Constraint::Percentage(42)]).areas(area)
    } else {
        Layout::vertical([Constraint::Length(rows.min(area.height)), Constraint::Min(0)]).areas(area)
    };
    // On a screen with too few rows those above the field with the keys go first.
    let focused = fields.iter().position(|field| *field == form.focus).unwrap_or(0);
    let first = (focused + 1).saturating_sub(usize::from(left.height).max(1));
    for (y, f) in (left.y..left.bottom()).zip(&fields[first..]) {
        draw_field(frame, Rect { y, height: 1, ..left }, form, *f, shared);
    }
    draw_outcome(frame, right, shared, form, now);
}

fn draw_field(frame: &mut Frame<'_>, area: Rect, form: &CorrectionForm, f: CorrectionField, shared: &Shared) {
    let (theme, focused) = (&shared.theme, form.focus == f);
    match f.way() {
        FieldInput::Choice => {
            let (options, chosen) = (form.options(f), form.chosen(f));
            let shown =
                Choice { label: f.label(), label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
            choice(frame, area, &shown, theme);
        }
        FieldInput::Button => {
            let saving = form.saving.is_some();
            Button { words: "Correct it", label_cols: LABEL, focused, saving }.draw(frame, area, shared);
        }
        _ => draw_line(frame, area, form, f, focused, theme),
    }
    if f.fills().is_some() && form.wrong.with(f.fills()).is_some() {
        let place = Rect { x: area.x + LABEL, width: 1, height: 1, ..area }.intersection(area);
        frame.render_widget(Line::styled("✗", theme.error), place);
    }
}

fn draw_line(
    frame: &mut Frame<'_>,
    area: Rect,
    form: &CorrectionForm,
    f: CorrectionField,
    focused: bool,
    theme: &Theme,
) {
    let (input, placeholder) = match f {
        CorrectionField::Reported => (&form.reported, "as it stands; or 10:30, yesterday 16:00, 2024-01-05 16:00"),
        _ => (&form.reason, "why it is corrected, in a sentence"),
    };
    let mark = if focused { "▌" } else { " " };
    let label = format!("{mark}{}", f.label());
    let entry = Entry { label: &label, label_cols: LABEL + 1, input, placeholder, focused };
    field(frame, area, &entry, theme);
}

fn draw_outcome(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &CorrectionForm, now: Instant) {
    let borders = if area.x > 0 { Borders::LEFT } else { Borders::TOP };
    let block = Block::new().borders(borders).border_style(shared.theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inside.width.saturating_sub(2));
    let said = outcome(form, shared, now).into_iter();
    let lines: Vec<Line<'_>> = said
        .flat_map(|(text, style)| {
            wrap(&text, columns).into_iter().map(move |line| Line::styled(format!(" {line}"), style))
        })
        .collect();
    put_lines(frame, inside, lines);
}

/// Returns what is wrong, or what each target says now and would say then.
fn outcome(form: &CorrectionForm, shared: &Shared, now: Instant) -> Vec<(String, Style)> {
    let theme = &shared.theme;
    if !form.wrong.is_empty() {
        return form.wrong.each().map(|problem| (problem.to_string(), theme.error)).collect();
    }
    let mut lines = Vec::new();
    if form.renewed {
        let words = "The ticket was changed meanwhile; what you have not chosen or typed is as it stands there now.";
        lines.push((words.to_owned(), theme.accent));
    }
    lines.extend(deadlines(form, shared, now));
    lines
}

/// Returns what each target says now and would say then.
fn deadlines(form: &CorrectionForm, shared: &Shared, now: Instant) -> Vec<(String, Style)> {
    let theme = &shared.theme;
    let present = shared.book.of_ticket(&form.ticket);
    let needed = why_reason_is_needed(&form.ticket, present.as_deref(), now);
    let reason = needed.map(|why| (format!("It needs a reason: {why}."), theme.dim));
    let Some(then) = form.preview(&shared.book, now) else {
        let words = match form.asked(now) {
            Ok(asked) if asked.is_empty() => {
                "All clocks count anew from what you change here, as though it had been logged so.".to_owned()
            }
            _ => form.outcome(&shared.book, now).err().map_or_else(String::new, |wrong| wrong.to_string()),
        };
        return std::iter::once((words, theme.dim)).chain(reason).collect();
    };
    let before = present.map_or_else(Vec::new, |contract| targets(&form.ticket, &contract, now));
    let after = targets(&then.ticket, &then.contract, now);
    let mut lines = deadline_lines(&before, &after, form, theme, now);
    if lines.is_empty() {
        lines.push((format!("{} promises no times for this plan and severity.", then.contract.vendor), theme.text));
    }
    let heading = (format!("Counted anew under {}:", then.contract.vendor), theme.dim);
    std::iter::once(heading).chain(lines).chain(reason).collect()
}

fn targets(ticket: &Ticket, contract: &Contract, now: Instant) -> Vec<Target> {
    sla(ticket, contract, now).targets
}

/// Returns a line for each target that there is now or would be then, what it says now first.
fn deadline_lines(
    before: &[Target],
    after: &[Target],
    form: &CorrectionForm,
    theme: &Theme,
    now: Instant,
) -> Vec<(String, Style)> {
    let same = |a: &Target, b: &Target| (a.kind, a.house) == (b.kind, b.house);
    let gone = before.iter().filter(|was| after.iter().all(|is| !same(was, is)));
    let line = |target: &Target| {
        let was =
            before.iter().find(|was| same(was, target)).map_or_else(|| NOTHING.to_owned(), |was| says(was, form, now));
        let is = after.iter().find(|is| same(is, target));
        let then = is.map_or_else(|| NOTHING.to_owned(), |is| says(is, form, now));
        let broken = is.is_some_and(|is| matches!(is.state, TargetState::Breached | TargetState::MetLate));
        let style = if broken { theme.error } else { theme.text };
        let words = if was == then { format!("{then}, as now") } else { format!("{was} → {then}") };
        (format!("{}{words}", pad(&target.words(), TARGET)), style)
    };
    after.iter().chain(gone).map(line).collect()
}

/// The words for a target that is not promised.
const NOTHING: &str = "nothing promised";

/// Says by when a target is to be met, and how it came out where it is settled.
fn says(target: &Target, form: &CorrectionForm, now: Instant) -> String {
    let due = target.due.map(|due| say_moment(form.zone, due, now));
    match (due, target.state) {
        (Some(due), TargetState::Met | TargetState::MetLate | TargetState::Breached | TargetState::Excluded) => {
            format!("{due} ({})", target.state.words())
        }
        (Some(due), _) => due,
        (None, state) => state.words().to_owned(),
    }
}

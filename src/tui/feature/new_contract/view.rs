//! Draws the form for a contract file, with its week and three example deadlines beside it while it is filled in.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::contract::{Contract, ContractTemplate, OutlineField};
use crate::domain::sla::{PromisedDeadline, answer_targets, example_reports};
use crate::domain::text::clean;
use crate::domain::time::{Instant, Zone};
use crate::tui::feature::vendors::week;
use crate::tui::form::{Button, room};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{self, Choice, choice, put_line, put_lines, scrollbar};

use super::{ContractForm, ContractRow};

/// Columns for the labels.
const LABEL: u16 = 17;
/// The number of columns from which on what it comes to stands beside the form instead of below it.
const BESIDE_FROM: u16 = 120;
/// The rows that what it comes to has at least where it stands below.
const BELOW: u16 = 12;
/// The rows of the form that show at least.
const LEAST: u16 = 5;
/// The rows from which on an empty line parts what is told from the examples.
const LOW: usize = 20;
/// The columns of an example's moment: `Mon 15 Jan 10:00`.
const MOMENT: usize = 16;

/// What the form does not ask for, and where it is told how to write it.
const BY_HAND: &str = "Written in the file by hand: a matrix of impact and urgency, further sets of hours, credit and its bands, \
                       maintenance, causes outside the promise. frist man --dir DIR writes the page that has every key, \
                       frist-contract(5).";

/// Draws the form.
///
/// ```text
///  Template          [office-hours] round-the-clock  …
///  Vendor            Acme AS▏
///  Hours             mon-fri 08:00-16:00
///  Critical          response 1h, correction 8h
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &ContractForm, now: Instant) {
    let (theme, rows) = (&shared.theme, form.rows());
    let wanted = rows.len() as u16;
    let [left, right]: [Rect; 2] = if area.width >= BESIDE_FROM {
        Layout::horizontal([Constraint::Percentage(52), Constraint::Percentage(48)]).areas(area)
    } else {
        let below = BELOW.max(least_below(shared, form, now, usize::from(area.width.saturating_sub(2))));
        let height = wanted.min(area.height.saturating_sub(below).max(LEAST));
        Layout::vertical([Constraint::Length(height), Constraint::Min(0)]).areas(area)
    };
    let place = rows.iter().position(|row| *row == form.focus).unwrap_or(0);
    let shown = usize::from(left.height);
    // The row below the one with the keys shows too, so that one sees that there is more.
    let first = (place + 2).saturating_sub(shown.max(1)).min(rows.len().saturating_sub(shown));
    for (y, row) in rows.iter().skip(first).take(shown).enumerate() {
        let line = Rect { y: left.y + y as u16, height: 1, width: left.width.saturating_sub(2), ..left };
        draw_row(frame, line, shared, form, row);
    }
    scrollbar(frame, left, &(first..(first + shown).min(rows.len())), rows.len(), theme);
    draw_outcome(frame, right, shared, form, now);
}

fn draw_row(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &ContractForm, row: &ContractRow) {
    let (theme, focused) = (&shared.theme, form.focus == *row);
    match row {
        ContractRow::Template => {
            let options: Vec<String> = ContractTemplate::ALL.iter().map(|one| one.name.to_owned()).collect();
            let chosen = options.iter().position(|name| name == form.template().name);
            let row =
                Choice { label: "Template", label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
            choice(frame, area, &row, theme);
        }
        ContractRow::Field(field) => draw_line(frame, area, theme, form, field, focused),
        ContractRow::Save => {
            let saving = form.saving.is_some();
            Button { words: "Write the file", label_cols: LABEL, focused, saving }.draw(frame, area, shared);
        }
    }
}

fn draw_line(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    form: &ContractForm,
    field: &OutlineField,
    focused: bool,
) {
    let mark = if focused { "▌" } else { " " };
    let input = form.line(field);
    let name = match field {
        OutlineField::Vendor | OutlineField::Service => room::label(&form.label(field), input.value()),
        _ => clean(&form.label(field)).into_owned(),
    };
    let (label, placeholder) = (format!("{mark}{name}"), form.placeholder(field));
    let entry =
        widget::Field { label: &label, label_cols: LABEL + 1, input: &input, placeholder: &placeholder, focused };
    widget::field(frame, area, &entry, theme);
    if form.wrong_with(field).is_some() {
        let place = Rect { x: area.x + LABEL, width: 1, ..area }.intersection(area);
        put_line(frame, place, Line::styled("✗", theme.error));
    }
}

/// Draws what is wrong, what the line with the keys may become, the examples and the week.
fn draw_outcome(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &ContractForm, now: Instant) {
    let theme = &shared.theme;
    let borders = if area.x > 0 { Borders::LEFT } else { Borders::TOP };
    let block = Block::new().borders(borders).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inside.width.saturating_sub(2));
    let rows = usize::from(inside.height);
    let mut lines = said(form, shared, columns);
    if !lines.is_empty() && rows > LOW {
        lines.push(Line::default());
    }
    if let Some(contract) = form.last_good() {
        if form.is_stale() {
            lines.push(Line::styled("As it was before the mistake:", theme.error));
        }
        let week = week::in_brief(contract, columns, theme).len() + 1;
        let room = rows.saturating_sub(lines.len() + week);
        lines.extend(cut(examples(contract, form, now, columns, theme), room, theme));
        lines.extend(week_lines(contract, now, (columns, rows.saturating_sub(lines.len())), theme));
    }
    let by_hand = wrap(BY_HAND, columns);
    if lines.len() + by_hand.len() < rows {
        lines.push(Line::default());
        lines.extend(by_hand.into_iter().map(|line| Line::styled(line, theme.dim)));
    }
    let lines: Vec<Line<'_>> = lines.into_iter().map(indented).collect();
    put_lines(frame, inside, lines);
}

/// Returns the rows, with its border, that what the form comes to needs for all examples and the week in brief.
fn least_below(shared: &Shared, form: &ContractForm, now: Instant, columns: usize) -> u16 {
    let theme = &shared.theme;
    let contract = form.last_good().map_or(0, |contract| {
        let examples = examples(contract, form, now, columns, theme).len() + usize::from(form.is_stale());
        examples + week::in_brief(contract, columns, theme).len() + 1
    });
    (said(form, shared, columns).len() + contract + 1) as u16
}

/// Returns the examples in so many rows; where some do not fit, how many there are besides.
fn cut(mut lines: Vec<Line<'static>>, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    if lines.len() > rows.max(1) {
        let kept = rows.saturating_sub(1);
        let more = lines.len() - kept;
        lines.truncate(kept);
        lines.push(Line::styled(format!("… and {more} more rows on a higher screen"), theme.dim));
    }
    lines
}

fn indented(mut line: Line<'static>) -> Line<'static> {
    line.spans.insert(0, Span::raw(" "));
    line
}

/// Returns what is wrong; what the row with the keys takes, where there is something to say of it.
fn said(form: &ContractForm, shared: &Shared, columns: usize) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let mut said: Vec<(String, Style)> = Vec::new();
    for (label, problem) in form.told() {
        let label = label.map_or_else(String::new, |label| format!("{}: ", clean(&label)));
        let hint = if problem.hint.is_empty() { String::new() } else { format!("; {}", problem.hint) };
        said.push((format!("✗ {label}{}{hint}", problem.message), theme.error));
    }
    if let [first, others @ ..] = form.suggested().as_slice() {
        let others = if others.is_empty() { String::new() } else { format!("; there are also {}", others.join(", ")) };
        said.push((format!("{} takes {first}{others}", shared.keys.say("{accept}")), theme.accent));
    } else if let Some(help) = help(form) {
        said.push((help, theme.dim));
    }
    said.into_iter()
        .flat_map(|(text, style)| wrap(&text, columns).into_iter().map(move |line| Line::styled(line, style)))
        .collect()
}

/// Says what the row with the keys takes.
fn help(form: &ContractForm) -> Option<String> {
    Some(match &form.focus {
        ContractRow::Template => form.template().summary().to_owned(),
        ContractRow::Save => format!("It becomes {}. {BY_HAND}", form.path().display()),
        ContractRow::Field(OutlineField::Id) => "Small letters, digits, _ and -; it stands on every ticket and never changes.".to_owned(),
        ContractRow::Field(OutlineField::Hours) => "A day or a range of days and its hours; a day that is not named is closed.".to_owned(),
        ContractRow::Field(OutlineField::CutOff) => {
            "A report at this time or later counts from the next support day's opening; empty for none.".to_owned()
        }
        ContractRow::Field(OutlineField::Closed) => {
            "12-24 for every year, 2026-05-15 for one date, easter-1 by Easter; empty for none.".to_owned()
        }
        ContractRow::Field(OutlineField::Channels) => {
            "phone, email, web, chat, portal: a report by another channel starts no clock; empty for any.".to_owned()
        }
        ContractRow::Field(OutlineField::Uptime) => {
            "Of a month: the promise is kept while the uptime is above it; empty for none. Plans may have others in the file.".to_owned()
        }
        ContractRow::Field(OutlineField::Targets { .. }) => {
            "acknowledge, response, work_start, update, workaround, correction, fix, root_cause: 30m, 2h (support time), 3bd \
             (support days), 14d, end of 1bd, next release; behind it otherwise 10bd, outside 12h, from response, on HOURS."
                .to_owned()
        }
        ContractRow::Field(_) => return None,
    })
}

/// Returns when a report is due at three moments, a column each.
///
/// ```text
///  IF IT IS REPORTED  Mon 15 Jan 10:00  Fri 12 Jan 15:50  Sat 13 Jan 23:00
///  Critical
///  response           Mon 15 Jan 11:00  Mon 15 Jan 08:50  Mon 15 Jan 09:00
/// ```
fn examples(
    contract: &Contract,
    form: &ContractForm,
    now: Instant,
    columns: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let Some((plan, severity)) = form.example_of() else { return Vec::new() };
    let moments = example_reports(contract.zone, now);
    let answers: Vec<Vec<PromisedDeadline>> =
        moments.iter().map(|at| answer_targets(contract, &plan, &severity, *at).unwrap_or_default()).collect();
    let name = contract.severity(&severity).map_or(severity.as_str(), |severity| &severity.name);
    let of = match contract.plans.len() {
        1 => name.to_owned(),
        _ => format!("{name}, {}", contract.plan(&plan).map_or(plan.as_str(), |plan| &plan.name)),
    };
    let label =
        answers.iter().flatten().map(|answer| width(answer.target.words())).max().unwrap_or(0).max(width("REPORTED"));
    let fits = (columns.saturating_sub(label) / (MOMENT + 2)).clamp(1, moments.len());
    let row = |head: &str, cells: Vec<String>, style: Style| {
        let cells: Vec<String> = cells.into_iter().take(fits).map(|cell| pad(&cell, MOMENT)).collect();
        let text = format!("{}  {}", pad(head, label), cells.join("  "));
        Line::styled(text.trim_end().to_owned(), style)
    };
    let mut lines = vec![Line::styled(fit(&format!("EXAMPLES: {}", of.to_uppercase()), columns), theme.accent)];
    lines.push(row("REPORTED", moments.iter().map(|at| moment(contract.zone, *at)).collect(), theme.dim));
    let first = answers.first().map_or(&[][..], Vec::as_slice);
    for (n, answer) in first.iter().enumerate() {
        let cells = answers.iter().map(|all| all.get(n).map_or_else(String::new, |answer| due(contract, answer)));
        lines.push(row(answer.target.words(), cells.collect(), theme.text));
    }
    if first.is_empty() {
        lines.push(Line::styled("No times are promised.", theme.dim));
    }
    lines
}

fn due(contract: &Contract, answer: &PromisedDeadline) -> String {
    match (answer.due.or(answer.expected), answer.waits_for) {
        (Some(at), _) => moment(contract.zone, at),
        (None, Some(from)) => fit(&format!("from {}", from.words()), MOMENT),
        (None, None) => "next release".to_owned(),
    }
}

fn moment(zone: Zone, at: Instant) -> String {
    let wall = zone.wall(at);
    format!("{} {}", wall.date.short(), wall.hm())
}

/// Returns the week as bars: a row a day where so many rows are there, else a row for days with the same hours.
fn week_lines(contract: &Contract, now: Instant, (columns, rows): (usize, usize), theme: &Theme) -> Vec<Line<'static>> {
    let mut days = week::lines(contract, now, columns, theme);
    if days.len() + 2 > rows {
        days = week::in_brief(contract, columns, theme);
    }
    let apart = (days.len() + 2 <= rows).then(Line::default);
    let head = Line::styled("THE WEEK", theme.accent);
    apart.into_iter().chain([head]).chain(days).collect()
}

//! Draws the form for an outage, a maintenance, a change, a person or an organisation, with its outcome beside it while it is filled in.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders};

use crate::domain::contract::{notice_in_words, standing_windows_in_words};
use crate::domain::ledger::{LedgerFact, LedgerFieldType, LedgerRecordId, Maintenance, Outage};
use crate::domain::problem::Field;
use crate::domain::time::{Instant, Month, doubled_in_words, duration_text, real_duration, rough_duration};
use crate::domain::uptime::{
    UptimeRecords, judged_in_words, lacks_in_words, log_lacks, month_with, notice_in_full, notice_of, notice_of_change,
    percent_text,
};
use crate::tui::feature::ledger_form::{EntryRow, FormKind, LedgerForm};
use crate::tui::form::FieldInput;
use crate::tui::form::{Button, room};
use crate::tui::shared::Shared;
use crate::tui::text::{capital, clean, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{self, Choice, choice, put_line, put_lines};

/// Columns for the labels.
const LABEL: u16 = 15;
/// The number of columns from which on the outcome stands beside the form instead of below it.
const BESIDE_FROM: u16 = 110;

/// Draws the form.
///
/// ```text
///  Vendor        Markant  Missoun  …
///  Began         2026-11-04 03:10
///  Ended         still running
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &LedgerForm, now: Instant) {
    let rows = form.rows();
    let [left, right]: [Rect; 2] = if area.width >= BESIDE_FROM {
        Layout::horizontal([Constraint::Percentage(58), Constraint::Percentage(42)]).areas(area)
    } else {
        Layout::vertical([Constraint::Length(rows.len() as u16), Constraint::Min(0)]).areas(area)
    };
    // On a screen with too few rows, the one with the keys must show.
    let place = rows.iter().position(|row| *row == form.focus).unwrap_or(0);
    let first = (place + 1).saturating_sub(usize::from(left.height).max(1));
    for (y, row) in rows.iter().skip(first).take(usize::from(left.height)).enumerate() {
        let place = Rect { y: left.y + y as u16, height: 1, ..left };
        draw_row(frame, place, form, *row, shared);
    }
    draw_outcome(frame, right, shared, form, now);
}

fn draw_row(frame: &mut Frame<'_>, area: Rect, form: &LedgerForm, row: EntryRow, shared: &Shared) {
    let (theme, focused) = (&shared.theme, form.focus == row);
    match row {
        EntryRow::Save => {
            let saving = form.saving.is_some();
            Button { words: "Record", label_cols: LABEL, focused, saving }.draw(frame, area, shared);
        }
        EntryRow::Field(field) if row.way() == FieldInput::Choice => {
            draw_choice(frame, area, form, field, focused, shared);
        }
        EntryRow::Field(field) => draw_line(frame, area, form, field, focused, theme),
    }
    if form.wrong_with(row).is_some() {
        let place = Rect { x: area.x + LABEL, width: 1, ..area }.intersection(area);
        put_line(frame, place, Line::styled("✗", theme.error));
    }
}

fn draw_line(frame: &mut Frame<'_>, area: Rect, form: &LedgerForm, field: Field, focused: bool, theme: &Theme) {
    let mark = if focused { "▌" } else { " " };
    let (name, input) = (label(form.sort, field), form.line(field));
    let is_sentence = matches!(field, Field::Symptom | Field::Solution | Field::Note);
    let name = if is_sentence { room::label(name, input.value()) } else { name.to_owned() };
    let label = format!("{mark}{name}");
    let placeholder = placeholder(form, field);
    let entry =
        widget::Field { label: &label, label_cols: LABEL + 1, input: &input, placeholder: &placeholder, focused };
    widget::field(frame, area, &entry, theme);
}

pub(super) fn label(sort: FormKind, field: Field) -> &'static str {
    match (field, sort.input(field)) {
        (Field::Contract, _) => "Vendor",
        _ if sort.is_party() => label_of_party(field),
        (_, Some(input)) => input.label,
        (_, None) => label_of_outage(field),
    }
}

const fn label_of_party(field: Field) -> &'static str {
    match field {
        Field::Name => "Names",
        Field::Address => "Addresses",
        Field::Phone => "Phones",
        Field::Organisation => "Organisation",
        Field::Language => "Language",
        Field::Domain => "Domains",
        Field::Plan => "Plan",
        Field::Severity => "Severity",
        Field::Staff => "Who",
        Field::From => "From",
        Field::To => "Last day",
        Field::Note => "Note",
        _ => "",
    }
}

const fn placeholder_of_party(field: Field) -> &'static str {
    match field {
        Field::Name => "the one that is shown; others behind commas",
        Field::Address => "name@example.com, another@example.com",
        Field::Phone => "+47 22 00 00 00",
        Field::Organisation => "as it is called here, or nothing",
        Field::Language => "en, nb or nl",
        Field::Domain => "example.com: its people's addresses end so",
        Field::Staff => "a name of the staff, or me",
        Field::From => "now; or 2024-01-05; or 10:30",
        Field::To => "not known yet; or 2024-01-12, that day included",
        _ => "what else there is to know",
    }
}

const fn label_of_outage(field: Field) -> &'static str {
    match field {
        Field::From => "Began",
        Field::To => "Ended",
        Field::Reported => "Reported",
        Field::Cause => "Cause",
        Field::Symptom => "Symptom",
        Field::Solution => "Solution",
        Field::Affects => "Hit whom",
        Field::Tickets => "Tickets",
        _ => "",
    }
}

/// Returns what an empty field stands for, or how it is filled in.
fn placeholder(form: &LedgerForm, field: Field) -> Cow<'static, str> {
    match form.organisation_following().filter(|_| field == Field::Organisation) {
        Some(found) => Cow::Owned(clean(&format!("{}, by {}; or none", found.name, found.domain)).into_owned()),
        None if form.sort.is_party() => Cow::Borrowed(placeholder_of_party(field)),
        None => Cow::Borrowed(placeholder_of_record(form, field)),
    }
}

fn placeholder_of_record(form: &LedgerForm, field: Field) -> &'static str {
    let new = form.entry.is_none();
    match (form.sort.input(field).map(|input| input.takes), field) {
        (Some(LedgerFieldType::MomentOrNever), _) if new => "now; or 2024-01-05 16:00; or never",
        (Some(LedgerFieldType::MomentOrNever), _) => "never; or 2024-01-05 16:00",
        (Some(LedgerFieldType::Moment | LedgerFieldType::End), _) => "2024-01-05 16:00",
        (Some(_), _) => "what it is, in a line",
        (None, Field::From) => "now; or 10:30, yesterday 16:00, -20m, 2024-01-05 16:00",
        (None, Field::To) => "still running; or 10:30, now",
        (None, Field::Reported) if new => "when it began; or 10:30; or none",
        (None, Field::Reported) => "not known; or 10:30",
        (None, Field::Symptom) => "what was seen, or why, in a line",
        (None, Field::Solution) => "what ended it",
        (None, Field::Affects) => "all; or North, South",
        (None, _) => "#12 #15",
    }
}

fn draw_choice(frame: &mut Frame<'_>, area: Rect, form: &LedgerForm, field: Field, focused: bool, shared: &Shared) {
    let (label, options, chosen) = (label(form.sort, field), form.options(field), form.chosen(field));
    let row = Choice { label, label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
    choice(frame, area, &row, &shared.theme);
}

fn draw_outcome(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &LedgerForm, now: Instant) {
    let theme = &shared.theme;
    let borders = if area.x > 0 { Borders::LEFT } else { Borders::TOP };
    let block = Block::new().borders(borders).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inside.width.saturating_sub(2));
    let mut said: Vec<OutcomeLine> = form.wrong.each().map(|wrong| (format!("✗ {wrong}"), theme.error)).collect();
    if let [first, others @ ..] = form.organisations_like().as_slice() {
        let others = if others.is_empty() { String::new() } else { format!("; there are also {}", others.join(", ")) };
        let words = format!("{} takes {first}{others}", shared.keys.say("{accept}"));
        said.push((clean(&words).into_owned(), theme.accent));
    }
    if let [first, others @ ..] = form.staff_like().as_slice() {
        let typed = !form.line(Field::Staff).value().trim().is_empty();
        let names = if typed {
            let others =
                if others.is_empty() { String::new() } else { format!("; there are also {}", others.join(", ")) };
            format!("{} takes {first}{others}", shared.keys.say("{accept}"))
        } else {
            format!("The staff: {}", form.staff_like().join(", "))
        };
        said.push((clean(&names).into_owned(), theme.accent));
    }
    if let Some(found) = form.organisation_following() {
        let words =
            format!("{} is the organisation, as it has the domain {}; none leaves it open.", found.name, found.domain);
        said.push((clean(&words).into_owned(), theme.text));
    }
    said.extend(outcome(form, shared, now));
    let wrapped = |(text, style): OutcomeLine| {
        wrap(&text, columns).into_iter().map(move |line| Line::styled(format!(" {line}"), style)).collect::<Vec<_>>()
    };
    put_lines(frame, inside, said.into_iter().flat_map(wrapped).collect::<Vec<_>>());
}

type OutcomeLine = (String, Style);

/// Returns what the entry comes to as it is filled in.
fn outcome(form: &LedgerForm, shared: &Shared, now: Instant) -> Vec<OutcomeLine> {
    let fact = form.fact(now);
    let mut said: Vec<OutcomeLine> = match &fact {
        Ok(LedgerFact::Outage(outage)) => of_outage(outage, form, shared, now),
        Ok(LedgerFact::Maintenance(maintenance)) => of_maintenance(maintenance, form, shared),
        Ok(LedgerFact::AnnouncedChange(change)) => {
            let notice = notice_of_change(form.contract(), change);
            let style = if notice.is_late() { shared.theme.at_risk } else { shared.theme.text };
            vec![(sentence(&notice_in_full(notice, form.zone)), style)]
        }
        Ok(LedgerFact::Absence(absence)) if !absence.staff.is_empty() => {
            let until = absence.to.map_or_else(|| "further notice".to_owned(), |to| shared.day_in_words(to));
            let words = format!("{} is away from {} until {until}.", absence.staff, shared.day_in_words(absence.from));
            vec![(clean(&words).into_owned(), shared.theme.text)]
        }
        _ => Vec::new(),
    };
    if let Ok(fact) = &fact {
        let doubled: BTreeSet<String> =
            fact.moments().into_iter().filter_map(|at| doubled_in_words(form.contract().zone, at)).collect();
        said.extend(doubled.into_iter().map(|words| (format!("Read as {words}."), shared.theme.at_risk)));
    }
    said.extend(rules(form).into_iter().map(|rule| (rule, shared.theme.dim)));
    said
}

fn of_outage(outage: &Outage, form: &LedgerForm, shared: &Shared, now: Instant) -> Vec<OutcomeLine> {
    let (theme, contract) = (&shared.theme, form.contract());
    let lasts = outage.lasts(now);
    let length = match outage.to {
        None => format!("Running for {}.", rough_duration(lasts)),
        Some(_) => format!("Lasted {}.", real_duration(lasts)),
    };
    let mut said = vec![(length, theme.text)];
    if outage.cause.as_ref().is_some_and(|cause| contract.scope.excludes_uptime(cause)) {
        said.push(("⊘ The promise does not hold for this cause: the time is exempt.".to_owned(), theme.stopped));
    }
    let lacks = log_lacks(outage, contract);
    if !lacks.is_empty() {
        let words = format!("✉ The log that {} wants lacks: {}.", clean(&contract.vendor), lacks_in_words(&lacks));
        said.push((words, theme.at_risk));
    }
    let month = Month::at(contract.zone, outage.from);
    let own = form.entry.map_or(LedgerRecordId(u64::MAX), |(id, _)| id);
    let entries = UptimeRecords::of(&shared.ledger, &contract.id);
    let others = entries.outages.iter().filter(|(id, _)| *id != own).copied();
    let outages: Vec<(LedgerRecordId, &Outage)> = others.chain([(own, outage)]).collect();
    if let Ok(uptime) = month_with(contract, month, &UptimeRecords { outages, ..entries }, now) {
        let left = match uptime.left() {
            Some(left) if left >= 0 => format!(", {} left", duration_text(left)),
            Some(over) => format!(", {} over", duration_text(-over)),
            None => String::new(),
        };
        let style = if uptime.kept() == Some(false) { theme.breached } else { theme.text };
        let words = format!(
            "{} with it: {} %, {}{left}.",
            month.long(),
            percent_text(uptime.judged()),
            judged_in_words(&uptime)
        );
        said.push((words, style));
    }
    said
}

fn of_maintenance(maintenance: &Maintenance, form: &LedgerForm, shared: &Shared) -> Vec<OutcomeLine> {
    let (theme, contract) = (&shared.theme, form.contract());
    let notice = notice_of(contract, maintenance);
    let style = if notice.is_late() { theme.at_risk } else { theme.text };
    let exempt = if notice.exempts() { "Downtime within it is exempt." } else { "✗ Downtime within it counts." };
    vec![(sentence(&notice_in_full(notice, form.zone)), style), (exempt.to_owned(), style)]
}

/// Returns what the agreement says of such a maintenance.
fn rules(form: &LedgerForm) -> Vec<String> {
    let Some(rule) = form.contract().maintenance.as_ref().filter(|_| form.sort == FormKind::Maintenance) else {
        return Vec::new();
    };
    let windows =
        standing_windows_in_words(rule).map(|windows| format!("Standing windows, which need no entry: {windows}."));
    std::iter::once(format!("Notice: {}.", notice_in_words(rule))).chain(windows).collect()
}

fn sentence(words: &str) -> String {
    format!("{}.", capital(words))
}

//! Draws a letter while it is written, with the last that was said on its ticket beside it where there is room.

mod beside;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::contract::TargetKind;
use crate::domain::reply::{following_in_words, letter, recorded_in_words};
use crate::domain::sla::{TargetState, TicketRow};
use crate::domain::ticket::EventData;
use crate::domain::time::{Instant, say_moment};
use crate::tui::action::{Action, Context};
use crate::tui::feature::new_ticket::view::draw_area;
use crate::tui::form::Button;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, fitted, pad, width, wrap};
use crate::tui::widget::{Choice, Field, choice, field, put_line};

use super::state::LetterRecord;
use super::{Composer, LetterField, LetterKind};

pub(super) use beside::text as arrived_text;

/// Columns for the labels.
const LABEL: u16 = 9;
/// The columns from which on the conversation stands beside the letter.
const BESIDE_FROM: u16 = 110;
/// The fewest rows of the text.
const LEAST_TEXT: u16 = 4;
/// The most rows of what is quoted.
const MOST_QUOTED: u16 = 4;

/// A part of the page, from the top.
enum Part {
    /// A field.
    Field(LetterField),
    /// A line of words.
    Words(String, Style),
}

/// Draws the page.
///
/// ```text
///  To       Kari Nord <kari@acme.example>
///  Cc       drift@acme.example
///  Subject  Re: [#117] Hub cannot be reached
/// ▌Hello Kari,▏
///  Quote    nothing  [their words]  the customer's words
///  SENDING RECORDS a word to the customer
///  [x] the response, due 10:30
///           [ Send ]  ⏎ here, or Ctrl-S anywhere
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, composer: &Composer, shared: &Shared, now: Instant) {
    let left = if area.width >= BESIDE_FROM {
        let [left, right] = Layout::horizontal([Constraint::Percentage(60), Constraint::Min(0)]).areas(area);
        beside::draw(frame, right, composer, shared, now);
        Rect { width: left.width.saturating_sub(1), ..left }
    } else {
        area
    };
    let parts = parts(composer, usize::from(left.width), shared);
    let fixed: u16 = parts.iter().map(|part| least(composer, part)).sum();
    let spare = left.height.saturating_sub(fixed);
    let heights: Vec<u16> = parts.iter().map(|part| height(composer, part, spare, left.width)).collect();
    let focus = parts.iter().position(|part| matches!(part, Part::Field(f) if *f == composer.focus)).unwrap_or(0);
    let mut y = left.y;
    for (part, rows) in parts.iter().zip(&heights).skip(first_shown(&heights, focus, left.height)) {
        let place = Rect { y, height: *rows, ..left }.intersection(left);
        if place.is_empty() {
            break;
        }
        draw_part(frame, place, composer, part, shared, now);
        y += rows;
    }
}

/// Returns the first part to draw so that the one with the keys shows, and the one after it, where the rows are too few for all.
fn first_shown(heights: &[u16], focus: usize, rows: u16) -> usize {
    let fits = |first: usize, last: usize| heights.iter().take(last + 1).skip(first).sum::<u16>() <= rows;
    let both = (0..=focus).find(|first| fits(*first, focus + 1));
    both.or_else(|| (0..=focus).find(|first| fits(*first, focus))).unwrap_or(focus)
}

/// Returns the rows that a part has at least.
fn least(composer: &Composer, part: &Part) -> u16 {
    match part {
        Part::Field(LetterField::Text) => LEAST_TEXT,
        Part::Field(f @ (LetterField::To | LetterField::Cc)) if *f == composer.focus => {
            1 + composer.proposed().len() as u16
        }
        Part::Field(LetterField::Files) => {
            let has_files = !composer.files.is_empty() || !composer.sending.is_empty();
            1 + u16::from(has_files) + u16::from(names_said(composer).is_some())
        }
        Part::Field(_) | Part::Words(..) => 1,
    }
}

/// Returns the rows of a part, where so many are spare: what is quoted shows a few lines, the text has the rest.
fn height(composer: &Composer, part: &Part, spare: u16, columns: u16) -> u16 {
    let quoted = quoted_lines(composer, columns).len() as u16;
    let quoted = quoted.min(MOST_QUOTED).min(spare / 2);
    match part {
        Part::Field(LetterField::Text) => LEAST_TEXT + spare - quoted,
        Part::Field(LetterField::Quote) => 1 + quoted,
        _ => least(composer, part),
    }
}

fn parts(composer: &Composer, columns: usize, shared: &Shared) -> Vec<Part> {
    let theme = &shared.theme;
    let mut parts = Vec::new();
    let wrong = |words: &str| {
        let lines = wrap(&clean(&format!("✗ {words}")), columns.saturating_sub(2));
        lines.into_iter().map(|line| Part::Words(line, theme.error)).collect::<Vec<_>>()
    };
    if let Some(whole) = composer.wrong.as_ref().filter(|wrong| wrong.field.is_none()) {
        parts.extend(wrong(&whole.words));
    }
    for f in composer.fields() {
        if f == LetterField::Send {
            parts.extend(notices(composer, columns, shared));
        }
        parts.push(Part::Field(f));
        parts.extend(composer.wrong_at(f).iter().flat_map(|words| wrong(words)));
        let is_last = match f {
            LetterField::Files => true,
            LetterField::Quote => !composer.fields().contains(&LetterField::Files),
            _ => false,
        };
        if is_last {
            parts.extend(records(composer, columns, shared));
        }
    }
    parts
}

/// Returns the lines above what can be left out: what the letter itself records.
fn records(composer: &Composer, columns: usize, shared: &Shared) -> Vec<Part> {
    let (Some(record), theme) = (&composer.record, &shared.theme) else { return Vec::new() };
    let mut plain = letter(composer.ticket, String::new());
    (plain.purpose, plain.counts_as) = (composer.kind.purpose(), composer.counts_as());
    let words = recorded_in_words(&plain, &record.ticket, composer.contract.as_deref());
    let lines = wrap(&format!("Sending records {words}"), columns.saturating_sub(2));
    let style = if words.contains("no report") { theme.at_risk } else { theme.dim };
    lines.into_iter().map(|line| Part::Words(line, style)).collect()
}

fn row_of(composer: &Composer, now: Instant) -> Option<TicketRow> {
    let record = composer.record.as_ref()?;
    Some(TicketRow::new(record.ticket.clone(), composer.contract.clone(), now))
}

/// Returns when the target of that kind is or was due, in words: `due 14:10`, `late, was due 9:00`; none where it is met or has no clock.
fn due(composer: &Composer, kind: TargetKind, shared: &Shared, now: Instant) -> Option<String> {
    let row = row_of(composer, now)?;
    let waits = |state| {
        matches!(state, TargetState::Running | TargetState::AtRisk | TargetState::Stopped | TargetState::Breached)
    };
    let target = row.sla.as_ref()?.targets.iter().find(|target| target.kind == kind && waits(target.state))?;
    let word = if target.state == TargetState::Breached { "late, was due" } else { "due" };
    Some(format!("{word} {}", say_moment(shared.zone, target.due?, now)))
}

/// Returns what has to be known before it is sent: who else writes, what has come, that the ticket is closed.
fn notices(composer: &Composer, columns: usize, shared: &Shared) -> Vec<Part> {
    let theme = &shared.theme;
    let mut words: Vec<String> = composer
        .arrived
        .iter()
        .map(|word| format!("{} meanwhile: {}", word.head, word.text.lines().next().unwrap_or_default()))
        .collect();
    words.extend(shared.writing_too(composer.ticket));
    let closed = composer.record.as_ref().is_some_and(|record| !record.ticket.is_open());
    words.extend(closed.then(|| format!("#{} is closed, and the letter does not open it again", composer.ticket)));
    words.extend(composer.asks_for());
    let lines = words.iter().flat_map(|words| fitted(&clean(&format!("! {words}")), columns.saturating_sub(2), 2));
    lines.map(|line| Part::Words(line, theme.at_risk)).collect()
}

fn draw_part(frame: &mut Frame<'_>, area: Rect, composer: &Composer, part: &Part, shared: &Shared, now: Instant) {
    match part {
        Part::Words(words, style) => put_line(frame, area, Line::styled(format!(" {words}"), *style)),
        Part::Field(f) => draw_field(frame, area, composer, *f, shared, now),
    }
}

fn draw_field(frame: &mut Frame<'_>, area: Rect, composer: &Composer, f: LetterField, shared: &Shared, now: Instant) {
    let focused = composer.focus == f;
    let line = Rect { height: area.height.min(1), ..area };
    match f {
        LetterField::Kind => {
            let options: Vec<String> = LetterKind::ALL.iter().map(|kind| kind.label().to_owned()).collect();
            let chosen = LetterKind::ALL.iter().position(|kind| *kind == composer.kind);
            draw_choice(frame, line, ("Letter", options, chosen, focused), shared);
            draw_age(frame, line, composer, shared, now);
        }
        LetterField::To => {
            let placeholder = composer.to_placeholder();
            draw_line(frame, line, ("To", &composer.to, &placeholder, focused), shared);
            draw_proposed(frame, area, composer, focused, shared);
        }
        LetterField::Cc => {
            draw_line(frame, line, ("Cc", &composer.cc, "nobody else", focused), shared);
            draw_proposed(frame, area, composer, focused, shared);
        }
        LetterField::Subject => draw_line(frame, line, ("Subject", &composer.subject, "", focused), shared),
        LetterField::Canned => draw_canned(frame, line, composer, focused, shared),
        LetterField::Text => draw_text(frame, area, composer, focused, shared),
        LetterField::Quote => draw_quote(frame, area, composer, focused, shared),
        LetterField::Files => draw_files(frame, area, composer, focused, shared),
        LetterField::Records(place) => draw_record(frame, line, composer, (place, focused), shared, now),
        LetterField::Send => {
            Button { words: "Send", label_cols: LABEL, focused, saving: composer.saving.is_some() }
                .draw(frame, line, shared);
        }
    }
    if composer.wrong_at(f).is_some() && f != LetterField::Text {
        let place = Rect { x: area.x + LABEL, width: 1, height: 1, ..area }.intersection(area);
        put_line(frame, place, Line::styled("✗", shared.theme.error));
    }
}

type ChoiceParts = (&'static str, Vec<String>, Option<usize>, bool);

fn draw_choice(frame: &mut Frame<'_>, area: Rect, (label, options, chosen, focused): ChoiceParts, shared: &Shared) {
    let row = Choice { label, label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
    choice(frame, area, &row, &shared.theme);
}

type LineParts<'a> = (&'a str, &'a tui_input::Input, &'a str, bool);

fn draw_line(frame: &mut Frame<'_>, area: Rect, (label, input, placeholder, focused): LineParts<'_>, shared: &Shared) {
    let mark = if focused { "▌" } else { " " };
    let entry = Field { label: &format!("{mark}{label}"), label_cols: LABEL + 1, input, placeholder, focused };
    field(frame, area, &entry, &shared.theme);
}

/// Draws since when it is a draft at the right end of the first row, where there is room.
fn draw_age(frame: &mut Frame<'_>, area: Rect, composer: &Composer, shared: &Shared, now: Instant) {
    let words = composer.autosave.since_in_words(shared.zone, now);
    let words = words.trim_start_matches(", ");
    let kinds: usize = LetterKind::ALL.iter().map(|kind| width(kind.label()) + 2).sum();
    let columns = width(words) as u16;
    if usize::from(area.width) > usize::from(LABEL) + kinds + 3 + usize::from(columns) {
        let place = Rect { x: area.right() - columns - 1, width: columns, ..area };
        put_line(frame, place, Line::styled(words.to_owned(), shared.theme.dim));
    }
}

/// Draws the addresses that are proposed below the line; the selected one is taken by a key.
fn draw_proposed(frame: &mut Frame<'_>, area: Rect, composer: &Composer, focused: bool, shared: &Shared) {
    if !focused {
        return;
    }
    let (theme, sign) = (&shared.theme, shared.keys.sign(Action::Accept));
    let proposed = composer.proposed();
    if proposed.len() > 1 {
        let keys = Rect { y: area.y + 1, height: 1, width: LABEL, ..area }.intersection(area);
        put_line(frame, keys, Line::styled(format!("   {}", shared.keys.up_and_down()), theme.dim));
    }
    for (place, address) in proposed.iter().enumerate() {
        let y = area.y + 1 + place as u16;
        let row = Rect { x: area.x + LABEL + 1, y, width: area.width.saturating_sub(LABEL + 1), height: 1 };
        let is_selected = place == composer.selected_proposal();
        let (mark, style) = if is_selected { (sign.as_str(), theme.accent) } else { ("", theme.dim) };
        let words = fit(&format!("{} {}", pad(mark, width(&sign)), address.in_words()), usize::from(row.width));
        put_line(frame, row.intersection(area), Line::styled(words, style));
    }
}

/// Draws how many canned replies there are, or which one was taken over.
fn draw_canned(frame: &mut Frame<'_>, area: Rect, composer: &Composer, focused: bool, shared: &Shared) {
    let theme = &shared.theme;
    let (bar, style) = if focused { ("▌", theme.accent) } else { (" ", theme.dim) };
    let words = match &composer.canned.taken {
        Some(name) => format!("{} taken over", clean(name)),
        None => format!("{} to choose from", composer.canned.count()),
    };
    let hint = if focused { shared.keys.say_in(Context::Form, "  {accept} lists them") } else { String::new() };
    let label = format!("{bar}{:<1$}", "Canned", usize::from(LABEL));
    let spans = vec![Span::styled(label, style), Span::raw(words), Span::styled(hint, theme.dim)];
    put_line(frame, area, Line::from(spans));
}

fn draw_text(frame: &mut Frame<'_>, area: Rect, composer: &Composer, focused: bool, shared: &Shared) {
    let theme = &shared.theme;
    let bar = if focused { "▌" } else { " " };
    for y in area.y..area.bottom() {
        put_line(frame, Rect { y, width: 1, height: 1, ..area }, Line::styled(bar, theme.accent));
    }
    let text = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    draw_area(frame, text, &composer.text, focused, theme);
    if composer.text.is_empty() && !focused {
        put_line(
            frame,
            text,
            Line::styled(fit("Nothing is written yet.", usize::from(text.width)), theme.field.patch(theme.dim)),
        );
    }
}

fn draw_quote(frame: &mut Frame<'_>, area: Rect, composer: &Composer, focused: bool, shared: &Shared) {
    let theme = &shared.theme;
    let quotes = composer.quotes();
    let options: Vec<String> = quotes.iter().map(|quote| quote.label().to_owned()).collect();
    let chosen = quotes.iter().position(|quote| *quote == composer.quote());
    draw_choice(frame, Rect { height: area.height.min(1), ..area }, ("Quote", options, chosen, focused), shared);
    let lines = quoted_lines(composer, area.width);
    let room = usize::from(area.width.saturating_sub(LABEL + 2));
    let shown = usize::from(area.height.saturating_sub(1));
    let more = lines.len().saturating_sub(shown);
    for (place, (line, y)) in lines.iter().take(shown).zip(area.y + 1..).enumerate() {
        let is_last = place + 1 == shown && more > 0;
        let words = if is_last { format!("… {} more lines", more + 1) } else { fit(line, room) };
        let row = Rect { x: area.x + LABEL + 1, y, width: area.width.saturating_sub(LABEL + 1), height: 1 };
        put_line(frame, row.intersection(area), Line::styled(words, theme.dim));
    }
}

/// Returns the lines of what is quoted as they show in that many columns.
fn quoted_lines(composer: &Composer, columns: u16) -> Vec<String> {
    let room = usize::from(columns.saturating_sub(LABEL + 2));
    let Some(quoted) = composer.quoted() else { return Vec::new() };
    let wrapped = |line: &str| match clean(line).strip_prefix("> ") {
        Some(said) => wrap(said, room.saturating_sub(2)).into_iter().map(|line| format!("> {line}")).collect(),
        None => wrap(&clean(line), room),
    };
    quoted.lines().flat_map(wrapped).collect()
}

/// Returns what stands below the line of a path that is typed: the names that it can be completed to.
fn names_said(composer: &Composer) -> Option<String> {
    composer.path.proposed().filter(|_| composer.focus == LetterField::Files)
}

fn draw_files(frame: &mut Frame<'_>, area: Rect, composer: &Composer, focused: bool, shared: &Shared) {
    let placeholder = if composer.files.is_empty() {
        "a path, or a file dropped on the terminal"
    } else {
        "another; Backspace takes the last one off"
    };
    draw_line(
        frame,
        Rect { height: area.height.min(1), ..area },
        ("Files", &composer.path.line, placeholder, focused),
        shared,
    );
    let there = composer.files.iter().map(|file| clean(&file.in_words()).into_owned());
    let coming = composer.sending.iter().map(|(_, path)| format!("{} …", path.display()));
    let all: Vec<String> = there.chain(coming).map(|file| format!("⊕ {file}")).collect();
    let row = Rect { x: area.x + LABEL + 1, y: area.y + 1, width: area.width.saturating_sub(LABEL + 1), height: 1 };
    let names = names_said(composer).map(|names| (names, shared.theme.dim));
    let files = (!all.is_empty()).then(|| (all.join("  "), shared.theme.text));
    for ((words, style), y) in names.into_iter().chain(files).zip(row.y..) {
        let words = fit(&clean(&words), usize::from(row.width).saturating_sub(1));
        put_line(frame, Rect { y, ..row }.intersection(area), Line::styled(words, style));
    }
}

/// Says what sending records: the target that it meets, with when that is due, where it meets one.
fn record_in_words(composer: &Composer, what: &LetterRecord, shared: &Shared, now: Instant) -> String {
    let (kind, plain) = match what {
        LetterRecord::ByRule(what @ EventData::Responded) => {
            (TargetKind::Response, format!("records {}", following_in_words(what)))
        }
        LetterRecord::Update => (TargetKind::Update, "records an update for the customer".to_owned()),
        LetterRecord::Acknowledgement => (TargetKind::Acknowledge, "records the acknowledgement".to_owned()),
        LetterRecord::ByRule(what) | LetterRecord::Also(what) => return following_in_words(what),
    };
    due(composer, kind, shared, now).map_or(plain, |due| format!("meets {} ({due})", kind.words()))
}

/// Draws something that sending records, which can be left out: `[x] meets response (due 10:30)`.
fn draw_record(
    frame: &mut Frame<'_>,
    area: Rect,
    composer: &Composer,
    (place, focused): (usize, bool),
    shared: &Shared,
    now: Instant,
) {
    let Some((what, on)) = composer.records().into_iter().nth(place) else { return };
    let theme = &shared.theme;
    let (bar, sign) = (if focused { "▌" } else { " " }, if on { "x" } else { " " });
    let words = record_in_words(composer, &what, shared, now);
    let leave = shared.keys.row(Action::NextChoice).and_then(|row| row.keys.last()).map(ToString::to_string);
    let leave = leave.unwrap_or_default();
    let hint = match (focused, on) {
        (true, true) => format!("  {leave} leaves it out"),
        (true, false) => format!("  {leave} records it"),
        (false, true) if place == 0 => shared.keys.say(&format!("  {{next-field}} to it, {leave} leaves it out")),
        (false, _) => String::new(),
    };
    let style = if focused { theme.accent } else { theme.text };
    let spans = vec![
        Span::styled(format!("{bar}[{sign}] "), style),
        Span::styled(fit(&words, usize::from(area.width).saturating_sub(6)), if on { theme.text } else { theme.dim }),
        Span::styled(hint, theme.dim),
    ];
    put_line(frame, area, Line::from(spans));
}

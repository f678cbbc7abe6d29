//! Draws the form for a new ticket, with the deadlines it would have beside it while it is filled in.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::contract::{Contract, Promise, Within, opening_shown_in, severity_in_words};
use crate::domain::sla::{PromisedDeadline, channels_in_words, deadline_in_words, list_in_words};
use crate::domain::ticket::TYPED_LIMIT;
use crate::domain::time::{ClockKind, Instant, Span as Length, cut_off_text, duration_text, say_moment};
use crate::tui::action::Action;
use crate::tui::action::Context;
use crate::tui::feature::new_ticket::{TicketField, TicketForm};
use crate::tui::form::FieldInput;
use crate::tui::form::{Button, room};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{Choice, Field as Entry, choice, field, put_line, put_lines};

/// Columns for the labels.
const LABEL: u16 = 12;
/// The least columns for the names of targets beside their deadlines.
const TARGET: usize = 11;
/// The rows that are left for the deadlines below the form while a text is written.
const LEAST_OUTCOME: u16 = 5;
/// The rows that a text of several lines has at most besides its first one.
const MOST_TEXT_ROWS: u16 = 7;
/// The rows that a text has at least while it is written.
const LEAST_TEXT_ROWS: u16 = 3;
/// The files that are listed at most.
const MOST_FILES: usize = 4;
/// The number of columns from which on the deadlines stand beside the form instead of below it.
const BESIDE_FROM: u16 = 100;

/// Draws the form.
///
/// ```text
///  Vendor     Markant  Missoun  MooCommerce  MyProduction  SESAM
///  Severity   Critical  Serious  Minor
///  Channel    phone  email
///  Subject    Checkout gives 502▏
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &TicketForm, now: Instant) {
    let fields = form.fields();
    let writes = form.focus.way() == FieldInput::Area;
    // Only what is written has room for several lines: the deadlines are wanted while the choices are made.
    let beside = area.width >= BESIDE_FROM;
    let all = fields.iter().map(|field| least_rows(form, *field, beside)).sum::<u16>();
    let height = if writes { (all + 2).max(area.height.saturating_sub(LEAST_OUTCOME)) } else { all };
    let [left, right]: [Rect; 2] = if beside {
        Layout::horizontal([Constraint::Length(columns(form, area.width)), Constraint::Min(0)]).areas(area)
    } else {
        Layout::vertical([Constraint::Length(height), Constraint::Min(0)]).areas(area)
    };
    let free = left.height.saturating_sub(all);
    let rows: Vec<u16> = fields.iter().map(|field| rows(form, *field, free, beside)).collect();
    let focus = fields.iter().position(|field| *field == form.focus).unwrap_or(0);
    let mut y = left.y;
    for place in first_shown(&rows, focus, left.height)..fields.len() {
        let row = Rect { y, height: rows[place], ..left }.intersection(left);
        if rows[place] == 0 {
            continue;
        }
        if row.is_empty() {
            break;
        }
        draw_field(frame, row, form, fields[place], shared);
        y += rows[place];
    }
    draw_outcome(frame, right, shared, form, now);
}

/// Returns the rows that a field has at least: those who are proposed and files stand below the line. Tags, which few tickets need,
/// leave their row to the deadlines below the form until something stands there or they have the keys.
fn least_rows(form: &TicketForm, f: TicketField, beside: bool) -> u16 {
    match f {
        TicketField::Tags if !beside && form.focus != f && form.tags.value().is_empty() => 0,
        TicketField::Customer => 1 + form.proposed().len() as u16,
        TicketField::Files => {
            let said = usize::from(f == form.focus && form.files.line.said().is_some());
            (1 + said + form.files.list().len().min(MOST_FILES)) as u16
        }
        _ => 1,
    }
}

/// Returns the rows of a field, where so many are left when each has its least. Of the two texts the one that is written has the
/// room, else the description.
fn rows(form: &TicketForm, f: TicketField, left: u16, beside: bool) -> u16 {
    let grown = if form.focus == TicketField::Note { TicketField::Note } else { TicketField::Description };
    match f {
        _ if f == grown && f == form.focus => (1 + left.min(MOST_TEXT_ROWS)).max(LEAST_TEXT_ROWS),
        _ if f == grown => 1 + left.min(MOST_TEXT_ROWS),
        TicketField::Description | TicketField::Note if left > 2 * MOST_TEXT_ROWS => 3,
        _ => least_rows(form, f, beside),
    }
}

/// Returns the first field to draw so that the one that has the keys shows with the one behind it, where `room` rows are too few
/// for all: as near to the top as that allows.
fn first_shown(rows: &[u16], focus: usize, room: u16) -> usize {
    let fits = |first: usize, last: usize| rows.iter().take(last + 1).skip(first).sum::<u16>() <= room;
    let both = (0..=focus).find(|first| fits(*first, focus + 1));
    both.or_else(|| (0..=focus).find(|first| fits(*first, focus))).unwrap_or(focus)
}

/// Returns the columns of the form beside its deadlines: more than half, and as many as the names of the vendors take, as long
/// as the deadlines keep a third.
fn columns(form: &TicketForm, whole: u16) -> u16 {
    let vendors: usize = form.options(TicketField::Vendor).iter().map(|name| width(name) + 2).sum();
    let needed = vendors as u16 + LABEL + 3;
    needed.clamp(whole * 58 / 100, whole * 2 / 3)
}

fn draw_field(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, f: TicketField, shared: &Shared) {
    let theme = &shared.theme;
    let focused = form.focus == f;
    match f.way() {
        FieldInput::Choice => draw_choice(frame, area, form, f, focused, shared),
        FieldInput::Line => {
            draw_line(frame, area, form, f, focused, theme);
            match f {
                TicketField::Customer => draw_proposed(frame, area, form, shared),
                TicketField::Files => draw_files(frame, area, form, shared),
                _ => {}
            }
        }
        FieldInput::Area => draw_text(frame, area, form, f, theme),
        FieldInput::Button => {
            let saving = form.saving.is_some();
            Button { words: "Log ticket", label_cols: LABEL, focused, saving }.draw(frame, area, shared);
        }
    }
    if form.wrong_with(f).is_some() {
        let place = Rect { x: area.x + LABEL, width: 1, height: 1, ..area }.intersection(area);
        put_line(frame, place, Line::styled("✗", theme.error));
    }
}

fn label(f: TicketField, focused: bool, theme: &Theme) -> Span<'static> {
    let mark = if focused { "▌" } else { " " };
    let style = if focused { theme.accent } else { theme.dim };
    Span::styled(format!("{mark}{:<1$}", f.label(), usize::from(LABEL)), style)
}

fn draw_choice(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, f: TicketField, focused: bool, shared: &Shared) {
    let (options, chosen) = (form.options(f), form.chosen(f));
    let row = Choice { label: f.label(), label_cols: LABEL, options: &options, chosen, focused, keys: &shared.keys };
    choice(frame, area, &row, &shared.theme);
}

fn draw_line(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, f: TicketField, focused: bool, theme: &Theme) {
    let (input, placeholder) = match f {
        TicketField::Customer => (&form.customer, "who reported it"),
        TicketField::Reported => (&form.reported, "now; or 10:30, yesterday 16:00, -20m, 2024-01-05 16:00"),
        TicketField::Files if !form.files.are_read() => {
            (&form.files.line.line, "none from here; frist attach sends one to a ticket that is there")
        }
        TicketField::Files if !form.files.list().is_empty() => {
            (&form.files.line.line, "another; Backspace takes the last one off")
        }
        TicketField::Files => (&form.files.line.line, "a path, or files dropped on the terminal"),
        TicketField::VendorCase => (&form.vendor_case, "the vendor's number of it, if it has one"),
        TicketField::Tags => (&form.tags, "words to find it by: disk slow"),
        _ => (&form.subject, "what it is about, in one line"),
    };
    let mark = if focused { "▌" } else { " " };
    let name = if f == TicketField::Reported { f.label().to_owned() } else { room::label(f.label(), input.value()) };
    let entry = Entry { label: &format!("{mark}{name}"), label_cols: LABEL + 1, input, placeholder, focused };
    field(frame, area, &entry, theme);
}

/// Draws the people who are proposed below the line of the customer; the selected one is taken by a key.
///
/// ```text
/// ▌Customer   kar▏
///   ↑ ↓       ⏎ Kari Nord <kari@acme.example>, Acme AS
///               Kari Nord <kari@home.example>
/// ```
fn draw_proposed(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, shared: &Shared) {
    let (theme, sign) = (&shared.theme, shared.keys.sign(Action::Accept));
    let proposed = form.proposed();
    for (place, person) in proposed.iter().enumerate() {
        let is_selected = place == form.selected_proposal();
        let (mark, style) = if is_selected { (sign.clone(), theme.accent) } else { (String::new(), theme.dim) };
        let line = Line::styled(format!("{} {}", pad(&mark, width(&sign)), person.in_words()), style);
        put_line(frame, below(area, place), line);
    }
    if proposed.len() > 1 {
        let keys = Rect { y: area.y + 1, height: 1, width: LABEL, ..area }.intersection(area);
        put_line(frame, keys, Line::styled(format!("   {}", shared.keys.up_and_down()), theme.dim));
    }
}

/// Returns the place of a row below the line of a field.
fn below(area: Rect, place: usize) -> Rect {
    let (y, width) = (area.y + 1 + place as u16, area.width.saturating_sub(LABEL + 1));
    Rect { x: area.x + LABEL + 1, y, width, height: 1 }.intersection(area)
}

/// Draws the files that go with the ticket below the line for their paths; of many the last ones.
///
/// ```text
///  Files      a path, or files dropped on the terminal
///             ⊕ error.log (text/plain, 12 KB)
/// ```
fn draw_files(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, shared: &Shared) {
    let (theme, files) = (&shared.theme, form.files.list());
    let more = files.len().saturating_sub(MOST_FILES);
    let said = form.files.line.said().filter(|_| form.focus == TicketField::Files);
    let from = usize::from(said.is_some());
    if let Some((words, is_wrong)) = said {
        let (row, style) = (below(area, 0), if is_wrong { theme.error } else { theme.dim });
        put_line(frame, row, Line::styled(fit(&clean(&words), usize::from(row.width)), style));
    }
    for (place, file) in files.iter().skip(more).enumerate() {
        let row = below(area, from + place);
        let (words, style) = match &file.seen {
            Some(seen) => (seen.in_words(), theme.text),
            None => (format!("{} …", file.path.display()), theme.dim),
        };
        let before = if place == 0 && more > 0 { format!("{more} more, ") } else { String::new() };
        let line = fit(&format!("⊕ {before}{}", clean(&words)), usize::from(row.width));
        put_line(frame, row, Line::styled(line, style));
    }
}

fn draw_text(frame: &mut Frame<'_>, area: Rect, form: &TicketForm, f: TicketField, theme: &Theme) {
    let focused = form.focus == f;
    let (written, placeholder) = match f {
        TicketField::Description => (&form.description, "what the customer says of it, in full"),
        _ => (&form.note, "for the desk alone"),
    };
    put_line(frame, Rect { height: 1.min(area.height), ..area }, Line::from(label(f, focused, theme)));
    let text = Rect { x: area.x + LABEL + 1, width: area.width.saturating_sub(LABEL + 1), ..area }.intersection(area);
    draw_area(frame, text, written, focused, theme);
    if !focused && written.is_empty() {
        put_line(frame, text, Line::styled(fit(placeholder, usize::from(text.width)), theme.field.patch(theme.dim)));
    }
}

/// Draws a text of several lines, with its cursor only while it has the keys.
pub fn draw_area(
    frame: &mut Frame<'_>,
    area: Rect,
    text: &ratatui_textarea::TextArea<'static>,
    focused: bool,
    theme: &Theme,
) {
    let mut text = text.clone();
    let style = if focused { theme.field_focus } else { theme.field };
    text.set_wrap_mode(ratatui_textarea::WrapMode::WordOrGlyph);
    text.set_style(style);
    text.set_cursor_line_style(style);
    if !focused {
        text.set_cursor_style(style);
        // Whoever has left it reads it from its beginning.
        text.move_cursor(ratatui_textarea::CursorMove::Top);
    }
    let area = area.intersection(frame.area());
    frame.buffer_mut().set_style(area, style);
    frame.render_widget(&text, area);
    let limit = room::counter(room::characters(&text), TYPED_LIMIT);
    if let Some((words, is_too_long)) = limit.filter(|_| area.height > 1) {
        let columns = (words.len() as u16).min(area.width);
        let place = Rect { x: area.right() - columns, y: area.bottom() - 1, width: columns, height: 1 };
        put_line(frame, place, Line::styled(words, if is_too_long { theme.error } else { theme.at_risk }));
    }
}

fn draw_outcome(frame: &mut Frame<'_>, area: Rect, shared: &Shared, form: &TicketForm, now: Instant) {
    let theme = &shared.theme;
    let borders = if area.width < BESIDE_FROM / 2 || area.x > 0 { Borders::LEFT } else { Borders::TOP };
    let block = Block::new().borders(borders).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inside.width.saturating_sub(2));
    let wrapped = |(text, style): OutcomeLine| {
        wrap(&text, columns).into_iter().map(move |line| Line::styled(format!(" {line}"), style)).collect::<Vec<_>>()
    };
    let in_lines = |said: Vec<OutcomeLine>| said.into_iter().flat_map(wrapped).collect::<Vec<_>>();
    let (said, severity) =
        (in_lines(outcome(form, shared, now)), in_lines(severity_words(form, form.contract(), theme)));
    let mut grid = matrix(form, theme);
    grid.extend(in_lines(meanings(form, theme)));
    let asked = matches!(form.focus, TicketField::Impact | TicketField::Urgency) && form.wrong.is_empty();
    let parts = match (asked, form.severity_id()) {
        (true, Some(_)) => [grid, severity, said],
        (true, None) => [grid, said, severity],
        (false, _) => [said, severity, grid],
    };
    let apart = |part: Vec<Line<'static>>| std::iter::once(Line::default()).chain(part);
    let [first, others @ ..] = parts;
    let letter = form.letter().map(|waiting| letter_text(&waiting.letter.text, columns, theme)).unwrap_or_default();
    let others = others.into_iter().chain([letter]).filter(|part| !part.is_empty()).flat_map(apart);
    let lines: Vec<Line<'_>> = first.into_iter().chain(others).collect();
    put_lines(frame, inside, lines);
}

/// Returns the lines of a letter, from which the severity is known.
fn letter_text(text: &str, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let lines = clean_lines(text);
    let wrapped = lines.trim_end().lines().flat_map(|line| wrap(line, columns));
    wrapped.map(|line| Line::styled(format!(" {line}"), theme.dim)).collect()
}

/// Returns the severity of each impact and urgency, where the agreement works that way; the chosen ones stand in brackets.
///
/// ```text
///  impact╲urgency  high  [low]
/// [high]           High  [Medium]
///  low             Medium Low
/// ```
fn matrix(form: &TicketForm, theme: &Theme) -> Vec<Line<'static>> {
    let contract = form.contract();
    let Some(priority) = &contract.priority else { return Vec::new() };
    let (impact, urgency) = (form.chosen(TicketField::Impact), form.chosen(TicketField::Urgency));
    let name = |id: &String| contract.severity(id).map_or(id, |severity| &severity.name).clone();
    let heads: Vec<(String, bool)> =
        priority.urgency.iter().enumerate().map(|(u, step)| (step.id.clone(), urgency == Some(u))).collect();
    let rows = priority.impact.iter().zip(&priority.matrix).enumerate().map(|(i, (step, cells))| {
        let both = |u: usize| impact == Some(i) && urgency == Some(u);
        let cells = cells.iter().enumerate().map(|(u, id)| (name(id), both(u)));
        std::iter::once((step.id.clone(), impact == Some(i))).chain(cells).collect()
    });
    let head = std::iter::once(("impact╲urgency".to_owned(), false)).chain(heads).collect();
    let table: Vec<Vec<(String, bool)>> = std::iter::once(head).chain(rows).collect();
    let columns = |at: usize| table.iter().filter_map(|row| row.get(at)).map(|(word, _)| width(word)).max();
    let widths: Vec<usize> = (0..=priority.urgency.len()).map(|at| columns(at).unwrap_or(0)).collect();
    table.iter().map(|row| matrix_row(row, &widths, theme)).collect()
}

fn matrix_row(row: &[(String, bool)], widths: &[usize], theme: &Theme) -> Line<'static> {
    let cell = |(at, (word, chosen)): (usize, &(String, bool))| {
        let style = match (chosen, at) {
            (true, _) => theme.accent,
            (false, 0) => theme.dim,
            (false, _) => theme.text,
        };
        let text = if *chosen { format!("[{word}]") } else { format!(" {word}") };
        Span::styled(pad(&text, widths[at] + 2), style)
    };
    Line::from(row.iter().enumerate().map(cell).collect::<Vec<_>>())
}

/// Returns what the agreement means by each step of impact or urgency, while that is chosen.
fn meanings(form: &TicketForm, theme: &Theme) -> Vec<OutcomeLine> {
    let told = form.meanings(form.focus).into_iter();
    told.map(|(id, means)| (format!("{id}: {means}"), theme.text)).collect()
}

type OutcomeLine = (String, ratatui::style::Style);

/// Returns what the ticket would be promised: the deadlines, the channel rule, what the severity means.
fn outcome(form: &TicketForm, shared: &Shared, now: Instant) -> Vec<OutcomeLine> {
    let (theme, contract) = (&shared.theme, form.contract());
    let mut said: Vec<OutcomeLine> = form.wrong.each().map(|w| (format!("✗ {w}"), theme.error)).collect();
    said.extend(form.letter_sent().map(|(sender, received)| {
        let received = say_moment(form.zone, received, now);
        let words =
            format!("The letter of {}, received {received}, reports it and is its first message.", clean(sender));
        (words, theme.text)
    }));
    said.extend(form.acknowledges().map(|(to, is_wanted)| {
        if is_wanted {
            (format!("{} is told by letter that it came, once a day.", clean(to)), theme.text)
        } else {
            (format!("{} is not told that it came.", clean(to)), theme.at_risk)
        }
    }));
    said.extend(form.person_in_words().map(|words| (words, theme.text)));
    said.extend(form.known_by_name().map(|name| {
        let takes = shared.keys.say_in(Context::Text, "{accept} at Customer takes the person.");
        (format!("{name} stands here as a name alone, and the desk knows somebody called so. {takes}"), theme.at_risk)
    }));
    said.extend(form.differs_in_words().map(|words| (words, theme.at_risk)));
    said.extend(form.doubled_in_words(now).map(|words| (format!("Reported at {words}."), theme.at_risk)));
    said.push((open_words(form, now), theme.dim));
    said.extend(cut_off_words(form, now).map(|words| (words, theme.at_risk)));
    said.extend(channel_words(form, contract, theme));
    match form.deadlines(now) {
        Some(targets) if targets.is_empty() => {
            said.push((format!("{} promises no time for this.", contract.vendor), theme.text));
        }
        Some(targets) if form.channel_counts() == Some(false) => {
            let counting = contract.channels(form.severity_id().unwrap_or_default());
            said.push((format!("If it were {} now:", channels_in_words(counting)), theme.dim));
            said.extend(deadline_lines(form, &targets, now).into_iter().map(|line| (line, theme.dim)));
        }
        Some(targets) => {
            said.extend(deadline_lines(form, &targets, now).into_iter().map(|line| (line, theme.running)));
        }
        None if form.plan_id().is_none() => {
            let plans: Vec<&str> = contract.plans.iter().map(|plan| plan.name.as_str()).collect();
            let words =
                format!("Choose a plan: {} has {}, with deadlines of their own.", contract.vendor, plans.join(", "));
            said.push((words, theme.dim));
        }
        None if contract.priority.is_some() => {
            said.push(("The severity follows from impact and urgency.".to_owned(), theme.dim));
        }
        None => said.push(("Choose the severity to see its deadlines.".to_owned(), theme.dim)),
    }
    said
}

/// Says whether support is open, and each further set of hours that counts for what is chosen.
fn open_words(form: &TicketForm, now: Instant) -> String {
    let contract = form.contract();
    let support = format!("{} support: {}", contract.vendor, opening_shown_in(&contract.support.clock, form.zone, now));
    let counts =
        |name: &str| form.promises().is_some_and(|all| all.all().any(|(_, p)| p.hours.as_deref() == Some(name)));
    let sets = contract.hours.iter().filter(|set| counts(&set.name));
    let sets = sets.map(|set| format!("hours {}: {}", set.name, opening_shown_in(&set.clock, form.zone, now)));
    std::iter::once(support).chain(sets).collect::<Vec<_>>().join("; ")
}

/// A cut-off that a report comes after, with what counts by it.
struct PastCutOff<'a> {
    /// The name of the set of hours, or none for those of support.
    hours: Option<&'a str>,
    /// The minute of the day.
    minute: u32,
    /// The moment that counts instead of the report.
    from: Instant,
    targets: Vec<String>,
}

/// Says that the report comes after the cut-off of hours that count for what is chosen, and from when what counts by them
/// counts then.
fn cut_off_words(form: &TicketForm, now: Instant) -> std::vec::IntoIter<String> {
    let past = past_cut_offs(form, now).unwrap_or_default();
    let all = form.promises().map_or(0, |promises| promises.all().count());
    let words = |past: &PastCutOff<'_>| {
        let from = say_moment(form.zone, past.from, now);
        let hours = match past.hours {
            Some(name) => format!(" of the hours {name}"),
            None if past.targets.len() < all => " of support".to_owned(),
            None => String::new(),
        };
        let what = match past.targets.as_slice() {
            some if some.len() == all => "support time counts".to_owned(),
            [one] => format!("{one} counts"),
            some => format!("{} count", list_in_words(some).replacen(" or ", " and ", 1)),
        };
        format!("Past the cut-off{hours} at {}: {what} from {from}", cut_off_text(past.minute))
    };
    past.iter().map(words).collect::<Vec<_>>().into_iter()
}

/// Returns the cut-offs that the report comes after, each once; none where it is not known when it was reported.
fn past_cut_offs<'a>(form: &'a TicketForm, now: Instant) -> Option<Vec<PastCutOff<'a>>> {
    let (contract, reported) = (form.contract(), form.reported_at(now).ok()?);
    let mut past: Vec<PastCutOff<'a>> = Vec::new();
    for (kind, promise) in form.promises()?.all().filter(|(_, promise)| takes_cut_off(contract, promise, reported)) {
        let (clock, hours) = (contract.clock_of(promise), promise.hours.as_deref());
        let from = clock.counts_from(reported);
        let Some(minute) = clock.hours().cut_off.filter(|_| from != reported) else { continue };
        match past.iter_mut().find(|past| past.hours == hours) {
            Some(past) => past.targets.push(kind.words().to_owned()),
            None => past.push(PastCutOff { hours, minute, from, targets: vec![kind.words().to_owned()] }),
        }
    }
    Some(past)
}

/// Returns whether the cut-off of its hours applies to a promise: not to calendar days and releases, nor to what holds outside
/// of the hours or waits for another target.
fn takes_cut_off(contract: &Contract, promise: &Promise, reported: Instant) -> bool {
    let counted = matches!(promise.within, Within::Span(span) if !matches!(span, Length::Days(_)));
    let outside = promise.outside.is_some() && !contract.clock_of(promise).is_open(reported);
    promise.clock == ClockKind::Support && promise.from.is_none() && counted && !outside
}

/// Returns the rule on channels. It is said before saving, while the agent can still phone.
fn channel_words(form: &TicketForm, contract: &Contract, theme: &Theme) -> Option<OutcomeLine> {
    let counting = contract.channels(form.severity_id()?);
    let wanted = channels_in_words(counting);
    match form.channel_counts() {
        Some(false) if form.promises().is_none() => {
            Some((format!("This agreement wants it {wanted}."), theme.no_clock))
        }
        Some(false) => Some((
            format!("☎ to be {wanted}: this channel does not count for it{}", number(contract, counting)),
            theme.no_clock,
        )),
        None if counting.len() == 1 && form.promises().is_some() => {
            Some((format!("☎ must be {wanted}{}", number(contract, counting)), theme.no_clock))
        }
        _ => None,
    }
}

/// Returns the vendor's number in brackets, where only a call counts and the number is known.
fn number(contract: &Contract, counting: &[String]) -> String {
    let phone = contract.vendor_side.phone.as_ref().filter(|_| counting.iter().all(|channel| channel == "phone"));
    phone.map_or_else(String::new, |phone| format!(" ({phone})"))
}

/// Returns a line for each target that would be promised, their names in one column.
fn deadline_lines(form: &TicketForm, targets: &[PromisedDeadline], now: Instant) -> Vec<String> {
    let widest = targets.iter().map(|target| target.target.words().len()).max().unwrap_or(0);
    let columns = widest.max(TARGET);
    let line = |target: &PromisedDeadline| {
        let words = deadline_words(target, form, now);
        format!("{} {words}", pad(target.target.words(), columns))
    };
    targets.iter().map(line).collect()
}

fn deadline_words(target: &PromisedDeadline, form: &TicketForm, now: Instant) -> String {
    let contract = form.contract();
    let say = |at: Instant| say_moment(form.zone, at, now);
    if let Some(from) = target.waits_for {
        return format!("counts from the {}", from.words());
    }
    let promise = form.promises().and_then(|promises| promises.get(target.target));
    let within = promise.map(|promise| promise.within);
    let said = |at: Instant| {
        within.map_or_else(|| say(at), |within| deadline_in_words(within, form.zone, at, now, say_moment))
    };
    let Some(due) = target.due else {
        return target
            .expected
            .map_or_else(|| "next release, no date".to_owned(), |at| format!("a goal: expected by {}", said(at)));
    };
    let clock = promise.map_or(&contract.support.clock, |promise| contract.clock_of(promise));
    let counted = |from, to| clock.elapsed_on(target.clock, from, to).map(|time| duration_text(time.secs()));
    let left = if due < now {
        counted(due, now).map(|over| format!(", past: overdue by {over}"))
    } else {
        counted(now, due).map(|left| format!("  {left}"))
    };
    let left = left.unwrap_or_default();
    let outside = if target.outside { ", in real time as its hours are closed" } else { "" };
    let expected = target.expected.map_or_else(String::new, |at| format!(", expected {}", say(at)));
    let otherwise = target.otherwise.map_or_else(String::new, |at| format!(", or {} without a workaround", say(at)));
    format!("due {}{left}{outside}{expected}{otherwise}", said(due))
}

fn severity_words(form: &TicketForm, contract: &Contract, theme: &Theme) -> Vec<OutcomeLine> {
    match form.severity_id().and_then(|id| contract.severity(id)) {
        Some(severity) => vec![(format!("{}: {}", severity_in_words(severity), severity.means), theme.text)],
        None => contract.severities.iter().map(|s| (format!("{}: {}", s.name, s.means), theme.dim)).collect(),
    }
}

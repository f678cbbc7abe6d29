//! What lies over a view, drawn in the middle of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tui_input::Input;

use crate::domain::time::{Instant, list_moment, say_moment};
use crate::tui::app::App;
use crate::tui::screen::dialog::{Assign, Chooser, FilterLine, Known, Note, Overlay, Pager, Palette, To, When};
use crate::tui::screen::one_line::OneLine;
use crate::tui::screen::room;
use crate::tui::screen::take_back::TakeBack;
use crate::tui::text::{clean, fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::Rows;
use crate::tui::widget::popup;
use crate::tui::widget::scrollbar;
use crate::tui::widget::window;
use crate::tui::widget::{Field, field};

use super::{questions, releases};

/// Draws one overlay over the view in `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, overlay: &Overlay, now: Instant) {
    let theme = &app.theme;
    match overlay {
        Overlay::Help(pager) | Overlay::Pager(pager) => draw_pager(frame, area, pager, theme),
        Overlay::Palette(palette) => draw_palette(frame, area, palette, theme),
        Overlay::Filter(filter) if app.journal().is_some() => {
            draw_filter(frame, area, filter, ("all that was done", JOURNAL_HELP), theme);
        }
        Overlay::Filter(filter) => draw_filter(frame, area, filter, ("all open tickets", FILTER_HELP), theme),
        Overlay::ReportFilter(filter) => {
            draw_filter(frame, area, filter, ("all tickets, closed ones too", FILTER_HELP), theme);
        }
        Overlay::Choose(chooser) => draw_chooser(frame, area, chooser, theme),
        Overlay::Assign(assign) => draw_assign(frame, area, assign, app),
        Overlay::Note(note) => draw_note(frame, area, note, app, now),
        Overlay::Reason(reason) => super::reason::draw(frame, area, reason, theme),
        Overlay::Line(one) => draw_one_line(frame, area, one, app, now),
        Overlay::When(when) => draw_when(frame, area, when, theme),
        Overlay::Confirm(confirm) => questions::confirm(frame, area, confirm, theme),
        Overlay::Conflict(conflict) => questions::conflict(frame, area, conflict, app, now),
        Overlay::SameCause(question) => questions::same_cause(frame, area, question, theme),
        Overlay::TakeBack(choice) => draw_take_back(frame, area, choice, app, now),
        Overlay::Release(line) => releases::line(frame, area, line, theme),
        Overlay::Removal(removal) => releases::removal(frame, area, removal, theme),
    }
}

fn draw_pager(frame: &mut Frame<'_>, area: Rect, pager: &Pager, theme: &Theme) {
    let widest = pager.lines.iter().map(|l| crate::tui::text::width(l)).max().unwrap_or(0) as u16;
    let columns = (widest + 5).clamp(40, 110).min(area.width);
    let wrapped = wrapped(&pager.lines, usize::from(columns.saturating_sub(5)));
    let inside = popup(frame, area, (columns, wrapped.len() as u16 + 2), &pager.title, theme);
    let selected = |row: &(usize, String)| row.0 == pager.rows.selected();
    let last = wrapped.iter().rposition(selected).unwrap_or(0);
    let range = window(wrapped.len(), last, pager.offset.get(), usize::from(inside.height));
    pager.offset.set(range.start);
    for (y, row) in wrapped[range.clone()].iter().enumerate() {
        let plain = if pager.quiet.contains(&row.0) { theme.dim } else { theme.text };
        let style = if selected(row) { theme.selected } else { plain };
        let place = Rect { y: inside.y + y as u16, height: 1, ..inside };
        frame.render_widget(Line::raw(format!(" {}", row.1)).style(style), place.intersection(frame.area()));
    }
    scrollbar(frame, inside, &range, wrapped.len(), theme);
}

/// The lines in rows of at most so many columns, each with its line's place; what follows in a line is set in.
fn wrapped(lines: &[String], columns: usize) -> Vec<(usize, String)> {
    let rows = |(place, line): (usize, &String)| {
        let line = clean(line);
        if crate::tui::text::width(&line) <= columns {
            return vec![(place, line.into_owned())];
        }
        let parts = wrap(&line, columns.saturating_sub(4));
        let set_in = |(n, part): (usize, String)| (place, if n == 0 { part } else { format!("    {part}") });
        parts.into_iter().enumerate().map(set_in).collect()
    };
    lines.iter().enumerate().flat_map(rows).collect()
}

/// The rows of a list that fit, the selected one marked.
pub(super) fn draw_lines<'a>(
    frame: &mut Frame<'_>,
    area: Rect,
    rows: &Rows,
    total: usize,
    theme: &Theme,
    line: impl Fn(usize) -> Line<'a>,
) {
    let range = rows.visible(total, area.height);
    for (y, place) in range.clone().enumerate() {
        let row = Rect { y: area.y + y as u16, height: 1, ..area };
        let style = if rows.chosen() == Some(place) { theme.selected } else { theme.text };
        frame.render_widget(line(place).style(style), row.intersection(frame.area()));
    }
    scrollbar(frame, area, &range, total, theme);
}

/// A line to type in on the first row; gives the place below it.
pub(super) fn draw_input(
    frame: &mut Frame<'_>,
    area: Rect,
    label: &str,
    input: &Input,
    placeholder: &str,
    theme: &Theme,
) -> Rect {
    let label_cols = crate::tui::text::width(label) as u16 + 2;
    let row = Rect { height: 1.min(area.height), ..area };
    field(frame, row, &Field { label: &format!(" {label}"), label_cols, input, placeholder, focused: true }, theme);
    Rect { y: area.y + row.height, height: area.height - row.height, ..area }
}

fn draw_palette(frame: &mut Frame<'_>, area: Rect, palette: &Palette, theme: &Theme) {
    let inside = popup(frame, area, (76, palette.found.len().clamp(1, 14) as u16 + 3), "Actions", theme);
    let below = draw_input(frame, inside, ":", &palette.line, "name or what it does", theme);
    if palette.found.is_empty() {
        frame.render_widget(Line::styled(" No action of that name.", theme.dim), below);
    }
    draw_lines(frame, below, &palette.rows, palette.found.len(), theme, |place| {
        let entry = palette.found[place];
        let key = entry.key_in(palette.context).map_or_else(String::new, |k| k.to_string());
        let room = usize::from(below.width).saturating_sub(28);
        let (name, help) = match palette.refusal(entry.action) {
            Some(why) => (theme.dim, Span::styled(fit(&format!("– {why}"), room), theme.dim)),
            None => (theme.accent, Span::raw(fit(entry.help, room))),
        };
        Line::from(vec![
            Span::styled(format!(" {} ", pad(&key, 9)), if name == theme.dim { name } else { theme.key }),
            Span::styled(format!("{} ", pad(entry.name, 15)), name),
            help,
        ])
    });
}

const FILTER_HELP: [&str; 3] = [
    "vendor:markant  sev:critical  who:me  who:none  is:breached  is:at_risk  is:closed",
    "is:asking  due:today  due:<2h  target:response  #12  -vendor:sesam  \"exact words\"",
    "Words look in subject, customer, vendor and number. All terms must match.",
];

const JOURNAL_HELP: [&str; 3] = [
    "who:me  what:respond  what:undo,close  vendor:markant  #12  entry:5",
    "when:today  when:week  since:yesterday  until:2024-01-05  since:-2h",
    "Words look in what was done, subject, vendor, who and number.",
];

/// The filter, what stands there while it is empty, and what may be typed.
fn draw_filter(
    frame: &mut Frame<'_>,
    area: Rect,
    filter: &FilterLine,
    (empty, help): (&str, [&str; 3]),
    theme: &Theme,
) {
    // At the foot, so that the list above shows what matches while it is typed.
    let height = 6.min(area.height);
    let foot = Rect { y: area.bottom() - height, height, ..area };
    let inside = popup(frame, foot, (area.width.min(100), height), "Filter", theme);
    let below = draw_input(frame, inside, "/", &filter.line, empty, theme);
    let lines = match &filter.wrong {
        Some(wrong) => {
            wrap(wrong, usize::from(below.width)).into_iter().map(|l| Line::styled(l, theme.error)).collect()
        }
        None => help
            .iter()
            .map(|l| Line::styled(fit(&format!(" {l}"), usize::from(below.width)), theme.dim))
            .collect::<Vec<_>>(),
    };
    frame.render_widget(Paragraph::new(lines), below);
}

/// What stands below a list of which nothing is chosen yet.
const CHOOSE: &str = "Nothing is chosen yet. ↑ ↓ choose, Enter takes it, Esc changes nothing.";

fn draw_chooser(frame: &mut Frame<'_>, area: Rect, chooser: &Chooser, theme: &Theme) {
    let inside = popup(frame, area, (84, chooser.options.len() as u16 + 5), &chooser.title, theme);
    let explained = 3.min(inside.height / 2);
    let list = Rect { height: inside.height - explained, ..inside };
    let labels = chooser.options.iter().map(|option| width(&option.label)).max().unwrap_or(0).max(14);
    draw_lines(frame, list, &chooser.rows, chooser.options.len(), theme, |place| {
        let option = &chooser.options[place];
        Line::from(vec![
            Span::raw(format!(" {} ", pad(&option.label, labels))),
            Span::styled(option.means.clone(), theme.dim),
        ])
    });
    let (words, style) = match chooser.selected() {
        Some(option) => (option.means.as_str(), theme.text),
        None => (CHOOSE, theme.dim),
    };
    let below = Rect { y: list.bottom(), height: explained, ..inside };
    let lines = wrap(words, usize::from(below.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), style)).collect();
    frame.render_widget(Paragraph::new(lines), below);
}

fn draw_assign(frame: &mut Frame<'_>, area: Rect, assign: &Assign, app: &App) {
    let theme = &app.theme;
    let matching = assign.matching();
    let company = open_elsewhere(assign, app);
    let title = match assign.tickets.as_slice() {
        [(id, _)] => format!("Assign #{id} to"),
        many => format!("Assign {} tickets to", many.len()),
    };
    let rows = matching.len().clamp(1, 12) as u16 + 3 + u16::from(company.is_some());
    let mut inside = popup(frame, area, (58, rows), &title, theme);
    if let Some(words) = company.filter(|_| inside.height > 2) {
        inside.height -= 1;
        let foot = Rect { y: inside.bottom(), height: 1, ..inside };
        frame.render_widget(Line::styled(fit(&words, usize::from(foot.width)), theme.accent), foot);
    }
    let below = draw_input(frame, inside, &room::label(">", assign.line.value()), &assign.line, "a name", theme);
    if matching.is_empty() {
        let words = format!(" Enter assigns to “{}”", assign.line.value().trim());
        frame.render_widget(Line::styled(fit(&words, usize::from(below.width)), theme.dim), below);
    }
    let columns = usize::from(below.width.saturating_sub(1));
    draw_lines(frame, below, &assign.rows, matching.len(), theme, |place| match &matching[place] {
        To::Person(name) => person_line(assign.people.iter().find(|known| known.name == *name), app, columns),
        To::Least => match assign.shares.as_slice() {
            [only] => Line::raw(format!(" {} ({only})", Assign::LEAST)),
            _ => Line::raw(format!(" {}, one after the other", Assign::LEAST)),
        },
        To::Nobody => Line::styled(" nobody", theme.dim),
    });
}

/// ` Anna Berg (anna), on call             3 open`
fn person_line(known: Option<&Known>, app: &App, columns: usize) -> Line<'static> {
    let Some(known) = known else { return Line::default() };
    let you = known.name == app.me.name;
    let name = match (you, known.display == known.name) {
        (true, _) => format!(" {} (you)", known.display),
        (false, true) => format!(" {}", known.name),
        (false, false) => format!(" {} ({})", known.display, known.name),
    };
    let first = app.rota.levels().next();
    let on_call = match &known.on_call {
        Some(level) if Some(level.as_str()) == first => ", on call".to_owned(),
        Some(level) => format!(", on call ({level})"),
        None => String::new(),
    };
    let open = format!(" {} open", known.open);
    let room = columns.saturating_sub(width(&open));
    let name = pad(&fit(&format!("{}{on_call}", clean(&name)), room), room);
    Line::from(vec![Span::raw(name), Span::styled(open, app.theme.dim)])
}

/// Which of the tickets somebody else has open, as something to know, not as an obstacle.
fn open_elsewhere(assign: &Assign, app: &App) -> Option<String> {
    let mut open = assign.tickets.iter().filter_map(|(id, _)| Some((id, app.company(*id)?)));
    let (id, company) = open.next()?;
    Some(match (assign.tickets.len(), open.count()) {
        (1, _) => format!(" ◆ {company}"),
        (_, 0) => format!(" ◆ #{id}: {company}"),
        (_, more) => format!(" ◆ #{id}: {company}; {more} more of them are open elsewhere"),
    })
}

fn draw_note(frame: &mut Frame<'_>, area: Rect, note: &Note, app: &App, now: Instant) {
    let theme = &app.theme;
    let when = note.at.map_or_else(String::new, |at| format!(", for {}", say_moment(app.current_zone(), at, now)));
    let what = if note.to_customer { "Told the customer of" } else { "Note on" };
    let title = format!("{what} #{}{when}{}", note.ticket, super::draft_words(app, &note.keeping, now));
    let inside = popup(frame, area, (84, 14), &title, theme);
    let text = Rect { height: inside.height.saturating_sub(1), ..inside };
    super::form::draw_area(frame, text, &note.text, true, theme);
    let foot = Rect { y: text.bottom(), height: inside.height.min(1), ..inside };
    let line = match &note.wrong {
        Some(wrong) => Line::styled(fit(wrong, usize::from(foot.width)), theme.error),
        None if note.saving.is_some() => Line::styled("… waiting to be written; Esc leaves it to that", theme.dim),
        None => Line::styled("Ctrl-S saves · Esc keeps a draft · Ctrl-G drops it · Ctrl-T: it was earlier", theme.dim),
    };
    frame.render_widget(line, foot);
}

/// ```text
/// ╭ Time spent on #12, for today 10:30 ────────────────╮
/// │ > 30 looked into the logs                          │
/// │ Minutes, or 1h30m, then what for. Enter books it.  │
/// ╰────────────────────────────────────────────────────╯
/// ```
fn draw_one_line(frame: &mut Frame<'_>, area: Rect, one: &OneLine, app: &App, now: Instant) {
    let theme = &app.theme;
    let when = app.at.map_or_else(String::new, |at| format!(", for {}", say_moment(app.current_zone(), at, now)));
    let inside = popup(frame, area, (72, 6), &format!("{}{when}", one.title()), theme);
    let below = draw_input(frame, inside, &room::label(">", one.line.value()), &one.line, one.example(), theme);
    draw_help(frame, below, one.help(), one.wrong.as_deref(), theme);
}

/// What is to be typed, or what is wrong with what was, below a line.
fn draw_help(frame: &mut Frame<'_>, below: Rect, help: &str, wrong: Option<&str>, theme: &Theme) {
    let (words, style) = wrong.map_or((help, theme.dim), |wrong| (wrong, theme.error));
    let lines = wrap(words, usize::from(below.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), style)).collect();
    frame.render_widget(Paragraph::new(lines), below);
}

fn draw_when(frame: &mut Frame<'_>, area: Rect, when: &When, theme: &Theme) {
    let inside = popup(frame, area, (66, 6), "When did it happen?", theme);
    let below = draw_input(frame, inside, ">", &when.line, "10:30", theme);
    let help = "10:30, yesterday 16:00, -20m or 2024-01-05 16:00, in the vendor's zone. Then record what happened.";
    draw_help(frame, below, help, when.wrong.as_deref(), theme);
}

fn draw_take_back(frame: &mut Frame<'_>, area: Rect, choice: &TakeBack, app: &App, now: Instant) {
    let (theme, zone) = (&app.theme, app.current_zone());
    let title = format!("Take back which entry of #{}?", choice.ticket);
    let inside = popup(frame, area, (84, choice.entries.len() as u16 + 2), &title, theme);
    draw_lines(frame, inside, &choice.rows, choice.entries.len(), theme, |place| {
        let entry = &choice.entries[place];
        let when = pad(&list_moment(zone, entry.happened, now), 13);
        let who = fit(&app.shown_name(&entry.by), 16);
        let room = usize::from(inside.width).saturating_sub(width(&when) + width(&who) + 5);
        let words = pad(&fit(&clean(&entry.words), room), room);
        Line::from(vec![
            Span::styled(format!(" {when} "), theme.dim),
            Span::raw(words),
            Span::styled(format!(" {who}"), theme.dim),
        ])
    });
}

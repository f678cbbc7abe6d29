//! Draws the cells of a ticket in a list.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::domain::sla::{Target, TargetState, TicketRow, due_in_list, needed_actions, reason, state_in_words};
use crate::domain::ticket::Ticket;
use crate::domain::time::{Instant, Zone, figure_duration, past_in_list, say_moment};
use crate::tui::shared::ListColumn;
use crate::tui::text::{fit, pad, pad_left, width};
use crate::tui::theme::Theme;
use crate::tui::view::state;

use super::{ASKS, LEAVES, OPEN_ELSEWHERE, SNOOZED, TicketTable, UNANSWERED, WAITS};

/// The columns whose place one sentence takes where a ticket has no deadline.
const COUNTED: [ListColumn; 3] = [ListColumn::Target, ListColumn::Left, ListColumn::Due];

/// The least columns for names; fewer are for two letters.
const LEAST_NAME: usize = 4;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Returns the sign of a ticket's state with its style: of the target that breaks first, else of how it ended or why nothing
/// is owed.
pub fn sign(row: &TicketRow, theme: &Theme) -> (&'static str, Style) {
    let of = |state: TargetState| (state::sign(state), state::style(state, theme));
    let Some(sla) = &row.sla else { return ("?", theme.dim) };
    match row.next() {
        Some(target) => of(target.state),
        None if row.ticket.exclusion.is_some() || row.ticket.is_left() => of(TargetState::Excluded),
        None if sla.targets.is_empty() => of(TargetState::None),
        None if sla.is_broken() => of(TargetState::MetLate),
        None => of(TargetState::Met),
    }
}

/// Returns the cells behind the number.
pub(super) fn cells(table: &TicketTable<'_>, row: &TicketRow, same_vendor: bool) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut rest = table.columns.shown.as_slice();
    let mut words = without_deadline(row, table.shared.zone, table.now);
    while let [(column, columns), after @ ..] = rest {
        spans.push(Span::raw(" ".repeat(table.columns.gap_before(*column))));
        rest = after;
        if COUNTED.contains(column) && row.next().is_none_or(|target| target.due.is_none()) {
            let run = after.iter().take_while(|(next, _)| COUNTED.contains(next)).count();
            let more: usize =
                after[..run].iter().map(|(next, columns)| columns + table.columns.gap_before(*next)).sum();
            rest = &after[run..];
            spans.push(sentence(&std::mem::take(&mut words), columns + more, table, row));
            continue;
        }
        match column {
            ListColumn::Subject => spans.extend(subject(table, row, *columns)),
            ListColumn::Severity => spans.extend(severity(table, row, *columns)),
            _ => spans.push(cell(table, row, (*column, *columns), same_vendor)),
        }
    }
    spans
}

fn cell(
    table: &TicketTable<'_>,
    row: &TicketRow,
    (column, columns): (ListColumn, usize),
    same_vendor: bool,
) -> Span<'static> {
    let (ticket, theme, now) = (&row.ticket, &table.shared.theme, table.now);
    let plain = table.plain(Some(row));
    let next = row.next();
    let since = |at: Instant| pad_left(&age(now.since(at)), columns);
    match column {
        ListColumn::Vendor if same_vendor => Span::raw(" ".repeat(columns)),
        ListColumn::Vendor => Span::styled(pad(row.vendor_in(columns), columns), plain),
        ListColumn::Customer => {
            Span::styled(pad(table.shared.ledger.customer_of(ticket).unwrap_or("–"), columns), plain)
        }
        ListColumn::Target => {
            let word = next.map_or_else(String::new, |target| state::next_word(target, columns));
            Span::styled(pad(&word, columns), plain)
        }
        ListColumn::Left => {
            let left =
                next.and_then(|target| target.left).map_or_else(String::new, |left| figure_duration(left.secs()));
            Span::styled(pad_left(&left, columns), next.map_or(theme.dim, |target| left_style(target, theme)))
        }
        ListColumn::Due => {
            let due = next.and_then(|target| due_in_list(target, table.shared.zone, now));
            Span::styled(pad(&due.unwrap_or_default(), columns), plain)
        }
        ListColumn::Assignee => assignee(table, ticket, columns, plain),
        ListColumn::Age => Span::styled(since(ticket.reported()), plain),
        ListColumn::Changed => Span::styled(since(ticket.last_change()), plain),
        ListColumn::Told => Span::styled(told(ticket).map_or_else(|| pad_left("never", columns), since), plain),
        ListColumn::Used => Span::styled(used(next, columns), theme.dim),
        ListColumn::Status => Span::styled(pad(&status(ticket, table.shared.zone, now), columns), plain),
        ListColumn::Reported => {
            Span::styled(pad(&past_in_list(table.shared.zone, ticket.reported(), now), columns), plain)
        }
        ListColumn::Links => Span::styled(pad(&links(ticket), columns), theme.dim),
        ListColumn::VendorCase => {
            Span::styled(pad(ticket.vendor_case.as_deref().unwrap_or_default(), columns), theme.dim)
        }
        ListColumn::Until => Span::styled(pad(&until(row, table.shared.zone, now), columns), plain),
        ListColumn::Tags => Span::styled(pad(&ticket.tags.join(" "), columns), theme.dim),
        ListColumn::Subject | ListColumn::Severity => Span::raw(""),
    }
}

/// Returns until when the row is snoozed.
fn until(row: &TicketRow, zone: Zone, now: Instant) -> String {
    let of = |at: Option<Instant>| at.map_or_else(|| "next event".to_owned(), |at| say_moment(zone, at, now));
    row.snoozed(now).map_or_else(String::new, |snooze| of(snooze.until))
}

/// Returns the ticket's links in brief: its parent, else how many children or other links it has; of one that was merged, where it
/// goes on.
fn links(ticket: &Ticket) -> String {
    if let Some(into) = ticket.merged {
        return format!("in #{into}");
    }
    let (children, all) = (ticket.children().count(), ticket.links.len());
    match (ticket.parent(), children, all) {
        (Some(parent), ..) => format!("child #{parent}"),
        (None, 0, 0) => String::new(),
        (None, 0, 1) => "1 link".to_owned(),
        (None, 0, all) => format!("{all} links"),
        (None, 1, _) => "1 child".to_owned(),
        (None, children, _) => format!("{children} children"),
    }
}

fn left_style(target: &Target, theme: &Theme) -> Style {
    let tone = state::style(target.state, theme);
    if target.state == TargetState::Breached { tone.add_modifier(Modifier::BOLD) } else { tone }
}

fn severity(table: &TicketTable<'_>, row: &TicketRow, columns: usize) -> [Span<'static>; 2] {
    let (mark, style) = state::severity_mark(row.severity_rank(), &table.shared.theme);
    let words = format!(" {}", pad(&row.severity_short(), columns.saturating_sub(2)));
    [Span::styled(mark, style), Span::styled(words, table.plain(Some(row)))]
}

/// Returns the subject behind its signs, with the words of the filter marked.
fn subject(table: &TicketTable<'_>, row: &TicketRow, columns: usize) -> Vec<Span<'static>> {
    let (theme, mut room, mut spans) = (&table.shared.theme, columns, Vec::new());
    let signs = [
        (table.leaving.contains(&row.ticket.id), LEAVES, theme.dim),
        (table.shared.is_open_elsewhere(row.ticket.id), OPEN_ELSEWHERE, theme.accent),
        (!needed_actions(row, table.now).is_empty(), ASKS, theme.at_risk),
        (row.ticket.unanswered_since().is_some(), UNANSWERED, theme.accent),
        (row.ticket.is_open() && row.ticket.waiting().is_some(), WAITS, theme.stopped),
        (row.snoozed(table.now).is_some(), SNOOZED, theme.dim),
    ];
    for (_, sign, style) in signs.into_iter().filter(|(shows, ..)| *shows) {
        if room > 2 {
            spans.push(Span::styled(format!("{sign} "), style));
            room -= 2;
        }
    }
    spans.extend(marked(&pad(&row.ticket.subject, room), &table.words, table.plain(Some(row)), theme));
    spans
}

/// Parts a text where the words stand in it, which are in small letters.
fn marked(text: &str, words: &[&str], plain: Style, theme: &Theme) -> Vec<Span<'static>> {
    let small = text.to_lowercase();
    // Where small letters take other bytes, their places say nothing of the text.
    let words = if small.len() == text.len() { words } else { &[] };
    let mut found: Vec<(usize, usize)> = words
        .iter()
        .flat_map(|word| small.match_indices(word).map(|(at, found)| (at, at + found.len())))
        .filter(|(from, to)| text.is_char_boundary(*from) && text.is_char_boundary(*to))
        .collect();
    found.sort_unstable();
    let (mut spans, mut at) = (Vec::new(), 0);
    for (from, to) in found {
        if from >= at {
            if from > at {
                spans.push(Span::styled(text[at..from].to_owned(), plain));
            }
            spans.push(Span::styled(text[from..to].to_owned(), theme.accent.add_modifier(Modifier::BOLD)));
            at = to;
        }
    }
    if at < text.len() {
        spans.push(Span::styled(text[at..].to_owned(), plain));
    }
    spans
}

fn assignee(table: &TicketTable<'_>, ticket: &Ticket, columns: usize, plain: Style) -> Span<'static> {
    let Some(name) = ticket.assignee.as_deref() else { return Span::styled(pad("–", columns), plain) };
    let mine = name == table.shared.me.name;
    let text = name_in(&table.shared.shown_name(name), columns);
    Span::styled(pad(&text, columns), if mine { plain.add_modifier(Modifier::BOLD) } else { plain })
}

/// Returns a name in that many columns: the whole or the first of several, cut where that is longer; two letters where there
/// is no room for names. A column has names or letters, never both.
fn name_in(name: &str, columns: usize) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    match [name, first].into_iter().find(|text| width(text) <= columns) {
        _ if columns < LEAST_NAME => initials(name),
        Some(fits) => fits.to_owned(),
        None => fit(first, columns),
    }
}

/// Returns a name in two letters: `AB` for Anna Berg, `an` for anna, `a1` for agent1.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || c == '.' || c == '-').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => {
            let second = only.chars().last().filter(char::is_ascii_digit).or_else(|| only.chars().nth(1));
            only.chars().take(1).chain(second).collect()
        }
        [first, .., last] => first.chars().take(1).chain(last.chars().take(1)).collect(),
    }
}

/// Returns the first of the texts that fits, in the place of target, time left and due moment.
fn sentence(words: &[String], columns: usize, table: &TicketTable<'_>, row: &TicketRow) -> Span<'static> {
    let fits = words.iter().find(|text| width(text) <= columns).or(words.last());
    let text = fits.map_or_else(String::new, |text| fit(text, columns));
    // A figure's place keeps its edge.
    let text = if columns <= 7 { pad_left(&text, columns) } else { pad(&text, columns) };
    let style = row.next().map_or(table.shared.theme.dim, |target| state::style(target.state, &table.shared.theme));
    Span::styled(text, style)
}

/// Returns what stands there where no deadline counts, the longest text first.
fn without_deadline(row: &TicketRow, zone: Zone, now: Instant) -> Vec<String> {
    let all = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let Some(sla) = &row.sla else {
        return vec![format!("contract {} is not loaded", row.ticket.contract), "no contract".to_owned()];
    };
    if let Some(target) = row.next() {
        let (words, why) = (state_in_words(row, target), reason(row, target, zone, now));
        return match target.state {
            TargetState::NoClock => vec![words, "to report".to_owned(), "report".to_owned()],
            _ if why.is_empty() => vec![words, "–".to_owned()],
            _ => vec![why, words, "–".to_owned()],
        };
    }
    if !row.ticket.is_open() {
        return closed_in_list(&row.ticket, zone, now);
    }
    if row.ticket.exclusion.is_some() {
        return all(&["excluded", "excl."]);
    }
    if sla.targets.is_empty() {
        let texts = all(&["nothing promised", "no promise", "–"]);
        return std::iter::once(format!("nothing promised, age {}", age(sla.age.secs()))).chain(texts).collect();
    }
    let status = row.ticket.status().words();
    vec![format!("no open targets, {status}"), status.to_owned(), "–".to_owned()]
}

/// Returns when a ticket was closed, the longest text first: `closed Mon 23`, `Mon 23`.
pub fn closed_in_list(ticket: &Ticket, zone: Zone, now: Instant) -> Vec<String> {
    let status = ticket.status().words();
    match ticket.closed.as_ref().filter(|_| !ticket.withdrawn) {
        Some(closed) => {
            let when = past_in_list(zone, closed.at, now);
            vec![format!("{status} {when}"), when]
        }
        None => vec![status.to_owned()],
    }
}

fn status(ticket: &Ticket, zone: Zone, now: Instant) -> String {
    let closed = (!ticket.is_open()).then(|| closed_in_list(ticket, zone, now).into_iter().next()).flatten();
    closed.unwrap_or_else(|| ticket.status().words().to_owned())
}

/// Returns a length of time in one figure: `12m`, `28h`, `12d`.
fn age(seconds: i64) -> String {
    match seconds.max(0) {
        s if s < HOUR => format!("{}m", s / 60),
        s if s < 2 * DAY => format!("{}h", s / HOUR),
        s => format!("{}d", s / DAY),
    }
}

/// Returns when the customer was last told something.
fn told(ticket: &Ticket) -> Option<Instant> {
    ticket.last_told.or(ticket.responded.as_ref().map(|mark| mark.at))
}

fn used(next: Option<&Target>, columns: usize) -> String {
    let Some(share) = next.and_then(state::used_share) else { return " ".repeat(columns) };
    let full = ((share.clamp(0.0, 1.0) * columns as f64).round() as usize).min(columns);
    format!("{}{}", "█".repeat(full), "░".repeat(columns - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_two_letters_tells_people_apart() {
        let names = ["Anna Berg", "anna", "agent1", "agent2", "Ola", "Åse Marie Vik", "b", "", "bo.ek"];
        let fits = |columns| name_in("Anna Berg", columns);
        assert_eq!([12, 6].map(|columns| name_in("Maximiliane Berg", columns)), ["Maximiliane", "Maxim…"]);
        assert_eq!([10, 6, 3, 2].map(fits), ["Anna Berg", "Anna", "AB", "AB"]);
        assert_eq!(names.map(initials), ["AB", "an", "a1", "a2", "Ol", "ÅV", "b", "", "be"]);
    }

    #[test]
    fn words_are_marked_wherever_they_stand_and_never_twice() {
        let theme = Theme::default();
        let parts = |text: &str, words: &[&str]| {
            let spans = marked(text, words, theme.text, &theme);
            assert_eq!(spans.iter().map(|span| span.content.as_ref()).collect::<String>(), text);
            let marked = spans.iter().filter(|span| span.style != theme.text);
            marked.map(|span| span.content.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(parts("Shop down: SHOP is down", &["shop"]), ["Shop", "SHOP"]);
        assert_eq!(parts("Shop down", &["shop", "hop d", "wn"]), ["Shop", "wn"]);
        assert_eq!(parts("Kasse på Løkka", &["på", "løkka"]), ["på", "Løkka"]);
        // Small letters of another length: nothing is marked rather than half a letter.
        assert_eq!(parts("İstanbul shop", &["shop"]), Vec::<String>::new());
        assert_eq!(parts("Shop", &[]), Vec::<String>::new());
    }
}

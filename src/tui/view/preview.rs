//! Draws a ticket in brief, beside the queue and at the top of its own page: facts and targets.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::contract::vendor_reached_for;
use crate::domain::ledger::{LedgerRecordId, Outage};
use crate::domain::sla::{
    NeededAction, Target, TargetState, TicketRow, ask_in_words, breached_further, cap_in_words, due_in_words,
    exclusion_in_words, expected_in_words, needed_actions, promise_in_words, reason, rounds_in_words, snooze_in_words,
    start_in_words, state_in_words, waiting_in_brief,
};
use crate::domain::ticket::event::Link;
use crate::domain::ticket::{Event, EventData, Ticket, say};
use crate::domain::time::{Instant, Zone, list_moment, rough_duration, say_moment, short_duration};
use crate::tui::feature::uptime::view::age_text;
use crate::tui::shared::Shared;
use crate::tui::text::{capital, clean, fit, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::put_lines;

use super::state;
use super::ticket_table::UNANSWERED;

/// The number of columns from which on a preview stands at the right of a list.
const FROM: u16 = 140;
/// The number of columns under which a target has only its name, its moment and what is left.
const NARROW: u16 = 60;
/// The number of columns from which on it says which keys answer a customer.
const KEYS_FROM: u16 = 45;
/// The width of the preview, in columns.
const WIDTH: u16 = 50;
/// The columns of the names of targets, and those that they have at the most.
const NAMED: usize = 10;
const MOST_NAMED: usize = 15;

/// Divides the area of a page into its list and the preview at the right of it; narrow pages have none.
pub fn beside(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < FROM {
        return (area, None);
    }
    let [list, side] = Layout::horizontal([Constraint::Min(1), Constraint::Length(WIDTH)]).areas(area);
    (list, Some(side))
}

/// Draws the ticket in brief, with a line at its left.
pub fn draw(frame: &mut Frame<'_>, area: Rect, row: &TicketRow, shared: &Shared, now: Instant) {
    let block = Block::new().borders(Borders::LEFT).border_style(shared.theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let mut lines = facts(row, inside.width, shared, now);
    lines.push(Line::default());
    let room = inside.height.saturating_sub(lines.len() as u16);
    lines.extend(targets(row, (inside.width, room), shared, now));
    // It stands last, so that what is above keeps its place from ticket to ticket.
    let waiting = waiting_in_brief(row);
    let mut apart = apart(row, waiting, inside.width, shared, now);
    apart.extend(asked_by_letters(&row.ticket, None, inside.width, shared, now));
    if !apart.is_empty() {
        lines.push(Line::default());
    }
    lines.extend(apart);
    put_lines(frame, inside, lines);
}

/// Returns lines with number, subject, vendor, plan, who reported it how and when, and the assignee.
pub fn facts(row: &TicketRow, columns: u16, shared: &Shared, now: Instant) -> Vec<Line<'static>> {
    let (theme, ticket) = (&shared.theme, &row.ticket);
    let columns = usize::from(columns.saturating_sub(1));
    let plan = row.contract.as_ref().and_then(|c| c.plan(&ticket.plan)).map_or(ticket.plan.as_str(), |p| &p.name);
    let severity = row.state().map_or(theme.text, |s| state::style(s, theme));
    let mut lines = vec![Line::from(vec![
        Span::styled(format!(" #{} ", ticket.id), theme.accent),
        Span::styled(row.severity_name().to_owned(), severity),
        Span::styled(format!("  {}, {plan}  ", row.vendor()), theme.text),
        Span::styled(ticket.status().words(), theme.dim),
    ])];
    lines.extend(wrap(&ticket.subject, columns).into_iter().map(|l| Line::styled(format!(" {l}"), theme.title)));
    lines
        .extend(wrap(&report(row, shared, now), columns).into_iter().map(|l| Line::styled(format!(" {l}"), theme.dim)));
    let company = shared.also_open_by(ticket.id).map(|words| format!("◎ {words}"));
    let draft =
        shared.has_note_draft(ticket.id).then(|| shared.keys.say("A note is begun and not sent; {note} opens it"));
    for words in company.into_iter().chain(draft).chain(shared.letter_draft_in_words(ticket.id)) {
        lines.extend(wrap(&words, columns).into_iter().map(|l| Line::styled(format!(" {l}"), theme.accent)));
    }
    lines.extend(outages(row, columns, shared, now));
    lines
}

/// Returns the lines of the outages that the ticket belongs to: `▼ outage 4, running for 1h42`.
fn outages(row: &TicketRow, columns: usize, shared: &Shared, now: Instant) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let line = |(id, outage): (LedgerRecordId, &Outage)| {
        let lasts = age_text(outage.lasts(now));
        let (words, style) = match outage.to {
            None => (format!(" ▼ outage {id}, running for {lasts}"), theme.breached),
            Some(_) => (format!(" ▽ outage {id}, lasted {lasts}"), theme.dim),
        };
        Line::styled(fit(&words, columns), style)
    };
    shared.ledger.outages_of(row.ticket.id).map(line).collect()
}

/// Returns what sets the ticket apart from others, and which action it needs. `waiting` says on whom it waits, if it does.
pub fn apart(
    row: &TicketRow,
    waiting: Option<String>,
    columns: u16,
    shared: &Shared,
    now: Instant,
) -> Vec<Line<'static>> {
    let columns = usize::from(columns.saturating_sub(2));
    let (theme, ticket) = (&shared.theme, &row.ticket);
    let zone = shared.zone;
    let priority = ticket.impact.as_ref().zip(ticket.urgency.as_ref());
    let billable = row.contract.as_ref().is_some_and(|contract| ticket.is_billable(contract));
    let booked = (billable || ticket.minutes > 0).then(|| format!("time account: {} min", ticket.minutes));
    let facts = [
        cap_in_words(row),
        priority.map(|(impact, urgency)| format!("impact {impact}, urgency {urgency}")),
        ticket.level.as_ref().map(|level| format!("escalated to {level}")),
        rounds_in_words(row, zone, now),
        waiting,
        snooze_in_words(row, zone, now),
        exclusion_in_words(row, zone, now).map(|words| format!("⊘ excluded: {words}")),
        ticket.approval.as_ref().map(|reference| format!("customer's approval: {reference}")),
        ticket.passed_on.as_ref().map(|supplier| format!("passed on to {supplier}")),
        merged_in_words(ticket),
        ticket.vendor_case.as_ref().map(|case| format!("the vendor's case: {case}")),
        (!ticket.tags.is_empty()).then(|| format!("tags: {}", ticket.tags.join(", "))),
        (!ticket.followers.is_empty()).then(|| format!("followed by {}", ticket.followers.join(", "))),
        booked,
    ];
    // What letters ask for is said with the keys that settle it.
    let of_letters = |ask: &NeededAction| {
        use NeededAction::{LetterCut, Undelivered, WroteAfterClosing};
        matches!(ask, WroteAfterClosing(_) | Undelivered(_) | LetterCut(_))
    };
    let asked = needed_actions(row, now).into_iter().filter(|ask| !of_letters(ask));
    let asked = asked.map(|ask| format!("✉ needs action: {}", ask_in_words(ask, zone, now)));
    // One that was merged goes on elsewhere, and so does what it was tied to.
    let links = ticket.links.iter().filter(|_| ticket.merged.is_none()).map(|link| link_in_words(link, shared, now));
    let facts = facts.into_iter().flatten().chain(links).map(|words| (words, theme.text));
    let all = facts.chain(asked.map(|words| (words, theme.at_risk)));
    let wrapped = all.flat_map(|(words, style)| wrap(&words, columns).into_iter().map(move |line| (line, style)));
    wrapped.map(|(line, style)| Line::styled(format!(" {line}"), style)).collect()
}

/// Says into which ticket it was merged, or which were merged into it.
fn merged_in_words(ticket: &Ticket) -> Option<String> {
    if let Some(into) = ticket.merged {
        return Some(format!("→ merged into #{into}, which goes on"));
    }
    let from: Vec<String> = ticket.merged_from.iter().map(|from| format!("#{from}")).collect();
    (!from.is_empty()).then(|| format!("merged into it: {}", from.join(", ")))
}

/// Says a tie to another ticket, and how that one stands: `is a child of #15, in work: Shop down`. One that is no longer at hand
/// is closed, or was withdrawn.
fn link_in_words(link: &Link, shared: &Shared, now: Instant) -> String {
    let stands = match shared.ticket(link.to) {
        Some(other) => {
            let fixed = other.fixed.as_ref().filter(|_| other.is_open());
            let since = fixed.map_or_else(String::new, |mark| format!(" {}", say_moment(shared.zone, mark.at, now)));
            format!("{}{since}: {}", other.status().words(), clean(&other.subject))
        }
        None => "no longer open".to_owned(),
    };
    format!("{}, {stands}", link.in_words())
}

/// Returns the lines that say what letters ask for, with the keys that settle it; nothing where they ask for nothing. Which letter
/// did not arrive is known from the ticket's events.
///
/// ```text
///  ✉ The customer wrote after closing, today 12:04: o reopens it, Z leaves it closed.
///  ↩ The customer wrote last, today 12:04: M answers, Z says that it needs no answer.
/// ```
pub fn asked_by_letters(
    ticket: &Ticket,
    events: Option<&[Event]>,
    columns: u16,
    shared: &Shared,
    now: Instant,
) -> Vec<Line<'static>> {
    let unanswered = ticket.unanswered_since();
    let proposed = ticket.proposed_response();
    if !ticket.is_to_be_reviewed() && unanswered.is_none() && proposed.is_none() {
        return Vec::new();
    }
    let when = |at| say_moment(shared.zone, at, now);
    let wrote = ticket.wrote_after_closing.map(|at| {
        let keys = shared.keys.say("{reopen} reopens it, {looked-at} leaves it closed.");
        format!("✉ The customer wrote after closing, {}: {keys}", when(at))
    });
    let unanswered = unanswered.map(|at| {
        // On a narrow screen what they wrote is worth more than the keys, which the help has.
        if columns < KEYS_FROM {
            return format!("{UNANSWERED} The customer wrote last");
        }
        let answer =
            if shared.mail.is_set_up() { "{reply} answers" } else { "{respond} or {update-customer} once answered" };
        let keys = shared.keys.say(&format!("{answer}, {{looked-at}} says that it needs no answer."));
        format!("{UNANSWERED} The customer wrote last, {}: {keys}", when(at))
    });
    let proposed = proposed.map(|at| {
        let keys = shared.keys.say("{accept-response} accepts it, {looked-at} leaves it.");
        format!("✉ Responded {}, as the vendor's letter proposes: {keys}", when(at))
    });
    let undelivered = ticket.undelivered.map(|at| {
        let events = events.unwrap_or_default();
        let is_of = |event: &&Event| matches!(event.action(), Some(EventData::Undelivered(_)));
        let said = events.iter().rev().find(is_of).map(|event| say(event, events));
        let said = said.unwrap_or_else(|| "a letter did not arrive".to_owned());
        let keys = shared.keys.say("{looked-at} says that you have looked at it.");
        format!("✉ {}, {}: {keys}", capital(&clean(&said)), when(at))
    });
    let cut = ticket.letter_cut.map(|at| {
        let keys = shared.keys.say("{looked-at} says that you have looked at it.");
        format!("✉ A letter was too large to be kept whole, {}: ask its sender for the rest. {keys}", when(at))
    });
    let room = usize::from(columns.saturating_sub(2));
    let all = [wrote, undelivered, cut, proposed, unanswered];
    let wrapped = all.into_iter().flatten().flat_map(|words| wrap(&words, room));
    wrapped.map(|line| Line::styled(format!(" {line}"), shared.theme.at_risk)).collect()
}

/// Returns the lines that say how the vendor is reached about an open ticket; none where its contract's file says nothing of it.
///
/// ```text
///  Vendor: call +47 22 00 00 00 · Duty manager (management): +47 22 00 00 01
///  Portal: https://support.acme.example/case/INC0012345 (g y copies it)
/// ```
pub fn vendor_reached(row: &TicketRow, columns: u16, shared: &Shared) -> Vec<Line<'static>> {
    let Some(contract) = row.contract.as_ref().filter(|_| row.ticket.is_open()) else { return Vec::new() };
    let all = vendor_reached_for(contract, row.ticket.vendor_case.as_deref());
    let people = all.iter().filter(|(name, _)| *name != "portal").map(|(name, value)| match *name {
        "call" => format!("call {value}"),
        _ => value.clone(),
    });
    let people = people.collect::<Vec<_>>().join(" · ");
    let portal = all.iter().find(|(name, _)| *name == "portal");
    let portal =
        portal.map(|(_, address)| format!("Portal: {address} ({})", shared.keys.say("{copy-portal-link} copies it")));
    let people = (!people.is_empty()).then(|| format!("Vendor: {people}"));
    let wrapped =
        people.into_iter().chain(portal).flat_map(|words| wrap(&clean(&words), usize::from(columns.saturating_sub(2))));
    wrapped.map(|line| Line::styled(format!(" {line}"), shared.theme.dim)).collect()
}

fn report(row: &TicketRow, shared: &Shared, now: Instant) -> String {
    let ticket: &Ticket = &row.ticket;
    let zone = shared.zone;
    let channels: Vec<&str> = ticket.reports.iter().map(|r| r.channel.as_str()).filter(|c| !c.is_empty()).collect();
    let by = if channels.is_empty() { String::new() } else { format!(" by {}", channels.join(", then ")) };
    let from = shared.ledger.customer_of(ticket).map_or_else(String::new, |c| format!(" · {c}"));
    let who = ticket.assignee.as_ref().map_or_else(|| "unassigned".to_owned(), |a| format!("assigned to {a}"));
    format!("reported {}{by}{from} · {who}", say_moment(zone, ticket.reported(), now))
}

/// Returns the lines of every target: its bar, both clocks, and its state. Where they are more than the rows of `room`, each
/// target has one line; where even these are too many, those that are met come last.
pub fn targets(row: &TicketRow, (columns, room): (u16, u16), shared: &Shared, now: Instant) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let (Some(sla), Some(contract)) = (&row.sla, &row.contract) else {
        let words = format!(" The contract {} is not loaded, so nothing can be counted; ", row.ticket.contract);
        let words = words + &shared.keys.say("{problems} shows why.");
        return wrap(&words, usize::from(columns)).into_iter().map(|l| Line::styled(l, theme.error)).collect();
    };
    if let Some(into) = row.ticket.merged {
        return vec![Line::raw(format!(" It was merged into #{into}, which goes on: no time runs here."))];
    }
    if sla.targets.is_empty() {
        let age = short_duration(sla.age.secs());
        let words = format!("{} promises no time for this. Age in support hours: {age}.", contract.vendor);
        return wrap(&words, usize::from(columns.saturating_sub(2)))
            .into_iter()
            .map(|l| Line::raw(format!(" {l}")))
            .collect();
    }
    let mut lines: Vec<Line<'static>> = Vec::new();
    let named = sla.targets.iter().map(|target| width(&target.words())).max().unwrap_or(0).clamp(NAMED, MOST_NAMED);
    for target in &sla.targets {
        lines.extend(target_lines(row, target, (columns, named), shared, now));
    }
    if lines.len() > usize::from(room) {
        let mut all: Vec<&Target> = sla.targets.iter().collect();
        if all.len() > usize::from(room) {
            all.sort_by_key(|target| target.met.is_some());
        }
        lines = all.into_iter().map(|target| brief_line(row, target, (columns, named), shared, now)).collect();
    }
    if sla.targets.iter().any(|t| t.state == TargetState::NoClock) {
        let words = start_in_words(&row.ticket, contract, sla);
        let wrapped = wrap(&words, usize::from(columns.saturating_sub(2)));
        lines.extend(wrapped.into_iter().map(|l| Line::styled(format!(" {l}"), theme.no_clock)));
    }
    lines
}

/// Returns the two lines of a target:
///
/// ```text
///  response    due today 15:10            ! at risk
///  ██████████▎─────────!  38m07s of support time, in 38m07s
/// ```
fn target_lines(
    row: &TicketRow,
    target: &Target,
    (columns, name): (u16, usize),
    shared: &Shared,
    now: Instant,
) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let zone = shared.zone;
    let tone = state::style(target.state, theme);
    let due = due_or_none(target, zone, now);
    let why = with_expected(reason(row, target, zone, now), target, zone, now);
    let standing = format!("{} {}", state::sign(target.state), state_in_words(row, target));
    let named = format!(" {:<name$} {due:<20} ", target.words());
    let fits = width(&named) + width(&standing) <= usize::from(columns);
    let mut head = vec![Span::styled(named, theme.text)];
    // An internal target with a long name has its state in the line below.
    let before = if fits { String::new() } else { format!("{standing} · ") };
    head.extend(fits.then_some(Span::styled(standing, tone)));
    let head = Line::from(head);
    let Some(left) = target.left.zip(target.due) else {
        let waits = target.waits_for().is_some();
        let promised = why.is_empty() || waits || target.state == TargetState::NoClock;
        let words = if promised { promise_in_words(&target.promise) } else { why };
        let lines = wrap(&format!("{before}{words}"), usize::from(columns.saturating_sub(4)));
        let lines = lines.into_iter().map(|line| Line::styled(format!("   {line}"), theme.dim));
        return std::iter::once(head).chain(lines).collect();
    };
    let clocks = both_clocks(left.0.secs(), left.1, now);
    let why = match target.state {
        // The clocks say by how much it is overdue.
        TargetState::Breached => breached_further(target, |at| say_moment(zone, at, now)).unwrap_or_default(),
        _ => why,
    };
    let words = if why.is_empty() { clocks } else { format!("{clocks} · {why}") };
    let words = format!("{before}{words}");
    let mut lines = vec![head];
    lines.extend(bar_and_words(target, &words, columns, tone, theme));
    lines
}

/// Returns one line for a target: ` response    due today 15:10       ! at risk  38m left`.
fn brief_line(
    row: &TicketRow,
    target: &Target,
    (columns, name): (u16, usize),
    shared: &Shared,
    now: Instant,
) -> Line<'static> {
    let theme = &shared.theme;
    let zone = shared.zone;
    if columns < NARROW {
        return narrow_line(row, target, columns, shared, now);
    }
    let named = format!(" {:<name$} {:<18} ", target.words(), due_or_none(target, zone, now));
    let standing = format!("{} {}", state::sign(target.state), state_in_words(row, target));
    let left = target.left.map(|left| state::time(left.secs()));
    let why = with_expected(reason(row, target, zone, now), target, zone, now);
    let words = match left {
        _ if target.waits_for().is_some() => String::new(),
        _ if target.state == TargetState::Breached => why,
        Some(left) if why.is_empty() => format!("{left} left"),
        Some(left) => format!("{left} left · {why}"),
        None => why,
    };
    let room = usize::from(columns).saturating_sub(width(&named));
    let said = match words {
        words if words.is_empty() => standing,
        // A reason that begins with the state says it.
        words if words.starts_with(&state_in_words(row, target)) => format!("{} {words}", state::sign(target.state)),
        words => format!("{standing}  {words}"),
    };
    let tone = state::style(target.state, theme);
    Line::from(vec![Span::styled(named, theme.text), Span::styled(fit(&said, room), tone)])
}

/// Returns the line of a target on a narrow screen: ` work start Tue 13:11     ‼ −26h32`.
fn narrow_line(row: &TicketRow, target: &Target, columns: u16, shared: &Shared, now: Instant) -> Line<'static> {
    let due = due_in_words(target, shared.zone, now, list_moment).unwrap_or_else(|| "–".to_owned());
    let name = fit(&target.words(), NAMED);
    let named = format!(" {name:<NAMED$} {due:<12} ");
    let left = target.left.filter(|_| target.met.is_none());
    let left = left.map(|left| state::time(left.secs()));
    let words = left.unwrap_or_else(|| state_in_words(row, target));
    let room = usize::from(columns).saturating_sub(width(&named));
    let said = fit(&format!("{} {words}", state::sign(target.state)), room);
    let tone = state::style(target.state, &shared.theme);
    Line::from(vec![Span::styled(named, shared.theme.text), Span::styled(said, tone)])
}

fn due_or_none(target: &Target, zone: Zone, now: Instant) -> String {
    match due_in_words(target, zone, now, say_moment) {
        Some(due) => format!("due {due}"),
        None if target.waits_for().is_some() => "not begun".to_owned(),
        None => "no deadline".to_owned(),
    }
}

/// Adds, for a range, the moment when it is expected to the reason, as long as the target is neither met nor breached. The reason
/// of a goal says it already.
fn with_expected(why: String, target: &Target, zone: Zone, now: Instant) -> String {
    let range = target.met.is_none() && target.state != TargetState::Breached && !target.promise.goal;
    let Some(expected) = expected_in_words(target, zone, now, say_moment).filter(|_| range) else { return why };
    let expected = format!("expected by {expected}");
    if why.is_empty() { expected } else { format!("{why}, {expected}") }
}

/// Returns the bar with the words behind it, or below it where they do not fit.
fn bar_and_words(target: &Target, words: &str, columns: u16, tone: Style, theme: &Theme) -> Vec<Line<'static>> {
    // The bar is short: each cell is three bytes of an arrow key's kibibyte, and the words have room beside it.
    let bar_columns = (columns / 10).clamp(6, 30);
    let mut bar = state::target_bar(target, bar_columns, theme);
    bar.spans.insert(0, Span::raw(" "));
    if width(words) + usize::from(bar_columns) + 3 <= usize::from(columns) {
        bar.spans.push(Span::styled(format!("  {words}"), tone));
        return vec![bar];
    }
    let below = wrap(words, usize::from(columns.saturating_sub(3)));
    std::iter::once(bar).chain(below.into_iter().map(|line| Line::styled(format!("   {line}"), tone))).collect()
}

/// Returns the time left on the target's clock, and in real time.
fn both_clocks(left: i64, due: Instant, now: Instant) -> String {
    let real = due.since(now);
    let (support, wall) = (state::time, rough_duration);
    match (left < 0 || real < 0, left == real) {
        (true, true) => format!("overdue by {}", support(-left)),
        (true, false) => format!("overdue by {} ({} of real time)", support(-left), wall(-real)),
        (false, true) => format!("{} left", support(left)),
        (false, false) => format!("{} left ({} of real time)", support(left), wall(real)),
    }
}

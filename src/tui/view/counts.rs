//! Says how many tickets are in each state and what is down, for the second row.

use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::tui::feature::uptime::view::age_text;
use crate::tui::shared::Shared;
use crate::tui::text::fit;
use crate::tui::view::ticket_table::{SNOOZED, UNANSWERED};

/// How much the counts of tickets say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CountWords {
    /// Every count in words, with that many blanks between them; the rarest without where they are less than three.
    All(usize),
    /// The same, in fewer letters.
    Short,
    /// Words only for the counts that need attention or, where some clocks are paused, for why clocks do not run.
    Pressing,
    /// Signs alone.
    Signs,
}

/// Returns the counts by state, in the longest form that fits.
pub(super) fn counts(shared: &Shared, columns: usize, now: Instant) -> Line<'static> {
    use CountWords::{All, Pressing, Short, Signs};
    // How many wait for an answer costs no state its words.
    let forms = [
        (All(3), true),
        (All(2), true),
        (Short, true),
        (Short, false),
        (Pressing, true),
        (Signs, true),
        (Signs, false),
    ];
    let mut lines = forms.map(|(say, with_unanswered)| line(shared, say, with_unanswered, now));
    let fits = lines.iter().position(|line| line.width() <= columns + 2);
    std::mem::take(&mut lines[fits.unwrap_or(lines.len() - 1)])
}

/// Returns the counts by state in one form.
pub(super) fn counts_line(shared: &Shared, say: CountWords, now: Instant) -> Line<'static> {
    line(shared, say, false, now)
}

/// Returns the counts by state in one form, with or without how many tickets have a customer who wrote last.
fn line(shared: &Shared, say: CountWords, with_unanswered: bool, now: Instant) -> Line<'static> {
    let (count, theme) = (shared.queue.counts(), &shared.theme);
    let needing_action = shared.queue.needing_action();
    let mut parts = vec![
        ("‼", count.breached, "breached", theme.breached),
        ("!", count.at_risk, "at risk", theme.at_risk),
        ("▶", count.running, "running", theme.running),
        ("‖", count.stopped, if say == CountWords::Short { "off hours" } else { "support closed" }, theme.stopped),
    ];
    // The agreements that pause a clock are few.
    if count.paused > 0 {
        parts.push(("‖", count.paused, "paused", theme.stopped));
    }
    parts.push((
        "☎",
        count.no_clock,
        if say == CountWords::Short { "to phone" } else { "to be phoned" },
        theme.no_clock,
    ));
    // Few agreements want a report by another channel than the phone.
    if count.to_report > 0 {
        parts.push(("☎", count.to_report, "to be reported", theme.no_clock));
    }
    // Such tickets are rare, so their count shows only when there are any.
    if needing_action > 0 {
        let words = match needing_action {
            _ if !worded_rarely(say) => "",
            1 => "needs action",
            _ => "need action",
        };
        parts.push(("✉", needing_action, words, theme.at_risk));
    }
    let unanswered = shared.queue.unanswered();
    if with_unanswered && unanswered > 0 {
        parts.push((UNANSWERED, unanswered, if worded_rarely(say) { "unanswered" } else { "" }, theme.accent));
    }
    let snoozed = shared.queue.snoozed();
    if with_unanswered && snoozed > 0 {
        parts.push((SNOOZED, snoozed, if worded_rarely(say) { "snoozed" } else { "" }, theme.dim));
    }
    let mut spans = vec![Span::raw(" ")];
    spans.extend(
        outage(shared, say, now).into_iter().flat_map(|words| [Span::styled("▼", theme.breached), Span::raw(words)]),
    );
    let gap = " ".repeat(if let CountWords::All(gap) = say { gap } else { 2 });
    for (sign, number, words, style) in parts {
        // The words are read and have the terminal's own colour; the sign tells the state.
        let (sign_style, text_style) = if number == 0 { (theme.dim, theme.dim) } else { (style, theme.text) };
        let worded = match say {
            CountWords::All(_) | CountWords::Short => true,
            // Two reasons share the sign of a clock that stands, or of one that has not begun, and only their words tell them
            // apart.
            CountWords::Pressing if count.paused > 0 => sign == "‖",
            CountWords::Pressing if count.to_report > 0 => sign == "☎",
            CountWords::Pressing => matches!(sign, "‼" | "!"),
            CountWords::Signs => false,
        };
        let words = if worded { format!(" {words}") } else { String::new() };
        spans.push(Span::styled(sign, sign_style));
        spans.push(Span::styled(format!(" {number}{words}{gap}"), text_style));
    }
    Line::from(spans)
}

/// Returns whether what is counted rarely has its words.
const fn worded_rarely(say: CountWords) -> bool {
    matches!(say, CountWords::All(3))
}

/// Returns the running outages: the vendor and how long; of several, how many and how long the longest.
fn outage(shared: &Shared, say: CountWords, now: Instant) -> Option<String> {
    let mut running: Vec<_> = shared.ledger.running().map(|(_, outage)| outage).collect();
    running.sort_by_key(|outage| outage.from);
    let first = running.first()?;
    let age = age_text(first.lasts(now));
    let blanks = " ".repeat(if let CountWords::All(gap) = say { gap } else { 2 });
    let vendor = |columns: usize| {
        let contract = shared.book.get(&first.contract);
        contract.map_or(first.contract.as_str(), |contract| contract.vendor_in(columns))
    };
    Some(match (running.len(), say) {
        (1, CountWords::Signs) => format!(" {} {age}{blanks}", fit(vendor(12), 12)),
        (1, CountWords::Pressing) => format!(" {} down {age}{blanks}", fit(vendor(12), 12)),
        (1, CountWords::All(_) | CountWords::Short) => format!(" {} down {age}{blanks}", fit(vendor(16), 16)),
        (many, CountWords::Signs) => format!(" {many} {age}{blanks}"),
        (many, _) => format!(" {many} down {age}{blanks}"),
    })
}

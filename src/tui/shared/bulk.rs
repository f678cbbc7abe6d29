//! Records what ends the promises of several tickets at once. It asks first, with the number of tickets and what stands out
//! among them: `*` and one key would else close a whole list, with tickets in it that nobody has mended.

use crate::domain::sla::{Sla, TicketRow, needed_actions};
use crate::domain::ticket::EventData;
use crate::domain::ticket::event::{self, plain};
use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Action;
use crate::tui::overlay::confirm::{BulkAction, Confirm, ConfirmedEffect};

use super::{Effects, SeenTicket, Shared};

/// The words for what tickets have in common: for one ticket, and for several.
type CommonWords = (&'static str, &'static str);

impl Shared {
    /// Asks whether the action is meant for all of these tickets, of which there are several. Those on which it cannot be
    /// recorded are listed at once where there are no others, else counted in the question.
    pub(crate) fn ask_bulk(&mut self, action: Action, tickets: &[SeenTicket], now: Instant) -> Effects {
        let (mut fine, mut seen, mut left, mut refused) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (row, revision) in tickets.iter().filter_map(|(id, seen)| Some((self.row(*id, now)?, *seen))) {
            let id = row.ticket.id;
            let why = match self.recorded(action, &row) {
                Ok(what) => self.refusal_of(&row, &what, self.at, now),
                Err(why) => Some(why),
            };
            if let Some(why) = why {
                refused.push(format!("#{id}: {why}"));
                left.push(row);
            } else {
                seen.push((id, revision));
                fine.push(row);
            }
        }
        if fine.is_empty() {
            self.tell_refused(refused, tickets.len(), words(action).1);
            return Effects::new();
        }
        let when = self.at.map_or_else(String::new, |at| format!(" for {}", say_moment(self.zone, at, now)));
        let count = if fine.len() == 1 { "1 ticket".to_owned() } else { format!("{} tickets", fine.len()) };
        let kinds = in_common(action, &fine, &self.me.name, now);
        let question = format!("{} {count}{when}?{kinds}{}", words(action).0, left_out(action, &left));
        let bulk = BulkAction { action, tickets: seen };
        self.over(Confirm { question, then: ConfirmedEffect::Record(Box::new(bulk)) });
        Effects::new()
    }

    /// Returns the event that the action records on that ticket. A parent of open tickets is closed by itself, as that is
    /// asked about.
    fn recorded(&self, action: Action, row: &TicketRow) -> Result<EventData, String> {
        if action == Action::Close && !self.open_children(row.ticket.id).is_empty() {
            return Err("children of it are open; close it by itself, or them first".to_owned());
        }
        recorded(action, row)
    }

    /// Records what was asked about. The question has told why the others are left out; they stay in the list.
    pub(crate) fn record_bulk(&mut self, bulk: BulkAction, now: Instant) -> Effects {
        let BulkAction { action, tickets } = bulk;
        self.record_on(&tickets, |shared, row| shared.recorded(action, row), words(action).1, now)
    }
}

/// Returns the verb for the question, and the words for what was done.
fn words(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Close => ("Close", "closed"),
        Action::Record("workaround") => ("Record a workaround for", "workaround given"),
        _ => ("Fix", "fixed"),
    }
}

/// Returns the event that the action records on that ticket. A late ticket is closed by itself, as its closing says whose
/// breach it is.
fn recorded(action: Action, row: &TicketRow) -> Result<EventData, String> {
    Ok(match action {
        Action::Close if is_late(row) => {
            return Err("it was late; close it by itself, to say whose breach it is".to_owned());
        }
        Action::Close => EventData::Closed(event::Closed { reason: None, words: None }),
        Action::Record(name) => plain(name).ok_or_else(|| format!("{name} cannot be recorded on several"))?.0,
        _ => return Err("it cannot be recorded on several".to_owned()),
    })
}

fn is_late(row: &TicketRow) -> bool {
    row.ticket.is_open() && row.sla.as_ref().is_some_and(Sla::is_broken)
}

/// Returns what stands out, as in ` 12 are not fixed, 3 wait on somebody.`; empty where nothing does.
fn in_common(action: Action, rows: &[TicketRow], me: &str, now: Instant) -> String {
    let of = |kind: CommonWords, holds: &dyn Fn(&TicketRow) -> bool| {
        said(kind, rows.iter().filter(|row| holds(row)).count())
    };
    let not_done = match action {
        Action::Close => of(("is not fixed", "are not fixed"), &|row| row.ticket.fixed.is_none()),
        _ => of(("has no work started", "have no work started"), &|row| row.ticket.work_began().is_none()),
    };
    let late = of(("has breached a target", "have breached a target"), &is_late);
    let severe = of(("is of the highest severity", "are of the highest severity"), &is_most_severe);
    let waiting = of(("waits on somebody", "wait on somebody"), &|row| row.ticket.waiting().is_some());
    let needing_action = of(("needs action", "need action"), &|row| !needed_actions(row, now).is_empty());
    let others = of(("is assigned to somebody else", "are assigned to others"), &|row| {
        row.ticket.assignee.as_deref().is_some_and(|assignee| assignee != me)
    });
    sentence([not_done, late, severe, waiting, needing_action, others])
}

/// Returns why tickets are left out, as in ` 44 others stay as they are: 14 breached a target and lack a reason.`; empty
/// without any.
fn left_out(action: Action, rows: &[TicketRow]) -> String {
    let late = |row: &&TicketRow| action == Action::Close && is_late(row);
    let owes = |row: &&TicketRow| action == Action::Close && !is_late(row) && row.next().is_some();
    let (late, owing) = (rows.iter().filter(late).count(), rows.iter().filter(owes).count());
    let why = sentence([
        said(("breached a target and lacks a reason", "breached a target and lack a reason"), late),
        said(("still has an open target", "still have open targets"), owing),
    ]);
    let stay = said(("other stays as it is", "others stay as they are"), rows.len());
    match (stay, why.as_str()) {
        (None, _) => String::new(),
        (Some(stay), "") => format!(" {stay}."),
        (Some(stay), why) => format!(" {stay}:{why}"),
    }
}

fn is_most_severe(row: &TicketRow) -> bool {
    let severity = row.sla.as_ref().map_or(row.ticket.severity.as_str(), |sla| sla.severity.as_str());
    row.contract.as_ref().and_then(|contract| contract.severities.first()).is_some_and(|first| first.id == severity)
}

fn said((one, several): CommonWords, count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {several}")),
    }
}

/// Joins the parts with commas to a sentence with a full stop and a blank before; empty where there are none.
fn sentence<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" {}.", parts.join(", ")) }
}

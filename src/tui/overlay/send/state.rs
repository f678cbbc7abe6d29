//! Holds the ways in which a letter can be sent, each with what it records.

use std::time::Duration;

use crate::domain::contract::Pause;
use crate::domain::ledger::{Outgoing, OutgoingPurpose};
use crate::domain::sla::{Sla, TicketRow, pause_means};
use crate::domain::ticket::event::Closed;
use crate::domain::ticket::{BreachReason, Kind, TicketId};
use crate::tui::action::Action;
use crate::tui::feature::composer::SendHow;
use crate::tui::text::width;
use crate::tui::widget::Rows;

/// The ways in which a letter can be sent.
pub(crate) struct SendMenu {
    /// The ticket that it is about.
    pub(crate) ticket: TicketId,
    /// The title: to whom it goes.
    pub(crate) title: String,
    /// What is to be known first: who else writes, that the ticket is closed.
    pub(crate) notices: Vec<String>,
    /// The ways.
    pub(crate) ways: Vec<WayToSend>,
    /// Whose breach a closing settles, where a target was breached.
    reasons: Vec<WayToSend>,
    /// Whether it is asked whose breach the closing settles, and no more how the letter is sent.
    pub(crate) asks_whose: bool,
    /// The selected row.
    pub(crate) rows: Rows,
}

/// A way in which a letter can be sent.
pub(crate) struct WayToSend {
    /// The action whose key chooses it; none for a reason of the closing.
    pub(crate) action: Option<Action>,
    /// The label, in a few words.
    pub(crate) label: &'static str,
    /// The sentence that says what it means.
    pub(crate) means: String,
    /// How it sends.
    how: SendHow,
    /// What sending it so records.
    pub(crate) records: String,
    /// The reason why it cannot be sent so.
    pub(crate) refused: Option<RefusedWay>,
}

/// Why a letter cannot be sent in a way, in as many words as there is room for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RefusedWay {
    /// The whole of it, with what to do.
    pub(crate) whole: String,
    /// The same in fewer words, the longest first.
    pub(crate) shorter: Vec<String>,
}

impl RefusedWay {
    /// Says as much of it as so many columns take.
    pub(crate) fn within(&self, columns: usize) -> &str {
        let all = std::iter::once(&self.whole).chain(&self.shorter);
        all.map(String::as_str).find(|words| width(words) <= columns).unwrap_or("not possible now")
    }
}

/// What comes of sending a letter in a way: why it cannot be, and what it records.
pub(crate) struct WayLookedAt {
    /// Why it cannot be sent so.
    pub(crate) refused: Option<RefusedWay>,
    /// What sending it so records.
    pub(crate) records: String,
}

/// What comes of choosing a way.
pub(crate) enum ChosenWay {
    /// The letter is sent so.
    Send(SendHow),
    /// It is asked first whose breach the closing settles.
    Ask,
    /// It is asked first why, in a sentence, now that it is known whose breach it was.
    AskWhy(BreachReason),
    /// It cannot be sent so, for that reason.
    Refused(String),
}

impl SendMenu {
    /// Creates the ways to send that letter; `look` says what comes of one. One that cannot be chosen stands among them, with why.
    pub(crate) fn new(
        letter: &Outgoing,
        row: &TicketRow,
        hold: Duration,
        notices: Vec<String>,
        look: &dyn Fn(&SendHow) -> WayLookedAt,
    ) -> Self {
        let ticket = &row.ticket;
        let goes = if hold.is_zero() { "Goes at once".to_owned() } else { format!("Goes in {} s", hold.as_secs()) };
        let way = |action, label, means, how| {
            let WayLookedAt { refused, records } = look(&how);
            WayToSend { action: Some(action), label, means, how, records, refused }
        };
        let mut ways = vec![way(Action::SendLetter, "send", goes, SendHow::Send)];
        let is_forward = letter.purpose == OutgoingPurpose::Forward;
        let (on, who) = match letter.purpose {
            OutgoingPurpose::Vendor => (Pause::WaitingVendor, "the vendor"),
            _ => (Pause::WaitingCustomer, "the customer"),
        };
        let mut reasons = Vec::new();
        if ticket.is_open() && !is_forward {
            let means = format!("Waits on {who} then; {}", pause_means(row, on));
            ways.push(way(Action::SendAndWait, "send and wait", means, SendHow::AndWait));
            let is_broken = row.sla.as_ref().is_some_and(Sla::is_broken);
            if is_broken {
                reasons = reasons_of(look);
            }
            let unfixed = ticket.fixed.is_none() && ticket.kind != Kind::Question;
            let means = match (is_broken, unfixed) {
                (true, true) => "Closes it, not fixed. It was late: asks whose breach.",
                (true, false) => "Closes it. It was late: asks whose breach, and why.",
                (false, true) => "Closes the ticket, which was not fixed.",
                (false, false) => "Closes the ticket.",
            };
            let plain = SendHow::AndClose(Closed { reason: None, words: None });
            let mut close = way(Action::SendAndClose, "send and close", means.to_owned(), plain);
            if let Some(first) = reasons.first() {
                close.refused.clone_from(&first.refused);
            }
            ways.push(close);
        } else {
            let (whole, brief) = if is_forward {
                ("A letter that is passed on neither waits nor closes".to_owned(), "not when passed on")
            } else {
                (format!("#{} is closed already", ticket.id), "closed already")
            };
            ways.extend(not_there(&RefusedWay { whole, shorter: vec![brief.to_owned()] }));
        }
        let title = format!("Send to {}", letter.to_in_brief());
        Self { ticket: ticket.id, title, notices, ways, reasons, asks_whose: false, rows: Rows::default() }
    }

    /// Chooses the selected way.
    pub(crate) fn chosen(&self) -> Option<ChosenWay> {
        let way = self.ways.get(self.rows.chosen()?)?;
        Some(match &way.refused {
            Some(why) => ChosenWay::Refused(why.whole.clone()),
            None => match &way.how {
                SendHow::AndClose(Closed { reason: None, .. }) if !self.reasons.is_empty() => ChosenWay::Ask,
                SendHow::AndClose(Closed { reason: Some(reason), .. }) => ChosenWay::AskWhy(*reason),
                how => ChosenWay::Send(how.clone()),
            },
        })
    }

    /// Returns what sending it in the selected way records; in the first one where that cannot be.
    pub(crate) fn records(&self) -> &str {
        let selected = self.rows.chosen().and_then(|place| self.ways.get(place));
        let possible = selected.filter(|way| way.refused.is_none()).or_else(|| self.ways.first());
        possible.map_or("", |way| &way.records)
    }

    /// Selects the way that this action chooses. Returns whether there is one.
    pub(crate) fn select(&mut self, action: Action) -> bool {
        let place = self.ways.iter().position(|way| way.action == Some(action));
        if let Some(place) = place {
            self.rows.select(place, self.ways.len());
        }
        place.is_some()
    }

    /// Asks whose breach the closing settles. Nothing is chosen yet: it decides who pays.
    pub(crate) fn ask_whose_breach(&mut self) {
        self.ways = std::mem::take(&mut self.reasons);
        self.title = format!("Send and close #{}", self.ticket);
        self.notices = vec!["It was late. Whose breach is it?".to_owned()];
        self.asks_whose = true;
        self.rows = Rows::unchosen();
    }
}

/// Returns the ways that such a letter has not, with why.
fn not_there(why: &RefusedWay) -> [WayToSend; 2] {
    let way = |action, label, how| WayToSend {
        action: Some(action),
        label,
        means: String::new(),
        how,
        records: String::new(),
        refused: Some(why.clone()),
    };
    let closed = SendHow::AndClose(Closed { reason: None, words: None });
    [way(Action::SendAndWait, "send and wait", SendHow::AndWait), way(Action::SendAndClose, "send and close", closed)]
}

fn reasons_of(look: &dyn Fn(&SendHow) -> WayLookedAt) -> Vec<WayToSend> {
    let reasons = [
        (BreachReason::Ours, "ours", "This desk was late."),
        (BreachReason::Vendors, "the vendor's", "The vendor was late."),
        (BreachReason::Agreed, "agreed", "The customer agreed to it."),
        (BreachReason::Disputed, "disputed", "Vendor and desk do not agree on it."),
    ];
    let way = |(reason, label, means): (BreachReason, &'static str, &str)| {
        let how = SendHow::AndClose(Closed { reason: Some(reason), words: None });
        let WayLookedAt { refused, records } = look(&how);
        WayToSend { action: None, label, means: means.to_owned(), refused, records, how }
    };
    reasons.into_iter().map(way).collect()
}

//! Records what happens to a ticket, and asks first what has to be asked.

use crate::config::DraftOf;
use crate::desk::{Change, Problem, check};
use crate::domain::contract::{Contract, Severity};
use crate::domain::ledger::LedgerRecord;
use crate::domain::sla::{Sla, Start, Target, TargetState, TicketRow, replaced_in_words, why};
use crate::domain::ticket::event::{OwedBeforeClosing, owed_before_closing};
use crate::domain::ticket::{BreachReason, Event, EventData, Kind, Ticket, TicketId, check_event, event, say};
use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Action;
use crate::tui::overlay::chooser::{Choice, Chooser};
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::files::FilesList;
use crate::tui::overlay::note::{Note, NoteKind};
use crate::tui::overlay::pager::Pager;
use crate::tui::run::ShellEffect;
use crate::tui::widget::Rows;

use super::{Effects, HistoryStep, Shared, UndoableChange, several};

/// Returns the question before a whole ticket is retracted.
pub(crate) fn withdraw_question(ticket: TicketId) -> String {
    format!("Withdraw #{ticket}? It leaves the queue; its record stays.")
}

/// Returns whether the ticket is about something to be put right, and nothing says that it was.
fn is_never_fixed(ticket: &Ticket) -> bool {
    ticket.fixed.is_none() && ticket.kind != Kind::Question
}

/// Returns the question before a ticket is closed that was never fixed, with what the closing means for its targets.
fn never_fixed_question(row: &TicketRow) -> String {
    let means = match (&row.ticket.exclusion, row.next()) {
        (Some(_), _) => "It is excluded, so its targets do not count.",
        (None, Some(_)) => "Nothing else is owed for it; the updates to its customer end.",
        (None, None) => "Nothing is owed for it.",
    };
    let given = if row.ticket.workaround.is_some() { ", only a workaround was given" } else { "" };
    format!("Close #{}? It has not been fixed{given}. {means}", row.ticket.id)
}

/// Names tickets: `#12, #13, #14`.
fn numbered(tickets: &[TicketId]) -> String {
    tickets.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ")
}

/// Returns the question before a parent is closed whose children are open.
fn open_children_question(ticket: TicketId, open: &[TicketId]) -> String {
    match open {
        [child] => format!("Close #{ticket}? Its child #{child} is open, and stays so."),
        several => {
            format!("Close #{ticket}? {} of its children are open, and stay so: {}.", several.len(), numbered(several))
        }
    }
}

/// A closing for which no reason is needed.
const CLOSING: EventData = EventData::Closed(event::Closed { reason: None, words: None });

impl Shared {
    /// Returns whether this person may not do that, and says so before they have filled anything in. The desk decides
    /// again.
    pub(crate) fn is_refused(&mut self, change: &Change, entry: Option<&LedgerRecord>, now: Instant) -> bool {
        let refusal = check(&self.people, &self.me, change, None, entry).err();
        if let Some(error) = &refusal {
            self.bad(error.to_string(), now);
        }
        refusal.is_some()
    }

    /// Opens what is written on that ticket, as that kind; another one can be chosen in it.
    pub(crate) fn open_note_on(&mut self, id: TicketId, kind: NoteKind) -> Effects {
        let mut note = Note { kind, ..Note::new(id, self.at) };
        if let Some(draft) = self.take_draft(DraftOf::Note(id)) {
            note.bring_back(&draft);
        }
        self.over(note);
        self.read_drafts()
    }

    /// Closes the current ticket; where a target was breached, asks whose breach it is, as the record needs that, and where it
    /// was never fixed, whether that is meant.
    pub(crate) fn close(&mut self, now: Instant) -> Effects {
        // What cannot be closed anyway is refused before anything is asked.
        let closable = self.closable(now).map(|row| row.ticket.id);
        let open = closable.map_or_else(Vec::new, |id| self.open_children(id));
        if let (Some(id), false) = (closable, open.is_empty()) {
            let question = open_children_question(id, &open);
            self.over(Confirm { question, then: ConfirmedEffect::CloseParent(id) });
            return Effects::new();
        }
        self.close_whatever_is_below(now)
    }

    /// Returns the children of that ticket that are open.
    pub(crate) fn open_children(&self, id: TicketId) -> Vec<TicketId> {
        let children = self.ticket(id).map_or_else(Vec::new, |ticket| ticket.children().collect());
        children.into_iter().filter(|child| self.ticket(*child).is_some_and(Ticket::is_open)).collect()
    }

    /// Closes the current ticket, be children of it open or not.
    pub(crate) fn close_whatever_is_below(&mut self, now: Instant) -> Effects {
        match self.closable(now) {
            Some(row) if row.sla.as_ref().is_some_and(Sla::is_broken) => self.ask_whose_breach(&row),
            Some(row) if is_never_fixed(&row.ticket) => {
                let then = ConfirmedEffect::Close(row.ticket.id, Some(row.ticket.revision));
                self.over(Confirm { question: never_fixed_question(&row), then });
            }
            _ => return self.record(CLOSING, "closed", now),
        }
        Effects::new()
    }

    /// Returns the current ticket, where it can be closed.
    fn closable(&self, now: Instant) -> Option<TicketRow> {
        let happened = self.at.unwrap_or(now);
        let row = self.current.and_then(|id| self.row(id, now))?;
        check_event(&row.ticket, row.contract.as_deref(), &CLOSING, happened, now).is_ok().then_some(row)
    }

    fn ask_whose_breach(&mut self, row: &TicketRow) {
        let reasons = [
            (BreachReason::Ours, "Ours", "This desk was late."),
            (BreachReason::Vendors, "The vendor's", "The vendor was late."),
            (BreachReason::Agreed, "Agreed", "The customer agreed to it."),
            (BreachReason::Disputed, "Disputed", "Vendor and desk do not agree on it."),
        ];
        let option = |(reason, label, means): (BreachReason, &str, &str)| Choice {
            label: label.to_owned(),
            means: means.to_owned(),
            what: EventData::Closed(event::Closed { reason: Some(reason), words: None }),
        };
        let unfixed = if is_never_fixed(&row.ticket) { ", which is not fixed" } else { "" };
        let title = format!("Close #{}{unfixed}: it was late. Whose breach is it?", row.ticket.id);
        let options = reasons.into_iter().map(option).collect();
        self.choose(Chooser {
            title,
            ticket: row.ticket.id,
            revision: Some(row.ticket.revision),
            options,
            rows: Rows::unchosen(),
        });
    }

    /// Returns why that event was refused, with the key for what has to be recorded first where that is known.
    pub(crate) fn refused_in_words(
        &self,
        ticket: &Ticket,
        contract: Option<&Contract>,
        (what, happened): (&EventData, Instant),
        refused: &Problem,
    ) -> String {
        let EventData::Closed(_) = what else { return refused.to_string() };
        let Some((OwedBeforeClosing { ticket, kind, todo, .. }, name)) =
            self.owed_with_key(ticket, contract, happened, refused)
        else {
            return refused.to_string();
        };
        self.keys.say(&format!("#{ticket} still has to meet its {}; press {{{name}}} to {todo}", kind.words()))
    }

    /// Returns what a ticket still has to meet before it is closed, where that is why the closing was refused, with the name of the
    /// action that does it.
    pub(crate) fn owed_with_key(
        &self,
        ticket: &Ticket,
        contract: Option<&Contract>,
        happened: Instant,
        refused: &Problem,
    ) -> Option<(OwedBeforeClosing, String)> {
        let owed = owed_before_closing(ticket, contract, happened).filter(|owed| Problem::from(*owed) == *refused)?;
        let row = self.keys.rows().find(|row| row.action.is_command(owed.command))?;
        Some((owed, row.name.to_string()))
    }

    /// Says that there is no ticket to do anything to.
    pub(crate) fn tell_no_ticket(&mut self, now: Instant) {
        self.info(format!("There is no ticket here; {} logs one", self.keys.sign(Action::New)), now);
    }

    /// Records that something happened to the current ticket: now, or at the moment entered before.
    pub(crate) fn record(&mut self, what: EventData, words: &str, now: Instant) -> Effects {
        let Some(id) = self.current else {
            self.tell_no_ticket(now);
            return Vec::new();
        };
        let revision = self.ticket(id).map(|t| t.revision);
        self.add(id, revision, what, words, now)
    }

    /// Records that something happened to a ticket. `revision` is the one that was looked at.
    pub(crate) fn add(
        &mut self,
        id: TicketId,
        revision: Option<u32>,
        what: EventData,
        words: &str,
        now: Instant,
    ) -> Effects {
        let happened = self.at;
        let contract = self.row(id, now).and_then(|row| row.contract);
        let refused = self.ticket(id).and_then(|ticket| {
            let (contract, at) = (contract.as_deref(), happened.unwrap_or(now));
            let refused = check_event(ticket, contract, &what, at, now).err()?;
            Some(self.refused_in_words(ticket, contract, (&what, at), &refused))
        });
        if let Some(refused) = refused {
            self.bad(refused, now);
            return Vec::new();
        }
        self.note_replacing(id, happened, &what, now);
        let what = Box::new(what);
        self.use_late_mark(happened);
        let when = happened.map_or_else(String::new, |at| {
            let moment = self.in_both_zones(contract.as_deref(), at);
            format!(", {moment}")
        });
        let change = Change::Add { ticket: id, revision, happened, what };
        self.send_in_turn(format!("#{id} {words}{when}"), change)
    }

    /// Records that a ticket was responded to when the vendor's letter came, which proposes it.
    pub(crate) fn accept_response(&mut self, id: TicketId, now: Instant) -> Effects {
        let Some((at, revision)) = self.ticket(id).and_then(|it| Some((it.proposed_response()?, it.revision))) else {
            return Vec::new();
        };
        // A moment that was marked for what is recorded next is for something else.
        let marked = self.at.replace(at);
        let effects = self.add(id, Some(revision), EventData::Responded, "responded", now);
        self.at = marked;
        effects
    }

    /// Notes what an event that is about to be sent will replace, for its confirmation.
    pub(super) fn note_replacing(&mut self, id: TicketId, happened: Option<Instant>, what: &EventData, now: Instant) {
        let replaced = happened.and_then(|at| self.will_replace(id, (at, what), now));
        let replacing = &mut self.outbox.replacing;
        // One of before may have been refused.
        replacing.retain(|(known, at, entered, _)| (*known, *at, entered.as_ref()) != (id, happened, what));
        replacing.extend(replaced.map(|words| (id, happened, Box::new(what.clone()), words)));
    }

    /// Returns what an event will replace that is entered for an earlier moment, or none where it replaces nothing.
    fn will_replace(&self, id: TicketId, (happened, what): (Instant, &EventData), now: Instant) -> Option<String> {
        let row = self.row(id, now)?;
        let event = Event { happened, recorded: now, by: self.me.name.clone(), what: what.clone().into() };
        let zone = self.zone;
        let say = |at| say_moment(zone, at, now);
        replaced_in_words((&row.ticket, &row.ticket.with(&event)), row.contract.as_deref(), now, say)
    }

    /// Returns what these changes have replaced, now that they are written, as the end of a sentence: `; response is now met …`;
    /// empty for most.
    pub(crate) fn replaced_by(&mut self, changes: &[Change]) -> String {
        let replacing = &mut self.outbox.replacing;
        let taken = changes.iter().filter_map(|change| {
            let Change::Add { ticket, happened, what, .. } = change else { return None };
            let place = replacing.iter().position(|(id, at, known, _)| (id, at, known) == (ticket, happened, what))?;
            let (id, .., words) = replacing.remove(place);
            Some((id, words))
        });
        let taken: Vec<(TicketId, String)> = taken.collect();
        match taken.as_slice() {
            [] => String::new(),
            [(_, words)] if changes.len() == 1 => format!("; {words}"),
            [(id, words)] => format!("; on #{id} {words}"),
            many => {
                let ids: Vec<TicketId> = many.iter().map(|(id, _)| *id).collect();
                format!("; on {} it counts in place of a later one", several(&ids))
            }
        }
    }

    /// Takes the event at that place of the ticket back; `done` says that it was `undone` or `retracted`.
    pub(crate) fn retract(&mut self, id: TicketId, event: u32, done: &str) -> Effects {
        self.outbox.undo.retain(|undo| !undo.changes.contains(&Change::Retract { ticket: id, event }));
        let events = self.records.get(&id).map(|record| &record.events);
        let said = events.and_then(|events| Some(say(events.get(event as usize)?, events)));
        let said = said.unwrap_or_else(|| "the logging".to_owned());
        let changes = vec![Change::Retract { ticket: id, event }];
        let was = UndoableChange { label: format!("#{id} {said}"), changes: changes.clone() };
        vec![self.commit_step(format!("#{id} {done}: {said}"), changes, HistoryStep::Back(was))]
    }

    /// Copies the current ticket's number and subject.
    pub(crate) fn copy(&mut self, now: Instant) -> Effects {
        let Some(row) = self.current.and_then(|id| self.row(id, now)) else { return Vec::new() };
        let text = format!("#{} {}", row.ticket.id, row.ticket.subject);
        self.copied("Number and subject", now);
        vec![ShellEffect::Copy(text).into()]
    }

    /// Copies the address of the current ticket's case in the vendor's portal.
    pub(crate) fn copy_portal(&mut self, now: Instant) -> Effects {
        let Some(row) = self.current.and_then(|id| self.row(id, now)) else {
            self.tell_no_ticket(now);
            return Vec::new();
        };
        let (id, case) = (row.ticket.id, row.ticket.vendor_case.as_deref());
        let Some(side) = row.contract.as_ref().map(|contract| &contract.vendor_side) else { return Vec::new() };
        match (side.portal_of(case), &side.portal) {
            (Some(address), _) => {
                self.copied("The address in the vendor's portal", now);
                return vec![ShellEffect::Copy(address).into()];
            }
            (None, Some(_)) => {
                let keys = self.keys.say("{vendor-case} sets it");
                self.bad(
                    format!("the vendor's case number of #{id} is not known, and its portal needs it; {keys}"),
                    now,
                );
            }
            (None, None) => {
                let file = format!("{}.toml", row.ticket.contract);
                self.bad(format!("no portal is known: write portal under [vendor_side] of {file}"), now);
            }
        }
        Vec::new()
    }

    /// Asks for another severity, or another priority where the contract has those.
    pub(crate) fn open_severity(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        if let Some(priority) = &contract.priority {
            return self.open_priority(&row, &contract, priority);
        }
        let others = contract.severities.iter().filter(|s| s.id != row.ticket.severity);
        let option = |s: &Severity| Choice {
            label: s.name.clone(),
            means: s.means.clone(),
            what: EventData::SeveritySet(event::SeveritySet { severity: s.id.clone() }),
        };
        let title = format!("Severity of #{id}, now {}", row.severity_name());
        let options = others.map(option).collect();
        let revision = Some(row.ticket.revision);
        self.choose(Chooser { title, ticket: id, revision, options, rows: Rows::unchosen() });
    }

    /// Asks by which channel the ticket was reported; where only one can start the clocks, records that one at once.
    pub(crate) fn open_channels(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let severity = row.sla.as_ref().map_or(row.ticket.severity.as_str(), |s| s.severity.as_str());
        let mut channels: Vec<String> = contract.support.channels.clone();
        channels.extend(
            ["phone", "email"].iter().map(|c| (*c).to_owned()).filter(|c| !contract.support.channels.contains(c)),
        );
        channels.sort_by_key(|c| !contract.takes(severity, c));
        let waiting = row.sla.as_ref().is_some_and(|s| s.start == Start::NoClock);
        let option = |channel: String| Choice {
            means: match (contract.takes(severity, &channel), waiting) {
                (true, true) => "starts the clocks".to_owned(),
                (true, false) => "counts under this agreement".to_owned(),
                (false, _) => "does not count under this agreement".to_owned(),
            },
            label: channel.clone(),
            what: EventData::Reported(event::Reported { channel }),
        };
        let title = format!("#{id} was reported by");
        let options = channels.into_iter().map(option).collect();
        let revision = Some(row.ticket.revision);
        self.choose(Chooser { title, ticket: id, revision, options, rows: Rows::default() });
    }

    /// Opens a choice of several things.
    pub(crate) fn choose(&mut self, chooser: Chooser) {
        self.over(chooser);
    }

    /// Lists the files of that ticket.
    pub(crate) fn open_files(&mut self, id: TicketId) -> Effects {
        let ticket = self.ticket(id);
        let files = ticket.map_or_else(Vec::new, |ticket| ticket.files.clone());
        let effects = ticket.map_or_else(Effects::new, Self::look_for_files);
        let what = Box::new(EventData::Attached(event::Attached { files: Vec::new() }));
        let change = Change::Add { ticket: id, revision: None, happened: None, what };
        let refused = check(&self.people, &self.me, &change, None, None).err();
        self.over(FilesList::new(id, files, refused.map(|error| error.to_string())));
        effects
    }

    /// Opens the account of that ticket's deadlines.
    pub(crate) fn open_why(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        // What is still to be done, or was not done in time, is what one asks about.
        let mut targets: Vec<&Target> = row.sla.iter().flat_map(|s| &s.targets).collect();
        targets
            .sort_by_key(|target| matches!(target.state, TargetState::Met | TargetState::Excluded | TargetState::None));
        let mut lines: Vec<String> = Vec::new();
        for (target, account) in targets.into_iter().filter_map(|t| Some((t, why(&row, t, now)?))) {
            lines.extend(account.to_text().lines().map(str::to_owned));
            lines.extend(self.due_in_own_time(&contract, target.due));
            lines.push(String::new());
        }
        if lines.is_empty() {
            lines.push(format!("{} promises no time for this severity and plan.", contract.vendor));
        }
        if let Some(line) = self.vendors_time(contract.zone, now) {
            lines.splice(0..0, [line, String::new()]);
        }
        let pager = Pager::new(format!("Why #{id} is due when it is"), lines);
        self.over(pager.for_file(format!("frist-{id}-why.txt")));
    }
}

//! Takes in what the desk answers. An answer that something was waited for ends the wait and opens it; keys that were typed
//! meanwhile are meant for it, and the loop holds them back.

use std::path::Path;

use crate::desk::Problem;
use crate::domain::query::FilterError;
use crate::domain::ticket::{EventData, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::form::path_line::{PathNames, PathQuestion};
use crate::tui::host::PageAnswer;
use crate::tui::input::{Msg, PASTE_LIMIT};
use crate::tui::shared::{Effects, OpeningState, PendingOpening};

use super::{App, HostEvent};

/// The message about an unset filter, where keys were typed behind it.
const NOT_SET: &str = "The filter is not set";

/// The message when the first key has to wait.
const WAITS: &str = "Being fetched: what you type waits for it, Esc stops waiting";

impl App {
    /// Waits for the document about that ticket, to open it.
    pub(super) fn wait_for_evidence(&mut self, id: TicketId) {
        self.shared.waits = OpeningState::For(PendingOpening::Evidence(id));
    }

    /// Returns the filter that is being typed, if one is.
    pub(super) fn typed_filter(&self) -> Option<&str> {
        self.layers.top().and_then(|overlay| overlay.typed_filter())
    }

    /// Takes in what a host tells, and ends the wait for it. An answer that is not waited for any more opens nothing.
    pub(super) fn take_in_awaited(&mut self, told: HostEvent, now: Instant) -> Effects {
        let Some((awaited, there)) = opens(&told) else { return self.take_in(told, now) };
        let of_before = matches!(&told, HostEvent::Names(filter, _) if self.typed_filter() != Some(filter));
        let arrives = self.shared.waits == OpeningState::For(awaited) && !of_before;
        if !arrives && shows_nothing(awaited) {
            return Effects::new();
        }
        let layers = self.layers.len();
        let mut effects = self.take_in(told, now);
        effects.extend(self.make_moves(now));
        if arrives {
            self.shared.toast.take_if(|toast| toast.text == WAITS);
            let opened = !matches!(awaited, PendingOpening::Evidence(_)) || self.layers.len() > layers;
            self.shared.waits = if there && opened { OpeningState::Nothing } else { OpeningState::Failed };
        }
        effects
    }

    /// Takes in what a host tells; returns the effects that follow from it.
    fn take_in(&mut self, told: HostEvent, now: Instant) -> Effects {
        let shared = &mut self.shared;
        match told {
            HostEvent::Committed(tag, result) => return self.committed(tag, result, now),
            HostEvent::Again(fresh) => return self.loaded_again(fresh, now),
            HostEvent::Settings(fresh) => return self.take_settings(*fresh, now),
            HostEvent::Notice(notice) => return self.notice(notice, now),
            HostEvent::Drafts(turn, drafts, said) => {
                let effects = self.drafts_read(turn, drafts, now);
                for words in said {
                    self.shared.bad(words, now);
                }
                return effects;
            }
            HostEvent::Filters(tickets, audit) => shared.filters.take_read(tickets, audit),
            HostEvent::Names(filter, wrong) => return self.take_names(&filter, wrong, now),
            HostEvent::Loaded(id, read) => return self.loaded(id, &read, now),
            HostEvent::Evidence(id, read) => self.open_evidence(id, read, now),
            HostEvent::ForCommand(id, read) => return self.run_awaited(id, read, now),
            HostEvent::Ran(name, ended) => self.ran_beside(&name, ended, now),
            HostEvent::Typed(name, person, found) => return shared.join(&name, person, found, now),
            HostEvent::Found(find, found) => self.found(&find, found, now),
            HostEvent::Answer(answer) => self.take_answer(answer, now),
            HostEvent::PathNames(asked, names) => self.complete_path(&asked, &names),
            HostEvent::MissingFiles(asked, missing) => shared.take_missing(&asked, missing),
            HostEvent::FileSent(_, path, Err(why)) => self.not_sent(&path, &why, now),
            HostEvent::FileSent(ticket, path, Ok(file)) => {
                self.layers.retain(|layer| layer.sends() != Some(&path));
                let words = format!("attached {}", file.in_words());
                let what = EventData::Attached(event::Attached { files: vec![file] });
                return self.shared.add(ticket, None, what, &words, now);
            }
            HostEvent::FileFailed(why) | HostEvent::LetterText(_, Err(why)) => shared.bad(why.to_string(), now),
            HostEvent::LetterText(letter, Ok(text)) => {
                self.layers.iter_mut().for_each(|layer| layer.take_letter_text(letter, &text));
            }
            HostEvent::Written(Ok(file)) => shared.good(format!("Written to {}", file.display()), now),
            HostEvent::Written(Err(why)) => {
                shared.bad(shared.keys.say(&format!("It cannot be written to {why}; {{copy}} copies it")), now);
            }
            HostEvent::ContractWritten(tag, written) => return self.contract_written(tag, written, now),
            HostEvent::AlertsTold(Ok(true)) => shared.good("The alerts that were held back are given now", now),
            HostEvent::AlertsTold(Ok(false)) => shared.info("No alerts are held back", now),
            HostEvent::AlertsTold(Err(error)) => shared.bad(error.to_string(), now),
            HostEvent::SteppedBack(given_up) => return self.stepped_back(given_up, now),
            HostEvent::NotKept(why) => shared.bad(format!("What you type cannot be kept as a draft: {why}"), now),
        }
        Effects::new()
    }

    /// Completes the paths that are typed by the names that were found.
    fn complete_path(&mut self, asked: &PathQuestion, names: &PathNames) {
        for line in self.layers.iter_mut().filter_map(|layer| layer.path_line()) {
            line.complete(asked, names.clone());
        }
        for line in self.pages.iter_mut().filter_map(|page| page.path_line()) {
            line.complete(asked, names.clone());
        }
    }

    /// Tells where a path was typed why its file was not sent; at the foot where that is gone.
    fn not_sent(&mut self, path: &Path, why: &Problem, now: Instant) {
        let mut senders = self.layers.iter_mut().filter(|layer| layer.sends() == Some(path)).peekable();
        if senders.peek().is_none() {
            drop(senders);
            self.shared.bad(why.to_string(), now);
            return;
        }
        senders.for_each(|layer| layer.refuse(why));
    }

    /// Hands an answer to the page that asked, and shows at the foot why tickets for a list could not be read.
    fn take_answer(&mut self, answer: PageAnswer, now: Instant) {
        if let PageAnswer::DrillDown(Err(error)) | PageAnswer::PartyTickets(_, Err(error)) = &answer {
            self.shared.bad(error.to_string(), now);
        }
        let mut left = Some(answer);
        for page in self.pages.iter_mut() {
            left = left.and_then(|answer| page.take_answer(answer, now));
        }
    }

    /// Takes in what is wrong with the names of a filter that was entered, if that filter is still being typed.
    fn take_names(&mut self, filter: &str, wrong: Result<Option<FilterError>, Problem>, now: Instant) -> Effects {
        if self.typed_filter() != Some(filter) {
            return Effects::new();
        }
        self.with_overlay(|overlay, under, shared| overlay.take_names(wrong, under, shared, now))
    }

    /// Stops waiting. Returns whether nothing of what was waited for shows, so that Esc is not to leave anything else.
    pub(super) fn stop_waiting(&mut self) -> bool {
        self.shared.toast.take_if(|toast| toast.text == WAITS);
        self.awaited_command = None;
        matches!(std::mem::take(&mut self.shared.waits), OpeningState::For(awaited) if shows_nothing(awaited))
    }

    /// Says what became of typed or pasted input where it may not be what the person meant.
    pub(super) fn tell_of_input(&mut self, msg: &Msg, now: Instant) {
        match msg {
            Msg::PasteIgnored => self.shared.info("There is no text field here to paste into", now),
            Msg::PasteCut(characters) => {
                self.shared.bad(format!("Of {characters} pasted characters the first {PASTE_LIMIT} were taken"), now);
            }
            Msg::LeftOut => {
                self.shared.bad("It looks pasted: keys that record were left out; press them one by one", now);
            }
            Msg::Waits => self.shared.info(WAITS, now),
            Msg::StoppedWaiting => self.shared.info("No longer waited for; what you typed meanwhile was dropped", now),
            Msg::TooMuchWaits => self.shared.bad("Too much was typed while waiting; the rest is dropped", now),
            Msg::NotOpened => {
                let otherwise = if self.typed_filter().is_some() { NOT_SET } else { "It cannot be opened" };
                let why = self.shared.toast.take().map_or_else(|| otherwise.to_owned(), |toast| toast.text);
                self.shared.bad(format!("{why}; what you typed meanwhile was dropped"), now);
            }
            _ => {}
        }
    }
}

/// Returns whether nothing of what is waited for shows before it is there.
const fn shows_nothing(awaited: PendingOpening) -> bool {
    matches!(awaited, PendingOpening::Evidence(_) | PendingOpening::Filter | PendingOpening::OwnCommand(_))
}

/// Returns what opens with that answer, and whether it is there; none for answers that nobody waits for.
const fn opens(told: &HostEvent) -> Option<(PendingOpening, bool)> {
    Some(match told {
        HostEvent::Evidence(id, read) => (PendingOpening::Evidence(*id), matches!(read, Ok(Some(_)))),
        HostEvent::ForCommand(id, read) => (PendingOpening::OwnCommand(*id), matches!(read, Ok(Some(_)))),
        HostEvent::Loaded(id, read) => (PendingOpening::Ticket(*id), matches!(read, Ok(Some(_)))),
        HostEvent::Answer(PageAnswer::Counted(_, made)) => (PendingOpening::Reports, made.is_ok()),
        HostEvent::Answer(PageAnswer::Activity(_, _, page)) => (PendingOpening::Activity, page.is_ok()),
        HostEvent::Names(_, wrong) => (PendingOpening::Filter, matches!(wrong, Ok(None))),
        HostEvent::Answer(
            PageAnswer::DrillDown(_)
            | PageAnswer::PartyTickets(..)
            | PageAnswer::Replies(..)
            | PageAnswer::LetterFile(..)
            | PageAnswer::VendorAddress(..)
            | PageAnswer::Customers(_)
            | PageAnswer::FileSeen(..)
            | PageAnswer::Earliest(_),
        )
        | HostEvent::Committed(..)
        | HostEvent::Again(_)
        | HostEvent::Settings(_)
        | HostEvent::Notice(_)
        | HostEvent::Drafts(..)
        | HostEvent::Filters(..)
        | HostEvent::Found(..)
        | HostEvent::Typed(..)
        | HostEvent::Ran(..)
        | HostEvent::PathNames(..)
        | HostEvent::MissingFiles(..)
        | HostEvent::FileSent(..)
        | HostEvent::FileFailed(_)
        | HostEvent::LetterText(..)
        | HostEvent::Written(_)
        | HostEvent::ContractWritten(..)
        | HostEvent::AlertsTold(_)
        | HostEvent::SteppedBack(_)
        | HostEvent::NotKept(_) => return None,
    })
}

//! Gives the one way to do anything: queries, commits, undo and a feed of changes.
//!
//! Screens and commands know only [`Desk`], and get a [`SharedDesk`]: the process that has the store's lock owns the
//! store and serves a socket beside it, every other one is its guest, and nobody notices the difference.
//!
//! * `local`, `owner_state`, `writer`, `audit`: the store's owner. `feed`: who is told of changes. `presence`: who is there.
//! * `shared`, `election`: owner or guest, and the next owner when one goes. `glance`: a look without being either for long.
//! * `query`: everything that can be asked, a file each. `view`, `scope`: what of the store it is answered from.
//! * `server`, `client`, `wire`, `socket`: the two ends, what goes over, and where.
//! * `identity`, `permissions`: who asks, and what they may. `assignees`: whom a ticket can be given to. `filter_names`: whether a
//!   filter asks for what there never was.
//! * `files`: files that come in before a commit names them.
//! * `intake`: how letters come in. `mail`, `outbox`: how they go out. `program`: runs the programs that take them, and alerts.
//! * `alerts`, `notices`, `backups`: what the owner does by itself. `store_maintenance`: backups, restoring, checking, taking out and in.

mod agreements_in_force;
mod alerts;
mod always_take;
mod assignees;
mod audit;
mod backups;
mod client;
mod clock;
pub mod demo;
mod election;
mod error;
mod feed;
mod files;
mod filter_names;
mod glance;
mod guests;
mod identity;
mod inbox;
mod inbox_deadlines;
mod intake;
mod kept_texts;
mod ledger_changes;
mod letter_changes;
mod local;
mod long_texts;
mod mail;
mod mail_check;
mod notices;
mod outbox;
mod owner_state;
mod permissions;
mod presence;
mod program;
mod query;
mod renewal;
mod request;
mod resubmission;
mod rota;
mod scan;
mod scope;
mod server;
mod shared;
mod socket;
pub mod store_maintenance;
mod ticket_pages;
mod unanswered;
mod view;
pub mod wire;
mod writer;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_config::{People, Person};
use frist_domain::alert::AlertMessage;
use frist_domain::audit::{AuditPage, AuditSearch};
use frist_domain::contract::Book;
use frist_domain::ledger::{Ledger, LedgerRecord};
use frist_domain::query::{FoundTickets, TicketSearch};
use frist_domain::report::{FactsQuery, TicketFacts};
use frist_domain::rota::Rota;
use frist_domain::ticket::{Event, Record, Ticket, TicketId};
use frist_domain::time::Instant;

pub use alerts::{AlertMonitor, AlertService, AlertSetup, run_command};
pub use always_take::{MOST_TAKEN_TOGETHER, TakenAs, UNPROVED_FOLLOWS, is_from};
pub use assignees::Assignees;
pub use backups::{BackupPlan, keep_up};
pub use clock::{Clock, ManualClock, ShiftedClock, SystemClock};
pub use election::DeskSetup;
pub use feed::Subscription;
pub use files::{FileBytes, FileHome, fetch_file, send_file};
pub use filter_names::{FilterOf, unknown_name};
pub use frist_domain::problem::{Problem, ProblemKind};
pub use frist_letter::{MailRules, mbox};
pub use frist_store::panic_is_caught;
pub use glance::{DeskGlance, glance};
pub use inbox::{JoinedAs, bring_back, rule_of_sender};
pub use intake::{IntakeAccount, IntakeReport, LEAST_MAX_SIZE, READ_LETTERS, Spool, SpooledLetters, serve_reader};
pub use letter_changes::{letter_was_sent, recall_letter, send_letter_now};
pub use local::LocalDesk;
pub use long_texts::with_texts_as_files;
pub use mail::MailSetup;
pub use mail_check::{CheckArrival, CheckLetter, UnusableMail};
pub use notices::{NoticeWatch, refuses_notices};
pub use outbox::SentLetters;
pub use permissions::{Right, check, may};
pub use presence::{OpenTicket, PresentSession, SessionId};
pub use query::{
    AskDesk, DynQuery, FilePiece, InboxOf, InboxPage, MissingFiles, OpenTickets, Query, RecordFilePiece, RecordOf,
    RecordedLetter, SendFile, TakeLetters, TellAlerts, WaitingLetter,
};
pub use renewal::{DeskFiles, RenewedDesk};
pub use request::{Change, CommitOutcome, Request, TouchedTicket, undo_of};
pub use shared::SharedDesk;
pub use ticket_pages::{each_ticket, each_ticket_of};
pub use wire::Claim;

/// What the desk tells those who watch it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A ticket is new or has changed: the state after the change, the person who made it, and the events that are new,
    /// the last ones of the ticket. There is no person where the desk has only kept alerts with it. Where the events
    /// are many or long there are none, and a subscriber that needs them reads the ticket.
    Changed(Arc<Ticket>, Option<String>, Arc<[Event]>),
    /// A ledger record is new or has changed; contracts may count otherwise from now on.
    Entered(Arc<LedgerRecord>),
    /// The alerts of tickets' targets that people are to be given, all at once.
    Alerts(Arc<AlertMessage>),
    /// Something that the desk does without being asked has failed, in a sentence with what to do.
    Trouble(String),
    /// The people who are at the desk besides, whenever that changes.
    Present(Arc<Vec<PresentSession>>),
    /// More has changed than the feed could hold: read the tickets anew.
    Resync,
    /// The store takes no more changes, for this reason.
    Broken(String),
    /// The process that had the store cannot be reached; what is asked meanwhile waits. The sentence says why.
    Away(String),
    /// Settings, contracts or the rota were read again, and hold from now on: people may have other rights, and targets count
    /// otherwise.
    Renewed(Arc<RenewedDesk>),
    /// The person here is no longer let in, for this reason; nothing more is told.
    ShutOut(Problem),
    /// The store can be reached again; the text says who has it now, if that is another process. Contracts and rights
    /// may be others.
    Attached(String),
}

/// Everything that a screen or a command can ask for.
pub trait Desk: Send + Sync {
    /// Returns the present moment on the desk's clock.
    fn now(&self) -> Instant;
    /// Returns all contracts.
    fn book(&self) -> Arc<Book>;
    /// Returns the person whom the desk takes the asker for: what they do is recorded under that name.
    fn me(&self) -> Person;
    /// Returns the people who work at the desk, as its settings name them; nobody where they name nobody.
    fn people(&self) -> Arc<People>;
    /// Returns the rota, as the files of the process that has the store say; an empty one where they say nothing.
    fn rota(&self) -> Arc<Rota>;
    /// Returns what is kept besides tickets.
    fn ledger(&self) -> Arc<Ledger>;
    /// Has a query answered, whichever it is; [`AskDesk::ask`] is how one is asked.
    fn answer(&self, query: &mut dyn DynQuery) -> Result<(), Problem>;
    /// Tells the others which ticket is open here, and whether a letter about it is written. Only a person who watches is
    /// seen.
    fn look_at(&self, open: OpenTicket);
    /// Subscribes to every change from now on.
    fn subscribe(&self) -> Subscription;
    /// Returns what there was to say when the desk was opened, a sentence each.
    fn notices(&self) -> Vec<String>;
    /// Returns why this person is no longer let in, where that is so.
    fn shut_out(&self) -> Option<Problem> {
        None
    }

    /// Gives the store up, and stays away until [`Desk::come_back`]: this process is about to stand still, and another one
    /// is to have the store meanwhile. Returns whether that was possible; where something is still being read it is not.
    fn step_back(&self) -> bool {
        true
    }
    /// Takes part again.
    fn come_back(&self) {}

    /// Asks for every open ticket, by number.
    fn open_tickets(&self) -> Result<Vec<Arc<Ticket>>, Problem> {
        self.ask(OpenTickets)
    }

    /// Asks for tickets among all there are, closed and withdrawn ones too. The process that has the store looks for
    /// them, the newest first, and only what is found goes over.
    fn find(&self, find: &TicketSearch) -> Result<FoundTickets, Problem> {
        self.ask(find.clone())
    }

    /// Asks for one ticket with its events; the answer is none if there is no such number.
    fn record(&self, id: TicketId) -> Result<Option<Record>, Problem> {
        self.ask(RecordOf(id))
    }

    /// Asks for what reports need to know of the tickets that are wanted, closed ones too. The process that has the
    /// store reads them one at a time, and only ids and numbers go over.
    fn facts(&self, wanted: &FactsQuery) -> Result<TicketFacts, Problem> {
        self.ask(wanted.clone())
    }

    /// Asks for a page of the audit log: who did what, newest first.
    fn audit(&self, search: AuditSearch) -> Result<AuditPage, Problem> {
        self.ask(search)
    }

    /// Has the request checked and all of it written, or nothing. When this returns, it is on the disk.
    ///
    /// A request that was written before, under the same id, is not written again: its first outcome is returned.
    fn commit(&self, request: Request) -> Result<CommitOutcome, Problem> {
        self.ask(request)
    }

    /// Has the alerts told that are held back because the clock has jumped; returns whether there were any. Viewers may
    /// not.
    fn tell_alerts(&self) -> Result<bool, Problem> {
        self.ask(TellAlerts)
    }
}

//! Holds what all pages and overlays of a screen share: what the desk has told it, what is on its way to the desk, the
//! message at the foot. It knows no page; what is to open is left to the shell as a `ShellRequest`.

mod alerts;
mod always_take;
mod assign;
mod bulk;
mod drafts;
mod filters;
mod held;
mod late;
mod letter_news;
mod letters;
mod marks;
mod missing_files;
mod openings;
mod outbox;
mod own;
mod party;
mod possible;
mod presence;
mod queued;
mod reading;
mod recent;
mod record;
mod releases;
mod same_cause;
mod sort;
mod ticket_actions;
mod toast;
mod views;
mod zone;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{MailSettings, People, Person};
use crate::desk::{Desk, PresentSession, Problem};
use crate::domain::alert::NotificationSettings;
use crate::domain::contract::{Book, Contract};
use crate::domain::file::FileHash;
use crate::domain::intake::IntakeDefaults;
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecord};
use crate::domain::query::Viewer;
use crate::domain::rota::Rota;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::{Instant, Month, Zone};
use crate::tui::action::Keymap;
use crate::tui::feature::ShellRequest;
use crate::tui::feature::queue::Queue;
use crate::tui::host::Work;
use crate::tui::overlay::conflict::Conflict;
use crate::tui::overlay::same_cause::SameCause;
use crate::tui::run::Effect;
use crate::tui::theme::Theme;
use crate::tui::widget::ToastKind;

pub use crate::config::{ColumnSettings, ListColumn, NamedFilter};
pub(crate) use alerts::SeenAlerts;
pub(crate) use drafts::{DraftBox, brings_back};
pub(crate) use filters::EnteredFilters;
pub(crate) use marks::{MarkedRange, SeenTicket, several};
pub(crate) use openings::{OpeningState, PendingOpening};
pub(crate) use outbox::{HistoryStep, Outbox, PendingCommit, UndoableChange};
pub(crate) use own::AwaitedCommand;
pub use own::{OwnCommandSetup, TicketText};
pub use party::PartyId;
pub(crate) use possible::{UNUSED_LINK, UNUSED_TAG};
pub(crate) use reading::{HeardChange, Readings};
pub(crate) use recent::RecentTickets;
pub(crate) use record::withdraw_question;
pub(crate) use same_cause::same_cause;
pub use sort::{ListSort, SortBy, SortKey};
pub use toast::Toast;
pub use views::View;

/// Says that no file has a contract, and how to see why.
pub(crate) fn not_loaded(keys: &Keymap, contract: &str) -> String {
    keys.say(&format!("The contract {contract} is not loaded; press {{problems}} to see why"))
}

/// The effects of this program.
pub(crate) type Effects = Vec<Effect<Work>>;

/// Seconds without a key after which seconds stop ticking where nothing is due within the hour, so that an untouched screen
/// sends next to nothing over a slow line.
const LIVELY: i64 = 30;

/// The parts that a screen is started with.
pub struct Setup {
    /// The person at the screen.
    pub me: Person,
    /// The folder where drafts are kept; none: they go with the screen.
    pub drafts: Option<PathBuf>,
    /// The folder where files may be written; none: nowhere.
    pub files: Option<PathBuf>,
    /// The folder of the account's contract files; none where no file may be written.
    pub contracts: Option<PathBuf>,
    /// The colours and styles.
    pub theme: Theme,
    /// The person's zone, in which moments are shown and typed.
    pub zone: Zone,
    /// The keys.
    pub keys: Keymap,
    /// The ways in which the person is told of targets.
    pub ways: NotificationSettings,
    /// The problems of files, or parts of them, that could not be used.
    pub problems: Vec<Problem>,
    /// The notices of the store when it was opened.
    pub notices: Vec<String>,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
    /// Whether there is a shell that the person can go back to: not behind a key.
    pub has_shell: bool,
    /// What own commands are given besides the ticket.
    pub own: OwnCommandSetup,
    /// Whether the person has not opened the screen before, and is greeted.
    pub first_start: bool,
    /// The columns of lists of tickets, and the filters under names.
    pub lists: ListSettings,
    /// What the settings say of mail.
    pub mail: MailAtDesk,
    /// The folder of canned replies; none where there is none.
    pub replies: Option<PathBuf>,
}

/// What the settings say of mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MailAtDesk {
    /// The desk's own address; none where it has no mail.
    pub address: Option<String>,
    /// How long a letter is held before it goes out.
    pub hold: Duration,
    /// Whether letters that become tickets are acknowledged.
    pub acknowledges: bool,
    /// What a ticket gets that a letter makes and nothing else decides.
    pub defaults: IntakeDefaults,
}

impl MailAtDesk {
    /// Returns whether the desk has mail.
    pub const fn is_set_up(&self) -> bool {
        self.address.is_some()
    }
}

impl From<&MailSettings> for MailAtDesk {
    fn from(settings: &MailSettings) -> Self {
        Self {
            address: settings.address.clone(),
            hold: settings.hold,
            acknowledges: settings.acknowledges(),
            defaults: (&settings.defaults).into(),
        }
    }
}

/// What the person has chosen for lists of tickets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListSettings {
    /// The columns of lists.
    pub columns: ColumnSettings,
    /// The person's own filters under names, in their order.
    pub views: Vec<NamedFilter>,
}

/// The state that pages and overlays share.
pub struct Shared {
    /// The person at the screen.
    pub me: Person,
    /// The people who work at the desk, to say who may do what this person may not.
    pub people: Arc<People>,
    /// The rota: who is on call when.
    pub rota: Arc<Rota>,
    /// The contracts.
    pub book: Arc<Book>,
    /// The ledger: outages, maintenance, announced changes, releases and texts of contracts.
    pub ledger: Arc<Ledger>,
    /// The folder where files may be written; none: nowhere.
    pub(crate) files: Option<PathBuf>,
    /// The folder of the account's contract files; none where no file may be written.
    pub(crate) contracts: Option<PathBuf>,
    /// The colours and styles.
    pub theme: Theme,
    /// The person's zone, in which moments are shown and typed.
    pub zone: Zone,
    /// The keys.
    pub keys: Arc<Keymap>,
    /// The open tickets, in the order in which the queue lists them.
    pub queue: Queue,
    /// The records of the tickets whose pages are open.
    pub(crate) records: BTreeMap<TicketId, Record>,
    /// The files of tickets whose bytes are not in the store, as far as was asked.
    missing_files: BTreeSet<FileHash>,
    /// The ticket whose record was read older than it is shown, and is read again for that.
    pub(crate) doubted: Option<TicketId>,
    /// The ticket that is open, else the selected one.
    pub current: Option<TicketId>,
    /// The message at the foot.
    pub toast: Option<Toast>,
    /// How many messages there have been.
    pub(crate) toasts_said: u64,
    /// The number of the last message that settings are wrong, which gives way to what is said of them later.
    pub(crate) settings_refused: u64,
    /// The problems of what could not be used, or has failed.
    pub problems: Vec<Problem>,
    /// The reason why nothing can be written any more.
    pub broken: Option<String>,
    /// The reason why the desk cannot be reached now.
    pub away: Option<String>,
    /// The other sessions at the desk.
    pub present: Arc<Vec<PresentSession>>,
    /// The marked tickets: what is recorded in a list goes to all of them.
    pub(crate) marks: BTreeSet<TicketId>,
    /// The moment at which the next entry happened, if that is not now.
    pub at: Option<Instant>,
    /// How many overlays lay over the page when that was set: one Esc drops it there.
    pub(crate) late_layers: usize,
    /// Whether the store is thrown away at the end.
    pub demo: bool,
    /// Whether there is a shell that the person can go back to.
    pub has_shell: bool,
    /// What own commands are given besides the ticket.
    pub(crate) own: OwnCommandSetup,
    /// How many programs of own commands run beside the screen.
    pub(crate) own_running: usize,
    /// The columns of lists of tickets, and the filters under names.
    pub lists: ListSettings,
    /// What the settings say of mail.
    pub mail: MailAtDesk,
    /// The alerts that this screen was told.
    pub(crate) alerts: SeenAlerts,
    /// The drafts of what is typed and not sent, apart from those that are open.
    pub(crate) drafts: DraftBox,
    /// The changes that came too late, until there is room to ask about them.
    pub(crate) conflicts: Vec<Conflict>,
    /// The questions about a common cause, until there is room to ask them.
    pub(crate) questions: VecDeque<SameCause>,
    /// The changes that are told while everything is being read anew.
    pub(crate) readings: Readings,
    /// The commits on their way to the desk, those that wait for them, and those that can be undone.
    pub(crate) outbox: Outbox,
    /// The letter that was sent last from this screen, until it has gone.
    held: Option<held::HeldLetter>,
    /// The folder of canned replies; none where there is none.
    pub(crate) replies: Option<PathBuf>,
    /// What opens when the desk has answered.
    pub(crate) waits: OpeningState,
    /// The moment when a key was pressed last.
    pub(crate) last_key: Instant,
    /// The filters that were entered.
    pub(crate) filters: EnteredFilters,
    /// The tickets that were looked at last, the latest first.
    pub(crate) recent: RecentTickets,
    /// The range that is being marked, if one is.
    pub(crate) range: Option<MarkedRange>,
    /// The pages and overlays that open or close once the message at hand has been taken in, in order.
    pub(crate) moves: Vec<ShellRequest>,
}

impl Shared {
    /// Reads from the desk what it has now. The error is that the desk could not be read.
    pub(crate) fn new(desk: &dyn Desk, setup: Setup) -> Result<Self, Problem> {
        let now = desk.now();
        let mut shared = Self {
            me: setup.me,
            people: desk.people(),
            rota: desk.rota(),
            book: desk.book(),
            ledger: desk.ledger(),
            files: setup.files,
            contracts: setup.contracts,
            theme: setup.theme,
            zone: setup.zone,
            keys: Arc::new(setup.keys),
            queue: Queue::default(),
            records: BTreeMap::new(),
            missing_files: BTreeSet::new(),
            doubted: None,
            current: None,
            toast: None,
            toasts_said: 0,
            settings_refused: 0,
            problems: setup.problems,
            broken: None,
            away: None,
            present: Arc::default(),
            marks: BTreeSet::new(),
            at: None,
            late_layers: 0,
            demo: setup.demo,
            has_shell: setup.has_shell,
            own: setup.own,
            own_running: 0,
            lists: setup.lists,
            alerts: SeenAlerts::new(setup.ways),
            drafts: DraftBox::new(setup.drafts.is_some()),
            conflicts: Vec::new(),
            questions: VecDeque::new(),
            readings: Readings::default(),
            outbox: Outbox::default(),
            held: None,
            mail: setup.mail,
            replies: setup.replies,
            waits: OpeningState::default(),
            last_key: now,
            filters: EnteredFilters::new(setup.drafts.is_some()),
            recent: RecentTickets::default(),
            range: None,
            moves: Vec::new(),
        };
        shared.queue.load(
            desk.open_tickets()?,
            &shared.book,
            Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger },
        );
        if !setup.notices.is_empty() {
            shared.say(ToastKind::Note, setup.notices.join(" "), now.plus(20));
        }
        Ok(shared)
    }

    /// Returns the name of that vendor for a list with that many columns for it: its short one where the whole does not
    /// fit.
    pub fn vendor_in<'a>(&'a self, vendor: &'a str, columns: usize) -> &'a str {
        let contract = self.book.contracts().find(|contract| contract.vendor == vendor);
        contract.map_or(vendor, |contract| contract.vendor_in(columns))
    }

    /// Returns the state of that ticket, as far as it has been read.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        let open = self.queue.row(id).map(|row| row.ticket.as_ref());
        let viewed = self.records.get(&id).map(|record| record.ticket.as_ref());
        viewed.or(open)
    }

    /// Returns the row of a ticket, open or only viewed.
    pub(crate) fn row(&self, id: TicketId, now: Instant) -> Option<TicketRow> {
        if let Some(row) = self.queue.row(id) {
            return Some(row.at(now));
        }
        let record = self.records.get(&id)?;
        let contract = self.book.of_ticket(&record.ticket);
        Some(TicketRow::new(record.ticket.clone(), contract, now))
    }

    /// Returns the row of a ticket and its contract; where that is not loaded, says so and returns none.
    pub(crate) fn row_with_contract(&mut self, id: TicketId, now: Instant) -> Option<(TicketRow, Arc<Contract>)> {
        let row = self.row(id, now)?;
        let Some(contract) = row.contract.clone() else {
            self.bad(not_loaded(&self.keys, &row.ticket.contract), now);
            return None;
        };
        Some((row, contract))
    }

    /// Takes in that the person has moved on: tickets that were acted on go where they belong in the lists.
    pub(crate) fn move_on(&mut self, now: Instant) {
        self.queue.let_go(Viewer { me: &self.me.name, zone: Some(self.zone), now, ledger: &self.ledger });
    }

    /// Returns whether the screen wakes every second though nothing is due within the hour, as drafts are kept and what runs grows:
    /// only while somebody is at the keys.
    pub fn is_lively(&self, now: Instant) -> bool {
        now.since(self.last_key) < LIVELY
    }

    /// Returns every vendor's agreement that holds at `now`, by vendor.
    pub fn agreements(&self, now: Instant) -> Vec<Arc<Contract>> {
        self.book.contracts().filter_map(|newest| self.book.for_report(&newest.id, now).cloned()).collect()
    }

    /// Returns the ids of all contracts, in the order of the book.
    pub fn contract_ids(&self) -> Vec<String> {
        self.book.contracts().map(|contract| contract.id.clone()).collect()
    }

    /// Returns the vendor of the current ticket, by its contract's id.
    pub(crate) fn current_vendor(&self) -> Option<String> {
        self.current.and_then(|id| self.ticket(id)).map(|ticket| ticket.contract.clone())
    }

    /// Returns the month at `now` in this screen's zone; the months of reports begin in each vendor's own zone.
    pub(crate) fn present_month(&self, now: Instant) -> Month {
        Month::at(self.zone, now)
    }

    /// Returns whether that revision of an entry, or the one before, changes how contracts count.
    pub(crate) fn changes_contracts(&self, entry: &LedgerRecord) -> bool {
        self.any_of(entry, LedgerFact::changes_contracts)
    }

    /// Returns whether that revision of an entry, or the one before, changes who a ticket's customer is.
    pub(crate) fn renames_customers(&self, entry: &LedgerRecord) -> bool {
        self.any_of(entry, |fact| matches!(fact, LedgerFact::Person(_) | LedgerFact::Organisation(_)))
    }

    fn any_of(&self, entry: &LedgerRecord, holds: impl Fn(&LedgerFact) -> bool) -> bool {
        let before = self.ledger.get(entry.id).and_then(|before| before.fact.as_ref());
        entry.fact.iter().chain(before).any(holds)
    }
}

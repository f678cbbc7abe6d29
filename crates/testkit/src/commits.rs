//! Gives what the tests of the store have in common: commits to put in, and what must come out again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use frist_domain::file::{FileHash, FileRef};
use frist_domain::ledger::{Agreement, LedgerFact, LedgerRecord, LedgerRecordId};
use frist_domain::ticket::{Commit, CommitId, Edit, Event, EventData, Kind, Ticket, TicketId, event, is_at_hand};
use frist_domain::time::Instant;
use frist_store::{FileStore, Opened, Settings, Store, StoreError};

/// Settings with segments so short that a few commits fill one.
pub const SHORT: Settings = Settings { segment_bytes: 2_000, cache_bytes: 8 << 20 };

/// Returns an event of anna's, `at` seconds after the beginning of these samples (1,700,000,000 seconds of UTC).
pub fn event(at: u64, what: EventData) -> Event {
    let at = Instant::from_secs(1_700_000_000 + at as i64);
    Event { happened: at, recorded: at, by: "anna".into(), what: what.into() }
}

/// Returns the logging of a critical ticket under Markant.
pub fn logged(subject: &str) -> EventData {
    EventData::Logged(event::Logged {
        contract: "markant".into(),
        version: "2024-01".into(),
        promise: None,
        plan: "standard".into(),
        severity: "critical".into(),
        subject: subject.into(),
        kind: Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    })
}

/// Returns a note that the customer is not told.
pub fn note(text: impl Into<String>) -> EventData {
    EventData::Note(event::Note { text: text.into(), to_customer: false })
}

/// A closing without a reason.
pub const CLOSED: EventData = EventData::Closed(event::Closed { reason: None, words: None });

/// Makes the commit that is number `number` of a test, on these tickets.
pub fn commit(number: u64, edits: Vec<(u64, Vec<EventData>)>) -> Commit {
    let edit = |(id, whats): (u64, Vec<EventData>)| Edit::Ticket {
        id: TicketId(id),
        events: whats.into_iter().map(|what| event(number, what)).collect(),
    };
    Commit {
        id: name(number),
        at: Instant::from_secs(1_700_000_000 + number as i64),
        by: "anna".into(),
        edits: edits.into_iter().map(edit).collect(),
    }
}

/// Makes the commit that is number `number` of a test, with this revision of a ledger record; its text has `length`
/// characters, or it is removed.
pub fn entered(number: u64, (id, revision): (u64, u32), length: Option<usize>) -> Commit {
    let text = |length| Agreement {
        contract: "acme".into(),
        version: number.to_string(),
        file: "acme.toml".into(),
        text: "ø".repeat(length),
        ..Agreement::default()
    };
    says(number, (id, revision), length.map(|length| LedgerFact::Agreement(Box::new(text(length)))))
}

/// Makes the commit that is number `number` of a test, with what this revision of a ledger record says.
pub fn says(number: u64, (id, revision): (u64, u32), fact: Option<LedgerFact>) -> Commit {
    let at = Instant::from_secs(1_700_000_000 + number as i64);
    let entry = LedgerRecord { id: LedgerRecordId(id), revision, at, by: "anna".into(), first_by: None, fact };
    Commit { edits: vec![Edit::Ledger(entry)], ..commit(number, vec![]) }
}

/// Returns the name of commit `number` of a test.
pub fn name(number: u64) -> CommitId {
    CommitId(uuid::Uuid::from_u128(u128::from(number) + 1))
}

/// Returns the bytes of file `number` of a test.
pub fn bytes_of(number: u64) -> Vec<u8> {
    format!("file {number}").into_bytes()
}

/// Returns the place of the file of that hash below a folder of files.
pub fn place(files: &Path, hash: FileHash) -> PathBuf {
    let name = hash.to_string();
    files.join(&name[..2]).join(name)
}

/// Returns what a ticket says of file `number` of a test.
pub fn file(number: u64) -> FileRef {
    let bytes = bytes_of(number);
    let (sha256, size, name) = (FileHash::of(&bytes), bytes.len() as u64, format!("file {number}.txt"));
    FileRef { sha256, name, media_type: "text/plain".into(), size }
}

/// Puts file `number` of a test in.
pub fn keep_file(files: &FileStore, number: u64) {
    let mut incoming = files.begin().unwrap();
    incoming.write(&bytes_of(number)).unwrap();
    assert_eq!(incoming.keep().unwrap(), file(number).sha256);
}

/// Makes the commit that is number `number` of a test, with a new ticket of that number that has a file; its bytes are put in
/// apart.
pub fn with_file(number: u64) -> Commit {
    let attached = EventData::Attached(event::Attached { files: vec![file(number)] });
    commit(number, vec![(number, vec![logged(&format!("ticket {number}")), attached])])
}

/// Makes commit `number` as [`any`] does, but that every second new ticket has a file.
pub fn mixed(number: u64) -> Commit {
    if has_file(number) { with_file(number) } else { any(number) }
}

/// Returns whether the commit of that number that [`mixed`] makes has a file.
pub const fn has_file(number: u64) -> bool {
    number % 8 == 5
}

/// Puts the files of these commits in that [`mixed`] has made, then each commit on its own, and applies it.
pub fn put_mixed(store: &mut Store, numbers: impl IntoIterator<Item = u64>) {
    for number in numbers {
        if has_file(number) {
            keep_file(&store.files(), number);
        }
        put(store, [mixed(number)]);
    }
}

/// Makes the commit that is number `number` of a test, with a new ticket of that number.
pub fn new(number: u64) -> Commit {
    commit(number, vec![(number, vec![logged(&format!("ticket {number}")), EventData::Responded])])
}

/// Makes commit `number` of a store that has some of everything: tickets with notes, closed ones, ledger records.
pub fn any(number: u64) -> Commit {
    let ticket = (number - 1) / 4 * 4 + 1;
    match number % 4 {
        1 => new(number),
        2 => commit(number, vec![(ticket, vec![note("x".repeat(number as usize % 300)), EventData::Responded])]),
        3 => entered(number, (number, 0), Some(number as usize % 50)),
        _ if number.is_multiple_of(3) => commit(number, vec![(ticket, vec![CLOSED])]),
        _ => commit(number, vec![(ticket, vec![note("ø\u{2028}")])]),
    }
}

/// Opens the store with settings of [`SHORT`] segments.
pub fn open(dir: &Path) -> Result<Opened, StoreError> {
    Store::open_with(dir, SHORT, &mut |_, _| {})
}

/// Opens the store, and checks that there was nothing to say.
pub fn open_quiet(dir: &Path) -> Opened {
    let opened = open(dir).unwrap();
    assert_eq!(opened.notices, Vec::<String>::new());
    opened
}

/// Appends each commit on its own and applies it.
pub fn put(store: &mut Store, commits: impl IntoIterator<Item = Commit>) {
    for commit in commits {
        store.append(&[commit]).unwrap();
        store.apply().unwrap();
    }
}

/// What a store must hold: the plain fold of its commits.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Fold {
    /// The events of each ticket.
    pub tickets: BTreeMap<TicketId, Vec<Event>>,
    /// Every revision of every ledger record.
    pub ledger: BTreeMap<(LedgerRecordId, u32), LedgerRecord>,
    /// All commits, in order.
    pub commits: Vec<Commit>,
}

impl Fold {
    /// Folds these commits.
    pub fn of(commits: impl IntoIterator<Item = Commit>) -> Self {
        let mut fold = Self::default();
        commits.into_iter().for_each(|commit| fold.add(commit));
        fold
    }

    /// Reads what a store holds.
    pub fn from_store(store: &Store) -> Self {
        let reader = store.reader();
        Self {
            tickets: reader.tickets().map(Result::unwrap).map(|ticket| (ticket.id, ticket.events)).collect(),
            ledger: reader.ledger().unwrap().into_iter().map(|entry| ((entry.id, entry.revision), entry)).collect(),
            commits: store.wal_entries(1).map(|entry| entry.unwrap().commit).collect(),
        }
    }

    /// Adds one commit behind the others.
    pub fn add(&mut self, commit: Commit) {
        for (id, events) in commit.edits.iter().filter_map(Edit::on_ticket) {
            // Without events nothing happened to it.
            if !events.is_empty() {
                self.tickets.entry(id).or_default().extend(events.iter().cloned());
            }
        }
        for edit in &commit.edits {
            if let Edit::Ledger(entry) = edit {
                self.ledger.insert((entry.id, entry.revision), entry.clone());
            }
        }
        self.commits.push(commit);
    }

    /// Checks that the store holds this, as far as its open tickets and counts go: for the many rounds of a damage
    /// test.
    pub fn check_quick(&self, opened: &Opened) {
        self.check_open(opened);
        for ticket in &opened.open {
            assert_eq!(Some((**ticket).clone()), Ticket::fold(ticket.id, &self.tickets[&ticket.id]));
        }
        assert_eq!(opened.store.sequence(), self.commits.len() as u64);
        assert_eq!(opened.store.reader().ticket_count(), self.tickets.len() as u64);
    }

    fn check_ledger(&self, opened: &Opened) {
        let reader = opened.store.reader();
        let all: Vec<LedgerRecord> = self.ledger.values().cloned().collect();
        assert_eq!(reader.ledger().unwrap(), all);
        for id in self.ledger.keys().map(|(id, _)| *id) {
            let of_one: Vec<LedgerRecord> = all.iter().filter(|entry| entry.id == id).cloned().collect();
            assert_eq!(reader.entry(id).unwrap(), of_one);
        }
        // What the desk keeps by itself is numbered apart from what people enter.
        let entered = self.ledger.keys().map(|(id, _)| *id).filter(|id| !id.is_kept());
        let next = entered.max().map_or(1, |id| id.0 + 1);
        assert_eq!(opened.store.next_ledger_record_id(), LedgerRecordId(next));
        assert_eq!(reader.entry(LedgerRecordId(next)).unwrap(), vec![]);
    }

    /// Checks that the store holds this, asked in every way there is.
    pub fn check(&self, opened: &mut Opened) {
        self.check_open(opened);
        self.check_ledger(opened);
        let store = &mut opened.store;
        let reader = store.reader();
        let all: Vec<_> = reader.tickets().map(Result::unwrap).map(|ticket| (ticket.id, ticket.events)).collect();
        assert_eq!(all, self.tickets.clone().into_iter().collect::<Vec<_>>());
        for (id, events) in &self.tickets {
            assert_eq!(&reader.ticket(*id).unwrap().unwrap().events, events);
        }
        assert_eq!(reader.ticket_count(), self.tickets.len() as u64);
        let next = self.tickets.last_key_value().map_or(1, |(id, _)| id.0 + 1);
        assert_eq!(store.next_ticket_id(), TicketId(next));
        assert_eq!(reader.ticket(TicketId(next)).unwrap(), None);
        self.check_wal(store);
        let verified = store.verify(&mut |_, _| {}).unwrap();
        assert_eq!((verified.commits, verified.tickets), (self.commits.len() as u64, self.tickets.len() as u64));
    }

    fn check_open(&self, opened: &Opened) {
        let open: Vec<_> = self.tickets.iter().filter(|(_, events)| is_at_hand(events)).map(|(id, _)| *id).collect();
        assert_eq!(opened.open.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), open);
        let records = opened.store.reader().open_tickets().unwrap();
        assert_eq!(records.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), open);
    }

    fn check_wal(&self, store: &Store) {
        assert_eq!(store.sequence(), self.commits.len() as u64);
        let wal: Vec<_> = store.wal_entries(1).map(|entry| entry.unwrap().commit).collect();
        assert_eq!(wal, self.commits);
        for (sequence, commit) in (1..).zip(&self.commits) {
            assert_eq!(store.commit_sequence(commit.id).unwrap(), Some(sequence));
        }
        assert_eq!(store.commit_sequence(name(u64::MAX)).unwrap(), None);
    }
}

/// Returns the paths of the write-ahead log's files in order.
pub fn segments(dir: &Path) -> Vec<PathBuf> {
    files(&dir.join("journal"))
}

/// Returns the files in a folder, in the order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// Copies a folder whole.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Returns every file below a folder with its bytes, but for the lock, whose text changes with every opening.
pub fn picture(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut picture(&path));
        } else if path.file_name().unwrap() != "frist.lock" {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

//! The store against a plain fold in memory, over random histories, and what a store must be able to hold.

use frist::domain::ledger::{AnnouncedChange, LedgerFact, Maintenance, Outage};
use frist::domain::ticket::{Commit, EventData, TicketId, event};
use frist::domain::time::Instant;
use frist::store::{Opened, StoreErrorKind};
use frist_testkit::cases;
use frist_testkit::commits::*;
use proptest::prelude::*;

/// A step that somebody takes with a store.
#[derive(Clone, Debug)]
enum Step {
    /// Appends commits in one piece, each touching some tickets.
    Append(Vec<Vec<(u64, Vec<EventData>)>>),
    /// Appends the next revision of a ledger record, of that many characters or a removal.
    Enter(u64, Option<usize>),
    Apply,
    Reopen,
}

fn what() -> impl Strategy<Value = EventData> {
    prop_oneof![
        3 => ".{0,40}".prop_map(|subject| logged(&subject)),
        2 => Just(CLOSED),
        2 => Just(EventData::Reopened),
        2 => (0..8_u32).prop_map(|event| EventData::Retracted(event::Retracted { event })),
        2 => ".{0,200}".prop_map(note),
        1 => (3_000..9_000_usize).prop_map(|length| note("ä".repeat(length))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let edits = prop::collection::vec((1..12_u64, prop::collection::vec(what(), 0..4)), 1..4);
    prop_oneof![
        6 => prop::collection::vec(edits, 1..5).prop_map(Step::Append),
        3 => (1..5_u64, prop::option::of(0..9_000_usize)).prop_map(|(id, length)| Step::Enter(id, length)),
        3 => Just(Step::Apply),
        2 => Just(Step::Reopen),
    ]
}

struct Run {
    dir: tempfile::TempDir,
    opened: Option<Opened>,
    fold: Fold,
}

impl Run {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let opened = Some(open_quiet(dir.path()));
        Self { dir, opened, fold: Fold::default() }
    }

    fn opened(&mut self) -> &mut Opened {
        self.opened.as_mut().unwrap()
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Append(commits) => self.append(commits),
            Step::Enter(id, length) => self.enter(id, length),
            Step::Apply => self.opened().store.apply().unwrap(),
            Step::Reopen => self.reopen(),
        }
    }

    fn append(&mut self, commits: Vec<Vec<(u64, Vec<EventData>)>>) {
        let first = self.fold.commits.len() as u64 + 1;
        let commits: Vec<Commit> = (first..).zip(commits).map(|(number, edits)| commit(number, edits)).collect();
        let last = self.opened().store.append(&commits).unwrap();
        for commit in commits {
            self.fold.add(commit);
        }
        assert_eq!(last, self.fold.commits.len() as u64);
        let next = self.fold.tickets.last_key_value().map_or(1, |(id, _)| id.0 + 1);
        assert_eq!(self.opened().store.next_ticket_id(), TicketId(next));
    }

    fn enter(&mut self, id: u64, length: Option<usize>) {
        let revision = self.fold.ledger.keys().filter(|(other, _)| other.0 == id).count() as u32;
        let commit = entered(self.fold.commits.len() as u64 + 1, (id, revision), length);
        self.opened().store.append(std::slice::from_ref(&commit)).unwrap();
        self.fold.add(commit);
        let next = self.fold.ledger.last_key_value().map_or(1, |((id, _), _)| id.0 + 1);
        assert_eq!(self.opened().store.next_ledger_record_id().0, next);
    }

    fn reopen(&mut self) {
        self.opened = None;
        self.opened = Some(open(self.dir.path()).unwrap());
        let fold = self.fold.clone();
        fold.check(self.opened());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..cases(40) })]

    #[test]
    fn the_store_holds_the_fold_of_what_was_acknowledged(steps in prop::collection::vec(step(), 1..25)) {
        let mut run = Run::new();
        for step in steps {
            run.step(step);
        }
        run.reopen();
        run.reopen();
    }
}

#[test]
fn a_ticket_of_two_megabytes_grows_closes_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut fold = Fold::default();
    let mut opened = open_quiet(dir.path());
    let history = (2..=42).map(|number| commit(number, vec![(1, vec![note("y".repeat(50_000))])]));
    let end =
        [commit(43, vec![(1, vec![CLOSED])]), commit(44, vec![(1, vec![EventData::Reopened]), (2, vec![logged("b")])])];
    for commit in [new(1)].into_iter().chain(history).chain(end) {
        put(&mut opened.store, [commit.clone()]);
        fold.add(commit);
    }
    drop(opened);
    fold.check(&mut open_quiet(dir.path()));
    let blobs = files(&dir.path().join("state/blobs"));
    assert_eq!(blobs, Vec::<std::path::PathBuf>::new(), "sled never removes these");
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    fold.check(&mut open(dir.path()).unwrap());
}

#[test]
fn outages_maintenance_and_changes_come_back_whole_also_when_the_state_is_built_again() {
    let at = |secs: i64| Instant::from_secs(1_700_000_000 + secs);
    let contract = || "sesam".to_owned();
    let runs = Outage { contract: contract(), from: at(0), tickets: vec![TicketId(1)], ..Outage::default() };
    let ended = Outage {
        to: Some(at(900)),
        reported: Some(at(60)),
        symptom: Some("Ingen data siden 03:10 – «disk full»".into()),
        solution: Some("x".repeat(200)),
        cause: Some("vendor".into()),
        ..runs.clone()
    };
    let work = Maintenance { contract: contract(), from: at(0), to: at(900), ..Maintenance::default() };
    let told =
        Maintenance { announced: Some(at(-9)), kind: Some("security".into()), note: Some("y".into()), ..work.clone() };
    let change = AnnouncedChange { contract: contract(), from: at(0), announced: Some(at(-9)), note: "TLS 1.3".into() };
    let history = [
        ((1, 0), Some(LedgerFact::Outage(runs.clone()))),
        ((2, 0), Some(LedgerFact::Maintenance(work))),
        ((1, 1), Some(LedgerFact::Outage(ended))),
        ((3, 0), Some(LedgerFact::AnnouncedChange(change))),
        ((2, 1), Some(LedgerFact::Maintenance(told))),
        ((1, 2), None),
        ((1, 3), Some(LedgerFact::Outage(runs))),
        ((3, 1), None),
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut opened = open_quiet(dir.path());
    let commits =
        [new(1)].into_iter().chain((2..).zip(history).map(|(number, (entry, fact))| says(number, entry, fact)));
    let mut fold = Fold::default();
    for commit in commits {
        put(&mut opened.store, [commit.clone()]);
        fold.add(commit);
    }
    drop(opened);
    let mut opened = open_quiet(dir.path());
    fold.check(&mut opened);
    let all: Vec<_> = fold.ledger.values().cloned().collect();
    assert_eq!(opened.ledger, all, "whoever opens it is handed every revision");
    drop(opened);
    std::fs::remove_dir_all(dir.path().join("state")).unwrap();
    fold.check(&mut open(dir.path()).unwrap());
}

#[test]
fn a_commit_that_is_too_large_is_refused_and_the_store_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut opened = open_quiet(dir.path());
    let large = commit(1, vec![(1, vec![note("z".repeat(5 << 20))])]);
    let error = opened.store.append(&[new(1), large]).unwrap_err();
    assert!(matches!(error.kind(), StoreErrorKind::TooLarge { .. }), "{error}");
    assert_eq!(opened.store.sequence(), 0);
    put(&mut opened.store, [new(1)]);
    drop(opened);
    Fold::of([new(1)]).check(&mut open_quiet(dir.path()));
}

#[test]
fn readers_see_a_commit_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_quiet(dir.path()).store;
    put(&mut store, [commit(1, vec![(1, vec![logged("a")]), (2, vec![logged("b")])])]);
    let reader = store.reader();
    let writer = std::thread::spawn(move || {
        for number in 2..200 {
            let what = if number % 2 == 0 { CLOSED } else { EventData::Reopened };
            put(&mut store, [commit(number, vec![(1, vec![what.clone(), note("n".repeat(3_000))]), (2, vec![what])])]);
        }
    });
    while !writer.is_finished() {
        let open = reader.open_tickets().unwrap();
        assert!(open.is_empty() || open.len() == 2, "both are open or neither is");
        assert_eq!(reader.tickets().map(|ticket| ticket.unwrap().id.0).collect::<Vec<_>>(), [1, 2]);
    }
    writer.join().unwrap();
    assert_eq!(reader.ticket(TicketId(1)).unwrap().unwrap().events.len(), 1 + 2 * 198);
}

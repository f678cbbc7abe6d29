//! What was promised stays promised: texts and calendars by value, named by their promise, whatever becomes of the files.

use super::*;
use crate::ledger::LedgerRecordId;
use crate::ledger::{Agreement, Amendment, LedgerFact, LedgerRecord, Release};
use crate::sla::{TargetState, sla};
use crate::ticket::{NewTicket, Ticket, TicketId, new_events};

const ACME: &str = "id = \"acme\"\nvendor = \"Acme\"\ntime_zone = \"Europe/Oslo\"\nnotes = [\"one\"]\n\
    [support]\nholidays = [\"own\"]\n[support.hours]\nmon-fri = [\"08:00-16:00\"]\n\
    [[severity]]\nid = \"high\"\nname = \"High\"\nmeans = \"x\"\n\
    [plan.standard]\nname = \"Standard\"\n[plan.standard.target.high]\nresponse = \"2h\"\n";
pub(super) const CLOSED: &str = "id = \"own\"\nname = \"Own\"\n[[day]]\nname = \"Bridge\"\ndate = \"2026-05-29\"\n";
pub(super) const OTHER_YEAR: &str = "id = \"own\"\nname = \"Own\"\n[[day]]\nname = \"Bridge\"\ndate = \"2027-05-28\"\n";

pub(super) fn files(calendar: &str, contract: &str) -> Book {
    let contract = (!contract.is_empty()).then(|| SourceFile::user("acme.toml", contract));
    let calendar = (!calendar.is_empty()).then(|| SourceFile::user("own.toml", calendar));
    let book = Book::with_user(calendar, contract);
    assert_eq!(told(&book), [""; 0]);
    book
}

/// A desk in little: a ledger that one process after the other opens with its own files.
#[derive(Default)]
pub(super) struct Store {
    pub(super) entries: Vec<LedgerRecord>,
}

impl Store {
    fn ledger(&self) -> Ledger {
        self.entries.iter().cloned().collect()
    }

    fn put(&mut self, at: Instant, id: Option<LedgerRecordId>, fact: LedgerFact) {
        let id = id.unwrap_or(LedgerRecordId(self.entries.len() as u64 + 1));
        let revision = self.entries.iter().filter(|entry| entry.id == id).count() as u32;
        self.entries.push(LedgerRecord { id, revision, at, by: "anna".into(), first_by: None, fact: Some(fact) });
    }

    /// Opens the desk with these files at that moment, once the contract is in use.
    pub(super) fn opened(&mut self, files: &Book, at: Instant) -> Book {
        let book = files.clone().with_ledger(&self.ledger());
        for keep in book.to_keep(&self.ledger(), "acme", at) {
            self.put(at, keep.entry, LedgerFact::Agreement(Box::new(keep.agreement)));
        }
        book.with_ledger(&self.ledger())
    }

    fn reopened(&self, files: &Book) -> Book {
        files.clone().with_ledger(&self.ledger())
    }
}

pub(super) fn logged(book: &Book, at: Instant) -> Ticket {
    let contract = book.for_new("acme", at).unwrap();
    let new = NewTicket {
        contract: "acme".into(),
        plan: "standard".into(),
        severity: "high".into(),
        channel: "email".into(),
        reported: Some(at),
        ..NewTicket::default()
    };
    let promise = Some(contract.promise.as_str());
    Ticket::fold(TicketId(1), &new_events(&new, &contract.version, promise, "anna", at)).unwrap()
}

/// Returns when the response to the ticket is due, on the clocks of Oslo.
fn due(book: &Book, ticket: &Ticket) -> String {
    let contract = book.of_ticket(ticket).unwrap();
    let sla = sla(ticket, &contract, ticket.reported());
    assert_eq!(sla.targets[0].state, TargetState::Running);
    contract.zone.wall(sla.targets[0].due.unwrap()).to_string()
}

#[test]
fn a_promise_is_named_by_what_it_promises() {
    let name = |calendar: &str, contract: &str| files(calendar, contract).get("acme").unwrap().promise.clone();
    let acme = name(CLOSED, ACME);
    assert!(acme.len() == 32 && acme.bytes().all(|byte| byte.is_ascii_hexdigit()), "{acme}");
    for (same, contract) in [
        ("a comment", format!("# ours\n{ACME}")),
        ("the order of keys", ACME.replace("id = \"acme\"\nvendor = \"Acme\"\n", "vendor = \"Acme\"\nid = \"acme\"\n")),
        ("the same time", ACME.replace("\"2h\"", "\"120m\"")),
        (
            "the same days",
            ACME.replace("mon-fri = [\"08:00-16:00\"]", "mon = [\"08:00-16:00\"]\ntue-fri = [\"08:00-16:00\"]"),
        ),
        ("notes", ACME.replace("[\"one\"]", "[\"two\"]")),
        ("a review", ACME.replace("notes", "next_review = 2030-01-01\nnotes")),
        ("a short name", ACME.replace("notes", "short = \"Ac\"\nnotes")),
        ("how to reach the vendor", format!("{ACME}[vendor_side]\nmail = \"a@acme.example\"\n")),
        ("a version", ACME.replace("notes", "version = \"2\"\nnotes")),
    ] {
        assert_eq!(name(CLOSED, &contract), acme, "{same}");
    }
    assert_eq!(name(&CLOSED.replace("Bridge", "Bridging day"), ACME), acme, "a holiday's name promises nothing");
    for (other, calendar, contract) in [
        ("a target", CLOSED.to_owned(), ACME.replace("\"2h\"", "\"1h\"")),
        ("hours", CLOSED.to_owned(), ACME.replace("16:00", "15:00")),
        ("a date", CLOSED.to_owned(), ACME.replace("notes", "effective = 2026-01-01\nnotes")),
        ("a holiday", OTHER_YEAR.to_owned(), ACME.to_owned()),
    ] {
        assert_ne!(name(&calendar, &contract), acme, "{other}");
    }
}

#[test]
fn a_calendar_that_is_imported_again_or_loses_a_day_changes_no_ticket_of_before() {
    let mut store = Store::default();
    let before = oslo("2026-05-28", 15);
    let book = store.opened(&files(CLOSED, ACME), before);
    let ticket = logged(&book, before);
    assert_eq!(due(&book, &ticket), "2026-06-01 09:00", "closed on Friday the 29th");
    for calendar in [OTHER_YEAR, "id = \"own\"\nname = \"Own\"\n"] {
        let book = store.opened(&files(calendar, ACME), oslo("2026-12-01", 9));
        assert_eq!(due(&book, &ticket), "2026-06-01 09:00");
    }
    let book = store.opened(&files(OTHER_YEAR, ACME), oslo("2027-05-27", 9));
    assert_eq!(due(&book, &logged(&book, oslo("2027-05-27", 15))), "2027-05-31 09:00", "new ones count by the new");
}

#[test]
fn an_edited_file_without_a_version_holds_for_reports_after_it_was_read_and_its_removal_changes_nothing() {
    let (first, edited) = (oslo("2026-01-05", 9), oslo("2026-02-02", 9));
    let mut store = Store::default();
    let book = store.opened(&files(CLOSED, ACME), first);
    let old = logged(&book, first);
    let book = store.opened(&files(CLOSED, &ACME.replace("\"2h\"", "\"1h\"")), edited);
    assert_eq!(due(&book, &old), "2026-01-05 11:00");
    let late = logged(&book, oslo("2026-01-30", 9));
    assert_eq!(due(&book, &late), "2026-01-30 11:00", "reported before it was read, entered after");
    let new = logged(&book, edited);
    assert_eq!(due(&book, &new), "2026-02-02 10:00");
    let [changed] = book.changes("acme").try_into().unwrap();
    let former = FormerPromise { promise: old.promise.clone().unwrap(), version: String::new() };
    assert_eq!((changed.at, changed.before), (edited, vec![former]));
    let gone = store.opened(&files("", ""), oslo("2026-03-02", 9));
    let dues = [&old, &late, &new].map(|ticket| due(&gone, ticket));
    assert_eq!(dues, ["2026-01-05 11:00", "2026-01-30 11:00", "2026-02-02 10:00"]);
    assert!(gone.for_new("acme", edited).is_none() && gone.versions("acme").is_empty());
    assert_eq!(gone.known().iter().filter(|contract| contract.id == "acme").count(), 1);
    // And back to what it was: for what is reported from then on.
    let back = store.opened(&files(CLOSED, ACME), oslo("2026-04-01", 9));
    assert_eq!(due(&back, &logged(&back, oslo("2026-04-01", 9))), "2026-04-01 11:00");
    assert_eq!(due(&back, &logged(&back, oslo("2026-03-02", 9))), "2026-03-02 10:00");
}

#[test]
fn a_months_promise_is_the_one_that_was_in_force_in_it() {
    let mut store = Store::default();
    store.opened(&files(CLOSED, ACME), oslo("2026-01-05", 9));
    let edited = files(CLOSED, &ACME.replace("\"2h\"", "\"1h\""));
    store.opened(&edited, oslo("2026-02-10", 9));
    let name = |book: &Book, date: &str| book.for_report("acme", oslo(date, 0)).unwrap().promise.clone();
    let (two, one) = (files(CLOSED, ACME), &edited);
    let (two, one) = (two.get("acme").unwrap().promise.clone(), one.get("acme").unwrap().promise.clone());
    for book in [store.reopened(&edited), store.reopened(&files("", ""))] {
        assert_eq!(
            ["2025-12-01", "2026-02-01", "2026-03-01"].map(|date| name(&book, date)),
            [&two, &two, &one].map(Clone::clone)
        );
    }
}

#[test]
fn an_effective_date_decides_also_where_the_file_comes_late_and_a_file_that_goes_ends_it() {
    let dated = ACME.replace("notes", "effective = 2026-02-01\nnotes").replace("\"2h\"", "\"1h\"");
    let both = |second: &str| {
        let second = (!second.is_empty()).then(|| SourceFile::user("acme-2.toml", second));
        Book::with_user(
            [SourceFile::user("own.toml", CLOSED)],
            [SourceFile::user("acme.toml", ACME)].into_iter().chain(second),
        )
    };
    let mut store = Store::default();
    store.opened(&both(""), oslo("2026-01-05", 9));
    let book = store.opened(&both(&dated), oslo("2026-03-10", 9));
    let response = |book: &Book, date: &str| due(book, &logged(book, oslo(date, 9)))[11..13].to_owned();
    assert_eq!(["2026-01-30", "2026-02-02", "2026-03-10"].map(|date| response(&book, date)), ["11", "10", "10"]);
    assert_eq!(book.changes("acme"), []);
    let book = store.opened(&both(""), oslo("2026-04-13", 9));
    assert_eq!(["2026-01-30", "2026-02-02", "2026-04-10"].map(|date| response(&book, date)), ["11", "10", "10"]);
    assert_eq!(response(&book, "2026-04-13"), "11", "what is reported now counts by what there is");
}

#[test]
fn a_corrected_built_in_text_changes_nothing_past() {
    let markant = Book::built_in().get("markant").unwrap().source.clone();
    let corrected = SourceFile {
        name: "contracts/markant.toml".into(),
        text: markant.replace("response   = \"4h\"", "response   = \"3h\""),
        origin: Origin::BuiltIn,
    };
    let old = Book::built_in().get("markant").unwrap().promise.clone();
    let mut store = Store::default();
    for keep in Book::built_in().to_keep(&Ledger::default(), "markant", oslo("2024-01-08", 9)) {
        store.put(oslo("2024-01-08", 9), keep.entry, LedgerFact::Agreement(Box::new(keep.agreement)));
    }
    let later = Book::new(built_in_calendars(), [corrected]);
    assert_ne!(later.get("markant").unwrap().promise, old);
    let book = store.reopened(&later);
    assert_eq!(book.promised(&old).unwrap().source, markant);
    assert_eq!(book.for_report("markant", oslo("2024-03-01", 0)).unwrap().promise, old);
}

#[test]
fn a_file_that_cannot_be_read_just_now_leaves_what_was_promised_in_force() {
    let mut store = Store::default();
    let (first, later) = (oslo("2026-01-05", 9), oslo("2026-02-02", 9));
    store.opened(&files(CLOSED, ACME), first);
    let broken = Book::with_user([SourceFile::user("own.toml", CLOSED)], [SourceFile::user("acme.toml", "id = ")]);
    let (kept, book) = (store.entries.len(), store.opened(&broken, later));
    assert_eq!(store.entries.len(), kept);
    assert_eq!(due(&book, &logged(&book, later)), "2026-02-02 11:00");
}

#[test]
fn what_is_not_the_promise_comes_from_the_newest_file_and_from_the_ledger() {
    let mut store = Store::default();
    let first = oslo("2026-01-05", 9);
    let old = logged(&store.opened(&files(CLOSED, ACME), first), first);
    store.put(
        first,
        None,
        LedgerFact::Release(Release { contract: "acme".into(), date: Date::new(2026, 3, 1).unwrap(), name: None }),
    );
    let edited = ACME.replace("\"2h\"", "\"1h\"").replace("[\"one\"]", "[\"read again\"]");
    let book = store.opened(&files(CLOSED, &edited), oslo("2026-02-02", 9));
    let contract = book.of_ticket(&old).unwrap();
    assert_eq!((contract.notes.clone(), contract.releases.len()), (vec!["read again".to_owned()], 1));
    assert!(book.get("markant").unwrap().releases.is_empty());
}

#[test]
fn an_amendment_corrects_what_was_reported_and_another_one_takes_it_back() {
    let mut store = Store::default();
    let (first, later) = (oslo("2026-01-05", 9), oslo("2026-02-02", 9));
    let old = logged(&store.opened(&files(CLOSED, ACME), first), first);
    let edited = files(CLOSED, &ACME.replace("\"2h\"", "\"1h\""));
    let book = store.opened(&edited, later);
    let [changed] = book.changes("acme").try_into().unwrap();
    let amendment = |counts_by: &str| {
        let promises = changed.before.iter().map(|former| former.promise.clone()).collect();
        let (contract, words) = ("acme".to_owned(), "a slip".to_owned());
        LedgerFact::Amendment(Amendment { contract, promises, counts_by: counts_by.to_owned(), words })
    };
    store.put(later, None, amendment(&changed.now));
    for book in [store.reopened(&edited), store.reopened(&files("", ""))] {
        assert_eq!(due(&book, &old), "2026-01-05 10:00");
        assert_eq!(book.for_report("acme", first).unwrap().promise, changed.now);
        assert_eq!(book.changes("acme")[0].before, [], "none keeps the old one");
    }
    store.put(later, None, amendment(&changed.before[0].promise));
    assert_eq!(due(&store.reopened(&edited), &old), "2026-01-05 11:00");
}

#[test]
fn records_of_before_promises_had_names_take_what_their_files_say_when_the_store_is_upgraded() {
    let acme = |version: &str, response: &str| {
        ACME.replace("notes", &format!("version = \"{version}\"\nnotes")).replace("2h", response)
    };
    let mut store = Store::default();
    let old = |version: &str, response: &str| Agreement {
        contract: "acme".into(),
        version: version.into(),
        file: "acme.toml".into(),
        text: acme(version, response),
        ..Agreement::default()
    };
    let at = oslo("2026-01-05", 9);
    store.put(at, None, LedgerFact::Agreement(Box::new(old("2024", "4h"))));
    store.put(at, None, LedgerFact::Agreement(Box::new(old("2025", "3h"))));
    // The file of the version that tickets have last was edited meanwhile, and one version never had its text kept.
    let day = files(CLOSED, &acme("2025", "2h"));
    let book = store.reopened(&day);
    let ticket = |version: &str| {
        let new = NewTicket {
            contract: "acme".into(),
            plan: "standard".into(),
            severity: "high".into(),
            channel: "email".into(),
            reported: Some(at),
            ..NewTicket::default()
        };
        Ticket::fold(TicketId(1), &new_events(&new, version, None, "anna", at)).unwrap()
    };
    let said = |book: &Book| ["2024", "2025", "2023"].map(|version| due(book, &ticket(version))[11..13].to_owned());
    assert_eq!(said(&book), ["13", "11", "11"]);
    let used = ["2023", "2024", "2025"].map(|version| ("acme".to_owned(), version.to_owned()));
    let keeps: Vec<TextToKeep> = book.to_keep_of_versions(&store.ledger(), used).collect();
    assert_eq!(
        keeps.iter().map(|keep| keep.entry).collect::<Vec<_>>(),
        [Some(LedgerRecordId(1)), Some(LedgerRecordId(2)), None]
    );
    for keep in keeps {
        store.put(at, keep.entry, LedgerFact::Agreement(Box::new(keep.agreement)));
    }
    assert_eq!(store.reopened(&day).to_keep(&store.ledger(), "acme", at), []);
    for later in [files(CLOSED, &acme("2025", "1h")), files(OTHER_YEAR, &acme("2026", "1h")), files("", "")] {
        let book = store.opened(&later, oslo("2026-02-02", 9));
        assert_eq!(said(&book), ["13", "11", "11"]);
        assert_eq!(book.for_report("acme", oslo("2025-06-01", 0)).unwrap().version, "2025", "months likewise");
    }
}

#[test]
fn a_kept_text_that_cannot_be_read_any_more_is_told_once_and_counts_for_nothing() {
    let mut store = Store::default();
    let first = oslo("2026-01-05", 9);
    let ticket = logged(&store.opened(&files(CLOSED, ACME), first), first);
    let Some(LedgerFact::Agreement(mut kept)) = store.entries[0].fact.clone() else {
        panic!("the agreement is kept first")
    };
    kept.text = kept.text.replace("08:00-16:00", "never");
    let spoilt =
        Store { entries: vec![LedgerRecord { fact: Some(LedgerFact::Agreement(kept)), ..store.entries[0].clone() }] };
    let book = spoilt.reopened(&files("", ""));
    let again = book.clone().with_ledger(&spoilt.ledger());
    for book in [book, again] {
        let problems: Vec<String> = book.kept_problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("the kept text of acme:") && problems[0].contains("`never`"), "{problems:?}");
        assert!(book.of_ticket(&ticket).is_none(), "nothing else stands in for it");
    }
}

#[test]
fn where_the_file_is_gone_when_a_store_is_upgraded_the_text_that_was_kept_last_is_in_force() {
    let mut store = Store::default();
    let at = oslo("2026-01-05", 9);
    for (version, response) in [("2024", "4h"), ("2025", "3h")] {
        let text = ACME.replace("notes", &format!("version = \"{version}\"\nnotes")).replace("2h", response);
        let (contract, version, file) = ("acme".into(), version.into(), "acme.toml".into());
        let kept = Agreement { contract, version, file, text, ..Agreement::default() };
        store.put(at, None, LedgerFact::Agreement(Box::new(kept)));
    }
    let book = store.reopened(&files(CLOSED, ""));
    for keep in book.to_keep_of_versions(&store.ledger(), []).collect::<Vec<_>>() {
        store.put(at, keep.entry, LedgerFact::Agreement(Box::new(keep.agreement)));
    }
    let book = store.reopened(&files("", ""));
    assert_eq!(book.for_report("acme", oslo("2024-06-01", 0)).unwrap().version, "2025");
    assert_eq!(book.of_version("acme", "2024").unwrap().version, "2024");
}

#[test]
fn a_kept_text_that_newer_checks_would_refuse_goes_on_counting_with_its_problem_told() {
    let never_kept = ACME.replace("[[severity]]", "[uptime]\nmin_percent = 100\ninclusive = false\n[[severity]]");
    let refused = Book::with_user([SourceFile::user("own.toml", CLOSED)], [SourceFile::user("acme.toml", &never_kept)]);
    assert!(refused.get("acme").is_none() && !refused.problems().is_empty());
    let kept = Agreement {
        contract: "acme".into(),
        file: "acme.toml".into(),
        text: never_kept,
        promise: Some("of-old".into()),
        calendars: vec![crate::ledger::KeptCalendar { file: "own.toml".into(), text: CLOSED.into() }],
        in_force: Some(crate::ledger::InForce::default()),
        ..Agreement::default()
    };
    let mut store = Store::default();
    let at = oslo("2026-01-05", 9);
    store.put(at, None, LedgerFact::Agreement(Box::new(kept)));
    let book = store.reopened(&refused);
    assert_eq!(book.for_new("acme", at).unwrap().promise, "of-old", "its file cannot be read, so it stays in force");
    assert_eq!(due(&book, &logged(&book, at)), "2026-01-05 11:00");
    let problems: Vec<String> = book.kept_problems().iter().map(ToString::to_string).collect();
    assert!(problems.len() == 1 && problems[0].contains("uptime"), "{problems:?}");
}

#[test]
fn a_store_that_is_upgraded_by_a_frist_with_a_corrected_built_in_text_keeps_the_one_that_it_has() {
    let old = Book::built_in().get("markant").unwrap().clone();
    let at = oslo("2026-01-05", 9);
    let mut store = Store::default();
    let kept = Agreement {
        contract: "markant".into(),
        file: old.file.clone(),
        text: old.source.clone(),
        ..Agreement::default()
    };
    store.put(at, None, LedgerFact::Agreement(Box::new(kept)));
    let corrected = SourceFile {
        name: old.file.clone(),
        text: old.source.replace("response   = \"4h\"", "response   = \"3h\""),
        origin: Origin::BuiltIn,
    };
    let files = Book::new(built_in_calendars(), [corrected]);
    let book = store.reopened(&files);
    for keep in book.to_keep_of_versions(&store.ledger(), []).collect::<Vec<_>>() {
        store.put(at, keep.entry, LedgerFact::Agreement(Box::new(keep.agreement)));
    }
    let book = store.reopened(&files);
    let [newer] = book.to_keep(&store.ledger(), "markant", at).try_into().unwrap();
    assert_eq!(newer.agreement.in_force.and_then(|in_force| in_force.since), Some(at));
    assert_eq!(book.of_version("markant", "").unwrap().promise, old.promise);
    assert_eq!(book.for_report("markant", oslo("2025-06-01", 0)).unwrap().promise, old.promise);
}

#[test]
fn what_belongs_to_no_promise_is_that_of_the_newest_file_for_past_tickets_too() {
    let mut store = Store::default();
    let before = oslo("2026-05-28", 15);
    let ticket = logged(&store.opened(&files(CLOSED, ACME), before), before);
    let newer = ACME.replace("\"2h\"", "\"3h\"").replace("vendor", "short = \"Ac\"\nvendor");
    let newer = files(CLOSED, &format!("{newer}[vendor_side]\nphone = \"+47 22 00 00 00\"\n"));
    let later = oslo("2026-12-01", 9);
    let book = store.opened(&newer, later);
    let kept = book.of_ticket(&ticket).unwrap();
    assert_eq!((kept.short.as_deref(), kept.vendor_side.phone.as_deref()), (Some("Ac"), Some("+47 22 00 00 00")));
    assert_eq!(due(&book, &ticket), "2026-06-01 09:00", "its promise is that of then");
    // A file that is gone leaves what was kept with it.
    let gone = store.reopened(&files(CLOSED, "")).of_ticket(&ticket).unwrap();
    assert_eq!((gone.short.as_deref(), gone.vendor_side.is_empty()), (None, true));
}

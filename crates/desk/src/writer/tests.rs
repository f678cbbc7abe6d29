use std::sync::mpsc::channel;

use super::*;
use crate::agreements_in_force::AgreementsInForce;
use crate::scope::Scope;
use crate::{Notice, SystemClock};
use frist_domain::contract::{Book, TargetKind};
use frist_domain::ledger::Ledger;
use frist_domain::ticket::{AlertPoint, AlertRecord, NewTicket, event};

fn writer(folder: &std::path::Path) -> Writer {
    let store = Store::open(folder).unwrap().store;
    Writer {
        reader: store.reader(),
        mail: Arc::default(),
        files: Arc::new(DeskFileStore::new(store.files())),
        store,
        clock: Arc::new(SystemClock),
        owner_state: Arc::new(Mutex::new(OwnerState::new(AgreementsInForce::new(
            Arc::new(Book::built_in()),
            Ledger::default(),
        )))),
        people: Arc::default(),
    }
}

fn request(subjects: usize) -> Request {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: "x".into(),
        note: Some("y".repeat(20_000)),
        ..NewTicket::default()
    };
    Request::new("anna", vec![Change::New(Box::new(new)); subjects])
}

fn job(request: &Request) -> (WriteJob, Receiver<Result<CommitOutcome, Problem>>) {
    job_of(WriteOrder::Request(request.clone()))
}

fn job_of(order: WriteOrder) -> (WriteJob, Receiver<Result<CommitOutcome, Problem>>) {
    let (reply, outcome) = channel();
    (WriteJob { order, person: None, reply }, outcome)
}

/// Returns an alert of #1.
fn alert() -> WriteOrder {
    let alert = AlertRecord {
        target: TargetKind::Response,
        house: false,
        points: vec![AlertPoint::Due],
        to: None,
        level: None,
        call: None,
        late: None,
        failed: None,
    };
    WriteOrder::alerts(vec![TicketAlert { ticket: TicketId(1), happened: SystemClock.now(), alert }])
}

#[test]
fn a_request_that_comes_twice_is_not_acknowledged_before_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let request = request(1);
    let ((first, told), (again, told_again)) = (job(&request), job(&request));
    let staged = writer.stage_all(vec![first, again]);
    assert!(told.try_recv().is_err() && told_again.try_recv().is_err());
    writer.write(staged);
    let done = told.try_recv().unwrap().unwrap();
    assert_eq!((done.sequence, told_again.try_recv().unwrap().unwrap()), (1, done));
    assert_eq!(writer.store.sequence(), 1);
}

/// By the protocol itself as well, where what is retracted can be said in two ways.
#[test]
fn what_was_retracted_cannot_be_retracted_again_in_any_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let ticket = TicketId(1);
    let raw = |event| {
        let what = Box::new(EventData::Retracted(event::Retracted { event }));
        Change::Add { ticket, revision: None, happened: None, what }
    };
    let mut does = |by: &str, change: Change| {
        let (job, told) = job(&Request::new(by, vec![change]));
        writer.serve(vec![job]);
        told.try_recv().unwrap().map_err(|error| error.message)
    };
    let (job, _) = job(&request(1));
    drop(job);
    let Change::New(new) = request(1).changes.remove(0) else { panic!() };
    does("anna", Change::New(new)).unwrap();
    assert_eq!(does("bo", raw(2)).unwrap_err(), "anna entered that, not you");
    does("anna", raw(2)).unwrap();
    assert_eq!(does("anna", raw(2)).unwrap_err(), "that was retracted already on #1");
    let other_way = Change::Retract { ticket, event: 2 };
    assert_eq!(does("anna", other_way.clone()).unwrap_err(), "that was retracted already on #1");
    assert_eq!(does("anna", raw(99)).unwrap_err(), "#1 has no event 99");
    // What was retracted stands again where that is retracted, and can then be retracted.
    does("anna", raw(3)).unwrap();
    does("anna", other_way).unwrap();
}

#[test]
fn a_full_ticket_takes_its_closing_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let mut does = |changes: Vec<Change>| {
        let (job, told) = job(&Request::new("anna", changes));
        writer.serve(vec![job]);
        told.try_recv().unwrap().map_err(|error| error.message)
    };
    let Change::New(new) = request(1).changes.remove(0) else { panic!() };
    does(vec![Change::New(new)]).unwrap();
    let add = |what| Change::Add { ticket: TicketId(1), revision: None, happened: None, what: Box::new(what) };
    let long = || add(EventData::Note(event::Note { text: "\u{1F600}".repeat(20_000), to_customer: false }));
    for _ in 0..2 {
        does((0..50).map(|_| long()).collect()).unwrap();
    }
    does((0..4).map(|_| long()).collect()).unwrap();
    assert_eq!(does(vec![long()]).unwrap_err(), "#1 is full: a ticket has at most 10,000 events and 8 MiB");
    for what in [
        EventData::Responded,
        EventData::WorkStarted,
        EventData::Fixed,
        EventData::Closed(event::Closed { reason: None, words: None }),
    ] {
        does(vec![add(what)]).unwrap();
    }
    does(vec![Change::Retract { ticket: TicketId(1), event: 110 }]).unwrap();
    assert!(does(vec![long()]).is_err(), "it is open, and full as before");
    let (job, told) = job_of(alert());
    writer.serve(vec![job]);
    told.try_recv().unwrap().unwrap();
}

#[test]
fn an_alert_is_nobodys_to_retract() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let ((logged, _), (alert, kept)) = (job(&request(1)), job_of(alert()));
    writer.serve(vec![logged, alert]);
    let place = kept.try_recv().unwrap().unwrap().touched[0].first;
    let retraction = EventData::Retracted(event::Retracted { event: place });
    let (ticket, what) = (TicketId(1), Box::new(retraction));
    let add = Change::Add { ticket, revision: None, happened: None, what };
    for change in [Change::Retract { ticket, event: place }, add] {
        let (job, told) = job(&Request::new("frist", vec![change]));
        writer.serve(vec![job]);
        let refused = told.try_recv().unwrap().unwrap_err();
        assert_eq!(refused.message, "an alert of #1 was given, which cannot be undone");
    }
}

#[test]
fn a_change_is_its_persons_also_where_an_alert_is_kept_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let changes = lock(&writer.owner_state).subscribe(Scope::Everything);
    let mut names_told = |jobs: Vec<WriteJob>| {
        writer.serve(jobs);
        let name = |notice| if let Notice::Changed(_, by, new) = notice { Some((by, new.len())) } else { None };
        changes.try_iter().filter_map(name).collect::<Vec<_>>()
    };
    let small = |what| Change::Add { ticket: TicketId(1), revision: None, happened: None, what: Box::new(what) };
    let answered = Request::new("anna", vec![small(EventData::Responded)]);
    let ((logged, _), (answered, _)) = (job(&request(1)), job(&answered));
    assert_eq!(names_told(vec![logged]), [(Some("anna".to_owned()), 3)]);
    assert_eq!(names_told(vec![job_of(alert()).0]), [(None, 1)]);
    assert_eq!(names_told(vec![answered, job_of(alert()).0]), [(Some("anna".to_owned()), 2)]);
}

#[test]
fn beside_one_that_is_too_large_the_others_are_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let (small, large) = (request(1), request(300));
    let jobs = [&small, &large, &small].map(job);
    let (jobs, told): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
    writer.serve(jobs);
    let told: Vec<_> = told.iter().map(|told| told.try_recv().unwrap()).collect();
    assert_eq!(told[0].as_ref().unwrap(), told[2].as_ref().unwrap());
    assert!(told[1].as_ref().unwrap_err().message.contains("is more than"), "{told:?}");
    assert_eq!(writer.store.sequence(), 1);
}

#[test]
fn a_name_that_is_taken_is_refused_for_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let note = |text: &str| EventData::Note(event::Note { text: text.to_owned(), to_customer: false });
    let add =
        |what: EventData, happened| Change::Add { ticket: TicketId(1), revision: None, happened, what: Box::new(what) };
    let mut does = |request: &Request| {
        let (job, told) = job(request);
        writer.serve(vec![job]);
        told.try_recv().unwrap()
    };
    let new = request(1);
    let done = does(&new).unwrap();
    assert_eq!(does(&new), Ok(done));
    let under = |name: &Request, changes: Vec<Change>| Request { changes, ..name.clone() };
    let Change::New(logged) = &new.changes[0] else { panic!() };
    let other = NewTicket { subject: "z".to_owned(), ..NewTicket::clone(logged) };
    let refused = [
        under(&new, vec![Change::New(Box::new(other))]),
        under(&new, vec![]),
        under(&new, vec![new.changes[0].clone(); 2]),
        under(&new, vec![add(note("x"), None)]),
    ];
    for request in &refused {
        assert_eq!(does(request), Err(resubmission::taken()), "{request:?}");
    }
    let two = Request::new("anna", vec![add(note("x"), Some(Instant::FIRST.plus(0))), add(note("y"), None)]);
    assert!(does(&two).is_err(), "before it was reported");
    let two = Request::new("anna", vec![add(note("x"), None), add(EventData::Responded, None)]);
    let done = does(&two).unwrap();
    assert_eq!(does(&two), Ok(done));
    for changes in [vec![add(note("x"), None)], vec![add(note("y"), None), add(EventData::Responded, None)]] {
        assert_eq!(does(&under(&two, changes)), Err(resubmission::taken()));
    }
    let back = Request::new("anna", vec![Change::Retract { ticket: TicketId(1), event: 3 }]);
    let done = does(&back).unwrap();
    assert_eq!(does(&back), Ok(done));
    assert_eq!(
        does(&under(&back, vec![Change::Retract { ticket: TicketId(1), event: 4 }])),
        Err(resubmission::taken())
    );
}

#[test]
fn the_same_name_with_other_content_in_one_batch_is_refused_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let first = request(1);
    let second = Request { changes: request(2).changes, ..first.clone() };
    let ((first, told), (second, told_second)) = (job(&first), job(&second));
    writer.serve(vec![first, second]);
    assert!(told.try_recv().unwrap().is_ok());
    assert_eq!(told_second.try_recv().unwrap(), Err(resubmission::taken()));
}

/// What the desk writes beside a correction by itself makes it no other request, and cannot be given from outside.
#[test]
fn a_correction_that_comes_twice_is_done_once_and_has_what_stood_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let mut does = |request: &Request| {
        let (job, told) = job(request);
        writer.serve(vec![job]);
        told.try_recv().unwrap()
    };
    does(&request(1)).unwrap();
    let what = event::ReportCorrected {
        contract: Some("sesam".into()),
        plan: Some("partner".into()),
        severity: Some("critical".into()),
        promise: Some("made up".into()),
        was: event::FormerReport { plan: Some("made up".into()), ..event::FormerReport::default() },
        ..event::ReportCorrected::default()
    };
    let correct = Request::add("anna", TicketId(1), None, EventData::ReportCorrected(Box::new(what.clone())));
    let done = does(&correct).unwrap();
    assert_eq!(does(&correct).unwrap(), done);
    let subject = event::SubjectSet { subject: "z".into(), was: Some("made up".into()) };
    let subject = Request::add("anna", TicketId(1), None, EventData::SubjectSet(subject));
    assert_eq!(does(&subject).unwrap(), does(&subject).unwrap());
    let other = event::ReportCorrected { plan: Some("customer".into()), ..what };
    let taken = Request {
        id: correct.id,
        ..Request::add("anna", TicketId(1), None, EventData::ReportCorrected(Box::new(other)))
    };
    assert!(does(&taken).unwrap_err().message.starts_with("another request was written under the name"));
    let record = writer.reader.ticket(TicketId(1)).unwrap().unwrap();
    let kept: Vec<&EventData> = record.events[3..].iter().filter_map(Event::action).collect();
    let [EventData::ReportCorrected(corrected), EventData::SubjectSet(set)] = &kept[..] else { panic!("{kept:?}") };
    let sesam = Book::built_in().get("sesam").unwrap().promise.clone();
    assert_eq!((corrected.promise.as_deref(), corrected.was.plan.as_deref()), (Some(sesam.as_str()), Some("standard")));
    assert_eq!(set.was.as_deref(), Some("x"));
    let ledger = lock(&writer.owner_state).in_force.ledger();
    assert!(ledger.agreements().any(|(_, kept)| kept.promise.as_ref() == Some(&sesam)), "its text is kept");
}

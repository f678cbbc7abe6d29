use std::sync::mpsc::channel;

use super::*;
use crate::desk::System;
use crate::desk::known::Known;
use crate::domain::ticket::NewTicket;

fn writer(folder: &std::path::Path) -> Writer {
    let store = Store::open(folder).unwrap().store;
    Writer {
        reader: store.reader(),
        store,
        clock: Arc::new(System),
        memory: Arc::new(Mutex::new(Memory::new(Known::new(Arc::new(Book::built_in()), Ledger::default())))),
        people: People::default(),
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

fn job(request: &Request) -> (Job, Receiver<Result<Done, DeskError>>) {
    let (reply, outcome) = channel();
    (Job { request: request.clone(), person: None, reply }, outcome)
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

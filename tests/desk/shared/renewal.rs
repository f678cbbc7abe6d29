//! Settings and agreements that are read again while people are at the desk.

use std::path::Path;
use std::sync::Arc;

use frist::config::{BookSources, Settings};
use frist::desk::{Change, Desk, DeskFiles, Notice, ProblemKind, Request, SharedDesk, Subscription};
use frist::domain::contract::SourceFile;
use frist::domain::ticket::NewTicket;

use super::presence::{LONG, PEOPLE, desk, log, place, ticket};

/// Returns what the files of a desk say with these settings.
fn files(folder: &Path, settings: &str) -> DeskFiles {
    DeskFiles::from(&place(folder, settings, None))
}

fn renew(owner: &SharedDesk, files: &DeskFiles) {
    assert!(owner.owns());
    assert_eq!(owner.renew(files, &["staff".to_owned()]).unwrap(), Vec::<String>::new());
}

/// Waits for the notice that `is` it.
fn wait(feed: &Subscription, is: impl Fn(&Notice) -> bool) -> Notice {
    std::iter::from_fn(|| feed.recv_timeout(LONG).ok()).find(is).unwrap()
}

fn try_to_log(desk: &SharedDesk) -> Result<(), ProblemKind> {
    let request = Request::new("?", vec![Change::New(Box::new(ticket("another")))]);
    desk.commit(request).map(drop).map_err(|error| error.kind)
}

#[test]
fn a_lower_role_counts_at_once_for_who_watches_and_who_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, watches, asks) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "ola"));
    log(&watches, "as an agent");
    let feed = watches.subscribe();
    let lowered = PEOPLE.replace("[staff.ola]\n", "[staff.ola]\nrole = \"viewer\"\n");
    renew(&owner, &files(folder.path(), &lowered));
    assert_eq!(try_to_log(&asks), Err(ProblemKind::NotAllowed));
    let told = wait(&feed, |notice| matches!(notice, Notice::Renewed(_)));
    assert!(matches!(told, Notice::Renewed(renewed) if renewed.said == ["staff"]));
    assert_eq!(watches.me().role.words(), "viewer");
    assert_eq!(watches.people().named("ola").map(|ola| ola.role.words()), Some("viewer"));
    assert_eq!(try_to_log(&watches), Err(ProblemKind::NotAllowed));
    // And it is given back as it was taken.
    renew(&owner, &files(folder.path(), PEOPLE));
    wait(&feed, |notice| matches!(notice, Notice::Renewed(_)));
    assert_eq!((try_to_log(&watches), try_to_log(&asks)), (Ok(()), Ok(())));
    assert_eq!(owner.open_tickets().unwrap().len(), 3);
}

#[test]
fn somebody_who_is_no_longer_on_the_staff_is_let_go_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, watches, asks) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "ola"));
    let stays = desk(folder.path(), "vy");
    let (feed, others) = (watches.subscribe(), stays.subscribe());
    log(&watches, "as an agent");
    renew(&owner, &files(folder.path(), &PEOPLE.replace("[staff.ola]\n", "")));
    let Notice::ShutOut(why) = wait(&feed, |notice| matches!(notice, Notice::ShutOut(_))) else { unreachable!() };
    assert!(why.to_string().contains("nobody called `ola`"), "{why}");
    assert_eq!(watches.shut_out().map(|why| why.kind), Some(ProblemKind::NotAllowed));
    for gone in [&watches, &asks] {
        assert_eq!(try_to_log(gone), Err(ProblemKind::NotAllowed));
        assert_eq!(gone.open_tickets().map(drop).map_err(|error| error.kind), Err(ProblemKind::NotAllowed));
    }
    wait(&others, |notice| matches!(notice, Notice::Renewed(_)));
    assert_eq!((stays.shut_out(), stays.open_tickets().unwrap().len()), (None, 1));
    assert!(stays.people().named("ola").is_none());
    // When the owner goes, whoever was let go does not take its place.
    drop(owner);
    wait(&others, |notice| matches!(notice, Notice::Attached(_)));
    assert!(stays.owns() && !watches.owns());
}

#[test]
fn who_has_the_store_and_is_let_go_gives_it_up() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, other) = (desk(folder.path(), "ola"), desk(folder.path(), "anna"));
    let (feed, others) = (owner.subscribe(), other.subscribe());
    renew(&owner, &files(folder.path(), &PEOPLE.replace("[staff.ola]\n", "")));
    wait(&feed, |notice| matches!(notice, Notice::ShutOut(_)));
    assert_eq!(try_to_log(&owner), Err(ProblemKind::NotAllowed));
    wait(&others, |notice| matches!(notice, Notice::Attached(_)));
    assert_eq!(try_to_log(&other), Ok(()));
}

const SMALL: &str = "id = \"small\"\nvendor = \"Small AS\"\nservice = \"x\"\ntime_zone = \"Europe/Oslo\"\n[support]\n\
    [support.hours]\nmon-sun = [\"00:00-24:00\"]\n[[severity]]\nid = \"any\"\nname = \"Any\"\nmeans = \"a\"\n\
    [plan.one]\nname = \"One\"\n[plan.one.target.any]\nresponse = \"1h\"\n";

/// Returns the files of a desk that has this agreement too.
fn with_small(folder: &Path, text: &str) -> DeskFiles {
    let mut all = files(folder, PEOPLE);
    all.sources = BookSources::built_in();
    all.sources.contracts.push(SourceFile::user("small.toml".to_owned(), text.to_owned()));
    all.book = Arc::new(all.sources.book());
    all
}

fn small(desk: &SharedDesk) -> Result<(), ProblemKind> {
    let new = NewTicket {
        contract: "small".into(),
        severity: "any".into(),
        channel: String::new(),
        plan: "one".into(),
        ..ticket("small")
    };
    desk.commit(Request::new("?", vec![Change::New(Box::new(new))])).map(drop).map_err(|error| error.kind)
}

#[test]
fn a_new_agreement_counts_at_once_for_everybody_and_a_changed_promise_for_what_is_reported_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let feed = guest.subscribe();
    assert!(small(&guest).is_err());
    renew(&owner, &with_small(folder.path(), SMALL));
    wait(&feed, |notice| matches!(notice, Notice::Renewed(_)));
    assert!(guest.book().get("small").is_some());
    assert_eq!(small(&guest), Ok(()));
    let said = owner.renew(&with_small(folder.path(), &SMALL.replace("1h", "2h")), &[]).unwrap();
    assert!(said.len() == 1 && said[0].contains("what small promises has changed"), "{said:?}");
    wait(&feed, |notice| matches!(notice, Notice::Renewed(_)));
    assert_eq!(small(&guest), Ok(()));
    let promise = |desk: &SharedDesk, at: usize| desk.open_tickets().unwrap()[at].promise.clone();
    for desk in [&owner, &guest] {
        assert!(promise(desk, 0).is_some() && promise(desk, 0) != promise(desk, 1));
        let tickets = desk.open_tickets().unwrap();
        let kept = tickets.iter().map(|ticket| desk.book().of_ticket(ticket).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), [true, true]);
    }
    // What is in the store says the same to the next owner.
    drop((owner, guest));
    let next = desk(folder.path(), "anna");
    assert_ne!(promise(&next, 0), promise(&next, 1));
}

#[test]
fn a_guest_goes_by_what_was_read_again_once_it_has_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "vy"));
    let feed = guest.subscribe();
    let lead = PEOPLE.replace("[staff.vy]\nrole = \"viewer\"\n", "[staff.vy]\nrole = \"lead\"\n");
    assert_eq!(guest.renew(&files(folder.path(), &lead), &[]).unwrap(), Vec::<String>::new());
    // Its own files decide nothing while another has the store.
    assert_eq!(try_to_log(&guest), Err(ProblemKind::NotAllowed));
    drop(owner);
    wait(&feed, |notice| matches!(notice, Notice::Attached(_)));
    assert_eq!(try_to_log(&guest), Ok(()));
    let (settings, _) = Settings::read("c.toml", &lead, &[]);
    assert_eq!(*guest.people(), settings.people);
}

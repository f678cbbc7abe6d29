//! Letters of several desks on one store: who may write and recall them, and what the owner makes of them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use frist::config::MailSettings;
use frist::desk::{
    Change, Claim, Clock as _, CommitOutcome, Desk, DeskSetup, MailSetup, ManualClock, Problem, ProblemKind, Request,
    SharedDesk, undo_of,
};
use frist::domain::ledger::{LedgerFact, LedgerRecordId, Outgoing, OutgoingPurpose, OutgoingState};
use frist::domain::letter::Mailbox;
use frist::domain::reply::letter;
use frist::domain::ticket::{EventData, TicketId};

use super::presence::{PEOPLE, log, place, wait_for};
use frist_testkit::owner;

fn mail(folder: &Path, program: &str) -> MailSetup {
    let settings = MailSettings {
        address: Some("desk@acme.example".into()),
        sendmail: ["sh", "-c", program].map(str::to_owned).to_vec(),
        ..MailSettings::default()
    };
    MailSetup { settings, folder: folder.to_owned() }
}

/// Returns a desk for that person whose letters go to that program, and its clock.
fn desk(folder: &Path, name: &str, program: &str) -> (SharedDesk, Arc<ManualClock>) {
    let setup = place(folder, PEOPLE, Some(Claim::As(name.to_owned())));
    let clock = Arc::new(ManualClock::at(setup.clock.now()));
    let setup = DeskSetup { mail: mail(folder, program), clock: clock.clone(), ..setup };
    (SharedDesk::open(setup).unwrap(), clock)
}

fn answer() -> Outgoing {
    let mut answer = letter(TicketId(1), "We look into it".into());
    (answer.head.to, answer.head.subject) = (vec![Mailbox::of("kari@acme.example")], "Re: Nede".into());
    answer.then = vec![EventData::Responded];
    answer
}

fn write(desk: &SharedDesk, letter: Outgoing) -> Result<CommitOutcome, Problem> {
    let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(letter))));
    desk.commit(Request::new("?", vec![Change::Enter { entry: None, revision: None, fact }]))
}

fn change(desk: &SharedDesk, id: LedgerRecordId, fact: Option<Outgoing>) -> Result<CommitOutcome, Problem> {
    let fact = fact.map(|letter| Box::new(LedgerFact::Outgoing(Box::new(letter))));
    let revision = desk.ledger().get(id).map(|entry| entry.revision);
    desk.commit(Request::new("?", vec![Change::Enter { entry: Some(id), revision, fact }]))
}

fn waiting(desk: &SharedDesk, id: LedgerRecordId) -> Outgoing {
    desk.ledger().get(id).unwrap().fact.as_ref().unwrap().outgoing().unwrap().clone()
}

fn outbox(desk: &SharedDesk) -> usize {
    desk.ledger().outbox().count()
}

#[test]
fn a_letter_goes_by_itself_once_it_was_held_and_stands_in_its_writers_name() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    let (owner, clock) = desk(folder.path(), "anna", &format!("cat > {}", taken.display()));
    let (guest, _) = desk(folder.path(), "ola", "false");
    log(&owner, "Nede");
    let _stays = owner.subscribe();
    let done = write(&guest, answer()).unwrap();
    let held = waiting(&guest, done.entered[0].0);
    assert_eq!(held.state, OutgoingState::Held { until: clock.now().plus(10) });
    assert!(held.head.message_id.unwrap().ends_with("@acme.example"));
    assert!(held.head.reply_to.unwrap().address.starts_with("desk+1."));
    assert!(!taken.exists());
    clock.set(clock.now().plus(10));
    let feed = guest.subscribe();
    wait_for(&feed, |notice| matches!(notice, frist::desk::Notice::Entered(entry) if entry.fact.is_none()));
    assert!(fs::read_to_string(taken).unwrap().contains("We look into it"));
    let record = owner.record(TicketId(1)).unwrap().unwrap();
    let (responded, sent) = (record.events.last().unwrap(), &record.events[record.events.len() - 2]);
    assert_eq!((responded.by.as_str(), responded.happened), ("ola", clock.now()));
    assert!(matches!(sent.action(), Some(EventData::Message(message)) if message.letter.is_some()));
}

#[test]
fn a_letter_is_recalled_by_its_writer_or_a_lead_and_is_not_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, _) = desk(folder.path(), "anna", "true");
    let (ola, _) = desk(folder.path(), "ola", "true");
    let (vy, _) = desk(folder.path(), "vy", "true");
    log(&owner, "Nede");
    assert_eq!(write(&vy, answer()).unwrap_err().kind, ProblemKind::NotAllowed);
    let of_anna = write(&owner, answer()).unwrap();
    // The process that has the store is believed, so its letter is entered in the name that it says.
    assert_eq!(change(&ola, of_anna.entered[0].0, None).unwrap_err().kind, ProblemKind::NotAllowed);
    let of_ola = write(&ola, answer()).unwrap();
    let recalled = ola.commit(Request::new("ola", undo_of(&of_ola))).unwrap();
    assert_eq!(outbox(&owner), 1);
    let again = ola.commit(Request::new("ola", undo_of(&recalled))).unwrap_err();
    assert!(again.message.contains("does not come back"), "{again}");
    assert_eq!(
        change(&ola, of_ola.entered[0].0, Some(answer())).unwrap_err().message,
        "that letter has gone or was recalled"
    );
}

#[test]
fn people_change_nothing_of_a_letter_and_write_none_in_the_desks_place() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, _) = desk(folder.path(), "anna", "true");
    log(&owner, "Nede");
    let automatic = Outgoing { purpose: OutgoingPurpose::Acknowledgement, ..answer() };
    assert!(write(&owner, automatic).unwrap_err().message.contains("the desk writes that letter by itself"));
    let forged = Outgoing {
        tries: 3,
        perhaps_twice: true,
        state: OutgoingState::Unsure { since: owner.now(), restored: false },
        ..answer()
    };
    let id = write(&owner, forged).unwrap().entered[0].0;
    let held = waiting(&owner, id);
    assert_eq!((held.tries, held.perhaps_twice, held.state.key()), (0, false, "held"));
    let other = Outgoing { text: "Other".into(), ..held.clone() };
    assert!(change(&owner, id, Some(other)).unwrap_err().message.contains("is not changed"));
    let gone = Outgoing { state: OutgoingState::Going { since: owner.now() }, ..held.clone() };
    assert!(change(&owner, id, Some(gone)).is_err());
    assert!(change(&owner, id, Some(held)).is_ok(), "to be sent at once");
}

#[test]
fn a_request_that_comes_twice_writes_one_letter() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, _) = desk(folder.path(), "anna", "true");
    log(&owner, "Nede");
    let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(answer()))));
    let request = Request::new("anna", vec![Change::Enter { entry: None, revision: None, fact }]);
    let first = owner.commit(request.clone()).unwrap();
    assert_eq!(owner.commit(request).unwrap().entered, first.entered);
    assert_eq!(outbox(&owner), 1);
}

#[test]
fn a_letter_under_way_when_the_desk_was_stopped_is_not_sent_again_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let started = folder.path().join("started");
    let slow = format!("echo x >> {}; exec sleep 600", started.display());
    let id = {
        let (owner, clock) = desk(folder.path(), "anna", &slow);
        log(&owner, "Nede");
        let _stays = owner.subscribe();
        let id = write(&owner, answer()).unwrap().entered[0].0;
        clock.set(clock.now().plus(10));
        owner::wait_for("it goes", || started.exists());
        assert!(change(&owner, id, None).unwrap_err().message.contains("is going just now"));
        id
    };
    let (next, clock) = desk(folder.path(), "anna", &format!("echo x >> {}", started.display()));
    clock.set(clock.now().plus(3_600));
    let feed = next.subscribe();
    owner::wait_for("it is asked about", || matches!(waiting(&next, id).state, OutgoingState::Unsure { .. }));
    assert_eq!(fs::read_to_string(&started).unwrap(), "x\n");
    // Somebody says that it is to go: it is marked.
    let unsure = waiting(&next, id);
    change(&next, id, Some(Outgoing { state: OutgoingState::Held { until: clock.now() }, ..unsure })).unwrap();
    wait_for(&feed, |notice| matches!(notice, frist::desk::Notice::Entered(entry) if entry.fact.is_none()));
    let record = next.record(TicketId(1)).unwrap().unwrap();
    let marked = record.events.iter().any(|event| {
        matches!(event.action(), Some(EventData::Message(message)) if message.letter.as_ref().is_some_and(|l| l.perhaps_twice))
    });
    assert!(marked && fs::read_to_string(&started).unwrap() == "x\nx\n");
}

#[test]
fn the_secret_is_made_by_the_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (_owner, _) = desk(folder.path(), "anna", "true");
    let secret = folder.path().join("mail.secret");
    assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_file(&secret).unwrap();
    let (_guest, _) = desk(folder.path(), "ola", "true");
    assert!(!secret.exists());
}

//! The audit log at several desks on one store: owner and guests, viewers too, read the same one.

use frist::desk::{Change, Desk, Notice, Request, SharedDesk};
use frist::domain::audit::{AuditPage, AuditSearch};
use frist::domain::query::AuditFilter;
use frist::domain::time::Zone;

use super::presence::{desk, log, now, responded, wait_for};

fn page(desk: &SharedDesk, filter: &str, after: u64) -> AuditPage {
    let filter = AuditFilter::parse(filter, &desk.me().name, Zone::utc(), now()).unwrap();
    desk.audit(AuditSearch { filter, after, limit: 100, ..AuditSearch::default() }).unwrap()
}

#[test]
fn everybody_reads_the_same_audit_and_hears_at_once_what_is_new_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let viewer = desk(folder.path(), "vy");
    let feed = guest.subscribe();
    let id = log(&owner, "Shop down");
    let before = page(&guest, "", 0);
    assert_eq!(before, page(&owner, "", 0));
    let done = guest.commit(responded(id)).unwrap();
    wait_for(
        &feed,
        |notice| matches!(notice, Notice::Changed(ticket, by, _) if ticket.id == id && by.as_deref() == Some("ola")),
    );
    for desk in [&owner, &guest, &viewer] {
        let news = page(desk, "", before.newest);
        let told: Vec<(u64, &str, &str)> = news
            .audit_entries
            .iter()
            .map(|audit_entry| (audit_entry.place.sequence, audit_entry.by.as_str(), audit_entry.words.as_str()))
            .collect();
        assert_eq!(told, [(done.sequence, "ola", "responded to the customer")]);
    }
    // `me` is whoever asks, wherever the filter is applied.
    assert_eq!((page(&guest, "who:me", 0).audit_entries.len(), page(&viewer, "who:me", 0).audit_entries.len()), (1, 0));
    let event = done.touched[0].first;
    guest.commit(Request::new("?", vec![Change::Retract { ticket: id, event }])).unwrap();
    assert_eq!(page(&viewer, "who:nobody", done.sequence).taken.tickets, [(id, vec![event])]);
    drop(owner);
    assert_eq!(page(&viewer, "what:undo", 0).audit_entries.len(), 1, "the next owner tells it too");
}

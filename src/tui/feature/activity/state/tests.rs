use super::*;
use crate::domain::audit::AuditKind;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;

fn audit_entry(sequence: u64) -> AuditEntry {
    let recorded = Instant::from_secs(1_700_000_000 + sequence as i64);
    AuditEntry {
        place: AuditPosition { sequence, number: 0 },
        recorded,
        happened: recorded,
        by: "anna".to_owned(),
        kind: AuditKind::of_key("note").unwrap(),
        on: AuditSubject::Ticket { id: TicketId(1), event: sequence as u32 },
        contract: "markant".to_owned(),
        vendor: "Markant".to_owned(),
        subject: "Down".to_owned(),
        words: format!("note: {sequence}"),
        stands: true,
    }
}

/// Returns the audit entries of these commits, the newest first, of a audit log that goes on where `next` says.
fn page(sequences: std::ops::RangeInclusive<u64>, next: Option<u64>) -> AuditPage {
    let newest = *sequences.end();
    AuditPage {
        audit_entries: sequences.rev().map(audit_entry).collect(),
        next: next.map(|sequence| AuditPosition { sequence, number: 0 }),
        newest,
        ..AuditPage::default()
    }
}

fn sequences(view: &ActivityView) -> Vec<u64> {
    view.audit_entries.iter().map(|audit_entry| audit_entry.place.sequence).collect()
}

/// Returns a page that has the audit entries of commits 101 to 300, with older ones to come.
fn begun() -> ActivityView {
    let mut view = ActivityView::new(1);
    assert_eq!(view.asks().len(), 1);
    view.take(1, ActivityPart::Older, Ok(page(101..=300, Some(101))));
    view
}

#[test]
fn older_ones_are_asked_for_once_and_only_when_they_are_near() {
    let mut view = begun();
    assert!(view.asks().is_empty(), "the end is far");
    view.step(150);
    let asks = view.asks();
    assert_eq!(
        (asks[0].part, asks[0].search.before),
        (ActivityPart::Older, Some(AuditPosition { sequence: 101, number: 0 }))
    );
    view.step(1);
    assert!(view.asks().is_empty() && view.is_searching(), "they are on their way");
    view.take(1, ActivityPart::Older, Ok(page(1..=100, None)));
    assert!(view.is_whole() && sequences(&view).into_iter().eq((1..=300).rev()));
    view.step(isize::MAX);
    assert!(view.asks().is_empty());
}

#[test]
fn an_answer_under_a_filter_that_is_no_longer_set_is_let_go() {
    let mut view = begun();
    view.step(190);
    let stale = view.asks().remove(0);
    let filter = AuditFilter::parse("who:anna", "anna", crate::domain::time::Zone::utc(), Instant::default()).unwrap();
    view.set_filter("who:anna".to_owned(), filter.clone(), 2);
    assert!(view.asks().is_empty(), "one question at a time");
    view.take(stale.turn, ActivityPart::Older, Ok(page(1..=100, None)));
    assert_eq!(view.audit_entries.len(), 200, "shown until the filter's own come");
    let asked = view.asks().remove(0);
    assert_eq!((asked.turn, asked.search.before, &asked.search.filter), (2, None, &filter));
    view.take(2, ActivityPart::Older, Ok(page(7..=9, None)));
    assert_eq!((sequences(&view), view.rows.selected()), (vec![9, 8, 7], 0));
}

#[test]
fn what_is_new_is_asked_for_after_what_is_known_and_put_on_top_when_all_of_it_is_there() {
    let mut view = begun();
    view.step(5);
    view.notice_change();
    view.notice_change();
    let asks = view.asks();
    assert_eq!((asks.len(), asks[0].part, asks[0].search.after), (1, ActivityPart::News, 300));
    view.notice_change();
    assert!(view.asks().is_empty(), "one question at a time");
    view.take(1, ActivityPart::News, Ok(page(311..=320, Some(311))));
    assert_eq!(view.audit_entries.len(), 200, "what is between is not there yet");
    let more = view.asks().remove(0);
    assert_eq!((more.search.before, more.search.after), (Some(AuditPosition { sequence: 311, number: 0 }), 300));
    view.take(1, ActivityPart::News, Ok(page(301..=310, None)));
    assert!(sequences(&view).into_iter().eq((101..=320).rev()));
    assert_eq!(view.selected().map(|audit_entry| audit_entry.place.sequence), Some(295), "it stays selected");
    let last = view.asks().remove(0);
    assert_eq!((last.search.before, last.search.after), (None, 320), "what came meanwhile");
}

#[test]
fn an_error_is_kept_and_nothing_more_is_asked_until_somebody_does_something() {
    let mut view = ActivityView::new(1);
    view.asks();
    view.take(1, ActivityPart::Older, Err("the desk is away".to_owned()));
    assert!(view.asks().is_empty() && view.problem.is_some() && !view.is_searching());
    view.step(1);
    assert_eq!(view.asks().len(), 1);
    view.take(1, ActivityPart::Older, Err("the desk is away".to_owned()));
    view.notice_change();
    assert_eq!(view.asks().len(), 1);
}

#[test]
fn it_keeps_a_bounded_number_of_audit_entries_and_says_so() {
    let mut view = ActivityView::new(1);
    view.asks();
    let most = MOST_KEPT as u64;
    view.take(1, ActivityPart::Older, Ok(page(2..=most + 1, Some(2))));
    view.step(isize::MAX);
    assert!(view.asks().is_empty() && view.is_full() && !view.is_searching());
    // So much is new that the list begins again.
    view.notice_change();
    view.asks();
    view.take(1, ActivityPart::News, Ok(page(most + 3..=2 * most + 3, Some(most + 3))));
    let again = view.asks().remove(0);
    assert_eq!((again.part, again.search.before, again.search.after), (ActivityPart::Older, None, 0));
}

#[test]
fn marks_are_set_and_taken_away_by_what_the_desk_tells() {
    let mut view = begun();
    let mut entry = audit_entry(5);
    entry.on = AuditSubject::Entry { id: LedgerRecordId(4), revision: 0 };
    view.audit_entries.push(entry);
    let stands = |view: &ActivityView| view.audit_entries.iter().filter(|audit_entry| !audit_entry.stands).count();
    let tell = |view: &mut ActivityView, tickets, entries| {
        view.notice_change();
        view.asks();
        let taken = RetractedEntries { tickets, entries };
        view.take(1, ActivityPart::News, Ok(AuditPage { newest: 300, taken, ..AuditPage::default() }));
    };
    tell(&mut view, vec![(TicketId(1), vec![110, 120]), (TicketId(2), vec![130])], vec![(LedgerRecordId(4), Some(1))]);
    assert_eq!(stands(&view), 3);
    tell(&mut view, vec![(TicketId(1), vec![120])], vec![(LedgerRecordId(4), None)]);
    assert_eq!(stands(&view), 1);
}

mod check;
mod outages;
mod people;
mod same_cause;

use super::*;
use crate::contract::Book;
use crate::time::{Date, Zone, parse_moment};

/// Returns a moment on Norwegian clocks.
fn oslo(text: &str) -> Instant {
    parse_moment(text, Zone::named("Europe/Oslo").unwrap(), Instant::FIRST).unwrap()
}

/// Returns an outage of SESAM from one moment to another; without an end it is still running.
fn outage(from: &str, to: &str) -> Outage {
    let to = (!to.is_empty()).then(|| oslo(to));
    Outage { contract: "sesam".into(), from: oslo(from), to, ..Outage::default() }
}

fn release(contract: &str, date: &str) -> LedgerFact {
    LedgerFact::Release(Release { contract: contract.into(), date: Date::parse(date).unwrap(), name: None })
}

fn entry(id: u64, revision: u32, fact: Option<LedgerFact>) -> LedgerRecord {
    LedgerRecord {
        id: LedgerRecordId(id),
        revision,
        at: Instant::from_secs(0),
        by: "anna".into(),
        first_by: None,
        fact,
    }
}

fn dates(ledger: &Ledger, contract: Option<&str>) -> Vec<String> {
    ledger.releases(contract).iter().map(|(id, r)| format!("{id} {} {}", r.contract, r.date.short())).collect()
}

#[test]
fn the_newest_revision_counts_whatever_the_order_they_come_in() {
    let first = entry(1, 0, Some(release("sesam", "2024-03-01")));
    let later = entry(1, 1, Some(release("sesam", "2024-04-01")));
    let other = entry(2, 0, Some(release("markant", "2024-02-01")));
    for order in [[&first, &later, &other], [&later, &other, &first]] {
        let ledger: Ledger = order.into_iter().cloned().collect();
        assert_eq!(dates(&ledger, None), ["2 markant Thu 1 Feb", "1 sesam Mon 1 Apr"]);
        assert_eq!(dates(&ledger, Some("sesam")), ["1 sesam Mon 1 Apr"]);
    }
}

#[test]
fn letters_stand_among_the_others_by_number_and_a_copy_goes_its_own_way() {
    let letter = |outcome| LedgerFact::Letter(Box::new(InboxLetter { outcome, ..InboxLetter::default() }));
    let first: Ledger = [
        entry(1, 0, Some(letter(None))),
        entry(2, 0, Some(release("sesam", "2024-03-01"))),
        entry(3, 0, Some(letter(None))),
    ]
    .into_iter()
    .collect();
    let mut copy = first.clone();
    copy.put(Arc::new(entry(3, 1, Some(letter(Some(LetterOutcome::Dropped))))));
    copy.put(Arc::new(entry(4, 0, Some(release("markant", "2024-02-01")))));
    let of = |ledger: &Ledger| {
        let numbers = |ids: Vec<LedgerRecordId>| ids.into_iter().map(|id| id.0).collect::<Vec<u64>>();
        let all = ledger.records().map(|record| record.id).collect();
        (numbers(all), numbers(ledger.inbox().map(|(id, _)| id).collect()), ledger.releases(None).len())
    };
    assert_eq!(of(&first), (vec![1, 2, 3], vec![1, 3], 1));
    assert_eq!(of(&copy), (vec![1, 2, 3, 4], vec![1], 2));
    assert_eq!(first.get(LedgerRecordId(3)).unwrap().revision, 0);
}

#[test]
fn what_was_removed_stands_no_more_and_comes_back_with_a_later_revision() {
    let mut ledger: Ledger = [entry(1, 0, Some(release("sesam", "2024-03-01")))].into_iter().collect();
    assert!(ledger.put(Arc::new(entry(1, 1, None))));
    assert_eq!(ledger.facts().count(), 0);
    assert_eq!(ledger.records().count(), 1);
    assert!(!ledger.put(Arc::new(entry(1, 1, None))), "it is there already");
    assert!(ledger.put(Arc::new(entry(1, 2, Some(release("sesam", "2024-03-01"))))));
    assert_eq!(dates(&ledger, None), ["1 sesam Fri 1 Mar"]);
}

#[test]
fn a_release_is_of_a_contract_that_there_is_and_not_twice_on_a_day() {
    let book = Book::built_in();
    let ledger: Ledger = [entry(1, 0, Some(release("sesam", "2024-03-01")))].into_iter().collect();
    let now = Instant::from_secs(0);
    let check =
        |fact: &LedgerFact, id| check_fact(fact, id, &book, &ledger, now).map_err(|refusal| refusal.to_string());
    assert_eq!(check(&release("sesam", "2024-03-02"), None), Ok(()));
    assert_eq!(check(&release("markant", "2024-03-01"), None), Ok(()));
    let twice = check(&release("sesam", "2024-03-01"), None).unwrap_err();
    assert_eq!(twice, "sesam has a release on Fri 1 Mar 2024 already; it is entry 1; give another date");
    assert_eq!(check(&release("sesam", "2024-03-01"), Some(LedgerRecordId(1))), Ok(()), "it may be written again");
    let nobody = check(&release("acme", "2024-03-01"), None).unwrap_err();
    assert!(nobody.starts_with("there is no contract `acme`; there are markant, "), "{nobody}");
}

/// Returns every sort of entry, with all that it may say, as the store keeps it.
fn stored() -> Vec<(Option<LedgerFact>, &'static str)> {
    let whole = Outage {
        reported: Some(oslo("2024-01-05 10:12")),
        symptom: Some("Hub cannot be reached".into()),
        solution: Some("Node restarted".into()),
        cause: Some("vendor".into()),
        tickets: vec![TicketId(7), TicketId(9)],
        ..outage("2024-01-05 10:00", "2024-01-05 11:00")
    };
    let work = Maintenance { from: whole.from, to: oslo("2024-01-05 12:00"), ..Maintenance::default() };
    let work = Maintenance { contract: "sesam".into(), ..work };
    let change =
        AnnouncedChange { contract: "sesam".into(), from: whole.from, announced: None, note: "TLS 1.3".into() };
    let agreement = |version: &str| Agreement {
        contract: "acme".into(),
        version: version.into(),
        file: "acme.toml".into(),
        text: "id = \"acme\"".into(),
        ..Agreement::default()
    };
    vec![
        (None, "null"),
        (Some(release("sesam", "2024-03-01")), r#"{"release":{"contract":"sesam","date":"2024-03-01"}}"#),
        (
            Some(LedgerFact::Agreement(Box::new(agreement("1")))),
            r#"{"agreement":{"contract":"acme","version":"1","file":"acme.toml","text":"id = \"acme\""}}"#,
        ),
        (
            Some(LedgerFact::Outage(whole)),
            r#"{"outage":{"contract":"sesam","from":1704445200,"to":1704448800,"reported":1704445920,"symptom":"Hub cannot be reached","solution":"Node restarted","cause":"vendor","tickets":[7,9]}}"#,
        ),
        (
            Some(LedgerFact::Outage(outage("2024-01-05 10:00", ""))),
            r#"{"outage":{"contract":"sesam","from":1704445200}}"#,
        ),
        (
            Some(LedgerFact::Maintenance(work.clone())),
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704452400}}"#,
        ),
        (
            Some(LedgerFact::Maintenance(Maintenance {
                announced: Some(oslo("2024-01-01 08:00")),
                kind: Some("security".into()),
                note: Some("Patches".into()),
                ..work
            })),
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704452400,"announced":1704092400,"kind":"security","note":"Patches"}}"#,
        ),
        (
            Some(LedgerFact::AnnouncedChange(change.clone())),
            r#"{"announced_change":{"contract":"sesam","from":1704445200,"note":"TLS 1.3"}}"#,
        ),
        (
            Some(LedgerFact::AnnouncedChange(AnnouncedChange { announced: Some(oslo("2024-01-01 08:00")), ..change })),
            r#"{"announced_change":{"contract":"sesam","from":1704445200,"announced":1704092400,"note":"TLS 1.3"}}"#,
        ),
    ]
}

#[test]
fn an_entry_reads_as_it_was_written_and_its_stored_form_is_for_ever() {
    for (fact, json) in stored() {
        let entry = entry(3, 1, fact);
        let json = format!(r#"{{"id":3,"revision":1,"at":0,"by":"anna","fact":{json}}}"#);
        assert_eq!(serde_json::to_string(&entry).unwrap(), json);
        assert_eq!(serde_json::from_str::<LedgerRecord>(&json).unwrap(), entry, "{json}");
    }
}

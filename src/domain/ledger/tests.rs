use super::*;
use crate::domain::contract::Book;

fn release(contract: &str, date: &str) -> Fact {
    Fact::Release(Release { contract: contract.into(), date: Date::parse(date).unwrap(), name: None })
}

fn entry(id: u64, revision: u32, fact: Option<Fact>) -> Entry {
    Entry { id: EntryId(id), revision, at: Instant::from_secs(0), by: "anna".into(), fact }
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
fn what_was_removed_stands_no_more_and_comes_back_with_a_later_revision() {
    let mut ledger: Ledger = [entry(1, 0, Some(release("sesam", "2024-03-01")))].into_iter().collect();
    assert!(ledger.put(Arc::new(entry(1, 1, None))));
    assert_eq!(ledger.facts().count(), 0);
    assert_eq!(ledger.entries().count(), 1);
    assert!(!ledger.put(Arc::new(entry(1, 1, None))), "it is there already");
    assert!(ledger.put(Arc::new(entry(1, 2, Some(release("sesam", "2024-03-01"))))));
    assert_eq!(dates(&ledger, None), ["1 sesam Fri 1 Mar"]);
}

#[test]
fn a_release_is_of_a_contract_that_there_is_and_not_twice_on_a_day() {
    let book = Book::built_in();
    let ledger: Ledger = [entry(1, 0, Some(release("sesam", "2024-03-01")))].into_iter().collect();
    let now = Instant::from_secs(0);
    let check = |fact: &Fact, id| check_fact(fact, id, &book, &ledger, now).map_err(|refusal| refusal.to_string());
    assert_eq!(check(&release("sesam", "2024-03-02"), None), Ok(()));
    assert_eq!(check(&release("markant", "2024-03-01"), None), Ok(()));
    let twice = check(&release("sesam", "2024-03-01"), None).unwrap_err();
    assert_eq!(twice, "sesam has a release on Fri 1 Mar 2024 already; it is entry 1; give another date");
    assert_eq!(check(&release("sesam", "2024-03-01"), Some(EntryId(1))), Ok(()), "it may be written again");
    let nobody = check(&release("acme", "2024-03-01"), None).unwrap_err();
    assert!(nobody.starts_with("there is no contract `acme`; there are markant, "), "{nobody}");
}

#[test]
fn an_entry_reads_as_it_was_written() {
    for fact in [
        None,
        Some(release("sesam", "2024-03-01")),
        Some(Fact::Agreement(Agreement {
            contract: "acme".into(),
            version: "1".into(),
            file: "acme.toml".into(),
            text: "id = \"acme\"".into(),
        })),
    ] {
        let entry = entry(3, 1, fact);
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry, "{json}");
    }
    let json = serde_json::to_string(&entry(1, 0, Some(release("sesam", "2024-03-01")))).unwrap();
    assert_eq!(
        json,
        r#"{"id":1,"revision":0,"at":0,"by":"anna","fact":{"release":{"contract":"sesam","date":"2024-03-01"}}}"#
    );
}

//! People and organisations: what may be entered, who is found, what merging does and undoes, and who is away.

use std::sync::LazyLock;

use super::*;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::{NewTicket, Ticket, new_events};

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn person(names: &[&str], addresses: &[&str]) -> Person {
    Person { names: texts(names), addresses: texts(addresses), ..Person::default() }.tidied()
}

fn organisation(names: &[&str], domains: &[&str]) -> Organisation {
    Organisation { names: texts(names), domains: texts(domains), ..Organisation::default() }.tidied()
}

/// Returns Acme (7) with Kari (12) and Ola (13), and a second record of Kari (14) who has no organisation.
fn there() -> Ledger {
    let acme = Organisation {
        contract: Some("missoun".into()),
        plan: Some("extended".into()),
        ..organisation(&["Acme AS", "Acme"], &["acme.example"])
    };
    let of_acme = |person: Person| Person { organisation: Some(LedgerRecordId(7)), ..person };
    let kari = Person { phones: texts(&["+47 22 00 00 00"]), ..person(&["Kari Nord"], &["kari@acme.example"]) };
    let again = Person {
        phones: texts(&["+47 22 00 00 00", "+47 911 00 000"]),
        ..person(&["Kari N."], &["kari@home.example"])
    };
    [
        entry(7, 0, Some(acme.fact())),
        entry(12, 0, Some(of_acme(kari).fact())),
        entry(13, 0, Some(of_acme(person(&["Ola Nordmann"], &[])).fact())),
        entry(14, 0, Some(again.fact())),
    ]
    .into_iter()
    .collect()
}

fn check(fact: &LedgerFact, id: Option<u64>, ledger: &Ledger) -> Result<(), Problem> {
    check_fact(fact, id.map(LedgerRecordId), &BOOK, ledger, oslo("2024-01-08 10:00"))
}

fn refusal(fact: &LedgerFact) -> String {
    let refused = check(fact, None, &there()).err();
    refused.map_or_else(String::new, |refused| format!("{}: {refused}", refused.field.map_or("", Field::key)))
}

/// Writes revisions as the desk would: each is checked against those before it.
fn write<P: Party>(ledger: &mut Ledger, revisions: impl IntoIterator<Item = (LedgerRecordId, P)>) {
    for (id, party) in revisions {
        let fact = party.fact();
        check(&fact, Some(id.0), ledger).unwrap_or_else(|refused| panic!("{id}: {refused}"));
        let revision = ledger.get(id).unwrap().revision + 1;
        ledger.put(Arc::new(entry(id.0, revision, Some(fact))));
    }
}

#[test]
fn every_person_that_cannot_be_is_refused_with_what_to_do() {
    let with = |change: fn(&mut Person)| {
        let mut person = person(&["Per"], &["per@acme.example"]);
        change(&mut person);
        refusal(&person.fact())
    };
    assert_eq!(with(|_| {}), "");
    assert_eq!(with(|p| p.names.clear()), "name: there is no name; give at least one");
    assert_eq!(
        with(|p| p.addresses = texts(&["per"])),
        "address: `per` is no mail address: it has no @; write it as name@example.com"
    );
    for wrong in
        ["@acme.example", "per@", "per@a..b", "per@-a", "p r@acme.example", "per@acme.Example", "a@b@c", "<per@a>"]
    {
        let mut per = person(&["Per"], &[]);
        per.addresses = texts(&[wrong]);
        assert!(refusal(&per.fact()).contains("is no mail address"), "{wrong}");
    }
    assert_eq!(
        with(|p| p.addresses = texts(&["KARI@acme.example"])),
        "address: person 12, Kari Nord, has KARI@acme.example already; use that one; frist person merge makes one of two that are the same"
    );
    assert!(with(|p| p.phones = texts(&["later"])).starts_with("phone: `later` is no phone number"));
    assert!(with(|p| p.language = Some("Norsk".into())).starts_with("language: `Norsk` is no language"));
    assert_eq!(with(|p| p.language = Some("en-GB".into())), "");
    assert!(
        with(|p| p.organisation = Some(LedgerRecordId(12))).starts_with("organisation: there is no organisation 12")
    );
    assert!(with(|p| p.merged_into = Some(LedgerRecordId(7))).starts_with("into: it cannot be merged into person 7"));
    assert_eq!(with(|p| p.note = Some("two\nlines".into())), "");
}

#[test]
fn every_organisation_that_cannot_be_is_refused_with_what_to_do() {
    let with = |change: fn(&mut Organisation)| {
        let mut it = organisation(&["Beta"], &["beta.example"]);
        change(&mut it);
        refusal(&it.fact())
    };
    assert_eq!(with(|_| {}), "");
    assert_eq!(
        with(|o| o.names = texts(&["ACME  as"])),
        "name: organisation 7 is called Acme AS already; use that one, or give another name"
    );
    assert!(
        with(|o| o.domains = texts(&["acme.example"]))
            .starts_with("domain: organisation 7, Acme AS, has acme.example already")
    );
    assert!(with(|o| o.domains = texts(&["a b"])).starts_with("domain: `a b` is no mail domain"));
    assert_eq!(with(|o| o.plan = Some("gold".into())), "plan: a plan is one of a contract's; give the contract too");
    assert!(with(|o| o.contract = Some("acme".into())).starts_with("contract: there is no contract `acme`"));
    let sesam = |plan: Option<&str>, severity: Option<&str>| {
        let (plan, severity) = (plan.map(str::to_owned), severity.map(str::to_owned));
        let contract = Some("sesam".to_owned());
        refusal(&Organisation { contract, plan, severity, ..organisation(&["Beta"], &[]) }.fact())
    };
    assert!(sesam(Some("gold"), None).starts_with("plan: sesam has no plan `gold`"));
    assert!(sesam(None, Some("huge")).starts_with("severity: sesam has no severity `huge`"));
    assert_eq!(sesam(None, Some("error")), "");
}

#[test]
fn what_is_entered_is_tidied() {
    let per = person(&[" Per ", "per", ""], &["Per@ACME.Example", "per@acme.example "]);
    assert_eq!((per.names, per.addresses), (texts(&["Per"]), texts(&["Per@acme.example"])));
    assert_eq!(organisation(&["B"], &["@Beta.Example"]).domains, ["beta.example"]);
}

#[test]
fn a_person_is_found_by_number_address_name_and_how_one_begins() {
    let ledger = there();
    let found = |text: &str| match ledger.party_meant::<Person>(text) {
        Ok((id, person)) => format!("{id} {}", person.name()),
        Err(refused) => refused.to_string(),
    };
    for text in ["12", "#12", "Kari@Acme.example", "kari  nord"] {
        assert_eq!(found(text), "12 Kari Nord", "{text}");
    }
    assert_eq!(found("nordm"), "13 Ola Nordmann");
    assert_eq!(
        found("kari"),
        "`kari` can be more than one person; give the number: 12 Kari Nord <kari@acme.example>, 14 Kari N. <kari@home.example>"
    );
    assert_eq!(found("7"), "there is no person `7`; frist person list shows the ones there are");
    let of = |address: &str| ledger.organisation_of_address(address).map(|(id, _)| id.0);
    assert_eq!(
        [of("x@acme.example"), of("x@mail.ACME.example"), of("x@example"), of("x")],
        [Some(7), Some(7), None, None]
    );
}

#[test]
fn merging_makes_one_of_two_and_parting_gives_everything_back() {
    let before = there();
    let mut ledger = before.clone();
    let revisions = merge::<Person>(&ledger, LedgerRecordId(14), LedgerRecordId(12)).unwrap();
    write(&mut ledger, revisions);
    let (id, kari) = ledger.person(LedgerRecordId(14)).unwrap();
    assert_eq!(id, LedgerRecordId(12));
    assert_eq!(kari.addresses, ["kari@acme.example", "kari@home.example"]);
    assert_eq!(kari.phones, ["+47 22 00 00 00", "+47 911 00 000"]);
    assert_eq!(ledger.people().map(|(id, _)| id.0).collect::<Vec<_>>(), [12, 13]);
    assert_eq!(ledger.party_with::<Person>("kari@home.example").unwrap().0.0, 12);
    assert_eq!(ledger.party_meant::<Person>("kari n.").unwrap().0.0, 12);
    assert_eq!(ledger.merged_into::<Person>(id).collect::<Vec<_>>(), [LedgerRecordId(14)]);

    for (from, into) in [(14, 13), (12, 14), (12, 12), (9, 12), (12, 7)] {
        let refused = merge::<Person>(&ledger, LedgerRecordId(from), LedgerRecordId(into));
        assert!(refused.is_err(), "{from} into {into}");
    }
    let revisions = part::<Person>(&ledger, LedgerRecordId(14)).unwrap();
    write(&mut ledger, revisions);
    for id in [12, 13, 14] {
        let id = LedgerRecordId(id);
        assert_eq!(ledger.own_party::<Person>(id), before.own_party::<Person>(id));
    }
    assert!(part::<Person>(&ledger, LedgerRecordId(14)).is_err(), "it is not merged any more");
}

/// A person without an organisation gets that of the other record, and gives it back; one who has an organisation keeps it.
#[test]
fn an_organisation_goes_over_to_who_has_none_and_back() {
    let mut ledger = there();
    let said =
        |ledger: &Ledger, from, into| said_of_merging::<Person>(ledger, LedgerRecordId(from), LedgerRecordId(into));
    let organisation = |ledger: &Ledger, id| ledger.own_party::<Person>(LedgerRecordId(id)).unwrap().organisation;
    let alone = Person { organisation: None, ..ledger.own_party::<Person>(LedgerRecordId(14)).unwrap().clone() };
    ledger.put(Arc::new(entry(14, 9, Some(alone.fact()))));
    assert_eq!(said(&ledger, 12, 14)[0], "organisation: there is none, Acme AS is taken over");
    assert_eq!(said(&ledger, 14, 12), [""; 0]);
    let revisions = merge::<Person>(&ledger, LedgerRecordId(12), LedgerRecordId(14)).unwrap();
    write(&mut ledger, revisions);
    assert_eq!(organisation(&ledger, 14), Some(LedgerRecordId(7)));
    let revisions = part::<Person>(&ledger, LedgerRecordId(12)).unwrap();
    write(&mut ledger, revisions);
    assert_eq!((organisation(&ledger, 14), organisation(&ledger, 12)), (None, Some(LedgerRecordId(7))));
    assert!(!ledger.own_party::<Person>(LedgerRecordId(12)).unwrap().moved_organisation);
}

#[test]
fn what_was_merged_further_is_parted_from_all_of_them() {
    let mut ledger = there();
    let revisions = merge::<Person>(&ledger, LedgerRecordId(14), LedgerRecordId(12)).unwrap();
    write(&mut ledger, revisions);
    let revisions = merge::<Person>(&ledger, LedgerRecordId(12), LedgerRecordId(13)).unwrap();
    write(&mut ledger, revisions);
    assert_eq!(ledger.person(LedgerRecordId(14)).unwrap().0.0, 13);
    let revisions = part::<Person>(&ledger, LedgerRecordId(14)).unwrap();
    write(&mut ledger, revisions);
    assert_eq!(ledger.person(LedgerRecordId(14)).unwrap().1.addresses, ["kari@home.example"]);
    assert_eq!(ledger.person(LedgerRecordId(12)).unwrap().1.addresses, ["kari@acme.example"]);
    let revisions = part::<Person>(&ledger, LedgerRecordId(12)).unwrap();
    write(&mut ledger, revisions);
    assert_eq!(ledger.people().map(|(id, _)| id.0).collect::<Vec<_>>(), [12, 13, 14]);
    assert_eq!(ledger.person(LedgerRecordId(13)).unwrap().1.names, ["Ola Nordmann"]);
}

#[test]
fn only_merging_and_parting_ask_for_more_than_work() {
    let merged = Person { merged_into: Some(LedgerRecordId(12)), ..person(&["Kari"], &[]) }.fact();
    let alone = person(&["Kari"], &[]).fact();
    let right = |before: Option<&LedgerFact>, after: &LedgerFact| after.right(before).right;
    assert_eq!(right(None, &alone), Right::Work);
    assert_eq!(right(Some(&merged), &merged), Right::Work);
    assert_eq!(right(Some(&alone), &merged), Right::Merge);
    assert_eq!(right(Some(&merged), &alone), Right::Merge);
    assert_eq!(right(None, &merged), Right::Merge);
}

#[test]
fn a_ticket_shows_the_present_name_and_the_organisation_of_who_reported_it() {
    let mut ledger = there();
    let ticket = |person: Option<u64>, organisation: Option<u64>| {
        let new = NewTicket {
            customer: Some("Kari".into()),
            person: person.map(LedgerRecordId),
            organisation: organisation.map(LedgerRecordId),
            ..NewTicket::default()
        };
        Ticket::fold(TicketId(1), &new_events(&new, "", None, "anna", oslo("2024-01-08 10:00"))).unwrap()
    };
    let shown = |ledger: &Ledger, ticket: &Ticket| {
        let organisation = ledger.organisation_of(ticket).map_or("none", |(_, found)| found.name()).to_owned();
        format!("{} of {organisation}", ledger.customer_of(ticket).unwrap_or("nobody"))
    };
    assert_eq!(shown(&ledger, &ticket(None, None)), "Kari of none");
    assert_eq!(shown(&ledger, &ticket(Some(12), None)), "Kari Nord of Acme AS");
    assert_eq!(shown(&ledger, &ticket(None, Some(7))), "Kari of Acme AS");
    assert_eq!(shown(&ledger, &ticket(Some(99), Some(99))), "Kari of none");
    ledger.put(Arc::new(entry(12, 1, Some(person(&["Kari Sund"], &[]).fact()))));
    assert_eq!(shown(&ledger, &ticket(Some(12), Some(7))), "Kari Sund of Acme AS");
    ledger.put(Arc::new(entry(12, 2, None)));
    assert_eq!(shown(&ledger, &ticket(Some(12), None)), "Kari of none");
}

#[test]
fn an_absence_holds_until_its_end_and_no_other_overlaps_it() {
    let absence = |staff: &str, from: &str, to: &str| Absence {
        staff: staff.into(),
        from: oslo(from),
        to: (!to.is_empty()).then(|| oslo(to)),
        note: None,
    };
    let first = absence("anna", "2024-01-05 08:00", "2024-01-08 08:00");
    let ledger: Ledger = [entry(1, 0, Some(LedgerFact::Absence(first)))].into_iter().collect();
    let away = |staff: &str, at: &str| ledger.absence_of(staff, oslo(at)).is_some();
    assert!(away("anna", "2024-01-05 08:00") && away("anna", "2024-01-08 07:59"));
    assert!(!away("anna", "2024-01-08 08:00") && !away("ola", "2024-01-06 08:00"));
    let refused = |absence: Absence| check(&LedgerFact::Absence(absence), None, &ledger).err().map(|e| e.to_string());
    assert_eq!(refused(absence("anna", "2024-01-08 08:00", "")), None);
    assert_eq!(refused(absence("ola", "2024-01-06 08:00", "")), None);
    let overlaps = "anna is absent in that time already; it is entry 1; remove that one first";
    assert_eq!(refused(absence("anna", "2024-01-01 08:00", "")).as_deref(), Some(overlaps));
    assert!(refused(absence("anna", "2024-02-01 08:00", "2024-01-31 08:00")).unwrap().contains("end before it begins"));
}

#[test]
fn people_are_proposed_by_their_own_names_first_then_by_their_organisations() {
    let there = there();
    let proposed = |typed: &str, most: usize| -> Vec<u64> {
        there.people_proposed(typed, most).into_iter().map(|(id, _)| id.0).collect()
    };
    assert_eq!(proposed("kar", 5), [14, 12], "by name, wherever they belong");
    assert_eq!(proposed("kar", 1), [14]);
    assert_eq!(proposed("ola@", 5), [0; 0]);
    assert_eq!(proposed("acme", 5), [12, 13]);
    assert_eq!(proposed("NORD", 5), [12, 13], "a word of a name");
    assert_eq!(proposed("#13", 5), [13], "a number is a person's");
    assert_eq!((proposed("7", 5), proposed(" ", 5)), (vec![], vec![]));
}

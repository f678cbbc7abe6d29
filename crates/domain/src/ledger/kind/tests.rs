//! Tests that every kind of record is complete, and reads as it was written.

use super::*;
use crate::audit::{AuditKind as Deed, say_ledger_record};
use crate::ledger::{LedgerRecord, LedgerRecordId};

/// Returns every sample of every kind, in the order of the table.
fn samples() -> impl Iterator<Item = (&'static LedgerKind, &'static str, &'static str)> {
    LEDGER_KINDS.into_iter().flat_map(|kind| kind.samples.iter().map(move |(stored, words)| (kind, *stored, *words)))
}

fn read(stored: &str) -> LedgerFact {
    serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"))
}

/// Returns the names that a record can have, as its reader knows them.
fn names_in_records() -> Vec<String> {
    let error = serde_json::from_str::<LedgerFact>(r#"{"unheard_of":{}}"#).unwrap_err().to_string();
    let known = error.split_once("expected one of ").unwrap().1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_table_has_every_kind_once() {
    let (mut known, mut table) = (names_in_records(), LEDGER_KINDS.map(|kind| kind.name.to_owned()).to_vec());
    known.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, known);
}

#[test]
fn every_kind_is_complete() {
    for kind in LEDGER_KINDS {
        assert!(!kind.samples.is_empty(), "{} has no sample", kind.name);
        for words in [kind.words, kind.told, kind.called, kind.doing] {
            assert!(!words.is_empty(), "{}: what is it called?", kind.name);
        }
        assert!(Deed::of_key(kind.key).is_some_and(Deed::is_of_ledger), "{}", kind.key);
        match kind.entered {
            Entered::By(command) => assert!(command.fields().next().is_some(), "{} has no fields", kind.name),
            Entered::LedgerCommand { name: how, .. }
            | Entered::UnderName(how)
            | Entered::Otherwise(how)
            | Entered::Desk(how) => {
                assert!(!how.is_empty(), "{}: how is it entered?", kind.name);
            }
        }
    }
}

/// Returns the samples of the kinds that are entered as their tables of fields say, with their commands.
fn entered() -> Vec<(&'static LedgerCommand, &'static str, LedgerFact)> {
    let entered = samples().filter_map(|(kind, stored, _)| Some((kind.form()?, stored, read(stored))));
    entered.collect()
}

#[test]
fn what_is_kept_of_a_record_is_in_its_table_of_fields() {
    for (command, stored, fact) in entered() {
        let kept: serde_json::Value = serde_json::from_str(stored).unwrap();
        let keys = kept[fact.kind().name].as_object().unwrap().keys().filter(|key| *key != "contract");
        for key in keys {
            assert!(command.fields().any(|input| input.field.key() == key), "{} has no {key}", command.name);
        }
        let json = command.json(&fact, None);
        let names: std::collections::BTreeSet<&str> = json.iter().map(|(key, _)| *key).collect();
        assert_eq!(names.len(), json.len(), "{}: a key twice", command.name);
    }
}

#[test]
fn a_record_is_made_of_what_stands_in_its_fields() {
    for (command, stored, fact) in entered() {
        let mut made = (command.blank)(fact.contract());
        for input in command.fields() {
            let value = fact.value(input.field);
            let value = value.unwrap_or_else(|| panic!("{}: what stands in {}?", command.name, input.field.key()));
            (command.put)(&mut made, input.field, value);
        }
        assert_eq!(made, fact, "{stored}");
    }
}

#[test]
fn every_field_says_what_it_is() {
    for (command, _, fact) in entered() {
        for input in command.fields() {
            assert!(![input.help, input.head, input.label].contains(&""), "{} --{}", command.name, input.field.key());
        }
        let zone = Zone::named("Europe/Oslo").unwrap();
        assert_eq!(command.columns().count(), command.cells(&fact, None, zone).len(), "{}", command.name);
        assert!(!fact.in_full(zone).is_empty());
        for words in [command.about, command.add, command.set, command.list, command.remove] {
            assert!(!words.is_empty(), "{}", command.name);
        }
    }
}

/// The audit log holds these for ever. If this fails, a record has changed its form: old journals must still be read.
#[test]
fn the_stored_form_of_every_kind() {
    for (kind, stored, _) in samples() {
        let fact = read(stored);
        assert_eq!(serde_json::to_string(&fact).unwrap(), stored);
        assert_eq!(fact.kind().name, kind.name, "{stored}");
        assert_eq!(Deed::from(&fact).key(), kind.key, "{stored}");
    }
}

#[test]
fn every_kind_is_told_in_words() {
    let zone = Zone::named("Europe/Oslo").unwrap();
    for (_, stored, words) in samples() {
        let (id, at) = (LedgerRecordId(1), Instant::from_secs(0));
        let entry = LedgerRecord { id, revision: 0, at, by: "anna".into(), first_by: None, fact: Some(read(stored)) };
        assert_eq!(say_ledger_record(&entry, None, zone), words, "{stored}");
    }
}

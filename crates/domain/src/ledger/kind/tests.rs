//! That every kind of record is complete, and reads as it was written.

use super::*;
use crate::journal::{Kind as Deed, say_entry};
use crate::ledger::{Entry, EntryId};

/// Every sample of every kind, in the order of the table.
fn samples() -> impl Iterator<Item = (&'static Kind, &'static str, &'static str)> {
    KINDS.into_iter().flat_map(|kind| kind.samples.iter().map(move |(stored, words)| (kind, *stored, *words)))
}

fn read(stored: &str) -> Fact {
    serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"))
}

/// The names that a record can have, as its reader knows them.
fn names_in_records() -> Vec<String> {
    let error = serde_json::from_str::<Fact>(r#"{"unheard_of":{}}"#).unwrap_err().to_string();
    let known = error.split_once("expected one of ").unwrap().1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_table_has_every_kind_once() {
    let (mut known, mut table) = (names_in_records(), KINDS.map(|kind| kind.name.to_owned()).to_vec());
    known.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, known);
}

#[test]
fn every_kind_is_complete() {
    for kind in KINDS {
        assert!(!kind.samples.is_empty(), "{} has no sample", kind.name);
        for words in [kind.words, kind.told, kind.called, kind.doing] {
            assert!(!words.is_empty(), "{}: what is it called?", kind.name);
        }
        assert!(Deed::of_key(kind.key).is_some_and(Deed::is_of_ledger), "{}", kind.key);
        let (Entered::Command(how) | Entered::Otherwise(how) | Entered::Desk(how)) = kind.entered;
        assert!(!how.is_empty(), "{}: how is it entered?", kind.name);
    }
}

/// What the journal holds for ever. If this fails, a record has changed its form: old journals must still be read.
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
        let (id, at) = (EntryId(1), Instant::from_secs(0));
        let entry = Entry { id, revision: 0, at, by: "anna".into(), first_by: None, fact: Some(read(stored)) };
        assert_eq!(say_entry(&entry, None, zone), words, "{stored}");
    }
}

//! Counts what came of each try, and looks at a store after its fault.

use std::collections::BTreeMap;
use std::path::Path;

use frist::desk::{BackupPlan, store_maintenance};
use frist::domain::time::Instant;
use frist::store::{RestoreOptions, Store, StoreError};

use frist_testkit::commits::{Fold, open};

pub const NOW: Instant = Instant::from_secs(1_767_571_200);

/// The result of a try.
#[derive(Debug)]
pub enum Came {
    /// The store opened, or mended itself on opening; everything acknowledged was there.
    Whole,
    /// It refused, said what to do, and that brought everything acknowledged back.
    Restored,
    /// Something else happened, in words.
    Lost(String),
}

/// Tries a fault, `few` times unless the environment says how often; each try gets its number, which seeds its chances.
#[track_caller]
pub fn tried(fault: &str, few: u64, mut one: impl FnMut(u64) -> Came) {
    let tries = std::env::var("FRIST_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(few);
    let (mut whole, mut restored, mut lost) = (0, 0, Vec::new());
    for number in 0..tries {
        match one(number) {
            Came::Whole => whole += 1,
            Came::Restored => restored += 1,
            Came::Lost(words) => lost.push(format!("try {number}: {words}")),
        }
    }
    println!("\n| {fault} | {tries} | {whole} | {restored} | {} |", lost.len());
    assert!(lost.is_empty(), "{fault}: {lost:#?}");
}

/// Where the kills of a test fell.
pub struct Fallen {
    fault: &'static str,
    places: BTreeMap<&'static str, u64>,
}

impl Fallen {
    pub fn of(fault: &'static str) -> Self {
        Self { fault, places: BTreeMap::new() }
    }

    pub fn note(&mut self, place: &'static str) {
        *self.places.entry(place).or_default() += 1;
    }

    /// Says how many fell where, and checks that some fell where it matters most.
    #[track_caller]
    pub fn tell(&self, wanted: &[&str]) {
        println!();
        for (place, kills) in &self.places {
            println!("| {} | {place} | {kills} |", self.fault);
        }
        let missed = wanted.iter().find(|place| !self.places.contains_key(*place));
        assert_eq!(missed, None, "no kill fell there: {:?}", self.places);
    }
}

/// Opens the store, checks everything in it, and returns what it holds.
pub fn look(dir: &Path) -> Result<Fold, StoreError> {
    let mut opened = open(dir)?;
    check(&mut opened.store)?;
    Ok(Fold::from_store(&opened.store))
}

/// Checks everything in a store, its files too.
pub fn check(store: &mut Store) -> Result<(), StoreError> {
    let (found, files) = (store.verify(&mut |_, _| {})?, store.files());
    let damaged = found.files.check(&files, &mut |_, _| {})?;
    damaged.iter().try_for_each(|damaged| files.check(damaged.file.sha256, damaged.file.size))
}

/// Returns the result for a store that had `all`. Damage to sled's files that only checking finds is repaired at the next
/// opening.
pub fn came(dir: &Path, all: &Fold) -> Came {
    match look(dir).or_else(|_| look(dir)) {
        Ok(found) if found == *all => Came::Whole,
        Ok(found) => Came::Lost(format!("{} commits of {} are there", found.commits.len(), all.commits.len())),
        Err(refusal) => restored(dir, all, &refusal),
    }
}

/// Does what a refusal says, and returns the result.
pub fn restored(dir: &Path, all: &Fold, refusal: &StoreError) -> Came {
    if refusal.hint().contains("frist repair") {
        return mended(dir, all, refusal);
    }
    if !["frist restore", "put it back", "install that later frist"].iter().any(|words| refusal.hint().contains(words))
    {
        return Came::Lost(format!("it does not say what to do: {refusal}"));
    }
    let done =
        store_maintenance::restore(&BackupPlan::none(), dir, None, RestoreOptions::default(), NOW, &mut |_, _| {});
    let (done, ..) = match done {
        Ok(done) => done,
        Err(error) => return Came::Lost(format!("{refusal}; then {error}")),
    };
    match look(dir) {
        Ok(mut found) => {
            if done.from_state > 0 || found.commits.len() < all.commits.len() {
                // What the last commits did came from the state; they themselves are gone.
                found.commits.clone_from(&all.commits);
            }
            if found == *all {
                Came::Restored
            } else {
                Came::Lost(format!("{refusal}; then not all was there: {done:?}"))
            }
        }
        Err(error) => Came::Lost(format!("{refusal}; {done:?}; then {error}")),
    }
}

/// Takes damaged files from the backups, as a refusal says, and returns the result.
fn mended(dir: &Path, all: &Fold, refusal: &StoreError) -> Came {
    let done = store_maintenance::repair(&BackupPlan::none(), dir, NOW, &mut |_, _| {});
    match (done, look(dir)) {
        (Ok((_, files)), Ok(found)) if files.missing.is_empty() && found == *all => Came::Restored,
        other => Came::Lost(format!("{refusal}; then {other:?}")),
    }
}

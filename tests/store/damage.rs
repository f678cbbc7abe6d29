//! Files that were cut off, changed, lost or left half done: what was acknowledged comes back, or the store says where
//! it is damaged. Never anything else.

use std::fs;
use std::path::{Path, PathBuf};

use frist::domain::ticket::{EventData, TicketId};
use frist::store::{Opened, StoreError, StoreErrorKind};
use frist_testkit::commits::*;

/// Makes a closed store of 30 tickets over several segments, some closed; returns what it holds.
fn store(dir: &Path) -> Fold {
    let commits: Vec<_> = (1..=30)
        .map(new)
        .chain((31..=40).map(|number| commit(number, vec![(number - 30, vec![CLOSED]), (30, vec![note("checked")])])))
        .collect();
    put(&mut open_quiet(dir).store, commits.clone());
    Fold::of(commits)
}

fn without_last(fold: &Fold) -> Fold {
    Fold::of(fold.commits[..fold.commits.len() - 1].iter().cloned())
}

fn place_of(error: &StoreError) -> PathBuf {
    let StoreErrorKind::Damaged { place } = error.kind() else { panic!("{error}") };
    place.file.clone()
}

fn one_notice(opened: &Opened, has: &str) {
    assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
    assert!(opened.notices[0].contains(has), "{:?}", opened.notices);
}

#[test]
fn what_was_put_in_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    assert!(segments(dir.path()).len() > 3);
    fold.check(&mut open_quiet(dir.path()));
    fold.check(&mut open_quiet(dir.path()));
}

#[test]
fn an_empty_store_opens_and_opens_again() {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("a/b");
    Fold::default().check(&mut open_quiet(&inside));
    Fold::default().check(&mut open_quiet(&inside));
}

#[test]
fn everything_belongs_to_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("store");
    store(&inside);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in [inside.clone(), inside.join("journal"), inside.join("state")] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
    for file in segments(&inside).into_iter().chain(files(&inside)) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn what_was_appended_and_not_applied_is_applied_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    let mut fold = store(dir.path());
    let mut opened = open_quiet(dir.path());
    let (one, two) = (new(41), commit(42, vec![(41, vec![CLOSED]), (2, vec![EventData::Reopened])]));
    assert_eq!(opened.store.append(&[one.clone(), two.clone()]).unwrap(), 42);
    assert_eq!(opened.store.next_ticket_id(), TicketId(42), "what waits counts");
    assert_eq!(opened.store.commit_sequence(one.id).unwrap(), Some(41));
    assert_eq!(opened.store.reader().commit_sequence(one.id).unwrap(), None, "a reader sees what is applied");
    assert_eq!(opened.store.reader().ticket(TicketId(41)).unwrap(), None);
    drop(opened);
    fold.add(one);
    fold.add(two);
    let mut opened = open(dir.path()).unwrap();
    one_notice(&opened, "The last 2 commits were in the journal and not yet in the state");
    fold.check(&mut opened);
    drop(opened);
    fold.check(&mut open_quiet(dir.path()));
}

#[test]
fn a_store_far_behind_catches_up_and_tells_how_far_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let commits: Vec<_> = (1..=1_500).map(new).collect();
    open_quiet(dir.path()).store.append(&commits).unwrap();
    let mut told = Vec::new();
    let opened = frist::store::Store::open_with(dir.path(), SHORT, &mut |done, of| told.push((done, of)));
    let mut opened = opened.unwrap();
    one_notice(&opened, "The last 1500 commits");
    assert_eq!((told.first(), told.last()), (Some(&(256, 1_500)), Some(&(1_500, 1_500))));
    assert!(told.is_sorted());
    Fold::of(commits).check(&mut opened);
}

/// Makes a store whose last commit is in the write-ahead log, and not in sled.
fn unapplied(dir: &Path) -> (Fold, PathBuf, u64) {
    let mut fold = store(dir);
    let mut opened = open_quiet(dir);
    let file = segments(dir).pop().unwrap();
    let before = fs::metadata(&file).unwrap().len();
    opened.store.append(&[new(41)]).unwrap();
    fold.add(new(41));
    assert_eq!(segments(dir).pop().unwrap(), file, "the last segment was not full");
    (fold, file, before)
}

#[test]
fn the_last_record_cut_at_every_byte_loses_only_that() {
    let (dir, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (fold, file, before) = unapplied(dir.path());
    let (whole, short) = (fs::read(&file).unwrap(), without_last(&fold));
    copy(dir.path(), work.path());
    let file = segments(work.path()).pop().unwrap();
    for cut in before as usize + 1..whole.len() {
        fs::write(&file, &whole[..cut]).unwrap();
        let opened = open(work.path()).unwrap();
        one_notice(&opened, &format!("({} byte", cut as u64 - before));
        short.check_quick(&opened);
        assert_eq!(fs::metadata(&file).unwrap().len(), before);
    }
    let mut opened = open_quiet(work.path());
    put(&mut opened.store, [new(41)]);
    drop(opened);
    fold.check(&mut open_quiet(work.path()));
}

#[test]
fn the_last_record_with_any_byte_changed_is_cut_or_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (fold, file, before) = unapplied(dir.path());
    let (whole, short) = (fs::read(&file).unwrap(), without_last(&fold));
    for at in (before as usize..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x04;
        fs::write(&file, &bytes).unwrap();
        match open(dir.path()) {
            Ok(opened) => {
                one_notice(&opened, "only half done");
                short.check_quick(&opened);
            }
            Err(error) => assert_eq!(place_of(&error), file),
        }
    }
}

#[test]
fn a_wal_shorter_than_sled_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    let file = segments(dir.path()).pop().unwrap();
    let whole = fs::read(&file).unwrap();
    for cut in (48..whole.len()).step_by(7) {
        fs::write(&file, &whole[..cut]).unwrap();
        let error = open(dir.path()).unwrap_err();
        assert_eq!(place_of(&error), file);
        assert!(error.to_string().contains("the state has commits up to 40, the journal up to"), "{error}");
        assert_eq!(fs::read(&file).unwrap().len(), cut, "nothing was cut off");
    }
    fs::remove_file(&file).unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(error.to_string().contains("the journal ends too early"), "{error}");
    fs::write(&file, &whole).unwrap();
    fold.check(&mut open_quiet(dir.path()));
}

#[test]
fn a_wal_that_is_gone_is_refused_and_not_begun_anew() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    fs::rename(dir.path().join("journal"), dir.path().join("elsewhere")).unwrap();
    let before = picture(dir.path());
    let error = open(dir.path()).unwrap_err();
    assert!(error.to_string().contains("there is a state but no journal"), "{error}");
    assert_eq!(picture(dir.path()), before);
    fs::create_dir(dir.path().join("journal")).unwrap();
    assert!(open(dir.path()).unwrap_err().to_string().contains("there is a state but no journal"));
}

#[test]
fn a_sealed_segment_cut_short_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    let file = segments(dir.path()).remove(1);
    let whole = fs::read(&file).unwrap();
    for cut in [0, 1, 47, 48, 49, 60, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..cut]).unwrap();
        let before = picture(dir.path());
        let error = open(dir.path()).unwrap_err();
        assert_eq!(place_of(&error), file, "cut at {cut}");
        assert_eq!(picture(dir.path()), before, "cut at {cut}");
    }
}

/// A changed byte in a sealed segment does not hurt while sled is whole; checking finds it, and so does building.
#[test]
fn a_byte_changed_in_any_segment_is_never_silently_wrong() {
    let (dir, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let fold = store(dir.path());
    for (number, file) in segments(dir.path()).into_iter().enumerate() {
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(211) {
            let inside = work.path().join(format!("{number}-{at}"));
            copy(dir.path(), &inside);
            let mut bytes = whole.clone();
            bytes[at] ^= 0x20;
            let file = segments(&inside).remove(number);
            fs::write(&file, &bytes).unwrap();
            match open(&inside) {
                Ok(mut opened) => {
                    fold.check_quick(&opened);
                    assert_eq!(place_of(&opened.store.verify(&mut |_, _| {}).unwrap_err()), file);
                }
                Err(error) => assert_eq!(place_of(&error), file, "{error}"),
            }
            fs::remove_dir_all(inside.join("state")).unwrap();
            match open(&inside) {
                Ok(opened) => without_last(&fold).check_quick(&opened),
                Err(error) => assert_eq!(place_of(&error), file, "{error}"),
            }
        }
    }
}

/// Damages sled's files in a copy of the store and opens it: everything is there, or is once it was opened again. Nothing
/// is ever read wrong in between. Returns what was said on opening, the first and the second time.
fn heals(from: &Path, fold: &Fold, what: &str, damage: impl FnOnce(&Path)) -> Vec<String> {
    let work = tempfile::tempdir().unwrap();
    copy(from, work.path());
    damage(work.path());
    let mut opened = open(work.path()).unwrap_or_else(|error| panic!("{what}: {error}"));
    fold.check_quick(&opened);
    let mut notices = opened.notices.clone();
    if !reads_all(&opened, fold, what) || opened.store.verify(&mut |_, _| {}).is_err() {
        assert!(notices.is_empty(), "{what}: {notices:?}");
        drop(opened);
        opened = open(work.path()).unwrap();
        notices.clone_from(&opened.notices);
        one_notice(&opened, "built again from the journal");
    }
    fold.check(&mut opened);
    drop(opened);
    fold.check(&mut open_quiet(work.path()));
    notices
}

/// Returns whether every ticket can be read; those that can are right. sled reads the pages of closed ones only when asked.
fn reads_all(opened: &Opened, fold: &Fold, what: &str) -> bool {
    let reader = opened.store.reader();
    let right = |(id, events)| match reader.ticket(id) {
        Ok(found) => {
            assert_eq!(found.map(|ticket| ticket.events).as_ref(), Some(events), "{what}: ticket {id}");
            true
        }
        Err(error) => {
            assert!(matches!(error.kind(), StoreErrorKind::Damaged { .. }), "{what}: {error}");
            false
        }
    };
    fold.tickets.iter().map(|(id, events)| (*id, events)).all(right)
}

#[test]
fn sleds_files_lost_one_by_one_and_all_together() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    drop(open_quiet(dir.path()));
    let names: Vec<_> =
        files(&dir.path().join("state")).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert!(names.iter().any(|name| name.to_str().unwrap().starts_with("snap.")), "{names:?}");
    for name in &names {
        let notices = heals(dir.path(), &fold, name.to_str().unwrap(), |store| {
            fs::remove_file(store.join("state").join(name)).unwrap();
        });
        if name == "db" {
            assert!(notices[0].contains("The damaged files are kept in"), "{notices:?}");
        }
    }
    let emptied = heals(dir.path(), &fold, "all", |store| {
        for file in files(&store.join("state")) {
            fs::remove_file(file).unwrap();
        }
    });
    assert!(emptied[0].contains("built again from the journal's 40 commits"), "{emptied:?}");
    let gone = heals(dir.path(), &fold, "folder", |store| fs::remove_dir_all(store.join("state")).unwrap());
    assert_eq!(
        gone,
        ["The state was missing and has been built again from the journal's 40 commits: nothing was lost."]
    );
}

#[test]
fn sleds_files_cut_short() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    drop(open_quiet(dir.path()));
    for file in files(&dir.path().join("state")) {
        let (name, len) = (file.file_name().unwrap().to_owned(), fs::metadata(&file).unwrap().len());
        for cut in (0..16).map(|part| len * part / 16).chain([1, 7, len - 1]) {
            heals(dir.path(), &fold, &format!("{} cut at {cut}", file.display()), |store| {
                fs::OpenOptions::new().write(true).open(store.join("state").join(&name)).unwrap().set_len(cut).unwrap();
            });
        }
    }
}

#[test]
fn sleds_files_with_bytes_changed() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    drop(open_quiet(dir.path()));
    for file in files(&dir.path().join("state")) {
        let (name, whole) = (file.file_name().unwrap().to_owned(), fs::read(&file).unwrap());
        let written = whole.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
        for at in (0..written).step_by((written / 24).max(1)) {
            heals(dir.path(), &fold, &format!("{} byte {at}", file.display()), |store| {
                let mut bytes = whole.clone();
                bytes[at] ^= 0x55;
                fs::write(store.join("state").join(&name), bytes).unwrap();
            });
        }
    }
}

/// Several megabytes, most of it in closed tickets that opening does not read.
#[test]
fn a_larger_sled_cut_short_or_changed() {
    let dir = tempfile::tempdir().unwrap();
    // Words that say much: what repeats itself would be packed to nothing.
    let words = |number: u64| {
        let mut rng = fastrand::Rng::with_seed(number);
        std::iter::repeat_with(|| rng.alphanumeric()).take(2_000).collect::<String>()
    };
    let text = |number: u64| vec![logged("old"), note(words(number)), CLOSED];
    let commits: Vec<_> =
        (1..=1_500).map(|number| commit(number, vec![(number, text(number))])).chain([new(1_501)]).collect();
    let mut store = open_quiet(dir.path()).store;
    for commits in commits.chunks(100) {
        store.append(commits).unwrap();
        store.apply().unwrap();
    }
    drop(store);
    drop(open_quiet(dir.path()));
    let fold = Fold::of(commits);
    let len = fs::metadata(dir.path().join("state/db")).unwrap().len();
    assert!(len > 4 << 20, "{len}");
    for part in 0..8 {
        let at = len * part / 8 + 12_345;
        heals(dir.path(), &fold, &format!("cut at {at}"), |store| {
            fs::OpenOptions::new().write(true).open(store.join("state/db")).unwrap().set_len(at).unwrap();
        });
        heals(dir.path(), &fold, &format!("64 bytes at {at}"), |store| {
            let file = fs::OpenOptions::new().write(true).open(store.join("state/db")).unwrap();
            std::os::unix::fs::FileExt::write_all_at(&file, &[0x55; 64], at).unwrap();
        });
    }
}

#[test]
fn an_unfinished_snapshot_is_removed_without_a_word() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    let left = dir.path().join("state/snap.00000000000FFFFF.generating");
    fs::write(&left, "half a snapsh").unwrap();
    fold.check(&mut open_quiet(dir.path()));
    assert!(!left.exists());
}

#[test]
fn the_state_of_an_older_copy_or_of_another_store_is_put_right() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let fold = store(dir.path());
    copy(&dir.path().join("state"), &other.path().join("older"));
    let mut opened = open_quiet(dir.path());
    put(&mut opened.store, [new(41)]);
    drop(opened);
    fs::remove_dir_all(dir.path().join("state")).unwrap();
    copy(&other.path().join("older"), &dir.path().join("state"));
    let mut longer = fold.clone();
    longer.add(new(41));
    let mut opened = open(dir.path()).unwrap();
    one_notice(&opened, "The last commit was in the journal and not yet in the state");
    longer.check(&mut opened);
    drop(opened);

    let foreign = other.path().join("store");
    store(&foreign);
    fs::remove_dir_all(dir.path().join("state")).unwrap();
    copy(&foreign.join("state"), &dir.path().join("state"));
    let mut opened = open(dir.path()).unwrap();
    one_notice(&opened, "does not belong to commit 40 of the journal");
    longer.check(&mut opened);
    assert!(dir.path().join("state.damaged-1/db").exists(), "set aside, never deleted");
}

#[test]
fn a_building_that_was_cut_short_is_begun_anew() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    fs::rename(dir.path().join("state"), dir.path().join("state.building")).unwrap();
    fs::write(dir.path().join("state.building/db"), "half").unwrap();
    let mut opened = open(dir.path()).unwrap();
    one_notice(&opened, "The state was missing");
    fold.check(&mut opened);
    assert!(!dir.path().join("state.building").exists());
}

#[test]
fn a_later_schema_is_refused_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    fs::write(dir.path().join("frist.schema"), "schema 999\n").unwrap();
    let before = picture(dir.path());
    let error = open(dir.path()).unwrap_err();
    assert_eq!(error.kind(), &StoreErrorKind::NewerSchema { found: 999, known: 10 });
    assert!(error.to_string().contains("schema version 999; this one knows up to 10"), "{error}");
    assert_eq!(picture(dir.path()), before);
    fs::write(dir.path().join("frist.schema"), "?").unwrap();
    assert_eq!(place_of(&open(dir.path()).unwrap_err()), dir.path().join("frist.schema"));
}

#[test]
fn a_store_of_the_first_schema_opens_whole_and_is_of_this_one_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let fold = store(dir.path());
    let schema = dir.path().join("frist.schema");
    fs::write(&schema, "schema 1\n").unwrap();
    let mut opened = open(dir.path()).unwrap();
    assert_eq!(opened.notices.len(), 1, "that it was backed up: {:?}", opened.notices);
    fold.check(&mut opened);
    assert_eq!(fs::read_to_string(schema).unwrap(), "schema 10\n");
}

#[test]
fn a_folder_that_is_a_file_is_told_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("store");
    fs::write(&file, "mine").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = open(&path).unwrap_err();
        assert_eq!(error.kind(), &StoreErrorKind::NotADirectory, "{error}");
        assert!(error.to_string().contains("--store DIR"), "{error}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

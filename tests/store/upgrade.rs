//! Stores of earlier versions, each made by the frist of that version (`tests/stores`): they open, after a backup, and are then
//! what they were.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::bufread::GzDecoder;
use frist::domain::time::Instant;
use frist::store::{
    Backup, BackupFile, Backups, CommitHistory, Opened, RestoreOptions, Store, StoreError, StoreErrorKind, Upgrade,
    VerifyReport, export, rebuild, restore,
};
use frist_testkit::commits::*;
use serde_json::Value;

/// The Monday on which the stores were made.
const NOW: Instant = Instant::from_secs(1_704_708_000);

/// A store of an earlier version, unpacked.
struct Kept {
    schema: u32,
    place: tempfile::TempDir,
}

impl Kept {
    fn unpack(schema: u32) -> Self {
        let place = tempfile::tempdir().unwrap();
        let packed = fs::File::open(kept(schema).join("store.tar.gz")).unwrap();
        tar::Archive::new(GzDecoder::new(BufReader::new(packed))).unpack(place.path()).unwrap();
        Self { schema, place }
    }

    fn dir(&self) -> PathBuf {
        self.place.path().join("store")
    }

    fn backups(&self) -> Backups {
        Backups::in_folder(self.dir().join("backups"))
    }

    /// Returns its backups from before an upgrade.
    fn made_before(&self) -> Vec<BackupFile> {
        let all = self.backups().list().unwrap();
        all.into_iter().filter(|file| file.before.is_some()).collect()
    }

    fn open(&self) -> Result<Opened, StoreError> {
        self.open_at(&mut |_, _| {})
    }

    fn open_at(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Opened, StoreError> {
        let upgrade = Upgrade { backups: self.backups(), now: Some(NOW) };
        Store::open_upgrading(&self.dir(), &upgrade, progress)
    }

    fn noted(&self) -> String {
        fs::read_to_string(self.dir().join("frist.schema")).unwrap()
    }
}

/// Returns how many tickets the store of that version has: since there are letters, one is of a letter.
const fn tickets_of(schema: u32) -> u64 {
    if schema >= 9 { 33 } else { 32 }
}

fn kept(schema: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stores/schema-{schema}"))
}

/// Returns the schema version of this frist.
fn current() -> u32 {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::open(dir.path()).unwrap());
    let noted = fs::read_to_string(dir.path().join("frist.schema")).unwrap();
    noted.trim().strip_prefix("schema ").unwrap().parse().unwrap()
}

/// Returns the stores of all versions before this one.
fn earlier() -> impl Iterator<Item = Kept> {
    (1..current()).map(Kept::unpack)
}

/// Returns the store of the last version before this one.
fn last() -> Kept {
    Kept::unpack(current() - 1)
}

/// Returns what the write-ahead log says is in the store, whichever version wrote it.
fn in_wal(dir: &Path) -> Fold {
    let mut lines = Vec::new();
    export(dir, &mut lines, &mut |_, _| {}).unwrap();
    let backup = Backup::read(dir, Box::new(std::io::Cursor::new(lines))).unwrap();
    Fold::of(backup.map(|entry| entry.unwrap().commit))
}

fn verified(opened: &mut Opened) -> (VerifyReport, Fold) {
    (opened.store.verify(&mut |_, _| {}).unwrap(), Fold::from_store(&opened.store))
}

/// Returns the first line of a backup.
fn head(path: &Path) -> Value {
    let mut line = String::new();
    let file = GzDecoder::new(BufReader::new(fs::File::open(path).unwrap()));
    BufReader::new(file).read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}

#[test]
fn every_version_up_to_the_one_before_this_is_kept() {
    for schema in 1..current() {
        let there = ["store.tar.gz", "said.txt"].iter().all(|name| kept(schema).join(name).is_file());
        assert!(there, "tests/stores/README.md says how the store of schema {schema} is made");
        assert_eq!(Kept::unpack(schema).noted(), format!("schema {schema}\n"));
    }
}

#[test]
fn each_opens_after_a_backup_and_is_whole_and_of_this_version_from_then_on() {
    for kept in earlier() {
        let (schema, this) = (kept.schema, current());
        let (was, wal) = (in_wal(&kept.dir()), picture(&kept.dir().join("journal")));
        let ordinary = kept.backups().list().unwrap();
        let mut opened = kept.open().unwrap();
        let [backup] = kept.made_before().try_into().unwrap();
        let said = format!(
            "The store was of schema version {schema} and is of version {this} now; as it was before it is in {}.",
            backup.path.display()
        );
        assert_eq!(opened.notices, [said]);
        let (found, fold) = verified(&mut opened);
        assert_eq!((found.commits, found.tickets), (was.commits.len() as u64, tickets_of(schema)), "schema {schema}");
        assert_eq!(fold, was, "schema {schema}");
        was.check(&mut opened);
        assert_eq!(picture(&kept.dir().join("journal")), wal, "the journal is what it was");
        assert_eq!(kept.noted(), format!("schema {this}\n"));
        drop(opened);
        let again = kept.open().unwrap();
        assert_eq!(again.notices, [""; 0]);
        assert_eq!(kept.backups().list().unwrap().len(), ordinary.len() + 1, "one is enough");
    }
}

#[test]
fn the_backup_from_before_has_everything_and_the_frist_that_wrote_the_store_can_read_it() {
    for kept in earlier() {
        let was = in_wal(&kept.dir());
        drop(kept.open().unwrap());
        let [backup] = kept.made_before().try_into().unwrap();
        let name = format!("2024-01-08T10-00-00Z.{:012}.before-{}.jsonl.gz", was.commits.len(), current());
        assert_eq!(backup.path.file_name().unwrap().to_str(), Some(name.as_str()));
        assert_eq!(head(&backup.path)["schema"], kept.schema);
        assert_eq!(Backup::open(&backup.path).unwrap().verify(&mut |_| {}).unwrap().commits, backup.sequence);
        let (newest, broken) =
            kept.backups().newest_whole(&CommitHistory::of(&kept.dir()).unwrap(), &mut |_, _| {}).unwrap();
        assert_eq!((newest.unwrap().sequence, broken.len()), (backup.sequence, 0));
        let elsewhere = tempfile::tempdir().unwrap();
        restore(elsewhere.path(), Some(&backup.path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap();
        let mut opened = Store::open(elsewhere.path()).unwrap();
        assert_eq!(opened.notices, [""; 0]);
        assert_eq!(verified(&mut opened).1, was, "schema {}", kept.schema);
    }
}

#[test]
fn a_store_of_this_version_and_one_without_a_commit_are_opened_without_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    put(&mut Store::open(dir.path()).unwrap().store, (1..=9).map(any));
    assert_eq!(Store::open(dir.path()).unwrap().notices, [""; 0]);
    let empty = tempfile::tempdir().unwrap();
    drop(Store::open(empty.path()).unwrap());
    fs::write(empty.path().join("frist.schema"), "schema 1\n").unwrap();
    assert_eq!(Store::open(empty.path()).unwrap().notices, [""; 0]);
    assert_eq!(fs::read_to_string(empty.path().join("frist.schema")).unwrap(), format!("schema {}\n", current()));
    assert!(!dir.path().join("backups").exists() && !empty.path().join("backups").exists());
}

#[test]
fn a_store_that_has_lost_its_note_is_backed_up_too() {
    let kept = last();
    fs::remove_file(kept.dir().join("frist.schema")).unwrap();
    let opened = kept.open().unwrap();
    assert!(
        opened.notices[0].starts_with("The store did not say of which schema version it was"),
        "{:?}",
        opened.notices
    );
    assert_eq!(kept.made_before().len(), 1);
}

#[test]
fn where_nobody_says_when_it_is_the_backup_bears_the_moment_of_the_last_commit() {
    let kept = last();
    let last = in_wal(&kept.dir()).commits.last().unwrap().at;
    drop(Store::open(&kept.dir()).unwrap());
    assert_eq!(kept.made_before()[0].at, last);
}

#[test]
fn a_store_of_a_later_version_is_refused_and_nothing_in_it_is_changed() {
    let kept = last();
    drop(kept.open().unwrap());
    let backup = kept.made_before()[0].path.clone();
    fs::write(kept.dir().join("frist.schema"), format!("schema {}\n", current() + 1)).unwrap();
    let (dir, before) = (kept.dir(), picture(&kept.dir()));
    let upgrade = Upgrade::beside(&dir);
    let refused = [
        kept.open().map(drop),
        rebuild(&dir, &upgrade, &mut |_, _| {}).map(drop),
        restore(&dir, None, RestoreOptions::default(), NOW, &mut |_, _| {}).map(drop),
        restore(&dir, Some(&backup), RestoreOptions::default(), NOW, &mut |_, _| {}).map(drop),
        kept.backups().make(&dir, NOW, &|| false, &mut |_, _| {}).map(drop),
        export(&dir, &mut Vec::new(), &mut |_, _| {}).map(drop),
    ];
    for result in refused {
        let error = result.unwrap_err();
        assert!(matches!(error.kind(), StoreErrorKind::NewerSchema { .. }), "{error}");
        assert!(error.hint().contains("nothing was changed"), "{error}");
    }
    assert_eq!(picture(&dir), before);
    // The way back: the backup alone takes the place of everything, which is set aside.
    let wish = RestoreOptions { only_backup: true, ..RestoreOptions::default() };
    let done = restore(&dir, Some(&backup), wish, NOW, &mut |_, _| {}).unwrap();
    assert!(done.aside.unwrap().join("journal").is_dir());
    assert_eq!(verified(&mut kept.open().unwrap()).0.tickets, tickets_of(kept.schema));
}

#[test]
fn a_store_that_cannot_be_backed_up_is_not_opened_and_stays_as_it_was() {
    for kept in earlier() {
        let commits = in_wal(&kept.dir()).commits.len();
        let name = format!("2024-01-08T10-00-00Z.{commits:012}.before-{}.jsonl.gz", current());
        let (file, taken) = (kept.place.path().join("file"), kept.place.path().join("taken"));
        fs::write(&file, "in the way").unwrap();
        fs::create_dir_all(taken.join(name)).unwrap();
        let before = picture(kept.place.path());
        for folder in [file.clone(), file.join("below"), taken] {
            let upgrade = Upgrade { backups: Backups::in_folder(folder), now: Some(NOW) };
            let error = Store::open_upgrading(&kept.dir(), &upgrade, &mut |_, _| {}).unwrap_err();
            let words = "is of an earlier version, and it cannot be backed up before it is changed: ";
            assert!(error.to_string().contains(words), "{error}");
            assert!(error.hint().starts_with("nothing was changed; make the folder of backups writable"), "{error}");
            assert_eq!(picture(kept.place.path()), before, "{error}");
        }
        assert!(!kept.dir().join("backups").exists() || !kept.backups().list().unwrap().is_empty());
        assert_eq!(kept.open().unwrap().notices.len(), 1, "and later it is");
    }
}

#[test]
fn a_damaged_wal_is_told_as_such_and_not_upgraded() {
    let kept = last();
    let [segment] = segments(&kept.dir()).try_into().unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    bytes[100] ^= 0x20;
    fs::write(&segment, bytes).unwrap();
    let error = kept.open().unwrap_err();
    assert!(error.to_string().starts_with("the journal is damaged: "), "{error}");
    assert_eq!((kept.noted(), kept.made_before().len()), (format!("schema {}\n", kept.schema), 0));
}

/// Each time that it is told how far it is, opening may be killed.
#[test]
fn wherever_an_upgrade_is_cut_off_the_next_opening_does_it_and_one_backup_is_left() {
    for schema in 1..current() {
        let (mut cut, mut whole) = (0, false);
        while !whole {
            let kept = Kept::unpack(schema);
            let was = in_wal(&kept.dir());
            let mut times = 0;
            let killed = catch_unwind(AssertUnwindSafe(|| {
                kept.open_at(&mut |_, _| {
                    times += 1;
                    assert!(times <= cut, "killed");
                })
            }));
            whole = killed.is_ok();
            assert!(whole || kept.noted() == format!("schema {schema}\n"), "not before it is done");
            drop(killed);
            let mut opened = kept.open().unwrap();
            assert_eq!(verified(&mut opened).1, was, "schema {schema}, cut off at {cut}");
            assert_eq!(kept.noted(), format!("schema {}\n", current()));
            assert_eq!(kept.made_before().len(), 1, "schema {schema}, cut off at {cut}: {:?}", opened.notices);
            // A few of the commits, and the last ones, where the backup is done and the state is changed.
            let rest = 2 * was.commits.len();
            cut = if cut + 2 < rest { rest.min(cut + 31) - 2 } else { cut + 1 };
        }
        assert!(cut > 100, "schema {schema}: {cut}");
    }
}

#[test]
fn an_unfinished_backup_of_an_earlier_try_is_not_taken_for_one() {
    let kept = last();
    drop(kept.open().unwrap());
    let [backup] = kept.made_before().try_into().unwrap();
    let whole = fs::read(&backup.path).unwrap();
    for left in [&whole[..whole.len() / 2], &[]] {
        let kept = last();
        fs::create_dir_all(kept.dir().join("backups")).unwrap();
        fs::write(kept.dir().join("backups").join(backup.path.file_name().unwrap()), left).unwrap();
        drop(kept.open().unwrap());
        let [made] = kept.made_before().try_into().unwrap();
        assert_eq!(Backup::open(&made.path).unwrap().verify(&mut |_| {}).unwrap().commits, backup.sequence);
    }
}

/// Returns the program with this clock on such a store, free of the environment of the person who runs the tests.
fn frist(kept: &Kept, config: &str) -> Command {
    let path = kept.place.path().join("config.toml");
    fs::write(&path, format!("name = \"anna\"\n{config}")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(path).args(["--now", "2024-01-08T10:00:00Z", "--store"]).arg(kept.dir());
    command.env_remove("FRIST_STORE").env("TZ", "Europe/Oslo").env("XDG_STATE_HOME", kept.place.path());
    command.stdin(Stdio::null());
    command
}

/// Returns what it printed and what it remarked; it went well, or there was nothing to print.
fn ran(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}: {err}");
    (out, err)
}

/// Returns whether everything that was said then is said now; more may be.
fn says(now: &Value, then: &Value) -> bool {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            then.iter().all(|(key, then)| now.get(key).is_some_and(|now| says(now, then)))
        }
        (Value::Array(now), Value::Array(then)) => {
            now.len() == then.len() && now.iter().zip(then).all(|(now, then)| says(now, then))
        }
        (now, then) => now == then,
    }
}

/// What is said of events in other words now: those of then, and those of now.
const WORDS: [(&str, &str); 9] = [
    ("told the customer: ", "updated the customer: "),
    ("took back: ", "retracted: "),
    ("receipt confirmed to the customer", "acknowledged to the customer"),
    ("told late, as no frist was open then", "given late, as no frist was open then"),
    // Lengths of time are written one way.
    (", 0:10:00\"", ", 10m\""),
    (", 2:00:00\"", ", 2h00\""),
    (", 2:40:00\"", ", 2h40\""),
    (", 2 d 17:10\"", ", 2 d 17h10\""),
    ("\"what\":\"reopened\"", "\"what\":\"reopened: it did not hold\""),
];

#[test]
fn it_says_of_each_what_the_frist_that_made_it_said() {
    for kept in earlier() {
        let said = fs::read_to_string(self::kept(kept.schema).join("said.txt")).unwrap();
        let said = WORDS.iter().fold(said, |said, (then, now)| said.replace(then, now));
        let (mut asked, mut tickets) = (0, 0);
        for part in said.split("$ ").filter(|part| !part.is_empty()) {
            let (question, then) = part.split_once('\n').unwrap();
            let is_log = question.starts_with("journal") || question.starts_with("audit");
            let asked_now = question.replace("journal", "audit").replace("--limit 60", "--limit 80");
            let (now, _) = ran(frist(&kept, "").args(asked_now.split(' ')));
            let lines = |text: &str| -> Vec<Value> { text.lines().map(|l| serde_json::from_str(l).unwrap()).collect() };
            let (mut now, then) = (lines(&now), lines(then));
            if is_log {
                // The upgrade has kept what the files said, after all that was done before.
                let last = then[0]["sequence"].as_u64();
                now.retain(|line| line["sequence"].as_u64() <= last);
                now.truncate(then.len());
            }
            let (mut now, mut then) = (now, then);
            if question.starts_with("list") {
                // What nothing is promised for stands by severity and age since: the same tickets, in another order.
                let id = |line: &Value| line["id"].as_u64();
                now.sort_by_key(id);
                then.sort_by_key(id);
            }
            if question.starts_with("show ") {
                // Who reported it stands there with all that is known, and not as a name alone.
                for customer in then.iter_mut().filter_map(|line| line.get_mut("customer")).filter(|it| it.is_string())
                {
                    *customer = serde_json::json!({ "name": customer.take() });
                }
                // To whom a message went stands there where it is known.
                for message in then.iter_mut().filter_map(|line| line.get_mut("messages")?.as_array_mut()).flatten() {
                    let unsaid = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
                    let known_now =
                        |key: &String, value: &Value| ["from", "to"].contains(&key.as_str()) && unsaid(value);
                    message.as_object_mut().unwrap().retain(|key, value| !known_now(key, value));
                }
            }
            assert_eq!(now.len(), then.len(), "schema {}: {question}", kept.schema);
            for (now, then) in now.iter().zip(&then) {
                assert!(says(now, then), "schema {}: {question}\nthen {then:#}\nnow {now:#}", kept.schema);
            }
            asked += 1;
            tickets += u64::from(question.starts_with("show "));
        }
        assert!(asked > tickets && tickets == tickets_of(kept.schema), "{asked} questions, {tickets} tickets");
    }
}

#[test]
fn each_takes_people_and_names_them_on_new_and_old_tickets() {
    for kept in earlier() {
        let ok = |line: &str| {
            let output = frist(&kept, "").args(line.split(' ')).output().unwrap();
            assert!(output.status.success(), "schema {}: {line}: {output:?}", kept.schema);
            String::from_utf8(output.stdout).unwrap()
        };
        let json = |line: &str| -> Value { serde_json::from_str(&ok(line)).unwrap() };
        let acme = json("organisation add --name Acme --domain acme.example --contract markant --plan extended --json");
        let kari = json("person add --name Kari --address kari@acme.example --json");
        assert_eq!(kari["organisation"]["id"], acme["id"]);
        let new = json("new --person kari --severity serious --channel phone --subject x --json");
        ok("do customer 1 --person kari");
        let found = ok("list person:kari is:open,closed --json");
        let ids: Vec<Value> =
            found.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect();
        assert!(ids.contains(&new["id"]) && ids.contains(&1.into()), "schema {}: {ids:?}", kept.schema);
        assert!(ok("verify").starts_with("whole: "));
    }
}

#[test]
fn the_command_line_tells_it_once_and_finds_everything_whole() {
    let kept = last();
    let (out, err) = ran(frist(&kept, "").arg("verify"));
    let was = format!("frist: The store was of schema version {} and is of version {} now", kept.schema, current());
    assert!(err.starts_with(&was) && err.lines().count() == 1, "{err}");
    assert!(out.starts_with("whole: ") && out.contains(&format!("{} tickets with", tickets_of(kept.schema))), "{out}");
    assert!(out.contains(&format!(".before-{}.jsonl.gz, ", current())), "{out}");
    assert!(!out.contains("not whole"), "{out}");
    assert_eq!(ran(frist(&kept, "").arg("verify")), (out, String::new()));
}

#[test]
fn it_goes_where_the_settings_have_backups_go_and_nothing_is_opened_where_it_cannot() {
    let kept = last();
    let folder = kept.place.path().join("safe");
    fs::write(&folder, "in the way").unwrap();
    let config = format!("[backup]\nfolder = {:?}\n", folder.display().to_string());
    let before = picture(&kept.dir());
    for command in ["list", "verify", "repair"] {
        let output = frist(&kept, &config).arg(command).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains(&folder.display().to_string()), "{said}");
        assert!(command == "verify" || said.contains("cannot be backed up before it is changed"), "{said}");
        assert_eq!(picture(&kept.dir()), before, "{command}");
    }
    fs::remove_file(&folder).unwrap();
    let (out, err) = ran(frist(&kept, &config).arg("list"));
    assert!(!out.is_empty() && err.contains(&folder.display().to_string()), "{err}");
    assert_eq!(Backups::in_folder(folder).list().unwrap().len(), 1);
    assert!(kept.made_before().is_empty());
}

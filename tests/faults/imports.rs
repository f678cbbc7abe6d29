//! An import that is killed, or whose disk is full, at any of its stages: the store is as it was, or has all of what was to be
//! taken in. An export or a backup under the same faults leaves no file that could be taken for a whole one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::child::{build, frist};
use crate::tally::{Came, look, tried};
use frist_testkit::commits::{Fold, any, copy, open, put, put_mixed};

/// The commits of the store and of the file.
const COMMITS: u64 = 40;

struct Place {
    dir: tempfile::TempDir,
    library: PathBuf,
    before: Fold,
    after: Fold,
    /// The number of stages of an import and of an export.
    stages: [u64; 2],
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let library = dir.path().join("cut.so");
        build("cut.rs", &library);
        let (from, first) = (dir.path().join("from"), dir.path().join("first"));
        put_mixed(&mut open(&from).unwrap().store, 1..=COMMITS);
        // Under names of its own, as those of the other store would be known.
        let other =
            |number| frist::domain::ticket::Commit { id: frist_testkit::commits::name(1_000 + number), ..any(number) };
        put(&mut open(&first).unwrap().store, (1..=COMMITS).map(other));
        let mut place = Self { dir, library, before: Fold::default(), after: Fold::default(), stages: [0; 2] };
        fs::write(place.path("config.toml"), "name = \"anna\"\n").unwrap();
        let done = place.frist(
            "from",
            &[
                "export",
                "--output",
                place.path("all.jsonl").to_str().unwrap(),
                "--files",
                place.path("files").to_str().unwrap(),
            ],
            None,
        );
        assert!(done.status.success(), "{done:?}");
        place.before = look(&place.path("first")).unwrap();
        let import = place.count("import");
        place.after = look(&place.path("store")).unwrap();
        place.stages = [import, place.count("export")];
        assert_eq!(place.after.commits.len() as u64, COMMITS * 2);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn frist(&self, store: &str, args: &[&str], cut: Option<&str>) -> Output {
        let mut command = frist(&self.path(store));
        command.args(args);
        if let Some(cut) = cut {
            fs::write(self.path("cut"), cut).unwrap();
            command.env("LD_PRELOAD", &self.library).env("FRIST_CUT", self.path("cut"));
        }
        command.output().unwrap()
    }

    /// Begins with a fresh copy, and does it with the cut that `cut` names.
    fn cut(&self, what: &str, cut: &str) -> Output {
        let (store, out) = (self.path("store"), self.path("out.jsonl.gz"));
        let _ = fs::remove_dir_all(&store);
        copy(&self.path("first"), &store);
        let _ = fs::remove_file(&out);
        let file = self.path("all.jsonl");
        match what {
            "import" => self.frist("store", &["import", file.to_str().unwrap()], Some(cut)),
            _ => self.frist("store", &["export", "--output", out.to_str().unwrap()], Some(cut)),
        }
    }

    /// Returns how many stages it has.
    fn count(&self, what: &str) -> u64 {
        let done = self.cut(what, "kill 0");
        assert!(done.status.success(), "{done:?}");
        fs::read_to_string(self.path("cut.count")).unwrap().parse().unwrap()
    }

    fn import(&self, cut: &str) -> Came {
        let done = self.cut("import", cut);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        if done.status.code().is_some_and(|code| code != 0 && code != 5) {
            return Came::Lost(format!("{cut}: {:?} {told}", done.status));
        }
        let found = match look(&self.path("store")) {
            Ok(found) => found,
            Err(error) => return Came::Lost(format!("{cut}: {error}")),
        };
        let left = ["journal.importing", "state.importing", "state.replaced"].map(|name| self.path("store").join(name));
        if let Some(left) = left.iter().find(|path| path.exists()) {
            return Came::Lost(format!("{cut}: {} is still there", left.display()));
        }
        let refused = done.status.code() == Some(5);
        if refused && !told.contains("No space left on device") {
            return Came::Lost(format!("{cut}: it was told {told}"));
        }
        match (found == self.before, found == self.after) {
            (true, _) if !done.status.success() => Came::Whole,
            (_, true) if !refused => Came::Whole,
            _ => Came::Lost(format!("{cut}: {} commits are there; {:?} {told}", found.commits.len(), done.status)),
        }
    }

    fn export(&self, cut: &str) -> Came {
        let done = self.cut("export", cut);
        let out = self.path("out.jsonl.gz");
        let whole = is_whole(&out);
        match (done.status.success(), out.exists()) {
            (_, true) if whole => Came::Whole,
            (false, false) => Came::Whole,
            (success, there) => Came::Lost(format!("{cut}: success {success}, a file {there}, whole {whole}")),
        }
    }
}

fn is_whole(path: &Path) -> bool {
    frist::store::Backup::open(path).and_then(|backup| backup.verify(&mut |_| {})).is_ok()
}

#[test]
fn an_import_or_export_cut_at_every_stage() {
    let place = Place::new();
    for (what, how, name) in [
        (0, "kill", "an import killed at a stage"),
        (0, "full", "an import whose disk is full from a stage on"),
        (1, "kill", "an export killed at a stage"),
        (1, "full", "an export whose disk is full from a stage on"),
    ] {
        tried(name, 12, |number| {
            // Each stage in turn where there are as many tries; else some of them, with the last.
            let stages = place.stages[what];
            let tries = std::env::var("FRIST_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(12);
            let stage = if tries >= stages { number % stages } else { stages - 1 - number * stages / tries };
            let cut = format!("{how} {}", stage + 1);
            if what == 0 { place.import(&cut) } else { place.export(&cut) }
        });
    }
}

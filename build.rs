//! Tells the program which commit it was built from, so that `frist --version` can: read from the files of the repository,
//! as there may be no git where it is built. Only a release says it; else every commit would build everything anew.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let built = if release { of_package(&root).or_else(|| of_repository(&root)) } else { None };
    let stated = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let (commit, seconds) = built.unwrap_or_default();
    let date = seconds.or(stated).map(date).unwrap_or_default();
    println!("cargo::rustc-env=FRIST_COMMIT={}", commit.get(..12).unwrap_or(&commit));
    println!("cargo::rustc-env=FRIST_COMMIT_DATE={date}");
}

/// Returns the commit that a published package was made from.
fn of_package(root: &Path) -> Option<(String, Option<i64>)> {
    let text = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, after) = text.split_once("\"sha1\"")?;
    Some((after.split('"').nth(1)?.to_owned(), None))
}

/// Returns the commit that is checked out, and when that was made, as far as the log of the head has it.
fn of_repository(root: &Path) -> Option<(String, Option<i64>)> {
    let folder = git_folder(root)?;
    let head_file = folder.join("HEAD");
    println!("cargo::rerun-if-changed={}", head_file.display());
    let head = fs::read_to_string(&head_file).ok()?;
    let commit = match head.trim().strip_prefix("ref: ") {
        Some(name) => resolve(&folder, name)?,
        None => head.trim().to_owned(),
    };
    let log = fs::read_to_string(folder.join("logs/HEAD")).unwrap_or_default();
    let line = log.lines().rev().find(|line| line.split(' ').nth(1) == Some(&commit));
    let seconds = line.and_then(|line| line.rsplit_once('>')?.1.split_whitespace().next()?.parse().ok());
    Some((commit, seconds))
}

/// Returns the folder of the repository's data; a work tree of its own only names it.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let named = fs::read_to_string(git).ok()?;
    Some(root.join(named.trim().strip_prefix("gitdir: ")?))
}

/// Returns the commit that a branch stands at; the branches of a work tree are those of its repository.
fn resolve(folder: &Path, name: &str) -> Option<String> {
    let common = fs::read_to_string(folder.join("commondir")).map(|path| folder.join(path.trim()));
    let folders = [Some(folder.to_owned()), common.ok()];
    folders.into_iter().flatten().find_map(|folder| {
        let read = |file: PathBuf| {
            let text = fs::read_to_string(&file).ok()?;
            // A file that is not there would count as changed each time.
            println!("cargo::rerun-if-changed={}", file.display());
            Some(text)
        };
        let loose = read(folder.join(name)).map(|text| text.trim().to_owned());
        loose.or_else(|| {
            let packed = read(folder.join("packed-refs"))?;
            let line = packed.lines().find(|line| line.split_once(' ').is_some_and(|(_, of)| of == name))?;
            line.split(' ').next().map(str::to_owned)
        })
    })
}

/// Returns the day of a moment since 1970, in UTC: year, month, day.
fn date(seconds: i64) -> String {
    // Counted from the 1st of March of year 0, so that a leap day is the last of its year.
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + carried)
}

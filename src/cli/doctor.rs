//! Carries out `frist doctor`: looks at the terminal, the store and the settings, and for each thing that is wrong says what
//! to do. It changes nothing, and does not open the store.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;

use nix::sys::statfs::{
    AFS_SUPER_MAGIC, CODA_SUPER_MAGIC, FsType, NCP_SUPER_MAGIC, NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, statfs,
};
use nix::sys::statvfs::statvfs;

use super::error::CliError;
use super::host::{Finding, Verdict, tell};
use super::output::Output;
use super::setup::Setup;
use super::{Screen, TerminalFinding, version};
use crate::config::current_uid;
use crate::desk::store_maintenance::{backups, there};
use crate::domain::problem::Problem;
use crate::domain::time::short_duration;

/// The bits of a mode that give anything to other accounts.
const OTHERS: u32 = 0o007;
/// The free space below which a store is in danger, in bytes.
const LEAST_FREE: u64 = 200 << 20;
/// How many times the settings' interval the newest backup may be old.
const LATE_BACKUP: i64 = 3;
/// The file systems of other machines: there neither locks nor sockets work for several of them.
const REMOTE: [FsType; 5] = [NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, AFS_SUPER_MAGIC, CODA_SUPER_MAGIC, NCP_SUPER_MAGIC];

/// Prints each finding in a line, as JSON where that is wanted.
///
/// # Errors
///
/// If anything is wrong.
pub(super) fn doctor(setup: &Setup, as_json: bool, output: &mut Output<'_>, screen: Screen) -> Result<(), CliError> {
    let mut all = vec![Finding::of(version::in_a_line(), true, "")];
    all.extend((screen.examine)(&setup.settings).into_iter().map(of_terminal));
    all.extend(of_store(setup));
    all.extend(of_files(setup));
    tell(&all, ("here", "each line with ✗ says what to do"), as_json, output)
}

fn of_terminal(found: TerminalFinding) -> Finding {
    let what = format!("terminal: {}", found.what);
    match found.right {
        Some(right) => Finding::of(what, right, found.say),
        None => Finding::unknown(what, found.say),
    }
}

/// Looks at the store's folder, the disk that it is on, who has it, and its backups.
fn of_store(setup: &Setup) -> Vec<Finding> {
    let folder = &setup.paths.store;
    let what = format!("store: {}", folder.display());
    if let Err(error) = there(folder) {
        let hint = "the screen makes it; frist demo shows a desk without one";
        return vec![if folder.exists() {
            Finding::of(what, false, error.to_string())
        } else {
            Finding::unknown(what, format!("there is none yet: {hint}"))
        }];
    }
    let mut all = vec![Finding::of(what, true, "")];
    if let Ok(found) = fs::metadata(folder) {
        let own = found.uid() == current_uid();
        let served = "it is another account's: its frist serve is reached through the socket";
        all.push(if own {
            let hint = format!("chmod o-rwx {}", folder.display());
            Finding::of("store: it is closed to others", found.mode() & OTHERS == 0, hint)
        } else {
            Finding::unknown("store: its owner", served)
        });
    }
    all.extend(of_disk(folder));
    let socket = folder.join("frist.sock");
    all.push(match UnixStream::connect(&socket) {
        Ok(_) => Finding::of("store: a frist serves it now", true, ""),
        Err(_) => Finding::of("store: no frist has it open", true, ""),
    });
    all.extend(of_backups(setup));
    all
}

fn of_disk(folder: &Path) -> Vec<Finding> {
    let mut all = Vec::new();
    if let Ok(system) = statfs(folder) {
        let remote = REMOTE.contains(&system.filesystem_type());
        let hint = "locks and syncs of other machines' disks cannot be relied on: move the store to a disk of this one";
        all.push(Finding::of("store: it is on a disk of this machine", !remote, hint));
    }
    if let Ok(room) = statvfs(folder) {
        let free = room.blocks_available().saturating_mul(room.fragment_size());
        let hint = "make room: what is written needs it, and so do backups";
        all.push(Finding::of(format!("store: {} MB are free", free >> 20), free >= LEAST_FREE, hint));
    }
    all
}

fn of_backups(setup: &Setup) -> Option<Finding> {
    let every = setup.backups.every?;
    let what = "store: backups";
    let hint = "frist backup makes one now and says why it cannot";
    Some(match backups(&setup.backups, &setup.paths.store) {
        Err(error) => Finding::of(what, false, error.to_string()),
        Ok(files) => match files.iter().map(|file| file.at).max() {
            None => Finding::unknown(what, "there is none yet; the frist that has the store open makes them"),
            Some(newest) => {
                let age = setup.clock.now().since(newest).max(0);
                let what = format!("store: the newest backup is {} old", short_duration(age));
                if age <= every * LATE_BACKUP {
                    Finding::of(what, true, "")
                } else {
                    Finding::unknown(what, format!("none is made while nothing changes; else {hint}"))
                }
            }
        },
    })
}

/// Tells what is wrong in settings, contracts, calendars and the rota.
fn of_files(setup: &Setup) -> Vec<Finding> {
    let config = &setup.paths.config;
    let what = format!("settings: {}", config.display());
    let mut all = vec![if config.exists() {
        Finding::of(what, true, "")
    } else {
        Finding::unknown(what, "there is no such file; everything is as usual")
    }];
    let problems: Vec<&Problem> = setup.problems.iter().collect();
    all.extend(problems.iter().map(|problem| Finding {
        what: format!("settings: {}", problem.file()),
        found: Verdict::Lacks(problem.to_string()),
    }));
    if problems.is_empty() {
        let agreements = setup.book.contracts().count();
        all.push(Finding::of(format!("settings: {agreements} agreements, each could be used"), true, ""));
    }
    if setup.settings.group.is_some() {
        all.push(Finding::unknown(
            "host: a desk that is open to a group",
            "frist serve --check-host, as root, checks it",
        ));
    }
    all
}

//! Carries out `frist serve --check-host`: checks whether a team's host has what the documents say, and for each thing that
//! it lacks, says what to do. It reads and changes nothing; what only root may read is reported as not checked.

mod keys;
mod sshd;
mod unit;

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Group, User};
use serde_json::json;

use super::error::CliError;
use super::output::Output;
use super::setup::Setup;
use crate::domain::problem::ProblemKind;

/// The unit of the documents, and the account where no unit names another.
const UNIT: &str = "frist.service";
const ACCOUNT: &str = "frist";

/// The result of one check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It is right.
    Right,
    /// It is missing or wrong; what to do.
    Lacks(String),
    /// It could not be checked, or need not be; the reason.
    Unknown(String),
}

/// One thing that a host should have, or a desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Finding {
    pub(super) what: String,
    pub(super) found: Verdict,
}

impl Finding {
    /// Returns a finding that is right, or else lacks what `hint` says.
    pub(super) fn of(what: impl Into<String>, right: bool, hint: impl Into<String>) -> Self {
        Self { what: what.into(), found: if right { Verdict::Right } else { Verdict::Lacks(hint.into()) } }
    }

    pub(super) fn unknown(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), found: Verdict::Unknown(why.into()) }
    }
}

/// Checks the host and prints each finding in a line, as JSON where that is wanted.
///
/// # Errors
///
/// If anything is missing or wrong.
pub(super) fn check(setup: &Setup, as_json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let text = unit_text();
    let account = text.as_deref().and_then(|text| unit::value(text, "User")).unwrap_or(ACCOUNT).to_owned();
    let mut all = accounts(&account, setup);
    all.extend(folders(&account, setup));
    let effective = effective_sshd(&account);
    all.extend(match &effective {
        Ok(text) => sshd::check(text, password_is_locked(&account)),
        Err(why) => vec![Finding::unknown("sshd's settings for that account", why)],
    });
    all.extend(key_file(effective.as_deref().unwrap_or_default(), setup));
    all.extend(match &text {
        Some(text) => unit::check(text, setup.settings.group.as_deref()),
        None => vec![Finding::of(
            format!("the unit {UNIT}"),
            false,
            "cp assets/systemd/frist.service /etc/systemd/system/ && systemctl enable --now frist",
        )],
    });
    let hint = "each line with ✗ says what to do; docs/host.md, “A team's host”";
    tell(&all, ("on this host", hint), as_json, output)
}

/// Prints each finding in a line, as JSON where that is wanted; `place` says where things are missing, `hint` what to do.
///
/// # Errors
///
/// If anything is missing or wrong.
pub(super) fn tell(
    all: &[Finding],
    (place, hint): (&str, &str),
    as_json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    for Finding { what, found } in all {
        let (right, say) = match found {
            Verdict::Right => (Some(true), ""),
            Verdict::Lacks(hint) => (Some(false), hint.as_str()),
            Verdict::Unknown(why) => (None, why.as_str()),
        };
        if as_json {
            output.json(&json!({ "what": what, "right": right, "say": say }))?;
        } else {
            let mark = right.map_or("?", |right| if right { "✓" } else { "✗" });
            output.line(&if say.is_empty() { format!("{mark} {what}") } else { format!("{mark} {what}: {say}") })?;
        }
    }
    match all.iter().filter(|finding| matches!(finding.found, Verdict::Lacks(_))).count() {
        0 => Ok(()),
        1 => Err(CliError::new(ProblemKind::Store, format!("one thing is missing {place}"), hint)),
        many => Err(CliError::new(ProblemKind::Store, format!("{many} things are missing {place}"), hint)),
    }
}

/// Checks the service's account, its shell and its groups, and those of the people who have accounts of their own.
fn accounts(account: &str, setup: &Setup) -> Vec<Finding> {
    let name = setup.settings.group.as_deref();
    let group = name.and_then(|name| Group::from_name(name).ok().flatten());
    let mut all = match name {
        Some(name) => vec![Finding::of(format!("the group {name}"), group.is_some(), format!("groupadd {name}"))],
        None => vec![Finding::unknown("the group", "the settings name none, so that only keys open the desk")],
    };
    let Some(user) = User::from_name(account).ok().flatten() else {
        let hint = format!(
            "useradd --system --gid {} --home-dir /var/lib/frist --no-create-home --shell /bin/sh {account}",
            name.unwrap_or("GROUP")
        );
        all.push(Finding::of(format!("the account {account}"), false, hint));
        return all;
    };
    let own = "the service needs an account of its own: take the unit that comes with frist";
    all.push(Finding::of(format!("the account {account}"), !user.uid.is_root(), own));
    let shell = user.shell.display().to_string();
    let works = user.shell.is_file() && !shell.ends_with("/nologin") && !shell.ends_with("/false");
    let start = format!("sshd starts the forced command with it: usermod --shell /bin/sh {account}");
    all.push(Finding::of(format!("its shell {shell}"), works, start));
    if let (Some(name), Some(group)) = (name, group) {
        all.extend(members(&user, (name, &group), setup));
    }
    all
}

/// Checks whether the service's account and the people with accounts of their own are in the group.
fn members(service: &User, (name, group): (&str, &Group), setup: &Setup) -> Vec<Finding> {
    let has = |user: &User| user.gid == group.gid || group.mem.contains(&user.name);
    let own = &service.name;
    let add = |user: &str| format!("usermod -aG {name} {user}");
    let mut all = vec![Finding::of(format!("{own} in the group {name}"), has(service), add(own))];
    for (person, login) in setup.settings.people.logins() {
        let what = format!("{} in the group {name}", person.name);
        all.push(match User::from_name(login).ok().flatten() {
            Some(user) => Finding::of(what, has(&user), add(login)),
            None => Finding::unknown(what, format!("there is no account {login}: only a key lets them in")),
        });
    }
    all
}

/// Checks the store's folder and the settings.
fn folders(account: &str, setup: &Setup) -> Vec<Finding> {
    let (store, config) = (&setup.paths.store, &setup.paths.config);
    let user = User::from_name(account).ok().flatten();
    let mut all = Vec::new();
    let what = format!("the store {}", store.display());
    match (fs::metadata(store), &user) {
        (Ok(folder), Some(user)) => {
            let hint = format!("chown -R {account} {}", store.display());
            all.push(Finding::of(format!("{what} belongs to {account}"), folder.uid() == user.uid.as_raw(), hint));
            let closed = folder.mode() & 0o027 == 0;
            all.push(Finding::of(
                format!("{what} is closed to others"),
                closed,
                format!("chmod 0710 {}", store.display()),
            ));
        }
        (Ok(_), None) => {}
        (Err(error), _) if error.kind() == std::io::ErrorKind::NotFound => {
            all.push(Finding::unknown(what, "it is not there yet; the service makes it"));
        }
        (Err(error), _) => all.push(Finding::unknown(what, error.to_string())),
    }
    let what = format!("the settings {}", config.display());
    all.push(match fs::metadata(config) {
        Ok(file) => {
            let safe = file.mode() & 0o022 == 0;
            Finding::of(format!("{what} are written by nobody else"), safe, format!("chmod 0644 {}", config.display()))
        }
        Err(_) => Finding::of(what, false, "they name the group and the people; give them with --config"),
    });
    all
}

/// Checks the file of keys that sshd reads, where it is named by a whole path.
fn key_file(effective: &str, setup: &Setup) -> Vec<Finding> {
    let Some(path) = sshd::value(effective, "authorizedkeysfile").filter(|path| path.starts_with('/')) else {
        return Vec::new();
    };
    let path = Path::new(path.split(' ').next().unwrap_or_default());
    let what = format!("the keys {}", path.display());
    let (Ok(file), Ok(text)) = (fs::metadata(path), fs::read_to_string(path)) else {
        return vec![Finding::unknown(what, "there is no such file, or it cannot be read: nobody comes in with a key")];
    };
    let safe = file.uid() == 0 && file.mode() & 0o022 == 0;
    let hint = format!("chown root {0} && chmod 0644 {0}", path.display());
    let mut all = vec![Finding::of(format!("{what} are root's"), safe, hint)];
    all.extend(keys::check(&text, &setup.settings.people));
    all
}

/// Returns the unit with what adds to it; none where there is none.
fn unit_text() -> Option<String> {
    let asked = Command::new("systemctl").args(["cat", UNIT]).output().ok().filter(|output| output.status.success());
    let text = asked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.or_else(|| fs::read_to_string(Path::new("/etc/systemd/system").join(UNIT)).ok())
}

/// Returns the settings that sshd would use for that account, or why they are not known.
fn effective_sshd(account: &str) -> Result<String, String> {
    let of = format!("user={account},host=localhost,addr=127.0.0.1");
    let sshd = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|path| Path::new(path).exists());
    let sshd = sshd.ok_or("there is no sshd here: nobody comes over SSH")?;
    let output = Command::new(sshd).args(["-T", "-C", &of]).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("sshd -T says: {}; only root may ask it", said.lines().next().unwrap_or_default()))
}

/// Returns whether the account's password is locked as `useradd` leaves it; none where the file may not be read.
fn password_is_locked(account: &str) -> Option<bool> {
    let text = fs::read_to_string("/etc/shadow").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(account)?.strip_prefix(':'))?;
    Some(line.starts_with('!'))
}

//! Holds how letters go out: the settings of the process that has the store, and the secret that it signs with.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use frist_config::MailSettings;
use frist_domain::intake::IntakeDefaults;
use frist_domain::problem::{Problem, ProblemKind};
use frist_letter::Secret;

/// The most bytes that are read of a secret.
const MOST_SECRET_BYTES: u64 = 4_096;

/// The settings of mail, and where the files are that they name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MailSetup {
    /// The settings.
    pub settings: MailSettings,
    /// The folder of the settings file, in which the secret lies unless it has a folder of its own.
    pub folder: PathBuf,
}

impl MailSetup {
    /// Returns the file of the secret.
    pub fn secret_file(&self) -> PathBuf {
        self.folder.join(&self.settings.secret_file)
    }
}

/// How letters go out, as the process that has the store knows it.
#[derive(Debug, Default)]
pub(super) struct MailInForce {
    pub(super) settings: MailSettings,
    /// The secret, or why there is none; none where the desk has no mail.
    secret: Option<Result<Secret, Problem>>,
}

/// A desk that can send letters.
pub(super) struct MailSender<'a> {
    /// The desk's own address.
    pub(super) address: &'a str,
    /// What it signs with.
    pub(super) secret: &'a Secret,
    /// The program that takes a letter, and its arguments.
    pub(super) sendmail: &'a [String],
}

impl MailInForce {
    /// Takes in the settings. Where the desk has an address and no secret yet, one is made.
    pub(super) fn of(setup: &MailSetup) -> Self {
        let secret = setup.settings.address.as_ref().map(|_| secret(&setup.secret_file()));
        Self { settings: setup.settings.clone(), secret }
    }

    /// Returns what it signs with, where there is any.
    pub(super) fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()?.as_ref().ok()
    }

    /// Returns what a ticket gets that a letter makes and nothing else decides.
    pub(super) fn defaults(&self) -> IntakeDefaults {
        (&self.settings.defaults).into()
    }

    /// Returns what there is to say of it when the store is opened.
    pub(super) fn notice(&self) -> Option<String> {
        let problem = self.secret.as_ref()?.as_ref().err()?;
        Some(format!("{problem}; until then no letters go out"))
    }

    /// Returns what letters are sent with.
    ///
    /// # Errors
    ///
    /// If the settings have no address or no command, or there is no secret.
    pub(super) fn sender(&self) -> Result<MailSender<'_>, Problem> {
        let (Some(address), Some(secret)) = (&self.settings.address, &self.secret) else {
            let hint = "write address = \"desk@…\" under [mail] of the desk's settings";
            return Err(Problem::refused("the desk has no mail: its settings give it no address", hint));
        };
        if self.settings.sendmail.is_empty() {
            let hint = "name a command as sendmail under [mail] of the desk's settings";
            return Err(Problem::refused("no letters go out: sendmail is empty", hint));
        }
        let secret = secret.as_ref().map_err(Clone::clone)?;
        Ok(MailSender { address, secret, sendmail: &self.settings.sendmail })
    }
}

/// Reads the secret, or makes one where there is none.
fn secret(file: &Path) -> Result<Secret, Problem> {
    let bytes = match read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(file).and_then(|()| read(file)).map_err(|error| unusable(file, &error))?
        }
        read => read.map_err(|error| unusable(file, &error))?,
    };
    let bytes = bytes.trim_ascii();
    Secret::new(bytes).map_err(|error| unusable(file, &error))
}

/// Reads the secret that is there; none is made.
pub(super) fn read_secret(file: &Path) -> Result<Secret, Problem> {
    let bytes = read(file).map_err(|error| unusable(file, &error))?;
    Secret::new(bytes.trim_ascii()).map_err(|error| unusable(file, &error))
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = File::open(file)?;
    if opened.metadata()?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(file, Permissions::from_mode(0o600))?;
    }
    opened.take(MOST_SECRET_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes a secret that only this account can read. It is there whole or not at all, and one that another process has made
/// meanwhile stays.
fn make(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = file.with_added_extension(format!("new-{}", Uuid::new_v4().simple()));
    let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let text = format!("{}{}\n", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let named = new.write_all(text.as_bytes()).and_then(|()| new.sync_all()).and_then(|()| {
        match fs::hard_link(&beside, file) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => File::open(folder)?.sync_all(),
        }
    });
    let removed = fs::remove_file(&beside);
    named.and(removed)
}

fn unusable(file: &Path, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(
        ProblemKind::Refused,
        format!("the secret for mail at {} cannot be used: {error}", file.display()),
        "make the file readable for the account that has the store, or name another one as secret_file under [mail]",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::ticket::TicketId;

    fn setup(folder: &Path) -> MailSetup {
        let settings = MailSettings { address: Some("desk@acme.example".into()), ..MailSettings::default() };
        MailSetup { settings, folder: folder.to_owned() }
    }

    fn address(mail: &MailInForce) -> Option<String> {
        let sender = mail.sender().unwrap();
        sender.secret.plus_address(sender.address, TicketId(7))
    }

    #[test]
    fn a_secret_is_made_once_and_nobody_else_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let setup = setup(&folder.path().join("settings"));
        let first = address(&MailInForce::of(&setup));
        let mode = fs::metadata(setup.secret_file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(address(&MailInForce::of(&setup)), first);
        assert_eq!(fs::read_dir(&setup.folder).unwrap().count(), 1);
        fs::remove_file(setup.secret_file()).unwrap();
        assert_ne!(address(&MailInForce::of(&setup)), first);
    }

    #[test]
    fn where_others_could_read_the_secret_they_no_longer_can() {
        let folder = tempfile::tempdir().unwrap();
        let setup = setup(folder.path());
        fs::write(setup.secret_file(), "a secret that somebody typed\n").unwrap();
        fs::set_permissions(setup.secret_file(), Permissions::from_mode(0o644)).unwrap();
        assert!(MailInForce::of(&setup).sender().is_ok());
        assert_eq!(fs::metadata(setup.secret_file()).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_desk_without_mail_makes_no_secret_and_says_why_it_sends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let without = MailInForce::of(&MailSetup { settings: MailSettings::default(), ..setup(folder.path()) });
        assert!(without.sender().err().unwrap().message.contains("no address") && without.notice().is_none());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(setup(folder.path()).secret_file(), "short").unwrap();
        let short = MailInForce::of(&setup(folder.path()));
        assert!(short.sender().err().unwrap().message.contains("cannot be used"));
        assert!(short.notice().unwrap().contains("no letters go out"));
    }
}

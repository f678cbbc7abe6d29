//! Tries a desk's mail with a letter to itself: the letter is handed over as any other, the intake knows it again by its signed
//! Message-ID, keeps nothing of it, and notes in a file what it carried.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use frist_domain::letter::{Mailbox, Trust};
use frist_domain::time::Instant;
use frist_letter::{ApartLetter, AuthenticationResults, Automatic, Outgoing, Received, write};

use super::mail::{MailSetup, read_secret};
use super::program::run_program;
use super::{Problem, ProblemKind};

/// The age at which the notes of earlier checks go.
const LEFT_OVER: Duration = Duration::from_hours(24);
/// The time that the command has for the letter.
const WITHIN: Duration = Duration::from_mins(1);

/// What the letter carried when it came back, or that it did not arrive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckArrival {
    /// The moment at which it was taken in.
    pub at: Instant,
    /// Whether it came through the maildir, else through the pipe.
    pub by_maildir: bool,
    /// What a mail server says of why it did not arrive, where it is the report of that which came.
    pub undelivered: Option<String>,
    /// The servers that it went through, the last one first.
    pub received: Vec<Received>,
    /// What servers say of its sender.
    pub authentication: Vec<AuthenticationResults>,
    /// How far its sender is believed by the settings of the process that took it in.
    pub trust: Trust,
}

/// The letter of a check that was handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckLetter {
    random: String,
    store: PathBuf,
}

/// Why a letter cannot be handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UnusableMail {
    /// The secret cannot be read, for that reason.
    Secret(String),
    /// The command did not take it, for that reason.
    Command(String),
    /// The folder of the store in which the arrival is noted cannot be used.
    Store(Problem),
}

impl CheckLetter {
    /// Writes a letter from the desk's address to `to` and gives it to the command of the settings.
    ///
    /// # Errors
    ///
    /// If there is no address or secret, or the command does not take it.
    pub fn send(setup: &MailSetup, store: &Path, to: &str, now: Instant) -> Result<Self, UnusableMail> {
        let folder = folder(store);
        prepare(&folder).map_err(|error| {
            let message = format!("{} cannot be used: {error}", folder.display());
            let hint = "run the check with the account that the desk runs under";
            UnusableMail::Store(Problem::new(ProblemKind::Store, message, hint))
        })?;
        let secret = read_secret(&setup.secret_file()).map_err(|problem| UnusableMail::Secret(problem.message))?;
        let own = setup.settings.address.clone().unwrap_or_default();
        let domain = own.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        let random = Uuid::new_v4().simple().to_string();
        let letter = Outgoing {
            message_id: secret.apart_id(ApartLetter::Check, &random, domain),
            from: Mailbox::of(&own),
            to: vec![Mailbox::of(to)],
            subject: "frist tries its mail".to_owned(),
            text: "This letter tries whether letters of the desk go out and come in. frist mail check sent it.\n\
                   Nobody need answer it; it makes no ticket.\n"
                .to_owned(),
            automatic: Some(Automatic::Generated),
            date: now,
            ..Outgoing::default()
        };
        run_program(&setup.settings.sendmail, write(&letter), WITHIN, &|| false)
            .map_err(|failure| UnusableMail::Command(failure.reason))?;
        Ok(Self { random, store: store.to_owned() })
    }

    /// Returns what it carried once it has come back.
    pub fn arrival(&self) -> Option<CheckArrival> {
        serde_json::from_slice(&fs::read(self.file()).ok()?).ok()
    }

    fn file(&self) -> PathBuf {
        folder(&self.store).join(&self.random)
    }
}

impl Drop for CheckLetter {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.file());
    }
}

impl CheckArrival {
    /// Notes it for whoever checks: whole, or not at all.
    pub(super) fn write(&self, store: &Path, random: &str) -> io::Result<()> {
        let folder = folder(store);
        prepare(&folder)?;
        let beside = folder.join(format!("{random}.new"));
        fs::write(&beside, serde_json::to_vec(self)?)?;
        fs::rename(&beside, folder.join(random))
    }
}

fn folder(store: &Path) -> PathBuf {
    store.join("intake").join("checks")
}

/// Makes the folder, and removes what earlier checks have left that nobody waited for.
fn prepare(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let now = SystemTime::now();
    for entry in fs::read_dir(folder)?.flatten() {
        let at = entry.metadata().and_then(|about| about.modified());
        if at.ok().and_then(|at| now.duration_since(at).ok()).is_some_and(|age| age > LEFT_OVER) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

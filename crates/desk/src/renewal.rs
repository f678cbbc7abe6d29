//! Holds what a desk is run by and what is read again while it runs: people, agreements, the rota, alerts, backups.
//!
//! The process that has the store decides by the newest of it who may do what. It asks again who a guest is with the guest's
//! next question, and tells everybody who watches: somebody who is no longer on the staff is let go at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_config::{BookSources, FileLimits, People, Person};
use frist_domain::contract::Book;

use super::{AlertSetup, BackupPlan, DeskSetup, MailSetup};

/// What the files of a desk say.
#[derive(Clone, Debug)]
pub struct DeskFiles {
    /// The contracts, as the files say them.
    pub book: Arc<Book>,
    /// The files that the contracts were read from, and the rota.
    pub sources: BookSources,
    /// The people who work here, and their roles.
    pub people: People,
    /// The alerts that people are given.
    pub alerting: AlertSetup,
    /// The plan of backups.
    pub backups: BackupPlan,
    /// How large files may be.
    pub files: FileLimits,
    /// How letters come in and go out.
    pub mail: MailSetup,
}

impl From<&DeskSetup> for DeskFiles {
    fn from(setup: &DeskSetup) -> Self {
        Self {
            book: Arc::clone(&setup.book),
            sources: setup.sources.clone(),
            people: setup.people.clone(),
            alerting: setup.alerting.clone(),
            backups: setup.backups.clone(),
            files: setup.files,
            mail: setup.mail.clone(),
        }
    }
}

/// What holds at a desk from now on, as those who are there are told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RenewedDesk {
    /// The person whom the owner takes the one who is told for; none where the owner is told itself.
    pub you: Option<Person>,
    /// The people who work at the desk.
    pub people: Vec<Person>,
    /// The desk's contracts, calendars and rota.
    pub sources: BookSources,
    /// The changes, a few words each.
    pub said: Vec<String>,
}

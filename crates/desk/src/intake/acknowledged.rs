//! Which addresses have had an acknowledgement today: two machines that answer each other must not do so all day, also where this
//! one is started again. The file has hashes, and those of one day alone.
//!
//! A letter is acknowledged by one rule, whether it became a ticket by itself or somebody made one of it.

use std::collections::HashSet;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use frist_domain::file::FileHash;
use frist_domain::ledger::{LedgerFact, LetterOutcome, Outgoing, OutgoingPurpose};
use frist_domain::letter::Mailbox;
use frist_domain::reply::acknowledgement;
use frist_domain::ticket::{DESK, TicketId};
use frist_domain::time::Instant;

use crate::local::LocalDesk;
use crate::{Change, CommitOutcome, Desk as _, Request};

/// The seconds of a day.
const DAY: i64 = 86_400;

/// The addresses that were answered on a day.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    file: PathBuf,
    /// The day since 1970, in UTC.
    day: i64,
    addresses: HashSet<String>,
}

impl Acknowledged {
    /// Reads what is noted in that folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("acknowledged");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let day = lines.next().and_then(|day| day.parse().ok()).unwrap_or_default();
        Self { file, day, addresses: lines.map(str::to_owned).collect() }
    }

    /// Returns whether an address was answered on that day.
    fn has(&self, address: &str, now: Instant) -> bool {
        now.secs().div_euclid(DAY) == self.day && self.addresses.contains(&hashed(address))
    }

    /// Notes that an address is answered.
    fn note(&mut self, address: &str, now: Instant) {
        let day = now.secs().div_euclid(DAY);
        if day != self.day {
            (self.day, self.addresses) = (day, HashSet::new());
        }
        if self.addresses.insert(hashed(address)) {
            let all: Vec<&str> = self.addresses.iter().map(String::as_str).collect();
            // Where it cannot be written, it is known until this process ends. A desk whose letters come by a maildir has no such
            // folder at first.
            let made = self.file.parent().map(|folder| DirBuilder::new().recursive(true).mode(0o700).create(folder));
            let _ = made.map(|_| fs::write(&self.file, format!("{day}\n{}\n", all.join("\n"))));
        }
    }
}

/// Returns the letters of a request of which tickets are made, each with to whom that is acknowledged.
pub(crate) fn taken_by_hand(request: &Request, now: Instant) -> Vec<Option<Mailbox>> {
    let taken = |change: &Change| match change {
        Change::Enter { fact: Some(fact), .. } => match &**fact {
            LedgerFact::Letter(letter) if matches!(letter.outcome, Some(LetterOutcome::Taken(_))) => {
                Some(letter.acknowledged_to(now).filter(|_| !letter.left_unacknowledged).cloned())
            }
            _ => None,
        },
        _ => None,
    };
    request.changes.iter().filter_map(taken).collect()
}

/// Acknowledges letters of which somebody made tickets: those that the commit has made, in their order.
pub(crate) fn acknowledge_taken(desk: &LocalDesk, taken: Vec<Option<Mailbox>>, done: &CommitOutcome) {
    let made = done.touched.iter().filter(|touched| touched.first == 0).map(|touched| touched.ticket);
    let letters: Vec<(TicketId, Mailbox)> = made.zip(taken).filter_map(|(id, to)| Some((id, to?))).collect();
    if desk.mail().settings.acknowledge {
        acknowledge(desk, &letters);
    }
}

/// Has the outbox tell that letters came. It is no harm where that cannot be: they are tickets all the same.
pub(super) fn acknowledge(desk: &LocalDesk, letters: &[(TicketId, Mailbox)]) {
    if letters.is_empty() || desk.mail().sender().is_err() {
        return;
    }
    let (ledger, now) = (desk.ledger(), desk.now());
    let mut acknowledged = desk.acknowledged();
    for (ticket, to) in letters {
        let Ok(Some(record)) = desk.stored(*ticket) else { continue };
        let of_it = |letter: &Outgoing| letter.ticket == *ticket && letter.purpose == OutgoingPurpose::Acknowledgement;
        let is_told = record.ticket.receipt.is_some() || ledger.outbox().any(|(_, letter)| of_it(letter));
        if is_told || acknowledged.has(&to.address, now) {
            continue;
        }
        let language = ledger.person_of(&record.ticket).and_then(|(_, person)| person.language.as_deref());
        let letter = acknowledgement(&record.ticket, to.clone(), language);
        let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(letter))));
        let request = Request::new(DESK, vec![Change::Enter { entry: None, revision: None, fact }]);
        let refused = desk.write_several([request]);
        if let Some(problem) = refused.map_or_else(Some, |outcomes| outcomes.into_iter().find_map(Result::err)) {
            desk.tell_trouble(&format!("#{ticket} is not acknowledged: {problem}"));
        }
        acknowledged.note(&to.address, now);
    }
}

fn hashed(address: &str) -> String {
    FileHash::of(address.to_lowercase().as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_answered_once_a_day_also_by_the_next_process() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("intake");
        let at = |day: i64| Instant::from_secs(day * DAY + 7);
        let mut known = Acknowledged::read(&folder);
        assert!(!known.has("kari@acme.example", at(10)));
        known.note("kari@acme.example", at(10));
        known.note("ola@acme.example", at(10));
        assert!(known.has("Kari@Acme.example", at(10)));
        let mut next = Acknowledged::read(&folder);
        assert!(next.has("ola@acme.example", at(10)) && !next.has("ola@acme.example", at(11)));
        next.note("per@acme.example", at(11));
        assert!(!next.has("ola@acme.example", at(11)));
        assert!(!fs::read_to_string(folder.join("acknowledged")).unwrap().contains("acme"));
    }
}

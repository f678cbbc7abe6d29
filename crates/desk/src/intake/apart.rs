//! Takes out the letters that have to do with letters of the desk's own that belong to no ticket: notices to the staff, and the
//! letter with which the desk tries its own mail.

use frist_domain::letter::Verdict;
use frist_letter::{Apart, ApartLetter, ApartRelation, Judged, Letter};

use super::engine::{CameOf, Turn};
use super::source::Waiting;
use crate::mail_check::CheckArrival;
use crate::{Desk as _, Problem, ProblemKind};

/// Returns whether a letter answers to a notice, or reports that one did not arrive.
pub(super) fn is_of_notice(judged: &Judged) -> bool {
    judged.apart.as_ref().is_some_and(|apart| apart.of == ApartLetter::Notice && apart.how != ApartRelation::Same)
}

impl Turn<'_> {
    /// Returns what came of a letter of which nothing is kept: a notice that came back, and whatever has to do with a check of the
    /// mail, which is told to whoever checks. None where it is any other letter.
    pub(super) fn taken_apart(
        &self,
        waiting: &Waiting,
        letter: &Letter,
        judged: &Judged,
    ) -> Result<Option<CameOf>, Problem> {
        let Some(Apart { of, random, how }) = &judged.apart else { return Ok(None) };
        match (of, how) {
            (ApartLetter::Notice, ApartRelation::Same) => Ok(Some(CameOf::Again)),
            (ApartLetter::Notice, _) => Ok(None),
            (ApartLetter::Check, ApartRelation::Answer) if judged.verdict == Verdict::Person => Ok(None),
            (ApartLetter::Check, ApartRelation::Answer) => Ok(Some(CameOf::Check)),
            (ApartLetter::Check, ApartRelation::Same | ApartRelation::Undelivered) => {
                let undelivered = letter.report.as_ref().filter(|_| *how == ApartRelation::Undelivered).map(|report| {
                    let said = [report.status.as_deref(), report.diagnostic.as_deref()];
                    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
                });
                let arrival = CheckArrival {
                    at: self.desk.now(),
                    by_maildir: waiting.in_maildir,
                    undelivered,
                    received: letter.received.clone(),
                    authentication: letter.authentication.clone(),
                    trust: judged.trust,
                };
                arrival.write(&self.desk.folder(), random).map_err(|error| {
                    let message = format!("a check of the mail cannot be noted: {error}");
                    Problem::new(ProblemKind::Store, message, "make room on the store's disk")
                })?;
                Ok(Some(CameOf::Check))
            }
        }
    }
}

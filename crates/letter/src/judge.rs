//! Decides, from what a letter says and what the desk knows, what kind of letter it is and how far its sender is to be
//! believed.

mod trust;
mod verdict;

use frist_domain::letter::{Trust, Verdict};
use frist_domain::ticket::TicketId;
use frist_domain::time::Instant;

use crate::letter::Letter;
use crate::marker::MarkedThread;
use crate::secret::{ApartLetter, Secret};

/// How far, in seconds, `Date` may be away from the receipt before that is worth a word.
const DATE_DIFFERS: i64 = 15 * 60;
/// How far, in seconds, the time of a trusted server may lie before the arrival. Mail servers give up after five days: what says
/// more was written by somebody else, or by a server whose clock is wrong.
const LONGEST_WAY: i64 = 7 * 86_400;
/// Names of addresses that nobody reads.
const SILENT: [&str; 10] = [
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "ikke-svar",
    "niet-beantwoorden",
    "bounce",
    "postmaster",
];

/// What the desk knows that decides about a letter.
#[derive(Clone, Debug, Default)]
pub struct MailRules {
    /// The desk's own address; none where the desk has no mail.
    pub address: Option<String>,
    /// Further addresses under which letters reach the desk.
    pub own_addresses: Vec<String>,
    /// The names of the servers whose `Authentication-Results` count. One that begins with a dot names all servers below it.
    pub trusted_authserv: Vec<String>,
    /// Whether these write their results below their own `Received`, as milters of Postfix do. It is for servers that take away
    /// from what comes in all results that have their name: where one does not, a sender could write there.
    pub results_below: bool,
    /// The names of the servers whose `Received` times count. One that begins with a dot names all servers below it.
    pub trusted_relays: Vec<String>,
    /// Whether the letters are those of an archive, such as an mbox: then a trusted server's time counts however long ago it was.
    pub of_archive: bool,
    /// What the desk signs with; none where it has none, so that nothing holds.
    pub secret: Option<Secret>,
}

impl MailRules {
    /// Returns whether an address is one of the desk's own, with or without what follows a plus.
    pub fn is_own(&self, address: &str) -> bool {
        self.own().any(|own| is_below(address, own))
    }

    /// Returns whether the `Received` times of that server count.
    pub fn trusts_relay(&self, server: &str) -> bool {
        is_named(server, &self.trusted_relays)
    }

    /// Returns whether the `Authentication-Results` of that server count.
    pub fn trusts_authserv(&self, server: &str) -> bool {
        is_named(server, &self.trusted_authserv)
    }

    fn own(&self) -> impl Iterator<Item = &str> {
        self.address.iter().chain(&self.own_addresses).map(String::as_str)
    }
}

/// What was decided about a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// What kind of letter it is.
    pub verdict: Verdict,
    /// How far its sender is to be believed.
    pub trust: Trust,
    /// When it reached the desk: the time of the topmost trusted server, else the arrival; never later than the arrival, nor, but
    /// for an archive, more than seven days before it.
    pub received_at: Instant,
    /// The time of the topmost trusted server, where that is too long before the arrival to be believed.
    pub disbelieved: Option<Instant>,
    /// Whether its `Date` is more than 15 minutes away from that.
    pub date_differs: bool,
    /// Whether a machine may answer it: a person wrote it, who is verified, and did not ask for silence.
    pub may_be_answered: bool,
    /// The ticket of the desk's own plus-address that it went to, where the signature holds.
    pub plus: Option<TicketId>,
    /// The ticket of the newest of the desk's own Message-IDs that it answers to, where the signature holds.
    pub own_reference: Option<TicketId>,
    /// The thread of the desk's marker line in its text, where the signature holds.
    pub marker: Option<MarkedThread>,
    /// How it has to do with a letter of the desk's own that belongs to no ticket, where the signature of that holds.
    pub apart: Option<Apart>,
}

/// How a letter has to do with one of the desk's own that belongs to no ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    /// Which it is.
    pub of: ApartLetter,
    /// What makes that letter the only one of its kind.
    pub random: String,
    /// How.
    pub how: ApartRelation,
}

/// How a letter has to do with another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApartRelation {
    /// It is that letter.
    Same,
    /// It reports that the other did not arrive.
    Undelivered,
    /// It answers to the other.
    Answer,
}

/// Judges a letter that arrived at that moment.
pub fn judge(letter: &Letter, rules: &MailRules, arrived: Instant) -> Judged {
    let verdict = verdict::of(letter, rules);
    let trust = trust::of(letter, rules);
    let named = received_by_trusted(letter, rules);
    let disbelieved = named.filter(|at| !rules.of_archive && arrived.since(*at) > LONGEST_WAY);
    let received_at = named.filter(|_| disbelieved.is_none()).map_or(arrived, |at| at.min(arrived));
    let newest_first = letter.in_reply_to.iter().rev().chain(letter.references.iter().rev());
    let secret = rules.secret.as_ref();
    Judged {
        verdict,
        trust,
        received_at,
        disbelieved,
        date_differs: letter.dated.is_some_and(|dated| dated.since(received_at).abs() > DATE_DIFFERS),
        may_be_answered: verdict == Verdict::Person && trust == Trust::Verified && wants_answer(letter, rules),
        plus: plus(letter, rules),
        own_reference: secret.and_then(|secret| newest_first.into_iter().find_map(|id| secret.ticket_of_id(id))),
        marker: secret.and_then(|secret| letter.markers.iter().find_map(|marker| secret.thread_of_marker(marker))),
        apart: secret.and_then(|secret| apart(letter, secret)),
    }
}

fn apart(letter: &Letter, secret: &Secret) -> Option<Apart> {
    let named = |id: &String, how: ApartRelation| {
        let (of, random) = secret.apart_of_id(id)?;
        Some(Apart { of, random, how })
    };
    let reported = letter.report.as_ref().filter(|report| report.is_failure());
    let reported = reported.and_then(|report| report.original_message_id.as_ref());
    // What somebody else has written in between is what a letter answers to.
    let answered = if letter.in_reply_to.is_empty() { letter.references.last() } else { letter.in_reply_to.first() };
    let itself = letter.message_id.as_ref().and_then(|id| named(id, ApartRelation::Same));
    itself
        .or_else(|| reported.and_then(|id| named(id, ApartRelation::Undelivered)))
        .or_else(|| answered.and_then(|id| named(id, ApartRelation::Answer)))
}

/// Returns when the topmost trusted server took the letter. A sender can write any `Date`, and any `Received` below those of trusted
/// servers.
fn received_by_trusted(letter: &Letter, rules: &MailRules) -> Option<Instant> {
    let trusted = letter
        .received
        .iter()
        .find(|received| received.by.as_ref().is_some_and(|by| is_named(by, &rules.trusted_relays)));
    trusted.and_then(|received| received.at)
}

fn plus(letter: &Letter, rules: &MailRules) -> Option<TicketId> {
    let secret = rules.secret.as_ref()?;
    let written = letter.to.iter().chain(&letter.cc).map(|mailbox| &mailbox.address);
    let addresses = letter.delivered_to.iter().chain(written);
    addresses
        .flat_map(|address| rules.own().map(move |own| (address, own)))
        .find_map(|(address, own)| secret.ticket_of_address(address, own))
}

/// Returns whether the letter has somebody who would read an answer of a machine's, and did not ask for none.
fn wants_answer(letter: &Letter, rules: &MailRules) -> bool {
    let from = letter.from.as_ref().map(|from| from.address.as_str());
    let to = letter.reply_to.as_ref().map(|to| to.address.as_str()).or(from);
    let is_silent = |address: &str| {
        let name = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
        // Owners of lists, and addresses that take commands for one, are no people (RFC 3834, section 2).
        let is_lists = name.starts_with("owner-") || name.ends_with("-owner") || name.ends_with("-request");
        is_lists || SILENT.iter().any(|silent| name.starts_with(silent)) || rules.is_own(address)
    };
    let signals = &letter.signals;
    let asks_silence = signals.response_suppress || signals.null_return_path;
    !asks_silence
        && !letter.has_many_senders
        && to.is_some_and(|to| !is_silent(to))
        && from.is_some_and(|from| !is_silent(from))
}

/// Returns whether a server is one of those that are named, alone or by the domain that it is in.
fn is_named(server: &str, names: &[String]) -> bool {
    names.iter().any(|name| {
        let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
        match name.strip_prefix('.') {
            Some(domain) => server.ends_with(&name) && server.len() > domain.len() + 1,
            None => server == name,
        }
    })
}

/// Returns whether an address is the desk's own, or that with a plus and something behind its name.
fn is_below(address: &str, own: &str) -> bool {
    let parts = |address: &str| {
        let (name, domain) = address.trim().rsplit_once('@')?;
        let name = name.split('+').next().unwrap_or_default();
        Some((name.to_ascii_lowercase(), domain.to_ascii_lowercase()))
    };
    parts(address).is_some_and(|address| Some(address) == parts(own))
}

#[cfg(test)]
mod tests;

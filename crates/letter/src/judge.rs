//! Decides, from what a letter says and what the desk knows, what kind of letter it is and how far its sender is to be
//! believed.

use frist_domain::letter::{Trust, Verdict};
use frist_domain::ticket::TicketId;
use frist_domain::time::Instant;

use crate::letter::Letter;
use crate::secret::Secret;

/// What the desk knows that decides about a letter.
#[derive(Clone, Debug, Default)]
pub struct MailRules {
    /// The desk's own address; none where the desk has no mail.
    pub address: Option<String>,
    /// Further addresses under which letters reach the desk.
    pub own_addresses: Vec<String>,
    /// The names of the servers whose `Authentication-Results` count. One that begins with a dot names all servers below it.
    pub trusted_authserv: Vec<String>,
    /// The names of the servers whose `Received` times count. One that begins with a dot names all servers below it.
    pub trusted_relays: Vec<String>,
    /// What the desk signs with; none where it has none, so that nothing holds.
    pub secret: Option<Secret>,
}

/// What was decided about a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// What kind of letter it is.
    pub verdict: Verdict,
    /// How far its sender is to be believed.
    pub trust: Trust,
    /// When it reached the desk: the time of the topmost trusted server, else the arrival; never later than the arrival.
    pub received_at: Instant,
    /// Whether its `Date` is more than 15 minutes away from that.
    pub date_differs: bool,
    /// Whether a machine may answer it: a person wrote it, who is verified, and did not ask for silence.
    pub may_be_answered: bool,
    /// The ticket of the desk's own plus-address that it went to, where the signature holds.
    pub plus: Option<TicketId>,
    /// The ticket of the newest of the desk's own Message-IDs that it answers to, where the signature holds.
    pub own_reference: Option<TicketId>,
    /// The ticket of the desk's marker line in its text, where the signature holds.
    pub marker: Option<TicketId>,
}

/// Judges a letter that arrived at that moment.
pub fn judge(letter: &Letter, rules: &MailRules, arrived: Instant) -> Judged {
    let _ = (letter, rules);
    Judged {
        verdict: Verdict::Person,
        trust: Trust::Unknown,
        received_at: arrived,
        date_differs: false,
        may_be_answered: false,
        plus: None,
        own_reference: None,
        marker: None,
    }
}

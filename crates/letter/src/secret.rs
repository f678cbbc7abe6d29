//! What the desk signs, so that a stranger cannot send a letter to a ticket by guessing a number.
//!
//! Signed are plus-addresses (`desk+42.SIGN@acme.example`), Message-IDs (`frist.42.RANDOM.SIGN@acme.example`) and the marker line
//! of a letter's text (`frist:42:SIGN`). The signature is HMAC-SHA256 over the kind and the number, shortened to 80 bits,
//! in hexadecimal digits, as servers on the way may change large letters to small ones. It is compared in constant time.

use std::fmt;

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use frist_domain::ticket::TicketId;

/// The fewest bytes of a secret.
const FEWEST_BYTES: usize = 16;
/// The bytes of a signature: nobody tries 2^80 letters.
const SIGN_BYTES: usize = 10;
/// The most characters of what makes a Message-ID a new one.
const MOST_RANDOM: usize = 64;

/// What the desk signs with. It is not shown by `Debug`.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

/// The error that a secret is too short to sign with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnusableSecret;

impl fmt::Display for UnusableSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a secret for mail has at least {FEWEST_BYTES} bytes")
    }
}

impl std::error::Error for UnusableSecret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is signed: a signature for one holds for no other.
#[derive(Clone, Copy)]
enum Signed<'a> {
    Plus,
    MessageId(&'a str),
    Marker,
}

impl Secret {
    /// Takes the bytes of a secret.
    ///
    /// # Errors
    ///
    /// If there are fewer than 16.
    pub fn new(bytes: &[u8]) -> Result<Self, UnusableSecret> {
        if bytes.len() < FEWEST_BYTES {
            return Err(UnusableSecret);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| UnusableSecret)
    }

    /// Returns the plus-address of the ticket, made from the desk's own address; none where that has no `@`.
    pub fn plus_address(&self, address: &str, ticket: TicketId) -> Option<String> {
        let (name, domain) = address.rsplit_once('@')?;
        Some(format!("{name}+{ticket}.{}@{domain}", self.sign(ticket, Signed::Plus)))
    }

    /// Returns the ticket of a plus-address of the desk's, where its signature holds.
    pub fn ticket_of_address(&self, address: &str, own: &str) -> Option<TicketId> {
        let (name, domain) = address.trim().rsplit_once('@')?;
        let (own_name, own_domain) = own.rsplit_once('@')?;
        let (base, tag) = name.split_once('+')?;
        if !base.eq_ignore_ascii_case(own_name) || !domain.eq_ignore_ascii_case(own_domain) {
            return None;
        }
        let (number, sign) = tag.split_once('.')?;
        self.holds(number, sign, Signed::Plus)
    }

    /// Returns a new Message-ID for a letter of the ticket, without brackets. Of `random` the letters and digits are used: they make
    /// it the only one of its kind.
    pub fn message_id(&self, ticket: TicketId, random: &str, domain: &str) -> String {
        let random: String = random.chars().filter(char::is_ascii_alphanumeric).take(MOST_RANDOM).collect();
        let random = random.to_ascii_lowercase();
        format!("frist.{ticket}.{random}.{}@{domain}", self.sign(ticket, Signed::MessageId(&random)))
    }

    /// Returns the ticket of a Message-ID of the desk's own, where its signature holds. The domain is not looked at: a desk may
    /// get another.
    pub fn ticket_of_id(&self, id: &str) -> Option<TicketId> {
        let (local, _) = id.trim().rsplit_once('@')?;
        let local = local.to_ascii_lowercase();
        let mut parts = local.strip_prefix("frist.")?.split('.');
        let (number, random, sign) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || random.len() > MOST_RANDOM {
            return None;
        }
        self.holds(number, sign, Signed::MessageId(random))
    }

    /// Returns the marker of the ticket, which stands in a line of a letter's text for mail programs that lose everything else.
    pub fn marker(&self, ticket: TicketId) -> String {
        format!("frist:{ticket}:{}", self.sign(ticket, Signed::Marker))
    }

    /// Returns the ticket of a marker, where its signature holds.
    pub fn ticket_of_marker(&self, marker: &str) -> Option<TicketId> {
        let (number, sign) = marker.trim().strip_prefix("frist:")?.split_once(':')?;
        self.holds(number, sign, Signed::Marker)
    }

    fn mac(&self, ticket: TicketId, what: Signed<'_>) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        let text = match what {
            Signed::Plus => format!("plus:{ticket}"),
            Signed::MessageId(random) => format!("id:{ticket}:{random}"),
            Signed::Marker => format!("marker:{ticket}"),
        };
        mac.update(text.as_bytes());
        mac
    }

    fn sign(&self, ticket: TicketId, what: Signed<'_>) -> String {
        let whole = self.mac(ticket, what).finalize().into_bytes();
        whole.iter().take(SIGN_BYTES).map(|byte| format!("{byte:02x}")).collect()
    }

    fn holds(&self, number: &str, sign: &str, what: Signed<'_>) -> Option<TicketId> {
        let ticket = ticket_of(number)?;
        let sign = sign.as_bytes();
        if sign.len() != SIGN_BYTES * 2 {
            return None;
        }
        let mut bytes = [0; SIGN_BYTES];
        for (byte, pair) in bytes.iter_mut().zip(sign.chunks_exact(2)) {
            let digits =
                str::from_utf8(pair).ok().filter(|pair| pair.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            *byte = u8::from_str_radix(digits, 16).ok()?;
        }
        self.mac(ticket, what).verify_truncated_left(&bytes).is_ok().then_some(ticket)
    }
}

/// Returns the number of a ticket, written as frist writes it.
fn ticket_of(number: &str) -> Option<TicketId> {
    let is_number = number.bytes().all(|digit| digit.is_ascii_digit()) && !number.starts_with('0');
    let ticket = TicketId(number.parse().ok().filter(|_| is_number)?);
    (ticket <= TicketId::MOST).then_some(ticket)
}

/// Returns the ticket that a subject names as `[#N]`, the first one.
pub(crate) fn ticket_in_subject(subject: &str) -> Option<TicketId> {
    subject.split("[#").skip(1).find_map(|rest| ticket_of(rest.split_once(']')?.0))
}

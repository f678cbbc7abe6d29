//! What the desk signs, so that a stranger cannot send a letter to a ticket by guessing a number.
//!
//! Signed are plus-addresses (`desk+42.SIGN@acme.example`), Message-IDs (`frist.42.RANDOM.SIGN@acme.example`) and the marker line
//! of a letter's text (`frist:42:SIGN`, to the vendor `frist:42v:SIGN`); and the Message-IDs of letters that belong to no ticket,
//! notices to the staff (`frist-notice.RANDOM.SIGN@acme.example`) and the letter with which the desk tries its own mail
//! (`frist-check.…`). The signature is HMAC-SHA256 over the kind and the number, shortened to 80 bits,
//! in hexadecimal digits, as servers on the way may change large letters to small ones. It is compared in constant time.

use std::fmt;

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use frist_domain::reply::Correspondent;
use frist_domain::ticket::TicketId;

use crate::marker::{MarkedThread, START};

/// The fewest bytes of a secret.
const FEWEST_BYTES: usize = 16;
/// The bytes of a signature: nobody tries 2^80 letters.
pub(crate) const SIGN_BYTES: usize = 10;
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
    Marker(Correspondent),
    Apart(ApartLetter, &'a str),
}

/// A letter of the desk's own that belongs to no ticket: an answer to it must reach none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApartLetter {
    /// A notice to one of the staff.
    Notice,
    /// The letter with which the desk tries its own mail.
    Check,
}

impl ApartLetter {
    const ALL: [Self; 2] = [Self::Notice, Self::Check];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Notice => "frist-notice",
            Self::Check => "frist-check",
        }
    }
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

    /// Returns a new Message-ID for a letter that belongs to no ticket, without brackets. Of `random` the letters and digits are used.
    pub fn apart_id(&self, of: ApartLetter, random: &str, domain: &str) -> String {
        let random: String = random.chars().filter(char::is_ascii_alphanumeric).take(MOST_RANDOM).collect();
        let random = random.to_ascii_lowercase();
        format!("{}.{random}.{}@{domain}", of.prefix(), self.sign(TicketId(0), Signed::Apart(of, &random)))
    }

    /// Returns which letter that belongs to no ticket has that Message-ID, and what makes it the only one of its kind, where its
    /// signature holds.
    pub fn apart_of_id(&self, id: &str) -> Option<(ApartLetter, String)> {
        let (local, _) = id.trim().rsplit_once('@')?;
        let local = local.to_ascii_lowercase();
        let (prefix, rest) = local.split_once('.')?;
        let of = ApartLetter::ALL.into_iter().find(|of| of.prefix() == prefix)?;
        let (random, sign) = rest.split_once('.')?;
        let is_random = random.bytes().all(|byte| byte.is_ascii_alphanumeric()) && random.len() <= MOST_RANDOM;
        (is_random && self.is_signed(TicketId(0), sign, Signed::Apart(of, random))).then(|| (of, random.to_owned()))
    }

    /// Returns the marker of a thread, which stands in a line of a letter's text for mail programs that lose everything else.
    pub fn marker(&self, thread: MarkedThread) -> String {
        let MarkedThread { ticket, with } = thread;
        let side = match with {
            Correspondent::Customer => "",
            Correspondent::Vendor => "v",
        };
        format!("{START}{ticket}{side}:{}", self.sign(ticket, Signed::Marker(with)))
    }

    /// Returns the thread of a marker, where its signature holds.
    pub fn thread_of_marker(&self, marker: &str) -> Option<MarkedThread> {
        let (number, sign) = marker.trim().strip_prefix(START)?.split_once(':')?;
        let (number, with) = match number.strip_suffix('v') {
            Some(number) => (number, Correspondent::Vendor),
            None => (number, Correspondent::Customer),
        };
        self.holds(number, sign, Signed::Marker(with)).map(|ticket| MarkedThread { ticket, with })
    }

    fn mac(&self, ticket: TicketId, what: Signed<'_>) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        let text = match what {
            Signed::Plus => format!("plus:{ticket}"),
            Signed::MessageId(random) => format!("id:{ticket}:{random}"),
            Signed::Marker(Correspondent::Customer) => format!("marker:{ticket}"),
            Signed::Marker(Correspondent::Vendor) => format!("vendor-marker:{ticket}"),
            Signed::Apart(of, random) => format!("apart:{}:{random}", of.prefix()),
        };
        mac.update(text.as_bytes());
        mac
    }

    fn sign(&self, ticket: TicketId, what: Signed<'_>) -> String {
        let whole = self.mac(ticket, what).finalize().into_bytes();
        let digit = |byte: u8| char::from_digit(u32::from(byte), 16);
        whole.iter().take(SIGN_BYTES).flat_map(|byte| [byte >> 4, byte & 15]).filter_map(digit).collect()
    }

    fn holds(&self, number: &str, sign: &str, what: Signed<'_>) -> Option<TicketId> {
        let ticket = ticket_of(number)?;
        self.is_signed(ticket, sign, what).then_some(ticket)
    }

    fn is_signed(&self, ticket: TicketId, sign: &str, what: Signed<'_>) -> bool {
        bytes_of(sign).is_some_and(|bytes| self.mac(ticket, what).verify_truncated_left(&bytes).is_ok())
    }
}

/// Reads a signature.
fn bytes_of(sign: &str) -> Option<[u8; SIGN_BYTES]> {
    let sign = sign.as_bytes();
    if sign.len() != SIGN_BYTES * 2 {
        return None;
    }
    let mut bytes = [0; SIGN_BYTES];
    for (byte, pair) in bytes.iter_mut().zip(sign.chunks_exact(2)) {
        let digits = str::from_utf8(pair).ok().filter(|pair| pair.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(byte: u8) -> Secret {
        Secret::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn what_is_signed_is_known_again_and_by_no_other_secret() {
        let (ours, other) = (secret(1), secret(2));
        for number in [1, 42, TicketId::MOST.0] {
            let ticket = TicketId(number);
            let address = ours.plus_address("desk@acme.example", ticket).unwrap();
            assert_eq!(ours.ticket_of_address(&address, "desk@acme.example"), Some(ticket), "{address}");
            assert_eq!(other.ticket_of_address(&address, "desk@acme.example"), None);
            assert_eq!(ours.ticket_of_address(&address, "help@acme.example"), None);
            let id = ours.message_id(ticket, "0195-AB c.d@e", "acme.example");
            assert_eq!(ours.ticket_of_id(&id), Some(ticket), "{id}");
            assert_eq!(other.ticket_of_id(&id), None);
            for with in [Correspondent::Customer, Correspondent::Vendor] {
                let thread = MarkedThread { ticket, with };
                let marker = ours.marker(thread);
                assert_eq!(ours.thread_of_marker(&marker), Some(thread), "{marker}");
                assert_eq!(other.thread_of_marker(&marker), None);
                // The customer's does not open the vendor's thread, nor the other way round.
                let other_side = marker.replace(&format!(":{ticket}:"), &format!(":{ticket}v:"));
                let other_side = if other_side == marker { marker.replace("v:", ":") } else { other_side };
                assert_eq!(ours.thread_of_marker(&other_side), None, "{other_side}");
            }
        }
        assert_eq!(ours.plus_address("desk", TicketId(1)), None);
    }

    #[test]
    fn any_change_makes_it_nobodys() {
        let secret = secret(1);
        let id = secret.message_id(TicketId(42), "abc", "acme.example");
        assert_eq!(secret.ticket_of_id(&id.replace("acme.example", "new.example")), Some(TicketId(42)));
        let local = id.split('@').next().unwrap().len();
        for (place, old) in id.char_indices().take(local) {
            let new = if old == 'x' { "y" } else { "x" };
            let changed = format!("{}{new}{}", &id[..place], &id[place + 1..]);
            assert_eq!(secret.ticket_of_id(&changed), None, "{changed}");
        }
        for none in ["", "@", "frist.42@x", "frist.42.abc@x", "frist.42.abc.@x", "frist...@x", "frist.42.abc.äää@x"]
        {
            assert_eq!(secret.ticket_of_id(none), None, "{none}");
        }
    }

    #[test]
    fn a_letter_of_no_ticket_is_known_again_and_is_no_tickets() {
        let (ours, other) = (secret(1), secret(2));
        for of in ApartLetter::ALL {
            let id = ours.apart_id(of, "0195-AB c.d@e", "acme.example");
            assert_eq!(ours.apart_of_id(&id), Some((of, "0195abcde".to_owned())), "{id}");
            assert_eq!((other.apart_of_id(&id), ours.ticket_of_id(&id)), (None, None));
            let local = id.split('@').next().unwrap().len();
            for place in 0..local {
                let new = if &id[place..=place] == "x" { "y" } else { "x" };
                assert_eq!(ours.apart_of_id(&format!("{}{new}{}", &id[..place], &id[place + 1..])), None);
            }
        }
        assert_eq!(ours.apart_of_id(&ours.message_id(TicketId(42), "abc", "acme.example")), None);
    }

    #[test]
    fn a_secret_is_not_short_and_is_not_shown() {
        assert_eq!(Secret::new(&[1; 15]).unwrap_err(), UnusableSecret);
        assert_eq!(format!("{:?}", secret(65)), "Secret");
    }

    #[test]
    fn a_number_in_a_subject_is_read_as_frist_writes_it() {
        for (subject, number) in [
            ("Re: [#42] down", Some(42)),
            ("[#42", None),
            ("#42", None),
            ("[#042]", None),
            ("[# 42]", None),
            ("[#x] [#7] [#8]", Some(7)),
            ("[#99999999999999999999]", None),
            ("[#]", None),
        ] {
            assert_eq!(ticket_in_subject(subject), number.map(TicketId), "{subject}");
        }
    }
}

//! Finds the tickets that a letter names, the surest sign first.

use crate::ticket::TicketId;

/// What a letter says of the ticket that it belongs to. Nothing of it is believed before it was looked up or its signature
/// checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThreadClues {
    /// The ticket of a plus-address whose signature holds.
    pub plus_address: Option<TicketId>,
    /// The Message-IDs that it answers to: that of `In-Reply-To` first, then those of `References` from the newest.
    pub answers_to: Vec<String>,
    /// The ticket of a marker line whose signature holds.
    pub marker: Option<TicketId>,
    /// The tickets whose vendor's case number it names, where it comes from that vendor.
    pub vendor_cases: Vec<TicketId>,
    /// Its subject.
    pub subject: String,
}

/// How a letter names a ticket, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TicketClue {
    /// By the address that it was sent to.
    PlusAddress,
    /// By a letter that it answers to.
    Reference,
    /// By a line in its text.
    Marker,
    /// By the vendor's number of the case, in a letter of the vendor's.
    VendorCase,
    /// By a number in its subject, which anybody can write.
    Subject,
}

/// Returns the tickets that a letter names, the surest first, each once. `ticket_of` looks a Message-ID up among all that are
/// stored, in and out.
pub fn tickets_named<E>(
    clues: &ThreadClues,
    mut ticket_of: impl FnMut(&str) -> Result<Option<TicketId>, E>,
) -> Result<Vec<(TicketId, TicketClue)>, E> {
    let mut found: Vec<(TicketId, TicketClue)> = Vec::new();
    let mut note = |ticket: Option<TicketId>, clue: TicketClue| {
        found.extend(ticket.filter(|id| found.iter().all(|(other, _)| other != id)).map(|id| (id, clue)));
    };
    note(clues.plus_address, TicketClue::PlusAddress);
    for id in &clues.answers_to {
        note(ticket_of(id)?, TicketClue::Reference);
    }
    note(clues.marker, TicketClue::Marker);
    for id in &clues.vendor_cases {
        note(Some(*id), TicketClue::VendorCase);
    }
    note(ticket_in_subject(&clues.subject), TicketClue::Subject);
    Ok(found)
}

/// Returns the ticket that a subject names as `[#12]`.
pub fn ticket_in_subject(subject: &str) -> Option<TicketId> {
    let mut rest = subject;
    while let Some((_, after)) = rest.split_once("[#") {
        if let Some((number, _)) = after.split_once(']')
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(number) = number.parse::<u64>()
            && (1..=TicketId::MOST.0).contains(&number)
        {
            return Some(TicketId(number));
        }
        rest = after;
    }
    None
}

/// What stands before the subject of an answer or of what is passed on, in the languages of the vendors and some others.
const PREFIXES: [&str; 13] =
    ["re", "sv", "aw", "antw", "vs", "fwd", "fw", "vb", "wg", "doorst", "tr", "rv", "videresendt"];

/// Returns a subject without what mail programs put before it, and without a ticket's number, in small letters: for comparing.
pub fn bare_subject(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let before = rest;
        if let Some((prefix, after)) = rest.split_once(':') {
            let prefix =
                prefix.trim().trim_end_matches(|c: char| c == ']' || c == '[' || c.is_ascii_digit()).to_lowercase();
            if PREFIXES.contains(&prefix.as_str()) {
                rest = after.trim_start();
            }
        }
        if let Some(after) = rest.strip_prefix("[#").and_then(|rest| rest.split_once(']')) {
            rest = after.1.trim_start();
        }
        if rest == before {
            return rest.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clues() -> ThreadClues {
        ThreadClues {
            plus_address: Some(TicketId(1)),
            answers_to: vec!["two@x".into(), "three@x".into(), "nobodys@x".into(), "two@x".into()],
            marker: Some(TicketId(4)),
            vendor_cases: vec![TicketId(6), TicketId(3)],
            subject: "Re: [#5] Nede".into(),
        }
    }

    fn named(clues: &ThreadClues) -> Vec<(u64, TicketClue)> {
        let known = |id: &str| {
            Ok::<_, ()>(match id {
                "two@x" => Some(TicketId(2)),
                "three@x" => Some(TicketId(3)),
                _ => None,
            })
        };
        tickets_named(clues, known).unwrap().into_iter().map(|(id, clue)| (id.0, clue)).collect()
    }

    #[test]
    fn the_surest_sign_comes_first_and_each_ticket_once() {
        use TicketClue::{Marker, PlusAddress, Reference, Subject, VendorCase};
        let all = [(1, PlusAddress), (2, Reference), (3, Reference), (4, Marker), (6, VendorCase), (5, Subject)];
        assert_eq!(named(&clues()), all);
        assert_eq!(named(&ThreadClues { plus_address: None, ..clues() }), all[1..]);
        assert_eq!(named(&ThreadClues { answers_to: vec!["x@y".into()], ..clues() })[1].1, Marker);
        assert_eq!(named(&ThreadClues { marker: Some(TicketId(5)), ..clues() }).last(), Some(&(6, VendorCase)));
        assert_eq!(named(&ThreadClues::default()), []);
        let fails = tickets_named(&clues(), |_| Err("the state cannot be read"));
        assert_eq!(fails, Err("the state cannot be read"));
    }

    #[test]
    fn a_number_in_a_subject_is_one_in_brackets() {
        for (subject, ticket) in [
            ("[#12] Nede", Some(12)),
            ("Re: SV: [#7]", Some(7)),
            ("[ticket] then [#8] and [#9]", Some(8)),
            ("[#] [#x] [#10]", Some(10)),
            ("#12", None),
            ("[#0]", None),
            ("[#99999999999999999999]", None),
            ("[#1099511627776]", None),
            ("[#12", None),
            ("", None),
        ] {
            assert_eq!(ticket_in_subject(subject), ticket.map(TicketId), "{subject}");
        }
    }

    #[test]
    fn subjects_are_compared_without_what_programs_put_before_them() {
        for (subject, bare) in [
            ("Shop  Down", "shop down"),
            ("Re: SV: AW: Shop down", "shop down"),
            ("RE[2]: Shop down", "shop down"),
            ("VS: [#12] Re: Shop down", "shop down"),
            ("Error: disk full", "error: disk full"),
            ("Re:", ""),
        ] {
            assert_eq!(bare_subject(subject), bare, "{subject}");
        }
    }
}

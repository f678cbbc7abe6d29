//! Reads reports on letters that went out: those of RFC 3464 and 3798, and what older servers write instead.

use frist_domain::text::clean;

use crate::letter::{DeliveryAction, DeliveryReport};

use super::fields::{Field, Fields, id_of, shorten, trim_line};

/// The most recipients of a report that are looked at.
const MOST_RECIPIENTS: usize = 100;
/// The most characters of a diagnosis.
const DIAGNOSIS: usize = 500;
/// Words of subjects of reports, in small letters, and what they report.
const SUBJECTS: [(&str, DeliveryAction); 16] = [
    ("delay", DeliveryAction::Delayed),
    ("warning: could not send", DeliveryAction::Delayed),
    ("forsinket", DeliveryAction::Delayed),
    ("vertraagd", DeliveryAction::Delayed),
    ("undeliver", DeliveryAction::Failed),
    ("undelivered mail", DeliveryAction::Failed),
    ("delivery failed", DeliveryAction::Failed),
    ("delivery failure", DeliveryAction::Failed),
    ("failure notice", DeliveryAction::Failed),
    ("returned mail", DeliveryAction::Failed),
    ("returning message to sender", DeliveryAction::Failed),
    ("(failure)", DeliveryAction::Failed),
    ("kan ikke leveres", DeliveryAction::Failed),
    ("kunne ikke leveres", DeliveryAction::Failed),
    ("onbestelbaar", DeliveryAction::Failed),
    ("unzustellbar", DeliveryAction::Failed),
];

/// Returns whether a subject is one of a report on a letter that did not arrive.
pub(crate) fn is_report_subject(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    SUBJECTS.iter().any(|(words, _)| subject.contains(words))
}

/// Reads the part of a report that is meant for machines.
pub(super) fn read_status(status: &[u8]) -> DeliveryReport {
    let mut best = DeliveryReport { action: DeliveryAction::Unknown, ..EMPTY };
    let mut original = None;
    for (number, group) in groups(status).into_iter().take(MOST_RECIPIENTS + 1).enumerate() {
        let (fields, _) = Fields::part(group);
        original =
            original.or_else(|| fields.first("original-message-id").and_then(|field| field.ids().into_iter().next()));
        let found = recipient(&fields);
        let is_better = rank(found.action) < rank(best.action) || number == 0 || best.recipient.is_none();
        if is_better && found.action != DeliveryAction::Unknown {
            best = found;
        }
    }
    best.original_message_id = original;
    best
}

/// Adds what the letter that went out says of itself, which comes back whole or as its head.
pub(super) fn add_original(report: &mut DeliveryReport, original: &[u8]) {
    let (fields, _) = Fields::part(original);
    let id = fields.first("message-id").and_then(|field| field.ids().into_iter().next());
    report.original_message_id = report.original_message_id.take().or(id);
    report.original_subject = Some(fields.subject()).filter(|subject| !subject.is_empty());
}

/// Guesses what a report says that has no part for machines.
pub(super) fn guess(fields: &Fields<'_>, subject: &str, text: &str) -> DeliveryReport {
    let recipient = fields.first("x-failed-recipients").and_then(|field| address_of(&field.line()));
    let subject = subject.to_lowercase();
    let known = SUBJECTS.iter().find(|(words, _)| subject.contains(words)).map(|(_, action)| *action);
    let usual = if recipient.is_some() { DeliveryAction::Failed } else { DeliveryAction::Unknown };
    let id = text.lines().take(2_000).find_map(|line| {
        let line = line.trim_start_matches(['>', ' ']);
        let (name, id) = line.split_once(':')?;
        name.eq_ignore_ascii_case("message-id").then(|| id_of(id)).flatten()
    });
    DeliveryReport { action: known.unwrap_or(usual), recipient, original_message_id: id, ..EMPTY }
}

const EMPTY: DeliveryReport = DeliveryReport {
    action: DeliveryAction::Unknown,
    recipient: None,
    status: None,
    diagnostic: None,
    original_message_id: None,
    original_subject: None,
};

const fn rank(action: DeliveryAction) -> u8 {
    match action {
        DeliveryAction::Failed => 0,
        DeliveryAction::Delayed => 1,
        DeliveryAction::Delivered => 2,
        DeliveryAction::Read => 3,
        DeliveryAction::Unknown => 4,
    }
}

fn recipient(fields: &Fields<'_>) -> DeliveryReport {
    let line = |name: &str| fields.first(name).map(Field::line).filter(|line| !line.is_empty());
    let action = line("action").map(|action| match action.to_ascii_lowercase().as_str() {
        "failed" => DeliveryAction::Failed,
        "delayed" => DeliveryAction::Delayed,
        "delivered" | "relayed" | "expanded" => DeliveryAction::Delivered,
        _ => DeliveryAction::Unknown,
    });
    let action = action.or_else(|| line("disposition").map(|_| DeliveryAction::Read)).unwrap_or_default();
    let address = line("original-recipient").or_else(|| line("final-recipient")).and_then(|line| address_of(&line));
    let status =
        line("status").and_then(|line| line.split_whitespace().next().map(|status| shorten(status.to_owned(), 20)));
    let diagnostic = line("diagnostic-code").map(|line| shorten(line, DIAGNOSIS));
    DeliveryReport { action, recipient: address, status, diagnostic, ..EMPTY }
}

/// Returns the address of `rfc822; kari@acme.example`, or of a list of addresses the first.
fn address_of(line: &str) -> Option<String> {
    let address = line.rsplit(';').next()?.split(',').next()?;
    let address: String = clean(address).chars().filter(|c| !c.is_whitespace() && !"<>".contains(*c)).collect();
    (!address.is_empty() && address.len() <= 998).then_some(address)
}

/// Returns the groups of fields, which blank lines part.
fn groups(status: &[u8]) -> Vec<&[u8]> {
    let mut groups = Vec::new();
    let (mut begin, mut at) = (0, 0);
    for line in status.split_inclusive(|byte| *byte == b'\n') {
        let end = at + line.len();
        if trim_line(line).trim_ascii().is_empty() {
            groups.push(&status[begin..at]);
            begin = end;
        }
        at = end;
    }
    groups.push(&status[begin..]);
    groups.retain(|group| !group.is_empty());
    groups
}

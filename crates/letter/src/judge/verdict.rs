//! Whether a person wrote a letter.

use frist_domain::letter::Verdict;

use crate::judge::MailRules;
use crate::letter::Letter;
use crate::read::{is_mailer, is_report_subject};

/// What the subjects of machines' answers begin with, in small letters; a colon or nothing follows.
const SUBJECTS: [&str; 28] = [
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "out of office",
    "out of the office",
    "out of office autoreply",
    "out-of-office",
    "vacation reply",
    "automatisk svar",
    "autosvar",
    "fraværsmelding",
    "fravær",
    "ikke til stede",
    "ikke på kontoret",
    "automatisch antwoord",
    "afwezigheidsbericht",
    "afwezig",
    "niet aanwezig",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesend",
    "réponse automatique",
    "absence du bureau",
    "autosvar: fravær",
];
/// The values of `Precedence` that only machines write.
const AUTOMATIC: [&str; 3] = ["bulk", "junk", "auto_reply"];

/// Returns what kind of letter it is.
///
/// A report is one before it is anything else, as it has the signs of a machine's answer too. A list comes before the
/// `Precedence` that lists write.
pub(super) fn of(letter: &Letter, rules: &MailRules) -> Verdict {
    let signals = &letter.signals;
    if is_own_letter(letter, rules) {
        return Verdict::Loop;
    }
    let is_from_server =
        letter.from.as_ref().is_some_and(|from| is_mailer(&from.address) || is_postmaster(letter, &from.address));
    if signals.is_report || is_from_server {
        return Verdict::Bounce;
    }
    let is_submitted = signals.auto_submitted.as_deref().is_some_and(|keyword| keyword != "no");
    if is_submitted || signals.autoreply || is_answer_subject(&letter.subject) {
        return if signals.list && !signals.autoreply { list_or_automatic(letter) } else { Verdict::Automatic };
    }
    // A machine's answer has no Return-Path either (RFC 3834); what shows nothing else is a report.
    if signals.null_return_path {
        return Verdict::Bounce;
    }
    let precedence = signals.precedence.as_deref().unwrap_or_default();
    if signals.list || precedence == "list" {
        return Verdict::List;
    }
    if AUTOMATIC.contains(&precedence) {
        return Verdict::Automatic;
    }
    Verdict::Person
}

/// Tells a newsletter that says it was sent by a machine from a machine's answer.
fn list_or_automatic(letter: &Letter) -> Verdict {
    let answers =
        letter.signals.auto_submitted.as_deref() == Some("auto-replied") || is_answer_subject(&letter.subject);
    if answers { Verdict::Automatic } else { Verdict::List }
}

/// Returns whether the letter is one of the desk's own that came back.
fn is_own_letter(letter: &Letter, rules: &MailRules) -> bool {
    let signals = &letter.signals;
    let is_signed = rules
        .secret
        .as_ref()
        .is_some_and(|secret| letter.message_id.as_ref().is_some_and(|id| secret.ticket_of_id(id).is_some()));
    let is_from_own = letter.from.as_ref().is_some_and(|from| rules.is_own(&from.address));
    let rules_loop = signals.inbox_rules_loop.as_deref();
    let names_own = |text: &str| text.split([' ', ',', ';', '<', '>']).any(|word| rules.is_own(word));
    is_signed
        || is_from_own
        || rules_loop.is_some_and(|loops| signals.response_suppress || names_own(loops))
        || signals.loops.iter().any(|text| names_own(text))
}

/// Returns whether a postmaster writes about a letter that did not arrive, and not as the person that he may be.
fn is_postmaster(letter: &Letter, address: &str) -> bool {
    let name = address.split('@').next().unwrap_or_default();
    name.eq_ignore_ascii_case("postmaster") && is_report_subject(&letter.subject)
}

fn is_answer_subject(subject: &str) -> bool {
    let subject = subject.trim().to_lowercase();
    SUBJECTS.iter().any(|words| {
        subject
            .strip_prefix(words)
            .is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with([':', '–', '!']))
    })
}

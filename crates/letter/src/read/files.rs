//! Makes the files of a letter from its parts.

use std::collections::BTreeSet;

use frist_domain::file::{clean_name, media_type};

use crate::letter::Part;

use super::fields::{Fields, shorten};
use super::mime::Leaf;
use super::transfer::undo;

/// The most bytes of a media type that is kept.
const MOST_TYPE: usize = 100;
/// What frist calls files that have no name, by their type.
const NAMES: [(&str, &str); 14] = [
    ("text/calendar", "invitation.ics"),
    ("text/vcard", "contact.vcf"),
    ("text/html", "text.html"),
    ("text/plain", "text.txt"),
    ("message/rfc822", "letter.eml"),
    ("message/global", "letter.eml"),
    ("application/pgp-signature", "signature.asc"),
    ("application/pgp-encrypted", "version.asc"),
    ("application/pkcs7-signature", "smime.p7s"),
    ("application/x-pkcs7-signature", "smime.p7s"),
    ("application/pkcs7-mime", "smime.p7m"),
    ("application/x-pkcs7-mime", "smime.p7m"),
    ("application/ms-tnef", "winmail.dat"),
    ("application/pdf", "document.pdf"),
];

/// Returns the part as a file, and what is wrong with it, a sentence.
pub(super) fn part(leaf: &Leaf<'_>, shown: &BTreeSet<String>) -> (Part, Option<String>) {
    let undone = undo(leaf.body, leaf.content.encoding.as_deref());
    let bytes = undone.bytes.into_owned();
    let kind = kept_type(&leaf.content.media_type);
    let name = name(leaf, &kind, &bytes);
    // A type that says nothing hides what the name tells.
    let kind = if kind == "application/octet-stream" { media_type(&name, &bytes).to_owned() } else { kind };
    let is_shown = leaf.content.id.as_ref().is_some_and(|id| shown.contains(id) || leaf.is_related);
    let fault = undone.is_damaged.then(|| format!("The attachment {name} is damaged."));
    (Part { is_shown_picture: kind.starts_with("image/") && is_shown, name, media_type: kind, bytes }, fault)
}

/// Returns a sentence on a kind of file whose contents frist does not read.
pub(super) fn unread(media_type: &str) -> Option<&'static str> {
    match media_type {
        "application/ms-tnef" | "application/vnd.ms-tnef" => {
            Some("Its attachments are packed in winmail.dat, which frist does not open.")
        }
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
            Some("It is encrypted or packed with S/MIME, which frist does not open.")
        }
        "application/pgp-encrypted" => Some("It is encrypted with OpenPGP, which frist does not open."),
        "message/partial" => Some("It is one of several pieces of a letter, which frist does not join."),
        _ => None,
    }
}

fn kept_type(given: &str) -> String {
    let is_plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let is_sound = given.split_once('/').is_some_and(|(kind, of)| is_plain(kind) && is_plain(of));
    if is_sound && given.len() <= MOST_TYPE { given.to_owned() } else { "application/octet-stream".to_owned() }
}

fn name(leaf: &Leaf<'_>, kind: &str, bytes: &[u8]) -> String {
    if let Some(given) = leaf.content.name.as_deref().filter(|name| !name.trim().is_empty()) {
        return clean_name(given);
    }
    if kind.starts_with("message/") {
        let subject = Fields::part(bytes).0.subject();
        if !subject.is_empty() {
            return clean_name(&format!("{}.eml", shorten(subject.replace(['/', '\\'], "-"), 60)));
        }
    }
    let known = NAMES.iter().find(|(known, _)| *known == kind).map(|(_, name)| (*name).to_owned());
    known.unwrap_or_else(|| match kind.split_once('/') {
        Some(("image", of)) => clean_name(&format!("picture.{}", of.trim_start_matches("x-"))),
        _ => clean_name(""),
    })
}

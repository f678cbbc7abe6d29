//! Hard letters of our own making, and what each is read and judged as. Whoever changes the reader looks at the difference.

#![allow(clippy::unwrap_used)] // outside test functions too, in what they share

mod charsets;
mod forwards;
mod heads;
mod properties;
mod reports;
mod structure;
mod threads;
mod trust;
mod verdicts;

use std::fmt::Write as _;

use frist_domain::letter::Mailbox;
use frist_domain::time::Instant;
use frist_letter::{Letter, MailRules, Secret, judge, read};

/// A letter by its name.
pub(crate) type Case = (&'static str, Vec<u8>);

/// The moment at which every letter of these arrived: 2026-01-05 10:00 UTC.
pub(crate) const ARRIVED: Instant = Instant::from_secs(1_767_607_200);

/// What the desk knows in these tests.
pub(crate) fn rules() -> MailRules {
    MailRules {
        of_archive: false,
        address: Some("desk@acme.example".to_owned()),
        own_addresses: vec!["help@acme.example".to_owned()],
        trusted_authserv: vec!["mx.acme.example".to_owned()],
        results_below: false,
        trusted_relays: vec!["mx.acme.example".to_owned(), ".relay.acme.example".to_owned()],
        secret: Some(secret()),
    }
}

/// What the desk signs with in these tests.
pub(crate) fn secret() -> Secret {
    Secret::new(b"0123456789abcdef0123456789abcdef").unwrap()
}

/// Makes a letter of a usual head, with these fields instead of or besides it, and this body.
pub(crate) fn letter(fields: &str, body: &str) -> Vec<u8> {
    let mut out = String::new();
    let usual = [
        "From: Kari Nord <kari@nord.example>",
        "To: desk@acme.example",
        "Subject: The shop is down",
        "Message-ID: <1@nord.example>",
    ];
    for field in usual {
        let name = field.split_once(':').unwrap().0.to_lowercase();
        let is_given = |line: &str| line.to_lowercase().starts_with(&format!("{name}:"));
        if !fields.lines().any(is_given) {
            out.push_str(field);
            out.push('\n');
        }
    }
    for line in fields.lines().filter(|line| !line.ends_with(": -")) {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    out.push_str(body);
    out.into_bytes()
}

/// Says what a letter is read and judged as, without what is empty.
pub(crate) fn said(raw: &[u8]) -> String {
    let letter = read(raw);
    let judged = judge(&letter, &rules(), ARRIVED);
    letter.head(&judged).check().unwrap();
    let mut out = String::new();
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            writeln!(out, "  {name}: {value}").unwrap();
        }
    };
    let verdict = format!("{} {}", judged.verdict.key(), judged.trust.key());
    say("is", if judged.may_be_answered { format!("{verdict}, may be answered") } else { verdict });
    say("from", letter.from.as_ref().map(Mailbox::in_words).unwrap_or_default());
    say("reply to", letter.reply_to.as_ref().map(Mailbox::in_words).unwrap_or_default());
    say("subject", short(&letter.subject));
    say("id", letter.message_id.as_deref().map(short).unwrap_or_default());
    say("answers", letter.thread().iter().map(|id| short(id)).collect::<Vec<_>>().join(" "));
    if judged.received_at != ARRIVED {
        say("received", judged.received_at.to_string());
    }
    say(
        "ticket",
        [
            ("plus", judged.plus),
            ("reference", judged.own_reference),
            ("marker", judged.marker.map(|thread| thread.ticket)),
        ]
        .into_iter()
        .filter_map(|(by, ticket)| Some(format!("{} by {by}", ticket?)))
        .collect::<Vec<_>>()
        .join(", "),
    );
    say("text", format!("{:?}", short(&letter.text)));
    say("files", files(&letter));
    if let Some(report) = &letter.report {
        let parts = [
            &report.recipient,
            &report.status,
            &report.diagnostic,
            &report.original_message_id,
            &report.original_subject,
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        say("report", format!("{:?} {}", report.action, parts.join(" | ")));
    }
    if let Some(forwarded) = &letter.forwarded {
        say(
            "forwarded",
            format!(
                "{} | {} | {:?}",
                forwarded.from.in_words(),
                forwarded.subject.as_deref().unwrap_or("–"),
                short(&forwarded.text)
            ),
        );
    }
    for fault in &letter.faults {
        say("fault", fault.clone());
    }
    out
}

fn short(text: &str) -> String {
    let length = text.chars().count();
    if length <= 160 {
        text.to_owned()
    } else {
        format!("{}… ({length} characters)", text.chars().take(120).collect::<String>())
    }
}

fn files(letter: &Letter) -> String {
    let said = letter.parts.iter().map(|part| {
        let shown = if part.is_shown_picture { ", shown" } else { "" };
        format!("{} ({}, {}{shown})", part.name, part.media_type, part.bytes.len())
    });
    said.collect::<Vec<_>>().join("; ")
}

fn all_said(cases: Vec<Case>) -> String {
    cases.into_iter().map(|(name, raw)| format!("{name}\n{}", said(&raw))).collect::<Vec<_>>().join("\n")
}

macro_rules! topics {
    ($($topic:ident)+) => {
        $(#[test]
        fn $topic() {
            insta::assert_snapshot!(all_said($topic::cases()));
        })+

        /// Returns all letters.
        pub(crate) fn all() -> Vec<Case> {
            [$($topic::cases()),+].concat()
        }
    };
}

topics! { charsets forwards heads reports structure threads trust verdicts }

#[test]
fn there_are_many_and_each_has_its_own_name() {
    let letters = all();
    let different: std::collections::BTreeSet<&str> = letters.iter().map(|(name, _)| *name).collect();
    assert_eq!(letters.len(), different.len());
    assert!(letters.len() >= 150, "{}", letters.len());
    // What the fuzz targets begin from.
    if let Some(folder) = std::env::var_os("FRIST_CORPUS") {
        std::fs::create_dir_all(&folder).unwrap();
        for (number, (_, raw)) in letters.iter().enumerate().filter(|(_, (_, raw))| raw.len() < 65_536) {
            std::fs::write(std::path::Path::new(&folder).join(number.to_string()), raw).unwrap();
        }
    }
}

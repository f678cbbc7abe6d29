use proptest::prelude::*;

use frist_testkit::cases;

use super::*;
use frist_domain::reply::Correspondent;
use frist_domain::ticket::TicketId;

use crate::judge::{MailRules, judge};
use crate::read;
use crate::{MarkedThread, Secret};

const WHEN: Instant = Instant::from_secs(1_767_607_200);

fn outgoing() -> Outgoing {
    Outgoing {
        message_id: "frist.42.abc.0123@acme.example".into(),
        from: Mailbox { name: Some("Acme's desk".into()), address: "desk@acme.example".into() },
        reply_to: Some(Mailbox::of("desk+42.0123@acme.example")),
        to: vec![Mailbox { name: Some("Kåre \"Nord\"".into()), address: "kare@nord.example".into() }],
        cc: vec![Mailbox::of("ola@nord.example"), Mailbox::of("per@nord.example")],
        subject: "Re: Handlekurven tømmes".into(),
        in_reply_to: Some("2@nord.example".into()),
        references: vec!["1@nord.example".into(), "2@nord.example".into()],
        text: "Hei,\n\ndet virker igjen.\n".into(),
        marker: None,
        files: vec![OutgoingFile {
            name: "Logg æ.txt".into(),
            media_type: "text/plain".into(),
            bytes: b"\xff\r\n.\n".to_vec(),
        }],
        automatic: None,
        date: WHEN,
        language: Some("nb".into()),
    }
}

#[test]
fn what_is_written_is_read_again() {
    let raw = write(&outgoing());
    assert_eq!(raw, write(&outgoing()), "the same letter is the same bytes");
    let letter = read(&raw);
    assert_eq!(letter.message_id.as_deref(), Some("frist.42.abc.0123@acme.example"));
    assert_eq!(letter.from, Some(outgoing().from));
    assert_eq!(letter.reply_to, outgoing().reply_to);
    assert_eq!((&letter.to, &letter.cc), (&outgoing().to, &outgoing().cc));
    assert_eq!(letter.subject, outgoing().subject);
    assert_eq!(letter.in_reply_to, ["2@nord.example"]);
    assert_eq!(letter.references, ["1@nord.example", "2@nord.example"]);
    assert_eq!(letter.dated, Some(WHEN));
    assert_eq!(letter.text, "Hei,\n\ndet virker igjen.");
    let files: Vec<(&str, &str, &[u8])> =
        letter.parts.iter().map(|part| (part.name.as_str(), part.media_type.as_str(), part.bytes.as_slice())).collect();
    assert_eq!(files, [("Logg æ.txt", "text/plain", b"\xff\r\n.\n".as_slice())]);
    assert_eq!(letter.faults, Vec::<String>::new());
}

#[test]
fn a_marker_goes_with_the_text_and_comes_back_without_showing() {
    let secret = Secret::new(&[7; 32]).unwrap();
    for with in [Correspondent::Customer, Correspondent::Vendor] {
        let thread = MarkedThread { ticket: TicketId(42), with };
        let marker = secret.marker(thread);
        let raw = write(&Outgoing { marker: Some(marker.clone()), ..outgoing() });
        assert!(String::from_utf8_lossy(&raw).contains(&marker), "{marker} is a line of its own in the letter");
        let rules = MailRules { secret: Some(secret.clone()), ..MailRules::default() };
        let letter = read(&raw);
        assert_eq!(judge(&letter, &rules, WHEN).marker, Some(thread));
        assert_eq!(letter.text, "Hei,\n\ndet virker igjen.");
    }
}

#[test]
fn a_letter_without_files_is_plain_text_in_lines_that_end_as_mail_ends_them() {
    let raw = write(&Outgoing { files: Vec::new(), ..outgoing() });
    let text = String::from_utf8(raw).unwrap();
    assert!(text.is_ascii(), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text}");
    let head = text.split("\r\n\r\n").next().unwrap();
    assert!(head.contains("Content-Type: text/plain; charset=\"utf-8\""), "{head}");
    assert!(head.contains("Date: Mon, 5 Jan 2026 10:00:00 +0000"), "{head}");
    assert!(!head.contains("Auto-Submitted"), "{head}");
}

#[test]
fn only_what_a_machine_writes_says_so_and_is_known_as_that() {
    for (automatic, keyword) in [(Automatic::Replied, "auto-replied"), (Automatic::Generated, "auto-generated")] {
        let raw = write(&Outgoing { automatic: Some(automatic), ..outgoing() });
        let letter = read(&raw);
        assert_eq!(letter.signals.auto_submitted.as_deref(), Some(keyword));
        let judged = judge(&letter, &MailRules::default(), WHEN);
        assert_eq!(judged.verdict, frist_domain::letter::Verdict::Automatic);
    }
    assert_eq!(read(&write(&outgoing())).signals, crate::Signals::default());
}

#[test]
fn a_long_text_a_long_subject_and_many_references_keep_to_the_length_of_lines() {
    let raw = write(&Outgoing {
        subject: "Handlekurven tømmes ".repeat(50),
        text: "ord ".repeat(10_000),
        references: (0..200).map(|n| format!("{n}.{}@nord.example", "a".repeat(60))).collect(),
        ..outgoing()
    });
    let longest = raw.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
    assert!(longest <= 999, "{longest}");
    assert_eq!(read(&raw).references.len(), frist_domain::letter::MOST_REFERENCES);
}

#[test]
fn a_letter_sent_within_another_is_one_file_of_bytes() {
    let inner =
        OutgoingFile { name: "a.eml".into(), media_type: "message/rfc822".into(), bytes: "Subject: ø\n\n".into() };
    let broken = OutgoingFile { name: "../x\r\ny".into(), media_type: "a/b\r\nBcc: x@x".into(), bytes: Vec::new() };
    let letter = read(&write(&Outgoing { files: vec![inner, broken], ..outgoing() }));
    let files: Vec<(&str, &[u8])> =
        letter.parts.iter().map(|part| (part.name.as_str(), part.bytes.as_slice())).collect();
    assert_eq!(files, [("a.eml", "Subject: ø\n\n".as_bytes()), ("x y", b"".as_slice())]);
}

/// A text that would add a header, end the head or begin a part, where it could.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\0",
        "Bcc: evil@x.example",
        "<",
        ">",
        "@",
        ",",
        ";",
        "\"",
        "\\",
        "=?",
        "?=",
        "(",
        ")",
        "--",
        "a",
        "ø",
        " ",
        "\t",
        "\u{202e}",
        ".",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_text_adds_a_header(texts in prop::collection::vec(hostile(), 12)) {
        let [id, name, from, to, subject, answered, reference, text, file, kind, language, cc] = texts.as_slice() else { unreachable!() };
        let raw = write(&Outgoing {
            message_id: id.clone(),
            from: Mailbox { name: Some(name.clone()), address: from.clone() },
            reply_to: Some(Mailbox::of(to.clone())),
            to: vec![Mailbox { name: Some(subject.clone()), address: to.clone() }],
            cc: vec![Mailbox::of(cc.clone())],
            subject: subject.clone(),
            in_reply_to: Some(answered.clone()),
            references: vec![reference.clone(), id.clone()],
            text: text.clone(),
            marker: None,
            files: vec![OutgoingFile { name: file.clone(), media_type: kind.clone(), bytes: text.clone().into_bytes() }],
            automatic: None,
            date: WHEN,
            language: Some(language.clone()),
        });
        let head = raw.split(|byte| *byte == b'\n').take_while(|line| *line != b"\r");
        let allowed = [
            "message-id", "date", "from", "reply-to", "to", "cc", "subject", "in-reply-to", "references", "content-language",
            "mime-version", "content-type",
        ];
        for line in head.filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t")) {
            let line = String::from_utf8_lossy(line).to_lowercase();
            let name = line.split(':').next().unwrap_or_default().to_owned();
            prop_assert!(allowed.contains(&name.as_str()), "{:?} in {}", line, String::from_utf8_lossy(&raw));
        }
        let letter = read(&raw);
        prop_assert_eq!(letter.parts.len(), 1);
        prop_assert_eq!(letter.parts[0].bytes.as_slice(), text.as_bytes());
    }
}

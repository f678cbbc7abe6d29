//! Letters of people and of machines.

use super::{Case, letter, secret};
use frist_domain::ticket::TicketId;

pub(crate) fn cases() -> Vec<Case> {
    let own = secret().message_id(TicketId(42), "abc", "acme.example");
    let with: Vec<(&'static str, String)> = vec![
        ("a person", String::new()),
        ("a person whose server says so", "Auto-Submitted: no".into()),
        ("a person with an empty Auto-Submitted", "Auto-Submitted:".into()),
        ("Auto-Submitted: auto-replied", "Auto-Submitted: auto-replied".into()),
        ("Auto-Submitted: auto-generated with a comment", "Auto-Submitted: Auto-Generated (monitor); x=1".into()),
        ("Auto-Submitted: no with a parameter", "Auto-Submitted: no; why=because".into()),
        ("X-Autoreply", "X-Autoreply: yes".into()),
        ("X-Autorespond", "X-Autorespond: 1".into()),
        ("Precedence: bulk", "Precedence: bulk".into()),
        ("Precedence: junk", "Precedence: JUNK".into()),
        ("Precedence: auto_reply", "Precedence: auto_reply".into()),
        ("Precedence: list", "Precedence: list".into()),
        ("Precedence: first-class", "Precedence: first-class".into()),
        ("Precedence twice, the second of a machine", "Precedence: first-class\nPrecedence: bulk".into()),
        ("Auto-Submitted twice, the second of a machine", "Auto-Submitted: no\nAuto-Submitted: auto-replied".into()),
        ("Auto-Submitted twice, the first empty", "Auto-Submitted:\nAuto-Submitted: auto-replied".into()),
        ("no answers wanted by the second alone", "X-Auto-Response-Suppress: None\nX-Auto-Response-Suppress: All".into()),
        ("an empty Return-Path below another", "Return-Path: <kari@nord.example>\nReturn-Path: <>".into()),
        ("two inbox rules, the second the desk's own", "X-MS-Exchange-Inbox-Rules-Loop: kari@nord.example\nX-MS-Exchange-Inbox-Rules-Loop: desk@acme.example".into()),
        ("out of office in English", "Subject: Automatic reply: The shop is down".into()),
        ("out of office in Norwegian", "Subject: Automatisk svar: Butikken er nede".into()),
        ("absence in Norwegian", "Subject: Fravær: på ferie".into()),
        ("out of office in Dutch", "Subject: Automatisch antwoord: De winkel".into()),
        ("absence in German", "Subject: Abwesenheitsnotiz: Urlaub".into()),
        ("out of office without more", "Subject: Out of Office".into()),
        ("a person on automatic replies", "Subject: Automatic replies are not sent any more".into()),
        ("a person who answers about an absence", "Subject: Re: Out of office".into()),
        ("List-Id", "List-Id: <news.nord.example>".into()),
        ("List-Unsubscribe", "List-Unsubscribe: <mailto:off@nord.example>".into()),
        ("Feedback-ID", "Feedback-ID: 1:2:3".into()),
        ("a list that says bulk", "List-Id: <news.nord.example>\nPrecedence: bulk".into()),
        ("a newsletter of a machine", "List-Unsubscribe: <https://x.example>\nAuto-Submitted: auto-generated".into()),
        ("an absence of somebody on a list", "List-Id: <a.example>\nAuto-Submitted: auto-replied".into()),
        ("ordinary Outlook mail", "X-Auto-Response-Suppress: All".into()),
        ("ordinary Outlook mail that suppresses nothing", "X-Auto-Response-Suppress: None".into()),
        ("an inbox rule and no answers", "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: kari@nord.example".into()),
        ("an inbox rule that passes on", "X-MS-Exchange-Inbox-Rules-Loop: kari@nord.example".into()),
        ("an inbox rule of the desk's own", "X-MS-Exchange-Inbox-Rules-Loop: desk@acme.example".into()),
        ("one of our own letters", format!("Message-ID: <{own}>")),
        ("one of our own letters in capitals", format!("Message-ID: <{}>", own.to_uppercase())),
        ("what looks like one of our own letters", "Message-ID: <frist.42.abc.00000000000000000000@acme.example>".into()),
        ("from the desk's own address", "From: Desk <desk@acme.example>".into()),
        ("from another of the desk's addresses", "From: HELP@acme.example".into()),
        ("from the desk's plus-address", "From: desk+1.2@acme.example".into()),
        ("X-Loop of the desk", "X-Loop: desk@acme.example".into()),
        ("X-Loop of somebody else", "X-Loop: kari@nord.example".into()),
        ("another desk's acknowledgement", "From: desk@vendor.example\nSubject: [Ticket 7] received\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nIn-Reply-To: <1@acme.example>".into()),
        ("another desk's acknowledgement that hides it", "From: desk@vendor.example\nSubject: [Ticket 7] received\nX-Auto-Response-Suppress: All".into()),
        ("an empty Return-Path", "Return-Path: <>".into()),
        ("an empty Return-Path and a machine's answer", "Return-Path: <>\nAuto-Submitted: auto-replied\nSubject: Out of office".into()),
        ("a Return-Path of a person", "Return-Path: <kari@nord.example>".into()),
        ("a mailer-daemon", "From: Mail Delivery System <MAILER-DAEMON@mx.nord.example>".into()),
        ("a postmaster about a letter", "From: postmaster@nord.example\nSubject: Undeliverable: hei".into()),
        ("a postmaster as a person", "From: postmaster@nord.example\nSubject: Our server moves".into()),
        ("a sender that nobody reads", "From: no-reply@nord.example".into()),
        ("all signs at once", "Auto-Submitted: auto-replied\nList-Id: <a>\nPrecedence: bulk\nReturn-Path: <>\nX-Autoreply: yes".into()),
    ];
    with.into_iter().map(|(name, fields)| (name, verified(&fields))).collect()
}

/// Makes a letter that is verified, so that what may be answered shows.
fn verified(fields: &str) -> Vec<u8> {
    let domain = fields.lines().find_map(|line| line.strip_prefix("From: ")?.trim_end_matches('>').rsplit('@').next());
    let trace = format!(
        "Authentication-Results: mx.acme.example; dmarc=pass header.from={}\nReceived: from a by mx.acme.example; Mon, 5 Jan 2026 09:59:00 +0000\n",
        domain.unwrap_or("nord.example").to_lowercase()
    );
    letter(&format!("{trace}{fields}"), "text\n")
}

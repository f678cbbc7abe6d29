//! Reports on letters that did or did not arrive.

use super::{Case, letter, secret};
use frist_domain::ticket::TicketId;

fn report(kind: &str, status: &str, original: &str) -> Vec<u8> {
    let body = format!(
        "--b\nContent-Type: text/plain\n\nYour letter was not delivered.\n--b\nContent-Type: {kind}\n\n{status}\n--b\n{original}\n--b--\n"
    );
    let kind = kind.rsplit('/').next().unwrap();
    letter(
        &format!(
            "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.nord.example>\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nContent-Type: multipart/report; report-type={kind}; boundary=b"
        ),
        &body,
    )
}

pub fn cases() -> Vec<Case> {
    let id = secret().message_id(TicketId(42), "abc", "acme.example");
    let head = format!("Content-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\nSubject: Re: down\n");
    let whole = format!(
        "Content-Type: message/rfc822\n\nMessage-ID: <{id}>\nSubject: Re: down\nFrom: desk@acme.example\n\nHello\n"
    );
    let status = |action: &str| {
        format!(
            "Reporting-MTA: dns; mx.nord.example\n\nFinal-Recipient: rfc822; kari@nord.example\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such\n user\n"
        )
    };
    let plain = |fields: &str, text: &str| letter(fields, text);
    vec![
        ("not delivered", report("message/delivery-status", &status("failed"), &whole)),
        ("not delivered, with the head alone", report("message/delivery-status", &status("failed"), &head)),
        ("delayed", report("message/delivery-status", &status("delayed"), &head)),
        ("delivered", report("message/delivery-status", &status("delivered"), &head)),
        ("relayed", report("message/delivery-status", &status("relayed"), &head)),
        ("an action that is none", report("message/delivery-status", &status("danced"), &head)),
        (
            "two recipients, the second failed",
            report(
                "message/delivery-status",
                "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@x\nAction: delivered\nStatus: 2.0.0\n\nOriginal-Recipient: rfc822;b@x\nFinal-Recipient: rfc822; c@x\nAction: failed\nStatus: 5.0.0\n",
                &head,
            ),
        ),
        ("a report of nothing", report("message/delivery-status", "", "Content-Type: text/plain\n\n")),
        (
            "a report with an escape in its diagnosis",
            report("message/delivery-status", &status("failed").replace("no such", "no\u{1b}[2J such"), &head),
        ),
        (
            "a report of 10,000 recipients",
            report(
                "message/delivery-status",
                &"Final-Recipient: rfc822; a@x\nAction: delivered\n\n".repeat(10_000),
                &head,
            ),
        ),
        (
            "read",
            report(
                "message/disposition-notification",
                "Reporting-UA: Outlook\nFinal-Recipient: rfc822; kari@nord.example\nOriginal-Message-ID: <1@acme.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
                &head,
            ),
        ),
        ("a complaint", report("message/feedback-report", "Feedback-Type: abuse\nUser-Agent: x\n", &whole)),
        (
            "Exim's report",
            plain(
                "From: Mail Delivery System <Mailer-Daemon@mx.nord.example>\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: kari@nord.example\nAuto-Submitted: auto-replied",
                &format!(
                    "A message could not be delivered:\n\n  kari@nord.example\n\n------ This is a copy ------\n\nMessage-Id: <{id}>\nSubject: Re: down\n"
                ),
            ),
        ),
        (
            "qmail's report",
            plain(
                "Return-Path: <>\nFrom: MAILER-DAEMON@nord.example\nSubject: failure notice",
                "Hi. This is the qmail-send program.\n<kari@nord.example>:\nno such user\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <1@acme.example>\n",
            ),
        ),
        (
            "Exchange's report in Norwegian",
            plain(
                "From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nord.example\nSubject: Kan ikke leveres: Re: down",
                "Meldingen ble ikke levert.\n",
            ),
        ),
        (
            "a warning of a delay",
            plain(
                "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: Delayed Mail (still being retried)",
                "It waits.\n",
            ),
        ),
    ]
}

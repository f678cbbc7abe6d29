//! Letters that belong to tickets, or claim to.

use super::{Case, letter, secret};
use frist_domain::reply::Correspondent;
use frist_domain::ticket::TicketId;
use frist_letter::{MarkedThread, Secret};

pub(crate) fn cases() -> Vec<Case> {
    let secret = secret();
    let other = Secret::new(b"another secret of enough bytes!!").unwrap();
    let plus = secret.plus_address("desk@acme.example", TicketId(42)).unwrap();
    let help = secret.plus_address("help@acme.example", TicketId(43)).unwrap();
    let forged = other.plus_address("desk@acme.example", TicketId(42)).unwrap();
    let moved = plus.replace("+42.", "+43.");
    let id = secret.message_id(TicketId(7), "r1", "acme.example");
    let newer = secret.message_id(TicketId(8), "r2", "old.example");
    let marker = secret.marker(MarkedThread { ticket: TicketId(9), with: Correspondent::Customer });
    let vendors = secret.marker(MarkedThread { ticket: TicketId(9), with: Correspondent::Vendor });
    let with: Vec<(&'static str, String, String)> = vec![
        ("a plus-address", format!("To: {plus}"), String::new()),
        ("a plus-address in capitals", format!("To: {}", plus.to_uppercase()), String::new()),
        ("a plus-address in Cc", format!("Cc: Desk <{plus}>"), String::new()),
        ("a plus-address of delivery", format!("Delivered-To: {plus}"), String::new()),
        ("a plus-address of another address of ours", format!("To: {help}"), String::new()),
        ("a plus-address that somebody else signed", format!("To: {forged}"), String::new()),
        ("a plus-address with another number", format!("To: {moved}"), String::new()),
        ("a plus-address without a signature", "To: desk+42@acme.example".into(), String::new()),
        (
            "a plus-address of another domain",
            format!("To: {}", plus.replace("acme.example", "evil.example")),
            String::new(),
        ),
        ("an answer to our letter", format!("In-Reply-To: <{id}>"), String::new()),
        ("an answer by references alone", format!("References: <a@x> <{id}>"), String::new()),
        ("an answer to two of our letters", format!("References: <{id}> <{newer}>"), String::new()),
        (
            "forged references",
            "References: <frist.7.r1.0123456789abcdef0123@acme.example>\nIn-Reply-To: <frist.7@acme.example>".into(),
            String::new(),
        ),
        ("references signed for another number", format!("References: <{}>", id.replace(".7.", ".8.")), String::new()),
        ("references with a leading zero", format!("References: <{}>", id.replace(".7.", ".07.")), String::new()),
        ("a marker in the text", String::new(), format!("Thank you!\n\n> Please keep this line: {marker}\n")),
        (
            "a marker in an answer as HTML",
            "Content-Type: text/html".into(),
            format!("<p>Takk!</p><blockquote>Hei<br><br>-- <br>{marker}</blockquote>\n"),
        ),
        ("the vendor's marker", String::new(), format!("We look at it\n\n> Hello\n>\n> -- \n> {vendors}\n")),
        ("the vendor's marker as the customer's", String::new(), format!("{}\n", vendors.replace("9v:", "9:"))),
        ("a forged marker", String::new(), "frist:9:0123456789abcdef0123\n".into()),
        (
            "a signature for a plus-address as a marker",
            String::new(),
            format!("frist:42:{}\n", plus.split(['.', '@']).nth(1).unwrap()),
        ),
        ("a thousand markers", String::new(), "frist:9:0123456789abcdef0123\nfrist:1:x\n".repeat(500)),
        ("a number in the subject", "Subject: Re: [#12] down".into(), String::new()),
    ];
    with.into_iter().map(|(name, fields, body)| (name, letter(&fields, &body))).collect()
}

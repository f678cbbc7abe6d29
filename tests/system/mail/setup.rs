//! The servers themselves: what the other tests lean on.

use super::desk::{MailDesk, letters};

#[test]
fn the_servers_carry_letters_to_mailboxes_and_mbsync_fetches_them() {
    let Some(desk) = MailDesk::new("") else { return };
    let letter = |to: &str| format!("From: Ola <ola@customer.example>\nTo: {to}\nSubject: Hei\n\nHei\n");
    desk.send("ola@customer.example", &letter("kari@customer.example"));
    let came = desk.wait_for("the letter", |desk| desk.mailbox("kari").pop());
    assert!(came.contains("Subject: Hei"), "{came}");
    desk.send("ola@customer.example", &letter("fetched@acme.example"));
    desk.wait_for("the letter", |desk| desk.mailbox("fetched").pop());
    desk.fetch();
    let fetched = letters(&desk.path("fetched/INBOX/new"));
    assert_eq!(fetched.len(), 1);
    assert!(fetched[0].contains("Authentication-Results: mx.acme.example; dmarc=pass"), "{fetched:?}");
    // What nobody has comes back.
    desk.send(
        "kari@customer.example",
        "From: kari@customer.example\nTo: gone@customer.example\nSubject: Gone\n\nHei\n",
    );
    let back = desk.wait_for("the letter that comes back", |desk| desk.mailbox("kari").into_iter().nth(1));
    assert!(back.contains("multipart/report") && back.contains("the mailbox is gone"), "{back}");
}

//! Gives letters as a store has them: those that wait in the inbox, and those that have not gone yet.

use std::path::Path;

use frist_domain::file::{FileHash, FileRef};
use frist_domain::ledger::{
    InboxLetter, InboxReason, LedgerFact, LedgerRecord, LedgerRecordId, Outgoing, OutgoingPurpose, OutgoingState,
};
use frist_domain::letter::{LetterHead, Mailbox, Trust, Verdict};
use frist_domain::ticket::{Commit, CommitId, Edit, TicketId};
use frist_domain::time::Instant;
use frist_store::FileStore;

/// The number of the first of these records.
pub const FIRST: u64 = 9_001;

/// Returns somebody's address with a name.
pub fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: Some(name.to_owned()), address: address.to_owned() }
}

/// Returns the head of a letter to the desk by a person whom the mail server has found right.
pub fn head(from: Mailbox, subject: &str) -> LetterHead {
    LetterHead {
        message_id: Some(format!("{}@{}", subject.len(), from.address.rsplit('@').next().unwrap())),
        from: Some(from),
        to: vec![Mailbox::of("desk@acme.example")],
        subject: subject.to_owned(),
        verdict: Verdict::Person,
        trust: Trust::Verified,
        ..LetterHead::default()
    }
}

/// Returns a file of that name, in which its name stands.
pub fn file(name: &str, media_type: &str) -> FileRef {
    let (sha256, size) = (FileHash::of(name.as_bytes()), name.len() as u64);
    FileRef { sha256, name: name.to_owned(), media_type: media_type.to_owned(), size }
}

/// Puts these files into the store in that folder.
pub fn keep_files(store: &Path, files: &[FileRef]) {
    let kept = FileStore::of(store);
    for file in files {
        let mut incoming = kept.begin().unwrap();
        incoming.write(file.name.as_bytes()).unwrap();
        assert_eq!(incoming.keep().unwrap(), file.sha256);
    }
}

/// Returns letters that wait, received within the two hours before `now`; one of them seems to belong to `ticket`.
pub fn waiting(ticket: TicketId, now: Instant) -> Vec<InboxLetter> {
    let received = |minutes: i64| now.plus(-60 * minutes);
    let unverified = LetterHead {
        trust: Trust::Unknown,
        cc: vec![mailbox("Ola Vik", "ola@acme.example")],
        dated: Some(received(400)),
        ..head(mailbox("Kari Nord", "kari@acme.example"), "The scanners in hall 3 have lost the network")
    };
    let answer = head(mailbox("Per Moe", "per@elsewhere.example"), &format!("Re: [#{ticket}] It still does that"));
    let list = LetterHead {
        verdict: Verdict::List,
        ..head(mailbox("Vendor News", "news@vendor.example"), "What is new this winter")
    };
    let forged =
        LetterHead { trust: Trust::Failed, ..head(Mailbox::of("ceo@acme.example"), "Urgent: pay this invoice") };
    vec![
        InboxLetter {
            head: unverified,
            received: received(22),
            text:
                "Hello,\n\nsince this morning none of the scanners in hall 3 finds the network. Three lorries wait.\n\n\
                   Kari Nord\nAcme AS"
                    .to_owned(),
            files: vec![file("screen.png", "image/png")],
            reason: InboxReason::NotVerified,
            ..InboxLetter::default()
        },
        InboxLetter {
            head: answer,
            received: received(50),
            text: "It still does that. I can show you this afternoon.".to_owned(),
            reason: InboxReason::StrangerToTicket,
            like: Some(ticket),
            ..InboxLetter::default()
        },
        InboxLetter {
            head: list,
            received: received(75),
            text: "Our newsletter for the winter.".to_owned(),
            reason: InboxReason::NotAPerson,
            ..InboxLetter::default()
        },
        InboxLetter {
            head: forged,
            received: received(110),
            text: "Pay this today and tell nobody.".to_owned(),
            reason: InboxReason::NotGenuine,
            ..InboxLetter::default()
        },
    ]
}

/// Returns letters of the outbox about `ticket`: held, tried again, given up, and perhaps sent.
pub fn outgoing(ticket: TicketId, now: Instant) -> Vec<Outgoing> {
    let to = |subject: &str, text: &str, state: OutgoingState, tries| Outgoing {
        ticket,
        purpose: OutgoingPurpose::Reply,
        head: LetterHead {
            message_id: Some(format!("frist.{ticket}.{}@acme.example", state.key())),
            from: Some(Mailbox::of("desk@acme.example")),
            to: vec![mailbox("Kari Nord", "kari@acme.example")],
            subject: subject.to_owned(),
            ..LetterHead::default()
        },
        text: text.to_owned(),
        files: Vec::new(),
        counts_as: frist_domain::ticket::event::CountsAs::default(),
        then: Vec::new(),
        state,
        tries,
        perhaps_twice: false,
    };
    let failed = |reason: &str, next| OutgoingState::Failed { reason: reason.to_owned(), next };
    vec![
        to("Re: held", "We look into it.", OutgoingState::Held { until: now.plus(8) }, 0),
        to("Re: tried again", "It is mended.", failed("exit code 75: try again later", Some(now.plus(252))), 2),
        to("Re: given up", "Please try again.", failed("exit code 67: no such user", None), 10),
        to("Re: perhaps sent", "We call you at ten.", OutgoingState::Unsure { since: now, restored: false }, 1),
    ]
}

/// Makes the commit in which the desk has all of these, the first as number [`FIRST`].
pub fn commit(waiting: Vec<InboxLetter>, outgoing: Vec<Outgoing>, at: Instant) -> Commit {
    let waiting = waiting.into_iter().map(|letter| LedgerFact::Letter(Box::new(letter)));
    let facts = waiting.chain(outgoing.into_iter().map(|letter| LedgerFact::Outgoing(Box::new(letter))));
    let record = |(id, fact)| LedgerRecord {
        id: LedgerRecordId(id),
        revision: 0,
        at,
        by: "frist".to_owned(),
        first_by: None,
        fact: Some(fact),
    };
    let edits = (FIRST..).zip(facts).map(|pair| Edit::Ledger(record(pair))).collect();
    Commit { id: CommitId(uuid::Uuid::from_u128(0x9001)), at, by: "frist".to_owned(), edits }
}

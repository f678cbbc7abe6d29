//! A whole case over real servers: from the customer's first letter to the one that comes when all is over.

use serde_json::Value;

use super::desk::MailDesk;

/// A letter of Kari's, who works for the customer.
fn letter(id: &str, answers: Option<&str>, subject: &str, text: &str) -> String {
    let answers = answers.map_or_else(String::new, |to| format!("In-Reply-To: <{to}>\nReferences: <{to}>\n"));
    format!(
        "From: Kari Nord <kari@customer.example>\nTo: desk@acme.example\nSubject: {subject}\nMessage-ID: <{id}@customer.example>\n{answers}\n{text}\n"
    )
}

/// Returns the value of a header of a letter.
fn header<'a>(letter: &'a str, name: &str) -> Option<&'a str> {
    let head = letter.split("\n\n").next()?;
    let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
    Some(line.split_once(':')?.1.trim())
}

/// Returns the text of a letter.
fn body(letter: &str) -> &str {
    letter.split_once("\n\n").unwrap().1
}

fn message_id(letter: &str) -> &str {
    header(letter, "Message-ID").unwrap().trim_matches(['<', '>'])
}

impl MailDesk {
    fn ticket(&self, id: u64) -> Option<Value> {
        let shown = self.run(&["show", &id.to_string(), "--json"]);
        (shown.code == Some(0)).then(|| serde_json::from_str(&shown.out).unwrap())
    }

    /// Waits until the ticket has so many messages, and returns it.
    #[track_caller]
    fn with_messages(&self, id: u64, count: usize) -> Value {
        let has = |ticket: &Value| ticket["messages"].as_array().is_some_and(|messages| messages.len() >= count);
        self.wait_for(&format!("message {count} of ticket {id}"), |desk| desk.ticket(id).filter(has))
    }

    /// Returns how many tickets wait.
    fn waiting(&self) -> usize {
        self.run(&["list", "is:waiting", "--json"]).out.lines().count()
    }

    /// Waits until somebody has a letter more than `before`, and returns it.
    #[track_caller]
    fn next_letter(&self, name: &str, before: usize) -> String {
        self.wait_for(&format!("letter {} for {name}", before + 1), |desk| desk.mailbox(name).into_iter().nth(before))
    }
}

#[test]
fn a_case_goes_from_the_first_letter_to_the_last() {
    let Some(desk) = MailDesk::new("") else { return };
    let serves = desk.serve();
    desk.run(&[
        "organisation",
        "add",
        "--name",
        "Customer AS",
        "--domain",
        "customer.example",
        "--contract",
        "moocommerce",
        "--plan",
        "standard",
        "--severity",
        "minor",
    ])
    .ok();

    // The customer's letter is a ticket with the plan of the organisation, and is acknowledged.
    desk.send(
        "kari@customer.example",
        &letter("1", None, "Varene vises ikke", "Hei\n\nVarene vises ikke siden i dag.\n\nKari"),
    );
    let ticket = desk.with_messages(1, 1);
    assert_eq!(
        (&ticket["plan"], &ticket["severity"], &ticket["subject"]),
        (&"standard".into(), &"minor".into(), &"Varene vises ikke".into())
    );
    assert_eq!(ticket["messages"][0]["trust"], "verified");
    let acknowledged = desk.next_letter("kari", 0);
    assert_eq!(header(&acknowledged, "In-Reply-To"), Some("<1@customer.example>"));
    assert_eq!(header(&acknowledged, "Auto-Submitted"), Some("auto-replied"));

    // The agent's answer arrives in the customer's thread.
    desk.run(&["reply", "1", "--text", "Hei Kari. Hvilken butikk?", "--wait"]).ok();
    let answer = desk.next_letter("kari", 1);
    assert!(header(&answer, "References").unwrap().contains("<1@customer.example>"), "{answer}");
    assert_eq!(header(&answer, "Auto-Submitted"), None);
    let ticket = desk.with_messages(1, 3);
    assert_eq!((desk.waiting(), ticket["messages"][2]["direction"].as_str()), (1, Some("out")));

    // The customer's answer lands on the ticket and ends its waiting.
    // It takes the other way in: a mailbox from which mbsync fetches it into the desk's maildir.
    let by_maildir = letter("2", Some(message_id(&answer)), "Re: Varene", "Den i Bergen")
        .replace("desk@acme.example", "fetched@acme.example");
    desk.send("kari@customer.example", &by_maildir);
    desk.wait_for("the letter to fetch", |desk| desk.mailbox("fetched").pop());
    desk.fetch();
    let ticket = desk.with_messages(1, 4);
    assert_eq!((desk.waiting(), ticket["messages"][3]["direction"].as_str()), (0, Some("in")));

    // An out-of-office does nothing but stand there.
    let away = letter("3", Some(message_id(&answer)), "Automatisk svar", "Borte").replacen(
        "Subject",
        "Auto-Submitted: auto-replied\nSubject",
        1,
    );
    let before = desk.mailbox("kari").len();
    desk.send("kari@customer.example", &away);
    let ticket = desk.with_messages(1, 5);
    assert_eq!(ticket["messages"][4]["verdict"], "automatic");
    assert_eq!(desk.mailbox("kari").len(), before);

    // The vendor is written to in a thread of its own, and its answer lands beside the customer's.
    desk.run(&[
        "reply",
        "1",
        "--to-vendor",
        "--to",
        "support@vendor.example",
        "--text",
        "Products are not shown in Bergen",
    ])
    .ok();
    let asked = desk.next_letter("support", 0);
    assert!(!asked.contains("customer.example"), "{asked}");
    // Its mail program loses everything that would say where the answer belongs but the line that the letter ends with.
    let quoted = body(&asked).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    assert!(quoted.contains("\n> frist:1v:"), "{asked}");
    let theirs = format!(
        "From: Support <support@vendor.example>\nTo: desk@acme.example\nSubject: Your case\nMessage-ID: <9@vendor.example>\n\nWe look at it\n\n{quoted}"
    );
    desk.send("support@vendor.example", &theirs);
    let ticket = desk.with_messages(1, 7);
    assert_eq!(ticket["messages"][6]["direction"], "vendor_in");
    assert!(!ticket.to_string().contains("frist:1v:"), "the line is for machines, and not shown: {ticket}");

    // What cannot be delivered shows on the ticket.
    desk.run(&["reply", "1", "--to", "gone@customer.example", "--text", "Er du der?"]).ok();
    desk.wait_for("the report that it was not delivered", |desk| {
        desk.ticket(1).filter(|ticket| ticket.to_string().contains("undelivered"))
    });

    // After the closing a late letter makes the ticket need a look, and reopens nothing.
    desk.run(&["do", "fix", "1"]).ok();
    desk.run(&["do", "close", "1"]).ok();
    desk.send("kari@customer.example", &letter("4", Some(message_id(&answer)), "Re: Varene", "Takk!"));
    desk.wait_for("the late letter", |desk| desk.ticket(1).filter(|ticket| ticket.to_string().contains("Takk!")));
    let ticket = desk.ticket(1).unwrap();
    assert_eq!(ticket["status"], "closed");
    assert_eq!(desk.run(&["list", "is:needs_action", "--json"]).ok().out.lines().count(), 1);
    drop(serves);
}

//! `frist mail check` and notices over real servers.

use super::desk::MailDesk;

#[test]
fn the_check_goes_out_and_comes_back_and_leaves_nothing() {
    let Some(desk) = MailDesk::new("") else { return };
    let check = |wait: &str| desk.run(&["mail", "check", "--wait", wait]);
    // Nobody serves: the check takes in what comes.
    drop(desk.serve());
    std::fs::create_dir_all(desk.path("fetched/INBOX/new")).unwrap();
    let alone = check("60").ok();
    let serves = desk.serve();
    let beside = check("60").ok();
    for said in [&alone.out, &beside.out] {
        assert!(said.contains("✓ it came back through the pipe after "), "{said}");
        assert!(said.contains("✓ mx.acme.example says whether a sender is right, and is trusted"), "{said}");
        assert!(said.contains("; the time at which mx.acme.example took it counts"), "{said}");
    }
    assert_eq!(desk.run(&["inbox", "list"]).code, Some(1));
    // What is taken and comes back to its sender is said too.
    let gone = desk.run(&["mail", "check", "--to", "gone@customer.example"]);
    assert!(gone.code == Some(1) && gone.out.contains("a mail server sent it back: "), "{gone:?}");
    assert_eq!((desk.run(&["inbox", "list"]).code, desk.run(&["list"]).code), (Some(1), Some(1)));
    drop(serves);
}

#[test]
fn a_notice_arrives_and_its_answer_lands_on_no_ticket() {
    let staff = "[staff.anna]\n[staff.ola]\nmail = \"fetched@acme.example\"\nnotices = [\"assigned\", \"answered\"]\n";
    let Some(desk) = MailDesk::new(staff) else { return };
    let serves = desk.serve();
    let new = ["--plan", "standard", "--severity", "critical", "--channel", "phone", "--subject", "Shop down"];
    desk.run(&[&["new", "--contract", "markant"], &new[..]].concat()).ok();
    desk.run(&["do", "assign", "1", "--to", "ola"]).ok();
    let notice = desk.wait_for("the notice", |desk| desk.mailbox("fetched").pop());
    assert!(notice.contains("Subject: [#1] assigned to you: Shop down"), "{notice}");
    assert!(notice.contains("Auto-Submitted: auto-generated"), "{notice}");
    let id = notice.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    desk.send(
        "fetched@acme.example",
        &format!(
            "From: Ola <fetched@acme.example>\nTo: desk@acme.example\nSubject: Re: [#1] assigned to you: Shop down\n\
             Message-ID: <a@acme.example>\nIn-Reply-To: {id}\n\nI am on it\n"
        ),
    );
    let inbox = desk.wait_for("the answer", |desk| {
        let listed = desk.run(&["inbox", "list", "--json"]);
        (listed.code == Some(0)).then_some(listed.out)
    });
    assert!(inbox.contains("\"reason\":\"answers_notice\""), "{inbox}");
    assert!(!desk.run(&["show", "1"]).ok().out.contains("I am on it"));
    drop(serves);
}

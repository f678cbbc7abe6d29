//! The set-ups of `docs/mail.md`, as they stand there.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::desk::{MailDesk, SERVERS, free_port};

const PAGE: &str = include_str!("../../../docs/mail.md");

/// Returns the block of the page that begins with that line.
fn block(first: &str) -> &'static str {
    let blocks = PAGE.split("```").skip(1).step_by(2);
    let mut texts = blocks.filter_map(|block| Some(block.split_once('\n')?.1));
    texts
        .find(|text| text.starts_with(first))
        .unwrap_or_else(|| panic!("docs/mail.md has no block that begins with {first}"))
}

/// Says what a set-up wants that is not here; none where all of it is.
fn missing(of: &str) -> Option<String> {
    let missing = Command::new(SERVERS).args(["missing", of]).output().unwrap();
    let missing = String::from_utf8(missing.stdout).unwrap();
    (!missing.is_empty()).then(|| missing.lines().collect::<Vec<_>>().join(", "))
}

/// A running `smtpd`, until this goes.
struct OpenSmtpd(Child);

impl Drop for OpenSmtpd {
    fn drop(&mut self) {
        // Its other processes end with the first one, which ends when it is asked to.
        let id = nix::unistd::Pid::from_raw(self.0.id().try_into().unwrap());
        let _ = nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM);
        let _ = self.0.wait();
    }
}

#[test]
fn opensmtpd_hands_letters_over_with_the_set_up_of_the_page() {
    if let Some(missing) = missing("opensmtpd") {
        return eprintln!("skipped: the test with OpenSMTPD wants {missing}; `servers install` gets it");
    }
    let desk = MailDesk::without_servers("");
    desk.run(&["person", "add", "--name", "Kari", "--address", "kari@customer.example"]).ok();
    let port = free_port();
    let intake = format!("{}", desk.path("intake").display());
    let documented = block("# /etc/smtpd.conf");
    let set_up = documented
        .replace("listen on 0.0.0.0", &format!("listen on 127.0.0.1 port {port}"))
        .replace("/usr/bin/frist --store /srv/desk intake", &intake)
        .replace("\"frist\" }", "\"nobody\" }");
    assert!(
        set_up.contains(&port.to_string()) && set_up.contains(&intake) && set_up.contains("\"nobody\" }"),
        "{set_up}"
    );
    let conf = desk.path("smtpd.conf");
    fs::write(&conf, set_up).unwrap();
    let log = fs::File::create(desk.path("smtpd.log")).unwrap();
    let started = Command::new(SERVERS)
        .arg("opensmtpd")
        .args([desk.path(""), conf])
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn();
    let _server = OpenSmtpd(started.unwrap());
    desk.wait_for("OpenSMTPD", |_| TcpStream::connect(("127.0.0.1", port)).ok());

    let mut msmtp = desk.as_desk("msmtp");
    msmtp.args(["--host=127.0.0.1", &format!("--port={port}"), "--tls=off", "--auth=off"]);
    msmtp.args(["--from=kari@customer.example", "desk+1.abc@acme.example"]).stdin(Stdio::piped());
    let mut sent = msmtp.spawn().unwrap();
    let letter = "From: kari@customer.example\nTo: desk+1.abc@acme.example\nSubject: By OpenSMTPD\n\nHei\n";
    sent.stdin.take().unwrap().write_all(letter.as_bytes()).unwrap();
    assert!(sent.wait().unwrap().success(), "{}", fs::read_to_string(desk.path("smtpd.log")).unwrap());
    desk.wait_for("the letter", |desk| {
        desk.run(&["intake", "run"]).ok();
        desk.run(&["inbox", "list"]).out.contains("By OpenSMTPD").then_some(())
    });
}

#[test]
fn mbsync_reads_the_set_up_of_the_page() {
    if let Some(missing) = missing("") {
        return eprintln!("skipped: the tests with mail servers want {missing}; `servers install` gets them");
    }
    let desk = MailDesk::without_servers("");
    let conf = desk.path("home/mbsyncrc");
    fs::write(&conf, block("# ~/.mbsyncrc")).unwrap();
    // It reads all of it before it looks for the channel, and has a complaint for each line that it does not know.
    let read = |channel: &str| {
        let read = desk.as_desk("mbsync").arg("-c").arg(&conf).arg(channel).output().unwrap();
        String::from_utf8(read.stderr).unwrap()
    };
    let said = read("none");
    assert!(said.starts_with("No channel or group named 'none' defined."), "{said}");
    assert!(!said.contains("mbsyncrc:"), "{said}");
}

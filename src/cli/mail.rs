//! Carries out `frist mail check`: tries a desk's mail with a letter to itself, and says step by step what is right and what is not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant as Moment};

use serde::Serialize;

use super::args::{MailCheckArgs, MailCommand};
use super::error::CliError;
use super::host::{Finding, Verdict};
use super::output::Output;
use super::setup::{Setup, mail_setup};
use crate::config::{MailSettings, can_be_found};
use crate::desk::{
    AskDesk as _, CheckArrival, CheckLetter, Desk as _, MailRules, SharedDesk, TakeLetters, UnusableMail,
    refuses_notices,
};
use crate::domain::ledger::is_address;
use crate::domain::letter::Trust;
use crate::domain::problem::ProblemKind;
use crate::domain::text::clean;

/// The time between two looks whether the letter has come.
const LOOK: Duration = Duration::from_millis(200);
/// The bits of a mode that give anything to other accounts.
const OTHERS: u32 = 0o077;

pub(super) fn mail(setup: &mut Setup, command: &MailCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    match command {
        MailCommand::Check(args) => check(setup, args, output),
    }
}

/// A step of the check as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct StepJson<'a> {
    what: &'a str,
    /// Whether it is right; null where that is not known, or up to the desk.
    right: Option<bool>,
    /// What to do, or why it is not known; empty where it is right.
    say: &'a str,
    /// The line to write under [mail] of the settings; null where there is none to propose.
    write: Option<&'a str>,
}

/// The steps so far, each of which is told as soon as it is known: a letter may take a minute.
struct Steps<'a, 'b> {
    output: &'a mut Output<'b>,
    as_json: bool,
    wrong: usize,
}

impl Steps<'_, '_> {
    fn tell(&mut self, finding: &Finding) -> Result<(), CliError> {
        self.propose(finding, None)
    }

    /// Tells a step, with the line that is to be written into the settings.
    fn propose(&mut self, Finding { what, found }: &Finding, write: Option<&str>) -> Result<(), CliError> {
        let (right, say) = match found {
            Verdict::Right => (Some(true), ""),
            Verdict::Lacks(hint) => (Some(false), hint.as_str()),
            Verdict::Unknown(why) => (None, why.as_str()),
        };
        self.wrong += usize::from(right == Some(false));
        if self.as_json {
            self.output.json(&StepJson { what, right, say, write })?;
        } else {
            let mark = right.map_or("?", |right| if right { "✓" } else { "✗" });
            let say = if say.is_empty() { String::new() } else { format!(": {say}") };
            self.output.line(&clean(&format!("{mark} {what}{say}")))?;
            if let Some(line) = write {
                self.output.line(&clean(&format!("  write under [mail]: {line}")))?;
            }
        }
        Ok(self.output.out.flush()?)
    }

    fn end(&self) -> Result<(), CliError> {
        let hint = "each line with ✗ says what to do; docs/mail.md, “Trying it”";
        match self.wrong {
            0 => Ok(()),
            1 => Err(CliError::new(ProblemKind::NotFound, "one thing of the mail is wrong", hint)),
            many => Err(CliError::new(ProblemKind::NotFound, format!("{many} things of the mail are wrong"), hint)),
        }
    }
}

fn check(setup: &mut Setup, args: &MailCheckArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    if let Some(to) = args.to.as_deref().filter(|to| !is_address(to)) {
        let message = format!("--to: {} is not an address that letters can go to", clean(to));
        return Err(CliError::input(message, "write one such as desk@acme.example"));
    }
    let secret = secret(setup);
    let desk = setup.open(output)?;
    let mut steps = Steps { output, as_json: args.json, wrong: 0 };
    for finding in of_settings(setup).into_iter().chain(secret) {
        steps.tell(&finding)?;
    }
    let mail = setup.settings.mail.clone();
    for finding in of_notices(setup, &desk) {
        steps.tell(&finding)?;
    }
    let (Some(address), 0) = (&mail.address, steps.wrong) else { return steps.end() };
    let to = args.to.as_deref().unwrap_or(address);
    let began = Moment::now();
    let sent = CheckLetter::send(&mail_setup(&setup.settings, &setup.paths), &setup.paths.store, to, setup.now());
    let what = format!("a letter to {to}: {} takes it", mail.sendmail[0]);
    let letter = match sent {
        Ok(letter) => letter,
        Err(why) => {
            steps.tell(&not_sent(what, why))?;
            return steps.end();
        }
    };
    steps.tell(&Finding::of(what, true, ""))?;
    match wait(&desk, &letter, Duration::from_secs(args.wait))? {
        Some(arrival) => came(&mut steps, &mail, &arrival, began.elapsed())?,
        None => steps.tell(&lost(setup, &mail, to, args.wait))?,
    }
    steps.end()
}

/// Looks at the settings, the address and the command.
fn of_settings(setup: &Setup) -> Vec<Finding> {
    let config = &setup.paths.config;
    let mail = &setup.settings.mail;
    let mut all = vec![Finding::of(
        format!("settings: {}", config.display()),
        config.exists(),
        "there is no such file; make it with frist config edit, or name it with --config",
    )];
    let of_mail = |problem: &&crate::domain::problem::Problem| problem.key().starts_with("mail");
    all.extend(
        setup
            .problems
            .iter()
            .filter(of_mail)
            .map(|problem| Finding { what: "settings: [mail]".to_owned(), found: Verdict::Lacks(problem.to_string()) }),
    );
    all.push(match &mail.address {
        Some(address) => Finding::of(format!("address: {address}"), true, ""),
        None => Finding::of("address", false, "write address = \"desk@…\" under [mail] of the desk's settings"),
    });
    let hint = "name the command that your mail system has as sendmail under [mail], with its arguments";
    all.push(match mail.sendmail.first() {
        None => Finding::of("sendmail", false, format!("it is empty, so that no letter goes out: {hint}")),
        Some(program) => Finding::of(
            format!("sendmail: {program}"),
            can_be_run(program),
            format!("there is no such program: {hint}"),
        ),
    });
    if let Some(maildir) = &mail.maildir {
        let new = maildir.join("new");
        let hint = format!("there is no folder {}: have your fetcher make it", new.display());
        all.push(Finding::of(format!("maildir: {}", maildir.display()), new.is_dir(), hint));
    }
    all
}

fn can_be_run(program: &str) -> bool {
    let is_executable =
        |path: &Path| fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0);
    if program.contains('/') { is_executable(Path::new(program)) } else { can_be_found(program) }
}

/// Looks at the secret, as it was before the store is opened: that makes one where there is none, and closes it to others.
fn secret(setup: &Setup) -> Option<Finding> {
    setup.settings.mail.address.as_ref()?;
    let file = mail_setup(&setup.settings, &setup.paths).secret_file();
    let what = format!("secret: {}", file.display());
    Some(match fs::metadata(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Finding::unknown(what, "there was none; the desk makes one when it opens its store")
        }
        Err(error) => {
            Finding::of(what, false, format!("{error}; run the check with the account that the desk runs under"))
        }
        Ok(about) if about.permissions().mode() & OTHERS != 0 => {
            Finding::unknown(what, "other accounts could read it; the desk has closed it to them")
        }
        Ok(_) => Finding::of(what, true, ""),
    })
}

/// Tells who gets notices, and who cannot.
fn of_notices(setup: &Setup, desk: &SharedDesk) -> Vec<Finding> {
    let own = MailRules { address: setup.settings.mail.address.clone(), ..MailRules::default() };
    let ledger = desk.ledger();
    let wishes = setup.settings.people.notice_wishes();
    let finding = |(person, wishes): (&crate::config::Person, &crate::config::NoticeWishes)| {
        let address = wishes.mail.as_deref()?;
        let kinds: Vec<&str> = wishes.kinds.iter().map(|kind| kind.key()).collect();
        let what = format!("notices to {} at {address}: {}", person.display, kinds.join(", "));
        let refused = refuses_notices(address, &own, &ledger);
        let hint =
            |why: &str| format!("none go there, as {why}; give another one as mail under [staff.{}]", person.name);
        Some(Finding::of(what, refused.is_none(), refused.map(hint).unwrap_or_default()))
    };
    wishes.filter_map(finding).collect()
}

fn not_sent(what: String, why: UnusableMail) -> Finding {
    let say = match why {
        UnusableMail::Secret(why) => format!("{why}; run the check with the account that the desk runs under"),
        UnusableMail::Command(why) => format!("{why}; try the command by hand, and look into the mail system's log"),
        UnusableMail::Store(problem) => problem.to_string(),
    };
    Finding::of(what, false, say)
}

/// Waits until the letter has come back, and has what waits taken in meanwhile where nobody else does.
fn wait(desk: &SharedDesk, letter: &CheckLetter, patience: Duration) -> Result<Option<CheckArrival>, CliError> {
    let until = Moment::now() + patience;
    loop {
        desk.ask(TakeLetters)?;
        if let Some(arrival) = letter.arrival() {
            return Ok(Some(arrival));
        }
        if Moment::now() >= until {
            return Ok(None);
        }
        std::thread::sleep(LOOK.min(until.saturating_duration_since(Moment::now())));
    }
}

fn lost(setup: &Setup, mail: &MailSettings, to: &str, seconds: u64) -> Finding {
    let pipe = format!("frist --store {} intake", setup.paths.store.display());
    let by_maildir = mail
        .maildir
        .as_ref()
        .map_or_else(String::new, |maildir| format!(", or your fetcher has to bring them into {}", maildir.display()));
    let say = format!(
        "it has not come; the mail server has to hand letters for {to} to `{pipe}`{by_maildir}. Its log says where this one is; \
         --wait waits longer"
    );
    Finding::of(format!("it comes back within {seconds} s"), false, say)
}

/// Tells what the letter carried that came back.
fn came(
    steps: &mut Steps<'_, '_>,
    mail: &MailSettings,
    arrival: &CheckArrival,
    took: Duration,
) -> Result<(), CliError> {
    if let Some(why) = &arrival.undelivered {
        let say = format!("a mail server sent it back: {why}; look into the mail system's log");
        return steps.tell(&Finding::of("it comes back", false, say));
    }
    let way = if arrival.by_maildir { "the maildir" } else { "the pipe" };
    steps.tell(&Finding::of(format!("it came back through {way} after {:.1} s", took.as_secs_f64()), true, ""))?;
    let servers: Vec<&str> = arrival.received.iter().filter_map(|received| received.by.as_deref()).collect();
    let rules = MailRules {
        trusted_authserv: mail.trusted_authserv.clone(),
        trusted_relays: mail.trusted_relays.clone(),
        ..MailRules::default()
    };
    relays(steps, mail, &rules, &servers)?;
    authserv(steps, mail, &rules, arrival)
}

/// Tells whether the time of a report is that of the server that took its letter.
fn relays(steps: &mut Steps<'_, '_>, mail: &MailSettings, rules: &MailRules, servers: &[&str]) -> Result<(), CliError> {
    let Some(first) = servers.first() else {
        let why = "it carries no Received: the time of its arrival here counts";
        return steps.tell(&Finding::unknown("trusted_relays", why));
    };
    let what = format!("it went through {}", servers.join(", "));
    if let Some(trusted) = servers.iter().find(|server| rules.trusts_relay(server)) {
        let what = format!("{what}; the time at which {trusted} took it counts");
        return steps.tell(&Finding::of(what, true, ""));
    }
    let line = line_of("trusted_relays", &mail.trusted_relays, first);
    let why = format!(
        "none of them is in trusted_relays, so that the time of arrival here counts; where {first} is your own"
    );
    let finding =
        if mail.trusted_relays.is_empty() { Finding::unknown(what, why) } else { Finding::of(what, false, why) };
    steps.propose(&finding, Some(&line))
}

/// Tells whether senders can be believed.
fn authserv(
    steps: &mut Steps<'_, '_>,
    mail: &MailSettings,
    rules: &MailRules,
    arrival: &CheckArrival,
) -> Result<(), CliError> {
    let found = arrival.authentication.iter().filter(|results| results.is_in_trace).map(|it| it.authserv.as_str());
    let found: Vec<&str> = found.collect();
    let Some(first) = found.first() else {
        let why = "no server says whether a sender is right (Authentication-Results), so that every letter waits in the inbox; \
                   letters of your own host may carry none all the same";
        return steps.tell(&Finding::unknown("trusted_authserv", why));
    };
    if let Some(trusted) = found.iter().find(|server| rules.trusts_authserv(server)) {
        let what = format!("{trusted} says whether a sender is right, and is trusted");
        let say = "and found the desk's own letter to be another's: look at SPF and DKIM of the desk's domain";
        return steps.tell(&Finding::of(what, arrival.trust != Trust::Failed, say));
    }
    let line = line_of("trusted_authserv", &mail.trusted_authserv, first);
    let what = format!("{first} says whether a sender is right");
    let why = "it is not in trusted_authserv, so that every letter waits in the inbox; where it is your own".to_owned();
    let finding =
        if mail.trusted_authserv.is_empty() { Finding::unknown(what, why) } else { Finding::of(what, false, why) };
    steps.propose(&finding, Some(&line))
}

/// Returns the line of the settings that names one server more.
fn line_of(key: &str, known: &[String], more: &str) -> String {
    let all: Vec<String> = known.iter().map(String::as_str).chain([more]).map(|name| format!("\"{name}\"")).collect();
    format!("{key} = [{}]", all.join(", "))
}

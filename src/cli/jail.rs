//! Limits a person who comes with a key: `command="frist --as NAME"` in the service account's `authorized_keys`. What they
//! wrote behind `ssh HOST` is the command line; it reaches the desk and nothing else of the machine, and no shell reads it.
//!
//! Two tables decide, and a new option or command does not compile before it stands in them: [`forbidden_option`] and
//! [`may_reach`].

use std::ffi::OsString;

use super::args::{CalendarCommand, Cli, Command, ContractCommand, GlobalArgs, RepliesCommand, WorkCommand};
use super::error::CliError;
use super::file::is_standard;
use crate::domain::problem::{Problem, ProblemKind};

/// The variable in which OpenSSH puts what was asked for instead of the forced command.
const ORIGINAL: &str = "SSH_ORIGINAL_COMMAND";

/// Returns what was written behind `ssh HOST`, if that is what started this process.
pub(super) fn original_command() -> Option<OsString> {
    std::env::var_os(ORIGINAL)
}

/// Returns the command line of a person who comes with a key: the options are those of `forced`, the command is that of
/// `original`, or the forced one where there is none. `parse` reads arguments, the program's name first, and returns none
/// for help.
///
/// # Errors
///
/// If they may not do that, or what they wrote is not valid.
pub(super) fn enter(
    forced: Cli,
    original: Option<OsString>,
    parse: impl FnOnce(Vec<OsString>) -> Result<Option<Cli>, CliError>,
) -> Result<Option<Cli>, CliError> {
    let words = words(original)?;
    let Cli { global, command } = if words.is_empty() {
        forced
    } else if forced.command.is_some() {
        return Err(one_command());
    } else {
        let Some(asked) = parse(words).map_err(with_quoting)? else { return Ok(None) };
        if let Some(option) = forbidden_option(&asked.global) {
            return Err(not_yours(option));
        }
        let plain = forced.global.plain || asked.global.plain;
        Cli { global: GlobalArgs { plain, ..forced.global }, command: asked.command }
    };
    match &command {
        Some(command) if !may_reach(command) => Err(out_of_reach()),
        _ => Ok(Some(Cli { global, command })),
    }
}

/// Splits the words as a shell would, without expanding any of them, behind the program's name; empty if there are none.
fn words(original: Option<OsString>) -> Result<Vec<OsString>, CliError> {
    let Some(text) = original else { return Ok(Vec::new()) };
    let text = text.into_string().map_err(|_| CliError::input("the command is not UTF-8 text", "write it in UTF-8"))?;
    let words = shlex::split(&text).ok_or_else(unended)?;
    let named = words.first().is_some_and(|first| first == "frist" || first.ends_with("/frist"));
    let rest: Vec<OsString> = words.into_iter().skip(usize::from(named)).map(Into::into).collect();
    let name = (!rest.is_empty()).then(|| OsString::from("frist"));
    Ok(name.into_iter().chain(rest).collect())
}

/// Returns the first given option that only the forced command may have.
fn forbidden_option(global: &GlobalArgs) -> Option<&'static str> {
    // How the screen is shown is for the person who looks at it to say.
    let GlobalArgs { store, contracts, config, now, log, as_name, plain: _ } = global;
    let given = [
        (store.is_some(), "--store"),
        (contracts.is_some(), "--contracts"),
        (config.is_some(), "--config"),
        (now.is_some(), "--now"),
        (log.is_some(), "--log"),
        (as_name.is_some(), "--as"),
    ];
    given.into_iter().find_map(|(given, option)| given.then_some(option))
}

/// Returns whether a command touches nothing but the desk: it names no file, starts nothing and serves nobody.
fn may_reach(command: &Command) -> bool {
    let work = match command {
        Command::Work(work) => work.as_ref(),
        Command::Generate(_) => return false,
    };
    match work {
        WorkCommand::List(_)
        | WorkCommand::Show(_)
        | WorkCommand::Why(_)
        | WorkCommand::Journal(_)
        | WorkCommand::Do(_)
        | WorkCommand::Release(_)
        | WorkCommand::Outage(_)
        | WorkCommand::Record(_)
        | WorkCommand::VendorReport(_)
        | WorkCommand::View(_)
        | WorkCommand::Outbox(_)
        | WorkCommand::Inbox(_)
        | WorkCommand::Replies(RepliesCommand::List(_) | RepliesCommand::Show { .. })
        | WorkCommand::Absence(_)
        | WorkCommand::Alerts(_)
        | WorkCommand::Oncall(_)
        | WorkCommand::Owed(_)
        | WorkCommand::Calc
        | WorkCommand::Wall
        | WorkCommand::Contract(
            ContractCommand::List { .. }
            | ContractCommand::Show { .. }
            | ContractCommand::Templates { .. }
            | ContractCommand::Explain(_)
            | ContractCommand::Amend(_),
        )
        | WorkCommand::Calendar(CalendarCommand::List { .. } | CalendarCommand::Show { .. }) => true,
        // A file would be read with the rights of the service's account.
        WorkCommand::New(new) => new.attach.is_empty(),
        WorkCommand::Reply(reply) => reply.attach.is_empty(),
        WorkCommand::Attach(attach) => attach.files.iter().all(|path| is_standard(path)),
        WorkCommand::File(file) => file.to.output.as_ref().is_none_or(|path| is_standard(path)),
        // The document goes to standard output; a file would be written by the service's account.
        WorkCommand::Evidence(evidence) => evidence.file.output.is_none(),
        WorkCommand::Person(command) => command.names_no_file(),
        WorkCommand::Organisation(command) => command.names_no_file(),
        WorkCommand::Uptime(uptime) => uptime.file.output.is_none(),
        WorkCommand::Claim(claim) => claim.file.output.is_none(),
        WorkCommand::Report(args) => args.report.as_ref().is_none_or(|report| report.file().output.is_none()),
        // A letter would be taken in that no mail server has seen.
        WorkCommand::Intake(_)
        | WorkCommand::Demo(_)
        | WorkCommand::Doctor(_)
        | WorkCommand::Mail(_)
        | WorkCommand::Backup(_)
        | WorkCommand::Restore(_)
        | WorkCommand::Verify(_)
        | WorkCommand::Repair(_)
        | WorkCommand::Export(_)
        | WorkCommand::Import(_)
        | WorkCommand::Serve(_)
        | WorkCommand::Replies(RepliesCommand::Check(_))
        | WorkCommand::Config(_)
        | WorkCommand::Contract(ContractCommand::Check { .. } | ContractCommand::New(_))
        | WorkCommand::Calendar(CalendarCommand::Import { .. }) => false,
    }
}

fn not_yours(option: &str) -> CliError {
    let message = format!("{option} is not for you to set here");
    CliError::new(ProblemKind::NotAllowed, message, "the person who runs the desk sets it in its authorized_keys")
}

fn out_of_reach() -> CliError {
    CliError::new(
        ProblemKind::NotAllowed,
        "this command is not open to you: with --as you reach only the desk",
        "the commands are new, list, show, why, evidence, audit, do, attach and file by way of standard input and output, reply, inbox, outbox, replies list, replies show, release, outage, maintenance, change, vendor-report, person, organisation, absence, alerts, oncall, uptime, claim, report, \
         wall, calc, contract list, contract show, contract amend, calendar list and calendar show; the person who runs the desk does the rest on its \
         machine",
    )
}

fn one_command() -> CliError {
    let hint = "leave the command out; the person who runs the desk sets it in its authorized_keys";
    CliError::new(ProblemKind::NotAllowed, "this key is for one command only", hint)
}

fn unended() -> CliError {
    CliError::input("a quote in the command has no end", "end it, or write \\\" for the character itself")
}

/// Adds a hint on quoting, as a command that is not valid may have lost its quotes to the shell that ssh was started from.
fn with_quoting(error: CliError) -> CliError {
    match error {
        CliError::Told(problem) if problem.kind == ProblemKind::Refused => {
            let quoted = "over ssh, quote all of it: ssh HOST 'new --subject \"Shop down\" …'";
            CliError::Told(Problem { hint: format!("{}; {quoted}", problem.hint), ..problem })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::tell_terms_from_options;
    use super::*;
    use clap::Parser;

    /// Reads a command line as the program does.
    fn read(words: impl IntoIterator<Item = OsString>) -> Result<Cli, CliError> {
        Ok(Cli::try_parse_from(tell_terms_from_options(words))?)
    }

    fn parse(words: &[&str]) -> Cli {
        read([&["frist"], words].concat().into_iter().map(OsString::from)).unwrap()
    }

    /// Returns what `original` becomes behind the forced command `frist --as anna --store /desk` and `more`.
    fn entered(more: &[&str], original: &str) -> Result<Cli, CliError> {
        let forced = parse(&[&["--as", "anna", "--store", "/desk"], more].concat());
        let asked = |words: Vec<OsString>| read(words).map(Some);
        enter(forced, Some(original.into()), asked).map(Option::unwrap)
    }

    fn refused(more: &[&str], original: &str) -> String {
        let error = entered(more, original).unwrap_err();
        assert_eq!(error.code(), 4, "{original}: {error}");
        error.report()
    }

    #[test]
    fn what_touches_only_the_desk_is_open_and_nothing_else() {
        let open = [
            "list",
            "list --json is:breached",
            "new --contract c --subject 'Shop down'",
            "show 1",
            "why 1 response",
            "do fix 1 2",
            "evidence 1 --with-notes",
            "audit who:me --json",
            "attach 1 - --name error.log",
            "file 1",
            "file 1 2 --output -",
            "reply 1 --text Hello --wait",
            "outbox list",
            "outbox recall 3",
            "release list",
            "release add --contract sesam 2026-12-01",
            "outage start --contract markant --symptom 'Shop down'",
            "outage end",
            "outage list --json",
            "outage remove 3",
            "maintenance add --contract sesam --from '2026-12-01 12:00' --to '2026-12-01 13:00'",
            "maintenance list",
            "person add --name 'Kari Nord' --address kari@acme.example",
            "person export --vcard",
            "person import -",
            "organisation list",
            "absence list",
            "change add --contract myproduction --from '2026-12-01 12:00' --note 'New editor'",
            "uptime",
            "uptime --contract markant --month 2026-12 --markdown",
            "uptime --csv",
            "claim markant --period 2026-11 --json",
            "report attainment --by severity,target --json",
            "report heat -vendor:markant",
            "report scorecard --contract markant --markdown",
            "calc",
            "contract list --json",
            "contract show markant",
            "contract templates",
            "contract explain markant --severity critical --reported 'Fri 15:50'",
            "calendar list",
            "calendar show NO --year 2026",
        ];
        let closed = [
            "new --contract c --subject x --attach /etc/passwd",
            "attach 1 /etc/passwd",
            "reply 1 --text x --attach /etc/passwd",
            "attach 1 - /etc/passwd --name x",
            "file 1 1 --output /tmp/x",
            "serve",
            "demo",
            "demo --tickets 3",
            "config show",
            "config check",
            "config edit",
            "contract check /etc/passwd",
            "contract new acme",
            "evidence 1 --output /tmp/x",
            "uptime --output /tmp/x",
            "person export --output /tmp/x",
            "person import /etc/passwd",
            "organisation import /etc/passwd",
            "claim markant --output /tmp/x",
            "report trend --output /tmp/x",
            "report scorecard --contract markant --output /tmp/x",
            "uptime --markdown --output /tmp/x --force",
            "calendar import /etc/passwd --id x",
            "completions bash",
            "man",
        ];
        for line in open {
            for line in [line.to_owned(), format!("frist {line}"), format!("/usr/local/bin/frist  {line}")] {
                assert!(entered(&[], &line).unwrap().command.is_some(), "{line}");
            }
            let words = shlex::split(line).unwrap();
            let forced: Vec<&str> = words.iter().map(String::as_str).collect();
            assert!(entered(&forced, "").is_ok(), "{line}");
        }
        for line in closed {
            assert!(refused(&[], line).contains("the commands are new, list, show"), "{line}");
            assert!(refused(&line.split(' ').collect::<Vec<_>>(), "").contains("only the desk"), "{line}");
        }
    }

    #[test]
    fn the_options_of_the_forced_command_stay_and_no_others_come_in() {
        for line in ["", "  ", "frist", "list"] {
            let global = entered(&[], line).unwrap().global;
            assert_eq!(global.as_name.as_deref(), Some("anna"));
            assert_eq!(global.store, Some("/desk".into()));
        }
        for option in ["--as", "--store", "--config", "--contracts", "--now"] {
            for line in [
                format!("{option} x list"),
                format!("list {option}=x"),
                format!("{option}=x"),
                format!("frist show 1 {option} 'x y'"),
                format!("list \"{option}\" x"),
            ] {
                let words = refused(&[], &line);
                assert!(words.contains(option) && words.contains("the person who runs the desk"), "{line}: {words}");
            }
        }
        assert!(entered(&[], "list -- --store").is_ok());
    }

    #[test]
    fn a_key_for_one_command_takes_no_other() {
        assert!(refused(&["list"], "do fix 1").contains("one command only"));
        assert!(entered(&["list"], " ").is_ok());
    }

    #[test]
    fn words_are_parted_and_nothing_is_put_in_for_them() {
        let subject = |line: &str| match entered(&[], &format!("new --contract c --subject {line}")).unwrap().command {
            Some(Command::Work(work)) => match *work {
                WorkCommand::New(new) => new.subject,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        for (line, meant) in [
            ("'Shop down; rm -rf /'", "Shop down; rm -rf /"),
            ("\"$(id) `id` ${HOME} *\"", "$(id) `id` ${HOME} *"),
            ("$HOME", "$HOME"),
            ("Shop\\ down\\;", "Shop down;"),
            ("'a\nb'", "a\nb"),
            ("~", "~"),
        ] {
            assert_eq!(subject(line), meant);
        }
    }

    #[test]
    fn what_makes_no_sense_says_how_to_quote() {
        for line in ["new --contract c --subject Shop down", "sh", "list; id", "--store"] {
            let error = entered(&[], line).unwrap_err();
            assert_eq!(error.code(), 2, "{line}");
            assert!(error.report().contains("over ssh, quote all of it"), "{line}: {error:?}");
        }
        assert!(
            entered(&[], "new --subject 'Shop").unwrap_err().report().contains("a quote in the command has no end")
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_no_command() {
        use std::os::unix::ffi::OsStringExt as _;
        let forced = parse(&["--as", "anna"]);
        let odd = OsString::from_vec(b"list \xff".to_vec());
        let error = enter(forced, Some(odd), |_| panic!("nothing to parse")).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (2, "the command is not UTF-8 text"));
    }
}

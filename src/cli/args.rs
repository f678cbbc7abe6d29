//! The command line's shape: commands, options and their help. What they do stands in the modules beside this one.

mod act;
mod agreements;
mod config;
mod file;
mod language;
mod ledger;
mod mail;
mod oncall;
mod or_list;
mod people;
mod record;
mod renamed;
mod reply;
mod report;
mod store_maintenance;
mod texts;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::time::Date;

pub(super) use act::{DoArgs, event_first, refused};
pub(super) use agreements::{
    AmendArgs, CalendarCommand, ContractCommand, ExplainArgs, NewContractArgs, ReleaseCommand,
};
pub(super) use config::{ConfigCommand, ConfigShowArgs};
pub(super) use file::{AttachArgs, TicketFileArgs};
pub(super) use language::LanguageArgs;
pub(super) use ledger::{
    ClaimArgs, EntriesArgs, FormArgs, OutageAddArgs, OutageArgs, OutageCommand, OutageEndArgs, OutageListArgs,
    OutageSetArgs, OutageStartArgs, RemoveArgs, SeenArgs, TicketOrNone, UptimeArgs, VendorReportCommand, ViewCommand,
};
pub(super) use mail::{
    DropArgs, InboxCommand, InboxLetterArgs, InboxListArgs, IntakeArgs, IntakeCommand, JoinArgs, MailCheckArgs,
    MailCommand, SenderArgs, TakeArgs,
};
pub(super) use oncall::{AlertsCommand, OncallArgs, OncallCommand, OncallListArgs};
pub(super) use or_list::OrList;
pub(super) use people::{
    AbsenceCommand, MergeArgs, OrganisationAddArgs, OrganisationCommand, OrganisationSetArgs, PartyImportArgs,
    PartyListArgs, PartyNumberArgs, PartyRemoveArgs, PartyShowArgs, PersonAddArgs, PersonCommand, PersonSetArgs,
};
pub(super) use record::{RecordAction, RecordArgs};
pub(super) use renamed::renew;
pub(super) use reply::{LetterArgs, OutboxCommand, RecordArg, RepliesCommand, ReplyArgs};
pub(super) use report::{ClockArg, GroupedArgs, ReportArgs, ReportCommand, ScopeArgs, ScorecardArgs, TableArgs};
pub(super) use store_maintenance::{ExportArgs, ImportArgs, JsonArgs, RestoreArgs};

/// A helpdesk in the terminal that knows when each vendor's agreement says an answer is due, and why.
///
/// Without a command, the screen opens.
#[derive(Parser, Debug)]
#[command(name = "frist", version, long_version = super::version::long(), max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done, 1 nothing matched, 2 bad input, 3 somebody else changed it, \
                        4 not allowed, 5 the store cannot be used or the answer cannot be printed, \
                        128+N ended by signal N.")]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command.
#[derive(Args, Debug)]
pub(super) struct GlobalArgs {
    /// The store's folder [default: the account's data folder, or `FRIST_STORE`]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub(super) store: Option<PathBuf>,
    /// Use the contracts of this folder instead of those that are built in
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub(super) contracts: Option<PathBuf>,
    /// The settings file; contracts/, holidays/ and oncall.toml are looked for beside it
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub(super) config: Option<PathBuf>,
    /// Use this as the present moment: 2024-01-05T15:00:00Z, or "2024-01-05 16:00" in the zone of TZ
    #[arg(long, global = true, value_name = "TIME", help_heading = "Everywhere", allow_hyphen_values = true)]
    pub(super) now: Option<String>,
    /// Write what the screen does to this file, to be sent with a report: keys by what they do, nothing that is typed
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub(super) log: Option<PathBuf>,
    /// For a key's forced command: work under this name, with nothing but the desk within reach. Counts only from the
    /// account that the desk runs under
    #[arg(long = "as", global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub(super) as_name: Option<String>,
    /// Print the pages of the screen as lines of text, for screen readers: no drawing, the same keys
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(super) plain: bool,
}

/// The commands that take a filter; `audit` under its old name too.
const FILTERED: [&str; 5] = ["list", "audit", "journal", "report", "view"];

/// The global options that take a value.
const VALUED: [&str; 6] = ["--store", "--contracts", "--config", "--now", "--log", "--as"];

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    #[command(flatten)]
    Work(Box<WorkCommand>),
    #[command(flatten)]
    Generate(GenerateCommand),
}

/// Returns whether a global option is followed by its value.
pub(super) fn takes_value(word: &std::ffi::OsStr) -> bool {
    VALUED.iter().any(|option| word == *option)
}

/// What works with contracts, and mostly with tickets.
#[derive(Subcommand, Debug)]
pub(super) enum WorkCommand {
    /// Log a ticket
    New(NewArgs),
    /// List tickets, what breaks first at the top
    List(ListArgs),
    /// List what the vendors owe today: promises that are due or broken, with the number to call
    Owed(OwedArgs),
    /// Show one ticket with everything that happened to it
    Show(ShowArgs),
    /// Explain when each target is due, day by day
    Why(WhyArgs),
    /// Write the record of one ticket for its vendor, as a Markdown document
    Evidence(EvidenceArgs),
    /// List who did what, the newest first
    #[command(name = "audit")]
    Journal(AuditArgs),
    /// Record what happened to tickets
    #[command(subcommand, arg_required_else_help = false)]
    Do(DoArgs),
    /// Attach files to a ticket
    Attach(AttachArgs),
    /// List the files of a ticket, or write one of them out
    File(TicketFileArgs),
    /// Write to the customer, the vendor or somebody else: a letter that waits in the outbox for a moment and then goes
    Reply(ReplyArgs),
    /// Take in a letter on standard input, as a mail server hands it over; or an mbox, or what waits
    Intake(IntakeArgs),
    /// List the letters that wait in the inbox, show one, and say what becomes of them
    Inbox(OrList<InboxCommand, InboxListArgs>),
    /// List the letters that have not gone, show and recall them
    Outbox(OrList<OutboxCommand, JsonArgs>),
    /// Try whether letters go out and come in
    #[command(subcommand)]
    Mail(MailCommand),
    /// List, show and check canned replies
    #[command(subcommand)]
    Replies(RepliesCommand),
    /// Open a throw-away store with a believable week; with --store, fill that one
    Demo(DemoArgs),
    /// Serve the store to others, without a screen, until a signal ends it
    Serve(ServeArgs),
    /// Show, check and edit the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at the terminal, the store and the settings, and say what is wrong and what to do
    Doctor(JsonArgs),
    /// Open the screen with the breached targets in large figures, for a screen across the room
    Wall,
    /// Answer questions about deadlines and uptime from standard input, a line of JSON each
    Calc,
    /// Write, check, explain, list, show and amend the vendors' agreements
    #[command(subcommand)]
    Contract(ContractCommand),
    /// List, show and import holiday calendars
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Enter and list vendors' release dates: what is promised with the next release is due by them
    #[command(subcommand)]
    Release(ReleaseCommand),
    /// Record and list outages: when a service was down, why, and what ended it
    #[command(subcommand)]
    Outage(OutageCommand),
    #[command(flatten)]
    Record(RecordArgs),
    /// Record and list vendors' monthly reports: which have come, and which have not
    #[command(subcommand)]
    VendorReport(VendorReportCommand),
    /// Enter, list and show people who report tickets, join and merge them, take them from and to files
    #[command(subcommand)]
    Person(PersonCommand),
    /// Enter, list and show the organisations that people belong to, with their agreements
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Enter and list who of the staff is away
    #[command(subcommand)]
    Absence(AbsenceCommand),
    /// List, save and delete filters under names, for everybody at the desk
    #[command(subcommand)]
    View(ViewCommand),
    /// Give alerts that are held back
    #[command(subcommand)]
    Alerts(AlertsCommand),
    /// Show who is on call, and who takes over next
    Oncall(OncallArgs),
    /// Show a month's uptime, whether the promise was kept, and what credit is due
    Uptime(UptimeArgs),
    /// Write the claim for a broken promise of uptime, as a Markdown document; without a contract, list what can be claimed
    Claim(ClaimArgs),
    /// Report on a period: attainment, times, reasons, billable time, trend, heat map, scorecard; alone, list the reports
    Report(ReportArgs),
    /// Make a backup now, besides the automatic ones
    Backup(JsonArgs),
    /// Restore the store from a backup and what is whole of it; what was there is kept aside
    Restore(RestoreArgs),
    /// Check that the store and every backup are whole
    Verify(JsonArgs),
    /// Rebuild the state from the store's log
    Repair(JsonArgs),
    /// Export every commit as JSON Lines; with --files the files of tickets too
    Export(ExportArgs),
    /// Import an export of another store; where there are tickets already, under new numbers
    Import(ImportArgs),
}

/// What is made from this table alone.
#[derive(Subcommand, Debug)]
pub(super) enum GenerateCommand {
    /// Write completions for a shell to standard output; they know this desk's contracts, staff and filters
    Completions {
        /// Which shell
        shell: ShellArg,
    },
    /// List what may stand at a place of the command line, for the scripts of completions
    #[command(hide = true)]
    Complete {
        /// Which word, the program's name being 0
        #[arg(long, value_name = "N")]
        index: usize,
        /// The words so far
        #[arg(last = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
    /// Read letters from standard input for the process that has the store, in a process with limits
    #[command(hide = true)]
    ReadLetters,
    /// Write the manual page to standard output; with --dir a page for each command and file, options included
    Man {
        /// Write all pages into this folder, which is made: frist.1, frist-list.1 …, frist-contract.5, frist-config.5
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// A shell that there are completions for.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum ShellArg {
    Bash,
    Elvish,
    Fish,
    Nushell,
    #[value(name = "powershell")]
    PowerShell,
    Zsh,
}

#[derive(Args, Debug)]
pub(super) struct ServeArgs {
    /// Check this host instead of serving: accounts, groups, folders, sshd's settings, keys and the unit
    #[arg(long)]
    pub(super) check_host: bool,
    /// Print a line of JSON for each thing that is checked
    #[arg(long, requires = "check_host")]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct NewArgs {
    /// The contract's id [default: the organisation's]
    #[arg(long, required_unless_present_any = ["person", "organisation"])]
    pub(super) contract: Option<String>,
    /// The plan's id; may be left out where there is only one, or the organisation has one
    #[arg(long)]
    pub(super) plan: Option<String>,
    /// The severity's id; follows from --impact and --urgency where the contract works that way
    #[arg(long)]
    pub(super) severity: Option<String>,
    /// How it was reported; may be left out where the contract names no channels
    #[arg(long)]
    pub(super) channel: Option<String>,
    /// What it is about, in one line; - reads it from standard input
    #[arg(long, allow_hyphen_values = true)]
    pub(super) subject: String,
    /// When it was reported: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// Who reported it, as a name alone
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(super) customer: Option<String>,
    /// Who reported it, of the people the desk knows: a name, an address or a number
    #[arg(long, value_name = "WHO")]
    pub(super) person: Option<String>,
    /// The organisation: a name, a domain or a number [default: the person's]
    #[arg(long, value_name = "WHICH")]
    pub(super) organisation: Option<String>,
    /// What the customer says of it in full, in any number of lines; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) description: Option<String>,
    /// A first note, which the desk alone reads; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) note: Option<String>,
    /// What it is
    #[arg(long, value_enum, default_value_t = KindArg::Incident)]
    pub(super) kind: KindArg,
    /// How many people it affects, by the contract's matrix
    #[arg(long, requires = "urgency")]
    pub(super) impact: Option<String>,
    /// How badly it affects them, by the contract's matrix
    #[arg(long, requires = "impact")]
    pub(super) urgency: Option<String>,
    /// The assignee: a name, me, or none
    #[arg(long, value_name = "NAME")]
    pub(super) assign: Option<String>,
    /// A tag, by which the ticket is found again; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// The vendor's own number of it, where the vendor has a case already
    #[arg(long, value_name = "NUMBER")]
    pub(super) case: Option<String>,
    /// A file that came with the report; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) attach: Vec<PathBuf>,
    /// Print the ticket as a line of JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct ListArgs {
    /// What to look for, such as vendor:markant is:breached, assignee:me, "-is:paused" or any words
    pub(super) filter: Vec<String>,
    /// List what the filter of that name matches; what else is looked for must match too
    #[arg(long, value_name = "NAME")]
    pub(super) view: Option<String>,
    /// List at most so many: those that breach first, of closed ones the newest; 0 for all [default: all, in a table up to
    /// 10000 closed ones]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<u32>,
    /// Print a line of JSON for each
    #[arg(long, group = "form")]
    pub(super) json: bool,
    /// Print rows for a spreadsheet
    #[arg(long, group = "form")]
    pub(super) csv: bool,
}

#[derive(Args, Debug)]
pub(super) struct OwedArgs {
    /// Of these tickets only, as in frist list, such as vendor:markant or assignee:me
    pub(super) filter: Vec<String>,
    /// Print a line of JSON for each vendor
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct AuditArgs {
    /// What to look for, such as who:me what:respond, vendor:markant since:yesterday, #12 or any words
    pub(super) filter: Vec<String>,
    /// List at most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: u32,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(super) id: u64,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct WhyArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(super) id: u64,
    /// Which target [default: all]
    #[arg(value_enum)]
    pub(super) target: Option<TargetArg>,
    /// Print a line of JSON for each target
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Debug)]
pub(super) struct EvidenceArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(super) id: u64,
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// Include the desk's own notes, not only the updates to the customer
    #[arg(long)]
    pub(super) with_notes: bool,
    #[command(flatten)]
    pub(super) language: LanguageArgs,
    /// Print the document as a line of JSON
    #[arg(long, conflicts_with = "output")]
    pub(super) json: bool,
}

/// Where a document goes.
#[derive(Args, Debug)]
pub(super) struct FileArgs {
    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over the file if it is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct DemoArgs {
    /// So many tickets instead of a week's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(super) tickets: Option<u64>,
    /// The same seed makes the same tickets
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(super) seed: u64,
    /// With --store: print what was made as a line of JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum KindArg {
    Incident,
    #[value(alias = "change_request")]
    ChangeRequest,
    Question,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum TargetArg {
    #[value(alias = "acknowledgement")]
    Acknowledge,
    Response,
    #[value(aliases = ["work_start", "work start"])]
    WorkStart,
    Update,
    Workaround,
    Correction,
    Fix,
    #[value(aliases = ["root_cause", "root cause"])]
    RootCause,
}

/// A filter's `-term` behind a command of [`FILTERED`], written as `!term`, which means the same and cannot be taken for
/// options. No other command has filters: `list` as another one's value or subcommand changes nothing.
pub(super) fn tell_terms_from_options(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut told: Vec<OsString> = Vec::new();
    let mut lists: Option<bool> = None;
    for (place, arg) in args.into_iter().enumerate() {
        let takes_it = told.last().is_some_and(|before| value_of(before));
        let term = arg.to_str().and_then(|text| text.strip_prefix('-')).filter(|t| t.len() > 1 && !t.starts_with('-'));
        let arg = match term {
            Some(term) if lists == Some(true) && !takes_it => OsString::from(format!("!{term}")),
            _ => arg,
        };
        let is_option = arg.as_encoded_bytes().starts_with(b"-");
        if place > 0 && lists.is_none() && !takes_it && !is_option {
            lists = Some(FILTERED.iter().any(|command| arg == *command));
        }
        told.push(arg);
    }
    told
}

/// The place of the command among the words, the program's name being at 0.
fn command_place(words: &[OsString]) -> Option<usize> {
    let mut place = 1;
    while words.get(place)?.as_encoded_bytes().starts_with(b"-") {
        place += if value_of(&words[place]) { 2 } else { 1 };
    }
    Some(place)
}

/// Whether the word behind this one is the value of a global option.
fn value_of(option: &OsStr) -> bool {
    VALUED.iter().any(|valued| option == *valued)
}

/// A ticket's number, with or without the `#` that is shown before it.
fn ticket_id(text: &str) -> Result<u64, String> {
    let number = text.strip_prefix('#').unwrap_or(text);
    number.parse().map_err(|_| "a ticket's number is a whole number such as 12".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a date as YYYY-MM-DD".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_table_of_arguments_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_negated_term_is_no_option() {
        let parse = |args: &[&str]| {
            let cli = Cli::try_parse_from(tell_terms_from_options(args.iter().map(OsString::from))).unwrap();
            let Some(Command::Work(work)) = cli.command else { panic!("{:?}", cli.command) };
            let WorkCommand::List(list) = *work else { panic!("{work:?}") };
            (list.filter, list.json, cli.global.now)
        };
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            parse(&["frist", "list", "-is:mine", "x", "--json", "-held", "!y"]),
            (words(&["!is:mine", "x", "!held", "!y"]), true, None)
        );
        assert_eq!(parse(&["frist", "--now", "-1h", "list"]), (vec![], false, Some("-1h".into())));
        assert_eq!(parse(&["frist", "list", "--now", "-1h"]), (vec![], false, Some("-1h".into())));
    }

    #[test]
    fn only_commands_with_filters_have_terms() {
        let report = "frist report heat -vendor:x -h --json".split(' ').map(OsString::from);
        let told = tell_terms_from_options(report);
        assert_eq!(told[3..], ["!vendor:x", "-h", "--json"].map(OsString::from));
        for line in [
            "frist new --subject list --at -10m",
            "frist --now list outage list -h",
            "frist do note 1 --text list --at -10m",
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(tell_terms_from_options(words.clone()), words, "{line}");
        }
    }

    #[test]
    fn the_options_that_take_a_value_are_those_of_the_table() {
        let valued: Vec<String> = Cli::command()
            .get_arguments()
            .filter(|a| a.get_action().takes_values())
            .filter_map(|a| a.get_long().map(|long| format!("--{long}")))
            .collect();
        assert_eq!(valued, VALUED);
    }

    #[test]
    fn all_that_prints_prints_json_too() {
        // What has no --json, and why not.
        const EXCEPT: [(&str, &str); 7] = [
            ("config edit", "opens an editor"),
            ("wall", "opens the screen"),
            ("calc", "prints nothing but JSON"),
            ("completions", "a script for a shell"),
            ("complete", "for those scripts"),
            ("read-letters", "for the process that has the store"),
            ("man", "pages for man"),
        ];
        fn without(command: &clap::Command, before: &str, found: &mut Vec<String>) {
            let name = format!("{before} {}", command.get_name()).trim().to_owned();
            if command.get_subcommands().next().is_none() && !command.get_arguments().any(|arg| arg.get_id() == "json")
            {
                found.push(name.clone());
            }
            command.get_subcommands().for_each(|sub| without(sub, &name, found));
        }
        let mut found = Vec::new();
        Cli::command().get_subcommands().for_each(|command| without(command, "", &mut found));
        assert_eq!(found, EXCEPT.map(|(name, _)| name));
    }

    #[test]
    fn a_ticket_may_be_named_as_it_is_shown() {
        assert_eq!(ticket_id("#12"), Ok(12));
        assert_eq!(ticket_id("12"), Ok(12));
        assert!(ticket_id("twelve").is_err() && ticket_id("-1").is_err() && ticket_id("").is_err());
    }
}

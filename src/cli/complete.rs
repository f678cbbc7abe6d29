//! Completes words of the command line: the scripts of `frist completions` call it from the shell.
//!
//! Options, commands and files are known from the table of arguments. What only this desk knows (contracts, plans, severities,
//! people, terms of filters) is read from the settings and the contract files. What only the store knows (tickets, customers,
//! assignees, saved filters) is asked of the process that serves it, where one does and answers at once, and only where such a
//! word is to be completed. The store is never opened for it: that takes its lock, and may be the work of seconds. So an answer
//! takes a moment only, and nothing is ever made. Where there is no store there is no desk, and only the table answers.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant as Moment};

use clap::{Arg, Command, CommandFactory as _};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, complete as candidates};

use super::args::{Cli, GlobalArgs};
use super::error::CliError;
use super::output::Output;
use super::setup::Setup;
use crate::desk::store_maintenance::there;
use crate::desk::{Claim, glance};
use crate::domain::ledger::known_causes;
use crate::domain::query::{KEYS, TicketSearch, audit_keys, choices};
use crate::domain::text::{clean, fit};
use crate::domain::ticket::event::{self, InputType, commands};
use crate::domain::time::Instant;

/// The command whose subcommands are events.
const DO: &str = "do";
/// The time that an answer may take in all.
const WITHIN: Duration = Duration::from_millis(300);
/// The most tickets that are asked for; the newest come first.
const MOST_ASKED: u32 = 1000;
/// The most tickets that are offered.
const MOST_TICKETS: usize = 50;
/// The most columns of a ticket's subject beside its number.
const SUBJECT: usize = 60;

/// The names that the desk knows.
#[derive(Default, Debug)]
struct KnownNames {
    contracts: Vec<String>,
    plans: Vec<String>,
    severities: Vec<String>,
    /// The causes that a ticket may be excluded for.
    causes: Vec<String>,
    /// The causes that an outage may have.
    outage_causes: Vec<String>,
    /// The kinds of maintenance that need no notice.
    kinds: Vec<String>,
    channels: Vec<String>,
    people: Vec<String>,
    levels: Vec<String>,
    /// The person's own filters under names, each with its filter.
    views: Vec<(String, String)>,
    /// The way to what only the store knows; none where there is no store.
    store: Option<StoreWords>,
}

/// What only the store knows, asked for once it is needed.
#[derive(Debug)]
struct StoreWords {
    folder: PathBuf,
    claim: Option<Claim>,
    me: String,
    now: Instant,
    /// The moment by which there must be an answer.
    until: Moment,
    known: OnceLock<KnownWords>,
}

/// What the store knows.
#[derive(Default, Debug)]
struct KnownWords {
    /// The open tickets with their subjects, the one that has changed last first.
    tickets: Vec<(String, String)>,
    customers: Vec<String>,
    people: Vec<String>,
    tags: Vec<String>,
    /// The desk's filters under names, each with its filter.
    views: Vec<(String, String)>,
}

/// Prints what may stand in the place of the word number `index` of `words`, the program's name being number 0: a line
/// each, with the word and, behind a tab, what it means where that is known.
pub(super) fn complete(
    index: usize,
    words: &[OsString],
    themes: &'static [&'static str],
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let until = Moment::now() + WITHIN;
    let names = Arc::new(names(words, themes, until).unwrap_or_default());
    let mut command = knowing(Cli::command(), None, &names);
    let found = candidates(&mut command, words.to_vec(), index, std::env::current_dir().ok().as_deref());
    for candidate in found.unwrap_or_default().iter().filter(|candidate| !candidate.is_hide_set()) {
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.lines().next().unwrap_or_default();
        let word = candidate.get_value().to_string_lossy();
        output.safe_lines(&format!("{}\n", format!("{}\t{}", clean(&word), clean(help)).trim_end()))?;
    }
    Ok(())
}

/// Returns the names that the desk knows; plans, severities and the like only of the contract that the words name with
/// --contract, where they name one. None where there is no store, or its settings cannot be read.
fn names(words: &[OsString], themes: &'static [&'static str], until: Moment) -> Option<KnownNames> {
    let global = GlobalArgs {
        store: option(words, "--store").map(Into::into),
        contracts: option(words, "--contracts").map(Into::into),
        config: option(words, "--config").map(Into::into),
        now: None,
        log: None,
        as_name: None,
        plain: false,
    };
    let setup = Setup::read(&global, themes).ok()?;
    there(&setup.paths.store).ok()?;
    let store = StoreWords {
        folder: setup.paths.store.clone(),
        claim: setup.settings.name.clone().map(Claim::Name),
        me: setup.me.clone(),
        now: setup.now(),
        until,
        known: OnceLock::new(),
    };
    let views = setup.settings.views.iter().map(|view| (view.name.clone(), view.filter.clone())).collect();
    let levels = setup.book.levels().to_vec();
    let mut names = KnownNames { levels, views, store: Some(store), ..KnownNames::default() };
    let only = option(words, "--contract").filter(|id| setup.book.contracts().any(|contract| *id == *contract.id));
    for contract in setup.book.contracts() {
        names.contracts.push(contract.id.clone());
        if only.as_ref().is_some_and(|id| *id != *contract.id) {
            continue;
        }
        names.plans.extend(contract.plans.iter().map(|plan| plan.id.clone()));
        names.severities.extend(contract.severities.iter().map(|severity| severity.id.clone()));
        names.channels.extend(contract.support.channels.iter().cloned());
        names.causes.extend(contract.scope.ticket_causes().cloned());
        names.outage_causes.extend(known_causes(contract).into_iter().map(str::to_owned));
        names.kinds.extend(contract.maintenance.iter().flat_map(|rule| rule.without_notice.iter().cloned()));
    }
    names.people = setup.settings.people.iter().map(|person| person.name.clone()).collect();
    let KnownNames { plans, severities, channels, causes, outage_causes, kinds, .. } = &mut names;
    for list in [plans, severities, channels, causes, outage_causes, kinds] {
        list.sort_unstable();
        list.dedup();
    }
    Some(names)
}

impl StoreWords {
    fn known(&self) -> &KnownWords {
        self.known.get_or_init(|| self.ask().unwrap_or_default())
    }

    fn ask(&self) -> Option<KnownWords> {
        let search = TicketSearch {
            filter: String::new(),
            with_closed: false,
            me: self.me.clone(),
            now: self.now,
            most: MOST_ASKED,
            before: None,
            zone: None,
        };
        let left = self.until.saturating_duration_since(Moment::now());
        let mut seen = glance(&self.folder, self.claim.clone(), search, left)?;
        seen.tickets.sort_by_key(|ticket| std::cmp::Reverse((ticket.last_change(), ticket.id)));
        let assignees = seen.tickets.iter().filter_map(|ticket| ticket.assignee.clone());
        Some(KnownWords {
            customers: sorted(seen.tickets.iter().filter_map(|ticket| ticket.customer.clone()).collect()),
            tags: sorted(seen.tickets.iter().flat_map(|ticket| ticket.tags.clone()).collect()),
            people: sorted(assignees.chain(seen.people).collect()),
            views: seen.views.into_iter().map(|view| (view.name, view.filter)).collect(),
            tickets: seen.tickets.iter().map(|ticket| (ticket.id.to_string(), ticket.subject.clone())).collect(),
        })
    }
}

impl KnownNames {
    /// Returns what the store knows, as far as it can be asked.
    fn of_store<T: Clone>(&self, words: impl Fn(&KnownWords) -> &[T]) -> Vec<T> {
        self.store.as_ref().map_or_else(Vec::new, |store| words(store.known()).to_vec())
    }

    /// Returns the people of the settings and of the desk.
    fn all_people(&self) -> Vec<String> {
        sorted([self.people.clone(), self.of_store(|known| &known.people)].concat())
    }
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words.dedup();
    words
}

/// Returns the value of an option wherever it stands in the words, before the command line is whole.
fn option(words: &[OsString], name: &str) -> Option<OsString> {
    let with = format!("{name}=");
    words.iter().enumerate().find_map(|(n, word)| {
        let word = word.to_str()?;
        if word == name { words.get(n + 1).cloned() } else { word.strip_prefix(&with).map(Into::into) }
    })
}

/// Returns the command with the possible values of its arguments; `name` is its name, none for the program.
fn knowing(command: Command, name: Option<&str>, names: &Arc<KnownNames>) -> Command {
    let own = name.map(str::to_owned);
    let command = command.mut_args(|arg| of_argument(arg, own.as_deref(), names));
    command.mut_subcommands(|sub| {
        // Every event has its arguments from the table of events.
        let name = own.as_deref().filter(|name| *name == DO).unwrap_or(sub.get_name()).to_owned();
        knowing(sub, Some(&name), names)
    })
}

fn of_argument(arg: Arg, command: Option<&str>, names: &Arc<KnownNames>) -> Arg {
    let names = Arc::clone(names);
    let words: fn(&KnownNames) -> Vec<String> = match (arg.get_id().as_str(), command) {
        ("filter", Some("audit")) => {
            return arg.add(ArgValueCompleter::new(move |now: &OsStr| audit_entries(now, &names)));
        }
        ("id" | "ids" | "tickets", Some("show" | "why" | "evidence" | DO))
            if arg.get_id() == "tickets" || takes_number(&arg) =>
        {
            // Words stand behind the numbers where the argument takes more than numbers.
            let with_tags = !takes_number(&arg);
            return arg.add(ArgValueCompleter::new(move |now: &OsStr| {
                let tags = if with_tags { names.of_store(|known| &known.tags) } else { Vec::new() };
                let tags = begin(now, tags.into_iter());
                of_tickets(now, &names).into_iter().chain(tags).collect::<Vec<_>>()
            }));
        }
        ("view", Some("list")) => {
            return arg.add(ArgValueCompleter::new(move |now: &OsStr| {
                described(now, [names.views.clone(), names.of_store(|known| &known.views)].concat())
            }));
        }
        ("name", Some("delete")) => {
            return arg
                .add(ArgValueCompleter::new(move |now: &OsStr| described(now, names.of_store(|known| &known.views))));
        }
        ("customer", _) => |names| names.of_store(|known| &known.customers),
        ("tag", _) => |names| names.of_store(|known| &known.tags),
        ("filter", _) => return arg.add(ArgValueCompleter::new(move |now: &OsStr| tickets(now, &names))),
        (_, Some(DO)) if takes_number(&arg) => {
            return arg.add(ArgValueCompleter::new(move |now: &OsStr| of_tickets(now, &names)));
        }
        (field, Some(DO)) => match of_event(field) {
            Some(words) => words,
            None => return arg,
        },
        ("contract", _) => |names| names.contracts.clone(),
        ("id", Some("show")) => |names| names.contracts.clone(),
        ("plan", _) => |names| names.plans.clone(),
        ("severity", _) => |names| names.severities.clone(),
        ("channel", _) => |names| names.channels.clone(),
        ("cause", _) => |names| names.outage_causes.clone(),
        ("level", _) => |names| names.levels.clone(),
        ("kind", Some("add" | "set")) => |names| names.kinds.clone(),
        ("assign", Some("new")) => people_and_me,
        _ => return arg,
    };
    arg.add(ArgValueCompleter::new(move |now: &OsStr| begin(now, words(&names).into_iter())))
}

/// Returns which names may stand in a field of an event.
fn of_event(field: &str) -> Option<fn(&KnownNames) -> Vec<String>> {
    let whose = commands().find_map(|(_, command)| match command.field(field)?.takes {
        InputType::Name(whose) => Some(whose),
        _ => None,
    })?;
    Some(match whose {
        event::NameKind::People => people_and_me,
        event::NameKind::Levels => |names| names.levels.clone(),
        event::NameKind::Contracts => |names| names.contracts.clone(),
        event::NameKind::Plans => |names| names.plans.clone(),
        event::NameKind::Severities => |names| names.severities.clone(),
        event::NameKind::Channels => |names| names.channels.clone(),
        event::NameKind::Causes => |names| names.causes.clone(),
        // People and organisations are in the store, which is not opened for an answer.
        event::NameKind::Impacts
        | event::NameKind::Urgencies
        | event::NameKind::Persons
        | event::NameKind::Organisations => return None,
    })
}

fn people_and_me(names: &KnownNames) -> Vec<String> {
    [names.all_people(), vec!["me".to_owned()]].concat()
}

/// Returns whether the argument takes a ticket's number, and not the id of a contract as that of the same name elsewhere.
fn takes_number(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == std::any::TypeId::of::<u64>()
}

/// Returns the tickets whose numbers begin so, with their subjects, the one that has changed last first.
fn of_tickets(now: &OsStr, names: &KnownNames) -> Vec<CompletionCandidate> {
    let tickets = names.of_store(|known| &known.tickets).into_iter();
    let tickets = tickets.map(|(id, subject)| (id, fit(&clean(&subject), SUBJECT)));
    let mut found = described(now, tickets.collect());
    found.truncate(MOST_TICKETS);
    found.into_iter().enumerate().map(|(place, found)| found.display_order(Some(place))).collect()
}

/// Returns the words that begin so, each with what it means.
fn described(now: &OsStr, words: Vec<(String, String)>) -> Vec<CompletionCandidate> {
    let now = now.to_string_lossy();
    let found = words.into_iter().filter(|(word, _)| word.starts_with(&*now));
    found.map(|(word, means)| CompletionCandidate::new(word).help(Some(means.into()))).collect()
}

fn begin(now: &OsStr, words: impl Iterator<Item = String>) -> Vec<CompletionCandidate> {
    let now = now.to_string_lossy();
    words.filter(|word| word.starts_with(&*now)).map(CompletionCandidate::new).collect()
}

fn tickets(now: &OsStr, names: &KnownNames) -> Vec<CompletionCandidate> {
    terms(now, &KEYS, |key| match key {
        "vendor" => names.contracts.clone(),
        "plan" => names.plans.clone(),
        "sev" | "severity" => names.severities.clone(),
        "channel" => names.channels.clone(),
        "assignee" => [names.all_people(), vec!["me".to_owned(), "none".to_owned()]].concat(),
        "customer" => names.of_store(|known| &known.customers),
        "tag" => [names.of_store(|known| &known.tags), vec!["none".to_owned()]].concat(),
        // People stand in the store; their names are asked of the process that has it.
        "person" | "org" | "organisation" => vec!["none".to_owned()],
        _ => choices(key).into_iter().map(str::to_owned).collect(),
    })
}

fn audit_entries(now: &OsStr, names: &KnownNames) -> Vec<CompletionCandidate> {
    terms(now, &audit_keys(), |key| match key {
        "vendor" => names.contracts.clone(),
        "who" => people_and_me(names),
        "what" => choices("what").into_iter().map(str::to_owned).collect(),
        "when" | "since" | "until" => ["today", "yesterday", "week", "month"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    })
}

/// Returns the terms that begin as `now` does: keys, and behind a key its values, also behind a comma and in a negated
/// term.
fn terms<T: AsRef<str>>(
    now: &OsStr,
    keys: &[(&str, T)],
    values: impl Fn(&str) -> Vec<String>,
) -> Vec<CompletionCandidate> {
    let now = now.to_string_lossy();
    let (sign, rest) = if now.starts_with('!') { now.split_at(1) } else { ("", &*now) };
    let Some((key, value)) = rest.split_once(':') else {
        let keys = keys.iter().filter(|(key, _)| key.starts_with(rest));
        let candidate = |(key, help): &(&str, T)| {
            CompletionCandidate::new(format!("{sign}{key}:")).help(Some(help.as_ref().to_owned().into()))
        };
        return keys.map(candidate).collect();
    };
    let (before, last) = value.rsplit_once(',').map_or(("", value), |(before, last)| (&value[..=before.len()], last));
    let found = values(key).into_iter().filter(|value| value.starts_with(last));
    // A word with a blank in it needs quotes, and those are the shell's.
    let found = found.filter(|value| !value.contains(char::is_whitespace));
    found.map(|value| CompletionCandidate::new(format!("{sign}{key}:{before}{value}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> KnownNames {
        KnownNames {
            contracts: vec!["markant".into(), "missoun".into(), "sesam".into()],
            severities: vec!["critical".into(), "minor".into()],
            people: vec!["anna".into()],
            ..KnownNames::default()
        }
    }

    fn words(found: &[CompletionCandidate]) -> Vec<String> {
        found.iter().map(|candidate| candidate.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn terms_of_filters_are_keys_and_behind_them_what_there_is() {
        let of = |now: &str| words(&tickets(OsStr::new(now), &names()));
        assert_eq!(of("ve"), ["vendor:"]);
        assert_eq!(of("!ve"), ["!vendor:"]);
        assert_eq!(of("vendor:m"), ["vendor:markant", "vendor:missoun"]);
        assert_eq!(of("vendor:sesam,ma"), ["vendor:sesam,markant"]);
        assert_eq!(of("!sev:c"), ["!sev:critical"]);
        assert_eq!(of("is:at"), ["is:at_risk"]);
        assert_eq!(of("assignee:"), ["assignee:anna", "assignee:me", "assignee:none"]);
        assert_eq!(of("customer:x"), Vec::<String>::new());
        assert!(of("").len() == KEYS.len());
        assert_eq!(words(&audit_entries(OsStr::new("what:clo"), &names())), ["what:close"]);
    }

    #[test]
    fn options_of_the_line_say_which_desk_it_is_about() {
        let line = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(option(&line("frist --store /x list"), "--store"), Some("/x".into()));
        assert_eq!(option(&line("frist list --store=/y v"), "--store"), Some("/y".into()));
        assert_eq!(option(&line("frist list --store"), "--store"), None);
    }
}

//! `frist do`: what happened to tickets. Its subcommands, with what each takes, are the table of events.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches, Subcommand, value_parser};

use super::{command_place, ticket_id, value_of};
use crate::cli::error::CliError;
use crate::domain::text::clean;
use crate::domain::ticket::event::{EventCommand, EventInput, EventKind, InputType, commands};

/// The command itself.
const DO: &str = "do";
/// What every event takes besides its own fields and the tickets.
const TICKETS: &str = "tickets";
const AT: &str = "at";
const NOTE: &str = "note";
const TO_CUSTOMER: &str = "to-customer";
const REVISION: &str = "revision";
const JSON: &str = "json";

/// What is told below the list of events.
const COMMON: &str = "Each takes the tickets' numbers, and but for undo, redo and withdraw --at TIME, --note TEXT (- reads it from \
                      standard input), --to-customer, --revision N; frist do EVENT --help tells the rest.";

/// What happened, to which tickets, with everything that was given.
#[derive(Debug, Clone)]
pub(in crate::cli) struct DoArgs {
    /// The sort of event.
    pub(in crate::cli) sort: &'static EventKind,
    /// The command that enters it.
    pub(in crate::cli) command: &'static EventCommand,
    /// The tickets' numbers; all of them change, or none.
    pub(in crate::cli) ids: Vec<u64>,
    /// When it happened; none = now.
    pub(in crate::cli) at: Option<String>,
    /// How many events the ticket may have, so that nobody's change is overlooked.
    pub(in crate::cli) revision: Option<u32>,
    /// Whether each ticket is printed as a line of JSON.
    pub(in crate::cli) json: bool,
    /// What stands in the fields, `note` and `to-customer` among them; a flag that is set has an empty text.
    pub(in crate::cli) given: BTreeMap<String, String>,
}

impl DoArgs {
    /// The note beside it.
    pub(in crate::cli) fn note(&self) -> Option<&String> {
        self.given.get(NOTE)
    }

    /// Whether the note is an update to the customer.
    pub(in crate::cli) fn is_to_customer(&self) -> bool {
        self.given.contains_key(TO_CUSTOMER)
    }

    /// The texts that a person writes, which may be `-`.
    pub(super) fn texts(&mut self) -> Vec<&mut String> {
        let command = self.command;
        let is_text = |name: &str| command.field(name).is_some_and(|field| matches!(field.takes, InputType::Text));
        let given = self.given.iter_mut().filter(|(name, _)| *name == NOTE || is_text(name));
        given.map(|(_, text)| text).collect()
    }
}

impl FromArgMatches for DoArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let (sort, command) = commands().find(|(_, command)| command.name == name).ok_or_else(missing)?;
        let text = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let given = command
            .fields
            .iter()
            .filter(|field| !is_words(field))
            .filter_map(|field| Some((field.name.to_owned(), value(field, matches)?)));
        let mut given: BTreeMap<String, String> = given.collect();
        given.extend(text(NOTE).map(|note| (NOTE.to_owned(), note)));
        if matches.try_get_one::<bool>(TO_CUSTOMER).is_ok_and(|set| set == Some(&true)) {
            given.insert(TO_CUSTOMER.to_owned(), String::new());
        }
        let ids = match words_field(command) {
            Some(field) => {
                let (ids, words) = ids_and_words(matches)?;
                given.insert(field.name.to_owned(), words);
                ids
            }
            None => matches.get_many(TICKETS).unwrap_or_default().copied().collect(),
        };
        Ok(Self {
            sort,
            command,
            ids,
            at: text(AT),
            revision: matches.try_get_one(REVISION).ok().flatten().copied(),
            json: matches.get_flag(JSON),
            given,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Whether the field is words that stand behind the tickets' numbers.
const fn is_words(field: &EventInput) -> bool {
    matches!(field.takes, InputType::Words(_))
}

fn words_field(command: &EventCommand) -> Option<&'static EventInput> {
    command.fields.iter().find(|field| is_words(field))
}

/// The tickets' numbers, which stand first, and the words behind them.
fn ids_and_words(matches: &ArgMatches) -> Result<(Vec<u64>, String), clap::Error> {
    let all: Vec<&String> = matches.get_many(TICKETS).unwrap_or_default().collect();
    let ids: Vec<u64> = all.iter().map_while(|word| ticket_id(word).ok()).collect();
    let words: Vec<&str> = all[ids.len()..].iter().map(|word| word.as_str()).collect();
    let wrong = |message: &str| clap::Error::raw(ErrorKind::ValueValidation, message);
    if ids.is_empty() {
        return Err(wrong("the ticket's number is missing\n\nit stands before the words, as in frist do tag 12 disk"));
    }
    if words.is_empty() {
        return Err(wrong("the word is missing\n\nit stands behind the ticket's number, as in frist do tag 12 disk"));
    }
    Ok((ids, words.join(" ")))
}

/// What stands in a field.
fn value(field: &EventInput, matches: &ArgMatches) -> Option<String> {
    match field.takes {
        InputType::Flag => matches.get_flag(field.name).then(String::new),
        InputType::Ticket => matches.get_one::<u64>(field.name).map(ToString::to_string),
        InputType::Minutes => matches.get_one::<u32>(field.name).map(ToString::to_string),
        InputType::Text | InputType::Moment | InputType::Coming | InputType::Name(_) | InputType::OneOf(..) => {
            matches.get_one::<String>(field.name).cloned()
        }
        InputType::Words(_) => None,
    }
}

impl Subcommand for DoArgs {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        let events = commands().map(|(_, event)| subcommand(event));
        command.subcommands(events).subcommand_value_name("EVENT").subcommand_help_heading("Events").after_help(COMMON)
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        commands().any(|(_, event)| event.name == name || event.alias == Some(name))
    }
}

fn subcommand(event: &'static EventCommand) -> clap::Command {
    let tickets = Arg::new(TICKETS).value_name("ID").required(true).num_args(1..);
    let tickets = match words_field(event) {
        Some(field) => tickets
            .value_names(["ID", field.takes.placeholder()])
            .num_args(2..)
            .help(format!("The tickets' numbers, all of which change or none, and behind them: {}", field.help)),
        None => tickets.value_parser(ticket_id).help("The tickets' numbers; all of them change, or none"),
    };
    let mut command = clap::Command::new(event.name).about(event.about).arg(tickets);
    if let Some(alias) = event.alias {
        command = command.alias(alias);
    }
    command = command.args(event.fields.iter().filter(|field| !is_words(field)).map(argument));
    if !event.only_retracts() {
        command = command.args(beside());
    }
    command.arg(Arg::new(JSON).long(JSON).action(ArgAction::SetTrue).help("Print each ticket as a line of JSON"))
}

fn argument(field: &'static EventInput) -> Arg {
    let arg = Arg::new(field.name).long(field.name).help(field.help);
    let arg = field.needs.into_iter().fold(arg, Arg::requires);
    let arg = field.excludes.into_iter().fold(arg, Arg::conflicts_with);
    let valued = |arg: Arg| arg.value_name(field.takes.placeholder());
    match field.takes {
        InputType::Flag => arg.action(ArgAction::SetTrue),
        InputType::Text => {
            valued(arg).allow_hyphen_values(true).help(format!("{}; - reads it from standard input", field.help))
        }
        InputType::Ticket => valued(arg).value_parser(ticket_id),
        InputType::Minutes => valued(arg).value_parser(value_parser!(u32)),
        InputType::Moment => valued(arg).allow_hyphen_values(true),
        InputType::Coming | InputType::Name(_) | InputType::Words(_) => valued(arg),
        InputType::OneOf(_, words) => valued(arg).value_parser(PossibleValuesParser::new(words.iter().map(possible))),
    }
}

fn possible((word, means): &(&'static str, &'static str)) -> PossibleValue {
    let value = PossibleValue::new(*word);
    if means.is_empty() { value } else { value.help(*means) }
}

/// What goes with every event: when, a note, and which state of the ticket it is about.
fn beside() -> [Arg; 4] {
    [
        Arg::new(AT).long(AT).value_name("TIME").allow_hyphen_values(true).help(
            "When it happened: RFC 3339, \"YYYY-MM-DD HH:MM\" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago \
             [default: now]",
        ),
        Arg::new(NOTE)
            .long(NOTE)
            .value_name("TEXT")
            .allow_hyphen_values(true)
            .help("A note beside it; - reads it from standard input"),
        Arg::new(TO_CUSTOMER).long(TO_CUSTOMER).action(ArgAction::SetTrue).help("The note is an update to the customer"),
        Arg::new(REVISION)
            .long(REVISION)
            .value_name("N")
            .value_parser(value_parser!(u32))
            .help("Refuse if the ticket has more events than this: somebody has changed it since"),
    ]
}

/// A line of `frist do` whose options stand before the event has the event first: it says which options there are.
pub(in crate::cli) fn event_first(mut words: Vec<OsString>) -> Vec<OsString> {
    let Some(place) = event_place(&words) else { return words };
    let mut found = place;
    while let Some(word) = words.get(found).and_then(|word| word.to_str()).filter(|word| word.starts_with('-')) {
        if word == "--" {
            found += 1;
            break;
        }
        found += if takes_value(word) { 2 } else { 1 };
    }
    if found > place && found < words.len() {
        let event = words.remove(found);
        words.insert(place, event);
    }
    words
}

/// The place behind `do`, where that is the command.
fn event_place(words: &[OsString]) -> Option<usize> {
    let place = command_place(words)?;
    (words[place] == DO).then_some(place + 1)
}

/// Whether the word behind an option of any event is its value.
fn takes_value(option: &str) -> bool {
    let has_value = |field: &EventInput| !matches!(field.takes, InputType::Flag | InputType::Words(_));
    let mut fields = commands().flat_map(|(_, event)| event.fields).filter(|field| has_value(field));
    value_of(OsStr::new(option))
        || option
            .strip_prefix("--")
            .is_some_and(|name| [AT, NOTE, REVISION].contains(&name) || fields.any(|field| field.name == name))
}

/// What clap found wrong with a line; an event that there is not, none at all, and an option of another event than the line's are
/// told as that.
pub(in crate::cli) fn refused(words: &[OsString], error: clap::Error) -> CliError {
    let Some(place) = event_place(words) else { return error.into() };
    let event = words.get(place).and_then(|word| word.to_str());
    let command = event.and_then(|name| commands().find(|(_, c)| c.name == name || c.alias == Some(name)));
    match (error.kind(), command) {
        (ErrorKind::InvalidSubcommand, None) => unknown_event(event.unwrap_or_default(), &error),
        (ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, None) => CliError::input(
            "the event is missing",
            format!("write frist do EVENT ID…; the events are {}", all_events()),
        ),
        (ErrorKind::UnknownArgument, Some((_, command))) => unknown_option(command, error),
        _ => error.into(),
    }
}

/// An event of a name that none has: which are near it, or else all that there are.
fn unknown_event(given: &str, error: &clap::Error) -> CliError {
    let hint = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(near)) if !near.is_empty() => format!("did you mean `{}`?", near.join("` or `")),
        Some(ContextValue::String(near)) => format!("did you mean `{near}`?"),
        _ => format!("the events are {}", all_events()),
    };
    CliError::input(format!("there is no event `{}`", clean(given)), hint)
}

/// The names of all events that have a command.
fn all_events() -> String {
    commands().map(|(_, command)| command.name).collect::<Vec<_>>().join(", ")
}

/// An option that the event does not have.
fn unknown_option(command: &EventCommand, error: clap::Error) -> CliError {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return error.into() };
    let name = option.trim_start_matches("--").split('=').next().unwrap_or_default();
    let of_events = commands().any(|(_, other)| other.field(name).is_some());
    if command.only_retracts() && (of_events || [AT, NOTE, TO_CUSTOMER, REVISION].contains(&name)) {
        return CliError::input(format!("{} takes only ticket numbers", command.name), "leave the other options out");
    }
    if of_events {
        let message = format!("frist do {} does not take --{name}", command.name);
        return CliError::input(message, "leave it out, or choose another event");
    }
    error.into()
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::*;
    use crate::cli::args::{Cli, WorkCommand};

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn read(line: &str) -> Result<DoArgs, CliError> {
        let words = event_first(words(line));
        let cli = Cli::try_parse_from(&words).map_err(|error| refused(&words, error))?;
        match cli.command {
            Some(crate::cli::args::Command::Work(work)) => match *work {
                WorkCommand::Do(act) => Ok(act),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_event_that_has_a_command_is_a_subcommand_with_its_fields() {
        let cli = Cli::command();
        let here: Vec<&clap::Command> = cli.find_subcommand(DO).unwrap().get_subcommands().collect();
        let names: Vec<&str> = here.iter().map(|command| command.get_name()).collect();
        assert_eq!(names, commands().map(|(_, command)| command.name).collect::<Vec<_>>());
        for (command, (_, event)) in here.iter().zip(commands()) {
            let has = |name: &str| command.get_arguments().any(|arg| arg.get_long() == Some(name));
            assert!(event.fields.iter().all(|field| is_words(field) || has(field.name)), "{}", event.name);
            assert!(has(JSON) && has(AT) != event.only_retracts(), "{}", event.name);
        }
    }

    #[test]
    fn options_may_stand_anywhere() {
        for line in [
            "frist do assign 5 6 --to anna --json",
            "frist do --to anna assign 5 --json 6",
            "frist do --json --to=anna assign 5 6",
            "frist --store /x do --to anna --json assign 5 6",
            "frist do --store /x --json --to anna assign 5 6",
            "frist --now -1h do --json assign #5 --to anna 6",
        ] {
            let act = read(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!((act.command.name, act.ids.as_slice(), act.json), ("assign", &[5, 6][..], true), "{line}");
            assert_eq!(act.given.get("to").map(String::as_str), Some("anna"), "{line}");
        }
        let act = read("frist do --text -x --note - --to-customer note 5").unwrap();
        assert_eq!((act.given["text"].as_str(), act.note().map(String::as_str)), ("-x", Some("-")));
        assert!(act.is_to_customer());
        assert_eq!(read("frist do phoned 5 --channel phone").unwrap().command.name, "report");
        assert_eq!(read("frist do -- fix 5").unwrap().command.name, "fix");
        assert_eq!(event_first(words("frist new --note do --json x")), words("frist new --note do --json x"));
    }

    #[test]
    fn an_option_of_another_event_is_told_as_that() {
        for (line, message) in [
            ("frist do respond 1 --to emil", "frist do respond does not take --to"),
            ("frist do --cause=x respond 1", "frist do respond does not take --cause"),
            ("frist do undo 1 --at 10:00", "undo takes only ticket numbers"),
            ("frist do undo 1 --text x", "undo takes only ticket numbers"),
            ("frist do withdraw 1 --revision 3", "withdraw takes only ticket numbers"),
            ("frist do fix 1 --colour red", "unexpected argument '--colour' found"),
            ("frist do dance 1", "there is no event `dance`"),
            ("frist do", "the event is missing"),
        ] {
            let error = read(line).unwrap_err();
            assert_eq!((error.to_string().as_str(), error.code()), (message, 2), "{line}");
        }
    }

    #[test]
    fn the_hint_has_the_events_that_are_near_or_all_of_them() {
        let hint = |line| match read(line).unwrap_err() {
            CliError::Told(problem) => problem.hint,
            other => panic!("{other:?}"),
        };
        assert!(hint("frist do respnd 1").contains("`respond`"));
        assert!(hint("frist do zzz 1").starts_with("the events are report, acknowledge, respond, "));
        assert!(hint("frist do").ends_with(", undo, redo, withdraw"));
    }

    #[test]
    fn what_may_be_read_from_standard_input_is_what_a_person_writes() {
        let mut act = read("frist do spend 1 --minutes 5 --text - --note b").unwrap();
        assert_eq!(act.texts().into_iter().map(|text| text.clone()).collect::<Vec<_>>(), ["b", "-"]);
        assert_eq!(read("frist do assign 1 --to -").unwrap().texts(), Vec::<&mut String>::new());
    }
}

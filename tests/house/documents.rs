//! The documents tell the truth where a test can tell.

use std::collections::BTreeSet;

use frist::domain::audit::AuditKind;
use frist::tui::action::Keymap;
use frist_testkit::place::{MONDAY, TestPlace};
use serde_json::Value;

use crate::pages::{Page, pages};

const ALERTS: &str = include_str!("../../docs/alerts.md");
const BACKUPS: &str = include_str!("../../docs/backups.md");
const CALENDARS: &str = include_str!("../../docs/calendars.md");
const CONTRACTS: &str = include_str!("../../docs/contracts.md");
const DEPENDENCIES: &str = include_str!("../../docs/dependencies.md");
const FILTERS: &str = include_str!("../../docs/filters.md");
const HOUSE_RULES: &str = include_str!("../../docs/internal-targets.md");
const JSON: &str = include_str!("../../docs/json.md");
const ON_CALL: &str = include_str!("../../docs/on-call.md");
const PERFORMANCE: &str = include_str!("../../docs/performance.md");
const SETTINGS: &str = include_str!("../../docs/settings.md");
const TUTORIAL: &str = include_str!("../../docs/tutorial.md");

/// Returns the first block of TOML in the page behind those words.
fn toml_after(page: &'static str, words: &str) -> &'static str {
    let (_, rest) = page.split_once(words).unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let all = manifest["workspace"]["dependencies"].as_table().unwrap();
    for name in all.keys().filter(|name| all[*name].get("path").is_none()) {
        assert!(DEPENDENCIES.contains(&format!("`{name}`")), "docs/dependencies.md does not say why {name} is there");
    }
}

/// Each command line in a page's `sh` blocks that begins with `frist` has a command that exists.
#[test]
fn the_commands_in_them_exist() {
    let help = TestPlace::new().command().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands: Vec<String> = pages().iter().flat_map(commands_in).collect();
    assert!(commands.len() > 40, "{commands:?}");
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "there is no command `{command}`");
    }
}

/// Returns the commands of the page's `sh` blocks; a line that only opens the screen has none.
fn commands_in(page: &Page) -> Vec<String> {
    let blocks = page.text.split("```sh\n").skip(1).filter_map(|block| block.split_once("```")).map(|(code, _)| code);
    let lines = blocks.flat_map(str::lines).filter_map(|line| line.strip_prefix("frist "));
    let mut commands = Vec::new();
    for line in lines {
        let mut words = line.split_whitespace().peekable();
        if words.next_if_eq(&"--store").is_some() {
            words.next();
        }
        commands.extend(words.next().map(str::to_owned));
    }
    commands
}

#[test]
fn the_contract_file_in_it_is_valid() {
    use frist::domain::contract::{Book, read_contract};
    read_contract("docs/contracts.md", toml_after(CONTRACTS, "# Contracts"), Book::built_in().calendars()).unwrap();
}

/// The page of calendars shows every key of a rule, in a file that is read, and names each calendar that frist comes with.
#[test]
fn the_calendar_file_in_it_is_valid_and_the_calendars_are_all_named() {
    use frist::domain::contract::{built_in_calendars, read_calendar};
    let text = toml_after(CALENDARS, "## A calendar of your own");
    let calendar = read_calendar("docs/calendars.md", text).unwrap();
    let held = |year| calendar.dates(year).into_values().collect::<Vec<_>>().join("; ");
    assert!(held(2020).contains("Early May bank holiday, moved from Mon 4 May; "), "{}", held(2020));
    assert!(held(2020).contains("Boxing Day, moved from Sat 26 Dec"), "{}", held(2020));
    for calendar in built_in_calendars() {
        let id = calendar.built_in_calendar().unwrap();
        assert!(CALENDARS.contains(&format!("`{id}`")), "docs/calendars.md does not name {id}");
    }
}

/// What the first ticket's page has for scripts takes a ticket from its report to its closing.
#[test]
fn the_first_ticket_can_be_followed() {
    let (_, script) = TUTORIAL.split_once("## The same from a script").unwrap();
    let lines: Vec<&str> = script.lines().filter_map(|line| line.strip_prefix("frist --store /tmp/first ")).collect();
    assert!(lines.len() > 5, "{lines:?}");
    let place = TestPlace::new();
    for line in lines {
        let words = shlex::split(line).unwrap();
        let words: Vec<&str> = ["--now", MONDAY].into_iter().chain(words.iter().map(String::as_str)).collect();
        place.run(&words).ok();
    }
    assert_eq!(place.ticket("1")["status"], "closed");
}

/// Each key that a contract of ours sets is told of on the page; names that are made up for one contract have no such key.
#[test]
fn the_keys_of_contracts_are_all_named() {
    let mut seen = BTreeSet::new();
    for file in std::fs::read_dir(crate::pages::root().join("assets/contracts")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let set = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
        let keys = set.map(|(key, _)| key.trim().to_owned());
        seen.extend(keys.filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
    assert!(seen.len() > 40, "{seen:?}");
    for key in seen {
        assert!(CONTRACTS.contains(&key), "docs/contracts.md does not name `{key}`");
    }
}

#[test]
fn what_the_audit_log_can_be_filtered_by_is_all_named() {
    for kind in AuditKind::all() {
        assert!(FILTERS.contains(&format!("`{}`", kind.word())), "docs/filters.md does not name `{}`", kind.word());
    }
}

#[test]
fn the_rota_in_it_is_valid() {
    use frist::domain::contract::InternalTargets;
    let text = toml_after(ON_CALL, "# On call");
    let levels = InternalTargets::LEVELS.map(str::to_owned);
    let (rota, problems) =
        frist::domain::rota::read_rota("docs/on-call.md", text, &levels, &["anna", "ola", "kari", "per"]);
    assert_eq!(problems, []);
    assert_eq!(rota.unwrap().levels().collect::<Vec<_>>(), ["first line", "second line"]);
}

#[test]
fn the_alerts_in_it_are_valid() {
    use frist::domain::alert::{AlertRules, read_alerts};
    use frist::domain::contract::Book;
    let settings = toml_after(ALERTS, "# Alerts");
    assert_eq!(frist::config::Settings::read("config.toml", settings, &[]).1, []);
    let (alerts, problems) = read_alerts("docs/alerts.md", settings, &Book::built_in());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(alerts.rules.usual, AlertRules::USUAL, "it says that these are the usual ones");
}

/// Each field of what the alerts' command is given.
#[test]
fn the_fields_of_an_alert_are_all_named() {
    use frist::domain::alert::{AlertMessage, AlertRules, look};
    use frist::domain::contract::Book;
    use frist::domain::ticket::{NewTicket, Ticket, TicketId, new_events};
    use frist::domain::time::Instant;
    let (_, rest) = ALERTS.split_once("- **The command** is given").unwrap();
    let (told, _) = rest.split_once("\n- ").unwrap();
    let contract = Book::built_in().get("markant").unwrap().clone();
    let new = NewTicket {
        contract: contract.id.clone(),
        plan: "standard".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        ..NewTicket::default()
    };
    let reported = Instant::parse("2024-01-08T09:00:00Z").unwrap();
    let ticket = Ticket::fold(TicketId(1), &new_events(&new, &contract.version, None, "anna", reported)).unwrap();
    let now = reported.plus(2 * 3600);
    let alerts = look(&ticket, &contract, &AlertRules::default(), &[], now).alerts;
    let json = AlertMessage::new(now, alerts).with_letters(alert_of_a_letter(now), 0).to_json(str::to_owned);
    let of_first = |list: &str| json[list][0].as_object().unwrap().keys();
    let fields = json.as_object().unwrap().keys().chain(of_first("alerts")).chain(of_first("letters"));
    for field in fields {
        assert!(told.contains(&format!("`{field}`")), "docs/alerts.md does not name `{field}`");
    }
}

/// Returns the alert of a letter that has just come in.
fn alert_of_a_letter(now: frist::domain::time::Instant) -> Option<frist::domain::alert::LetterAlert> {
    use frist::domain::alert::{AlertRules, WaitingCase, look_at_letter};
    use frist::domain::contract::Book;
    use frist::domain::intake::{IntakeDefaults, earliest_deadline};
    use frist::domain::ledger::{InboxLetter, Ledger, LedgerRecordId};
    let letter = InboxLetter { received: now, ..InboxLetter::default() };
    let (ledger, book) = (Ledger::default(), Book::built_in());
    let earliest = earliest_deadline(&letter, (&ledger, &book), &IntakeDefaults::default());
    let case = WaitingCase {
        id: LedgerRecordId(1),
        letter: &letter,
        since: now,
        is_always_taken: false,
        earliest: earliest.as_ref(),
        phone: None,
        told: None,
    };
    look_at_letter(&case, &book, &AlertRules::default(), now).alert
}

#[test]
fn the_backups_in_it_are_valid() {
    let settings = toml_after(BACKUPS, "# Backups");
    let (settings, problems) = frist::config::Settings::read("config.toml", settings, &[]);
    assert_eq!(problems, []);
    let usual = frist::config::BackupSettings::default();
    assert_eq!(
        (settings.backup.every, settings.backup.keep),
        (usual.every, usual.keep),
        "it says that these are the usual ones"
    );
}

#[test]
fn the_house_rules_in_it_are_valid() {
    use frist::domain::contract::{Book, Within, read_internal_targets};
    use frist::domain::time::Span;
    let settings = toml_after(HOUSE_RULES, "## Internal targets");
    assert_eq!(frist::config::Settings::read("config.toml", settings, &[]).1, []);
    let (house, problems) = read_internal_targets("docs/internal-targets.md", settings, &Book::built_in());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        house.of("markant").and_then(|rules| rules.update.clone()).map(|update| update.within),
        Some(Within::Span(Span::Time(4 * 3600)))
    );
    assert_eq!(house.levels(), ["second line", "management"]);
}

#[test]
fn the_settings_in_it_are_valid() {
    let theme = frist::tui::theme::read_theme("mine.toml", toml_after(SETTINGS, "### Themes"));
    assert_eq!(theme.map(|(_, doubts)| doubts), Ok(vec![]));
    let settings = toml_after(SETTINGS, "## Settings");
    let (read, problems) = frist::config::Settings::read("config.toml", settings, &[]);
    assert_eq!(problems, []);
    assert!(read.people.iter().count() > 1, "{read:?}");
    let (keys, problems) = Keymap::read("config.toml", toml_after(SETTINGS, "### Own commands"));
    assert_eq!(problems, []);
    assert!(keys.own(2).is_some(), "three commands");
}

/// The table that `benches/figures/run` made has the rows that are described, and their benches exist.
#[test]
fn the_figures_in_it_are_those_that_are_described() {
    let (_, rest) = PERFORMANCE.split_once("<!-- figures:benches -->\n").unwrap();
    let (_, rest) = rest.split_once("| --- | --- | --- |\n").unwrap();
    let (table, _) = rest.split_once("<!-- /figures -->").unwrap();
    let there: Vec<&str> = table.lines().filter_map(|row| row.split(" | ").next()?.strip_prefix("| ")).collect();
    let described: toml::Table = include_str!("../../benches/figures/rows.toml").parse().unwrap();
    let rows = described["row"].as_array().unwrap();
    let words: Vec<&str> = rows.iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!(there, words, "stale: benches/figures/run --into docs/performance.md");
    let manifests = [include_str!("../../Cargo.toml"), include_str!("../../crates/clock/Cargo.toml")];
    let manifests = manifests.map(|text| text.parse::<toml::Table>().unwrap());
    let benches: Vec<_> = manifests.iter().flat_map(|manifest| manifest["bench"].as_array().unwrap()).collect();
    assert!(rows.iter().all(|row| benches.iter().any(|bench| bench["name"] == row["bench"])), "{benches:?}");
}

/// What the program prints with `--json` has no key that its page does not name.
#[test]
fn the_keys_of_json_are_all_named() {
    let place = TestPlace::new();
    place.run(&["--now", MONDAY, "demo"]).ok();
    let mut keys = BTreeSet::new();
    for command in [
        "list is:open,closed",
        "show 12",
        "audit",
        "outage list",
        "maintenance list",
        "change list",
        "uptime --month 2023-12",
        "report attainment",
        "report times",
        "report reasons",
        "report billable",
        "report trend",
        "report heat",
        "report scorecard --contract markant --month 2024-01",
        "report",
        "contract list",
        "contract show missoun",
        "calendar list",
        "calendar show NO",
        "evidence 12",
        "verify",
        "repair",
    ] {
        let words: Vec<&str> = ["--now", MONDAY].into_iter().chain(command.split(' ')).chain(["--json"]).collect();
        let out = place.run(&words).ok().out;
        assert!(!out.is_empty(), "{command}");
        out.lines().for_each(|line| gather(&serde_json::from_str(line).unwrap(), &mut keys));
    }
    assert!(keys.len() > 80, "{keys:?}");
    // The hours of the heat map are told of as a whole.
    for key in keys.iter().filter(|key| key.parse::<u8>().is_err()) {
        assert!(JSON.contains(&format!("`{key}`")), "docs/json.md does not name `{key}`");
    }
}

/// Collects every key in the value, however deep.
fn gather(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, below)| {
            keys.insert(key.clone());
            gather(below, keys);
        }),
        Value::Array(all) => all.iter().for_each(|below| gather(below, keys)),
        _ => {}
    }
}

//! The README tells the truth where a test can tell.

use std::process::Command;

const README: &str = include_str!("../../README.md");

#[test]
fn the_table_of_keys_is_the_programs_own() {
    let (_, rest) = README.split_once("<!-- keys -->\n").unwrap();
    let (keys, _) = rest.split_once("<!-- /keys -->").unwrap();
    assert_eq!(keys, frist::tui::action::keys_markdown(), "stale: cargo run --example readme");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let all = manifest["workspace"]["dependencies"].as_table().unwrap();
    for name in all.keys().filter(|name| all[*name].get("path").is_none()) {
        assert!(README.contains(&format!("`{name}`")), "the README does not say why {name} is there");
    }
}

/// Each command line of the README's `sh` blocks that begins with `frist` parses, and each of its commands exists.
#[test]
fn the_commands_in_it_exist() {
    let help = Command::new(env!("CARGO_BIN_EXE_frist")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let blocks = README.split("```sh\n").skip(1).filter_map(|b| b.split_once("```").map(|(code, _)| code));
    let commands: Vec<&str> = blocks
        .flat_map(str::lines)
        .filter_map(|l| l.strip_prefix("frist "))
        .filter_map(|l| l.split_whitespace().find(|w| !w.starts_with('-')))
        .collect();
    assert!(commands.len() > 5, "{commands:?}");
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "there is no command `{command}`");
    }
}

#[test]
fn the_contract_file_in_it_is_valid() {
    use frist::domain::contract::{Book, read_contract};
    let (_, rest) = README.split_once("```toml\n").unwrap();
    let (contract, _) = rest.split_once("```").unwrap();
    read_contract("README.md", contract, Book::built_in().calendars()).unwrap();
}

#[test]
fn the_rota_in_it_is_valid() {
    use frist::domain::contract::House;
    let (_, rest) = README.split_once("## On call").unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let levels = House::LEVELS.map(str::to_owned);
    let (rota, problems) = frist::domain::rota::read_rota("README.md", text, &levels, &["anna", "ola", "kari", "per"]);
    assert_eq!(problems, []);
    assert_eq!(rota.unwrap().levels().collect::<Vec<_>>(), ["first line", "second line"]);
}

#[test]
fn the_alerts_in_it_are_valid() {
    use frist::domain::alert::{AlertRules, read_alerts};
    use frist::domain::contract::Book;
    let (_, rest) = README.split_once("## Alerts").unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    let (settings, _) = rest.split_once("```").unwrap();
    assert_eq!(frist::config::Settings::read("README.md", settings, &[]).1, []);
    let (alerts, problems) = read_alerts("README.md", settings, &Book::built_in());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(alerts.rules.usual, AlertRules::USUAL, "it says that these are the usual ones");
}

/// Each field of what the alerts' command is given.
#[test]
fn the_fields_of_an_alert_are_all_named() {
    use frist::domain::alert::{AlertRules, Message, look};
    use frist::domain::contract::Book;
    use frist::domain::ticket::{NewTicket, Ticket, TicketId, new_events};
    use frist::domain::time::Instant;
    let (_, rest) = README.split_once("- **The command** is given").unwrap();
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
    let json = Message::new(now, alerts).to_json(str::to_owned);
    let fields = json.as_object().unwrap().keys().chain(json["alerts"][0].as_object().unwrap().keys());
    for field in fields {
        assert!(told.contains(&format!("`{field}`")), "the README does not name `{field}`");
    }
}

#[test]
fn the_backups_in_it_are_valid() {
    let (_, rest) = README.split_once("## Backups").unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    let (settings, _) = rest.split_once("```").unwrap();
    let (settings, problems) = frist::config::Settings::read("README.md", settings, &[]);
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
    use frist::domain::contract::{Book, read_house};
    let (_, rest) = README.split_once("**House rules**").unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    let (settings, _) = rest.split_once("```").unwrap();
    assert_eq!(frist::config::Settings::read("README.md", settings, &[]).1, []);
    let (house, problems) = read_house("README.md", settings, &Book::built_in());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(house.of("markant").and_then(|rules| rules.inform), Some(4 * 3600));
    assert_eq!(house.levels(), ["second line", "management"]);
}

#[test]
fn the_settings_in_it_are_valid() {
    let (_, rest) = README.split_once("\nSettings, all of them optional:").unwrap();
    let (_, rest) = rest.split_once("```toml\n").unwrap();
    let (settings, _) = rest.split_once("```").unwrap();
    let (read, problems) = frist::config::Settings::read("README.md", settings, &[]);
    assert_eq!(problems, []);
    assert!(read.people.iter().count() > 1, "{read:?}");
}

/// The table that `benches/figures/run` made has the rows that are described, and their benches exist.
#[test]
fn the_figures_in_it_are_those_that_are_described() {
    let (_, rest) = README.split_once("<!-- figures:benches -->\n").unwrap();
    let (_, rest) = rest.split_once("| --- | --- | --- |\n").unwrap();
    let (table, _) = rest.split_once("<!-- /figures -->").unwrap();
    let there: Vec<&str> = table.lines().filter_map(|row| row.split(" | ").next()?.strip_prefix("| ")).collect();
    let described: toml::Table = include_str!("../../benches/figures/rows.toml").parse().unwrap();
    let rows = described["row"].as_array().unwrap();
    let words: Vec<&str> = rows.iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!(there, words, "stale: benches/figures/run --into README.md");
    let manifests = [include_str!("../../Cargo.toml"), include_str!("../../crates/clock/Cargo.toml")];
    let manifests = manifests.map(|text| text.parse::<toml::Table>().unwrap());
    let benches: Vec<_> = manifests.iter().flat_map(|manifest| manifest["bench"].as_array().unwrap()).collect();
    assert!(rows.iter().all(|row| benches.iter().any(|bench| bench["name"] == row["bench"])), "{benches:?}");
}

use super::*;
use crate::Settings;

fn read(text: &str) -> (People, Vec<String>) {
    let (settings, problems) = Settings::read("c.toml", text, &[]);
    (settings.people, problems.iter().map(ToString::to_string).collect())
}

fn role_of(people: &People, name: &str) -> Option<Role> {
    people.named(name).map(|person| person.role)
}

const TEAM: &str = r#"
[people.ola]
[people.anna]
name = " Anna Berg "
role = "lead"
account = "aberg"
[people.kim]
role = "viewer"
account = 1_007
[people."1008"]
role = "lead"
"#;

#[test]
fn what_is_given_holds_and_the_rest_has_its_usual_value() {
    let (people, problems) = read(TEAM);
    assert_eq!(problems, Vec::<String>::new());
    let anna = Person { name: "anna".into(), display: "Anna Berg".into(), role: Role::Lead };
    assert_eq!(people.named("anna"), Some(&anna));
    assert_eq!(people.named("Anna"), None);
    let ola = Person { name: "ola".into(), display: "ola".into(), role: Role::Agent };
    assert_eq!(people.named("ola"), Some(&ola));
    let names: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["1008", "anna", "kim", "ola"]);
    let of_role = Role::ALL.map(|r| people.with_role(r).iter().map(|p| p.name.clone()).collect::<Vec<_>>());
    assert_eq!(of_role, [vec!["kim"], vec!["ola"], vec!["1008", "anna"]]);
    assert!(!people.is_empty());
}

#[test]
fn an_account_is_known_by_its_login_name_or_its_number() {
    let (people, _) = read(TEAM);
    let name = |uid, login| people.of_account(uid, login).map(|p| p.name.as_str());
    assert_eq!(name(1, Some("aberg")), Some("anna"));
    assert_eq!(name(1, Some("anna")), None, "her account has another name");
    assert_eq!(name(1, Some("ola")), Some("ola"), "the key is the login name where none is given");
    assert_eq!(name(1, Some("Ola")), None);
    assert_eq!(name(1007, None), Some("kim"));
    assert_eq!(name(1007, Some("aberg")), Some("kim"), "the number goes before the name");
    assert_eq!(name(1, Some("1007")), None, "a login name of digits is no number");
    assert_eq!(name(1008, None), Some("1008"));
    assert_eq!((name(1, None), name(1, Some(""))), (None, None));
}

#[test]
fn without_people_nobody_is_named() {
    for text in ["", "name = \"x\"", "[people]"] {
        let (people, problems) = read(text);
        assert!(people.is_empty() && people == People::default(), "{text}");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(people.of_account(0, Some("root")), None);
    }
}

/// Text, then what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("people = 3", "1: people: this is not a table; write [people.NAME] and their keys below it"),
    ("people.anna = 3", "1: people.anna: this is not a person; write [people.NAME] and below it role = \"agent\""),
    (
        "[people.anna]\ncolour = 1",
        "2: people.anna.colour: this is not known of a person; the keys are name, role and account",
    ),
    (
        "[people.anna]\nrole = \"leed\"",
        "2: people.anna.role: there is no role `leed`, so they only look; the roles are viewer, agent, lead",
    ),
    ("[people.anna]\nrole = 1", "2: people.anna.role: this is not a text; write role = \"agent\""),
    ("[people.anna]\nname = 1", "2: people.anna.name: this is not a text; write name = \"…\""),
    ("[people.anna]\nname = \"\"", "2: people.anna.name: there is no text in it; write a few words"),
    (
        "[people.anna]\naccount = -1",
        "2: people.anna.account: this is not the number of an account; write account = \"login name\" or a uid number",
    ),
    (
        "[people.anna]\naccount = true",
        "2: people.anna.account: this is not an account; write account = \"login name\" or a uid number",
    ),
    ("[people.\"\"]", "1: people.: there is no text in it; write a few words"),
    ("[people.\"an\\u001bna\"]", "1: people.anna: it has a control character (U+001B) at place 3; take it out"),
    ("[people.\"anna \"]", "1: people.anna : there is space around the name; take it out"),
    (
        "[people.ola]\naccount = \"anna\"\n[people.anna]",
        "3: people.anna.account: `anna` is the account of ola already; give anna another with account = \"…\"",
    ),
    (
        "[people.ola]\naccount = 7\n[people.anna]\nname = \"A\"\naccount = \"7\"",
        "5: people.anna.account: `7` is the account of ola already; give anna another with account = \"…\"",
    ),
];

#[test]
fn each_mistake_is_named_and_the_rest_holds() {
    for (text, said) in MISTAKES {
        let text = format!("{text}\n[people.kim]\nrole = \"lead\"");
        let text = if text.starts_with("people = ") { "people = 3" } else { &text };
        let (people, problems) = read(text);
        assert_eq!(problems, [format!("c.toml:{said}")], "{text}");
        assert!(!people.is_empty(), "{text}");
        let kim = (!text.starts_with("people = ")).then_some(Role::Lead);
        assert_eq!(role_of(&people, "kim"), kim, "{text}");
    }
}

#[test]
fn the_first_keeps_an_account_that_two_share() {
    let (people, _) = read("[people.ola]\naccount = \"berg\"\n[people.anna]\naccount = \"berg\"\nrole = \"lead\"");
    assert_eq!(people.of_account(1, Some("berg")).map(|p| p.name.as_str()), Some("ola"));
    assert_eq!(people.of_account(1, Some("anna")), None);
    assert_eq!(role_of(&people, "anna"), Some(Role::Lead), "known, but by no account");
}

#[test]
fn a_mistake_never_gives_more_than_was_meant() {
    let broken = [
        "[people.anna]\nrole = \"veiwer\"",
        "[people.anna]\nrole = 1",
        "[people.anna]\nrole \"viewer\"",
        "[people.anna]\nrole : \"viewer\"\n[people.ola]",
        "[people.anna]\nrole = \n",
        "[people.anna]\nrole = \"viewer\n[people.ola]\nrole = \"lead\"",
        "[people.anna]\nrole = \"viewer\"\n[people.anna]\nrole = \"lead\"",
        "[people]\nanna = { role = \"viewer\", acc",
    ];
    for text in broken {
        let (people, problems) = read(text);
        assert_eq!(role_of(&people, "anna"), Some(Role::Viewer), "{text}");
        assert!(!problems.is_empty());
    }
    for text in ["[people.anna]\naccount = true", "[people.anna]\naccount : \"aberg\"", "[people.anna]\naccount = -5"] {
        assert_eq!(read(text).0.of_account(1, Some("anna")), None, "{text}");
    }
    for text in ["[people.anna\nrole = \"lead\"", "theme \"dark\"\n[people.anna]\nrole = \"lead\""] {
        let (people, _) = read(text);
        assert!(!people.is_empty() && people.iter().next().is_none(), "there are people, and none is known: {text}");
    }
}

#[test]
fn an_error_in_one_persons_lines_leaves_the_others_what_they_have() {
    let text = "theme = \n[people.anna]\nname = \naccount = \"aberg\"\n[people.ola]";
    let (people, problems) = read(text);
    assert_eq!([role_of(&people, "anna"), role_of(&people, "ola")], [Some(Role::Viewer), Some(Role::Agent)]);
    assert_eq!(people.of_account(1, Some("aberg")).map(|p| p.name.as_str()), Some("anna"));
    let said = "a line of this person cannot be read; mend it: until then a role not given is viewer, an account not given none";
    assert!(problems.contains(&format!("c.toml:2: people.anna: {said}")), "{problems:?}");
}

#[test]
fn roles_stand_in_order_and_have_one_name_each() {
    assert!(Role::Viewer < Role::Agent && Role::Agent < Role::Lead);
    for role in Role::ALL {
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.words()));
    }
    let anna = Person { name: "anna".into(), display: "Anna Berg".into(), role: Role::Lead };
    let json = serde_json::to_string(&anna).unwrap();
    assert_eq!(serde_json::from_str::<Person>(&json).unwrap(), anna);
}

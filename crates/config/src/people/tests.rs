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
[staff.ola]
[staff.anna]
name = " Anna Berg "
role = "lead"
account = "aberg"
[staff.kim]
role = "viewer"
account = 1_007
[staff."1008"]
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
    for text in ["", "name = \"x\"", "[staff]"] {
        let (people, problems) = read(text);
        assert!(people.is_empty() && people == People::default(), "{text}");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(people.of_account(0, Some("root")), None);
    }
}

/// Text, then what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("staff = 3", "1: staff: this is not a table; write [staff.NAME] and their keys below it"),
    ("staff.anna = 3", "1: staff.anna: this is not a person; write [staff.NAME] and below it role = \"agent\""),
    (
        "[staff.anna]\ncolour = 1",
        "2: staff.anna.colour: a person has no such key; the keys are name, role, account, mail, notices, notices_always, time_zone",
    ),
    (
        "[staff.anna]\nrole = \"leed\"",
        "2: staff.anna.role: there is no role `leed`, so they only look; the roles are viewer, agent, lead",
    ),
    ("[staff.anna]\nrole = 1", "2: staff.anna.role: this is not a text; write role = \"agent\""),
    ("[staff.anna]\nname = 1", "2: staff.anna.name: this is not a text; write name = \"…\""),
    ("[staff.anna]\nname = \"\"", "2: staff.anna.name: there is no text in it; write a few words"),
    (
        "[staff.anna]\naccount = -1",
        "2: staff.anna.account: this is not the number of an account; write account = \"login name\" or a uid number",
    ),
    (
        "[staff.anna]\naccount = true",
        "2: staff.anna.account: this is not an account; write account = \"login name\" or a uid number",
    ),
    ("[staff.\"\"]", "1: staff.: there is no text in it; write a few words"),
    ("[staff.\"an\\u001bna\"]", "1: staff.anna: it has a control character (U+001B) at place 3; take it out"),
    ("[staff.\"anna \"]", "1: staff.anna : there is space around the name; take it out"),
    (
        "[staff.ola]\naccount = \"anna\"\n[staff.anna]",
        "3: staff.anna.account: `anna` is the account of ola already; give anna another with account = \"…\"",
    ),
    (
        "[staff.ola]\naccount = 7\n[staff.anna]\nname = \"A\"\naccount = \"7\"",
        "5: staff.anna.account: `7` is the account of ola already; give anna another with account = \"…\"",
    ),
];

#[test]
fn each_mistake_is_named_and_the_rest_holds() {
    for (text, said) in MISTAKES {
        let text = format!("{text}\n[staff.kim]\nrole = \"lead\"");
        let text = if text.starts_with("staff = ") { "staff = 3" } else { &text };
        let (people, problems) = read(text);
        assert_eq!(problems, [format!("c.toml:{said}")], "{text}");
        assert!(!people.is_empty(), "{text}");
        let kim = (!text.starts_with("staff = ")).then_some(Role::Lead);
        assert_eq!(role_of(&people, "kim"), kim, "{text}");
    }
}

#[test]
fn the_first_keeps_an_account_that_two_share() {
    let (people, _) = read("[staff.ola]\naccount = \"berg\"\n[staff.anna]\naccount = \"berg\"\nrole = \"lead\"");
    assert_eq!(people.of_account(1, Some("berg")).map(|p| p.name.as_str()), Some("ola"));
    assert_eq!(people.of_account(1, Some("anna")), None);
    assert_eq!(role_of(&people, "anna"), Some(Role::Lead), "known, but by no account");
}

#[test]
fn a_mistake_never_gives_more_than_was_meant() {
    let broken = [
        "[staff.anna]\nrole = \"veiwer\"",
        "[staff.anna]\nrole = 1",
        "[staff.anna]\nrole \"viewer\"",
        "[staff.anna]\nrole : \"viewer\"\n[staff.ola]",
        "[staff.anna]\nrole = \n",
        "[staff.anna]\nrole = \"viewer\n[staff.ola]\nrole = \"lead\"",
        "[staff.anna]\nrole = \"viewer\"\n[staff.anna]\nrole = \"lead\"",
        "[staff]\nanna = { role = \"viewer\", acc",
    ];
    for text in broken {
        let (people, problems) = read(text);
        assert_eq!(role_of(&people, "anna"), Some(Role::Viewer), "{text}");
        assert!(!problems.is_empty());
    }
    for text in ["[staff.anna]\naccount = true", "[staff.anna]\naccount : \"aberg\"", "[staff.anna]\naccount = -5"] {
        assert_eq!(read(text).0.of_account(1, Some("anna")), None, "{text}");
    }
    for text in ["[staff.anna\nrole = \"lead\"", "theme \"dark\"\n[staff.anna]\nrole = \"lead\""] {
        let (people, _) = read(text);
        assert!(!people.is_empty() && people.iter().next().is_none(), "there are people, and none is known: {text}");
    }
}

#[test]
fn an_error_in_one_persons_lines_leaves_the_others_what_they_have() {
    let text = "theme = \n[staff.anna]\nname = \naccount = \"aberg\"\n[staff.ola]";
    let (people, problems) = read(text);
    assert_eq!([role_of(&people, "anna"), role_of(&people, "ola")], [Some(Role::Viewer), Some(Role::Agent)]);
    assert_eq!(people.of_account(1, Some("aberg")).map(|p| p.name.as_str()), Some("anna"));
    let said = "a line of this person cannot be read; correct it: until then a missing role is viewer, and a missing account none";
    assert!(problems.contains(&format!("c.toml:2: staff.anna: {said}")), "{problems:?}");
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

#[test]
fn people_are_the_staff_by_another_name_and_that_is_told() {
    let (people, problems) = read("[people.anna]\nrole = \"lead\"\n[people.ola]\n");
    assert_eq!([role_of(&people, "anna"), role_of(&people, "ola")], [Some(Role::Lead), Some(Role::Agent)]);
    let notice = "c.toml:1: people: `people` is called `staff` now; write [staff.NAME], as the next version does not know `people`";
    assert_eq!(problems, [notice]);
    assert_eq!(read("people = 3").0, People::unreadable());
    assert!(!read("[people.anna\nrole = \"lead\"").0.is_empty());
}

#[test]
fn a_person_who_stands_under_both_names_may_do_the_least_of_both() {
    let (people, problems) = read("[staff.anna]\nrole = \"viewer\"\n[staff.ola]\n[people.anna]\nrole = \"lead\"\n");
    assert_eq!(role_of(&people, "anna"), Some(Role::Viewer));
    assert_eq!(people.iter().count(), 2);
    assert_eq!(
        problems[1],
        "c.toml:4: people.anna: this person stands in [people] and in [staff]; keep the one in [staff]"
    );
}

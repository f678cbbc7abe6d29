//! `frist doctor`: what is wrong, and what to do.

use serde_json::Value;

use crate::support::{Place, Ran};

fn findings(place: &Place, env: &[(&str, &str)]) -> (Ran, Vec<Value>) {
    let mut command = place.frist();
    command.args(["doctor", "--json"]).env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env_remove("TMUX");
    command.envs(env.iter().copied());
    let ran = Ran::of(&mut command);
    let lines = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (ran, lines)
}

fn about<'a>(all: &'a [Value], words: &str) -> &'a Value {
    let found = all.iter().find(|line| line["what"].as_str().unwrap().contains(words));
    found.unwrap_or_else(|| panic!("nothing about “{words}”: {all:?}"))
}

#[test]
fn a_desk_that_works_lacks_nothing() {
    let place = Place::with_store();
    place.run(&["backup"]).ok();
    let (ran, all) = findings(&place, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(about(&all, "256 colours")["right"], true);
    assert_eq!(about(&all, "no frist has it open")["right"], true);
    assert_eq!(about(&all, "the newest backup is")["right"], true);
    assert!(all[0]["what"].as_str().unwrap().starts_with("frist "), "{all:?}");
    for line in &all {
        assert_eq!(line.as_object().unwrap().len(), 3, "{line}");
    }
}

#[test]
fn what_is_wrong_is_named_with_what_to_do_and_nothing_is_made() {
    let place = Place::new();
    place.write("config.toml", "theme = \"pink\"\n");
    let (ran, all) = findings(&place, &[("LC_ALL", "C"), ("TERM", "dumb")]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains("3 things are missing here"), "{ran:?}");
    assert_eq!(about(&all, "TERM=dumb")["right"], false);
    assert!(about(&all, "LC_ALL=C")["say"].as_str().unwrap().contains("export LC_ALL=C.UTF-8"));
    assert!(about(&all, "config.toml")["right"] == true, "it is there");
    let wrong = |line: &&Value| line["say"].as_str().unwrap().contains("there is no theme `pink`");
    assert!(all.iter().any(|line| wrong(&line)), "{all:?}");
    assert_eq!(about(&all, "store:")["right"], Value::Null);
    assert!(!place.path("store").exists());
}

//! `frist config`: what is in force, what is wrong, and the settings in an editor.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::Value;

use crate::support::{Place, Ran};

const GOOD: &str = "name = \"Åse\"\ntime_zone = \"Asia/Tokyo\"\n[alerts]\nat = [\n  \"due\",\n]\n[staff.\"Åse Vik\"]\nrole = \"lead\"\n";

/// Returns the setting of that name of what `frist config show --json` prints.
fn setting(place: &Place, name: &str) -> Value {
    let shown = place.run(&["config", "show", "--json"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    shown.json_lines().into_iter().find(|line| line["setting"] == name).unwrap_or_else(|| panic!("{name}: {shown:?}"))
}

#[test]
fn every_setting_is_shown_with_where_it_comes_from() {
    let place = Place::new();
    place.write("config.toml", GOOD);
    let from = |name: &str| {
        let line = setting(&place, name);
        (line["value"].as_str().unwrap().to_owned(), line["from"].as_str().unwrap().to_owned(), line["line"].as_u64())
    };
    let is = |value: &str, from: &str, line| (value.to_owned(), from.to_owned(), line);
    assert_eq!(from("time_zone"), is("\"Asia/Tokyo\"", "file", Some(2)));
    assert_eq!(from("alerts.at"), is("[ \"due\", ]", "file", Some(4)));
    assert_eq!(from("staff.Åse Vik.role"), is("\"lead\"", "file", Some(8)));
    assert_eq!(from("backup.every"), is("\"1h\"", "default", None));
    assert_eq!(from("theme").1, "default");
    assert_eq!((from("store").1, setting(&place, "store")["name"].clone()), ("option".to_owned(), "--store".into()));
    // As a table, with the name of the file and the line.
    let table = place.run(&["config", "show"]).ok().prints("config.toml:2").prints("--store");
    assert!(table.out.lines().any(|line| line.starts_with("backup.daily") && line.ends_with("default")), "{table:?}");
}

#[test]
fn the_environment_and_the_machine_are_named() {
    let place = Place::new();
    place.write("config.toml", "");
    let mut command = place.bare();
    command.args(["config", "show"]).env("FRIST_STORE", place.path("other")).env("EDITOR", "nano").env("NO_COLOR", "1");
    let shown = Ran::of(command.env_remove("VISUAL")).ok();
    for (setting, from) in [
        ("store", "FRIST_STORE"),
        ("editor", "EDITOR"),
        ("no colours", "NO_COLOR"),
        ("time_zone", "TZ"),
        ("name", "the account"),
    ] {
        assert!(
            shown.out.lines().any(|line| line.starts_with(setting) && line.ends_with(from)),
            "{setting}: {shown:?}"
        );
    }
}

#[test]
fn what_cannot_be_used_is_shown_as_what_holds_instead() {
    let place = Place::new();
    place.write(
        "config.toml",
        "theme = \"pink\"\n[backup]\ndaily = 3\nweekly = \"x\"\n[keys]\nnote = \"Nope\"\nfilter = \"F7\"\n",
    );
    let theme = setting(&place, "theme");
    assert_eq!((&theme["from"], &theme["unusable_line"], &theme["line"]), (&"default".into(), &1.into(), &Value::Null));
    // A mistake in [backup] has all of it as usual.
    assert_eq!(setting(&place, "backup.daily")["value"], "14");
    assert_eq!(setting(&place, "keys.filter")["value"], "\"F7\"");
    let shown = place.run(&["config", "show", "--json"]);
    assert!(!shown.json_lines().iter().any(|line| line["setting"] == "keys.note"), "{shown:?}");
}

#[test]
fn every_mistake_is_named_with_its_line_and_a_hint() {
    let place = Place::new();
    place.write(
        "config.toml",
        "theme = \"pink\"\n[staff.anna]\nrole = \"boss\"\n[alerts]\nat = [\"soon\"]\n[keys]\nnote = \"[\"\n",
    );
    place.write("contracts/small.toml", "id = 3\n");
    place.write("oncall.toml", "time_zone = \"Oslo\"\n");
    let told = place.run(&["config", "check"]);
    assert_eq!((told.code, told.err.as_str()), (2, ""), "{told:?}");
    for (line, words) in [
        ("config.toml:1: theme: ", "the themes are dark"),
        ("config.toml:3: staff.anna.role: ", "the roles are viewer, agent, lead"),
        ("config.toml:5: alerts.at: ", "write phone, 75%"),
        ("config.toml:7: keys.note: ", "; "),
        ("small.toml:1: id: ", "; "),
        ("oncall.toml:1: time_zone: ", "Europe/Oslo"),
    ] {
        assert!(told.out.lines().any(|told| told.contains(line) && told.contains(words)), "{line}: {told:?}");
    }
    let json = place.run(&["config", "check", "--json"]);
    assert_eq!(json.code, 2);
    let theme = json.json_lines().into_iter().find(|line| line["key"] == "theme").unwrap();
    assert_eq!((&theme["ok"], &theme["line"]), (&false.into(), &1.into()));
    assert!(!theme["hint"].as_str().unwrap().is_empty());
}

#[test]
fn what_is_right_is_ok_and_so_is_no_file() {
    let place = Place::new();
    place.write("config.toml", GOOD);
    place.run(&["config", "check"]).ok().prints("config.toml: ok");
    assert_eq!(place.run(&["config", "check", "--json"]).ok().json()["ok"], true);
    let mut command = Place::new().bare();
    command = {
        let mut other = std::process::Command::new(command.get_program());
        other.env("HOME", place.path("home"));
        other.env_remove("XDG_CONFIG_HOME");
        other
    };
    Ran::of(command.args(["config", "check"])).ok().prints("there is no settings file");
}

/// Runs `frist config edit` with that editor, and these answers on standard input.
fn edit(place: &Place, editor: &str, answers: &str) -> Ran {
    let mut command = place.frist();
    command.args(["config", "edit"]).env("EDITOR", editor).env_remove("VISUAL");
    let answers_file = place.write("answers", answers);
    command.stdin(std::fs::File::open(answers_file).unwrap()).output().unwrap().into()
}

fn settings(place: &Place) -> String {
    std::fs::read_to_string(place.path("config.toml")).unwrap()
}

#[test]
fn what_the_editor_leaves_is_checked_and_saved() {
    let place = Place::new();
    let saved = edit(&place, "sh -c 'echo \"theme = \\\"light\\\"\" >> \"$0\"'", "").ok();
    assert!(saved.out.contains("config.toml is saved"), "{saved:?}");
    assert_eq!(settings(&place), "name = \"anna\"\ntheme = \"light\"\n");
    edit(&place, "true", "").ok().prints("nothing was changed");
}

#[test]
fn with_a_mistake_it_can_be_edited_again_saved_or_left() {
    let wrong = "sh -c 'echo \"theme = \\\"pink\\\"\" >> \"$0\"'";
    let place = Place::new();
    let left = edit(&place, wrong, "q\n").failed(2, "the settings are as they were");
    assert!(left.err.contains("config.toml:2: theme: there is no theme `pink`"), "{left:?}");
    assert_eq!(settings(&place), "name = \"anna\"\n");
    // Where nobody answers, nothing is saved either.
    edit(&place, wrong, "").failed(2, "as they were");
    assert_eq!(settings(&place), "name = \"anna\"\n");
    assert_eq!(edit(&place, wrong, "s\n").code, 2);
    assert_eq!(settings(&place), "name = \"anna\"\ntheme = \"pink\"\n");
    // The second time the text is there as it was left the first time.
    let mends = "sh -c 'if grep -q pink \"$0\"; then sed -i s/pink/mono/ \"$0\"; else echo \"theme = \\\"pink\\\"\" >> \"$0\"; fi'";
    place.am("ola");
    assert_eq!(edit(&place, mends, "\n").code, 0);
    assert_eq!(settings(&place), "name = \"ola\"\ntheme = \"mono\"\n");
}

#[test]
fn where_there_is_no_file_a_commented_one_is_made() {
    let place = Place::new();
    std::fs::remove_file(place.path("config.toml")).unwrap();
    let mut command = place.bare();
    command.args(["config", "edit"]).env("EDITOR", "true").env_remove("VISUAL");
    assert_eq!(Ran::of(&mut command).code, 0);
    let made = settings(&place);
    assert!(made.lines().any(|line| line == "#theme = \"dark\"") && made.contains("#[staff.anna]"), "{made}");
    place.run(&["config", "check"]).ok();
}

#[test]
fn a_link_and_its_permissions_stay_and_what_another_has_changed_is_not_written_over() {
    let place = Place::new();
    let own = place.write("mine/own.toml", "name = \"anna\"\n");
    std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::remove_file(place.path("config.toml")).unwrap();
    symlink(&own, place.path("config.toml")).unwrap();
    edit(&place, "sh -c 'echo \"theme = \\\"mono\\\"\" >> \"$0\"'", "").ok();
    assert!(place.path("config.toml").is_symlink());
    assert_eq!(own.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let both = format!("sh -c 'echo \"# another\" >> {}; echo \"# mine\" >> \"$0\"'", own.display());
    let refused = edit(&place, &both, "").failed(3, "was changed meanwhile by somebody else");
    assert!(refused.err.contains("config.edited.toml"), "{refused:?}");
    assert!(settings(&place).ends_with("# another\n"));
    assert!(std::fs::read_to_string(place.path("config.edited.toml")).unwrap().ends_with("# mine\n"));
}

#[test]
fn without_an_editor_nothing_happens_and_behind_a_key_it_is_not_open() {
    let place = Place::new();
    let mut command = place.frist();
    command.args(["config", "edit"]).env_remove("EDITOR").env_remove("VISUAL");
    Ran::of(&mut command).failed(2, "set VISUAL or EDITOR");
    edit(&place, "false", "").failed(2, "ended with an error");
    for what in ["show", "check", "edit"] {
        place.run(&["--as", "anna", "config", what]).failed(4, "is not open to you");
    }
}

#[test]
fn a_theme_of_ones_own_is_a_file_that_is_checked_and_listed() {
    let place = Place::new();
    place.write("config.toml", "theme = \"mine\"\n");
    place
        .run(&["config", "check"])
        .prints("config.toml:1: theme: there is no theme `mine`; the themes are dark, light");
    place.write("themes/mine.toml", "base = \"light\"\nbreached = { fg = \"#d02020\" }\nmet = { fg = \"#ffff00\" }\n");
    let told = place.run(&["config", "check"]).ok().prints("mine.toml: ok");
    assert!(
        told.out.contains("warning: ")
            && told.out.contains("mine.toml:3: met: the colour has a contrast of 1.1 on white"),
        "{told:?}"
    );
    let listed = place.run(&["config", "show", "--themes"]).ok();
    assert!(
        listed.out.lines().any(|line| line.starts_with("* mine") && line.ends_with("themes/mine.toml")),
        "{listed:?}"
    );
    assert!(listed.out.lines().any(|line| line == "  dark"), "{listed:?}");
    let json = place.run(&["config", "show", "--themes", "--json"]).ok().json_lines();
    assert!(json.iter().any(|line| line["theme"] == "mine" && line["set"] == true));
    place.write("themes/mine.toml", "breached = { fg = \"red\" }\n");
    place.run(&["config", "check"]).prints("mine.toml:1: breached.fg: `red` is not a colour; write \"#rrggbb\"");
    assert_eq!(place.run(&["config", "check"]).code, 2);
}

#[test]
fn own_commands_are_shown_and_checked_with_the_keys() {
    let place = Place::new();
    let good = "[[command]]\nname = \"my page\"\nkey = \"F6\"\nprogram = [\"xdg-open\", \"{ticket}\"]\n";
    place.write("config.toml", good);
    assert_eq!(setting(&place, "command[1].program")["value"], "[\"xdg-open\", \"{ticket}\"]");
    place.run(&["config", "check"]).ok();
    place.write(
        "config.toml",
        format!("{good}[[command]]\nname = \"other\"\nkey = \"F6\"\nprogram = [\"x\", \"{{tiket}}\"]\n"),
    );
    let checked = place.run(&["config", "check"]);
    assert_eq!(checked.code, 2, "{checked:?}");
    let said = format!("{}{}", checked.out, checked.err);
    for wrong in [
        "config.toml:7: command[2].key: `F6` is `my page` in the same place",
        "config.toml:8: command[2].program: there is no placeholder {tiket}; did you mean {ticket}?",
    ] {
        assert!(said.contains(wrong), "{wrong}: {said}");
    }
    let shown = place.run(&["config", "show"]).ok().out;
    assert!(shown.contains("command[1].key") && !shown.contains("command[2].key"), "{shown}");
}

/// The settings may be for another machine as well, so that it is no mistake.
#[test]
fn a_program_that_this_machine_has_not_got_is_told_and_refuses_nothing() {
    let place = Place::new();
    let command = |program: &str| format!("[[command]]\nname = \"out\"\nkey = \"F6\"\nprogram = [\"{program}\"]\n");
    for missing in ["nosuchprog", "/nowhere/prog"] {
        place.write("config.toml", command(missing));
        let told = place.run(&["config", "check"]).ok().prints("config.toml: ok");
        assert!(told.out.contains(&format!("there is no program `{missing}` on this machine")), "{told:?}");
    }
    for there in ["sh", "/bin/sh"] {
        place.write("config.toml", command(there));
        assert!(!place.run(&["config", "check"]).ok().out.contains("warning"), "{there}");
    }
}

#[test]
fn a_command_whose_canned_reply_is_missing_or_wrong_is_told_and_one_that_is_there_is_not() {
    let place = Place::new();
    place.write("config.toml", "[[command]]\nname = \"we look\"\nkey = \"F6\"\nreply = \"look\"\n");
    let check = || place.run(&["config", "check"]).ok().prints("config.toml: ok").out;
    assert!(check().contains("the command “we look”: there is no canned reply called look"), "{}", check());
    std::fs::create_dir_all(place.path("replies")).unwrap();
    // For the customers of one language alone it is one too.
    for name in ["look.nb.txt", "look.txt"] {
        let file = place.write(&format!("replies/{name}"), "Hello\n");
        assert!(!check().contains("warning"), "{name}: {}", check());
        std::fs::remove_file(file).unwrap();
    }
    place.write("replies/look.txt", "wait: perhaps\n\nHello\n");
    assert!(check().contains("the command “we look”: wait is yes or no"), "{}", check());
}

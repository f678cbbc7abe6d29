//! Completions: what the program answers, and what a real shell makes of it.

use std::process::{Command, Stdio};

use nix::sys::signal::Signal;

use crate::serve::Serve;
use crate::support::{Place, Ran, small_contracts};

/// Returns what may stand in the place of the last of these words.
fn complete(place: &Place, words: &[&str]) -> Vec<String> {
    let index = words.len().to_string();
    let store = place.path("store").display().to_string();
    let config = place.path("config.toml").display().to_string();
    let line = [&["frist", "--store", &store, "--config", &config][..], words].concat();
    let index = (line.len() - words.len() + index.parse::<usize>().unwrap() - 1).to_string();
    let ran = Ran::of(place.bare().args(["complete", "--index", &index, "--"]).args(line)).ok();
    ran.out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn they_know_what_the_desk_knows() {
    let place = Place::with_store();
    place.write("config.toml", "name = \"anna\"\n[staff.anna]\n[staff.ola]\n");
    for (words, found) in [
        (&["li"][..], &["list"][..]),
        (&["list", "--j"], &["--json"]),
        (&["list", "vendor:mo"], &["vendor:moocommerce"]),
        (&["list", "is:at"], &["is:at_risk"]),
        (&["list", "assignee:o"], &["assignee:ola"]),
        (&["audit", "what:reop"], &["what:reopen"]),
        (&["report", "attainment", "sev:cri"], &["sev:critical"]),
        (&["new", "--contract", "ses"], &["sesam"]),
        (&["new", "--contract=ses"], &["--contract=sesam"]),
        (&["new", "--contract", "sesam", "--plan", "part"], &["partner"]),
        (&["new", "--severity", "serio"], &["serious"]),
        (&["do", "assign", "1", "--to", "o"], &["ola"]),
        (&["do", "exclude", "1", "--cause", "force"], &["force_majeure"]),
        (&["do", "escalate", "1", "--level", "man"], &["management"]),
        (&["do", "exclude", "1", "--cause", "ven"], &[]),
        (&["do", "exclude", "1", "--cause", "unp"], &["unpaid"]),
        (&["outage", "start", "--contract", "mark"], &["markant"]),
        (&["outage", "add", "--cause", "ven"], &["vendor"]),
        (&["maintenance", "add", "--contract", "missoun", "--kind", "sec"], &["security"]),
        (&["maintenance", "set", "2", "--kind", "agr"], &["agreed"]),
        (&["new", "--contract", "markant", "--severity", "crit"], &["critical"]),
        (&["new", "--contract", "sesam", "--severity", "serio"], &[]),
        (&["new", "--contract=sesam", "--plan", ""], &["customer", "partner"]),
        (&["contract", "show", "miss"], &["missoun"]),
        (&["contract", "explain", "miss"], &["missoun"]),
        (&["contract", "new", "--template", "bro"], &["bronze-silver-gold"]),
        (&["show", "1"], &[]),
    ] {
        assert_eq!(complete(&place, words), found, "{words:?}");
    }
    assert!(complete(&place, &["list", ""]).contains(&"vendor:".to_owned()));
}

#[test]
fn the_contracts_of_another_folder_are_those_that_are_told() {
    let place = Place::with_store();
    let folder = small_contracts(&place).display().to_string();
    assert_eq!(complete(&place, &["--contracts", &folder, "new", "--contract", ""]), ["small"]);
}

#[test]
fn where_there_is_no_store_nothing_of_a_desk_is_told_and_none_is_made() {
    let place = Place::new();
    assert_eq!(complete(&place, &["new", "--contract", ""]), Vec::<String>::new());
    assert_eq!(complete(&place, &["list", "vendor:m"]), Vec::<String>::new());
    assert_eq!(complete(&place, &["li"]), ["list"]);
    assert!(!place.path("store").exists());
    // Settings that cannot be read are no reason for a message in the middle of a command line.
    let broken = Place::with_store();
    broken.write("config.toml", "= 3");
    complete(&broken, &["new", "--contract", ""]);
    let place = Place::with_store();
    Ran::of(place.bare().args(["complete", "--index", "9", "--", "frist"])).ok();
}

/// Bash parts words at colons and equals signs; what it puts in is what stands behind the last of them.
#[test]
fn bash_puts_in_what_is_missing() {
    let place = Place::with_store();
    let script = place.write("frist.bash", place.run(&["completions", "bash"]).ok().out);
    let typed = |words: &[&str]| {
        let last = words.last().copied().unwrap_or_default();
        let current = if [":", "="].contains(&last) { "" } else { last };
        let body = ". \"$1\"; shift; current=$1; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
                    _frist \"$1\" \"$current\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
        let frist = env!("CARGO_BIN_EXE_frist");
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", body, "bash", script.to_str().unwrap(), current, frist]);
        bash.env("FRIST_STORE", place.path("store")).env("HOME", place.dir.path()).env_remove("XDG_CONFIG_HOME");
        let output = bash.args(words).stdin(Stdio::null()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(typed(&["li"]), ["list"]);
    assert_eq!(typed(&["list", "vendor", ":", "mo"]), ["moocommerce"]);
    assert_eq!(typed(&["list", "vendor", ":"]).len(), 5);
    assert_eq!(typed(&["list", "is:open", "ven"]), ["vendor:"]);
    assert_eq!(typed(&["new", "--contract", "=", "ses"]), ["sesam"]);
}

/// Returns the lines that complete the last of these words, with what stands beside each.
fn described(place: &Place, words: &[&str]) -> Vec<String> {
    let (store, config) = (place.path("store").display().to_string(), place.path("config.toml").display().to_string());
    let line = [&["frist", "--store", &store, "--config", &config][..], words].concat();
    let index = (line.len() - 1).to_string();
    let ran = Ran::of(place.bare().args(["complete", "--index", &index, "--"]).args(line)).ok();
    assert_eq!(ran.err, "", "{words:?}");
    // The options of the command stand behind.
    ran.out.lines().filter(|line| !line.starts_with("--")).map(str::to_owned).collect()
}

/// Makes a desk with tickets, customers and a saved filter.
fn busy_desk() -> Place {
    let place = Place::with_store();
    place.write("config.toml", "name = \"anna\"\n[views]\nmine = \"is:mine\"\n");
    for (subject, customer) in [("Shop down", "Åse Vik"), ("Sync [31mlags", "Ola"), ("Search slow", "Åse Vik")] {
        let what = ["--contract", "sesam", "--plan", "partner", "--severity", "error", "--channel", "email"];
        place
            .run(&[&["new", "--at", "1h ago"], &what[..], &["--subject", subject, "--customer", customer]].concat())
            .ok();
    }
    place.run(&["do", "assign", "2", "--to", "kim"]).ok();
    place.run(&["view", "save", "late", "is:breached"]).ok();
    place
}

#[test]
fn while_a_process_serves_the_store_they_know_its_tickets_and_names() {
    let place = busy_desk();
    let serve = serving(&place);
    let before = place.run(&["audit", "--json"]).ok().out;
    for words in [&["show", ""][..], &["why", ""], &["evidence", ""], &["do", "respond", ""], &["do", "fix", "1", ""]] {
        let found = described(&place, words);
        assert_eq!(found[0], "2\tSync [31mlags", "the one that has changed last: {words:?} {found:?}");
        assert!(
            found.contains(&"1\tShop down".to_owned()) && found.contains(&"3\tSearch slow".to_owned()),
            "{found:?}"
        );
    }
    assert_eq!(described(&place, &["show", "3"]), ["3\tSearch slow"]);
    assert_eq!(complete(&place, &["new", "--customer", "Å"]), ["Åse Vik"]);
    assert_eq!(complete(&place, &["list", "customer:O"]), ["customer:Ola"]);
    assert_eq!(complete(&place, &["list", "assignee:k"]), ["assignee:kim"]);
    assert_eq!(complete(&place, &["do", "assign", "1", "--to", "k"]), ["kim"]);
    assert_eq!(described(&place, &["list", "--view", ""]), ["mine\tis:mine", "late\tis:breached"]);
    assert_eq!(described(&place, &["view", "delete", ""]), ["late\tis:breached"]);
    assert_eq!(complete(&place, &["contract", "show", "miss"]), ["missoun"]);
    assert_eq!(place.run(&["audit", "--json"]).ok().out, before, "nothing is written for it");
    drop(serve);
}

/// Nothing is opened for a completion, and what does not answer is not waited for.
#[test]
fn what_nobody_serves_or_answers_is_left_out_without_a_word() {
    let place = busy_desk();
    let journal = |place: &Place| {
        let files = std::fs::read_dir(place.path("store/journal")).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> =
            files.map(|file| (file.file_name(), file.metadata().unwrap().modified().unwrap())).collect();
        files.sort();
        files
    };
    let before = journal(&place);
    assert_eq!(described(&place, &["show", ""]), Vec::<String>::new());
    assert_eq!(described(&place, &["list", "--view", ""]), ["mine\tis:mine"]);
    assert_eq!((journal(&place), place.path("store/frist.sock").exists()), (before, false));
    let serve = serving(&place);
    serve.signal(Signal::SIGSTOP);
    assert_eq!(described(&place, &["show", ""]), Vec::<String>::new());
    assert_eq!(complete(&place, &["do", "assign", "1", "--to", "m"]), ["me"]);
    serve.signal(Signal::SIGCONT);
    assert_eq!(described(&place, &["show", "1"]), ["1\tShop down"]);
}

/// Starts a service and waits until it serves.
fn serving(place: &Place) -> Serve {
    let mut serve = Serve::start(place);
    serve.says("open to this account alone");
    serve
}

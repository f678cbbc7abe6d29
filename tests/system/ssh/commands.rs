//! The command line through a key.

use super::host::{Host, Kind};

#[test]
fn commands_work_over_a_key_with_json_and_exit_codes() {
    let Some(host) = Host::new(Kind::Shipped) else { return };
    assert_eq!(host.log("ola", "Shop down")["id"], 1);
    let shown = host.run("anna", "show 1 --json").ok().json();
    assert_eq!((shown["subject"].as_str(), shown["vendor"].as_str()), (Some("Shop down"), Some("Markant")));
    assert!(host.run("anna", "frist list").ok().out.contains("Shop down"));
    host.run("anna", "list vendor:sesam").failed(1, "");
    host.run("anna", "do jump 1").failed(2, "there is no event `jump`");
    host.run("anna", "do fix 1 --revision 0").failed(3, "");
    host.run("vy", "do respond 1").failed(4, "");
    host.run("ola", "do respond 1").ok();
    assert!(host.run("vy", "show 1 --json").ok().out.contains("\"ola\""));
    assert!(host.run("vy", "--help").ok().out.contains("Usage: frist"));
}

#[test]
fn words_arrive_as_they_were_quoted() {
    let Some(host) = Host::new(Kind::Shipped) else { return };
    for subject in [
        "Shop down; rm -rf /",
        "$(id) `id` ${HOME} $HOME",
        "a && b || c | d > e < f &",
        "* ~ ! # \\ \"",
        "Åse æøå 漢字",
    ] {
        assert_eq!(host.log("ola", subject)["subject"], subject);
    }
    host.run("ola", "new --contract markant --subject Shop down").failed(2, "over ssh, quote all of it");
}

#[test]
fn a_key_for_one_command_does_that_alone() {
    let Some(host) = Host::new(Kind::Shipped) else { return };
    host.log("ola", "Case");
    assert_eq!(host.run("wall", "").ok().json()["subject"], "Case");
    host.run("wall", "show 1").failed(4, "this key is for one command only");
}

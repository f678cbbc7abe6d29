//! `demo`: a store to try things on.

use std::path::Path;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Place, Ran};

#[test]
fn a_named_store_is_filled_once() {
    let place = Place::new();
    let ran = place.run(&["demo"]).ok();
    assert!(ran.out.contains("made-up tickets") && ran.out.contains("opens it"), "{ran:?}");
    for filter in
        ["is:breached", "is:at_risk", "is:running", "is:to_be_phoned", "is:no_target", "is:closed", "is:withdrawn"]
    {
        place.run(&["list", filter]).ok();
    }
    place.run(&["demo"]).failed(2, "has tickets already");
    assert!(place.phoned("-1h")["id"].as_u64().unwrap() > 80, "work goes on from there");
}

#[test]
fn as_many_as_asked_for_and_the_same_for_a_seed() {
    let list = |seed: &str| {
        let place = Place::new();
        let ran = place.run(&["demo", "--tickets", "100", "--seed", seed]).ok();
        assert!(ran.out.contains("holds 100 made-up tickets"), "{ran:?}");
        place.run(&["list", "is:open,closed", "--json"]).ok().out
    };
    let (one, again, other) = (list("1"), list("1"), list("2"));
    assert_eq!(one.lines().count(), 100);
    assert!(one == again && one != other);
}

/// Nobody wants a part of the tickets that were asked for, and another try would be told that there are some already.
#[test]
fn a_signal_while_it_is_filled_takes_away_what_was_made() {
    for (signal, code) in [(Signal::SIGINT, 130), (Signal::SIGTERM, 143), (Signal::SIGHUP, 129)] {
        let place = Place::new();
        // A folder that is there stays, with what is somebody else's in it.
        let there = signal == Signal::SIGTERM;
        if there {
            place.write("store/readme", "mine");
        }
        let mut filling = place.frist().args(["demo", "--tickets", "5000000"]).spawn().unwrap();
        while !place.path("store/state").exists() {
            assert!(filling.try_wait().unwrap().is_none(), "it has ended");
            std::thread::yield_now();
        }
        kill(Pid::from_raw(filling.id().try_into().unwrap()), signal).unwrap();
        assert_eq!(filling.wait().unwrap().code(), Some(code));
        let left = |folder: &Path| -> Vec<_> {
            std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().file_name()).collect()
        };
        assert_eq!(place.path("store").exists(), there);
        assert_eq!(left(&place.path("store")), if there { vec!["readme"] } else { vec![] });
        place.run(&["list"]).failed(5, "there is no store at");
    }
}

#[test]
fn a_throw_away_store_leaves_nothing_behind() {
    let place = Place::new();
    Ran::of(place.bare().arg("demo")).failed(2, "the screen needs a terminal");
    let left: Vec<_> = std::fs::read_dir(place.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["config.toml"]);
}

//! `demo`: a store to try things on.

use crate::support::{Place, Ran};

#[test]
fn a_named_store_is_filled_once() {
    let place = Place::new();
    let ran = place.run(&["demo"]).ok();
    assert!(ran.out.contains("made-up tickets") && ran.out.contains("opens it"), "{ran:?}");
    for filter in
        ["is:breached", "is:at_risk", "is:running", "is:no_clock", "is:no_target", "is:closed", "is:withdrawn"]
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

#[test]
fn a_throw_away_store_leaves_nothing_behind() {
    let place = Place::new();
    Ran::of(place.bare().arg("demo")).failed(2, "the screen needs a terminal");
    let left: Vec<_> = std::fs::read_dir(place.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["config.toml"]);
}

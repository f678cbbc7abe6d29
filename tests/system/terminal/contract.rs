//! A contract file that a person writes at a terminal.

use frist_testkit::place::{MONDAY, TestPlace};

#[test]
fn a_contract_is_asked_for_written_and_checked() {
    let place = TestPlace::new();
    let screen = place.launch(100, 30).args(&["--now", MONDAY, "contract", "new"]).start_and_see("New contract");
    screen.press("Nordic AB").see("Nordic AB").see("nordic");
    assert!(!screen.text().contains("demo"), "{}", screen.text());
    screen.press("\x13");
    let file = place.path("contracts/nordic.toml");
    let done = screen.end().with_code(0);
    assert!(done.written.contains(&format!("{}: ok", file.display())), "{}", done.written);
    assert!(std::fs::read_to_string(file).unwrap().contains("vendor    = \"Nordic AB\""));
    // No store was made, and the one that was thrown away is gone.
    assert!(!place.path("store").exists());
    let left: Vec<_> = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("frist-demo")), "{left:?}");
    place.run(&["contract", "show", "nordic"]).ok();
}

#[test]
fn a_form_that_is_left_writes_nothing() {
    let place = TestPlace::new();
    let launch = place.launch(80, 24).args(&["--now", MONDAY, "contract", "new", "acme"]);
    let screen = launch.start_and_see("New contract");
    screen.press("Acme").see("Acme").press("\x1b").see("Leave without writing the file?").press("y");
    let done = screen.end().with_code(0);
    assert!(done.written.contains("Nothing was written."), "{}", done.written);
    assert!(!place.path("contracts/acme.toml").exists());
}

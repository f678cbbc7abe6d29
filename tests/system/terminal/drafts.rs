//! What is typed and not sent outlives the screen, however that ends.

use nix::sys::signal::Signal;

use frist_testkit::place::TestPlace;

/// Counts the files of drafts below the home folder that have these words in them.
fn kept(place: &TestPlace, words: &str) -> usize {
    let mut folders = vec![place.path(".local/state/frist/drafts")];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    let whole = path.extension().is_some_and(|ending| ending == "json");
                    found += usize::from(whole && std::fs::read_to_string(path).is_ok_and(|text| text.contains(words)));
                }
            }
        }
    }
    found
}

#[test]
fn a_form_half_filled_in_is_there_again_after_a_kill_and_a_hang_up() {
    let place = TestPlace::new();
    place.log("Case");
    let screen = place.screen(80, 24);
    screen.see("Case").press("n\t\ta\tp\tHalf a subj").see("Half a subj");
    // Kept while nobody does anything: each look at the screen waits until something is written to it.
    screen.see_that("the draft", |_| kept(&place, "Half a subj") == 1).signal(Signal::SIGKILL);
    drop(screen);
    let screen = place.screen(80, 24);
    screen.see("n brings it back").press("n").see("Half a subj").press("ect").see("Half a subject");
    screen.hang_up();
    let screen = place.screen(80, 24);
    screen.press("n").see("Half a subject").press("\x13").see("#2 logged").press("q");
    screen.end().with_code(0);
    assert_eq!(kept(&place, ""), 0);
    assert_eq!(place.tickets().len(), 2);
}

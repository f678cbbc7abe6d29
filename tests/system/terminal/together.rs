//! Several screens and commands on one store.

use nix::sys::signal::Signal;

use frist_testkit::place::TestPlace;

#[test]
fn a_second_screen_and_commands_work_while_the_first_has_the_store() {
    let place = TestPlace::new();
    place.log("Case");
    let first = place.still_screen(80, 24);
    let second = place.still_screen(80, 24);
    second.see("Case");
    place.run(&["do", "start", "1"]).ok();
    // Only once it has heard of that: a change on top of one that it does not know yet would be asked about.
    second.press("\r").see("work started").press("r").see("#1 responded").press("\x1b").see("SUBJECT");
    place.log("Another case");
    first.see("Another case");
    second.see("Another case");
    first.quit();
    second.see("this frist owns the store now");
    place.log("A third case");
    second.see("A third case");
    second.quit();
}

#[test]
fn whoever_is_killed_has_nothing_open_any_more() {
    let place = TestPlace::new();
    place.log("Case");
    let first = place.still_screen(80, 24);
    for owner_goes in [false, true] {
        let second = place.launch(80, 24).start_and_see("Case");
        let (goes, stays) = if owner_goes { (&first, &second) } else { (&second, &first) };
        goes.press("\r").see("TIMELINE");
        stays.see("◎ Case").press("\r").see("open on another screen").press("\x1b").see("◎ Case");
        goes.signal(Signal::SIGKILL);
        stays.see_no("◎ Case");
    }
}

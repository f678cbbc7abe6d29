//! A service whose settings change while people have their screens open.

use std::process::{Child, Command, Stdio};

use frist_testkit::owner::{answers, wait_for};
use frist_testkit::place::TestPlace;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A `frist serve`, killed when dropped.
struct Service(Child);

impl Service {
    fn start(place: &TestPlace) -> Self {
        let mut command: Command = place.command();
        let child = command.arg("serve").stderr(Stdio::null()).spawn().unwrap();
        wait_for("the service answers", || answers(&place.path("store")));
        Self(child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = kill(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGTERM);
        let _ = self.0.wait();
    }
}

const STAFF: &str = "[staff.agent1]\nrole = \"lead\"\n[staff.ola]\n";

fn settings(place: &TestPlace, text: &str) {
    std::fs::write(place.path("config.toml"), text).unwrap();
}

#[test]
fn whoever_is_taken_off_the_staff_loses_their_screen_and_nobody_starts_anything_again() {
    let place = TestPlace::new();
    settings(&place, STAFF);
    place.log("Shop down");
    let _service = Service::start(&place);
    let screen = |name: &str| place.launch(100, 24).args(&["--as", name]).start_and_see("1 Queue");
    let (ola, lead) = (screen("ola"), screen("agent1"));
    ola.see("Shop down");
    settings(&place, &STAFF.replace("[staff.ola]\n", "[staff.ola]\nrole = \"viewer\"\n"));
    ola.see("viewer now");
    ola.press("r").see("you are a viewer");
    settings(&place, "[staff.agent1]\nrole = \"lead\"\n");
    lead.see("ola is no longer on the staff");
    let ended = ola.end().with_code(4);
    assert!(ended.written.contains("there is nobody called `ola` at this desk"), "{:?}", ended.written);
    lead.see("Shop down");
    lead.quit();
}

#[test]
fn a_screen_goes_by_its_own_settings_at_once_and_says_what_is_wrong() {
    let place = TestPlace::new();
    place.log("Shop down");
    let screen = place.screen(100, 24);
    settings(&place, "name = \"agent1\"\n[views]\nmine = \"is:mine\"\n[keys]\nnote = \"F6\"\n");
    screen.see("Settings read again: views, keys");
    settings(&place, "name = \n");
    screen.see("so the settings of before hold");
    // An Esc and a key that come together are one with Alt.
    screen.press("!").see("Problems of contract").see("config.toml:1: ");
    screen.press("\x1b").see_no("Problems of contract");
    screen.press("'").see("mine").press("\x1b").see_no("letters look for it");
    screen.quit();
}

//! A screen whose owner runs the desk's own command, while that command does as it likes.

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use frist_testkit::place::TestPlace;

/// Commands that say that they run, and run until the test lets them go: one hangs, one floods both of its outputs besides.
const ENDLESS: [&str; 2] =
    ["echo up > \"$0/up\"; cat \"$0/go\"", "yes >&2 & yes & echo up > \"$0/up\"; cat \"$0/go\" > /dev/null"];

#[test]
fn while_the_command_hangs_or_floods_every_key_has_its_frame() {
    for command in ENDLESS {
        let place = TestPlace::new();
        let (up, go) = (place.path("up"), place.path("go"));
        for pipe in [&up, &go] {
            mkfifo(pipe, Mode::S_IRWXU).unwrap();
        }
        let words = format!("[\"sh\", \"-c\", {command:?}, {:?}]", place.path("").display().to_string());
        let settings = format!("name = \"agent1\"\n[alerts]\ntimeout = 600\ncommand = {words}\n");
        std::fs::write(place.path("config.toml"), settings).unwrap();
        let breached = ["--severity", "any", "--channel", "phone", "--at", "2024-01-08 09:00"];
        let new = ["--now", frist_testkit::place::MONDAY, "new", "--contract", "allday", "--subject", "Shop down"];
        place.run(&[&new[..], &breached].concat()).ok();
        let screen = place.still_screen(100, 24);
        assert_eq!(std::fs::read_to_string(&up).unwrap(), "up\n");
        screen.see("Allday Any “Shop down”");
        // From here until the pipe is opened, the command runs.
        for (key, words) in [
            ("n", "New ticket"),
            ("\x1b", "1 Queue"),
            ("2", "2 Breach"),
            ("6", "6 Activity"),
            ("1", "1 Queue"),
            ("\r", "logged as"),
            ("c", "Note on #1"),
            ("calling them", "calling them"),
        ] {
            screen.press(key).see(words);
        }
        screen.press("\x1b").see("logged as");
        assert!(!screen.text().contains("alert:"), "it is written down once the command has ended:\n{}", screen.text());
        std::fs::write(&go, "").unwrap();
        screen.see("alert: response");
    }
}

//! The person's own editor has the terminal while it is open, and the screen is there again afterwards.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use frist_testkit::place::TestPlace;

/// Makes an editor that says what it has, takes one line from the terminal, and adds it to the text.
fn editor(place: &TestPlace) -> String {
    let path = place.path("editor.sh");
    let script = "#!/bin/sh\ntrap '' INT\necho \"editing $(cat \"$1\")\"\nread -r line\necho \"$line\" >> \"$1\"\n";
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn an_editor_has_the_terminal_and_gives_it_back() {
    let place = TestPlace::new();
    place.log("Case");
    let screen = place.launch(80, 24).env("EDITOR", &editor(&place)).start_and_see("Case");
    screen.press("c").see("Note on #1").press("first").see("first").press("\x0f").see("editing first");
    // What is typed now is the editor's, and Ctrl-C does not end the screen.
    screen.press("\x03").see("^C").press("second\r").see("Note on #1").see("second").press("\x13").see("note added");
    screen.quit();
}

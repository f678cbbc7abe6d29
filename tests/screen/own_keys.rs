//! Keys of one's own: what messages and hints say to press is what was chosen in `[keys]`.

use frist::tui::action::Keymap;
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};

/// Other keys for what messages name.
const KEYS: &str = r#"
[keys]
accept = "F2"
save = "F3"
copy = "F4"
problems = "F5"
undo = "F6"
redo = "F7"
filter = "F10"
open = "Alt-o"
note = "Alt-c"
new = "Alt-n"
earlier = "Alt-e"
drop = "Ctrl-X"
mark-range = "Alt-v"
up = "Ctrl-P"
down = "Ctrl-N"
period-length = "Alt-l"
clear-filter = "Alt-a"
outage = "Alt-d"
"#;

fn desk(columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |desk| {
        log(desk, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
        log(desk, "agent1", new("sesam", "partner", "error", "email", "Sync lags"));
    });
    let (keys, wrong) = Keymap::read("config.toml", KEYS);
    assert!(wrong.is_empty(), "{wrong:?}");
    desk.start(Setup { keys, ..setup(&[]) });
    desk
}

#[test]
fn messages_and_hints_name_the_keys_that_were_chosen() {
    // What leads there, what is said, and what was there without a choice.
    let said: &[(&[&str], &str, &str)] = &[
        (&["r"], "F6 undoes it", "u undoes"),
        (&["r", "F6"], "F7 does it again", "Ctrl-R"),
        (&["Alt-c"], "F3 saves", "Ctrl-S"),
        (&["Alt-c"], "Ctrl-X drops", "Ctrl-G"),
        (&["Alt-c"], "Alt-e earlier", "Ctrl-T"),
        (&["g h"], "Alt-o opens the selected one", "Enter opens"),
        (&["Alt-v"], "Alt-v ends it", "V ends"),
        (&["+"], "F10 sets one", "/ sets"),
        (&["Alt-n"], "Log ticket ]  F2 here, or F3 anywhere", "Ctrl-S"),
        (&[", v"], "Correct it ]  F2 here, or F3 anywhere", "Ctrl-S"),
        (&["Alt-d"], "Record ]  F2 here, or F3 anywhere", "Ctrl-S"),
        (&["4", "m"], "Record ]  F2 here, or F3 anywhere", "Ctrl-S"),
        (&["v", "s"], "F4 copies it", "y copies"),
        (&["#"], "F2 opens it", "Enter opens"),
        (&[", s"], "F2 changes it", "Enter changes"),
        (&["'"], "F10 filters", "/ filters"),
        (&["F10"], "Ctrl-P earlier", "↑ earlier"),
        (&["x"], "Ctrl-P Ctrl-N choose, F2 takes it", "↑ ↓ choose"),
        (&["2", "Right"], "Alt-a shows all tickets", "Backspace"),
        (&["4", "Tab"], "Alt-d: an outage", "L: an outage"),
        (&["5", "Alt-l", "Alt-l", "Alt-l", "Left"], "Alt-l shortens the period", "p shortens"),
        (&["Alt-n", "Tab", "Tab", "Tab", "Tab", "a", "Esc"], "Alt-n brings it back", "; n brings"),
    ];
    for (keys, words, without) in said {
        let mut desk = desk(110, 40);
        desk.keys(keys).sees(words).sees_not(without);
    }
}

#[test]
fn what_has_no_key_is_named_as_the_palette_finds_it() {
    let mut desk = desk(110, 40);
    let (keys, wrong) = Keymap::read("config.toml", "[keys]\ncopy = []\n");
    assert!(wrong.is_empty(), "{wrong:?}");
    desk.start(Setup { keys, ..setup(&[]) });
    desk.keys(&["v", "s"]).sees(": copy copies it");
}

#[test]
fn no_sentence_on_the_screen_is_left_with_a_name_in_braces() {
    let ways: &[&[&str]] = &[
        &[],
        &["?"],
        &["2", "?"],
        &["4", "?"],
        &["5", "?"],
        &["6", "?"],
        &["5"],
        &["'"],
        &["Alt-c"],
        &["x"],
        &["F10"],
    ];
    for way in ways {
        let mut desk = desk(160, 45);
        desk.keys(way).sees_not("{").sees_not("}");
    }
}

//! Colours: as many as the terminal has, none where none are wanted.

use frist_testkit::place::TestPlace;

/// Returns the parameters of each change of colours and styles in what was written.
fn styles(written: &str) -> Vec<Vec<u16>> {
    let sequences = written.split("\x1b[").skip(1);
    let parameters = sequences.filter_map(|s| s.split_once(|c: char| c.is_ascii_alphabetic() && c == 'm'));
    let plain = parameters.map(|(p, _)| p).filter(|p| p.chars().all(|c| c.is_ascii_digit() || c == ';' || c == ':'));
    plain.map(|p| p.split([';', ':']).map(|n| n.parse().unwrap_or(0)).collect()).collect()
}

/// Returns whether something is coloured by it. 39, 49 and 59 are the terminal's own colours.
fn is_colour(style: &[u16]) -> bool {
    style.iter().any(|n| matches!(n, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
}

/// Returns everything that a screen writes while its pages and dialogs are looked at.
fn all_of(place: &TestPlace, env: &[(&str, &str)]) -> String {
    let launch = env.iter().fold(place.launch(120, 30), |launch, (name, value)| launch.env(name, value));
    let screen = launch.start_and_see("Second");
    screen.press("?").see("Help").press("\x1b").see_no("Help").press("v").see("Why #").press("q");
    screen.press("\r").see("Queue ▸ #").press("q").see_no("▸ #").press("n").see("Log ticket").press("\x1b");
    screen.see_no("Log ticket").press(":").see("or a number").press("\x1b").see_no("or a number");
    screen.press("r").see("responded");
    screen.quit().written
}

/// Returns what a screen writes while a few of them are looked at, on a terminal with other signs.
fn some_of(place: &TestPlace, env: &[(&str, &str)]) -> String {
    let launch = env.iter().fold(place.launch(120, 30), |launch, (name, value)| launch.env(name, value));
    let screen = launch.start_and_see("Second");
    screen.press("?").see("Help").press("\x1b").see_no("Help").press("v").see("Why #").press("q").see_no("Why #");
    screen.press("n").see("Log ticket").press("\x1b").see_no("Log ticket");
    screen.quit().written
}

fn with_two_tickets() -> TestPlace {
    let place = TestPlace::new();
    place.log("First");
    place.log("Second");
    place
}

#[test]
fn no_color_leaves_no_colour_anywhere_but_the_selection_shows() {
    let place = with_two_tickets();
    let screen = place.launch(80, 24).env("NO_COLOR", "1").start_and_see("Second");
    screen.see_row("First", |row| row.starts_with('▌'));
    assert!(screen.is_reversed("First") && !screen.is_reversed("Second"));
    screen.press("j").see_row("Second", |row| row.starts_with('▌'));
    assert!(screen.is_reversed("Second") && !screen.is_reversed("First"));
    screen.quit();
    let written = all_of(&place, &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    let styles = styles(&written);
    assert!(styles.iter().any(|s| s.contains(&7)) && styles.iter().any(|s| s.contains(&1)), "reverse and bold");
    for style in styles {
        assert!(!is_colour(&style), "{style:?}");
    }
}

#[test]
fn colours_are_those_that_the_terminal_has() {
    let place = with_two_tickets();
    let rich = all_of(&place, &[("COLORTERM", "truecolor"), ("NO_COLOR", "")]);
    assert!(styles(&rich).iter().any(|style| is_colour(style)));
    assert!(rich.contains("38;2;") && !rich.contains("38;5;"));
    let poor = all_of(&place, &[]);
    assert!(poor.contains("38;5;") && !poor.contains("38;2;") && !poor.contains("48;2;"));
}

#[test]
fn a_terminal_with_sixteen_colours_gets_its_own() {
    let place = with_two_tickets();
    let written = some_of(&place, &[("TERM", "linux"), ("COLORTERM", "truecolor")]);
    let styles = styles(&written);
    assert!(styles.iter().any(|style| is_colour(style)) && styles.iter().any(|s| s.contains(&7)));
    for style in &styles {
        assert!(style.iter().all(|n| matches!(n, 0..=37 | 39 | 49 | 59)), "{style:?}");
    }
    assert!(written.contains('│') && written.contains('┌'), "the console has these");
    assert!(!written.contains('⏎') && !written.contains('▌'), "and not these");
}

#[test]
fn colours_and_signs_can_be_set() {
    let place = with_two_tickets();
    let settings = "name = \"agent1\"\ncolours = \"none\"\nglyphs = \"ascii\"\n";
    std::fs::write(place.path("config.toml"), settings).unwrap();
    let written = some_of(&place, &[("COLORTERM", "truecolor"), ("LANG", "nb_NO.UTF-8")]);
    assert!(styles(&written).iter().all(|style| !is_colour(style)));
    assert!(written.is_ascii(), "{:?}", written.chars().filter(|c| !c.is_ascii()).collect::<String>());
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    let place = with_two_tickets();
    assert!(some_of(&place, &[("LC_ALL", "C"), ("LANG", "nb_NO.UTF-8")]).is_ascii());
}

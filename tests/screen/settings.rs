//! Settings that are read again while the screen is open.

use frist::domain::alert::NotificationSettings;
use frist::domain::problem::Problem;
use frist::domain::time::Zone;
use frist::tui::action::Keymap;
use frist::tui::app::{FreshSettings, HostEvent, ListSettings};
use frist::tui::theme::Theme;

use crate::at_desk::{AtDesk, MONDAY};

fn fresh() -> FreshSettings {
    FreshSettings {
        theme: Some(Theme::default()),
        zone: Zone::named("Europe/Oslo").unwrap(),
        keys: Keymap::default(),
        ways: NotificationSettings::default(),
        lists: ListSettings::default(),
        mail: frist::config::MailSettings::default(),
        problems: Vec::new(),
        changes: Vec::new(),
        wrong: Vec::new(),
    }
}

#[test]
fn they_hold_at_once_and_what_is_another_is_said() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    desk.sees("10:00");
    let keys = Keymap::read("c.toml", "[keys]\nfilter = \"F7\"\n");
    let zone = Zone::named("Asia/Tokyo").unwrap();
    let changes = vec!["time zone".to_owned()];
    let settings = FreshSettings { zone, keys: keys.0, theme: Theme::named("light"), changes, ..fresh() };
    desk.screen.tell(HostEvent::Settings(Box::new(settings)));
    desk.sees("Settings read again: time zone, keys, theme").sees("18:00");
    desk.screen.tell(HostEvent::Settings(Box::new(fresh())));
    desk.sees("Settings read again: keys, theme").sees("10:00");
    let (keys, _) =
        Keymap::read("c.toml", "[[command]]\nname = \"disk\"\nkey = \"F6\"\nprogram = [\"df\", \"{store}\"]\n");
    desk.screen.tell(HostEvent::Settings(Box::new(FreshSettings { keys, ..fresh() })));
    desk.sees("Settings read again: own commands").keys(&["F6"]).sees("disk started");
}

#[test]
fn a_theme_that_cannot_be_read_leaves_the_one_in_force() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    let ground = |desk: &AtDesk| desk.screen.buffer()[(8, 0)].bg;
    desk.screen.tell(HostEvent::Settings(Box::new(FreshSettings { theme: Theme::named("light"), ..fresh() })));
    let light = ground(&desk);
    assert_eq!(Some(light), Theme::named("light").unwrap().selected.bg);
    let wrong = vec!["there is no theme `pink`; the theme of before holds, light".to_owned()];
    desk.screen.tell(HostEvent::Settings(Box::new(FreshSettings { theme: None, wrong, ..fresh() })));
    desk.sees("there is no theme `pink`; the theme of before holds, light");
    assert_eq!(ground(&desk), light);
}

#[test]
fn palette_and_help_say_how_a_theme_is_set() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    for key in [":", "?"] {
        desk.keys(&[key]).typed("theme").sees("themes/NAME.toml").sees("config.toml").keys(&["Esc", "Esc"]);
    }
}

#[test]
fn what_is_wrong_is_said_and_stands_among_the_problems_until_it_is_mended() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    let problem = Problem::of_file("config.toml", Some(3), "there is no theme `pink`", "the themes are dark, light");
    let wrong = vec!["config.toml cannot be read, so the settings of before hold".to_owned()];
    let broken = FreshSettings { problems: vec![problem], wrong, ..fresh() };
    desk.screen.tell(HostEvent::Settings(Box::new(broken)));
    desk.sees("so the settings of before hold");
    desk.keys(&["!"]).sees("config.toml:3: there is no theme `pink`").keys(&["Esc"]);
    desk.screen.tell(HostEvent::Settings(Box::new(fresh())));
    desk.sees("Settings read again: nothing is wrong in them").sees_not("hold ·");
    desk.keys(&["!"]).sees("Every contract file and setting could be used");
}

/// What only the screen reads is told as well, with the file's name alone. A refusal of what somebody entered is not
/// replaced by news, but one of the settings is by the next one.
#[test]
fn a_new_mistake_is_said_even_where_something_else_has_changed() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    let problem = |key: &str| Problem::of_file("/home/anna/.config/frist/config.toml", Some(4), key, "write another");
    let with =
        |key: &str| FreshSettings { problems: vec![problem(key)], changes: vec!["columns".to_owned()], ..fresh() };
    desk.screen.tell(HostEvent::Settings(Box::new(with("keys.new: `N` is taken"))));
    desk.sees("✗ config.toml:4: keys.new: `N` is taken; write another · ! shows all").sees_not("read again");
    desk.sees("! shows the problem: config.toml:4").sees_not("/home/anna");
    desk.screen.tell(HostEvent::Settings(Box::new(with("keys.new: `N` is taken"))));
    desk.sees("Settings read again: columns");
    desk.screen.tell(HostEvent::Settings(Box::new(with("keys.fixx: there is no such action"))));
    desk.sees("keys.fixx: there is no such action; write another · ! shows all");
}

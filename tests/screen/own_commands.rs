//! Commands of the person's own, with a runner that runs nothing.

use std::cell::RefCell;
use std::rc::Rc;

use frist::config::OwnProgram;
use frist::desk::{Change, Desk as _, Request};
use frist::tui::action::Keymap;
use frist::tui::app::Setup;
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};

/// Some commands, one of each sort.
const COMMANDS: &str = r#"
[[command]]
name    = "open in browser"
key     = "F6"
program = ["xdg-open", "https://t.example/{ticket}?q={subject}"]

[[command]]
name    = "look around"
key     = [", b"]
program = ["look", "{contract}", "{plan}", "{severity}", "{customer}", "{assignee}", "{status}", "{due}", "{store}"]
where   = ["ticket"]

[[command]]
name    = "edit elsewhere"
key     = "F7"
program = ["helix", "--", "{subject}"]
wait    = true

[[command]]
name    = "as JSON"
key     = "F8"
program = ["jq", "."]
input   = "json"

[[command]]
name    = "find"
key     = "F2"
program = ["grep", "{subject}"]

[[command]]
name    = "disk"
program = ["df", "{store}"]
where   = ["vendors", "queue"]
"#;

/// The programs that were run beside the screen.
type Programs = Rc<RefCell<Vec<OwnProgram>>>;

/// Opens a desk with these tickets and the commands; each program beside the screen ends with `ended`.
fn desk(subjects: &[&str], ended: Result<(), String>) -> (AtDesk, Programs) {
    desk_with(subjects, ended, setup(&[]))
}

fn desk_with(subjects: &[&str], ended: Result<(), String>, setup: Setup) -> (AtDesk, Programs) {
    let mut desk = AtDesk::with(MONDAY, 100, 30, |desk| {
        for subject in subjects {
            log(desk, "agent1", new("markant", "standard", "critical", "phone", subject));
        }
    });
    let (keys, wrong) = Keymap::read("config.toml", COMMANDS);
    assert!(wrong.is_empty(), "{wrong:?}");
    desk.start(Setup { keys, ..setup });
    let programs = Programs::default();
    let ran = Rc::clone(&programs);
    desk.screen.host().run_programs_by(Box::new(move |program| {
        ran.borrow_mut().push(program.clone());
        ended.clone()
    }));
    (desk, programs)
}

fn argv(programs: &Programs) -> Vec<Vec<String>> {
    programs.borrow().iter().map(|program| program.argv.clone()).collect()
}

#[test]
fn a_key_runs_a_program_with_what_the_ticket_says() {
    let (mut desk, ran) = desk(&["Shop down; rm -rf \"$HOME\""], Ok(()));
    desk.keys(&["F6"]).sees("open in browser started for #1");
    assert_eq!(argv(&ran), [["xdg-open", "https://t.example/1?q=Shop down; rm -rf \"$HOME\""]]);
    assert_eq!(ran.borrow()[0].input, None);
    // Behind a prefix, on the page that it is for, with everything.
    desk.keys(&[", b"]).sees_not("look around started").keys(&["Esc", "Enter", ","]).sees("b look around");
    desk.keys(&["b"]).sees("look around started for #1");
    let wanted = ["look", "markant", "standard", "critical", "", "", "new", "2024-01-08T11:00:00Z", "/nowhere/store"];
    assert_eq!(argv(&ran)[1], wanted);
}

#[test]
fn a_failure_is_told_at_the_foot_and_success_is_not() {
    let (mut desk, _) = desk(&["Shop down"], Err("it failed with 3: no route".to_owned()));
    desk.keys(&["F6"]).sees("open in browser: it failed with 3: no route");
    desk.screen.advance(3);
    desk.keys(&["j"]).sees_not("no route");
}

#[test]
fn a_program_that_has_the_terminal_comes_back_to_the_page() {
    let (mut desk, ran) = desk(&["-rf"], Ok(()));
    desk.keys(&["F7"]).sees("edit elsewhere has ended").is_on("1 Queue");
    let program = desk.screen.performed().iter().find_map(|done| match done {
        ShellEffect::Run(program) => Some(program.argv.clone()),
        _ => None,
    });
    assert_eq!(program.unwrap(), ["helix", "--", "-rf"]);
    assert!(ran.borrow().is_empty());
    desk.screen.runner(|_| Err("there is no program `helix`".to_owned()));
    desk.keys(&["F7"]).sees("edit elsewhere: there is no program `helix`");
}

#[test]
fn the_ticket_as_json_is_what_show_prints() {
    let (mut desk, ran) = desk(&["Shop down"], Ok(()));
    desk.keys(&["F8"]).sees("as JSON started for #1");
    let input = ran.borrow()[0].input.clone().unwrap();
    assert!(input.starts_with("{\"id\":1,\"contract\":\"markant\"") && input.ends_with("}\n"), "{input}");
    assert!(input.contains("\"events\":["), "{input}");
}

#[test]
fn a_subject_that_looks_like_an_option_is_none() {
    let (mut desk, ran) = desk(&["--help"], Ok(()));
    desk.keys(&["F2"]).sees("find: {subject} begins with “-” here").sees("put \"--\"");
    assert!(ran.borrow().is_empty());
}

#[test]
fn help_palette_and_footer_have_them_by_name_and_say_why_they_cannot_run() {
    let (mut desk, ran) = desk(&["Shop down"], Ok(()));
    desk.screen.resize(160, 30);
    desk.sees("d close  F6 open in browser");
    desk.screen.resize(100, 30);
    desk.keys(&["?"])
        .typed("browser")
        .sees("Own commands")
        .sees("F6  open in browser: Run xdg-open beside the screen.");
    desk.keys(&["Esc", "Esc", ":"])
        .typed("disk")
        .sees("Run df beside the screen.")
        .keys(&["Enter"])
        .sees("disk started");
    assert_eq!(argv(&ran), [["df", "/nowhere/store"]]);
    // Nothing is selected where nothing is listed.
    let (mut desk, ran) = self::desk(&[], Ok(()));
    desk.keys(&["F6"]).sees("open in browser needs a ticket, and none is selected");
    desk.keys(&["?"])
        .typed("browser")
        .sees("Not now:")
        .keys(&["Esc", "Esc", ":"])
        .typed("browser")
        .sees("needs a ticket");
    desk.keys(&["Enter"]).sees("needs a ticket");
    assert!(ran.borrow().is_empty());
}

#[test]
fn they_run_for_one_ticket_and_never_in_what_came_at_once() {
    let (mut desk, ran) = desk(&["One", "Two"], Ok(()));
    desk.keys(&["Space", "F6"])
        .sees("open in browser is for one ticket at a time; Esc lets go of the 1 that are marked");
    desk.keys(&["Esc"]);
    desk.screen.bytes(b"kkjjkk\x1b[17~kkjj");
    desk.sees("keys that record were left out");
    desk.keys(&["Enter"]).screen.bytes(b"kk, bye, bye");
    assert!(ran.borrow().is_empty(), "{ran:?}");
    desk.keys(&["Esc", "Esc", "F6"]);
    assert_eq!(ran.borrow().len(), 1);
}

#[test]
fn a_screen_behind_a_key_runs_none() {
    let (mut desk, ran) = desk_with(&["Shop down"], Ok(()), Setup { has_shell: false, ..setup(&[]) });
    let why = "a screen behind a key reaches nothing but the desk";
    desk.screen.resize(400, 30);
    desk.sees("d close").sees_not("open in browser");
    desk.screen.resize(100, 30);
    desk.keys(&["F6"]).sees(why).keys(&["F7"]).sees(why).keys(&["F8"]).sees(why);
    desk.keys(&[":"]).typed("disk").sees("reaches nothing").keys(&["Enter"]).sees(why);
    assert!(ran.borrow().is_empty());
    assert!(!desk.screen.performed().iter().any(|done| matches!(done, ShellEffect::Run(_))));
}

#[test]
fn a_ticket_that_others_have_changed_is_given_as_it_is_now() {
    let (mut desk, ran) = desk(&["Shop down"], Ok(()));
    let subject = frist::domain::ticket::event::SubjectSet { subject: "Shop up".to_owned(), was: None };
    let what = frist::domain::ticket::EventData::SubjectSet(subject);
    let change = Change::Add {
        ticket: frist::domain::ticket::TicketId(1),
        revision: None,
        happened: None,
        what: Box::new(what),
    };
    desk.desk.commit(Request::new("anna", vec![change])).unwrap();
    desk.hear().keys(&["F6"]);
    assert_eq!(argv(&ran)[0][1], "https://t.example/1?q=Shop up");
}

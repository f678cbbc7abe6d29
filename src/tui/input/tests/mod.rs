mod decoder;
mod reader;

use super::*;
use crate::tui::action::Press;

fn press(name: &str) -> TermEvent {
    event_for(Key::parse(name).unwrap())
}

fn msg(name: &str, mode: Mode) -> Option<Msg> {
    translate(press(name), mode, &Keymap::default())
}

#[test]
fn keys_of_a_context_are_actions() {
    let queue = Mode::Command(Context::Queue);
    assert_eq!(msg("r", queue), Some(Msg::Do(Action::Record("respond"))));
    assert_eq!(msg("W", queue), Some(Msg::Do(Action::Record("no-workaround"))));
    assert_eq!(msg("G", queue), Some(Msg::Do(Action::Bottom)));
    assert_eq!(msg("Ctrl-L", queue), Some(Msg::Do(Action::Redraw)));
    assert_eq!(msg("Ctrl-Y", queue), Some(Msg::Unbound(Key::Ctrl('y'))));
    assert_eq!(msg("{", queue), Some(Msg::Unbound(Key::Char('{'))));
}

#[test]
fn every_key_of_the_table_arrives_as_its_action() {
    let modes = [Context::Queue, Context::Ticket, Context::Form, Context::List, Context::Help, Context::Pager]
        .map(Mode::Command)
        .into_iter()
        .chain([Mode::Line, Mode::Pick, Mode::Area, Mode::Confirm]);
    for mode in modes {
        let keys = Keymap::default();
        for entry in keys.available(mode.context()) {
            for press in entry.keys_in(mode.context()) {
                let (last, mode) = match press {
                    Press::One(key) => (key, mode),
                    Press::Two(first, key) => (key, Mode::After(mode.context(), first)),
                };
                assert_eq!(translate(event_for(last), mode, &keys), Some(Msg::Do(entry.action)), "{press} in {mode:?}");
            }
        }
    }
}

#[test]
fn a_key_that_others_follow_does_nothing_alone() {
    let queue = Mode::Command(Context::Queue);
    assert_eq!(msg("g", queue), Some(Msg::Begin(Key::Char('g'))));
    let after = Mode::After(Context::Queue, Key::Char('g'));
    assert_eq!(msg("q", after), Some(Msg::Do(Action::ViewQueue)), "and q leaves nothing");
    assert_eq!(msg("g", after), Some(Msg::Do(Action::Top)));
    assert_eq!(msg("x", after), Some(Msg::Unbound(Key::Char('x'))), "and x excludes nothing");
    assert_eq!(msg("Esc", after), Some(Msg::Do(Action::Back)));
    assert_eq!(translate(paste_event("b"), after, &Keymap::default()), Some(Msg::PasteIgnored));
}

#[test]
fn a_digit_of_a_number_is_no_page() {
    let count = Mode::Count(Context::Queue);
    assert_eq!(msg("5", count), Some(Msg::Unbound(Key::Char('5'))));
    assert_eq!(msg("j", count), Some(Msg::Do(Action::Down)));
    assert_eq!(msg("G", count), Some(Msg::Do(Action::Bottom)));
    assert_eq!(msg("g", count), Some(Msg::Unbound(Key::Char('g'))));
    assert_eq!(msg("Esc", count), Some(Msg::Do(Action::Back)));
}

#[test]
fn a_line_takes_typed_keys_and_leaves_the_rest() {
    assert_eq!(msg("q", Mode::Line), Some(Msg::Edit(InputRequest::InsertChar('q'))));
    assert_eq!(msg("?", Mode::Line), Some(Msg::Edit(InputRequest::InsertChar('?'))));
    assert_eq!(msg("Left", Mode::Line), Some(Msg::Edit(InputRequest::GoToPrevChar)));
    assert_eq!(msg("Home", Mode::Pick), Some(Msg::Edit(InputRequest::GoToStart)));
    assert_eq!(msg("Ctrl-W", Mode::Line), Some(Msg::Edit(InputRequest::DeletePrevWord)));
    assert_eq!(msg("Enter", Mode::Line), Some(Msg::Do(Action::Accept)));
    assert_eq!(msg("Esc", Mode::Line), Some(Msg::Do(Action::Back)));
    assert_eq!(msg("Down", Mode::Line), Some(Msg::Do(Action::NextField)));
    assert_eq!(msg("Down", Mode::Pick), Some(Msg::Do(Action::Down)));
}

#[test]
fn an_area_keeps_enter_and_arrows() {
    for name in ["Enter", "Down", "x", "Home", "Backspace"] {
        assert!(matches!(msg(name, Mode::Area), Some(Msg::AreaEdit(_))), "{name}");
    }
    assert_eq!(msg("Ctrl-S", Mode::Area), Some(Msg::Do(Action::Save)));
    assert_eq!(msg("Alt-Enter", Mode::Area), Some(Msg::Do(Action::Save)));
    assert_eq!(msg("Tab", Mode::Area), Some(Msg::Do(Action::NextField)));
}

#[test]
fn pasted_text_is_never_a_key() {
    for mode in [Mode::Command(Context::Queue), Mode::Command(Context::Form), Mode::Confirm] {
        assert_eq!(translate(paste_event("y"), mode, &Keymap::default()), Some(Msg::PasteIgnored));
    }
    assert_eq!(
        translate(paste_event("a\r\nb\x1b[2J"), Mode::Line, &Keymap::default()),
        Some(Msg::Paste("a b[2J".into()))
    );
    assert_eq!(translate(paste_event("a\r\nb"), Mode::Area, &Keymap::default()), Some(Msg::Paste("a\nb".into())));
}

#[test]
fn a_key_that_is_let_go_says_nothing() {
    let mut event = KeyEvent::new(KeyCode::Char('d'), KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(translate(Event::Key(event), Mode::Command(Context::Queue), &Keymap::default()), None);
}

#[test]
fn altgr_types_a_character() {
    let event = KeyEvent::new(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT);
    assert_eq!(
        translate(Event::Key(event), Mode::Line, &Keymap::default()),
        Some(Msg::Edit(InputRequest::InsertChar('@')))
    );
    assert_eq!(
        translate(Event::Key(event), Mode::Command(Context::Form), &Keymap::default()),
        Some(Msg::Do(Action::Earlier))
    );
}

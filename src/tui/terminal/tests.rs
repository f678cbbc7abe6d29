use std::num::NonZero;

use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use super::*;

fn canvas() -> Canvas<Vec<u8>> {
    Canvas::new(Vec::new(), || Ok((30, 4))).unwrap()
}

/// Returns what was sent since the last look.
fn sent(canvas: &Canvas<Vec<u8>>) -> String {
    String::from_utf8(canvas.output.with_sink(std::mem::take)).unwrap()
}

fn show(canvas: &mut Canvas<Vec<u8>>, text: &str) -> String {
    let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
    canvas.draw(&mut |frame| frame.render_widget(Line::styled(text, style), frame.area())).unwrap();
    sent(canvas)
}

fn screen_of(bytes: &str) -> vt100::Parser {
    let mut parser = vt100::Parser::new(NonZero::new(4).unwrap(), NonZero::new(30).unwrap(), 0);
    parser.process(bytes.as_bytes());
    parser
}

#[test]
fn a_frame_reaches_the_terminal() {
    let mut canvas = canvas();
    let bytes = show(&mut canvas, "1 Queue 日本");
    let parser = screen_of(&bytes);
    assert_eq!(parser.screen().contents().trim_end(), "1 Queue 日本");
    assert!(parser.screen().cell(0, 0).unwrap().bold());
    assert!(parser.screen().hide_cursor());
}

#[test]
fn a_frame_that_changes_nothing_writes_nothing() {
    let mut canvas = canvas();
    show(&mut canvas, "the same");
    assert_eq!(show(&mut canvas, "the same"), "");
    let place = |frame: &mut Frame<'_>| frame.set_cursor_position(Position { x: 3, y: 1 });
    canvas.draw(&mut |frame| place(frame)).unwrap();
    assert!(sent(&canvas).contains("\x1b[?25h"));
    canvas.draw(&mut |frame| place(frame)).unwrap();
    assert_eq!(sent(&canvas), "");
}

#[test]
fn a_tick_of_a_countdown_is_a_few_bytes() {
    let mut canvas = canvas();
    show(&mut canvas, "left 0:12:31");
    let bytes = show(&mut canvas, "left 0:12:30");
    assert!(bytes.len() <= 32, "{} bytes: {bytes:?}", bytes.len());
}

#[test]
fn a_large_frame_is_synchronized_and_the_synchronization_always_ends() {
    let mut canvas = Canvas::new(Vec::new(), || Ok((300, 100))).unwrap();
    let text = "x".repeat(290);
    let bytes = show(&mut canvas, &text);
    assert!(bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"), "{bytes:?}");
    assert_eq!(bytes.matches("\x1b[?2026").count(), 2);
}

#[test]
fn a_terminal_that_says_it_is_huge_is_drawn_on_up_to_a_bound() {
    let mut canvas = Canvas::new(Vec::new(), || Ok((u16::MAX, u16::MAX))).unwrap();
    let mut area = Rect::default();
    canvas.draw(&mut |frame| area = frame.area()).unwrap();
    assert_eq!(area, Rect::new(0, 0, 500, 300));
    canvas.perform(ShellEffect::Redraw).unwrap();
    canvas.draw(&mut |frame| area = frame.area()).unwrap();
    assert_eq!(area, Rect::new(0, 0, 500, 300));
    assert_eq!(drawn((2000, 24)), (500, 24));
    assert_eq!(drawn((80, 5000)), (80, 300));
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let mut canvas = canvas();
    let mut bytes = show(&mut canvas, "one");
    canvas.perform(ShellEffect::Redraw).unwrap();
    assert_eq!(sent(&canvas), "", "a cleared screen waits for its frame");
    bytes += &show(&mut canvas, "one");
    for query in ["\x1b[6n", "\x1b[c", "\x1b[?u", "\x1b[>", "$p", "\x1b]10;?", "\x1b]11;?"] {
        assert!(!bytes.contains(query), "{query:?} in {bytes:?}");
    }
}

#[test]
fn redraw_repairs_a_damaged_screen() {
    let mut canvas = canvas();
    let mut parser = screen_of(&show(&mut canvas, "what should stand there"));
    parser.process(b"\x1b[1;1Hgarbage\x1b[4;4Hand more");
    canvas.perform(ShellEffect::Redraw).unwrap();
    parser.process(show(&mut canvas, "what should stand there").as_bytes());
    assert_eq!(parser.screen().contents().trim_end(), "what should stand there");
}

#[test]
fn a_title_cannot_drive_the_terminal() {
    let mut canvas = canvas();
    canvas.perform(ShellEffect::Title("#1 \x07\x1b]52;c;ZXZpbA==\x07 down".into())).unwrap();
    assert_eq!(sent(&canvas), "\x1b[22;0t\x1b]0;#1 ]52;c;ZXZpbA== down\x07");
    canvas.perform(ShellEffect::Title("frist".into())).unwrap();
    assert_eq!(sent(&canvas), "\x1b]0;frist\x07", "the first title of all is kept only once");
}

#[test]
fn a_notification_goes_both_ways_and_cannot_drive_the_terminal() {
    let mut canvas = canvas();
    canvas
        .perform(ShellEffect::Notify(TerminalNotification::Both, "#1 \x07\x1b]52;c;ZXZpbA==\x07 due".into()))
        .unwrap();
    let words = "#1 ]52;c;ZXZpbA== due";
    assert_eq!(sent(&canvas), format!("\x1b]9;{words}\x07\x1b]777;notify;frist;{words}\x07"));
}

#[test]
fn one_notification_goes_one_way() {
    let ways = [
        (TerminalNotification::Osc9, "\x1b]9;#1 due; now\x07"),
        (TerminalNotification::Osc777, "\x1b]777;notify;frist;#1 due, now\x07"),
        (TerminalNotification::Osc99, "\x1b]99;;#1 due; now\x1b\\"),
        (TerminalNotification::Bell, "\x07"),
    ];
    for (way, bytes) in ways {
        let mut canvas = canvas();
        canvas.perform(ShellEffect::Notify(way, "#1 due; now".into())).unwrap();
        assert_eq!(sent(&canvas), bytes);
    }
    let mut canvas = canvas();
    canvas.passed_on_by = PassedOnBy::Tmux;
    canvas.perform(ShellEffect::Notify(TerminalNotification::Osc9, "due".into())).unwrap();
    assert_eq!(sent(&canvas), "\x1bPtmux;\x1b\x1b]9;due\x07\x1b\\");
}

#[test]
fn a_copy_is_encoded() {
    let mut canvas = canvas();
    canvas.perform(ShellEffect::Copy("due\nMon".into())).unwrap();
    assert_eq!(sent(&canvas), "\x1b]52;c;ZHVlCk1vbg==\x1b\\");
}

#[test]
fn bell_and_mouse() {
    let mut canvas = canvas();
    for effect in [ShellEffect::Bell, ShellEffect::Mouse(true), ShellEffect::Mouse(false)] {
        canvas.perform(effect).unwrap();
    }
    let bytes = sent(&canvas);
    assert!(bytes.starts_with("\x07\x1b[?1000h\x1b[?1006h"), "{bytes:?}");
    assert_eq!(screen_of(&bytes).screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert!(!bytes.contains("?1003h"), "movements of the mouse would wake the program");
}

#[test]
fn leaving_undoes_everything() {
    let mut parser =
        screen_of("before\x1b[?2026h\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[1m");
    parser.process(&leaving(true));
    let screen = parser.screen();
    assert_eq!(screen.contents(), "before");
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor() && !screen.bold());
    let bytes = String::from_utf8(leaving(true)).unwrap();
    assert!(bytes.contains("\x1b[?2026l") && bytes.contains("\x1b[?1004l") && bytes.contains("\x1b[23;0t"));
    assert!(!String::from_utf8(leaving(false)).unwrap().contains("\x1b[23;0t"));
}

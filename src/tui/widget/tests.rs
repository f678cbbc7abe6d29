use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::text::Line;
use tui_input::Input;

use super::*;
use crate::tui::action::{Context, Keymap};
use crate::tui::harness::{buffer_text, drawn};
use crate::tui::text;
use crate::tui::theme::Theme;

const STATES: [BarState; 5] =
    [BarState::Running, BarState::AtRisk, BarState::Breached, BarState::Stopped, BarState::Met];

fn mono() -> Theme {
    Theme::named("mono").unwrap()
}

fn plain(line: &Line<'_>) -> String {
    line.to_string()
}

#[test]
fn a_bar_is_as_wide_as_asked_and_filled_to_the_eighth() {
    let theme = mono();
    let show = |fraction, cols, state| plain(&bar(fraction, cols, state, &theme));
    assert_eq!(show(0.0, 4, BarState::Running), "────");
    assert_eq!(show(0.5, 4, BarState::Running), "██──");
    assert_eq!(show(17.0 / 32.0, 4, BarState::Running), "██▏─");
    assert_eq!(show(1.0, 4, BarState::Running), "████");
    assert_eq!(show(0.9, 6, BarState::AtRisk), "████▌!");
    assert_eq!(show(7.0, 4, BarState::Breached), "███‼");
    assert_eq!(show(0.5, 5, BarState::Stopped), "▒▒──‖");
    assert_eq!(show(f64::NAN, 2, BarState::Running), "──");
    assert_eq!(show(-3.0, 2, BarState::Met), "─✓");
    for state in STATES {
        for cols in 0..60 {
            for step in 0..=20 {
                assert_eq!(text::width(&show(f64::from(step) / 20.0, cols, state)), usize::from(cols));
            }
        }
    }
}

#[test]
fn bars_differ_without_colour() {
    let theme = mono();
    let shown: std::collections::HashSet<String> =
        STATES.iter().map(|state| plain(&bar(0.6, 8, *state, &theme))).collect();
    assert_eq!(shown.len(), STATES.len());
}

#[test]
fn a_popup_is_in_the_middle_and_within() {
    let area = Rect::new(2, 1, 20, 10);
    assert_eq!(popup_area(area, 10, 4), Rect::new(7, 4, 10, 4));
    assert_eq!(popup_area(area, 100, 100), area);
    assert_eq!(popup_area(Rect::ZERO, 10, 4), Rect::ZERO);
    let screen = drawn(12, 4, |frame| {
        let inner = popup(frame, frame.area(), (10, 3), "New", &mono());
        frame.render_widget(Line::raw("inside!!"), inner);
    });
    assert_eq!(screen, " ╭ New ───╮\n │inside!!│\n ╰────────╯\n");
}

#[test]
fn the_selected_row_is_always_visible() {
    for total in [0usize, 1, 2, 5, 40, 100_000] {
        for height in 0usize..12 {
            for selected in [0, 1, 2, 3, total / 2, total.saturating_sub(3), total.saturating_sub(1), total + 9] {
                for offset in [0, 1, selected, total / 3, usize::MAX / 2] {
                    let shown = window(total, selected, offset, height);
                    assert_eq!(shown.len(), total.min(height), "no row is left empty that could be filled");
                    assert!(shown.end <= total);
                    if !shown.is_empty() {
                        assert!(shown.contains(&selected.min(total - 1)), "{total} {height} {selected} {offset}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_list_scrolls_only_when_it_must_and_keeps_a_margin() {
    assert_eq!(window(100, 7, 0, 10), 0..10);
    assert_eq!(window(100, 8, 0, 10), 1..11);
    assert_eq!(window(100, 5, 4, 10), 3..13);
    assert_eq!(window(100, 6, 4, 10), 4..14);
    assert_eq!(window(100, 99, 4, 10), 90..100);
    assert_eq!(window(100, 0, 50, 10), 0..10);
}

#[test]
fn rows_step_and_stop_at_the_ends() {
    let mut rows = Rows::default();
    rows.step(-1, 5);
    assert_eq!(rows.selected(), 0);
    rows.step(100, 5);
    assert_eq!(rows.selected(), 4);
    assert_eq!(rows.visible(5, 3), 2..5);
    rows.laid_out(&VisibleRows { top: 0, rows: 2..5 });
    rows.step(-1, 5);
    assert_eq!(rows.visible(5, 3), 2..5, "the list stands still while it can");
    rows.select(9, 0);
    assert_eq!(rows.selected(), 0);
    assert_eq!(rows.visible(0, 3), 0..0);
}

#[test]
fn the_footer_shows_what_fits_and_always_the_help() {
    let line = |width, context| plain(&footer_line(Keymap::default().available(context), context, width, &mono()));
    assert!(
        line(120, Context::Queue).starts_with(" n new  ⏎ open  Esc back  r respond  M mail  v why  a assign  / filter")
    );
    assert_eq!(line(34, Context::Queue), " n new  ⏎ open  : actions  ? help");
    assert_eq!(line(26, Context::Queue), " n new  : actions  ? help");
    assert_eq!(line(24, Context::Queue), " : actions  ? help");
    assert_eq!(line(9, Context::Queue), " ? help");
    assert_eq!(line(3, Context::Queue), "");
    assert_eq!(line(40, Context::Confirm), " y yes  n no  F12 mouse  ? help");
    assert!(!line(300, Context::Text).contains("@ "), "a key that types is no hint in a text");
    assert!(line(300, Context::Text).contains("Ctrl-T earlier"));
}

#[test]
fn hints_never_run_over_the_edge() {
    for context in [Context::Queue, Context::Form, Context::Text, Context::Confirm] {
        for width in 0..300 {
            let line = footer_line(Keymap::default().available(context), context, width, &mono());
            assert!(line.width() <= usize::from(width), "{width}: {line}");
        }
    }
}

#[test]
fn a_toast_lies_over_the_last_row() {
    let screen = drawn(16, 2, |frame| {
        frame.render_widget(Line::raw("below below below"), Rect::new(0, 1, 16, 1));
        toast(frame, frame.area(), ToastKind::Error, "cannot\x1b[2J save that", &mono());
    });
    assert_eq!(screen, "\n ✗ cannot[2J s…");
    let tall =
        drawn(16, 8, |frame| toast(frame, frame.area(), ToastKind::Error, "what it is; what to do about it", &mono()));
    assert_eq!(tall.trim_start_matches('\n'), " ✗ what it is;\n   what to do\n   about it");
    let cut = drawn(16, 8, |frame| toast(frame, frame.area(), ToastKind::Error, &"word ".repeat(20), &mono()));
    assert_eq!(cut.trim_start_matches('\n'), " ✗ word word\n   word word\n   word word w…");
}

/// Returns what a field shows, and the cursor's column.
fn shown(value: &str, cursor: usize, columns: u16) -> (String, u16) {
    let input = Input::new(value.to_owned()).with_cursor(cursor);
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(columns, 1)).unwrap();
    let entry = Field { label: "To", label_cols: 4, input: &input, placeholder: "nobody", focused: true };
    terminal.draw(|frame| field(frame, frame.area(), &entry, &mono())).unwrap();
    (buffer_text(terminal.backend().buffer()), terminal.backend().cursor_position().x)
}

/// Without the keys a field shows how it begins, whatever its cursor, and that it goes on.
#[test]
fn a_field_without_the_keys_shows_its_beginning() {
    for (value, wanted) in [("abcdefghijk", "To  abcdefg…"), ("abcdefgh", "To  abcdefgh"), ("", "To  nobody")] {
        let input = Input::new(value.to_owned());
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(12, 1)).unwrap();
        let entry = Field { label: "To", label_cols: 4, input: &input, placeholder: "nobody", focused: false };
        terminal.draw(|frame| field(frame, frame.area(), &entry, &mono())).unwrap();
        assert_eq!(buffer_text(terminal.backend().buffer()), wanted);
    }
}

#[test]
fn a_choice_that_goes_on_says_so() {
    let (options, keys) = (["one", "two", "three"].map(str::to_owned), Keymap::default());
    for (columns, chosen, wanted) in
        [(21, 0, " To [one] two  three"), (20, 0, " To [one] two …"), (14, 1, " To [two]…"), (12, 2, " To [three]")]
    {
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(columns, 1)).unwrap();
        let row =
            Choice { label: "To", label_cols: 3, options: &options, chosen: Some(chosen), focused: false, keys: &keys };
        terminal.draw(|frame| choice(frame, frame.area(), &row, &mono())).unwrap();
        assert_eq!(buffer_text(terminal.backend().buffer()), wanted, "{columns}");
    }
}

#[test]
fn a_field_keeps_its_cursor_in_sight() {
    assert_eq!(shown("abc", 3, 12), ("To  abc".into(), 7));
    assert_eq!(shown("", 0, 12), ("To  nobody".into(), 4));
    assert_eq!(shown("abcdefghijk", 11, 12), ("To  efghijk".into(), 11));
    assert_eq!(shown("abcdefghijk", 0, 12), ("To  abcdefgh".into(), 4));
}

#[test]
fn a_wide_character_under_the_cursor_shows_whole() {
    for cursor in 0..=6 {
        let (screen, column) = shown("日本語日本語", cursor, 11);
        assert!((4..11).contains(&column), "{cursor}: {column}");
        assert!(text::width(&screen) <= 11, "{screen}");
    }
    assert_eq!(shown("日本語日本語", 6, 11), ("To  日本語".into(), 10));
    assert_eq!(shown("日本語日本語", 2, 11), ("To  日本語".into(), 8));
}

#[test]
fn a_scrollbar_touches_an_end_only_at_that_end() {
    let show = |start: usize, total| {
        drawn(1, 5, |frame| scrollbar(frame, frame.area(), &(start..start + 5), total, &mono())).replace('\n', "")
    };
    assert_eq!(show(0, 5), "");
    assert_eq!(show(0, 100), "┃││││");
    assert_eq!(show(1, 100), "│┃│││");
    assert_eq!(show(94, 100), "│││┃│");
    assert_eq!(show(95, 100), "││││┃");
}

#[test]
fn nothing_fails_on_any_size() {
    let (theme, keys) = (Theme::default(), Keymap::default());
    let input = Input::new("日本 a long subject that goes on".into());
    for columns in (0..12).chain([80, 300]) {
        for rows in (0..6).chain([24, 100]) {
            drawn(columns, rows, |frame| {
                // A size of before a resize may be larger than the frame.
                for area in [frame.area(), Rect::new(0, 0, 300, 100), Rect::new(5, 3, 10, 2), Rect::ZERO] {
                    popup(frame, area, (40, 10), "A title", &theme);
                    toast(frame, area, ToastKind::Done, "saved", &theme);
                    footer(frame, area, &keys, Context::Queue, &theme);
                    scrollbar(frame, area, &(3..9), 50, &theme);
                    for label_cols in [0, 3, 400] {
                        let entry =
                            Field { label: "Subject", label_cols, input: &input, placeholder: "", focused: true };
                        field(frame, area, &entry, &theme);
                    }
                }
            });
        }
    }
}

#[test]
fn what_is_drawn_has_its_themes_style() {
    let line = bar(0.5, 4, BarState::Running, &Theme::default());
    assert!(matches!(line.spans[0].style.fg, Some(Color::Rgb(..))));
    let hints = footer_line(Keymap::default().available(Context::Queue), Context::Queue, 80, &mono());
    assert!(hints.spans[1].style.add_modifier.contains(Modifier::BOLD));
}

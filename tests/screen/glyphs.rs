//! Terminals without all signs: each page is drawn with those that there are.

use std::collections::BTreeSet;

use frist::tui::theme::{GlyphSet, SIGNS, Theme};

use crate::at_desk::{AtDesk, setup};
use crate::sizes::{WAYS, a_mixed_desk};

/// Looks at every page and dialog, drawn with this set of signs, on a wide and a narrow screen.
fn all_drawn(glyphs: GlyphSet, look: impl Fn(&AtDesk)) {
    for way in WAYS {
        let mut desk = a_mixed_desk(120, 30);
        let theme = Theme { glyphs, ..Theme::named("mono").unwrap() };
        desk.start(frist::tui::app::Setup { theme, ..setup(&[]) });
        desk.keys(way);
        look(&desk);
        desk.screen.resize(58, 20);
        look(&desk);
    }
}

#[test]
fn in_ascii_nothing_else_is_drawn() {
    all_drawn(GlyphSet::Ascii, |desk| assert!(desk.text().is_ascii(), "{}", desk.text()));
}

#[test]
fn every_sign_that_is_drawn_has_one_on_other_terminals() {
    let known: BTreeSet<char> = SIGNS.iter().map(|(sign, ..)| *sign).collect();
    all_drawn(GlyphSet::Unicode, |desk| {
        let text = desk.text();
        let sign = |c: &char| !c.is_ascii() && !c.is_alphanumeric() && *c != '\u{301}';
        let unknown: BTreeSet<char> = text.chars().filter(sign).filter(|c| !known.contains(c)).collect();
        assert!(unknown.is_empty(), "{unknown:?} in\n{text}");
    });
}

#[test]
fn on_the_console_words_stay_and_signs_are_the_console_s() {
    let mut desk = a_mixed_desk(120, 30);
    let theme = Theme { glyphs: GlyphSet::Console, ..Theme::named("mono").unwrap() };
    desk.start(frist::tui::app::Setup { theme, ..setup(&[]) });
    desk.sees("Kassen gir 502 i alle butikker ????????").sees("Enter open").sees("T 1 to");
    assert!(desk.row("long long").contains('~'), "{}", desk.text());
    desk.sees_not("☎").sees_not("⏎").sees_not("全");
    desk.keys(&["?"]).sees("┌").sees_not("╭");
}

//! Reads a theme of the person's own: `themes/NAME.toml` beside the settings, a built-in one with other colours.
//!
//! ```toml
//! base     = "dark"                                 # what it does not say is as there
//! breached = { fg = "#f05050", bold = true, selected = "#ffafaf" }
//! selected = { fg = "#ffffff", bg = "#303a50" }     # the selected row
//! ```

use ratatui::style::{Color, Modifier};

use super::{Theme, depth};
use crate::domain::problem::Problem;
use crate::domain::reader::{Node, Strictness, Table, parse_as};

/// The contrast below which a colour is told to be hard to see.
const LEAST_CONTRAST: f64 = 3.0;
const BLACK: Color = Color::Rgb(0, 0, 0);
const WHITE: Color = Color::Rgb(255, 255, 255);

/// The keys of a style that take `true` or `false`.
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];
const KEYS: [&str; 8] = ["fg", "bg", "selected", "bold", "dim", "italic", "underlined", "reversed"];

/// Reads the theme in the text of a file called `file`, and what may be hard to see in it.
///
/// # Errors
///
/// If anything in it is wrong: every problem, with its line.
pub fn read_theme(file: &str, text: &str) -> Result<(Theme, Vec<Problem>), Vec<Problem>> {
    parse_as(file, text, Strictness::New, |root| {
        let bases = Theme::NAMES.iter().map(|name| (*name, *name)).collect::<Vec<_>>();
        let base = root.get("base").map_or(Some(Theme::NAMES[0]), |node| node.choice(&bases))?;
        let mut theme = Theme::named(base)?;
        let names: Vec<&str> = theme.styles().iter().map(|(name, _)| *name).collect();
        root.only(&["base"].into_iter().chain(names.iter().copied()).collect::<Vec<_>>());
        for (place, name) in names.into_iter().enumerate() {
            let Some(node) = root.get(name) else { continue };
            let Some(table) = node.table(&KEYS) else { continue };
            change(&mut theme, place, &table);
        }
        doubt_contrasts(root, &theme);
        Some(theme)
    })
}

/// Changes the style at that place as the table says. A colour of the person's own has, in the selected row and in fields, the
/// colour that they gave for there, else the one that the style had there.
fn change(theme: &mut Theme, place: usize, table: &Table<'_>) {
    let mut style = *theme.styles_mut()[place];
    let before = style.fg;
    if let Some(color) = table.get("fg").and_then(|node| color(&node)) {
        style.fg = Some(color).filter(|color| *color != Color::Reset);
    }
    if let Some(color) = table.get("bg").and_then(|node| color(&node)) {
        style.bg = Some(color).filter(|color| *color != Color::Reset);
    }
    for (key, modifier) in MODIFIERS {
        match table.get(key).and_then(|node| node.flag()) {
            Some(true) => style = style.add_modifier(modifier),
            Some(false) => style.add_modifier.remove(modifier),
            None => {}
        }
    }
    let own = |color: Option<Color>| theme.on_own.iter().find(|(other, _)| Some(*other) == color).map(|(_, own)| *own);
    let given = table.get("selected").and_then(|node| color(&node));
    let on_own = given.or_else(|| own(style.fg)).or_else(|| own(before));
    if let (Some(color), Some(on_own)) = (style.fg, on_own) {
        theme.on_own.insert(0, (color, on_own));
    }
    *theme.styles_mut()[place] = style;
}

/// Reads a colour: `#rrggbb`, or `default`, the terminal's own.
fn color(node: &Node<'_>) -> Option<Color> {
    let text = node.text()?;
    if text == "default" {
        return Some(Color::Reset);
    }
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    let read = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
    if read.is_none() {
        node.wrong(&format!("`{text}` is not a colour"), "write \"#rrggbb\", as in \"#ff5f5f\", or \"default\"");
    }
    read.map(|hex| Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8))
}

/// Tells of each style that the file names and that is hard to see: on its own background, else on black or on white, as
/// nothing is known of the terminal's.
fn doubt_contrasts(root: &Table<'_>, theme: &Theme) {
    for (name, style) in theme.styles() {
        let (Some(node), Some(fg)) = (root.get(name), style.fg) else { continue };
        let grounds = match style.bg {
            Some(bg) => vec![("its background", bg)],
            None => vec![("black", BLACK), ("white", WHITE)],
        };
        for (ground, bg) in grounds {
            let ratio = contrast(fg, bg);
            if ratio < LEAST_CONTRAST {
                let hint = "choose a lighter or a darker one, or leave it where your terminal is always the other";
                node.doubt(&format!("the colour has a contrast of {ratio:.1} on {ground}, less than 3"), hint);
            }
        }
        let on_own = theme.on_own.iter().find(|(color, _)| *color == fg && style.bg.is_none());
        if let (Some((_, own)), Some(bg)) = (on_own, theme.selected.bg)
            && contrast(*own, bg) < LEAST_CONTRAST
        {
            let hint = "give another one there, as in selected = \"#ffffff\"";
            node.doubt(&format!("the colour has a contrast of {:.1} in the selected row", contrast(*own, bg)), hint);
        }
    }
}

fn luminance(color: Color) -> f64 {
    let (r, g, b) = match color {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(index) => depth::fixed_color(index),
        _ => return 0.0,
    };
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// Returns the contrast ratio of WCAG 2, from 1 to 21.
pub(super) fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_theme_does_not_say_is_as_in_its_base() {
        let text = "base = \"light\"\nbreached = { fg = \"#d02020\", bold = false, underlined = true, selected = \"#901010\" }\n";
        let (theme, doubts) = read_theme("mine.toml", text).unwrap();
        let light = Theme::named("light").unwrap();
        assert_eq!((theme.selected, theme.met, doubts), (light.selected, light.met, vec![]));
        assert_eq!(theme.breached.fg, Some(Color::Rgb(0xd0, 0x20, 0x20)));
        assert_eq!(theme.breached.add_modifier, Modifier::UNDERLINED);
        assert_eq!(theme.on_own[0], (Color::Rgb(0xd0, 0x20, 0x20), Color::Rgb(0x90, 0x10, 0x10)));
        // Without a colour for there, the selected row has the one that it had.
        let (theme, _) = read_theme("mine.toml", "breached = { fg = \"#d02020\" }\n").unwrap();
        let dark = Theme::named("dark").unwrap();
        let own = dark.on_own.iter().find(|(color, _)| Some(*color) == dark.breached.fg).map(|(_, own)| *own);
        assert_eq!(Some(theme.on_own[0].1), own);
        assert_eq!(read_theme("mine.toml", "").unwrap().0, dark);
    }

    #[test]
    fn each_mistake_has_its_line_and_a_hint() {
        let text = "base = \"pink\"\nbreached = { fg = \"red\" }\nbreachd = {}\nmet = 3\nok = { bolt = true }\n";
        let told: Vec<String> = read_theme("t.toml", text).unwrap_err().iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("t.toml:1: base: "), "{told:?}");
        let text = text.replace("pink", "dark");
        let told: Vec<String> = read_theme("t.toml", &text).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(told[0].starts_with("t.toml:2: breached.fg: `red` is not a colour; write \"#rrggbb\""), "{told:?}");
        assert!(told[1].starts_with("t.toml:3: breachd: ") && told[1].contains("`breached`"), "{told:?}");
        assert!(told[2].starts_with("t.toml:4: met: ") && told[3].starts_with("t.toml:5: ok.bolt: "), "{told:?}");
    }

    #[test]
    fn what_is_hard_to_see_is_told_and_refuses_nothing() {
        let (_, doubts) =
            read_theme("t.toml", "met = { fg = \"#ffff00\" }\nselected = { fg = \"#333333\", bg = \"#222222\" }\n")
                .unwrap();
        let told: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert!(
            told[0].starts_with("t.toml:1: met: the colour has a contrast of 1.1 on white, less than 3; "),
            "{told:?}"
        );
        assert!(told.iter().any(|told| told.starts_with("t.toml:2: selected: ")), "{told:?}");
    }
}

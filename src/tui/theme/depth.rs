//! Finds how many colours a terminal shows, and brings colours down to them.

use ratatui::style::{Color, Modifier, Style};

/// The number of colours that a terminal shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Any colour.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The terminal's own 16, whose look is the person's choice.
    Basic,
    /// None.
    None,
}

/// The value that says each depth in the settings.
const NAMES: [(&str, Depth); 4] =
    [("truecolor", Depth::True), ("256", Depth::Indexed), ("16", Depth::Basic), ("none", Depth::None)];

/// The terminals that show any colour and whose `TERM` says no number.
const ANY_COLOUR: [&str; 8] =
    ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "wezterm", "contour", "rio"];

/// The beginnings of `TERM` of terminals that have no colours.
const NO_COLOUR: [&str; 6] = ["vt52", "vt1", "vt2", "vt3", "vt4", "dumb"];

impl Depth {
    /// Returns the depth that this value of the settings says.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, depth)| *depth)
    }

    /// Returns the value of the settings that says this depth.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, depth)| *depth == self).map_or("", |(name, _)| *name)
    }

    /// Reads the environment's `TERM` and `COLORTERM`, which is how a terminal says it without being asked. A terminal that
    /// is not known has 16.
    pub fn of(term: Option<&str>, colorterm: Option<&str>) -> Self {
        let Some(term) = term.filter(|term| !term.is_empty()) else { return Depth::None };
        if NO_COLOUR.iter().any(|name| term.starts_with(name)) || term.ends_with("-m") || term.ends_with("-mono") {
            return Depth::None;
        }
        // GNU screen passes the variable on from the terminal around it, and shows 256 at most. So does the Linux console,
        // which shows 16.
        let may_say = !term.starts_with("screen") && term != "linux";
        let says = matches!(colorterm, Some("truecolor" | "24bit"));
        if says && may_say || term.ends_with("-direct") || ANY_COLOUR.contains(&term) {
            return Depth::True;
        }
        if term.contains("256color") { Depth::Indexed } else { Depth::Basic }
    }
}

/// Returns the style with the nearest of xterm's fixed colours.
pub(super) fn indexed_style(mut style: Style) -> Style {
    style.fg = style.fg.map(indexed);
    style.bg = style.bg.map(indexed);
    style
}

/// Returns the style with the terminal's own colours. What stands out by its background is reversed where it is bold, and
/// underlined where it is not: which of a person's 16 colours go together is not known.
pub(super) fn basic_style(mut style: Style) -> Style {
    if style.bg.take().is_some() {
        let shown = if style.add_modifier.contains(Modifier::BOLD) { Modifier::REVERSED } else { Modifier::UNDERLINED };
        style = style.add_modifier(shown);
    }
    style.fg = style.fg.and_then(basic);
    style
}

/// The differences between channels below which a colour is a grey: then it is the terminal's own foreground.
const GREY_BELOW: i32 = 48;

/// The sum of the channels up to which a blue is as dark as the one that terminals have.
const DARK_BLUE: i32 = 320;

/// Returns the one of the six colours that every terminal has which is nearest by its hue; none for a grey. A light blue
/// becomes cyan: the blue of many terminals cannot be read on black.
fn basic(color: Color) -> Option<Color> {
    let Color::Rgb(r, g, b) = color else { return Some(color) };
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let spread = most - least;
    if spread < GREY_BELOW {
        return None;
    }
    let sixth = |from: i32, one: i32, other: i32| (from * 60 + 60 * (one - other) / spread).rem_euclid(360);
    let hue = match most {
        _ if most == r => sixth(0, g, b),
        _ if most == g => sixth(2, b, r),
        _ => sixth(4, r, g),
    };
    Some(match hue {
        32..75 => Color::Yellow,
        75..165 => Color::Green,
        165..200 => Color::Cyan,
        200..260 if r + g + b > DARK_BLUE => Color::Cyan,
        200..260 => Color::Blue,
        260..340 => Color::Magenta,
        _ => Color::Red,
    })
}

/// The levels of a channel in xterm's cube of 216 colours.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Returns the nearest of xterm's 240 fixed colours; the first 16 are the person's own, so their look is not known.
pub(super) fn indexed(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    let nearest = (16..=255u8).min_by_key(|&index| {
        let (r2, g2, b2) = fixed_color(index);
        [(r, r2), (g, g2), (b, b2)].iter().map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum::<u32>()
    });
    nearest.map_or(color, Color::Indexed)
}

/// Returns red, green and blue of one of xterm's fixed colours: the cube, then 24 greys.
pub(super) fn fixed_color(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let at = usize::from(index.saturating_sub(16));
    (CUBE[at / 36 % 6], CUBE[at / 6 % 6], CUBE[at % 6])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Theme;

    #[test]
    fn the_nearest_colour_is_near() {
        assert_eq!(indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(indexed(Color::Rgb(0, 0, 0)), Color::Indexed(16));
        assert_eq!(indexed(Color::Rgb(9, 9, 9)), Color::Indexed(232));
        assert_eq!(indexed(Color::Reset), Color::Reset);
    }

    #[test]
    fn a_terminal_has_the_colours_that_it_says() {
        let cases = [
            (Some("xterm-256color"), Some("truecolor"), Depth::True),
            (Some("xterm-256color"), Some("24bit"), Depth::True),
            (Some("xterm-256color"), Some("yes"), Depth::Indexed),
            (Some("xterm-256color"), None, Depth::Indexed),
            (Some("tmux-256color"), Some("truecolor"), Depth::True),
            (Some("xterm-kitty"), None, Depth::True),
            (Some("xterm-direct"), None, Depth::True),
            (Some("screen-256color"), Some("truecolor"), Depth::Indexed),
            (Some("screen.xterm-256color"), None, Depth::Indexed),
            (Some("screen"), Some("truecolor"), Depth::Basic),
            (Some("linux"), Some("truecolor"), Depth::Basic),
            (Some("xterm"), None, Depth::Basic),
            (Some("something-new"), None, Depth::Basic),
            (Some("vt100"), None, Depth::None),
            (Some("vt220"), Some("truecolor"), Depth::None),
            (Some("xterm-mono"), None, Depth::None),
            (Some(""), None, Depth::None),
            (None, Some("truecolor"), Depth::None),
        ];
        for (term, colorterm, depth) in cases {
            assert_eq!(Depth::of(term, colorterm), depth, "{term:?} {colorterm:?}");
        }
    }

    #[test]
    fn a_depth_is_named_in_the_settings() {
        for name in frist_config::COLOURS {
            assert_eq!(Depth::named(name).map(Depth::name), Some(name));
        }
        assert_eq!(NAMES.len(), frist_config::COLOURS.len());
        assert_eq!(Depth::named("8"), None);
    }

    /// The states that differ by their colour.
    fn of_states(theme: &Theme) -> [Option<Color>; 5] {
        [theme.running, theme.at_risk, theme.breached, theme.no_clock, theme.met].map(|style| style.fg)
    }

    #[test]
    fn with_sixteen_colours_the_states_still_differ() {
        for name in ["dark", "light", "colour-blind"] {
            let theme = Theme::named(name).unwrap().at_depth(Depth::Basic);
            let mut seen = Vec::new();
            for colour in of_states(&theme) {
                assert!(colour.is_some() && !seen.contains(&colour), "{name}: {colour:?} among {seen:?}");
                seen.push(colour);
            }
            for (style, look) in theme.styles() {
                let own = |colour: Option<Color>| !matches!(colour, Some(Color::Rgb(..) | Color::Indexed(_)));
                assert!(own(look.fg) && look.bg.is_none(), "{name}: {style} has {look:?}");
            }
            assert!(theme.selected.add_modifier.contains(Modifier::REVERSED), "{name}");
            assert!(theme.field.add_modifier.contains(Modifier::UNDERLINED), "{name}");
        }
    }

    /// The blue of many terminals, that of the Linux console among them, cannot be read on black.
    #[test]
    fn with_sixteen_colours_nothing_is_blue() {
        for name in ["dark", "light", "colour-blind"] {
            for (style, look) in Theme::named(name).unwrap().at_depth(Depth::Basic).styles() {
                assert_ne!(look.fg, Some(Color::Blue), "{name}: {style}");
            }
        }
    }

    #[test]
    fn without_colours_there_is_none() {
        assert_eq!(Theme::named("dark").unwrap().at_depth(Depth::None), Theme::named("mono").unwrap());
    }
}

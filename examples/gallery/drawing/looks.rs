//! Names the looks that pages are drawn in: a theme, and the terminal around it.

use frist::tui::theme::{Depth, GlyphSet, Theme};
use ratatui::style::Color;

/// A theme on a terminal.
#[derive(Debug)]
pub struct Look {
    /// Its name in the files' names.
    pub name: &'static str,
    /// The name of the theme in the settings.
    theme: &'static str,
    /// The colour of the terminal's background.
    pub paper: &'static str,
    /// The colour of the terminal's own text.
    pub ink: &'static str,
    depth: Depth,
    glyphs: GlyphSet,
    /// Whether it is drawn in the smallest of the usual sizes only.
    pub is_small: bool,
}

const DARK: Look = Look {
    name: "dark",
    theme: "dark",
    paper: "#16181d",
    ink: "#d7dae0",
    depth: Depth::True,
    glyphs: GlyphSet::Unicode,
    is_small: false,
};

/// All looks: the themes, and the Linux console with its 16 colours and its signs.
pub const LOOKS: &[Look] = &[
    DARK,
    Look { name: "light", theme: "light", paper: "#ffffff", ink: "#1f2328", ..DARK },
    Look { name: "mono", theme: "mono", paper: "#000000", ink: "#ffffff", ..DARK },
    Look {
        name: "console",
        paper: "#000000",
        ink: "#aaaaaa",
        depth: Depth::Basic,
        glyphs: GlyphSet::Console,
        is_small: true,
        ..DARK
    },
];

/// The 16 colours of the Linux console, in the order of their numbers.
const CONSOLE: [(Color, &str); 16] = [
    (Color::Black, "#000000"),
    (Color::Red, "#aa0000"),
    (Color::Green, "#00aa00"),
    (Color::Yellow, "#aa5500"),
    (Color::Blue, "#0000aa"),
    (Color::Magenta, "#aa00aa"),
    (Color::Cyan, "#00aaaa"),
    (Color::Gray, "#aaaaaa"),
    (Color::DarkGray, "#555555"),
    (Color::LightRed, "#ff5555"),
    (Color::LightGreen, "#55ff55"),
    (Color::LightYellow, "#ffff55"),
    (Color::LightBlue, "#5555ff"),
    (Color::LightMagenta, "#ff55ff"),
    (Color::LightCyan, "#55ffff"),
    (Color::White, "#ffffff"),
];

impl Look {
    /// Returns the look of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        LOOKS.iter().find(|look| look.name == name)
    }

    /// Returns the theme as this terminal shows it.
    pub fn theme(&self) -> Option<Theme> {
        let theme = Theme::named(self.theme)?.at_depth(self.depth);
        Some(Theme { glyphs: self.glyphs, ..theme })
    }
}

/// Returns the colour as SVG writes it; none for the terminal's own. No look has colours by a number above 15.
pub fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        named => CONSOLE.iter().find(|(known, _)| *known == named).map(|(_, hex)| (*hex).to_owned()),
    }
}

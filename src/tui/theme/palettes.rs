//! Defines the colours of each theme.

use ratatui::style::{Color, Modifier, Style};

use super::{GlyphSet, Theme};

/// The colours that a theme is made of.
struct Palette {
    name: &'static str,
    background: Color,
    text: Color,
    dim: Color,
    border: Color,
    selected: Color,
    field: Color,
    good: Color,
    calm: Color,
    warning: Color,
    alarm: Color,
    still: Color,
    waiting: Color,
    accent: Color,
}

const fn rgb(hex: u32) -> Color {
    Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Returns the theme for a dark terminal.
pub fn dark() -> Theme {
    themed(&Palette {
        name: "dark",
        background: rgb(0x0018_181b),
        text: rgb(0x00e4_e4e7),
        dim: rgb(0x00a8_a8b3),
        border: rgb(0x0062_6270),
        selected: rgb(0x0026_2c3a),
        field: rgb(0x0026_262c),
        good: rgb(0x0086_d98f),
        calm: rgb(0x007f_c8f8),
        warning: rgb(0x00f5_c04f),
        alarm: rgb(0x00ff_8f87),
        still: rgb(0x00b4_b4c6),
        waiting: rgb(0x00d3_a6f5),
        accent: rgb(0x0079_d7d2),
    })
}

/// Returns the theme for a light terminal.
pub fn light() -> Theme {
    themed(&Palette {
        name: "light",
        background: rgb(0x00fa_fafa),
        text: rgb(0x0018_181b),
        dim: rgb(0x0052_525e),
        border: rgb(0x0096_96a0),
        selected: rgb(0x00da_e6f6),
        field: rgb(0x00ec_ecf0),
        good: rgb(0x000d_5f22),
        calm: rgb(0x0008_4f8f),
        warning: rgb(0x006b_4400),
        alarm: rgb(0x00a8_0f1c),
        still: rgb(0x0048_4860),
        waiting: rgb(0x0068_2a9a),
        accent: rgb(0x0000_5a5a),
    })
}

/// Returns the theme in Okabe and Ito's colours, told apart with any kind of colour blindness, lightened where a dark
/// ground needs it: blue runs, yellow is at risk, orange is breached.
pub fn colour_blind() -> Theme {
    themed(&Palette {
        name: "colour-blind",
        background: rgb(0x0012_1212),
        text: rgb(0x00ee_eeee),
        dim: rgb(0x00b2_b2b2),
        border: rgb(0x0068_6868),
        selected: rgb(0x0022_2a38),
        field: rgb(0x0026_2626),
        good: rgb(0x003f_c9a0),
        calm: rgb(0x0056_b4e9),
        warning: rgb(0x00f0_e442),
        alarm: rgb(0x00ff_8a3c),
        still: rgb(0x00b8_b8c8),
        waiting: rgb(0x00e0_9cc2),
        accent: rgb(0x008f_cdf2),
    })
}

fn themed(p: &Palette) -> Theme {
    let fg = |color| Style::new().fg(color);
    Theme {
        name: p.name,
        background: p.background,
        text: fg(p.text),
        dim: fg(p.dim),
        title: fg(p.text).add_modifier(Modifier::BOLD),
        selected: fg(p.text).bg(p.selected).add_modifier(Modifier::BOLD),
        border: fg(p.border),
        ok: fg(p.good),
        running: fg(p.calm),
        at_risk: fg(p.warning),
        breached: fg(p.alarm).add_modifier(Modifier::BOLD),
        stopped: fg(p.still),
        no_clock: fg(p.waiting),
        met: fg(p.good),
        accent: fg(p.accent),
        key: fg(p.accent).add_modifier(Modifier::BOLD),
        error: fg(p.alarm),
        field: fg(p.text).bg(p.field),
        field_focus: fg(p.text).bg(p.selected).add_modifier(Modifier::BOLD),
        bar_fill: fg(p.calm),
        bar_empty: fg(p.border),
        glyphs: GlyphSet::Unicode,
    }
}

/// Returns the theme without any colour: for `NO_COLOR`, for paper, for terminals that have none.
pub fn mono() -> Theme {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    let dim = plain.add_modifier(Modifier::DIM);
    let underlined = plain.add_modifier(Modifier::UNDERLINED);
    Theme {
        name: "mono",
        background: Color::Reset,
        text: plain,
        dim,
        title: bold,
        selected: plain.add_modifier(Modifier::REVERSED),
        border: dim,
        ok: plain,
        running: plain,
        at_risk: bold,
        breached: bold.add_modifier(Modifier::UNDERLINED),
        stopped: dim,
        // Not only underlined, as a field is.
        no_clock: underlined.add_modifier(Modifier::ITALIC),
        met: plain,
        accent: bold,
        key: bold,
        error: bold,
        field: underlined,
        field_focus: plain.add_modifier(Modifier::REVERSED),
        bar_fill: plain,
        bar_empty: dim,
        glyphs: GlyphSet::Unicode,
    }
}

//! Defines the colours of each theme.

use ratatui::style::{Color, Modifier, Style};

use super::{GlyphSet, Theme};

/// The colours of what is drawn on the terminal's own background. Nothing is known of that: those of letters have 4.5 : 1 on
/// black and on white, those of signs, figures and lines 3 : 1.
struct Marks {
    dim: Color,
    border: Color,
    good: Color,
    calm: Color,
    warning: Color,
    alarm: Color,
    still: Color,
    waiting: Color,
    accent: Color,
    ok: Color,
    error: Color,
}

/// The colours of what is drawn on the backgrounds that frist draws itself: the selected row and the fields of a form. Each has
/// 4.5 : 1 on both.
struct Own {
    selected: Color,
    field: Color,
    text: Color,
    marks: Marks,
}

const fn rgb(hex: u32) -> Color {
    Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const MARKS: Marks = Marks {
    dim: rgb(0x0076_7676),
    border: rgb(0x006b_6b6b),
    good: rgb(0x0000_8822),
    calm: rgb(0x0000_8cf0),
    warning: rgb(0x00c3_7f0a),
    alarm: rgb(0x00f2_271c),
    still: rgb(0x0080_8080),
    waiting: rgb(0x00bf_4bf9),
    accent: rgb(0x005f_5fff),
    ok: rgb(0x0000_875f),
    error: rgb(0x00c2_514e),
};

const DARK: Own = Own {
    selected: rgb(0x0026_2c3a),
    field: rgb(0x0026_262c),
    text: rgb(0x00e4_e4e7),
    marks: Marks {
        dim: rgb(0x00a8_a8b3),
        border: rgb(0x00a0_a0ad),
        good: rgb(0x0086_d98f),
        calm: rgb(0x007f_c8f8),
        warning: rgb(0x00f5_c04f),
        alarm: rgb(0x00ff_8f87),
        still: rgb(0x00b4_b4c6),
        waiting: rgb(0x00d3_a6f5),
        accent: rgb(0x0079_d7d2),
        ok: rgb(0x0086_d98f),
        error: rgb(0x00ff_8f87),
    },
};

const LIGHT: Own = Own {
    selected: rgb(0x00da_e6f6),
    field: rgb(0x00ec_ecf0),
    text: rgb(0x0018_181b),
    marks: Marks {
        dim: rgb(0x0052_525e),
        border: rgb(0x0052_525e),
        good: rgb(0x000d_5f22),
        calm: rgb(0x0008_4f8f),
        warning: rgb(0x006b_4400),
        alarm: rgb(0x00a8_0f1c),
        still: rgb(0x0048_4860),
        waiting: rgb(0x0068_2a9a),
        accent: rgb(0x0000_5a5a),
        ok: rgb(0x000d_5f22),
        error: rgb(0x00a8_0f1c),
    },
};

/// Returns the theme that draws its own backgrounds dark. It needs no dark terminal.
pub fn dark() -> Theme {
    themed("dark", &MARKS, &DARK)
}

/// Returns the theme that draws its own backgrounds light. It needs no light terminal.
pub fn light() -> Theme {
    themed("light", &MARKS, &LIGHT)
}

/// Returns the theme in Okabe and Ito's colours, told apart with any kind of colour blindness, darkened or lightened until
/// they show on any ground: blue runs, yellow is at risk, orange is breached.
pub fn colour_blind() -> Theme {
    let marks = Marks {
        good: rgb(0x0000_9970),
        calm: rgb(0x0000_8cdd),
        warning: rgb(0x00aa_8e00),
        alarm: rgb(0x00ed_5700),
        waiting: rgb(0x00b3_5a86),
        ..MARKS
    };
    let own = Own {
        marks: Marks {
            good: rgb(0x003f_c9a0),
            calm: rgb(0x0056_b4e9),
            warning: rgb(0x00f0_e442),
            alarm: rgb(0x00ff_8a3c),
            waiting: rgb(0x00e0_9cc2),
            accent: rgb(0x008f_cdf2),
            ok: rgb(0x003f_c9a0),
            error: rgb(0x00ff_8a3c),
            ..DARK.marks
        },
        ..DARK
    };
    themed("colour-blind", &marks, &own)
}

fn themed(name: &'static str, marks: &Marks, own: &Own) -> Theme {
    let fg = |color| Style::new().fg(color);
    let text = Style::new();
    Theme {
        name,
        text,
        dim: fg(marks.dim),
        title: text.add_modifier(Modifier::BOLD),
        selected: fg(own.text).bg(own.selected).add_modifier(Modifier::BOLD),
        border: fg(marks.border),
        ok: fg(marks.ok),
        running: fg(marks.calm),
        at_risk: fg(marks.warning),
        breached: fg(marks.alarm).add_modifier(Modifier::BOLD),
        stopped: fg(marks.still),
        no_clock: fg(marks.waiting),
        met: fg(marks.good),
        accent: fg(marks.accent),
        key: fg(marks.accent).add_modifier(Modifier::BOLD),
        error: fg(marks.error),
        field: fg(own.text).bg(own.field),
        field_focus: fg(own.text).bg(own.selected).add_modifier(Modifier::BOLD),
        bar_fill: fg(marks.calm),
        bar_empty: fg(marks.border),
        glyphs: GlyphSet::Unicode,
        on_own: pairs(marks, &own.marks).into(),
    }
}

/// Returns each colour with the one that takes its place on a background of frist's own.
const fn pairs(on_terminal: &Marks, on_own: &Marks) -> [(Color, Color); 11] {
    [
        (on_terminal.dim, on_own.dim),
        (on_terminal.border, on_own.border),
        (on_terminal.good, on_own.good),
        (on_terminal.calm, on_own.calm),
        (on_terminal.warning, on_own.warning),
        (on_terminal.alarm, on_own.alarm),
        (on_terminal.still, on_own.still),
        (on_terminal.waiting, on_own.waiting),
        (on_terminal.accent, on_own.accent),
        (on_terminal.ok, on_own.ok),
        (on_terminal.error, on_own.error),
    ]
}

/// Returns the theme without any colour: for `NO_COLOR`, for paper, for terminals that have none.
pub fn mono() -> Theme {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    let dim = plain.add_modifier(Modifier::DIM);
    let underlined = plain.add_modifier(Modifier::UNDERLINED);
    Theme {
        name: "mono",
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
        on_own: Vec::new(),
    }
}

//! Draws the pieces of lines and blocks, which meet at the edges of their cells on a terminal and in hardly any font.

use std::fmt::Write as _;

/// The shape of one character, or of several of the same beside each other.
pub struct Shape {
    /// Its outline, from the upper left corner of the cells.
    pub path: String,
    /// How it is painted.
    kind: Kind,
}

enum Kind {
    /// An area of that opacity.
    Area(f64),
    /// A line of that width.
    Line(f64),
    /// A bend, whose edge has to be smooth.
    Curve,
}

impl Shape {
    /// Returns the attributes that paint it in this colour.
    pub fn paint(&self, ink: &str) -> String {
        match self.kind {
            Kind::Area(1.0) => format!("fill=\"{ink}\""),
            Kind::Area(opacity) => format!("fill=\"{ink}\" fill-opacity=\"{opacity}\""),
            Kind::Line(width) => format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"{width}\""),
            Kind::Curve => format!("fill=\"none\" stroke=\"{ink}\" shape-rendering=\"auto\""),
        }
    }
}

/// Returns the shape of the character in cells of that width and height together; none of what a font draws.
pub fn shape(symbol: &str, size: (f64, f64)) -> Option<Shape> {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    block(c, size).or_else(|| line(c, size))
}

/// Returns the shape of a block: a part of the cell from below or from the left, or all of it in a shade.
fn block(c: char, (width, height): (f64, f64)) -> Option<Shape> {
    let eighths = |from: char| f64::from(u32::from(c) - u32::from(from) + 1) / 8.0;
    let (left, top, right, opacity) = match c {
        '▁'..='█' => (0.0, 1.0 - eighths('▁'), 1.0, 1.0),
        '▉'..='▏' => (0.0, 0.0, 1.0 - eighths('▉'), 1.0),
        '▐' => (0.5, 0.0, 1.0, 1.0),
        '░' => (0.0, 0.0, 1.0, 0.25),
        '▒' => (0.0, 0.0, 1.0, 0.5),
        '▓' => (0.0, 0.0, 1.0, 0.75),
        _ => return None,
    };
    let (left, top, right) = (left * width, top * height, right * width);
    let path = format!("M{left:.2} {top:.2}H{right:.2}V{height:.2}H{left:.2}Z");
    Some(Shape { path, kind: Kind::Area(opacity) })
}

/// Each piece of a line with the sides of the cell that it leads to: left, right, up, down; and its width.
const LINES: [(char, [bool; 4], f64); 15] = [
    ('─', [true, true, false, false], 1.0),
    ('━', [true, true, false, false], 2.0),
    ('│', [false, false, true, true], 1.0),
    ('┃', [false, false, true, true], 2.0),
    ('┌', [false, true, false, true], 1.0),
    ('┐', [true, false, false, true], 1.0),
    ('└', [false, true, true, false], 1.0),
    ('┘', [true, false, true, false], 1.0),
    ('├', [false, true, true, true], 1.0),
    ('┤', [true, false, true, true], 1.0),
    ('┬', [true, true, false, true], 1.0),
    ('┴', [true, true, true, false], 1.0),
    ('┼', [true, true, true, true], 1.0),
    ('╵', [false, false, true, false], 1.0),
    ('╷', [false, false, false, true], 1.0),
];

/// The round corners, with the side at the left or right and the one above or below that each leads to.
const CORNERS: [(char, bool, bool); 4] =
    [('╭', true, true), ('╮', false, true), ('╰', true, false), ('╯', false, false)];

fn line(c: char, (width, height): (f64, f64)) -> Option<Shape> {
    let (middle, centre) = (height / 2.0, width / 2.0);
    if let Some((_, is_right, is_below)) = CORNERS.iter().find(|(known, ..)| *known == c) {
        let (side, end) = (if *is_right { width } else { 0.0 }, if *is_below { height } else { 0.0 });
        let path = format!("M{side:.2} {middle:.2}Q{centre:.2} {middle:.2} {centre:.2} {end:.2}");
        return Some(Shape { path, kind: Kind::Curve });
    }
    let (_, [left, right, up, down], thick) = LINES.iter().find(|(known, ..)| *known == c)?;
    let mut path = String::new();
    for (leads, x, y) in [(left, 0.0, middle), (right, width, middle), (up, centre, 0.0), (down, centre, height)] {
        if *leads {
            let _ = write!(path, "M{centre:.2} {middle:.2}L{x:.2} {y:.2}");
        }
    }
    Some(Shape { path, kind: Kind::Line(*thick) })
}

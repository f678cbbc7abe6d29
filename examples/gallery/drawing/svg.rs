//! Writes the cells of a screen as SVG. Each element stands on a line of its own: a rectangle for cells with a background or a
//! line below, a text for words, a path for pieces of lines and blocks, which have to meet. Every text begins at its
//! own column and has the width of its cells, so that columns stay where they are in any font.

use std::fmt::Write as _;

use frist::tui::text;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use super::looks::{Look, hex};
use super::shapes;

/// The width and height of a cell.
pub const CELL: (f64, f64) = (8.4, 17.0);
/// The height of the font.
const FONT: f64 = 14.0;
/// From the top of a cell to the line that letters stand on.
const BASE: f64 = 13.2;
/// The space between the cells and the edge.
const EDGE: f64 = 6.0;

/// Returns the buffer as a picture of this title.
pub fn svg(buffer: &Buffer, look: &Look, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (f64::from(columns) * CELL.0 + 2.0 * EDGE, f64::from(rows) * CELL.1 + 2.0 * EDGE);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{0} {0} {width:.1} {height:.1}\" width=\"{width:.0}\" \
         font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"{FONT}\" \
         shape-rendering=\"crispEdges\" xml:space=\"preserve\">\n\
         <title>{title}</title>\n\
         <rect x=\"{0}\" y=\"{0}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" fill=\"{1}\"/>\n",
        -EDGE, look.paper
    );
    for y in 0..rows {
        let shown = shown(buffer, y, look);
        // Backgrounds come first, so that none covers a letter that reaches over its cell.
        shown.chunk_by(|one, next| one.paper == next.paper).for_each(|cells| put_paper(&mut out, y, cells));
        shown.chunk_by(Shown::is_one_text).for_each(|cells| put_text(&mut out, y, cells));
    }
    out.push_str("</svg>");
    out
}

/// A cell as it is shown, with those that a wide character covers.
#[derive(Clone, Debug)]
struct Shown<'a> {
    x: u16,
    width: u16,
    symbol: &'a str,
    ink: String,
    paper: Option<String>,
    marks: Modifier,
    /// Whether it is the single blank between two words.
    parts_words: bool,
}

/// What may be told of letters besides their colour.
const MARKS: Modifier = Modifier::BOLD.union(Modifier::DIM).union(Modifier::ITALIC).union(Modifier::UNDERLINED);

/// Returns the cells of a row, without those that a wide character covers.
fn shown<'a>(buffer: &'a Buffer, y: u16, look: &Look) -> Vec<Shown<'a>> {
    let (mut shown, mut x) = (Vec::new(), 0);
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let width = (text::width(cell.symbol()) as u16).max(1);
        shown.push(Shown::of(cell, x, width, look));
        x += width;
    }
    for at in 1..shown.len().saturating_sub(1) {
        shown[at].parts_words = shown[at].parts_letters(&shown[at - 1], &shown[at + 1]);
    }
    shown
}

impl<'a> Shown<'a> {
    fn of(cell: &'a Cell, x: u16, width: u16, look: &Look) -> Self {
        let (mut ink, mut paper) = (hex(cell.fg), hex(cell.bg));
        if cell.modifier.contains(Modifier::REVERSED) {
            (ink, paper) = (paper.or(Some(look.paper.to_owned())), Some(ink.unwrap_or_else(|| look.ink.to_owned())));
        }
        let ink = ink.unwrap_or_else(|| look.ink.to_owned());
        Self { x, width, symbol: cell.symbol(), ink, paper, marks: cell.modifier & MARKS, parts_words: false }
    }

    /// Returns whether two cells beside each other belong to one text. Signs and wide characters, which another font may draw
    /// wider, stand alone, and so does what comes behind two blanks.
    fn is_one_text(&self, next: &Self) -> bool {
        let is_of_words = |cell: &Self| cell.is_letter() || cell.parts_words;
        let looks_alike = (&self.ink, self.marks) == (&next.ink, next.marks);
        let is_one_kind =
            is_of_words(self) && is_of_words(next) || self.is_gap() && next.is_gap() || self.is_line(next);
        looks_alike && is_one_kind
    }

    fn is_letter(&self) -> bool {
        self.width == 1 && !self.is_blank() && self.symbol.chars().all(|c| c.is_ascii() || c.is_alphanumeric())
    }

    fn is_gap(&self) -> bool {
        self.is_blank() && !self.parts_words
    }

    /// Returns whether this blank stands between two letters that look as it does.
    fn parts_letters(&self, before: &Self, behind: &Self) -> bool {
        let joins = |cell: &Self| cell.is_letter() && (&cell.ink, cell.marks) == (&self.ink, self.marks);
        self.is_blank() && joins(before) && joins(behind)
    }

    /// Returns whether both are the same piece of a line.
    fn is_line(&self, next: &Self) -> bool {
        self.symbol == next.symbol && !self.symbol.is_ascii() && self.width == 1
    }

    fn is_blank(&self) -> bool {
        self.symbol.trim().is_empty()
    }
}

fn left(x: u16) -> f64 {
    f64::from(x) * CELL.0
}

/// Returns the width of cells beside each other.
fn width(cells: &[Shown<'_>]) -> f64 {
    left(cells.iter().map(|cell| cell.width).sum())
}

fn put_paper(out: &mut String, y: u16, cells: &[Shown<'_>]) {
    let Some((first, paper)) = cells.first().and_then(|first| Some((first, first.paper.as_ref()?))) else { return };
    let (x, y, width, height) = (left(first.x), f64::from(y) * CELL.1, width(cells), CELL.1);
    let _ =
        writeln!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{paper}\"/>");
}

fn put_text(out: &mut String, y: u16, cells: &[Shown<'_>]) {
    let Some(first) = cells.first() else { return };
    let (x, top, width) = (left(first.x), f64::from(y) * CELL.1, width(cells));
    let ink = &first.ink;
    if first.marks.contains(Modifier::UNDERLINED) {
        let below = top + BASE + 1.5;
        let _ = writeln!(out, "<rect x=\"{x:.1}\" y=\"{below:.1}\" width=\"{width:.1}\" height=\"1\" fill=\"{ink}\"/>");
    }
    if first.is_blank() {
        return;
    }
    let text: String = cells.iter().map(|cell| cell.symbol).collect();
    let mark = |mark, attribute: &'static str| if first.marks.contains(mark) { attribute } else { "" };
    let (bold, dim) = (mark(Modifier::BOLD, " font-weight=\"bold\""), mark(Modifier::DIM, " opacity=\"0.6\""));
    let italic = mark(Modifier::ITALIC, " font-style=\"italic\"");
    if let Some(shape) = shapes::shape(first.symbol, (width, CELL.1)) {
        let _ = writeln!(
            out,
            "<path transform=\"translate({x:.1} {top:.1})\" d=\"{}\" {}{bold}{italic}{dim} data-text=\"{text}\"/>",
            shape.path,
            shape.paint(ink)
        );
        return;
    }
    let (base, text) = (top + BASE, text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" \
         fill=\"{ink}\"{bold}{italic}{dim}>{text}</text>"
    );
}

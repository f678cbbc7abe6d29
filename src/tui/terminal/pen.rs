//! Writes cells as bytes for the terminal, as few as will do: over a slow line every one is waited for.
//!
//! What is left out against the drawing library's own way: colours that a cell has already, the colour of letters in
//! blanks, whole moves where a move within the row will do, and blanks one by one.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::super::text::width;

/// The number of blanks from which on they are erased at once instead of written, where nothing follows in the row.
const ERASE_FROM: usize = 6;
/// The same number where something follows, to which the cursor has to be moved.
const ERASE_AND_MOVE_FROM: usize = 12;
/// The modifiers that show in a blank too.
const SHOWS_IN_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);
/// Each modifier, with the number that turns it on and the one that turns it off.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The look of letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct CellStyle {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

/// The look with which a terminal begins, and in which it is left after each frame.
const PLAIN: CellStyle =
    CellStyle { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

/// Writes cells. It knows nothing of what was written before, and leaves the terminal's letters plain.
pub struct Pen {
    out: String,
    look: CellStyle,
    /// The cursor's column and row, as far as they can be known.
    at: Option<(u16, u16)>,
    /// The row in which the cursor's column may be wrong: terminals differ in how wide they draw some characters.
    doubtful: Option<u16>,
}

impl Pen {
    /// Returns the bytes for these cells, each with its column and row from 0, in the order of reading.
    pub fn paint<'a>(cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> String {
        let cells: Vec<_> = cells.collect();
        let mut pen = Self { out: String::new(), look: PLAIN, at: None, doubtful: None };
        let mut rest = cells.as_slice();
        while let [(x, y, cell), after @ ..] = rest {
            pen.go_to(*x, *y);
            let blanks = blanks_ahead(rest);
            let follows = rest.get(blanks).is_some_and(|(_, row, _)| row == y);
            if blanks >= if follows { ERASE_AND_MOVE_FROM } else { ERASE_FROM } {
                pen.take(pen.for_blank(PLAIN));
                // Writing to a String cannot fail.
                let _ = write!(pen.out, "\x1b[{blanks}X");
                rest = &rest[blanks..];
            } else {
                pen.write(cell);
                rest = after;
            }
        }
        pen.take(PLAIN);
        pen.out
    }

    fn write(&mut self, cell: &Cell) {
        let look = look_of(cell);
        self.take(if cell.symbol() == " " { self.for_blank(look) } else { look });
        self.out.push_str(cell.symbol());
        let columns = width(cell.symbol()) as u16;
        if !cell.symbol().is_ascii() {
            self.doubtful = self.at.map(|(_, y)| y);
        }
        // Terminals disagree on what several characters that are one letter take.
        let sure = columns == 1 && cell.symbol().chars().nth(1).is_none();
        self.at = self.at.filter(|_| sure).map(|(x, y)| (x + 1, y));
    }

    /// Returns the look to take for a blank of that look: letters' own colours do not show in it.
    fn for_blank(&self, look: CellStyle) -> CellStyle {
        let same = |l: CellStyle| (l.bg, l.modifier & SHOWS_IN_BLANK);
        let shows = look.modifier.intersects(SHOWS_IN_BLANK);
        if same(look) == same(self.look) && !shows { self.look } else { look }
    }

    /// Moves the cursor there, within a row by its column alone.
    fn go_to(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let _ = match self.at {
            Some((from, row)) if row == y && x > from && self.doubtful != Some(y) => match x - from {
                1 => write!(self.out, "\x1b[C"),
                columns => write!(self.out, "\x1b[{columns}C"),
            },
            Some((_, row)) if row == y => write!(self.out, "\x1b[{}G", x + 1),
            _ if x == 0 => write!(self.out, "\x1b[{}H", y + 1),
            _ => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        };
        self.at = Some((x, y));
    }

    /// Makes letters look so from here on.
    fn take(&mut self, look: CellStyle) {
        if look == self.look {
            return;
        }
        let mut codes = Vec::new();
        if look != PLAIN {
            self.change_modifiers(look.modifier, &mut codes);
            let colours =
                [(look.fg, self.look.fg, 30), (look.bg, self.look.bg, 40), (look.underline, self.look.underline, 50)];
            let changed = colours.into_iter().filter(|(to, from, _)| to != from);
            codes.extend(changed.map(|(to, _, base)| colour(to, base)));
        }
        let _ = write!(self.out, "\x1b[{}m", if look == PLAIN { "0".to_owned() } else { codes.join(";") });
        self.look = look;
    }

    fn change_modifiers(&self, to: Modifier, codes: &mut Vec<String>) {
        let gone = self.look.modifier - to;
        let mut off: Vec<u8> = MODIFIERS.iter().filter(|(m, ..)| gone.contains(*m)).map(|(.., off)| *off).collect();
        off.dedup();
        // What turns one of a pair off turns off both.
        let stays = |m: Modifier, its_off: u8| self.look.modifier.contains(m) && !off.contains(&its_off);
        let on = MODIFIERS.iter().filter(|(m, _, its_off)| to.contains(*m) && !stays(*m, *its_off));
        codes.extend(off.iter().chain(on.map(|(_, on, _)| on)).map(ToString::to_string));
    }
}

fn look_of(cell: &Cell) -> CellStyle {
    CellStyle { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
}

/// Returns how many blanks without any look of their own follow each other.
fn blanks_ahead(cells: &[(u16, u16, &Cell)]) -> usize {
    let Some((x, y, _)) = cells.first().copied() else { return 0 };
    let blank = |(n, cell): &(usize, &(u16, u16, &Cell))| {
        let plain = cell.2.bg == Color::Reset && !cell.2.modifier.intersects(SHOWS_IN_BLANK);
        (usize::from(cell.0), cell.1) == (usize::from(x) + n, y) && cell.2.symbol() == " " && plain
    };
    cells.iter().enumerate().take_while(blank).count()
}

/// Returns a colour's numbers; `base` is 30 for letters, 40 for what is behind them, 50 for lines below them.
fn colour(colour: Color, base: u8) -> String {
    let own = match colour {
        Color::Reset => return (base + 9).to_string(),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    // The terminal's own colours have numbers that also those know which have no others; a line below letters has none.
    match own {
        _ if base == 50 => format!("58;5;{own}"),
        0..8 => (base + own).to_string(),
        _ => (base + 52 + own).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;

    use frist_testkit::cases;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const AREA: Rect = Rect { x: 0, y: 0, width: 24, height: 3 };

    fn terminal() -> vt100::Parser {
        vt100::Parser::new(NonZero::new(AREA.height).unwrap(), NonZero::new(AREA.width).unwrap(), 0)
    }

    fn any_style() -> impl Strategy<Value = Style> {
        let colour = prop_oneof![
            Just(Color::Reset),
            Just(Color::Red),
            (16u8..255).prop_map(Color::Indexed),
            any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
        ];
        let modifier = prop::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::DIM,
            // Not both at once: the terminal that is asked here shows one of them only.
            Modifier::REVERSED,
            Modifier::UNDERLINED | Modifier::ITALIC,
        ]);
        // Over another text, its look takes the place of that one's and does not add to it.
        let style = |(fg, bg, m)| Style::new().fg(fg).bg(bg).add_modifier(m).remove_modifier(Modifier::all() - m);
        (colour.clone(), colour, modifier).prop_map(style)
    }

    fn any_frame() -> impl Strategy<Value = Buffer> {
        let text = prop::sample::select(vec!["due", "  ", "          ", "‼ 0:12", "日本", "×", "a b"]);
        prop::collection::vec((0..AREA.width, 0..AREA.height, text, any_style()), 0..12).prop_map(|parts| {
            let mut buffer = Buffer::empty(AREA);
            for (x, y, text, style) in parts {
                buffer.set_string(x, y, text, style);
            }
            buffer
        })
    }

    /// Returns what a terminal shows after it was sent each frame's difference to the one before.
    fn shown(frames: &[Buffer], paint: impl Fn(&[(u16, u16, &Cell)]) -> Vec<u8>) -> vt100::Parser {
        let mut parser = terminal();
        let mut before = Buffer::empty(AREA);
        for frame in frames {
            parser.process(&paint(&before.diff(frame)));
            before = frame.clone();
        }
        parser
    }

    /// Returns the bytes that the drawing library would write by itself.
    fn in_full(cells: &[(u16, u16, &Cell)]) -> Vec<u8> {
        use ratatui::backend::{Backend as _, CrosstermBackend};
        let mut bytes = Vec::new();
        CrosstermBackend::new(&mut bytes).draw(cells.iter().copied()).unwrap();
        bytes
    }

    /// Returns what can be seen of a cell; of a blank, not the colour that letters would have.
    fn seen(parser: &vt100::Parser, x: u16, y: u16) -> String {
        let cell = parser.screen().cell(y, x).unwrap();
        let lines = (cell.bgcolor(), cell.inverse(), cell.underline());
        if cell.contents().trim().is_empty() && !cell.inverse() && !cell.underline() {
            return format!("blank {lines:?}");
        }
        format!("{} {lines:?} {:?}", cell.contents(), (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()))
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn a_terminal_shows_the_same_as_with_every_cell_written_in_full(
            frames in prop::collection::vec(any_frame(), 1..4)
        ) {
            let ours = shown(&frames, |cells| Pen::paint(cells.iter().copied()).into_bytes());
            let theirs = shown(&frames, in_full);
            for (x, y) in AREA.positions().map(|at| (at.x, at.y)) {
                prop_assert_eq!(seen(&ours, x, y), seen(&theirs, x, y), "column {} row {}", x, y);
            }
        }
    }

    #[test]
    fn what_stands_already_is_not_sent_again() {
        let (before, mut after) = (Buffer::empty(AREA), Buffer::empty(AREA));
        let red = Style::new().fg(Color::Indexed(9));
        after.set_string(2, 1, "a b", red);
        after.set_string(8, 1, "c", red);
        let bytes = Pen::paint(before.diff(&after).into_iter());
        assert_eq!(bytes, "\x1b[2;3H\x1b[38;5;9ma b\x1b[3Cc\x1b[0m");
        assert_eq!(Pen::paint(after.diff(&before).into_iter()), "\x1b[2;3H   \x1b[3C ");
    }
}

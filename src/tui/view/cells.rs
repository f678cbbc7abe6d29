//! Goes over the cells of a frame once everything is drawn, so that no view has to think of what the terminal can do:
//! signs that it has, no line under blanks, and columns that stay where text is written from right to left.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::tui::text::width;
use crate::tui::theme::{GlyphSet, Theme};

/// The mark that ends the influence of what is written from right to left.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// Finishes a frame for the terminal that this theme is for.
pub fn finish(buffer: &mut Buffer, theme: &Theme) {
    let Rect { width, height, .. } = buffer.area;
    let columns = usize::from(width).max(1);
    for row in buffer.content.chunks_mut(columns).take(usize::from(height)) {
        replace_signs(row, theme.glyphs);
        take_lines_from_blanks(row, theme.field);
        end_right_to_left(row);
    }
}

/// Puts what the terminal has for it into each cell.
fn replace_signs(row: &mut [Cell], glyphs: GlyphSet) {
    for at in 0..row.len() {
        let Some(drawn) = glyphs.instead(row[at].symbol()) else { continue };
        let style = row[at].style();
        // A wide character covers the cell behind it, which now has a sign of its own.
        for (cell, sign) in row[at..].iter_mut().zip(drawn.chars()) {
            cell.set_char(sign).set_style(style);
        }
    }
}

/// Takes the line from under blanks that part no words, as those that fill up a column. A field keeps it: it shows where
/// to type.
fn take_lines_from_blanks(row: &mut [Cell], field: Style) {
    let underlined = |cell: &Cell| cell.modifier.contains(Modifier::UNDERLINED);
    for at in 0..row.len() {
        let cell = &row[at];
        if !underlined(cell) || cell.symbol() != " " || is_field(cell, field) {
            continue;
        }
        let letter = |place: Option<usize>| {
            place.and_then(|place| row.get(place)).is_some_and(|cell| underlined(cell) && cell.symbol() != " ")
        };
        if !(letter(at.checked_sub(1)) && letter(Some(at + 1))) {
            row[at].modifier.remove(Modifier::UNDERLINED);
        }
    }
}

fn is_field(cell: &Cell, field: Style) -> bool {
    let own = |colour: Option<Color>| colour.unwrap_or(Color::Reset);
    let looks_so = cell.bg == own(field.bg) && cell.modifier.difference(Modifier::DIM) == field.add_modifier;
    looks_so && (cell.fg == own(field.fg) || cell.modifier.contains(Modifier::DIM))
}

/// Ends each stretch of text that is written from right to left with a mark, so that a terminal which puts such text in
/// order leaves the figures of the next column in theirs.
fn end_right_to_left(row: &mut [Cell]) {
    let mut at = 0;
    while at < row.len() {
        if !is_right_to_left(row[at].symbol()) {
            at += 1;
            continue;
        }
        let mut last = at;
        // A single blank parts words; two part columns.
        while let Some(next) = (last + 1..row.len().min(last + 3)).find(|next| is_ink(&row[*next], &row[*next - 1])) {
            last = next;
        }
        let marked = format!("{}{LEFT_TO_RIGHT}", row[last].symbol());
        row[last].set_symbol(&marked);
        at = last + 1;
    }
}

/// Returns whether something stands in the cell; what the wide character before it covers is part of that one.
fn is_ink(cell: &Cell, before: &Cell) -> bool {
    cell.symbol() != " " || width(before.symbol()) > 1
}

/// Returns whether the grapheme is written from right to left: Hebrew, Arabic, Syriac, Thaana, `NKo` and older scripts.
fn is_right_to_left(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, style: Style) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 1));
        buffer.set_string(0, 0, text, style);
        buffer
    }

    fn text(buffer: &Buffer) -> String {
        buffer.content.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn signs_are_those_of_the_terminal_and_columns_stay() {
        let theme = Theme { glyphs: GlyphSet::Ascii, ..Theme::named("dark").unwrap() };
        let mut buffer = row("‼ 46 日本 på … │", theme.breached);
        finish(&mut buffer, &theme);
        assert_eq!(text(&buffer), "X 46 ???? pa ~ |        ");
        assert_eq!(buffer[(6, 0)].style(), buffer[(5, 0)].style());
    }

    #[test]
    fn a_flag_takes_the_cells_that_it_was_measured_with() {
        let theme = Theme::named("dark").unwrap();
        let mut buffer = row("på 🇳🇴 … 日本 │", theme.text);
        finish(&mut buffer, &theme);
        assert_eq!(text(&buffer), "på NO … 日 本  │          ");
    }

    #[test]
    fn no_line_runs_through_padding() {
        let theme = Theme::named("mono").unwrap();
        let mut buffer = row("to be phoned      ", theme.no_clock);
        buffer.set_string(18, 0, "      ", theme.field);
        finish(&mut buffer, &theme);
        let lines: String = buffer
            .content
            .iter()
            .map(|cell| if cell.modifier.contains(Modifier::UNDERLINED) { '_' } else { ' ' })
            .collect();
        assert_eq!(lines, "____________      ______");
    }

    #[test]
    fn figures_behind_text_from_right_to_left_keep_their_column() {
        let theme = Theme::named("dark").unwrap();
        let mut buffer = row("12 שלום עולם!   9:58", theme.text);
        finish(&mut buffer, &theme);
        assert_eq!(text(&buffer), "12 שלום עולם!\u{200e}   9:58    ");
        assert_eq!(buffer.content.iter().map(|cell| width(cell.symbol())).sum::<usize>(), 24);
    }
}

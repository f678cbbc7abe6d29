//! Reads what was drawn, for those who do not look at it: which box lies on top, and which row is selected.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;

use super::text;

/// The mark before the selected row of a list, and before the field that has the keys.
const MARK: &str = "▌";

/// Returns the smallest whole box that is drawn, with its borders: what lies on top covers the borders of what is below.
pub fn box_on_top(buffer: &Buffer) -> Option<Rect> {
    let area = buffer.area;
    let is = |x: u16, y: u16, corner: &str| buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == corner);
    let mut found: Vec<Rect> = Vec::new();
    for y in area.top()..area.bottom() {
        for x in (area.left()..area.right()).filter(|x| is(*x, y, "╭")) {
            let right = (x + 1..area.right()).find(|right| is(*right, y, "╮"));
            let bottom = (y + 1..area.bottom()).find(|bottom| is(x, *bottom, "╰"));
            if let (Some(right), Some(bottom)) = (right, bottom)
                && is(right, bottom, "╯")
            {
                found.push(Rect { x, y, width: right - x + 1, height: bottom - y + 1 });
            }
        }
    }
    found.into_iter().min_by_key(|found| found.area())
}

/// Returns what stands in the row of the screen that is `row.y`, between its left and right, blanks and lines as well.
pub fn text_of(buffer: &Buffer, row: Rect) -> String {
    symbols(buffer, row).collect()
}

/// Returns whether that row is the selected one of a list, or the field that has the keys. One without a mark has this look.
pub fn is_selected(buffer: &Buffer, row: Rect, look: Style) -> bool {
    let looks_so = |cell: &Cell| match look.bg {
        Some(ground) => cell.bg == ground,
        None => cell.modifier.contains(look.add_modifier),
    };
    let first = symbols(buffer, row).find(|symbol| !matches!(*symbol, "│" | " "));
    let highlit = || cells(buffer, row).filter(|cell| looks_so(cell)).count();
    first == Some(MARK) || highlit() * 2 > usize::from(row.width)
}

fn symbols(buffer: &Buffer, row: Rect) -> impl Iterator<Item = &str> {
    cells(buffer, row).map(Cell::symbol)
}

/// Returns the cells of a row, without those that the wide character before them covers.
fn cells(buffer: &Buffer, row: Rect) -> impl Iterator<Item = &Cell> {
    let mut covered = 0;
    (row.left()..row.right()).filter_map(move |x| buffer.cell((x, row.y))).filter(move |cell| {
        let shows = covered == 0;
        covered = if shows { text::width(cell.symbol()).saturating_sub(1) } else { covered - 1 };
        shows
    })
}

/// Returns where the first selected row of what lies on top begins; none where nothing is selected there. `look` is that of
/// a row without a mark.
pub fn selected(buffer: &Buffer, look: Style) -> Option<Position> {
    let area = box_on_top(buffer).map_or(buffer.area, |found| found.inner(Margin::new(1, 1)));
    let y = (area.top()..area.bottom()).find(|y| is_selected(buffer, Rect { y: *y, height: 1, ..area }, look))?;
    let begins = |x: &u16| buffer.cell((*x, y)).is_some_and(|cell| cell.symbol() != " ");
    Some(Position { x: (area.left()..area.right()).find(begins).unwrap_or(area.left()), y })
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    fn drawn(rows: &[(&str, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 6));
        for (y, (text, style)) in (0..).zip(rows) {
            buffer.set_string(0, y, text, *style);
        }
        buffer
    }

    #[test]
    fn the_selected_row_is_the_marked_one_or_the_reversed_one() {
        let plain = Style::default();
        let marked = drawn(&[("Queue", plain), ("  1 Shop", plain), (" ▌2 Cart", plain)]);
        let look = plain.reversed();
        assert_eq!(selected(&marked, look), Some(Position { x: 1, y: 2 }));
        let reversed = drawn(&[("Queue", plain), ("  1 Shop down again, yes", plain.reversed()), ("  2 Cart", plain)]);
        assert_eq!(selected(&reversed, look), Some(Position { x: 2, y: 1 }));
        assert_eq!(selected(&drawn(&[("Queue", plain), ("nothing waits", plain)]), look), None);
        let coloured = plain.bg(Color::Blue);
        let on_ground = drawn(&[("Queue", plain), ("  1 Shop", plain), ("  2 Cart down again, yes", coloured)]);
        assert_eq!(selected(&on_ground, coloured), Some(Position { x: 2, y: 2 }));
    }

    #[test]
    fn under_a_box_nothing_is_selected() {
        let plain = Style::default();
        let rows = ["▌ 1 Shop", " ╭──────────╮", " │ crit     │", " │ ▌serious │", " ╰──────────╯"];
        let buffer = drawn(&rows.map(|text| (text, plain)));
        assert_eq!(selected(&buffer, plain.reversed()), Some(Position { x: 3, y: 3 }));
        let unchosen = drawn(&rows.map(|text| (if text.contains("serious") { " │  serious │" } else { text }, plain)));
        assert_eq!(selected(&unchosen, plain.reversed()), None);
    }
}

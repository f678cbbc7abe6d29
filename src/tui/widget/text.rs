//! Draws lines of text so that nothing is cut without a sign: what goes on ends in `…`, in its row and at the foot.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::text::{head, width};

/// The sign of what goes on.
const MORE: &str = "…";

/// Returns the line in at most so many columns; one that goes on ends in `…`. Blanks at its end are no text.
pub fn fit_line(line: Line<'_>, columns: usize) -> Line<'_> {
    if columns_of(&line) <= columns {
        return line;
    }
    let (style, alignment) = (line.style, line.alignment);
    let mut fitted = Line { style, alignment, spans: Vec::new() };
    let mut room = columns.saturating_sub(1);
    for span in line.spans {
        let taken = width(&span.content);
        if taken <= room {
            room -= taken;
            fitted.spans.push(span);
            continue;
        }
        let mut cut = head(&span.content, room).to_owned();
        cut.push_str(if columns == 0 { "" } else { MORE });
        fitted.spans.push(Span::styled(cut, span.style));
        break;
    }
    fitted
}

/// Returns the columns of a line without the blanks at its end.
fn columns_of(line: &Line<'_>) -> usize {
    let whole: usize = line.spans.iter().map(|span| width(&span.content)).sum();
    let mut blank = 0;
    for span in line.spans.iter().rev() {
        let text = span.content.trim_end();
        blank += width(&span.content) - width(text);
        if !text.is_empty() {
            break;
        }
    }
    whole - blank
}

/// Draws a line on the first row of `area`.
pub fn put_line<'a>(frame: &mut Frame<'_>, area: Rect, line: impl Into<Line<'a>>) {
    let area = area.intersection(frame.area());
    if !area.is_empty() {
        let row = Rect { height: 1, ..area };
        frame.render_widget(fit_line(line.into(), usize::from(area.width)), row);
    }
}

/// Draws lines one below the other. Where they are more than the rows of `area`, the last row says that they go on.
pub fn put_lines<'a>(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'a>>) {
    let area = area.intersection(frame.area());
    let goes_on = lines.iter().skip(usize::from(area.height)).any(|line| columns_of(line) > 0);
    let last = area.bottom().saturating_sub(1);
    for (line, row) in lines.into_iter().zip(area.rows()) {
        let line = if goes_on && row.y == last { going_on(line, usize::from(row.width)) } else { line };
        put_line(frame, row, line);
    }
}

/// Returns the line with the sign behind it that more follows.
fn going_on(line: Line<'_>, columns: usize) -> Line<'_> {
    let mut line = trimmed(fit_line(line, columns.saturating_sub(2)));
    let last = line.spans.last();
    if !last.is_some_and(|span| span.content.ends_with(MORE)) {
        let style = last.map_or(line.style, |span| span.style);
        line.spans.push(Span::styled(format!(" {MORE}"), style));
    }
    line
}

/// Returns the line without the blanks at its end.
fn trimmed(mut line: Line<'_>) -> Line<'_> {
    while let Some(last) = line.spans.pop() {
        let text = last.content.trim_end();
        if !text.is_empty() {
            line.spans.push(Span::styled(text.to_owned(), last.style));
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn said(line: &Line<'_>) -> String {
        line.spans.iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn what_fits_stays_and_what_goes_on_says_so() {
        let line = || Line::from(vec![Span::raw(" due "), Span::styled("today 12:00", Style::new()), Span::raw("   ")]);
        for (columns, expected) in [
            (19, " due today 12:00   "),
            (16, " due today 12:00   "),
            (15, " due today 12:…"),
            (6, " due …"),
            (5, " due…"),
            (1, "…"),
            (0, ""),
        ] {
            let fitted = fit_line(line(), columns);
            assert_eq!(said(&fitted), expected, "{columns}");
        }
        assert_eq!(said(&fit_line(Line::raw("全部の店"), 6)), "全部…");
    }

    #[test]
    fn lines_that_go_on_below_say_so_in_the_last_row() {
        let drawn = |rows: u16, lines: &[&'static str]| {
            let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::raw(*line)).collect();
            crate::tui::harness::drawn(12, rows, |frame| {
                let area = frame.area();
                put_lines(frame, area, lines);
            })
        };
        assert_eq!(drawn(2, &[" one", " two"]), " one\n two");
        assert_eq!(drawn(2, &[" one", " two", ""]), " one\n two");
        assert_eq!(drawn(2, &[" one", " two", " three"]), " one\n two …");
        assert_eq!(drawn(2, &[" one", " two   ", " three"]), " one\n two …");
        assert_eq!(drawn(2, &[" one", "", " three"]), " one\n …");
        assert_eq!(drawn(1, &[" a line too long", " two"]), " a line t…");
    }
}

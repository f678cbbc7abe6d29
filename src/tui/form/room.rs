//! Limits how much text a field takes: says so when it comes near, and lets a paste in as far as there is room.

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::domain::ticket::{LINE_LIMIT, TYPED_LIMIT};

/// Characters of the longest line where nothing else is said, such as a filter.
pub const ANY_LINE: usize = 10 * LINE_LIMIT;
/// The part of the limit from which on it is shown, in percent.
const NEAR: usize = 90;

/// Returns how many characters are in the area, line ends included.
pub fn characters(area: &TextArea<'_>) -> usize {
    let lines = area.lines();
    lines.iter().map(|line| line.chars().count()).sum::<usize>() + lines.len().saturating_sub(1)
}

/// Returns as much of a pasted text as there is room for, and a message where that is not all.
pub fn cut(text: &str, has: usize, limit: usize) -> (&str, Option<String>) {
    let room = limit.saturating_sub(has);
    let Some((end, _)) = text.char_indices().nth(room) else { return (text, None) };
    let all = text.chars().count();
    (&text[..end], Some(format!("Of {all} pasted characters {room} were taken: {limit} is the most here")))
}

/// Puts a pasted text into a note, as far as there is room; returns a message where that was not all.
pub fn paste(area: &mut TextArea<'_>, text: &str) -> Option<String> {
    let (taken, cut) = cut(text, characters(area), TYPED_LIMIT);
    area.insert_str(taken);
    cut
}

/// Puts a pasted text at the cursor, as far as a line of `limit` characters has room; returns a message where that was not
/// all.
pub fn paste_line(line: &mut Input, text: &str, limit: usize) -> Option<String> {
    let (text, cut) = cut(text, line.value().chars().count(), limit);
    // The text is put in at once: each character by itself would copy the whole line.
    let before: String = line.value().chars().take(line.cursor()).collect();
    let after = &line.value()[before.len()..];
    let cursor = line.cursor() + text.chars().count();
    *line = Input::new(format!("{before}{text}{after}")).with_cursor(cursor);
    cut
}

/// Returns `190 of 200 characters` once that comes near the limit, and whether it is over it.
pub fn counter(has: usize, limit: usize) -> Option<(String, bool)> {
    (has * 100 >= limit * NEAR).then(|| (format!(" {has} of {limit} characters "), has > limit))
}

/// Returns the label of a line: its name, or its length once that comes near the limit.
pub fn label(name: &str, line: &str) -> String {
    let has = line.chars().count();
    if counter(has, LINE_LIMIT).is_some() { format!("{has}/{LINE_LIMIT}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_goes_in_as_far_as_there_is_room() {
        assert_eq!(cut("øøø", 7, 10), ("øøø", None));
        let said = "Of 4 pasted characters 3 were taken: 10 is the most here".to_owned();
        assert_eq!(cut("øøøa", 7, 10), ("øøø", Some(said)));
        assert_eq!(cut("a", 12, 10).0, "");
        let mut area = TextArea::default();
        assert_eq!(paste(&mut area, &"x\n".repeat(TYPED_LIMIT / 2 - 1)), None);
        assert_eq!(characters(&area), TYPED_LIMIT - 2);
        assert!(paste(&mut area, "abc").unwrap().starts_with("Of 3 pasted characters 2 were taken"));
        assert_eq!(characters(&area), TYPED_LIMIT);
    }

    #[test]
    fn it_is_shown_when_it_comes_near() {
        assert_eq!(counter(179, 200), None);
        assert_eq!(counter(200, 200), Some((" 200 of 200 characters ".to_owned(), false)));
        assert_eq!(counter(201, 200), Some((" 201 of 200 characters ".to_owned(), true)));
    }
}

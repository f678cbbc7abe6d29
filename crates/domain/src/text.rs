//! Makes text from outside safe to draw, and measures it as a terminal shows it.
//!
//! A ticket's text is written by anyone. Control characters in it could drive the agent's terminal, and invisible ones
//! could make a line read as something it is not, so everything that is drawn, put in a title or in a terminal sequence
//! goes through [`clean`]. Widths are columns of a terminal: a wide character has two, a combining one none.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The spaces that a tab becomes.
const TAB: &str = "    ";
/// The most characters without a width that follow each other: more are in no script, and a pile of them covers other lines.
const MOST_MARKS: usize = 4;
/// The end of a text that was cut.
const ELLIPSIS: &str = "…";

/// Returns the text in one line: without anything that drives a terminal or hides, and without piles of marks; tabs, line
/// breaks become spaces.
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut marks = Marks::default();
    if text.chars().all(|c| is_harmless(c) && marks.has_room_for(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean_lines(text).replace('\n', " "))
}

/// Cleans a text as [`clean`] does, but line breaks stay, as `\n`.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    let mut marks = Marks::default();
    if text.chars().all(|c| c == '\n' || is_harmless(c) && marks.has_room_for(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = Marks::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A return and a line feed are one line break.
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str(TAB),
            c if is_harmless(c) && marks.has_room_for(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// The characters without a width since the last one that has one.
#[derive(Default)]
struct Marks(usize);

impl Marks {
    /// Counts the character; returns whether there are no more marks on the present one than a script may need.
    fn has_room_for(&mut self, c: char) -> bool {
        self.0 = if c.is_ascii() || c.width() != Some(0) { 0 } else { self.0 + 1 };
        self.0 <= MOST_MARKS
    }
}

/// Returns whether a terminal may obey the character instead of showing it, or a reader be misled by it: C0 and C1 controls
/// with tab and line feed, DEL, the embeddings, overrides and isolates of writing direction, the two separators of lines.
pub fn drives_terminal(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns JSON in one line in which what JSON leaves as it is and a terminal would obey is an escape, so that the
/// value stays the same.
pub fn safe_json(line: String) -> String {
    if !line.chars().any(drives_terminal) {
        return line;
    }
    // All of these have four digits at most, and stand within strings: outside of them JSON in one line is plain ASCII.
    let safe = |c| if drives_terminal(c) { format!("\\u{:04x}", u32::from(c)) } else { String::from(c) };
    line.chars().map(safe).collect()
}

/// Returns whether a character can be drawn as it is.
///
/// Not drawn are: what drives a terminal; marks of writing direction, which reorder what stands around them; invisible
/// characters that make two texts look alike. The joiner of emoji and scripts (U+200D) and its opposite (U+200C) stay:
/// without them words in Persian and Hindi read wrongly.
fn is_harmless(c: char) -> bool {
    c.is_ascii_graphic() || c == ' ' || !drives_terminal(c) && !is_invisible(c)
}

/// Returns whether nobody sees the character, though it makes a text another one: joiners that join nothing, fillers that
/// stand for a letter, marks of direction, tags, and what Unicode sets aside to be ignored. Variants of a letter (U+FE0F,
/// U+E0100 on) stay, as they change what is seen.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
        | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}')
}

/// Returns the columns that the text takes on the screen: the sum over its graphemes, as they are put into cells one by
/// one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Returns the text in at most `cols` columns; what does not fit is cut and ends in `…`. It is cleaned on the way.
pub fn fit(text: &str, cols: usize) -> String {
    let text = clean(text);
    if width(&text) <= cols {
        return text.into_owned();
    }
    let Some(room) = cols.checked_sub(1) else { return String::new() };
    let mut out = head(&text, room).to_owned();
    out.push_str(ELLIPSIS);
    out
}

/// Returns the text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the text as [`fit`] does, filled up with spaces to exactly `cols` columns.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = fit(text, cols);
    out.push_str(&" ".repeat(cols - width(&out)));
    out
}

/// Returns the text as [`pad`] does, with the spaces in front: for figures.
pub fn pad_left(text: &str, cols: usize) -> String {
    let out = fit(text, cols);
    format!("{}{out}", " ".repeat(cols - width(&out)))
}

/// Returns as much of the text's beginning as fits, in whole graphemes.
pub fn head(text: &str, cols: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > cols {
            return &text[..at];
        }
    }
    text
}

/// Returns the text in lines of at most `cols` columns, broken between words, and within a word only if it alone is too
/// wide. Line breaks of the text stay. A character wider than `cols` is left out. Without columns there are no lines.
pub fn wrap(text: &str, cols: usize) -> Vec<String> {
    if cols == 0 {
        return Vec::new();
    }
    clean_lines(text).split('\n').flat_map(|line| wrap_line(line, cols)).collect()
}

/// Returns the text in at most `rows` lines of at most `cols` columns, as [`wrap`] does; the last one ends in `…` where it goes
/// on.
pub fn fitted(text: &str, cols: usize, rows: usize) -> Vec<String> {
    let mut lines = wrap(text, cols);
    if lines.len() > rows {
        let rest = lines.split_off(rows.saturating_sub(1)).join(" ");
        lines.extend((rows > 0).then(|| fit(&rest, cols)));
    }
    lines
}

fn wrap_line(line: &str, cols: usize) -> Vec<String> {
    let mut lines = Lines { cols, done: Vec::new(), last: String::new(), used: 0 };
    for word in line.split_inclusive(char::is_whitespace) {
        // A mark such as a comma stays with the word before it: only blanks part lines.
        let (word, blank) = word.split_at(word.trim_end().len());
        lines.add_word(word);
        lines.add_word(blank);
    }
    lines.end();
    if lines.done.is_empty() {
        lines.done.push(String::new());
    }
    lines.done
}

/// The lines so far, none wider than `cols`.
struct Lines {
    cols: usize,
    done: Vec<String>,
    last: String,
    /// The number of columns of `last`.
    used: usize,
}

impl Lines {
    /// Puts a word at the end of the last line, or begins a new one with it; space at a break goes.
    fn add_word(&mut self, word: &str) {
        let wide = width(word);
        if self.used + wide <= self.cols {
            return self.push(word, wide);
        }
        self.end();
        if !word.chars().all(char::is_whitespace) {
            word.graphemes(true).for_each(|grapheme| self.add_grapheme(grapheme));
        }
    }

    fn add_grapheme(&mut self, grapheme: &str) {
        let wide = width(grapheme);
        if wide > self.cols {
            return;
        }
        if self.used + wide > self.cols {
            self.end();
        }
        self.push(grapheme, wide);
    }

    fn push(&mut self, text: &str, wide: usize) {
        self.last.push_str(text);
        self.used += wide;
    }

    /// Ends the last line, unless nothing but space is in it.
    fn end(&mut self) {
        let line = self.last.trim_end();
        if !line.is_empty() {
            self.done.push(line.to_owned());
        }
        self.last.clear();
        self.used = 0;
    }
}

/// Returns so many of something, in words: `1 day`, `2 days`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use frist_testkit::cases;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_drives_a_terminal_goes() {
        assert_eq!(clean("a\x1b[2Jb\x07"), "a[2Jb");
        assert_eq!(clean("\u{9b}31mred\u{9c}"), "31mred");
        assert_eq!(clean("user\u{202e}gpj.exe"), "usergpj.exe");
        assert_eq!(clean("\u{2066}x\u{2069}\u{200f}\u{61c}"), "x");
        assert_eq!(clean("pay\u{200b}pal\u{feff}\u{e0041}"), "paypal");
        assert_eq!(clean("a\tb\r\nc\u{2028}d"), "a    b c d");
        assert_eq!(clean_lines("a\r\nb\rc\n\u{85}d"), "a\nb\nc\n\nd");
    }

    #[test]
    fn what_nobody_sees_goes() {
        for hidden in ["\u{34f}", "\u{115f}", "\u{3164}", "\u{ffa0}", "\u{2800}", "\u{1d173}", "\u{e0080}", "\u{fff0}"]
        {
            assert_eq!(clean(&format!("pay{hidden}pal")), "paypal", "{hidden:?}");
        }
    }

    #[test]
    fn a_pile_of_marks_is_cut_and_letters_keep_theirs() {
        let pile = "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}".repeat(20);
        assert_eq!(clean(&format!("a{pile}b{pile}")), "a\u{301}\u{302}\u{303}\u{304}b\u{301}\u{302}\u{303}\u{304}");
        assert_eq!(clean_lines(&format!("a\n{pile}\nb")), "a\n\u{301}\u{302}\u{303}\u{304}\nb");
        assert_eq!(clean(&format!("x{}y", "\u{200d}".repeat(90))), format!("x{}y", "\u{200d}".repeat(4)));
        for whole in
            ["Vie\u{302}\u{323}t", "שָׁל\u{5b9}ם", "क\u{94d}\u{937}", "👁\u{fe0f}\u{200d}🗨\u{fe0f}", "1\u{fe0f}\u{20e3}"]
        {
            assert!(matches!(clean(whole), Cow::Borrowed(same) if same == whole), "{whole}");
        }
    }

    #[test]
    fn harmless_text_is_not_copied() {
        for text in ["", "Checkout gives 502", "Æøå – 12 % ‼", "🤦🏼\u{200d}♂\u{fe0f}", "می\u{200c}خواهم"]
        {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn widths_are_columns() {
        for (text, cols) in
            [("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩\u{200d}👩\u{200d}👧", 2), ("Ø–‼", 3)]
        {
            assert_eq!(width(text), cols, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_between_graphemes() {
        assert_eq!(fit("Checkout", 8), "Checkout");
        assert_eq!(fit("Checkout", 7), "Checko…");
        assert_eq!(fit("Checkout", 1), "…");
        assert_eq!(fit("Checkout", 0), "");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("ae\u{301}bc", 3), "ae\u{301}…");
    }

    #[test]
    fn padding_fills_up() {
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(pad("ab", 4), "ab  ");
        assert_eq!(pad_left("1:07", 6), "  1:07");
        assert_eq!(pad("ab", 0), "");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("the shop is down again", 10), ["the shop", "is down", "again"]);
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("see https://example.org/x", 8), ["see", "https://", "example.", "org/x"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本", 1), [""]);
        assert_eq!(wrap("  indented", 20), ["  indented"]);
        assert_eq!(wrap("", 5), [""]);
        assert!(wrap("anything", 0).is_empty());
    }

    fn is_safe(text: &str) -> bool {
        !text.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn never_wider_than_asked(text in any::<String>(), cols in 0usize..40) {
            prop_assert!(width(&fit(&text, cols)) <= cols);
            prop_assert_eq!(width(&pad(&text, cols)), cols);
            prop_assert_eq!(width(&pad_left(&text, cols)), cols);
            for line in wrap(&text, cols) {
                prop_assert!(width(&line) <= cols, "{:?}", line);
            }
        }

        #[test]
        fn never_a_control_character(text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\\u{202a}-\\u{202e}]){0,40}", cols in 1usize..40) {
            prop_assert!(is_safe(&clean(&text)));
            prop_assert!(is_safe(&fit(&text, cols)));
            prop_assert!(wrap(&text, cols).iter().all(|line| is_safe(line)));
            prop_assert!(is_safe(&clean_lines(&text).replace('\n', "")));
        }

        #[test]
        fn wrapping_loses_no_letters(text in "[a-zæ日]{0,12}( [a-zæ日]{0,12}){0,6}", cols in 2usize..30) {
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&wrap(&text, cols).concat()), letters(&text));
        }
    }
}

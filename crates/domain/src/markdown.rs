//! Writes Markdown in which nothing that came from outside can be more than text.

use std::fmt::Write as _;

use crate::text::{clean, clean_lines};

/// Returns the text as Markdown that shows just this text, in one line; line breaks become ` / `.
///
/// Everything with which a table, a heading, emphasis, a link or HTML could begin is escaped, and what drives a terminal
/// or hides is taken out; so is what is special only where a block begins (the item of a list, a line of dashes), for an item of
/// ours may begin with the text.
pub(crate) fn escaped(text: &str) -> String {
    let lines = clean_lines(text);
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = lines.join(" / ");
    let text = clean(&text);
    let mark = begins_block(&text);
    let mut out = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        if mark == Some(place) || makes_address(&text, place) {
            out.push('\\');
        }
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns the place, in bytes, of the character that makes the text the beginning of a list, a rule or the line below
/// a heading, or none where it begins none of these. `#`, `*` and `_` are escaped wherever they stand.
fn begins_block(text: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    if text.strip_prefix(['-', '+']).is_some_and(ends) {
        return Some(0);
    }
    if text.starts_with(['-', '=']) && text.chars().all(|c| matches!(c, '-' | '=' | ' ')) {
        return Some(0);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbers = digits > 0 && text[digits..].strip_prefix(['.', ')']).is_some_and(ends);
    numbers.then_some(digits)
}

/// Returns whether that character makes an address of what is around it, which some readers of Markdown show as a link though
/// nobody has marked one: the colon of `https://…`, the point of `www.…`, the at sign of a mail address or a person's name.
fn makes_address(text: &str, place: usize) -> bool {
    let (before, rest) = text.split_at(place);
    let www = || {
        before.len() >= 3
            && before.is_char_boundary(before.len() - 3)
            && before[before.len() - 3..].eq_ignore_ascii_case("www")
    };
    rest.starts_with("://") || rest.starts_with('@') || (rest.starts_with('.') && www())
}

/// A document that grows by blocks, with a blank line between any two.
#[derive(Default)]
pub(crate) struct Document(String);

impl Document {
    /// Adds a heading of that level; its text is Markdown.
    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    /// Adds any block of Markdown, or nothing if it is empty.
    pub(crate) fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Adds a list; its items are Markdown of one line.
    pub(crate) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"));
    }

    /// Adds a table; its cells are Markdown of one line. Adds nothing if it has no rows.
    pub(crate) fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) {
        self.rows(&head.map(str::to_owned), rows);
    }

    /// Adds a table with as many columns as its head has.
    pub(crate) fn rows(&mut self, head: &[String], rows: &[impl AsRef<[String]>]) {
        if rows.is_empty() {
            return;
        }
        let mut text = String::new();
        line(&mut text, head);
        line(&mut text, &vec!["---".to_owned(); head.len()]);
        for row in rows {
            line(&mut text, row.as_ref());
        }
        self.block(text.trim_end());
    }

    /// Returns the whole text, with a line break at its end.
    pub(crate) fn text(self) -> String {
        self.0
    }
}

fn line(text: &mut String, cells: &[String]) {
    text.push('|');
    for cell in cells {
        // Writing to a text cannot fail.
        let _ = write!(text, " {cell} |");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markdown_is_text() {
        for (text, shown) in [
            ("Handlekurv tømmes: 502 (av 3)", "Handlekurv tømmes: 502 (av 3)"),
            ("a | b", "a \\| b"),
            ("a \\| b", "a \\\\\\| b"),
            ("<script>alert(1)</script> &lt;", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;"),
            ("[here](http://x) ![i](y)", "\\[here\\](http\\://x) !\\[i\\](y)"),
            ("WWW.evil.example, a@b.no, @anna", "WWW\\.evil.example, a\\@b.no, \\@anna"),
            ("**b** _i_ ~~s~~ `c` $m$", "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\`c\\` \\$m\\$"),
            ("one\n# two\r\n\n- three\u{2028}four", "one / \\# two / - three / four"),
            ("\u{1b}[31mred\u{202e}\u{7}", "\\[31mred"),
            ("  \n ", ""),
            ("- one", "\\- one"),
            ("+ [x] done", "\\+ \\[x\\] done"),
            ("1. first", "1\\. first"),
            ("12) twelfth", "12\\) twelfth"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("- - -", "\\- - -"),
            ("-", "\\-"),
            ("-2:30 and 99.58 %", "-2:30 and 99.58 %"),
            ("99.58 %", "99.58 %"),
            ("2024) is text", "2024\\) is text"),
        ] {
            assert_eq!(escaped(text), shown, "{text:?}");
        }
    }

    #[test]
    fn blocks_stand_apart() {
        let mut document = Document::default();
        document.heading(2, "Head");
        document.block("");
        document.list(["one".to_owned(), "two".to_owned()]);
        document.table(["A", "B"], &[]);
        document.table(["A", "B"], &[["1".to_owned(), String::new()]]);
        assert_eq!(document.text(), "## Head\n\n- one\n- two\n\n| A | B |\n| --- | --- |\n| 1 |  |\n");
    }
}

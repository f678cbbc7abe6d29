//! Parts the text of a template into its tables, each with the comments above it, and changes single lines of them.

/// A table of a file: the comments right above its header, the header, and the lines up to the next block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block<'a> {
    /// The lines of comment above the header.
    pub(super) before: &'a str,
    /// The header without its brackets; empty for the head of the file.
    pub(super) name: &'a str,
    /// The line of the header with its end.
    pub(super) header: &'a str,
    /// Everything behind the header.
    pub(super) body: &'a str,
}

impl Block<'_> {
    /// Returns the text of the block.
    pub(super) fn text(&self) -> String {
        format!("{}{}{}", self.before, self.header, self.body)
    }
}

/// Parts a text into its blocks; together they are the text.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let headers: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].starts_with('[')).collect();
    let begins = |header: usize| {
        let comments = lines[..header].iter().rev().take_while(|line| line.starts_with('#')).count();
        header - comments
    };
    let place = |line: usize| lines[..line].iter().map(|line| line.len()).sum::<usize>();
    let ends: Vec<usize> = headers.iter().map(|header| begins(*header)).chain([lines.len()]).collect();
    let head = Block { before: "", name: "", header: "", body: &text[..place(ends[0])] };
    let tables = headers.iter().zip(&ends[1..]).map(|(header, end)| {
        let (from, at, to) = (place(begins(*header)), place(*header), place(*end));
        let behind = at + lines[*header].len();
        let name = lines[*header].split('#').next().unwrap_or_default().trim().trim_matches(['[', ']']);
        Block { before: &text[from..at], name, header: &text[at..behind], body: &text[behind..to] }
    });
    std::iter::once(head).chain(tables).collect()
}

/// Returns the lines with that key set to a value, as TOML writes it; its comment stays. Without a value the line goes. A key
/// that is not there is put in front.
pub(super) fn set_key(body: &str, key: &str, value: Option<&str>) -> String {
    let is_key = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.trim_end() == key);
    if !body.lines().any(is_key) {
        return value.map_or_else(|| body.to_owned(), |value| format!("{key} = {value}\n{body}"));
    }
    let lines = body.split_inclusive('\n').map(|line| match (is_key(line), value) {
        (false, _) => line.to_owned(),
        (true, None) => String::new(),
        (true, Some(value)) => with_value(line, value),
    });
    lines.collect()
}

/// Returns the line `key = …  # comment` with another value; the comment stays in its column where there is room.
fn with_value(line: &str, value: &str) -> String {
    let Some((key, _)) = line.split_once('=') else { return line.to_owned() };
    let set = format!("{key}= {value}");
    match comment_of(line) {
        None => format!("{set}\n"),
        Some(at) => {
            let column = line[..at].chars().count();
            let gap = column.saturating_sub(set.chars().count()).max(1);
            format!("{set}{}{}", " ".repeat(gap), &line[at..])
        }
    }
}

/// Returns the byte at which a line's comment begins: a `#` that stands in no text.
fn comment_of(line: &str) -> Option<usize> {
    let mut in_text = false;
    line.char_indices().find_map(|(at, c)| {
        in_text ^= c == '"';
        (c == '#' && !in_text).then_some(at)
    })
}

/// Returns a text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Returns texts as a list of TOML.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

/// Returns a key as TOML writes it: in quotes where it has other characters than a bare key may.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { quoted(name) }
}

/// Returns lines `key = value` whose signs stand below each other, with an empty line behind them.
pub(super) fn lines(pairs: &[(String, String)]) -> String {
    let widest = pairs.iter().map(|(name, _)| key(name).chars().count()).max().unwrap_or(0);
    let line = |(name, value): &(String, String)| format!("{:<widest$} = {value}\n", key(name));
    pairs.iter().map(line).chain(["\n".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_together_are_the_text() {
        let text = "# head\nid = \"a\"\n\n# of a\n# and more\n[a]\nx = [\n  [\"y\"],\n]\n\n[[b]] # b\nz = 1\n";
        let parts = blocks(text);
        assert_eq!(parts.iter().map(Block::text).collect::<String>(), text);
        let shape: Vec<(&str, &str)> = parts.iter().map(|block| (block.name, block.before)).collect();
        assert_eq!(shape, [("", ""), ("a", "# of a\n# and more\n"), ("b", "")]);
        assert_eq!(blocks("id = 1\n").len(), 1);
        assert_eq!(blocks("").len(), 1);
    }

    #[test]
    fn a_key_is_set_and_its_comment_stays() {
        let body = "vendor  = \"A # B\"   # who\nid = 1\n";
        assert_eq!(set_key(body, "vendor", Some("\"C\"")), "vendor  = \"C\"       # who\nid = 1\n");
        let long = quoted("A much longer name");
        assert_eq!(set_key(body, "vendor", Some(&long)), format!("vendor  = {long} # who\nid = 1\n"));
        assert_eq!(set_key(body, "id", Some("2")), "vendor  = \"A # B\"   # who\nid = 2\n");
        assert_eq!(set_key(body, "id", None), "vendor  = \"A # B\"   # who\n");
        assert_eq!(set_key("a = 1\n", "b", Some("2")), "b = 2\na = 1\n");
        assert_eq!(set_key("a = 1\n", "b", None), "a = 1\n");
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["", "plain", "a \"quoted\" \\ thing", "\u{1b}[2J", "ø – 漢", "#"] {
            let table: toml::Table = toml::from_str(&format!("{} = {}", key(text), list([text]))).unwrap();
            assert_eq!(table[text][0].as_str(), Some(text));
        }
    }
}

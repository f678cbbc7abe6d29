//! A value of a TOML file with the path that leads to it, and the plain readings of it: text, number, list, table. What
//! is not as it must be goes to the log; the reader then goes on with nothing, so that one look finds every mistake.

use crate::text::drives_terminal;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Log, MAX_FILE, Strictness, any_of, nearest};
use crate::time::{Date, MOST_FROM_EASTER, YearDay};

/// One value of the file.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) log: &'a Log<'a>,
    /// Dotted path.
    pub(crate) path: String,
    at: usize,
    value: &'a DeValue<'a>,
}

/// One table of the file.
#[derive(Clone)]
pub(crate) struct Table<'a> {
    pub(crate) log: &'a Log<'a>,
    path: String,
    at: usize,
    entries: &'a DeTable<'a>,
}

/// Parses a file and hands its root to `read`; what `read` gives holds only if nothing was noted.
pub(crate) fn parse<T>(
    file: &str,
    text: &str,
    read: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Result<T, Vec<super::Problem>> {
    parse_as(file, text, Strictness::New, read).map(|(value, _)| value)
}

/// As [`parse`], with what is told of a kept text without refusing it.
pub(crate) fn parse_as<T>(
    file: &str,
    text: &str,
    strictness: Strictness,
    read: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Result<(T, Vec<super::Problem>), Vec<super::Problem>> {
    let log = Log::new(file, text);
    let value = if text.len() > MAX_FILE {
        log.add(
            0,
            "",
            "the file is larger than 1 MiB",
            "a contract or calendar needs a few KiB: is this the right file?",
        );
        None
    } else {
        let (root, errors) = DeTable::parse_recoverable(text);
        syntax(&log, text, &errors);
        // What is left of a file with broken syntax would only give misleading problems on top.
        let root = Table { log: &log, path: String::new(), at: 0, entries: root.get_ref() };
        if errors.is_empty() { read(&root) } else { None }
    };
    match (value, log.into_problems(strictness)) {
        (Some(value), (refusing, told)) if refusing.is_empty() => Ok((value, told)),
        (_, (refusing, _)) => Err(refusing),
    }
}

/// Notes the parser's errors, one a line: what follows on the same line is mostly an echo of the first.
fn syntax(log: &Log<'_>, text: &str, errors: &[toml::de::Error]) {
    let mut lines = BTreeSet::new();
    for error in errors.iter().take_while(|_| !log.is_full()) {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        if lines.insert(log.line(at)) {
            let hint = "correct the line by the rules of TOML, as in key = \"text\", key = [\"a\", \"b\"] or [table]";
            log.add(at, &key_of_line(text, log.line(at)), error.message(), hint);
        }
    }
}

/// The key that a line seems to set, with the table header above it: the best that can be said where syntax is broken.
fn key_of_line(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().take(line).map(str::trim).collect();
    let header = lines.iter().rev().find(|l| l.starts_with('[')).map_or("", |l| l.trim_matches(['[', ']', ' ']));
    let own = lines.get(line.saturating_sub(1)).and_then(|l| l.split_once('=')).map_or("", |(key, _)| key.trim_end());
    join(header, own)
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() || key.is_empty() { format!("{path}{key}") } else { format!("{path}.{key}") }
}

impl<'a> Table<'a> {
    /// How many problems of the file were noted so far.
    pub(crate) fn problems(&self) -> usize {
        self.log.count()
    }

    /// The table's value of `key`, if it has one.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.entries.get_key_value(key).map(|(key, value)| self.child(key, value))
    }

    /// Its value of `key`; a missing one is a problem.
    pub(crate) fn need(&self, key: &str, hint: &str) -> Option<Node<'a>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(key, hint);
        }
        found
    }

    /// Notes that `key` is missing.
    pub(crate) fn missing(&self, key: &str, hint: &str) {
        self.wrong(key, &format!("`{key}` is missing"), hint);
    }

    /// Notes a problem of `key`, on its own line where the table has it, else on the table's.
    pub(crate) fn wrong(&self, key: &str, message: &str, hint: &str) {
        let at = self.get(key).map_or(self.at, |node| node.at);
        self.log.add(at, &join(&self.path, key), message, hint);
    }

    /// Everything in it with its key, in the order of the file.
    pub(crate) fn entries(&self) -> Vec<(&'a str, Node<'a>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, value)| (key.get_ref().as_ref(), self.child(key, value))).collect()
    }

    /// Notes every key that is not among `known`.
    pub(crate) fn only(&self, known: &[&str]) {
        let unknown = self.entries().into_iter().filter(|(key, _)| !known.contains(key));
        for (key, node) in unknown.take_while(|_| !self.log.is_full()) {
            let hint = nearest(key, known.iter().copied()).map_or_else(
                || format!("the keys here are {}", any_of(known).replace(" or ", " and ")),
                |near| format!("did you mean `{near}`?"),
            );
            node.wrong(&format!("`{key}` is not a key that is known here"), &hint);
        }
    }

    fn child(&self, key: &'a Spanned<toml::de::DeString<'a>>, value: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        // A table's own span may lie far below its name; a value's is where the reader must look.
        let at = if value.get_ref().is_table() { key.span().start } else { value.span().start };
        Node { log: self.log, path: join(&self.path, key.get_ref()), at, value: value.get_ref() }
    }
}

impl<'a> Node<'a> {
    /// Notes a problem of this value.
    pub(crate) fn wrong(&self, message: &str, hint: &str) {
        self.log.add(self.at, &self.path, message, hint);
    }

    /// Notes a problem of this value that only newer checks find: it refuses files that are read from now on, and no text
    /// that was kept.
    pub(crate) fn wrong_from_now_on(&self, message: &str, hint: &str) {
        self.log.add_newer(self.at, &self.path, message, hint);
    }

    fn not_a(&self, want: &str) {
        self.wrong(&format!("this is {}", kind(self.value)), &format!("write {want}"));
    }

    fn wrong_type<T>(&self, want: &str) -> Option<T> {
        self.not_a(want);
        None
    }

    /// Whether it is written as a table.
    pub(crate) const fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// Whether it is written as a list.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Whether it is a list with something in it.
    pub(crate) fn is_filled_list(&self) -> bool {
        self.value.as_array().is_some_and(|list| !list.is_empty())
    }

    /// Whether it is a list with nothing in it.
    pub(crate) fn is_empty_list(&self) -> bool {
        self.value.as_array().is_some_and(|list| list.is_empty())
    }

    /// A text without characters that could drive a terminal; may be empty.
    pub(crate) fn text(&self) -> Option<&'a str> {
        let Some(text) = self.value.as_str() else { return self.wrong_type("a text in quotes") };
        let Some(bad) = text.chars().find(|c| drives_terminal(*c)) else { return Some(text) };
        let message = format!("the text holds the control character U+{:04X}", u32::from(bad));
        self.wrong(&message, "take it out; a text stands on one line, without tabs");
        None
    }

    /// A text that says something.
    pub(crate) fn filled(&self) -> Option<&'a str> {
        let text = self.text()?;
        if text.trim().is_empty() {
            self.wrong("the text is empty", "write something, or leave the key out where it is optional");
            return None;
        }
        Some(text)
    }

    /// A key of ours: small letters, digits, `_` and `-`.
    pub(crate) fn id(&self) -> Option<String> {
        let text = self.text()?;
        self.check_id(text).then(|| text.to_owned())
    }

    /// Whether `text`, which stands here, is a key of ours; noted where it is not.
    pub(crate) fn check_id(&self, text: &str) -> bool {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        let ok = !text.is_empty() && text.bytes().all(good);
        if !ok {
            self.wrong(&format!("`{text}` is not an id"), "an id is made of the characters a-z, 0-9, _ and -");
        }
        ok
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong_type("true or false"))
    }

    /// A number from `low` to `high`, whole or not.
    pub(crate) fn number(&self, low: f64, high: f64) -> Option<f64> {
        let text = match self.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return self.wrong_type(&format!("a number from {low} to {high}")),
        };
        let number = text.parse::<f64>().ok().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.wrong(&format!("{text} is out of range"), &format!("write a number from {low} to {high}"));
        }
        number
    }

    /// A whole number from `low` to `high`.
    pub(crate) fn integer(&self, low: i32, high: i32) -> Option<i32> {
        let want = format!("a whole number from {low} to {high}");
        let Some(number) = self.value.as_integer() else { return self.wrong_type(&want) };
        let value = i32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| (low..=high).contains(n));
        if value.is_none() {
            self.wrong(&format!("{number} is out of range"), &format!("write {want}"));
        }
        value
    }

    /// One of the words that are known here.
    pub(crate) fn choice<T: Copy>(&self, known: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.wrong(&format!("`{text}` is unknown"), &format!("write {}", any_of(known.iter().map(|k| k.0))));
        }
        found
    }

    /// One date: a local date of TOML, or a text that looks like one.
    pub(crate) fn date(&self) -> Option<Date> {
        match self.day()? {
            YearDay::Once(date) => Some(date),
            YearDay::Yearly(..) | YearDay::Easter(_) => {
                self.wrong("the date has no year", "write it as 2024-01-08");
                None
            }
        }
    }

    /// A day of every year (`12-24`) or one date (`2024-03-25`, also as a local date of TOML).
    pub(crate) fn day(&self) -> Option<YearDay> {
        let text = match self.value {
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => at.to_string(),
            DeValue::String(_) => self.text()?.to_owned(),
            _ => return self.wrong_type("a date such as \"12-24\" or \"2024-03-25\""),
        };
        // Only digits and dashes, so that no sign or blank that the parser of dates allows can slip in.
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-') && (text.len() == 5 || text.len() == 10);
        let day = if plain { YearDay::parse(&text) } else { None };
        if day.is_none() {
            self.wrong(&format!("`{text}` is not a date"), "write MM-DD for every year, or YYYY-MM-DD for one date");
        }
        day
    }

    /// As [`day`](Self::day), or a day from Easter Sunday (`easter-3`, `easter+39`).
    pub(crate) fn day_or_easter(&self) -> Option<YearDay> {
        let Some(text) = self.value.as_str().filter(|text| text.starts_with("easter")) else { return self.day() };
        let day = YearDay::parse_easter(text);
        if day.is_none() {
            let hint = format!("write easter-3 or easter+39, at most {MOST_FROM_EASTER} days from Easter Sunday");
            self.wrong(&format!("`{text}` is no day from Easter"), &hint);
        }
        day
    }

    /// The values of a list; `like` shows how one is written.
    pub(crate) fn list(&self, like: &str) -> Vec<Node<'a>> {
        let Some(list) = self.value.as_array() else {
            self.not_a(&format!("a list, such as {like}"));
            return Vec::new();
        };
        let node = |item: &'a Spanned<DeValue<'a>>| Node {
            log: self.log,
            path: self.path.clone(),
            at: item.span().start,
            value: item.get_ref(),
        };
        list.iter().map(node).collect()
    }

    /// The tables of `[[key]]`; the path of the second is `key[2]`.
    pub(crate) fn tables(&self, known: &[&str]) -> Vec<Table<'a>> {
        let name = &self.path;
        let mut nodes = self.list(&format!("[[{name}]] once for each"));
        for (n, node) in nodes.iter_mut().enumerate() {
            node.path = format!("{}[{}]", self.path, n + 1);
        }
        nodes.iter().filter_map(|node| node.table(known)).collect()
    }

    /// The texts of a list, none of them empty.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.list("[\"…\", \"…\"]").iter().filter_map(|node| node.filled().map(str::to_owned)).collect()
    }

    /// The names of a list, none of them empty, none of them twice.
    pub(crate) fn names(&self) -> Vec<String> {
        self.name_nodes().into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// As [`names`](Self::names), each with its place.
    pub(crate) fn name_nodes(&self) -> Vec<(&'a str, Node<'a>)> {
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for node in self.list("[\"…\", \"…\"]") {
            let Some(name) = node.filled() else { continue };
            if !seen.insert(name) {
                node.wrong(&format!("`{name}` stands here twice"), "name it once");
            }
            names.push((name, node));
        }
        names
    }

    /// A table with none but the `known` keys.
    pub(crate) fn table(&self, known: &[&str]) -> Option<Table<'a>> {
        let table = self.open_table()?;
        table.only(known);
        Some(table)
    }

    /// A table whose keys are names that the file chooses.
    pub(crate) fn open_table(&self) -> Option<Table<'a>> {
        let Some(entries) = self.value.as_table() else {
            return self.wrong_type(&format!("a table, [{}] or {{ key = … }}", self.path));
        };
        Some(Table { log: self.log, path: self.path.clone(), at: self.at, entries })
    }
}

/// What kind of value it is, in plain words.
const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

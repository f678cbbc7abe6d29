//! A value of a TOML file with the path that leads to it, and the plain readings of it: text, number, list, table. A
//! value that is not as it must be goes to the log; the caller then goes on with nothing, so that one look finds every
//! mistake.

use crate::text::drives_terminal;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::foreign::ForeignKey;
use super::log::ProblemLog;
use super::suggest::{any_of, meant_date, nearest};
use crate::time::{Date, MOST_FROM_EASTER, YearDay};

/// One value of the file.
#[derive(Clone)]
pub struct Node<'a> {
    pub(super) log: &'a ProblemLog<'a>,
    /// The dotted path of the value.
    pub(super) path: String,
    /// The byte at which a person who reads the file must look.
    at: usize,
    /// The byte at which its key is.
    key_at: usize,
    value: &'a DeValue<'a>,
}

/// One table of the file.
#[derive(Clone)]
pub struct Table<'a> {
    log: &'a ProblemLog<'a>,
    path: String,
    at: usize,
    entries: &'a DeTable<'a>,
}

/// Returns the path of `key` below `path`.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() || key.is_empty() { format!("{path}{key}") } else { format!("{path}.{key}") }
}

impl<'a> Table<'a> {
    /// Makes the table of a whole file.
    pub(super) const fn root(log: &'a ProblemLog<'a>, entries: &'a DeTable<'a>) -> Self {
        Self { log, path: String::new(), at: 0, entries }
    }

    /// Has every table of this file tell what to write in the place of these keys of other tools.
    pub fn know_foreign(&self, keys: &'static [ForeignKey]) {
        self.log.know(keys);
    }

    /// Returns whether the syntax is right in all of the file.
    pub fn has_sound_syntax(&self) -> bool {
        self.log.is_whole(&(0..usize::MAX))
    }

    /// Returns how many problems of the file were noted so far.
    pub fn problems(&self) -> usize {
        self.log.count()
    }

    /// Returns the table's value of `key`, if it has one.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.entries.get_key_value(key).map(|(key, value)| self.child(key, value))
    }

    /// Returns the table's value of `key`; a missing one is a problem.
    pub fn need(&self, key: &str, hint: &str) -> Option<Node<'a>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(key, hint);
        }
        found
    }

    /// Notes that `key` is missing.
    pub fn missing(&self, key: &str, hint: &str) {
        self.wrong(key, &format!("`{key}` is missing"), hint);
    }

    /// Notes a problem of `key`, on its own line where the table has it, else on the table's.
    pub fn wrong(&self, key: &str, message: &str, hint: &str) {
        let at = self.get(key).map_or(self.at, |node| node.at);
        self.log.add(at, &join(&self.path, key), message, hint);
    }

    /// Returns everything in the table with its key, in the order of the file.
    pub fn entries(&self) -> Vec<(&'a str, Node<'a>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, value)| (key.get_ref().as_ref(), self.child(key, value))).collect()
    }

    /// Notes every key that is not among `known`.
    pub fn only(&self, known: &[&str]) {
        let unknown = self.entries().into_iter().filter(|(key, _)| !known.contains(key));
        for (key, node) in unknown.take_while(|_| !self.log.is_full()) {
            let hint = self.log.foreign_hint(&self.path, key).unwrap_or_else(|| meant_key(key, known));
            node.wrong(&format!("`{key}` is not a key that is known here"), &hint);
        }
    }

    fn child(&self, key: &'a Spanned<toml::de::DeString<'a>>, value: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        // A table's own span may lie far below its name; a value's is where a person must look.
        let at = if value.get_ref().is_table() { key.span().start } else { value.span().start };
        let key_at = key.span().start;
        Node { log: self.log, path: join(&self.path, key.get_ref()), at, key_at, value: value.get_ref() }
    }
}

impl<'a> Node<'a> {
    /// Notes a problem of this value.
    pub fn wrong(&self, message: &str, hint: &str) {
        self.log.add(self.at, &self.path, message, hint);
    }

    /// Notes a problem of this value that only newer checks find: it refuses files that are read from now on, and no text
    /// that was kept.
    pub fn wrong_from_now_on(&self, message: &str, hint: &str) {
        self.log.add_newer(self.at, &self.path, message, hint);
    }

    /// Tells something of this value that may be meant otherwise: it refuses no file.
    pub fn doubt(&self, message: &str, hint: &str) {
        self.log.doubt(self.at, &self.path, message, hint);
    }

    fn not_a(&self, want: &str) {
        self.wrong(&format!("this is {}", kind(self.value)), &format!("write {want}"));
    }

    fn wrong_type<T>(&self, want: &str) -> Option<T> {
        self.not_a(want);
        None
    }

    /// Returns the value under another name, where problems are not told by the dotted path.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Returns whether the syntax is right from the value's key on, up to the key of `next`, or to the end of the file.
    pub fn is_whole(&self, next: Option<&Self>) -> bool {
        self.log.is_whole(&(self.key_at..next.map_or(usize::MAX, |next| next.key_at)))
    }

    /// Returns the text, whatever is in it, or none where the value is no text, which is not noted.
    pub fn as_text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// Returns the whole number, or none where the value is none or does not fit, which is not noted.
    pub fn as_number<T: TryFrom<i128>>(&self) -> Option<T> {
        let number = self.value.as_integer()?;
        T::try_from(i128::from_str_radix(number.as_str(), number.radix()).ok()?).ok()
    }

    /// Returns whether the value is written as a whole number, of any size.
    pub fn is_number(&self) -> bool {
        self.value.as_integer().is_some()
    }

    /// Returns the table, its keys unchecked, or none where the value is no table, which is not noted.
    pub fn as_table(&self) -> Option<Table<'a>> {
        let entries = self.value.as_table()?;
        Some(Table { log: self.log, path: self.path.clone(), at: self.at, entries })
    }

    /// Returns whether the value is written as a table.
    pub const fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// Returns whether the value is written as a list.
    pub const fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Returns whether the value is a list with nothing in it.
    pub fn is_empty_list(&self) -> bool {
        self.value.as_array().is_some_and(|list| list.is_empty())
    }

    /// Reads a text without characters that could drive a terminal; it may be empty.
    pub fn text(&self) -> Option<&'a str> {
        let Some(text) = self.value.as_str() else { return self.wrong_type("a text in quotes") };
        let Some(bad) = text.chars().find(|c| drives_terminal(*c)) else { return Some(text) };
        let message = format!("the text holds the control character U+{:04X}", u32::from(bad));
        self.wrong(&message, "take it out; a text stands on one line, without tabs");
        None
    }

    /// Reads a text that says something.
    pub fn filled(&self) -> Option<&'a str> {
        let text = self.text()?;
        if text.trim().is_empty() {
            self.wrong("the text is empty", "write something, or leave the key out where it is optional");
            return None;
        }
        Some(text)
    }

    /// Reads a key of ours: small letters, digits, `_` and `-`.
    pub fn id(&self) -> Option<String> {
        let text = self.text()?;
        self.check_id(text).then(|| text.to_owned())
    }

    /// Returns whether `text`, which is this value, is a key of ours, and notes where it is not.
    pub fn check_id(&self, text: &str) -> bool {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        let ok = !text.is_empty() && text.bytes().all(good);
        if !ok {
            self.wrong(&format!("`{text}` is not an id"), "an id is made of the characters a-z, 0-9, _ and -");
        }
        ok
    }

    /// Reads `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong_type("true or false"))
    }

    /// Reads a number from `low` to `high`, whole or not.
    pub fn number(&self, low: f64, high: f64) -> Option<f64> {
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

    /// Reads a whole number from `low` to `high`.
    pub fn integer(&self, low: i32, high: i32) -> Option<i32> {
        let want = format!("a whole number from {low} to {high}");
        let Some(number) = self.value.as_integer() else { return self.wrong_type(&want) };
        let value = i32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| (low..=high).contains(n));
        if value.is_none() {
            self.wrong(&format!("{number} is out of range"), &format!("write {want}"));
        }
        value
    }

    /// Reads one of the words that are known here.
    pub fn choice<T: Copy>(&self, known: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.wrong(&format!("`{text}` is unknown"), &format!("write {}", any_of(known.iter().map(|k| k.0))));
        }
        found
    }

    /// Reads one date: a local date of TOML, or a text that looks like one.
    pub fn date(&self) -> Option<Date> {
        match self.day_or("write it as 2024-01-08")? {
            YearDay::Once(date) => Some(date),
            YearDay::Yearly(..) | YearDay::Easter(_) => {
                self.wrong("the date has no year", "write it as 2024-01-08");
                None
            }
        }
    }

    /// Reads a day of every year (`12-24`) or one date (`2024-03-25`, also as a local date of TOML).
    pub fn day(&self) -> Option<YearDay> {
        self.day_or("write MM-DD for every year, or YYYY-MM-DD for one date")
    }

    /// Reads a day; the hint for what is none says which date was meant, or `otherwise`.
    fn day_or(&self, otherwise: &str) -> Option<YearDay> {
        let text = match self.value {
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => at.to_string(),
            DeValue::String(_) => self.text()?.to_owned(),
            _ => return self.wrong_type("a date such as \"12-24\" or \"2024-03-25\""),
        };
        // Only digits and dashes, so that no sign or blank that the parser of dates allows can slip in.
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-') && (text.len() == 5 || text.len() == 10);
        let day = if plain { YearDay::parse(&text) } else { None };
        if day.is_none() {
            let hint = meant_date(&text).map_or_else(|| otherwise.to_owned(), |date| format!("write {date}"));
            self.wrong(&format!("`{text}` is not a date"), &hint);
        }
        day
    }

    /// Reads a day as [`day`](Self::day) does, or a day from Easter Sunday (`easter-3`, `easter+39`).
    pub fn day_or_easter(&self) -> Option<YearDay> {
        let Some(text) = self.value.as_str().filter(|text| text.starts_with("easter")) else { return self.day() };
        let day = YearDay::parse_easter(text);
        if day.is_none() {
            let hint = format!("write easter-3 or easter+39, at most {MOST_FROM_EASTER} days from Easter Sunday");
            self.wrong(&format!("`{text}` is no day from Easter"), &hint);
        }
        day
    }

    /// Reads the values of a list; `like` shows how one is written.
    pub fn list(&self, like: &str) -> Vec<Node<'a>> {
        let Some(list) = self.value.as_array() else {
            self.not_a(&format!("a list, such as {like}"));
            return Vec::new();
        };
        let node = |item: &'a Spanned<DeValue<'a>>| Node {
            log: self.log,
            path: self.path.clone(),
            at: item.span().start,
            key_at: self.key_at,
            value: item.get_ref(),
        };
        list.iter().map(node).collect()
    }

    /// Reads the tables of `[[key]]`; the path of the second is `key[2]`.
    pub fn tables(&self, known: &[&str]) -> Vec<Table<'a>> {
        let name = &self.path;
        let mut nodes = self.list(&format!("[[{name}]] once for each"));
        for (n, node) in nodes.iter_mut().enumerate() {
            node.path = format!("{}[{}]", self.path, n + 1);
        }
        nodes.iter().filter_map(|node| node.table(known)).collect()
    }

    /// Reads the texts of a list, none of them empty.
    pub fn texts(&self) -> Vec<String> {
        self.list("[\"…\", \"…\"]").iter().filter_map(|node| node.filled().map(str::to_owned)).collect()
    }

    /// Reads the names of a list, none of them empty, none of them twice.
    pub fn names(&self) -> Vec<String> {
        self.name_nodes().into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// Reads names as [`names`](Self::names) does, each with its place.
    pub fn name_nodes(&self) -> Vec<(&'a str, Node<'a>)> {
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

    /// Reads a table, and notes keys that are not `known`.
    pub fn table(&self, known: &[&str]) -> Option<Table<'a>> {
        let table = self.open_table()?;
        table.only(known);
        Some(table)
    }

    /// Reads a table whose keys are names that the file chooses.
    pub fn open_table(&self) -> Option<Table<'a>> {
        self.as_table().or_else(|| self.wrong_type(&format!("a table, [{}] or {{ key = … }}", self.path)))
    }
}

/// Returns which of the known keys was meant, or all of them.
fn meant_key(key: &str, known: &[&str]) -> String {
    nearest(key, known.iter().copied()).map_or_else(
        || format!("the keys here are {}", any_of(known).replace(" or ", " and ")),
        |near| format!("did you mean `{near}`?"),
    )
}

/// Names the kind of a value in plain words.
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

//! Knows keys that other tools have for the same things, so that a person who brings them along is told what to write.

use super::suggest::snake_case;

/// Keys of other tools for one thing, and what is written here instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ForeignKey {
    /// The tables in which they may stand, by their paths: `*` stands for any name, an empty path for the file's head.
    pub places: &'static [&'static str],
    /// The keys, in small letters with `_` between words; they are found in other spellings too.
    pub names: &'static [&'static str],
    /// The header of the table in which the lines belong; empty for the table in which the key stands.
    pub table: &'static str,
    /// The lines to write instead, as an example.
    pub lines: &'static [&'static str],
    /// What there is to say besides, behind a semicolon; may be empty.
    pub remark: &'static str,
}

impl ForeignKey {
    /// Returns what to write, as a hint: `write holidays = ["NO"] under [support]`.
    pub fn hint(&self) -> String {
        let under = if self.table.is_empty() { String::new() } else { format!(" under {}", self.table) };
        let remark = if self.remark.is_empty() { String::new() } else { format!("; {}", self.remark) };
        format!("write {}{under}{remark}", self.lines.join(" and "))
    }
}

/// Returns what to write in the place of `key` in the table at `path`, where one of the rows knows it.
pub(super) fn foreign_hint(rows: &[ForeignKey], path: &str, key: &str) -> Option<String> {
    let name = snake_case(key);
    let knows =
        |row: &&ForeignKey| row.names.contains(&name.as_str()) && row.places.iter().any(|place| is_at(place, path));
    rows.iter().find(knows).map(ForeignKey::hint)
}

/// Returns whether that path is one of that shape. The number behind `severity[2]` does not count.
fn is_at(place: &str, path: &str) -> bool {
    let (wanted, parts): (Vec<&str>, Vec<&str>) = (place.split('.').collect(), path.split('.').collect());
    let same = |(wanted, part): (&&str, &&str)| *wanted == "*" || *wanted == part.split('[').next().unwrap_or(part);
    wanted.len() == parts.len() && wanted.iter().zip(&parts).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [ForeignKey; 2] = [
        ForeignKey {
            places: &["plan.*.target.*"],
            names: &["first_reply"],
            table: "",
            lines: &["response = \"1h\""],
            remark: "",
        },
        ForeignKey {
            places: &["", "severity"],
            names: &["calendar"],
            table: "[support]",
            lines: &["a = 1", "b = 2"],
            remark: "or not",
        },
    ];

    #[test]
    fn a_key_is_known_where_it_may_stand_in_any_spelling() {
        let hint = |path, key| foreign_hint(&ROWS, path, key);
        let response = Some("write response = \"1h\"".to_owned());
        for key in ["first_reply", "first-reply", "firstReply", "First Reply", "FIRST_REPLY"] {
            assert_eq!(hint("plan.gold.target.critical", key), response, "{key}");
        }
        assert_eq!(hint("plan.gold", "first_reply"), None);
        assert_eq!(hint("plan.gold.target.critical.response", "first_reply"), None);
        assert_eq!(hint("severity[12]", "calendar"), Some("write a = 1 and b = 2 under [support]; or not".to_owned()));
        assert_eq!(hint("", "calendar"), hint("severity[1]", "calendar"));
        assert_eq!(hint("", "calender"), None);
    }
}

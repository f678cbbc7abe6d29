//! Lists the terms of filters that have another spelling now. The old one is still read, and gives a notice that names
//! the new one.

use super::FilterError;
use super::parse::{RawTerm, raws};
use crate::reader::renamed_notice;

/// A spelling in filters that another one has replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Renamed {
    /// The key, as it was written.
    pub key: &'static str,
    /// The value behind the key, as it was written, or none where the key itself has another name.
    pub value: Option<&'static str>,
    /// The term that is written instead: a key with a colon, and behind it the values where a value is replaced.
    pub now: &'static str,
}

/// The old spellings in filters of tickets. Keys stand before values.
pub const OLD_TERMS: [Renamed; 5] = [
    Renamed { key: "who", value: None, now: "assignee:" },
    Renamed { key: "assignee", value: Some("nobody"), now: "assignee:none" },
    Renamed { key: "is", value: Some("stopped"), now: "is:support_closed,paused" },
    Renamed { key: "is", value: Some("no_clock"), now: "is:to_be_phoned" },
    Renamed { key: "is", value: Some("asking"), now: "is:needs_action" },
];

/// The old spellings in filters of the audit log.
pub const OLD_AUDIT_TERMS: [Renamed; 1] = [Renamed { key: "what", value: Some("receipt"), now: "what:acknowledge" }];

impl Renamed {
    /// Returns the term as it was written.
    pub fn old(&self) -> String {
        format!("{}:{}", self.key, self.value.unwrap_or_default())
    }

    fn notice(&self) -> String {
        renamed_notice(&self.old(), self.now)
    }

    fn is_key_of(&self, raw: &RawTerm) -> bool {
        self.value.is_none() && raw.key.as_deref() == Some(self.key)
    }

    fn is_value_of(&self, raw: &RawTerm, value: &str) -> bool {
        raw.key.as_deref() == Some(self.key)
            && self.value.is_some_and(|old| value.to_lowercase().replace('-', "_") == old)
    }

    /// Returns what stands before the colon now, and behind it.
    fn parts(&self) -> (&'static str, &'static str) {
        self.now.split_once(':').unwrap_or((self.now, ""))
    }
}

/// Puts the present spelling into a term, and returns the rows of `table` that it was written by.
pub(super) fn renew<'t>(raw: &mut RawTerm, table: &'t [Renamed]) -> Vec<&'t Renamed> {
    let mut found = Vec::new();
    if let Some(row) = table.iter().find(|row| row.is_key_of(raw)) {
        raw.key = Some(row.parts().0.to_owned());
        found.push(row);
    }
    for value in std::mem::take(&mut raw.values) {
        match table.iter().find(|row| row.is_value_of(raw, &value)) {
            Some(row) => {
                raw.values.extend(row.parts().1.split(',').map(str::to_owned));
                found.push(row);
            }
            None => raw.values.push(value),
        }
    }
    found
}

/// Returns a notice for each old spelling of `table` in a filter, each once; none where the filter cannot be split.
pub fn old_spellings(text: &str, table: &[Renamed]) -> Vec<String> {
    let read = |text: &str| -> Result<Vec<String>, FilterError> {
        let mut notices: Vec<String> = Vec::new();
        for mut raw in raws(text)? {
            for row in renew(&mut raw, table) {
                let notice = row.notice();
                if !notices.contains(&notice) {
                    notices.push(notice);
                }
            }
        }
        Ok(notices)
    };
    read(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{AuditFilter, Filter};
    use crate::time::{Instant, Zone};

    fn example(row: &Renamed) -> (String, String) {
        let value = if row.value.is_none() { "anna" } else { "" };
        (format!("-{}{value}", row.old()), format!("-{}{value}", row.now))
    }

    #[test]
    fn each_old_term_means_the_new_one_and_gives_its_notice() {
        for row in OLD_TERMS {
            let (old, now) = example(&row);
            assert_eq!(Filter::parse(&old).unwrap(), Filter::parse(&now).unwrap(), "{old}");
            assert_eq!(old_spellings(&format!("{old} x {old}"), &OLD_TERMS), [row.notice()]);
            assert!(row.notice().contains(&format!("`{}`", row.now)), "{}", row.notice());
            assert_eq!(old_spellings(&now, &OLD_TERMS), [""; 0]);
        }
    }

    #[test]
    fn each_old_term_of_the_audit_log_means_the_new_one_and_gives_its_notice() {
        let parse = |text: &str| AuditFilter::parse(text, "anna", Zone::utc(), Instant::FIRST).unwrap();
        for row in OLD_AUDIT_TERMS {
            let (old, now) = example(&row);
            assert_eq!(parse(&old), parse(&now), "{old}");
            assert_eq!(old_spellings(&old, &OLD_AUDIT_TERMS), [row.notice()]);
            assert_eq!(old_spellings(&now, &OLD_AUDIT_TERMS), [""; 0]);
        }
    }

    #[test]
    fn old_values_stand_among_others_and_old_keys_before_old_values() {
        let same = |old: &str, now: &str| assert_eq!(Filter::parse(old).unwrap(), Filter::parse(now).unwrap(), "{old}");
        same("is:breached,No-Clock,stopped", "is:breached,to_be_phoned,support_closed,paused");
        same("who:nobody", "assignee:none");
        assert_eq!(old_spellings("who:nobody", &OLD_TERMS).len(), 2);
        assert_eq!(old_spellings("\"who:x\" who", &OLD_TERMS), [""; 0]);
        assert_eq!(old_spellings("who:x \"", &OLD_TERMS), [""; 0]);
    }
}

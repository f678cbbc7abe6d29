//! Holds a vendor's release dates while they are entered or removed.

use tui_input::Input;

use crate::domain::ledger::{Ledger, LedgerRecordId, Release};
use crate::domain::time::Date;
use crate::tui::widget::Rows;

/// A release while it is typed in one line: its date, then its name if it has one.
pub struct ReleaseLine {
    /// The id of the contract whose release it is.
    pub contract: String,
    /// The name of the vendor that is shown.
    pub vendor: String,
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it, after a try to save.
    pub wrong: Option<String>,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
}

/// A choice among a vendor's releases.
pub struct ReleaseRemoval {
    /// The name of the vendor that is shown.
    pub vendor: String,
    /// The vendor's releases, first those to come.
    pub entries: Vec<EnteredRelease>,
    /// The selected row.
    pub rows: Rows,
}

/// A release that has been entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnteredRelease {
    /// The id of its ledger record.
    pub id: LedgerRecordId,
    /// The entry's revision when this was opened; what happens to it later has not been looked at.
    pub revision: Option<u32>,
    /// The release.
    pub release: Release,
    /// Whether its day is over, in the contract's zone.
    pub past: bool,
}

impl ReleaseLine {
    /// Creates an empty line for that contract.
    pub fn new(contract: String, vendor: String) -> Self {
        Self { contract, vendor, line: Input::default(), wrong: None, saving: None }
    }

    /// Returns the release that is typed. The error is a sentence on how to write one.
    pub fn release(&self) -> Result<Release, String> {
        let typed = self.line.value().trim();
        let (date, name) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let wrong =
            || format!("“{date}” is not a date; write year-month-day as in 2026-12-01, then a name if it has one");
        let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        Ok(Release { contract: self.contract.clone(), date: Date::parse(date).ok_or_else(wrong)?, name })
    }
}

impl ReleaseRemoval {
    /// Returns the releases of a contract, on the local date `today` in its zone.
    pub fn new(contract: &str, vendor: String, ledger: &Ledger, today: Date) -> Self {
        let known = |(id, release): (LedgerRecordId, &Release)| EnteredRelease {
            id,
            revision: ledger.get(id).map(|entry| entry.revision),
            release: release.clone(),
            past: release.date < today,
        };
        let mut entries: Vec<EnteredRelease> = ledger.releases(Some(contract)).into_iter().map(known).collect();
        entries.sort_by_key(|known| known.past);
        Self { vendor, entries, rows: Rows::default() }
    }
}

/// Returns a release in words: `Tue 1 Dec 2026 (Winter)`.
pub fn release_in_words(release: &Release) -> String {
    let name = release.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    format!("{}{name}", release.date.long())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, Option<String>), String> {
        let line = ReleaseLine { line: text.into(), ..ReleaseLine::new("sesam".to_owned(), "SESAM".to_owned()) };
        line.release().map(|release| (release.date.to_string(), release.name))
    }

    #[test]
    fn a_line_is_a_date_and_a_name_if_there_is_one() {
        let named = |name: &str| Ok(("2026-12-01".to_owned(), Some(name.to_owned())));
        assert_eq!(read("2026-12-01"), Ok(("2026-12-01".to_owned(), None)));
        assert_eq!(read(" 2026-12-01  "), Ok(("2026-12-01".to_owned(), None)));
        assert_eq!(read("2026-12-01 Winter"), named("Winter"));
        assert_eq!(read("2026-12-01\t Winter  of 26 "), named("Winter  of 26"));
    }

    #[test]
    fn what_is_no_date_is_told_with_how_to_write_one() {
        for text in ["1.12.2026", "2026-13-01 Winter", "2026-02-30", "Winter 2026-12-01", "20261201"] {
            let wrong = read(text).unwrap_err();
            let first = text.split(' ').next().unwrap();
            assert!(wrong.starts_with(&format!("“{first}” is not a date; write year-month-day")), "{wrong}");
        }
    }
}

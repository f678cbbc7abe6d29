//! Which addresses have had an acknowledgement today: two machines that answer each other must not do so all day, also where this
//! one is started again. The file has hashes, and those of one day alone.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use frist_domain::file::FileHash;
use frist_domain::time::Instant;

/// The seconds of a day.
const DAY: i64 = 86_400;

/// The addresses that were answered on a day.
#[derive(Debug, Default)]
pub(super) struct Acknowledged {
    file: PathBuf,
    /// The day since 1970, in UTC.
    day: i64,
    addresses: HashSet<String>,
}

impl Acknowledged {
    /// Reads what is noted in that folder.
    pub(super) fn read(folder: &Path) -> Self {
        let file = folder.join("acknowledged");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let day = lines.next().and_then(|day| day.parse().ok()).unwrap_or_default();
        Self { file, day, addresses: lines.map(str::to_owned).collect() }
    }

    /// Returns whether an address was answered on that day.
    pub(super) fn has(&self, address: &str, now: Instant) -> bool {
        now.secs().div_euclid(DAY) == self.day && self.addresses.contains(&hashed(address))
    }

    /// Notes that an address is answered.
    pub(super) fn note(&mut self, address: &str, now: Instant) {
        let day = now.secs().div_euclid(DAY);
        if day != self.day {
            (self.day, self.addresses) = (day, HashSet::new());
        }
        if self.addresses.insert(hashed(address)) {
            let all: Vec<&str> = self.addresses.iter().map(String::as_str).collect();
            // Where it cannot be written, it is known until this process ends.
            let _ = fs::write(&self.file, format!("{day}\n{}\n", all.join("\n")));
        }
    }
}

fn hashed(address: &str) -> String {
    FileHash::of(address.to_lowercase().as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_answered_once_a_day_also_by_the_next_process() {
        let dir = tempfile::tempdir().unwrap();
        let at = |day: i64| Instant::from_secs(day * DAY + 7);
        let mut known = Acknowledged::read(dir.path());
        assert!(!known.has("kari@acme.example", at(10)));
        known.note("kari@acme.example", at(10));
        known.note("ola@acme.example", at(10));
        assert!(known.has("Kari@Acme.example", at(10)));
        let mut next = Acknowledged::read(dir.path());
        assert!(next.has("ola@acme.example", at(10)) && !next.has("ola@acme.example", at(11)));
        next.note("per@acme.example", at(11));
        assert!(!next.has("ola@acme.example", at(11)));
        assert!(!fs::read_to_string(dir.path().join("acknowledged")).unwrap().contains("acme"));
    }
}

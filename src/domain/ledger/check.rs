//! What may be entered. Everything that is refused is refused here, before anything is written.

use crate::domain::contract::Book;
use crate::domain::ticket::{Refusal, check_line};

use super::{EntryId, Fact, Ledger, Release};

/// Whether `fact` may be the next revision of the entry `id`, or a new entry where there is none.
pub fn check_fact(fact: &Fact, id: Option<EntryId>, book: &Book, ledger: &Ledger) -> Result<(), Refusal> {
    match fact {
        Fact::Release(release) => check_release(release, id, book, ledger),
        // The desk writes these itself, from a file that has been read.
        Fact::Agreement(_) => Ok(()),
    }
}

fn check_release(release: &Release, id: Option<EntryId>, book: &Book, ledger: &Ledger) -> Result<(), Refusal> {
    if book.get(&release.contract).is_none() {
        let known: Vec<&str> = book.contracts().map(|c| c.id.as_str()).collect();
        let message = format!("there is no contract `{}`", crate::domain::text::clean(&release.contract));
        return Err(Refusal::new("contract", message, format!("there are {}", known.join(", "))));
    }
    if let Some(name) = &release.name {
        check_line(name).map_err(|error| Refusal::new("name", error.to_string(), "write a short name, or none"))?;
    }
    let same = |(other, there): &(EntryId, &Release)| Some(*other) != id && there.date == release.date;
    if let Some((other, _)) = ledger.releases(Some(&release.contract)).into_iter().find(same) {
        let message = format!("{} has a release on {} already", release.contract, release.date.long());
        return Err(Refusal::new("date", message, format!("it is entry {other}; give another date")));
    }
    Ok(())
}

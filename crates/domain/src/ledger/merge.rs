//! Makes one record of two that are the same person or organisation, and parts them again.
//!
//! The record that was merged stays as it was and points to the one that stays. Tickets keep the number that they have; whoever
//! looks it up gets the one that stays. So nothing is lost, and parting needs nothing but what the merged record noted.

use super::party::{IndexedParty, Party, folded};
use super::{Ledger, LedgerRecordId};
use crate::problem::{Problem, ProblemKind};
use crate::text::clean;

/// Returns the next revisions that merge the record `from` into `into`, in the order in which they are written: the merged one
/// first, so that its addresses are free.
///
/// # Errors
///
/// If one of them is not there, `from` is merged already, or both are the same.
pub fn merge<P: IndexedParty>(
    ledger: &Ledger,
    from: LedgerRecordId,
    into: LedgerRecordId,
) -> Result<[(LedgerRecordId, P); 2], Problem> {
    let mut merged = ledger.own_party::<P>(from).ok_or_else(|| not_there::<P>(from))?.clone();
    let (stays, target) = ledger.party::<P>(into).ok_or_else(|| not_there::<P>(into))?;
    if stays == from {
        let message = format!("{} {from} and {into} are one already", P::WORDS);
        return Err(Problem::refused(message, "name two that are not the same"));
    }
    if let Some(other) = merged.merged_into() {
        let message = format!("{} {from}, {}, is merged into {other} already", P::WORDS, clean(merged.name()));
        return Err(Problem::refused(message, format!("part them first: frist {} unmerge {from}", P::WORDS)));
    }
    let mut target = target.clone();
    let moved = take_over(&mut target, &merged);
    merged.set_merged(Some(stays), moved);
    target.take_single(&mut merged);
    Ok([(from, merged), (stays, target)])
}

/// Says what the record `from` has otherwise than `into`, and what becomes of it when they are merged, a sentence each: `organisation:
/// Acme AS stays, Beta AS is dropped`. Nothing where they agree, or one of them is not there.
pub fn said_of_merging<P: IndexedParty>(ledger: &Ledger, from: LedgerRecordId, into: LedgerRecordId) -> Vec<String> {
    let (Some(merged), Some((_, stays))) = (ledger.own_party::<P>(from), ledger.party::<P>(into)) else {
        return Vec::new();
    };
    let (mut after, mut merged) = (stays.clone(), merged.clone());
    after.take_single(&mut merged);
    let both = merged.single(ledger).into_iter().zip(stays.single(ledger)).zip(after.single(ledger));
    let said = both.filter_map(|(((what, theirs), (_, own)), (_, after))| {
        let theirs = theirs.filter(|theirs| Some(theirs) != own.as_ref())?;
        let other = clean(&theirs);
        Some(match own {
            _ if after.as_ref() == Some(&theirs) => format!("{what}: there is none, {other} is taken over"),
            Some(own) => format!("{what}: {} stays, {other} is dropped", clean(&own)),
            None => format!("{what}: there is none, and {other} is dropped"),
        })
    });
    said.collect()
}

/// Returns the next revisions that part a record from what it was merged into, in the order in which they are written: those
/// that give back first.
///
/// # Errors
///
/// If it is not there, or not merged.
pub fn part<P: IndexedParty>(ledger: &Ledger, id: LedgerRecordId) -> Result<Vec<(LedgerRecordId, P)>, Problem> {
    let mut merged = ledger.own_party::<P>(id).ok_or_else(|| not_there::<P>(id))?.clone();
    let Some(into) = merged.merged_into() else {
        let message = format!("{} {id}, {}, is not merged into another", P::WORDS, clean(merged.name()));
        return Err(Problem::refused(message, format!("frist {} show {id} tells what is merged into it", P::WORDS)));
    };
    let mut revisions = Vec::new();
    let mut next = Some(into);
    // What it brought went on with each that was merged further.
    while let Some((other, party)) = next.and_then(|id| Some((id, ledger.own_party::<P>(id)?)))
        && revisions.iter().all(|(seen, _)| *seen != other)
    {
        let mut party = party.clone();
        next = party.merged_into();
        let gives_single = party.give_single(&merged);
        if give_back(&mut party, merged.moved()) || gives_single {
            revisions.push((other, party));
        }
    }
    merged.set_merged(None, Vec::new());
    revisions.push((id, merged));
    Ok(revisions)
}

/// Takes over the names, addresses and the like that `target` does not have, and returns them.
fn take_over<P: Party>(target: &mut P, merged: &P) -> Vec<String> {
    let mut moved = Vec::new();
    for (mine, theirs) in target.lists_mut().into_iter().zip(merged.lists()) {
        for text in theirs {
            if !mine.iter().any(|known| folded(known) == folded(text)) {
                mine.push(text.clone());
                moved.push(text.clone());
            }
        }
    }
    moved
}

/// Takes out what was moved here; returns whether there was any of it..
fn give_back<P: Party>(party: &mut P, moved: &[String]) -> bool {
    let mut changed = false;
    for list in party.lists_mut() {
        let before = list.len();
        list.retain(|text| !moved.contains(text));
        changed |= list.len() != before;
    }
    changed
}

fn not_there<P: Party>(id: LedgerRecordId) -> Problem {
    let message = format!("there is no {} {id}", P::WORDS);
    Problem::new(ProblemKind::NotFound, message, format!("frist {} list shows the ones there are", P::WORDS))
}

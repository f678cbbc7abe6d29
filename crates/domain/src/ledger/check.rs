//! Checks what may be entered. Everything that is refused is refused here, before anything is written.

use crate::contract::{Book, Contract};
use crate::problem::{Field, Problem};
use crate::text::clean;
use crate::ticket::{check_line, refused_text};
use crate::time::{Instant, Month, clock_text};

use super::{
    Amendment, AnnouncedChange, CAUSES, EntryId, Fact, Ledger, Maintenance, Outage, Release, VendorReport, same_party,
};

/// The most services or customers that an outage may name; one that hit more hit all.
const MAX_AFFECTED: usize = 50;

/// Checks whether `fact` may be the next revision of the entry `id`, or a new entry where there is none. Whether the
/// tickets that it names are there is for the desk to know.
pub fn check_fact(fact: &Fact, id: Option<EntryId>, book: &Book, ledger: &Ledger, now: Instant) -> Result<(), Problem> {
    match fact {
        Fact::Release(release) => check_release(release, id, book, ledger),
        // The desk writes these itself, from a file that has been read.
        Fact::Agreement(_) | Fact::Rota(_) => Ok(()),
        Fact::Amendment(amendment) => check_amendment(amendment, book),
        Fact::Outage(outage) => check_outage(outage, id, contract(&outage.contract, book)?, ledger, now),
        Fact::Maintenance(maintenance) => {
            check_maintenance(maintenance, id, contract(&maintenance.contract, book)?, ledger, now)
        }
        Fact::AnnouncedChange(change) => {
            contract(&change.contract, book)?;
            check_change(change, now)
        }
        Fact::VendorReport(report) => check_vendor_report(report, id, contract(&report.contract, book)?, ledger, now),
    }
}

/// Returns the classes of causes that an outage of that vendor may have: those that are always told apart, then what
/// else its agreement names.
pub fn known_causes(contract: &Contract) -> Vec<&str> {
    let scope = &contract.scope;
    let windows = contract.maintenance.iter().flat_map(|rule| &rule.windows_not_for);
    let own = scope.excluded.iter().chain(&scope.excluded_uptime).chain(&scope.excluded_tickets).chain(windows);
    let mut known = CAUSES.to_vec();
    for cause in own {
        if !known.contains(&cause.as_str()) {
            known.push(cause);
        }
    }
    known
}

/// Checks whether an outage of that vendor may have that cause.
///
/// # Errors
/// If there is no such cause, with the causes that there are.
pub fn check_cause(cause: &str, contract: &Contract) -> Result<(), Problem> {
    let known = known_causes(contract);
    if known.contains(&cause) {
        return Ok(());
    }
    let given: String = clean(cause).chars().take(40).collect();
    let hint = format!("give one of {}, or none while it is not known", known.join(", "));
    Err(Problem::of_field(Field::Cause, format!("there is no cause `{given}`"), hint))
}

fn contract<'a>(id: &str, book: &'a Book) -> Result<&'a Contract, Problem> {
    book.get(id).map(|contract| &**contract).ok_or_else(|| {
        let known: Vec<&str> = book.contracts().map(|c| c.id.as_str()).collect();
        let message = format!("there is no contract `{}`", clean(id));
        Problem::of_field(Field::Contract, message, format!("there are {}", known.join(", ")))
    })
}

/// Checks a correction: only what is kept can be corrected, by what is kept, of one contract.
fn check_amendment(amendment: &Amendment, book: &Book) -> Result<(), Problem> {
    let id = &contract(&amendment.contract, book)?.id;
    line(Field::Words, Some(&amendment.words))?;
    let names = amendment.promises.iter().chain([&amendment.counts_by]);
    let kept = |name: &String| book.keeps(name) && book.promised(name).is_some_and(|promised| promised.id == *id);
    if amendment.promises.is_empty() || !names.into_iter().all(kept) {
        let hint = format!("frist contract amend {id} names what is kept of it");
        return Err(Problem::of_field(Field::Promises, format!("this is not a kept text of {id}"), hint));
    }
    Ok(())
}

fn check_release(release: &Release, id: Option<EntryId>, book: &Book, ledger: &Ledger) -> Result<(), Problem> {
    contract(&release.contract, book)?;
    if let Some(name) = &release.name {
        check_line(name)
            .map_err(|error| Problem::of_field(Field::Name, error.to_string(), "write a short name, or none"))?;
    }
    let same = |(other, there): &(EntryId, &Release)| Some(*other) != id && there.date == release.date;
    if let Some((other, _)) = ledger.releases(Some(&release.contract)).into_iter().find(same) {
        let message = format!("{} has a release on {} already", release.contract, release.date.long());
        return Err(Problem::of_field(Field::Date, message, format!("it is entry {other}; give another date")));
    }
    Ok(())
}

fn check_outage(
    outage: &Outage,
    id: Option<EntryId>,
    contract: &Contract,
    ledger: &Ledger,
    now: Instant,
) -> Result<(), Problem> {
    past(Field::From, "an outage", Some(outage.from), now)?;
    after(outage.from, outage.to, "the outage")?;
    past(Field::To, "an outage", outage.to, now)?;
    past(Field::Reported, "a report", outage.reported, now)?;
    outage.cause.as_ref().map_or(Ok(()), |cause| check_cause(cause, contract))?;
    check_affected(&outage.affects)?;
    line(Field::Symptom, outage.symptom.as_deref())?;
    line(Field::Solution, outage.solution.as_deref())?;
    if let Some(twice) = outage.tickets.iter().enumerate().find(|(n, t)| outage.tickets[..*n].contains(t)) {
        return Err(Problem::of_field(Field::Tickets, format!("#{} is named twice", twice.1), "name it once"));
    }
    check_once(outage, id, contract, ledger)
}

/// Checks the names of services or customers: each is a line, and none stands there twice.
fn check_affected(affects: &[String]) -> Result<(), Problem> {
    if affects.len() > MAX_AFFECTED {
        let message = format!("more than {MAX_AFFECTED} are named");
        return Err(Problem::of_field(Field::Affects, message, "name none: then it hit all"));
    }
    for (place, name) in affects.iter().enumerate() {
        line(Field::Affects, Some(name))?;
        if name.contains(',') {
            let message = format!("`{}` has a comma in it", clean(name));
            return Err(Problem::of_field(Field::Affects, message, "name each by itself"));
        }
        if affects[..place].iter().any(|known| same_party(known, name)) {
            return Err(Problem::of_field(Field::Affects, format!("{} is named twice", clean(name)), "name it once"));
        }
    }
    Ok(())
}

/// Checks that an outage is not there yet. It may meet others, but not itself: one told twice would be counted right
/// and read wrong.
fn check_once(outage: &Outage, id: Option<EntryId>, contract: &Contract, ledger: &Ledger) -> Result<(), Problem> {
    let same =
        |(other, there): &(EntryId, &Outage)| Some(*other) != id && outage.meets(there) && outage.tells_the_same(there);
    let Some((other, there)) = ledger.outages(Some(&outage.contract)).into_iter().find(same) else { return Ok(()) };
    let when = match there.to {
        None => format!("has been running since {}", clock_text(contract.zone, there.from)),
        Some(to) => {
            format!("lasted from {} to {}", clock_text(contract.zone, there.from), clock_text(contract.zone, to))
        }
    };
    let message = format!("that is outage {other} of {}, which {when}", contract.vendor);
    let hint = match outage.tickets.iter().find(|ticket| there.tickets.contains(ticket)) {
        Some(ticket) => format!("change that one, or leave #{ticket} out"),
        None => "change that one, or say in the symptom what is different".to_owned(),
    };
    Err(Problem::of_field(Field::From, message, hint))
}

fn check_maintenance(
    maintenance: &Maintenance,
    id: Option<EntryId>,
    contract: &Contract,
    ledger: &Ledger,
    now: Instant,
) -> Result<(), Problem> {
    in_range(Field::From, maintenance.from)?;
    after(maintenance.from, Some(maintenance.to), "the maintenance")?;
    in_range(Field::To, maintenance.to)?;
    past(Field::Announced, "an announcement", maintenance.announced, now)?;
    line(Field::Kind, maintenance.kind.as_deref())?;
    line(Field::Note, maintenance.note.as_deref())?;
    let same = |(other, there): &(EntryId, &Maintenance)| {
        Some(*other) != id && (there.from, there.to) == (maintenance.from, maintenance.to)
    };
    if let Some((other, _)) = ledger.maintenance(Some(&maintenance.contract)).into_iter().find(same) {
        let message = format!("{} has a maintenance from then to then already", contract.vendor);
        return Err(Problem::of_field(Field::From, message, format!("it is entry {other}; change that one")));
    }
    Ok(())
}

fn check_change(change: &AnnouncedChange, now: Instant) -> Result<(), Problem> {
    in_range(Field::From, change.from)?;
    past(Field::Announced, "an announcement", change.announced, now)?;
    line(Field::Note, Some(&change.note))
}

/// Checks a vendor's report: there is one about each month, which has begun when it comes.
fn check_vendor_report(
    report: &VendorReport,
    id: Option<EntryId>,
    contract: &Contract,
    ledger: &Ledger,
    now: Instant,
) -> Result<(), Problem> {
    past(Field::Came, "a report", Some(report.came), now)?;
    line(Field::Note, report.note.as_deref())?;
    if report.month > Month::at(contract.zone, report.came) {
        let message = format!("{} had not begun when it came", report.month.long());
        return Err(Problem::of_field(Field::Month, message, "give the month that it is about"));
    }
    let same = |(other, there): &(EntryId, &VendorReport)| Some(*other) != id && there.month == report.month;
    if let Some((other, _)) = ledger.vendor_reports(Some(&report.contract)).into_iter().find(same) {
        let message = format!("the report of {} about {} has come already", contract.vendor, report.month.long());
        return Err(Problem::of_field(Field::Month, message, format!("it is entry {other}; give another month")));
    }
    Ok(())
}

fn in_range(field: Field, at: Instant) -> Result<(), Problem> {
    at.checked()
        .map(drop)
        .map_err(|error| Problem::of_field(field, format!("that is {error}"), "give a time in these years"))
}

fn past(field: Field, what: &str, at: Option<Instant>, now: Instant) -> Result<(), Problem> {
    let Some(at) = at else { return Ok(()) };
    in_range(field, at)?;
    if at > now {
        return Err(Problem::of_field(field, format!("{what} cannot be in the future"), "give a time that has passed"));
    }
    Ok(())
}

fn after(from: Instant, to: Option<Instant>, what: &str) -> Result<(), Problem> {
    match to {
        Some(to) if to < from => Err(Problem::of_field(
            Field::To,
            format!("{what} would end before it begins"),
            "give an end after its beginning",
        )),
        Some(to) if to == from => {
            Err(Problem::of_field(Field::To, format!("{what} would have no length"), "give an end after its beginning"))
        }
        _ => Ok(()),
    }
}

fn line(field: Field, text: Option<&str>) -> Result<(), Problem> {
    text.map_or(Ok(()), |text| check_line(text).map_err(|error| refused_text(field, &error)))
}

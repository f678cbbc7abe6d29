//! Writes what each plan promises for each severity: a column for each target where there are few and all count by the
//! same hours, a row for each where there are more.

use ratatui::text::Line;

use crate::domain::contract::{
    Contract, Plan, PriorityStep, Promise, Promises, Severity, TargetKind, attainment_in_words, counted_in_words,
    promise_beside_clock, promise_in_brief, severity_in_words, workaround_cap_in_words,
};
use crate::domain::sla::list_in_words;

use super::TextSheet;

/// The most targets that have a column each.
const COLUMNS: usize = 3;

pub(super) fn write(sheet: &mut TextSheet<'_>, contract: &Contract, plan: &Plan) {
    sheet.head(&format!("TARGETS, PLAN {}", plan.name.to_uppercase()));
    let rows: Vec<(String, &Promises)> = contract
        .severities
        .iter()
        .filter_map(|severity| Some((severity.name.clone(), plan.targets.get(&severity.id)?)))
        .collect();
    if !promised(sheet, &rows) {
        sheet.text("No times are promised.", sheet.theme.text);
    }
    let asked = contract.house.plans.get(&plan.id);
    let house = contract.severities.iter().filter_map(|severity| {
        let promises = asked?.get(&severity.id)?;
        Some((format!("internal: {}", severity.name), promises))
    });
    let house: Vec<(String, &Promises)> = house.collect();
    if !house.is_empty() {
        sheet.line(Line::default());
        sheet.remark("internal: what this desk asks of itself, not the vendor's word");
        promised(sheet, &house);
    }
}

/// Adds a table of promises; returns false where nothing is promised.
fn promised(sheet: &mut TextSheet<'_>, rows: &[(String, &Promises)]) -> bool {
    let any = |kind: &TargetKind| rows.iter().any(|(_, promises)| promises.get(*kind).is_some());
    let kinds: Vec<TargetKind> = TargetKind::ALL.into_iter().filter(any).collect();
    let plain = |promise: &Promise| promise.hours.is_none() && promise.from.is_none() && promise.outside.is_none();
    let all_plain = rows.iter().all(|(_, promises)| promises.all().all(|(_, promise)| plain(promise)));
    match kinds.len() {
        0 => return false,
        few if few <= COLUMNS && all_plain => in_columns(sheet, rows, &kinds),
        _ => in_rows(sheet, rows),
    }
    true
}

/// Adds a table with a column for each target.
fn in_columns(sheet: &mut TextSheet<'_>, rows: &[(String, &Promises)], kinds: &[TargetKind]) {
    let heads: Vec<String> = kinds.iter().map(|kind| kind.words().to_uppercase()).collect();
    let heads: Vec<&str> = std::iter::once("SEVERITY").chain(heads.iter().map(String::as_str)).collect();
    let row = |(name, promises): &(String, &Promises)| {
        let cell = |kind: &TargetKind| promises.get(*kind).map_or_else(|| "–".to_owned(), promise_in_brief);
        std::iter::once(name.clone()).chain(kinds.iter().map(cell)).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    sheet.table(&heads, &rows);
}

/// Adds a table with a row for each target; its severity stands in the first.
fn in_rows(sheet: &mut TextSheet<'_>, rows: &[(String, &Promises)]) {
    let of_severity = |(name, promises): &(String, &Promises)| {
        let row = |(place, (kind, promise)): (usize, (TargetKind, &Promise))| {
            let name = if place == 0 { name.clone() } else { String::new() };
            vec![name, kind.words().to_owned(), promise_beside_clock(promise), counted_in_words(promise)]
        };
        promises.all().enumerate().map(row).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = rows.iter().flat_map(of_severity).collect();
    sheet.table(&["SEVERITY", "TARGET", "PROMISE", "COUNTED IN"], &rows);
}

/// Writes the promises about many tickets, where there are any.
pub(super) fn write_attainment(sheet: &mut TextSheet<'_>, contract: &Contract) {
    if contract.attainment.is_empty() {
        return;
    }
    sheet.head("PROMISES ABOUT MANY TICKETS");
    contract.attainment.iter().for_each(|attainment| sheet.item(&attainment_in_words(contract, attainment)));
}

pub(super) fn write_severities(sheet: &mut TextSheet<'_>, contract: &Contract) {
    sheet.head("SEVERITIES");
    let row = |severity: &Severity| {
        let channels = contract.channels(&severity.id);
        let counts = if channels.is_empty() { "any channel".to_owned() } else { list_in_words(channels) };
        vec![severity_in_words(severity), counts, severity.means.clone()]
    };
    let rows: Vec<Vec<String>> = contract.severities.iter().map(row).collect();
    sheet.table(&["SEVERITY", "COUNTS BY", "MEANS"], &rows);
}

pub(super) fn write_priority(sheet: &mut TextSheet<'_>, contract: &Contract) {
    let Some(priority) = &contract.priority else { return };
    sheet.head("SEVERITY FROM IMPACT AND URGENCY");
    let urgencies: Vec<String> = priority.urgency.iter().map(|urgency| format!("urgency {}", urgency.id)).collect();
    let heads: Vec<&str> = std::iter::once("").chain(urgencies.iter().map(String::as_str)).collect();
    let name = |id: &String| contract.severity(id).map_or(id, |severity| &severity.name).clone();
    let row = |(impact, cells): (&PriorityStep, &Vec<String>)| {
        std::iter::once(format!("impact {}", impact.id)).chain(cells.iter().map(name)).collect()
    };
    let rows: Vec<Vec<String>> = priority.impact.iter().zip(&priority.matrix).map(row).collect();
    sheet.table(&heads, &rows);
    for (what, steps) in [("impact", &priority.impact), ("urgency", &priority.urgency)] {
        for step in steps.iter().filter(|step| !step.means.is_empty()) {
            sheet.fact(&format!("{what} {}", step.id), &step.means);
        }
    }
    if let Some(cap) = workaround_cap_in_words(contract) {
        sheet.fact("workaround", &cap);
    }
}

//! Shows everything that a contract says, in words and as JSON.

use serde_json::{Value, json};

use super::ChangedJson;
use crate::cli::error::CliError;
use crate::cli::output::{Output, table};
use crate::domain::contract::{
    Book, Contract, HoursInWords, Plan, PriorityStep, Promise, Severity, TargetKind, VendorContact, all_hours_in_words,
    attainment_in_words, calendars_in_words, claim_in_words, clock_in_words, clock_opening_in_words, credit_in_words,
    kinds_in_words, opening_in_words, releases_in_words, review_in_words, severity_in_words, terms_in_words,
    uptime_facts, vendor_side_in_words,
};
use crate::domain::language::Language;
use crate::domain::sla::{list_in_words, promise_in_words};
use crate::domain::text::clean;
use crate::domain::time::{ClockKind, Date, Instant};

pub(super) fn show(book: &Book, contract: &Contract, now: Instant, output: &mut Output<'_>) -> Result<(), CliError> {
    output.line(&format!("{} ({})\n", contract.vendor, contract.id))?;
    output.line(&table(&[], facts(contract, now), &[]))?;
    let reached = vendor_side_in_words(contract);
    if !reached.is_empty() {
        output.line("\nHow to reach the vendor")?;
        output.line(&table(&[], reached.into_iter().map(|(name, words)| vec![name.to_owned(), words]), &[]))?;
    }
    hours(contract, now, output)?;
    let calendars = calendars_in_words(contract, book.calendars());
    if !calendars.is_empty() {
        output.line("\nHoliday calendars")?;
        let line = |(id, words): (String, String)| vec![id, clean(&words).into_owned()];
        output.line(&table(&[], calendars.into_iter().map(line), &[]))?;
    }
    output.line("\nSeverities")?;
    output.line(&table(&["ID", "NAME", "COUNTS BY", "MEANS"], severities(contract), &[]))?;
    priority(contract, output)?;
    for plan in &contract.plans {
        output.line(&format!("\nPlan {} ({})", plan.name, plan.id))?;
        let promised: Vec<Vec<String>> =
            targets(contract, &plan.id).map(|(severity, kind, promise)| row(severity, kind, promise)).collect();
        if promised.is_empty() {
            output.line("no times are promised")?;
        } else {
            output.line(&table(&["SEVERITY", "TARGET", "PROMISE"], promised, &[]))?;
        }
    }
    if !contract.notes.is_empty() {
        output.line("\nHow the text was read")?;
    }
    contract.notes.iter().try_for_each(|note| output.line(&format!("- {note}")))
}

/// Prints the hours of each weekday and the days that differ, of support and of each further set.
fn hours(contract: &Contract, now: Instant, output: &mut Output<'_>) -> Result<(), CliError> {
    let several = !contract.hours.is_empty();
    for set in all_hours_in_words(contract) {
        match &set.name {
            None => output.line("\nHours")?,
            Some(name) => output.line(&format!("\nHours {name}"))?,
        }
        let mut lines = days(&set);
        let clock =
            contract.hours.iter().find(|known| Some(&known.name) == set.name.as_ref()).map(|known| &known.clock);
        if let Some(clock) = clock {
            lines.push(vec!["now".to_owned(), clock_opening_in_words(clock, now)]);
            let holidays = if set.holidays.is_empty() { "none".to_owned() } else { set.holidays.join(", ") };
            lines.push(vec!["holidays".to_owned(), holidays]);
            lines.extend(set.cut_off.as_ref().map(|words| vec!["cut-off".to_owned(), words.clone()]));
        }
        if several {
            let used = if set.used.is_empty() { "nothing that is promised".to_owned() } else { set.used.join("; ") };
            lines.push(vec!["counts for".to_owned(), used]);
        }
        output.line(&table(&[], lines, &[]))?;
    }
    Ok(())
}

fn days(set: &HoursInWords) -> Vec<Vec<String>> {
    set.week.iter().chain(&set.odd).map(|(days, hours)| vec![days.clone(), hours.clone()]).collect()
}

/// Prints the severity that follows from each impact and urgency, and what these mean, where the agreement works so.
fn priority(contract: &Contract, output: &mut Output<'_>) -> Result<(), CliError> {
    let Some(priority) = &contract.priority else { return Ok(()) };
    output.line("\nSeverity from impact and urgency")?;
    let name = |id: &str| contract.severity(id).map_or(id, |severity| &severity.name).to_owned();
    let cells = priority.cells().map(|(impact, urgency, id)| vec![impact.id.clone(), urgency.id.clone(), name(id)]);
    output.line(&table(&["IMPACT", "URGENCY", "SEVERITY"], cells, &[]))?;
    let means = |what: &'static str, steps: &[PriorityStep]| {
        let told = steps.iter().filter(|step| !step.means.is_empty());
        told.map(|step| vec![format!("{what} {}", step.id), step.means.clone()]).collect::<Vec<_>>()
    };
    let means = [means("impact", &priority.impact), means("urgency", &priority.urgency)].concat();
    if means.is_empty() { Ok(()) } else { output.line(&table(&[], means, &[])) }
}

/// Returns everything that is shown of a contract as JSON, in the same words. The shape is promised: a key may be added,
/// none may change or go.
pub(super) fn to_json(book: &Book, contract: &Contract, changed: &[ChangedJson], now: Instant) -> Value {
    let named = |rows: Vec<Vec<String>>, keys: &[&str]| -> Vec<Value> {
        let object =
            |row: Vec<String>| keys.iter().zip(row).map(|(key, text)| ((*key).to_owned(), text.into())).collect();
        rows.into_iter().map(|row| Value::Object(object(row))).collect()
    };
    let all = all_hours_in_words(contract);
    let support = all.first().map(days).unwrap_or_default();
    let set = |set: &HoursInWords| {
        json!({
            "name": set.name, "hours": named(days(set), &["days", "hours"]), "holidays": set.holidays,
            "cut_off": set.cut_off, "counts_for": set.used,
        })
    };
    let calendar = |(id, words): (String, String)| {
        let source = book.calendars().get(&id).map(|calendar| calendar.source.clone()).filter(|text| !text.is_empty());
        json!({ "id": id, "text": words, "source": source })
    };
    json!({
        "id": contract.id, "vendor": contract.vendor, "short": contract.short, "version": contract.version,
        "time_zone": contract.zone.name(), "facts": named(facts(contract, now), &["name", "text"]),
        "hours": named(support, &["days", "hours"]), "sets": all.iter().skip(1).map(set).collect::<Vec<_>>(),
        "calendars": calendars_in_words(contract, book.calendars()).into_iter().map(calendar).collect::<Vec<_>>(),
        "severities": named(severities(contract), &["id", "name", "counts_by", "means"]),
        "priority": priority_json(contract),
        "plans": contract.plans.iter().map(|plan| plan_json(contract, plan)).collect::<Vec<_>>(),
        "attainment": contract.attainment.iter().map(|many| attainment_in_words(contract, many)).collect::<Vec<_>>(),
        "vendor_side": vendor_side_json(contract), "notes": contract.notes, "changed": changed,
    })
}

fn plan_json(contract: &Contract, plan: &Plan) -> Value {
    let target = |(severity, kind, promise): (&Severity, TargetKind, &Promise)| {
        let clock = match (&promise.hours, promise.clock) {
            (Some(set), _) => set.as_str(),
            (None, ClockKind::Support) => "support",
            (None, ClockKind::Calendar) => "calendar",
        };
        json!({
            "severity": severity.name, "target": kind.words(), "promise": promise_in_words(promise), "clock": clock,
        })
    };
    let promised: Vec<Value> = targets(contract, &plan.id).map(target).collect();
    json!({ "id": plan.id, "name": plan.name, "targets": promised, "uptime": own_uptime(plan) })
}

fn priority_json(contract: &Contract) -> Option<Value> {
    let priority = contract.priority.as_ref()?;
    let step = |step: &PriorityStep| json!({ "id": step.id, "means": step.means });
    let steps = |steps: &[PriorityStep]| steps.iter().map(step).collect::<Vec<_>>();
    Some(json!({
        "impact": steps(&priority.impact), "urgency": steps(&priority.urgency), "matrix": priority.matrix,
        "workaround_cap": priority.workaround_cap,
    }))
}

fn vendor_side_json(contract: &Contract) -> Value {
    let side = &contract.vendor_side;
    let reached = |person: &VendorContact| json!({ "name": person.name, "phone": person.phone, "mail": person.mail, "level": person.level });
    json!({
        "case_pattern": side.case_pattern, "portal": side.portal, "mail": side.mail, "phone": side.phone,
        "language": side.language.map(Language::key),
        "contacts": side.contacts.iter().map(reached).collect::<Vec<_>>(),
    })
}

fn facts(contract: &Contract, now: Instant) -> Vec<Vec<String>> {
    let support = &contract.support;
    let some = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
    let all = [
        ("short name", contract.short.clone()),
        ("service", contract.service.clone()),
        ("version", (!contract.version.is_empty()).then(|| contract.version.clone())),
        ("effective", contract.effective.map(|d| d.to_string())),
        ("next review", review_in_words(contract, now)),
        ("time zone", Some(contract.zone.name().to_owned())),
        ("support", Some(opening_in_words(contract, now))),
        ("clock", Some(clock_in_words(support.default_clock).to_owned())),
        ("kinds", kinds_in_words(contract)),
        ("channels", Some(some(&support.channels).unwrap_or_else(|| "any".to_owned()))),
        ("holidays", some(&support.holidays)),
        ("releases", Some(releases_in_words(contract, now, Date::long))),
    ];
    let own =
        contract.plans.iter().filter_map(|plan| Some(vec![format!("uptime of {}", plan.name), own_uptime(plan)?]));
    let many = contract.attainment.iter();
    let many = many.map(|attainment| vec!["attainment".to_owned(), attainment_in_words(contract, attainment)]);
    all.into_iter()
        .chain(terms_in_words(contract))
        .filter_map(|(name, value)| Some(vec![name.to_owned(), value?]))
        .chain(own)
        .chain(many)
        .collect()
}

/// Returns the uptime that a plan promises itself, with what is owed where it is broken, or none where it has no promise of
/// its own.
fn own_uptime(plan: &Plan) -> Option<String> {
    let uptime = plan.uptime.as_ref()?;
    let fact = |(name, words): (&'static str, String)| match name {
        "promised" | "hours" | "counted" | "whose" => words,
        name => format!("{name} {words}"),
    };
    let owed = [
        credit_in_words(uptime).map(|credit| format!("credit {credit}")),
        claim_in_words(uptime).map(|claim| format!("claim {claim}")),
    ];
    Some(uptime_facts(uptime).into_iter().map(fact).chain(owed.into_iter().flatten()).collect::<Vec<_>>().join("; "))
}

fn severities(contract: &Contract) -> Vec<Vec<String>> {
    let line = |s: &Severity| {
        let channels = contract.channels(&s.id);
        let counts = if channels.is_empty() { "any".to_owned() } else { list_in_words(channels) };
        vec![s.id.clone(), severity_in_words(s), counts, s.means.clone()]
    };
    contract.severities.iter().map(line).collect()
}

/// Returns what the plan promises, severity by severity.
fn targets<'a>(contract: &'a Contract, plan: &'a str) -> impl Iterator<Item = (&'a Severity, TargetKind, &'a Promise)> {
    let of = move |severity: &'a Severity| {
        let promises = contract.promises(plan, &severity.id);
        promises
            .into_iter()
            .flat_map(move |promises| promises.all().map(move |(kind, promise)| (severity, kind, promise)))
    };
    contract.severities.iter().flat_map(of)
}

fn row(severity: &Severity, kind: TargetKind, promise: &Promise) -> Vec<String> {
    vec![severity.name.clone(), kind.words().to_owned(), promise_in_words(promise)]
}

//! Carries out `frist view`: filters of tickets under names, for everybody at the desk, and one's own of the settings.
//!
//! It is not made of a table of fields: a view is named by its name, and saving it again changes it.

use serde::Serialize;

use super::args::ViewCommand;
use super::error::CliError;
use super::ledger_records::write;
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecordId, SavedView};
use crate::domain::problem::ProblemKind;
use crate::domain::query::{Filter, Viewer};
use crate::domain::reader::nearest;

/// Lists, saves or deletes views.
pub(super) fn view(setup: &mut Setup, command: &ViewCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        ViewCommand::List { json } => list(setup, &desk, *json, output),
        ViewCommand::Save { name, filter, json } => save(setup, &desk, (name, &filter.join(" ")), *json, output),
        ViewCommand::Delete { name, json } => delete(setup, &desk, name, *json, output),
    }
}

/// Returns the filter of that name: one's own of the settings, else the desk's.
///
/// # Errors
///
/// If there is none.
pub(super) fn filter_of(setup: &Setup, desk: &SharedDesk, name: &str) -> Result<String, CliError> {
    let ledger = desk.ledger();
    let all = views(setup, &ledger);
    let wanted = name.trim().to_lowercase();
    let found = all.iter().find(|view| view.name.to_lowercase() == wanted);
    found.map(|view| view.filter.to_owned()).ok_or_else(|| no_view(name, &all))
}

/// A view, of one's own or the desk's.
struct ListedView<'a> {
    id: Option<LedgerRecordId>,
    name: &'a str,
    filter: &'a str,
}

fn views<'a>(setup: &'a Setup, ledger: &'a Ledger) -> Vec<ListedView<'a>> {
    let own = setup.settings.views.iter().map(|view| ListedView { id: None, name: &view.name, filter: &view.filter });
    let of_desk = ledger.views().map(|(id, view)| ListedView { id: Some(id), name: &view.name, filter: &view.filter });
    own.chain(of_desk).collect()
}

fn no_view(name: &str, all: &[ListedView<'_>]) -> CliError {
    let hint = match nearest(name, all.iter().map(|view| view.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "frist view list shows the ones there are".to_owned(),
    };
    CliError::new(ProblemKind::NotFound, format!("there is no view called {name}"), hint)
}

fn list(setup: &Setup, desk: &SharedDesk, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let all = views(setup, &ledger);
    if all.is_empty() {
        let hint = "frist view save NAME FILTER saves one for the desk; your own stand in [views] of the settings";
        return Err(CliError::new(ProblemKind::NotFound, "no view is known", hint));
    }
    let now = setup.now();
    let rows: Vec<_> = desk.open_tickets()?.into_iter().map(|ticket| setup.row(ticket)).collect();
    let count = |view: &ListedView<'_>| {
        let filter =
            Filter::parse(view.filter).ok().filter(|filter| !filter.wants_closed() && !filter.wants_notes())?;
        Some(
            rows.iter()
                .filter(|row| filter.matches(row, Viewer { me: &setup.me, zone: None, now, ledger: &ledger }))
                .count(),
        )
    };
    if json {
        return all.iter().try_for_each(|view| {
            let (id, own, open) = (view.id.map(|id| id.0), view.id.is_none(), count(view));
            output.json(&ViewJson { id, name: view.name, filter: view.filter, own, open })
        });
    }
    let cells = |view: &ListedView<'_>| {
        let open = count(view).map_or_else(String::new, |count| count.to_string());
        let whose = if view.id.is_some() { "desk" } else { "yours" };
        vec![view.name.to_owned(), open, whose.to_owned(), view.filter.to_owned()]
    };
    output.line(&table(&["NAME", "OPEN", "WHOSE", "FILTER"], all.iter().map(cells), &[1]))
}

fn save(
    setup: &Setup,
    desk: &SharedDesk,
    (name, filter): (&str, &str),
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    Filter::parse(filter)?;
    let place = standing(&desk.ledger(), name);
    let view = SavedView { name: name.trim().to_owned(), filter: filter.trim().to_owned() };
    let place = place.map(|(id, revision, _)| (id, revision));
    let Some(id) = write(setup, desk, place, Some(LedgerFact::SavedView(view.clone())))? else { return Ok(()) };
    output.after(&format!("view {id} is written"), |output| {
        if json {
            let (name, filter) = (&view.name, &view.filter);
            return output.json(&ViewJson { id: Some(id.0), name, filter, own: false, open: None });
        }
        output.line(&format!("view {} saved: {}", view.name, view.filter))
    })
}

fn delete(setup: &Setup, desk: &SharedDesk, name: &str, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let all = views(setup, &ledger);
    let Some((id, revision, view)) = standing(&ledger, name) else {
        let own = all.iter().any(|view| view.name.to_lowercase() == name.trim().to_lowercase());
        let yours = || CliError::input(format!("{name} is your own"), "take it out of [views] of the settings");
        return Err(if own { yours() } else { no_view(name, &all) });
    };
    write(setup, desk, Some((id, revision)), None)?;
    output.after(&format!("view {id} is deleted"), |output| {
        if json {
            return output.json(&serde_json::json!({ "removed": id.0, "kind": "view", "what": view.name }));
        }
        output.line(&format!("view {} deleted; it was: {}", view.name, view.filter))
    })
}

/// Returns the desk's view of that name, with its record's number and revision.
fn standing(ledger: &Ledger, name: &str) -> Option<(LedgerRecordId, u32, SavedView)> {
    let (id, view) = ledger.views().find(|(_, view)| view.is_called(name))?;
    Some((id, ledger.get(id)?.revision, view.clone()))
}

/// A view as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ViewJson<'a> {
    /// The number of its record; null for one's own.
    id: Option<u64>,
    name: &'a str,
    filter: &'a str,
    /// Whether it stands in one's own settings.
    own: bool,
    /// How many open tickets match; null where that was not counted.
    open: Option<usize>,
}

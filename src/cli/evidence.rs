//! Carries out `frist evidence`: writes one ticket down for its vendor.

use serde_json::json;

use super::args::EvidenceArgs;
use super::error::CliError;
use super::files::write_and_tell;
use super::output::Output;
use super::setup::Setup;
use super::show::{find, no_contract};
use crate::domain::evidence::{Notes, evidence as document};

/// Writes the document to standard output, or to a file of its own.
pub(super) fn evidence(setup: &mut Setup, args: &EvidenceArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (row, record) = find(setup, args.id, output)?;
    let Some(contract) = &row.contract else { return Err(no_contract(setup, &row)) };
    let notes = if args.with_notes { Notes::All } else { Notes::ToCustomer };
    let text = document(&record, contract, setup.now(), notes, args.language.or_of(contract));
    if args.json {
        return output.json(&json!({ "ticket": row.ticket.id.0, "document": text }));
    }
    let Some(path) = &args.file.output else { return output.line(text.trim_end()) };
    let said = format!("#{} is written down in", row.ticket.id);
    write_and_tell(path, args.file.force, &text, &said, output)
}

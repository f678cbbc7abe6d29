//! Says a promise of uptime in a line, and writes it from one.

use super::blocks::quoted;
use crate::contract::model::{Contract, UptimeFloor};

/// Returns the percentage that the contract promises for all plans; empty where it promises none, or a longest downtime.
pub(super) fn to_line(contract: &Contract) -> String {
    let percent = contract.uptime.as_ref().and_then(|uptime| match uptime.floor {
        UptimeFloor::Percent { min, .. } => Some(min.to_string()),
        UptimeFloor::Downtime(_) => None,
    });
    percent.unwrap_or_default()
}

/// Returns the percentage of a line as a file says it; none where the line says that nothing is promised. What is no number is
/// written as a text, which the check of the file then refuses.
pub(super) fn percent(line: &str) -> Option<String> {
    let text = line.trim().trim_end_matches('%').trim_end();
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    let says_none = text.is_empty() || text.eq_ignore_ascii_case("none");
    (!says_none).then(|| if is_number { text.to_owned() } else { quoted(text) })
}

/// Returns the table of a promise that the file does not have yet; empty where the line promises nothing.
pub(super) fn new_table(line: &str) -> String {
    let comment = "kept while the uptime of a month is above this; a credit and its bands stand here too";
    percent(line).map_or_else(String::new, |percent| {
        format!("[uptime]\n{:<39} # {comment}\n", format!("min_percent = {percent}"))
    })
}

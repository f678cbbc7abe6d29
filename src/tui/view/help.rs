//! Makes the help from the table of actions, so it cannot be wrong about a key.

use crate::tui::action::{self, Action, ActionRow, Context};
use crate::tui::text::pad;

/// Returns the help for a context: its keys first, then what the signs mean that show there; and the places of the lines
/// about actions that are refused now, which say why.
pub fn lines(context: Context, signs: &[&str], refused: &[(Action, String)]) -> (Vec<String>, Vec<usize>) {
    let why =
        |entry: &ActionRow| refused.iter().find(|(action, _)| *action == entry.action).map(|(_, why)| why.as_str());
    let mut lines: Vec<String> = action::available(context).map(|entry| line(entry, context, why(entry))).collect();
    let quiet = action::available(context).enumerate().filter(|(_, entry)| why(entry).is_some());
    let quiet = quiet.map(|(place, _)| place).collect();
    lines.push(String::new());
    lines.extend(signs.iter().map(|line| (*line).to_owned()));
    (lines, quiet)
}

/// What the signs of tickets mean: those of most pages, and of what lies over any.
pub const SIGNS: &[&str] = &[
    "‼ breached   ! at risk   ▶ running   ‖ support closed or paused   ☎ to be phoned   ▼ outage",
    "✓ met   ✗ met late   ⊘ excluded   – no deadline   ◎ somebody else has it open   ✉ needs action",
    "Times left are in the hours that a target counts by; moments are in your own time zone.",
];

fn line(entry: &ActionRow, context: Context, refused: Option<&str>) -> String {
    let keys: Vec<String> = entry.keys.iter().filter(|key| context.leaves(**key)).map(ToString::to_string).collect();
    let why = refused.map_or_else(String::new, |why| format!(" Not now: {why}."));
    format!("{}  {}{why}", pad(&keys.join(" "), 14), entry.help)
}

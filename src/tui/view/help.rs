//! The help: made from the table of actions, so it cannot be wrong about a key.

use crate::tui::action::{self, Context, Entry};
use crate::tui::text::pad;

/// The help for where one is: its keys first, then the signs.
pub fn lines(context: Context) -> Vec<String> {
    let mut lines: Vec<String> = action::available(context).map(|entry| line(entry, context)).collect();
    lines.push(String::new());
    lines.push(
        "‼ breached   ! at risk   ▶ running   ‖ support closed or paused   ☎ no clock until phoned in".to_owned(),
    );
    lines.push("✓ met   ✗ met late   ⊘ excluded   – no deadline   ◆ somebody else has it open".to_owned());
    lines.push("Times left are in the vendor's support time; moments are in the vendor's zone.".to_owned());
    lines
}

fn line(entry: &Entry, context: Context) -> String {
    let keys: Vec<String> = entry.keys.iter().filter(|key| context.leaves(**key)).map(ToString::to_string).collect();
    format!("{}  {}", pad(&keys.join(" "), 14), entry.help)
}

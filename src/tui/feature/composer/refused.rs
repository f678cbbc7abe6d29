//! Says why a letter cannot be sent in a way: what the ticket does not take, with the key for what has to be recorded first.

use crate::domain::contract::Contract;
use crate::domain::ledger::Outgoing;
use crate::domain::reply::{after_letter, check_letter};
use crate::domain::ticket::{EventData, Record};
use crate::domain::time::Instant;
use crate::tui::overlay::send::RefusedWay;
use crate::tui::shared::Shared;

/// Returns why the ticket could not be given what that letter records; none where it could.
pub(super) fn refused_way(
    letter: &Outgoing,
    record: &Record,
    contract: Option<&Contract>,
    (shared, now): (&Shared, Instant),
) -> Option<RefusedWay> {
    let problem = check_letter(letter, record, contract, now).err()?;
    // What the letter itself meets is met before the closing is looked at.
    let mut before = letter.clone();
    before.then.retain(|what| !matches!(what, EventData::Closed(_)));
    let after = after_letter(&before, record, contract, now).ok();
    let owed = after.and_then(|after| shared.owed_with_key(&after.ticket, contract, now, &problem));
    let Some((owed, name)) = owed else {
        let whole = problem.to_string();
        return Some(RefusedWay { whole, shorter: vec![problem.message] });
    };
    // The same key may choose something else where it is asked how to send.
    let (ticket, target, todo) = (owed.ticket, owed.kind.words(), owed.todo);
    let say = |words: &str| shared.keys.say(words);
    Some(RefusedWay {
        whole: say(&format!("#{ticket} still has to meet its {target}; press {{{name}}} on the ticket to {todo}")),
        shorter: vec![
            say(&format!("{target} not met yet; {{{name}}} on the ticket records it")),
            format!("{target} not met"),
        ],
    })
}

//! Who is on call, in words for the header and the breach view.

use crate::domain::time::{Instant, list_moment};
use crate::tui::shared::Shared;

/// Who has it at one level.
pub struct OnCall {
    /// The level's name.
    pub level: String,
    /// Who has it, in words: a name, `you` or `nobody`.
    pub who: String,
    /// Until when, and who has it then: `until Mon 08:00, then Ola`. Nothing where nobody else is in sight.
    pub until: String,
}

/// Every level of the rota, the first line first.
pub fn levels(shared: &Shared, now: Instant) -> Vec<OnCall> {
    shared.rota.levels().map(|level| at_level(shared, level, now)).collect()
}

fn at_level(shared: &Shared, level: &str, now: Instant) -> OnCall {
    let duty = shared.rota.on_call(Some(level), now);
    let zone = shared.rota.zone().unwrap_or(shared.zone);
    let when = |at| list_moment(zone, at, now);
    let next = shared.rota.next_hand_over(Some(level), now);
    let until = match (&duty, next) {
        (Some(duty), _) if shared.rota.on_call(Some(level), duty.until).is_none() => {
            format!("until {}, then nobody", when(duty.until))
        }
        (Some(_), Some(next)) => format!("until {}, then {}", when(next.since), shown(shared, next.person)),
        (None, Some(next)) => format!("from {} on {}", when(next.since), shown(shared, next.person)),
        (_, None) => String::new(),
    };
    let who = duty.map_or_else(|| "nobody".to_owned(), |duty| shown(shared, duty.person));
    OnCall { level: level.to_owned(), who, until }
}

/// Who is on call at the first line, in as many words as there is room for, the most first; nothing where there is no rota.
pub fn in_brief(shared: &Shared, now: Instant) -> Vec<String> {
    if shared.rota.is_empty() {
        return Vec::new();
    }
    let who = shared.rota.on_call(None, now).map_or_else(|| "nobody".to_owned(), |duty| shown(shared, duty.person));
    let first = who.split(' ').next().unwrap_or_default();
    let mut texts = vec![format!("on call: {who}"), format!("on call: {first}")];
    texts.dedup();
    texts
}

fn shown(shared: &Shared, name: &str) -> String {
    if name == shared.me.name { "you".to_owned() } else { shared.shown_name(name) }
}

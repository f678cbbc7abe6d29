//! Says who is on call, in words for the header and the breach page.

use crate::domain::time::{Instant, list_moment};
use crate::tui::shared::Shared;

/// The person on call at one level.
pub struct OnCall {
    /// The name of the level.
    pub level: String,
    /// The person, in words: a name, `you` or `nobody`.
    pub who: String,
    /// Until when, and who follows: `until Mon 08:00, then Ola`. Empty where nobody else is in sight.
    pub until: String,
}

/// Returns every level of the rota, the first line first.
pub fn levels(shared: &Shared, now: Instant) -> Vec<OnCall> {
    shared.rota.levels().map(|level| at_level(shared, level, now)).collect()
}

fn at_level(shared: &Shared, level: &str, now: Instant) -> OnCall {
    let duty = shared.rota.on_call(Some(level), now);
    let zone = shared.zone;
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

/// Returns who is on call at the first line, in several lengths, the longest first; empty where there is no rota.
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

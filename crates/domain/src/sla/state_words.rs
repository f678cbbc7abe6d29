//! Says what sets a ticket apart from others under its agreement, in words: exclusion, waiting, a capped severity, what
//! it asks for.

use std::fmt::Write as _;

use crate::contract::{Contract, Support, TargetKind, cause_in_words};
use crate::language::Language;
use crate::time::{Instant, Zone, say_moment};

use super::needed_actions::ENVIRONMENT;
use super::words::on_words;
use super::{NeededAction, TicketRow, state_in_words};

/// Says what follows under the agreement from excluding a ticket for that cause.
pub fn exclusion_means(contract: &Contract, cause: &str) -> String {
    match follows(contract, cause).as_slice() {
        [] => "the clocks end, and it leaves the figures".to_owned(),
        follows => follows.join("; "),
    }
}

fn follows(contract: &Contract, cause: &str) -> Vec<&'static str> {
    let all = [
        (contract.scope.is_billable(cause), "the customer pays by the hour"),
        (contract.scope.needs_approval(cause), "paid work needs the customer's written approval first"),
        (cause == ENVIRONMENT, "it has to be passed on to that supplier"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect()
}

/// Says why the ticket is excluded, by whom and since when, the sentence that was written, and what follows, or none
/// where it is not.
pub fn exclusion_in_words(row: &TicketRow, zone: Zone, now: Instant) -> Option<String> {
    let exclusion = row.ticket.exclusion.as_ref()?;
    let when = say_moment(zone, exclusion.mark.at, now);
    let head = format!("{} (by {}, {when})", cause_in_words(&exclusion.cause), exclusion.mark.by);
    let follows = row.contract.as_ref().map(|contract| follows(contract, &exclusion.cause)).unwrap_or_default();
    let sentence = exclusion.words.as_ref().map(|words| format!("“{words}”"));
    let more: Vec<String> = sentence.into_iter().chain(follows.into_iter().map(str::to_owned)).collect();
    Some(if more.is_empty() { head } else { format!("{head}: {}", more.join("; ")) })
}

/// Says what waiting on somebody does to the clocks of the ticket's open targets; nothing where its contract is not loaded.
pub fn pause_means(row: &TicketRow, on: crate::contract::Pause) -> String {
    let Some(support) = row.contract.as_ref().map(|contract| &contract.support) else { return String::new() };
    if !support.pause.contains(&on) {
        return "the clock runs on: this agreement does not pause it".to_owned();
    }
    if support.pause_targets.is_empty() {
        return "the clock is paused until it is resumed".to_owned();
    }
    match paused_clocks(row, support) {
        Some(clocks) => format!("{clocks} paused until it is resumed"),
        None => "the clock runs on: none of the open targets is paused".to_owned(),
    }
}

/// Names the clocks of open targets that a pause of some targets only stops: `the clock of the correction is`.
fn paused_clocks(row: &TicketRow, support: &Support) -> Option<String> {
    let open = |kind: TargetKind| {
        let mut targets = row.sla.iter().flat_map(|sla| &sla.targets);
        targets.any(|target| target.kind == kind && target.is_unmet() && target.waits_for().is_none())
    };
    let kinds = TargetKind::ALL.into_iter().filter(|kind| support.pause_targets.contains(kind) && open(*kind));
    let names: Vec<String> = kinds.map(|kind| format!("the {}", kind.words())).collect();
    let clocks = if names.len() == 1 { "the clock of" } else { "the clocks of" };
    let are = if names.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!("{clocks} {} {are}", names.join(" and ")))
}

/// Says which clocks waiting on somebody stops, for a cell of a table: `yes`, `no`, `only of correction, fix`.
pub(crate) fn pause_in_brief(language: Language, contract: &Contract, on: crate::contract::Pause) -> String {
    let stops = contract.support.pause.contains(&on);
    let only: Vec<String> = contract.support.pause_targets.iter().map(|kind| language.target(*kind)).collect();
    match (stops, only.as_slice()) {
        (false, _) => language.stop_no(),
        (true, []) => language.stop_yes(),
        (true, only) => language.stops_only(only.join(", ")),
    }
}

/// Says on whom the ticket waits, since when, and what that does to its clock, or none where it does not wait.
pub fn waiting_in_words(row: &TicketRow, zone: Zone, now: Instant) -> Option<String> {
    let wait = row.ticket.waiting().filter(|_| row.ticket.is_open())?;
    let since = format!("waiting on the {} since {}", on_words(wait.on), say_moment(zone, wait.from, now));
    let means = row.contract.as_ref().map(|_| pause_means(row, wait.on));
    Some(means.map_or_else(|| since.clone(), |means| format!("{since}; {means}")))
}

/// Says until when the ticket is snoozed and by whom, or when a snooze ended by the clock, or none where neither is so.
pub fn snooze_in_words(row: &TicketRow, zone: Zone, now: Instant) -> Option<String> {
    if let Some(at) = row.ticket.woken_at(now) {
        return Some(format!("woken at {}", say_moment(zone, at, now)));
    }
    let snooze = row.ticket.snoozed_at(now)?;
    let until = snooze.until.map_or_else(|| "the next event".to_owned(), |at| say_moment(zone, at, now));
    let kept = if snooze.keep_on_reply { ", whatever is written" } else { "" };
    let back = if row.snoozed(now).is_none() { "; back in the queue, as a target was breached" } else { "" };
    Some(format!("snoozed until {until}{kept}, by {}{back}", snooze.mark.by))
}

/// Says on whom the ticket waits, without since when and why: `waiting on the customer, the clock runs on`.
pub fn waiting_in_brief(row: &TicketRow) -> Option<String> {
    let wait = row.ticket.waiting().filter(|_| row.ticket.is_open())?;
    let clock = match row.contract.as_ref().map(|contract| &contract.support) {
        None => String::new(),
        Some(support) if !support.pause.contains(&wait.on) => ", the clock runs on".to_owned(),
        Some(support) if support.pause_targets.is_empty() => ", the clock is paused".to_owned(),
        Some(support) => paused_clocks(row, support)
            .map_or_else(|| ", the clock runs on".to_owned(), |clocks| format!(", {clocks} paused")),
    };
    Some(format!("waiting on the {}{clock}", on_words(wait.on)))
}

/// Says that a standing workaround lowers the severity, or none where it does not.
pub fn cap_in_words(row: &TicketRow) -> Option<String> {
    let (contract, sla) = (row.contract.as_ref()?, row.sla.as_ref()?);
    let set = row.ticket.severity.as_str();
    let name = contract.severity(set).map_or(set, |severity| severity.name.as_str());
    (sla.severity != set).then(|| format!("{name} → capped to {} by the workaround", row.severity_name()))
}

/// Says which round of targets goes on since when, and how those before came out, or none where the ticket never came
/// back: `round 2 since today 14:00; round 1: response met, work start met late`.
pub fn rounds_in_words(row: &TicketRow, zone: Zone, now: Instant) -> Option<String> {
    let began = row.ticket.round_began()?;
    let earlier = row.earlier_rounds();
    let mut words = format!("round {} since {}", earlier.len() + 1, say_moment(zone, began, now));
    for (n, round) in earlier.iter().enumerate() {
        let targets = round.sla.iter().flat_map(|sla| &sla.targets);
        let out: Vec<String> =
            targets.map(|target| format!("{} {}", target.words(), state_in_words(round, target))).collect();
        let out = if out.is_empty() { "nothing promised".to_owned() } else { out.join(", ") };
        let _ = write!(words, "; round {}: {out}", n + 1);
    }
    Some(words)
}

/// Says what is to be done, and since when where that is known: `update the customer (since today 12:00)`.
pub fn ask_in_words(ask: NeededAction, zone: Zone, now: Instant) -> String {
    match ask {
        NeededAction::Inform(since)
        | NeededAction::WroteAfterClosing(since)
        | NeededAction::Undelivered(since)
        | NeededAction::LetterCut(since) => {
            format!("{} (since {})", ask.words(), say_moment(zone, since, now))
        }
        NeededAction::Receipt | NeededAction::PassOn | NeededAction::TellCause | NeededAction::Approval => {
            ask.words().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Pause;
    use crate::sla::fixture::{PAUSING, TicketCase, built_in, contract, reported};
    use crate::ticket::{EventData, event};

    fn told(
        case: &TicketCase,
        now: &str,
        tell: impl Fn(&TicketRow, Zone, Instant) -> Option<String>,
    ) -> Option<String> {
        let row = case.row(now);
        let zone = row.contract.as_ref().unwrap().zone;
        tell(&row, zone, case.at(now))
    }

    /// The scopes of the agreements: what is billed, what needs approval first, what is passed on.
    #[test]
    fn each_cause_says_what_follows_from_it() {
        let means = |id: &str, cause: &str| exclusion_means(&built_in(id), cause);
        assert_eq!(means("markant", "force_majeure"), "the clocks end, and it leaves the figures");
        assert_eq!(means("markant", "third_party"), "the customer pays by the hour");
        assert!(
            means("missoun", "customer")
                .ends_with("by the hour; paid work needs the customer's written approval first")
        );
        assert!(means("sesam", "environment").ends_with("it has to be passed on to that supplier"));
        assert_eq!(means("sesam", "customer"), means("markant", "unpaid"));
        assert!(means("markant", "application").ends_with("paid work needs the customer's written approval first"));
    }

    #[test]
    fn an_exclusion_says_why_and_by_whom() {
        let case = reported(&built_in("markant"), ("standard", "serious"), "phone", "2024-01-08 10:00");
        assert_eq!(told(&case, "2024-01-08 12:00", exclusion_in_words), None);
        let out = case.then(
            "2024-01-08 11:00",
            EventData::Excluded(event::Excluded {
                cause: "third_party".into(),
                words: Some("it is theirs".to_owned()),
            }),
        );
        let words = told(&out, "2024-01-08 12:00", exclusion_in_words).unwrap();
        assert!(words.starts_with("third party (by "), "{words}");
        assert!(words.ends_with("today 11:00): “it is theirs”; the customer pays by the hour"), "{words}");
    }

    /// None of the five stops the clock while waiting; an agreement that does says the opposite.
    #[test]
    fn waiting_says_whether_the_clock_runs_on() {
        let wait = |contract: &std::sync::Arc<Contract>, plan: (&str, &str)| {
            let on = Pause::WaitingCustomer;
            let case =
                reported(contract, plan, "phone", "2024-01-08 10:00").then("2024-01-08 11:00", EventData::waiting(on));
            told(&case, "2024-01-08 12:00", waiting_in_words).unwrap()
        };
        assert_eq!(
            wait(&built_in("markant"), ("standard", "serious")),
            "waiting on the customer since today 11:00; the clock runs on: this agreement does not pause it"
        );
        assert!(wait(&contract(PAUSING), ("one", "hours")).ends_with("; the clock is paused until it is resumed"));
    }

    /// Missoun, Priority Levels: once a workaround stands, medium at most.
    #[test]
    fn a_capped_severity_says_what_it_was() {
        let case = reported(&built_in("missoun"), ("standard", "high"), "portal", "2024-01-08 10:00");
        assert_eq!(cap_in_words(&case.row("2024-01-08 11:00")), None);
        let capped = case.then("2024-01-08 11:00", EventData::WorkaroundGiven);
        let words = cap_in_words(&capped.row("2024-01-08 12:00"));
        assert_eq!(words.as_deref(), Some("High → capped to Medium by the workaround"));
    }
}

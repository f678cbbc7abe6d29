//! Finds the changes of an agreement with which uptime is promised for another kind of period, where they lie within one: then
//! some months count by both texts, or by none.
//!
//! A period counts whole by what was in force when it began.

use crate::contract::{Book, Contract};
use crate::problem::{Problem, SourcePlace};
use crate::reader::line_of;
use crate::time::{CalendarPeriod, Instant, Month, PeriodLength};

/// The seconds for which such a change is told: two years, as long as a claim is looked for.
const TOLD_FOR: i64 = 2 * 366 * 86_400;

/// A change after which some time counts by two promises of uptime, or by none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnevenTurn {
    /// The moment of the change.
    pub at: Instant,
    /// The end of the time that counts by two promises, or by none.
    pub to: Instant,
    /// What counts by what, in a sentence.
    pub says: String,
    /// The days on which it could take effect instead.
    pub instead: String,
}

/// Returns the changes of the contract `id` of the last two years that leave time without a promise, or count it twice; the
/// earliest first.
pub fn uneven_turns(book: &Book, id: &str, now: Instant) -> Vec<UnevenTurn> {
    let of = |at: Instant| {
        let (before, after) = (book.for_report(id, at.plus(-1))?, book.for_report(id, at)?);
        (before.promise != after.promise).then(|| between(before, after, at))
    };
    let all = book.turns(id).into_iter().filter_map(of).flatten();
    all.filter(|turn| now.since(turn.to) < TOLD_FOR).collect()
}

/// Returns what is uneven where `after` takes the place of `before` on its effective date, each at the line of that date.
pub fn uneven_text(before: &Contract, after: &Contract) -> Vec<Problem> {
    let Some(date) = after.effective else { return Vec::new() };
    let place = SourcePlace {
        file: after.file.clone(),
        line: Some(line_of(&after.source, "effective")),
        column: None,
        key: "effective".to_owned(),
    };
    let turns = between(before, after, after.zone.midnight(date)).into_iter();
    turns.map(|turn| Problem::in_text(&place, &turn.says, &turn.instead)).collect()
}

/// The kinds of period that uptime is promised for before and after a change, if it is, and the plans that have them.
type KindsOfPeriod<'a> = ((Option<PeriodLength>, Option<PeriodLength>), Vec<&'a str>);

fn between(before: &Contract, after: &Contract, at: Instant) -> Vec<UnevenTurn> {
    let mut kinds: Vec<KindsOfPeriod<'_>> = Vec::new();
    let stays = |id: &str| before.plan(id).is_some();
    for plan in after.plans.iter().filter(|plan| stays(&plan.id)) {
        let length = |contract: &Contract| contract.uptime_of(Some(&plan.id)).map(|uptime| uptime.period);
        let pair = (length(before), length(after));
        match kinds.iter_mut().find(|(known, _)| *known == pair) {
            Some((_, plans)) => plans.push(&plan.name),
            None => kinds.push((pair, vec![&plan.name])),
        }
    }
    let one = kinds.len() == 1;
    let turn = |(lengths, plans): KindsOfPeriod<'_>| {
        let plans = if one { String::new() } else { format!(" for {}", plans.join(", ")) };
        uneven(before, after, at, lengths, &plans)
    };
    kinds.into_iter().filter_map(turn).collect()
}

/// Returns when the first period of that length begins at `at` or later.
fn next_period(length: PeriodLength, contract: &Contract, at: Instant) -> Option<(CalendarPeriod, Instant)> {
    let around = CalendarPeriod::around(length, Month::at(contract.zone, at));
    let (from, to) = around.bounds(contract.zone).ok()?;
    Some(if from == at { (around, from) } else { (around.plus(1), to) })
}

fn uneven(
    before: &Contract,
    after: &Contract,
    at: Instant,
    (was, is): (Option<PeriodLength>, Option<PeriodLength>),
    plans: &str,
) -> Option<UnevenTurn> {
    let is = is?;
    let (first_new, begins) = next_period(is, after, at)?;
    let ended = match was {
        Some(was) => next_period(was, before, at)?.1,
        None => at,
    };
    if begins == ended {
        return None;
    }
    let longer = was.map_or(is, |was| was.max(is));
    let around = CalendarPeriod::around(longer, Month::at(after.zone, at));
    let date = |at: Instant| after.zone.wall(at).date;
    let (from, to) = (begins.min(ended), begins.max(ended));
    let (first, last) = (date(from), date(to.plus(-1)));
    let head = format!("the change on {} lies within {}", date(at).long(), around.long());
    let says = if begins < ended {
        format!(
            "{head}, which counts whole by what was promised before it{plans}; {first} to {last} count by the {is} as well, so that \
             downtime in them counts twice",
            is = is.key()
        )
    } else {
        let new = first_new.long();
        format!(
            "{head}: from {first} to {last} no uptime is promised{plans}, as {new} is the first that counts by the new text"
        )
    };
    let begin = |period: CalendarPeriod| period.first().first();
    let instead = format!(
        "let it take effect on the first of a {}: effective = {}, or {}",
        longer.key(),
        begin(around.plus(1)),
        begin(around)
    );
    Some(UnevenTurn { at, to, says, instead })
}

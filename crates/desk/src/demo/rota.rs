//! Makes up who is on call at the demonstration: weeks on the first line, a hand-over before and after the weekend on
//! the second, and one evening swapped.

use super::words::AGENTS;
use frist_domain::contract::InternalTargets;
use frist_domain::rota::{Rota, read_rota};
use frist_domain::time::{Date, Instant, Zone};

/// Makes the rota of the agents whose tickets the week has; of nobody where the moment is outside of all calendars.
pub fn rota(now: Instant) -> Rota {
    let zone = "Europe/Oslo";
    let today = Zone::named(zone).unwrap_or(Zone::utc()).wall(now).date;
    let monday = today.plus_days(-(today.weekday().index() as i64));
    let text = written(zone, monday, today);
    let levels: Vec<String> = InternalTargets::LEVELS.map(str::to_owned).into();
    read_rota("oncall.toml", &text, &levels, &[]).0.unwrap_or_default()
}

fn written(zone: &str, monday: Date, today: Date) -> String {
    let [first, second, third, fourth, fifth] = AGENTS;
    // It begins four weeks back, so that the second of the three has the turn of this week.
    let from = monday.plus_days(-28);
    let (day_after, second_line) = (today.plus_days(1), InternalTargets::LEVELS[0]);
    format!(
        "time_zone = \"{zone}\"\n\
         [[rota]]\npeople = [\"{first}\", \"{second}\", \"{third}\"]\nfrom = \"{from} 08:00\"\nevery = \"week\"\n\
         [[rota]]\nlevel = \"{second_line}\"\npeople = [\"{fourth}\", \"{fifth}\"]\nfrom = \"{from} 08:00\"\n\
         hand_over = [\"mon 08:00\", \"fri 16:00\"]\n\
         [[override]]\nperson = \"{third}\"\nfrom = \"{day_after} 16:00\"\nto = \"{day_after} 22:00\"\nnote = \"swap\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::rota::DutyReason;

    #[test]
    fn somebody_is_on_call_at_any_moment_at_two_levels() {
        for text in ["2024-01-17T07:42:07Z", "2026-03-29T01:00:00Z", "1981-01-01T00:00:00Z", "2100-12-01T23:00:00Z"] {
            let (now, rota) = (Instant::parse(text).unwrap(), rota(Instant::parse(text).unwrap()));
            let who = |level| rota.on_call(level, now).map(|duty| duty.person.to_owned());
            assert!(who(None).is_some() && who(Some("second line")).is_some(), "{text}");
            let ahead = rota.duties(None, now, now.plus(3 * 86_400));
            assert_eq!(ahead.iter().filter(|duty| duty.why == DutyReason::Override(Some("swap"))).count(), 1, "{text}");
        }
    }
}

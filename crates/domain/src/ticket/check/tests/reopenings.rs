//! What is refused before a reopening, or before a later change of the same.

use super::*;

pub(super) fn of_reopenings() -> Vec<Refused> {
    let severity = |id: &str| EventData::SeveritySet(event::SeveritySet { severity: s(id) });
    let plan = || EventData::PlanSet(event::PlanSet { plan: s("customer") });
    let note = |to_customer| EventData::Note(event::Note { text: s("one"), to_customer });
    let withdrawn = || vec![(50, EventData::Fixed), (150, EventData::Reopened)];
    let back = || vec![(50, EventData::Fixed), (150, EventData::CameBack)];
    let (reopened, not_back) =
        ("that is before it was reopened; give a later time", "that is before it was back; give a later time");
    vec![
        (withdrawn(), ON_CUSTOMER, reopened),
        (withdrawn(), severity("error"), reopened),
        (withdrawn(), plan(), reopened),
        // The round goes on, and so does what the customer was told in it.
        (withdrawn(), note(true), ""),
        (withdrawn(), EventData::Responded, ""),
        (back(), ON_CUSTOMER, not_back),
        (back(), severity("error"), not_back),
        (back(), plan(), not_back),
        (back(), EventData::Responded, not_back),
        (back(), note(true), not_back),
        (back(), excluded_for("customer"), not_back),
        (back(), note(false), ""),
        (
            vec![(150, severity("question"))],
            severity("error"),
            "its severity was changed on Mon 8 Jan 2024 11:30; undo that first, or give a later time",
        ),
        (
            vec![(150, plan())],
            severity("error"),
            "its plan was changed on Mon 8 Jan 2024 11:30; undo that first, or give a later time",
        ),
        (
            vec![(150, severity("question"))],
            plan(),
            "its severity was changed on Mon 8 Jan 2024 11:30; undo that first, or give a later time",
        ),
        (vec![(100, severity("question"))], severity("error"), ""),
    ]
}

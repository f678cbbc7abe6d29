//! Work that the customer pays for.

use super::*;

/// Missoun, external causes: paid work only after the customer's written approval.
#[test]
fn time_that_the_customer_pays_for_is_booked_after_their_written_approval() {
    let missoun = NewTicket {
        contract: s("missoun"),
        plan: s("standard"),
        severity: s("high"),
        channel: s("portal"),
        ..partner()
    };
    let time = EventData::TimeSpent(event::TimeSpent { minutes: 30, what: s("looking"), unpaid: false });
    let approved = EventData::Approved(event::Approved { reference: s("mail of Monday") });
    let excluded = |cause: &str| {
        (50, EventData::Excluded(event::Excluded { cause: s(cause), words: Some("it is theirs".to_owned()) }))
    };
    assert_eq!(said(&missoun, &[], &time), "", "nobody pays for an incident of the vendor's own");
    assert_eq!(
        said(&missoun, &[excluded("third_party")], &time),
        "the customer has not approved paid work in writing yet; record where the approval can be found first (approve), or book it as unpaid"
    );
    let unpaid = EventData::TimeSpent(event::TimeSpent { minutes: 30, what: s("analysis"), unpaid: true });
    assert_eq!(said(&missoun, &[excluded("third_party")], &unpaid), "", "analysis is nobody's to pay");
    assert_eq!(said(&missoun, &[excluded("third_party")], &approved), "");
    assert_eq!(said(&missoun, &[excluded("third_party"), (60, approved.clone())], &time), "");
    // "Before performing such services": what was worked before is not made paid work by an approval that comes later.
    assert_eq!(
        said_at(&missoun, &[excluded("third_party"), (60, approved.clone())], &time, 59),
        "that was before the customer approved paid work; book it as unpaid, or give a time after the approval"
    );
    assert_eq!(
        said(&missoun, &[], &EventData::Approved(event::Approved { reference: s("") })),
        "the reference cannot be used: there is no text in it; write a few words"
    );
    assert_eq!(
        said(
            &partner(),
            &[(
                50,
                EventData::Excluded(event::Excluded { cause: s("customer"), words: Some("it is theirs".to_owned()) })
            )],
            &time
        ),
        "",
        "SESAM bills nothing"
    );
}

#[test]
fn a_severity_that_follows_from_impact_and_urgency_is_set_by_them_alone() {
    let missoun = new("missoun", "standard", "low", "portal");
    assert_eq!(
        said(&missoun, &[], &EventData::SeveritySet(event::SeveritySet { severity: s("high") })),
        "the severity of missoun follows from impact and urgency; give both of them instead"
    );
}

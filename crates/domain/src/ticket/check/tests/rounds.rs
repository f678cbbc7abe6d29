//! What may happen to a ticket that came back.

use super::*;

/// What came before it came back belongs to the round before, whose verdict stands.
#[test]
fn nothing_of_a_new_round_lies_before_it_came_back() {
    let back = [(20, EventData::Fixed), (40, EventData::CameBack)];
    for what in [
        EventData::Responded,
        EventData::WorkStarted,
        EventData::WorkaroundGiven,
        EventData::WorkaroundImpossible,
        EventData::Fixed,
    ] {
        assert_eq!(said_at(&partner(), &back, &what, 30), "that is before it was back; give a later time", "{what:?}");
        assert_eq!(said_at(&partner(), &back, &what, 40), "", "{what:?}");
    }
    assert_eq!(
        said_at(&partner(), &[], &EventData::CameBack, 30),
        "#7 is neither fixed nor closed; there is nothing to reopen"
    );
    let once = [(20, EventData::Fixed), (40, EventData::CameBack), (50, EventData::Responded)];
    assert!(said_at(&partner(), &once, &EventData::Responded, 60).starts_with("it is answered already"));
}

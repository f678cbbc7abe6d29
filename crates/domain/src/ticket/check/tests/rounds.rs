//! What may happen to a ticket that came back.

use super::*;

/// What came before it came back belongs to the round before, whose verdict stands.
#[test]
fn nothing_of_a_new_round_lies_before_it_came_back() {
    let back = [(20, What::Fixed), (40, What::CameBack)];
    for what in [What::Responded, What::WorkStarted, What::WorkaroundGiven, What::WorkaroundImpossible, What::Fixed] {
        assert_eq!(said_at(&partner(), &back, &what, 30), "that is before it was back; give a later time", "{what:?}");
        assert_eq!(said_at(&partner(), &back, &what, 40), "", "{what:?}");
    }
    assert_eq!(
        said_at(&partner(), &[], &What::CameBack, 30),
        "#7 is neither fixed nor closed; there is nothing to reopen"
    );
    let once = [(20, What::Fixed), (40, What::CameBack), (50, What::Responded)];
    assert!(said_at(&partner(), &once, &What::Responded, 60).starts_with("it is answered already"));
}

//! What decides who pays and how severe a ticket is: an exclusion says why, and the priority that it has is no change.

use super::*;

#[test]
fn an_exclusion_wants_a_sentence_in_every_new_record() {
    let said = |words: Option<&str>| {
        said(&partner(), &[], &EventData::Excluded(event::Excluded { cause: s("customer"), words: words.map(s) }))
    };
    assert_eq!(said(Some("their DNS")), "");
    assert_eq!(said(None), "the reason why the promise does not hold is missing; write it in a sentence");
    assert_eq!(said(Some(" ")), "the text cannot be used: there is no text in it; write a few words");
    assert!(said(Some("a\nb")).starts_with("the text cannot be used: it has a control character"));
}

/// What earlier versions wrote has no sentence, and is excluded all the same.
#[test]
fn an_exclusion_of_old_has_no_sentence() {
    let old: EventData = serde_json::from_str(r#"{"excluded":{"cause":"customer"}}"#).unwrap();
    let exclusion = ticket(&partner(), &[(50, old)]).exclusion.unwrap();
    assert_eq!((exclusion.cause.as_str(), exclusion.words), ("customer", None));
}

#[test]
fn the_priority_that_it_has_already_is_no_change() {
    let missoun = new("missoun", "standard", "low", "portal");
    let high = priority("high", "high", "high");
    assert_eq!(said(&missoun, &[], &high), "");
    let again = "it is impact high, urgency high already; choose another";
    assert_eq!(said(&missoun, &[(50, high.clone())], &high), again);
    assert_eq!(said(&missoun, &[(50, high)], &priority("high", "low", "medium")), "");
}

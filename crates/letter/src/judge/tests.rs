use frist_domain::letter::Mailbox;

use super::*;
use crate::letter::{
    Authenticated, AuthenticationMethod, AuthenticationResults, DeliveryAction, DeliveryReport, Received, Signals,
};

const NOON: Instant = Instant::from_secs(1_767_614_400);

fn rules() -> MailRules {
    MailRules {
        address: Some("desk@acme.example".into()),
        trusted_authserv: vec!["mx.acme.example".into()],
        trusted_relays: vec!["mx.acme.example".into()],
        secret: Secret::new(&[7; 32]).ok(),
        ..MailRules::default()
    }
}

fn received(by: &str, at: i64) -> Received {
    Received { by: Some(by.into()), from: None, at: Some(NOON.plus(at)) }
}

fn verified() -> Letter {
    let result = Authenticated {
        method: AuthenticationMethod::Dmarc,
        result: "pass".into(),
        domain: Some("nord.example".into()),
    };
    Letter {
        from: Some(Mailbox::of("kari@nord.example")),
        received: vec![received("mx.acme.example", -60)],
        authentication: vec![AuthenticationResults {
            authserv: "mx.acme.example".into(),
            received_above: 0,
            is_in_trace: true,
            results: vec![result],
        }],
        ..Letter::default()
    }
}

#[test]
fn the_time_is_that_of_the_topmost_trusted_server_and_never_in_the_future() {
    let of =
        |received: Vec<Received>| judge(&Letter { received, ..verified() }, &rules(), NOON).received_at.since(NOON);
    assert_eq!(of(vec![]), 0);
    assert_eq!(of(vec![received("mx.acme.example", -60)]), -60);
    assert_eq!(of(vec![received("localhost", -5), received("mx.acme.example", -60)]), -60);
    assert_eq!(of(vec![received("mx.acme.example", -60), received("mx.acme.example", -7_200)]), -60);
    assert_eq!(of(vec![received("evil.example", -7_200)]), 0);
    assert_eq!(of(vec![received("mx.acme.example", 60)]), 0);
    assert_eq!(of(vec![Received { at: None, ..received("mx.acme.example", 0) }, received("mx.acme.example", -60)]), 0);
}

#[test]
fn a_server_that_names_a_time_long_past_is_not_believed_but_of_an_archive() {
    let of = |at: i64, of_archive: bool| {
        let letter = Letter { received: vec![received("mx.acme.example", at)], ..verified() };
        let judged = judge(&letter, &MailRules { of_archive, ..rules() }, NOON);
        (judged.received_at.since(NOON), judged.disbelieved.map(|at| at.since(NOON)))
    };
    let (week, more) = (-7 * 86_400, -7 * 86_400 - 1);
    assert_eq!(of(week, false), (week, None));
    assert_eq!(of(more, false), (0, Some(more)));
    assert_eq!(of(more, true), (more, None));
}

#[test]
fn a_pass_that_names_no_domain_proves_nothing() {
    let of = |method, result: &str| {
        let mut letter = verified();
        letter.authentication[0].results = vec![Authenticated { method, result: result.into(), domain: None }];
        judge(&letter, &rules(), NOON).trust
    };
    assert_eq!(of(AuthenticationMethod::Dmarc, "pass"), Trust::Unknown);
    assert_eq!(of(AuthenticationMethod::Dmarc, "fail"), Trust::Failed);
    assert_eq!(of(AuthenticationMethod::Dkim, "pass"), Trust::Unknown);
    assert_eq!(of(AuthenticationMethod::Spf, "pass"), Trust::Unknown);
}

#[test]
fn a_date_never_counts_and_is_told_when_it_is_far_away() {
    let of = |away: i64| judge(&Letter { dated: Some(NOON.plus(away)), ..verified() }, &rules(), NOON);
    for (away, differs) in [(-60, false), (-60 - 900, false), (-60 - 901, true), (-60 + 900, false), (3_600, true)] {
        assert_eq!(of(away).date_differs, differs, "{away}");
        assert_eq!(of(away).received_at, NOON.plus(-60));
    }
    assert!(!judge(&verified(), &rules(), NOON).date_differs);
}

#[test]
fn only_verified_people_who_did_not_ask_for_silence_are_answered_by_a_machine() {
    let may = |letter: Letter| judge(&letter, &rules(), NOON).may_be_answered;
    assert!(may(verified()));
    assert!(!may(Letter { authentication: Vec::new(), ..verified() }));
    assert!(!may(Letter { reply_to: Some(Mailbox::of("desk@acme.example")), ..verified() }));
    assert!(!may(Letter { reply_to: Some(Mailbox::of("noreply@nord.example")), ..verified() }));
    assert!(may(Letter { reply_to: Some(Mailbox::of("ola@nord.example")), ..verified() }));
    assert!(!may(Letter { from: None, ..verified() }));
    for from in ["owner-list", "list-owner", "list-request", "postmaster", "bounces+12", "do-not-reply"] {
        let from = Some(Mailbox::of(format!("{from}@nord.example")));
        assert!(!may(Letter { from: from.clone(), ..verified() }), "{from:?}");
    }
    for signals in [
        Signals { response_suppress: true, ..Signals::default() },
        Signals { auto_submitted: Some("auto-generated".into()), ..Signals::default() },
        Signals { list: true, ..Signals::default() },
        Signals { null_return_path: true, ..Signals::default() },
    ] {
        assert!(!may(Letter { signals: signals.clone(), ..verified() }), "{signals:?}");
    }
}

#[test]
fn without_settings_nobody_is_believed_and_nothing_is_ours() {
    let judged = judge(&verified(), &MailRules::default(), NOON);
    assert_eq!((judged.verdict, judged.trust, judged.received_at), (Verdict::Person, Trust::Unknown, NOON));
    assert!(!judged.may_be_answered);
    let id = rules().secret.unwrap().message_id(TicketId(7), "x", "acme.example");
    let letter = Letter { in_reply_to: vec![id], ..verified() };
    assert_eq!(judge(&letter, &rules(), NOON).own_reference, Some(TicketId(7)));
    assert_eq!(judge(&letter, &MailRules::default(), NOON).own_reference, None);
}

#[test]
fn a_letter_of_no_ticket_is_known_when_it_comes_back_fails_or_is_answered() {
    let secret = rules().secret.unwrap();
    let id = secret.apart_id(ApartLetter::Notice, "a", "acme.example");
    let how = |letter: Letter| judge(&letter, &rules(), NOON).apart.map(|apart| (apart.of, apart.random, apart.how));
    let notice = |how| Some((ApartLetter::Notice, "a".to_owned(), how));
    assert_eq!(how(Letter { message_id: Some(id.clone()), ..verified() }), notice(ApartRelation::Same));
    assert_eq!(how(Letter { in_reply_to: vec![id.clone()], ..verified() }), notice(ApartRelation::Answer));
    let references = vec!["x@nord.example".to_owned(), id.clone()];
    assert_eq!(how(Letter { references: references.clone(), ..verified() }), notice(ApartRelation::Answer));
    let further = Letter { in_reply_to: vec!["y@acme.example".into()], references, ..verified() };
    assert_eq!(how(further), None, "a person has written in between");
    let report = |action| DeliveryReport {
        action,
        recipient: None,
        status: None,
        diagnostic: None,
        original_message_id: Some(id.clone()),
        original_subject: None,
    };
    let reported = |action| how(Letter { report: Some(report(action)), ..verified() });
    assert_eq!(reported(DeliveryAction::Failed), notice(ApartRelation::Undelivered));
    assert_eq!(reported(DeliveryAction::Delayed), None);
    assert_eq!(how(Letter { in_reply_to: vec![id.replace("frist-notice.a", "frist-notice.b")], ..verified() }), None);
}

#[test]
fn a_name_of_a_server_is_taken_as_it_is_and_one_with_a_dot_for_all_below_it() {
    let names = ["MX.acme.example.".to_owned(), ".outlook.example".to_owned()];
    for (server, is) in [
        ("mx.acme.example", true),
        ("xmx.acme.example", false),
        ("a.mx.acme.example", false),
        ("a.outlook.example", true),
        ("a.b.outlook.example", true),
        ("outlook.example", false),
        ("evil-outlook.example", false),
    ] {
        assert_eq!(is_named(server, &names), is, "{server}");
    }
}

#[test]
fn results_below_the_servers_own_received_count_where_the_settings_say_that_it_writes_there() {
    let below = |above: usize, is_in_trace: bool| {
        let mut letter = verified();
        letter.authentication[0].received_above = above;
        letter.authentication[0].is_in_trace = is_in_trace;
        letter
    };
    let with = MailRules { results_below: true, ..rules() };
    let trust = |letter: &Letter, rules: &MailRules| judge(letter, rules, NOON).trust;
    assert_eq!(trust(&below(1, true), &rules()), Trust::Unknown);
    assert_eq!(trust(&below(1, true), &with), Trust::Verified);
    assert_eq!(trust(&below(1, false), &with), Trust::Unknown);
    assert_eq!(trust(&below(2, true), &with), Trust::Unknown);
    let mut two = below(1, true);
    let mut first = two.authentication[0].clone();
    first.results[0].result = "fail".into();
    two.authentication.insert(0, first);
    assert_eq!(trust(&two, &with), Trust::Failed, "the first is the server's own");
    two.authentication[0].received_above = 0;
    assert_eq!(trust(&two, &with), Trust::Failed, "those above come first");
}

#[test]
fn without_received_the_first_result_of_a_trusted_server_above_the_senders_fields_counts() {
    let handed_over = |written: &[(&str, &str, bool)]| {
        let mut letter = Letter { received: Vec::new(), ..verified() };
        let of = letter.authentication.remove(0);
        for (authserv, result, is_in_trace) in written {
            let mut found =
                AuthenticationResults { authserv: (*authserv).into(), is_in_trace: *is_in_trace, ..of.clone() };
            found.results[0].result = (*result).into();
            letter.authentication.push(found);
        }
        judge(&letter, &rules(), NOON).trust
    };
    let ours = "mx.acme.example";
    assert_eq!(handed_over(&[(ours, "pass", true)]), Trust::Verified);
    assert_eq!(
        handed_over(&[(ours, "fail", true), (ours, "pass", true)]),
        Trust::Failed,
        "the first is the server's own"
    );
    assert_eq!(handed_over(&[(ours, "none", true), (ours, "pass", true)]), Trust::Unknown);
    assert_eq!(handed_over(&[(ours, "pass", false)]), Trust::Unknown, "a sender could have written it");
    assert_eq!(handed_over(&[("mx.evil.example", "pass", true)]), Trust::Unknown);
    assert_eq!(handed_over(&[("mx.evil.example", "fail", true), (ours, "pass", true)]), Trust::Verified);
    assert_eq!(handed_over(&[]), Trust::Unknown);
}

//! Alerts of letters that wait in the inbox.

use super::*;
use crate::alert::{LetterAlert, LetterCheck, LetterTold, UnverifiedLimit, WaitingCase, look_at_letter};
use crate::intake::{IntakeDefaults, earliest_deadline, phone_prospect};
use crate::ledger::{InboxLetter, Ledger, LedgerRecordId, LetterOutcome};
use crate::letter::{LetterHead, Mailbox, Trust, Verdict};

/// A letter of a Monday at nine, for which the settings name a contract.
struct Waiting {
    letter: InboxLetter,
    contract: Option<&'static str>,
    since: Instant,
    told: LetterTold,
    is_always_taken: bool,
}

impl Waiting {
    fn at(contract: Option<&'static str>, received: &str) -> Self {
        let head = LetterHead {
            from: Some(Mailbox { name: Some("Kari Nord".to_owned()), address: "kari@acme.example".to_owned() }),
            subject: "Shop down".to_owned(),
            verdict: Verdict::Person,
            trust: Trust::Verified,
            ..LetterHead::default()
        };
        let letter = InboxLetter { head, received: at(received), ..InboxLetter::default() };
        Self { since: letter.received, letter, contract, told: LetterTold::default(), is_always_taken: false }
    }

    fn look(&self, rules: &AlertRules, now: Instant) -> LetterCheck {
        let (ledger, book) = (Ledger::default(), Book::built_in());
        let defaults = IntakeDefaults { contract: self.contract.map(str::to_owned), ..IntakeDefaults::default() };
        let earliest = earliest_deadline(&self.letter, (&ledger, &book), &defaults);
        let phone = phone_prospect(&self.letter, (&ledger, &book), &defaults);
        let case = WaitingCase {
            id: LedgerRecordId(5),
            letter: &self.letter,
            since: self.since,
            is_always_taken: self.is_always_taken,
            earliest: earliest.as_ref(),
            phone: phone.as_ref(),
            told: Some(&self.told),
        };
        look_at_letter(&case, &book, rules, now)
    }

    /// Looks as the desk does, from `from` until `to`; gives each alert with its second, and keeps it.
    fn alerts(&mut self, rules: &AlertRules, from: &str, to: &str) -> Vec<(Instant, LetterAlert)> {
        let (mut now, mut told) = (at(from), Vec::new());
        loop {
            if let Some(alert) = self.look(rules, now).alert {
                self.told.note(&alert.told(), now);
                told.push((now, alert));
            }
            match self.look(rules, now).next {
                Some(next) if next <= at(to) && next > now => now = next,
                _ => return told,
            }
        }
    }
}

/// Returns each alert as a line: when in Oslo, which point, in words.
fn lines(alerts: &[(Instant, LetterAlert)]) -> Vec<String> {
    let wall = |now: &Instant| Zone::named("Europe/Oslo").unwrap().wall(*now);
    alerts.iter().map(|(now, alert)| format!("{} {}: {}", wall(now).hms(), alert.point(), alert.in_words())).collect()
}

const NINE: &str = "2024-01-08 09:00";

#[test]
fn a_letter_is_told_when_it_comes_and_at_each_point_of_what_it_could_be() {
    let mut letter = Waiting::at(Some("markant"), NINE);
    let alerts = letter.alerts(&AlertRules::default(), NINE, "2024-01-09 12:00");
    let from = "letter from kari@acme.example “Shop down” waits;";
    let phone = "to be phoned if Critical, call 53 00 30 00";
    // Serious has an hour under the extended plan.
    assert_eq!(
        lines(&alerts),
        [
            format!("09:00:00 arrived: {from} 1h00 left if Serious at Markant, due today 10:00; {phone}"),
            format!("09:45:00 15m: {from} 15m left if Serious at Markant, due today 10:00; {phone}"),
            format!("10:00:00 due: {from} due now if Serious at Markant; {phone}"),
            format!("10:00:01 breach: {from} overdue by 1m if Serious at Markant, was due today 10:00; {phone}"),
        ]
    );
    assert_eq!(alerts[1].1.points, [AlertPoint::Part(75), AlertPoint::Before(900)], "both at once");
    let json = AlertMessage::new(alerts[0].0, [] as [Alert; 0]).with_letters([alerts[0].1.clone()], 0);
    let json = json.to_json(str::to_owned);
    let told = &json["letters"][0];
    assert_eq!((&told["letter"], &told["point"], &told["severity"]), (&5.into(), &"arrived".into(), &"serious".into()));
    assert_eq!((&told["call"], &told["due"]), (&"53 00 30 00".into(), &"2024-01-08T09:00:00Z".into()));
    assert_eq!(json["text"], told["text"]);
}

#[test]
fn nobody_is_told_of_what_asks_for_nobody() {
    let look = |change: fn(&mut Waiting)| {
        let mut letter = Waiting::at(Some("markant"), NINE);
        change(&mut letter);
        letter.look(&AlertRules::default(), at("2024-01-08 09:50")).alert.is_some()
    };
    assert!(look(|_| ()));
    assert!(!look(|it| it.letter.outcome = Some(LetterOutcome::Dropped)));
    assert!(!look(|it| it.letter.outcome = Some(LetterOutcome::Blocked)));
    assert!(!look(|it| it.letter.head.verdict = Verdict::List));
    assert!(!look(|it| it.letter.head.verdict = Verdict::Automatic));
    assert!(!look(|it| it.letter.received = at("2023-11-08 09:00")), "old letters are history");
    let rules = AlertRules { inbox: false, ..AlertRules::default() };
    assert_eq!(Waiting::at(Some("markant"), NINE).look(&rules, at(NINE)), LetterCheck::default());
}

#[test]
fn one_that_came_into_the_inbox_long_after_it_was_received_is_told_by_its_deadlines_alone() {
    let mut letter = Waiting::at(Some("markant"), "2024-01-04 09:00");
    letter.since = at(NINE);
    let alerts = letter.alerts(&AlertRules::default(), NINE, NINE);
    assert_eq!(
        alerts.iter().map(|(_, alert)| (alert.arrived, alert.point())).collect::<Vec<_>>(),
        [(false, "breach".to_owned())]
    );
}

#[test]
fn where_no_contract_is_known_the_worst_of_all_is_told_and_nobody_to_call() {
    let letter = Waiting::at(None, NINE);
    let alert = letter.look(&AlertRules::default(), at(NINE)).alert.unwrap();
    let book = Book::built_in();
    let earliest = earliest_deadline(&letter.letter, (&Ledger::default(), &book), &IntakeDefaults::default()).unwrap();
    assert_eq!(alert.earliest.as_ref().map(|found| found.due), Some(earliest.due));
    assert_eq!(alert.phone.unwrap().number, None);
}

#[test]
fn quiet_hours_hold_a_letter_back_unless_it_could_be_what_is_excepted() {
    let rules = |except: &str| {
        let text = format!(
            "[alerts]\n[alerts.quiet]\ntime_zone = \"Europe/Oslo\"\nexcept = [{except}]\n\
             [alerts.quiet.hours]\nmon-sun = [\"22:00-06:00\"]\n"
        );
        read_alerts("c.toml", &text, &Book::built_in()).0.rules
    };
    let at_night = || Waiting::at(Some("markant"), "2024-01-08 03:00");
    let when = |rules: &AlertRules| {
        let alerts = at_night().alerts(rules, "2024-01-08 03:00", "2024-01-08 07:00");
        alerts.into_iter().map(|(now, alert)| (now, alert.late)).collect::<Vec<_>>()
    };
    assert_eq!(when(&rules("")), [(at("2024-01-08 06:00"), Some(LateReason::Quiet))]);
    assert_eq!(when(&rules("\"critical\"")), [(at("2024-01-08 03:00"), None)]);
}

#[test]
fn only_letters_that_somebody_vouches_for_reach_the_command() {
    for (trust, is_always_taken, reaches) in [
        (Trust::Verified, false, true),
        (Trust::Unknown, false, false),
        (Trust::Unknown, true, true),
        (Trust::Failed, true, false),
    ] {
        let mut letter = Waiting::at(Some("markant"), NINE);
        (letter.letter.head.trust, letter.is_always_taken) = (trust, is_always_taken);
        let alert = letter.look(&AlertRules::default(), at(NINE)).alert.unwrap();
        let words = alert.in_words();
        assert_eq!(words.starts_with("unverified letter from"), !reaches, "{words}");
        let (for_command, for_screens) =
            AlertMessage::new(at(NINE), [] as [Alert; 0]).with_letters([alert], 0).part_for_command();
        assert_eq!((for_command.is_some(), for_screens.is_some()), (reaches, !reaches), "{trust:?}");
    }
}

#[test]
fn of_unverified_senders_twenty_are_told_within_an_hour_and_the_rest_is_summed_up() {
    let now = at(NINE);
    let mut limit = UnverifiedLimit::default();
    assert_eq!(limit.take(15, now), 15);
    assert_eq!(limit.take(15, now.plus(60)), 5);
    assert_eq!((limit.take(3, now.plus(120)), limit.sums_up_at()), (0, None));
    limit.hold(now.plus(120));
    limit.hold(now.plus(300));
    assert_eq!(limit.sums_up_at(), Some(now.plus(720)));
    limit.let_go();
    assert_eq!((limit.sums_up_at(), limit.take(30, now.plus(3600))), (None, 15), "those of the first minute are over");
    // A clock that was ahead silences nobody.
    assert_eq!(limit.take(30, now.plus(-86_400)), 20);
}

#[test]
fn many_letters_are_one_message_the_first_due_in_full() {
    let alert = |id: u64, received: &str| {
        let alert = Waiting::at(Some("markant"), received).look(&AlertRules::default(), at(NINE)).alert.unwrap();
        LetterAlert { letter: LedgerRecordId(id), ..alert }
    };
    let letters = [alert(1, NINE), alert(2, "2024-01-08 08:50"), alert(3, "2024-01-08 08:55")];
    let message = AlertMessage::new(at(NINE), [] as [Alert; 0]).with_letters(letters, 37);
    assert_eq!(
        message.in_words(str::to_owned),
        "letter from kari@acme.example “Shop down” waits; 50m left if Serious at Markant, due today 09:50; \
         to be phoned if Critical, call 53 00 30 00; 2 more letters wait; 37 more unverified letters wait"
    );
    let sum = AlertMessage::new(at(NINE), [] as [Alert; 0]).with_letters([] as [LetterAlert; 0], 1);
    assert_eq!(sum.in_words(str::to_owned), "1 more unverified letter waits");
}

use super::*;
use crate::time::Span;

fn read(text: &str) -> (InternalTargets, Vec<String>) {
    let (house, problems) = read_internal_targets("c.toml", text, &Book::built_in());
    (house, problems.iter().map(ToString::to_string).collect())
}

/// Returns the promise of an update after so many seconds of support time.
fn update(seconds: i64) -> Promise {
    Promise::plain(Within::Span(Span::Time(seconds)), ClockKind::Support)
}

/// Whatever a vendor may promise, a desk may ask of itself.
#[test]
fn each_kind_of_target_may_be_asked_of_the_desk() {
    let line = |kind: TargetKind| format!("{} = \"2h\"\n", kind.key());
    let lines: String = TargetKind::ALL.map(line).concat();
    let (house, problems) = read(&format!("[internal_targets.missoun.standard.high]\n{lines}"));
    assert_eq!(problems, Vec::<String>::new());
    let asked = &house.of("missoun").unwrap().plans["standard"]["high"];
    assert_eq!(asked.all().map(|(kind, _)| kind).collect::<Vec<_>>(), TargetKind::ALL);
}

#[test]
fn what_the_desk_asks_of_itself_is_read_beside_the_other_settings() {
    let (house, problems) =
        read("name = \"anna\"\n[internal_targets.missoun.standard.high]\nresponse = \"2h\"\ncorrection = \"3bd\"\n");
    assert_eq!(problems, Vec::<String>::new());
    let asked = &house.of("missoun").unwrap().plans["standard"]["high"];
    assert_eq!(asked.correction.as_ref().unwrap().within, super::super::Within::Span(Span::SupportDays(3)));
    assert!(asked.response.is_some() && asked.work_start.is_none());
    assert!(house.of("markant").is_none());
    let json = serde_json::to_string(&house).unwrap();
    assert_eq!(serde_json::from_str::<InternalTargets>(&json).unwrap(), house, "{json}");
    assert_eq!(read("name = \"anna\"\n").0, InternalTargets::default());
}

#[test]
fn each_mistake_is_named_and_the_rest_holds() {
    let (house, problems) = read(
        "[internal_targets.acme.standard.high]\nresponse = \"2h\"\n[internal_targets.missoun.gold.high]\nresponse = \"2h\"\n\
         [internal_targets.missoun.standard.worst]\nresponse = \"2h\"\n[internal_targets.missoun.standard.low]\nresponse = \"soon\"\n\
         [internal_targets.missoun.standard.high]\nresponse = \"2h\"\n",
    );
    assert_eq!(house.of("missoun").unwrap().plans["standard"].keys().collect::<Vec<_>>(), ["high", "low"]);
    let said = |words: &str| problems.iter().any(|p| p.contains(words));
    assert_eq!(problems.len(), 4, "{problems:#?}");
    assert!(said("c.toml:1: internal_targets.acme: there is no contract `acme`"), "{problems:#?}");
    assert!(said("missoun has no plan `gold`"), "{problems:#?}");
    assert!(said("missoun has no severity `worst`"), "{problems:#?}");
    assert!(said("`soon` is not a length of time"), "{problems:#?}");
}

/// A key that stands for no table is no plan.
#[test]
fn a_wrong_key_is_told_what_to_write_in_its_place() {
    let told = |text: &str| read(&format!("[internal_targets.missoun]\n{text}\n")).1;
    for (text, words) in [
        ("updat = \"4h\"", "missoun.updat: `updat` is not a key that is known here; did you mean `update`?"),
        ("response = \"4h\"", "write response = \"2h\" under [internal_targets.missoun.standard.high]"),
        ("workStart = \"4h\"", "write work_start = \"2h\" under [internal_targets.missoun.standard.high]"),
        ("colour = 3", "write update = \"4h\", the longest between two updates to the customer"),
        (
            "low = { response = \"2h\" }",
            "`low` is a severity of missoun, and no plan; severities stand below a plan: write [internal_targets.missoun.standard.low]",
        ),
        ("gold = { low = {} }", "missoun has no plan `gold`; write `standard`, or look at frist contract show"),
    ] {
        let problems = told(text);
        assert!(problems.len() == 1 && problems[0].contains(words), "{text}: {problems:?}");
    }
}

#[test]
fn a_desk_says_how_often_customers_hear_and_whom_a_ticket_is_escalated_to() {
    let (house, problems) =
        read("levels = [\"Kari\", \"the board\"]\n[internal_targets.markant]\nupdate = \"1h30m\"\n");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(house.of("markant").unwrap().update, Some(update(5400)));
    assert_eq!(house.levels(), ["Kari", "the board"]);
    assert_eq!(InternalTargets::default().levels(), ["second line", "management"]);
    let (house, problems) = read("levels = 3\n[internal_targets.markant]\nupdate = \"3bd\"\n");
    assert_eq!(house.of("markant").unwrap().update, None);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[1].contains("internal_targets.markant.update: this is not a length of support time"),
        "{problems:?}"
    );
}

#[test]
fn broken_syntax_is_left_to_whoever_reads_the_other_settings() {
    assert_eq!(read("name = \n[internal_targets.markant]\nupdate = \"4h\"\n"), (InternalTargets::default(), vec![]));
}

#[test]
fn a_ticket_goes_up_level_by_level() {
    let book = Book::built_in();
    assert_eq!(book.level_after(None), Some("second line"));
    assert_eq!(book.level_after(Some("second line")), Some("management"));
    assert_eq!(book.level_after(Some("management")), None);
    assert_eq!(book.level_after(Some("a level of before")), Some("second line"));
}

#[test]
fn what_was_called_otherwise_is_read_and_gives_its_notice() {
    let (house, problems) = read(
        "[house.markant]\ninform = \"4h\"\n[house.missoun.standard.high]\nresponse = \"3h\"\n\
         [internal_targets.missoun.standard.high]\nresponse = \"2h\"\n",
    );
    assert_eq!(house.of("markant").unwrap().update, Some(update(4 * 3600)));
    let asked = &house.of("missoun").unwrap().plans["standard"]["high"];
    assert_eq!(asked.response.as_ref().unwrap().within, super::super::model::Within::Span(Span::Time(2 * 3600)));
    assert_eq!(
        problems,
        [
            "c.toml:1: house: `house` is called `internal_targets` now; write [internal_targets.CONTRACT], as \
             the next version does not know `house`",
            "c.toml:2: house.markant.inform: `inform` is called `update` now; write update = \"4h\", as the next \
             version does not know `inform`",
        ]
    );
}

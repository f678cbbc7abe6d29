//! `calc`: a question a line, an answer a line, and no store.

use serde_json::json;

use crate::support::{Place, small_contracts};

fn answers(place: &Place, questions: &str) -> (i32, Vec<serde_json::Value>) {
    let ran = place.feed(&["calc"], questions.as_bytes());
    assert_eq!(ran.err, "");
    (ran.code, ran.json_lines())
}

#[test]
fn each_kind_of_question_is_answered() {
    let place = Place::new();
    let (code, given) = answers(
        &place,
        r#"{"contract":"markant","plan":"standard","severity":"critical","reported":"2024-01-05T15:00:00Z"}
{"contract":"sesam","from":"2024-01-05T15:00:00Z","to":"2024-01-09T12:00:00Z"}
{"calendar":"NO","year":2024}
{"contract":"missoun","severity":"high","reported":"2024-01-05 16:00"}

{"contract":"sesam","plan":"partner","severity":"error","reported":"2024-01-05T09:00:00Z"}
{"contract":"sesam","plan":"partner","severity":"critical","reported":"2024-01-05T09:00:00Z"}
"#,
    );
    assert_eq!(code, 0);
    assert_eq!(given[0]["targets"][0]["due"], "2024-01-08T09:00:00Z");
    assert_eq!(given[0]["targets"][0]["expected"], json!(null));
    assert_eq!(given[1], json!({"elapsed_s": 3600 * (8 + 6) - 3600}));
    assert_eq!((&given[2]["dates"][0], given[2]["dates"].as_array().unwrap().len()), (&json!("2024-01-01"), 12));
    assert_eq!(given[3], json!({"targets": []}));
    assert_eq!(given[4]["targets"][1].get("otherwise"), None, "the next release has no time");
    assert!(given[5]["targets"][1]["otherwise"].is_string());
    assert_eq!(given.len(), 6, "an empty line is no question");
    assert!(!place.path("store").exists(), "it needs no store");
}

#[test]
fn a_bad_line_gets_an_error_with_its_number_and_the_rest_go_on() {
    let place = Place::new();
    let good = r#"{"calendar":"NO","year":2024}"#;
    let bad: [&[u8]; 18] = [
        b"nonsense",
        b"{\"calendar\":\"NO\"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"\x00",
        br#"{"calendar":"XX","year":2024}"#,
        br#"{"calendar":"NO","year":1}"#,
        br#"{"calendar":"NO"}"#,
        br#"{"contract":"acme","plan":"x","severity":"y","reported":"2024-01-05T15:00:00Z"}"#,
        br#"{"contract":"markant","plan":"gold","severity":"critical","reported":"2024-01-05T15:00:00Z"}"#,
        br#"{"contract":"markant","plan":"standard","severity":"huge","reported":"2024-01-05T15:00:00Z"}"#,
        br#"{"contract":"markant","severity":"critical","reported":"2024-01-05T15:00:00Z"}"#,
        br#"{"contract":"markant","plan":"standard","severity":"critical","reported":"2024-03-31 02:30"}"#,
        br#"{"contract":"markant","plan":"standard","severity":"critical","reported":"1900-01-01T00:00:00Z"}"#,
        br#"{"contract":"sesam","from":"2024-01-05T15:00:00Z"}"#,
        br#"{"contract":"sesam","from":"2024-01-05T15:00:00Z","to":"2024-01-05T16:00:00Z","calendar":"NO","year":2024}"#,
        br#"{"calendar":"NO","year":2024,"colour":"red"}"#,
    ];
    let mut input = Vec::new();
    for line in bad {
        input.extend_from_slice(line);
        input.push(b'\n');
        input.extend_from_slice(good.as_bytes());
        input.push(b'\n');
    }
    let ran = place.feed(&["calc"], &input);
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    let given = ran.json_lines();
    assert_eq!(given.len(), bad.len() * 2);
    for (n, pair) in given.chunks(2).enumerate() {
        assert_eq!(pair[0]["line"], n * 2 + 1, "{}", pair[0]);
        assert!(pair[0]["error"].as_str().is_some_and(|e| e.len() > 10), "{}", pair[0]);
        assert!(pair[1]["dates"].is_array(), "{}", pair[1]);
    }
}

/// As everywhere, a cause that neither every contract nor this one's file knows is a mistake, not a fault that counts.
#[test]
fn a_cause_that_the_agreement_does_not_know_is_refused_as_it_is_for_an_outage() {
    let place = Place::with_store();
    let question = |contract: &str, cause: &str| {
        let outage = json!({"from": "2024-04-08T08:00:00Z", "to": "2024-04-08T09:00:00Z", "cause": cause});
        json!({"contract": contract, "month": "2024-04", "outages": [outage]}).to_string() + "\n"
    };
    let asked = [("markant", "weather"), ("markant", "customer"), ("markant", "Customer"), ("sesam", "maintenance")];
    let (code, given) = answers(&place, &asked.map(|(contract, cause)| question(contract, cause)).concat());
    assert_eq!(code, 2, "one line was wrong at least");
    let refused = given[0]["error"].as_str().unwrap();
    assert!(refused.starts_with("there is no cause `weather`; give one of vendor, customer, third_party"), "{refused}");
    assert_eq!((&given[0]["line"], &given[2]["line"]), (&json!(1), &json!(3)));
    assert_eq!((&given[1]["uptime"]["exempt_s"], &given[1]["uptime"]["downtime_s"]), (&json!(3600), &json!(0)));
    assert_eq!(given[3]["uptime"]["downtime_s"], 3600, "a known cause that SESAM does not exclude");
    let entered = place.run(&[
        "outage",
        "add",
        "--contract",
        "markant",
        "--from",
        "2024-01-04 08:00",
        "--to",
        "2024-01-04 09:00",
        "--cause",
        "weather",
    ]);
    entered.failed(2, "there is no cause `weather`").failed(2, "give one of vendor, customer, third_party");
    // What a file names is known to its own contract only.
    let folder = small_contracts(&place);
    let file = folder.join("small.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + "[scope]\nexcluded_uptime = [\"weather\"]\n").unwrap();
    let ran =
        place.feed(&["--contracts", folder.to_str().unwrap(), "calc"], question("small", "weather").as_bytes()).ok();
    assert_eq!(ran.json()["uptime"]["exempt_s"], 3600);
}

/// Returns wrong questions about deadlines, each with words of the reason.
fn wrong_deadlines() -> Vec<(String, &'static str)> {
    const REPORT: &str = r#""contract":"office","severity":"b","reported":"2024-01-08T15:00:00Z""#;
    let asked = |more: &str| format!("{{{REPORT},{more}}}\n");
    vec![
        (
            asked(r#""happened":{"mended":"2024-01-09T10:00:00Z"}"#),
            "there is no target `mended`; write acknowledge, response",
        ),
        (asked(r#""happened":{"update":"2024-01-09T10:00:00Z"}"#), "words to the customer stand under told"),
        (asked(r#""happened":{"fix":"2024-01-08T14:59:59Z"}"#), "happened.fix: that is before the report"),
        (asked(r#""happened":{"fix":"soon"}"#), "happened.fix: `soon` is not a time"),
        (asked(r#""happened":["fix"]"#), "this is not a question in JSON"),
        (asked(r#""told":["2024-01-09T10:00:00Z","2024-01-08T16:00:00Z"]"#), "not in order"),
        (asked(r#""told":["2024-01-08T10:00:00Z"]"#), "told: that is before the report"),
        (asked(r#""told":["2124-01-08T10:00:00Z"]"#), "outside the years"),
        (
            asked(r#""happened":{"response":"2024-01-08T16:00:00Z"}"#),
            "happened: no target of this plan and severity counts from `response`",
        ),
        (
            asked(r#""happened":{"fix":"2024-01-08T16:00:00Z","fix":"2024-01-08T17:00:00Z"}"#),
            "`fix` stands there twice",
        ),
        (asked(r#""happened":{"fix":20240108}"#), "invalid type: integer"),
        (asked(r#""told":"2024-01-08T16:00:00Z""#), "invalid type: string"),
        (asked(r#""severity":"a""#), "duplicate field `severity`"),
        (asked(r#""reported":"2024-01-08T16:00:00Z""#), "duplicate field `reported`"),
        (
            "{\"contract\":\"office\",\"severity\":\"a\",\"reported\":\"2024-01-08T15:00:00Z\",\"told\":[\"2024-01-08T16:00:00Z\"]}\n".to_owned(),
            "told: this plan and severity promise no update",
        ),
        ("[\"office\",\"p\",\"a\",\"2024-01-08T15:00:00Z\"]\n".to_owned(), "invalid type: sequence, expected an object such as"),
        ("\"office\"\n".to_owned(), "invalid type: string"),
        ("{\"contract\":\"office\"} {}\n".to_owned(), "trailing characters"),
        ("{\"contract\":\"\",\"year\":2024}\n".to_owned(), "there is no contract ``"),
        (asked(r#""clock":"service""#), "`clock` does not belong to a question about deadlines"),
        (asked(r#""from":"2024-01-08T10:00:00Z""#), "`reported` and `from` are of two questions; ask each by itself"),
        (asked(r#""outages":[]"#), "`outages` does not belong"),
        (asked(r#""month":"2024-01""#), "`reported` and `month` are of two questions"),
        ("{\"contract\":\"office\"}\n".to_owned(), "this asks for nothing that is known"),
    ]
}

/// Returns wrong questions about elapsed time and uptime, each with words of the reason.
fn wrong_uptimes() -> Vec<(String, &'static str)> {
    let uptime = |more: &str| format!("{{\"contract\":\"tiers\",{more}}}\n");
    vec![
        (
            uptime(r#""from":"2024-01-08T10:00:00Z","to":"2024-01-09T10:00:00Z","clock":"nights""#),
            "tiers has no clock `nights`; write support, calendar, always or long",
        ),
        (
            uptime(r#""from":"2024-01-08T10:00:00Z","to":"2024-01-09T10:00:00Z","told":[]"#),
            "`told` does not belong to a question about elapsed time",
        ),
        (uptime(r#""from":"2024-01-08T10:00:00Z""#), "`to` is missing"),
        (uptime(r#""quarter":"2024-Q5""#), "`2024-Q5` is not a quarter: write 2024-Q1"),
        (uptime(r#""quarter":"2024-03""#), "is not a quarter"),
        (uptime(r#""month":"2024-Q1""#), "is not a month"),
        (uptime(r#""year":"24""#), "`24` is not a year"),
        (uptime(r#""year":1970"#), "`1970` is not a year"),
        (uptime(r#""month":"2024-03","quarter":"2024-Q1""#), "`month` and `quarter` are of two questions"),
        (
            uptime(r#""from":"2024-01-08T10:00:00Z","to":"2024-01-09T10:00:00Z","month":"2024-01""#),
            "`from` and `month` are of two questions",
        ),
        (uptime(r#""month":"2024-03","plan":"gold""#), "tiers has no plan `gold`; write base or premium"),
        (uptime(r#""month":"2024-03","of":" ""#), "`of` names nobody"),
        (uptime(r#""month":"2024-03","of":["North"]"#), "invalid type: sequence"),
        (uptime(r#""month":202403"#), "invalid type: integer"),
        (uptime(r#""year":2024.5"#), "`year` is not a year"),
        (uptime(r#""year":"+2024""#), "`+2024` is not a year"),
        (uptime(r#""year":" 2024""#), "` 2024` is not a year"),
        (uptime(r#""year":[2024]"#), "`year` is not a year"),
        (uptime(r#""year":99999999999"#), "`year` is not a year"),
        (uptime(r#""quarter":"2024-Q0""#), "is not a quarter"),
        (uptime(r#""quarter":"2024-Q1-Q2""#), "is not a quarter"),
        (uptime(r#""quarter":"2024Q1""#), "is not a quarter"),
        (uptime(r#""month":"2024-03","outages":{}"#), "invalid type: map"),
        (
            uptime(r#""month":"2024-03","outages":[["2024-03-01T10:00:00Z","2024-03-01T11:00:00Z",null,null]]"#),
            "invalid type: sequence, expected an object",
        ),
        (uptime(r#""month":"2024-03","outages":[{"to":"2024-03-01T11:00:00Z"}]"#), "missing field `from`"),
        (
            uptime(r#""month":"2024-03","outages":[{"from":"2024-03-01T11:00:00Z","until":"2024-03-01T12:00:00Z"}]"#),
            "unknown field `until`",
        ),
        (
            uptime(r#""month":"2024-03","outages":[{"from":"2024-03-01T11:00:00Z","to":"2024-03-01T10:59:59Z"}]"#),
            "an outage ends before it begins",
        ),
        (uptime(r#""month":"2024-03","outages":[{"from":"1024-03-01T11:00:00Z"}]"#), "outside the years 1980 to 2100"),
        (
            uptime(r#""month":"2024-03","outages":[{"from":"2024-03-01T11:00:00Z","to":"3024-03-01T11:00:00Z"}]"#),
            "outside the years 1980 to 2100",
        ),
        (
            uptime(r#""month":"2024-03","outages":[{"from":"2024-03-01T11:00:00Z","affects":["North","north "]}]"#),
            "north  is named twice",
        ),
        (
            uptime(r#""month":"2024-03","outages":[{"from":"2024-03-01T11:00:00Z","affects":["North, South"]}]"#),
            "has a comma in it",
        ),
        (uptime(r#""month":"2024-03","maintenance":[{"from":"2024-03-01T11:00:00Z"}]"#), "missing field `to`"),
        (
            uptime(r#""month":"2024-03","maintenance":[{"from":"2024-03-01T11:00:00Z","to":"2024-03-01T10:00:00Z"}]"#),
            "a maintenance ends before it begins",
        ),
        (
            uptime(
                r#""month":"2024-03","maintenance":[{"from":"2024-03-01T11:00:00Z","to":"2024-03-01T12:00:00Z","announced":"then"}]"#,
            ),
            "announced: `then` is not a time",
        ),
        (uptime(r#""month":"2024-03","severity":"p1""#), "`severity` does not belong to a question about uptime"),
    ]
}

/// Returns wrong questions about calendars, each with words of the reason.
fn wrong_calendars() -> Vec<(String, &'static str)> {
    vec![
        ("{\"calendar\":\"NO\",\"year\":\"MMXX\"}\n".to_owned(), "`MMXX` is not a year"),
        ("{\"calendar\":\"NO\",\"year\":\"+2024\"}\n".to_owned(), "`+2024` is not a year"),
        ("{\"calendar\":\"NO\",\"year\":\"02024\"}\n".to_owned(), "`02024` is not a year"),
        ("{\"calendar\":\"NO\",\"year\":2101}\n".to_owned(), "from 1980 to 2100"),
        ("{\"calendar\":[\"NO\"],\"year\":2024}\n".to_owned(), "invalid type: sequence"),
        (
            "{\"calendar\":\"NO\",\"year\":2024,\"plan\":\"base\"}\n".to_owned(),
            "`plan` does not belong to a question about a calendar",
        ),
        (
            "{\"calendar\":\"NO\",\"year\":2024,\"month\":1}\n".to_owned(),
            "`month` does not belong to a question about a calendar; it takes calendar, year",
        ),
        (
            "{\"calendar\":\"NO\",\"year\":2024,\"quarter\":\"2024-Q1\"}\n".to_owned(),
            "`quarter` does not belong to a question about a calendar",
        ),
        (
            "{\"calendar\":\"NO\",\"year\":2024,\"reported\":\"2024-01-08T10:00:00Z\"}\n".to_owned(),
            "`reported` and `calendar` are of two questions",
        ),
    ]
}

#[test]
fn every_wrong_question_is_refused_with_a_reason() {
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/shapes");
    let wrong = [wrong_deadlines(), wrong_uptimes(), wrong_calendars()].concat();
    let questions: String = wrong.iter().map(|(question, _)| question.as_str()).collect();
    let ran = Place::new().feed(&["--contracts", shapes, "calc"], questions.as_bytes());
    let given = ran.json_lines();
    assert_eq!((ran.code, given.len()), (2, wrong.len()));
    for ((question, words), given) in wrong.iter().zip(&given) {
        assert!(given["error"].as_str().is_some_and(|error| error.contains(words)), "{question}{given}");
    }
}

#[test]
fn a_target_that_waits_and_the_longer_periods() {
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/shapes");
    let questions = r#"{"contract":"office","severity":"b","reported":"2024-01-08T15:00:00Z"}
{"contract":"office","severity":"b","reported":"2024-01-08T15:00:00Z","happened":{"fix":"2024-01-09T15:00:00Z"}}
{"contract":"office","quarter":"2024-Q1"}
{"contract":"office","month":"2024-01"}
{"contract":"office","year":2024}
{"contract":"office","year":"2024"}
{"contract":"tiers","from":"2024-01-06T00:00:00Z","to":"2024-01-07T00:00:00Z","clock":"calendar"}
{"contract":"office","quarter":"2031-Q1","outages":[]}
{"contract":"office","quarter":"2031-Q1","outages":[{"from":"2031-01-06T11:00:00Z","to":"2031-01-10T11:00:00Z","cause":"vendor"}]}
"#;
    let ran = Place::new().feed(&["--contracts", shapes, "calc"], questions.as_bytes()).ok();
    let given = ran.json_lines();
    // Of a quarter to come it is said what these outages would make of it.
    assert_eq!((&given[7]["uptime"]["kept"], &given[8]["uptime"]["kept"]), (&json!(true), &json!(false)));
    assert_ne!(given[8]["uptime"]["credit_percent"], 0);
    let cause = |answer: &serde_json::Value| answer["targets"][3].clone();
    assert_eq!(cause(&given[0])["waits_for"], "fix");
    assert_eq!(cause(&given[0])["due"], json!(null));
    assert_eq!((&cause(&given[1])["due"], cause(&given[1]).get("waits_for")), (&json!("2024-01-19T15:00:00Z"), None));
    assert_eq!((&given[2]["uptime"]["kept"], given[2]["uptime"].get("month_s")), (&json!(true), None));
    assert_eq!(given[3]["uptime"]["kept"], json!(null), "it promises nothing for a month");
    assert_eq!(given[4], given[5]);
    assert_eq!(given[6]["elapsed_s"], 86_400);
}

#[test]
fn other_contracts_can_be_asked_about() {
    let place = Place::new();
    let folder = small_contracts(&place);
    let question = r#"{"contract":"small","severity":"any","reported":"2024-01-06T23:30:00Z"}"#;
    let ran = place.feed(&["--contracts", folder.to_str().unwrap(), "calc"], question.as_bytes()).ok();
    assert_eq!(ran.json()["targets"][0]["due"], "2024-01-07T00:30:00Z");
}

#[test]
fn nothing_asked_is_nothing_answered() {
    assert_eq!(Place::new().feed(&["calc"], b"").ok().out, "");
}

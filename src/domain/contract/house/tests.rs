use super::*;
use crate::domain::time::Span;

fn read(text: &str) -> (House, Vec<String>) {
    let (house, problems) = read_house("c.toml", text, &Book::built_in());
    (house, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn what_the_desk_asks_of_itself_is_read_beside_the_other_settings() {
    let (house, problems) =
        read("name = \"anna\"\n[house.missoun.standard.high]\nresponse = \"2h\"\ncorrection = \"3bd\"\n");
    assert_eq!(problems, Vec::<String>::new());
    let asked = &house.of("missoun").unwrap()["standard"]["high"];
    assert_eq!(asked.correction.as_ref().unwrap().within, super::super::Within::Span(Span::SupportDays(3)));
    assert!(asked.response.is_some() && asked.work_start.is_none());
    assert!(house.of("markant").is_none());
    let json = serde_json::to_string(&house).unwrap();
    assert_eq!(serde_json::from_str::<House>(&json).unwrap(), house, "{json}");
    assert!(read("name = \"anna\"\n").0.is_empty());
}

#[test]
fn each_mistake_is_named_and_the_rest_holds() {
    let (house, problems) = read(
        "[house.acme.standard.high]\nresponse = \"2h\"\n[house.missoun.gold.high]\nresponse = \"2h\"\n\
         [house.missoun.standard.worst]\nresponse = \"2h\"\n[house.missoun.standard.low]\nresponse = \"soon\"\n\
         [house.missoun.standard.high]\nresponse = \"2h\"\n",
    );
    assert_eq!(house.of("missoun").unwrap()["standard"].keys().collect::<Vec<_>>(), ["high", "low"]);
    let said = |words: &str| problems.iter().any(|p| p.contains(words));
    assert_eq!(problems.len(), 4, "{problems:#?}");
    assert!(said("c.toml:1: house.acme: there is no contract `acme`"), "{problems:#?}");
    assert!(said("missoun has no plan `gold`"), "{problems:#?}");
    assert!(said("missoun has no severity `worst`"), "{problems:#?}");
    assert!(said("`soon` is not a length of time"), "{problems:#?}");
}

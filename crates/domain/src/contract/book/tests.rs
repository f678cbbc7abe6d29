//! Which file holds when several name the same contract.

mod kept_sets;
mod kept_texts;

use super::*;
use crate::time::{Date, Wall, Zone};

/// Returns a contract file of few lines; `effective` may be empty.
fn file(name: &str, id: &str, vendor: &str, version: &str, effective: &str) -> SourceFile {
    let effective = if effective.is_empty() { String::new() } else { format!("effective = {effective}\n") };
    SourceFile::user(
        name,
        format!(
            "id = \"{id}\"\nvendor = \"{vendor}\"\nversion = \"{version}\"\n{effective}time_zone = \"Europe/Oslo\"\n\
             [[severity]]\nid = \"high\"\nname = \"High\"\n[plan.standard]\nname = \"Standard\"\n"
        ),
    )
}

fn ids(book: &Book) -> Vec<&str> {
    book.contracts().map(|contract| contract.id.as_str()).collect()
}

fn told(book: &Book) -> Vec<String> {
    book.problems().iter().map(ToString::to_string).collect()
}

fn oslo(date: &str, hour: u32) -> Instant {
    let wall = Wall::new(Date::parse(date).expect(date), hour, 0, 0).expect("on the dial");
    Zone::named("Europe/Oslo").expect("a zone").earliest(wall)
}

#[test]
fn contracts_come_by_vendor_and_a_broken_file_leaves_the_others() {
    let broken = SourceFile::user("broken.toml", "id = \"x\"\nvendor = 3\n");
    let book =
        Book::with_user([], [file("z.toml", "z", "acme", "1", ""), broken, file("b.toml", "b", "Zebra", "1", "")]);
    assert_eq!(ids(&book), ["z", "markant", "missoun", "moocommerce", "myproduction", "sesam", "b"]);
    assert!(told(&book)[0].starts_with("broken.toml:1: ") || told(&book)[0].starts_with("broken.toml:2: "));
    assert!(book.problems().iter().all(|problem| problem.file() == "broken.toml"));
    assert!(book.get("x").is_none() && book.get("b").is_some());
}

#[test]
fn a_users_file_goes_before_the_built_in_one_wherever_it_stands() {
    for reversed in [false, true] {
        let mut files = built_in_contracts();
        files.push(file("mine.toml", "markant", "Mine", "", ""));
        if reversed {
            files.reverse();
        }
        let book = Book::new(built_in_calendars(), files);
        assert_eq!(told(&book), [""; 0]);
        assert_eq!((book.get("markant").unwrap().vendor.as_str(), book.versions("markant").len()), ("Mine", 1));
    }
}

#[test]
fn a_broken_file_of_the_user_leaves_the_built_in_one() {
    let book = Book::with_user([], [SourceFile::user("mine.toml", "id = \"markant\"")]);
    assert_eq!(book.get("markant").unwrap().vendor, "Markant");
    assert!(!book.problems().is_empty());
}

#[test]
fn two_files_of_one_origin_are_a_problem_that_names_both() {
    let files = [file("a.toml", "x", "First", "1", ""), file("b.toml", "x", "Second", "2", "")];
    let book = Book::new([], files);
    assert_eq!(book.get("x").unwrap().vendor, "First");
    assert_eq!(
        told(&book),
        ["b.toml:1: id: the contract `x` is in a.toml already; give one of them another id, or another effective date"]
    );
    let calendar = |name: &str| SourceFile::user(name, "name = \"X\"\nid = \"X\"");
    let book = Book::new([calendar("c.toml"), calendar("d.toml")], []);
    assert_eq!(told(&book), ["d.toml:2: id: the calendar `X` is in c.toml already; give one of them another id"]);
}

#[test]
fn a_version_holds_from_its_local_date_on() {
    let files = [
        file("c.toml", "x", "Newest", "3", "2025-01-01"),
        file("a.toml", "x", "First", "1", ""),
        file("b.toml", "x", "Second", "2", "2024-07-01"),
    ];
    let book = Book::new([], files);
    assert_eq!(told(&book), [""; 0]);
    assert_eq!(ids(&book), ["x"]);
    let at = |at: Instant| book.for_report("x", at).unwrap().version.as_str();
    assert_eq!(at(oslo("1999-01-01", 12)), "1");
    assert_eq!(at(oslo("2024-06-30", 23)), "1");
    // Midnight in Oslo is still the day before in UTC.
    assert_eq!(at(oslo("2024-07-01", 0)), "2");
    assert_eq!(at(oslo("2024-12-31", 23)), "2");
    assert_eq!(at(oslo("2025-01-01", 0)), "3");
    assert_eq!(book.get("x").unwrap().version, "3");
    assert_eq!(book.of_version("x", "2").unwrap().vendor, "Second");
    assert!(book.of_version("y", "4").is_none() && book.for_report("y", oslo("2024-01-01", 0)).is_none());
}

#[test]
fn before_every_version_the_earliest_holds() {
    let book = Book::new([], [file("b", "x", "B", "2", "2025-01-01"), file("a", "x", "A", "1", "2024-01-01")]);
    assert_eq!(book.for_report("x", oslo("2020-01-01", 0)).unwrap().version, "1");
}

#[test]
fn a_version_of_the_user_stands_beside_the_built_in_one() {
    let book = Book::with_user([], [file("mine.toml", "moocommerce", "MooCommerce", "2025", "2025-01-01")]);
    assert_eq!(book.for_report("moocommerce", oslo("2024-05-01", 12)).unwrap().version, "2024-01-08");
    assert_eq!(book.for_report("moocommerce", oslo("2025-05-01", 12)).unwrap().version, "2025");
}

#[test]
fn a_users_calendar_goes_before_the_built_in_one_and_contracts_may_name_it() {
    let own = SourceFile::user("no.toml", "id = \"NO\"\nname = \"Ours\"");
    let extra =
        SourceFile::user("firm.toml", "id = \"firm\"\nname = \"Firm\"\n[[day]]\nname = \"Picnic\"\ndate = \"06-06\"");
    let mut contract = file("x.toml", "x", "X", "1", "");
    contract.text = contract.text.replace("[[severity]]", "[support]\nholidays = [\"firm\"]\n[[severity]]");
    let book = Book::with_user([own, extra], [contract]);
    assert_eq!(told(&book), [""; 0]);
    assert_eq!(book.calendars().get("NO").unwrap().name, "Ours");
    assert_eq!(book.get("x").unwrap().support.holidays, ["firm"]);
}

#[test]
fn a_contract_that_names_a_broken_calendar_is_told_so() {
    let broken = SourceFile::user("firm.toml", "id = \"firm\"");
    let mut contract = file("x.toml", "x", "X", "1", "");
    contract.text = contract.text.replace("[[severity]]", "[support]\nholidays = [\"firm\"]\n[[severity]]");
    let book = Book::with_user([broken], [contract]);
    let files: Vec<&str> = book.problems().iter().map(Problem::file).collect();
    assert_eq!(files, ["firm.toml", "x.toml"]);
    assert_eq!(book.contracts().count(), 5);
}

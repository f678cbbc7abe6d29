//! Finds names in a filter that nothing has: a filter that is finished should not answer them with "nothing matches".

use crate::contract::{Book, Contract};

use super::FilterError;
use super::parse::{RawTerm, raws};

/// A vendor, plan, severity or channel that no contract of the book has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownName {
    /// The key of the filter: `vendor`, `plan`, `sev` or `channel`.
    pub key: &'static str,
    /// The name that was asked for, in small letters.
    pub value: String,
    /// The error: what is wrong, where, and which names come near.
    pub error: FilterError,
}

impl UnknownName {
    /// Returns the filter of all tickets there ever were that have the name all the same: the contract may be gone.
    pub fn everywhere(&self) -> String {
        format!("{}:\"{}\" is:open,closed,merged,withdrawn", self.key, self.value)
    }
}

/// Returns the names in a filter of tickets or of the audit log that no contract of the book has, nor begins with, in
/// the order in which they stand there; a term that is turned around counts as well.
///
/// # Errors
///
/// If the filter cannot be split into its terms.
pub fn unknown_names(text: &str, book: &Book) -> Result<Vec<UnknownName>, FilterError> {
    let raws = raws(text)?;
    Ok(raws.iter().flat_map(|raw| of_term(raw, book)).collect())
}

/// Returns the filter with terms in place of the words that name a vendor, a severity or a state: `markant breached` becomes
/// `vendor:markant is:breached`. None where no word does, or something stands in quotes.
pub fn terms_meant(text: &str, book: &Book) -> Option<String> {
    if text.contains('"') {
        return None;
    }
    let term = |word: &str| {
        let small = word.to_lowercase();
        let begins = |name: &String| small.chars().count() >= 3 && name.to_lowercase().starts_with(&small);
        if super::choices("is").contains(&small.as_str()) {
            return Some(format!("is:{small}"));
        }
        let key = ["vendor", "sev"].into_iter().find(|key| names(key, book).iter().any(begins))?;
        Some(format!("{key}:{small}"))
    };
    let meant: Vec<String> =
        text.split_whitespace().map(|word| term(word).unwrap_or_else(|| word.to_owned())).collect();
    let meant = meant.join(" ");
    (meant != text.split_whitespace().collect::<Vec<_>>().join(" ")).then_some(meant)
}

fn of_term(raw: &RawTerm, book: &Book) -> Vec<UnknownName> {
    let key = match raw.key.as_deref() {
        Some("vendor") => "vendor",
        Some("plan") => "plan",
        Some("sev" | "severity") => "sev",
        Some("channel") => "channel",
        _ => return Vec::new(),
    };
    let known = names(key, book);
    let is_known = |value: &String| known.iter().any(|name| name.to_lowercase().starts_with(value));
    let unknown = raw.texts().into_iter().filter(|value| !is_known(value));
    unknown.map(|value| UnknownName { key, error: error(raw, (key, &value), &known, &ids(key, book)), value }).collect()
}

/// Returns every id and name there is for that key, each once.
fn names(key: &str, book: &Book) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for contract in book.contracts().flat_map(|contract| book.versions(&contract.id)) {
        match key {
            "vendor" => names.extend([contract.id.clone(), contract.vendor.clone()]),
            "channel" => names.extend(channels(contract)),
            "plan" => names.extend(contract.plans.iter().flat_map(|plan| [plan.id.clone(), plan.name.clone()])),
            _ => names.extend(
                contract
                    .severities
                    .iter()
                    .flat_map(|s| [Some(s.id.clone()), Some(s.name.clone()), s.own_name.clone()])
                    .flatten(),
            ),
        }
    }
    each_once(names)
}

/// Returns the ids that there are for that key, each once: fewer than the names, for a message that lists them all.
fn ids(key: &str, book: &Book) -> Vec<String> {
    let of = |contract: &Contract| -> Vec<String> {
        match key {
            "vendor" => vec![contract.id.clone()],
            "channel" => channels(contract),
            "plan" => contract.plans.iter().map(|plan| plan.id.clone()).collect(),
            _ => contract.severities.iter().map(|severity| severity.id.clone()).collect(),
        }
    };
    each_once(book.contracts().flat_map(|contract| of(contract)).collect())
}

/// Returns the channels by which a ticket may be reported, whether they start a contract's clocks or not.
fn channels(contract: &Contract) -> Vec<String> {
    contract.support.channels.iter().cloned().chain(["phone", "email"].map(str::to_owned)).collect()
}

fn each_once(mut names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.to_lowercase()));
    names
}

/// How much alike a name and what was meant to be it are at least; 1.0 is the same.
const NEAR: f64 = 0.75;

fn error(raw: &RawTerm, (key, value): (&str, &str), known: &[String], ids: &[String]) -> FilterError {
    let what = if key == "sev" { "severity" } else { key };
    let likeness = |name: &String| strsim::jaro_winkler(&name.to_lowercase(), value);
    let mut near: Vec<&String> = known.iter().filter(|name| likeness(name) >= NEAR).collect();
    near.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    near.truncate(3);
    let hint = match near.as_slice() {
        [] => format!("there are {}", ids.join(", ")),
        near => {
            format!("near to it: {}", near.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", "))
        }
    };
    raw.wrong(format!("no {what} is called `{value}`"), hint)
}

/// Returns what is wrong with the names of a filter of tickets or of the audit log that is finished, as on a command
/// line, or none if all are known.
///
/// `is_used` tells of a name that no contract has whether something that was recorded has it.
///
/// # Errors
///
/// If the filter cannot be split into its terms; and what `is_used` fails with.
pub fn first_unknown<E: From<FilterError>>(
    text: &str,
    book: &Book,
    is_used: impl Fn(&UnknownName) -> Result<bool, E>,
) -> Result<Option<FilterError>, E> {
    for name in unknown_names(text, book)? {
        if !is_used(&name)? {
            return Ok(Some(name.error));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Filter;

    fn unknown(text: &str) -> Vec<(String, usize, String)> {
        let names = unknown_names(text, &Book::built_in()).unwrap();
        names.into_iter().map(|n| (format!("{} {}", n.key, n.value), n.error.place, n.error.hint)).collect()
    }

    #[test]
    fn what_some_contract_has_or_begins_with_is_known() {
        for text in [
            "",
            "vendor:markant,sesam",
            "vendor:Moo -plan:ext",
            "sev:crit severity:\"mindre alvorlig\" sev:High",
            "acme assignee:nobodyknows customer:x \"vendor:acme\"",
        ] {
            assert_eq!(unknown(text), vec![], "{text}");
        }
    }

    #[test]
    fn what_nobody_has_is_told_with_its_place_and_what_comes_near() {
        let [(name, place, hint)] = &unknown("is:open vendor:markant,MARKNAT")[..] else { panic!() };
        assert_eq!((name.as_str(), *place), ("vendor marknat", 9));
        assert!(hint.starts_with("near to it: markant"), "{hint}");
        let [(_, _, hint)] = &unknown("-sev:criticla")[..] else { panic!() };
        assert!(hint.contains("critical"), "{hint}");
        let [(_, _, hint)] = &unknown("plan:zzz")[..] else { panic!() };
        assert!(hint.starts_with("there are ") && hint.contains("standard"), "{hint}");
        assert_eq!(unknown("vendor:acme sev:xx channel:pigeon channel:Phone").len(), 3);
        // Every id, and no longer name beside it.
        let [(_, _, hint)] = &unknown("sev:urgent")[..] else { panic!() };
        assert_eq!(hint, "there are critical, serious, minor, high, medium, low, error, question");
    }

    #[test]
    fn words_that_name_something_are_terms_one_may_have_meant() {
        let meant = |text: &str| terms_meant(text, &Book::built_in());
        assert_eq!(meant("Markant  breached").as_deref(), Some("vendor:markant is:breached"));
        assert_eq!(meant("moo crit shop").as_deref(), Some("vendor:moo sev:crit shop"));
        assert_eq!(meant("is:open running").as_deref(), Some("is:open is:running"));
        for text in ["", "shop down", "vendor:markant is:breached", "\"markant\"", "ma"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn every_choice_that_is_offered_can_be_read() {
        for key in ["is", "target", "due", "kind"] {
            let choices = crate::query::choices(key);
            assert!(choices.len() >= 3, "{key}");
            for choice in choices {
                assert!(Filter::parse(&format!("{key}:{choice}")).is_ok(), "{key}:{choice}");
            }
        }
        assert!(crate::query::choices("is").contains(&"mine"));
        assert!(crate::query::choices("customer").is_empty());
    }

    #[test]
    fn a_name_that_only_old_tickets_have_is_known() {
        let wrong = |used: bool| first_unknown::<FilterError>("vendor:gone", &Book::built_in(), |_| Ok(used)).unwrap();
        assert_eq!(wrong(true), None);
        assert_eq!(wrong(false).unwrap().message, "no vendor is called `gone`");
        let names = unknown_names("vendor:gone", &Book::built_in()).unwrap();
        assert_eq!(names[0].everywhere(), "vendor:\"gone\" is:open,closed,merged,withdrawn");
        assert!(Filter::parse(&names[0].everywhere()).is_ok());
    }
}

//! Reads and writes the times of one severity as one line: `response 30m, correction 3bd otherwise 10bd`.

use super::blocks::quoted;
use crate::contract::model::{Promise, Promises, TargetClock, Within};
use crate::time::ClockKind;

/// The words behind a time, each with the key of a target's table that it stands for.
const DETAILS: [(&str, &str); 5] =
    [("otherwise", "otherwise"), ("outside", "outside"), ("from", "from"), ("on", "clock"), ("clock", "clock")];

/// The word that makes a target a goal.
const GOAL: &str = "goal";

/// Returns the lines of a severity's targets that a line of times stands for. What makes no sense is written as it is, for
/// the reader of the file to say what is wrong with it.
pub(super) fn to_pairs(line: &str) -> Vec<(String, String)> {
    line.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(to_pair).collect()
}

fn to_pair(part: &str) -> (String, String) {
    let mut words = part.split_whitespace().filter(|word| *word != "=");
    let kind = words.next().unwrap_or_default().trim_end_matches([':', '=']).to_lowercase();
    let mut within: Vec<&str> = Vec::new();
    let mut details: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut goal = false;
    for word in words.map(|word| word.trim_matches('"')) {
        let detail = DETAILS.iter().find(|(known, _)| *known == word);
        match (detail, details.last_mut()) {
            (Some((_, key)), _) => details.push((key, Vec::new())),
            (None, _) if word == GOAL => goal = true,
            (None, Some((_, value))) => value.push(word),
            (None, None) => within.push(word),
        }
    }
    let within = quoted(&within.join(" "));
    if details.is_empty() && !goal {
        return (kind, within);
    }
    let details = details.into_iter().map(|(key, value)| format!("{key} = {}", quoted(&value.join(" "))));
    let goal = goal.then(|| "goal = true".to_owned());
    let parts: Vec<String> = std::iter::once(format!("within = {within}")).chain(details).chain(goal).collect();
    (kind, format!("{{ {} }}", parts.join(", ")))
}

/// Returns the line for the promises of one severity, whose targets count by `counted` where they name no clock.
pub(super) fn to_line(promises: &Promises, counted: &TargetClock) -> String {
    let said = promises.all().map(|(kind, promise)| format!("{} {}", kind.key(), in_words(promise, counted)));
    said.collect::<Vec<_>>().join(", ")
}

fn in_words(promise: &Promise, counted: &TargetClock) -> String {
    let within = |within: Within| match within {
        Within::Span(span) => span.to_string(),
        Within::NextRelease => "next release".to_owned(),
    };
    let clock = (promise.clock != counted.kind || promise.hours != counted.hours).then(|| clock_of(promise).to_owned());
    let details = [
        ("otherwise", promise.otherwise.map(within)),
        ("outside", promise.outside.map(|span| span.to_string())),
        ("from", promise.from.map(|from| from.key().to_owned())),
        ("on", clock),
    ];
    let details = details.into_iter().filter_map(|(word, value)| Some(format!(" {word} {}", value?)));
    let goal = promise.goal.then(|| format!(" {GOAL}"));
    let first = promise.expected.map_or_else(String::new, |first| format!("{first}.."));
    let parts: String = details.chain(goal).collect();
    format!("{first}{}{parts}", within(promise.within))
}

fn clock_of(promise: &Promise) -> &str {
    match (&promise.hours, promise.clock) {
        (Some(set), _) => set,
        (None, ClockKind::Support) => "support",
        (None, ClockKind::Calendar) => "calendar",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_targets_and_their_times() {
        let pairs = |line: &str| {
            to_pairs(line).into_iter().map(|(kind, value)| format!("{kind} = {value}")).collect::<Vec<_>>()
        };
        assert_eq!(pairs("response 30m, fix 3bd"), ["response = \"30m\"", "fix = \"3bd\""]);
        assert_eq!(pairs("Response: 30m; fix = \"3bd\""), ["response = \"30m\"", "fix = \"3bd\""]);
        assert_eq!(pairs("response end of 1bd"), ["response = \"end of 1bd\""]);
        assert_eq!(
            pairs("correction 3bd otherwise next release from response on always"),
            [
                "correction = { within = \"3bd\", otherwise = \"next release\", from = \"response\", clock = \"always\" }"
            ]
        );
        assert_eq!(pairs("fix next release goal"), ["fix = { within = \"next release\", goal = true }"]);
        assert_eq!(pairs("acknowledge 1h outside 12h"), ["acknowledge = { within = \"1h\", outside = \"12h\" }"]);
        assert_eq!(pairs("sla 4 hours"), ["sla = \"4 hours\""], "the reader says what to write");
        assert_eq!(pairs("response"), ["response = \"\""]);
        assert_eq!(pairs(" ,, "), [""; 0]);
    }
}

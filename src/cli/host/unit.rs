//! Checks the systemd unit: who runs the service, that it is started again, and what limits it.

use std::path::Path;

use super::Finding;

/// The limits of the service; the unit that comes with frist has values that fit.
const LIMITS: [&str; 3] = ["MemoryMax", "TasksMax", "LimitNOFILE"];
/// The least limits that the desk may need: two threads for each of 256 screens and the desk's own; a file for each.
const LEAST: [(&str, u64); 2] = [("TasksMax", 640), ("LimitNOFILE", 640)];

/// Returns the value of a key; where it is set several times, the last.
pub(super) fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().rev().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('=')).map(str::trim)
}

/// Checks the unit's text. `group` is the one that the settings name.
pub(super) fn check(text: &str, group: Option<&str>) -> Vec<Finding> {
    let anew = "take the unit that comes with frist: assets/systemd/frist.service, then systemctl daemon-reload";
    let program = value(text, "ExecStart").and_then(|line| line.split(' ').next()).unwrap_or_default();
    let mut all = vec![
        Finding::of(
            format!("the unit starts {program}"),
            Path::new(program).is_file(),
            "ExecStart names no program that is there",
        ),
        Finding::of("the unit: Restart=on-failure", value(text, "Restart").is_some_and(|v| v != "no"), anew),
    ];
    if let Some(group) = group {
        let named = value(text, "Group") == Some(group);
        all.push(Finding::of(format!("the unit: Group={group}"), named, "it is another group than the settings name"));
    }
    for key in LIMITS {
        let set = value(text, key);
        let least = LEAST.iter().find(|(other, _)| *other == key).map_or(0, |(_, least)| *least);
        let enough = set.is_some_and(|v| v.parse::<u64>().map_or(!v.is_empty(), |number| number >= least));
        all.push(Finding::of(format!("the unit: {key}"), enough, anew));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn the_unit_that_comes_with_frist_lacks_nothing_but_the_program() {
        let text = include_str!("../../../assets/systemd/frist.service");
        let lacking = |text: &str| {
            let lacks = |finding: &Finding| matches!(finding.found, Verdict::Lacks(_));
            let all = check(&text.replace("/usr/local/bin/frist", "/bin/sh"), Some("support"));
            all.into_iter().filter(lacks).map(|finding| finding.what).collect::<Vec<_>>()
        };
        assert_eq!(lacking(text), Vec::<String>::new());
        for key in LIMITS {
            assert_eq!(lacking(&text.replace(key, "Some")), [format!("the unit: {key}")]);
        }
        assert_eq!(lacking(&format!("{text}\nTasksMax=20\n")), ["the unit: TasksMax"]);
        assert_eq!(lacking(&text.replace("Group=support", "Group=other")), ["the unit: Group=support"]);
    }
}

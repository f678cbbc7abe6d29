//! Checks the lines of the file of keys: each has to name its person, and to shut everything else.

use super::Finding;
use crate::config::People;

/// Checks every line that is a key.
pub(super) fn check(text: &str, people: &People) -> Vec<Finding> {
    let lines = (1..).zip(text.lines().map(str::trim));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(n, line)| key(n, line, people)).collect()
}

fn key(number: usize, line: &str, people: &People) -> Finding {
    let Some((command, rest)) = line.strip_prefix("command=\"").and_then(quoted) else {
        return Finding::of(
            format!("key {number}"),
            false,
            "its line does not begin with command=\"…\": it opens a shell",
        );
    };
    let words = shlex::split(&command).unwrap_or_default();
    let name = words.iter().position(|word| word == "--as").and_then(|at| words.get(at + 1));
    let Some(name) = name else {
        return Finding::of(
            format!("key {number}"),
            false,
            "its command has no --as NAME: it does whatever the service may",
        );
    };
    let what = format!("key {number}, of {name}");
    if !people.is_empty() && people.named(name).is_none() {
        return Finding::of(what, false, format!("there is no [staff.{name}] in the settings"));
    }
    let options = rest.split(' ').next().unwrap_or_default();
    let restricted = options.split(',').any(|option| option == "restrict");
    Finding::of(what, restricted, "put ,restrict behind its command, and ,pty for the screen")
}

/// Returns the text up to the closing quote, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut inside = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((inside, &text[at + 1..])),
            '\\' => inside.extend(letters.next().map(|(_, letter)| letter)),
            other => inside.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;
    use crate::config::Settings;

    #[test]
    fn the_example_is_right_and_a_key_that_opens_more_is_not() {
        let (settings, _) =
            Settings::read("c.toml", "[staff.anna]\n[staff.ola]\n[staff.wall]\n[staff.\"Åse Vik\"]\n", &[]);
        let said = |text: &str| {
            let of = |finding: Finding| match finding.found {
                Verdict::Lacks(hint) => hint,
                _ => String::new(),
            };
            check(text, &settings.people).into_iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(said(include_str!("../../../assets/ssh/authorized_keys.example")), ["", "", ""]);
        assert_eq!(said(r#"command="frist --as \"Åse Vik\"",restrict,pty ssh-ed25519 AAAA"#), [""]);
        let wrong = [
            ("ssh-ed25519 AAAA anna", "opens a shell"),
            (r#"command="frist list",restrict ssh-ed25519 AAAA"#, "no --as NAME"),
            (r#"command="frist --as eve",restrict ssh-ed25519 AAAA"#, "no [staff.eve]"),
            (r#"command="frist --as ola" ssh-ed25519 restrict"#, ",restrict"),
        ];
        for (line, words) in wrong {
            assert!(said(line)[0].contains(words), "{line}: {:?}", said(line));
        }
    }
}

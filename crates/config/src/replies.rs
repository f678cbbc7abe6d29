//! Reads canned replies: the files `replies/NAME.txt` beside the settings, each a text with variables of a ticket, and above it
//! what else it does.
//!
//! ```text
//! about: We look into it, and wait for an answer
//! wait: yes
//! assign: me
//!
//! Hello {{ customer }},
//!
//! we look into {{ subject }}.
//! ```
//!
//! `NAME.nb.txt` is the same reply for whoever is written to in `nb`. A name that no ticket has is a mistake with its file and
//! line, and so is a key above the text that is not known: nothing half filled in goes out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minijinja::{Environment, Error, UndefinedBehavior};

use frist_domain::problem::{Problem, ProblemKind, SourcePlace};
use frist_domain::reader::nearest;
use frist_domain::text::clean;
use frist_domain::ticket::check_line;
use frist_domain::ticket::event::Tagged;

use super::files::read_text_up_to;
use super::reply_on_ticket::best;

/// The most MiB of a file.
const MOST_MIB: u64 = 1;
/// The steps that a text may take: one that counts to a million is a mistake.
const FUEL: u64 = 100_000;
/// The keys above the text.
const KEYS: [&str; 7] = ["about", "subject", "wait", "assign", "severity", "tags", "response"];

/// The variables of a text, each with what it stands for.
pub const VARIABLES: [(&str, &str); 10] = [
    ("number", "the ticket's number"),
    ("subject", "its subject"),
    ("customer", "who reported it"),
    ("organisation", "whom they belong to"),
    ("vendor", "the vendor"),
    ("plan", "the plan"),
    ("severity", "the severity"),
    ("assignee", "who works on it"),
    ("me", "who writes the letter"),
    ("address", "the desk's own address"),
];

/// A canned reply, as its file says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CannedReply {
    /// Its name.
    pub name: String,
    /// The tag of the language that it is in; none for the one that holds where there is none of the language.
    pub language: Option<String>,
    /// Its file.
    pub file: PathBuf,
    /// What it is for, in a line.
    pub about: Option<String>,
    /// What it does besides.
    pub actions: ReplyActions,
    /// The subject as it is written, with the number of its line.
    subject: Option<(usize, String)>,
    /// The text as it is written, with the number of its first line.
    text: (usize, String),
}

/// What a canned reply does besides saying something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReplyActions {
    /// Whether the ticket waits for whom it goes to.
    pub waits: bool,
    /// The name of the person who works on it then; `me` and `none` as the command line has them.
    pub assign: Option<String>,
    /// The id of its severity then.
    pub severity: Option<String>,
    /// The tags that it puts on the ticket, and takes off it.
    pub tags: Tagged,
    /// Whether it is not to count as the response.
    pub is_no_response: bool,
}

/// A canned reply with its variables filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderedReply {
    /// The subject, where it has one of its own.
    pub subject: Option<String>,
    /// The text.
    pub text: String,
}

/// Reads all of a folder, by name, and what is wrong with those that cannot be used; none where there is no such folder.
pub fn replies(folder: &Path) -> (Vec<CannedReply>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    for file in files {
        match CannedReply::load(&file) {
            Ok(reply) => found.push(reply),
            Err(wrong) => problems.push(wrong),
        }
    }
    (found, problems)
}

/// Returns the reply of that name in that language, else the one that holds for every language.
///
/// # Errors
///
/// If there is none, or it cannot be used.
pub fn reply_named(folder: &Path, name: &str, language: Option<&str>) -> Result<CannedReply, Problem> {
    let (found, problems) = replies(folder);
    if let Some(reply) = best(&found, name, language) {
        return Ok(reply.clone());
    }
    let is_of_name = |problem: &&Problem| {
        let file = Path::new(problem.file()).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        file.is_some_and(|stem| stem == name || stem.starts_with(&format!("{name}.")))
    };
    if let Some(problem) = problems.iter().find(is_of_name) {
        return Err(problem.clone());
    }
    let hint = match nearest(name, found.iter().map(|reply| reply.name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("frist replies list shows the ones there are; they are files in {}", folder.display()),
    };
    Err(Problem::new(ProblemKind::NotFound, format!("there is no canned reply called {}", clean(name)), hint))
}

impl CannedReply {
    fn load(file: &Path) -> Result<Self, Problem> {
        let text = read_text_up_to(file, MOST_MIB)?;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let (name, language) = match stem.rsplit_once('.') {
            Some((name, language)) => (name.to_owned(), Some(language.to_lowercase())),
            None => (stem, None),
        };
        let mut reply = Self {
            name,
            language,
            file: file.to_owned(),
            about: None,
            actions: ReplyActions::default(),
            subject: None,
            text: (1, text),
        };
        reply.read_head()?;
        reply.check()?;
        Ok(reply)
    }

    /// Takes the keys above the text out of it. Without one in the first line there are none.
    fn read_head(&mut self) -> Result<(), Problem> {
        let text = std::mem::take(&mut self.text.1).replace("\r\n", "\n");
        let mut lines = text.split_inclusive('\n');
        let is_head = text.lines().next().and_then(key_of).is_some();
        let mut taken = 0;
        while is_head && let Some(line) = lines.next() {
            taken += 1;
            let line = line.trim();
            if line.is_empty() {
                break;
            }
            let Some((key, value)) = key_of(line) else {
                let hint = "write key: value, and an empty line above the text";
                return Err(self.wrong(taken, "this is no key of a canned reply", hint));
            };
            self.set(taken, key, value)?;
        }
        self.text = (taken + 1, lines.collect::<String>().trim_end().to_owned());
        Ok(())
    }

    fn set(&mut self, line: usize, key: &str, value: &str) -> Result<(), Problem> {
        check_line(value).map_err(|error| self.wrong(line, &format!("{key}: {}", error.message()), error.hint()))?;
        match key {
            "about" => self.about = Some(value.to_owned()),
            "subject" => self.subject = Some((line, value.to_owned())),
            "wait" => self.actions.waits = self.flag(line, key, value)?,
            "response" => self.actions.is_no_response = !self.flag(line, key, value)?,
            "assign" => self.actions.assign = Some(value.to_owned()),
            "severity" => self.actions.severity = Some(value.to_owned()),
            "tags" => {
                let tags = Tagged::of_words(value);
                self.actions.tags = tags.map_err(|error| self.wrong(line, &error.message, &error.hint))?;
            }
            _ => {
                let hint = nearest(key, KEYS).map_or_else(
                    || format!("the keys are {}; an empty line above the text ends them", KEYS.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(self.wrong(line, &format!("a canned reply has no key {}", clean(key)), &hint));
            }
        }
        Ok(())
    }

    fn flag(&self, line: usize, key: &str, value: &str) -> Result<bool, Problem> {
        match value {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(line, &format!("{key} is yes or no"), &format!("write {key}: yes"))),
        }
    }

    /// Checks that it can be filled in for any ticket, also one that lacks what a ticket may lack.
    fn check(&self) -> Result<(), Problem> {
        for value in ["x", ""] {
            let values = VARIABLES.iter().map(|(name, _)| ((*name).to_owned(), value.to_owned())).collect();
            self.render(&values)?;
        }
        Ok(())
    }

    /// Fills in the variables.
    ///
    /// # Errors
    ///
    /// If a name is not known, or the text cannot be read, with its file and line.
    pub fn render(&self, values: &BTreeMap<String, String>) -> Result<RenderedReply, Problem> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let render = |(line, text): &(usize, String)| {
            environment.render_str(text, values).map_err(|error| self.not_rendered(*line, &error))
        };
        let subject = self.subject.as_ref().map(render).transpose()?;
        let subject = subject.map(|subject| clean(subject.trim()).into_owned());
        Ok(RenderedReply { subject, text: render(&self.text)?.trim().to_owned() })
    }

    fn not_rendered(&self, begins: usize, error: &Error) -> Problem {
        let line = begins + error.line().unwrap_or(1) - 1;
        let names: Vec<&str> = VARIABLES.iter().map(|(name, _)| *name).collect();
        match error.kind() {
            minijinja::ErrorKind::UndefinedError => {
                let hint = format!("the names are {}", names.join(", "));
                self.wrong(line, "there is no such name", &hint)
            }
            minijinja::ErrorKind::OutOfFuel => self.wrong(line, "the text takes too long", "leave the loop out"),
            _ => {
                let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
                self.wrong(line, &clean(&detail), "write {{ name }}, or {% if name %} … {% endif %}")
            }
        }
    }

    fn wrong(&self, line: usize, message: &str, hint: &str) -> Problem {
        let place = SourcePlace { file: self.file.display().to_string(), line: Some(line), ..SourcePlace::default() };
        Problem::refused(message, hint).at(place)
    }

    /// Returns the text as it is written, without what stands above it.
    pub fn written(&self) -> &str {
        &self.text.1
    }
}

/// Returns key and value of a line such as `wait: yes`; a key is one word.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase());
    is_key.then_some((key, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_language;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn values() -> BTreeMap<String, String> {
        let value = |name: &str| if name == "customer" { "{{ me }} & Kari".to_owned() } else { format!("<{name}>") };
        VARIABLES.iter().map(|(name, _)| ((*name).to_owned(), value(name))).collect()
    }

    fn problem(text: &str) -> String {
        let folder = folder(&[("x.txt", text)]);
        let text = reply_named(folder.path(), "x", None).unwrap_err().to_string();
        text.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn a_reply_is_filled_in_and_what_stands_above_it_is_what_it_does() {
        let text = "about: First answer\nsubject: On {{ number }}\nwait: yes\nassign: me\nseverity: minor\ntags: Disk, -new\nresponse: no\n\n\
                    Hello {{ customer }},\n{% if organisation %}of {{ organisation }}{% endif %}\n\n\n";
        let folder = folder(&[("first.txt", text)]);
        let reply = reply_named(folder.path(), "first", None).unwrap();
        assert_eq!(reply.about.as_deref(), Some("First answer"));
        let actions = ReplyActions {
            waits: true,
            assign: Some("me".into()),
            severity: Some("minor".into()),
            tags: Tagged { add: vec!["disk".into()], remove: vec!["new".into()] },
            is_no_response: true,
        };
        assert_eq!(reply.actions, actions);
        let rendered = reply.render(&values()).unwrap();
        // What a variable stands for is text and is not read again.
        assert_eq!(rendered.text, "Hello {{ me }} & Kari,\nof <organisation>");
        assert_eq!(rendered.subject.as_deref(), Some("On <number>"));
    }

    #[test]
    fn a_text_without_keys_is_all_text() {
        let folder = folder(&[("plain.txt", "Hello, all: it is fixed.\n")]);
        let reply = reply_named(folder.path(), "plain", None).unwrap();
        assert_eq!(reply.render(&values()).unwrap().text, "Hello, all: it is fixed.");
        assert_eq!(reply.actions, ReplyActions::default());
    }

    #[test]
    fn the_language_of_the_person_is_chosen_where_it_is_there() {
        let folder = folder(&[("a.txt", "Hello"), ("a.nb.txt", "Hei"), ("b.nl.txt", "Hallo")]);
        let text = |name: &str, language: Option<&str>| {
            reply_named(folder.path(), name, language).unwrap().written().to_owned()
        };
        assert_eq!(text("a", Some("nb-NO")), "Hei");
        assert_eq!(text("a", Some("de")), "Hello");
        assert_eq!(text("a", None), "Hello");
        assert_eq!(text("b", Some("en")), "Hallo");
    }

    #[test]
    fn a_list_has_each_reply_once() {
        let folder = folder(&[("a.txt", "Hello"), ("a.nb.txt", "Hei"), ("b.nl.txt", "Hallo"), ("c.txt", "Bye")]);
        let (found, _) = replies(folder.path());
        let texts =
            |language| in_language(&found, language).iter().map(|it| it.written()).collect::<Vec<_>>().join(" ");
        assert_eq!((texts(Some("nb")), texts(None)), ("Hei Hallo Bye".into(), "Hello Hallo Bye".into()));
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        assert_eq!(
            problem("Hello\n{{ custmer }}\n"),
            "x.txt:2: there is no such name; the names are number, subject, customer, organisation, vendor, plan, \
             severity, assignee, me, address"
        );
        assert!(problem("about: x\n\nHello\n{{ custmer }}\n").starts_with("x.txt:4: there is no such name"));
        assert!(problem("subject: {{ nothing }}\n\nHello\n").starts_with("x.txt:1: there is no such name"));
        assert!(problem("{% if customer %}\nx\n").starts_with("x.txt:"));
        assert!(
            problem("{% for x in range(9) %}{% for x in range(99999) %}a{% endfor %}{% endfor %}").contains("x.txt:1")
        );
        assert_eq!(problem("waits: yes\n\nHello\n"), "x.txt:1: a canned reply has no key waits; did you mean `wait`?");
        assert!(problem("wait: perhaps\n\nHello\n").starts_with("x.txt:1: wait is yes or no"));
        assert!(problem("wait: yes\nHello\n").starts_with("x.txt:2: this is no key of a canned reply"));
        assert!(problem("label: a\n\nHello\n").starts_with("x.txt:1: a canned reply has no key label"));
        let no_tag = "x.txt:1: `12` cannot be a tag; write a word of letters, digits and -, with a letter in it";
        assert_eq!(problem("tags: disk, 12\n\nHello\n"), no_tag);
        assert!(problem("{% include 'other' %}").starts_with("x.txt:1: "));
    }

    #[test]
    fn one_that_is_wrong_does_not_stop_the_others() {
        let folder = folder(&[("a.txt", "Hello"), ("b.txt", "{{"), ("c.md", "no reply")]);
        let (found, problems) = replies(folder.path());
        assert_eq!((found.len(), problems.len()), (1, 1));
        let error = reply_named(folder.path(), "aa", None).unwrap_err();
        assert_eq!(error.hint, "did you mean `a`?");
        assert!(replies(&folder.path().join("nowhere")).0.is_empty());
    }
}

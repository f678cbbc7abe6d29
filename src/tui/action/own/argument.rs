//! Reads an argument of an own command: text with placeholders, each of which becomes text of the same argument. Nothing is
//! split, and no shell reads it.

use crate::domain::text::clean;

/// Something of the ticket, or of the desk, that an argument can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placeholder {
    /// The number of the ticket.
    Ticket,
    /// The subject.
    Subject,
    /// The customer; empty where none is named.
    Customer,
    /// The id of the contract.
    Contract,
    /// The id of the plan.
    Plan,
    /// The id of the severity.
    Severity,
    /// The name of the assignee; empty where nobody is.
    Assignee,
    /// The status, by the word of `frist list --json`.
    Status,
    /// The moment when the next target is due, by RFC 3339; empty where none is.
    Due,
    /// The folder of the store.
    Store,
}

/// The placeholders by their names.
pub(super) const PLACEHOLDERS: [(&str, Placeholder); 10] = [
    ("ticket", Placeholder::Ticket),
    ("subject", Placeholder::Subject),
    ("customer", Placeholder::Customer),
    ("contract", Placeholder::Contract),
    ("plan", Placeholder::Plan),
    ("severity", Placeholder::Severity),
    ("assignee", Placeholder::Assignee),
    ("status", Placeholder::Status),
    ("due", Placeholder::Due),
    ("store", Placeholder::Store),
];

impl Placeholder {
    /// Returns the name in the settings.
    pub fn name(self) -> &'static str {
        PLACEHOLDERS.iter().find(|(_, one)| *one == self).map_or("", |(name, _)| name)
    }
}

/// A part of an argument.
#[derive(Clone, PartialEq, Eq, Debug)]
enum ArgumentPart {
    Text(String),
    Value(Placeholder),
}

/// An argument with its placeholders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Argument {
    parts: Vec<ArgumentPart>,
}

/// What is wrong with an argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ArgumentError {
    /// There is no placeholder of that name.
    Unknown(String),
    /// A brace has no other at its end.
    Unended,
}

impl Argument {
    /// Reads an argument. `{{` and `}}` stand for a brace.
    pub(super) fn parse(text: &str) -> Result<Self, ArgumentError> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                plain.push_str(&from[..1]);
                rest = after;
            } else if let Some(after) = from.strip_prefix('{') {
                let (name, after) = after.split_once('}').ok_or(ArgumentError::Unended)?;
                let known = PLACEHOLDERS.iter().find(|(known, _)| *known == name);
                let (_, value) = known.ok_or_else(|| ArgumentError::Unknown(name.to_owned()))?;
                if !plain.is_empty() {
                    parts.push(ArgumentPart::Text(std::mem::take(&mut plain)));
                }
                parts.push(ArgumentPart::Value(*value));
                rest = after;
            } else {
                plain.push('}');
                rest = &from[1..];
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() || parts.is_empty() {
            parts.push(ArgumentPart::Text(plain));
        }
        Ok(Self { parts })
    }

    /// Returns the argument with these values, without anything in them that drives a terminal.
    pub fn fill(&self, value: &dyn Fn(Placeholder) -> String) -> String {
        let part = |part: &ArgumentPart| match part {
            ArgumentPart::Text(text) => text.clone(),
            ArgumentPart::Value(one) => clean(&value(*one)).into_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Returns the argument with the names of its placeholders.
    pub(super) fn written(&self) -> String {
        self.fill(&|one| format!("{{{}}}", one.name()))
    }

    /// Returns the placeholder that it begins with, if it does.
    pub(super) fn first_value(&self) -> Option<Placeholder> {
        match self.parts.first() {
            Some(ArgumentPart::Value(value)) => Some(*value),
            _ => None,
        }
    }

    /// Returns whether it has a placeholder.
    pub(super) fn has_value(&self) -> bool {
        self.values().next().is_some()
    }

    /// Returns whether it has something of the ticket.
    pub(super) fn is_of_ticket(&self) -> bool {
        self.values().any(|value| value != Placeholder::Store)
    }

    fn values(&self) -> impl Iterator<Item = Placeholder> {
        self.parts.iter().filter_map(|part| match part {
            ArgumentPart::Value(value) => Some(*value),
            ArgumentPart::Text(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, subject: &str) -> String {
        Argument::parse(text).unwrap().fill(&|value| match value {
            Placeholder::Subject => subject.to_owned(),
            Placeholder::Ticket => "7".to_owned(),
            _ => String::new(),
        })
    }

    #[test]
    fn a_placeholder_becomes_text_of_the_same_argument() {
        let subject = "Shop down; rm -rf / \"$(id)\" {ticket}";
        assert_eq!(
            filled("https://t.example/{ticket}?s={subject}", subject),
            format!("https://t.example/7?s={subject}")
        );
        assert_eq!(filled("{subject}", subject), subject);
        assert_eq!(filled("[{customer}]", subject), "[]");
        assert_eq!(filled("", subject), "");
    }

    #[test]
    fn what_drives_a_terminal_is_taken_out_of_a_value() {
        assert_eq!(filled("{subject}", "a\x1b[31mb\nc\0"), "a[31mb c");
    }

    #[test]
    fn doubled_braces_are_braces() {
        assert_eq!(filled("{{\"id\":{ticket}}}", ""), "{\"id\":7}");
        assert_eq!(filled("a } b {{ticket}}", ""), "a } b {ticket}");
    }

    #[test]
    fn what_is_no_placeholder_is_refused() {
        assert_eq!(Argument::parse("x {tiket}"), Err(ArgumentError::Unknown("tiket".to_owned())));
        assert_eq!(Argument::parse("{ ticket }"), Err(ArgumentError::Unknown(" ticket ".to_owned())));
        assert_eq!(Argument::parse("x {ticket"), Err(ArgumentError::Unended));
    }

    #[test]
    fn every_placeholder_has_its_name() {
        for (name, value) in PLACEHOLDERS {
            let argument = Argument::parse(&format!("{{{name}}}")).unwrap();
            assert_eq!((argument.first_value(), value.name()), (Some(value), name));
            assert_eq!(argument.written(), format!("{{{name}}}"));
        }
    }
}

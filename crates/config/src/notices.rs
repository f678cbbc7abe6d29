//! Reads what a person of the staff wants to be told by mail, under `[staff.NAME]`:
//!
//! ```toml
//! [staff.anna]
//! mail = "anna@acme.example"
//! notices = ["assigned", "answered", "near", "breached"]
//! notices_always = true                      # also while at a screen
//! time_zone = "Europe/Oslo"                  # in which her notices name moments
//! ```

use std::collections::BTreeSet;

use frist_domain::ledger::is_address;
use frist_domain::notice::NoticeKind;
use frist_domain::reader::{Node, nearest};
use frist_domain::text::clean;
use frist_domain::time::Zone;

use super::settings::{line_of, zone_of};

/// What somebody wants to be told by mail; nothing unless the settings say so.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoticeWishes {
    /// The address that notices go to.
    pub mail: Option<String>,
    /// What they want to be told of.
    pub kinds: BTreeSet<NoticeKind>,
    /// Whether they want it while they are at a screen too.
    pub always: bool,
    /// The zone in which their notices name moments; none: that of the desk.
    pub zone: Option<Zone>,
}

impl NoticeWishes {
    /// Returns whether there is anything that they want to be told, and where.
    pub fn wants_any(&self) -> bool {
        self.mail.is_some() && !self.kinds.is_empty()
    }

    /// Takes in a key, if it is one of these. A mistake is noted, and then nothing goes out by that key.
    pub(super) fn set(&mut self, key: &str, node: &Node<'_>) -> bool {
        match key {
            "mail" => self.mail = mail_of(node),
            "notices" => self.kinds = kinds_of(node),
            "notices_always" => self.always = node.flag().unwrap_or_default(),
            "time_zone" => self.zone = zone_of(node),
            _ => return false,
        }
        true
    }

    /// Notes where notices are wanted and there is nowhere to send them.
    pub(super) fn check(&self, node: &Node<'_>) {
        if self.mail.is_none() && !self.kinds.is_empty() {
            node.wrong("notices are to go out, and there is no address for them", "write mail = \"name@example.com\"");
        }
    }
}

fn mail_of(node: &Node<'_>) -> Option<String> {
    let text = line_of(node, "mail")?;
    if !is_address(&text) {
        let message = format!("`{}` is not an address that letters can go to", clean(&text));
        node.wrong(&message, "write one such as mail = \"anna@acme.example\"");
        return None;
    }
    Some(text)
}

fn kinds_of(node: &Node<'_>) -> BTreeSet<NoticeKind> {
    let names = || NoticeKind::ALL.map(NoticeKind::key).join(", ");
    if !node.is_list() {
        node.wrong("this is not a list", &format!("write notices = [\"assigned\"]; there are {}", names()));
        return BTreeSet::new();
    }
    let kind = |node: &Node<'_>| {
        let name = node.as_text().unwrap_or_default();
        let kind = NoticeKind::named(name);
        if kind.is_none() {
            let hint = nearest(name, NoticeKind::ALL.map(NoticeKind::key))
                .map_or_else(|| format!("there are {}", names()), |near| format!("did you mean `{near}`?"));
            node.wrong(&format!("there are no notices called `{}`", clean(name)), &hint);
        }
        kind
    };
    node.list("names").iter().filter_map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn read(text: &str) -> (NoticeWishes, Vec<String>) {
        let (settings, problems) = Settings::read("c.toml", &format!("[staff.anna]\n{text}\n"), &[]);
        let wishes = settings.people.notices_of("anna").cloned().unwrap_or_default();
        (wishes, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_somebody_wants_holds_and_nothing_goes_out_unless_they_say_so() {
        let (wishes, problems) = read(
            "mail = \"anna@acme.example\"\nnotices = [\"near\", \"assigned\"]\nnotices_always = true\ntime_zone = \"Asia/Tokyo\"",
        );
        assert_eq!(problems, Vec::<String>::new());
        let expected = NoticeWishes {
            mail: Some("anna@acme.example".into()),
            kinds: [NoticeKind::Assigned, NoticeKind::Near].into(),
            always: true,
            zone: Zone::named("Asia/Tokyo"),
        };
        assert_eq!(wishes, expected);
        assert_eq!(read("mail = \"anna@acme.example\""), (NoticeWishes::default(), vec![]));
    }

    #[test]
    fn a_mistake_is_named_and_sends_nothing() {
        for (text, problem) in [
            (
                "mail = \"anna\"\nnotices = []",
                "c.toml:2: staff.anna.mail: `anna` is not an address that letters can go to; write one such as mail = \"anna@acme.example\"",
            ),
            (
                "mail = \"anna@acme.example\"\nnotices = [\"asigned\"]",
                "c.toml:3: staff.anna.notices: there are no notices called `asigned`; did you mean `assigned`?",
            ),
            (
                "mail = \"anna@acme.example\"\nnotices = \"near\"",
                "c.toml:3: staff.anna.notices: this is not a list; write notices = [\"assigned\"]; there are assigned, answered, near, due, breached",
            ),
            (
                "notices = [\"near\"]",
                "c.toml:1: staff.anna: notices are to go out, and there is no address for them; write mail = \"name@example.com\"",
            ),
        ] {
            assert_eq!(read(text), (NoticeWishes::default(), vec![problem.to_owned()]), "{text}");
        }
    }
}

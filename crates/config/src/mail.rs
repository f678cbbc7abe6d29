//! Reads `[mail]` of the settings: where letters come in, how answers go out, and whom the desk believes.
//!
//! ```toml
//! [mail]
//! address  = "desk@acme.example"             # plus-addresses are made from it
//! secret_file = "mail.secret"                # beside the settings; made where there is none
//! maildir  = "/var/mail/desk"
//! sendmail = ["/usr/sbin/sendmail", "-t", "-i"]
//! trusted_authserv = ["mx.acme.example"]     # whose Authentication-Results count
//! trusted_relays   = ["mx.acme.example"]     # whose Received times count
//! default_contract = "acme"                  # for letters that nothing else decides; none: to the inbox
//! acknowledge = true
//! hold     = "10s"                           # before a letter goes out
//! reopen   = "5bd"                           # how long a letter still belongs to its closed ticket
//! max_size = "50MiB"
//! notices_after = "5min"                     # how long somebody at a screen touches no key before notices go to them
//! notices_together = "1min"                  # how long notices to one person are gathered into one letter
//! ```

use std::path::PathBuf;
use std::time::Duration;

use frist_domain::file::parse_size;
use frist_domain::intake::IntakeDefaults;
use frist_domain::reader::{Node, nearest};

use super::settings::line_of;

const KEYS: [&str; 17] = [
    "address",
    "secret_file",
    "maildir",
    "sendmail",
    "trusted_authserv",
    "trusted_relays",
    "default_contract",
    "default_plan",
    "default_severity",
    "default_impact",
    "default_urgency",
    "acknowledge",
    "hold",
    "reopen",
    "max_size",
    "notices_after",
    "notices_together",
];
/// The longest time that a letter can be held: a person who waits longer thinks that it went.
const LONGEST_HOLD: u64 = 3_600;
/// The longest time without a key, in seconds, for which somebody still counts as at a screen.
const LONGEST_AWAY: u64 = 86_400;
/// The longest time, in business days, in which a letter belongs to its closed ticket.
const LONGEST_REOPEN: u32 = 365;

/// The settings of mail. Those of the process that has the store count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailSettings {
    /// The desk's own address; none where the desk has no mail.
    pub address: Option<String>,
    /// The file with the secret that the desk signs with, beside the settings unless it has a folder of its own.
    pub secret_file: PathBuf,
    /// The maildir that a fetcher fills.
    pub maildir: Option<PathBuf>,
    /// The program that takes a letter on its standard input, and its arguments; none where it was set empty, so that no
    /// letter goes out.
    pub sendmail: Vec<String>,
    /// The names of the servers whose `Authentication-Results` count.
    pub trusted_authserv: Vec<String>,
    /// The names of the servers whose `Received` times count.
    pub trusted_relays: Vec<String>,
    /// What a ticket gets that a letter makes and nothing else decides.
    pub defaults: MailDefaults,
    /// Whether a letter is acknowledged by itself.
    pub acknowledge: bool,
    /// How long a letter is held before it goes out.
    pub hold: Duration,
    /// The number of business days in which a letter still belongs to its closed ticket, in its contract's calendar.
    pub reopen_business_days: u32,
    /// The most bytes of a letter; of a longer one the headers are kept.
    pub max_size: u64,
    /// How long somebody at a screen may touch no key and still gets no notices by mail.
    pub notices_after: Duration,
    /// How long notices to one person are gathered into one letter.
    pub notices_together: Duration,
}

/// The keys of what a ticket gets that a letter makes and nothing else decides.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MailDefaults {
    /// The contract.
    pub contract: Option<String>,
    /// The plan.
    pub plan: Option<String>,
    /// The severity.
    pub severity: Option<String>,
    /// The impact, where severity follows from it.
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    pub urgency: Option<String>,
}

impl From<&MailDefaults> for IntakeDefaults {
    fn from(defaults: &MailDefaults) -> Self {
        let MailDefaults { contract, plan, severity, impact, urgency } = defaults.clone();
        Self { contract, plan, severity, impact, urgency }
    }
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            address: None,
            secret_file: PathBuf::from("mail.secret"),
            maildir: None,
            sendmail: ["/usr/sbin/sendmail", "-t", "-i"].map(str::to_owned).to_vec(),
            trusted_authserv: Vec::new(),
            trusted_relays: Vec::new(),
            defaults: MailDefaults::default(),
            acknowledge: true,
            hold: Duration::from_secs(10),
            reopen_business_days: 5,
            max_size: 50 << 20,
            notices_after: Duration::from_mins(5),
            notices_together: Duration::from_mins(1),
        }
    }
}

impl MailSettings {
    /// Returns whether letters that become tickets are acknowledged: that is wanted, and the desk can send.
    pub fn acknowledges(&self) -> bool {
        self.acknowledge && self.address.is_some() && !self.sendmail.is_empty()
    }

    /// Reads `[mail]`. What cannot be read stays as usual.
    pub(super) fn read(node: &Node<'_>) -> Self {
        let mut mail = Self::default();
        let Some(table) = node.as_table() else {
            node.wrong("this is not a table", "write [mail] and its keys below it");
            return mail;
        };
        for (key, node) in table.entries() {
            mail.set(key, &node.with_path(format!("mail: {key}")));
        }
        mail
    }

    fn set(&mut self, key: &str, node: &Node<'_>) {
        match key {
            "address" => self.address = address_of(node),
            "secret_file" => set(&mut self.secret_file, line_of(node, key).map(PathBuf::from)),
            "maildir" => self.maildir = line_of(node, key).map(PathBuf::from),
            "sendmail" => set(&mut self.sendmail, lines_of(node, key)),
            "trusted_authserv" => set(&mut self.trusted_authserv, lines_of(node, key)),
            "trusted_relays" => set(&mut self.trusted_relays, lines_of(node, key)),
            "default_contract" => self.defaults.contract = line_of(node, key),
            "default_plan" => self.defaults.plan = line_of(node, key),
            "default_severity" => self.defaults.severity = line_of(node, key),
            "default_impact" => self.defaults.impact = line_of(node, key),
            "default_urgency" => self.defaults.urgency = line_of(node, key),
            "acknowledge" => set(&mut self.acknowledge, node.flag()),
            "hold" => set(&mut self.hold, hold_of(node)),
            "notices_together" => set(&mut self.notices_together, together_of(node)),
            "notices_after" => set(&mut self.notices_after, away_of(node)),
            "reopen" => set(&mut self.reopen_business_days, business_days_of(node)),
            "max_size" => match node.as_text().and_then(parse_size) {
                Some(bytes) => self.max_size = bytes,
                None => node.wrong("this is not a size", "write max_size = \"50MiB\", or with KB, MB, GB, KiB or GiB"),
            },
            _ => {
                let keys = || format!("the keys are {}", KEYS.join(", "));
                let hint = nearest(key, KEYS).map_or_else(keys, |near| format!("did you mean `{near}`?"));
                node.wrong("[mail] has no such key", &hint);
            }
        }
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn address_of(node: &Node<'_>) -> Option<String> {
    let text = line_of(node, "address")?;
    let is_address = text.split_once('@').is_some_and(|(name, domain)| {
        let is_plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\,;:\"@".contains(c);
        !name.is_empty()
            && !domain.is_empty()
            && name.chars().all(|c| is_plain(c) && c != '+')
            && domain.chars().all(is_plain)
    });
    if !is_address {
        node.wrong(
            &format!("`{text}` is not an address that letters can come to"),
            "write one such as desk@acme.example, without +",
        );
        return None;
    }
    Some(text)
}

fn lines_of(node: &Node<'_>, key: &str) -> Option<Vec<String>> {
    if !node.is_list() {
        node.wrong("this is not a list", &format!("write {key} = [\"…\"]"));
        return None;
    }
    node.list("texts").iter().map(|node| line_of(node, key)).collect()
}

fn hold_of(node: &Node<'_>) -> Option<Duration> {
    let hint = "write hold = \"10s\", or \"2min\"";
    length_of(node, LONGEST_HOLD, ("a letter is held for an hour at most", hint))
}

fn away_of(node: &Node<'_>) -> Option<Duration> {
    let hint = "write notices_after = \"5min\", or \"0s\" for notices whoever is at a screen";
    length_of(node, LONGEST_AWAY, ("that is more than a day", hint))
}

fn together_of(node: &Node<'_>) -> Option<Duration> {
    let hint = "write notices_together = \"1min\", or \"0s\" for a letter each";
    length_of(node, LONGEST_HOLD, ("notices are gathered for an hour at most", hint))
}

/// Reads a time of seconds or minutes, at most so many seconds; the words are for one that is longer, with the hint.
fn length_of(node: &Node<'_>, most: u64, (longer, hint): (&str, &str)) -> Option<Duration> {
    let text = node.as_text().unwrap_or_default().trim();
    let (number, seconds) = match (text.strip_suffix('s'), text.strip_suffix("min")) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 60),
        (None, None) => ("", 0),
    };
    let seconds = number.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(seconds));
    match seconds {
        Some(seconds) if seconds <= most => Some(Duration::from_secs(seconds)),
        Some(_) => {
            node.wrong(longer, hint);
            None
        }
        None => {
            node.wrong("this is not a length of time", hint);
            None
        }
    }
}

fn business_days_of(node: &Node<'_>) -> Option<u32> {
    let number = node.as_text().and_then(|text| text.trim().strip_suffix("bd")?.trim().parse().ok());
    let days = number.filter(|days| *days <= LONGEST_REOPEN);
    if days.is_none() {
        node.wrong("this is not a number of business days", "write reopen = \"5bd\", at most \"365bd\"");
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn read(text: &str) -> (MailSettings, Vec<String>) {
        let (settings, problems) = Settings::read("c.toml", text, &[]);
        (settings.mail, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_example_and_the_manual_page_have_every_key() {
        let section = |text: &str, begin: &str, end: &str| {
            let rest = text.split_once(begin).map_or("", |(_, rest)| rest).to_owned();
            rest.split_once(end).map(|(section, _)| section.to_owned()).unwrap_or(rest)
        };
        let example = section(include_str!("../../../assets/settings.toml"), "#[mail]\n", "\n#[");
        let manual = section(include_str!("../../../assets/man/frist-config.5"), ".SH [mail]\n", "\n.SH");
        for key in KEYS {
            assert!(example.lines().any(|line| line.split(' ').next() == Some(&format!("#{key}"))), "{key}: {example}");
            let named =
                |line: &str| line.trim_start_matches("\\fB").trim_end_matches("\\fR").split(", ").any(|it| it == key);
            assert!(manual.lines().any(named), "{key}: {manual}");
        }
        let lines: Vec<&str> = example.lines().filter_map(|line| line.strip_prefix('#')).collect();
        let set: Vec<&str> = lines.into_iter().filter(|line| line.contains(" = ")).collect();
        assert_eq!(read(&format!("[mail]\n{}\n", set.join("\n"))).1, Vec::<String>::new());
    }

    #[test]
    fn what_is_set_holds() {
        let (mail, problems) = read(
            "[mail]\naddress = \"desk@acme.example\"\nsecret_file = \"s\"\nmaildir = \"/var/mail/desk\"\n\
             sendmail = [\"msmtp\", \"-t\"]\ntrusted_authserv = [\"mx\"]\ntrusted_relays = [\"mx\", \"b\"]\n\
             default_contract = \"acme\"\ndefault_plan = \"std\"\ndefault_severity = \"low\"\nacknowledge = false\n\
             hold = \"2min\"\nreopen = \"10bd\"\nmax_size = \"1MiB\"\nnotices_after = \"0s\"\nnotices_together = \"2min\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let defaults = ["acme", "std", "low"].map(|text| Some(text.to_owned()));
        let [contract, plan, severity] = defaults;
        let expected = MailSettings {
            address: Some("desk@acme.example".into()),
            secret_file: "s".into(),
            maildir: Some("/var/mail/desk".into()),
            sendmail: vec!["msmtp".into(), "-t".into()],
            trusted_authserv: vec!["mx".into()],
            trusted_relays: vec!["mx".into(), "b".into()],
            defaults: MailDefaults { contract, plan, severity, ..MailDefaults::default() },
            acknowledge: false,
            hold: Duration::from_mins(2),
            reopen_business_days: 10,
            max_size: 1 << 20,
            notices_after: Duration::ZERO,
            notices_together: Duration::from_mins(2),
        };
        assert_eq!(mail, expected);
        assert_eq!(read("").0, MailSettings::default());
    }

    #[test]
    fn each_mistake_is_named_and_leaves_what_is_usual() {
        let lines = [
            ("adress = \"a@b\"", "adress: [mail] has no such key; did you mean `address`?"),
            (
                "address = \"desk+x@b\"",
                "address: `desk+x@b` is not an address that letters can come to; write one such as desk@acme.example, without +",
            ),
            (
                "address = \"desk\"",
                "address: `desk` is not an address that letters can come to; write one such as desk@acme.example, without +",
            ),
            ("sendmail = \"msmtp\"", "sendmail: this is not a list; write sendmail = [\"…\"]"),
            ("acknowledge = \"yes\"", "acknowledge: this is a text; write true or false"),
            ("hold = \"10\"", "hold: this is not a length of time; write hold = \"10s\", or \"2min\""),
            ("hold = \"61min\"", "hold: a letter is held for an hour at most; write hold = \"10s\", or \"2min\""),
            (
                "notices_after = \"2000min\"",
                "notices_after: that is more than a day; write notices_after = \"5min\", or \"0s\" for notices whoever is at a screen",
            ),
            (
                "reopen = \"5d\"",
                "reopen: this is not a number of business days; write reopen = \"5bd\", at most \"365bd\"",
            ),
            (
                "max_size = 50",
                "max_size: this is not a size; write max_size = \"50MiB\", or with KB, MB, GB, KiB or GiB",
            ),
        ];
        for (line, problem) in lines {
            let (mail, problems) = read(&format!("[mail]\n{line}\n"));
            assert_eq!(problems, [format!("c.toml:2: mail: {problem}")]);
            assert_eq!(mail, MailSettings::default(), "{line}");
        }
    }
}

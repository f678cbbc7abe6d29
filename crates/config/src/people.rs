//! The people of the desk, as `[people]` in the settings names them: what each may do, and which account is whose.
//!
//! What is read here decides who may do what, so a mistake never gives more than was meant: whoever has a role that
//! cannot be read only looks, and whoever has an account that cannot be read is known by none.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeString, DeValue};

use frist_domain::text::clean;
use frist_domain::ticket::check_line;

/// What somebody may do on the desk. Each role may do what those before it may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Works on tickets.
    Agent,
    /// Also decides what counts: exclusions, approvals, what others have entered.
    Lead,
}

impl Role {
    /// Every role, the one that may do least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Agent, Self::Lead];

    /// Its name, as the settings have it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Lead => "lead",
        }
    }
}

/// Somebody who works with the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The name that stands on tickets and events.
    pub name: String,
    /// The name to show where there is room.
    pub display: String,
    /// What they may do.
    pub role: Role,
}

/// Everybody that the settings name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    members: BTreeMap<String, Member>,
    /// Whether the settings have something under `people`, readable or not.
    given: bool,
}

/// A person, and whose account is theirs.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Member {
    person: Person,
    /// None: no account is known to be theirs.
    account: Option<Account>,
}

/// An account of this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Account {
    Number(u32),
    Login(String),
}

impl People {
    /// Whether the settings have no `[people]`: nobody is named. If something stands there but nobody could be read from
    /// it, this is false although [`People::iter`] gives nobody: then nobody is known, not everybody welcome.
    pub fn is_empty(&self) -> bool {
        !self.given
    }

    /// The person of exactly that name.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.members.get(name).map(|member| &member.person)
    }

    /// The name to show of somebody: of a person that is not known, the name that stands on tickets.
    pub fn shown(&self, name: &str) -> String {
        self.named(name).map_or(name, |person| &person.display).to_owned()
    }

    /// Whose account that is; `account` is the login name of `uid`, where it has one. If the number is given to one
    /// person and the login name to another, the number counts: the system vouches for that one.
    pub fn of_account(&self, uid: u32, account: Option<&str>) -> Option<&Person> {
        let login = || self.holder(&Account::Login(account?.to_owned()));
        self.holder(&Account::Number(uid)).or_else(login)
    }

    /// Everybody, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.members.values().map(|member| &member.person)
    }

    /// Everybody whose account is given by its login name, with that.
    pub fn logins(&self) -> impl Iterator<Item = (&Person, &str)> {
        self.members.values().filter_map(|member| match &member.account {
            Some(Account::Login(login)) => Some((&member.person, login.as_str())),
            Some(Account::Number(_)) | None => None,
        })
    }

    /// Everybody who has exactly that role, by name.
    pub fn with_role(&self, role: Role) -> Vec<&Person> {
        self.iter().filter(|person| person.role == role).collect()
    }

    fn holder(&self, account: &Account) -> Option<&Person> {
        let member = self.members.values().find(|member| member.account.as_ref() == Some(account))?;
        Some(&member.person)
    }

    /// These people, as somebody else's settings name them; whose account is whose, only that one knows.
    pub fn named_elsewhere(people: impl IntoIterator<Item = Person>) -> Self {
        let member = |person: Person| (person.name.clone(), Member { person, account: None });
        let members: BTreeMap<_, _> = people.into_iter().map(member).collect();
        Self { given: !members.is_empty(), members }
    }

    /// There is something about people in the settings, and it cannot be read.
    pub(super) fn unreadable() -> Self {
        Self { members: BTreeMap::new(), given: true }
    }

    /// Reads the value of `people`, whose key is at byte `at`. `broken` are the bytes at which the file's syntax is wrong.
    ///
    /// Gives what can be used, and a sentence for everything that cannot, with the byte that it is about.
    pub(super) fn read(value: &DeValue<'_>, at: usize, broken: &[usize]) -> (Self, Vec<(usize, String)>) {
        let Some(table) = value.as_table() else {
            let why = "people: this is not a table; write [people.NAME] and their keys below it";
            return (Self::unreadable(), vec![(at, why.to_owned())]);
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut reading = Reading { people: Self::default(), wrong: Vec::new() };
        for (place, (key, value)) in entries.iter().enumerate() {
            let end = entries.get(place + 1).map_or(usize::MAX, |(next, _)| next.span().start);
            let lines = key.span().start..end;
            reading.person(key, value.get_ref(), is_whole(&lines, broken));
        }
        reading.people.given = !entries.is_empty();
        (reading.people, reading.wrong)
    }
}

/// Whether the syntax is right in those bytes.
fn is_whole(lines: &Range<usize>, broken: &[usize]) -> bool {
    !broken.iter().any(|at| lines.contains(at))
}

/// `[people]` while it is read, in the order of the file.
struct Reading {
    people: People,
    wrong: Vec<(usize, String)>,
}

impl Reading {
    /// Takes in one person. A key that is missing has its usual value only where the person's lines are `whole`: in broken
    /// ones it may have been there and been lost.
    fn person(&mut self, key: &Spanned<DeString<'_>>, value: &DeValue<'_>, whole: bool) {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let path = format!("people.{}", clean(name));
        let table = match check_name(name).and_then(|()| value.as_table().ok_or_else(no_person)) {
            Ok(table) => table,
            Err(why) => return self.wrong.push((at, format!("{path}: {why}"))),
        };
        if !whole {
            let why = "a line of this person cannot be read; mend it: until then a role not given is viewer, an account not given none";
            self.wrong.push((at, format!("{path}: {why}")));
        }
        let mut member = Member::new(name, whole);
        let mut account_at = at;
        for (key, value) in table {
            let (key, at) = (key.get_ref().as_ref(), key.span().start);
            let set = member.set(key, value.get_ref());
            self.wrong.extend(set.err().map(|why| (at, format!("{path}.{}: {why}", clean(key)))));
            if key == "account" {
                account_at = at;
            }
        }
        if let Some(why) = self.give_up_shared(&mut member) {
            self.wrong.push((account_at, format!("{path}.account: {why}")));
        }
        self.people.members.insert(name.to_owned(), member);
    }

    /// An account that somebody before has stays theirs.
    fn give_up_shared(&self, member: &mut Member) -> Option<String> {
        let first = &self.people.holder(member.account.as_ref()?)?.name;
        let account = member.account.take()?.words();
        let second = &member.person.name;
        Some(format!("`{account}` is the account of {first} already; give {second} another with account = \"…\""))
    }
}

impl Member {
    fn new(name: &str, whole: bool) -> Self {
        let role = if whole { Role::Agent } else { Role::Viewer };
        let person = Person { name: name.to_owned(), display: name.to_owned(), role };
        Self { person, account: whole.then(|| Account::of(name)) }
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        match key {
            "name" => self.person.display = display(value)?,
            "role" => {
                self.person.role = Role::Viewer;
                self.person.role = role(value)?;
            }
            "account" => {
                self.account = None;
                self.account = Some(account(value)?);
            }
            _ => return Err("this is not known of a person; the keys are name, role and account".to_owned()),
        }
        Ok(())
    }
}

impl Account {
    /// A number is a uid, everything else a login name.
    fn of(text: &str) -> Self {
        let number = text.parse().ok().filter(|number: &u32| number.to_string() == text);
        number.map_or_else(|| Self::Login(text.to_owned()), Self::Number)
    }

    fn words(&self) -> String {
        match self {
            Self::Number(uid) => uid.to_string(),
            Self::Login(name) => name.clone(),
        }
    }
}

/// A name that can stand on tickets: it is compared letter by letter, so that space around it would be a trap.
fn check_name(name: &str) -> Result<(), String> {
    check_line(name).map_err(|e| e.to_string())?;
    if name.trim() == name { Ok(()) } else { Err("there is space around the name; take it out".to_owned()) }
}

fn no_person() -> String {
    "this is not a person; write [people.NAME] and below it role = \"agent\"".to_owned()
}

fn display(value: &DeValue<'_>) -> Result<String, String> {
    let text = value.as_str().ok_or("this is not a text; write name = \"…\"")?;
    check_line(text).map(|()| text.trim().to_owned()).map_err(|e| e.to_string())
}

fn role(value: &DeValue<'_>) -> Result<Role, String> {
    let text = value.as_str().ok_or("this is not a text; write role = \"agent\"")?;
    Role::ALL.into_iter().find(|role| role.words() == text).ok_or_else(|| {
        let roles = Role::ALL.map(Role::words).join(", ");
        format!("there is no role `{}`, so they only look; the roles are {roles}", clean(text))
    })
}

fn account(value: &DeValue<'_>) -> Result<Account, String> {
    let hint = "write account = \"login name\" or a uid number";
    if let Some(number) = value.as_integer() {
        let uid = u32::from_str_radix(number.as_str(), number.radix());
        return uid.map(Account::Number).map_err(|_| format!("this is not the number of an account; {hint}"));
    }
    let text = value.as_str().ok_or_else(|| format!("this is not an account; {hint}"))?;
    check_line(text).map(|()| Account::of(text.trim())).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests;

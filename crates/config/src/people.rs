//! Reads who works at the desk, as `[staff]` in the settings names them: what each may do, and which account is whose.
//!
//! What is read here decides who may do what, so a mistake never gives more than was meant: a person with a role that
//! cannot be read only looks, and an account that cannot be read is known as nobody's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::notices::NoticeWishes;
use super::settings::line_of;
use frist_domain::reader::{Node, nearest};
use frist_domain::text::clean;
use frist_domain::ticket::check_line;

const KEYS: [&str; 7] = ["name", "role", "account", "mail", "notices", "notices_always", "time_zone"];
const ACCOUNT_HINT: &str = "write account = \"login name\" or a uid number";

/// What a person may do at the desk. Each role may do what those before it may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May only look.
    Viewer,
    /// May work on tickets.
    Agent,
    /// May also decide what counts: exclusions, approvals, what others have entered.
    Lead,
}

impl Role {
    /// Every role, the one that may do least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Agent, Self::Lead];

    /// Returns the role's name, as the settings have it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Lead => "lead",
        }
    }
}

/// A person who works with the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The name that stands on tickets and events.
    pub name: String,
    /// The name to show where there is room.
    pub display: String,
    /// The person's role.
    pub role: Role,
}

/// All people that the settings name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    members: BTreeMap<String, StaffMember>,
    /// Whether the settings have something under `staff`, readable or not.
    given: bool,
}

/// A person, and the account that is theirs.
#[derive(Clone, PartialEq, Eq, Debug)]
struct StaffMember {
    person: Person,
    /// The person's account, or none where no account is known to be theirs.
    account: Option<Account>,
    /// What they want to be told by mail.
    notices: NoticeWishes,
}

/// An account of this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Account {
    Number(u32),
    Login(String),
}

impl People {
    /// Returns whether the settings have no `[staff]`: nobody is named. If something is there but no person could be
    /// read from it, this is false although [`People::iter`] gives none: then nobody is known, not everybody welcome.
    pub fn is_empty(&self) -> bool {
        !self.given
    }

    /// Returns the person of exactly that name, if there is one.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.members.get(name).map(|member| &member.person)
    }

    /// Returns the name to show of a person; of one that is not known it is the name that stands on tickets.
    pub fn shown(&self, name: &str) -> String {
        self.named(name).map_or(name, |person| &person.display).to_owned()
    }

    /// Returns the person whose account that is; `account` is the login name of `uid`, where it has one. If the number
    /// is given to one person and the login name to another, the number counts: the system vouches for that one.
    pub fn of_account(&self, uid: u32, account: Option<&str>) -> Option<&Person> {
        let login = || self.holder(&Account::Login(account?.to_owned()));
        self.holder(&Account::Number(uid)).or_else(login)
    }

    /// Returns all people, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.members.values().map(|member| &member.person)
    }

    /// Returns all people whose account is given by its login name, with that name.
    pub fn logins(&self) -> impl Iterator<Item = (&Person, &str)> {
        self.members.values().filter_map(|member| match &member.account {
            Some(Account::Login(login)) => Some((&member.person, login.as_str())),
            Some(Account::Number(_)) | None => None,
        })
    }

    /// Returns all people who have exactly that role, by name.
    pub fn with_role(&self, role: Role) -> Vec<&Person> {
        self.iter().filter(|person| person.role == role).collect()
    }

    /// Returns what each person wants to be told by mail who wants anything, by name.
    pub fn notice_wishes(&self) -> impl Iterator<Item = (&Person, &NoticeWishes)> {
        self.members
            .values()
            .filter(|member| member.notices.wants_any())
            .map(|member| (&member.person, &member.notices))
    }

    /// Returns what the person of exactly that name wants to be told by mail, if they want anything.
    pub fn notices_of(&self, name: &str) -> Option<&NoticeWishes> {
        self.members.get(name).map(|member| &member.notices).filter(|notices| notices.wants_any())
    }

    fn holder(&self, account: &Account) -> Option<&Person> {
        let member = self.members.values().find(|member| member.account.as_ref() == Some(account))?;
        Some(&member.person)
    }

    /// Makes the list of these people, as the settings of the store's owner name them; whose account is whose, only the
    /// owner knows.
    pub fn named_elsewhere(people: impl IntoIterator<Item = Person>) -> Self {
        let member = |person: Person| {
            (person.name.clone(), StaffMember { person, account: None, notices: NoticeWishes::default() })
        };
        let members: BTreeMap<_, _> = people.into_iter().map(member).collect();
        Self { given: !members.is_empty(), members }
    }

    /// Makes what stands for settings that say something about people which cannot be read.
    pub(super) fn unreadable() -> Self {
        Self { members: BTreeMap::new(), given: true }
    }

    /// Takes in `[staff]`, or `[people]` as it was called: `key` says which. A mistake is noted, and everything else
    /// holds.
    pub(super) fn read(&mut self, key: &str, node: &Node<'_>) {
        let Some(table) = node.as_table() else {
            node.wrong("this is not a table", "write [staff.NAME] and their keys below it");
            self.given = true;
            return;
        };
        let entries = table.entries();
        self.given |= !entries.is_empty();
        for (place, (name, node)) in entries.iter().enumerate() {
            let next = entries.get(place + 1).map(|(_, next)| next);
            self.add_person((key, name), node, node.is_whole(next));
        }
    }

    /// Takes in one person. A key that is missing has its usual value only where the person's lines are `whole`: in
    /// broken ones it may have been there and been lost.
    fn add_person(&mut self, (key, name): (&str, &str), node: &Node<'_>, whole: bool) {
        let path = format!("{key}.{}", clean(name));
        let node = node.clone().with_path(&*path);
        if !is_name(name, &node) {
            return;
        }
        let Some(table) = node.as_table() else {
            return node.wrong("this is not a person", "write [staff.NAME] and below it role = \"agent\"");
        };
        if !whole {
            let hint = "correct it: until then a missing role is viewer, and a missing account none";
            node.wrong("a line of this person cannot be read", hint);
        }
        let mut member = StaffMember::new(name, whole);
        let mut account = node.clone().with_path(format!("{path}.account"));
        for (key, node) in table.entries() {
            let node = node.with_path(format!("{path}.{}", clean(key)));
            member.set(key, &node);
            if key == "account" {
                account = node;
            }
        }
        if let Some(first) = self.members.get_mut(name) {
            first.person.role = first.person.role.min(member.person.role);
            return node.wrong("this person stands in [people] and in [staff]", "keep the one in [staff]");
        }
        self.give_up_shared(&mut member, &account);
        member.notices.check(&node);
        self.members.insert(name.to_owned(), member);
    }

    /// Takes the account away from a person if somebody before has the same one, and notes that.
    fn give_up_shared(&self, member: &mut StaffMember, node: &Node<'_>) {
        let Some(first) = member.account.as_ref().and_then(|account| self.holder(account)) else { return };
        let Some(account) = member.account.take() else { return };
        let message = format!("`{}` is the account of {} already", account.words(), first.name);
        node.wrong(&message, &format!("give {} another with account = \"…\"", member.person.name));
    }
}

impl StaffMember {
    fn new(name: &str, whole: bool) -> Self {
        let role = if whole { Role::Agent } else { Role::Viewer };
        let person = Person { name: name.to_owned(), display: name.to_owned(), role };
        Self { person, account: whole.then(|| Account::of(name)), notices: NoticeWishes::default() }
    }

    /// Takes in one key. A role or an account that is wrong is never replaced by the usual one.
    fn set(&mut self, key: &str, node: &Node<'_>) {
        match key {
            "name" => {
                if let Some(display) = line_of(node, key) {
                    self.person.display = display;
                }
            }
            "role" => self.person.role = role(node).unwrap_or(Role::Viewer),
            "account" => self.account = account(node),
            key if self.notices.set(key, node) => {}
            _ => {
                let hint = nearest(key, KEYS).map_or_else(
                    || format!("the keys are {}", KEYS.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                node.wrong("a person has no such key", &hint);
            }
        }
    }
}

impl Account {
    /// Reads a number as a uid and anything else as a login name.
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

/// Returns whether the name can be on tickets, and notes where it cannot. It is compared letter by letter, so that
/// space around it would be a trap.
fn is_name(name: &str, node: &Node<'_>) -> bool {
    if let Err(error) = check_line(name) {
        node.wrong(&error.message(), error.hint());
        return false;
    }
    if name.trim() != name {
        node.wrong("there is space around the name", "take it out");
        return false;
    }
    true
}

fn role(node: &Node<'_>) -> Option<Role> {
    let Some(text) = node.as_text() else {
        node.wrong("this is not a text", "write role = \"agent\"");
        return None;
    };
    let role = Role::ALL.into_iter().find(|role| role.words() == text);
    if role.is_none() {
        let message = format!("there is no role `{}`, so they only look", clean(text));
        node.wrong(&message, &format!("the roles are {}", Role::ALL.map(Role::words).join(", ")));
    }
    role
}

fn account(node: &Node<'_>) -> Option<Account> {
    if node.is_number() {
        let number = node.as_number().map(Account::Number);
        if number.is_none() {
            node.wrong("this is not the number of an account", ACCOUNT_HINT);
        }
        return number;
    }
    let Some(text) = node.as_text() else {
        node.wrong("this is not an account", ACCOUNT_HINT);
        return None;
    };
    check_line(text).map_err(|error| node.wrong(&error.message(), error.hint())).ok()?;
    Some(Account::of(text.trim()))
}

#[cfg(test)]
mod tests;

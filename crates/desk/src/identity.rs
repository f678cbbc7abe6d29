//! Tells who asks: the system says which account is at the other end, and the settings say which person that is. What
//! somebody says of themselves counts only from the account that the desk runs under.

use frist_config::{People, Person, Role};
use frist_domain::text::clean;

use super::wire::Claim;
use super::{Problem, ProblemKind};

/// An account of this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Account {
    pub(super) uid: u32,
    /// The account's login name, where it has one.
    pub(super) name: Option<String>,
}

/// Returns the person behind an account. `own` is the account that the desk runs under.
///
/// * From the desk's own account a claim is believed: `--as` must name one of the people, where there are any; the
///   settings' name may be anything. A person who is in no list has every right there: the files are theirs.
/// * From another account no claim counts. Where there are people, an account that is none of theirs is turned away.
pub(super) fn identify(people: &People, own: u32, account: &Account, claim: Option<&Claim>) -> Result<Person, Problem> {
    let listed = people.of_account(account.uid, account.name.as_deref());
    if account.uid != own {
        return match (claim, listed) {
            (Some(Claim::As(_)), _) => Err(claim_refused(account)),
            (_, Some(person)) => Ok(person.clone()),
            (_, None) if people.is_empty() => Ok(unlisted(&account.said(), Role::Agent)),
            (_, None) => Err(stranger(people, account)),
        };
    }
    match claim {
        Some(Claim::As(name)) if people.is_empty() => Ok(unlisted(name, Role::Lead)),
        Some(Claim::As(name)) => people.named(name).cloned().ok_or_else(|| nobody(people, name)),
        Some(Claim::Name(name)) => Ok(people.named(name).cloned().unwrap_or_else(|| unlisted(name, Role::Lead))),
        None => Ok(listed.cloned().unwrap_or_else(|| unlisted(&account.said(), Role::Lead))),
    }
}

impl Account {
    fn said(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("uid {}", self.uid))
    }
}

fn unlisted(name: &str, role: Role) -> Person {
    Person { name: name.to_owned(), display: name.to_owned(), role }
}

fn claim_refused(account: &Account) -> Problem {
    let message = format!("--as counts only from the account that the desk runs under, and you are {}", account.said());
    Problem::new(ProblemKind::NotAllowed, message, "leave --as out: the desk knows you by your account")
}

fn nobody(people: &People, name: &str) -> Problem {
    let message = format!("there is nobody called `{}` at this desk", clean(name));
    Problem::new(ProblemKind::NotAllowed, message, whom_to_ask(people))
}

fn stranger(people: &People, account: &Account) -> Problem {
    let message = format!("the account {} is not on this desk's staff", clean(&account.said()));
    Problem::new(ProblemKind::NotAllowed, message, whom_to_ask(people))
}

fn whom_to_ask(people: &People) -> String {
    match people.with_role(Role::Lead).first() {
        Some(lead) => format!("ask {} to add it under [staff] of the desk's settings", clean(&lead.display)),
        None => "the person who runs the desk can add it under [staff] of its settings".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_config::Settings;

    const OWN: u32 = 500;

    fn people() -> People {
        let text = "[staff.anna]\nname = \"Anna Berg\"\nrole = \"lead\"\naccount = \"aberg\"\n[staff.ola]\n\
                    [staff.vy]\nrole = \"viewer\"\naccount = \"700\"\n";
        let (settings, problems) = Settings::read("c.toml", text, &[]);
        assert_eq!(problems, []);
        settings.people
    }

    fn account(uid: u32, name: &str) -> Account {
        Account { uid, name: (!name.is_empty()).then(|| name.to_owned()) }
    }

    fn known(people: &People, uid: u32, name: &str, claim: Option<&Claim>) -> Result<(String, Role), String> {
        let found = identify(people, OWN, &account(uid, name), claim);
        found.map(|person| (person.name, person.role)).map_err(|error| error.to_string())
    }

    #[test]
    fn an_account_is_the_person_that_the_settings_say_whatever_it_says_itself() {
        let people = people();
        let named = |name: &str| Some(Claim::Name(name.to_owned()));
        assert_eq!(known(&people, 600, "aberg", None), Ok(("anna".into(), Role::Lead)));
        assert_eq!(known(&people, 601, "ola", named("anna").as_ref()), Ok(("ola".into(), Role::Agent)));
        assert_eq!(known(&people, 700, "", named("anna").as_ref()), Ok(("vy".into(), Role::Viewer)));
        let stranger = known(&people, 602, "mallory", named("anna").as_ref()).unwrap_err();
        assert!(stranger.contains("mallory is not on this desk's staff; ask Anna Berg"), "{stranger}");
    }

    #[test]
    fn a_name_given_with_as_counts_only_from_the_desks_own_account() {
        let people = people();
        let as_anna = || Some(Claim::As("anna".to_owned()));
        assert_eq!(known(&people, OWN, "desk", as_anna().as_ref()), Ok(("anna".into(), Role::Lead)));
        let refused = known(&people, 601, "ola", as_anna().as_ref()).unwrap_err();
        assert!(refused.starts_with("--as counts only from the account that the desk runs under, and you are ola"));
        let nobody = known(&people, OWN, "desk", Some(&Claim::As("eve".to_owned()))).unwrap_err();
        assert!(nobody.starts_with("there is nobody called `eve`"), "{nobody}");
    }

    #[test]
    fn the_desks_own_account_may_do_everything_under_any_name() {
        for people in [people(), People::default()] {
            assert_eq!(known(&people, OWN, "desk", None), Ok(("desk".into(), Role::Lead)));
            let kari = Some(Claim::Name("kari".to_owned()));
            assert_eq!(known(&people, OWN, "desk", kari.as_ref()), Ok(("kari".into(), Role::Lead)));
        }
        assert_eq!(known(&people(), OWN, "desk", Some(&Claim::Name("vy".into()))), Ok(("vy".into(), Role::Viewer)));
    }

    #[test]
    fn where_nobody_is_named_every_account_that_gets_in_works_under_its_own_name() {
        assert_eq!(known(&People::default(), 601, "ola", None), Ok(("ola".into(), Role::Agent)));
        assert_eq!(known(&People::default(), 601, "", None), Ok(("uid 601".into(), Role::Agent)));
        assert_eq!(known(&People::default(), OWN, "desk", Some(&Claim::As("x".into()))), Ok(("x".into(), Role::Lead)));
    }
}

//! How the vendor is reached, and what it calls our tickets.

use regex::Regex;

use crate::language::Language;

/// The contents of `[vendor_side]`. Nothing of it is promised, so it is read from the newest file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VendorSide {
    /// The regular expression of the vendor's own numbers for tickets.
    pub case_pattern: Option<String>,
    /// The address of a case on the web; `{case}` stands for the vendor's number.
    pub portal: Option<String>,
    /// The address that mail goes to.
    pub mail: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The people to turn to, in the order of the file.
    pub contacts: Vec<VendorContact>,
    /// The language that documents for the vendor are written in; English where the file names none.
    pub language: Option<Language>,
}

/// A person or a duty of the vendor's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VendorContact {
    /// The name of the person or the duty.
    pub name: String,
    /// The number to call.
    pub phone: Option<String>,
    /// The address that mail goes to.
    pub mail: Option<String>,
    /// The level at which the contact is turned to, in the desk's own word.
    pub level: Option<String>,
}

impl VendorSide {
    /// Returns the language that documents for the vendor are written in, where nobody chooses another.
    pub fn documents(&self) -> Language {
        self.language.unwrap_or_default()
    }

    /// Returns whether a text is a case number as the file says that they look; any is where it says nothing.
    pub fn is_case(&self, text: &str) -> bool {
        self.pattern().is_none_or(|pattern| {
            Regex::new(&format!("^(?:{})$", pattern.as_str())).is_ok_and(|whole| whole.is_match(text))
        })
    }

    /// Returns the case numbers in a text, each once, in their order; none where the file does not say how they look. A part
    /// of a longer word or number is none.
    pub fn cases_in<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let Some(pattern) = self.pattern() else { return Vec::new() };
        let mut found: Vec<&str> = Vec::new();
        for case in pattern.find_iter(text) {
            let before = text[..case.start()].chars().next_back();
            let after = text[case.end()..].chars().next();
            let stands_alone = !before.into_iter().chain(after).any(char::is_alphanumeric);
            if stands_alone && !found.contains(&case.as_str()) {
                found.push(case.as_str());
            }
        }
        found
    }

    /// Returns whether an address is of a domain that the file names for the vendor's mail or one of its contacts.
    pub fn is_theirs(&self, address: &str) -> bool {
        let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        let mut named = self.mail.iter().chain(self.contacts.iter().filter_map(|contact| contact.mail.as_ref()));
        domain(address).is_some_and(|of| named.any(|known| domain(known).as_ref() == Some(&of)))
    }

    /// Returns the address of that case on the web, where the file has one; without a case, that of the portal if it needs none.
    pub fn portal_of(&self, case: Option<&str>) -> Option<String> {
        let portal = self.portal.as_ref()?;
        match case {
            Some(case) => Some(portal.replace("{case}", &encoded(case))),
            None => (!portal.contains("{case}")).then(|| portal.clone()),
        }
    }

    fn pattern(&self) -> Option<Regex> {
        // The file was read with it, so it is one.
        Regex::new(self.case_pattern.as_deref()?).ok()
    }

    /// Returns whether the file says nothing of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Writes a case number as a part of an address on the web.
fn encoded(case: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    case.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_stand_alone_and_are_whole() {
        let side = VendorSide { case_pattern: Some("INC\\d{7}|CS\\d+".into()), ..VendorSide::default() };
        assert_eq!(
            side.cases_in("Re: INC0012345, [CS77] and INC0012345; XINC0012346 INC00123467"),
            ["INC0012345", "CS77"]
        );
        assert!(side.is_case("INC0012345") && !side.is_case("INC0012345 ") && !side.is_case("INC00123456"));
        assert!(VendorSide::default().is_case("77/a") && VendorSide::default().cases_in("77").is_empty());
    }

    #[test]
    fn a_portal_has_an_address_for_each_case() {
        let of = |portal: &str| VendorSide { portal: Some(portal.into()), ..VendorSide::default() };
        let portal = of("https://acme.example/c/{case}?x=1");
        assert_eq!(portal.portal_of(Some("7/a b")).as_deref(), Some("https://acme.example/c/7%2Fa%20b?x=1"));
        assert_eq!(portal.portal_of(None), None);
        assert_eq!(of("https://acme.example").portal_of(None).as_deref(), Some("https://acme.example"));
    }

    #[test]
    fn senders_are_known_by_the_domains_of_mail_and_contacts() {
        let contact =
            VendorContact { name: "Duty".into(), phone: None, mail: Some("d@duty.example".into()), level: None };
        let side = VendorSide { mail: Some("s@Acme.example".into()), contacts: vec![contact], ..VendorSide::default() };
        assert!(side.is_theirs("per@acme.example") && side.is_theirs("d@duty.example"));
        assert!(
            !side.is_theirs("per@notacme.example") && !side.is_theirs("") && !VendorSide::default().is_theirs("a@b")
        );
    }
}

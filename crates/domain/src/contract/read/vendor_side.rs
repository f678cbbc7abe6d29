//! Reads `short` and `[vendor_side]`: what belongs to no promise, and helps to find and to reach the vendor.

use regex::RegexBuilder;

use crate::contract::model::{VendorContact, VendorSide};
use crate::language::Language;
use crate::reader::{Node, Table};
use crate::text::width;

const KEYS: [&str; 6] = ["case_pattern", "portal", "mail", "phone", "contacts", "language"];
const CONTACT_KEYS: [&str; 4] = ["name", "phone", "mail", "level"];
/// The most columns of a short name (contract format).
const SHORT: usize = 8;
/// The most bytes that a pattern may need once it is compiled, so that none takes the memory of a desk.
const PATTERN_BYTES: usize = 1 << 20;
/// The fewest digits of a number that can be called.
const DIGITS: usize = 3;
/// What stands for the vendor's number in the address of a case.
const CASE: &str = "{case}";

/// Reads the name for narrow lists.
pub(super) fn short(node: &Node<'_>) -> Option<String> {
    let text = node.filled()?.trim();
    let columns = width(text);
    if columns > SHORT {
        let hint = format!("write at most {SHORT}: narrow lists have no more room for it");
        node.wrong(&format!("`{text}` takes {columns} columns"), &hint);
        return None;
    }
    Some(text.to_owned())
}

/// Reads `[vendor_side]`.
pub(super) fn vendor_side(node: &Node<'_>) -> VendorSide {
    let Some(table) = node.table(&KEYS) else { return VendorSide::default() };
    VendorSide {
        case_pattern: table.get("case_pattern").and_then(|node| case_pattern(&node)),
        portal: table.get("portal").and_then(|node| portal(&node)),
        mail: table.get("mail").and_then(|node| mail(&node)),
        phone: table.get("phone").and_then(|node| phone(&node)),
        contacts: table.get("contacts").map(|node| contacts(&node)).unwrap_or_default(),
        language: table.get("language").and_then(|node| language(&node)),
    }
}

fn language(node: &Node<'_>) -> Option<Language> {
    let text = node.filled()?;
    let language = Language::of_tag(text);
    if language.is_none() {
        node.wrong(&format!("no document is written in `{text}`"), "write en, no or nl");
    }
    language
}

fn case_pattern(node: &Node<'_>) -> Option<String> {
    let text = node.filled()?;
    let hint = "write what its numbers look like, such as 'INC\\d{7}' in single quotes";
    match RegexBuilder::new(text).size_limit(PATTERN_BYTES).build() {
        Err(error) => node.wrong(&format!("`{text}` is no pattern: {}", in_brief(&error)), hint),
        // It would find a number in every text.
        Ok(pattern) if pattern.is_match("") => node.wrong(&format!("`{text}` fits a text without a number"), hint),
        Ok(_) => return Some(text.to_owned()),
    }
    None
}

/// Returns what is wrong with a pattern, without the drawing of where.
fn in_brief(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        error => {
            let said = error.to_string();
            said.rsplit_once("error: ").map_or(said.as_str(), |(_, brief)| brief).trim().to_owned()
        }
    }
}

fn portal(node: &Node<'_>) -> Option<String> {
    let text = node.filled()?;
    let hint = "write https://support.acme.example/case/{case}";
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) || text.contains(char::is_whitespace) {
        node.wrong(&format!("`{text}` is no address on the web"), hint);
        return None;
    }
    if text.replace(CASE, "").contains(['{', '}']) {
        node.wrong(&format!("only {CASE} stands for something in `{text}`"), hint);
        return None;
    }
    Some(text.to_owned())
}

fn mail(node: &Node<'_>) -> Option<String> {
    let text = node.filled()?;
    let good = |(user, host): (&str, &str)| !user.is_empty() && !host.is_empty() && !host.contains('@');
    if !text.split_once('@').is_some_and(good) || text.contains(char::is_whitespace) {
        node.wrong(&format!("`{text}` is no address for mail"), "write support@acme.example");
        return None;
    }
    Some(text.to_owned())
}

fn phone(node: &Node<'_>) -> Option<String> {
    let text = node.filled()?.trim();
    if text.chars().filter(char::is_ascii_digit).count() < DIGITS {
        node.wrong(&format!("`{text}` is no number to call"), "write it with its country, as +47 22 00 00 00");
        return None;
    }
    Some(text.to_owned())
}

/// Reads the contacts; each can be called or written to.
fn contacts(node: &Node<'_>) -> Vec<VendorContact> {
    node.tables(&CONTACT_KEYS).iter().filter_map(contact).collect()
}

fn contact(table: &Table<'_>) -> Option<VendorContact> {
    let name = table.need("name", "write name = \"Duty manager\"").and_then(|node| node.filled());
    let (by_phone, by_mail) = (table.get("phone"), table.get("mail"));
    if by_phone.is_none() && by_mail.is_none() {
        let message = "this contact can be neither called nor written to";
        table.wrong("phone", message, "write phone = \"+47 22 00 00 01\" or mail = \"duty@acme.example\"");
    }
    Some(VendorContact {
        phone: by_phone.and_then(|node| phone(&node)),
        mail: by_mail.and_then(|node| mail(&node)),
        level: table.get("level").and_then(|node| node.filled()).map(str::to_owned),
        name: name?.to_owned(),
    })
}

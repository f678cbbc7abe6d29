//! Says in words how a vendor is reached, and who made the holidays that its hours count with.

use crate::contract::calendar::Calendars;
use crate::contract::model::{Contract, VendorContact};

/// Returns how the vendor is reached, as names and values: only what the file says.
pub fn vendor_side_in_words(contract: &Contract) -> Vec<(&'static str, String)> {
    let side = &contract.vendor_side;
    let said = [
        ("phone", side.phone.clone()),
        ("mail", side.mail.clone()),
        ("portal", side.portal.clone()),
        ("documents", side.language.map(|language| format!("in {}", language.name()))),
        ("case numbers", side.case_pattern.as_ref().map(|pattern| format!("look like {pattern}"))),
    ];
    let contacts = side.contacts.iter().map(|contact| ("contact", contact_in_words(contact)));
    said.into_iter().filter_map(|(name, value)| Some((name, value?))).chain(contacts).collect()
}

/// Returns how the vendor is reached about a ticket, as names and values: the number to call, the address of its case on the web,
/// the contacts. Only what the file says; the address needs the case's number where it has a place for it.
pub fn vendor_reached_for(contract: &Contract, case: Option<&str>) -> Vec<(&'static str, String)> {
    let side = &contract.vendor_side;
    let said = [("call", side.phone.clone()), ("portal", side.portal_of(case))];
    let contacts = side.contacts.iter().map(|contact| ("contact", contact_in_words(contact)));
    said.into_iter().filter_map(|(name, value)| Some((name, value?))).chain(contacts).collect()
}

fn contact_in_words(contact: &VendorContact) -> String {
    let level = contact.level.as_ref().map(|level| format!(" ({level})")).unwrap_or_default();
    let ways: Vec<&str> = [&contact.phone, &contact.mail].into_iter().flatten().map(String::as_str).collect();
    format!("{}{level}: {}", contact.name, ways.join(", "))
}

/// Returns each holiday calendar that any hours of the contract count with: its id, its name, and its source where it
/// names one.
pub fn calendars_in_words(contract: &Contract, calendars: &Calendars) -> Vec<(String, String)> {
    let said = |id: &str| {
        let words = calendars.get(id).map_or_else(
            || "there is no file of it any more; what was kept of it counts".to_owned(),
            |calendar| match calendar.source.as_str() {
                "" => calendar.name.clone(),
                source => format!("{}; source: {source}", calendar.name),
            },
        );
        (id.to_owned(), words)
    };
    contract.calendars().into_iter().map(said).collect()
}

//! How far a sender is to be believed.
//!
//! Anybody can write `Authentication-Results`. Those count that have the name of a trusted server and stand where only trusted servers
//! could write: above the `Received` with which the first of them took the letter from outside. A letter without any `Received` came
//! over no network: the mail system of this host itself handed it over, and the first result at the top is its own.

use frist_domain::letter::Trust;

use crate::judge::{MailRules, is_named};
use crate::letter::AuthenticationMethod::{self, Dkim, Dmarc, Spf};
use crate::letter::{Authenticated, AuthenticationResults, Letter, Received};

/// Returns how far the address of `From` is to be believed.
pub(super) fn of(letter: &Letter, rules: &MailRules) -> Trust {
    let domain = letter.from.as_ref().and_then(|from| Some(from.address.rsplit_once('@')?.1));
    let domain = domain.map(|domain| domain.trim_end_matches('.').to_ascii_lowercase());
    let (Some(domain), false) = (domain, letter.has_many_senders) else { return Trust::Unknown };
    let results: Vec<&Authenticated> = counted(letter, rules).into_iter().flat_map(|found| &found.results).collect();
    let says = |method: AuthenticationMethod, wanted: &str| {
        results.iter().any(|found| found.method == method && found.result == wanted && is_about(found, &domain))
    };
    if says(Dmarc, "pass") {
        return Trust::Verified;
    }
    if says(Dmarc, "fail") {
        return Trust::Failed;
    }
    if says(Dkim, "pass") || says(Spf, "pass") {
        return Trust::Verified;
    }
    if says(Dkim, "fail") || says(Spf, "fail") { Trust::Failed } else { Trust::Unknown }
}

/// Returns the results that count: those above the entrance, and where there are none, and the settings say that the server writes
/// there, the first below it, before anything that a sender writes. Without an entrance only that first one counts.
fn counted<'a>(letter: &'a Letter, rules: &MailRules) -> Vec<&'a AuthenticationResults> {
    let ours = letter.authentication.iter().filter(|found| is_named(&found.authserv, &rules.trusted_authserv));
    let Some(entrance) = entrance(&letter.received, rules) else {
        return ours.filter(|found| found.is_in_trace).take(1).collect();
    };
    let above: Vec<&AuthenticationResults> = ours.clone().filter(|found| found.received_above <= entrance).collect();
    if !above.is_empty() || !rules.results_below {
        return above;
    }
    ours.filter(|found| found.received_above == entrance + 1 && found.is_in_trace).take(1).collect()
}

/// Returns the place, from 0, of the `Received` with which the letter came in from outside: the last of those at the top whose
/// servers are trusted and took it from each other. Without any of these it is the topmost one: above that nothing of a sender's can
/// stand. None where there is no `Received` at all.
fn entrance(received: &[Received], rules: &MailRules) -> Option<usize> {
    let is_trusted = |server: Option<&String>| {
        server.is_some_and(|name| is_named(name, &rules.trusted_relays) || is_named(name, &rules.trusted_authserv))
    };
    let Some(top) = received.iter().position(|received| is_trusted(received.by.as_ref())) else {
        return (!received.is_empty()).then_some(0);
    };
    let mut entrance = top;
    while let Some(below) = received.get(entrance + 1) {
        if !is_trusted(below.by.as_ref()) || !is_trusted(received[entrance].from.as_ref()) {
            break;
        }
        entrance += 1;
    }
    Some(entrance)
}

/// Returns whether a result is about the domain of the sender. One that names no domain proves nothing: it could be about any. One for a domain above it holds as well, as that one gave the name
/// away; one for a domain below it is DMARC's to judge, which knows whose names these are.
fn is_about(found: &Authenticated, domain: &str) -> bool {
    match &found.domain {
        None => found.method == AuthenticationMethod::Dmarc && found.result == "fail",
        Some(about) if found.method == AuthenticationMethod::Dmarc => about == domain,
        Some(about) => {
            let is_above =
                about.contains('.') && domain.strip_suffix(about.as_str()).is_some_and(|rest| rest.ends_with('.'));
            about == domain || (is_above && found.result == "pass")
        }
    }
}

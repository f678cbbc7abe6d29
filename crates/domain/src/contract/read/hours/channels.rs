//! Reads the names of channels, and finds those that mean a common one in another spelling.

use crate::reader::{Node, nearest, snake_case};
use crate::ticket::CHANNELS;

/// What people also call the common channels.
const OTHER_WORDS: [(&str, &str); 19] = [
    ("telephone", "phone"),
    ("tel", "phone"),
    ("telefon", "phone"),
    ("call", "phone"),
    ("calls", "phone"),
    ("phone_call", "phone"),
    ("hotline", "phone"),
    ("e_mail", "email"),
    ("mail", "email"),
    ("e_post", "email"),
    ("epost", "email"),
    ("website", "web"),
    ("web_site", "web"),
    ("web_form", "web"),
    ("webform", "web"),
    ("live_chat", "chat"),
    ("customer_portal", "portal"),
    ("support_portal", "portal"),
    ("web_portal", "portal"),
];

/// Reads channels. A name of the contract's own may be anything but a common channel in other words: a report by that one
/// would start no clock.
pub(in crate::contract::read) fn channel_names(node: &Node<'_>) -> Vec<String> {
    let names = node.name_nodes();
    for (name, node) in &names {
        if let Some(common) = common(name) {
            let message = format!("`{name}` is another channel than `{common}`, and a report by that starts no clock");
            node.wrong_from_now_on(&message, &format!("did you mean `{common}`?"));
        }
    }
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// Returns the common channel that a name stands for, where it is none itself.
fn common(name: &str) -> Option<&'static str> {
    if CHANNELS.contains(&name) {
        return None;
    }
    let plain = snake_case(name);
    let known = OTHER_WORDS.iter().find(|(word, _)| *word == plain).map(|(_, channel)| *channel);
    known.or_else(|| nearest(name, CHANNELS))
}

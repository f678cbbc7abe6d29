//! Turns HTML into plain text, within bounds.
//!
//! `html2text` builds a tree as a browser would, which hostile HTML makes slow and deep. What is too large or too deep for it is
//! freed of its tags alone; nothing is lost that way but the layout.

use std::panic::catch_unwind;

use html2text::config::{Config, with_decorator};
use html2text::render::TextDecorator;

use super::charset::Decoded;

/// The most bytes of HTML that are read with their layout.
const MOST_BYTES: usize = 1 << 20;
/// The most tags.
const MOST_TAGS: usize = 40_000;
/// The most tags within each other.
const MOST_DEPTH: usize = 300;
/// The most bytes of HTML that are read at all.
const MOST_STRIPPED: usize = 16 << 20;
/// Texts are wrapped where they are shown, not here.
const WIDTH: usize = 100_000;
/// The most characters of a rule across the page, and of an address of a link.
const RULE: usize = 40;
const MOST_LINK: usize = 300;
/// What stands around a link's text and before its address until it is known whether the address has to be shown. Nobody may use
/// these in a letter to any purpose.
const LINK: [char; 3] = ['\u{e000}', '\u{e001}', '\u{e002}'];
/// Tags that have no end.
const EMPTY: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Tags that the next of their kind ends.
const ENDED: [&str; 9] = ["p", "li", "td", "th", "tr", "option", "dt", "dd", "tbody"];

/// Returns the text of the HTML.
pub(super) fn text_of(html: &str) -> Decoded {
    let html = html.replace(LINK, "");
    if !is_moderate(&html) {
        let fault = Some("Its HTML is too large or too deep to be shown with its layout.".to_owned());
        return Decoded { text: stripped(&html), fault };
    }
    let rendered = catch_unwind(|| config().string_from_read(html.as_bytes(), WIDTH).ok()).ok().flatten();
    match rendered {
        Some(text) => Decoded { text: tidy(&with_links(&text)), fault: None },
        None => {
            let fault = Some("Its HTML could not be read with its layout.".to_owned());
            Decoded { text: stripped(&html), fault }
        }
    }
}

fn config() -> Config<Plain> {
    with_decorator(Plain::default()).raw_mode(true).no_link_wrapping().allow_width_overflow()
}

fn stripped(html: &str) -> String {
    let mut end = html.len().min(MOST_STRIPPED);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    mail_parser::decoders::html::html_to_text(&html[..end])
}

fn is_moderate(html: &str) -> bool {
    if html.len() > MOST_BYTES {
        return false;
    }
    let (mut tags, mut depth) = (0, 0_usize);
    for rest in html.split('<').skip(1) {
        tags += 1;
        let is_end = rest.starts_with('/');
        let name: String = rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() || EMPTY.contains(&name.as_str()) || ENDED.contains(&name.as_str()) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        if tags > MOST_TAGS || depth > MOST_DEPTH {
            return false;
        }
    }
    true
}

/// Shows an address behind a link's text, where it says something else.
fn with_links(text: &str) -> String {
    let [begin, middle, end] = LINK;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        out.push_str(before);
        let Some((inner, behind)) = after.split_once(end) else {
            rest = after;
            continue;
        };
        let (label, address) = inner.split_once(middle).unwrap_or((inner, ""));
        out.push_str(label);
        if says_more(label, address) {
            out.push_str(&format!(" <{}>", super::fields::shorten(address.to_owned(), MOST_LINK)));
        }
        rest = behind;
    }
    out.push_str(rest);
    out.replace(LINK, "")
}

fn says_more(label: &str, address: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches('/').to_lowercase();
        let text = text.trim_start_matches("mailto:").trim_start_matches("tel:").trim_start_matches("https://");
        text.trim_start_matches("http://").trim_start_matches("www.").to_owned()
    };
    let is_shown =
        ["http:", "https:", "mailto:", "tel:", "ftp:"].iter().any(|kind| address.to_lowercase().starts_with(kind));
    is_shown && !label.trim().is_empty() && bare(label) != bare(address)
}

/// Shortens rules, and leaves one blank line of several.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    for line in text.lines() {
        let line = line.trim_end();
        blanks = if line.is_empty() { blanks + 1 } else { 0 };
        if blanks > 1 {
            continue;
        }
        let is_rule = line.chars().count() > RULE && line.chars().all(|c| c == '─');
        out.push_str(if is_rule {
            "────────────────────────────────────────"
        } else {
            line
        });
        out.push('\n');
    }
    out
}

/// Plain text as a person would have typed it.
#[derive(Clone, Default)]
struct Plain {
    links: Vec<String>,
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.links.push(url.chars().filter(|c| !c.is_whitespace() && !LINK.contains(c)).collect());
        (LINK[0].to_string(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        format!("{}{}{}", LINK[1], self.links.pop().unwrap_or_default(), LINK[2])
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _: &str, title: &str) -> (String, ()) {
        (if title.trim().is_empty() { String::new() } else { format!("[{}]", title.trim()) }, ())
    }

    fn header_prefix(&self, _: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "* ".to_owned()
    }

    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{i}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self::default()
    }

    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
}

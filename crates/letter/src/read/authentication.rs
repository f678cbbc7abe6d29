//! Reads `Authentication-Results` (RFC 8601), and the form in which large hosts write the same above their own `Received`
//! (`ARC-Authentication-Results`, RFC 8617).

use frist_domain::text::clean;

use crate::letter::{Authenticated, AuthenticationMethod, AuthenticationResults};

/// The most results of one field that are read.
const MOST_RESULTS: usize = 50;

/// Reads the value of one field, in one line, above which so many `Received` stand. None where it names no server.
pub(super) fn read(value: &str, received_above: usize) -> Option<AuthenticationResults> {
    let plain = without_comments(value);
    let mut parts = plain.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut first = parts.next()?;
    if first.to_ascii_lowercase().starts_with("i=") {
        first = parts.next()?;
    }
    let authserv = first.split_whitespace().next()?.trim_matches('"').trim_end_matches('.').to_ascii_lowercase();
    if authserv.contains('=') {
        return None;
    }
    let results = parts.filter_map(result).take(MOST_RESULTS).collect();
    Some(AuthenticationResults { authserv, received_above, results })
}

/// Reads `method=result property=value …`.
fn result(part: &str) -> Option<Authenticated> {
    let mut words = words(part).into_iter();
    let (method, result) = words.next()?;
    let method = match method.split('/').next()?.trim() {
        "spf" => AuthenticationMethod::Spf,
        "dkim" => AuthenticationMethod::Dkim,
        "dmarc" => AuthenticationMethod::Dmarc,
        _ => return None,
    };
    let mut domain = None;
    for (property, value) in words {
        // The domain that signed is `header.d`; `header.i` may be a part of it, and stands alone with some servers.
        let (counts, is_best) = match (method, property.as_str()) {
            (AuthenticationMethod::Spf, "smtp.mailfrom" | "smtp.mail")
            | (AuthenticationMethod::Dkim, "header.d")
            | (AuthenticationMethod::Dmarc, "header.from") => (true, true),
            (AuthenticationMethod::Dkim, "header.i") => (true, false),
            _ => (false, false),
        };
        if counts && (is_best || domain.is_none()) {
            domain = domain_of(&value);
        }
    }
    Some(Authenticated { method, result, domain })
}

fn domain_of(value: &str) -> Option<String> {
    let domain = value.rsplit('@').next()?.trim_matches(['<', '>']).trim_end_matches('.').to_ascii_lowercase();
    (!domain.is_empty() && domain.len() <= 253 && clean(&domain) == domain).then_some(domain)
}

/// Returns the pairs around `=`, names and values without quotation marks, names in small letters.
fn words(part: &str) -> Vec<(String, String)> {
    let spaced = part.replace(" =", "=").replace("= ", "=");
    let pair = |word: &str| {
        let (name, value) = word.split_once('=')?;
        Some((name.to_ascii_lowercase(), value.trim_matches('"').to_ascii_lowercase()))
    };
    spaced.split_whitespace().filter_map(pair).collect()
}

/// Leaves out comments, which may stand within each other, and what separates in quotation marks: neither says anything.
fn without_comments(value: &str) -> String {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match c {
            '\\' => is_escaped = true,
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted && depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            ';' | '=' | ' ' if is_quoted => out.push('_'),
            c => out.push(c),
        }
        if depth > 0 && c == '(' {
            out.push(' ');
        }
    }
    out
}

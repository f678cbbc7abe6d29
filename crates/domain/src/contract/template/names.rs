//! Makes the id of a contract, a severity or a plan of its name.

/// The endings of companies' names that say nothing in an id.
const COMPANY_FORMS: [&str; 12] = ["as", "asa", "ab", "aps", "bv", "gmbh", "ag", "inc", "ltd", "llc", "oy", "plc"];

/// Returns the id that a name gives: `Acme Hosting AS` is `acme-hosting`. Empty where it has no letter or digit that an id may
/// have.
pub fn id_from_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(plain).collect();
    let mut words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.last().is_some_and(|last| COMPANY_FORMS.contains(last)) {
        words.pop();
    }
    words.join("-")
}

/// Returns the plain letter for one with a mark.
const fn plain(c: char) -> char {
    match c {
        'å' | 'ä' | 'à' | 'á' | 'â' | 'ã' | 'æ' => 'a',
        'ø' | 'ö' | 'ò' | 'ó' | 'ô' | 'õ' | 'œ' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' | 'ù' | 'ú' | 'û' => 'u',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ç' => 'c',
        'ñ' => 'n',
        'ß' => 's',
        other => other,
    }
}

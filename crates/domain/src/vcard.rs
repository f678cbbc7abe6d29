//! Reads and writes vCards: what address books hand over of people (RFC 6350, version 4.0; RFC 2426, version 3.0).
//!
//! Of a card it takes names, addresses, phones, organisation, language and note, and passes over everything else.

/// What a card says of somebody.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Card {
    /// The names; the first is the one that is shown.
    pub names: Vec<String>,
    /// The mail addresses.
    pub addresses: Vec<String>,
    /// The phone numbers.
    pub phones: Vec<String>,
    /// The name of the organisation.
    pub organisation: Option<String>,
    /// The language, as a tag of RFC 5646.
    pub language: Option<String>,
    /// The note.
    pub note: Option<String>,
}

/// The most bytes of a line that is written, before it is folded (RFC 6350, section 3.2).
const LINE: usize = 75;

/// Returns each card of a text with the line that it begins in, from 1; or what is wrong with it, in words. Cards of groups
/// and organisations are left out.
pub fn read_cards(text: &str) -> Vec<(usize, Result<Card, String>)> {
    let mut cards = Vec::new();
    let mut open: Option<(usize, CardReader)> = None;
    for (number, line) in unfolded(text) {
        let Some(property) = Property::parse(&line) else {
            if let Some((_, reader)) = &mut open {
                reader.wrong.get_or_insert_with(|| format!("line {number} is no property: it has no colon"));
            }
            continue;
        };
        match (property.name.as_str(), &mut open) {
            ("BEGIN", _) if property.is("VCARD") => {
                if let Some((begun, _)) = open.replace((number, CardReader::default())) {
                    cards.push((begun, Err("the card has no end".to_owned())));
                }
            }
            ("END", Some(_)) if property.is("VCARD") => {
                let ended = open.take().and_then(|(begun, reader)| Some((begun, reader.card()?)));
                cards.extend(ended);
            }
            (_, Some((_, reader))) => reader.take(&property),
            (_, None) => {}
        }
    }
    cards.extend(open.map(|(begun, _)| (begun, Err("the card has no end".to_owned()))));
    cards
}

/// Returns whether a text begins as a file of cards does.
pub fn is_vcard(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().map(str::trim).find(|line| !line.is_empty());
    first.is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// Writes a card of version 4.0.
pub fn write_card(card: &Card) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| text.push_str(&folded(&format!("{name}:{}", escaped(value))));
    line("BEGIN", "VCARD");
    line("VERSION", "4.0");
    for (place, name) in card.names.iter().enumerate() {
        line(if place == 0 { "FN" } else { "NICKNAME" }, name);
    }
    card.addresses.iter().for_each(|address| line("EMAIL", address));
    card.phones.iter().for_each(|phone| line("TEL", phone));
    card.organisation.iter().for_each(|organisation| line("ORG", organisation));
    card.language.iter().for_each(|language| line("LANG", language));
    card.note.iter().for_each(|note| line("NOTE", note));
    line("END", "VCARD");
    text
}

/// What has been read of a card so far.
#[derive(Default)]
struct CardReader {
    card: Card,
    /// The name put together of its parts, for a card that shows none.
    of_parts: Option<String>,
    is_of_person: Option<bool>,
    wrong: Option<String>,
}

impl CardReader {
    fn take(&mut self, property: &Property) {
        let text = || unescaped(&property.value);
        match property.name.as_str() {
            "VERSION" if !matches!(property.value.trim(), "3.0" | "4.0") => {
                let version = property.value.trim().chars().filter(|c| !c.is_control()).take(20).collect::<String>();
                self.wrong = Some(format!("it is of version {version}; save it as version 3.0 or 4.0"));
            }
            "KIND" => self.is_of_person = Some(property.is("individual")),
            "FN" => self.card.names.insert(0, text()),
            "NICKNAME" => self.card.names.push(text()),
            "N" => self.of_parts = Some(name_of_parts(property)),
            "EMAIL" => self.card.addresses.push(without_scheme(&text(), "mailto:")),
            "TEL" => self.card.phones.push(without_scheme(&text(), "tel:")),
            "ORG" => {
                let first = property.parts().into_iter().next().filter(|name| !name.is_empty());
                self.card.organisation = self.card.organisation.take().or(first);
            }
            "LANG" => self.card.language = self.card.language.take().or_else(|| Some(text())),
            "NOTE" => self.card.note = self.card.note.take().or_else(|| Some(text())),
            _ => {}
        }
    }

    /// Returns the card; none where it is not a person's.
    fn card(mut self) -> Option<Result<Card, String>> {
        if self.is_of_person == Some(false) {
            return None;
        }
        if let Some(wrong) = self.wrong {
            return Some(Err(wrong));
        }
        if self.card.names.iter().all(|name| name.trim().is_empty()) {
            self.card.names.extend(self.of_parts);
        }
        self.card.names.retain(|name| !name.trim().is_empty());
        Some(if self.card.names.is_empty() { Err("it has no name (FN or N)".to_owned()) } else { Ok(self.card) })
    }
}

/// Returns the name of its parts (family, given, additional, prefixes, suffixes) as it is said.
fn name_of_parts(property: &Property) -> String {
    let parts = property.parts();
    let order = [3, 1, 2, 0, 4];
    let said = order.iter().filter_map(|place| parts.get(*place)).filter(|part| !part.is_empty());
    said.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn without_scheme(text: &str, scheme: &str) -> String {
    let begins = text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    if begins { text[scheme.len()..].split(';').next().unwrap_or_default().to_owned() } else { text.to_owned() }
}

/// One property of a card.
struct Property {
    /// The name in capitals, without the group before it.
    name: String,
    value: String,
}

impl Property {
    /// Reads a line; none where it has no colon outside of quotes.
    fn parse(line: &str) -> Option<Self> {
        let mut in_quotes = false;
        let colon = line.char_indices().find(|(_, c)| {
            in_quotes ^= *c == '"';
            *c == ':' && !in_quotes
        });
        let (head, value) = line.split_at(colon?.0);
        let name = head.split(';').next().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name).trim().to_uppercase();
        Some(Self { name, value: value[1..].to_owned() })
    }

    fn is(&self, value: &str) -> bool {
        self.value.trim().eq_ignore_ascii_case(value)
    }

    /// Returns the parts that semicolons separate, each without its escapes.
    fn parts(&self) -> Vec<String> {
        let (mut parts, mut part, mut escape) = (Vec::new(), String::new(), false);
        for letter in self.value.chars() {
            if letter == ';' && !escape {
                parts.push(unescaped(&std::mem::take(&mut part)));
                continue;
            }
            escape = letter == '\\' && !escape;
            part.push(letter);
        }
        parts.push(unescaped(&part));
        parts
    }
}

/// Returns a value without its escapes.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text.trim().to_owned()
}

/// Returns the lines of a text, those that were folded put together again, each with the number of its first line.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => lines.push((place + 1, line.to_owned())),
        }
    }
    lines.retain(|(_, line)| !line.trim().is_empty());
    lines
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace(',', "\\,").replace(';', "\\;")
}

/// Returns a line with its end, folded where it is long; no letter is parted.
fn folded(line: &str) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for letter in line.chars().filter(|c| *c != '\r') {
        if length + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Result<Card, String> {
        let mut cards = read_cards(text);
        assert_eq!(cards.len(), 1, "{text}");
        cards.remove(0).1
    }

    #[test]
    fn cards_of_both_versions_are_read() {
        let outlook = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Nord;Kari;;Dr.;\r\nFN:Kari Nord\r\nORG:Acme\\, Inc.;Sales\r\n\
                       item1.EMAIL;type=INTERNET;type=\"a:b\":kari@acme.example\r\nTEL;TYPE=CELL:+47 911\r\n\
                       NOTE:two\\nlines\\; and m\r\n ore\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n";
        let card = one(outlook).unwrap();
        assert_eq!(card.names, ["Kari Nord"]);
        assert_eq!(card.organisation.as_deref(), Some("Acme, Inc."));
        assert_eq!((card.addresses, card.phones), (vec!["kari@acme.example".to_owned()], vec!["+47 911".to_owned()]));
        assert_eq!(card.note.as_deref(), Some("two\nlines; and more"));
        let four = "begin:vcard\nversion:4.0\nkind:individual\nN:Nord;Kari;;;\nTEL;VALUE=uri:tel:+47-911;ext=1\nLANG:nb\nend:vcard\n";
        let card = one(four).unwrap();
        assert_eq!((card.names, card.language.as_deref()), (vec!["Kari Nord".to_owned()], Some("nb")));
        assert_eq!(card.phones, ["+47-911"]);
    }

    #[test]
    fn what_is_wrong_with_a_card_is_said_and_the_next_one_is_read() {
        let good = "BEGIN:VCARD\nVERSION:4.0\nFN:Ola\nEND:VCARD\n";
        for (wrong, said) in [
            ("BEGIN:VCARD\nVERSION:2.1\nFN:x\nEND:VCARD\n", "version 2.1"),
            ("BEGIN:VCARD\nVERSION:4.0\nEMAIL:a@b\nEND:VCARD\n", "no name"),
            ("BEGIN:VCARD\nVERSION:4.0\nFN:x\nnonsense\nEND:VCARD\n", "line 4 is no property"),
            ("BEGIN:VCARD\nVERSION:4.0\nFN:x\n", "has no end"),
        ] {
            let cards = read_cards(&format!("{wrong}{good}"));
            assert_eq!(cards.len(), 2, "{wrong}");
            assert!(cards[0].1.as_ref().unwrap_err().contains(said), "{wrong}: {cards:?}");
            assert_eq!(cards[1].1.as_ref().unwrap().names, ["Ola"]);
        }
        assert!(read_cards("BEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\n").is_empty());
        assert!(read_cards("name;address\n").is_empty() && !is_vcard("name\n") && is_vcard("\u{feff}\nbegin:vcard\n"));
    }

    #[test]
    fn a_card_that_is_written_is_read_as_it_was() {
        let card = Card {
            names: vec![
                "Åse; \\ Ærlig, the 漢字 of a name that goes on beyond what one line may have, and further".into(),
                "Å".into(),
            ],
            addresses: vec!["a@b.example".into()],
            phones: vec!["+47 1".into()],
            organisation: Some("A, B; C".into()),
            language: Some("nb".into()),
            note: Some("one\ntwo".into()),
        };
        let text = write_card(&card);
        assert!(text.lines().all(|line| line.len() <= LINE), "{text}");
        assert_eq!(one(&text), Ok(card));
    }
}

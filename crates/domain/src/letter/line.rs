//! Reads and writes addresses as they stand in one line: `Kari Nord <kari@acme.example>, drift@acme.example`.

use super::Mailbox;
use crate::ledger::{folded, is_address};
use crate::problem::{Field, Problem};
use crate::text::clean;

impl Mailbox {
    /// Writes it so that it is read again as the same one, also where a comma or a quotation mark is in the name.
    pub fn in_line(&self) -> String {
        let special = |c: char| ",<>\"".contains(c);
        match &self.name {
            Some(name) if name.contains(special) => {
                format!("\"{}\" <{}>", name.replace(['"', '<', '>'], "'"), self.address)
            }
            _ => self.in_words(),
        }
    }
}

/// Writes these addresses in one line.
pub fn mailboxes_in_line(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(Mailbox::in_line).collect::<Vec<_>>().join(", ")
}

/// Reads the addresses of a line; each one once, empty parts left out.
///
/// # Errors
///
/// If a part is no address.
pub fn read_mailboxes(line: &str) -> Result<Vec<Mailbox>, Problem> {
    let mut read: Vec<Mailbox> = Vec::new();
    for part in parts(line) {
        let mailbox = read_mailbox(part).ok_or_else(|| {
            let message = format!("{} is not an address that letters can go to", clean(part));
            Problem::of_field(Field::Address, message, "write one such as kari@acme.example, several with commas")
        })?;
        if !read.iter().any(|known| folded(&known.address) == folded(&mailbox.address)) {
            read.push(mailbox);
        }
    }
    Ok(read)
}

/// Returns the place at which the last part of a line begins, which is what is being typed at its end.
pub fn last_part(line: &str) -> usize {
    let parts = parts_with_place(line);
    parts.last().map_or(0, |(place, part)| place + part.len() - part.trim_start().len())
}

fn parts(line: &str) -> impl Iterator<Item = &str> {
    parts_with_place(line).into_iter().map(|(_, part)| part.trim()).filter(|part| !part.is_empty())
}

/// Splits a line at commas and semicolons that stand in no quotation marks.
fn parts_with_place(line: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (place, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => {
                parts.push((start, &line[start..place]));
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push((start, &line[start..]));
    parts
}

fn read_mailbox(part: &str) -> Option<Mailbox> {
    let bracketed = part.strip_suffix('>').and_then(|part| part.rsplit_once('<'));
    let (name, address) = bracketed.unwrap_or(("", part));
    let name = name.trim();
    let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).trim();
    let address = address.trim();
    let name = (!name.is_empty()).then(|| clean(name).into_owned());
    is_address(address).then(|| Mailbox { name, address: address.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let named = |name: &str, address: &str| Mailbox { name: Some(name.into()), address: address.into() };
        let all = [
            named("Kari Nord", "kari@acme.example"),
            named("Dahl, Ola", "ola@acme.example"),
            Mailbox::of("drift@acme.example"),
        ];
        let line = mailboxes_in_line(&all);
        assert_eq!(line, "Kari Nord <kari@acme.example>, \"Dahl, Ola\" <ola@acme.example>, drift@acme.example");
        assert_eq!(read_mailboxes(&line).unwrap(), all);
        // A name with what only addresses have cannot pretend to be one.
        let sly = named("a@b.example>, \"x\" <c@d.example", "kari@acme.example");
        assert_eq!(
            read_mailboxes(&sly.in_line()).unwrap(),
            [named("a@b.example', 'x' 'c@d.example", "kari@acme.example")]
        );
    }

    #[test]
    fn empty_parts_and_doubles_are_left_out_and_what_is_no_address_is_named() {
        let read = |line: &str| read_mailboxes(line).map(|all| mailboxes_in_line(&all)).map_err(|it| it.message);
        assert_eq!(read(" , a@b.example; A@B.example ,"), Ok("a@b.example".into()));
        assert_eq!(read(""), Ok(String::new()));
        assert_eq!(read("a@b.example, Kari"), Err("Kari is not an address that letters can go to".into()));
        assert_eq!(read("Kari <kari>"), Err("Kari <kari> is not an address that letters can go to".into()));
    }

    #[test]
    fn the_part_at_the_end_is_what_is_being_typed() {
        for (line, wanted) in
            [("", ""), ("ka", "ka"), ("a@b.example, ka", "ka"), ("\"Dahl, O", "\"Dahl, O"), ("a@b,", "")]
        {
            assert_eq!(&line[last_part(line)..], wanted, "{line}");
        }
    }
}

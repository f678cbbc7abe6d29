//! What a ticket has of a letter: its first message, or a further one, and its subject.

use super::earliest::EMAIL;
use crate::ledger::InboxLetter;
use crate::text::clean;
use crate::ticket::event::{Message, MessageDirection};
use crate::ticket::{LINE_LIMIT, check_line};

/// What a ticket is called whose letter has neither subject nor text.
pub const NO_SUBJECT: &str = "(no subject)";

/// Returns the message that a ticket has of a letter. With `keeps_waiting` it is no word of the customer's: the desk goes on
/// waiting for one.
pub fn message_of(letter: &InboxLetter, direction: MessageDirection, keeps_waiting: bool) -> Message {
    let sender = letter.head.from.as_ref();
    Message {
        direction,
        channel: Some(EMAIL.to_owned()),
        with: sender.map(|from| line_of(&from.short())),
        text: letter.text.clone(),
        keeps_waiting,
        text_file: letter.text_file.clone(),
        files: letter.files.clone(),
        letter: Some(Box::new(letter.head.clone())),
        passed_on: letter.customer.clone(),
        ..Message::default()
    }
}

/// Returns the subject of a ticket that a letter makes: its own, else the first line of its text.
pub fn subject_of(letter: &InboxLetter) -> String {
    let first_line = letter.text.lines().map(str::trim).find(|line| !line.is_empty());
    let subject = Some(letter.head.subject.trim()).filter(|subject| !subject.is_empty()).or(first_line);
    line_of(subject.unwrap_or(NO_SUBJECT))
}

/// Returns a text from a letter as a line that a ticket takes.
pub fn line_of(text: &str) -> String {
    let line: String = clean(text).trim().chars().take(LINE_LIMIT).collect();
    let line = line.trim().to_owned();
    if check_line(&line).is_ok() { line } else { NO_SUBJECT.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_called_as_its_letter_or_by_its_first_line() {
        let of = |subject: &str, text: &str| {
            let mut letter = InboxLetter { text: text.to_owned(), ..InboxLetter::default() };
            letter.head.subject = subject.to_owned();
            subject_of(&letter)
        };
        assert_eq!(of("Shop down", "Hello"), "Shop down");
        assert_eq!(of("  ", "\n \n  Nothing works\nat all"), "Nothing works");
        assert_eq!(of("", ""), NO_SUBJECT);
        assert_eq!(of("", "\u{200b}\u{200b}"), NO_SUBJECT);
        assert_eq!(of("", &"x".repeat(5_000)).chars().count(), LINE_LIMIT);
    }
}

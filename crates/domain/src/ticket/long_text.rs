//! Texts that are too long for an event: it holds their beginning, and the whole of them is a file that it names.

use super::event::{EventData, Message, MessageDirection, Note};
use super::text::NOTE_LIMIT;
use crate::file::FileRef;
use crate::language::Language;
use crate::letter::TEXT_IN_EVENT;

/// The most characters of a text that is typed on a screen; a longer one comes as a file.
pub const TYPED_LIMIT: usize = 100_000;

/// Returns whether a text is too long for an event.
fn is_long(text: &str) -> bool {
    text.chars().nth(NOTE_LIMIT).is_some()
}

/// Returns what an event holds of a text: all of it, or the beginning of one that is too long.
pub fn text_in_event(text: &str) -> &str {
    if is_long(text) { beginning(text) } else { text }
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(TEXT_IN_EVENT).map_or(text, |(end, _)| text[..end].trim_end())
}

/// Says where a text goes on: `… whole text: message.txt (text/plain, 25 KiB)`.
pub fn goes_on_in_words(file: &FileRef) -> String {
    Language::English.whole_text(file.in_words())
}

/// Returns a text with that behind it, if it goes on in a file.
pub(super) fn with_rest(language: Language, text: &str, file: Option<&FileRef>) -> String {
    file.map_or_else(|| text.to_owned(), |file| format!("{text}\n{}", language.whole_text(file.in_words())))
}

impl EventData {
    /// Returns the text of it that is too long for an event, with the name that the file of it gets.
    pub fn long_text(&self) -> Option<(&'static str, &str)> {
        let (name, text) = match self {
            Self::Described(described) => ("description.txt", &described.text),
            Self::Message(message) => ("message.txt", &message.text),
            Self::Note(note) => ("note.txt", &note.text),
            _ => return None,
        };
        is_long(text).then_some((name, text))
    }

    /// Returns the event with the beginning of its text and the whole of it as that file. A note, which has no place for a file,
    /// says where it goes on; a word to the customer is a message then.
    #[must_use]
    pub fn with_text_file(self, file: FileRef) -> Self {
        match self {
            Self::Described(mut described) => {
                described.text = beginning(&described.text).to_owned();
                described.text_file = Some(file);
                Self::Described(described)
            }
            Self::Message(mut message) => {
                message.text = beginning(&message.text).to_owned();
                message.text_file = Some(file);
                Self::Message(message)
            }
            Self::Note(Note { text, to_customer: true }) => Self::Message(Message {
                direction: MessageDirection::Out,
                text: beginning(&text).to_owned(),
                text_file: Some(file),
                ..Message::default()
            }),
            Self::Note(Note { text, to_customer: false }) => Self::Note(Note {
                text: with_rest(Language::English, beginning(&text), Some(&file)),
                to_customer: false,
            }),
            other => other,
        }
    }
}

//! Keeps the letter as a draft, and makes one of a letter that was recalled.

use std::collections::BTreeMap;

use ratatui_textarea::{CursorMove, TextArea};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::config::{Draft, DraftId, DraftOf};
use crate::domain::ledger::{Ledger, Outgoing, OutgoingPurpose};
use crate::domain::letter::{mailboxes_in_line, read_mailboxes};
use crate::domain::reply::receivers;
use crate::domain::ticket::EventData;
use crate::domain::ticket::event::CountsAs;
use crate::domain::time::Instant;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};
use crate::tui::text::clean;

use super::receivers::Filled;
use super::{AlsoRecorded, Composer, LetterField, LetterKind, Quote};

/// The names of the fields in a draft.
const KIND: &str = "kind";
const TO: &str = "to";
const CC: &str = "cc";
const SUBJECT: &str = "subject";
const TEXT: &str = "text";
const QUOTE: &str = "quote";
const FILES: &str = "files";
const COUNTS: &str = "counts";
const COUNTS_AS: &str = "counts_as";
const ALSO: &str = "also";
const HEADS: &str = "heads";
/// The name of whoever wrote it, in a draft that somebody else made of their letter by recalling it.
const WRITTEN_BY: &str = "written_by";

/// What the field of the quotation says where it may stand in the text, which is so in a letter that was recalled.
const IN_TEXT: &str = "in the text";

impl Composer {
    /// Returns whether anything has been written or chosen that would be lost.
    pub fn is_dirty(&self) -> bool {
        self.is_written() || !self.files.is_empty() || self.is_addressed_by_hand()
    }

    /// Returns what has to be kept of it now.
    pub fn keep(&mut self, now: Instant) -> DraftChanges {
        let typed = self.is_dirty().then(|| TypedFields { fields: self.typed(), happened: None });
        self.autosave.keep(DraftOf::Letter(self.ticket), typed, now)
    }

    fn typed(&self) -> BTreeMap<String, String> {
        let also: Vec<(&EventData, bool)> = self.also.iter().map(|also| (&also.what, also.on)).collect();
        let fields = [
            (KIND, self.kind.label().to_owned()),
            (TO, self.to.value().to_owned()),
            (CC, self.cc.value().to_owned()),
            (SUBJECT, self.subject.value().to_owned()),
            (TEXT, self.text.lines().join("\n")),
            (QUOTE, if self.quotes_in_text { IN_TEXT } else { self.quote().label() }.to_owned()),
            (FILES, list_text(&self.files)),
            (COUNTS, self.counts.to_string()),
            (COUNTS_AS, self.counts_as.key().to_owned()),
            (ALSO, list_text(&also)),
            (HEADS, list_text(&self.heads_typed())),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Fills in what was typed before.
    pub fn bring_back(&mut self, draft: &Draft) {
        let field = |name| draft.fields.get(name).map_or("", String::as_str);
        let kind = LetterKind::ALL.into_iter().find(|kind| kind.label() == field(KIND));
        self.kind = kind.unwrap_or(self.kind);
        (self.to, self.cc, self.subject) = (field(TO).into(), field(CC).into(), field(SUBJECT).into());
        self.filled = Filled::behind(field(TO));
        self.put_text(field(TEXT));
        let quotes = [Quote::Nothing, Quote::Theirs, Quote::Customers];
        self.quote = quotes.into_iter().find(|quote| quote.label() == field(QUOTE));
        self.quotes_in_text = field(QUOTE) == IN_TEXT;
        self.bring_heads_back(list_of(field(HEADS)));
        self.files = list_of(field(FILES));
        self.counts = field(COUNTS) != "false";
        self.counts_as = CountsAs::of_key(field(COUNTS_AS)).unwrap_or_default();
        let also: Vec<(EventData, bool)> = list_of(field(ALSO));
        self.also = also.into_iter().map(|(what, on)| AlsoRecorded { what, on }).collect();
        self.focus = LetterField::Text;
        self.autosave = Autosave::of(draft);
    }
}

impl Composer {
    fn put_text(&mut self, text: &str) {
        self.text = TextArea::from(text.split('\n'));
        self.text.move_cursor(CursorMove::Bottom);
        self.text.move_cursor(CursorMove::End);
    }

    /// Has a letter that was recalled stand as it was written, now that its ticket has been read: what it quoted is quoted again,
    /// and is not part of its text; an answer to all is one. What cannot be told apart any more stays in the text.
    pub(in crate::tui::feature::composer) fn take_quote_out_of_text(&mut self, ledger: &Ledger) {
        if !std::mem::take(&mut self.quotes_in_text) {
            return;
        }
        if self.kind == LetterKind::Customer && self.goes_to_all(ledger) {
            self.kind = LetterKind::All;
        }
        let text = self.text.lines().join("\n");
        let quotes = self.quotes().iter().copied().filter(|quote| *quote != Quote::Nothing);
        let found = quotes.into_iter().find_map(|quote| {
            let own = text.strip_suffix(self.quoted_as(quote)?.as_str())?;
            Some((quote, own.trim_end().to_owned()))
        });
        self.quote = Some(found.as_ref().map_or(Quote::Nothing, |(quote, _)| *quote));
        if let Some((_, own)) = found {
            self.put_text(&own);
        }
    }

    /// Returns whether copies go to those who get them only of an answer to all.
    fn goes_to_all(&self, ledger: &Ledger) -> bool {
        let Some(record) = &self.record else { return false };
        let copies = |all: bool| {
            let found = receivers(record, (ledger, self.contract.as_deref()), self.kind.with(), all, &self.own).ok()?;
            Some(mailboxes_in_line(&found.cc))
        };
        copies(true).is_some_and(|all| all == self.cc.value())
            && copies(false).is_some_and(|few| few != self.cc.value())
    }
}

/// Writes a list as JSON; nothing where it is empty.
fn list_text<T: Serialize>(list: &[T]) -> String {
    if list.is_empty() { String::new() } else { serde_json::to_string(list).unwrap_or_default() }
}

/// Reads such a list. What cannot be read any more is left out: a draft is never in the way.
fn list_of<T: DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Says that somebody has such a draft: `You have a draft to Kari Nord`. What they recalled of another person's is not their own.
pub(crate) fn draft_in_words(draft: &Draft) -> String {
    let field = |name| draft.fields.get(name).map_or("", String::as_str).trim();
    let first = read_mailboxes(field(TO)).ok().and_then(|all| all.into_iter().next());
    let to = match first {
        Some(first) => clean(first.name.as_deref().unwrap_or(&first.address)).into_owned(),
        None if field(KIND) == LetterKind::Vendor.label() => "the vendor".to_owned(),
        None if field(KIND) == LetterKind::Forward.label() => "somebody else".to_owned(),
        None => "the customer".to_owned(),
    };
    match field(WRITTEN_BY) {
        "" => format!("You have a draft to {to}"),
        by => format!("You have {}'s letter to {to}, which you recalled", clean(by)),
    }
}

/// Makes a draft of a letter that was recalled; `by` is the name of whoever wrote it, where that is another than who has it now.
/// What it quoted is told from its text once its ticket has been read.
pub(crate) fn draft_of(letter: &Outgoing, by: Option<&str>, now: Instant) -> Draft {
    let kind = match letter.purpose {
        OutgoingPurpose::Vendor => LetterKind::Vendor,
        OutgoingPurpose::Forward => LetterKind::Forward,
        OutgoingPurpose::Reply | OutgoingPurpose::Acknowledgement | OutgoingPurpose::Notice => LetterKind::Customer,
    };
    let counts = letter.then.iter().any(|what| matches!(what, EventData::Responded | EventData::Reported(_)));
    let also: Vec<(&EventData, bool)> =
        letter.then.iter().filter(|what| is_chosen_apart(what)).map(|what| (what, true)).collect();
    let fields = [
        (KIND, kind.label().to_owned()),
        (TO, mailboxes_in_line(&letter.head.to)),
        (CC, mailboxes_in_line(&letter.head.cc)),
        (SUBJECT, letter.head.subject.clone()),
        (TEXT, letter.text.clone()),
        (QUOTE, IN_TEXT.to_owned()),
        (FILES, list_text(&letter.files)),
        (COUNTS, counts.to_string()),
        (COUNTS_AS, letter.counts_as.key().to_owned()),
        (ALSO, list_text(&also)),
        (WRITTEN_BY, by.unwrap_or_default().to_owned()),
    ];
    Draft {
        id: DraftId::new(),
        of: DraftOf::Letter(letter.ticket),
        kept: now,
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        happened: None,
    }
}

/// Returns whether a ready-made answer records that, rather than the rules of answers or the way of sending.
const fn is_chosen_apart(what: &EventData) -> bool {
    matches!(
        what,
        EventData::SeveritySet(_)
            | EventData::PrioritySet(_)
            | EventData::Assigned(_)
            | EventData::Tagged(_)
            | EventData::Waiting(_)
    )
}

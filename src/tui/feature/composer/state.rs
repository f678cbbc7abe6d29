//! Holds a letter while it is written: to whom, about what, the text, what goes with it, and what sending it records.

mod arrived;
mod canned;
mod draft;
mod heads;
mod receivers;
mod records;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::domain::contract::Contract;
use crate::domain::file::FileRef;
use crate::domain::language::Language;
use crate::domain::ledger::{Outgoing, OutgoingPurpose};
use crate::domain::letter::{Mailbox, read_mailboxes};
use crate::domain::problem::{Field, Problem};
use crate::domain::reply::{Correspondent, letter, quotation};
use crate::domain::ticket::event::{Closed, CountsAs};
use crate::domain::ticket::{Record, TicketId, check_line};
use crate::domain::time::Zone;
use crate::tui::form::autosave::Autosave;
use crate::tui::form::path_line::PathLine;
use crate::tui::form::{FieldInput, choosing};

pub(crate) use arrived::LastWord;
pub(crate) use canned::CannedReplies;
pub(crate) use draft::{draft_in_words, draft_of};
use heads::KeptHeads;
use receivers::{Filled, ProposedAddresses};
pub use records::AlsoRecorded;
pub(crate) use records::LetterRecord;

/// What kind of letter it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetterKind {
    /// It answers the customer, with the copies of their letter.
    Customer,
    /// It answers the customer and everybody that their letter went to.
    All,
    /// It is for the vendor, in the vendor's own thread.
    Vendor,
    /// It passes the customer's words on to somebody else.
    Forward,
}

impl LetterKind {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 4] = [Self::Customer, Self::All, Self::Vendor, Self::Forward];

    /// Returns its name in the choice, and in drafts.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Customer => "to customer",
            Self::All => "to all",
            Self::Vendor => "to vendor",
            Self::Forward => "forward",
        }
    }

    /// Returns what it is for.
    pub const fn purpose(self) -> OutgoingPurpose {
        match self {
            Self::Customer | Self::All => OutgoingPurpose::Reply,
            Self::Vendor => OutgoingPurpose::Vendor,
            Self::Forward => OutgoingPurpose::Forward,
        }
    }

    /// Returns whose thread it belongs to.
    pub const fn with(self) -> Correspondent {
        match self {
            Self::Vendor => Correspondent::Vendor,
            Self::Customer | Self::All | Self::Forward => Correspondent::Customer,
        }
    }
}

/// What stands quoted below the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quote {
    /// Nothing.
    Nothing,
    /// The newest words of whom the letter answers.
    Theirs,
    /// The customer's newest words, in a letter to the vendor.
    Customers,
}

impl Quote {
    /// Returns its name in the choice, and in drafts.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Theirs => "their words",
            Self::Customers => "the customer's words",
        }
    }
}

/// A field of the letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetterField {
    /// What kind of letter it is.
    Kind,
    /// To whom it goes.
    To,
    /// Who else gets it.
    Cc,
    /// Its subject.
    Subject,
    /// A canned reply that is taken over.
    Canned,
    /// The text.
    Text,
    /// What is quoted below the text.
    Quote,
    /// The path of a file that goes with it.
    Files,
    /// Something that sending it records, by its place, which can be left out.
    Records(usize),
    /// The button.
    Send,
}

/// How a letter is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SendHow {
    /// It is sent.
    Send,
    /// The ticket waits afterwards for whom it went to.
    AndWait,
    /// The ticket is closed so afterwards: where a target was breached, with whose breach it was, and why.
    AndClose(Closed),
}

/// What is wrong with the letter, and in which field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongField {
    /// The field; none where it is the letter as a whole.
    pub field: Option<LetterField>,
    /// The words for it.
    pub words: String,
}

/// What the letter has of the desk and the screen that it is written at.
#[derive(Clone, Debug)]
pub struct ComposerDesk {
    /// The desk's own address.
    pub own: String,
    /// The folder that the path of a file begins in; none where no file can be read.
    pub folder: Option<PathBuf>,
    /// The zone of what is quoted.
    pub zone: Zone,
}

/// A letter while it is written.
pub struct Composer {
    /// The ticket.
    pub ticket: TicketId,
    /// The ticket with its events, once it has been read.
    pub record: Option<Record>,
    /// The contract that the ticket counts by; none where it is not loaded.
    pub contract: Option<Arc<Contract>>,
    /// The folder that the path of a file begins in; none where no file can be read.
    folder: Option<PathBuf>,
    /// What kind of letter it is.
    pub kind: LetterKind,
    /// To whom it goes, as typed.
    pub to: Input,
    /// Who else gets it, as typed.
    pub cc: Input,
    /// Its subject.
    pub subject: Input,
    /// The text.
    pub text: TextArea<'static>,
    /// What is quoted below it; none until the ticket has been read.
    quote: Option<Quote>,
    /// The files that go with it.
    pub files: Vec<FileRef>,
    /// The path of the next one, as typed.
    pub(crate) path: PathLine,
    /// The files that are being sent to the desk, each under its number.
    pub sending: Vec<(u64, PathBuf)>,
    /// What its sending records besides itself by the rules of answers: the response, the report. Left out where false.
    counts: bool,
    /// What an answer to the customer counts as.
    counts_as: CountsAs,
    /// The canned replies that can be taken over.
    pub(crate) canned: CannedReplies,
    /// What a canned reply records.
    pub also: Vec<AlsoRecorded>,
    /// The field that has the keys.
    pub focus: LetterField,
    /// The problem of the last try to send it.
    pub wrong: Option<WrongField>,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// The state of its draft.
    pub autosave: Autosave,
    /// The addresses that are proposed for the one that is typed.
    proposed: ProposedAddresses,
    /// What was filled in by itself.
    filled: Filled,
    /// To whom it goes and its subject as each of the other kinds had them.
    heads: KeptHeads,
    /// The vendor's address in a letter of another ticket, where there is one.
    vendor_address: Option<Mailbox>,
    /// Whether that has been asked for.
    asked_for_vendor: bool,
    /// Whether what it quotes may stand in its text, as in a letter that was recalled.
    quotes_in_text: bool,
    /// The last things that were said on the ticket, the newest first.
    pub last_words: Vec<LastWord>,
    /// The number of the ticket's events that had come when it was looked at last; none until it has been read.
    seen: Option<usize>,
    /// What others have said since.
    pub arrived: Vec<LastWord>,
    /// The desk's own address.
    own: String,
    /// The language of whoever reported the ticket.
    customers_language: Language,
    /// The zone of what is quoted.
    zone: Zone,
}

impl Composer {
    /// Creates an empty letter of that kind.
    pub fn new(ticket: TicketId, kind: LetterKind, desk: ComposerDesk) -> Self {
        let ComposerDesk { own, folder, zone } = desk;
        let path = folder.clone().map(PathLine::new).unwrap_or_default();
        let focus = if kind == LetterKind::Forward { LetterField::To } else { LetterField::Text };
        Self {
            ticket,
            record: None,
            contract: None,
            folder,
            kind,
            to: Input::default(),
            cc: Input::default(),
            subject: Input::default(),
            text: TextArea::default(),
            quote: None,
            files: Vec::new(),
            path,
            sending: Vec::new(),
            counts: true,
            counts_as: CountsAs::default(),
            canned: CannedReplies::default(),
            also: Vec::new(),
            focus,
            wrong: None,
            saving: None,
            autosave: Autosave::default(),
            proposed: ProposedAddresses::default(),
            filled: Filled::default(),
            heads: KeptHeads::default(),
            vendor_address: None,
            asked_for_vendor: false,
            quotes_in_text: false,
            last_words: Vec::new(),
            seen: None,
            arrived: Vec::new(),
            own,
            customers_language: Language::English,
            zone,
        }
    }

    /// Returns the fields, from the top. Files are left out where none can be read.
    pub fn fields(&self) -> Vec<LetterField> {
        use LetterField::{Canned, Cc, Files, Kind, Quote, Records, Send, Subject, Text, To};
        let mut fields = vec![Kind, To, Cc, Subject];
        fields.extend(self.canned.is_there().then_some(Canned));
        fields.extend([Text, Quote]);
        fields.extend(self.folder.is_some().then_some(Files));
        fields.extend((0..self.records().len()).map(Records));
        fields.push(Send);
        fields
    }

    /// Returns how the field that has the keys is filled in.
    pub const fn way(&self) -> FieldInput {
        match self.focus {
            LetterField::Kind | LetterField::Canned | LetterField::Quote | LetterField::Records(_) => {
                FieldInput::Choice
            }
            LetterField::To | LetterField::Cc | LetterField::Subject | LetterField::Files => FieldInput::Line,
            LetterField::Text => FieldInput::Area,
            LetterField::Send => FieldInput::Button,
        }
    }

    /// Gives the keys to the next field, or the one before; stops at the ends.
    pub fn step(&mut self, forward: bool) {
        self.focus = choosing::beside(&self.fields(), &self.focus, forward);
    }

    /// Returns the line of text that has the keys, if one has; its problem is forgotten.
    pub fn line(&mut self) -> Option<&mut Input> {
        self.wrong = None;
        match self.focus {
            LetterField::To => Some(&mut self.to),
            LetterField::Cc => Some(&mut self.cc),
            LetterField::Subject => Some(&mut self.subject),
            LetterField::Files => Some(&mut self.path.line),
            _ => None,
        }
    }

    /// Returns what can be quoted.
    pub fn quotes(&self) -> &'static [Quote] {
        match self.kind {
            LetterKind::Vendor => &[Quote::Nothing, Quote::Theirs, Quote::Customers],
            _ => &[Quote::Nothing, Quote::Theirs],
        }
    }

    /// Returns what is quoted: where nobody has chosen, what is passed on, and the letter that is answered. A letter to the
    /// vendor quotes nothing by itself.
    pub fn quote(&self) -> Quote {
        self.quote.filter(|chosen| self.quotes().contains(chosen)).unwrap_or(match self.kind {
            LetterKind::Vendor => Quote::Nothing,
            LetterKind::Customer | LetterKind::All | LetterKind::Forward => Quote::Theirs,
        })
    }

    /// Returns the lines that are quoted; none where there is nothing to quote.
    pub fn quoted(&self) -> Option<String> {
        self.quoted_as(self.quote())
    }

    fn quoted_as(&self, quote: Quote) -> Option<String> {
        let with = match quote {
            Quote::Nothing => return None,
            Quote::Theirs => self.kind.with(),
            Quote::Customers => Correspondent::Customer,
        };
        let language = match self.kind.with() {
            Correspondent::Customer => self.customers_language,
            Correspondent::Vendor => {
                self.contract.as_ref().map(|contract| contract.vendor_side.documents()).unwrap_or_default()
            }
        };
        quotation(self.record.as_ref()?, with, self.zone, language)
    }

    /// Chooses the next value of the field that has the keys, or the one before.
    pub fn turn(&mut self, forward: bool) {
        self.wrong = None;
        match self.focus {
            LetterField::Kind => {
                let chosen = LetterKind::ALL.iter().position(|kind| *kind == self.kind);
                if let Some(next) = choosing::turned(chosen, LetterKind::ALL.len(), forward) {
                    self.become_kind(LetterKind::ALL[next]);
                }
            }
            LetterField::Quote => {
                let quotes = self.quotes();
                let chosen = quotes.iter().position(|quote| *quote == self.quote());
                self.quote = choosing::turned(chosen, quotes.len(), forward).map(|next| quotes[next]);
            }
            LetterField::Records(place) => self.turn_record(place),
            _ => {}
        }
    }

    /// Returns the text as it is sent, with what is quoted below it.
    fn whole_text(&self) -> String {
        let typed = self.text.lines().join("\n").trim_end().to_owned();
        match self.quoted() {
            Some(quoted) if typed.is_empty() => quoted,
            Some(quoted) => format!("{typed}\n\n{quoted}"),
            None => typed,
        }
    }

    /// Returns whether anything has been written.
    pub fn is_written(&self) -> bool {
        self.text.lines().iter().any(|line| !line.trim().is_empty())
    }

    /// Returns the letter as it is sent.
    ///
    /// # Errors
    ///
    /// If something is missing, or is not as it has to be.
    pub fn outgoing(&self, how: &SendHow) -> Result<Outgoing, WrongField> {
        let wrong =
            |field: LetterField| move |problem: Problem| WrongField { field: Some(field), words: problem.to_string() };
        let Some(record) = &self.record else {
            return Err(WrongField { field: None, words: "The ticket is being read; try again".to_owned() });
        };
        let mut letter = letter(self.ticket, self.whole_text());
        letter.purpose = self.kind.purpose();
        letter.head.to = read_mailboxes(self.to.value()).map_err(wrong(LetterField::To))?;
        letter.head.cc = read_mailboxes(self.cc.value()).map_err(wrong(LetterField::Cc))?;
        if letter.head.to.is_empty() {
            return Err(WrongField { field: Some(LetterField::To), words: self.no_address() });
        }
        let subject = self.subject.value().trim();
        check_line(subject).map_err(|error| {
            wrong(LetterField::Subject)(Problem::of_field(Field::Subject, error.message(), error.hint()))
        })?;
        subject.clone_into(&mut letter.head.subject);
        if !self.is_written() && (self.kind != LetterKind::Forward || letter.text.is_empty()) {
            return Err(WrongField { field: Some(LetterField::Text), words: "Nothing is written yet".to_owned() });
        }
        letter.files.clone_from(&self.files);
        letter.counts_as = self.counts_as();
        letter.then = self.then(record, how);
        Ok(letter)
    }

    /// Takes in a problem of the desk's: the field that it is about has the keys.
    pub fn reject(&mut self, problem: &Problem) {
        let field = match problem.field {
            Some(Field::Address) => Some(LetterField::To),
            Some(Field::Subject) => Some(LetterField::Subject),
            Some(Field::Text) => Some(LetterField::Text),
            _ => None,
        };
        self.saving = None;
        self.put_wrong(WrongField { field, words: problem.to_string() });
    }

    /// Shows what is wrong, and gives the keys to its field.
    pub fn put_wrong(&mut self, wrong: WrongField) {
        self.focus = wrong.field.unwrap_or(self.focus);
        self.wrong = Some(wrong);
    }
}

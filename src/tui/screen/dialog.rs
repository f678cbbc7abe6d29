//! What lies over a view: lists to choose from, lines and texts to write, questions, texts to read.

use std::cell::Cell;

use ratatui_textarea::{CursorMove, TextArea};
use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::domain::ticket::{TicketId, What};
use crate::domain::time::Instant;
use crate::tui::action::{self, Action, Context, Entry};
use crate::tui::screen::conflict::Conflict;
use crate::tui::screen::keeping::{Keeping, Step, Typed};
use crate::tui::screen::one_line::OneLine;
use crate::tui::screen::reason::Reason;
use crate::tui::screen::releases::{ReleaseLine, Removal};
use crate::tui::screen::same_cause::SameCause;
use crate::tui::screen::take_back::TakeBack;
use crate::tui::widget::Rows;

/// What a note's draft calls its text.
const TEXT: &str = "note";

/// One overlay.
pub enum Overlay {
    /// The keys of where one is.
    Help(Pager),
    /// Any action by its name.
    Palette(Palette),
    /// The filter, and the text that held before.
    Filter(FilterLine),
    /// The filter of reports, likewise.
    ReportFilter(FilterLine),
    /// One of several things that may happen to a ticket.
    Choose(Chooser),
    /// Somebody to assign a ticket to: one of the list, or a name that is typed.
    Assign(Assign),
    /// A note.
    Note(Box<Note>),
    /// One line more about what happens to a ticket.
    Line(OneLine),
    /// When it happened.
    When(When),
    /// The sentence of a closing.
    Reason(Reason),
    /// A text to read.
    Pager(Pager),
    /// A question.
    Confirm(Confirm),
    /// A change that came too late.
    Conflict(Box<Conflict>),
    /// Whether something else has the same cause.
    SameCause(Box<SameCause>),
    /// An entry to take back.
    TakeBack(TakeBack),
    /// A release of a vendor's to enter.
    Release(Box<ReleaseLine>),
    /// A release to remove.
    Removal(Removal),
}

/// A text to read.
pub struct Pager {
    /// Its head.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The selected line, around which it is scrolled.
    pub rows: Rows,
    /// The places of lines about what cannot be done just now.
    pub quiet: Vec<usize>,
    /// The name of the file that it can be written to; none: it is not for others to read.
    pub file: Option<String>,
    /// How far it is scrolled, in rows of the screen: known only while drawing.
    pub offset: Cell<usize>,
}

/// Finds actions by what is typed.
pub struct Palette {
    /// Where it was opened: only what can be done there is offered.
    pub context: Context,
    /// What is typed.
    pub line: Input,
    /// What matches, the best first.
    pub found: Vec<&'static Entry>,
    /// What cannot be done just now, and why.
    pub refused: Vec<(Action, String)>,
    /// The selected one.
    pub rows: Rows,
}

/// The filter while it is typed.
pub struct FilterLine {
    /// What is typed.
    pub line: Input,
    /// The text that held before: what Esc goes back to.
    pub before: String,
    /// The ticket that was selected before, likewise.
    pub selected: Option<TicketId>,
    /// What is wrong with what is typed.
    pub wrong: Option<String>,
}

/// A choice among things that may happen to a ticket.
pub struct Chooser {
    /// The question.
    pub title: String,
    /// Which ticket.
    pub ticket: TicketId,
    /// Its revision when this was opened: what happens to it meanwhile has not been looked at.
    pub revision: Option<u32>,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// The selected one.
    pub rows: Rows,
}

/// One thing that can be chosen.
#[derive(Clone)]
pub struct Choice {
    /// In a word.
    pub label: String,
    /// What it means.
    pub means: String,
    /// What is recorded.
    pub what: What,
}

/// Somebody to assign tickets to.
pub struct Assign {
    /// Which tickets, at least one, each with its revision when this was opened.
    pub tickets: Vec<(TicketId, Option<u32>)>,
    /// What is typed: a part of a name in the list, or a new name.
    pub line: Input,
    /// Everybody known who has not all of them already, oneself first.
    pub people: Vec<Known>,
    /// Whose they become, in order, if whoever has the fewest gets each; nobody's where there is nobody.
    pub shares: Vec<String>,
    /// Whether somebody has any of them now.
    pub taken: bool,
    /// The selected one among those that match.
    pub rows: Rows,
}

/// Somebody whom tickets can be assigned to.
pub struct Known {
    /// The name that stands on tickets.
    pub name: String,
    /// The name to show.
    pub display: String,
    /// The level at which they are on call just now.
    pub on_call: Option<String>,
    /// How many open tickets they have.
    pub open: usize,
}

/// Whom tickets are assigned to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum To {
    /// That person.
    Person(String),
    /// Each to whoever has the fewest by then.
    Least,
    /// Nobody.
    Nobody,
}

/// A note while it is written.
pub struct Note {
    /// Which ticket.
    pub ticket: TicketId,
    /// Whether it says what the customer was told.
    pub to_customer: bool,
    /// The text.
    pub text: TextArea<'static>,
    /// When it happened, if that was entered.
    pub at: Option<Instant>,
    /// What is wrong with it, after a try to save.
    pub wrong: Option<String>,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// Its draft.
    pub keeping: Keeping,
}

/// When it happened, while it is typed.
#[derive(Default)]
pub struct When {
    /// What is typed.
    pub line: Input,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// Something to record on several tickets at once, as it was looked at when the question was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bulk {
    /// What is recorded.
    pub action: Action,
    /// The tickets that it can be recorded on, each with its revision.
    pub tickets: Vec<(TicketId, Option<u32>)>,
    /// Why not on the others, a sentence each.
    pub refused: Vec<String>,
}

impl Bulk {
    /// That for these tickets, as far as it goes.
    pub fn of(action: Action, tickets: &[(TicketId, Option<u32>)]) -> Self {
        Self { action, tickets: tickets.to_vec(), refused: Vec::new() }
    }
}

/// A question that is answered with `y` or `n`.
pub struct Confirm {
    /// What is asked.
    pub question: String,
    /// What happens on yes.
    pub then: Then,
}

/// What a yes does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// Drop the form.
    DropForm,
    /// Drop the note.
    DropNote,
    /// Take the ticket's logging back.
    Withdraw(TicketId),
    /// Take that entry of the ticket back.
    TakeBack(TicketId, u32),
    /// Record that on all of them.
    Record(Box<Bulk>),
}

impl Note {
    /// An empty note on that ticket, for something that happened at `at` or now.
    pub fn new(ticket: TicketId, at: Option<Instant>) -> Self {
        let text = TextArea::default();
        Self { ticket, to_customer: false, text, at, wrong: None, saving: None, keeping: Keeping::default() }
    }

    /// What has to be kept of it now.
    pub fn keep(&mut self, now: Instant) -> Step {
        let typed = self.is_dirty().then(|| {
            let text = (TEXT.to_owned(), self.text.lines().join("\n"));
            Typed { fields: [text].into(), happened: self.at }
        });
        self.keeping.keep(DraftOf::Note(self.ticket), typed, now)
    }

    /// Fills in what was typed before.
    pub fn bring_back(&mut self, draft: &Draft) {
        self.text = text_area(draft.fields.get(TEXT).map_or("", String::as_str));
        self.at = self.at.or(draft.happened);
        self.keeping = Keeping::of(draft);
    }

    /// Whether anything has been typed.
    pub fn is_dirty(&self) -> bool {
        self.text.lines().iter().any(|line| !line.trim().is_empty())
    }
}

/// That text to go on with, the cursor at its end.
pub fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::from(text.split('\n'));
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

impl Chooser {
    /// The selected choice; none while nothing is chosen yet.
    pub fn selected(&self) -> Option<&Choice> {
        self.options.get(self.rows.chosen()?)
    }
}

impl Pager {
    /// A text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        let (title, rows, offset) = (title.into(), Rows::default(), Cell::new(0));
        Self { title, lines, rows, quiet: Vec::new(), file: None, offset }
    }

    /// The same, for others to read too: it can be written to a file of this name.
    #[must_use]
    pub fn for_file(mut self, name: String) -> Self {
        self.file = Some(name);
        self
    }
}

impl Palette {
    /// All that can be done in that context, `refused` not just now.
    pub fn new(context: Context, refused: Vec<(Action, String)>) -> Self {
        let mut palette = Self { context, line: Input::default(), found: Vec::new(), refused, rows: Rows::default() };
        palette.search();
        palette
    }

    /// Why that cannot be done just now, if it cannot.
    pub fn refusal(&self, action: Action) -> Option<&str> {
        self.refused.iter().find(|(refused, _)| *refused == action).map(|(_, why)| why.as_str())
    }

    /// Finds again, after the text has changed.
    pub fn search(&mut self) {
        use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        let pattern = Pattern::parse(self.line.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut score = |entry: &Entry| {
            let name = pattern.score(Utf32Str::new(entry.name, &mut letters), &mut matcher).map(|s| s * 2);
            name.max(pattern.score(Utf32Str::new(entry.help, &mut letters), &mut matcher))
        };
        let mut scored: Vec<_> = action::available(self.context)
            .filter(|e| !matches!(e.action, Action::Palette | Action::Up | Action::Down))
            .filter_map(|entry| Some((std::cmp::Reverse(score(entry)?), entry)))
            .collect();
        scored.sort_by_key(|(score, _)| *score);
        self.found = scored.into_iter().map(|(_, entry)| entry).collect();
        self.rows.select(0, self.found.len());
    }
}

impl Assign {
    /// What stands for [`To::Least`] in the list.
    pub const LEAST: &str = "whoever has fewest";

    /// The people whose name has what is typed in it, then whoever has fewest, and nobody at the end, if somebody has a
    /// ticket of these.
    pub fn matching(&self) -> Vec<To> {
        let typed = self.line.value().trim().to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&typed);
        let people = self.people.iter().filter(|known| fits(&known.name) || fits(&known.display));
        let people = people.map(|known| To::Person(known.name.clone()));
        let least = (!self.shares.is_empty() && fits(Self::LEAST)).then_some(To::Least);
        let nobody = (self.taken && typed.is_empty()).then_some(To::Nobody);
        people.chain(least).chain(nobody).collect()
    }

    /// Who is meant: the selected one, else the name that is typed.
    pub fn meant(&self) -> Option<To> {
        let matching = self.matching();
        let typed = self.line.value().trim();
        let selected = matching.get(self.rows.selected()).cloned();
        selected.or_else(|| (!typed.is_empty()).then(|| To::Person(typed.to_owned())))
    }
}

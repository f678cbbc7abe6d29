//! What a person can ask for, by which key and where.
//!
//! [`ACTIONS`] is the only list. The footer, the help, the palette and the page of keys (`docs/keys.md`) are made from it, and
//! [`lookup`] is how a key finds its action. A key may mean different things in different contexts, never two in one.

mod key;
mod markdown;
mod table;

pub use key::Key;
pub use markdown::keys_markdown;
pub use table::ACTIONS;

/// Where the keys go: each place has its own meaning for them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Context {
    /// Everywhere. In a text field only those of its keys that are not typed characters.
    Global,
    /// Every page that is no form; stands in the table for all of them.
    Page,
    /// The list of open tickets.
    Queue,
    /// One ticket.
    Ticket,
    /// What is broken and what breaks next.
    Breach,
    /// The vendors and their agreements.
    Vendors,
    /// Outages, maintenance and the months' uptime.
    Uptime,
    /// Tickets of a period in figures.
    Reports,
    /// The tickets behind a figure.
    Behind,
    /// Who did what.
    Journal,
    /// A form while a field that is no text has the focus.
    Form,
    /// A dialog with a list to choose from.
    List,
    /// A line of text above a list (palette, filter): `↑ ↓` move in the list.
    Pick,
    /// A single line of text.
    Text,
    /// Several lines of text.
    Area,
    /// A question that wants `y` or `n`.
    Confirm,
    /// The help.
    Help,
    /// A text to read, such as why a deadline is what it is.
    Pager,
}

/// What a person asked for. What it does is said in [`ACTIONS`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // each one is described in the table, and only there
pub enum Action {
    New,
    Open,
    /// Records what the command of that name of `frist do` does, as it stands.
    Record(&'static str),
    Close,
    Reopen,
    Assign,
    Note,
    Severity,
    Plan,
    Phoned,
    Tell,
    Exclude,
    Spend,
    Approve,
    PassOn,
    Waiting,
    Escalate,
    Earlier,
    Why,
    Evidence,
    Undo,
    TakeBack,
    Filter,
    ClearFilter,
    ToggleClosed,
    Sort,
    Mark,
    MarkAll,
    Copy,
    SaveFile,
    Palette,
    Problems,
    TellAlerts,
    ViewQueue,
    ViewBreach,
    ViewVendors,
    ViewUptime,
    ViewReports,
    NextReport,
    PrevReport,
    Before,
    After,
    GroupBy,
    PeriodLength,
    NextVendor,
    WriteDown,
    ViewJournal,
    Release,
    RemoveRelease,
    Outage,
    EndOutage,
    Maintenance,
    AnnouncedChange,
    RemoveEntry,
    Account,
    MonthReport,
    PrevMonth,
    NextMonth,
    ThisMonth,
    Pane,
    NextCounter,
    PrevCounter,
    Wall,
    Accept,
    Save,
    DropDraft,
    NextChoice,
    PrevChoice,
    NextField,
    PrevField,
    Yes,
    No,
    Up,
    Down,
    Top,
    Bottom,
    PageUp,
    PageDown,
    Back,
    Leave,
    Help,
    MouseToggle,
    Redraw,
    Quit,
}

/// What an action may do when its key came with many others at once, which may be a pasted text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AtOnce {
    /// It moves, and may always.
    Moves,
    /// It shows something or opens what is still to be filled in or answered; it may while nothing was left out.
    Looks,
    /// It records, writes a file, answers a question or leaves: never.
    Records,
}

/// A row of [`ACTIONS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What it asks for.
    pub action: Action,
    /// Its name in the palette and in settings: lower case with hyphens, unique.
    pub name: &'static str,
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// Where these keys mean this.
    pub contexts: &'static [Context],
    /// A short word for the footer.
    pub label: &'static str,
    /// One sentence for the help and the palette.
    pub help: &'static str,
}

impl Entry {
    /// Whether it can be asked for there: in that context or everywhere.
    pub fn applies(&self, context: Context) -> bool {
        self.belongs_to(context) || self.contexts.contains(&Context::Global)
    }

    /// Whether its keys are that context's own, or those of every page where it is one.
    pub(crate) fn belongs_to(&self, context: Context) -> bool {
        self.contexts.contains(&context) || (context.is_page() && self.contexts.contains(&Context::Page))
    }

    /// The first key that works there; in a text field that is one which types nothing.
    pub fn key_in(&self, context: Context) -> Option<Key> {
        self.keys.iter().copied().find(|key| context.leaves(*key))
    }
}

impl Context {
    /// Whether it is a page's own: not a form's, nor that of something that lies over a page.
    pub fn is_page(self) -> bool {
        use Context::{Area, Confirm, Form, Global, Help, List, Page, Pager, Pick, Text};
        !matches!(self, Global | Page | Form | List | Pick | Text | Area | Confirm | Help | Pager)
    }

    /// Whether this key can be an action here, rather than being part of a text that is typed.
    pub fn leaves(self, key: Key) -> bool {
        match self {
            Context::Text | Context::Pick => !key.types(),
            Context::Area => !key.types() && !key.moves_in_text(),
            _ => true,
        }
    }
}

impl Action {
    /// Its row in the table.
    pub fn entry(self) -> Option<&'static Entry> {
        ACTIONS.iter().find(|entry| entry.action == self)
    }

    /// Whether it records something about a ticket, at once or after something has been filled in.
    pub fn is_on_ticket(self) -> bool {
        use Action::{
            Approve, Assign, Close, Escalate, Exclude, Note, Outage, PassOn, Phoned, Plan, Record, Reopen, Severity,
            Spend, Tell, Waiting,
        };
        matches!(
            self,
            Record(_)
                | Close
                | Reopen
                | Assign
                | Note
                | Severity
                | Plan
                | Phoned
                | Tell
                | Exclude
                | Spend
                | Approve
                | PassOn
                | Waiting
                | Escalate
                | Outage
        )
    }

    /// What it may do when its key came with many others at once.
    pub fn at_once(self) -> AtOnce {
        use Action::{
            After, AnnouncedChange, Approve, Before, Bottom, Copy, Down, DropDraft, EndOutage, Escalate, Leave,
            Maintenance, Mark, MarkAll, New, NextChoice, NextCounter, NextField, NextMonth, NextReport, Note, Outage,
            PageDown, PageUp, Pane, PassOn, PrevChoice, PrevCounter, PrevField, PrevMonth, PrevReport, Release,
            SaveFile, Spend, Tell, TellAlerts, Top, Up,
        };
        match self {
            Up | Down | Top | Bottom | PageUp | PageDown | NextField | PrevField | NextChoice | PrevChoice | Before
            | After | PrevMonth | NextMonth | PrevCounter | NextCounter | Pane | NextReport | PrevReport => {
                AtOnce::Moves
            }
            // They open a text field, so what follows is text.
            New | Note | Tell | Spend | Approve | PassOn | Escalate | Outage | Maintenance | AnnouncedChange
            | EndOutage | Release => AtOnce::Looks,
            // A mark widens what is recorded next; the clipboard and files are the person's too.
            Mark | MarkAll | Copy | SaveFile | Leave | DropDraft | TellAlerts => AtOnce::Records,
            other if other.changes_data() => AtOnce::Records,
            _ => AtOnce::Looks,
        }
    }

    /// Whether it records something at once or after a confirmation.
    pub fn changes_data(self) -> bool {
        use Action::{
            Accept, AnnouncedChange, EndOutage, Maintenance, New, Release, RemoveEntry, RemoveRelease, Save, TakeBack,
            Undo, Yes,
        };
        let in_ledger =
            matches!(self, Release | RemoveRelease | EndOutage | Maintenance | AnnouncedChange | RemoveEntry);
        self.is_on_ticket() || in_ledger || matches!(self, New | Undo | TakeBack | Accept | Save | Yes)
    }
}

/// What the key means there, if anything. A key that types into the text field of that context means nothing.
pub fn lookup(context: Context, key: Key) -> Option<Action> {
    let bound = |entry: &&Entry| entry.keys.contains(&key) && entry.applies(context);
    if context.leaves(key) { ACTIONS.iter().find(bound).map(|entry| entry.action) } else { None }
}

/// The action with this name in the palette.
pub fn named(name: &str) -> Option<Action> {
    ACTIONS.iter().find(|entry| entry.name == name).map(|entry| entry.action)
}

/// The rows that can be asked for in a context by a key that works there, in the table's order.
pub fn available(context: Context) -> impl Iterator<Item = &'static Entry> {
    ACTIONS.iter().filter(move |entry| entry.applies(context) && entry.key_in(context).is_some())
}

#[cfg(test)]
mod tests;

//! What a person can ask for, by which key and where.
//!
//! The table is the only list. The footer, the help, the palette and the page of keys (`docs/keys.md`) are made from it, and
//! the [`Keymap`], which holds it with the person's own keys, is how a key finds its action. A key may mean different things
//! in different contexts, never two in one. Some keys do nothing alone, and others follow them.

mod key;
mod keymap;
mod markdown;
mod own;
mod press;
mod settings;
mod table;
mod words;

use std::borrow::Cow;

pub use key::Key;
pub use keymap::Keymap;
pub use markdown::keys_markdown;
pub use own::{Argument, OwnCommand, Placeholder};
pub use press::Press;
pub use table::prefix_words;
pub use words::{Fit, TELLING, called, not_done};

/// A place of the screen, with its own meaning for the keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Context {
    /// Everywhere; in a text field only those keys that are not typed characters.
    Global,
    /// Every page that is no form; stands in the table for all of them.
    Page,
    /// The list of open tickets.
    Queue,
    /// One ticket.
    Ticket,
    /// The targets that are breached and that breach next.
    Breach,
    /// The vendors and their agreements.
    Vendors,
    /// Outages, maintenance and the months' uptime.
    Uptime,
    /// Tickets of a period in figures.
    Reports,
    /// The tickets behind a figure.
    DrillDown,
    /// The audit log: who did what.
    Activity,
    /// Organisations, people, and typed names.
    People,
    /// One person or organisation.
    Party,
    /// The letters that wait for somebody to say what becomes of them.
    Inbox,
    /// The letters that have not gone yet.
    Outbox,
    /// The page of what the vendors owe today.
    Owed,
    /// A form while a field that is no text has the focus.
    Form,
    /// A dialog with a list to choose from.
    List,
    /// A line of text above a list (palette, filter): `↑ ↓` move in the list.
    Pick,
    /// The same above the list of saved filters, which can be deleted there.
    Views,
    /// A single line of text.
    Text,
    /// Several lines of text.
    Area,
    /// A question that wants `y` or `n`.
    Confirm,
    /// The help: what is typed searches in it.
    Help,
    /// The ways in which a letter can be sent: a list that has keys of its own.
    Send,
    /// A text to read, such as why a deadline is what it is.
    Pager,
    /// The moment after a key that others follow, or after a number.
    Prefix,
}

/// Something that a person can ask for; its row of the table says what it does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // each one is described in the table, and only there
pub enum Action {
    New,
    Open,
    /// Records the event that the command of that name of `frist do` records without options.
    Record(&'static str),
    Close,
    Reopen,
    Assign,
    Note,
    Severity,
    Plan,
    Phoned,
    Tell,
    Reply,
    ReplyAll,
    WriteVendor,
    Forward,
    SendLetter,
    SendAndWait,
    SendAndClose,
    MailAndWait,
    MailAndClose,
    Canned,
    Exclude,
    Spend,
    Approve,
    PassOn,
    RootCause,
    Waiting,
    Escalate,
    Earlier,
    Why,
    Evidence,
    TheirTickets,
    TheirPage,
    Undo,
    Retract,
    Filter,
    ClearFilter,
    ToggleClosed,
    Sort,
    NextTicket,
    PrevTicket,
    JumpTo,
    Recent,
    MarkRange,
    Views,
    SaveView,
    DropView,
    Mark,
    MarkAll,
    Copy,
    SaveFile,
    /// Show a document in its next language.
    Language,
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
    ViewActivity,
    ViewPeople,
    Absences,
    ViewInbox,
    ViewOutbox,
    ViewOwed,
    TakeLetter,
    JoinLetter,
    DropLetter,
    AlwaysTake,
    BlockSender,
    SendNow,
    WasSent,
    RecallLetter,
    AddParty,
    EditParty,
    MergeParty,
    JoinTyped,
    Release,
    RemoveRelease,
    NewContract,
    Outage,
    EndOutage,
    Maintenance,
    AnnouncedChange,
    RemoveEntry,
    Account,
    MonthReport,
    ClaimDraft,
    PrevMonth,
    NextMonth,
    ThisMonth,
    Pane,
    NextTab,
    PrevTab,
    Unfold,
    Files,
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
    HalfUp,
    HalfDown,
    Back,
    Leave,
    Help,
    MouseToggle,
    Redraw,
    Quit,
    Suspend,
    Subject,
    Customer,
    Tag,
    Link,
    MergeTicket,
    VendorCase,
    AcceptResponse,
    CopyPortal,
    Snooze,
    Follow,
    CorrectVendor,
    CorrectChannel,
    CorrectTime,
    Redo,
    Editor,
    /// Runs the person's own command of that number, from 0, in the order of the settings.
    Own(u8),
}

/// What an action may do when its key arrives together with many others, which may be a pasted text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AtOnce {
    /// Moves a selection; always allowed.
    Moves,
    /// Shows something, or opens what is still to be filled in or answered; allowed while no key was left out.
    Looks,
    /// Records, writes a file, answers a question or leaves; never allowed.
    Records,
}

/// The part of the help that an action belongs to, in the help's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// Explanations, figures and periods.
    See,
    /// What happens to a ticket.
    Record,
    /// What is changed or taken back.
    Change,
    /// The vendor's side.
    Vendor,
    /// Texts and documents, forms and questions.
    Write,
    /// What the person has added in the settings.
    Own,
    /// The ways from page to page.
    Go,
    /// Moving in lists, and what they show.
    List,
    /// The program itself.
    Program,
}

impl Group {
    /// Returns the heading in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Group::See => "See",
            Group::Record => "Record what happened",
            Group::Change => "Change, and take back",
            Group::Vendor => "The vendor's side",
            Group::Write => "Write and answer",
            Group::Own => "Own commands",
            Group::Go => "Go",
            Group::List => "Lists",
            Group::Program => "The program",
        }
    }
}

/// An action with its keys, as they are on this screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionRow {
    /// The action of the row.
    pub action: Action,
    /// The part of the help that it belongs to.
    pub group: Group,
    /// The name in the palette and in settings: lower case with hyphens, unique; of an own command, as the person wrote it.
    pub name: Cow<'static, str>,
    /// What is pressed for it; the first is the one to show.
    pub keys: Vec<Press>,
    /// The contexts in which these keys have this meaning.
    pub contexts: Cow<'static, [Context]>,
    /// The short word for the footer.
    pub label: Cow<'static, str>,
    /// The sentence for the help and the palette.
    pub help: Cow<'static, str>,
}

impl ActionRow {
    /// Returns whether the action goes to a page that stands in the first row.
    pub fn opens_page(&self) -> bool {
        self.name.starts_with("view-") && !matches!(self.action, Action::Own(_))
    }

    /// Returns whether the action can be asked for in that context, be it there or everywhere.
    pub fn applies(&self, context: Context) -> bool {
        self.belongs_to(context) || self.contexts.contains(&Context::Global)
    }

    /// Returns whether the keys belong to that context, or to every page where the context is one, to lines above lists, or
    /// to lists.
    pub(crate) fn belongs_to(&self, context: Context) -> bool {
        self.contexts.contains(&context)
            || (context.is_page() && self.contexts.contains(&Context::Page))
            || (context == Context::Views && self.contexts.contains(&Context::Pick))
            || (context == Context::Send && self.contexts.contains(&Context::List))
    }

    /// Returns the first of its keys that works in that context; in a text field that is one which types nothing.
    pub fn key_in(&self, context: Context) -> Option<Press> {
        self.keys_in(context).next()
    }

    /// Returns those of its keys that work in that context.
    pub fn keys_in(&self, context: Context) -> impl Iterator<Item = Press> {
        self.keys.iter().copied().filter(move |press| context.leaves(press.first()))
    }
}

impl Context {
    /// All places of the screen that have keys of their own.
    pub const ALL: &[Context] = &[
        Context::Queue,
        Context::Ticket,
        Context::Breach,
        Context::Vendors,
        Context::Uptime,
        Context::Reports,
        Context::DrillDown,
        Context::Activity,
        Context::People,
        Context::Party,
        Context::Inbox,
        Context::Outbox,
        Context::Owed,
        Context::Form,
        Context::List,
        Context::Send,
        Context::Pick,
        Context::Views,
        Context::Text,
        Context::Area,
        Context::Confirm,
        Context::Help,
        Context::Pager,
        Context::Prefix,
    ];

    /// Returns whether something is typed or answered here, so that its actions cannot do without a key.
    pub const fn takes_answers(self) -> bool {
        use Context::{Area, Confirm, Form, Help, Pick, Send, Text, Views};
        matches!(self, Form | Send | Pick | Views | Text | Area | Confirm | Help)
    }

    /// Returns whether the context is a page, and neither a form nor something that lies over a page.
    pub fn is_page(self) -> bool {
        use Context::{Area, Confirm, Form, Global, Help, List, Page, Pager, Pick, Prefix, Send, Text, Views};
        !matches!(
            self,
            Global | Page | Form | List | Send | Pick | Views | Text | Area | Confirm | Help | Pager | Prefix
        )
    }

    /// Returns whether the key can be an action in this context, rather than part of a text that is typed.
    pub fn leaves(self, key: Key) -> bool {
        match self {
            Context::Text | Context::Pick | Context::Views | Context::Help => !key.types(),
            Context::Area => !key.types() && !key.moves_in_text(),
            _ => true,
        }
    }
}

impl Action {
    /// Returns whether the action records something about a ticket, at once or after something has been filled in.
    pub fn is_on_ticket(self) -> bool {
        use Action::{
            AcceptResponse, Approve, Assign, Close, CorrectChannel, CorrectTime, CorrectVendor, Customer, Escalate,
            Exclude, Follow, Forward, Link, MergeTicket, Note, Outage, PassOn, Phoned, Plan, Record, Reopen, Reply,
            ReplyAll, RootCause, Severity, Snooze, Spend, Subject, Tag, Tell, VendorCase, Waiting, WriteVendor,
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
                | Reply
                | ReplyAll
                | WriteVendor
                | Forward
                | Exclude
                | Spend
                | Approve
                | PassOn
                | RootCause
                | Waiting
                | Escalate
                | Outage
                | Subject
                | Customer
                | Tag
                | Link
                | MergeTicket
                | VendorCase
                | AcceptResponse
                | Snooze
                | Follow
                | CorrectVendor
                | CorrectChannel
                | CorrectTime
        )
    }

    /// Returns whether the action opens a letter about a ticket.
    pub const fn writes_letter(self) -> bool {
        matches!(self, Action::Reply | Action::ReplyAll | Action::WriteVendor | Action::Forward)
    }

    /// Returns whether the action is for a letter that is written, and does nothing in other forms.
    pub const fn is_in_letter(self) -> bool {
        matches!(self, Action::MailAndWait | Action::MailAndClose | Action::Canned)
    }

    /// Returns whether the action records what the command of that name of `frist do` records.
    pub fn is_command(self, name: &str) -> bool {
        match self {
            Action::Record(command) => command == name,
            Action::RootCause => name == "root-cause",
            _ => false,
        }
    }

    /// Returns what the action may do when its key arrives together with many others.
    pub fn at_once(self) -> AtOnce {
        use Action::{
            AddParty, After, AnnouncedChange, Approve, Before, Bottom, Copy, CopyPortal, CorrectChannel, CorrectTime,
            CorrectVendor, Customer, Down, DropDraft, EditParty, Editor, EndOutage, Escalate, Forward, HalfDown,
            HalfUp, JoinLetter, Language, Leave, Link, Maintenance, Mark, MarkAll, MarkRange, MergeTicket, New,
            NewContract, NextChoice, NextCounter, NextField, NextMonth, NextReport, NextTab, Note, Outage, PageDown,
            PageUp, Pane, PassOn, PrevChoice, PrevCounter, PrevField, PrevMonth, PrevReport, PrevTab, Release, Reply,
            ReplyAll, RootCause, SaveFile, Snooze, Spend, Subject, Suspend, Tag, TakeLetter, Tell, TellAlerts, Top, Up,
            VendorCase, WriteVendor,
        };
        match self {
            Up | Down | Top | Bottom | PageUp | PageDown | HalfUp | HalfDown | NextField | PrevField | NextChoice
            | PrevChoice | Before | After | PrevMonth | NextMonth | PrevCounter | NextCounter | Pane | NextTab
            | PrevTab | NextReport | PrevReport => AtOnce::Moves,
            // They open a text field, so what follows is text.
            New | NewContract | AddParty | EditParty | Note | Tell | Reply | ReplyAll | WriteVendor | Forward
            | Spend | Approve | PassOn | RootCause | Escalate | Outage | Maintenance | AnnouncedChange | EndOutage
            | Release | Subject | Customer | Tag | Link | MergeTicket | VendorCase | Snooze | CorrectVendor
            | CorrectChannel | CorrectTime | TakeLetter | JoinLetter => AtOnce::Looks,
            // A mark widens what is recorded next; the clipboard and files are the person's too.
            Mark | MarkAll | MarkRange | Copy | CopyPortal | SaveFile | Language | Leave | DropDraft | TellAlerts
            | Editor | Suspend => AtOnce::Records,
            other if other.changes_data() => AtOnce::Records,
            _ => AtOnce::Looks,
        }
    }

    /// Returns whether the action records something, at once or after a confirmation, or runs a program, which may change
    /// whatever it likes.
    pub fn changes_data(self) -> bool {
        use Action::{
            Accept, AddParty, AlwaysTake, AnnouncedChange, BlockSender, DropLetter, DropView, EditParty, EndOutage,
            JoinLetter, JoinTyped, MailAndClose, MailAndWait, Maintenance, MergeParty, New, Own, RecallLetter, Redo,
            Release, RemoveEntry, RemoveRelease, Retract, Save, SendAndClose, SendAndWait, SendLetter, SendNow,
            TakeLetter, Undo, WasSent, Yes,
        };
        let in_ledger = matches!(
            self,
            DropView
                | Release
                | RemoveRelease
                | EndOutage
                | Maintenance
                | AnnouncedChange
                | RemoveEntry
                | MergeParty
                | JoinTyped
                | AddParty
                | EditParty
        );
        let on_letter = matches!(
            self,
            TakeLetter | JoinLetter | DropLetter | AlwaysTake | BlockSender | SendNow | WasSent | RecallLetter
        );
        let sends = matches!(self, SendLetter | SendAndWait | SendAndClose | MailAndWait | MailAndClose);
        self.is_on_ticket()
            || in_ledger
            || on_letter
            || sends
            || matches!(self, New | Undo | Redo | Retract | Accept | Save | Yes | Own(_))
    }
}

#[cfg(test)]
mod tests;

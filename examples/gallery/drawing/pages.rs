//! Names every page of the screen, and what lies over one, with the keys that lead there from the queue.

use super::desks::Start;
use super::looks::Look;

/// A page, or what lies over one.
#[derive(Debug)]
pub struct PageShown {
    /// Its name in the files' names.
    pub name: &'static str,
    /// What can be seen on it.
    pub what: &'static str,
    /// The desk that it is of.
    pub start: Start,
    /// The names of the keys; a text in “ ” is typed.
    pub keys: &'static str,
    /// Whether it is also drawn as small as a phone shows it.
    pub on_phone: bool,
}

/// The usual sizes of terminals, in columns and rows.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (160, 45)];
/// A terminal on a phone.
const PHONE: (u16, u16) = (40, 12);

impl PageShown {
    /// Returns the page of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        PAGES.iter().find(|page| page.name == name)
    }

    /// Returns the sizes that it is drawn in.
    pub fn sizes(&self, look: &Look) -> Vec<(u16, u16)> {
        let usual = SIZES.into_iter().take(if look.is_small { 1 } else { SIZES.len() });
        usual.chain(self.on_phone.then_some(PHONE)).collect()
    }

    const fn of(start: Start, name: &'static str, keys: &'static str, what: &'static str) -> Self {
        Self { name, what, start, keys, on_phone: false }
    }

    const fn week(name: &'static str, keys: &'static str, what: &'static str) -> Self {
        Self::of(Start::Week, name, keys, what)
    }

    const fn on_phone(self) -> Self {
        Self { on_phone: true, ..self }
    }
}

/// All pages, in the order of the gallery.
pub const PAGES: &[PageShown] = &[
    PageShown::week("queue", "", "The queue: tickets by what breaks first.").on_phone(),
    PageShown::week("queue-marked", "j Space j Space j Space", "Marked tickets, for an action on all of them.")
        .on_phone(),
    PageShown::week("queue-closed", ". G", "Closed tickets behind the open ones."),
    PageShown::week("queue-filtered", "/ “vendor:markant catalogue” Enter", "The tickets that a filter finds."),
    PageShown::week("queue-none", "/ “unheard of” Enter", "A filter that nothing matches."),
    PageShown::of(Start::Empty, "queue-empty", "", "The queue of a desk without tickets.").on_phone(),
    PageShown::of(Start::First, "first-start", "", "The card of the first start.").on_phone(),
    PageShown::week("filter", "/ “vendor:markant is:br”", "A filter while it is typed.").on_phone(),
    PageShown::week("filter-wrong", "/ “sev:urgent”", "A filter that cannot be read; the list of before stays."),
    PageShown::week("sort", "S", "The orders that the list can have."),
    PageShown::week("views", "'", "Saved filters, with how many tickets match."),
    PageShown::week("save-view", "/ “is:breached” Enter + “All that is late”", "A filter that gets a name."),
    PageShown::week("recent", "j Enter Esc j Enter Esc g h", "The last tickets that were looked at."),
    PageShown::week("go", "g", "What can follow the key g."),
    PageShown::week("change", ",", "What can follow the key that changes what a ticket says."),
    PageShown::week("go-to-number", "# “12”", "A ticket by its number."),
    PageShown::week("palette", ":", "All actions, to be found by their names.").on_phone(),
    PageShown::week("palette-search", ": “reply”", "The palette knows other programs' words."),
    PageShown::week("help", "?", "The help of the queue: what the signs mean, then the keys.").on_phone(),
    PageShown::week("help-search", "? / “customer”", "A search in the help."),
    PageShown::of(Start::Problems, "problems", "!", "The problems of contract files and settings."),
    PageShown::week("late", "@ “-20m” Enter", "A time that is set for the next entry.").on_phone(),
    PageShown::week("quit", "Ctrl-C", "A first Ctrl-C asks for a second one."),
    // A ticket.
    PageShown::week("ticket", "j j Enter", "A ticket: its targets, and what happened.").on_phone(),
    PageShown::week("ticket-closed", "/ “is:closed” Enter Enter", "A ticket that is closed."),
    PageShown::of(Start::Written, "responded", "j j j j r", "The message after a response was recorded.").on_phone(),
    PageShown::of(Start::Written, "undone", "j j j j r u", "The message after it was undone."),
    PageShown::week("why", "j v", "Why a ticket is due when it is.").on_phone(),
    PageShown::week("evidence", "j E", "A ticket as a document for its vendor."),
    PageShown::week("note", "Enter c “Called back: the shop sells again.”", "A note while it is written.").on_phone(),
    PageShown::week("update-customer", "T “We have found the cause.”", "A word to the customer while it is written."),
    PageShown::of(
        Start::Week,
        "composer",
        "Enter M “Hello, we have found the cause and mend it now.” Shift-Tab",
        "A letter while it is written.",
    )
    .on_phone(),
    PageShown::of(Start::Week, "send", "Enter M “We have found the cause.” Ctrl-S", "How a letter is sent."),
    PageShown::week("assign", "a", "The people that a ticket can be assigned to.").on_phone(),
    PageShown::week("assign-marked", "Space j Space a", "Several tickets to be assigned."),
    PageShown::week("severity", "p", "The severities of a vendor."),
    PageShown::week("waiting", "z", "Whom a ticket waits on."),
    PageShown::week("exclude", "x", "The causes to exclude a ticket for."),
    PageShown::week("spend", "t “30 looked at the logs”", "Minutes of work, and what for."),
    PageShown::of(Start::Written, "close", "Enter s f d", "Closing asks whose breach it was."),
    PageShown::week("close-marked", "/ “is:fixed” Enter * d", "Several tickets to be closed at once."),
    PageShown::week("reopen", "/ “is:closed” Enter o", "A closed ticket is opened again."),
    PageShown::week("retract", "j j Enter U", "The entries of a ticket that can be retracted."),
    PageShown::week("correct", ", v", "The vendor that a ticket was logged with is corrected."),
    PageShown::week(
        "new-ticket",
        "n m Tab s Tab c Tab e Tab “Checkout answers with error 500” Tab “Shop North”",
        "A ticket while it is logged.",
    )
    .on_phone(),
    PageShown::week("new-ticket-wrong", "n Ctrl-S", "What the form still needs."),
    // The other pages.
    PageShown::week("breach", "2", "What is breached, what breaks next, and who has how many.").on_phone(),
    PageShown::week("breach-counter", "2 Right Right", "Only what one of the counters counts."),
    PageShown::week("wall", "F11", "The breached targets, for a screen across the room.").on_phone(),
    PageShown::week("vendors", "3", "The vendors and what they promise."),
    PageShown::week("vendor", "3 Enter", "A vendor: its hours, its promises, its notes."),
    PageShown::week("release", "3 j j j j r", "A date on which a vendor releases."),
    PageShown::week("new-contract", "3 N “Acme”", "A contract file while it is written."),
    PageShown::week("uptime", "4", "The uptime of all vendors."),
    PageShown::week("uptime-vendor", "4 Enter Left", "A vendor's month."),
    PageShown::week("uptime-account", "4 Enter Left v", "Why each minute of a month counted or not."),
    PageShown::week("uptime-report", "4 Left E", "The month of all vendors, written down."),
    PageShown::week("uptime-claim", "4 Left C", "What can be claimed of a vendor."),
    PageShown::week("outage", "4 L", "An outage while it is entered."),
    PageShown::week("maintenance", "4 m", "Maintenance while it is entered."),
    PageShown::week("announced-change", "4 c", "A larger change while it is entered."),
    PageShown::week("report-attainment", "5", "How vendors kept their promises."),
    PageShown::week("report-internal", "5 Tab", "How the desk kept its internal targets."),
    PageShown::week("report-times", "5 Tab Tab", "How long it took until targets were met."),
    PageShown::week("report-reasons", "5 Tab Tab Tab", "Why promises were broken."),
    PageShown::week("report-billable", "5 Tab Tab Tab Tab", "The work that was booked, and who pays for it."),
    PageShown::week("report-trend", "5 Tab Tab Tab Tab Tab", "The figures month by month."),
    PageShown::week("report-heat", "5 Tab Tab Tab Tab Tab Tab", "When tickets are reported."),
    PageShown::week("report-promises", "5 Shift-Tab Shift-Tab", "How promises about many targets stand."),
    PageShown::week("report-scorecard", "5 Shift-Tab", "A vendor's month on one page."),
    PageShown::week("report-document", "5 E", "A report as a document."),
    PageShown::week("drill-down", "5 Down Down Enter", "The tickets behind a figure."),
    PageShown::of(Start::Letters, "inbox", "g i", "The letters that wait for somebody to say what becomes of them.")
        .on_phone(),
    PageShown::of(Start::Letters, "inbox-take", "g i t", "A ticket of a letter, with what follows from its sender."),
    PageShown::of(Start::Letters, "inbox-join", "g i j =", "The tickets to which a letter may belong."),
    PageShown::of(Start::Letters, "inbox-letter", "g i Enter", "A letter whole."),
    PageShown::week("owed", "g t", "What the vendors owe today, with whom to call.").on_phone(),
    PageShown::of(Start::Letters, "outbox", "g s", "The letters that have not gone yet.").on_phone(),
    PageShown::of(Start::Empty, "inbox-empty", "g i", "The inbox of a desk without mail."),
    PageShown::week("people", "g c", "The organisations that the desk knows.").on_phone(),
    PageShown::week("typed-names", "g c Tab Tab", "The customers who were only typed."),
    PageShown::week("add-person", "g c Tab N “Kari Nord” Tab “kari@acme.example”", "A person while they are entered."),
    PageShown::week("activity", "6", "Who did what, the newest first."),
    PageShown::week("activity-filtered", "6 / “who:sara”", "The activity of one person."),
];

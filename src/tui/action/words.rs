//! Knows what actions are called elsewhere: by `frist do`, and by other helpdesks; and what those do that frist does not.

use super::Action::{
    self, Absences, AcceptResponse, AddParty, AlwaysTake, Approve, Assign, BlockSender, ClaimDraft, ClearFilter, Close,
    Copy, DropLetter, Earlier, EditParty, EndOutage, Escalate, Evidence, Exclude, Files, Filter, Follow, Forward, Help,
    JoinLetter, JoinTyped, Language, Leave, Link, Maintenance, Mark, MarkAll, MergeParty, MergeTicket, MonthReport,
    New, NewContract, Note, Open, Outage, PassOn, Phoned, Plan, Problems, Quit, RecallLetter, Record, Redraw, Reopen,
    Reply, ReplyAll, Retract, RootCause, SaveFile, SendNow, Severity, Snooze, Sort, Spend, Tag, TakeLetter, Tell,
    TheirPage, TheirTickets, ToggleClosed, Undo, VendorCase, ViewActivity, ViewBreach, ViewInbox, ViewOutbox, ViewOwed,
    ViewPeople, ViewQueue, ViewReports, ViewUptime, ViewVendors, Waiting, Wall, WasSent, Why, WriteDown, WriteVendor,
};

/// What actions are called elsewhere, in lower case. The first words are those of `frist do`, where they differ.
const CALLED: &[(Action, &[&str])] = &[
    (New, &["create", "log", "add ticket", "open a ticket", "new case", "incident"]),
    (Open, &["view", "read", "details"]),
    (Record("respond"), &["first reply", "first response"]),
    (
        Reply,
        &[
            "answer",
            "email",
            "mail",
            "letter",
            "write to customer",
            "public reply",
            "compose",
            "send",
            "send and wait",
            "send and close",
            "macro",
            "template",
        ],
    ),
    (ReplyAll, &["reply to all", "answer all", "cc"]),
    (WriteVendor, &["write to vendor", "mail vendor", "email vendor", "letter to vendor"]),
    (Forward, &["fwd", "pass on by mail"]),
    (Record("start"), &["start", "begin", "in progress", "pick up"]),
    (Record("fix"), &["resolve", "solve", "mend", "repair", "solution"]),
    (Record("workaround"), &["work around", "temporary fix"]),
    (Record("acknowledge"), &["receipt", "ack", "confirm"]),
    (Record("review"), &["review", "leave closed", "seen", "bounce", "undelivered", "customer wrote after closing"]),
    (Close, &["resolve", "done", "complete", "finish", "archive", "solve", "end ticket", "delete", "remove"]),
    (Reopen, &["open again", "came back", "undo close"]),
    (
        Assign,
        &["assign to me", "take", "own", "owner", "claim", "assignee", "delegate", "hand over", "unassign", "transfer"],
    ),
    (Severity, &["priority", "impact", "urgency", "raise", "lower"]),
    (Plan, &["service level", "sla plan", "support plan"]),
    (Phoned, &["report", "call", "phone", "channel", "reported again"]),
    (Tell, &["update", "message", "inform", "notify customer"]),
    (Files, &["attachment", "attach", "upload", "download", "document", "picture", "screenshot"]),
    (
        Note,
        &[
            "comment",
            "internal note",
            "remark",
            "write",
            "call",
            "called",
            "said",
            "message",
            "customer said",
            "vendor said",
            "description",
        ],
    ),
    (Exclude, &["include", "exempt", "waive", "out of scope", "not our fault"]),
    (Spend, &["log time", "worklog", "timer", "hours", "track time", "billable", "minutes"]),
    (Approve, &["approval", "sign off", "quote"]),
    (PassOn, &["third party", "supplier", "hand off"]),
    (Waiting, &["wait", "resume", "pending", "on hold", "hold", "pause", "park"]),
    (AcceptResponse, &["vendor responded", "proposed response", "vendor answered"]),
    (VendorCase, &["case", "vendor's number", "reference", "vendor ticket", "external id"]),
    (Escalate, &["second line", "next level", "tier 2", "manager"]),
    (RootCause, &["rca", "post-mortem", "cause", "problem report"]),
    (Outage, &["downtime", "major incident", "down", "unavailable"]),
    (EndOutage, &["outage over", "restored", "back up"]),
    (Maintenance, &["maintenance window", "planned downtime"]),
    (ClaimDraft, &["credit", "penalty", "compensation", "service credit"]),
    (MonthReport, &["monthly report", "uptime report"]),
    (NewContract, &["agreement", "sla", "add vendor", "new vendor", "new agreement"]),
    (Link, &["parent", "child", "related", "relate", "blocked by", "caused by", "unlink", "dependency"]),
    (MergeTicket, &["merge tickets", "duplicate", "combine", "same matter"]),
    (Follow, &["watch", "subscribe", "unfollow", "star", "notify me"]),
    (Snooze, &["wake", "later", "remind", "defer", "postpone", "hide"]),
    (Tag, &["label", "categorise", "categorize", "category", "untag"]),
    (Why, &["explain", "due", "deadline", "sla", "target", "time left"]),
    (Evidence, &["proof", "export ticket", "document"]),
    (TheirTickets, &["history of customer", "same customer", "requester", "customer's tickets", "previous tickets"]),
    (TheirPage, &["requester", "contact", "customer's page", "phone number", "address"]),
    (WriteDown, &["export", "csv", "markdown", "download"]),
    (Undo, &["take back", "revert", "oops"]),
    (Retract, &["withdraw", "take back", "delete entry", "correct", "delete", "remove"]),
    (Earlier, &["backdate", "late entry", "at time", "when"]),
    (Filter, &["search", "find", "query", "view", "look for"]),
    (ClearFilter, &["reset filter", "show all", "everything"]),
    (ToggleClosed, &["archive", "resolved", "solved tickets", "closed tickets"]),
    (Sort, &["order", "sort by"]),
    (Mark, &["select", "bulk", "check", "tick"]),
    (MarkAll, &["select all", "bulk", "all tickets"]),
    (Copy, &["clipboard", "yank"]),
    (SaveFile, &["export", "write file", "download"]),
    (Language, &["translate", "norwegian", "dutch", "norsk", "nederlands"]),
    (ViewInbox, &["letters", "mail", "email", "mailbox", "unassigned mail", "incoming"]),
    (ViewOwed, &["vendor duties", "outstanding", "due today", "chase", "promises"]),
    (ViewOutbox, &["sent", "letters", "mail", "outgoing", "unsent", "delivery", "mail queue"]),
    (TakeLetter, &["accept", "new ticket of a letter", "convert"]),
    (JoinLetter, &["attach letter", "add to ticket", "belongs to"]),
    (DropLetter, &["delete", "discard", "ignore", "remove"]),
    (AlwaysTake, &["allow", "trust sender", "whitelist", "not spam"]),
    (BlockSender, &["spam", "junk", "blacklist", "ban"]),
    (SendNow, &["retry", "resend", "try again", "deliver", "release"]),
    (WasSent, &["delivered", "confirm sent"]),
    (RecallLetter, &["unsend", "cancel", "take back", "drop", "delete"]),
    (ViewQueue, &["tickets", "list", "home", "open tickets"]),
    (ViewBreach, &["overdue", "late", "at risk", "escalations"]),
    (ViewVendors, &["contracts", "agreements", "suppliers", "sla"]),
    (ViewUptime, &["outages", "availability", "status page"]),
    (ViewReports, &["statistics", "analytics", "metrics", "charts", "dashboard", "kpi"]),
    (ViewPeople, &["person", "customers", "contacts", "requesters", "organisations", "companies", "address book"]),
    (AddParty, &["new person", "new customer", "new organisation", "add contact"]),
    (EditParty, &["change address", "rename customer"]),
    (MergeParty, &["duplicate person", "same person", "deduplicate"]),
    (JoinTyped, &["link customer", "who is it"]),
    (Absences, &["absence", "out of office", "holiday", "vacation", "leave", "sick", "who is away", "away"]),
    (ViewActivity, &["audit", "log", "history", "who did what", "journal"]),
    (Wall, &["dashboard", "big screen", "tv", "wallboard"]),
    (Problems, &["errors", "warnings", "doctor", "config check"]),
    (Redraw, &["refresh", "reload", "repaint"]),
    (Help, &["shortcuts", "keyboard", "hotkeys", "keys", "manual", "cheat sheet"]),
    (Leave, &["exit", "close page", "log out", "logout", "sign out"]),
    (Quit, &["exit", "log out", "logout", "sign out"]),
];

/// The fewest letters for which it is told what there is instead of something that frist does not do; fewer may become anything.
pub const TELLING: usize = 3;

/// What other helpdesks do and frist does not, with what there is instead; `{NAME}` is the key of the action of that name.
const NOT_DONE: &[(&[&str], &str)] = &[
    (
        &["delete", "remove", "trash", "erase", "spam"],
        "A ticket cannot be deleted: retract what was entered ({retract}), or close it ({close}).",
    ),
    (
        &["reminder", "follow up"],
        "There are no reminders: snooze the ticket ({snooze}), and it is back in the queue at that moment.",
    ),
    (&["split", "clone"], "A ticket cannot be split: log the other matter as a ticket of its own ({new})."),
    (
        &["print", "pdf"],
        "Nothing is printed from here: evidence ({evidence}) and reports ({write-down}) can be saved as files.",
    ),
    (
        &["export", "backup"],
        "Tickets are exported on the command line: frist export; a report is written down on its page ({view-reports}).",
    ),
    (&["import"], "Tickets are imported on the command line: frist import FILE."),
    (
        &["mute", "silence", "do not disturb", "notifications", "quiet"],
        "Alerts are muted in the settings: [alerts.quiet] says when, for everybody at this desk.",
    ),
    (
        &["settings", "preferences", "options", "configuration", "shortcut settings"],
        "The settings are a file, config.toml; what is wrong in it shows under problems ({problems}).",
    ),
    (
        &["theme", "dark mode", "light mode", "colours", "colors", "palette", "appearance"],
        "Write theme = \"light\" (or dark, mono, colour-blind) in config.toml; a theme of your own is a file themes/NAME.toml \
         beside it.",
    ),
    (
        &["watch", "follow", "subscribe", "star", "favourite"],
        "A ticket cannot be followed: assign it to yourself ({assign}).",
    ),
    (
        &["user", "add agent", "add user", "permissions", "roles"],
        "People and what they may do are set in the settings: [staff.NAME].",
    ),
];

/// How well words fit what was typed; the best comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// They are the same.
    Same,
    /// They begin with it.
    Begins,
    /// One of the words begins with it.
    Word,
}

impl Fit {
    /// Returns how well `words` fit what was typed, both in lower case; none where they do not.
    pub fn of(typed: &str, words: &str) -> Option<Fit> {
        if words == typed {
            return Some(Fit::Same);
        }
        if words.starts_with(typed) {
            return Some(Fit::Begins);
        }
        let at_word = words.match_indices(typed).any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric));
        at_word.then_some(Fit::Word)
    }
}

/// Returns how well what that action is called elsewhere fits what was typed.
pub fn called(action: Action, typed: &str) -> Option<Fit> {
    let words = CALLED.iter().filter(|(called, _)| *called == action).flat_map(|(_, words)| *words);
    words.filter_map(|words| Fit::of(typed, words)).min()
}

/// Returns what there is instead of each thing of that name that frist does not do. `sign` names the key of an action.
pub fn not_done(typed: &str, sign: impl Fn(&str) -> String) -> Vec<String> {
    let fits = |words: &&str| Fit::of(typed, words).is_some_and(|fit| fit <= Fit::Begins);
    let found = NOT_DONE.iter().filter(|(words, _)| words.iter().any(&fits));
    found.map(|(_, instead)| with_keys(instead, &sign)).collect()
}

/// Puts the keys of actions into a sentence.
pub(super) fn with_keys(sentence: &str, sign: &impl Fn(&str) -> String) -> String {
    let mut parts = sentence.split('{');
    let begin = parts.next().unwrap_or_default().to_owned();
    parts.fold(begin, |text, part| match part.split_once('}') {
        Some((name, rest)) => format!("{text}{}{rest}", sign(name)),
        None => text + part,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tui::action::Keymap;

    #[test]
    fn words_fit_from_the_whole_to_the_beginning_of_one() {
        assert_eq!(Fit::of("note", "note"), Some(Fit::Same));
        assert_eq!(Fit::of("no", "note"), Some(Fit::Begins));
        assert_eq!(Fit::of("no", "internal note"), Some(Fit::Word));
        assert_eq!(Fit::of("around", "no-workaround"), None);
        assert_eq!(Fit::of("workaround", "no-workaround"), Some(Fit::Word));
    }

    #[test]
    fn every_word_is_written_once_for_an_action_in_small_letters() {
        let keys = Keymap::default();
        let mut seen = HashSet::new();
        for (action, words) in CALLED {
            assert!(keys.row(*action).is_some_and(|row| !words.contains(&&*row.name)), "{action:?}");
            assert!(seen.insert(format!("{action:?}")), "{action:?} twice");
            let once: HashSet<_> = words.iter().collect();
            assert!(once.len() == words.len() && words.iter().all(|word| *word == word.to_lowercase()), "{words:?}");
        }
    }

    #[test]
    fn what_is_there_instead_names_actions_that_there_are() {
        let keys = Keymap::default();
        for (words, _) in NOT_DONE {
            let told = not_done(words[0], |name| {
                assert!(keys.rows().any(|row| row.name == name), "{name}");
                "key".to_owned()
            });
            assert!(!told.is_empty() && told.iter().all(|told| told.ends_with('.') && !told.contains('{')), "{told:?}");
        }
        assert_eq!(with_keys("it (a{b}) c", &|name| format!("<{name}>")), "it (a<b>) c");
    }
}

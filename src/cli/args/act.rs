//! `frist do`: what happened to tickets.

use clap::{Args, ValueEnum};

use super::ticket_id;

#[derive(Args, Debug, Clone)]
pub(in crate::cli) struct DoArgs {
    /// What happened
    #[arg(value_enum)]
    pub(in crate::cli) action: ActionArg,
    /// The tickets' numbers; all of them change, or none
    #[arg(required = true, value_name = "ID", value_parser = ticket_id)]
    pub(in crate::cli) ids: Vec<u64>,
    /// When it happened: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) at: Option<String>,
    /// A note beside it; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) note: Option<String>,
    /// assign: who takes it (me, none for nobody, or least for whoever has the fewest); escalate: who took it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) to: Option<String>,
    /// severity: the new one
    #[arg(long)]
    pub(in crate::cli) severity: Option<String>,
    /// severity: how many it hits, where the severity follows from impact and urgency
    #[arg(long, requires = "urgency", conflicts_with = "severity")]
    pub(in crate::cli) impact: Option<String>,
    /// severity: how badly it hits them, likewise
    #[arg(long, requires = "impact")]
    pub(in crate::cli) urgency: Option<String>,
    /// plan: the new one
    #[arg(long)]
    pub(in crate::cli) plan: Option<String>,
    /// report: the channel; phone for phoned
    #[arg(long)]
    pub(in crate::cli) channel: Option<String>,
    /// note, subject, spend, approve, pass-on: the text; close: the reason in a sentence; exclude: why, in a sentence; - reads it
    /// from standard input
    #[arg(long, allow_hyphen_values = true)]
    pub(in crate::cli) text: Option<String>,
    /// note: the customer was told this
    #[arg(long)]
    pub(in crate::cli) to_customer: bool,
    /// close: why a promise was broken
    #[arg(long, value_enum)]
    pub(in crate::cli) reason: Option<ReasonArg>,
    /// exclude: why the promise does not hold, one of the contract's causes
    #[arg(long)]
    pub(in crate::cli) cause: Option<String>,
    /// wait: on whom
    #[arg(long, value_enum)]
    pub(in crate::cli) on: Option<WaitArg>,
    /// escalate: the level [default: the desk's next one]
    #[arg(long)]
    pub(in crate::cli) level: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) reopening: ReopenArgs,
    /// spend: minutes of work
    #[arg(long)]
    pub(in crate::cli) minutes: Option<u32>,
    /// spend: nobody pays for it, whatever the cause
    #[arg(long)]
    pub(in crate::cli) unpaid: bool,
    /// Refuse if the ticket has more events than this: somebody has changed it since
    #[arg(long, value_name = "N")]
    pub(in crate::cli) revision: Option<u32>,
    /// Print each ticket as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// Which of the two a reopening is; nobody but who reopens can tell.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::cli) struct ReopenArgs {
    /// reopen: the fix did not hold; it is taken back, and its deadline is the one that it was
    #[arg(long, conflicts_with = "came_back")]
    pub(in crate::cli) did_not_hold: bool,
    /// reopen: it came back; the fix stands, and a new round of targets starts
    #[arg(long)]
    pub(in crate::cli) came_back: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum ActionArg {
    /// The first qualified reply went to the customer
    Respond,
    /// Work on finding or mending the cause began
    Start,
    /// A workaround stands
    Workaround,
    /// It is known that there can be no workaround
    NoWorkaround,
    /// The cause is mended
    Fix,
    /// Nothing more to do (--reason, --text)
    Close,
    /// The fix did not hold, or it came back (--did-not-hold, --came-back)
    Reopen,
    /// Something worth writing down (--text)
    Note,
    /// Somebody takes it (--to)
    Assign,
    /// It is more or less severe (--severity)
    Severity,
    /// It falls under another plan (--plan)
    Plan,
    /// It was reported again (--channel)
    #[value(alias = "phoned")]
    Report,
    /// Receipt was confirmed to the customer
    Receipt,
    /// The promise does not hold for it (--cause, --text)
    Exclude,
    /// The promise holds after all
    Include,
    /// Nothing can be done until somebody else has (--on)
    Wait,
    /// The waiting is over
    Resume,
    /// It was passed up (--level, --to)
    Escalate,
    /// Time was spent (--minutes, --text)
    Spend,
    /// The customer approved paid work in writing (--text: where to find it)
    Approve,
    /// It was passed on to the supplier whose it is (--text: to whom)
    PassOn,
    /// It is about something else (--text)
    Subject,
    /// Take back the last thing that you entered; on a withdrawn ticket, the withdrawal
    Undo,
    /// Take back the whole ticket that you logged
    Withdraw,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(in crate::cli) enum ReasonArg {
    /// This desk was late
    Ours,
    /// The vendor was late
    Vendors,
    /// The customer agreed to it
    Agreed,
    /// Vendor and desk do not agree
    Disputed,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(in crate::cli) enum WaitArg {
    Customer,
    Vendor,
}

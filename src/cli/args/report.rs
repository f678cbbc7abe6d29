//! The shape of `frist report`.

use clap::{Args, Subcommand, ValueEnum};

use super::FileArgs;
use crate::domain::report::GroupBy;
use crate::domain::time::{Date, Month};

/// Which report; none: what there is.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct ReportArgs {
    /// Print a line of JSON for each report there is
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) report: Option<ReportCommand>,
}

/// Which report.
#[derive(Subcommand, Debug)]
pub(in crate::cli) enum ReportCommand {
    /// Show how vendors kept their promises: met, met late, breached, excluded, to be phoned, running
    Attainment(GroupedArgs),
    /// Show how the desk kept its internal targets, in the same figures
    #[command(name = "internal")]
    House(GroupedArgs),
    /// Show how long each target took to be met: median, 90th percentile and longest, in support time
    Times(GroupedArgs),
    /// Show why targets were breached, by the reason given at closing
    Reasons(GroupedArgs),
    /// Show the work that was booked, and what of it the customer pays for
    Billable(GroupedArgs),
    /// Show tickets, attainment and times month by month
    Trend(ScopeArgs),
    /// Show tickets by weekday and hour of their report
    Heat(HeatArgs),
    /// Show how promises about many tickets at once stand: kept or not, and how many may still be missed
    Promises(ScopeArgs),
    /// Show a vendor's month on one page: attainment, worst overruns, uptime, credit
    Scorecard(ScorecardArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct GroupedArgs {
    /// What to group by, up to three with commas between them [default: vendor]
    #[arg(long, value_name = "GROUP", value_enum, value_delimiter = ',')]
    pub(in crate::cli) by: Vec<ByArg>,
    #[command(flatten)]
    pub(in crate::cli) scope: ScopeArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct HeatArgs {
    /// On whose clock the hours are: each vendor's own, or that of this machine's zone
    #[arg(long, value_enum, default_value_t = ClockArg::Vendor)]
    pub(in crate::cli) clock: ClockArg,
    #[command(flatten)]
    pub(in crate::cli) scope: ScopeArgs,
}

/// Which tickets, in which form, and where to.
#[derive(Args, Debug)]
pub(in crate::cli) struct ScopeArgs {
    /// Only tickets that match, as for frist list; closed ones match too
    pub(in crate::cli) filter: Vec<String>,
    /// Of this contract only
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: Option<String>,
    /// Reported in this month, in the vendor's zone [default: whenever]
    #[arg(long, value_name = "YYYY-MM", value_parser = Month::parse, conflicts_with_all = ["from", "to"])]
    pub(in crate::cli) month: Option<Month>,
    /// Reported on this date or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    pub(in crate::cli) from: Option<Date>,
    /// Reported on this date or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    pub(in crate::cli) to: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) form: TableArgs,
    #[command(flatten)]
    pub(in crate::cli) file: FileArgs,
}

/// The form of a report; none of them: for a person at a terminal.
#[derive(Args, Debug)]
pub(in crate::cli) struct TableArgs {
    /// A line of JSON for each row, with the numbers of the tickets behind every figure
    #[arg(long, group = "form")]
    pub(in crate::cli) json: bool,
    /// A Markdown document
    #[arg(long, group = "form")]
    pub(in crate::cli) markdown: bool,
    /// Rows for a spreadsheet
    #[arg(long, group = "form")]
    pub(in crate::cli) csv: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ScorecardArgs {
    /// The contract's id
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: String,
    /// Which month, in the contract's zone [default: the present one]
    #[arg(long, value_name = "YYYY-MM", value_parser = Month::parse)]
    pub(in crate::cli) month: Option<Month>,
    /// A line of JSON
    #[arg(long, group = "form")]
    pub(in crate::cli) json: bool,
    /// A Markdown document, for the vendor or the customer
    #[arg(long, group = "form")]
    pub(in crate::cli) markdown: bool,
    /// Rows for a spreadsheet, one for each figure: section, row, figure, value, tickets
    #[arg(long, group = "form")]
    pub(in crate::cli) csv: bool,
    #[command(flatten)]
    pub(in crate::cli) file: FileArgs,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum ByArg {
    Vendor,
    Plan,
    Severity,
    Target,
    Agent,
    Organisation,
    Month,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum ClockArg {
    Vendor,
    Desk,
}

impl From<ByArg> for GroupBy {
    fn from(by: ByArg) -> Self {
        match by {
            ByArg::Vendor => Self::Vendor,
            ByArg::Plan => Self::Plan,
            ByArg::Severity => Self::Severity,
            ByArg::Target => Self::Target,
            ByArg::Agent => Self::Agent,
            ByArg::Organisation => Self::Organisation,
            ByArg::Month => Self::Month,
        }
    }
}

impl ReportCommand {
    /// Where it goes.
    pub(in crate::cli) const fn file(&self) -> &FileArgs {
        match self {
            Self::Attainment(args)
            | Self::House(args)
            | Self::Times(args)
            | Self::Reasons(args)
            | Self::Billable(args) => &args.scope.file,
            Self::Trend(scope) | Self::Promises(scope) => &scope.file,
            Self::Heat(args) => &args.scope.file,
            Self::Scorecard(args) => &args.file,
        }
    }
}

//! Puts a vendor's month on one page: how its promises were kept by severity and target, the worst overruns, uptime and
//! credit.

use crate::contract::{Book, Contract, TargetKind, uptime_plan_in_words};
use crate::markdown::{Document, escaped};
use crate::sla::{TicketRow, clock_in_words};
use crate::text::capital;
use crate::ticket::{BreachReason, Ticket, TicketId};
use crate::time::{CalendarPeriod, ClockKind, ClockSeconds, Instant, Month, clock_text, duration_text};
use crate::uptime::{
    MonthRound, claim_standing_in_words, credit_due_in_words, percent_in_words, verdict_in_words, worked_out_in_words,
};

use super::facts::{TargetOutcome, TicketFacts};
use super::table::{Cell, Table, Value};
use super::{GroupBy, Period, Report, ReportRequest, table};

/// The most overruns that are told.
pub const WORST: usize = 10;

/// A breached target, and by how much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overrun {
    /// The number of the ticket.
    pub ticket: TicketId,
    /// The subject of the ticket.
    pub subject: String,
    /// The target that was breached.
    pub target: TargetKind,
    /// The id of the severity that it counts under.
    pub severity: String,
    /// The moment at which it was due.
    pub due: Option<Instant>,
    /// The moment at which its terms changed, where that broke it, or where it was broken by then and stayed so.
    pub changed: Option<Instant>,
    /// The moment at which it was met, or none where it is not.
    pub met: Option<Instant>,
    /// The time by which it is over.
    pub over: ClockSeconds,
    /// The clock of that time.
    pub clock: ClockKind,
    /// The party whose breach it was, by the closing.
    pub reason: Option<BreachReason>,
    /// The reason in a sentence.
    pub reason_text: Option<String>,
}

/// A figure at the top of a scorecard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardFigure {
    /// The name of the figure.
    pub name: &'static str,
    /// The value, for a person.
    pub text: String,
    /// The plan whose own promise of uptime it is about, or none for the contract's.
    pub plan: Option<String>,
    /// What the figure is about.
    pub about: FigureSubject,
}

/// What is behind a figure at the top of a scorecard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FigureSubject {
    /// These tickets.
    Tickets(Vec<TicketId>),
    /// The month's uptime and its promise.
    Uptime,
    /// The month's downtime.
    Downtime,
    /// The month's exempt time.
    Exempt,
    /// The month's credit.
    Credit,
}

/// A vendor's month.
#[derive(Clone, Debug)]
pub struct Scorecard<'a> {
    /// The month by the contract's own promise.
    pub round: &'a MonthRound<'a>,
    /// The uptime and credit of each promise of uptime, of the period that it is for: mostly the month.
    pub promised: &'a [MonthRound<'a>],
    /// The number of tickets that were reported in it.
    pub tickets: Cell,
    /// The part of all decided targets that was met in time.
    pub kept: Cell,
    /// The attainment by severity and target.
    pub attainment: Table,
    /// The promises about many targets at once, each of the period that has the month in it.
    pub promises: Table,
    /// The times by target.
    pub times: Table,
    /// The reasons why promises were broken.
    pub reasons: Table,
    /// The worst overruns, the worst first.
    pub overruns: Vec<Overrun>,
}

/// The place of an overrun: a target of a round of a ticket, the rounds counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct OverrunOf {
    /// The number of the ticket.
    pub ticket: TicketId,
    /// The target that was breached.
    pub target: TargetKind,
    /// The round of the ticket.
    pub round: u32,
}

/// Returns the worst overruns of that contract in that period, the worst first, at most [`WORST`] of them.
pub fn worst(facts: &TicketFacts, contract: &str, period: Period) -> Vec<OverrunOf> {
    let ours = |terms: u32| facts.names.get(facts.names.terms_at(terms).contract) == contract;
    let broken = facts.facts.iter().filter(|fact| period.holds(fact.date) && fact.is_broken() && ours(fact.terms));
    let each = broken.flat_map(|fact| {
        let broken = fact.outcomes(false).filter(|(_, outcome)| outcome.standing.is_broken());
        broken.map(|(target, outcome)| {
            (std::cmp::Reverse(outcome.over), OverrunOf { ticket: fact.ticket, target, round: fact.round })
        })
    });
    let mut each: Vec<_> = each.collect();
    each.sort_unstable();
    each.into_iter().take(WORST).map(|(_, of)| of).collect()
}

impl Overrun {
    /// Returns the overrun of a ticket's breached target at `now`, or none where it is not breached any more.
    pub fn of(ticket: &std::sync::Arc<Ticket>, which: OverrunOf, book: &Book, now: Instant) -> Option<Self> {
        let contract = book.of_ticket(ticket)?;
        let row = TicketRow::new(std::sync::Arc::clone(ticket), Some(contract), now);
        let row = row.earlier_rounds().into_iter().chain([row]).nth(which.round as usize)?;
        let (ticket, contract, target) =
            (&row.ticket, row.contract.as_deref()?, row.sla.as_ref()?.target(which.target)?);
        let over = crate::sla::overrun(contract, target);
        // Of updates it may be an earlier one that came latest.
        let missed = target.missed.iter().find(|missed| missed.over == over);
        TargetOutcome::of(target).is_broken().then(|| Self {
            ticket: ticket.id,
            subject: ticket.subject.clone(),
            target: which.target,
            severity: target.terms.severity.clone(),
            changed: match missed {
                Some(missed) => missed.changed,
                None => target.terms.kept.or(target.terms.since.filter(|_| target.terms.at_once)),
            },
            due: missed.map_or(target.due, |missed| Some(missed.due)),
            met: missed.map_or(target.met, |missed| Some(missed.until)),
            over,
            clock: missed.map_or(target.clock(), |missed| missed.clock),
            reason: ticket.breach_reason,
            reason_text: ticket.breach_words.clone(),
        })
    }

    /// Returns `2h30 of support time`.
    pub fn over_in_words(&self) -> String {
        format!("{} {}", duration_text(self.over.secs()), clock_in_words(self.clock))
    }

    /// Says whose breach it was, with the sentence beside it: `the vendor's: no spare part`; empty where no reason was
    /// given.
    pub fn reason_in_words(&self) -> String {
        let words = [self.reason.map(BreachReason::words), self.reason_text.clone()];
        words.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    /// Returns the severity's name.
    pub fn severity_name<'a>(&'a self, contract: &'a Contract) -> &'a str {
        contract.severity(&self.severity).map_or(&self.severity, |severity| &severity.name)
    }
}

impl<'a> Scorecard<'a> {
    /// Makes the scorecard of the round's month, with the uptime of each promise in `promised`. `facts` have at least that
    /// vendor's tickets of the years of the month, where promises about many are for longer than it.
    pub fn new(
        round: &'a MonthRound<'a>,
        promised: &'a [MonthRound<'a>],
        facts: &TicketFacts,
        book: &Book,
        overruns: Vec<Overrun>,
    ) -> Self {
        let (contract, period, now) = (&round.contract.id, Period::month(round.uptime.month), round.uptime.now);
        let of = |report, by: &[GroupBy]| {
            let by = by.to_vec();
            let asked = ReportRequest { report, by, period, contract: Some(contract.clone()), desk_clock: false, now };
            let mut table = table(facts, &asked, book);
            // That is said once, of all of it.
            table.notes.pop();
            table
        };
        let attainment = of(Report::Attainment, &[GroupBy::Severity, GroupBy::Target]).without("contract");
        let whole = of(Report::Attainment, &[]);
        let kept = whole.rows.first().and_then(|row| row.get(whole.column("kept_percent")?)).cloned();
        let trend = of(Report::Trend, &[]);
        let tickets = trend.rows.first().and_then(|row| row.get(trend.column("reported")?)).cloned();
        Self {
            round,
            promised,
            tickets: tickets.unwrap_or_else(|| Cell::count(0, Vec::new())),
            kept: kept.unwrap_or_else(|| Cell::percent(0, 0, Vec::new())),
            attainment,
            promises: of(Report::Promises, &[]).without("contract"),
            times: of(Report::Times, &[]),
            reasons: of(Report::Reasons, &[]),
            overruns,
        }
    }

    /// Returns the period whose tickets a scorecard of that month is made from: its year, as a promise may be for that long.
    pub fn period_of_facts(month: Month) -> Period {
        Period::year(month)
    }

    /// Returns the title.
    pub fn title(&self) -> String {
        format!("Scorecard of {}, {}", self.round.contract.vendor, self.round.uptime.month.long())
    }

    /// Returns the figures at the top.
    pub fn figures(&self) -> Vec<CardFigure> {
        let decided =
            if self.kept.value == Value::None { "nothing decided yet".to_owned() } else { self.kept.text.clone() };
        let figure = |name, text, tickets: &Cell| CardFigure {
            name,
            text,
            plan: None,
            about: FigureSubject::Tickets(tickets.tickets.clone()),
        };
        let of_tickets = [
            figure("Tickets", self.tickets.text.clone(), &self.tickets),
            figure("Targets met in time", decided, &self.kept),
        ];
        let of_uptime = self.promised.iter().flat_map(|round| self.figures_of(round));
        of_tickets.into_iter().chain(of_uptime).collect()
    }

    /// Returns the figures of one promise of uptime. Where there are several, or it is not the month's, each says whose and of
    /// which period it is.
    fn figures_of(&self, round: &MonthRound<'_>) -> Vec<CardFigure> {
        let uptime = &round.uptime;
        let whose = self.whose(round).map_or_else(String::new, |whose| format!(" ({whose})"));
        let figure = |name, text: String, about| CardFigure {
            name,
            text: format!("{text}{whose}"),
            plan: round.plan.clone(),
            about,
        };
        let claim = claim_standing_in_words(uptime).map(|words| figure("To be claimed", words, FigureSubject::Credit));
        [
            figure("Uptime", percent_in_words(uptime), FigureSubject::Uptime),
            figure("Uptime promised", verdict_in_words(uptime), FigureSubject::Uptime),
            figure("Downtime", duration_text(uptime.downtime), FigureSubject::Downtime),
            figure("Exempt", duration_text(uptime.exempt), FigureSubject::Exempt),
            figure("Credit", credit_due_in_words(uptime), FigureSubject::Credit),
        ]
        .into_iter()
        .chain(claim)
        .collect()
    }

    /// Names the plans and the period of a promise of uptime, where it is not the only one, or not the month's: `Premium`, `Q1 2024`.
    pub fn whose(&self, round: &MonthRound<'_>) -> Option<String> {
        let plans = uptime_plan_in_words(&round.contract, round.plan.as_deref());
        let period = Some(round.uptime.period).filter(|period| *period != self.round.uptime.period);
        let parts: Vec<String> = plans.into_iter().chain(period.map(CalendarPeriod::long)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Returns the account of the uptime with its seconds, a sentence for each promise.
    pub fn account(&self) -> String {
        let one = |round: &MonthRound<'_>| {
            let whose = self.whose(round).map_or_else(String::new, |whose| format!("{whose}: "));
            format!("{whose}{}", worked_out_in_words(&round.uptime))
        };
        self.promised.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    /// Says under what it is to be read: the zone, and until when.
    pub fn as_of(&self) -> String {
        let uptime = &self.round.uptime;
        let zone =
            format!("About the tickets that were first reported in the month. Times are in {}.", uptime.zone.name());
        if uptime.now >= uptime.to {
            return zone;
        }
        format!("{zone} The month is not over: this is how it stood on {}.", clock_text(uptime.zone, uptime.now))
    }

    /// What is said where no target of a ticket was breached; what became of the uptime stands elsewhere.
    pub const NO_OVERRUN: &'static str = "no ticket missed a target";

    /// The head of the overruns' table.
    pub const OVERRUNS: [&'static str; 7] = ["#", "Over by", "Target", "Severity", "Due", "Met", "Reason"];

    /// Returns the overruns, a row each; the subject comes behind them.
    pub fn overrun_rows(&self) -> Vec<([String; 7], String)> {
        let zone = self.round.uptime.zone;
        let row = |overrun: &Overrun| {
            let moment =
                |at: Option<Instant>, none: &str| at.map_or_else(|| none.to_owned(), |at| clock_text(zone, at));
            let cells = [
                overrun.ticket.to_string(),
                overrun.over_in_words(),
                overrun.target.words().to_owned(),
                overrun.severity_name(&self.round.contract).to_owned(),
                overrun.changed.map_or_else(String::new, |at| format!("terms changed {}; ", clock_text(zone, at)))
                    + &moment(overrun.due, "no date"),
                moment(overrun.met, "not met"),
                overrun.reason_in_words(),
            ];
            (cells, overrun.subject.clone())
        };
        self.overruns.iter().map(row).collect()
    }

    /// Writes the document for the vendor or the customer.
    pub fn markdown(&self) -> String {
        let mut document = Document::default();
        document.heading(1, &escaped(&self.title()));
        document.block(&escaped(&self.as_of()));
        let figures: Vec<[String; 2]> =
            self.figures().into_iter().map(|figure| [figure.name.to_owned(), escaped(&figure.text)]).collect();
        document.table(["", ""], &figures);
        Self::write_table("Attainment by severity and target", &self.attainment, &mut document);
        if !self.promises.rows.is_empty() {
            Self::write_table("Promises about many tickets", &self.promises, &mut document);
        }
        self.write_overruns(&mut document);
        Self::write_table("Times", &self.times, &mut document);
        Self::write_table("Breach reasons", &self.reasons, &mut document);
        document.heading(2, "Uptime");
        self.account().lines().for_each(|line| document.block(&escaped(line)));
        document.text()
    }

    fn write_table(heading: &str, table: &Table, document: &mut Document) {
        document.heading(2, heading);
        if table.rows.is_empty() {
            return document.block("Nothing in this month.");
        }
        table.write(document);
        document.list(table.notes.iter().map(|note| escaped(note)));
    }

    fn write_overruns(&self, document: &mut Document) {
        document.heading(2, "Worst overruns");
        if self.overruns.is_empty() {
            return document.block(&format!("{}.", capital(Self::NO_OVERRUN)));
        }
        let [number, rest @ ..] = Self::OVERRUNS;
        let head: Vec<String> = [number, "Subject"].into_iter().chain(rest).map(str::to_owned).collect();
        let row = |([number, rest @ ..], subject): ([String; 7], String)| -> Vec<String> {
            let rest = rest.into_iter().map(|cell| escaped(&cell));
            [format!("\\#{number}"), escaped(&subject)].into_iter().chain(rest).collect()
        };
        document.rows(&head, &self.overrun_rows().into_iter().map(row).collect::<Vec<_>>());
    }
}

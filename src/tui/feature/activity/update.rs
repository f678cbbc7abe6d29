//! Gives keys their meaning on the activity page.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::audit::{AuditEntry, AuditSubject};
use crate::domain::ledger::{LedgerFact, LedgerRecordId};
use crate::domain::query::AuditFilter;
use crate::domain::text::clean;
use crate::domain::time::{Instant, Month, clock_text};
use crate::tui::action::{Action, Context};
use crate::tui::feature::party::PartyPage;
use crate::tui::feature::vendors::Vendors;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of, ticket, uptime};
use crate::tui::host::{DeskWork, PageAnswer};
use crate::tui::input::Msg;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, OpeningState, PartyId, PendingOpening, Shared};
use crate::tui::widget::VisibleRows;

use super::{ActivityView, view};

/// Goes back to the page where it is open below, else opens it.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, _now: Instant) -> Effects {
    if !pages.back_to::<ActivityView>() {
        pages.push(ActivityView::new(shared.next_tag()));
        shared.waits = OpeningState::For(PendingOpening::Activity);
    }
    Effects::new()
}

impl Page for ActivityView {
    fn context(&self) -> Context {
        Context::Activity
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Activity".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewActivity)
    }

    fn filter_text<'a>(&'a self, _shared: &'a Shared) -> &'a str {
        &self.filter_text
    }

    fn counts_marks(&self) -> bool {
        false
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        let filtered = !self.filter_text.is_empty();
        match action {
            Action::Open => return PageFlow::Done(self.open_audit_entry(shared, now)),
            Action::Copy => return PageFlow::Done(self.copy_audit_entry(shared, now)),
            Action::Filter => {
                shared.over(FilterLine::new(FilteredList::Activity, self.filter_text.clone(), None));
            }
            Action::ClearFilter => Page::set_filter(self, "", shared, now).unwrap_or_default(),
            Action::Back if filtered => Page::set_filter(self, "", shared, now).unwrap_or_default(),
            _ => match step_of(action) {
                Some(by) => self.step(by),
                None => return PageFlow::Pass,
            },
        }
        PageFlow::Done(Effects::new())
    }

    fn set_filter(&mut self, text: &str, shared: &mut Shared, now: Instant) -> Result<(), String> {
        let filter = AuditFilter::parse(text, &shared.me.name, shared.zone, now).map_err(|error| error.to_string())?;
        ActivityView::set_filter(self, text.trim().to_owned(), filter, shared.next_tag());
        Ok(())
    }

    fn wants(&mut self) -> Effects {
        self.asks().into_iter().map(|ask| DeskWork::Audit(ask).into()).collect()
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        match news {
            DeskNews::Ticket { .. } | DeskNews::Entered | DeskNews::Ledger | DeskNews::Resync => self.notice_change(),
            DeskNews::Anew => {}
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        let PageAnswer::Activity(turn, part, page) = answer else { return Some(answer) };
        self.take(turn, part, (*page).map_err(|error| error.to_string()));
        None
    }

    fn signs(&self) -> &'static [&'static str] {
        &[
            "‹ entered late, with when it happened   ↶ undid or retracted something   (retracted) counts no longer",
            "Moments are in this screen's zone, the newest first.",
        ]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.rows.laid_out(shown);
    }
}

impl ActivityView {
    /// Opens the ticket of the selected audit entry, or the page on which its ledger record stands.
    fn open_audit_entry(&self, shared: &mut Shared, now: Instant) -> Effects {
        match self.selected().map(|audit_entry| audit_entry.on) {
            Some(AuditSubject::Ticket { id, .. }) => ticket::open(id, shared),
            Some(AuditSubject::Entry { id, .. }) => {
                if let Some(party) = PartyId::of_record(&shared.ledger, id) {
                    return PartyPage::open(party, shared, now);
                }
                show_entry(id, shared, now);
                Effects::new()
            }
            None => Effects::new(),
        }
    }

    fn copy_audit_entry(&self, shared: &mut Shared, now: Instant) -> Effects {
        let Some(text) = self.selected().map(|audit_entry| audit_entry_text(audit_entry, shared)) else {
            return Effects::new();
        };
        shared.copied("What was done", now);
        vec![ShellEffect::Copy(text).into()]
    }
}

fn show_entry(id: LedgerRecordId, shared: &mut Shared, now: Instant) {
    let Some(fact) = shared.ledger.get(id).and_then(|entry| entry.fact.clone()) else {
        return shared.info("It has been removed", now);
    };
    if matches!(fact, LedgerFact::Rota(_)) {
        return shared.info("That is who is on call", now);
    }
    if let LedgerFact::Absence(absence) = &fact {
        let words = format!("{} is away {}", absence.staff, absence.until_in_words(shared.zone));
        return shared.info(clean(&words).into_owned(), now);
    }
    let Some(from) = fact.span(now).map(|(from, _)| from) else {
        return shared.open(Vendors::at(Some(fact.contract().to_owned())));
    };
    let zone = shared.book.get(fact.contract()).map_or(shared.zone, |contract| contract.zone);
    let month = Month::at(zone, from);
    shared.with_pages(move |pages, shared, now| {
        uptime::open_at(month, id, pages, shared, now);
        Effects::new()
    });
}

fn audit_entry_text(audit_entry: &AuditEntry, shared: &Shared) -> String {
    let about = format!("{} {}", audit_entry.number(), audit_entry.subject);
    let taken = if audit_entry.stands { "" } else { " (retracted)" };
    let when = clock_text(shared.zone, audit_entry.recorded);
    format!("{when} {}: {}{taken} ({}, {})", audit_entry.by, audit_entry.words, about.trim_end(), audit_entry.vendor)
}

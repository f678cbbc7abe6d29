//! Gives keys their meaning on the page of people.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ledger::LedgerRecordId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::ledger_form::{self, FormKind};
use crate::tui::feature::party::PartyPage;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::state::PeopleRow;
use super::{PeopleTab, PeopleView, view};

/// Goes back to the page where it is open below, else opens it.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, _now: Instant) -> Effects {
    if !pages.back_to::<PeopleView>() {
        let tab = if shared.ledger.organisations().next().is_none() && shared.ledger.people().next().is_some() {
            PeopleTab::People
        } else {
            PeopleTab::Organisations
        };
        let mut page = PeopleView::new(tab);
        page.arrange(shared);
        pages.push(page);
    }
    Effects::new()
}

impl Page for PeopleView {
    fn context(&self) -> Context {
        Context::People
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "People".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewPeople)
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
            Action::NextTab => self.turn(true),
            Action::PrevTab => self.turn(false),
            Action::Filter => shared.over(FilterLine::new(FilteredList::People, self.filter_text.clone(), None)),
            Action::ClearFilter => Page::set_filter(self, "", shared, now).unwrap_or_default(),
            Action::Back if filtered => Page::set_filter(self, "", shared, now).unwrap_or_default(),
            Action::Open => match self.selected() {
                Some(PeopleRow::Known(party)) => return PageFlow::Done(PartyPage::open(*party, shared, now)),
                Some(PeopleRow::Typed(_)) => self.join(shared, now),
                None => {}
            },
            Action::AddParty => {
                let sort = if self.tab == PeopleTab::Organisations { FormKind::Organisation } else { FormKind::Person };
                return PageFlow::Done(ledger_form::open(sort, None, shared, now));
            }
            Action::EditParty => match self.party() {
                Some(party) => ledger_form::open_to_change(party.number(), shared, now),
                None => shared.info(shared.keys.say("A typed name is no record; {join-name} says who it is"), now),
            },
            Action::JoinTyped => self.join(shared, now),
            Action::MergeParty => match self.party() {
                Some(party) => shared.ask_merge(party, now),
                None => shared.info("Select the person or the organisation that is there twice", now),
            },
            _ => match step_of(action) {
                Some(by) => self.rows.step(by, self.list.len()),
                None => return PageFlow::Pass,
            },
        }
        self.arrange(shared);
        PageFlow::Done(Effects::new())
    }

    fn set_filter(&mut self, text: &str, shared: &mut Shared, _now: Instant) -> Result<(), String> {
        text.trim().clone_into(&mut self.filter_text);
        self.is_stale = true;
        self.arrange(shared);
        Ok(())
    }

    fn refused_in_footer(&self, _shared: &Shared, _now: Instant) -> Vec<Action> {
        match self.selected() {
            None => vec![Action::Open, Action::EditParty, Action::MergeParty, Action::JoinTyped],
            Some(PeopleRow::Typed(_)) => vec![Action::EditParty, Action::MergeParty],
            Some(PeopleRow::Known(_)) => vec![Action::JoinTyped],
        }
    }

    fn settle(&mut self, shared: &Shared, _now: Instant) {
        self.arrange(shared);
    }

    fn wants(&mut self) -> Effects {
        if self.is_counting || !std::mem::take(&mut self.wants_count) {
            return Effects::new();
        }
        self.is_counting = true;
        vec![ScanWork::Customers.into()]
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        self.is_stale = true;
        // Of one ticket it is not known whether it was counted as typed before; what was merged or joined counts otherwise.
        self.wants_count |= match news {
            DeskNews::Ticket { .. } => self.tab == PeopleTab::Typed,
            DeskNews::Ledger | DeskNews::Anew => true,
            DeskNews::Entered | DeskNews::Resync => false,
        };
    }

    /// Selects what was entered here.
    fn entered(&mut self, id: LedgerRecordId) {
        self.wanted = Some(id);
        self.is_stale = true;
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        let PageAnswer::Customers(counted) = answer else { return Some(answer) };
        (self.is_counting, self.is_stale) = (false, true);
        match counted {
            Ok(figures) => (self.figures, self.problem) = (Some(*figures), None),
            Err(error) => self.problem = Some(error.to_string()),
        }
        None
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.rows.laid_out(shown);
    }
}

impl PeopleView {
    /// Asks who the selected name is.
    fn join(&self, shared: &mut Shared, now: Instant) {
        match self.selected() {
            Some(PeopleRow::Typed(typed)) => shared.ask_join(&typed.name, now),
            _ => shared.info(shared.keys.say("That is for typed names; {next-tab} goes on to their list"), now),
        }
    }
}

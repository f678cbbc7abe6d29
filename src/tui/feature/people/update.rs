//! Gives keys their meaning on the page of people.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ledger::{LedgerRecordId, TypedCustomer};
use crate::domain::text::{clean, counted};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::ledger_form::{self, FormKind};
use crate::tui::feature::party::PartyPage;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
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
        if step_of(action).is_none() {
            self.naming = None;
        }
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
            Action::AddParty => return PageFlow::Done(self.add(shared, now)),
            Action::EditParty => match self.party() {
                Some(party) => ledger_form::open_to_change(party.number(), shared, now),
                None => shared.info(shared.keys.say("A typed name is no record; {join-name} says who it is"), now),
            },
            Action::JoinTyped => self.join(shared, now),
            Action::RemoveEntry => match self.party() {
                Some(party) => shared.ask_remove(party, now),
                None => shared.info("A typed name is no record; there is nothing to remove", now),
            },
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

    fn refused(&self, shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        shared.party_refusals()
    }

    fn refused_in_footer(&self, shared: &Shared, _now: Instant) -> Vec<Action> {
        use Action::{EditParty, JoinTyped, MergeParty, Open, RemoveEntry};
        let without_meaning = match self.selected() {
            None => vec![Open, EditParty, MergeParty, JoinTyped, RemoveEntry],
            Some(PeopleRow::Typed(_)) => vec![EditParty, MergeParty, RemoveEntry],
            Some(PeopleRow::Known(_)) => vec![JoinTyped],
        };
        without_meaning.into_iter().chain(shared.party_refusals().into_iter().map(|(action, _)| action)).collect()
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

    /// Selects what was entered here; somebody who was entered for a typed name is asked about.
    fn entered(&mut self, id: LedgerRecordId, shared: &mut Shared) {
        self.wanted = Some(id);
        self.is_stale = true;
        if let Some(typed) = self.naming.take() {
            ask_whose(&typed, id, shared);
        }
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

/// Asks whether the tickets with a typed name are those of the person who was entered for it.
fn ask_whose(typed: &TypedCustomer, id: LedgerRecordId, shared: &mut Shared) {
    let (count, name) = (counted(typed.tickets, "ticket"), clean(&typed.name));
    let (has, them) = if typed.tickets == 1 { ("has", "it") } else { ("have", "them") };
    let question = format!("{count} {has} only the typed name “{name}”. Give {them} to this person?");
    shared.over(Confirm { question, then: ConfirmedEffect::Join(typed.name.clone(), id) });
}

impl PeopleView {
    /// Opens the form for somebody new: of the list that shows, or called as the selected name is typed.
    fn add(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        match (self.tab, self.selected().cloned()) {
            (PeopleTab::Organisations, _) => ledger_form::open(FormKind::Organisation, None, shared, now),
            (_, Some(PeopleRow::Typed(typed))) => {
                ledger_form::open_for_name(&typed.name, shared, now);
                self.naming = Some(typed);
                Effects::new()
            }
            _ => ledger_form::open(FormKind::Person, None, shared, now),
        }
    }

    /// Asks who the selected name is.
    fn join(&self, shared: &mut Shared, now: Instant) {
        match self.selected() {
            Some(PeopleRow::Typed(typed)) => shared.ask_join(&typed.name, now),
            _ => shared.info(shared.keys.say("That is for typed names; {next-tab} goes on to their list"), now),
        }
    }
}

//! Gives keys their meaning on the vendors' page.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::Change;
use crate::domain::contract::Contract;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{Page, PageFlow, Pages, Tab, new_contract, step_of};
use crate::tui::input::Msg;
use crate::tui::overlay::release::{ReleaseLine, ReleaseRemoval};
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::Vendors;
use super::view::{self, agreement};

/// The columns of the agreement when it is copied.
const COPIED: usize = 100;

/// Opens the page, with the current ticket's vendor selected.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, _now: Instant) -> Effects {
    if pages.top_as::<Vendors>().is_none() {
        pages.push(Vendors::at(shared.current_vendor()));
    }
    Effects::new()
}

impl Page for Vendors {
    fn context(&self) -> Context {
        Context::Vendors
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Vendors".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewVendors)
    }

    fn vendor(&self, shared: &Shared) -> Option<String> {
        let ids: Vec<&str> = shared.book.contracts().map(|c| c.id.as_str()).collect();
        ids.get(self.place(&ids)).map(|id| (*id).to_owned())
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match action {
            Action::Copy => return self.copy_agreement(shared, now).map_or(PageFlow::Pass, PageFlow::Done),
            Action::NewContract => return PageFlow::Done(new_contract::open(shared, now)),
            Action::RemoveRelease => return PageFlow::Done(self.remove_release(shared, now)),
            Action::Release => {
                self.open_release(shared, now);
                return PageFlow::Done(Effects::new());
            }
            _ => {}
        }
        let ids: Vec<&str> = shared.book.contracts().map(|c| c.id.as_str()).collect();
        let pages = matches!(action, Action::PageDown | Action::PageUp);
        match action {
            Action::Open if !ids.is_empty() => self.reading = true,
            Action::Back | Action::Leave if self.reading => self.reading = false,
            _ => match step_of(action) {
                None => return PageFlow::Pass,
                Some(by) if self.reading || pages => self.scroll_by(by),
                Some(by) => self.step(by, &ids),
            },
        }
        PageFlow::Done(Effects::new())
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.scroll = shown.rows.start;
    }
}

impl Vendors {
    fn copy_agreement(&self, shared: &mut Shared, now: Instant) -> Option<Effects> {
        let chosen = self.vendor(shared)?;
        let contract = shared.book.for_report(&chosen, now)?.clone();
        let text = agreement::text(&agreement::AgreementPage::of(shared, &contract, now), COPIED);
        shared.copied(&format!("The page of {}", contract.vendor), now);
        Some(vec![ShellEffect::Copy(text).into()])
    }

    fn chosen_contract(&self, shared: &Shared) -> Option<Arc<Contract>> {
        self.vendor(shared).and_then(|id| shared.book.get(&id).cloned())
    }

    /// Opens the line for a release of the selected vendor, for those who may enter one.
    fn open_release(&self, shared: &mut Shared, now: Instant) {
        if shared.is_refused(&Change::Enter { entry: None, revision: None, fact: None }, None, now) {
            return;
        }
        if let Some(contract) = self.chosen_contract(shared) {
            let line = ReleaseLine::new(contract.id.clone(), contract.vendor.clone());
            shared.over(line);
        }
    }

    /// Removes the selected vendor's release; where there are several, asks which.
    fn remove_release(&self, shared: &mut Shared, now: Instant) -> Effects {
        if shared.is_refused(&Change::Enter { entry: None, revision: None, fact: None }, None, now) {
            return Effects::new();
        }
        let Some(contract) = self.chosen_contract(shared) else { return Effects::new() };
        let today = contract.zone.wall(now).date;
        let mut removal = ReleaseRemoval::new(&contract.id, contract.vendor.clone(), &shared.ledger, today);
        match removal.entries.len() {
            0 => shared.info(format!("No release of {} has been entered", contract.vendor), now),
            1 => return shared.remove_release(&removal.vendor, &removal.entries.remove(0)),
            _ => shared.over(removal),
        }
        Effects::new()
    }
}

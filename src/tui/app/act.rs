//! Gives actions their meaning on every page.

use std::sync::Arc;

use crate::domain::ticket::event::plain;
use crate::domain::ticket::{MessageDirection, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::composer::{self, LetterKind};
use crate::tui::feature::ledger_form::FormKind;
use crate::tui::feature::party::PartyPage;
use crate::tui::feature::{PAGES, PageFlow, drill_down, ledger_form, queue};
use crate::tui::host::{DeskWork, Work};
use crate::tui::input::Msg;
use crate::tui::overlay::absences::AbsenceList;
use crate::tui::overlay::jump::JumpLine;
use crate::tui::overlay::note::NoteKind;
use crate::tui::overlay::pager::Pager;
use crate::tui::overlay::palette::Palette;
use crate::tui::overlay::recent::RecentList;
use crate::tui::overlay::views::ViewsMenu;
use crate::tui::overlay::when::MomentLine;
use crate::tui::run::Effect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::Rows;

use super::App;

impl App {
    /// Does what an action means on the page on top, else what it means everywhere.
    pub(super) fn act(&mut self, action: Action, now: Instant) -> Effects {
        if let Some(effects) = self.act_on_marks(action, now) {
            return effects;
        }
        let jumped = || self.pages.top().has_jumped(&self.shared, now);
        if action != Action::New && action.changes_data() && jumped() {
            let which = self.pages.top().current(&self.shared).map_or_else(String::new, |id| format!(", #{id}"));
            self.shared
                .info(format!("Another ticket is selected now{which}; press it again if you mean that one"), now);
            self.pages.top_mut().told_of_jump(&mut self.shared);
            return Effects::new();
        }
        match self.pages.top_mut().update(&Msg::Do(action), &mut self.shared, now) {
            PageFlow::Done(effects) => effects,
            PageFlow::Pass => self.act_anywhere(action, now),
        }
    }

    fn act_anywhere(&mut self, action: Action, now: Instant) -> Effects {
        let shared = &mut self.shared;
        match action {
            Action::Record(name) => {
                return plain(name).map_or_else(Effects::new, |(what, words)| shared.record(what, words, now));
            }
            Action::Close => return shared.close(now),
            Action::Undo if shared.tell_still_writing(now) => {}
            Action::Undo => return shared.undo("There is nothing to undo at this screen", now),
            Action::Redo => return shared.redo(now),
            Action::Copy => return shared.copy(now),
            Action::CopyPortal => return shared.copy_portal(now),
            Action::Evidence if shared.current.is_some() => {
                return shared.current.map(|id| self.fetch_evidence(id)).into_iter().collect();
            }
            Action::Back | Action::Leave => self.leave(action == Action::Leave, now),
            Action::Palette => {
                let page = self.pages.top();
                let refused = self.refused_on(page, now);
                let palette = Palette::new(page.context(), Arc::clone(&self.shared.keys), refused);
                self.shared.over(palette);
            }
            Action::Filter => queue::open_filter(&mut self.pages, shared),
            Action::Problems => self.open_problems(now),
            Action::TellAlerts => return vec![DeskWork::TellAlerts.into()],
            Action::Views => {
                let views = shared.views(now);
                shared.over(ViewsMenu::new(views));
            }
            Action::JumpTo => shared.over(JumpLine::default()),
            Action::Recent => open_recent(shared, now),
            Action::Earlier => shared.over(MomentLine::default()),
            Action::Absences => {
                let refused = shared.entry_refusal(FormKind::Absence);
                shared.over(AbsenceList::new(&shared.ledger, refused, now));
            }
            Action::Own(number) => return self.run_own(number, now),
            // Nothing is selected.
            Action::Open => {}
            _ => match PAGES.iter().find(|(opens, _)| *opens == action) {
                Some((_, open)) => {
                    shared.move_on(now);
                    return open(&mut self.pages, shared, now);
                }
                None => return self.act_on_ticket(action, now),
            },
        }
        Effects::new()
    }

    /// Does what an action means for the current ticket, and opens what has to be filled in or chosen for it first.
    fn act_on_ticket(&mut self, action: Action, now: Instant) -> Effects {
        let shared = &mut self.shared;
        let Some(id) = shared.current else {
            shared.tell_no_ticket(now);
            return Effects::new();
        };
        if let Some(why) = shared.refusal(action, now) {
            shared.bad(why, now);
            return Effects::new();
        }
        match action {
            Action::Note => return shared.open_note_on(id, NoteKind::Internal),
            Action::Tell => return shared.open_note_on(id, NoteKind::Message(MessageDirection::Out)),
            Action::Assign => shared.open_assign(&[id], now),
            Action::Follow => return shared.follow_ticket(id, now),
            Action::Severity => shared.open_severity(id, now),
            Action::Phoned => shared.open_channels(id, now),
            Action::AcceptResponse => return shared.accept_response(id, now),
            Action::Why => shared.open_why(id, now),
            Action::Files => return shared.open_files(id),
            Action::Reply => return composer::open(id, LetterKind::Customer, shared, now),
            Action::ReplyAll => return composer::open(id, LetterKind::All, shared, now),
            Action::WriteVendor => return composer::open(id, LetterKind::Vendor, shared, now),
            Action::Forward => return composer::open(id, LetterKind::Forward, shared, now),
            Action::Outage => ledger_form::open_outage_of(id, shared, now),
            Action::TheirTickets => return drill_down::open_of_ticket(id, shared, now),
            Action::TheirPage => {
                let party = shared.party_of(id, now);
                return party.map_or_else(Effects::new, |party| PartyPage::open(party, shared, now));
            }
            _ => shared.open_ticket_action(action, id, now),
        }
        Effects::new()
    }

    /// Asks for the document about that ticket, to open it when it arrives.
    fn fetch_evidence(&mut self, id: TicketId) -> Effect<Work> {
        self.wait_for_evidence(id);
        DeskWork::Evidence(id).into()
    }

    /// Goes back by one page. On the first page it ends the program where `ends` is set, as for `q`; Esc never ends it.
    fn leave(&mut self, ends: bool, now: Instant) {
        if !self.pages.pop() && ends {
            self.quit_by_leaving(now);
        }
    }

    fn open_problems(&mut self, now: Instant) {
        let missing = self.shared.queue.missing_contracts().into_iter().map(|(contract, tickets)| {
            format!("{tickets} open under the contract `{contract}`, which no file has: put its file back")
        });
        let lines: Vec<String> = self.shared.problems.iter().map(ToString::to_string).chain(missing).collect();
        if lines.is_empty() {
            self.shared.info("Every contract file and setting could be used", now);
        } else {
            self.shared.over(Pager::new("Problems of contract files and settings", lines));
        }
    }
}

/// Lists the tickets that were looked at last; says so where there are none.
fn open_recent(shared: &mut Shared, now: Instant) {
    let tickets = shared.recent.list();
    if tickets.is_empty() {
        shared.info(shared.keys.say("No ticket was looked at yet; {open} opens the selected one"), now);
    } else {
        shared.over(RecentList { tickets, rows: Rows::default() });
    }
}

//! Gives keys their meaning in a text to read.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ledger::LedgerRecordId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{PageFlow, scroll};
use crate::tui::host::DeskWork;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{Pager, view};

impl Overlay for Pager {
    fn mode(&self) -> Mode {
        Mode::Command(Context::Pager)
    }

    fn act(
        &mut self,
        action: Action,
        under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        match action {
            Action::NextTicket | Action::PrevTicket if self.letter.is_some() => {
                let step = if action == Action::NextTicket { Action::Down } else { Action::Up };
                under.page.update(&Msg::Do(step), shared, now);
                Some(OverlayFlow::Closed(effects_of(under.page.update(&Msg::Do(Action::Open), shared, now))))
            }
            Action::SaveFile if self.letter.is_some() => {
                Some(OverlayFlow::Open(effects_of(under.page.update(&Msg::Do(Action::Files), shared, now))))
            }
            Action::Copy => {
                shared.copied("The text", now);
                Some(OverlayFlow::Open(vec![ShellEffect::Copy(self.lines.join("\n")).into()]))
            }
            Action::SaveFile => Some(OverlayFlow::Open(self.save(shared, now))),
            Action::Language => {
                match self.turn_language() {
                    Some(language) => shared.info(format!("The document is in {language}"), now),
                    None => shared.info("This text is in one language only", now),
                }
                Some(OverlayFlow::open())
            }
            _ => {
                scroll(&mut self.scroll, action)?;
                Some(OverlayFlow::open())
            }
        }
    }

    fn unused(&self) -> &'static [Action] {
        if self.letter.is_some() { &[] } else { &[Action::NextTicket, Action::PrevTicket] }
    }

    fn take_letter_text(&mut self, letter: LedgerRecordId, text: &str) {
        self.take_whole(letter, text);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.theme))
    }

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.scroll.laid_out(&shown.rows);
    }
}

/// Returns what a page wants done.
fn effects_of(flow: PageFlow) -> Effects {
    match flow {
        PageFlow::Done(effects) => effects,
        PageFlow::Pass => Effects::new(),
    }
}

impl Pager {
    /// Writes the text to a new file, where this person may write any.
    fn save(&self, shared: &mut Shared, now: Instant) -> Effects {
        match (&shared.files, &self.file) {
            (Some(folder), Some(name)) => {
                let text = format!("{}\n", self.lines.join("\n"));
                return vec![DeskWork::Write { folder: folder.clone(), name: name.clone(), text }.into()];
            }
            (None, Some(_)) => shared.info(shared.keys.say("No file can be written from here; {copy} copies it"), now),
            _ => shared.info(shared.keys.say("This is not written to a file; {copy} copies it"), now),
        }
        Effects::new()
    }
}

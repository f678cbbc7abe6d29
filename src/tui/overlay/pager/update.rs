//! Gives keys their meaning in a text to read.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::scroll;
use crate::tui::host::DeskWork;
use crate::tui::input::Mode;
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
        _under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        match action {
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

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.theme))
    }

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.scroll.laid_out(&shown.rows);
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

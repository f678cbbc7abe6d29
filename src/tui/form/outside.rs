//! Has a longer text written in the person's own editor, and takes it over from there.

use ratatui_textarea::TextArea;

use crate::domain::time::Instant;
use crate::tui::form::room;
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::text::clean_lines;

impl Shared {
    /// Opens the text in the person's own editor; behind a key there is only the desk, and no program may be started.
    pub(crate) fn edit_outside(&mut self, area: &TextArea<'_>, now: Instant) -> Effects {
        if self.files.is_none() {
            self.info("No editor can be opened from here", now);
            return Effects::new();
        }
        vec![ShellEffect::Edit(area.lines().join("\n")).into()]
    }
}

/// Takes over the text that the editor left, as far as there is room; says why where there is none.
pub(crate) fn take_edited(
    area: &mut TextArea<'static>,
    edited: Result<String, String>,
    shared: &mut Shared,
    now: Instant,
) {
    match edited {
        Ok(text) => {
            *area = TextArea::default();
            if let Some(words) = room::paste(area, &clean_lines(&text)) {
                shared.bad(words, now);
            }
        }
        Err(why) => shared.bad(why, now),
    }
}

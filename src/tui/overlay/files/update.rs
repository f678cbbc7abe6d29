//! Gives keys their meaning in the list of a ticket's files.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::FileHome;
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::host::ScanWork;
use crate::tui::input::Mode;
use crate::tui::overlay::attach::AttachLine;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::{FilesList, view};

impl Overlay for FilesList {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    /// Saves the selected file; behind the files it asks for one to attach.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(file) = self.files.get(self.rows.selected()).cloned() else {
            return self.attach(shared, now);
        };
        let Some(folder) = shared.files.clone() else {
            let number = self.rows.selected() + 1;
            let words = match self.of {
                FileHome::Ticket(id) => {
                    format!("No file can be written from here; frist file {id} {number} writes it out")
                }
                FileHome::Letter(_) => "No file can be written from here".to_owned(),
            };
            shared.info(words, now);
            return OverlayFlow::open();
        };
        let work = ScanWork::SaveFile { of: self.of, file: Box::new(file), folder };
        OverlayFlow::Closed(vec![work.into()])
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let total = self.total();
        Some((&mut self.rows, total))
    }
}

impl FilesList {
    fn attach(&self, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if let Some(why) = &self.refused {
            shared.bad(why.clone(), now);
            return OverlayFlow::open();
        }
        let FileHome::Ticket(ticket) = self.of else { return OverlayFlow::open() };
        let Some(folder) = shared.files.clone() else {
            let how = format!("frist attach {ticket} - --name NAME takes one");
            shared.info(format!("No file can be read from here; {how} from standard input"), now);
            return OverlayFlow::open();
        };
        shared.over(AttachLine::new(ticket, folder));
        OverlayFlow::Closed(Effects::new())
    }
}

//! Draws a page of the screen: a desk, a script of keys, the real loop on a screen in memory, and the cells as SVG.

mod desks;
mod documents;
pub mod looks;
mod pages;
mod shapes;
pub mod svg;

use std::error::Error;

use frist::tui::app::{App, InlineHost};
use frist::tui::harness::Harness;
use ratatui::buffer::Buffer;

use looks::Look;

pub use desks::Desks;
pub use documents::DOCUMENTS;
pub use pages::{PAGES, PageShown};

/// A picture: a page in one size and one look.
pub struct Picture<'a> {
    /// The page.
    pub page: &'a PageShown,
    /// The colours and the signs.
    pub look: &'a Look,
    /// The columns and the rows.
    pub size: (u16, u16),
}

impl Picture<'_> {
    /// Returns the name of its file with this ending.
    pub fn file(&self, ending: &str) -> String {
        let (columns, rows) = self.size;
        format!("{}-{columns}x{rows}-{}.{ending}", self.page.name, self.look.name)
    }

    /// Starts the screen, presses the keys that lead to the page, and returns what is drawn then.
    pub fn draw(&self, desks: &Desks) -> Result<Buffer, Box<dyn Error>> {
        let opened = desks.open(self.page.start)?;
        let setup = desks::setup(self.page.start, self.look.theme().ok_or("there is no such theme")?)?;
        let app = App::new(opened.desk.as_ref(), setup)?;
        let (desk, (columns, rows)) = (opened.desk.clone(), self.size);
        let mut screen = Harness::with_host(app, |out| InlineHost::new(desk, out), columns, rows, opened.desk.now());
        press(&mut screen, self.page.keys);
        Ok(screen.buffer().clone())
    }

    /// Returns as SVG what has been drawn.
    pub fn svg(&self, drawn: &Buffer) -> String {
        svg::svg(drawn, self.look, self.page.what)
    }
}

/// Presses keys by their names; a text in “ ” is typed.
fn press(screen: &mut Harness<App, InlineHost>, script: &str) {
    for (at, part) in script.split(['“', '”']).enumerate() {
        if at % 2 == 1 {
            screen.typed(part);
        } else {
            for key in part.split_whitespace() {
                screen.key(key);
            }
        }
    }
    screen.settle();
}

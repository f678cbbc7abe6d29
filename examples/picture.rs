//! Makes the documents' pictures of the screen, from the program itself: `cargo run --example picture > docs/queue.svg`.
//!
//! The desk is the demo's at a fixed moment, drawn by the real loop into a buffer; each cell becomes SVG.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;

use frist::config::{Person, Role};
use frist::desk::{Desk, LocalDesk, ManualClock, demo};
use frist::domain::alert::NotificationSettings;
use frist::domain::contract::Book;
use frist::domain::time::{Instant, Zone};
use frist::tui::action::Keymap;
use frist::tui::app::{App, InlineHost, ListSettings, Setup};
use frist::tui::harness::Harness;
use frist::tui::theme::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const CELL: (f64, f64) = (8.4, 18.0);
const PAPER: &str = "#16181d";
const INK: &str = "#d7dae0";
/// Wednesday 17 January 2024, 08:42 in Oslo: most vendors are open, one is not yet.
const MOMENT: &str = "2024-01-17T07:42:07Z";

fn main() -> Result<(), Box<dyn Error>> {
    let keys: Vec<String> = std::env::args().skip(1).collect();
    let folder = tempfile::tempdir()?;
    let (now, book) = (Instant::parse(MOMENT)?, Arc::new(Book::built_in()));
    demo::fill(folder.path(), &book, now, 1, None, &mut |_, _| ())?;
    let desk: Arc<dyn Desk> = Arc::new(LocalDesk::open(folder.path(), book, Arc::new(ManualClock::at(now)))?);
    let setup = Setup {
        me: Person { name: "anna".to_owned(), display: "anna".to_owned(), role: Role::Lead },
        drafts: None,
        files: None,
        contracts: None,
        theme: Theme::named("dark").ok_or("the dark theme is gone")?,
        zone: Zone::named("Europe/Oslo").ok_or("no such zone")?,
        keys: Keymap::default(),
        ways: NotificationSettings::default(),
        problems: Vec::new(),
        notices: Vec::new(),
        demo: false,
        has_shell: false,
        lists: ListSettings::default(),
        first_start: false,
    };
    let app = App::new(desk.as_ref(), setup)?;
    let host = Arc::clone(&desk);
    let mut screen = Harness::with_host(app, |out| InlineHost::new(host, out), 112, 24, now);
    for key in &keys {
        screen.key(key);
    }
    println!("{}", svg(screen.buffer()));
    Ok(())
}

/// Returns the buffer as an SVG picture, a text element for each run of cells with the same look.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (f64::from(columns) * CELL.0, f64::from(rows) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let look = look(&buffer[(x, y)]);
            let mut end = x;
            let mut text = String::new();
            while end < columns && self::look(&buffer[(end, y)]) == look {
                text.push_str(buffer[(end, y)].symbol());
                end += 1;
            }
            run(&mut out, (x, y), end - x, &text, &look);
            x = end;
        }
    }
    out.push_str("</svg>");
    out
}

#[derive(PartialEq)]
struct Look {
    ink: String,
    paper: Option<String>,
    bold: bool,
}

fn look(cell: &Cell) -> Look {
    let (mut ink, mut paper) = (color(cell.fg), color(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper.or(Some(PAPER.to_owned())), ink.or(Some(INK.to_owned())));
    }
    Look { ink: ink.unwrap_or_else(|| INK.to_owned()), paper, bold: cell.modifier.contains(Modifier::BOLD) }
}

fn color(color: Color) -> Option<String> {
    match color {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        _ => None,
    }
}

fn run(out: &mut String, (x, y): (u16, u16), cells: u16, text: &str, look: &Look) {
    let (left, top) = (f64::from(x) * CELL.0, f64::from(y) * CELL.1);
    let width = f64::from(cells) * CELL.0;
    if let Some(paper) = &look.paper {
        let height = CELL.1;
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{paper}\"/>"
        );
    }
    if !text.trim().is_empty() {
        let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let base = top + 13.5;
        let _ = writeln!(
            out,
            "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight}>{text}</text>",
            look.ink
        );
    }
}

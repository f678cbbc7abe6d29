//! How the screens look, whole: words, and styles where they carry meaning. `INSTA_UPDATE=always cargo test` takes a
//! changed look over; look at it first.

use frist::desk::demo;
use frist::domain::contract::Book;
use frist::domain::time::Instant;
use frist::store::Store;
use frist::tui::app::{App, InlineHost};
use frist::tui::harness::Harness;
use frist::tui::theme::Theme;
use ratatui::buffer::Buffer;

use std::sync::Arc;

use frist::desk::{Desk, LocalDesk, ManualClock};

use crate::at_desk::setup;

/// Wednesday 17 January 2024, 08:42:07 in Oslo: most vendors are open, one is not yet.
const MOMENT: &str = "2024-01-17T07:42:07Z";

/// Returns the demonstration's desk, after some keys.
pub fn demo_desk(columns: u16, rows: u16, keys: &[&str]) -> (Harness<App, InlineHost>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (now, book) = (Instant::parse(MOMENT).unwrap(), Arc::new(Book::built_in()));
    let mut opened = Store::open(folder.path()).unwrap();
    opened.store.append(&demo::week(&book, now, 1)).unwrap();
    opened.store.apply().unwrap();
    drop(opened);
    let desk: Arc<dyn Desk> = Arc::new(LocalDesk::open(folder.path(), book, Arc::new(ManualClock::at(now))).unwrap());
    let app = App::new(desk.as_ref(), setup(&[])).unwrap();
    let mut screen = Harness::with_host(app, |out| InlineHost::new(desk, out), columns, rows, now);
    screen.keys(keys);
    (screen, folder)
}

pub fn look(columns: u16, rows: u16, keys: &[&str]) -> String {
    demo_desk(columns, rows, keys).0.screen()
}

/// Returns a letter for each cell whose style says something: what a colour-blind reader must find in the words as well.
pub fn styles(buffer: &Buffer, theme: &Theme) -> String {
    let names = [
        (theme.breached, 'B'),
        (theme.at_risk, '!'),
        (theme.running, 'r'),
        (theme.stopped, 's'),
        (theme.no_clock, 'c'),
        (theme.met, 'm'),
        (theme.error, 'E'),
    ];
    let letter = |x: u16, y: u16| {
        let cell = &buffer[(x, y)];
        let found = names.iter().find(|(style, _)| style.fg == Some(cell.fg));
        if cell.symbol().trim().is_empty() { ' ' } else { found.map_or('.', |(_, letter)| *letter) }
    };
    let row = |y| (0..buffer.area.width).map(|x| letter(x, y)).collect::<String>().trim_end().to_owned();
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_queue_at_80_by_24() {
    insta::assert_snapshot!(look(80, 24, &[]));
}

#[test]
fn the_queue_at_160_by_45_with_the_preview() {
    insta::assert_snapshot!(look(160, 45, &["j"]));
}

#[test]
fn the_queue_at_30_by_8() {
    insta::assert_snapshot!(look(30, 8, &[]));
}

#[test]
fn the_queues_styles() {
    let (screen, _folder) = demo_desk(100, 24, &[]);
    insta::assert_snapshot!(styles(screen.buffer(), &Theme::named("dark").unwrap()));
}

#[test]
fn a_ticket() {
    insta::assert_snapshot!(look(80, 24, &["j", "j", "Enter"]));
}

#[test]
fn a_ticket_beside_its_timeline() {
    insta::assert_snapshot!(look(160, 30, &["j", "j", "Enter"]));
}

#[test]
fn why_a_ticket_is_due() {
    insta::assert_snapshot!(look(100, 30, &["j", "v"]));
}

#[test]
fn the_form_with_deadlines() {
    insta::assert_snapshot!(look(80, 24, &["n", "Tab", "e", "Tab", "c", "Tab", "e", "Tab", "D", "o", "w", "n"]));
}

#[test]
fn the_form_beside_its_deadlines() {
    insta::assert_snapshot!(look(120, 24, &["n", "s", "Tab", "p", "Tab", "c", "Tab", "e"]));
}

#[test]
fn the_help_of_the_queue() {
    insta::assert_snapshot!(look(100, 45, &["?"]));
}

#[test]
fn the_palette() {
    insta::assert_snapshot!(look(80, 24, &[":", "w", "o", "r", "k"]));
}

#[test]
fn the_filter_with_a_mistake_in_it() {
    insta::assert_snapshot!(look(80, 24, &["/", "s", "e", "v", ":", "x"]));
}

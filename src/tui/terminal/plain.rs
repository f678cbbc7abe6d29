//! Prints the pages as lines of text, for screen readers: no drawing, no colours, no cursor that moves about, and nothing that
//! ticks. What a key has changed is printed below what was there: the selected line, a message, a page of its own.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::os::fd::AsFd as _;
use std::sync::atomic::Ordering;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::EnableBracketedPaste;
use crossterm::queue;
use crossterm::terminal::enable_raw_mode;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::{Frame, Terminal};

use super::{Restorer, TerminalError, TerminalKind, busy, lend, lent, text};
use crate::config::{Editor, OwnProgram};
use crate::tui::drawn;
use crate::tui::gate::InputGate;
use crate::tui::run::{ShellEffect, Surface};
use crate::tui::theme::GlyphSet;

/// The columns that pages are laid out for: as many as they can have and still put one thing below the other.
const COLUMNS: u16 = 99;
/// The rows that pages are laid out for, so that lists show a good part of what is in them.
const ROWS: u16 = 40;
/// The most characters that are taken for typing, and printed as they come.
const TYPED_AT_ONCE: usize = 3;
/// How selected rows look without colours.
const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// The rows at the foot where messages and keys stand, whatever lies over the page.
const FOOT: u16 = 3;

/// Checks that this process has a terminal to print to, be it one that only prints lines.
///
/// # Errors
///
/// If input or output is no terminal.
pub fn check() -> Result<(), TerminalError> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() { Ok(()) } else { Err(TerminalError::NoTerminal) }
}

/// The terminal of this process as a place for lines, from [`PlainScreen::enter`] until it is dropped.
pub struct PlainScreen {
    lines: PlainLines<File>,
    restorer: Restorer,
    gate: InputGate,
}

impl PlainScreen {
    /// Takes the terminal's keys; what it shows stays, and lines come below it, in these signs.
    ///
    /// # Errors
    ///
    /// If input or output is no terminal, or it refuses.
    pub fn enter(gate: InputGate, glyphs: GlyphSet) -> Result<Self, TerminalError> {
        check()?;
        let sink = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let restorer = Restorer::new(sink.try_clone()?, TerminalKind::Lines);
        restorer.before_panics();
        let mut screen = Self { lines: PlainLines::new(sink, glyphs), restorer, gate };
        screen.take()?;
        Ok(screen)
    }

    fn take(&mut self) -> io::Result<()> {
        self.restorer.0.active.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        // A paste would else act as keys.
        queue!(self.lines.sink, EnableBracketedPaste)?;
        self.lines.sink.flush()
    }

    /// Returns a handle that gives the terminal back from elsewhere.
    pub fn restorer(&self) -> Restorer {
        self.restorer.clone()
    }
}

impl Drop for PlainScreen {
    fn drop(&mut self) {
        self.restorer.restore();
        self.restorer.print_later();
    }
}

impl Surface for PlainScreen {
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.lines.draw(render)
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        if effect == ShellEffect::Suspend {
            self.restorer.stand_still()?;
            self.take()?;
            self.lines.shown.clear();
            return Ok(());
        }
        self.lines.perform(effect)
    }

    fn key_came(&mut self) {
        self.lines.key_came();
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        let editor = match Editor::of_environment() {
            Ok(editor) => editor,
            Err(why) => return Ok(Err(why)),
        };
        self.lend(|| editor.edit(text), || ())
    }

    fn run(&mut self, program: &OwnProgram) -> io::Result<Result<(), String>> {
        self.lend(|| lent::run(program), || lent::wait_after(program))
    }
}

impl PlainScreen {
    /// Lends the terminal to what another program does with it.
    fn lend<T>(
        &mut self,
        work: impl FnOnce() -> Result<T, String>,
        afterwards: impl FnOnce(),
    ) -> io::Result<Result<T, String>> {
        let Some(done) = lend(&self.gate, &self.restorer, work, afterwards) else { return Ok(Err(busy())) };
        let taken = self.take();
        self.gate.open();
        self.lines.shown.clear();
        taken.map(|()| done)
    }
}

/// A line of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
struct PlainLine {
    text: String,
    /// Whether it is the selected one of a list, or the field that has the keys.
    selected: bool,
}

/// Lines on anything that takes text.
pub struct PlainLines<W: Write> {
    terminal: Terminal<TestBackend>,
    sink: W,
    /// The signs that the terminal has.
    glyphs: GlyphSet,
    /// The page as it was when it was looked at last.
    shown: Vec<PlainLine>,
    /// Whether something was typed since.
    typed: bool,
    /// Whether the last line that was printed goes on.
    goes_on: bool,
}

impl<W: Write> PlainLines<W> {
    /// Makes an empty place for lines.
    pub fn new(sink: W, glyphs: GlyphSet) -> Self {
        let Ok(terminal) = Terminal::new(TestBackend::new(COLUMNS, ROWS));
        Self { terminal, sink, glyphs, shown: Vec::new(), typed: false, goes_on: false }
    }

    fn key_came(&mut self) {
        self.typed = true;
    }

    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        let Ok(_) = self.terminal.draw(|frame| render(frame));
        let now = lines_of(self.terminal.backend().buffer());
        let before = std::mem::take(&mut self.shown);
        let typed = std::mem::take(&mut self.typed);
        let printed = if let Some(more) = typed.then(|| typed_on(&before, &now)).flatten() {
            self.go_on_with(more)
        } else {
            news(&before, &now, typed).into_iter().try_for_each(|line| self.print(line))
        };
        self.shown = now;
        printed?;
        self.sink.flush()
    }

    fn print(&mut self, line: &PlainLine) -> io::Result<()> {
        let begin = if self.goes_on { "\r\n" } else { "" };
        // What is typed next follows behind the selected line.
        self.goes_on = line.selected;
        let (mark, end) = if line.selected { ("> ", "") } else { ("", "\r\n") };
        write!(self.sink, "{begin}{mark}{}{end}", self.glyphs.text(&text::clean(&line.text)))
    }

    fn go_on_with(&mut self, more: &str) -> io::Result<()> {
        self.goes_on = true;
        write!(self.sink, "{}", self.glyphs.text(&text::clean(more)))
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        match effect {
            ShellEffect::Copy(content) => {
                queue!(self.sink, CopyToClipboard::to_clipboard_from(text::clean_lines(&content).as_bytes()))?;
            }
            ShellEffect::Bell => write!(self.sink, "\x07")?,
            ShellEffect::Redraw => self.shown.clear(),
            // The message is on the page, too; there is no window's title and no mouse; the editor and standing still
            // are for who has the process.
            ShellEffect::Title(_)
            | ShellEffect::Notify(..)
            | ShellEffect::Mouse(_)
            | ShellEffect::Edit(_)
            | ShellEffect::Run(_)
            | ShellEffect::Suspend => {}
        }
        self.sink.flush()
    }
}

/// Returns the lines of what was drawn: of the box on top, where one lies over the page, with what stands at the foot.
fn lines_of(buffer: &Buffer) -> Vec<PlainLine> {
    let area = buffer.area;
    let foot = area.bottom().saturating_sub(FOOT);
    let lines: Vec<PlainLine> = match drawn::box_on_top(buffer) {
        Some(inside) => {
            let rows = (inside.top()..inside.bottom()).map(|y| line_of(buffer, Rect { y, height: 1, ..inside }));
            let below =
                (foot.max(inside.bottom())..area.bottom()).map(|y| line_of(buffer, Rect { y, height: 1, ..area }));
            rows.chain(below).collect()
        }
        None => (area.top()..area.bottom()).map(|y| line_of(buffer, Rect { y, height: 1, ..area })).collect(),
    };
    lines.into_iter().filter(|line| !line.text.is_empty()).collect()
}

/// Returns a row as text: without what only draws, with its gaps as single blanks, marked where it is selected.
fn line_of(buffer: &Buffer, row: Rect) -> PlainLine {
    let selected = drawn::is_selected(buffer, row, SELECTED);
    let plain: String = drawn::text_of(buffer, row).chars().map(|c| if draws(c) { ' ' } else { c }).collect();
    PlainLine { text: plain.split_whitespace().collect::<Vec<_>>().join(" "), selected }
}

/// Returns whether a character belongs to a border, a bar or a scroll bar.
const fn draws(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259F}' | '\u{2800}'..='\u{28FF}')
}

/// Returns what was typed behind the line that has the keys, where nothing else has changed.
fn typed_on<'a>(before: &[PlainLine], now: &'a [PlainLine]) -> Option<&'a str> {
    if before.len() != now.len() {
        return None;
    }
    let mut changed =
        before.iter().zip(now).filter(|(was, is)| masked(&was.text) != masked(&is.text) || was.selected != is.selected);
    let ((was, is), None) = (changed.next()?, changed.next()) else { return None };
    let more = is.text.strip_prefix(was.text.as_str())?;
    (is.selected == was.selected && more.chars().count() <= TYPED_AT_ONCE).then_some(more)
}

/// Returns the lines that are to be printed: after a key what it has changed, else only what is new, and never what only
/// counts on. Where most of the page is another one, all of it.
fn news<'a>(before: &[PlainLine], now: &'a [PlainLine], typed: bool) -> Vec<&'a PlainLine> {
    let known: Vec<String> = before.iter().map(|line| masked(&line.text)).collect();
    let is_known = |line: &PlainLine| known.contains(&masked(&line.text));
    let kept = now.iter().filter(|line| is_known(line)).count();
    if typed && kept * 2 < now.len() || before.is_empty() {
        return now.iter().collect();
    }
    let was_selected =
        |line: &PlainLine| before.iter().any(|was| was.selected && masked(&was.text) == masked(&line.text));
    let is_news = |line: &&PlainLine| !is_known(line) || typed && line.selected && !was_selected(line);
    now.iter().filter(is_news).collect()
}

/// Returns a text in which every figure is the same, so that a clock that goes on changes nothing.
fn masked(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use ratatui::text::Line;
    use ratatui::widgets::{Block, BorderType, Clear};

    use super::*;

    /// What is printed when these rows are drawn, the first time or after a key or by themselves.
    struct Page(PlainLines<Vec<u8>>);

    impl Page {
        fn new(rows: &[&str]) -> Self {
            let mut page = Self(PlainLines::new(Vec::new(), GlyphSet::Unicode));
            page.drawn(rows, false);
            page
        }

        fn drawn(&mut self, rows: &[&str], typed: bool) -> String {
            if typed {
                self.0.key_came();
            }
            let render = &mut |frame: &mut Frame<'_>| {
                for (y, row) in (0..).zip(rows) {
                    frame.render_widget(Line::raw(*row), Rect { y, height: 1, ..frame.area() });
                }
            };
            self.0.sink.clear();
            self.0.draw(render).unwrap();
            String::from_utf8(self.0.sink.clone()).unwrap()
        }
    }

    #[test]
    fn the_first_page_is_printed_whole_and_without_what_only_draws() {
        let mut page = Page(PlainLines::new(Vec::new(), GlyphSet::Unicode));
        let said =
            page.drawn(&[" frist  Queue    09:43", "", "──────── ▂▅█", "▌ 1  Shop   down │ x", "  2  Cart"], false);
        assert_eq!(said, "frist Queue 09:43\r\n> 1 Shop down x\r\n2 Cart\r\n");
    }

    #[test]
    fn a_key_prints_what_it_has_changed_and_a_clock_that_goes_on_prints_nothing() {
        let mut page = Page::new(&["Queue 09:43", "▌ 1 Shop 1:10", "  2 Cart 2:20", "  3 Mail"]);
        assert_eq!(page.drawn(&["Queue 09:44", "▌ 1 Shop 1:09", "  2 Cart 2:19", "  3 Mail"], false), "");
        // The selected line alone, though the other one has changed as well.
        assert_eq!(page.drawn(&["Queue 09:44", "  1 Shop 1:09", "▌ 2 Cart 2:19", "  3 Mail"], true), "> 2 Cart 2:19");
        let said = page.drawn(&["Queue 09:44", "  1 Shop 1:09", "▌ 2 Cart 2:19", "  3 Mail", "#2 responded"], true);
        assert_eq!(said, "\r\n#2 responded\r\n");
        // What comes by itself is printed as well, where it says something new.
        let said =
            page.drawn(&["Queue 09:44", "  1 Shop 1:09", "▌ 2 Cart 2:19", "  3 Mail", "anna has changed #3"], false);
        assert_eq!(said, "anna has changed #3\r\n");
    }

    #[test]
    fn another_page_is_printed_whole() {
        let mut page = Page::new(&["Queue", "▌ 1 Shop", "  2 Cart"]);
        assert_eq!(page.drawn(&["Vendors", "▌ Markant", "  SESAM"], true), "Vendors\r\n> Markant\r\nSESAM\r\n");
    }

    #[test]
    fn what_is_typed_is_printed_as_it_comes() {
        let mut page = Page::new(&["Form", "▌ Subject a", "  Vendor"]);
        assert_eq!(page.drawn(&["Form", "▌ Subject ab", "  Vendor"], true), "b");
        assert_eq!(page.drawn(&["Form", "▌ Subject ab7", "  Vendor"], true), "7");
        // What is taken away shows in the whole line.
        assert_eq!(page.drawn(&["Form", "▌ Subject a", "  Vendor"], true), "\r\n> Subject a");
    }

    #[test]
    fn of_a_box_over_the_page_only_the_box_is_printed() {
        let mut page = Page::new(&["Queue", "▌ 1 Shop down since the deploy", "  2 Cart"]);
        page.0.key_came();
        page.0.sink.clear();
        let render = &mut |frame: &mut Frame<'_>| {
            frame.render_widget(Line::raw("▌ 1 Shop down since the deploy"), Rect { y: 1, height: 1, ..frame.area() });
            let area = Rect { x: 4, y: 0, width: 20, height: 4 };
            frame.render_widget(Clear, area);
            frame.render_widget(Block::bordered().border_type(BorderType::Rounded).title(" Severity "), area);
            frame.render_widget(Line::raw("▌ serious"), Rect { x: 5, y: 1, width: 18, height: 1 });
            frame.render_widget(Line::raw("  minor"), Rect { x: 5, y: 2, width: 18, height: 1 });
            frame.render_widget(Line::raw("Enter accept"), Rect { y: ROWS - 1, height: 1, ..frame.area() });
        };
        page.0.draw(render).unwrap();
        let said = String::from_utf8(page.0.sink.clone()).unwrap();
        assert_eq!(said, "Severity\r\n> serious\r\nminor\r\nEnter accept\r\n");
    }
}

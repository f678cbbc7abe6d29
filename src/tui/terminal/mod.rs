//! Takes the terminal and always gives it back: at the end, on an error, on a panic, on a signal.
//!
//! Nothing is asked of the terminal whose answer anything depends on: an answer that never comes must not hold anything up.
//! Only while keys come faster than the line may take what is drawn for them it is asked to say that it has read so far
//! (see `pace`). A frame is collected and written at once, within synchronized output if it is not tiny; a frame that changes nothing
//! writes nothing.

mod examine;
mod lent;
mod output;
mod pace;
mod passed_on;
mod pen;
pub mod plain;

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::AsFd as _;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant as Moment};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::queue;
use crossterm::style::{Attribute, Print, SetAttribute};
use crossterm::terminal::{
    self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

use super::gate::InputGate;
use super::run::{FrameCause, ShellEffect, Surface};
use super::text;
use crate::config::{Editor, OwnProgram};
use crate::desk::panic_is_caught;
use crate::domain::alert::TerminalNotification;
pub use examine::{TerminalFinding, examine};
use lent::LentTerminal;
use output::{Output, Quiet};
use pace::{ASK, Pace};
use passed_on::PassedOnBy;

/// Turns on reports of presses and the wheel, but not of every movement, which would only wake the program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// Keeps the titles of window and icon for the end, and puts both back.
const PUSH_TITLE: &str = "\x1b[22;0t";
const POP_TITLE: &str = "\x1b[23;0t";

/// The most columns and rows that are drawn on, which is more than any screen has: a frame costs memory for each cell, and
/// a terminal may report any size. The rest of a larger one stays empty.
const MOST_DRAWN: (u16, u16) = (500, 300);

/// Returns how many of a terminal's columns and rows are drawn on.
pub fn drawn((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(MOST_DRAWN.0), rows.min(MOST_DRAWN.1))
}

/// The reason why there is no screen. `Display` says what to do.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Input or output is a file or a pipe.
    #[error(
        "the screen needs a terminal: run frist in one, or use a command such as `frist list` (see `frist --help`)"
    )]
    NoTerminal,
    /// `TERM` says that it prints lines and nothing else, as inside an editor.
    #[error(
        "this terminal can only print lines (TERM=dumb): run frist in another one, or use a command such as `frist list`"
    )]
    Dumb,
    /// The terminal refused a request.
    #[error("the terminal cannot be used: {0}; try another one, or a command such as `frist list`")]
    Io(#[from] io::Error),
}

/// Returns the columns and rows of the terminal that is written to; none where output is a file or a pipe.
pub fn size() -> Option<(u16, u16)> {
    if io::stdout().is_terminal() { terminal::size().ok() } else { None }
}

/// Checks that this process has a terminal that can be drawn on; nothing is written to it.
///
/// # Errors
///
/// If input or output is no terminal, or one that only prints lines.
pub fn check() -> Result<(), TerminalError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TerminalError::NoTerminal);
    }
    if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(TerminalError::Dumb);
    }
    Ok(())
}

/// The terminal of this process as a surface to draw on, from [`Screen::enter`] until it is dropped.
pub struct Screen {
    canvas: Canvas<File>,
    restorer: Restorer,
    /// What keeps the terminal's input from being read here while another program has it.
    gate: InputGate,
}

impl Screen {
    /// Takes the terminal: raw, alternate screen, bracketed paste, focus events, no cursor; the mouse stays the
    /// terminal's. From now on a panic gives the terminal back before it is printed.
    ///
    /// # Errors
    ///
    /// If input or output is no terminal or one that only prints lines, or it refuses.
    pub fn enter(gate: InputGate) -> Result<Self, TerminalError> {
        check()?;
        // Under NO_COLOR crossterm writes colours as a reset, which takes bold and reverse, and with them the selection.
        // The theme decides which colours there are.
        crossterm::style::force_color_output(true);
        let sink = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let restorer = Restorer::new(sink.try_clone()?, TerminalKind::Screen);
        restorer.before_panics();
        let mut canvas = Canvas::new(sink, terminal::size)?;
        canvas.passed_on_by = PassedOnBy::of(|name| env::var(name).ok());
        let mut screen = Self { canvas, restorer, gate };
        screen.take()?;
        Ok(screen)
    }

    /// Takes the terminal.
    fn take(&mut self) -> io::Result<()> {
        self.restorer.0.active.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        queue!(self.canvas.output, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)?;
        self.canvas.output.send()?;
        Ok(())
    }

    /// Takes the terminal again after another program had it, without title and mouse; the next frame is drawn anew.
    fn take_again(&mut self) -> io::Result<()> {
        self.restorer.0.titled.store(false, Ordering::SeqCst);
        self.canvas.begin_anew();
        self.take()?;
        self.canvas.perform(ShellEffect::Redraw)
    }

    /// Lends the terminal to what another program does with it, and does what comes after that.
    fn lend<T>(
        &mut self,
        work: impl FnOnce() -> Result<T, String>,
        afterwards: impl FnOnce(),
    ) -> io::Result<Result<T, String>> {
        let Some(done) = lend(&self.gate, &self.restorer, work, afterwards) else { return Ok(Err(busy())) };
        let taken = self.take_again();
        self.gate.open();
        taken.map(|()| done)
    }

    /// Returns a handle that gives the terminal back from elsewhere, such as the thread that hears of signals.
    pub fn restorer(&self) -> Restorer {
        self.restorer.clone()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.restorer.restore();
        self.restorer.print_later();
    }
}

impl Surface for Screen {
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.canvas.draw(render)
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        match effect {
            ShellEffect::Suspend => {
                self.restorer.stand_still()?;
                return self.take_again();
            }
            ShellEffect::Title(_) => self.restorer.0.titled.store(true, Ordering::SeqCst),
            _ => {}
        }
        self.canvas.perform(effect)
    }

    fn shows_cursor(&mut self, shows: bool) {
        self.canvas.shows_cursor(shows);
    }

    fn key_came(&mut self) {
        self.canvas.key_came();
    }

    fn answered(&mut self) {
        self.canvas.answered();
    }

    fn hold_back(&mut self, cause: FrameCause) -> io::Result<Option<Duration>> {
        self.canvas.hold_back(cause)
    }

    fn awaits_answer(&self) -> bool {
        self.canvas.awaits_answer()
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

/// Does what another program has the terminal for, and what comes after it once the terminal is taken back: nothing is read here meanwhile, and the terminal is as it was afterwards.
/// None where the reader of the terminal does not rest.
fn lend<T>(gate: &InputGate, restorer: &Restorer, work: impl FnOnce() -> T, afterwards: impl FnOnce()) -> Option<T> {
    if !gate.close() {
        return None;
    }
    restorer.restore();
    let lent = LentTerminal::lend();
    let done = work();
    lent.take_back(&mut &restorer.0.sink);
    afterwards();
    Some(done)
}

/// Says that the terminal could not be lent.
fn busy() -> String {
    "The terminal is busy; try it again".to_owned()
}

/// The function that reads the size of a terminal, in columns and rows.
type SizeOf = fn() -> io::Result<(u16, u16)>;

/// A canvas on anything that takes a terminal's bytes.
struct Canvas<W: io::Write> {
    terminal: Terminal<Quiet<W>>,
    output: Output<W>,
    titled: bool,
    passed_on_by: PassedOnBy,
    pace: Pace,
    started: Moment,
}

impl<W: io::Write> Canvas<W> {
    fn new(sink: W, size: SizeOf) -> io::Result<Self> {
        let output = Output::new(sink);
        let terminal = Terminal::new(Quiet::new(output.clone(), size))?;
        let (passed_on_by, pace, started) = (PassedOnBy::default(), Pace::default(), Moment::now());
        Ok(Self { terminal, output, titled: false, passed_on_by, pace, started })
    }

    /// Forgets what was done to a terminal that was given back since.
    fn begin_anew(&mut self) {
        self.titled = false;
        self.pace = Pace::default();
    }

    /// Sends what is collected; `frame` says that it draws.
    fn send(&mut self, frame: bool) -> io::Result<()> {
        let bytes = self.output.send()?;
        self.pace.sent(bytes, frame, self.started.elapsed());
        Ok(())
    }

    /// Asks the terminal to say that it has read so far.
    fn ask(&mut self) -> io::Result<()> {
        self.output.write_all(ASK)?;
        self.send(false)?;
        self.pace.asked(self.started.elapsed());
        Ok(())
    }

    /// Puts the bytes of the effect into the output.
    fn queue(&mut self, effect: ShellEffect) -> io::Result<()> {
        match effect {
            ShellEffect::Copy(content) => {
                queue!(self.output, CopyToClipboard::to_clipboard_from(text::clean_lines(&content).as_bytes()))
            }
            ShellEffect::Title(title) => {
                if !std::mem::replace(&mut self.titled, true) {
                    queue!(self.output, Print(PUSH_TITLE))?;
                }
                queue!(self.output, SetTitle(text::clean(&title)))
            }
            ShellEffect::Notify(way, words) => {
                queue!(self.output, Print(self.passed_on_by.wrap(&notification(way, &text::clean(&words)))))
            }
            ShellEffect::Bell => queue!(self.output, Print('\x07')),
            ShellEffect::Mouse(true) => queue!(self.output, Print(MOUSE_ON)),
            ShellEffect::Mouse(false) => queue!(self.output, DisableMouseCapture),
            ShellEffect::Redraw => {
                // Not `Terminal::clear`: it asks the terminal where the cursor is, and waits for the answer.
                self.terminal.backend_mut().forget();
                let area = Rect::from(self.terminal.size()?);
                self.terminal.resize(area)
            }
            // Not for the canvas, but for who has the process.
            ShellEffect::Edit(_) | ShellEffect::Run(_) | ShellEffect::Suspend => Ok(()),
        }
    }
}

impl<W: io::Write> Surface for Canvas<W> {
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(|frame| render(frame))?;
        self.send(true)?;
        if self.pace.should_ask_ahead(self.started.elapsed()) { self.ask() } else { Ok(()) }
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        // A cleared screen is sent with the frame that fills it again.
        let waits = effect == ShellEffect::Redraw;
        self.queue(effect)?;
        if waits { Ok(()) } else { self.send(false) }
    }

    fn shows_cursor(&mut self, shows: bool) {
        self.terminal.backend_mut().shows_cursor(shows);
    }

    fn key_came(&mut self) {
        self.pace.key_came(self.started.elapsed());
    }

    fn answered(&mut self) {
        self.pace.answered(self.started.elapsed());
    }

    fn hold_back(&mut self, cause: FrameCause) -> io::Result<Option<Duration>> {
        let now = self.started.elapsed();
        let wait = self.pace.hold_back(now);
        if wait.is_some() && self.pace.should_ask() {
            self.ask()?;
        }
        if wait.is_none() && cause == FrameCause::Told { Ok(self.pace.hold_back_told(now)) } else { Ok(wait) }
    }

    fn awaits_answer(&self) -> bool {
        self.pace.awaits_answer(self.started.elapsed())
    }
}

/// Gives the terminal back, once, from wherever it is needed first.
#[derive(Clone)]
pub struct Restorer(Arc<Shared>);

/// What is drawn on the terminal, and has to be undone in the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TerminalKind {
    /// A screen of its own.
    Screen,
    /// Lines below what was there.
    Lines,
}

struct Shared {
    sink: File,
    kind: TerminalKind,
    /// Whether the terminal is taken.
    active: AtomicBool,
    /// Whether the window's title was changed.
    titled: AtomicBool,
    /// The thread that draws.
    owner: ThreadId,
    /// Panics of other threads, to be told when the screen is gone.
    later: Mutex<Vec<String>>,
}

impl Restorer {
    fn new(sink: File, kind: TerminalKind) -> Self {
        Self(Arc::new(Shared {
            sink,
            kind,
            active: AtomicBool::new(false),
            titled: AtomicBool::new(false),
            owner: thread::current().id(),
            later: Mutex::default(),
        }))
    }

    /// Gives the terminal back if it is taken. Errors are dropped, as nobody is left to be told.
    pub fn restore(&self) {
        if self.0.active.swap(false, Ordering::SeqCst) {
            let bytes = match self.0.kind {
                TerminalKind::Screen => leaving(self.0.titled.load(Ordering::SeqCst)),
                TerminalKind::Lines => leaving_lines(),
            };
            let _ = (&self.0.sink).write_all(&bytes);
            let _ = disable_raw_mode();
        }
    }

    /// Gives the terminal back and stops this process until the person goes on with it. Where no shell could go on with it the
    /// system does not stop it.
    fn stand_still(&self) -> io::Result<()> {
        self.restore();
        // To this thread, which is stopped before it does anything else.
        nix::sys::signal::raise(nix::sys::signal::SIGTSTP)?;
        Ok(())
    }

    /// Has a panic of the thread that draws give the terminal back before it is printed, from now on. A panic of another
    /// thread may be caught there: it is kept, so as not to tear the picture, and printed in the end.
    fn before_panics(&self) {
        let (restorer, print) = (self.clone(), panic::take_hook());
        panic::set_hook(Box::new(move |info| {
            if panic_is_caught() {
                return; // it becomes an error, which the desk tells
            }
            let taken = restorer.0.active.load(Ordering::SeqCst);
            if taken && thread::current().id() != restorer.0.owner {
                restorer.0.later.lock().unwrap_or_else(PoisonError::into_inner).push(info.to_string());
            } else {
                restorer.restore();
                print(info);
            }
        }));
    }

    fn print_later(&self) {
        for panic in self.0.later.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = writeln!(io::stderr(), "{panic}");
        }
    }
}

/// Returns the bytes that have a terminal show these words, which drive nothing, as a notification.
fn notification(way: TerminalNotification, words: &str) -> String {
    match way {
        TerminalNotification::Never => String::new(),
        TerminalNotification::Both => format!("\x1b]9;{words}\x07\x1b]777;notify;frist;{words}\x07"),
        TerminalNotification::Osc9 => format!("\x1b]9;{words}\x07"),
        // A semicolon would end the words.
        TerminalNotification::Osc777 => format!("\x1b]777;notify;frist;{}\x07", words.replace(';', ",")),
        TerminalNotification::Osc99 => format!("\x1b]99;;{words}\x1b\\"),
        TerminalNotification::Bell => "\x07".to_owned(),
    }
}

/// Returns the bytes that undo everything that was ever turned on.
fn leaving(titled: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let title = if titled { POP_TITLE } else { "" };
    // Writing to memory cannot fail.
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        SetAttribute(Attribute::Reset),
        LeaveAlternateScreen,
        Show,
        Print(title)
    );
    bytes
}

/// Returns the bytes that end lines: what is printed next begins a new one.
fn leaving_lines() -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = queue!(bytes, DisableBracketedPaste, Print("\r\n"));
    bytes
}

#[cfg(test)]
mod tests;

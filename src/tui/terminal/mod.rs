//! Takes the terminal and always gives it back: at the end, on an error, on a panic, on a signal.
//!
//! Nothing is asked of the terminal, at the start or later: an answer that never comes must not hold anything up. A
//! frame is collected and written at once, within synchronized output if it is not tiny; a frame that changes nothing
//! writes nothing.

mod output;
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
use super::run::{ShellEffect, Surface};
use super::text;
use crate::config::Editor;
use crate::desk::panic_is_caught;
use output::{Output, Quiet};

/// Turns on reports of presses and the wheel, but not of every movement, which would only wake the program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// Keeps the window's title for the end, and puts it back.
const PUSH_TITLE: &str = "\x1b[22;2t";
const POP_TITLE: &str = "\x1b[23;2t";

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
    /// What keeps the terminal's input from being read here while an editor has it.
    gate: InputGate,
    /// Whether the program has the mouse.
    mouse: bool,
    /// The window's title, if it was set.
    title: Option<String>,
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
        let canvas = Canvas::new(sink, terminal::size)?;
        let mut screen = Self { canvas, restorer, gate, mouse: false, title: None };
        screen.take()?;
        Ok(screen)
    }

    /// Takes the terminal.
    fn take(&mut self) -> io::Result<()> {
        self.restorer.0.active.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        queue!(self.canvas.output, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)?;
        self.canvas.output.send()
    }

    /// Takes the terminal again after another program had it, with mouse and title as they were; the next frame is drawn
    /// anew.
    fn take_again(&mut self) -> io::Result<()> {
        self.take()?;
        self.restorer.0.titled.store(false, Ordering::SeqCst);
        self.canvas.titled = false;
        if let Some(title) = self.title.clone() {
            self.perform(ShellEffect::Title(title))?;
        }
        if self.mouse {
            self.perform(ShellEffect::Mouse(true))?;
        }
        self.perform(ShellEffect::Redraw)
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
        match &effect {
            ShellEffect::Title(title) => {
                self.restorer.0.titled.store(true, Ordering::SeqCst);
                self.title = Some(title.clone());
            }
            ShellEffect::Mouse(taken) => self.mouse = *taken,
            _ => {}
        }
        self.canvas.perform(effect)
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        let editor = match Editor::of_environment() {
            Ok(editor) => editor,
            Err(why) => return Ok(Err(why)),
        };
        if !self.gate.close() {
            return Ok(Err("The terminal is busy; try it again".to_owned()));
        }
        self.restorer.restore();
        let edited = editor.edit(text);
        let taken = self.take_again();
        self.gate.open();
        taken.map(|()| edited)
    }
}

/// The function that reads the size of a terminal, in columns and rows.
type SizeOf = fn() -> io::Result<(u16, u16)>;

/// A canvas on anything that takes a terminal's bytes.
struct Canvas<W: io::Write> {
    terminal: Terminal<Quiet<W>>,
    output: Output<W>,
    titled: bool,
}

impl<W: io::Write> Canvas<W> {
    fn new(sink: W, size: SizeOf) -> io::Result<Self> {
        let output = Output::new(sink);
        let terminal = Terminal::new(Quiet::new(output.clone(), size))?;
        Ok(Self { terminal, output, titled: false })
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
            ShellEffect::Notify(words) => {
                let words = text::clean(&words).into_owned();
                queue!(self.output, Print(format!("\x1b]9;{words}\x07\x1b]777;notify;frist;{words}\x07")))
            }
            ShellEffect::Bell => queue!(self.output, Print('\x07')),
            ShellEffect::Mouse(true) => queue!(self.output, Print(MOUSE_ON)),
            ShellEffect::Mouse(false) => queue!(self.output, DisableMouseCapture),
            // It is the screen's to open an editor.
            ShellEffect::Edit(_) => Ok(()),
            ShellEffect::Redraw => {
                // Not `Terminal::clear`: it asks the terminal where the cursor is, and waits for the answer.
                self.terminal.backend_mut().forget();
                let area = Rect::from(self.terminal.size()?);
                self.terminal.resize(area)
            }
        }
    }
}

impl<W: io::Write> Surface for Canvas<W> {
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(|frame| render(frame))?;
        self.output.send()
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        // A cleared screen is sent with the frame that fills it again.
        let waits = effect == ShellEffect::Redraw;
        self.queue(effect)?;
        if waits { Ok(()) } else { self.output.send() }
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

//! Drives a program by a script instead of a person: the same input, the same loop, a screen in memory, a clock that moves
//! when told to. For tests, those of this crate and those in `tests/`.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Key, Press};
use super::input::{self, Decoder, InputRead, TermEvent};
use super::run::{Clock, EndReason, Host, Program, REST, Shell, ShellEffect, Surface, Wake};
use crate::config::OwnProgram;
use crate::domain::time::Instant;

/// A clock that a script moves.
#[derive(Clone, Debug)]
pub struct ScriptClock {
    now: Rc<Cell<Instant>>,
    /// What has passed for the keys, in which the seconds of `now` are not.
    passed: Rc<Cell<Duration>>,
}

impl Clock for ScriptClock {
    fn now(&self) -> Instant {
        self.now.get()
    }

    fn passed(&self) -> Duration {
        self.passed.get()
    }
}

/// A function that says what comes of a program that is given the terminal: why it has failed, in words, if it has.
pub type TerminalRunner = fn(&OwnProgram) -> Result<(), String>;

/// A screen in memory.
pub struct ScriptSurface {
    terminal: Terminal<TestBackend>,
    performed: Vec<ShellEffect>,
    frames: usize,
    /// Whether the cursor shows where a frame puts it.
    shows_cursor: bool,
    /// What the editor leaves of the text that it is given.
    editor: Option<fn(&str) -> String>,
    /// What comes of a program that is given the terminal.
    runner: Option<TerminalRunner>,
}

impl ScriptSurface {
    fn new(columns: u16, rows: u16) -> Self {
        let Ok(terminal) = Terminal::new(TestBackend::new(columns, rows));
        Self { terminal, performed: Vec::new(), frames: 0, shows_cursor: true, editor: None, runner: None }
    }
}

impl Surface for ScriptSurface {
    fn draw(&mut self, render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        let Ok(_) = self.terminal.draw(|frame| render(frame));
        self.frames += 1;
        Ok(())
    }

    fn shows_cursor(&mut self, shows: bool) {
        self.shows_cursor = shows;
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        self.performed.push(effect);
        Ok(())
    }

    fn run(&mut self, program: &OwnProgram) -> io::Result<Result<(), String>> {
        self.performed.push(ShellEffect::Run(Box::new(program.clone())));
        Ok(self.runner.map_or(Ok(()), |run| run(program)))
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        Ok(self.editor.map(|edit| edit(text)).ok_or_else(|| "No editor is named; set VISUAL or EDITOR".to_owned()))
    }
}

/// A program under a script.
pub struct Harness<P: Program, H> {
    shell: Shell<P, H, ScriptSurface, ScriptClock>,
    sender: Sender<Wake<P::Event>>,
    wakes: Receiver<Wake<P::Event>>,
    decoder: Decoder,
    /// The time that has passed for the bytes of the terminal.
    elapsed: Duration,
}

impl<P: Program, H: Host<P>> Harness<P, H> {
    /// Creates a program on a screen of this size, at this moment, with its first frame drawn.
    pub fn new(program: P, host: H, columns: u16, rows: u16, start: Instant) -> Self {
        Self::with_host(program, |_| host, columns, rows, start)
    }

    /// Creates a program whose host is given the channel for what it has to tell.
    pub fn with_host(
        program: P,
        host: impl FnOnce(Sender<Wake<P::Event>>) -> H,
        columns: u16,
        rows: u16,
        start: Instant,
    ) -> Self {
        let (sender, wakes) = channel();
        let clock = ScriptClock { now: Rc::new(Cell::new(start)), passed: Rc::default() };
        let shell = Shell::new(program, host(sender.clone()), ScriptSurface::new(columns, rows), clock);
        let (decoder, elapsed) = (Decoder::new(false), Duration::ZERO);
        let mut harness = Self { shell, sender, wakes, decoder, elapsed };
        harness.settle();
        harness
    }

    /// Presses a key by its name: `j`, `Enter`, `Ctrl-S`; or two, `g q`. Then the keys rest.
    ///
    /// # Panics
    ///
    /// If there is no such key: the script is wrong.
    pub fn key(&mut self, name: &str) -> &mut Self {
        let press = Press::parse(name);
        assert!(press.is_some(), "there is no key `{name}`");
        let keys = press.into_iter().flat_map(Press::keys);
        keys.map(input::event_for).for_each(|event| self.term(event));
        self
    }

    /// Lets keys come as from one that is held: so fast that the keys do not rest in between, but with a frame after each.
    ///
    /// # Panics
    ///
    /// If there is no such key: the script is wrong.
    pub fn held(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let key = Key::parse(name);
            assert!(key.is_some(), "there is no key `{name}`");
            // Both ends of the channel are here, so it is open.
            let events = key.map(input::event_for).into_iter();
            events.for_each(|event| drop(self.sender.send(Wake::Term(event))));
            self.turn();
        }
        self
    }

    /// Lets that many milliseconds pass without a key.
    pub fn pause(&mut self, millis: u64) -> &mut Self {
        let passed = &self.shell.clock.passed;
        passed.set(passed.get() + Duration::from_millis(millis));
        self.turn();
        self
    }

    /// Presses keys one after the other, with a frame after each.
    pub fn keys(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            self.key(name);
        }
        self
    }

    /// Presses keys so fast that nothing comes in between.
    ///
    /// # Panics
    ///
    /// If there is no such key: the script is wrong.
    pub fn burst(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let key = Key::parse(name);
            assert!(key.is_some(), "there is no key `{name}`");
            // Both ends of the channel are here, so it is open.
            let events = key.map(input::event_for).into_iter();
            events.for_each(|event| drop(self.sender.send(Wake::Term(event))));
        }
        self.settle()
    }

    /// Sends these bytes from the terminal, in one read.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let pieces = self.decoder.read(bytes, self.elapsed);
        let at_once = input::is_at_once(&pieces);
        self.wake(Wake::Read(InputRead { pieces, at_once, ..InputRead::default() }, None));
        self
    }

    /// Lets that many milliseconds pass in which the terminal sends nothing.
    pub fn silence(&mut self, millis: u64) -> &mut Self {
        self.elapsed += Duration::from_millis(millis);
        let pieces = self.decoder.expire(self.elapsed);
        self.wake(Wake::Read(InputRead { pieces, ..InputRead::default() }, None));
        self
    }

    /// Types a text, a key for each character; a line break is the Enter key.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        let key = |c| if c == '\n' { Key::Enter } else { Key::Char(c) };
        text.chars().for_each(|c| self.term(input::event_for(key(c))));
        self
    }

    /// Names an editor, which leaves this of the text that it is given.
    pub fn editor(&mut self, edit: fn(&str) -> String) -> &mut Self {
        self.shell.surface.editor = Some(edit);
        self
    }

    /// Has this come of programs that are given the terminal; else they end well.
    pub fn runner(&mut self, run: TerminalRunner) -> &mut Self {
        self.shell.surface.runner = Some(run);
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.term(input::paste_event(text));
        self
    }

    /// Gives the terminal the focus, or takes it away.
    pub fn focus(&mut self, looking: bool) -> &mut Self {
        self.term(input::focus_event(looking));
        self
    }

    /// Makes the screen this large.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.shell.surface.terminal.backend_mut().resize(columns, rows);
        self.term(input::resize_event(columns, rows));
        self
    }

    /// Lets that many seconds of real time pass.
    pub fn advance(&mut self, secs: i64) -> &mut Self {
        let clock = &self.shell.clock;
        clock.now.set(clock.now.get().plus(secs));
        self.settle();
        self
    }

    /// Passes on what the host tells.
    pub fn tell(&mut self, event: P::Event) -> &mut Self {
        self.wake(Wake::Host(event));
        self
    }

    /// Asks the program to end, as a signal or a hang-up does.
    pub fn end(&mut self, why: EndReason) -> &mut Self {
        self.wake(Wake::End(why));
        self
    }

    /// Takes in what the host has sent meanwhile, and lets the keys rest.
    pub fn settle(&mut self) -> &mut Self {
        self.turn();
        let passed = &self.shell.clock.passed;
        passed.set(passed.get() + REST);
        self.turn();
        self
    }

    /// Returns the text of the screen: a line for each row, without the spaces at its end.
    pub fn screen(&self) -> String {
        buffer_text(self.buffer())
    }

    /// Returns the cells of the screen, with their styles.
    pub fn buffer(&self) -> &Buffer {
        self.shell.surface.terminal.backend().buffer()
    }

    /// Returns the column and row on which the last frame put the cursor, from 0, and whether it shows there.
    pub fn cursor(&self) -> Option<(u16, u16, bool)> {
        let surface = &self.shell.surface;
        let at = surface.terminal.backend().cursor_position();
        surface.terminal.backend().cursor_visible().then_some((at.x, at.y, surface.shows_cursor))
    }

    /// Returns what the terminal was asked to do besides showing frames, in order.
    pub fn performed(&self) -> &[ShellEffect] {
        &self.shell.surface.performed
    }

    /// Returns how many frames were drawn.
    pub fn frames(&self) -> usize {
        self.shell.surface.frames
    }

    /// Returns why the program has ended, if it has.
    pub fn ended(&self) -> Option<EndReason> {
        self.shell.ended()
    }

    /// Returns the program.
    pub fn program(&self) -> &P {
        &self.shell.program
    }

    /// Returns the host.
    pub fn host(&mut self) -> &mut H {
        &mut self.shell.host
    }

    /// Returns how long the loop would sleep now.
    pub fn wait(&self) -> Duration {
        self.shell.wait()
    }

    /// Returns the script's time.
    pub fn now(&self) -> Instant {
        self.shell.clock.now()
    }

    fn term(&mut self, event: TermEvent) {
        self.wake(Wake::Term(event));
    }

    fn wake(&mut self, wake: Wake<P::Event>) {
        // Both ends of the channel are here, so it is open.
        let _ = self.sender.send(wake);
        self.settle();
    }

    fn turn(&mut self) {
        // A loop that still has what its host told does not sleep.
        for turns in 0.. {
            if self.ended().is_some() || (turns > 0 && !self.shell.has_untold()) {
                break;
            }
            // A surface in memory never fails.
            let _ = self.shell.turn(None, &self.wakes);
        }
    }
}

/// Returns what `draw` puts on a screen of this size, as text without spaces at the lines' ends.
pub fn drawn(columns: u16, rows: u16, draw: impl FnOnce(&mut Frame<'_>)) -> String {
    let mut surface = ScriptSurface::new(columns, rows);
    let Ok(_) = surface.terminal.draw(draw);
    buffer_text(surface.terminal.backend().buffer())
}

/// Returns a buffer as text, without spaces at the lines' ends.
pub fn buffer_text(buffer: &Buffer) -> String {
    let Rect { width, height, .. } = buffer.area;
    let rows = (0..height).map(|y| row_text(buffer, y, width));
    rows.collect::<Vec<_>>().join("\n")
}

/// Returns the text of a row, without the cells that a wide character covers.
fn row_text(buffer: &Buffer, y: u16, columns: u16) -> String {
    let mut row = String::new();
    let mut x = 0;
    while x < columns {
        let symbol = buffer[(x, y)].symbol();
        row.push_str(symbol);
        x += (super::text::width(symbol) as u16).max(1);
    }
    row.trim_end().to_owned()
}

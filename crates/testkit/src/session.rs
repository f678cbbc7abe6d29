//! Runs the program in a pseudo-terminal, and plays the person at it.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

use crate::program;

/// The longest that anything here is waited for. It takes much less; this only keeps a broken test from waiting for
/// ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// The bytes that enter the alternate screen.
pub const ENTER: &str = "\x1b[?1049h";
/// The bytes that leave the alternate screen.
pub const LEAVE: &str = "\x1b[?1049l";
/// The bytes that clear the screen at the beginning of a frame that is drawn anew.
const CLEAR: &[u8] = b"\x1b[2J";
/// The bytes that ask the terminal to say that it is there, and its answer.
const ASK: &[u8] = b"\x1b[5n";
const ANSWER: &[u8] = b"\x1b[0n";
/// The bytes that end a frame.
const END: &[u8] = b"\x1b[?2026l";

/// A program to be started in a terminal.
pub struct Launch {
    command: CommandBuilder,
    size: PtySize,
}

impl Launch {
    /// Prepares `frist` in a terminal of that size, with nothing of the environment that would change what it does.
    pub fn new(columns: u16, rows: u16) -> Self {
        let mut launch = Self::of(&program().to_string_lossy(), columns, rows);
        launch.command.env_clear();
        launch.env("TERM", "xterm-256color")
    }

    /// Prepares another program, with the environment of the tests.
    pub fn of(program: &str, columns: u16, rows: u16) -> Self {
        Self { command: CommandBuilder::new(program), size: size(columns, rows) }.env("TERM", "xterm-256color")
    }

    /// Adds arguments.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Makes the terminal not the one that controls the program, as under `setsid`: no signal tells of a hang-up, and
    /// the system does not set the terminal back to how it began when the program ends.
    pub fn uncontrolled(mut self) -> Self {
        self.command.set_controlling_tty(false);
        self
    }

    /// Starts the program by a shell, which ends with the program's exit code.
    pub fn in_shell(self, script: &str) -> Self {
        let words: Vec<String> = self.command.get_argv().iter().map(|w| w.to_str().unwrap().to_owned()).collect();
        let mut command = self.command;
        *command.get_argv_mut() = ["/bin/sh", "-c", script, "sh"].iter().map(Into::into).collect();
        command.args(words);
        Self { command, ..self }
    }

    /// Starts the program.
    pub fn start(self) -> Session {
        Session::start(self.command, self.size)
    }

    /// Starts the program and waits for these words on its screen.
    #[track_caller]
    pub fn start_and_see(self, words: &str) -> Session {
        let session = self.start();
        session.see(words);
        session
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, ..PtySize::default() }
}

/// The way in which bytes get to the program: those of keys, and the terminal's own answers.
type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

/// What the terminal has been sent so far.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Whether the output has ended.
    ended: bool,
    /// Whether the reader is to let go of the terminal.
    let_go: bool,
    /// Whether the terminal takes nothing.
    stands_still: bool,
}

#[derive(Clone)]
struct Shared(Arc<(Mutex<Seen>, Condvar)>);

impl Shared {
    fn look(&self) -> MutexGuard<'_, Seen> {
        self.0.0.lock().unwrap()
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.look());
        self.0.1.notify_all();
    }

    /// Waits until `is` returns true; returns whether it did so before the output ended.
    fn comes(&self, is: impl Fn(&Seen) -> bool) -> bool {
        let wait = self.0.1.wait_timeout_while(self.look(), PATIENCE, |seen| !is(seen) && !seen.ended);
        is(&wait.unwrap().0)
    }
}

/// How a program ended.
pub struct EndedProgram {
    /// The exit code, or the signal that ended the program.
    pub status: ExitStatus,
    /// All that the program wrote.
    pub written: String,
}

impl EndedProgram {
    /// Checks that the program ended by itself with this code.
    #[track_caller]
    pub fn with_code(self, code: u32) -> Self {
        assert_eq!((self.status.exit_code(), self.status.signal()), (code, None), "{:?}", self.written);
        self
    }

    /// Checks that the program failed with a sentence, and the terminal was never touched.
    #[track_caller]
    pub fn refused(self, code: u32, words: &str) {
        let this = self.with_code(code);
        assert!(this.written.starts_with("frist: ") && this.written.contains(words), "{:?}", this.written);
        assert!(!this.written.contains('\u{1b}'), "{:?}", this.written);
    }
}

/// A program in a terminal, and a person at it. Killed when dropped.
pub struct Session {
    pid: Pid,
    exit: Receiver<ExitStatus>,
    master: Box<dyn MasterPty + Send>,
    slave: Box<dyn SlavePty + Send>,
    keyboard: Keyboard,
    shared: Shared,
    reader: JoinHandle<()>,
}

impl Session {
    fn start(command: CommandBuilder, size: PtySize) -> Self {
        let pair = native_pty_system().openpty(size).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed());
        let (sender, exit) = channel();
        // Another thread waits, so that a program that stays cannot hold the test.
        std::thread::spawn(move || sender.send(child.wait().unwrap()));
        let parser = vt100::Parser::new(NonZero::new(size.rows).unwrap(), NonZero::new(size.cols).unwrap(), 0);
        let seen = Seen { parser, bytes: Vec::new(), ended: false, let_go: false, stands_still: false };
        let shared = Shared(Arc::new((Mutex::new(seen), Condvar::new())));
        let keyboard: Keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let (from, to, answers) = (pair.master.try_clone_reader().unwrap(), shared.clone(), Arc::clone(&keyboard));
        let reader = std::thread::spawn(move || read_on(from, &to, &answers));
        Self { pid, exit, master: pair.master, slave: pair.slave, keyboard, shared, reader }
    }

    /// Returns the id of the program's process.
    pub fn pid(&self) -> i32 {
        self.pid.as_raw()
    }

    /// Returns the path of the file through which other programs reach this terminal.
    pub fn tty(&self) -> std::path::PathBuf {
        self.master.tty_name().unwrap()
    }

    /// Has the terminal take nothing more of what is written, as over a line that is blocked.
    pub fn stand_still(&self) -> &Self {
        self.shared.change(|seen| seen.stands_still = true);
        self
    }

    /// Has the terminal take everything again.
    pub fn go_on(&self) -> &Self {
        self.shared.change(|seen| seen.stands_still = false);
        self
    }

    /// Sends the bytes that keys send.
    pub fn press(&self, keys: &str) -> &Self {
        self.send(keys.as_bytes())
    }

    /// Sends any bytes, in one write.
    pub fn send(&self, bytes: &[u8]) -> &Self {
        self.keyboard.lock().unwrap().write_all(bytes).unwrap();
        self
    }

    /// Returns the text on the screen.
    pub fn text(&self) -> String {
        text_of(&self.shared.look())
    }

    /// Returns the row of the screen that has these words; empty if there is none.
    pub fn row(&self, words: &str) -> String {
        row_of(&self.shared.look(), words)
    }

    /// Returns whether the cell at the beginning of the row with these words is reversed.
    pub fn is_reversed(&self, words: &str) -> bool {
        let seen = self.shared.look();
        let row = text_of(&seen).lines().position(|line| line.contains(words)).unwrap();
        seen.parser.screen().cell(row as u16, 0).unwrap().inverse()
    }

    /// Waits for these words on the screen.
    #[track_caller]
    pub fn see(&self, words: &str) -> &Self {
        self.see_that(words, |screen| screen.contains(words))
    }

    /// Waits until these words are gone.
    #[track_caller]
    pub fn see_no(&self, words: &str) -> &Self {
        self.see_that(&format!("no {words}"), |screen| !screen.contains(words))
    }

    /// Waits until `is` returns true for the screen's text; `what` is named where it never does.
    #[track_caller]
    pub fn see_that(&self, what: &str, is: impl Fn(&str) -> bool) -> &Self {
        let came = self.shared.comes(|seen| is(&text_of(seen)));
        assert!(came, "“{what}” does not come:\n{}", self.text());
        self
    }

    /// Waits until `is` returns true for the row with these words.
    #[track_caller]
    pub fn see_row(&self, words: &str, is: impl Fn(&str) -> bool) -> &Self {
        let came = self.shared.comes(|seen| is(&row_of(seen, words)));
        assert!(came, "the row of “{words}” does not become so:\n{}", self.text());
        self
    }

    /// Has everything drawn anew, and returns what was written between `from` (a number of bytes) and that: all that
    /// came of what was done before.
    #[track_caller]
    pub fn written_since(&self, from: usize) -> String {
        let clear = |seen: &Seen| {
            let found = seen.bytes[from..].windows(CLEAR.len()).position(|part| part == CLEAR);
            found.map(|at| from + at)
        };
        // A frame's end need not be the last that is written: a bell, a title or a notification may come after it.
        let drawn =
            |seen: &Seen| clear(seen).is_some_and(|at| seen.bytes[at..].windows(END.len()).any(|part| part == END));
        self.press("\x0c");
        assert!(self.shared.comes(drawn), "it is not drawn anew:\n{}", self.text());
        let seen = self.shared.look();
        let between = String::from_utf8_lossy(&seen.bytes[from..clear(&seen).unwrap()]).into_owned();
        between.strip_suffix("\x1b[?2026h").unwrap_or(&between).to_owned()
    }

    /// Has everything drawn anew, and returns the number of bytes written up to the end of that.
    #[track_caller]
    pub fn settle(&self) -> usize {
        self.written_since(self.written());
        self.written()
    }

    /// Returns the number of bytes written so far.
    pub fn written(&self) -> usize {
        self.shared.look().bytes.len()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) -> &Self {
        // The picture is set first: what is drawn for the new size must not be read as for the old one.
        self.shared.change(|seen| {
            seen.parser.set_size(NonZero::new(rows).unwrap(), NonZero::new(columns).unwrap());
        });
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    /// Returns how the terminal treats what is typed, in a form that can be compared.
    pub fn line_settings(&self) -> String {
        format!("{:?}", self.master.get_termios().unwrap())
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) -> &Self {
        kill(self.pid, signal).unwrap();
        self
    }

    /// Takes the terminal away, as a closed window or a lost connection does, and waits for the program's end.
    pub fn hang_up(self) -> ExitStatus {
        // A thread that still reads keeps the terminal up; the reader lets go at the next output.
        self.shared.change(|seen| seen.let_go = true);
        self.press("?");
        self.reader.join().unwrap();
        drop((self.keyboard, self.master, self.slave));
        self.exit.recv_timeout(PATIENCE).expect("it ends")
    }

    /// Waits for the program's end. `look` is called then, while the terminal is still there.
    #[track_caller]
    pub fn end_with(self, look: impl FnOnce(&Self)) -> EndedProgram {
        let Ok(status) = self.exit.recv_timeout(PATIENCE) else {
            let _ = kill(self.pid, Signal::SIGKILL);
            panic!("it does not end:\n{}", self.text());
        };
        look(&self);
        drop(self.slave);
        self.reader.join().unwrap();
        let written = String::from_utf8_lossy(&self.shared.look().bytes).into_owned();
        EndedProgram { status, written }
    }

    /// Waits for the program's end.
    #[track_caller]
    pub fn end(self) -> EndedProgram {
        self.end_with(|_| ())
    }

    /// Waits for the program's end, and returns the last picture.
    #[track_caller]
    pub fn end_for_picture(self) -> String {
        let shared = self.shared.clone();
        self.end();
        let seen = shared.look();
        text_of(&seen)
    }

    /// Leaves the program with `q` from the queue.
    #[track_caller]
    pub fn quit(self) -> EndedProgram {
        self.press("q");
        self.end().with_code(0)
    }
}

fn read_on(mut from: Box<dyn Read + Send>, to: &Shared, answers: &Keyboard) {
    let mut bytes = [0; 4096];
    let mut last = Vec::new();
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        drop(to.0.1.wait_while(to.look(), |seen| seen.stands_still && !seen.let_go));
        to.change(|seen| {
            seen.parser.process(&bytes[..count]);
            seen.bytes.extend_from_slice(&bytes[..count]);
        });
        if to.look().let_go {
            break;
        }
        // It may come in two reads.
        last.extend_from_slice(&bytes[..count]);
        if let Some(at) = last.windows(ASK.len()).position(|part| part == ASK) {
            last.drain(..at + ASK.len());
            // The program may have ended.
            let _ = answers.lock().unwrap().write_all(ANSWER);
        }
        last.drain(..last.len().saturating_sub(ASK.len() - 1));
    }
    to.change(|seen| seen.ended = true);
}

fn text_of(seen: &Seen) -> String {
    let screen = seen.parser.screen();
    let rows = screen.rows(0, screen.size().1.get());
    rows.collect::<Vec<_>>().join("\n")
}

fn row_of(seen: &Seen, words: &str) -> String {
    text_of(seen).lines().find(|line| line.contains(words)).unwrap_or_default().to_owned()
}

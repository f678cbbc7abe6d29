//! Runs the loop in a real terminal: this test program starts itself there, as a child that runs a small program.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::Frame;
use ratatui::style::Stylize;
use ratatui::text::Line;

use super::*;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context, Keymap};
use crate::tui::input::{Mode, Msg};
use crate::tui::run::{Effect, FixedClock, ShellEffect};

/// The longest wait. Nothing here takes long; this only keeps a broken test from waiting for ever.
const PATIENCE: Duration = Duration::from_secs(20);
const ROWS: NonZero<u16> = NonZero::new(24).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(80).unwrap();

/// A program that shows what it was told last, and fails when asked to.
struct Small {
    shown: String,
    done: bool,
    keys: Keymap,
}

impl Program for Small {
    type Event = ();
    type Effect = ();
    type Layout = ();

    fn mode(&self) -> Mode {
        Mode::Command(Context::Queue)
    }

    fn keys(&self) -> &Keymap {
        &self.keys
    }

    fn update(&mut self, msg: Msg, _now: Instant) -> Vec<Effect<()>> {
        match msg {
            Msg::Do(Action::Leave) => self.done = true,
            Msg::Do(Action::Record("fix")) => panic!("the program is broken"),
            Msg::Do(Action::Note) => {
                let _ = thread::spawn(|| panic!("a worker is broken")).join();
            }
            // Stuck, as in writing to a terminal that takes nothing.
            Msg::Do(Action::Severity) => {
                eprint!("<stuck>");
                loop {
                    thread::park();
                }
            }
            Msg::Do(Action::Undo) => return vec![ShellEffect::Title("a title".into()).into()],
            _ => {}
        }
        self.shown = format!("<{msg:?}>");
        Vec::new()
    }

    fn host_event(&mut self, (): (), _now: Instant) -> Vec<Effect<()>> {
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, _now: Instant) {
        frame.render_widget(Line::raw(self.shown.as_str()).bold().red(), frame.area());
    }

    fn wake_in(&self, _now: Instant) -> Option<Duration> {
        None
    }

    fn is_done(&self) -> bool {
        self.done
    }
}

struct Nobody;

impl Host<Small> for Nobody {
    fn perform(&mut self, (): ()) {}
}

/// The child's part; by itself it is nothing to be run.
#[test]
#[ignore = "run by the other tests, in a terminal"]
fn child() {
    let small = Small { shown: "<ready>".into(), done: false, keys: Keymap::default() };
    let ended = run(small, |_| Nobody, FixedClock::new(Instant::from_secs(0)));
    // After a hang-up nobody can be told.
    let _ = writeln!(std::io::stdout(), "ended: {ended:?}");
    std::process::exit(if ended.is_ok() { 0 } else { 5 });
}

/// A child in a terminal of its own.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Session {
    fn start(controlled: bool) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize { rows: ROWS.get(), cols: COLUMNS.get(), ..PtySize::default() })
            .unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tui::live::tests::child", "--ignored", "--nocapture"]);
        // Without, as under setsid, no signal tells of a hang-up.
        command.set_controlling_tty(controlled);
        command.env("NO_COLOR", "1");
        command.env("TERM", "xterm");
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("SSH_CONNECTION");
        command.env_remove("SSH_TTY");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output = collect(pair.master.try_clone_reader().unwrap());
        let keyboard = Some(pair.master.take_writer().unwrap());
        let mut session = Self { child, master: Some(pair.master), keyboard, output, seen: String::new() };
        session.wait_for("<Tick>");
        session
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    /// Reads on until this is on the screen.
    fn wait_for(&mut self, text: &str) {
        while !self.screen().screen().contents().contains(text) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(why) => panic!("{why:?} while waiting for {text:?} in {:?}", self.seen),
            }
        }
    }

    /// Reads to the end of the output, which is when the child has gone.
    fn rest(&mut self) -> &str {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => return &self.seen,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end: {:?}", self.seen),
            }
        }
    }

    fn screen(&self) -> vt100::Parser {
        let mut parser = vt100::Parser::new(ROWS, COLUMNS, 0);
        parser.process(self.seen.as_bytes());
        parser
    }

    fn signal(&self, signal: nix::sys::signal::Signal) {
        let pid = nix::unistd::Pid::from_raw(self.child.process_id().unwrap() as i32);
        nix::sys::signal::kill(pid, signal).unwrap();
    }

    /// Returns the exit code, waited for in a thread so that a child that stays cannot hold the test.
    fn exit_code(mut self) -> u32 {
        let (sender, code) = channel();
        let mut killer = self.child.clone_killer();
        thread::spawn(move || sender.send(self.child.wait().unwrap().exit_code()));
        code.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = killer.kill();
            panic!("it does not end")
        })
    }

    fn assert_given_back(&self) {
        let parser = self.screen();
        let screen = parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{:?}", self.seen);
    }
}

/// Reads all that comes in a thread, so that waiting for it can have an end.
fn collect(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, output) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if sender.send(bytes[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    output
}

#[test]
fn keys_reach_the_program_and_the_terminal_is_given_back() {
    let mut session = Session::start(true);
    assert!(session.screen().screen().alternate_screen());
    assert!(session.screen().screen().cell(0, 0).unwrap().bold(), "bold is not lost with the colours of NO_COLOR");
    session.press("r");
    session.wait_for("<Do(Record(\"respond\"))>");
    session.press("\x1b[A");
    session.wait_for("<Do(Up)>");
    session.press("\x1b");
    session.wait_for("<Do(Back)>");
    session.press("\x1b[200~quit\x1b[201~");
    session.wait_for("<PasteIgnored>");
    session.press("uq");
    assert!(session.rest().contains("ended: Ok(Done)"), "{:?}", session.seen);
    session.assert_given_back();
    assert!(session.seen.contains("\x1b[23;0t"), "the title too");
    for query in ["\x1b[6n", "\x1b[c", "\x1b[?u"] {
        assert!(!session.seen.contains(query), "{query:?} was asked");
    }
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_new_size_is_told() {
    let mut session = Session::start(true);
    session.master.as_ref().unwrap().resize(PtySize { rows: 20, cols: 70, ..PtySize::default() }).unwrap();
    session.wait_for("<Resize(70, 20)>");
    session.press("q");
    session.rest();
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn signals_end_it() {
    use nix::sys::signal::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
        let mut session = Session::start(true);
        session.signal(signal);
        let said = format!("ended: Ok(Signal({}))", signal as i32);
        assert!(session.rest().contains(&said), "{:?}", session.seen);
        session.assert_given_back();
        assert_eq!(session.exit_code(), 0);
    }
}

#[test]
fn a_stuck_program_is_made_to_leave() {
    let mut session = Session::start(true);
    session.press("p");
    session.wait_for("<stuck>");
    session.signal(nix::sys::signal::SIGTERM);
    session.rest();
    session.assert_given_back();
    assert_eq!(session.exit_code(), 128 + 15);
}

#[test]
fn a_hang_up_ends_it_with_and_without_its_signal() {
    for controlled in [true, false] {
        let mut session = Session::start(controlled);
        // The reader still keeps the terminal up; it lets go at the next output that nobody takes.
        session.output = channel().1;
        session.press("j");
        session.keyboard = None;
        session.master = None;
        assert_eq!(session.exit_code(), 0);
    }
}

#[test]
fn a_panic_is_printed_on_a_terminal_that_was_given_back() {
    let mut session = Session::start(true);
    session.press("f");
    let seen = session.rest().to_owned();
    session.assert_given_back();
    let (left, said) = (seen.rfind("\x1b[?1049l").unwrap(), seen.find("the program is broken").unwrap());
    assert!(left < said, "{seen:?}");
}

#[test]
fn a_panic_of_a_worker_does_not_tear_the_picture() {
    let mut session = Session::start(true);
    session.press("c");
    session.wait_for("<Do(Note)>");
    assert!(session.screen().screen().alternate_screen());
    assert!(!session.seen.contains("a worker is broken"));
    session.press("q");
    session.rest();
    let (left, said) = (session.seen.rfind("\x1b[?1049l").unwrap(), session.seen.find("a worker is broken").unwrap());
    assert!(left < said);
}

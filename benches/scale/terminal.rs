//! Runs the screen in a pseudo-terminal, and notes the moment at which each frame has arrived.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant as Moment};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The bytes that end a frame.
const END: &[u8] = b"\x1b[?2026l";
/// The longest wait. Nothing here takes as long; this only keeps a broken bench from waiting for ever.
const PATIENCE: Duration = Duration::from_mins(2);

/// A screen of 160 by 45.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<(Moment, Vec<u8>)>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts the screen, and waits until its first frame is there; returns how long that took.
    pub fn start(store: &Path, config: &Path) -> (Self, Duration) {
        let pair = native_pty_system().openpty(PtySize { rows: 45, cols: 160, ..PtySize::default() }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_frist"));
        command.args(["--store".as_ref(), store.as_os_str(), "--config".as_ref(), config.as_os_str()]);
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let begun = Moment::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send((Moment::now(), bytes[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let mut terminal = Self { child, keyboard, output, _master: pair.master };
        let there = terminal.frame();
        (terminal, there - begun)
    }

    /// Returns the moment when the next frame has arrived.
    fn frame(&mut self) -> Moment {
        let mut seen = Vec::new();
        loop {
            let (at, mut bytes) = self.output.recv_timeout(PATIENCE).expect("a frame");
            seen.append(&mut bytes);
            if seen.windows(END.len()).any(|part| part == END) {
                return at;
            }
        }
    }

    /// Presses a key; returns how long it took until the frame that it led to was there.
    pub fn press(&mut self, key: &[u8]) -> Duration {
        while self.output.try_recv().is_ok() {}
        let begun = Moment::now();
        self.keyboard.write_all(key).unwrap();
        self.keyboard.flush().unwrap();
        self.frame() - begun
    }

    /// Returns how much memory the program has now, and had at most, in bytes.
    pub fn memory(&self) -> (u64, u64) {
        let pid = self.child.process_id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
        };
        (of("VmRSS:"), of("VmHWM:"))
    }

    /// Leaves the screen and waits for its end.
    pub fn quit(mut self) {
        self.keyboard.write_all(b"q").unwrap();
        self.child.wait().unwrap();
    }
}

//! Takes the terminal back from a program that had it, in whatever state that has left it: a program may end in raw mode, in
//! the midst of a colour, or be killed.

use std::io::{self, Write};

use nix::sys::signal::{SigSet, Signal};
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcsetpgrp};

use crate::config::OwnProgram;
use crate::tui::text::clean;

/// Undoes what a program may have turned on: reports of the mouse and of focus, bracketed paste, keys of another mode, another
/// origin, no wrapping, a part of the screen that scrolls, other signs, colours. The cursor stays where it is.
const UNDONE: &[u8] =
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?1l\x1b>\x1b[?7h\
    \x1b7\x1b[?6l\x1b[r\x1b8\x1b(B\x0f\x1b[=0u\x1b[0m\x1b[?25h";

/// The state in which the terminal of this process was lent.
pub(super) struct LentTerminal {
    modes: Option<Termios>,
}

impl LentTerminal {
    /// Notes the state that the terminal is in.
    pub(super) fn lend() -> Self {
        Self { modes: tcgetattr(io::stdin()).ok() }
    }

    /// Has the terminal as it was lent. Of what was typed for the program and not read by it nothing stays. Errors are
    /// dropped: what cannot be put right here may still work.
    pub(super) fn take_back(self, sink: &mut impl Write) {
        to_foreground();
        if let Some(modes) = self.modes {
            let _ = tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &modes);
        }
        let _ = sink.write_all(UNDONE).and_then(|()| sink.flush());
    }
}

/// Runs the program in the terminal that is lent, and says before that the screen comes back.
pub(super) fn run(program: &OwnProgram) -> Result<(), String> {
    say(&format!("{} is running; the screen comes back when it has ended.\r\n\r\n", clean(&program.name)));
    program.run_in_terminal()
}

/// Waits until Enter is pressed, so that what the program has printed can be read, or until nothing can be read from the terminal
/// any more. Reading goes by single bytes, so that nothing that is typed behind it is taken away from the screen.
pub(super) fn wait_after(program: &OwnProgram) {
    say(&format!("\r\n{} has ended; Enter goes back to the screen. ", clean(&program.name)));
    let mut byte = [0];
    while matches!(nix::unistd::read(io::stdin(), &mut byte), Ok(1)) && byte[0] != b'\n' {}
}

fn say(words: &str) {
    let mut out = io::stdout();
    // Where nobody sees it, nobody misses it.
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

/// Makes the process group of this process the one that has the terminal: a shell that was killed leaves its own there. The
/// system would stop this process for asking, unless the signal waits meanwhile.
fn to_foreground() {
    let mut stops = SigSet::empty();
    stops.add(Signal::SIGTTOU);
    if stops.thread_block().is_ok() {
        let _ = tcsetpgrp(io::stdin(), getpgrp());
        let _ = stops.thread_unblock();
    }
}

//! Reads letters in a child process with limits: what strangers send must not take the desk with it. One child reads many
//! letters, and another one takes its place where it crashed, hung or took too much.

use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use nix::sys::resource::{Resource, setrlimit};

use frist_letter::frames::{Request, read_letter, serve, write_request};
use frist_letter::{Letter, MboxLetter};

use super::spool::HEAD_BYTES;

/// The hidden command by which frist reads letters in a process of its own.
pub const READ_LETTERS: &str = "read-letters";

/// The memory that a child may take, in bytes; a letter has at most some tens of MiB by default.
const MEMORY: u64 = 2 << 30;
/// The time of the processor that one child may take for all of its letters, in seconds.
const PROCESSOR_SECONDS: u64 = 3_600;
/// The number of letters that one child reads.
const LETTERS_OF_A_CHILD: usize = 20_000;
/// How long reading one letter may take.
const WITHIN: Duration = Duration::from_mins(1);
/// The most bytes that the parts of a letter may have together.
const MOST_PARTS: u64 = 1 << 30;

/// Reads letters until there are no more: what the child does.
///
/// # Errors
///
/// If the limits cannot be set, or a pipe fails.
pub fn serve_reader() -> io::Result<()> {
    setrlimit(Resource::RLIMIT_AS, MEMORY, MEMORY)?;
    setrlimit(Resource::RLIMIT_CPU, PROCESSOR_SECONDS, PROCESSOR_SECONDS)?;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    serve(BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()))
}

/// Reads letters in a child that is started with the first one.
pub(super) struct LetterReader {
    program: Vec<OsString>,
    within: Duration,
    child: Option<ReadingChild>,
    /// The number of letters that the child was given and whose answers were not taken yet.
    asked: usize,
    read: usize,
}

struct ReadingChild {
    process: Child,
    asks: Option<Sender<Request>>,
    answers: Receiver<io::Result<Letter>>,
}

impl LetterReader {
    /// Makes a reader that starts this frist itself.
    pub(super) fn of_own_program() -> Self {
        // Also where another frist has taken the place of this one on the disk.
        Self::with(vec!["/proc/self/exe".into(), READ_LETTERS.into()], WITHIN)
    }

    fn with(program: Vec<OsString>, within: Duration) -> Self {
        Self { program, within, child: None, asked: 0, read: 0 }
    }

    /// Reads these letters, and hands each to `take` in their order: what it says, or that it could not be read, and then
    /// what its headers say.
    pub(super) fn read_all(&mut self, letters: &[MboxLetter], take: &mut dyn FnMut(usize, Letter, bool)) {
        let mut next = 0;
        while next < letters.len() {
            for letter in &letters[next..] {
                self.ask(request(letter));
            }
            while next < letters.len() {
                let Some(letter) = self.answer() else { break };
                take(next, letter, true);
                next += 1;
            }
            if next < letters.len() {
                // That one has taken the child with it, or the child could not be started.
                let broken = &letters[next];
                let head =
                    Request::Head { raw: broken.raw[..broken.raw.len().min(HEAD_BYTES)].to_vec(), size: broken.size };
                self.ask(head);
                let letter = self.answer().unwrap_or_default();
                self.end();
                take(next, letter, false);
                next += 1;
            }
        }
        if self.read >= LETTERS_OF_A_CHILD {
            self.end();
        }
    }

    fn ask(&mut self, request: Request) {
        if self.child.is_none() {
            self.child = ReadingChild::start(&self.program).ok();
        }
        if let Some(asks) = self.child.as_ref().and_then(|child| child.asks.as_ref()) {
            // A child that has gone answers nothing, which is noticed then.
            let _ = asks.send(request);
            self.asked += 1;
        }
    }

    /// Returns the next letter; none where the child has gone, or takes too long, and is ended for that.
    fn answer(&mut self) -> Option<Letter> {
        let answer = self.child.as_ref().map(|child| child.answers.recv_timeout(self.within));
        match answer {
            Some(Ok(Ok(letter))) => {
                self.asked = self.asked.saturating_sub(1);
                self.read += 1;
                Some(letter)
            }
            Some(Ok(Err(_)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) | None => {
                self.end();
                None
            }
        }
    }

    fn end(&mut self) {
        self.child = None;
        (self.asked, self.read) = (0, 0);
    }
}

fn request(letter: &MboxLetter) -> Request {
    if letter.is_cut() {
        Request::Head { raw: letter.raw.clone(), size: letter.size }
    } else {
        Request::Whole(letter.raw.clone())
    }
}

impl ReadingChild {
    fn start(program: &[OsString]) -> io::Result<Self> {
        let (name, arguments) = program.split_first().ok_or(io::ErrorKind::NotFound)?;
        let mut process = Command::new(name);
        process.args(arguments).env_clear().current_dir("/");
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = process.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take()).ok_or(io::ErrorKind::BrokenPipe)?;
        let (asks, asked) = channel();
        let (answers, answered) = channel();
        thread::Builder::new().name("letters".to_owned()).spawn(move || talk(pipes, &asked, &answers))?;
        Ok(Self { process, asks: Some(asks), answers: answered })
    }
}

/// Gives the child one letter after the other, and hears what it says of each.
fn talk((input, output): (ChildStdin, ChildStdout), asked: &Receiver<Request>, answers: &Sender<io::Result<Letter>>) {
    let (mut input, mut output) = (BufWriter::new(input), BufReader::new(output));
    for request in asked {
        let answer = write_request(&mut input, &request)
            .and_then(|()| input.flush())
            .and_then(|()| read_letter(&mut output, MOST_PARTS));
        let failed = answer.is_err();
        if answers.send(answer).is_err() || failed {
            return;
        }
    }
}

impl Drop for ReadingChild {
    fn drop(&mut self) {
        drop(self.asks.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(program: &[&str], count: usize) -> Vec<(usize, bool)> {
        let program = program.iter().map(|word| (*word).into()).collect();
        let mut reader = LetterReader::with(program, Duration::from_millis(200));
        let letters = vec![MboxLetter { raw: b"Subject: x\r\n\r\n".to_vec(), size: 14 }; count];
        let mut taken = Vec::new();
        reader.read_all(&letters, &mut |place, _, whole| taken.push((place, whole)));
        taken
    }

    #[test]
    fn a_child_that_crashes_hangs_answers_nonsense_or_is_not_there_keeps_no_letter_back() {
        let unread = [(0, false), (1, false), (2, false)];
        assert_eq!(read(&["/bin/sh", "-c", "exit 3"], 3), unread);
        assert_eq!(read(&["/bin/sh", "-c", "kill -SEGV $$"], 3), unread);
        assert_eq!(read(&["/bin/sh", "-c", "exec sleep 1000"], 3), unread);
        assert_eq!(read(&["/bin/cat"], 3), unread);
        assert_eq!(read(&["/nonexistent"], 3), unread);
        assert_eq!(read(&["/bin/true"], 0), []);
    }
}

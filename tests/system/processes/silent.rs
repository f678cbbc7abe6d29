//! An owner that cannot be reached or does not answer: it is said who that is, since when, and it ends by itself.

use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::Path;
use std::process::{Child, ChildStderr, Stdio};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::socket::{self, AddressFamily, SockFlag, SockType, UnixAddr};
use nix::unistd::Pid;

use frist_testkit::owner::{answers, wait_for};
use frist_testkit::place::{MONDAY, TestPlace};

/// A process of the program, and the lines of its standard error. Killed when dropped.
struct Process {
    child: Child,
    says: Lines<BufReader<ChildStderr>>,
}

impl Process {
    fn start(place: &TestPlace, args: &[&str]) -> Self {
        let mut command = place.command();
        let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let says = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, says }
    }

    /// Starts a process that owns the store, at the moment at which tickets are logged.
    fn serving(place: &TestPlace) -> Self {
        let mut serve = Self::start(place, &["--now", MONDAY, "serve"]);
        serve.says("serves ");
        serve
    }

    /// Waits until it says a line with these words, and returns that.
    #[track_caller]
    fn says(&mut self, words: &str) -> String {
        let mut before = Vec::new();
        for line in self.says.by_ref().map(Result::unwrap) {
            if line.contains(words) {
                return line;
            }
            before.push(line);
        }
        panic!("it never says “{words}”, only {before:?}");
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
    }

    /// Returns how others say that it does not answer.
    fn is_silent(&self) -> String {
        format!("the frist that owns the store (pid {}) has not answered since ", self.child.id())
    }

    /// Returns its exit code and what it printed, once it has ended.
    fn ended(mut self) -> (Option<i32>, String) {
        let mut printed = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
        (self.child.wait().unwrap().code(), printed)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_socket_that_is_removed_is_made_anew_and_nobody_is_told_to_close_anything() {
    let place = TestPlace::new();
    let mut serve = Process::serving(&place);
    place.log("Before");
    std::fs::remove_file(place.path("store/frist.sock")).unwrap();
    // It waits until it can be reached.
    let mut list = Process::start(&place, &["list", "--json"]);
    serve.says("the socket frist.sock was gone from the store's folder; it is there again");
    let said: Vec<String> = list.says.by_ref().map(Result::unwrap).collect();
    assert!(said.iter().all(|line| line.contains("which it makes anew by itself")), "{said:?}");
    let (code, printed) = list.ended();
    assert!(code == Some(0) && printed.contains("Before"), "{code:?} {printed}");
    // One that was moved away is as good as gone, and something else in its place as good as nothing.
    std::fs::rename(place.path("store/frist.sock"), place.path("store/moved.sock")).unwrap();
    wait_for("the socket", || answers(&place.path("store")));
    std::fs::write(place.path("store/else"), "").unwrap();
    std::fs::rename(place.path("store/else"), place.path("store/frist.sock")).unwrap();
    wait_for("the socket in place of a file", || answers(&place.path("store")));
    assert_eq!(place.tickets().len(), 1);
}

/// Checks that a command says of a stopped owner that it does not answer, and goes on with it. `wait` has others wait there
/// before.
fn a_command_waits_for_a_stopped_owner<T>(wait: impl FnOnce(&TestPlace) -> T) {
    let place = TestPlace::new();
    let serve = Process::serving(&place);
    place.log("Shop down");
    serve.signal(Signal::SIGSTOP);
    let others = wait(&place);
    let mut list = Process::start(&place, &["list", "--json"]);
    let told = list.says(&serve.is_silent());
    assert!(told.ends_with(" and is stopped; waiting for it"), "{told}");
    drop(others);
    serve.signal(Signal::SIGCONT);
    let (code, printed) = list.ended();
    assert!(code == Some(0) && printed.contains("Shop down"), "{code:?} {printed}");
}

#[test]
fn a_command_says_that_the_owner_was_stopped_and_goes_on_with_it() {
    a_command_waits_for_a_stopped_owner(|_| ());
}

#[test]
fn a_screen_with_nothing_but_a_form_on_it_says_that_the_owner_was_stopped() {
    let place = TestPlace::new();
    let serve = Process::serving(&place);
    let screen = place.screen(120, 24);
    screen.press("n").see("New ticket");
    serve.signal(Signal::SIGSTOP);
    screen.see(&serve.is_silent());
    serve.signal(Signal::SIGCONT);
    screen.see("answers again").see_no("has not answered");
    drop(serve);
    screen.see("this frist owns the store now");
    screen.signal(Signal::SIGTERM);
    screen.end();
}

#[test]
fn a_service_waits_behind_an_owner_that_was_stopped_until_it_goes() {
    let place = TestPlace::new();
    let first = Process::serving(&place);
    place.log("Shop down");
    first.signal(Signal::SIGSTOP);
    let mut second = Process::start(&place, &["serve"]);
    second.says(&first.is_silent());
    // One that is not needed any more ends at once.
    let mut third = Process::start(&place, &["serve"]);
    third.says(&first.is_silent());
    third.signal(Signal::SIGTERM);
    third.says("waits no longer");
    assert_eq!(third.ended().0, Some(143));
    drop(first);
    second.says("serves ");
    // The same behind one that was stopped while it waited.
    let mut fourth = Process::start(&place, &["serve"]);
    fourth.says("waits at");
    second.signal(Signal::SIGSTOP);
    fourth.says(&second.is_silent());
    drop(second);
    fourth.says("serves ");
    assert_eq!(place.tickets().len(), 1);
}

#[test]
fn a_command_says_so_too_where_too_many_wait_already() {
    a_command_waits_for_a_stopped_owner(|place| crowd(&place.path("store/frist.sock")));
}

/// Opens connections until the system takes no more for the process that listens there.
fn crowd(socket: &Path) -> Vec<OwnedFd> {
    let address = UnixAddr::new(socket).unwrap();
    let mut crowd = Vec::new();
    loop {
        let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
        let one = socket::socket(AddressFamily::Unix, SockType::Stream, flags, None).unwrap();
        if socket::connect(one.as_raw_fd(), &address) == Err(Errno::EAGAIN) {
            return crowd;
        }
        crowd.push(one);
    }
}

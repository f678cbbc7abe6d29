//! Attempts to get more than the desk through a key: each is refused, and leaves nothing behind. They are made where sshd
//! itself holds, and where it allows everything and only the key's line and `frist` do.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::host::{Host, Kind, Ran, Running, address};

/// The longest wait. Nothing here takes long; this only keeps a broken test from waiting for ever.
const PATIENCE: Duration = Duration::from_secs(20);
/// The content of a file that nobody should get to see.
const SECRET: &str = "root:secret-of-the-host";

/// Returns a host with a ticket, and a file to be had or left.
fn host(kind: Kind) -> Option<Host> {
    let host = Host::new(kind)?;
    host.log("ola", "Case");
    std::fs::write(host.path("secret"), SECRET).unwrap();
    Some(host)
}

/// Asserts that nothing was made.
#[track_caller]
fn nothing_made(host: &Host, what: &str) {
    for name in ["mark", "other", "stolen"] {
        assert!(!host.path(name).exists(), "{what} made {name}");
    }
}

/// Asserts that nothing is in the store that was not, and that the desk is served.
#[track_caller]
fn untouched(host: &Host, what: &str) {
    nothing_made(host, what);
    let all = host.run("anna", "list --json is:open,closed").ok();
    assert_eq!((all.out.lines().count(), all.json()["revision"].as_u64()), (1, Some(2)), "{what}: {all:?}");
}

// In what follows MARK is a file to be made, OTHER a folder that is not the desk's, SECRET a file to be read. How sshd is set
// makes no difference to any of it: once is enough, where it allows everything.

/// Commands that are none: other programs, and a shell behind or around what there is.
const NO_SUCH: &[&str] = &[
    "sh",
    "/bin/sh",
    "bash -i",
    "sh -c 'touch MARK'",
    "touch MARK",
    "cat SECRET",
    "frist frist touch MARK",
    "frist; touch MARK",
    "-c 'touch MARK'",
    "list; touch MARK",
    "list;touch MARK",
    "$(touch MARK)",
    "`touch MARK`",
    "; touch MARK",
    "\ntouch MARK",
    "|| touch MARK",
    "'\ntouch MARK\n'",
    "\x01\x7f\u{9b} touch MARK",
    "show 1; touch MARK",
    "show 1 && touch MARK",
    "show 1 | tee MARK",
    "show 1 > MARK",
    "show $(touch MARK)",
    "show 1\ntouch MARK",
    "show 1 & touch MARK",
    "'show 1; touch MARK",
    "@secret",
    "scp -f secret",
    "internal-sftp",
    "/usr/lib/openssh/sftp-server",
];

/// Commands that a shell would understand, behind a filter: they are words to look for.
const NO_MATCH: &[&str] = &[
    "list && touch MARK",
    "list | tee MARK",
    "list > MARK",
    "list & touch MARK",
    "list $(touch MARK)",
    "list `touch MARK`",
    "list\ntouch MARK",
];

/// Commands that are not allowed: other places, other people, and commands that touch more than the desk.
const NOT_ALLOWED: &[&str] = &[
    "--store OTHER list",
    "--store=OTHER list",
    "list --store OTHER",
    "new --contract markant --plan standard --severity critical --channel phone --subject x --store=OTHER",
    "--config SECRET list",
    "list --config=SECRET",
    "--contracts OTHER contract list",
    "--now 2030-01-01T00:00:00Z list",
    "--as ola list",
    "--as=ola do respond 1",
    "demo --store OTHER",
    "demo --tickets 3",
    "serve",
    "contract check SECRET",
    "calendar import SECRET --id x --yes",
    "completions bash",
    "man",
];

/// Has anna try all of these, and `check` look at the result of each.
fn try_all(attempts: &[&str], check: impl Fn(Ran)) {
    let Some(host) = host(Kind::Loose) else { return };
    let path = |name: &str| host.path(name).display().to_string();
    for attempt in attempts {
        let attempt = attempt.replace("MARK", &path("mark")).replace("OTHER", &path("other"));
        let ran = host.run("anna", &attempt.replace("SECRET", &path("secret")));
        assert!(!ran.err.contains(SECRET) && !ran.err.contains('\u{9b}') && ran.out.is_empty(), "{attempt}: {ran:?}");
        check(ran);
        nothing_made(&host, &attempt);
    }
    untouched(&host, "all of these");
}

#[test]
fn no_other_program_is_there_and_no_shell() {
    try_all(NO_SUCH, |ran| drop(ran.failed(2, "frist: ")));
}

#[test]
fn what_a_shell_would_understand_is_words() {
    try_all(NO_MATCH, |ran| assert!(matches!(ran.code, Some(1 | 2)), "{ran:?}"));
}

#[test]
fn no_other_place_and_nobody_else() {
    try_all(NOT_ALLOWED, |ran| drop(ran.failed(4, "the person who runs the desk")));
}

#[test]
fn no_shell_without_a_command() {
    for kind in [Kind::Shipped, Kind::Loose] {
        let Some(host) = host(kind) else { return };
        let script = format!("touch {}\nexit\n", host.path("mark").display());
        for options in [&["-T"][..], &[]] {
            Ran::fed(&mut host.ssh("anna", options, ""), &script).failed(2, "terminal");
            untouched(&host, "a script on standard input");
        }
    }
}

#[test]
fn no_file_comes_or_goes() {
    for kind in [Kind::Shipped, Kind::Loose] {
        let Some(host) = host(kind) else { return };
        let there = |name: &str| format!("{}:{}", address(), host.path(name).display());
        let here = |name: &str| host.path(name).display().to_string();
        let copy = |program: &str, options: &[&str], from: &str, to: &str| {
            let mut copy = Command::new(program);
            copy.args(host.options("anna", "-P")).args(options).args([from, to]).stdin(Stdio::null());
            Ran::of(&mut copy)
        };
        for options in [&[][..], &["-O"]] {
            for (from, to) in [(here("secret"), there("mark")), (there("secret"), here("stolen"))] {
                let ran = copy("scp", options, &from, &to);
                assert_ne!(ran.code, Some(0), "scp {options:?} {from} {to}: {ran:?}");
                untouched(&host, "scp");
            }
        }
        let mut sftp = Command::new("sftp");
        sftp.args(host.options("anna", "-P")).args(["-b", "-"]).arg(address());
        let wishes = format!("get {} {}\nput {0} {}\n", here("secret"), here("stolen"), here("mark"));
        let ran = Ran::fed(&mut sftp, &wishes);
        assert_ne!(ran.code, Some(0), "{ran:?}");
        let ran = Ran::of(&mut host.ssh("anna", &["-s"], "sftp"));
        assert_ne!(ran.code, Some(0), "{ran:?}");
        untouched(&host, "sftp");
    }
}

/// Returns what comes until the end of a connection that goes nowhere.
fn ends(mut stream: impl Read + Write, first: &[u8]) -> Vec<u8> {
    let mut got = Vec::new();
    let _ = stream.write_all(first);
    let _ = stream.read_to_end(&mut got);
    got
}

/// Waits until this returns something.
#[track_caller]
fn wait<T>(what: &str, mut is: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = is() {
            return found;
        }
        assert!(Instant::now() < until, "{what} does not come");
        std::thread::yield_now();
    }
}

/// Opens a port of the host that counts who comes to it and sends them away at once.
fn inner_port() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let visits = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&visits);
    std::thread::spawn(move || {
        for _visitor in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, visits)
}

#[test]
fn nothing_is_forwarded_to_the_hosts_ports_and_sockets() {
    for kind in [Kind::Shipped, Kind::Loose] {
        let Some(host) = host(kind) else { return };
        let (port, visits) = inner_port();
        let straight = Ran::of(&mut host.ssh("anna", &["-W", &format!("127.0.0.1:{port}")], ""));
        assert_eq!((straight.code, straight.out.as_str()), (Some(255), ""), "{straight:?}");
        for (name, target) in
            [("port", format!("127.0.0.1:{port}")), ("socket", host.path("store/frist.sock").display().to_string())]
        {
            let door = host.path(name);
            let forward = format!("{}:{target}", door.display());
            let _ssh = Running(host.ssh("anna", &["-N", "-L", &forward], "").stderr(Stdio::null()).spawn().unwrap());
            let stream = wait("the near end", || UnixStream::connect(&door).ok());
            assert_eq!(ends(stream, b"hello\n"), b"", "-L {target}");
        }
        let near = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let _ssh =
            Running(host.ssh("anna", &["-N", "-D", &near.to_string()], "").stderr(Stdio::null()).spawn().unwrap());
        let stream = wait("the near end", || TcpStream::connect(("127.0.0.1", near)).ok());
        let [high, low] = port.to_be_bytes();
        let answer = ends(stream, &[4, 1, high, low, 127, 0, 0, 1, 0]);
        assert!(!answer.starts_with(&[0, 90]), "-D lets through: {answer:?}");
        assert_eq!(visits.load(Ordering::SeqCst), 0, "something came through");
        untouched(&host, "forwarding");
    }
}

#[test]
fn nothing_listens_on_the_host() {
    for kind in [Kind::Shipped, Kind::Loose] {
        let Some(host) = host(kind) else { return };
        let mark = host.path("mark").display().to_string();
        for back in ["0:127.0.0.1:9".to_owned(), "0".to_owned(), format!("{mark}:127.0.0.1:9")] {
            let options = ["-o", "ExitOnForwardFailure=yes", "-R", &back];
            Ran::of(&mut host.ssh("anna", &options, "list")).failed(255, "");
            untouched(&host, "-R");
        }
    }
}

/// Returns the environment of the `frist` behind anna's key on this host.
fn environment(host: &Host) -> Option<Vec<String>> {
    let store = host.path("store").display().to_string();
    let of = |folder: &Path| {
        let words = std::fs::read(folder.join("cmdline")).ok()?;
        let words: Vec<String> = words.split(|b| *b == 0).map(|w| String::from_utf8_lossy(w).into_owned()).collect();
        let ours = words[0].ends_with("/frist") && words.contains(&"anna".to_owned()) && words.contains(&store);
        let all = ours.then(|| std::fs::read(folder.join("environ")).ok()).flatten()?;
        Some(all.split(|b| *b == 0).map(|w| String::from_utf8_lossy(w).into_owned()).collect())
    };
    std::fs::read_dir("/proc").unwrap().filter_map(Result::ok).find_map(|entry| of(&entry.path()))
}

#[test]
fn neither_agent_nor_display_nor_environment_comes_along() {
    for kind in [Kind::Shipped, Kind::Loose] {
        let Some(host) = host(kind) else { return };
        let other = host.path("other").display().to_string();
        let agent_socket = host.path("agent");
        let agent = Command::new("ssh-agent").arg("-D").arg("-a").arg(&agent_socket).stdout(Stdio::null()).spawn();
        let _agent = Running(agent.unwrap());
        wait("the agent", || agent_socket.exists().then_some(()));
        let set = format!(
            "SetEnv=FRIST_STORE={other} XDG_DATA_HOME={other} XDG_CONFIG_HOME={other} SSH_ORIGINAL_COMMAND=serve TMPDIR={other}"
        );
        let mut ssh = host.ssh("anna", &["-A", "-X", "-Y", "-o", &set], "calc");
        ssh.env("SSH_AUTH_SOCK", &agent_socket).env("DISPLAY", ":99");
        let mut calc = Running(ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let mut asks = calc.0.stdin.take().unwrap();
        asks.write_all(b"{\"calendar\":\"NO\",\"year\":2024}\n").unwrap();
        let environment = wait("its environment", || environment(&host));
        let has = |name: &str| environment.iter().any(|pair| pair.starts_with(name));
        assert!(has("SSH_ORIGINAL_COMMAND=calc"), "{environment:?}");
        for name in ["SSH_AUTH_SOCK=", "DISPLAY=", "SSH_ORIGINAL_COMMAND=serve"] {
            assert!(!has(name), "{kind:?}: {name} in {environment:?}");
        }
        assert_eq!(has("FRIST_STORE="), kind == Kind::Loose, "{environment:?}");
        drop(asks);
        let mut answer = String::new();
        BufReader::new(calc.0.stdout.take().unwrap()).read_line(&mut answer).unwrap();
        assert!(answer.contains("2024-12-25"), "{answer}");
        let list = Ran::of(&mut host.ssh("anna", &["-o", &set], "list --json"));
        assert_eq!(list.ok().json()["subject"], "Case");
        untouched(&host, "an environment");
    }
}

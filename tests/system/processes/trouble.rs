//! What can be wrong with a store's folder, its lock and its socket: the right thing happens, or a sentence says what.

use std::fs::{File, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use frist::desk::Claim;
use frist::desk::wire::{
    Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, frame, read_message, read_preface, write_preface,
};
use frist::store::Store;
use nix::sys::signal::Signal;

use frist_testkit::owner::{answers, wait_for};
use frist_testkit::place::{FinishedCommand, TestPlace};
use frist_testkit::worker::Worker;

/// The id of an account that nothing belongs to.
const NOBODY: u32 = 65_534;

#[test]
fn a_socket_that_a_killed_owner_left_is_replaced() {
    let place = TestPlace::new();
    let screen = place.still_screen(80, 24);
    screen.signal(Signal::SIGKILL);
    screen.end();
    assert!(place.path("store/frist.sock").exists() && !answers(&place.path("store")));
    place.log("With a stale socket");
    let (first, second) = (place.still_screen(80, 24), place.still_screen(80, 24));
    first.see("With a stale socket");
    first.quit();
    second.see("With a stale socket");
    second.quit();
    assert!(!place.path("store/frist.sock").exists());
}

#[test]
fn a_path_that_is_too_long_for_a_socket_serves_as_well() {
    let place = TestPlace::new();
    let folder = place.path(&["a folder whose name is long"; 8].join("/"));
    assert!(folder.as_os_str().len() > 200);
    let screen = place.launch_on(&folder, 80, 24).start_and_see("1 Queue");
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(place.path("config.toml")).arg("--store").arg(&folder);
    command.args(["new", "--contract", "allday", "--severity", "any", "--channel", "phone", "--subject", "Far down"]);
    FinishedCommand::of(&mut command).ok();
    screen.see("Far down");
    screen.quit();
}

/// Holds the store's lock as a frist would that opens it.
fn hold(place: &TestPlace) -> File {
    std::fs::create_dir_all(place.path("store")).unwrap();
    let lock = File::create(place.path("store/frist.lock")).unwrap();
    lock.try_lock().unwrap();
    lock
}

#[test]
fn an_owner_of_another_version_of_the_protocol_is_told_as_such() {
    let place = TestPlace::new();
    let _lock = hold(&place);
    let owner = UnixListener::bind(place.path("store/frist.sock")).unwrap();
    let answer = std::thread::spawn(move || {
        let (mut guest, _) = owner.accept().unwrap();
        write_preface(&mut guest, PROTOCOL + 6).unwrap();
        read_preface(&mut guest).unwrap()
    });
    let ran = place.run(&["list"]);
    ran.failed(5, &format!("speaks version {} of the protocol, this one {PROTOCOL}", PROTOCOL + 6));
    assert_eq!(answer.join().unwrap(), PROTOCOL);
}

#[test]
fn whoever_waits_for_an_owner_that_does_not_answer_yet_is_told() {
    for (is_there, words, code) in [(true, "no open tickets", 1), (false, "there is no store", 5)] {
        let place = TestPlace::new();
        if is_there {
            drop(Store::open(&place.path("store")).unwrap());
        }
        let lock = hold(&place);
        let mut command = place.command();
        let mut child = command.arg("list").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let waits = "frist: another frist owns the store and cannot be reached: it is still opening it, or its socket frist.sock was \
                     removed, which it makes anew by itself; waiting for it\n";
        assert_eq!(line, waits);
        drop(lock);
        line.clear();
        told.read_to_string(&mut line).unwrap();
        // One that looks makes none.
        assert!(line.contains(words), "{line}");
        assert_eq!(child.wait().unwrap().code(), Some(code));
    }
}

/// Connections that say nothing keep nobody out, and those who have said who they are have so many sessions each.
#[test]
fn a_flood_of_handshakes_keeps_nobody_out_and_one_person_fills_only_their_own_sessions() {
    let place = TestPlace::new();
    let (owner, said) = Worker::listened("watch", &place.path("store"), "anna");
    assert_eq!(said.recv().unwrap().1, "watching");
    let connect = || UnixStream::connect(place.path("store/frist.sock")).unwrap();
    let idle: Vec<UnixStream> = (0..300).map(|_| connect()).collect();
    assert_eq!(place.run(&["list"]).code, Some(1));
    let guest = || {
        let mut stream = connect();
        write_preface(&mut stream, PROTOCOL).unwrap();
        let hello = Hello { pid: 1, claim: Some(Claim::Name("agent1".to_owned())) };
        stream.write_all(&frame(&hello, MAX_QUESTION_BYTES).unwrap()).unwrap();
        read_preface(&mut stream).unwrap();
        assert!(matches!(read_message(&mut stream, MAX_REPLY_BYTES).unwrap(), Greeting::Welcome(_)));
        stream
    };
    let mut sessions: Vec<UnixStream> = (0..64).map(|_| guest()).collect();
    place.run(&["list"]).failed(5, "agent1 has 64 screens and commands at this desk");
    assert_eq!(place.run(&["--as", "ola", "list"]).code, Some(1));
    sessions.truncate(60);
    wait_for("room", || place.run(&["list"]).code == Some(1));
    drop((owner, idle));
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    let place = TestPlace::new();
    place.log("In a folder that will be closed");
    let store = place.path("store");
    let root = nix::unistd::Uid::effective().is_root();
    for path in [place.path(""), store.clone(), store.join("frist.lock"), place.path("config.toml")] {
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        if root {
            chown(&path, Some(NOBODY), None).unwrap();
        }
    }
    let mut command = place.command();
    if root {
        command.uid(NOBODY);
    }
    let output = command.arg("list").output();
    std::fs::set_permissions(place.path(""), Permissions::from_mode(0o755)).unwrap();
    std::fs::set_permissions(&store, Permissions::from_mode(0o755)).unwrap();
    match output {
        Ok(output) => {
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(5), "{told}");
            assert!(told.starts_with(&format!("frist: cannot write {}", store.display())), "{told}");
        }
        Err(error) => {
            assert!(root, "{error}");
            eprintln!("skipped: another account cannot start {}: {error}", env!("CARGO_BIN_EXE_frist"));
        }
    }
}

#[test]
fn a_file_system_without_locks_is_told() {
    let place = TestPlace::new();
    let library = no_locks(&place.path("no_locks.so"));
    let mut command = place.command();
    command.env("LD_PRELOAD", &library).arg("serve");
    FinishedCommand::of(&mut command).failed(5, "cannot lock files, so two frists could write there at once");
    let told = FinishedCommand::of(&mut command).err;
    assert!(told.contains("put the store on a local disk with --store DIR"), "{told}");
    let screen = place.launch(80, 24).env("LD_PRELOAD", library.to_str().unwrap()).start();
    screen.end().refused(5, "cannot lock files");
}

/// Builds the library that takes the locks away.
fn no_locks(library: &Path) -> std::path::PathBuf {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/system/processes/no_locks.rs");
    let mut command = Command::new(compiler);
    command.args(["--edition", "2024", "--crate-type", "cdylib", "-C", "panic=abort", "-o"]).arg(library).arg(source);
    assert!(command.status().unwrap().success());
    library.to_owned()
}

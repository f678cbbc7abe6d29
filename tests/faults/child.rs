//! The other process: this test program again, running [`child`], told by the environment what to do. What it says is
//! acknowledged.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use frist::store::{Backups, Store, pack_wal};

use crate::tally::NOW;
use frist_testkit::commits::{any, commit, has_file, keep_file, logged, mixed, note, open};

const ROLE: &str = "FRIST_FAULT_ROLE";
const DIR: &str = "FRIST_FAULT_DIR";
/// The commits of the traced child.
const TRACED: u64 = 90;

#[test]
#[ignore = "run by the other tests as a process of its own"]
fn child() {
    let (Ok(role), Ok(dir)) = (std::env::var(ROLE), std::env::var(DIR)) else { return };
    match role.as_str() {
        "hold" => hold(Path::new(&dir)),
        "fill" => fill(Path::new(&dir)),
        "trace" => trace(Path::new(&dir)),
        other => panic!("{other}"),
    }
}

/// Returns the command that starts it.
pub fn command(role: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "child::child", "--nocapture"]).env(ROLE, role).env(DIR, dir);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Returns the program on a store of that folder; its settings are beside that.
pub fn frist(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(store.with_file_name("config.toml")).arg("--store").arg(store);
    command
}

/// The arguments that log a ticket; its subject comes behind them.
pub const NEW: [&str; 10] =
    ["new", "--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone", "--subject"];

/// Builds a library that is loaded before a program, from its source beside this file.
pub fn build(source: &str, path: &Path) {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults").join(source);
    let mut command = Command::new(compiler);
    command.args(["--edition", "2024", "--crate-type", "cdylib", "-C", "panic=abort", "-o"]).arg(path).arg(source);
    assert!(command.status().unwrap().success());
}

/// Returns what a child said, of all that it wrote.
pub fn said(output: &[u8]) -> Vec<String> {
    let whole = output.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let text = String::from_utf8_lossy(&output[..whole]);
    text.lines().filter_map(|line| line.strip_prefix('>').map(str::to_owned)).collect()
}

/// Says a line. The mark tells it apart from what the test harness prints; one write keeps it in one piece in a trace.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n>{line}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
}

/// Writes a commit for each byte on standard input, until that ends.
fn hold(dir: &Path) {
    let mut store = open(dir).unwrap().store;
    say("0");
    let mut byte = [0];
    while std::io::stdin().read(&mut byte).unwrap() > 0 {
        match store.append(&[any(store.sequence() + 1)]) {
            Ok(sequence) => say(&sequence.to_string()),
            Err(error) => return say(&format!("refused {error}")),
        }
        store.apply().unwrap();
    }
}

/// Returns the commit that fills a disk.
pub fn long(number: u64) -> frist::domain::ticket::Commit {
    let text: String = std::iter::repeat_with(fastrand::alphanumeric).take(15_000).collect();
    commit(number, vec![(number, vec![logged("long"), note(text)])])
}

/// Writes until the disk is full, and says why it stopped.
fn fill(dir: &Path) {
    let mut store = match Store::open(dir) {
        Ok(opened) => opened.store,
        Err(error) => return say(&format!("refused {:?} {error}", error.kind())),
    };
    loop {
        let done = store.append(&[long(store.sequence() + 1)]).inspect(|sequence| say(&sequence.to_string()));
        if let Err(error) = done.and_then(|_| store.apply()) {
            return say(&format!("refused {:?} {error}", error.kind()));
        }
    }
}

/// Writes for a while, with segments that end, a backup and packing in between; then opens once more.
fn trace(dir: &Path) {
    let mut store = open(dir).unwrap().store;
    let first = store.sequence() + 1;
    for number in first..first + TRACED {
        if has_file(number) {
            keep_file(&store.files(), number);
        }
        say(&store.append(&[mixed(number)]).unwrap().to_string());
        store.apply().unwrap();
        if number == first + TRACED / 3 || number == first + TRACED / 2 {
            let backups = Backups::in_folder(dir.join("backups"));
            let (file, _) = backups.make(dir, NOW.plus(number as i64), &|| false, &mut |_, _| {}).unwrap();
            pack_wal(dir, file.sequence).unwrap();
        }
        if number == first + TRACED * 2 / 3 {
            drop(store);
            store = open(dir).unwrap().store;
        }
    }
}

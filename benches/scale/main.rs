//! Measures what a desk costs as it grows: the same questions of stores of ten thousand, a hundred thousand and a million
//! tickets, of which one in fifty is open. Costs should follow what is open, what is shown and what changes, and not the
//! past.
//!
//! `cargo bench --bench scale -- [--tickets 10000,100000] [--json FILE]`. Each figure is printed, and written as a line of JSON
//! where a file is named; `benches/scale/run` makes the table and the plot of `docs/performance.md` from these.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a bench may fail, as a test may

mod commands;
mod desk;
mod screen;
mod terminal;

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Moment};

/// The sizes that are measured where none are named.
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    let asked = Options::read(std::env::args().skip(1));
    let mut out = asked.json.as_ref().map(|path| OpenOptions::new().create(true).append(true).open(path).unwrap());
    for tickets in asked.tickets {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut figures = Figures { tickets, out: &mut out };
        let place = ScalePlace::new(folder.path());
        commands::made(&place, tickets, &mut figures);
        screen::measure(&place, &mut figures);
        commands::asked(&place, tickets, &mut figures);
        desk::measure(&place, tickets, &mut figures);
        commands::kept(&place, &mut figures);
    }
}

/// The arguments of the command line.
struct Options {
    tickets: Vec<u64>,
    json: Option<PathBuf>,
}

impl Options {
    fn read(mut args: impl Iterator<Item = String>) -> Self {
        let mut asked = Self { tickets: SIZES.to_vec(), json: None };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--tickets" => {
                    let sizes = args.next().expect("--tickets N,N");
                    asked.tickets = sizes.split(',').map(|size| size.parse().expect("a number")).collect();
                }
                "--json" => asked.json = Some(args.next().expect("--json FILE").into()),
                // What cargo says to every bench.
                _ => {}
            }
        }
        asked
    }
}

/// A folder with the store, and settings under which the desk does nothing by itself while it is measured.
struct ScalePlace {
    store: PathBuf,
    config: PathBuf,
    restored: PathBuf,
}

impl ScalePlace {
    fn new(folder: &Path) -> Self {
        let config = folder.join("config.toml");
        std::fs::write(&config, "name = \"anna\"\n[backup]\nevery = \"never\"\n").unwrap();
        Self { store: folder.join("store"), config, restored: folder.join("restored") }
    }
}

/// Takes figures down: times in seconds, sizes in bytes, rates in one a second.
struct Figures<'a> {
    tickets: u64,
    out: &'a mut Option<File>,
}

impl Figures<'_> {
    fn put(&mut self, key: &str, value: f64) {
        println!("{:>9} tickets: {key} {value:.6}", self.tickets);
        if let Some(out) = &mut self.out {
            writeln!(out, r#"{{"tickets":{},"key":"{key}","value":{value}}}"#, self.tickets).unwrap();
        }
    }

    /// Takes down the median, and the time that 99 of 100 do not exceed.
    fn times(&mut self, key: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let of = |per_cent: usize| times[(times.len() * per_cent / 100).min(times.len() - 1)].as_secs_f64();
        self.put(key, of(50));
        if times.len() >= 100 {
            self.put(&format!("{key}_p99"), of(99));
        }
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Moment::now();
    let done = run();
    (begun.elapsed(), done)
}

/// Returns how many bytes the files in a folder take.
fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| entry.metadata().unwrap()).filter(std::fs::Metadata::is_file).map(|file| file.len()).sum()
}

//! Measures what the screen costs a line and a machine: bytes of an arrow key, bytes and share of a core of a minute
//! untouched.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a bench may fail, as a test may

use std::path::Path;
use std::time::{Duration, Instant as Moment};

#[path = "figures/report.rs"]
mod report;

use frist_testkit::place::{MONDAY, TestPlace};
use frist_testkit::session::Session;
use report::Report;

/// The time after the last key until the screen counts as untouched: seconds tick for half a minute after it.
const UNTIL_UNTOUCHED: Duration = Duration::from_secs(35);

fn main() {
    let mut report = Report::of("screen");
    for (columns, rows) in [(80, 24), (160, 45)] {
        arrow_keys(&mut report, columns, rows);
    }
    untouched(&mut report);
}

/// Measures the bytes of going through the demonstration's tickets with the arrow key.
fn arrow_keys(report: &mut Report, columns: u16, rows: u16) {
    let place = TestPlace::new();
    place.run(&["--now", MONDAY, "demo"]).ok();
    let screen = place.still_screen(columns, rows);
    let written = (0..16).map(|_| step_down(&screen) as f64);
    report.tell(&format!("an arrow key at {columns}×{rows}"), "B", written);
    screen.quit();
}

/// Returns the bytes that a step down in the queue writes.
fn step_down(screen: &Session) -> usize {
    let selected = |text: &str| text.lines().find(|line| line.starts_with('▌')).map(str::to_owned);
    let (from, before) = (screen.settle(), selected(&screen.text()));
    screen.press("\x1b[B").see_that("the next row selected", |text| selected(text) != before);
    screen.written_since(from).len()
}

/// Measures a queue with nothing due within the hour, left alone for a minute.
fn untouched(report: &mut Report) {
    let place = TestPlace::new();
    std::fs::write(place.path("contracts/slow.toml"), SLOW).unwrap();
    let new = ["new", "--contract", "slow", "--severity", "any", "--channel", "phone", "--subject", "Not today"];
    (0..20).for_each(|_| drop(place.run(&new).ok()));
    let screen = place.screen(80, 24);
    std::thread::sleep(UNTIL_UNTOUCHED);
    let (written, ran, begun) = (screen.written(), run_time(screen.pid()), Moment::now());
    std::thread::sleep(Duration::from_mins(1));
    let share = (run_time(screen.pid()) - ran) / begun.elapsed().as_secs_f64();
    report.tell("a minute untouched, of a core", "%", [share * 100.0]);
    report.tell("a minute untouched", "B", [(screen.written() - written) as f64]);
    screen.quit();
}

/// Returns the seconds that the threads of a process have run so far.
fn run_time(pid: i32) -> f64 {
    let tasks = std::fs::read_dir(Path::new("/proc").join(pid.to_string()).join("task")).unwrap();
    let ran = |task: std::io::Result<std::fs::DirEntry>| {
        let schedstat = std::fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap();
        schedstat.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
    };
    tasks.map(ran).sum()
}

/// An agreement that leaves two days to respond.
const SLOW: &str = r#"
id = "slow"
vendor = "Slow"
service = "Anything"
time_zone = "Europe/Oslo"
[support]
[support.hours]
mon-sun = ["00:00-24:00"]
[[severity]]
id = "any"
name = "Any"
means = "Anything"
[plan.one]
name = "One"
[plan.one.target.any]
response = "48h"
"#;

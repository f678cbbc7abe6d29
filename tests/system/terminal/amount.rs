//! How much is written: over a slow line every byte is waited for.

use frist_testkit::place::{MONDAY, TestPlace};
use frist_testkit::session::Session;

fn filled() -> TestPlace {
    let place = TestPlace::new();
    for subject in ["Shop down", "Payment page blank", "Exports stop at 90 %"] {
        place.log(subject);
    }
    place
}

/// Returns how often a thread of the program has slept and woken.
#[cfg(target_os = "linux")]
fn wakes(pid: i32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
    line.trim().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn while_time_stands_still_nothing_is_written_however_often_it_wakes() {
    let place = filled();
    let screen = place.still_screen(80, 24);
    let from = screen.settle();
    let before = wakes(screen.pid());
    // What says nothing new: the window loses and gets the focus, the selection stays at the top.
    for _ in 0..20 {
        screen.press("\x1b[O\x1b[Ik");
    }
    while wakes(screen.pid()) < before + 3 {
        std::thread::yield_now();
    }
    assert_eq!(screen.written_since(from), "");
    screen.quit();
}

/// Returns how often all threads of the program have slept and woken.
#[cfg(target_os = "linux")]
fn wakes_of_all(pid: i32) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let count = |thread: std::fs::DirEntry| {
        let status = std::fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.and_then(|line| line.trim().parse::<u64>().ok()).unwrap_or_default()
    };
    threads.filter_map(Result::ok).map(count).sum()
}

/// Eight threads that look each second for something to do would wake forty times in this time. A machine that is slow
/// adds nothing: a thread that waits for the processor has not slept.
#[test]
#[cfg(target_os = "linux")]
fn while_nothing_is_due_no_thread_wakes() {
    let place = filled();
    let screen = place.still_screen(80, 24);
    screen.settle();
    // What the start leaves to do is done once nothing is counted any more for a while.
    let (nobody, never) = std::sync::mpsc::channel::<()>();
    let pass = |time| never.recv_timeout(std::time::Duration::from_millis(time)).unwrap_err();
    let mut before = wakes_of_all(screen.pid());
    for _ in 0..20 {
        pass(500);
        let now = wakes_of_all(screen.pid());
        if std::mem::replace(&mut before, now) == now {
            break;
        }
    }
    pass(5_000);
    let woken = wakes_of_all(screen.pid()) - before;
    assert!(woken <= 5, "threads woke {woken} times in five seconds");
    drop(nobody);
    screen.quit();
}

/// Returns the bytes that a step down in the queue writes.
fn step_down(screen: &Session) -> usize {
    let selected = |text: &str| text.lines().find(|line| line.starts_with('▌')).map(str::to_owned);
    let (from, before) = (screen.settle(), selected(&screen.text()));
    screen.press("\x1b[B").see_that("the next row selected", |text| selected(text) != before);
    screen.written_since(from).len()
}

/// Opens the demonstration's desk on a screen of that size, once it has told what was missed: that belongs to no key.
fn demo(columns: u16, rows: u16) -> (TestPlace, Session) {
    let place = TestPlace::new();
    place.run(&["--now", MONDAY, "demo"]).ok();
    let screen = place.still_screen(columns, rows);
    screen.see("missed");
    (place, screen)
}

#[test]
fn an_arrow_key_writes_less_than_a_kibibyte() {
    let (_place, screen) = demo(80, 24);
    let written: Vec<usize> = (0..8).map(|_| step_down(&screen)).collect();
    assert!(written.iter().all(|bytes| *bytes < 512), "{written:?}");
    screen.quit();
}

/// There the preview changes too, as a whole where two tickets have nothing in common.
#[test]
fn an_arrow_key_writes_less_than_a_kibibyte_with_the_preview_beside_the_queue() {
    let (_place, screen) = demo(160, 45);
    let written: Vec<usize> = (0..16).map(|_| step_down(&screen)).collect();
    assert!(written.iter().all(|bytes| *bytes <= 1024), "{written:?}");
    screen.quit();
}

/// There is room for 20 KB between the program and a terminal that takes nothing: ten seconds of a slow line.
#[test]
fn while_a_key_is_held_little_lies_on_the_way_to_a_terminal_that_has_not_read_it() {
    let (_place, screen) = demo(80, 24);
    let from = screen.settle();
    let began = std::time::Instant::now();
    screen.stand_still();
    for _ in 0..200 {
        screen.press("\x1b[B").press("\x1b[A");
    }
    screen.press("\x03").press("\x03");
    let ended = screen
        .end_with(|screen| {
            screen.go_on();
        })
        .with_code(0);
    let drawn = ended.written[from..].split("\x1b[?1049l").next().unwrap().len();
    let (at_once, meanwhile) = (4_096, 2 * began.elapsed().as_millis() as usize);
    assert!(drawn <= at_once + meanwhile, "{drawn} bytes lay on the way");
}

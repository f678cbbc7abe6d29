//! How much is written: over a slow line every byte is waited for.

use crate::place::Place;

fn filled() -> Place {
    let place = Place::new();
    for subject in ["Shop down", "Payment page blank", "Exports stop at 90 %"] {
        place.log(subject);
    }
    place
}

/// How often a thread of the program has slept and woken.
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

#[test]
fn an_arrow_key_writes_less_than_a_kibibyte() {
    let place = filled();
    for (columns, rows) in [(80, 24), (160, 45)] {
        let screen = place.still_screen(columns, rows);
        let from = screen.settle();
        screen.press("\x1b[B").see("▌2 ");
        let written = screen.written_since(from);
        assert!(written.len() < 1024, "{} bytes at {columns}×{rows}: {written:?}", written.len());
        println!("{columns}×{rows}: the start {from} bytes with one redraw, an arrow key {} bytes", written.len());
        screen.quit();
    }
}

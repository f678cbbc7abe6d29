//! Measures the screen on a store of that size: how soon it is there, what it takes, how soon it answers.

use std::time::Duration;

use super::terminal::Terminal;
use super::{Figures, ScalePlace};

/// The starts whose time is taken.
const STARTS: usize = 15;
/// The keys whose time is taken.
const KEYS: usize = 400;

/// Goes down and up the queue, key by key.
fn steps(screen: &mut Terminal, keys: usize) -> Vec<Duration> {
    (0..keys).map(|n| screen.press(if n % 50 < 30 { b"j" } else { b"k" })).collect()
}

/// Starts the screen and works at it.
pub fn measure(place: &ScalePlace, figures: &mut Figures<'_>) {
    // The first to have the store tells of each target that has come near while nobody had it; that is once.
    let (mut first, time) = Terminal::start(&place.store, &place.config);
    figures.put("start_first", time.as_secs_f64());
    figures.times("key_first", steps(&mut first, 200));
    first.quit();
    let mut times = Vec::new();
    let (mut now, mut most) = (Vec::new(), 0);
    for _ in 0..STARTS {
        let (screen, time) = Terminal::start(&place.store, &place.config);
        times.push(time);
        let (has, had) = screen.memory();
        now.push(has);
        most = most.max(had);
        screen.quit();
    }
    figures.times("start", times);
    now.sort_unstable();
    figures.put("memory", now[now.len() / 2] as f64);
    figures.put("memory_peak", most as f64);
    let (mut screen, _) = Terminal::start(&place.store, &place.config);
    figures.times("key", steps(&mut screen, KEYS));
    figures.put("memory_used", screen.memory().0 as f64);
    screen.quit();
}

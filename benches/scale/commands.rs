//! Measures whole commands as processes: making the store, reading it, maintaining it.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Figures, ScalePlace, bytes_in, timed};

/// The number of times that a command is run to take its time.
const ROUNDS: usize = 9;

fn frist(place: &ScalePlace, args: &[&str]) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--store").arg(&place.store).arg("--config").arg(&place.config).args(args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let (time, output) = timed(|| command.output().unwrap());
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    time
}

fn often(place: &ScalePlace, args: &[&str]) -> Vec<Duration> {
    (0..ROUNDS).map(|_| frist(place, args)).collect()
}

/// Measures making the store.
pub fn made(place: &ScalePlace, tickets: u64, figures: &mut Figures<'_>) {
    let time = frist(place, &["demo", "--tickets", &tickets.to_string()]);
    figures.put("made", tickets as f64 / time.as_secs_f64());
    figures.put("journal_per_ticket", bytes_in(&place.store.join("journal")) as f64 / tickets as f64);
    figures.put("state_per_ticket", bytes_in(&place.store.join("state")) as f64 / tickets as f64);
}

/// Measures commands that answer a question.
pub fn asked(place: &ScalePlace, tickets: u64, figures: &mut Figures<'_>) {
    let middle = (tickets / 2).to_string();
    figures.times("command_show", often(place, &["show", &middle]));
    figures.times("command_list", often(place, &["list"]));
    let line = ["complete", "--index", "2", "--", "frist", "list", "vendor:m"];
    figures.times("command_complete", often(place, &line));
    figures.times("command_new", often(place, &NEW));
}

const NEW: [&str; 11] = [
    "new",
    "--contract",
    "markant",
    "--plan",
    "standard",
    "--severity",
    "critical",
    "--channel",
    "phone",
    "--subject",
    "Shop down",
];

/// Measures backup, verifying and restoring.
pub fn kept(place: &ScalePlace, figures: &mut Figures<'_>) {
    let backups = place.store.join("backups");
    figures.put("backup", frist(place, &["backup"]).as_secs_f64());
    figures.put("backup_bytes", bytes_in(&backups) as f64);
    // It shares with the one before what has not changed.
    figures.put("backup_next", frist(place, &["backup"]).as_secs_f64());
    figures.put("verify", frist(place, &["verify"]).as_secs_f64());
    let kept = std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().path());
    let file = kept.filter(|path| path.is_file()).min().unwrap();
    let restored =
        ScalePlace { store: place.restored.clone(), config: place.config.clone(), restored: place.restored.clone() };
    figures.put("restore", frist(&restored, &["restore", file.to_str().unwrap()]).as_secs_f64());
}

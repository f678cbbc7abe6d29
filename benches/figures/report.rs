//! Reports what benches measure beside criterion: each figure is printed, and written down as a line of JSON, from which
//! `benches/figures/run` makes the table of `docs/performance.md`.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde_json::json;

/// The figures of one bench.
pub struct Report(File);

impl Report {
    /// Creates an empty file for them, `figures/BENCH.jsonl` of cargo's target folder.
    pub fn of(bench: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("figures");
        std::fs::create_dir_all(&folder).unwrap();
        Self(File::create(folder.join(bench).with_extension("jsonl")).unwrap())
    }

    /// Reports a figure's values, one for each time that it was measured, in a `unit`: `s` seconds, `B` bytes, `%` per
    /// cent, `/s` one a second.
    pub fn tell(&mut self, figure: &str, unit: &str, values: impl IntoIterator<Item = f64>) {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let (least, median, most) = (values[0], values[values.len() / 2], values[values.len() - 1]);
        println!("{figure:<50} {median:.6} {unit}, {least:.6} to {most:.6}");
        let line = format!("{}\n", json!({ "figure": figure, "unit": unit, "values": values }));
        self.0.write_all(line.as_bytes()).unwrap();
    }
}

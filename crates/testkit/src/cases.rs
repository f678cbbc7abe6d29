//! Sets how many inputs a property is tried with, and where those that failed it are kept: one place for all tests.

use proptest::test_runner::{Config, FileFailurePersistence};

/// Returns settings that try so many inputs as a rule; `FRIST_CASES=4` tries four times as many, `PROPTEST_CASES=3000`
/// that many of each.
///
/// An input that failed is written to a `.regressions` file beside the test's source and tried first from then on: the file
/// belongs into the repository.
pub fn cases(few: u32) -> Config {
    let set = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u32>().ok());
    let cases = set("PROPTEST_CASES").unwrap_or_else(|| few.saturating_mul(set("FRIST_CASES").unwrap_or(1)));
    let kept = FileFailurePersistence::WithSource("regressions");
    Config { cases, failure_persistence: Some(Box::new(kept)), ..Config::default() }
}

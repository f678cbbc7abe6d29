//! Problems of more than one part of the desk.

use frist_domain::problem::{Problem, ProblemKind};

/// Returns the problem of a system that has no thread to give.
pub(super) fn no_thread(error: &std::io::Error) -> Problem {
    let message = format!("no thread can be started: {error}");
    Problem::new(ProblemKind::Store, message, "close other programs and try again")
}

//! Problems of more than one part of the desk.

use frist_domain::problem::{Problem, ProblemKind};

/// The system has no thread for this.
pub(super) fn no_thread(error: &std::io::Error) -> Problem {
    let message = format!("no thread can be started: {error}");
    Problem::new(ProblemKind::Store, message, "close other programs and try again")
}

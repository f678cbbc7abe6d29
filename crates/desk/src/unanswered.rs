//! Says in words what keeps a process waiting for the owner of the store, and what to do about it.

use std::cell::Cell;
use std::fs;
use std::time::{Duration, Instant as Moment};

use frist_config::local_zone;
use frist_domain::time::{Instant, say_moment};

use super::{Problem, ProblemKind};

/// The seconds up to which a moment is said as a time of the day alone.
const SAME_DAY_SECONDS: i64 = 12 * 3600;

/// A process that has the store and lets everybody wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SilentOwner {
    /// The process's id; 0 where that is not known.
    pub(super) pid: u32,
    /// The moment since which it has said nothing.
    pub(super) since: Instant,
}

impl SilentOwner {
    /// Says who does not answer, and since when. `now` is the present moment.
    pub(super) fn words(self, now: Instant) -> String {
        let zone = local_zone();
        let since = if now.secs() - self.since.secs() < SAME_DAY_SECONDS {
            zone.wall(self.since).hms()
        } else {
            say_moment(zone, self.since, now)
        };
        let stopped = if is_stopped(self.pid) { " and is stopped" } else { "" };
        let number = if self.pid == 0 { String::new() } else { format!(" (pid {})", self.pid) };
        format!("the frist that owns the store{number} has not answered since {since}{stopped}")
    }

    /// Says what the person who runs the machine can do.
    pub(super) fn hint(self) -> String {
        if self.pid == 0 {
            return "ask the person who runs it to see what it waits for: frist serve, or a screen that is open"
                .to_owned();
        }
        if is_stopped(self.pid) {
            return format!("kill -CONT {} lets it go on", self.pid);
        }
        format!(
            "if that lasts, kill -KILL {} ends it: nothing acknowledged is lost, and the next one takes over",
            self.pid
        )
    }
}

/// Returns whether that process was stopped by a signal and has not been let go on; false where its state is hidden.
fn is_stopped(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name before it may have any characters in it.
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with(['T', 't']))
}

/// The reason why nobody is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// The socket is not there.
    NoSocket,
    /// The socket is there, and nobody listens to it.
    NobodyBehind,
    /// The process with that id was reached and says nothing; 0 where its id is not known.
    Silent(u32),
}

/// A process that waits for the owner.
pub(super) struct OwnerWait {
    begun: Moment,
    since: Instant,
    holder: Cell<u32>,
    obstacle: Cell<Option<Obstacle>>,
    told: Cell<Option<Obstacle>>,
}

impl OwnerWait {
    /// Begins to wait at `now`.
    pub(super) fn begin(now: Instant) -> Self {
        let begun = Moment::now();
        Self { begun, since: now, holder: Cell::new(0), obstacle: Cell::new(None), told: Cell::new(None) }
    }

    /// Notes the id of the process that holds the store's lock.
    pub(super) fn held_by(&self, pid: u32) {
        self.holder.set(pid);
    }

    /// Notes that too many wait already for that process to answer.
    pub(super) fn crowded_out(&self) {
        self.meets(Obstacle::Silent(self.holder.get()));
    }

    /// Returns for how long it has waited.
    pub(super) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Notes what is in the way just now.
    pub(super) fn meets(&self, obstacle: Obstacle) {
        self.obstacle.set(Some(obstacle));
    }

    /// Returns what to tell the user who waits, once for each thing that is in the way.
    pub(super) fn news(&self, now: Instant) -> Option<String> {
        let obstacle = self.obstacle.get()?;
        let is_new = self.told.replace(Some(obstacle)) != Some(obstacle);
        is_new.then(|| format!("{}; waiting for it", self.words(obstacle, now)))
    }

    fn words(&self, obstacle: Obstacle, now: Instant) -> String {
        match obstacle {
            Obstacle::NoSocket => {
                "another frist owns the store and cannot be reached: it is still opening it, or its socket \
                                   frist.sock was removed, which it makes anew by itself"
                    .to_owned()
            }
            Obstacle::NobodyBehind => {
                "another frist owns the store and cannot be reached: it is just beginning or ending".to_owned()
            }
            Obstacle::Silent(pid) => SilentOwner { pid, since: self.since }.words(now),
        }
    }

    /// Returns the problem that somebody was reached and has not answered, if that is what is in the way.
    pub(super) fn unanswered(&self, now: Instant) -> Option<Problem> {
        let Some(Obstacle::Silent(pid)) = self.obstacle.get() else { return None };
        let silence = SilentOwner { pid, since: self.since };
        Some(Problem::new(ProblemKind::Store, silence.words(now), silence.hint()))
    }

    /// Returns this error, that another process has the store, with what is in the way in place of the advice to close
    /// it.
    pub(super) fn explained(&self, error: Problem) -> Problem {
        let hint = match self.obstacle.get() {
            Some(Obstacle::NoSocket) => {
                "its socket frist.sock is not there; it makes it anew by itself: try again in a moment"
            }
            Some(Obstacle::NobodyBehind) => "it is just beginning or ending: try again in a moment",
            Some(Obstacle::Silent(_)) | None => return error,
        };
        Problem { hint: hint.to_owned(), ..error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn who_does_not_answer_is_told_with_its_number_and_since_when() {
        let (now, me) = (at("2024-01-08T10:00:07Z"), std::process::id());
        let silence = SilentOwner { pid: me, since: now };
        let unknown = SilentOwner { pid: 0, ..silence };
        assert!(unknown.words(now).starts_with("the frist that owns the store has not answered since "));
        assert!(!unknown.hint().contains("kill"), "that would be every process of the group");
        let time = local_zone().wall(now).hms();
        assert_eq!(
            silence.words(now),
            format!("the frist that owns the store (pid {me}) has not answered since {time}")
        );
        assert!(silence.words(at("2024-01-10T10:00:07Z")).contains(" Mon "), "{}", silence.words(now));
        assert!(silence.hint().contains(&format!("kill -KILL {me} ends it")), "{}", silence.hint());
    }

    #[test]
    fn whoever_waits_is_told_once_of_each_thing_that_is_in_the_way() {
        let now = at("2024-01-08T10:00:00Z");
        let waiting = OwnerWait::begin(now);
        assert_eq!(waiting.news(now), None);
        waiting.meets(Obstacle::NoSocket);
        assert!(waiting.news(now).unwrap().contains("frist.sock was removed"));
        assert_eq!(waiting.news(now), None);
        waiting.meets(Obstacle::Silent(7));
        assert!(waiting.news(now).unwrap().contains("(pid 7)"));
    }

    #[test]
    fn nobody_is_told_to_close_what_only_cannot_be_reached() {
        let now = at("2024-01-08T10:00:00Z");
        let locked = || Problem::new(ProblemKind::Store, "is open in another frist", "close that one first");
        let waiting = OwnerWait::begin(now);
        for obstacle in [Obstacle::NoSocket, Obstacle::NobodyBehind, Obstacle::Silent(7)] {
            waiting.meets(obstacle);
            let told = waiting.explained(waiting.unanswered(now).unwrap_or_else(locked)).to_string();
            assert!(!told.contains("close that one first"), "{told}");
        }
    }
}

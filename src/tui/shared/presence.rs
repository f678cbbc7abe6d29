//! Knows who else is at the desk, and what they have open.

use crate::config::Role;
use crate::desk::PresentSession;
use crate::domain::ticket::TicketId;

use super::Shared;

/// The number of people who are named; the rest is counted.
const NAMES: usize = 2;

impl Shared {
    /// Returns how many other sessions are at the desk, one's own other screens among them.
    pub fn others_here(&self) -> usize {
        self.present.len()
    }

    /// Returns whether the person at this screen may change nothing.
    pub fn only_looks(&self) -> bool {
        self.me.role == Role::Viewer
    }

    /// Returns whether another session has that ticket open.
    pub fn is_open_elsewhere(&self, id: TicketId) -> bool {
        self.at(id).next().is_some()
    }

    /// Returns who else has that ticket open, as a sentence.
    pub fn also_open_by(&self, id: TicketId) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for session in self.at(id).filter(|session| session.name != self.me.name) {
            if !names.contains(&session.display.as_str()) {
                names.push(&session.display);
            }
        }
        let me_too = self.at(id).any(|session| session.name == self.me.name);
        match (names.as_slice(), me_too) {
            ([], false) => None,
            ([], true) => Some("You have this open on another screen too".to_owned()),
            ([only], false) => Some(format!("{only} has this open too")),
            (several, false) => Some(format!("{} have this open too", enumerate(several))),
            (others, true) => Some(format!("{}, and you on another screen, have this open too", enumerate(others))),
        }
    }

    /// Returns who else writes a letter about that ticket just now, or has it open, as a sentence.
    pub fn writing_too(&self, id: TicketId) -> Option<String> {
        let writes = |session: &&PresentSession| session.writes && session.name != self.me.name;
        let mut names: Vec<&str> = Vec::new();
        for session in self.at(id).filter(writes) {
            if !names.contains(&session.display.as_str()) {
                names.push(&session.display);
            }
        }
        match names.as_slice() {
            [] => self.also_open_by(id),
            [only] => Some(format!("{only} writes a letter about this too")),
            several => Some(format!("{} write a letter about this too", enumerate(several))),
        }
    }

    fn at(&self, id: TicketId) -> impl Iterator<Item = &PresentSession> {
        self.present.iter().filter(move |session| session.ticket == Some(id))
    }

    /// Returns the name to show for a person who is at the desk or in the settings; for others the name that stands on
    /// events.
    pub fn shown_name(&self, name: &str) -> String {
        let session = self.present.iter().find(|session| session.name == name);
        session.map_or_else(|| self.people.shown(name), |session| session.display.clone())
    }
}

fn enumerate(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [but_last @ .., last] if names.len() <= NAMES => format!("{} and {last}", but_last.join(", ")),
        many => format!("{} and {} more", many[..NAMES].join(", "), many.len() - NAMES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_named_and_more_are_counted() {
        assert_eq!(enumerate(&["Anna Berg"]), "Anna Berg");
        assert_eq!(enumerate(&["Anna Berg", "Ola"]), "Anna Berg and Ola");
        assert_eq!(enumerate(&["Anna Berg", "Ola", "Kim", "Bo"]), "Anna Berg, Ola and 2 more");
    }
}

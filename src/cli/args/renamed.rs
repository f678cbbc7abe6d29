//! Lists the commands that have another name now. The old one is still read, and gives a notice that names the new one.

use std::ffi::OsString;

use super::command_place;
use crate::domain::reader::renamed_notice;

/// A command that has another name now, as the words behind `frist`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RenamedCommand {
    old: &'static [&'static str],
    now: &'static [&'static str],
}

/// Every command that has another name now.
pub(super) const OLD_COMMANDS: [RenamedCommand; 3] = [
    RenamedCommand { old: &["journal"], now: &["audit"] },
    RenamedCommand { old: &["do", "receipt"], now: &["do", "acknowledge"] },
    RenamedCommand { old: &["report", "house"], now: &["report", "internal"] },
];

impl RenamedCommand {
    fn is_at(&self, words: &[OsString]) -> bool {
        words.len() >= self.old.len() && self.old.iter().zip(words).all(|(old, word)| word == old)
    }

    fn notice(&self) -> String {
        let command = |words: &[&str]| format!("frist {}", words.join(" "));
        renamed_notice(&command(self.old), &command(self.now))
    }
}

/// Puts the present name of its command into a command line, the program's name first, and returns the notice where it had
/// an old one. The event of `frist do` stands directly behind `do`.
pub(in crate::cli) fn renew(mut words: Vec<OsString>) -> (Vec<OsString>, Option<String>) {
    let Some(place) = command_place(&words) else { return (words, None) };
    let Some(renamed) = OLD_COMMANDS.iter().find(|renamed| renamed.is_at(&words[place..])) else {
        return (words, None);
    };
    words.splice(place..place + renamed.old.len(), renamed.now.iter().map(OsString::from));
    (words, Some(renamed.notice()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::{Cli, event_first, tell_terms_from_options};

    fn read(line: &str) -> (String, Option<String>) {
        let words = event_first(tell_terms_from_options(line.split(' ').map(OsString::from)));
        let (words, notice) = renew(words);
        let words: Vec<String> = words.into_iter().map(|word| word.into_string().unwrap()).collect();
        (words.join(" "), notice)
    }

    #[test]
    fn each_old_command_is_the_new_one_and_gives_its_notice() {
        for renamed in OLD_COMMANDS {
            let (old, now) = (renamed.old.join(" "), renamed.now.join(" "));
            let (line, notice) = read(&format!("frist --store /x {old} 5 --json"));
            assert_eq!(line, format!("frist --store /x {now} 5 --json"));
            assert!(notice.unwrap().contains(&format!("`frist {old}` is called `frist {now}` now")));
            let known = |words: &[&str]| {
                words.iter().try_fold(Cli::command(), |command, word| command.find_subcommand(word).cloned()).is_some()
            };
            assert!(known(renamed.now) && !known(renamed.old), "{old}");
            assert_eq!(read(&format!("frist {now} 5")).1, None);
        }
    }

    #[test]
    fn only_commands_are_renamed_wherever_their_options_stand() {
        assert_eq!(read("frist journal -who:anna").0, "frist audit !who:anna");
        assert_eq!(read("frist do --json receipt 5").0, "frist do acknowledge --json 5");
        for line in ["frist list journal", "frist", "frist --now -1h list house", "frist new --subject journal"] {
            assert_eq!(read(line), (line.to_owned(), None));
        }
    }
}
